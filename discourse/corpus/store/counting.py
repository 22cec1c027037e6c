"""Counts of terms and n-grams by part, in tasks whose counts add up.

Counts of terms are sparse matrices, which scipy transposes and adds. N-grams have too many columns
for that, so each n-gram and its part are packed into one whole number, and equal numbers are
counted by sorting. Take 5 terms, numbered 0-4 and therefore 3 bits wide, and 2 parts, 2 bits wide.
The 2-gram of terms 4 and 1 in part 1 is 100|001|01 in binary, which is 133. Numbers sort as their
n-grams do, and within an n-gram by part. Shifts and masks take them apart again: 133 & 3 is part 1,
133 >> 2 is the 2-gram 33, 33 & 7 is term 1, and 33 >> 3 is term 4. A number has 63 bits. With
200,000 terms, of 18 bits each, three fit and a fourth does not. The numbers of the first three are
then replaced by their ranks among the distinct ones, which sort alike and are narrower, and a table
of the distinct ones turns the ranks back.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders, partition
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse


# Tokens per task: 4 MB to send to a worker, and some hundredths of a second to count.
WORKER_TOKENS = 1 << 20
# Tokens per task without an executor: large, because counts of tasks have to be added, but small
# enough for memory to hold the tokens several times over.
LOCAL_TOKENS = 1 << 25
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


class TermTask(NamedTuple):
    """A run of tokens: their terms, and the lengths of the stretches that parts divide it into."""

    term_ids: NDArray[np.uint32]
    lengths: NDArray[np.int64]


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


# ------------------------------------------------------------------------------------ terms


def term_counts(
    store: Store, *, by: str | Sequence[str] = "document", executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary occurs in each part.

    Parameters
    ----------
    store : Store
        The store to count in.
    by : str or sequence of str, optional
        "document", "section", "sentence", a metadata column or a layer of spans, or several.
    executor : Executor, optional
        Any `concurrent.futures.Executor`; only the term numbers of a task are sent to it.

    Returns
    -------
    csr_array of int, shape (parts, terms)
        Counts, with a column for every term of the vocabulary.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.counting import term_counts
    >>> term_counts(dc.read("seeds/").store, by="section").sum(axis=1)
    array([ 64, 275, 192, 380, 272, 201])
    """
    return count_terms(store, partition(store, by), executor)


def count_terms(
    store: Store, parts: Partition, executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary occurs in each part of any division: (parts, terms)."""
    from scipy import sparse

    size = LOCAL_TOKENS if executor is None else WORKER_TOKENS
    cuts = [(start, min(start + size, store.size)) for start in range(0, store.size, size)]
    stretches = [parts.stretches(*cut) for cut in cuts]
    tasks = [
        TermTask(store.index.term_ids[start:end], lengths)
        for (start, end), (_, lengths) in zip(cuts, stretches, strict=True)
    ]
    terms = len(store.index.vocabulary.terms)
    if not tasks:
        return sparse.csr_array((len(parts), terms), dtype=np.int64)
    work = partial(count_term_task, terms=terms)
    counted = sparse.vstack(list(map_tasks(work, tasks, executor, "counting")), format="csr")
    # A part may be in several stretches and tasks: the product adds up their rows.
    codes = np.concatenate([codes for codes, _ in stretches])
    rows = np.arange(len(codes))
    ones = np.ones(len(codes), dtype=np.int64)
    rows_of_parts = sparse.csr_array((ones, (codes, rows)), shape=(len(parts), len(codes)))
    counts: sparse.csr_array = rows_of_parts @ counted
    counts.sort_indices()
    return counts


def count_term_task(task: TermTask, *, terms: int) -> "sparse.csr_array":
    """How often each term occurs in each stretch of a task, (stretches, terms).

    The tokens form a sparse matrix as they are, with one cell per token. Transposing it brings the
    equal cells together in linear time, where they are added up.
    """
    from scipy import sparse

    ones = np.ones(len(task.term_ids), dtype=np.int32)
    bounds = np.append(0, np.cumsum(task.lengths)).astype(np.int32)
    cells = (ones, task.term_ids.view(np.int32), bounds)
    columns = sparse.csr_array(cells, shape=(len(task.lengths), terms)).tocsc()
    columns.sum_duplicates()
    return columns.tocsr()


# ---------------------------------------------------------------------------------- n-grams


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
    common = np.flatnonzero(store.counts >= max(min_count, 1))
    term_ids = _renumber_terms(store.index.term_ids, common, len(store.counts))
    bits = (len(common).bit_length(), len(parts).bit_length())
    size = LOCAL_TOKENS if executor is None else WORKER_TOKENS
    tasks = list(_gram_tasks(term_ids, n, parts, borders(store, within), bits, size))
    if len(tasks) == 1:
        cells = count_gram_task(tasks[0], min_count=min_count)
    else:
        counted = list(map_tasks(count_gram_task, tasks, executor, "counting"))
        cells = add_gram_counts(counted, n, bits, min_count)
    return cells._replace(terms=common[cells.terms])


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
    if len(task.parts) == 1:
        parts = np.broadcast_to(task.parts, int(np.count_nonzero(free)))
    else:
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
