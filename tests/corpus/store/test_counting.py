"""Counts of the whole are the sums of the counts of its tasks."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import discourse as dc
from discourse.corpus.store import counting, gram_packing, grams, windows
from discourse.corpus.store.counting import part_counts, term_counts
from discourse.corpus.store.grams import count_grams
from discourse.corpus.store.parts import partition, single_part
from discourse.corpus.store.windows import window_counts

TEXT = st.lists(st.sampled_from(["a", "b", "C", "c", ".\n\n"]), max_size=12).map(" ".join)


def gram_counts(corpus, n, executor=None):
    """The n-grams of a whole corpus: cells with one part."""
    store = corpus.store
    return count_grams(store, n, parts=single_part(store), within="section", executor=executor)


def as_counter(corpus, n):
    terms = corpus.store.index.vocabulary.terms
    found = gram_counts(corpus, n)
    rows = ([terms[number] for number in row] for row in found.terms.tolist())
    return Counter(dict(zip(map(tuple, rows), found.counts.tolist(), strict=True)))


def of_terms(corpus):
    counts = np.asarray(term_counts(corpus.store).sum(axis=0)).tolist()
    return Counter(dict(zip(corpus.store.index.vocabulary.terms, counts, strict=True)))


@given(TEXT, TEXT, st.integers(1, 4))
def test_counts_of_two_texts_add_up(one, other, n):
    first, second = (dc.Corpus.from_texts({name: t}) for name, t in (("a", one), ("b", other)))
    both = dc.Corpus.from_texts({"a": one, "b": other})
    assert as_counter(both, n) == as_counter(first, n) + as_counter(second, n)
    assert of_terms(both) == of_terms(first) + of_terms(second)


@given(TEXT, st.integers(1, 4))
def test_n_grams_are_those_of_each_paragraph(text, n):
    tokens = [dc.Tokenizer().tokens(part.casefold()) for part in text.split("\n\n")]
    expected = Counter(
        tuple(part[at : at + n]) for part in tokens for at in range(len(part) - n + 1)
    )
    assert as_counter(dc.Corpus.from_texts({"a": text}), n) == expected


@given(TEXT, st.integers(1, 5), st.integers(1, 6))
def test_tasks_of_any_size_and_numbers_of_any_width_count_the_same(text, n, size):
    corpus = dc.Corpus.from_texts({"a": text})
    whole, terms = gram_counts(corpus, n), term_counts(corpus.store, by="section")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "LOCAL_TOKENS", size)
        patch.setattr(gram_packing, "NUMBER_BITS", 4)
        patch.setattr(grams, "RANGE_TOKENS", size)
        cut = gram_counts(corpus, n)
        assert (term_counts(corpus.store, by="section") != terms).nnz == 0
    assert cut.terms.tolist() == whole.terms.tolist()
    assert cut.counts.tolist() == whole.counts.tolist()


@given(TEXT, st.sampled_from(["a", "a . c", "b|a"]), st.integers(0, 3), st.integers(0, 3))
def test_windows_of_the_parts_are_those_of_the_whole_in_tasks_of_any_size(text, node, left, right):
    corpus = dc.Corpus.from_texts({"a": text})
    hits = corpus.find(node, within="document")
    sections = partition(corpus.store, "section")
    count = partial(
        window_counts, corpus.store, hits, left=left, right=right, parts=sections, within="section"
    )
    whole = count()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as executor:
        patch.setattr(windows, "WORKER_TOKENS", 1)
        cut = count(executor=executor)
    for one, other in zip(whole, cut, strict=True):
        assert one.terms.tolist() == other.terms.tolist()
        assert (one.matrix(sections) != other.matrix(sections)).nnz == 0
    near = windows.find_windows(hits, corpus.store.index.sections, left=left, right=right)
    for tokens, counts in zip(near, whole, strict=True):
        expected = Counter(
            zip(
                corpus.store.index.term_ids[tokens].tolist(),
                sections.of(tokens).tolist(),
                strict=True,
            )
        )
        table = counts.matrix(sections).tocoo()
        found = zip(counts.terms[table.row, 0].tolist(), table.col.tolist(), strict=True)
        assert dict(zip(found, table.data.tolist(), strict=True)) == expected


@pytest.mark.parametrize("by", ["document", "section", "year"])
def test_counts_of_terms_are_those_that_scipy_makes_of_the_tokens(by):
    """The years of the documents alternate, so that a part is in several stretches."""
    texts = ["b a b.\n\nc a", "…", "a d d", "b"]
    table = pd.DataFrame({"text": texts, "year": [2000, 2000, 1990, 2000]})
    store = dc.Corpus.from_frame(table).store
    parts = partition(store, by)
    places = (parts.of(np.arange(store.size)), store.index.term_ids)
    expected = sparse.coo_array((np.ones(store.size, dtype=np.int64), places)).tocsr()
    expected.sum_duplicates()
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as threads:
        patch.setattr(counting, "WORKER_TOKENS", 2)
        counted = [term_counts(store, by=by), term_counts(store, by=by, executor=threads)]
        patch.setattr(counting, "LOCAL_TOKENS", 2)
        counted.append(term_counts(store, by=by))
    counted.append(part_counts(store, parts).T.tocsr())
    for found in counted:
        for name in ("data", "indices", "indptr"):
            assert getattr(found, name).tolist() == getattr(expected, name).tolist()
        assert (found.shape, found.dtype) == (expected.shape, np.int64)


@pytest.mark.slow
def test_the_time_of_counting_terms_grows_with_the_tokens_and_no_faster(processor_time_ratio, rng):
    def count(documents):
        words = rng.integers(0, 20_000, (documents, 500))
        texts = {str(at): " ".join(map("w{}".format, row)) for at, row in enumerate(words)}
        store = dc.Corpus.from_texts(texts).store
        return partial(term_counts, store)

    assert processor_time_ratio(count(3_200), count(800)) <= 2.6**2  # two doublings


def test_n_grams_come_in_order_with_their_counts():
    corpus = dc.Corpus.from_texts({"a": "b a b a. A"})
    found = gram_counts(corpus, 2)
    assert found.terms.tolist() == [[0, 0], [0, 1], [1, 0]]
    assert found.counts.tolist() == [1, 1, 2]


def test_a_corpus_without_a_token_has_no_counts():
    corpus = dc.Corpus.from_texts({"a": "…"})
    assert gram_counts(corpus, 2).terms.shape == (0, 2)
    assert term_counts(corpus.store).shape == (0, 0)
