import pandas as pd

import discourse as dc


def test_positions_count_the_tokens_of_the_corpus_from_1():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights.", "b": "Rights, peace."})
    table = dc.positions(corpus, ["rights", "peace"])
    assert table["term"].tolist() == ["rights", "rights", "peace", "peace"]
    assert table["position"].tolist() == [3, 4, 1, 5]
    assert table["document"].tolist() == ["a", "b", "a", "b"]


def test_a_row_names_its_own_line(paper):
    table = dc.positions(paper, "community of shared future")
    lines = dc.concordance(paper, "community of shared future").frame
    assert table["line_id"].tolist() == lines["line_id"].tolist()
    assert table["section"].tolist() == ["lead", "1", "1", "1", "1", "1", "1"]


def test_no_hits_and_no_queries_give_empty_tables_of_the_same_columns(paper):
    full = dc.positions(paper, "rights")
    for empty in (dc.positions(paper, "zebra"), dc.positions(paper, [])):
        assert len(empty) == 0
        pd.testing.assert_series_equal(full.dtypes, empty.dtypes)
