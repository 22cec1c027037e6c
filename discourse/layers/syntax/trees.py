"""Heads and dependents of all words at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from discourse.layers.syntax.words import NONE, Mask, Numbers

LONGEST_CLAUSE = 400  # words; taggers read no longer sentences


@dataclass(frozen=True, eq=False)
class Trees:
    """The heads of words.

    Attributes
    ----------
    head : ndarray of int64, shape (words,)
        The head of each word, or `NONE`.
    """

    head: Numbers

    def first_child(self, wanted: Mask) -> Numbers:
        """The first of some words among the dependents of each word, or `NONE`."""
        found = np.full(len(self.head), NONE, dtype=np.int64)
        children = np.flatnonzero(wanted & (self.head != NONE))[::-1]
        found[self.head[children]] = children
        return found

    def last_child(self, wanted: Mask) -> Numbers:
        """The last of some words among the dependents of each word, or `NONE`."""
        found = np.full(len(self.head), NONE, dtype=np.int64)
        children = np.flatnonzero(wanted & (self.head != NONE))
        found[self.head[children]] = children
        return found

    def has_child(self, wanted: Mask) -> Mask:
        """Which words have one of some words as a dependent."""
        found: Mask = self.first_child(wanted) != NONE
        return found

    def climb(self, passed: Mask) -> Numbers:
        """The first word above each word, or the word itself, that is not passed by.

        A root is not passed by either.
        """
        above = np.where(passed & (self.head != NONE), self.head, np.arange(len(self.head)))
        for _ in range(len(above).bit_length() + 1):  # each step doubles the way
            above = above[above]
        return above

    @cached_property
    def levels(self) -> list[Numbers]:
        """The words by the number of heads above them, the deepest first, without the roots."""
        depth = np.zeros(len(self.head), dtype=np.int64)
        here = np.flatnonzero(self.head == NONE)
        reached = np.zeros(len(self.head), dtype=bool)
        reached[here] = True
        level, found = 0, list[Numbers]()
        waiting = np.flatnonzero(~reached)
        while len(waiting):
            ready = reached[self.head[waiting]]
            if not ready.any():  # heads in a circle
                break
            level += 1
            now = waiting[ready]
            depth[now] = level
            found.append(now)
            waiting = waiting[~ready]
            reached[now] = True
        return found[::-1]

    def reach(self, counted: Mask) -> tuple[Numbers, Numbers]:
        """The first and the last word below each word, or the word itself.

        Parameters
        ----------
        counted : ndarray of bool, shape (words,)
            The words that, with what is below them, belong to their head.
        """
        low, high = np.arange(len(self.head)), np.arange(len(self.head))
        for level in self.levels:
            at = level[counted[level]]
            np.minimum.at(low, self.head[at], low[at])
            np.maximum.at(high, self.head[at], high[at])
        return low, high


def pick(found: Numbers, at: Numbers) -> Numbers:
    """What is found of some words; `NONE` of a word that is `NONE`."""
    return np.where(at == NONE, NONE, found[at]) if len(found) else at


def holds(mask: Mask, at: Numbers) -> Mask:
    """Whether something holds of some words; of a word that is `NONE`, nothing does."""
    if not len(mask):
        return np.zeros(len(at), dtype=bool)
    found: Mask = (at != NONE) & mask[at]
    return found


def either(one: Numbers, other: Numbers) -> Numbers:
    """One word, or the other where the one is `NONE`."""
    return np.where(one == NONE, other, one)


def find_top(head: Numbers, places: Iterable[int]) -> int:
    """The first of some words that is nearest to a root.

    Parameters
    ----------
    head : ndarray of int64, shape (words,)
        The head of each word, or `NONE`.
    places : iterable of int
        The words.
    """
    depths = []
    for at in places:
        depth, above = 0, int(head[at])
        while above != NONE and depth <= LONGEST_CLAUSE:
            depth, above = depth + 1, int(head[above])
        depths.append((depth, at))
    return min(depths)[1]
