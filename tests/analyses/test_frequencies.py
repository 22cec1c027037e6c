import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.readback import read_back

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


def test_each_query_has_a_row_in_every_part_zeros_included(small):
    table = dc.frequencies(small, ["peace", "rights again", "utopia"], by="document")
    assert table[["part", "term", "count", "range"]].values.tolist() == [
        ["a", "peace", 2, 1],
        ["a", "rights again", 1, 1],
        ["b", "peace", 0, 1],
        ["b", "rights again", 0, 1],
        ["a", "utopia", 0, 0],
        ["b", "utopia", 0, 0],
    ]
    assert table["per_thousand"].tolist() == [2000 / 8, 1000 / 8, 0, 0, 0, 0]
    assert table["query"].tolist()[:2] == [
        'peace :: document = "a"',
        'rights again :: document = "a"',
    ]
    assert [len(dc.lines(small, row)) for _, row in table.iterrows()] == table["count"].tolist()


def test_without_parts_a_query_has_one_row(small):
    table = dc.frequencies(small, ["utopia", "peace", "and|again"])
    assert table[["term", "count", "range"]].values.tolist() == [
        ["and|again", 3, 1], ["peace", 2, 1], ["utopia", 0, 0],
    ]  # fmt: skip
    assert table["per_thousand"].tolist() == [300, 200, 0]


def test_a_type_has_the_same_row_as_its_query(paper):
    for by in (None, "section"):
        every = dc.frequencies(paper, by=by).query("term == 'rights'").reset_index(drop=True)
        asked = dc.frequencies(paper, "rights", by=by).query("count > 0")
        pd.testing.assert_frame_equal(every, asked.reset_index(drop=True))


def test_a_condition_in_a_query_is_kept(paper):
    table = dc.frequencies(paper, 'rights :: section = "1" | section = "2"', by="section")
    for _, row in table.iterrows():
        assert len(dc.lines(paper, row)) == row["count"]
    whole = dc.frequencies(paper, by="section").query("term == 'rights' and part in ('1', '2')")
    assert table["count"].sum() == whole["count"].sum()


def test_no_queries_give_an_empty_table_of_the_same_columns(small):
    for by in (None, "document"):
        full, empty = (dc.frequencies(small, each, by=by) for each in ("peace", []))
        assert len(empty) == 0
        pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_queries_may_be_labels_of_a_layer_of_spans(small):
    line_id = dc.concordance(small, "rights").frame["line_id"]
    coded = small.with_layer(dc.Layer("code", pd.DataFrame({"line_id": line_id, "label": "aim"})))
    table = dc.frequencies(coded, ["aim", "end"], of="code", by="document")
    assert table["count"].tolist() == [3, 0, 0, 0]
    assert [len(dc.lines(coded, row)) for _, row in table.iterrows()] == [3, 0, 0, 0]
    every = dc.frequencies(coded, of="code")
    pd.testing.assert_frame_equal(every, dc.frequencies(coded, "aim", of="code"))


def test_a_plot_of_queries_draws_their_zeros(paper):
    table = dc.frequencies(paper, "shared future", by="section")
    drawn = read_back(dc.plot.frequencies(table))
    assert drawn == read_back(dc.plot.frequencies(table.query("count > 0")))
