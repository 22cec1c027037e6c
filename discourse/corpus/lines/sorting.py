"""Sorting lines by the words before and after the node, and by the parts that they are in."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.store.parts import document_of, part_names, partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import collation_ranks
from discourse.errors import one_of

Ranks = NDArray[np.integer[Any]]

DEPTH = 9
NEIGHBOURS = tuple(f"{side}{distance}" for side in "LR" for distance in range(1, DEPTH + 1))
NODE = "node"
KEYS = (*NEIGHBOURS, NODE, "document", "position")


def sort_order(
    contexts: Contexts, hits: NDArray[np.int64], keys: Sequence[str]
) -> NDArray[np.int64]:
    """The order of lines sorted by some keys, the first key first; equal lines keep their order."""
    known = list(dict.fromkeys([*KEYS, *part_names(contexts.store)]))
    keys = [one_of("key", key, known) for key in keys]
    columns = [column for key in keys for column in _key_columns(contexts, hits, key)]
    return np.lexsort(columns[::-1]) if columns else np.arange(len(hits))


def neighbour_terms(contexts: Contexts, hits: NDArray[np.int64], place: str) -> NDArray[np.int64]:
    """The number of the term at a place such as "L1", from 1; 0 where a line has no word there."""
    store = contexts.store
    if isinstance(store, ShardedStore):
        return _terms_in_shards(store, _neighbours_here, hits, 1, contexts.within, place)[:, 0]
    distance = int(place[1:])
    if place[0] == "L":
        at = hits[:, 0] - distance
        inside = at >= contexts.first(hits)
    else:
        at = hits[:, 1] + distance - 1
        inside = at < contexts.last(hits)
    return _terms_at(contexts.store, at, inside)


def _key_columns(contexts: Contexts, hits: NDArray[np.int64], key: str) -> list[Ranks]:
    store = contexts.store
    if key == "position":
        return [hits[:, 0]]
    if key == "document":
        return [collation_ranks(store.sources["document"].tolist())[document_of(store, hits[:, 0])]]
    if key == NODE:
        if isinstance(store, ShardedStore):
            terms = _terms_in_shards(store, _nodes_here, hits, DEPTH)
        else:
            terms = _nodes_here(store, hits)
        return [_rank_terms(store, column) for column in terms.T]
    if key in NEIGHBOURS:
        return [_rank_terms(store, neighbour_terms(contexts, hits, key))]
    return [partition(store, key).of(hits[:, 0]).astype(np.uint32)]


def _nodes_here(store: Store, hits: NDArray[np.int64]) -> NDArray[np.int64]:
    """The terms of each node, as far as they are compared: (hits, depth)."""
    places = [hits[:, 0] + distance for distance in range(DEPTH)]
    return np.stack([_terms_at(store, at, at < hits[:, 1]) for at in places], axis=1)


def _neighbours_here(
    store: Store, hits: NDArray[np.int64], within: str, place: str
) -> NDArray[np.int64]:
    """The term at one place of each line, (hits, 1)."""
    return neighbour_terms(Contexts(store, DEPTH, "token", within), hits, place)[:, np.newaxis]


def _terms_in_shards(
    store: ShardedStore,
    work: Callable[..., NDArray[np.int64]],
    hits: NDArray[np.int64],
    depth: int,
    *given: Any,
) -> NDArray[np.int64]:
    """Terms that each shard numbers from 1, (hits, depth), numbered as in all of them together."""
    terms = np.zeros((len(hits), depth), dtype=np.int64)
    shard = np.searchsorted(store.firsts, hits[:, 0], side="right") - 1
    for places, own in store.ask_of_hits(work, hits, *given):
        known = store.lexicon.places[shard[places[0]]]
        terms[places] = np.append(0, known + 1)[own]
    return terms


def _terms_at(store: Store, at: NDArray[np.int64], inside: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The number of the term at each position, from 1; 0 at those that are not inside."""
    index = store.index
    terms = np.zeros(len(at), dtype=np.int64)
    forms = index.ids[at[inside]]
    terms[inside] = index.vocabulary.term_of_form[forms].astype(np.int64) + 1
    return terms


def _rank_terms(store: Store, terms: NDArray[np.int64]) -> Ranks:
    """The rank of each term in sorted order; that of no word, 0, is before all others.

    The terms of shards may be millions, so only those of the lines are sorted.
    """
    vocabulary = store.index.vocabulary
    if store.is_here:
        return np.append(np.uint32(0), vocabulary.ranks)[terms]
    used, own = np.unique(terms[terms > 0], return_inverse=True)
    ranks = np.zeros(len(terms), dtype=np.uint32)
    ranks[terms > 0] = collation_ranks(list(vocabulary.terms.take(used - 1)))[own] + np.uint32(1)
    return ranks
