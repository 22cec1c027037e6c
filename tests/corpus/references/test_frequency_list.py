import hashlib
import runpy
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import discourse as dc
from discourse.corpus.references import frequency_list as module


def listed(folder, text, name="mine.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_declaration_is_counted_by_article():
    udhr = dc.reference("udhr")
    assert (len(udhr.parts), udhr.size, len(udhr.terms)) == (31, 1681, 500)
    assert udhr.parts_are_documents is False
    # "Everyone has the right to life, liberty and the security of person."
    article = udhr.subset('part = "3"')
    assert list(article.terms) == [
        "and", "everyone", "has", "liberty", "life", "of", "person", "right", "security", "the",
        "to",
    ]  # fmt: skip
    assert article.size == 12


def test_addresses_have_year_and_speaker():
    addresses = dc.reference("inaugural")
    assert (len(addresses.parts), addresses.parts_are_documents) == (59, True)
    lincoln = addresses.subset('speaker = "Lincoln"')
    assert lincoln.parts["year"].tolist() == [1861, 1865]
    late = addresses.subset("year >= 1945").subset("year < 1953")
    assert late.parts["part"].tolist() == ["1945-Roosevelt", "1949-Truman"]
    assert late.recipe["subset"] == ["year >= 1945", "year < 1953"]


def test_a_count_is_the_sum_of_its_rows_in_the_file():
    addresses = dc.reference("inaugural").subset('speaker = "Lincoln"')
    rows = addresses.rows("peace")
    at = addresses.terms.index("peace")
    assert rows["count"].sum() == addresses.counts.sum(axis=0)[at] == 3
    lines = (module.files("discourse.corpus") / "references/inaugural.csv").read_text().splitlines()
    for _, row in rows.iterrows():
        assert lines[row["line"] - 1] == f"{row['part']},peace,{row['count']}"


@pytest.mark.parametrize("name", module.SHIPPED)
def test_shipped_lists_say_where_they_are_from(name):
    found = dc.reference(name)
    assert set(found.about) == {"title", "source", "date", "licence", "counted"}
    assert found.recipe["words"] == dc.Tokenizer().recipe
    raw = (module.files("discourse.corpus") / f"references/{name}.csv").read_bytes()
    assert found.recipe["sha256"] == hashlib.sha256(raw).hexdigest()


def test_shipped_lists_are_what_the_script_makes(shared, tmp_path):
    script = Path(__file__).parents[2] / "reference" / "make_references.py"
    runpy.run_path(str(script))["main"](shared / "corpora", tmp_path)
    for name in module.SHIPPED:
        for ending in ("csv", "toml"):
            shipped = module.files("discourse.corpus") / f"references/{name}.{ending}"
            assert (tmp_path / f"{name}.{ending}").read_bytes() == shipped.read_bytes()


def test_a_list_that_is_not_the_one_described_is_refused(tmp_path):
    path = listed(tmp_path, "term,count\npeace,2\n")
    path.with_suffix(".toml").write_text(f'sha256 = "{"0" * 64}"\n')
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert str(error.value) == (
        f"mine.csv is not the list that mine.toml describes: its sha256 is {digest[:12]}…, "
        "not 000000000000…; put the right file back."
    )


def test_a_list_of_your_own_needs_only_terms_and_counts(tmp_path):
    mine = dc.reference(listed(tmp_path, "term,count\nnull,3\npeace,2\nwar,0\n"))
    assert repr(mine) == "Frequency list mine: 1 part, 5 tokens, 2 types"
    assert list(mine.terms) == ["null", "peace"]
    parted = dc.reference(listed(tmp_path, "document,term,count\nb,x,1\na,x,2\na,y,1\nc,x,0\n"))
    assert parted.parts_are_documents
    assert dict(zip(parted.parts["part"], parted.parts["tokens"], strict=True)) == {"b": 1, "a": 3}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "word,count\na,1\n",
            "mine.csv has the columns 'word', 'count'; a frequency list has 'term', 'count' and, "
            "where known, 'document' or 'part'.",
        ),
        ("term,count\n", "mine.csv has no rows; give a list with at least one term."),
        (
            "term,count\na,1\nb,-2\n",
            "mine.csv, line 3: count='-2' is not a number of occurrences; give 0, 1, 2 ….",
        ),
        (
            "term,count\na,\n",
            "mine.csv, line 2: count='' is not a number of occurrences; give 0, 1, 2 ….",
        ),
        (
            "term,count\na,1.5\n",
            "mine.csv, line 2: count='1.5' is not a number of occurrences; give 0, 1, 2 ….",
        ),
        (
            "term,count\na,inf\n",
            "mine.csv, line 2: count='inf' is not a number of occurrences; give 0, 1, 2 ….",
        ),
        (
            "part,term,count\np,a,1\nq,a,1\np,a,2\n",
            "mine.csv, line 4: 'a' of 'p' already has a row; add up their counts.",
        ),
        (
            "term,count\na,1\nHuman Rights,1\n",
            "mine.csv, line 3: 'Human Rights' is not a term under "
            "Tokenizer(possessive='keep', hyphen='keep', rule='2'), which counts it as "
            "'human', 'rights'; "
            "give the list's own tokeniser as tokenizer=, or count again.",
        ),
        ("", "mine.csv is empty; give a list with the columns 'term' and 'count'."),
        (
            'term,count\n"a,1\n',
            "mine.csv is not CSV (Error tokenizing data. C error: EOF inside string starting at "
            "row 1); save the list as CSV again.",
        ),
        (
            "\nterm,count\n\na,1\n \nb,-2\n\n",
            "mine.csv, line 6: count='-2' is not a number of occurrences; give 0, 1, 2 ….",
        ),
        (
            "term,count\na,0\n",
            "mine.csv has no count above 0; give a list with at least one occurrence.",
        ),
    ],
)
def test_rows_that_are_not_counts_of_terms_are_refused(tmp_path, text, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference(listed(tmp_path, text))
    assert str(error.value) == message


def test_a_list_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_bytes(b"term,count\ncaf\xe9,1\n")
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference(path)
    assert str(error.value) == "mine.csv: byte 14 is not UTF-8; save the list as UTF-8."


def test_the_line_of_a_row_is_that_of_the_file_also_after_an_empty_one(tmp_path):
    mine = dc.reference(listed(tmp_path, "term,count\r\npeace,2\r\n\r\nwar,1\r\n"))
    assert mine.rows("war")["line"].tolist() == [4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"[words",
            "Expected ']' at the end of a table declaration (at end of document); "
            "write it as TOML.",
        ),
        (b"sha256 = '\xe9'", "byte 10 is not UTF-8; save it as UTF-8."),
        (
            b"[words]\nhyphens = 'keep'",
            "key of [words]='hyphens' is not known; choose 'possessive', 'hyphen', 'segmenter', "
            "'elision', 'case', 'hashtag', 'mention', 'url', 'emoji', 'rule'. "
            "Did you mean 'hyphen'?",
        ),
        (b"words = 3", "[words] is 3; give a table."),
        (b"source = 3", "[source] is 3; give a table."),
        (b"parts = 3", "parts is 3; give a list of tables, [[parts]]."),
        (b"parts = [3]", "[[parts]] 1 is 3; give a table."),
        (
            b"[[parts]]\nyear = 1990",
            "part of [[parts]] 1 is None; "
            "name each part of the list once, in quotes, e.g. part = '1'.",
        ),
        (
            b"[[parts]]\npart = '1'\n[[parts]]\npart = '1'",
            "part of [[parts]] 2 is '1'; "
            "name each part of the list once, in quotes, e.g. part = '1'.",
        ),
    ],
)
def test_a_wrong_description_of_a_list_is_refused(tmp_path, content, message):
    path = listed(tmp_path, "part,term,count\n1,peace,2\n")
    path.with_suffix(".toml").write_bytes(content)
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference(path)
    assert str(error.value) == f"mine.toml: {message}"


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference("udrh")
    assert str(error.value) == (
        "reference='udrh' is not known; choose 'inaugural', 'udhr', 'wordfreq:en', '<file>.csv'. "
        "Did you mean 'udhr'?"
    )
    missing = tmp_path / "no.csv"
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference(missing)
    assert str(error.value) == (
        f"{missing} does not exist; give a frequency list as CSV, 'inaugural' or 'udhr'."
    )


def test_a_subset_without_parts_is_refused():
    with pytest.raises(dc.DiscourseError) as error:
        dc.reference("inaugural").subset("year > 2030")
    assert str(error.value) == (
        'no part of inaugural answers "year > 2030"; '
        "the columns here are part, tokens, year, speaker."
    )


def test_nothing_that_a_list_gives_away_can_change_it(tmp_path):
    path = listed(tmp_path, "document,term,count\na,peace,2\nb,war,1\n")
    path.with_suffix(".toml").write_text("[source]\ntitle = 'Mine'\nauthors = ['Li']\n")
    mine = dc.reference(path)
    before = mine.fingerprint
    parts, rows = mine.parts, mine.rows("peace")
    parts["tokens"] = 9
    parts.loc[0, "part"] = "x"
    rows.loc[0, "count"] = 9
    mine.counts[0, 0] = 9
    mine.counts.data[:] = 9
    mine.dtm()[0].data[:] = 9
    mine.dtm()[2].append("x")
    mine.about["title"] = "x"
    mine.about["authors"].append("x")
    mine.recipe["words"]["hyphen"] = "x"
    with pytest.raises(AttributeError):
        mine.terms.append("x")
    with pytest.raises(AttributeError):
        mine.terms = ()
    assert mine.parts.to_dict("list") == {"part": ["a", "b"], "tokens": [2, 1]}
    assert mine.counts.toarray().tolist() == [[2, 0], [0, 1]]
    assert mine.terms == ("peace", "war")
    assert mine.about == {"title": "Mine", "authors": ["Li"]}
    assert mine.rows("peace")["count"].tolist() == [2]
    assert mine.fingerprint == before == dc.reference(path).fingerprint


def test_rates_are_those_of_wordfreq():
    wordfreq = pytest.importorskip("wordfreq")
    rates = dc.reference("wordfreq:en")
    theirs = [1000 * wordfreq.word_frequency("rights", "en"), 0.0]  # rounded to three digits
    assert rates.per_thousand(["rights", "zzzqqq"]) == pytest.approx(theirs, rel=1e-3)
    assert rates.recipe["version"] == version("wordfreq")


def test_rates_of_an_unknown_language_are_refused():
    pytest.importorskip("wordfreq")
    with pytest.raises(dc.DiscourseError, match=r"^language='tlh' is not known; choose 'ar', "):
        dc.reference("wordfreq:tlh")


def test_without_wordfreq_the_error_says_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "wordfreq", None)
    with pytest.raises(dc.DiscourseError) as error:
        module.Rates("wordfreq:en", dc.Tokenizer())
    assert str(error.value) == (
        "wordfreq:en needs the package wordfreq; pip install 'discourse-toolkit[lang]'."
    )
