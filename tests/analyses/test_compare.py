import math

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.analyses.compare import COLUMNS, INFERENCE
from discourse.measures.association import log_likelihood, log_ratio_interval
from discourse.record import VERBS


def corpus_of(*rows):
    return dc.Corpus.from_frame(pd.DataFrame(rows, columns=["text", "party"]))


@pytest.fixture
def small():
    return corpus_of(("peace peace war", "X"), ("peace", "X"), ("war war now peace", "Y"))


@pytest.fixture(scope="module")
def many():
    """Three parties with twelve speeches each, of which one has a word of its own."""
    rng = np.random.default_rng(5)
    words = {"X": "peace", "Y": "war", "Z": "war"}
    rows = [
        (" ".join([*rng.choice(["a", "b", "c", "d", "war"], 60), *[words[party]] * 6]), party)
        for party in "XYZ"
        for _ in range(12)
    ]
    return corpus_of(*rows, ("peace a b c d war", "alone"))


def row(table, part, term):
    return table[(table["part"] == part) & (table["term"] == term)].iloc[0]


def test_each_group_is_compared_with_all_others(small):
    table = dc.compare(small, by="party")
    found = row(table, "X", "peace")
    assert found[["count", "count_reference", "documents"]].tolist() == [3, 1, 2]
    assert found[["per_thousand", "per_thousand_reference"]].tolist() == [750, 250]
    assert found["query"] == 'peace :: party = "X"'
    assert found["status"] == "not estimable", "four occurrences"
    assert set(table["part"]) == {"X", "Y"}
    assert len(table) == 2 * 3


def test_the_numbers_are_those_of_keyness_against_the_rest(many):
    table = dc.compare(many, by="party")
    for party in ("X", "Y"):
        target, rest = (many.subset(f'party {sign} "{party}"') for sign in ("=", "!="))
        alone = dc.keyness(target, rest, by="document").set_index("term")
        ours = table[table["part"] == party].set_index("term").loc[alone.index]
        for name in [*COLUMNS[2:10], "dp", "dp_reference"]:
            assert ours[name].tolist() == pytest.approx(alone[name].tolist(), nan_ok=True), name
        assert ours["kept_without_part"].equals(alone["kept_without_part"])
        assert ours["status"].tolist() == alone["status"].tolist()


def test_measures_are_worked_from_four_counts(many):
    found = row(dc.compare(many, by="party"), "X", "peace")
    assert (found["count"], found["count_reference"]) == (72, 1)
    sizes = 12 * 66, 24 * 66 + 6
    assert found["log_ratio"] == pytest.approx(math.log2((72 / sizes[0]) / (1 / sizes[1])))
    ends = log_ratio_interval(72, sizes[0], 1, sizes[1])
    assert found[["log_ratio_low", "log_ratio_high"]].tolist() == list(ends)
    assert found["log_likelihood"] == log_likelihood(72, sizes[0], 1, sizes[1])


def test_a_word_that_one_group_has_is_robust_and_a_single_document_descriptive(many):
    table = dc.compare(many, by="party", inference=True)
    assert row(table, "X", "peace")["status"] == "robust"
    assert row(table, "Y", "peace")["status"] == "robust", "which the others avoid"
    assert set(table.loc[table["part"] == "alone", "status"]) <= {"descriptive", "not estimable"}
    common = table[(table["term"] == "a") & (table["part"] != "alone")]
    assert common["status"].tolist() == ["not shown"] * 3
    assert table["p_value_document"].dropna().between(1 / 2000, 1).all()


def test_the_interval_by_document_is_missing_for_groups_of_few(many):
    table = dc.compare(many, by="party", interval="document", min_count=5)
    known = table["log_ratio_low"].notna().groupby(table["part"], observed=True).any()
    assert known.to_dict() == {"X": True, "Y": True, "Z": True, "alone": False}


def test_a_document_with_several_groups_is_a_document_of_each():
    # Two speakers in each of two documents: four units, two of them in each group.
    turns = pd.DataFrame(
        {
            "document": ["a", "a", "b", "b"],
            "speaker": ["Li", "Wu", "Li", "Wu"],
            "text": ["peace peace", "war", "peace", "war war"],
        }
    )
    corpus = dc.Corpus.from_frame(turns, transcript=True)
    table = dc.compare(corpus, by="speaker")
    assert row(table, "Li", "peace")[["count", "count_reference", "documents"]].tolist() == [
        3,
        0,
        2,
    ]


def test_pairs_of_columns_are_groups(many):
    halves = pd.DataFrame({"half": ["1", "2"] * 18 + ["1"]})
    corpus = many.with_metadata(halves.assign(document=many.documents["document"]))
    table = dc.compare(corpus, by=["party", "half"], min_count=5)
    assert table["part"].unique().tolist()[:3] == ["X/1", "X/2", "Y/1"]
    assert table.columns.tolist() == [*COLUMNS, "party", "half"]
    found = row(table, "X/1", "peace")
    assert found["query"] == 'peace :: party = "X" & half = "1"'
    assert len(dc.lines(corpus, found)) == found["count"] == 36


def test_groups_are_in_the_order_of_the_text_and_rows_by_evidence(many):
    table = dc.compare(many, by="party")
    assert table["part"].drop_duplicates().tolist() == ["X", "Y", "Z", "alone"]
    for _, rows in table.groupby("part", observed=True):
        strength = rows["log_likelihood"].abs().dropna().to_numpy()
        assert (np.diff(strength) <= 0).all()


def test_columns_are_the_same_without_rows(many):
    empty = dc.compare(many, by="party", min_count=10_000, inference=True)
    full = dc.compare(many, by="party", inference=True)
    assert empty.empty
    assert empty.columns.tolist() == full.columns.tolist() == [*COLUMNS, *INFERENCE]
    assert VERBS["compare"].columns == (*COLUMNS, *INFERENCE)
    assert empty.dtypes.equals(full.dtypes)


def test_one_group_and_unknown_columns_are_refused(small):
    one = small.subset('party = "X"')
    with pytest.raises(dc.DiscourseError, match="by='party' gives only one part here"):
        dc.compare(one, by="party")
    with pytest.raises(dc.DiscourseError, match="by='partyy' is not known"):
        dc.compare(small, by="partyy")
    with pytest.raises(dc.DiscourseError, match="no group here has them"):
        dc.compare(small, by="party", interval="document")


def test_documents_that_are_equal_or_empty_do_not_differ():
    corpus = corpus_of(*[("peace and war", party) for party in "XXXYYY"], ("", "Z"), ("", None))
    table = dc.compare(corpus, by="party", inference=True)
    assert table["part"].unique().tolist() == ["X", "Y"], "a group without tokens is no part"
    assert table["log_ratio"].tolist() == [0.0] * 6
    assert set(table["status"]) == {"not shown"}


def test_documents_without_metadata_are_a_group_without_a_name():
    corpus = corpus_of(("peace", "X"), ("war", None))
    table = dc.compare(corpus, by="party")
    assert set(table["part"]) == {"", "X"}
    assert len(dc.lines(corpus, row(table, "", "war"))) == 1


def test_methods_say_what_was_tested(many):
    text = dc.methods(dc.compare(many, by="party", inference=True)).text
    assert "measured for each group by party against all other texts" in text
    assert "adjusted for all types and groups tested by the maximum statistic" in text


def test_the_corpus_is_unchanged(small):
    before = small.documents.copy()
    dc.compare(small, by="party")
    assert small.documents.equals(before)


@pytest.fixture(scope="module")
def addresses(shared):
    folder = shared / "corpora" / "inaugural"
    if not folder.is_dir():
        pytest.skip("needs the inaugural addresses in ../shared/corpora/inaugural")
    encodings = ("utf-8", "cp1252")
    read = dc.read(folder, metadata="{year}-{speaker}", encoding=encodings)
    return read.with_metadata(century=lambda d: f"{d['year'] // 100}00s")


def test_groups_of_real_texts_have_robust_words_whose_lines_are_there(addresses):
    table = dc.compare(addresses, by="century", min_count=20, inference=True)
    robust = table[table["status"] == "robust"]
    assert set(robust["part"].astype(str)) <= {"1800s", "1900s"}, "which have ten documents"
    assert row(robust, "1900s", "we")["log_ratio"] > 0
    assert row(robust, "1800s", "we")["log_ratio"] < 0
    for _, each in robust.groupby("part", observed=True).head(3).iterrows():
        assert len(dc.lines(addresses, each)) == each["count"]


def test_counts_of_two_columns_add_up_in_real_texts(addresses):
    both = dc.frequencies(addresses, by=["century", "year"], min_count=50)
    alone = dc.frequencies(addresses, by="century", min_count=50).set_index(["part", "term"])
    sums = both.groupby(["century", "term"], observed=True)["count"].sum()
    assert sums.to_dict() == alone["count"].to_dict()
