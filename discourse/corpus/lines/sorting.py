"""Sorting lines by the words before and after the node, outwards from it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import collation_ranks
from discourse.errors import one_of

Ranks = NDArray[np.uint32]

DEPTH = 9
NEIGHBOURS = tuple(f"{side}{distance}" for side in "LR" for distance in range(1, DEPTH + 1))
KEYS = (*NEIGHBOURS, "node", "document", "position")


def sort_order(
    contexts: Contexts, hits: NDArray[np.int64], keys: Sequence[str]
) -> NDArray[np.int64]:
    """The order of lines sorted by some keys, the first key first; equal lines keep their order."""
    for key in keys:
        one_of("key", key, KEYS)
    columns = [column for key in keys for column in _key_columns(contexts, hits, key)]
    return np.lexsort(columns[::-1]) if columns else np.arange(len(hits))


def _key_columns(contexts: Contexts, hits: NDArray[np.int64], key: str) -> list[Ranks]:
    store = contexts.store
    if key == "position":
        return [hits[:, 0].astype(np.uint32)]
    if key == "document":
        return [collation_ranks(store.sources["document"].tolist())[document_of(store, hits[:, 0])]]
    if key == "node":
        places = (hits[:, 0] + distance for distance in range(DEPTH))
        return [_term_ranks(store, at, at < hits[:, 1]) for at in places]
    distance = int(key[1:])
    if key[0] == "L":
        at = hits[:, 0] - distance
        return [_term_ranks(store, at, at >= contexts.first(hits))]
    at = hits[:, 1] + distance - 1
    return [_term_ranks(store, at, at < contexts.last(hits))]


def _term_ranks(store: Store, at: NDArray[np.int64], inside: NDArray[np.bool_]) -> Ranks:
    """The rank of the term at each position; 0, before all others, where the line has no word."""
    index = store.index
    ranks = np.zeros(len(at), dtype=np.uint32)
    forms = index.ids[at[inside]]
    ranks[inside] = index.vocabulary.ranks[index.vocabulary.term_of_form[forms]]
    return ranks
