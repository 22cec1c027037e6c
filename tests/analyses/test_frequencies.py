import pandas as pd
import pytest

import discourse as dc

TEXT = "Peace and rights.\n\nRights, and rights again: peace."


@pytest.fixture
def small():
    return dc.Corpus.from_texts({"a": TEXT, "b": "No war."})


def test_counts_are_those_of_a_plain_scan_of_the_text(paper):
    text = paper.store.texts[0]
    counted = paper.audit().query("treatment == 'count'").index
    regions = paper.store.regions.loc[counted]
    words = [
        word.strip(".,:;()\"'").lower()
        for start, end in zip(regions["start"], regions["end"], strict=True)
        for word in text[start:end].split()
    ]
    table = dc.frequencies(paper).set_index("term")
    for term in ("rights", "china", "international", "shared", "convention", "the"):
        assert table.loc[term, "count"] == words.count(term)


def test_all_tokens_are_counted_once(paper):
    assert dc.frequencies(paper)["count"].sum() == paper.size == 1384
    assert len(dc.frequencies(paper)) == 475
    assert dc.frequencies(paper, by="section")["count"].sum() == paper.size


def test_the_most_frequent_type_comes_first_and_ties_go_by_term(small):
    table = dc.frequencies(small)
    assert table["term"].tolist() == ["rights", "and", "peace", "again", "no", "war"]
    assert table["count"].tolist() == [3, 2, 2, 1, 1, 1]


def test_rates_are_per_thousand_tokens(small):
    whole = dc.frequencies(small).set_index("term")
    assert whole.loc["rights", "per_thousand"] == 1000 * 3 / 10
    parts = dc.frequencies(small, by="section").set_index(["part", "term"])
    assert parts.loc[("a/2", "rights"), "per_thousand"] == 1000 * 2 / 5


def test_range_counts_the_documents_or_the_parts_that_have_the_term(small):
    whole = dc.frequencies(small).set_index("term")
    assert whole.loc["rights", "range"] == 1
    parts = dc.frequencies(small, by="section").set_index(["part", "term"])
    assert parts.loc[("a/1", "rights"), "range"] == 2


def test_min_count_is_of_the_whole_corpus(small):
    table = dc.frequencies(small, by="section", min_count=2)
    assert set(table["term"]) == {"rights", "and", "peace"}
    assert len(table) == 2 + 2 + 2


def test_nothing_frequent_enough_is_an_empty_table_of_the_same_columns(small):
    for by in (None, "section"):
        full, empty = dc.frequencies(small, by=by), dc.frequencies(small, by=by, min_count=99)
        assert len(empty) == 0
        pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_an_unknown_part_is_refused_with_the_ones_there_are(small):
    with pytest.raises(dc.DiscourseError) as error:
        dc.frequencies(small, by="sectoin")
    assert str(error.value) == (
        "by='sectoin' is not known; choose 'document', 'section', 'sentence'. "
        "Did you mean 'section'?"
    )
