"""Windows: the tokens near some hits, each once however many hits it is near."""

from concurrent.futures import Executor
from functools import partial
from itertools import pairwise, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.counting import SHARE, Cells, add_cells, count_cells
from discourse.corpus.store.parallel import map_tasks
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import borders
from discourse.corpus.store.store import Store


class Windows(NamedTuple):
    """Two sets of tokens, ascending: those in the windows, and those of the hits themselves."""

    inside: NDArray[np.int64]
    nodes: NDArray[np.int64]


class Near(NamedTuple):
    """How often each term stands in the windows, and in the hits themselves, of each part."""

    inside: Cells
    nodes: Cells


class WindowTask(NamedTuple):
    """Some tokens in a row, the hits among them, and the borders that no window crosses."""

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
) -> Near:
    """How often each term stands near some hits in each part; a place near two hits counts once.

    Parameters
    ----------
    hits : (hits, 2), the first token and the one after the last, ascending.
    left, right : tokens before and after a hit; those of any hit are in no window.
    parts : a division of the store, as `Corpus.partition` makes it.
    within : no window crosses the border of a "document", "section" or "sentence", or a region
        that is left out.
    executor : any `concurrent.futures.Executor`; it gets the token numbers of its share alone.

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
    work = partial(count_window_task, left=left, right=right, bits=bits)
    bounds = borders(store, within)
    alone = executor is None or store.size <= SHARE
    cuts = [0, store.size] if alone else _task_borders(hits, bounds)
    shares = list(starmap(partial(_window_task, store, hits, parts, bounds), pairwise(cuts)))
    counted = list(map_tasks(work, shares, executor, "counting"))
    if len(counted) == 1:
        return counted[0]
    return Near(*(add_cells(counts, 1, bits, 1) for counts in zip(*counted, strict=True)))


def _task_borders(hits: NDArray[np.int64], bounds: NDArray[np.int64]) -> list[int]:
    """Borders that no hit stands across, each `SHARE` tokens or more after the one before it."""
    reached = np.append(0, np.maximum.accumulate(hits[:, 1]))
    free = bounds[reached[np.searchsorted(hits[:, 0], bounds)] <= bounds]
    wanted = np.append(np.arange(0, bounds[-1], SHARE), bounds[-1])
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


def count_window_task(share: WindowTask, *, left: int, right: int, bits: tuple[int, int]) -> Near:
    """How often each term stands in the windows, and in the hits, of each part of one share."""
    found = find_windows(share.hits, share.borders, left=left, right=right)
    return Near(*(_count_tokens(share, tokens, bits) for tokens in found))


def _count_tokens(share: WindowTask, tokens: NDArray[np.int64], bits: tuple[int, int]) -> Cells:
    bounds = np.cumsum(np.append(0, share.lengths))
    parts = np.repeat(share.parts, np.diff(np.searchsorted(tokens, bounds)))
    return count_cells([share.term_ids[tokens]], parts, None, bits, 1)


def find_windows(
    hits: NDArray[np.int64], bounds: NDArray[np.int64], *, left: int, right: int
) -> Windows:
    """The tokens up to `left` before and `right` after a hit, without any hit's own.

    Parameters
    ----------
    hits : (hits, 2), the first token and the one after the last, ascending.
    bounds : the borders that no window crosses, closed by the number of tokens.
    """
    firsts, ends = _merge_overlaps(hits)
    stretch = np.searchsorted(bounds, firsts, side="right")
    border_before, border_after = bounds[stretch - 1], bounds[stretch]
    across = np.flatnonzero(ends > border_after)  # hits that stay within a larger unit
    border_after[across] = bounds[np.searchsorted(bounds, ends[across])]
    opening = np.maximum(firsts - left, np.maximum(border_before, np.append(0, ends)[:-1]))
    closing = np.minimum(ends + right, np.minimum(border_after, np.append(firsts, bounds[-1])[1:]))
    inside = _tokens_in_stretches(_interleave(opening, ends), _interleave(firsts, closing))
    return Windows(inside, _tokens_in_stretches(firsts, ends))


def _merge_overlaps(hits: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hits that overlap as one stretch: the first token of each, and the one after its last."""
    reached = np.maximum.accumulate(hits[:, 1])
    opens = hits[:, 0] >= np.append(0, reached)[:-1]
    closes = np.append(opens, True)[1:]
    return hits[opens, 0], reached[closes]


def _interleave(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([one, other], axis=1).reshape(-1)


def _tokens_in_stretches(firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The tokens in at least one of some stretches, whose firsts ascend."""
    before = np.maximum.accumulate(np.append(0, ends))[:-1]
    firsts = np.maximum(firsts, before)
    lengths = np.maximum(ends - firsts, 0)
    starts = np.cumsum(lengths) - lengths
    tokens: NDArray[np.int64] = np.arange(lengths.sum()) + np.repeat(firsts - starts, lengths)
    return tokens
