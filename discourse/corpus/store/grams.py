"""Counts of n-grams by part, in tasks or in ranges of their first terms.

N-grams have too many columns for a matrix, so each n-gram and its part are packed into one whole
number, and equal numbers are counted by sorting. Take 5 terms, numbered 0-4 and therefore 3 bits
wide, and 2 parts, 2 bits wide. The 2-gram of terms 4 and 1 in part 1 is 100|001|01 in binary, which
is 133. Numbers sort as their n-grams do, and within an n-gram by part. Shifts and masks take them
apart again: 133 & 3 is part 1, 133 >> 2 is the 2-gram 33, 33 & 7 is term 1, and 33 >> 3 is term 4.
A number has 63 bits. With 200,000 terms, of 18 bits each, three fit and a fourth does not. The
numbers of the first three are then replaced by their ranks among the distinct ones, which sort
alike and are narrower, and a table of the distinct ones turns the ranks back.

Many tokens are counted in ranges of first terms. All occurrences of an n-gram are in the range of
its first term, so that the range can leave out rare ones, and ranges need not be added up: they
follow one another. Shards are asked for one range after the other, and no more n-grams than those
of one range are ever together here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import WORKER_TOKENS
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse


# Tokens whose n-grams are counted at a time: enough for speed, and few enough for memory to hold
# them many times over.
RANGE_TOKENS = 1 << 23
NUMBER_BITS = 63  # of a packed number; the sign bit stays free
RARE = 2**32 - 1  # marks terms that are rarer than min_count


class DistinctCounts(NamedTuple):
    """Distinct numbers in ascending order, and the count of each."""

    numbers: NDArray[np.int64]
    counts: NDArray[np.int64]


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

    def matrix(self, parts: Partition) -> "sparse.csr_array":
        """How often each n-gram occurs in each part: sparse, (n-grams, parts)."""
        from scipy import sparse

        shape = (len(self.terms), len(parts))
        return sparse.csr_array((self.counts, self.parts, self.bounds), shape=shape)


class GramTask(NamedTuple):
    """A run of tokens: their terms, the parts of its stretches, and borders no n-gram crosses.

    ``bits`` is how many bits of a packed number hold a term, and how many a part.
    """

    term_ids: NDArray[np.uint32]
    parts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    borders: NDArray[np.int64]
    n: int
    bits: tuple[int, int]


def count_grams(
    store: Store,
    n: int,
    *,
    parts: Partition,
    within: str,
    min_count: int = 1,
    executor: Executor | None = None,
) -> GramCounts:
    """How often each n-gram that occurs at least `min_count` times starts in each part."""
    if isinstance(store, ShardedStore):
        given = (within,)
        return count_in_shards(store, count_grams_between, n, given, parts, min_count, asked=store)
    if executor is None:
        return _count_in_ranges(store, n, parts, within, min_count)
    common = np.flatnonzero(store.counts >= max(min_count, 1))
    term_ids = _renumber_terms(store.index.term_ids, common, len(store.counts))
    bits = (len(common).bit_length(), len(parts).bit_length())
    tasks = list(_gram_tasks(term_ids, n, parts, borders(store, within), bits, WORKER_TOKENS))
    if len(tasks) == 1:
        cells = count_gram_task(tasks[0], min_count=min_count)
    else:
        counted = list(map_tasks(count_gram_task, tasks, executor, "counting"))
        cells = add_gram_counts(counted, n, bits, min_count)
    return cells._replace(terms=common[cells.terms])


def _count_in_ranges(
    store: Store, n: int, parts: Partition, within: str, min_count: int
) -> GramCounts:
    """Count the n-grams of one range of first terms after the other."""
    is_common = store.counts >= max(min_count, 1)
    ranges = cut_ranges(np.where(is_common, store.counts, 0))
    counted = [
        count_grams_between(store, parts, terms, is_common, n, within, min_count)
        for terms in ranges
    ]
    return join_ranges(counted, n)


def cut_ranges(counts: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Divide terms into ranges that have about `RANGE_TOKENS` occurrences, at least one range.

    Examples
    --------
    >>> cut_ranges(np.array([5, 2_000_000, 8_000_000, 9_000_000, 1]))
    [(0, 3), (3, 4), (4, 5)]
    """
    number = np.append(0, np.cumsum(counts))[:-1] // RANGE_TOKENS
    opens = np.flatnonzero(np.diff(number)) + 1
    bounds = [0, *opens.tolist(), len(counts)]
    return list(pairwise(bounds))


def count_grams_between(
    store: Store,
    parts: Partition,
    terms: tuple[int, int],
    is_common: NDArray[np.bool_],
    n: int,
    within: str,
    min_count: int = 1,
) -> GramCounts:
    """Count the n-grams of common terms whose first term is in a range, in a store that is here."""
    term_ids = store.index.term_ids
    bounds, positions = store.index.postings
    free = gram_starts(borders(store, within), store.size, n)
    starts = np.sort(positions[bounds[terms[0]] : bounds[terms[1]]])
    starts = starts[np.searchsorted(starts, 0) : np.searchsorted(starts, len(free))]
    starts = starts[free[starts]]
    for at in range(n):
        starts = starts[is_common[term_ids[starts + np.uint32(at)]]]
    columns = [term_ids[starts + np.uint32(at)] for at in range(n)]
    codes = np.repeat(parts.codes, np.diff(np.searchsorted(starts, parts.bounds)))
    bits = (len(store.counts).bit_length(), len(parts).bit_length())
    return count_equal_grams(columns, codes, None, bits, min_count)


def count_in_shards(
    store: Store,
    work: Callable[..., GramCounts],
    n: int,
    given: tuple[Any, ...],
    parts: Partition,
    min_count: int,
    *,
    flags: int = 0,
    asked: ShardedStore,
) -> GramCounts:
    """Ask all shards for one range of first terms after the other.

    Parameters
    ----------
    store : Store
        What is counted, in shards: terms or values.
    work : callable
        Counts as `count_grams_between` does; it is given `n` and then what else is `given`.
    n : int
        The number of tokens in an n-gram.
    given : tuple
        What the work is given.
    parts : Partition
        The parts to count by.
    min_count : int
        The lowest count of an n-gram in all shards together.
    flags : int, optional
        The number of bits that the work adds to the number of a part.
    asked : ShardedStore
        The shards that the work is given, with terms or values as it needs them.
    """
    assert isinstance(store, ShardedStore)
    is_common = store.counts >= max(min_count, 1)
    sliced, places = list(store.slice_parts(parts)), store.lexicon.places
    bits = (len(is_common).bit_length(), (len(parts) << flags).bit_length())
    counted = []
    for terms in cut_ranges(np.where(is_common, store.counts, 0)):
        each = [
            (own, tuple(np.searchsorted(here, terms).tolist()), is_common[here])
            for (own, _), here in zip(sliced, places, strict=True)
        ]
        answers = [
            cells._replace(
                terms=here[cells.terms],
                parts=used[cells.parts >> flags] << flags | cells.parts & ((1 << flags) - 1),
            )
            for (_, used), here, cells in zip(
                sliced, places, asked.ask(work, n, *given, each=each), strict=True
            )
        ]
        counted.append(add_gram_counts(answers, n, bits, min_count))
    return join_ranges(counted, n)


def join_ranges(counted: Sequence[GramCounts], n: int) -> GramCounts:
    """The n-grams of ranges that follow one another."""
    if len(counted) == 1:
        return counted[0]
    empty = np.empty(0, dtype=np.int64)
    sizes = [np.diff(cells.bounds) for cells in counted]
    return GramCounts(
        np.concatenate([np.empty((0, n), dtype=np.int64), *(cells.terms for cells in counted)]),
        np.append(0, np.cumsum(np.concatenate([empty, *sizes]))),
        np.concatenate([empty, *(cells.parts for cells in counted)]),
        np.concatenate([empty, *(cells.counts for cells in counted)]),
    )


def _renumber_terms(
    term_ids: NDArray[np.uint32], common: NDArray[np.int64], terms: int
) -> NDArray[np.uint32]:
    """Number the term of each token among the common terms, and mark the others as rare.

    No n-gram is more frequent than its rarest term, and fewer terms need fewer bits.
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
    """Divide the tokens into tasks, each with the n - 1 tokens that its last n-gram needs."""
    for start in range(0, len(term_ids), size):
        end = min(start + size + n - 1, len(term_ids))
        low, high = np.searchsorted(bounds, [start, end])
        within = bounds[low:high] - start
        yield GramTask(term_ids[start:end], *parts.stretches(start, end), within, n, bits)


def count_gram_task(task: GramTask, *, min_count: int = 1) -> GramCounts:
    """How often each n-gram starts in each part, in one task."""
    free = gram_starts(task.borders, len(task.term_ids), task.n)
    for at in range(task.n):
        free &= task.term_ids[at : at + len(free)] != RARE
    parts = np.repeat(task.parts, task.lengths)[: len(free)][free]
    columns = [task.term_ids[at : at + len(free)][free] for at in range(task.n)]
    return count_equal_grams(columns, parts, None, task.bits, min_count)


def gram_starts(bounds: NDArray[np.int64], size: int, n: int) -> NDArray[np.bool_]:
    """Whether an n-gram that crosses no border starts at each token but the last n - 1."""
    free = np.ones(max(size - n + 1, 0), dtype=bool)
    for before in range(1, n):
        crossing = bounds - before
        free[crossing[(crossing >= 0) & (crossing < len(free))]] = False
    return free


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


def count_equal_grams(
    terms: Sequence[NDArray[np.integer[Any]]],
    parts: NDArray[np.int64],
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
    cells, sums = _sum_distinct((packed << bits[1]) | parts, counts)
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
        packed = (packed << bits) | column
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
    """Add up the counts of equal numbers; without `counts` each number counts once."""
    if counts is None:
        numbers = np.sort(numbers)
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
