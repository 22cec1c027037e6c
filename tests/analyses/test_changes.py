import json

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.analyses import changes as module
from discourse.measures.stability import PERMUTATIONS
from discourse.measures.trends import TimeOrder


def corpus_of(documents, years=None):
    """Documents of a hundred words: *we* as often as is said, *so* in all others."""
    texts = ["we " * number + "so " * (100 - number) for number in documents]
    years = range(1990, 1990 + len(texts)) if years is None else years
    return dc.Corpus.from_frame(pd.DataFrame({"year": years, "text": texts}))


@pytest.fixture(scope="module")
def rising():
    return corpus_of([1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9])


def row_of(table, term):
    return table.set_index("term").loc[term]


def test_a_word_that_doubles_each_year_is_measured_as_such():
    row = row_of(dc.changes(corpus_of([1, 2, 4, 8, 16])), "we")
    assert row["slope"] == pytest.approx(1)
    assert row["log_ratio"] == pytest.approx(4)
    assert (row["count"], row["per_thousand"], row["range"]) == (31, 62, 5)
    assert row["z"] > 0


def test_labels_of_a_layer_change_as_the_words_that_they_label_do():
    rising = corpus_of(range(1, 13))
    lines = [line.line_id for line in dc.concordance(rising, "we")]
    rows = pd.DataFrame({"line_id": lines, "label": "us"})
    coded = rising.with_layer(dc.Layer("code", rows))
    table = dc.changes(coded, of="code", inference=True)
    row, word = table.iloc[0], dc.changes(rising, "we", inference=True).iloc[0]
    assert (len(table), row["term"], row["status"]) == (1, "us", "robust")
    numbers = ["count", "slope", "z", "change_time", "p_value_document", "p_value_change"]
    assert row[numbers].tolist() == word[numbers].tolist()
    assert len(dc.lines(coded, row)) == row["count"]
    assert dc.changes(coded, "us", of="code")["count"].tolist() == [row["count"]]
    assert dc.changes(coded, of="code", min_count=row["count"] + 1).empty
    assert "of all labels in the layer code" in str(dc.methods(table))


def test_the_change_is_where_the_rates_before_and_after_differ_most():
    row = row_of(dc.changes(corpus_of([2, 2, 2, 8, 8, 8])), "we")
    assert row["change_time"] == "1993"
    assert row["log_ratio_change"] == pytest.approx(2)  # 6 of 300, and 24 of 300
    row = row_of(dc.changes(corpus_of([4, 4, 4, 0, 0, 0])), "we")
    assert row["change_time"] == "1993"
    assert row["log_ratio_change"] == pytest.approx(np.log2(0.5 / 12))


def test_documents_of_one_year_are_one_point():
    row = row_of(dc.changes(corpus_of([1, 1, 1, 9, 9, 9], [1, 1, 2, 2, 3, 3])), "we")
    assert row["change_time"] == "2"
    assert row["log_ratio"] == pytest.approx(2 * row["slope"])


def test_dates_are_measured_in_years():
    years = row_of(dc.changes(corpus_of([2, 4, 8], [1990, 1991, 1992])), "we")
    dates = row_of(
        dc.changes(corpus_of([2, 4, 8], ["1990-01-01", "1991-01-01", "1992-01-01"])), "we"
    )
    assert dates["slope"] == pytest.approx(years["slope"])
    assert dates["change_time"] == "1992-01-01"


def test_strongest_evidence_comes_first_and_ties_by_term(rising):
    table = dc.changes(rising)
    assert table["term"].tolist() == ["so", "we"] or table["term"].tolist() == ["we", "so"]
    assert table["z"].abs().is_monotonic_decreasing
    assert row_of(table, "so")["z"] < 0 < row_of(table, "we")["z"]


def test_a_rare_term_is_not_estimable():
    table = dc.changes(corpus_of([0, 0, 0, 4]))
    row = row_of(table, "we")
    assert row["status"] == "not estimable"
    assert row[["slope", "log_ratio", "z", "change_time", "log_ratio_change"]].isna().all()
    assert row["count"] == 4


def test_a_query_without_hits_has_a_row_of_zeros(rising):
    row = row_of(dc.changes(rising, ["we", "utopia"]), "utopia")
    assert (row["count"], row["per_thousand"], row["range"]) == (0, 0, 0)
    assert row["status"] == "not estimable"


def test_a_type_has_the_same_row_as_its_query(rising):
    every = dc.changes(rising).query("term == 'we'").reset_index(drop=True)
    pd.testing.assert_frame_equal(every, dc.changes(rising, "we"), check_like=True)


def test_min_count_leaves_out_rare_types_but_no_query():
    corpus = corpus_of([1, 2, 4])
    assert dc.changes(corpus, min_count=8)["term"].tolist() == ["so"]
    assert dc.changes(corpus, "we", min_count=8)["term"].tolist() == ["we"]


def test_a_steady_rise_is_robust_and_an_even_word_is_not():
    documents = [1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9]
    texts = ["we " * n + "they they " + "so " * (98 - n) for n in documents]
    corpus = dc.Corpus.from_frame(pd.DataFrame({"year": range(12), "text": texts}))
    table = dc.changes(corpus, inference=True)
    assert row_of(table, "we")["status"] == "robust"
    assert row_of(table, "we")["p_value_document"] == 1 / (PERMUTATIONS + 1)
    assert row_of(table, "they")["status"] == "not shown"
    assert row_of(table, "they")["p_value_document"] == 1
    assert row_of(table, "we")["p_value_change"] <= 0.01


def test_p_values_are_adjusted_for_all_terms_that_were_asked(rising, monkeypatch):
    monkeypatch.setattr(module, "PERMUTATIONS", 99)
    table = dc.changes(rising, ["we", "so", "utopia"], inference=True)
    counts = [[1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9]]
    counts.append([100 - n for n in counts[0]])
    order = TimeOrder(counts, [100] * 12, np.arange(12))
    p = order.trend_p_value(permutations=99, seed=0)
    assert row_of(table, "we")["p_value_document"] == p[0]
    assert row_of(table, "so")["p_value_document"] == p[1]
    assert np.isnan(row_of(table, "utopia")["p_value_document"])


def test_with_few_documents_nothing_is_estimable_but_the_numbers_stay():
    table = dc.changes(corpus_of([1, 2, 4, 8, 16]), inference=True)
    assert table["status"].tolist() == ["not estimable"] * 2
    assert table[["p_value_document", "p_value_change"]].isna().all(axis=None)
    assert row_of(table, "we")["slope"] == pytest.approx(1)


def test_without_inference_all_is_descriptive(rising):
    table = dc.changes(rising)
    assert set(table["status"]) == {"descriptive"}
    assert "p_value_document" not in table.columns


def test_the_seed_decides_the_permutations(rising):
    made = [dc.changes(rising, inference=True, seed=seed) for seed in (1, 1)]
    pd.testing.assert_frame_equal(*made)


def test_values_of_a_layer_are_counted():
    corpus = corpus_of([1, 2, 4, 8])
    lines = dc.concordance(corpus, "we").frame
    tags = dc.Layer("pos", lines[["line_id"]].assign(label="PRON"), shape="token")
    every = dc.changes(corpus.with_layer(tags), of="pos")
    assert every["term"].tolist() == ["PRON"]
    assert every["count"].tolist() == [15]
    assert every["query"].tolist() == ['[pos="PRON"]']


def test_no_queries_give_an_empty_table_of_the_same_columns(rising):
    for inference in (False, True):
        full = dc.changes(rising, "we", inference=inference)
        empty = dc.changes(rising, [], inference=inference)
        assert len(empty) == 0
        pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_methods_says_what_was_tested(rising):
    text = dc.methods(dc.changes(rising, inference=True)).text
    assert "permuting the documents over time (1,999 permutations, seed 0)" in text
    few = dc.methods(dc.changes(corpus_of([1, 2, 4]), inference=True)).text
    assert "there were too few documents for a permutation test" in few


def test_the_record_can_be_run_again(rising):
    table = dc.changes(rising, ["we"], inference=True)
    recipe = json.loads(table.attrs["provenance"])
    assert (recipe["verb"], recipe["parameters"]["queries"]) == ("changes", ["we"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"time": "month"}, "time='month' is not known; choose 'year'."),
        ({"of": "lemma"}, "lemma"),
        ({"inference": "yes"}, "inference"),
        ({"seed": -1}, "seed expects a whole number of at least 0, got -1"),
    ],
)
def test_what_is_not_known_is_refused(rising, options, message):
    with pytest.raises(dc.DiscourseError, match=message):
        dc.changes(rising, **options)
