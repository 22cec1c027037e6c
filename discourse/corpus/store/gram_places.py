"""How often each term is in each place of an n-gram, whatever the others are."""

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parts import borders
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store


def count_places(store: Store, n: int, within: str) -> tuple[NDArray[np.int64], int]:
    """How often each term is in each place of an n-gram, (n, terms), and the number of n-grams."""
    if not isinstance(store, ShardedStore):
        return _count_places_here(store, n, within)
    counts = np.zeros((n, len(store.counts)), dtype=np.int64)
    number = 0
    answers = store.ask(_count_places_here, n, within)
    for here, (own, grams) in zip(store.lexicon.places, answers, strict=True):
        counts[:, here] += own
        number += grams
    return counts, number


def _count_places_here(store: Store, n: int, within: str) -> tuple[NDArray[np.int64], int]:
    ids = np.asarray(store.index.term_ids)
    bounds = np.unique(borders(store, within))
    lengths = np.diff(bounds)
    # Which token of its stretch each one is, and how many follow.
    number = np.arange(store.size) - np.repeat(bounds[:-1], lengths)
    after = np.repeat(lengths, lengths) - number - 1
    counts = [
        np.bincount(ids[(number >= place) & (after >= n - 1 - place)], minlength=len(store.counts))
        for place in range(n)
    ]
    return np.stack(counts), int(np.maximum(lengths - n + 1, 0).sum())
