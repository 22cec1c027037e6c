"""Counts of n-grams by part: in tasks, in ranges of their first terms, and in shards.

Many tokens are counted in ranges of first terms. All occurrences of an n-gram are in the range of
its first term, so that the range can leave out rare ones, and ranges need not be added up: they
follow one another. Shards are asked for one range after the other, and no more n-grams than those
of one range are ever together here.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import WORKER_TOKENS, narrow_counts
from discourse.corpus.store.gram_packing import (
    GramCounts,
    GramTotals,
    add_gram_counts,
    add_gram_totals,
    count_equal_grams,
)
from discourse.corpus.store.index import look_up
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders, partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

# Tokens whose n-grams are counted at a time: enough for speed, and few enough for their arrays to
# take each other's place in memory. Larger arrays are fresh each time, which takes twice as long.
RANGE_TOKENS = 1 << 21
# The same in shards, each of which is asked once for each range.
RANGE_OF_SHARDS = 1 << 26
RARE = 2**32 - 1  # marks terms that are rarer than min_count


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


def cut_ranges(counts: NDArray[np.int64], size: int = 0) -> list[tuple[int, int]]:
    """Divide terms into ranges that have about `size` occurrences, at least one range.

    The size is `RANGE_TOKENS` if none is given.

    Examples
    --------
    >>> cut_ranges(np.array([5, 500_000, 2_000_000, 2_500_000, 1]))
    [(0, 3), (3, 4), (4, 5)]
    """
    number = np.append(0, np.cumsum(counts))[:-1] // (size or RANGE_TOKENS)
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
    starts = _list_starts(store, terms, n, within)
    columns: list[NDArray[np.uint32]] = []
    for at in range(n):
        column = store.index.terms_at(starts + np.uint32(at))
        if not is_common.all():
            common = is_common[column]
            starts, column = starts[common], column[common]
            columns = [former[common] for former in columns]
        columns.append(column)
    # Numbers of one type, because fresh memory for other ones takes longer than the search.
    lengths = np.diff(np.searchsorted(starts, parts.bounds.astype(starts.dtype)))
    codes = np.repeat(parts.codes.astype(np.min_scalar_type(len(parts))), lengths)
    bits = (len(store.counts).bit_length(), len(parts).bit_length())
    return count_equal_grams(columns, codes, None, bits, min_count)


def _list_starts(store: Store, terms: tuple[int, int], n: int, within: str) -> NDArray[np.uint32]:
    """The tokens of some terms at which an n-gram can start, ascending."""
    free = gram_starts(borders(store, within), store.size, n)
    if terms == (0, len(store.counts)):
        return np.flatnonzero(free).astype(np.uint32)
    bounds, positions = store.index.postings
    starts = np.sort(positions[bounds[terms[0]] : bounds[terms[1]]])
    starts = starts[: np.searchsorted(starts, len(free))]
    return starts[look_up(free, starts)]


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
    sliced, places = list(store.slice_parts(parts)), store.lexicon.places
    bits = (len(store.counts).bit_length(), (len(parts) << flags).bit_length())
    counted = []
    for each in _list_ranges(store, [own for own, _ in sliced], min_count):
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


def _list_ranges(
    store: ShardedStore, parts: Sequence[Partition], min_count: int
) -> Iterator[list[tuple[Any, ...]]]:
    """What each shard is given, for one range of first terms after the other."""
    is_common = store.counts >= max(min_count, 1)
    for terms in cut_ranges(np.where(is_common, store.counts, 0), RANGE_OF_SHARDS):
        yield [
            (own, tuple(np.searchsorted(here, terms).tolist()), is_common[here])
            for own, here in zip(parts, store.lexicon.places, strict=True)
        ]


def total_grams(
    store: Store,
    n: int,
    *,
    within: str,
    min_count: int = 1,
    executor: Executor | None = None,
) -> GramTotals:
    """How often each n-gram occurs, and in how many documents.

    No document is in two shards, so that shards need not tell which of them have an n-gram.
    """
    parts = partition(store, "document")
    if not isinstance(store, ShardedStore):
        counted = count_grams(
            store, n, parts=parts, within=within, min_count=min_count, executor=executor
        )
        return counted.totals
    own = [sliced for sliced, _ in store.slice_parts(parts)]
    bits, found = len(store.counts).bit_length(), []
    for each in _list_ranges(store, own, min_count):
        answers = store.ask(_total_between, n, within, each=each)
        numbered = [
            totals._replace(terms=here[totals.terms])
            for here, totals in zip(store.lexicon.places, answers, strict=True)
        ]
        found.append(add_gram_totals(numbered, n, bits, min_count))
    return GramTotals(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _total_between(
    store: Store,
    parts: Partition,
    terms: tuple[int, int],
    is_common: NDArray[np.bool_],
    n: int,
    within: str,
) -> GramTotals:
    """The totals of n-grams, in as few bytes as the client needs to add them up."""
    totals = count_grams_between(store, parts, terms, is_common, n, within).totals
    return GramTotals(
        narrow_counts(totals.terms), narrow_counts(totals.counts), narrow_counts(totals.ranges)
    )


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
