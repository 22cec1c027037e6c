"""Stretches of tokens: where hits may lie, and which hits lie there."""

from collections.abc import Iterator
from functools import cached_property, reduce
from heapq import heappop, heappush
from itertools import count

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parts import merge_borders

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Stretches:
    """Stretches of tokens, none of which lies in another.

    Parameters
    ----------
    first, end : ndarray of int64, shape (stretches,)
        The first token of each stretch and the one after its last; both ascend.
    """

    def __init__(self, first: Integers, end: Integers) -> None:
        self._given = first, end

    @cached_property
    def _limits(self) -> tuple[Integers, Integers]:
        return self._given

    @property
    def first(self) -> Integers:
        """The first token of each stretch."""
        return self._limits[0]

    @property
    def end(self) -> Integers:
        """The token after the last of each stretch."""
        return self._limits[1]

    @staticmethod
    def of_hits(hits: Integers) -> "Stretches":
        """The stretches of hits, without those inside others."""
        return Stretches(*drop_inner_hits(hits).T)

    def intersect(self, other: "Stretches") -> "Stretches":
        """The stretches that both have in common."""
        low = np.searchsorted(other.end, self.first, side="right")
        which, at = expand_ranges(low, np.searchsorted(other.first, self.end))
        common = np.stack(
            [
                np.maximum(self.first[which], other.first[at]),
                np.minimum(self.end[which], other.end[at]),
            ],
            axis=1,
        )
        return Stretches.of_hits(common)

    def around(self, positions: Integers) -> tuple[Integers, Integers]:
        """Pairs: the number of a position, and of a stretch that it is in."""
        low = np.searchsorted(self.end, positions, side="right")
        return expand_ranges(low, np.searchsorted(self.first, positions, side="right"))

    def around_hits(self, hits: Integers) -> tuple[Integers, Integers]:
        """Pairs: the number of a hit, and of a stretch that it lies in."""
        low = np.searchsorted(self.end, hits[:, 1])
        return expand_ranges(low, np.searchsorted(self.first, hits[:, 0], side="right"))

    def contain(self, hits: Integers) -> Mask:
        """Which hits lie in a stretch."""
        # Of the stretches that begin before a hit, the last one reaches furthest.
        at = np.searchsorted(self.first, hits[:, 0], side="right") - 1
        return np.append(self.end, 0)[at] >= hits[:, 1]


class Tiles(Stretches):
    """The stretches between borders: each token is in exactly one.

    Parameters
    ----------
    *borders : ndarray of int64
        Places that no stretch crosses, each array ascending; 0 and the size of the corpus are among
        them. They are only merged if the stretches themselves are needed.
    """

    def __init__(self, *borders: Integers) -> None:
        self._borders = borders

    @cached_property
    def _limits(self) -> tuple[Integers, Integers]:
        borders = merge_borders(self._borders)
        filled = np.flatnonzero(borders[1:] > borders[:-1])
        return borders[filled], borders[filled + 1]

    def contain(self, hits: Integers) -> Mask:
        """Which hits lie in a stretch, as no border is inside them."""
        first, end = hits.T
        crossed = (
            np.searchsorted(borders, end) > np.searchsorted(borders, first, side="right")
            for borders in self._borders
        )
        return np.asarray(~reduce(np.logical_or, crossed))


def expand_ranges(low: Integers, high: Integers) -> tuple[Integers, Integers]:
    """Pairs: the number of a range, and of each member from its `low` to before its `high`."""
    lengths = np.maximum(high - low, 0)
    which = np.repeat(np.arange(len(low)), lengths)
    opening = np.cumsum(lengths) - lengths
    return which, np.arange(len(which)) - opening[which] + low[which]


def drop_inner_hits(hits: Integers) -> Integers:
    """Drop the hits that are inside another; the rest ascends."""
    if (hits[1:] > hits[:-1]).all():  # The hits of one row nearly always ascend.
        return hits
    hits = hits[np.lexsort((-hits[:, 1], hits[:, 0]))]
    reached = np.maximum.accumulate(hits[:, 1])
    outermost = np.concatenate([[True], reached[:-1] < hits[1:, 1]])
    return np.asarray(hits[outermost])


def which_contain(outer: Integers, inner: Integers) -> Mask:
    """Which hits contain another hit."""
    inner = inner[np.argsort(inner[:, 0], kind="stable")]
    # Of the inner hits that begin at a token or later, the one that ends first.
    nearest = np.minimum.accumulate(np.append(inner[:, 1], np.iinfo(np.int64).max)[::-1])[::-1]
    return nearest[np.searchsorted(inner[:, 0], outer[:, 0])] <= outer[:, 1]


def which_overlap(node: Integers, other: Integers) -> Mask:
    """Which hits share a token with another hit; both ascend by their first tokens."""
    reached = np.append(0, np.maximum.accumulate(other[:, 1]))
    return reached[np.searchsorted(other[:, 0], node[:, 1])] > node[:, 0]


def which_near(node: Integers, other: Integers, low: int, high: int, borders: Integers) -> Mask:
    """Which hits have another hit at a distance of `low` to `high` tokens (negative: before them).

    The distance is counted between the nearest edges. Hits that overlap have none, and a hit that
    lies across or beyond a border does not count.
    """
    first = borders[np.searchsorted(borders, node[:, 0], side="right") - 1]
    last = borders[np.searchsorted(borders, node[:, 1] - 1, side="right")] - 1
    other = other[Tiles(borders).contain(other)]
    opening, closing = node[:, 0], node[:, 1] - 1
    after = _has_between(
        np.sort(other[:, 0]), closing + max(low, 1), np.minimum(closing + high, last)
    )
    before = _has_between(
        np.sort(other[:, 1]) - 1, np.maximum(opening + low, first), opening + min(high, -1)
    )
    return after | before


def _has_between(places: Integers, low: Integers, high: Integers) -> Mask:
    return np.searchsorted(places, low) < np.searchsorted(places, high, side="right")


def which_near_inside(
    node: Integers, other: Integers, low: int, high: int, stretches: Stretches
) -> Mask:
    """Which hits have another hit near them, so that both lie in one stretch."""
    # Stretches may overlap. Laid end to end they do not, and each hit is copied into each of its
    # stretches.
    borders = np.append(0, np.cumsum(stretches.end - stretches.first))
    shift = borders[:-1] - stretches.first
    nodes, of_node = stretches.around_hits(node)
    others, of_other = stretches.around_hits(other)
    near = which_near(
        node[nodes] + shift[of_node, np.newaxis],
        other[others] + shift[of_other, np.newaxis],
        low,
        high,
        borders,
    )
    return np.bincount(nodes[near], minlength=len(node)) > 0


def divide_overlapping(hits: Integers) -> Iterator[Integers]:
    """Divide hits, which ascend, into groups in which no two overlap: the numbers of each."""
    free: list[tuple[int, int]] = []  # the end of the last hit of each group, and its number
    numbers = count()
    groups = []
    for first, end in hits.tolist():
        number = heappop(free)[1] if free and free[0][0] <= first else next(numbers)
        groups.append(number)
        heappush(free, (end, number))
    group = np.array(groups, dtype=np.int64)
    for number in range(next(numbers)):
        yield np.flatnonzero(group == number)
