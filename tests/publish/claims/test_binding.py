import re
from collections import Counter

import nbformat
import pytest

import discourse as dc
from discourse.publish.claims.binding import check_prose, notebook_corpus, tally, tally_line
from discourse.publish.claims.exemptions import RULES

GOOD = "It has [9](# 'corpus; tokens') tokens, [2](# 'future') of them `*future*` in 2017."


def found(*given, **options):
    """Place, expected and found of each finding."""
    return [tuple(finding[1:]) for finding in check_prose(*given, **options)]


def test_prose_whose_numbers_hold_has_no_finding(prose):
    assert found(prose(GOOD)) == []


def test_a_number_that_was_changed_is_found_and_named(prose):
    notebook = prose("# Title", GOOD.replace("[9]", "[8]"))
    (finding,) = check_prose(notebook)
    assert finding == (notebook.as_posix(), "cell 3, line 1, [8](# corpus; tokens)", "9", "8")


def test_a_text_that_was_changed_is_found_by_each_of_its_numbers(prose):
    notebook = prose(GOOD, text="We share one future.")
    assert found(notebook) == [
        ("cell 2, line 1, [9](# corpus; tokens)", "4", "9"),
        ("cell 2, line 1, [2](# future)", "1", "2"),
    ]


@pytest.mark.parametrize(
    ("mark", "expected", "shown"),
    [
        ("[2 hits](# 'shared future')", "a number and nothing else", "2 hits"),
        ("[0.5](# 'frequencies; peace; per_thousand')", "111.1", "0.5"),
        ("[50 %](# 'parts; 1; tokens / corpus; tokens')", "100 %", "50 %"),
        ("[7 %](# 'corpus; tokens')", "a share, such as 'A / B'", "7 % of one number"),
        (
            "[7](# 'frequencies; paece; count')",
            "a claim that gives one number",
            "no row of frequencies has term 'paece'. Did you mean 'peace'?",
        ),
        (
            "[7](# '\"shared future\"')",
            "a claim that gives one number",
            '"shared future" is one token with a space in it, but no token contains a space:',
        ),
    ],
)
def test_a_mark_that_does_not_hold_says_what_would(prose, mark, expected, shown):
    ((_, *difference),) = found(prose(mark))
    assert difference == [expected, shown]


def test_an_unbound_number_is_found(prose):
    assert found(prose("Of *future* 2 hits,\nin 2017, and 3.")) == [
        ("cell 2, line 1, 2", "a bound number", "2, unbound"),
        ("cell 2, line 2, 3", "a bound number", "3, unbound"),
    ]


def test_another_corpus_can_be_given(prose):
    assert found(prose(GOOD, code="1 + 1"), corpus=dc.Corpus.from_texts({"a": "x"})) == [
        ("cell 2, line 1, [9](# corpus; tokens)", "1", "9"),
        ("cell 2, line 1, [2](# future)", "0", "2"),
    ]


# ---- the corpus of a notebook ---------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        'import discourse as dc\npaper = dc.read("text.txt")',
        'import discourse\npaper = discourse.read(path="text.txt", encoding="utf-8")',
        '%matplotlib inline\n',
        'dc.read("text.txt")',
        'paper = dc.read("text.txt")\nsame = dc.read("text.txt")',
        'name = "text"\npaper = dc.read(f"{name}.txt")',
        'import discourse as d\npaper = d.read("text.txt")',
        'from discourse import read\npaper = read("text.txt")',
        'other = open("a.csv").read("b")\npaper = dc.read("text.txt")',
    ],
)  # fmt: skip
def test_the_corpus_is_the_one_that_is_read_with_constants(prose, code):
    path = prose("# Title", code=code)
    if code.startswith("%"):  # a cell that is not Python is skipped
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell('paper = dc.read("text.txt")'))
        path.write_text(nbformat.writes(notebook), encoding="utf-8")
    assert notebook_corpus(path).size == 9


@pytest.mark.parametrize(
    "code",
    [
        "paper = dc.read(place)",
        'paper = dc.read("text.txt", tokenizer=mine())',
        'paper = dc.read(*["text.txt"])',
        'paper = dc.read(**{"path": "text.txt"})',
        'def paper():\n    text = dc.read("text.txt")',
        'paper = numpy.read("text.txt")',
        "paper = dc.read()",
    ],
)
def test_a_notebook_without_such_a_call_has_no_corpus_and_its_claims_no_number(prose, code):
    notebook = prose(GOOD + " 7 more.", code=code)
    reason = (
        f"{notebook} reads no corpus from a place that is written out; "
        "begin with a cell like paper = dc.read('../seeds/'). What a function or a loop computes "
        "is not known, because nothing is executed."
    )
    with pytest.raises(dc.DiscourseError) as error:
        notebook_corpus(notebook)
    assert str(error.value) == reason
    assert found(notebook) == [
        ("corpus", "a corpus to check the claims on", reason),
        ("cell 2, line 1, 7", "a bound number", "7, unbound"),
    ]


def test_a_corpus_that_was_saved_is_loaded_and_a_table_of_metadata_read(prose, tmp_path):
    notebook = prose("# Title", code='paper = dc.load("paper.corpus")')
    dc.Corpus.from_texts({"a": "peace and war"}).save(tmp_path / "paper.corpus")
    assert notebook_corpus(notebook).size == 3
    (tmp_path / "years.csv").write_text("document,year\ntext,1990\n", encoding="utf-8")
    notebook = prose("# Title", code='paper = dc.read("text.txt", metadata="years.csv")')
    assert notebook_corpus(notebook).documents["year"].tolist() == ["1990"]


@pytest.mark.parametrize("place", ["3", "[1, 2]", "'none.txt'", "'\\0'", "'text.txt', encoding=5"])
def test_arguments_that_no_text_can_be_read_with_are_one_finding(prose, place):
    ((row, expected, _),) = found(prose(GOOD, code=f"paper = dc.read({place})"))
    assert (row, expected) == ("corpus", "a corpus to check the claims on")


def test_numbers_that_no_verb_can_use_are_one_finding(prose):
    marks = "[7](# 'ngrams; x; count; n=999999999999999999999') [7](# 'tfidf; x; tf; by=9')"
    assert [expected for _, expected, _ in found(prose(marks))] == [
        "a claim that gives one number"
    ] * 2


def test_the_cells_of_a_notebook_are_not_executed(prose, tmp_path):
    touch = f"import pathlib\npathlib.Path({str(tmp_path / 'made')!r}).touch()"
    assert found(prose(GOOD, code=f'{touch}\npaper = dc.read("text.txt")')) == []
    assert not (tmp_path / "made").exists()


def test_prose_without_bound_numbers_needs_no_corpus(prose):
    assert found(prose("In 2017.", code="1 + 1")) == []


# ---- counts ---------------------------------------------------------------------------------


def test_a_tally_counts_bound_and_unbound_numbers_and_each_rule(prose):
    counts = tally(prose(GOOD, "7 hits in section 3, in 2015 and 2016"))
    assert counts == Counter({"bound": 2, "unbound": 1, "year": 3, "label": 1})
    assert tally_line(counts) == "bound 2, exempt 4 (label 1, year 3), unbound 1"


def test_tallies_add_up_and_none_is_nothing(prose):
    none = tally(prose("No number."))
    assert tally_line(none) == "bound 0, exempt 0, words of degree 1, unbound 0"
    assert tally_line(none + none + tally(prose(GOOD))) == (
        "bound 2, exempt 1 (year 1), words of degree 2, unbound 0"
    )


# ---- the notebooks of this repository -------------------------------------------------------


@pytest.mark.slow
def test_every_number_in_the_prose_of_the_notebooks_is_bound_and_holds(root):
    notebooks = sorted((root / "notebooks").glob("*.ipynb"))
    assert [finding for notebook in notebooks for finding in check_prose(notebook)] == []
    counts = sum(map(tally, notebooks), Counter())
    assert counts["bound"] > 0 == counts["unbound"]


# ---- the page about it ----------------------------------------------------------------------


@pytest.fixture
def page(root):
    return (root / "docs" / "numbers-in-prose.md").read_text(encoding="utf-8")


def test_the_marks_on_the_page_hold(page, prose, paper):
    numbers, comparisons = re.findall(r"^```markdown\n(.*?)^```$", page, re.M | re.S)
    title = "# The *community of shared future*"
    for example, bound in ((numbers, 9), (comparisons, 5)):
        counts = tally(prose(title, example))
        assert (counts["bound"], counts["unbound"]) == (bound, 0)
        assert found(prose(title, example), corpus=paper) == []


def test_the_page_names_every_rule(page):
    named = re.findall(r"^\| `(\w+)` \|", page, re.M)
    assert [name for name in named if name in RULES] == list(RULES)
    assert sorted(named) == sorted([*RULES, "code", "heading"])
