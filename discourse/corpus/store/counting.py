"""Counts add up: those of a corpus are the sums of those of its shares, whoever counts them."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders, partition
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse


# Tokens in a share: for a worker 4 MB to send and some hundredths of a second to count; without
# one as many as fit into memory several times over, because shares have to be added up.
SHARE = 1 << 20
ALONE = 1 << 25
BITS = 63  # of a number; the sign stays free
RARE = 2**32 - 1  # in place of a term that no counted n-gram has


class DistinctCounts(NamedTuple):
    """Rows, or numbers, that are each there once, ascending, and their counts."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]


class Cells(NamedTuple):
    """N-grams that are each there once, ascending, and how often each starts in each part.

    ``terms`` is (n-grams, n) term numbers. N-gram g starts ``counts[at]`` times in ``parts[at]``
    for each ``at`` from ``bounds[g]`` to ``bounds[g + 1]``.
    """

    terms: NDArray[np.int64]
    bounds: NDArray[np.int64]
    parts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def sums(self) -> NDArray[np.int64]:
        """(n-grams,) how often each stands in all parts together."""
        return _sum_groups(self.counts, self.bounds[:-1])

    def matrix(self, parts: Partition) -> "sparse.csr_array":
        """How often each stands in each of these parts: (n-grams × parts), sparse."""
        from scipy import sparse

        shape = (len(self.terms), len(parts))
        return sparse.csr_array((self.counts, self.parts, self.bounds), shape=shape)


class GramTask(NamedTuple):
    """Some tokens in a row: their terms, the parts of their stretches, and where no n-gram goes on.

    ``bits`` is how many of a number hold a term, and how many a part.
    """

    term_ids: NDArray[np.uint32]
    parts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    borders: NDArray[np.int64]
    n: int
    bits: tuple[int, int]


def term_counts(
    store: Store, *, by: str = "document", executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary stands in each part: (parts × terms), sparse.

    Parameters
    ----------
    by : "document", "section", "sentence" or a metadata column.
    executor : any `concurrent.futures.Executor`; it gets the token numbers of its share alone.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.counting import term_counts
    >>> term_counts(dc.read("seeds/").store, by="section").sum(axis=1)
    array([ 64, 275, 192, 380, 272, 201])
    """
    from scipy import sparse

    parts = partition(store, by)
    cells = gram_cells(store, 1, parts=parts, within="document", executor=executor)
    bounds = cells.bounds[np.searchsorted(cells.terms[:, 0], np.arange(len(store.counts) + 1))]
    shape = (len(parts), len(store.counts))
    return sparse.csc_array((cells.counts, cells.parts, bounds), shape=shape).tocsr()


def gram_cells(
    store: Store,
    n: int,
    *,
    parts: Partition,
    within: str,
    min_count: int = 1,
    executor: Executor | None = None,
) -> Cells:
    """How often each n-gram starts in each part.

    `min_count` is the smallest sum of its counts over the parts that an n-gram needs.
    """
    common = np.flatnonzero(store.counts >= max(min_count, 1))
    term_ids = _renumber_terms(store.index.term_ids, common, len(store.counts))
    bits = (len(common).bit_length(), len(parts).bit_length())
    size = ALONE if executor is None else SHARE
    shares = list(_gram_tasks(term_ids, n, parts, borders(store, within), bits, size))
    if len(shares) == 1:
        cells = count_gram_task(shares[0], min_count=min_count)
    else:
        cells = add_cells(
            list(map_tasks(count_gram_task, shares, executor, "counting")), n, bits, min_count
        )
    return cells._replace(terms=common[cells.terms])


def _renumber_terms(
    term_ids: NDArray[np.uint32], common: NDArray[np.int64], terms: int
) -> NDArray[np.uint32]:
    """The place of each token's term among the common ones.

    No n-gram is more frequent than its rarest term, and numbers of fewer terms need fewer bits.
    """
    if len(common) == terms:
        return np.asarray(term_ids)
    numbers = np.full(terms, RARE, dtype=np.uint32)
    numbers[common] = np.arange(len(common))
    return numbers[term_ids]


def _gram_tasks(
    term_ids: NDArray[np.uint32],
    n: int,
    parts: Partition,
    bounds: NDArray[np.int64],
    bits: tuple[int, int],
    size: int,
) -> Iterator[GramTask]:
    for start in range(0, len(term_ids), size):
        end = min(start + size + n - 1, len(term_ids))
        low, high = np.searchsorted(bounds, [start, end])
        within = bounds[low:high] - start
        yield GramTask(term_ids[start:end], *parts.stretches(start, end), within, n, bits)


def count_gram_task(share: GramTask, *, min_count: int = 1) -> Cells:
    """How often each n-gram starts in each part, in one share."""
    free = gram_starts(share.borders, len(share.term_ids), share.n)
    for at in range(share.n):
        free &= share.term_ids[at : at + len(free)] != RARE
    parts = np.repeat(share.parts, share.lengths)[: len(free)][free]
    columns = [share.term_ids[at : at + len(free)][free] for at in range(share.n)]
    return count_cells(columns, parts, None, share.bits, min_count)


def add_cells(counted: Sequence[Cells], n: int, bits: tuple[int, int], min_count: int) -> Cells:
    """The cells of all shares, each once, with the sum of its counts."""
    empty = np.empty(0, dtype=np.int64)
    rows = [np.repeat(cells.terms, np.diff(cells.bounds), axis=0) for cells in counted]
    terms = np.concatenate([np.empty((0, n), dtype=np.int64), *rows])
    parts = np.concatenate([empty, *(cells.parts for cells in counted)])
    counts = np.concatenate([empty, *(cells.counts for cells in counted)])
    return count_cells(list(terms.T), parts, counts, bits, min_count)


def count_cells(
    terms: Sequence[NDArray[np.integer[Any]]],
    parts: NDArray[np.int64],
    counts: NDArray[np.int64] | None,
    bits: tuple[int, int],
    min_count: int,
) -> Cells:
    """The cells of some n-grams and their parts; without counts each counts as one."""
    packed, used, known = _pack_grams(terms, bits[0])
    if used + bits[1] > BITS:
        order = np.argsort(packed)
        known[len(terms)], packed = _rank_ascending(packed[order])
        parts, counts = parts[order], None if counts is None else counts[order]
    cells, sums = _sum_distinct((packed << bits[1]) | parts, counts)
    grams = cells >> bits[1]
    firsts = _group_starts(grams)
    sizes = np.diff(firsts, append=len(cells))
    often = _sum_groups(sums, firsts) >= min_count
    kept = np.repeat(often, sizes)
    return Cells(
        terms=_unpack_grams(grams[firsts[often]], len(terms), bits[0], known),
        bounds=np.concatenate([[0], np.cumsum(sizes[often])]),
        parts=cells[kept] & ((1 << bits[1]) - 1),
        counts=sums[kept],
    )


def _pack_grams(
    columns: Sequence[NDArray[np.integer[Any]]], bits: int
) -> tuple[NDArray[np.int64], int, dict[int, NDArray[np.int64]]]:
    """Each row as one number that sorts like the row, and how many of its bits are used.

    Where the next column no longer fits, the numbers so far are replaced by their ranks; what each
    rank was is kept by the number of that column.
    """
    packed, used = columns[0].astype(np.int64), bits
    known: dict[int, NDArray[np.int64]] = {}
    for at, column in enumerate(columns[1:], start=1):
        if used + bits > BITS:
            known[at], packed = np.unique(packed, return_inverse=True)
            used = len(known[at]).bit_length()
        packed = (packed << bits) | column
        used += bits
    return packed, used, known


def _rank_ascending(ascending: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each number once, and the rank of each."""
    firsts = _group_starts(ascending)
    ranks = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(ascending)))
    return ascending[firsts], ranks


def _unpack_grams(
    packed: NDArray[np.int64], n: int, bits: int, known: Mapping[int, NDArray[np.int64]]
) -> NDArray[np.int64]:
    rows = np.empty((len(packed), n), dtype=np.int64)
    for at in reversed(range(n)):
        packed = known[at + 1][packed] if at + 1 in known else packed
        rows[:, at] = packed & ((1 << bits) - 1)
        packed = packed >> bits
    return rows


def _sum_distinct(numbers: NDArray[np.int64], counts: NDArray[np.int64] | None) -> DistinctCounts:
    """Each number once, ascending, with the sum of its counts."""
    if counts is None:
        numbers = np.sort(numbers)
        firsts = _group_starts(numbers)
        return DistinctCounts(numbers[firsts], np.diff(firsts, append=len(numbers)))
    order = np.argsort(numbers)
    numbers = numbers[order]
    firsts = _group_starts(numbers)
    return DistinctCounts(numbers[firsts], _sum_groups(counts[order], firsts))


def _sum_groups(counts: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.add.reduceat(counts, firsts) if len(firsts) else counts


def _group_starts(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a number differs from the one before it."""
    changes = np.concatenate([[True], ascending[1:] != ascending[:-1]])[: len(ascending)]
    return np.flatnonzero(changes)


def gram_starts(bounds: NDArray[np.int64], size: int, n: int) -> NDArray[np.bool_]:
    """Of all tokens but the last n - 1, whether `n` in a row start there, and cross no border."""
    free = np.ones(max(size - n + 1, 0), dtype=bool)
    for before in range(1, n):
        crossing = bounds - before
        free[crossing[(crossing >= 0) & (crossing < len(free))]] = False
    return free
