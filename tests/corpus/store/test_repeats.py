from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store import repeats as repeats_module
from discourse.corpus.store.parts import borders
from discourse.corpus.store.repeats import find_repeats

SENTENCES = st.lists(st.sampled_from("abc"), min_size=1, max_size=9).map(" ".join)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map(". ".join), min_size=1, max_size=3)
CORPORA = st.lists(TEXTS.map("\n\n".join), min_size=1, max_size=3).map(
    lambda texts: dc.Corpus.from_texts(dict(zip("xyz", texts, strict=False)))
)


def list_by_hand(store, within, min_count, min_n):
    """The starts of each n-gram that has more hits than all n-grams of one token more."""
    ids, starts = store.index.term_ids.tolist(), defaultdict(list)
    for first, end in pairwise(sorted(set(borders(store, within).tolist()))):
        for low in range(first, end):
            for high in range(low + 1, end + 1):
                starts[tuple(ids[low:high])].append(low)
    longer = defaultdict(set)
    for gram, places in starts.items():
        longer[gram[1:]].add(len(places))
        longer[gram[:-1]].add(len(places))
    return {
        gram: places
        for gram, places in sorted(starts.items())
        if len(places) >= min_count and len(gram) >= min_n and len(places) not in longer[gram]
    }


def find_parent(gram, repeats):
    """The longest of the others in a sequence; then the most frequent, then the leftmost."""
    inside = [
        (len(other), len(repeats[other]), -at, other)
        for other in repeats
        for at in range(len(gram) - len(other) + 1)
        if len(other) < len(gram) and gram[at : at + len(other)] == other
    ]
    return max(inside)[-1] if inside else None


def list_found(store, found):
    ids = store.index.term_ids.tolist()
    firsts = found.starts.tolist()
    return [tuple(ids[at : at + n]) for at, n in zip(firsts, found.n.tolist(), strict=True)]


@pytest.mark.parametrize(("min_count", "min_n"), [(2, 1), (2, 2), (3, 1), (3, 3)])
@given(CORPORA, st.sampled_from(["document", "section", "sentence"]))
def test_repeats_are_those_that_counting_all_ngrams_gives(min_count, min_n, corpus, within):
    store = corpus.store
    known = list_by_hand(store, within, min_count, min_n)
    found = find_repeats(store, within=within, min_count=min_count, min_n=min_n)
    grams = list_found(store, found)
    assert grams == list(known)
    for gram, low, count, parent in zip(
        grams, found.lows, found.counts, found.parents, strict=True
    ):
        assert sorted(found.places[low : low + count].tolist()) == known[gram]
        assert (grams[parent] if parent >= 0 else None) == find_parent(gram, known)


@given(CORPORA)
def test_hits_of_chosen_rows_come_some_at_a_time(corpus):
    found = find_repeats(corpus.store, within="section", min_count=2, min_n=1)
    rows = np.arange(len(found))[::-2]
    expected = [found.places[found.lows[r] : found.lows[r] + found.counts[r]] for r in rows]
    taken = [[] for _ in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repeats_module, "AT_A_TIME", 3)
        for part, row, places in found.take(rows):
            for at, place in zip(row.tolist(), places.tolist(), strict=True):
                taken[part.start + at].append(place)
    assert taken == [hits.tolist() for hits in expected]


def test_what_is_left_out_is_not_bridged():
    corpus = dc.Corpus.from_texts({"a": "x y one x z y two x z y"})
    layer = dc.concordance(corpus, "z").frame[["line_id"]].assign(label="z")
    left = corpus.with_layer(dc.Layer("gone", layer)).without("gone").store
    found = find_repeats(left, within="section", min_count=2, min_n=2)
    assert list_found(left, found) == []
    assert len(find_repeats(left, within="section", min_count=2, min_n=1)) == 2


def test_a_token_without_a_value_is_in_no_repeat():
    corpus = dc.Corpus.from_texts({"a": "x y z. x y z."})
    tags = dc.concordance(corpus, "x|y").frame[["line_id"]].assign(label="N")
    store = corpus.with_layer(dc.Layer("pos", tags, shape="token")).store
    from discourse.corpus.store.layer_values import count_values

    found = find_repeats(count_values(store, "pos"), within="document", min_count=2, min_n=1)
    assert (found.n.tolist(), found.counts.tolist()) == ([1, 2], [4, 2])


@pytest.mark.parametrize("texts", [{"a": "..."}, {"a": "x"}, {"a": "x y z", "b": ""}])
def test_nothing_repeats(texts):
    store = dc.Corpus.from_texts(texts).store
    found = find_repeats(store, within="section", min_count=2, min_n=1)
    assert (len(found), found.starts.tolist(), list(found.take(found.starts))) == (0, [], [])


def test_a_word_that_follows_itself_is_a_repeat_of_every_length():
    store = dc.Corpus.from_texts({"a": "ha " * 300}).store
    found = find_repeats(store, within="section", min_count=2, min_n=1)
    assert found.n.tolist() == list(range(1, 300))
    assert found.counts.tolist() == list(range(300, 1, -1))
    assert found.parents.tolist() == list(range(-1, 298))
