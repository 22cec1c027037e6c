"""The words near the hits of a query, counted."""

from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.finding import find
from discourse.corpus.query.pattern import Query
from discourse.corpus.store.layer_values import count_values
from discourse.corpus.store.parts import single_part
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.corpus.store.windows import window_counts

Integers = NDArray[np.int64]


class NearbyCounts(NamedTuple):
    """How often each term occurs near the hits of a query.

    ``inside`` has the count of each term in the windows and ``nodes`` in the hits themselves,
    (terms,); ``hits`` is the number of hits.
    """

    inside: Integers
    nodes: Integers
    hits: int


def count_nearby(
    store: Store,
    query: Query,
    *,
    of: str,
    left: int,
    right: int,
    within: str,
    executor: Executor | None = None,
) -> NearbyCounts:
    """Count the terms, or the values of a layer, near the hits of a query.

    Parameters
    ----------
    store : Store
        The store to count in.
    query : Query
        The node.
    of : str
        What is counted.
    left, right : int
        The number of tokens before and after a hit. Tokens of a hit are in no window.
    within : str
        "document", "section" or "sentence": no hit and no window crosses its borders.
    executor : Executor, optional
        Any `concurrent.futures.Executor`; only term numbers are sent to it.

    Returns
    -------
    NearbyCounts
        The counts of all terms, or values, of the vocabulary.
    """
    given = (query, of, left, right, within)
    if not isinstance(store, ShardedStore):
        return _count_here(store, *given, executor=executor)
    counted = count_values(store, of)
    assert isinstance(counted, ShardedStore)
    inside, nodes = np.zeros((2, len(counted.counts)), dtype=np.int64)
    hits = 0
    for places, near in zip(counted.lexicon.places, store.ask(_count_here, *given), strict=True):
        inside[places] += near.inside
        nodes[places] += near.nodes
        hits += near.hits
    return NearbyCounts(inside, nodes, hits)


def _count_here(
    store: Store,
    query: Query,
    of: str,
    left: int,
    right: int,
    within: str,
    executor: Executor | None = None,
) -> NearbyCounts:
    hits = find(store, query, within=within)
    counted = count_values(store, of)
    near = window_counts(
        counted,
        hits,
        left=left,
        right=right,
        parts=single_part(store),
        within=within,
        executor=executor,
    )
    inside, nodes = np.zeros((2, len(counted.counts)), dtype=np.int64)
    inside[near.inside.terms[:, 0]] = near.inside.counts
    nodes[near.nodes.terms[:, 0]] = near.nodes.counts
    return NearbyCounts(inside, nodes, len(hits))
