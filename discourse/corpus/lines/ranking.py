"""Ranking lines: by the words that occur near the node, and by how common all of them are."""

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

Integers = NDArray[np.int64]

STEPS_OF_DOUBLING = 1_000  # frequencies are summed as whole numbers, so that equal lines tie


def order_by_rarity(contexts: Contexts, hits: Integers, window: int) -> Integers:
    """The order of lines by the mean log frequency of the words near, the greatest first."""
    store = contexts.store
    frequency = np.rint(np.log2(np.maximum(store.counts, 1)) * STEPS_OF_DOUBLING).astype(np.int64)
    own = [frequency]
    if isinstance(store, ShardedStore):
        own = [frequency[places] for places in store.lexicon.places]
    mean = np.empty(len(hits))
    for lines, answer in store.ask_of_hits(
        _average_near, hits, window, contexts.within, each=[(each,) for each in own]
    ):
        mean[lines] = answer
    return np.argsort(-mean, kind="stable")


def _average_near(
    store: Store, hits: Integers, frequency: Integers, window: int, within: str
) -> NDArray[np.float64]:
    """The mean of what the words near each hit have as their frequency; -1 where there are none."""
    contexts = Contexts(store, window, "token", within)
    before = np.append(0, np.cumsum(frequency[store.index.term_ids]))
    first = np.maximum(contexts.first(hits), hits[:, 0] - window)
    last = np.minimum(contexts.last(hits), hits[:, 1] + window)
    words = (hits[:, 0] - first) + (last - hits[:, 1])
    total = before[hits[:, 0]] - before[first] + before[last] - before[hits[:, 1]]
    mean = np.full(len(hits), -1.0)
    np.divide(total, words, out=mean, where=words > 0)
    return mean
