"""The text in which sequences recur: of shards, what can be a part of one, brought together.

A sequence that occurs often consists of n-grams that occur often. So shards are first asked for
their n-grams, of `min_n` tokens, for one range of first terms after the other; those that are
frequent in all of them together say which tokens can be a part of a longer sequence. Only these
come here, in their order, with a border wherever something between them is left out. What stands on
the other side of such a border occurs too rarely to be what all hits of a sequence follow, so that
the same sequences are maximal as in the whole text.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.crossing import Crossing, read_crossings
from discourse.corpus.store.grams import cut_ranges, gram_starts
from discourse.corpus.store.layer_values import count_values
from discourse.corpus.store.parts import borders
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import ElsewhereError

Integers = NDArray[np.int64]
# Tokens of shards that recur and are brought here; sorting them takes two hundred bytes for each.
MOST_RECURRENT = 10_000_000


class RecurrentText(NamedTuple):
    """Tokens in their order.

    Attributes
    ----------
    ids : ndarray of int
        The number of the term, or value, of each token.
    bounds : ndarray of int64
        Positions that no sequence crosses, ending with the number of tokens.
    documents : ndarray of int64
        The first token of each document, followed by the number of tokens.
    crossings : list of Crossing
        What sequences run over.
    """

    ids: NDArray[np.integer[Any]]
    bounds: Integers
    documents: Integers
    crossings: Sequence[Crossing]


class _Kept(NamedTuple):
    """The tokens of a shard that recur; ``reach`` is how far each is from what it may not cross."""

    ids: Integers
    bounds: Integers
    sizes: Integers
    reach: list[tuple[str, Integers, bool]]


def read_recurrent(
    store: Store, *, of: str, within: str, min_count: int, min_n: int, across: Sequence[str] | str
) -> RecurrentText:
    """The text of a store; of shards, those tokens of it that can be a part of a repeat.

    Parameters
    ----------
    store : Store
        The tokens, with their layers.
    of : str
        What is counted.
    within : str
        "document", "section" or "sentence".
    min_count, min_n : int
        The fewest hits, and the fewest tokens, of a repeat.
    across : str or sequence of str
        What sequences may run over.

    Raises
    ------
    DiscourseError
        If more tokens of shards recur than can be brought here.
    """
    counted = count_values(store, of)
    if not (isinstance(store, ShardedStore) and isinstance(counted, ShardedStore)):
        ids = np.asarray(counted.index.term_ids)
        crossings = read_crossings(store, across)
        return RecurrentText(ids, borders(counted, within), counted.index.documents, crossings)
    starts = _find_frequent(store, counted, of, within, min_count, min_n)
    each = [(own,) for own in starts]
    kept = list(store.ask(_keep_recurrent, of, within, min_n, across, each=each))
    return _join_kept(counted, kept)


def _find_frequent(
    store: ShardedStore, counted: ShardedStore, of: str, within: str, min_count: int, n: int
) -> list[Integers]:
    """Where n-grams begin in each shard that occur often enough in all of them together."""
    found: list[list[Integers]] = [[np.empty(0, dtype=np.int64)] for _ in store.shards]
    is_common = counted.counts >= min_count
    number = 0
    for terms in cut_ranges(np.where(is_common, counted.counts, 0)):
        each = [
            (tuple(np.searchsorted(here, terms).tolist()), is_common[here])
            for here in counted.lexicon.places
        ]
        grams = list(store.ask(_count_grams, of, within, n, each=each))
        frequent = _choose_frequent(counted, grams, min_count)
        chosen = [(*own, here) for own, here in zip(each, frequent, strict=True)]
        for own, starts in zip(
            found, store.ask(_locate_grams, of, within, n, each=chosen), strict=True
        ):
            own.append(starts)
            number += len(starts)
        if number > MOST_RECURRENT:
            raise ElsewhereError(
                f"this sorts all that recurs, which is more than {MOST_RECURRENT:,} tokens of "
                "these shards; raise min_count or min_n, or ask a subset."
            )
    return [np.sort(np.concatenate(own)) for own in found]


def _choose_frequent(
    counted: ShardedStore, grams: Sequence[tuple[Integers, Integers]], min_count: int
) -> list[NDArray[np.bool_]]:
    """Which of the n-grams of each shard occur often enough in all of them together."""
    places = counted.lexicon.places
    rows = np.concatenate([here[own] for here, (own, _) in zip(places, grams, strict=True)])
    counts = np.concatenate([own for _, own in grams])
    order = np.lexsort(rows.T[::-1])
    group = np.cumsum(np.append(False, (np.diff(rows[order], axis=0) != 0).any(axis=1)))
    total = np.bincount(group[: len(order)], weights=counts[order])
    often = np.zeros(len(rows), dtype=bool)
    often[order] = total[group[: len(order)]] >= min_count
    return np.split(often, np.cumsum([len(own) for _, own in grams])[:-1])


def _join_kept(counted: ShardedStore, kept: Sequence[_Kept]) -> RecurrentText:
    sizes = np.concatenate([own.sizes for own in kept])
    numbered = zip(counted.lexicon.places, kept, strict=True)
    ids = [here[own.ids].astype(np.int64) for here, own in numbered]
    before = np.cumsum([0, *map(len, ids)])
    moved = [own.bounds + at for own, at in zip(kept, before.tolist(), strict=False)]
    here = np.arange(int(before[-1]))
    crossings = [
        Crossing(column, here + np.concatenate([own.reach[number][1] for own in kept]), is_inside)
        for number, (column, _, is_inside) in enumerate(kept[0].reach)
    ]
    return RecurrentText(
        np.concatenate(ids),
        np.append(np.concatenate(moved), before[-1]),
        np.append(0, np.cumsum(sizes)),
        crossings,
    )


# ------------------------------------------------------------------------------------ by a worker


def _sort_grams(
    store: Store, of: str, within: str, n: int, terms: tuple[int, int], is_common: NDArray[np.bool_]
) -> tuple[Integers, NDArray[np.bool_]]:
    """Where the n-grams of common terms begin, in the order of their terms, and which are new."""
    counted = count_values(store, of)
    ids = counted.index.term_ids
    bounds, positions = counted.index.postings
    starts = positions[bounds[terms[0]] : bounds[terms[1]]].astype(np.int64)
    free = gram_starts(np.asarray(borders(counted, within)), counted.size, n)
    starts = starts[starts < len(free)]
    starts = starts[free[starts]]
    for at in range(n):
        starts = starts[is_common[ids[starts + at]]]
    columns = [ids[starts + at] for at in range(n)]
    order = np.lexsort(columns[::-1])
    changes = [np.diff(column[order]) != 0 for column in columns]
    return starts[order], np.append(True, np.logical_or.reduce(changes))[: len(order)]


def _count_grams(
    store: Store,
    terms: tuple[int, int],
    is_common: NDArray[np.bool_],
    of: str,
    within: str,
    n: int,
) -> tuple[Integers, Integers]:
    """The different n-grams, (n-grams, n), and how often each occurs."""
    starts, is_new = _sort_grams(store, of, within, n, terms, is_common)
    firsts = np.flatnonzero(is_new)
    ids = count_values(store, of).index.term_ids
    rows = ids[starts[firsts][:, None] + np.arange(n)].astype(np.int64)
    return rows, np.diff(np.append(firsts, len(starts)))


def _locate_grams(
    store: Store,
    terms: tuple[int, int],
    is_common: NDArray[np.bool_],
    is_frequent: NDArray[np.bool_],
    of: str,
    within: str,
    n: int,
) -> Integers:
    """Where the frequent ones of the n-grams begin that `_count_grams` lists."""
    starts, is_new = _sort_grams(store, of, within, n, terms, is_common)
    return starts[is_frequent[np.cumsum(is_new) - 1]] if len(starts) else starts


def _keep_recurrent(
    store: Store, starts: Integers, of: str, within: str, n: int, across: Sequence[str] | str
) -> _Kept:
    """The tokens of n-grams that begin in some places, with a border where others are left out."""
    counted = count_values(store, of)
    covered = np.zeros(counted.size + 1, dtype=np.int64)
    np.add.at(covered, starts, 1)
    np.add.at(covered, starts + n, -1)
    kept = np.flatnonzero(np.cumsum(covered)[:-1] > 0)
    is_border = np.zeros(counted.size + 1, dtype=bool)
    is_border[borders(counted, within)] = True
    opens = is_border[kept] | np.append(True, np.diff(kept) > 1)[: len(kept)]
    reach = [
        (each.column, each.limits[kept] - kept, each.is_inside)
        for each in read_crossings(store, across)
    ]
    sizes = np.diff(np.searchsorted(kept, counted.index.documents))
    ids = counted.index.term_ids[kept].astype(np.int64)
    return _Kept(ids, np.flatnonzero(opens), sizes, reach)
