import json
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.measures import association


@pytest.fixture
def small():
    return dc.Corpus.from_texts({"a": "So so so it is. It is so.", "b": "It is so.\n\nSo be it."})


def test_ngrams_overlap_and_stay_within_a_section(small):
    table = dc.ngrams(small, 2).set_index("term")
    assert table.loc["so so", ["count", "range"]].tolist() == [2, 1]
    assert table.loc["it is", ["count", "range"]].tolist() == [3, 2]
    assert table.loc["it is", "per_thousand"] == 1000 * 3 / 14
    assert "is it" in table.index


def test_within_a_sentence_none_runs_on_into_the_next(small):
    terms = dc.ngrams(small, 2, within="sentence")["term"].tolist()
    assert "is it" not in terms
    assert "so it" in terms


def test_within_a_document_they_cross_sections(small):
    crossing = dc.ngrams(small, 2, within="document").set_index("term")
    assert crossing.loc["so so", "count"] == 3


def test_by_part_an_ngram_belongs_to_the_part_that_it_starts_in(small):
    table = dc.ngrams(small, 2, by="sentence")
    row = table[table["term"] == "is it"].iloc[0]
    assert (row["part"], row["count"], row["range"]) == ("a/1", 1, 1)
    assert row["per_thousand"] == 1000 * 1 / 5
    assert table["part"].cat.categories.tolist() == ["a/1", "a/2", "b/1", "b/2"]


def test_several_lengths_share_a_table_the_most_frequent_first(small):
    table = dc.ngrams(small, (1, 2), min_count=3)
    assert list(zip(table["term"], table["n"], table["count"], strict=True)) == [
        ("so", 1, 6), ("it", 1, 4), ("is", 1, 3), ("it is", 2, 3),
    ]  # fmt: skip


def test_the_papers_formula_is_one_of_its_four_grams(paper):
    table = dc.ngrams(paper, 4).set_index("term")
    assert table.loc["community of shared future", "count"] == 7
    assert table.loc["the convention on the", "count"] == table["count"].max() == 13


def test_ngrams_of_one_token_are_the_frequencies(paper):
    ones = dc.ngrams(paper, 1).drop(columns="n")
    pd.testing.assert_frame_equal(ones, dc.frequencies(paper))


@pytest.mark.slow
@given(st.lists(st.text("ab. \n", max_size=30), min_size=1, max_size=3), st.integers(1, 4))
def test_counts_of_documents_add_up(texts, n):
    whole = dc.Corpus.from_texts({str(at): f"a {text}" for at, text in enumerate(texts)})
    total = dc.ngrams(whole, n).set_index("term")["count"]
    parts = [
        dc.ngrams(whole.subset(f'document = "{at}"'), n).set_index("term")["count"]
        for at in range(len(texts))
    ]
    summed = pd.concat(parts).groupby(level=0).sum()
    assert summed.to_dict() == total.to_dict()


@pytest.mark.parametrize("by", [None, "section"])
def test_nothing_frequent_enough_is_an_empty_table_of_the_same_columns(paper, by):
    full, empty = dc.ngrams(paper, 2, by=by), dc.ngrams(paper, 2, by=by, min_count=999)
    assert len(empty) == 0
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)
    too_long = dc.ngrams(paper, 2_000, by=by)
    pd.testing.assert_series_equal(full.dtypes, too_long.dtypes)


@pytest.mark.parametrize(
    ("n", "given"),
    [(0, "0"), (-1, "-1"), ([2, -1], "-1"), ("2", "'2'"), (2.0, "2.0"), (10**9, "1000000000")],
)
def test_a_length_that_no_ngram_has_is_refused(paper, n, given):
    with pytest.raises(dc.DiscourseError) as error:
        dc.ngrams(paper, n)
    example = 2 if n == "2" else 1
    assert str(error.value) == (
        f"n expects a whole number from 1 to 10,000, got {given}; give a number, such as "
        f"n={example}."
    )


def test_no_length_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.ngrams(paper, ())
    assert str(error.value) == "n=[] gives no length; give a number of tokens, such as n=3."


@pytest.mark.parametrize("n", [[2, 3], range(2, 4), np.array([2, 3]), [np.int64(2), 3]])
def test_whole_numbers_of_any_kind_are_lengths(paper, n):
    table, single = dc.ngrams(paper, n), dc.ngrams(paper, np.int64(2))
    pd.testing.assert_frame_equal(table, dc.ngrams(paper, (2, 3)))
    pd.testing.assert_frame_equal(single, dc.ngrams(paper, 2))
    assert json.loads(table.attrs["provenance"])["parameters"]["n"] == [2, 3]
    assert json.loads(single.attrs["provenance"])["parameters"]["n"] == 2


def test_the_association_of_two_words_by_hand():
    corpus = dc.Corpus.from_texts({"a": "So it so it is. So it.", "b": "It so."})
    # within sentences: so it, it so, so it, it is | so it | it so, so six places
    asked = ["mi", "log_likelihood", "dice"]
    table = dc.ngrams(corpus, within="sentence", measures=asked).set_index("term")
    assert table.columns.tolist()[-4:] == ["query", *asked]
    # so is first three times, it second three times, and they are together three times
    assert table.loc["so it", "mi"] == pytest.approx(math.log2(3 / (3 * 3 / 6)))
    assert table.loc["so it", "dice"] == 2 * 3 / (3 + 3)
    expected = association.log_likelihood(3, 3, 0, 3)
    assert table.loc["so it", "log_likelihood"] == pytest.approx(expected)
    # it is first three times, so second twice
    assert table.loc["it so", "mi"] == pytest.approx(math.log2(2 / (3 * 2 / 6)))


def test_the_association_of_more_words_and_of_one(paper):
    table = dc.ngrams(paper, [1, 2, 3], min_count=4, measures=["mi", "npmi"])
    assert table.loc[table["n"] == 1, ["mi", "npmi"]].isna().all(axis=None)
    assert table.loc[table["n"] == 2, ["mi", "npmi"]].notna().all(axis=None)
    assert table.loc[table["n"] == 3, "mi"].notna().all()
    assert table.loc[table["n"] == 3, "npmi"].isna().all()


def test_a_word_before_every_other_has_no_table_of_a_pair():
    table = dc.ngrams(dc.Corpus.from_texts({"a": "a a a"}), measures=["mi", "npmi"])
    assert table.loc[0, "mi"] == 0, "as often as expected"
    assert pd.isna(table.loc[0, "npmi"]), "no other word is first"


def test_the_association_is_that_of_the_whole_corpus_in_each_part(paper):
    whole = dc.ngrams(paper, 2, min_count=4, measures="t_score").set_index("term")["t_score"]
    parts = dc.ngrams(paper, 2, min_count=4, by="section", measures="t_score")
    assert parts["t_score"].tolist() == whole.loc[parts["term"]].tolist()


def test_functions_and_unknown_measures_of_words(paper):
    def attraction(count, size, count_reference, size_reference):
        return count / size - count_reference / size_reference

    table = dc.ngrams(paper, 2, min_count=4, measures=[attraction])
    assert table["attraction"].between(-1, 1).all()
    with pytest.raises(dc.DiscourseError, match="measures='loglik' is not known"):
        dc.ngrams(paper, 2, measures=["loglik"])
    empty = dc.ngrams(paper, 2, min_count=999, measures=["mi", "npmi"])
    assert empty.dtypes[["mi", "npmi"]].tolist() == ["float64", "float64"]


@pytest.mark.parametrize("by", [None, "section", "year"])
@pytest.mark.parametrize("min_count", [1, 2])
def test_across_counts_the_hits_that_are_not_in_one_sentence(by, min_count):
    texts = ["So it is. It is so. So so it.\n\nIs it? It is.", "It is so. So it is", "So. It is."]
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": texts, "year": [1, 2, 1]}))
    options = {"by": by, "within": "document", "min_count": min_count}
    table = dc.ngrams(corpus, (1, 2, 3), across=["sentence", "section"], **options)
    plain = dc.ngrams(corpus, (1, 2, 3), **options)
    pd.testing.assert_frame_equal(table[plain.columns], plain)
    assert list(table.columns) == [*plain.columns, "across_sentence", "across_section"]
    for _, row in table.iterrows():
        hits = dc.concordance(corpus, row["query"]).frame
        crossing = hits["node"].str.contains(r"[.?]\s", regex=True).sum()
        assert row["across_sentence"] == crossing
        assert row["across_section"] == hits["node"].str.contains("\n\n").sum()


def test_across_by_workers_is_across(small):
    with ThreadPoolExecutor(2) as executor:
        table = dc.ngrams(small, 2, across="sentence", executor=executor)
    pd.testing.assert_frame_equal(table, dc.ngrams(small, 2, across="sentence"))


def test_one_of_seven_shared_futures_runs_over_a_closing_quotation_mark(paper):
    table = dc.ngrams(paper, 4, across=["quotation_mark", "mark"]).set_index("term")
    columns = ["count", "across_quotation_mark", "across_mark"]
    assert table.loc["of shared future for", columns].tolist() == [7, 1, 1]
    (crossing,) = (
        line for line in dc.concordance(paper, "of shared future for") if '"' in line.node
    )
    assert crossing.node == 'of shared future" for'


def test_across_nothing_of_the_kind_is_an_empty_table():
    empty = dc.ngrams(dc.Corpus.from_texts({"a": "So"}), 2, across="mark", by="document")
    assert (len(empty), empty["across_mark"].dtype) == (0, np.int64)


def test_an_unknown_crossing_is_refused(paper):
    with pytest.raises(dc.DiscourseError, match="across='page' is not known; choose 'document', "):
        dc.ngrams(paper, 2, across="page")
