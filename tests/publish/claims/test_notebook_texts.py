import pytest

import discourse as dc
from discourse.publish.claims.binding import NotebookCorpora, check_prose
from discourse.publish.claims.notebook_calls import FROM_TEXTS, ReadCall, SubsetCall
from discourse.publish.claims.notebook_texts import CorporaOfNames, corpora_of

ONE = ReadCall("read", {"path": "text.txt"})
OTHER = ReadCall("read", {"path": "other.txt"})
TWO = 'import discourse as dc\npaper = dc.read("text.txt")\nother = dc.read("other.txt")'


@pytest.fixture
def two(prose, tmp_path):
    """A function that writes a notebook which reads two texts: peace occurs once, and twice."""
    (tmp_path / "other.txt").write_text("Peace, peace.", encoding="utf-8")
    return lambda *cells, code=TWO: prose(*cells, code=code)


def test_names_stand_for_the_corpora_that_are_read_or_taken_from_them():
    found = corpora_of(["a = dc.read('text.txt')\nb = a.subset('section = \"1\"')", "n = 7"])
    assert found.named == {"a": ONE, "b": SubsetCall(ONE, 'section = "1"')}
    assert list(found.read.values()) == [ONE]


def test_a_name_that_stands_for_several_corpora_stands_for_none():
    assert corpora_of(["a = dc.read('text.txt')\na = dc.read('other.txt')"]).named == {"a": None}
    layered = "a = dc.read('text.txt')\na = a.with_layer(dc.layers.make(a, 'quotations'))"
    assert corpora_of([layered]).named["a"].whole == ONE  # the same text, with one layer more


@pytest.mark.parametrize(
    ("cell", "used"),
    [
        ("a.find('x')", [ONE]),
        ("terms.head()", [ONE]),
        ("x = terms.merge(rest)", [ONE, OTHER]),
        ("x['n'] = 1\nx", [ONE]),
        ("lost", [None]),
        ("dc.stopwords()", []),
        ("dc.read(place)", [None]),
        ("dc.Corpus.from_texts({'a': 'x'})", [ReadCall(FROM_TEXTS, {"texts": {"a": "x"}})]),
        ("dc.Corpus.from_texts(texts)", [None]),
        ("dc.Corpus.from_frame(table)", [None]),
    ],
)
def test_a_cell_uses_the_corpora_that_its_names_rest_on(cell, used):
    corpora = CorporaOfNames()
    corpora.follow("a = dc.read('text.txt')\nb = dc.read('other.txt')")
    corpora.follow("terms = dc.frequencies(a)\nrest = dc.frequencies(b)\nx = terms.copy()")
    corpora.follow("lost = dc.frequencies(dc.read(place))")
    assert list(corpora.follow(cell).values()) == used


def test_a_claim_names_its_corpus_where_there_are_several(two):
    sentence = (
        "*Peace*: [1](# 'peace @ paper') and [2](# 'peace @ other'), "
        "[more](# 'peace @ other > peace @ paper')"
    )
    assert list(check_prose(two(sentence))) == []
    (finding,) = check_prose(two(sentence.replace("[2]", "[1]")))
    assert (finding.expected, finding.found) == ("2", "1")


def test_a_claim_without_a_name_is_not_guessed(two):
    notebook = two("*Peace*: [1](# 'peace')")
    (finding,) = check_prose(notebook)
    assert finding.found == (
        f"{notebook} reads more than one corpus (paper, other); say in each claim which one it is "
        "about, such as 'peace @ paper'."
    )


@pytest.mark.parametrize("code", [TWO, f"{TWO}\nthird = dc.read(place)"])
def test_an_unknown_name_is_refused_with_the_known_ones(two, code):
    (finding,) = check_prose(two("*Peace*: [1](# 'peace @ mine')", code=code))
    assert finding.found == "'mine' names none here; the names of corpora are: other, paper."


def test_a_corpus_that_is_not_written_out_is_another_one(two):
    code = 'import discourse as dc\nmine = dc.read(find())\npaper = dc.read("text.txt")'
    notebook = two("*Peace*: [1](# 'peace') and [1](# 'peace @ paper')", code=code)
    (finding,) = check_prose(notebook)
    assert "reads more than one corpus (paper)" in finding.found
    with pytest.raises(dc.DiscourseError, match="reads more than one corpus"):
        assert NotebookCorpora(notebook).only


REBOUND = [
    "paper = paper.subset('section = \"lead\"')",
    "paper = paper.only('quotation')",
    "paper = mine(paper)",
    "for paper in papers:\n    pass",
    "paper: dc.Corpus = paper.subset('section = \"1\"')",
    "with found() as paper:\n    pass",
]


@pytest.mark.parametrize("cell", REBOUND)
def test_a_claim_is_refused_where_the_name_of_its_corpus_stands_for_several(prose, cell):
    code = f'import discourse as dc\npaper = dc.read("text.txt")\n{cell}'
    (finding,) = check_prose(prose("*Peace*: [1](# 'peace')", code=code))
    assert "'paper' stands for several corpora" in finding.found
    assert "lead = paper.subset(…), and write 'peace @ lead'" in finding.found


@pytest.mark.parametrize(
    "cell",
    [
        "lead = paper.subset('section = \"lead\"')",
        "paper = paper.with_layer(mine)",
        "paper = paper.with_metadata(mine, on='year').with_layer(mine)",
        "terms = [paper for paper in papers]",
        "def count(paper):\n    paper = paper.subset('a = 1')",
        "paper.find('peace')",
    ],
)
def test_a_name_that_stays_the_same_corpus_needs_no_name_in_claims(prose, cell):
    code = f'import discourse as dc\npaper = dc.read("text.txt")\n{cell}'
    assert list(check_prose(prose("*Peace*: [1](# 'peace')", code=code))) == []


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ('from pathlib import Path\npaper = dc.read(Path(".") / "text.txt")', 1),
        ('paper = dc.Corpus.from_texts({"a": "peace, peace"})', 2),
        ('split = dc.Tokenizer(hyphen="split")\npaper = dc.read("text.txt", tokenizer=split)', 1),
        ('whole = dc.read("text.txt")\npaper = whole.subset(\'document = "text"\')', 1),
    ],
)
def test_a_corpus_that_is_written_out_in_other_ways_is_found(prose, code, count):
    notebook = prose(f"*Peace*: [{count}](# 'peace')", code=f"import discourse as dc\n{code}")
    assert list(check_prose(notebook)) == []
