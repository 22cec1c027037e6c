"""Sort all suffixes of a sequence of numbers, and measure how much neighbours share.

A suffix is the rest of the sequence from some place on. In sorted order, those that begin alike are
neighbours, so whatever occurs twice is the common beginning of two neighbours. Suffixes are sorted
by ever longer beginnings: two of 6 numbers are compared by the ranks of their halves of 3, then two
of 12 by those of 6, and so on (Manber & Myers 1993). A suffix that is alone with its beginning is
in its place and is not looked at again.

The number 0 is a break, which no beginning crosses: it differs from every other break.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers

SIGNED_BITS = 63  # of a number that holds several others
MOST_AT_ONCE = 8  # numbers that are compared in the first round


class Suffixes(NamedTuple):
    """The suffixes of a sequence in sorted order.

    ``order`` has the place in the sequence at which each begins, and ``ranks`` the place in the
    order of the suffix that begins at each place of the sequence. ``shared`` is how many numbers
    each has in common with the one before it, and ends with -1 on either side.
    """

    order: NDArray[np.integer[Any]]
    ranks: NDArray[np.integer[Any]]
    shared: NDArray[np.int32]


class _Level(NamedTuple):
    """Ranks by the first `length` numbers alone: equal where these are, and have no break."""

    length: int
    ranks: NDArray[np.integer[Any]]


def sort_suffixes(codes: Integers) -> Suffixes:
    """Sort the suffixes of a sequence that ends with 0; no other number is below 1.

    Examples
    --------
    >>> import numpy as np
    >>> sorted_ = sort_suffixes(np.array([1, 2, 1, 2, 0]))  # as in "a b a b"
    >>> sorted_.order.tolist(), sorted_.shared.tolist()
    ([4, 2, 0, 3, 1], [-1, 0, 2, 0, 1, -1])
    """
    levels = list(_rank_beginnings(codes))
    ranks = levels[-1].ranks
    order = np.empty_like(ranks)
    order[ranks] = np.arange(len(codes), dtype=ranks.dtype)
    return Suffixes(order, ranks, _measure_shared(codes, order, levels))


def _rank_beginnings(codes: Integers) -> Iterator[_Level]:
    """Rank the suffixes by ever longer beginnings, until no two are equal."""
    length, order, opens = _sort_first(codes)
    kind = np.int32 if len(codes) < 2**31 else np.int64
    ranks: Integers = np.empty(len(codes), dtype=kind)
    ranks[order] = np.maximum.accumulate(np.where(opens, np.arange(len(codes)), 0))
    yield _Level(length, ranks.copy())
    while True:
        # The places in the order at which suffixes are still equal to a neighbour.
        alike = np.flatnonzero(~opens | ~np.append(opens[1:], True))
        if not len(alike):
            return
        begins = order[alike]
        keys = (ranks[begins].astype(np.int64) << 32) | ranks[begins + length]
        sorting = np.argsort(keys)
        keys, begins = keys[sorting], begins[sorting]
        order[alike] = begins
        opens[alike] = np.append(True, keys[1:] != keys[:-1])
        ranks[begins] = np.maximum.accumulate(np.where(opens[alike], alike, 0))
        length *= 2
        yield _Level(length, ranks.copy())


def _sort_first(codes: Integers) -> tuple[int, NDArray[np.int64], NDArray[np.bool_]]:
    """Sort by the first few numbers, as many as one number holds.

    Returns how many these are, the order, and whether each suffix differs from the one before it.
    """
    bits = max(int(codes.max()).bit_length(), 1)
    length = max(1, min(SIGNED_BITS // bits, MOST_AT_ONCE))
    size = len(codes)
    keys = codes.astype(np.int64)
    # Nothing after a break counts, so that suffixes are equal up to it.
    whole = codes > 0
    for ahead in range(1, length):
        keys <<= bits
        reached = max(size - ahead, 0)
        keys[:reached] |= np.where(whole[:reached], codes[ahead:], 0)
        whole[:reached] &= codes[ahead:] > 0
        whole[reached:] = False
    order = np.argsort(keys)
    keys = keys[order]
    opens = np.append(True, keys[1:] != keys[:-1])
    # Breaks differ, and sort by their places; so do the suffixes that reach one.
    broken = np.flatnonzero(~whole[order])
    group = np.cumsum(opens)[broken]
    order[broken] = order[broken][np.lexsort((order[broken], group))]
    opens[broken] = True
    return length, order, opens


def _measure_shared(codes: Integers, order: Integers, levels: list[_Level]) -> NDArray[np.int32]:
    """How many numbers each suffix has in common with the one before it."""
    shared = np.zeros(len(codes) + 1, dtype=np.int32)
    before, after = order[:-1].astype(np.int64), order[1:].astype(np.int64)
    at = np.zeros(len(before), dtype=np.int64)
    for length, ranks in reversed(levels[:-1]):
        at += length * (ranks[before + at] == ranks[after + at])
    # What is left is shorter than the first beginnings that were compared.
    left = np.arange(len(before))
    for _ in range(levels[0].length):
        here = codes[before[left] + at[left]]
        left = left[(here == codes[after[left] + at[left]]) & (here > 0)]
        if not len(left):
            break
        at[left] += 1
    shared[1:-1] = at
    shared[[0, -1]] = -1
    return shared
