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
        assert empty["term"].dtype == "category"
        pd.testing.assert_series_equal(full.dtypes.drop("term"), empty.dtypes.drop("term"))


def test_a_query_without_hits_is_a_category_with_the_count_0():
    corpus = dc.Corpus.from_texts({"a": "Peace and rights."})
    table = dc.positions(corpus, ["peace", "nowhere", "rights", "peace"])
    assert list(table["term"].cat.categories) == ["peace", "nowhere", "rights"]
    assert table["term"].value_counts().to_dict() == {"peace": 1, "rights": 1, "nowhere": 0}
    assert table.attrs["without_hits"] == ["nowhere"]
    assert len(table) == 2
