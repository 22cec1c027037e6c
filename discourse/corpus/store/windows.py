"""Windows: the tokens near hits, each counted once however many hits it is near."""

from concurrent.futures import Executor
from functools import partial
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import WORKER_TOKENS
from discourse.corpus.store.gram_packing import GramCounts, add_gram_counts, count_equal_grams
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders
from discourse.corpus.store.store import Store


class Windows(NamedTuple):
    """The tokens in the windows and the tokens of the hits themselves, both ascending."""

    inside: NDArray[np.int64]
    nodes: NDArray[np.int64]


class WindowCounts(NamedTuple):
    """How often each term occurs in the windows and in the hits themselves, by part."""

    inside: GramCounts
    nodes: GramCounts


class WindowTask(NamedTuple):
    """A run of tokens, the hits among them, and the borders that no window crosses."""

    term_ids: NDArray[np.uint32]
    parts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    hits: NDArray[np.int64]
    borders: NDArray[np.int64]


def window_counts(
    store: Store,
    hits: NDArray[np.int64],
    *,
    left: int,
    right: int,
    parts: Partition,
    within: str,
    executor: Executor | None = None,
) -> WindowCounts:
    """How often each term occurs near hits, by part; a token near two hits counts once.

    Parameters
    ----------
    store : Store
        The store to count in.
    hits : ndarray of int64, shape (hits, 2)
        The first token of each hit and the one after its last, ascending.
    left, right : int
        Number of tokens before and after a hit. Tokens of a hit are in no window.
    parts : Partition
        The parts to count by.
    within : str
        "document", "section" or "sentence"; no window crosses its borders, or a region that is
        left out.
    executor : Executor, optional
        Any `concurrent.futures.Executor`; only the term numbers of a task are sent to it.

    Returns
    -------
    WindowCounts
        Counts in the windows, and in the hits themselves.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.store.parts import partition
    >>> from discourse.corpus.store.windows import window_counts
    >>> paper = dc.read("seeds/")
    >>> sections, hits = partition(paper.store, "section"), paper.find("rights")
    >>> near = window_counts(paper.store, hits, left=1, right=0, parts=sections, within="sentence")
    >>> near.inside.matrix(sections).sum(axis=0)
    array([ 3,  5,  6, 14,  0,  0])
    """
    bits = (len(store.counts).bit_length(), len(parts).bit_length())
    bounds = borders(store, within)
    if executor is None or store.size <= WORKER_TOKENS:
        found = find_windows(hits, bounds, left=left, right=right)
        stretches = parts.stretches(0, store.size)
        # Of a rare node, the terms near it are looked up, and no others.
        return WindowCounts(
            *(_count_tokens(store.index.terms_at(at), at, *stretches, bits) for at in found)
        )
    work = partial(count_window_task, left=left, right=right, bits=bits)
    cuts = _task_borders(hits, bounds)
    tasks = list(starmap(partial(_window_task, store, hits, parts, bounds), pairwise(cuts)))
    counted = list(map_tasks(work, tasks, executor, "counting"))
    if len(counted) == 1:
        return counted[0]
    return WindowCounts(
        *(add_gram_counts(counts, 1, bits, 1) for counts in zip(*counted, strict=True))
    )


def _task_borders(hits: NDArray[np.int64], bounds: NDArray[np.int64]) -> list[int]:
    """Borders to divide the tokens at: no hit crosses them, and tasks are of about equal size."""
    reached = np.append(0, np.maximum.accumulate(hits[:, 1]))
    free = bounds[reached[np.searchsorted(hits[:, 0], bounds)] <= bounds]
    wanted = np.append(np.arange(0, bounds[-1], WORKER_TOKENS), bounds[-1])
    cuts: list[int] = np.unique(free[np.searchsorted(free, wanted)]).tolist()
    return cuts


def _window_task(
    store: Store,
    hits: NDArray[np.int64],
    parts: Partition,
    bounds: NDArray[np.int64],
    start: int,
    end: int,
) -> WindowTask:
    first, last = np.searchsorted(hits[:, 0], [start, end])
    low, high = np.searchsorted(bounds, start), np.searchsorted(bounds, end, side="right")
    return WindowTask(
        store.index.term_ids[start:end],
        *parts.stretches(start, end),
        hits[first:last] - start,
        bounds[low:high] - start,
    )


def count_window_task(
    task: WindowTask, *, left: int, right: int, bits: tuple[int, int]
) -> WindowCounts:
    """How often each term occurs in the windows and in the hits of one task, by part."""
    found = find_windows(task.hits, task.borders, left=left, right=right)
    stretches = task.parts, task.lengths
    return WindowCounts(
        *(_count_tokens(task.term_ids[tokens], tokens, *stretches, bits) for tokens in found)
    )


def _count_tokens(
    terms: NDArray[np.uint32],
    tokens: NDArray[np.int64],
    parts: NDArray[np.int64],
    lengths: NDArray[np.int64],
    bits: tuple[int, int],
) -> GramCounts:
    """Count the terms of some tokens in the parts of the stretches that they are in."""
    bounds = np.cumsum(np.append(0, lengths))
    own = np.repeat(parts, np.diff(np.searchsorted(tokens, bounds)))
    return count_equal_grams([terms], own, None, bits, 1)


def find_windows(
    hits: NDArray[np.int64], bounds: NDArray[np.int64], *, left: int, right: int
) -> Windows:
    """Find the tokens up to `left` before and `right` after a hit, without those of any hit.

    Parameters
    ----------
    hits : ndarray of int64, shape (hits, 2)
        The first token of each hit and the one after its last, ascending.
    bounds : ndarray of int64
        The borders that no window crosses, followed by the number of tokens.
    left, right : int
        Number of tokens before and after a hit.

    Returns
    -------
    Windows
        The tokens in the windows, and those of the hits.
    """
    firsts, ends = _merge_overlaps(hits)
    stretch = np.searchsorted(bounds, firsts, side="right")
    border_before, border_after = bounds[stretch - 1], bounds[stretch]
    across = np.flatnonzero(ends > border_after)  # hits that lie across a border of the unit
    border_after[across] = bounds[np.searchsorted(bounds, ends[across])]
    opening = np.maximum(firsts - left, np.maximum(border_before, np.append(0, ends)[:-1]))
    closing = np.minimum(ends + right, np.minimum(border_after, np.append(firsts, bounds[-1])[1:]))
    inside = _tokens_in_stretches(_interleave(opening, ends), _interleave(firsts, closing))
    return Windows(inside, _tokens_in_stretches(firsts, ends))


def _merge_overlaps(hits: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Merge overlapping hits; return the first token of each, and the one after its last."""
    reached = np.maximum.accumulate(hits[:, 1])
    opens = hits[:, 0] >= np.append(0, reached)[:-1]
    closes = np.append(opens, True)[1:]
    return hits[opens, 0], reached[closes]


def _interleave(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([one, other], axis=1).reshape(-1)


def _tokens_in_stretches(firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The tokens that are in at least one of the stretches, whose first tokens ascend."""
    before = np.maximum.accumulate(np.append(0, ends))[:-1]
    firsts = np.maximum(firsts, before)
    lengths = np.maximum(ends - firsts, 0)
    starts = np.cumsum(lengths) - lengths
    tokens: NDArray[np.int64] = np.arange(lengths.sum()) + np.repeat(firsts - starts, lengths)
    return tokens
