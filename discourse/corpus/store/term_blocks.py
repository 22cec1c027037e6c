"""How often some terms occur in each part, a block of terms at a time where they are in shards.

A table of all terms by documents has a cell for each term of each document: a billion tokens have
hundreds of millions. Measures of a term need its own cells and no others, so that a block of terms
can be counted, measured and forgotten before the next.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import part_counts
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse

MOST_CELLS = 8_000_000  # of a block, whose measures need about a hundred bytes for each


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
    for block in _divide_into_blocks(store, parts, terms):
        yield block, _count_block(store, sliced, terms[block], len(parts))


def _divide_into_blocks(
    store: ShardedStore, parts: Partition, terms: NDArray[np.int64]
) -> Iterator[slice]:
    """Blocks of terms that can have no more cells than there is room for, but for a single term."""
    most = store.tally.ranges if parts.by == "document" else store.counts
    ends = np.cumsum(np.minimum(most[terms], len(parts)))
    at = 0
    if not len(terms):
        yield slice(0, 0)
    while at < len(terms):
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
        _, here, there = np.intersect1d(terms, places, assume_unique=True, return_indices=True)
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


def _count_cells(store: Store, parts: Partition, terms: NDArray[np.int64]) -> _Cells:
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
