"""Ranking lines: by the words that occur near the node, and by how common all of them are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.query.stretches import which_near
from discourse.corpus.store.store import Store

Integers = NDArray[np.int64]

STEPS_OF_DOUBLING = 1_000  # frequencies are summed as whole numbers, so that equal lines tie


def order_by_nearness(
    contexts: Contexts, hits: Integers, others: Sequence[Integers], window: int
) -> Integers:
    """The order of lines by how many of some queries, whose hits are given, have a hit near."""
    near = np.zeros(len(hits), dtype=np.int64)
    for other in others:
        near += which_near(hits, other, -window, window, contexts.borders)
    return np.argsort(-near, kind="stable")


def order_by_rarity(contexts: Contexts, hits: Integers, window: int) -> Integers:
    """The order of lines by the mean log frequency of the words near, the greatest first."""
    before = _cumulate_frequencies(contexts.store)
    first = np.maximum(contexts.first(hits), hits[:, 0] - window)
    last = np.minimum(contexts.last(hits), hits[:, 1] + window)
    words = (hits[:, 0] - first) + (last - hits[:, 1])
    total = before[hits[:, 0]] - before[first] + before[last] - before[hits[:, 1]]
    mean = np.divide(total, words, out=np.full(len(hits), -1.0), where=words > 0)
    return np.argsort(-mean, kind="stable")


def _cumulate_frequencies(store: Store) -> Integers:
    """The sum of the log frequencies of all tokens before each one."""
    frequency = np.log2(np.maximum(store.counts, 1)) * STEPS_OF_DOUBLING
    of_token = np.rint(frequency).astype(np.int64)[store.index.term_ids]
    return np.append(0, np.cumsum(of_token))
