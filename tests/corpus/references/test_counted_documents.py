"""Trends, changes and groups of a list that is divided into documents, without any text."""

import json

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.references.counted_documents import rows_behind

YEARS = [1990, 1991, 1995, 1995, 1996, 1999, 2001, 2003, 2004, 2006, 2010, 2011]
PARTIES = [
    "Whig",
    "Tory",
    "Whig",
    "Tory",
    "Whig",
    "Whig",
    "Tory",
    "",
    "Tory",
    "Whig",
    "Tory",
    "Whig",
]


@pytest.fixture(scope="module")
def texts():
    rng = np.random.default_rng(5)
    words = ["peace", "war", "we", "I", "China's", "U.S.", "36,000"]
    return [
        " ".join(rng.choice(words, 60 + 7 * at, p=[0.1, 0.1, 0.3, 0.3, 0.1, 0.05, 0.05]))
        for at in range(len(YEARS))
    ]


@pytest.fixture(scope="module")
def corpus(texts):
    names = [f"d{at:02d}" for at in range(len(YEARS))]
    return dc.Corpus.from_frame(
        pd.DataFrame({"document": names, "text": texts, "year": YEARS, "party": PARTIES})
    )


@pytest.fixture(scope="module")
def words(corpus, tmp_path_factory):
    """The counts of the corpus as a list of one's own."""
    path = tmp_path_factory.mktemp("list") / "mine.csv"
    table = dc.frequencies(corpus, by="document")[["part", "term", "count"]]
    table.rename(columns={"part": "document"}).sort_values(["document", "term"]).to_csv(
        path, index=False, lineterminator="\n"
    )
    parts = [
        f'[[parts]]\npart = "d{at:02d}"\nyear = {year}\n' + f'party = "{party}"\n' * bool(party)
        for at, (year, party) in enumerate(zip(YEARS, PARTIES, strict=True))
    ]
    path.with_suffix(".toml").write_text("\n".join(parts), encoding="utf-8")
    return dc.reference(path)


def same(found, wanted):
    pd.testing.assert_frame_equal(found, wanted)


def test_a_trend_of_a_list_is_that_of_its_texts(corpus, words):
    queries = ["peace", "I", "we", "dog"]
    same(dc.trend(words, queries), dc.trend(corpus, queries))
    for options in (
        {"bins": 3},
        {"bins": 2, "bin_by": "token"},
        {"bins": 1, "interval": "document"},
    ):
        same(dc.trend(words, queries, **options), dc.trend(corpus, queries, **options))


def test_changes_of_a_list_are_those_of_its_texts(corpus, words):
    same(dc.changes(words, inference=True), dc.changes(corpus, inference=True))
    asked = ["peace", "dog"]
    same(dc.changes(words, asked, inference=True), dc.changes(corpus, asked, inference=True))


@pytest.mark.parametrize("by", ["party", "document", ["party", "year"]])
def test_groups_of_a_list_are_those_of_its_texts(corpus, words, by):
    same(dc.compare(words, by=by, inference=True), dc.compare(corpus, by=by, inference=True))


def test_each_count_is_the_sum_of_rows_of_the_file(words):
    for table in (dc.trend(words, ["peace", "I", "dog"], bins=3), dc.compare(words, by="party")):
        found = [rows["count"].sum() for rows in rows_behind(words, table)]
        assert found == table["count"].tolist()


def test_a_part_of_a_list_is_a_list(corpus, words):
    late = "year > 1998"
    same(dc.trend(words.subset(late), "we"), dc.trend(corpus.subset(late), "we"))
    provenance = json.loads(dc.trend(words.subset(late), "we").attrs["provenance"])
    assert provenance["corpus"]["subset"] == [late]


def test_the_shipped_list_of_addresses_has_trends_and_groups():
    addresses = dc.reference("inaugural")
    tested = dc.changes(addresses, ["we", "i"], inference=True)
    assert tested[["term", "count", "status"]].to_numpy().tolist() == [
        ["we", 1823, "robust"], ["i", 881, "not shown"],
    ]  # fmt: skip
    lincoln = dc.compare(addresses, by="speaker").query("part == 'Lincoln' and term == 'war'")
    assert lincoln["count"].tolist() == [
        addresses.subset('speaker = "Lincoln"').rows("war")["count"].sum()
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda it: dc.trend(it, "human rights"), "is not a word, and the list 'mine' has counts"),
        (lambda it: dc.trend(it, "right*"), "'right*' is not a word"),
        (lambda it: dc.trend(it, '[lower="we"]'), "is not a word"),
        (lambda it: dc.trend(it, "we", of="lemma"), "of='lemma' needs a text, and the list 'mine'"),
        (lambda it: dc.changes(it, of="pos"), "of='pos' needs a text"),
        (lambda it: dc.compare(it, by="party", of="pos"), "of='pos' needs a text"),
        (lambda it: dc.trend(it, "we", time="yaer"), "Did you mean 'year'"),
        (lambda it: dc.trend(it, "we", time="party"), "has no party"),
        (lambda it: dc.compare(it, by=[]), "by=[] names nothing to divide by"),
        (lambda it: dc.compare(it.subset("year = 1990"), by="year"), "gives only one part here"),
        (lambda it: dc.compare(it, by="section"), "by='section' is not known; choose 'document'"),
        (lambda it: dc.lines(it, dc.trend(it, "we").iloc[0]), "the list 'mine' has no text"),
        (lambda it: dc.tfidf(it), "dc.tfidf expects a Corpus, got a FrequencyList"),
        (lambda _: dc.trend(dc.reference("udhr"), "we"), "'udhr' is not divided into documents"),
        (lambda _: dc.compare(dc.reference("udhr"), by="part"), "is not divided into documents"),
    ],
)  # fmt: skip
def test_what_needs_a_text_is_refused(words, call, message):
    with pytest.raises(dc.DiscourseError) as error:
        call(words)
    assert message in str(error.value)
