"""How often some terms occur in each part, a block of terms at a time where they are in shards.

A table of all terms by documents has a cell for each term of each document: a billion tokens have
hundreds of millions. Measures of a term need its own cells and no others, so that a block of terms
can be counted, measured and forgotten before the next. Where no part is in two shards, and what is
asked follows from whole numbers that add up over parts, each shard adds up those of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import narrow_counts, part_counts
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse

MOST_CELLS = 4_000_000  # of a block, whose measures need about a hundred bytes for each


class _Cells(NamedTuple):
    """Counts that are not 0: the number of the term among some, the part, and how often."""

    term: NDArray[np.int32]
    part: NDArray[np.int32]
    size: NDArray[np.int32]


def count_in_blocks(
    store: Store, by: str | Sequence[str], terms: NDArray[np.int64]
) -> "Iterator[tuple[slice, sparse.csr_array]]":
    """Count some terms of the vocabulary in each part, block by block.

    Parameters
    ----------
    store : Store
        The tokens.
    by : str or sequence of str
        The parts.
    terms : ndarray of int64
        The numbers of the terms, ascending.

    Yields
    ------
    slice
        Which of the terms the block has; a store that is here has one block.
    sparse array
        Their counts, (terms of the block, parts).

    Examples
    --------
    >>> import discourse as dc
    >>> store = dc.Corpus.from_texts({"a": "We met.", "b": "We, we."}).store
    >>> [(which, counts.toarray()) for which, counts in count_in_blocks(store, "document",
    ...     np.array([0, 1]))]
    [(slice(0, 2, None), array([[1, 0],
           [1, 2]]))]
    """
    if not isinstance(store, ShardedStore):
        yield slice(0, len(terms)), part_counts(store, partition(store, by))[terms]
        return
    parts = partition(store, by)
    sliced = list(store.slice_parts(parts))
    most = store.tally.ranges if parts.by == "document" else store.counts
    for block in _divide_into_blocks(np.minimum(most[terms], len(parts))):
        yield block, _count_block(store, sliced, terms[block], len(parts))


def sum_over_parts(
    store: ShardedStore,
    by: str | Sequence[str],
    terms: NDArray[np.int64],
    tally: Callable[..., NDArray[Any]],
    columns: Sequence[NDArray[Any]],
) -> NDArray[np.int64]:
    """Add up whole numbers over the parts, which are counted in the shards.

    Parameters
    ----------
    store : ShardedStore
        The tokens.
    by : str or sequence of str
        The parts.
    terms : ndarray of int64
        The numbers of the terms, ascending.
    tally : callable
        A function of a module that is given the counts of some terms, (terms, parts), the sizes of
        the parts, and of each column the rows of the terms. It gives whole numbers of 0 or more,
        (numbers, terms), which add up over parts.
    columns : sequence of ndarray
        What it is given of each term.

    Returns
    -------
    ndarray of int64, shape (numbers, terms)
        The sums.
    """
    parts = partition(store, by)
    sliced = list(store.slice_parts(parts))
    if sum(len(used) for _, used in sliced) > len(parts):  # a part is in several shards
        sums = [
            tally(counts, parts.sizes, *(column[block] for column in columns))
            for block, counts in count_in_blocks(store, by, terms)
        ]
        return np.concatenate(sums, axis=1).astype(np.int64)
    chosen = [_match_terms(terms, places) for places in store.lexicon.places]
    each = (
        (own, there, [_narrow(column[here]) for column in columns])
        for (own, _), (here, there) in zip(sliced, chosen, strict=True)
    )
    total = np.zeros((0, len(terms)), dtype=np.int64)
    for (here, _), sums in zip(chosen, store.ask(_sum_blocks, tally, each=each), strict=True):
        if not sums:  # a shard without tokens
            continue
        if not len(total):
            total = np.zeros((len(sums), len(terms)), dtype=np.int64)
        for row, more in zip(total, sums, strict=True):
            row[here] += more
    return total


def _match_terms(
    terms: NDArray[np.int64], places: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Which of some terms a shard has, and their numbers there; both sequences ascend."""
    if not len(terms):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int32)
    low, high = np.searchsorted(places, [terms[0], terms[-1] + 1])
    at = np.searchsorted(terms, places[low:high])
    found = terms[at] == places[low:high]
    return at[found], (low + np.flatnonzero(found)).astype(np.int32)


def _narrow(column: NDArray[Any]) -> NDArray[Any]:
    return narrow_counts(column) if np.issubdtype(column.dtype, np.integer) else column


def _sum_blocks(
    store: Store,
    parts: Partition,
    terms: NDArray[np.int32],
    columns: Sequence[NDArray[Any]],
    tally: Callable[..., NDArray[Any]],
) -> list[NDArray[Any]]:
    """Add up the numbers of the parts of a shard, a block of terms after the other."""
    if not store.size:
        return []
    sums = []
    for block in _divide_into_blocks(store.counts[terms]):
        cells = _count_cells(store, parts, terms[block])
        rows = [column[block] for column in columns]
        sums.append(tally(_tabulate_cells(cells, terms[block], parts), parts.sizes, *rows))
    return [narrow_counts(row) for row in np.concatenate(sums, axis=1)]


def _tabulate_cells(
    cells: _Cells, terms: NDArray[np.int32], parts: Partition
) -> "sparse.csr_array":
    from scipy import sparse

    bounds = np.searchsorted(cells.term, np.arange(len(terms) + 1))
    shape = (len(terms), len(parts))
    return sparse.csr_array((cells.size.astype(np.int64), cells.part, bounds), shape=shape)


def _divide_into_blocks(most: NDArray[np.int64]) -> Iterator[slice]:
    """Blocks of terms that have no more cells than there is room for, but for a single term.

    `most` is how many each term can have.
    """
    ends = np.cumsum(most)
    at = 0
    if not len(most):
        yield slice(0, 0)
    while at < len(most):
        before = int(ends[at - 1]) if at else 0
        after = max(int(np.searchsorted(ends, before + MOST_CELLS, side="right")), at + 1)
        yield slice(at, after)
        at = after


def _count_block(
    store: ShardedStore,
    sliced: Sequence[tuple[Partition, NDArray[np.int64]]],
    terms: NDArray[np.int64],
    parts: int,
) -> "sparse.csr_array":
    from scipy import sparse

    chosen, each = [], []
    for places, (own, _) in zip(store.lexicon.places, sliced, strict=True):
        here, there = _match_terms(terms, places)
        chosen.append(here)
        each.append((own, there))
    answers = store.ask(_count_cells, each=each)
    row, column, count = [], [], []
    for here, (_, used), cells in zip(chosen, sliced, answers, strict=True):
        row.append(here[cells.term])
        column.append(used[cells.part])
        count.append(cells.size)
    cells_of_all = (
        np.concatenate(count).astype(np.int64), (np.concatenate(row), np.concatenate(column))
    )  # fmt: skip
    counts = sparse.csr_array(cells_of_all, shape=(len(terms), parts))
    counts.sum_duplicates()
    return counts


def _count_cells(store: Store, parts: Partition, terms: NDArray[np.int32]) -> _Cells:
    """Count some terms, whose numbers ascend, in the parts of a shard."""
    bounds, positions = store.index.postings
    counts = bounds[terms + 1] - bounds[terms]
    firsts = np.repeat(bounds[terms] - np.append(0, np.cumsum(counts)[:-1]), counts)
    at = positions[firsts + np.arange(int(counts.sum()))]
    part = parts.of(at)
    keys = np.repeat(np.arange(len(terms)), counts) * len(parts) + part
    if (np.diff(keys) < 0).any():  # a part has several stretches
        keys.sort()
    opens = np.flatnonzero(np.append(True, np.diff(keys) > 0)[: len(keys)])
    term, part = np.divmod(keys[opens], len(parts))
    size = np.diff(np.append(opens, len(keys)))
    return _Cells(term.astype(np.int32), part.astype(np.int32), size.astype(np.int32))
