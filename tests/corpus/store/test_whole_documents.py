"""A subset of whole documents is counted with its corpus, and counts as if it were by itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store.counting import part_counts
from discourse.corpus.store.parts import partition

WORDS = ["peace", "war", "rights", "people", "nation"]


def make_corpus():
    rng = np.random.default_rng(15)
    texts = {f"{at}": " ".join(rng.choice(WORDS, rng.integers(1, 30))) for at in range(12)}
    return dc.Corpus.from_texts({**texts, "5": "…", "only": "unique words"})


CORPUS = make_corpus()
_ = CORPUS.store.index.postings


@given(
    st.sets(
        st.sampled_from([name for name in CORPUS.documents["document"] if name != "5"]), min_size=1
    )
)
def test_whole_documents_count_as_by_themselves(names):
    chosen = CORPUS.documents["document"].isin(names)
    store = CORPUS.subset(chosen.to_numpy()).store
    index = store.index
    alone = replace(index, taken_from=None)
    assert index.taken_from is not None
    assert index.counts.tolist() == alone.counts.tolist()
    assert index.document_counts.toarray().tolist() == alone.document_counts.toarray().tolist()
    for term in range(len(index.vocabulary.terms)):
        assert index.positions_of(term).tolist() == alone.positions_of(term).tolist()
    found = part_counts(store, partition(store, "document"))
    assert found.dtype == np.int64
    assert found.toarray().tolist() == alone.document_counts.toarray().tolist()


def test_a_large_subset_needs_no_postings_to_be_counted():
    store = CORPUS.subset('document != "0"').store
    assert store.counts.sum() == store.size
    assert not store.index.has_postings


def test_a_subset_of_a_subset_is_counted_with_the_first():
    whole = CORPUS.subset('document != "0"').subset('document != "1"').store.index
    alone = replace(whole, taken_from=None)
    assert whole.counts.tolist() == alone.counts.tolist()


def test_parts_of_documents_are_counted_by_themselves():
    corpus = dc.Corpus.from_texts({"a": "Peace here.\n\nWar there.", "b": "Peace and war."})
    assert corpus.subset('section = "1"').store.index.taken_from is None


def test_adjoining_texts_are_those_of_the_subset():
    store = CORPUS.subset('document >= "3"').store
    texts = list(store.texts)
    assert b"".join(data.tobytes() for data in store.texts.buffers()) == "".join(texts).encode()
    assert store.lengths.tolist() == [len(text) for text in texts]


@pytest.mark.parametrize("text", ["", "e\u0301", "é", "中文", "😀", "half \ud83d of a pair"])
def test_characters_are_counted_without_decoding(text):
    corpus = dc.Corpus.from_texts({"a": f"word {text}", "b": text + " word"})
    assert corpus.store.texts.lengths().tolist() == [len(text) + 5] * 2
