"""Equal and nearly equal documents, found with sketches and without."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store import duplicates as module


def found(texts, similarity=0.8):
    return dc.Corpus.from_texts(texts).duplicates(similarity=similarity)


def test_equal_words_are_a_duplicate_whatever_their_case_and_punctuation():
    table = found({"a": "We want peace, now.", "b": "Rights.", "c": "we want\n\nPEACE now!"})
    assert table.to_dict("records") == [
        {
            "document": "c", "duplicate_of": "a", "similarity": 1.0,
            "tokens": 4, "tokens_other": 4,
        },
    ]  # fmt: skip


def test_the_similarity_is_the_share_of_runs_of_five_words_in_both():
    # 6 runs of five words in each text; those without the last word are in both.
    texts = {"a": "1 2 3 4 5 6 7 8 9 10", "b": "1 2 3 4 5 6 7 8 9 x"}
    assert found(texts, 0.7)["similarity"].tolist() == [5 / 7]
    assert len(found(texts)) == 0


def test_short_texts_are_duplicates_only_if_they_are_equal():
    assert found({"a": "peace now", "b": "peace", "c": "peace now", "d": "👍", "e": "👍"})[
        "document"
    ].tolist() == ["c", "e"]


def test_without_its_rows_no_two_documents_are_similar():
    words = [str(number) for number in range(40)]
    texts = {f"d{start}": " ".join(words[start : start + 20]) for start in range(20)}
    corpus = dc.Corpus.from_texts(texts)
    table = corpus.duplicates(similarity=0.5)
    assert set(table["duplicate_of"]).isdisjoint(table["document"])
    kept = corpus.subset(~corpus.documents["document"].isin(table["document"]))
    assert len(kept.duplicates(similarity=0.5)) == 0


def test_an_equal_text_of_a_near_duplicate_is_as_similar_as_that():
    one, other = "1 2 3 4 5 6 7 8 9 10", "1 2 3 4 5 6 7 8 9 x"
    table = found({"a": one, "b": other, "c": other}, 0.7)
    assert table["duplicate_of"].tolist() == ["a", "a"]
    assert table["similarity"].tolist() == [5 / 7, 5 / 7]


def test_sketches_find_what_comparing_all_pairs_finds(rng, monkeypatch):
    words = np.array([f"w{number}" for number in range(2000)])
    texts = {}
    for number in range(120):
        drawn = rng.choice(words, 200)
        texts[f"a{number}"] = " ".join(drawn)
        drawn[rng.choice(200, number % 12, replace=False)] = "edited"
        texts[f"b{number}"] = " ".join(drawn)
    corpus = dc.Corpus.from_texts(texts)
    sketched = corpus.duplicates(similarity=0.7)
    monkeypatch.setattr(module, "COMPARED_IN_PAIRS", 1000)
    pd.testing.assert_frame_equal(sketched, corpus.duplicates(similarity=0.7))
    assert 40 < len(sketched) < 120


def test_texts_that_are_just_similar_enough_are_hardly_ever_missed():
    for similarity in (0.1, 0.5, 0.8, 0.95, 1):
        rows = module._rows_of_bands(similarity)
        missed = (1 - similarity**rows) ** (module.PERMUTATIONS // rows)
        assert missed <= module.LARGEST_MISS or rows == 1


@given(st.lists(st.text("ab ", min_size=1), min_size=1, max_size=6), st.floats(0.1, 1))
def test_the_first_of_each_group_stays_and_every_other_is_named(texts, similarity):
    corpus = dc.Corpus.from_texts({f"d{n}": f"x {text}" for n, text in enumerate(texts)})
    table = corpus.duplicates(similarity=similarity)
    words = {name: tuple(word.lower() for word in corpus.tokens(name)) for name in corpus}
    repeated = len(words) - len(set(words.values()))
    assert len(table) >= repeated
    assert (table["similarity"] >= similarity).all()
    assert "d0" not in set(table["document"])


def test_the_audit_names_the_document_that_is_counted_twice():
    audit = dc.Corpus.from_texts({"a": "Peace.\n\nNow.", "b": "War.", "c": "peace now"}).audit()
    assert audit["duplicate_of"].tolist() == ["", "", "", "a"]


def test_a_corpus_without_duplicates_has_an_empty_table_of_the_same_columns():
    table = found({"a": "Peace."})
    assert table.columns.tolist() == [
        "document", "duplicate_of", "similarity", "tokens", "tokens_other",
    ]  # fmt: skip
    assert table.dtypes.astype(str).tolist() == ["str", "str", "float64", "int64", "int64"]


@pytest.mark.parametrize("similarity", [0, 1.5, "0.8", None, True])
def test_a_similarity_that_is_no_share_is_refused(similarity):
    with pytest.raises(dc.DiscourseError, match=r"^similarity=.* is not a share of shingles from"):
        found({"a": "Peace."}, similarity)


@pytest.mark.parametrize("emoji", ["drop", "keep"])
def test_equal_posts_without_a_word_are_duplicates(emoji):
    posts = {"a": "👍👍", "b": "Good.", "c": "👍👍", "d": "🎉", "e": "👍👍"}
    corpus = dc.Corpus.from_texts(posts, tokenizer=dc.Tokenizer(emoji=emoji))
    table = corpus.duplicates()
    assert table["document"].tolist() == ["c", "e"]
    assert table["duplicate_of"].tolist() == ["a", "a"]
    assert table["similarity"].tolist() == [1.0, 1.0]
    assert corpus.audit()["duplicate_of"].tolist() == ["", "", "a", "", "a"]
