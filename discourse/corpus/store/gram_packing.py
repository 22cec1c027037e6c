"""N-grams packed into whole numbers, so that equal ones are counted by sorting.

N-grams have too many columns for a matrix, so each n-gram and its part are packed into one whole
number. Take 5 terms, numbered 0-4 and therefore 3 bits wide, and 2 parts, 2 bits wide. The 2-gram
of terms 4 and 1 in part 1 is 100|001|01 in binary, which is 133. Numbers sort as their n-grams do,
and within an n-gram by part. Shifts and masks take them apart again: 133 & 3 is part 1, 133 >> 2 is
the 2-gram 33, 33 & 7 is term 1, and 33 >> 3 is term 4. A number has 63 bits. With 200,000 terms, of
18 bits each, three fit and a fourth does not. The numbers of the first three are then replaced by
their ranks among the distinct ones, which sort alike and are narrower, and a table of the distinct
ones turns the ranks back.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.partition import Partition

if TYPE_CHECKING:
    from scipy import sparse

NUMBER_BITS = 63  # of a packed number; the sign bit stays free


class DistinctCounts(NamedTuple):
    """Distinct numbers in ascending order, and the count of each."""

    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]


class GramTotals(NamedTuple):
    """Distinct n-grams in ascending order, how often each occurs, and in how many parts."""

    terms: NDArray[np.int64]
    counts: NDArray[np.int64]
    ranges: NDArray[np.int64]


class GramCounts(NamedTuple):
    """Distinct n-grams in ascending order, and how often each starts in each part.

    ``terms`` is (n-grams, n) term numbers. N-gram g starts ``counts[at]`` times in ``parts[at]``
    for each ``at`` from ``bounds[g]`` to ``bounds[g + 1]``.
    """

    terms: NDArray[np.int64]
    bounds: NDArray[np.int64]
    parts: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def sums(self) -> NDArray[np.int64]:
        """How often each n-gram occurs in all parts together, (n-grams,)."""
        return _sum_groups(self.counts, self.bounds[:-1])

    @property
    def totals(self) -> GramTotals:
        """How often each n-gram occurs in all parts together, and in how many."""
        return GramTotals(self.terms, self.sums, np.diff(self.bounds))

    def matrix(self, parts: Partition) -> "sparse.csr_array":
        """How often each n-gram occurs in each part: sparse, (n-grams, parts)."""
        from scipy import sparse

        shape = (len(self.terms), len(parts))
        return sparse.csr_array((self.counts, self.parts, self.bounds), shape=shape)


def add_gram_counts(
    counted: Sequence[GramCounts], n: int, bits: tuple[int, int], min_count: int
) -> GramCounts:
    """Add up the cells of all tasks."""
    empty = np.empty(0, dtype=np.int64)
    rows = [np.repeat(cells.terms, np.diff(cells.bounds), axis=0) for cells in counted]
    terms = np.concatenate([np.empty((0, n), dtype=np.int64), *rows])
    parts = np.concatenate([empty, *(cells.parts for cells in counted)])
    counts = np.concatenate([empty, *(cells.counts for cells in counted)])
    return count_equal_grams(list(terms.T), parts, counts, bits, min_count)


def add_gram_totals(totals: Sequence[GramTotals], n: int, bits: int, min_count: int) -> GramTotals:
    """Add up the totals of all tasks, none of whose parts are in another task.

    `bits` is how many bits of a packed number hold a term.
    """
    empty = np.empty(0, dtype=np.int32)
    columns = [np.concatenate([empty, *(own.terms[:, at] for own in totals)]) for at in range(n)]
    packed, _, known = _pack_grams(columns, bits)
    del columns
    order = np.argsort(packed)
    packed = packed[order]
    firsts = _mark_changes(packed)
    counts, ranges = (
        _sum_groups(np.concatenate([empty, *found])[order].astype(np.int64), firsts)
        for found in ([own.counts for own in totals], [own.ranges for own in totals])
    )
    often = counts >= min_count
    terms = _unpack_grams(packed[firsts[often]], n, bits, known)
    return GramTotals(terms, counts[often], ranges[often])


def count_equal_grams(
    terms: Sequence[NDArray[np.integer[Any]]],
    parts: NDArray[np.integer[Any]],
    counts: NDArray[np.int64] | None,
    bits: tuple[int, int],
    min_count: int,
) -> GramCounts:
    """Count equal n-grams of equal part; without `counts` each n-gram counts once.

    ``terms`` has one column for each place in the n-gram.
    """
    packed, used, known = _pack_grams(terms, bits[0])
    if used + bits[1] > NUMBER_BITS:
        order = np.argsort(packed)
        known[len(terms)], packed = _rank_ascending(packed[order])
        parts, counts = parts[order], None if counts is None else counts[order]
    packed <<= bits[1]
    packed |= parts
    cells, sums = _sum_distinct(packed, counts)
    grams = cells >> bits[1]
    firsts = _mark_changes(grams)
    sizes = np.diff(firsts, append=len(cells))
    often = _sum_groups(sums, firsts) >= min_count
    kept = np.repeat(often, sizes)
    return GramCounts(
        terms=_unpack_grams(grams[firsts[often]], len(terms), bits[0], known),
        bounds=np.concatenate([[0], np.cumsum(sizes[often])]),
        parts=cells[kept] & ((1 << bits[1]) - 1),
        counts=sums[kept],
    )


def _pack_grams(
    columns: Sequence[NDArray[np.integer[Any]]], bits: int
) -> tuple[NDArray[np.int64], int, dict[int, NDArray[np.int64]]]:
    """Pack each n-gram into one number; also return the number of bits used, and the ranks' table.

    Where the next column does not fit, the numbers so far become ranks. The distinct numbers behind
    the ranks are kept under the number of that column.
    """
    packed, used = columns[0].astype(np.int64), bits
    known: dict[int, NDArray[np.int64]] = {}
    for at, column in enumerate(columns[1:], start=1):
        if used + bits > NUMBER_BITS:
            known[at], packed = np.unique(packed, return_inverse=True)
            used = len(known[at]).bit_length()
        packed <<= bits  # in place: fresh memory takes as long as the arithmetic
        packed |= column
        used += bits
    return packed, used, known


def _rank_ascending(ascending: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct numbers, and the rank of each number among them."""
    firsts = _mark_changes(ascending)
    ranks = np.repeat(np.arange(len(firsts)), np.diff(firsts, append=len(ascending)))
    return ascending[firsts], ranks


def _unpack_grams(
    packed: NDArray[np.int64], n: int, bits: int, known: Mapping[int, NDArray[np.int64]]
) -> NDArray[np.int64]:
    """Undo `_pack_grams`: the terms of each n-gram, (n-grams, n)."""
    rows = np.empty((len(packed), n), dtype=np.int64)
    for at in reversed(range(n)):
        packed = known[at + 1][packed] if at + 1 in known else packed
        rows[:, at] = packed & ((1 << bits) - 1)
        packed = packed >> bits
    return rows


def _sum_distinct(numbers: NDArray[np.int64], counts: NDArray[np.int64] | None) -> DistinctCounts:
    """Add up the counts of equal numbers; without `counts` each number counts once.

    The numbers may be sorted in place.
    """
    if counts is None:
        numbers.sort()
        firsts = _mark_changes(numbers)
        return DistinctCounts(numbers[firsts], np.diff(firsts, append=len(numbers)))
    order = np.argsort(numbers)
    numbers = numbers[order]
    firsts = _mark_changes(numbers)
    return DistinctCounts(numbers[firsts], _sum_groups(counts[order], firsts))


def _sum_groups(counts: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sum of each group of adjacent counts; `firsts` says where the groups start."""
    return np.add.reduceat(counts, firsts) if len(firsts) else counts


def _mark_changes(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a number differs from the one before it."""
    changes = np.concatenate([[True], ascending[1:] != ascending[:-1]])[: len(ascending)]
    return np.flatnonzero(changes)
