import math

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

import discourse as dc


@pytest.fixture
def small():
    return dc.Corpus.from_texts({"a": "peace peace war of", "b": "war of", "c": "of of of of"})


def test_values_are_those_of_the_textbook(small):
    table = dc.tfidf(small).set_index(["part", "term"])
    peace = table.loc[("a", "peace")]
    assert peace["tf"] == 2 / 4
    assert peace["idf"] == math.log(3 / 1)
    assert peace["tfidf"] == 2 / 4 * math.log(3 / 1)
    assert table.loc[("b", "war"), "tfidf"] == pytest.approx(1 / 2 * math.log(3 / 2))


def test_a_term_of_every_part_weighs_nothing(small):
    assert (dc.tfidf(small).query("term == 'of'")["tfidf"] == 0).all()


def test_the_smoothed_form_is_scikit_learns(small):
    vectorizer = TfidfVectorizer(norm=None, tokenizer=str.split, token_pattern=None)
    theirs = vectorizer.fit_transform(small.store.texts).toarray()
    table = dc.tfidf(small)
    row = table["part"].map({"a": 0, "b": 1, "c": 2}).astype(int)
    column = table["term"].map(vectorizer.vocabulary_)
    np.testing.assert_allclose(table["tfidf_smooth"], theirs[row, column], rtol=1e-12)


def test_the_strongest_comes_first_and_ties_go_by_term_and_part(small):
    table = dc.tfidf(small)
    assert table["tfidf"].is_monotonic_decreasing
    assert list(zip(table["term"], table["part"], strict=True)) == [
        ("peace", "a"), ("war", "b"), ("war", "a"), ("of", "a"), ("of", "b"), ("of", "c"),
    ]  # fmt: skip


def test_the_order_of_the_parts_is_that_of_the_text(paper):
    parts = dc.tfidf(paper, by="section")["part"]
    assert parts.cat.categories.tolist() == ["lead", "1", "2", "3", "4", "5"]


def test_one_part_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.tfidf(paper)
    assert str(error.value) == (
        "by='document' gives only one part here, and TF-IDF compares parts; "
        "choose a finer one, such as by='section'."
    )


def test_nothing_frequent_enough_is_an_empty_table_of_the_same_columns(small):
    full, empty = dc.tfidf(small), dc.tfidf(small, min_count=99)
    assert len(empty) == 0
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def fit_scikit(texts, norm):
    vectorizer = TfidfVectorizer(norm=norm, tokenizer=str.split, token_pattern=None)
    return vectorizer.fit_transform(texts).toarray(), vectorizer.vocabulary_


@pytest.mark.parametrize("norm", [None, "l2"])
def test_documents_without_tokens_count_as_scikit_learn_counts_them(norm):
    texts = {"a": "peace peace war of", "b": "war of", "none": "\n", "c": "of of of of"}
    theirs, vocabulary = fit_scikit(texts.values(), norm)
    table = dc.tfidf(dc.Corpus.from_texts(texts), norm=norm)
    row, column = table["part"].map({"a": 0, "b": 1, "c": 3}).astype(int), table["term"]
    found = theirs[row, column.map(vocabulary)]
    np.testing.assert_allclose(table["tfidf_smooth"], found, rtol=1e-12)
    assert table.set_index(["part", "term"]).loc[("a", "peace"), "idf"] == math.log(4 / 1)


def test_the_length_of_a_part_is_over_all_of_its_terms(small):
    whole, some = dc.tfidf(small, norm="l2"), dc.tfidf(small, norm="l2", min_count=3)
    of = whole[whole["term"] == "of"].reset_index(drop=True)
    pd.testing.assert_frame_equal(of, some, check_like=True)
    assert (whole["tfidf_smooth"] ** 2).groupby(whole["part"], observed=True).sum().tolist() == (
        pytest.approx([1, 1, 1])
    )
    raw = dc.tfidf(small).drop(columns="tfidf_smooth")
    pd.testing.assert_frame_equal(whole.drop(columns="tfidf_smooth"), raw)


def test_another_norm_is_refused_and_the_norm_is_described(small):
    with pytest.raises(dc.DiscourseError, match=r"^norm='l1' is not known; choose 'l2'"):
        dc.tfidf(small, norm="l1")
    divided = "with the scores of each part divided by their Euclidean length (norm: l2)"
    whole = "without normalisation (norm: None)"
    texts = [dc.methods(dc.tfidf(small, norm=norm)).text for norm in ("l2", None)]
    assert [divided in text for text in texts] == [True, False]
    assert [whole in text for text in texts] == [False, True]
