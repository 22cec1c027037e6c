"""Random samples of lines: of all alike, of each group alike, or of each group by its weight."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def draw(size: int, n: int, random: np.random.Generator) -> Integers:
    """The numbers of `n` of `size` lines, ascending."""
    return np.sort(random.choice(size, n, replace=False))


def draw_of_groups(
    group: Integers, n: int, random: np.random.Generator, weights: Floats | None = None
) -> Integers:
    """The numbers of `n` lines, ascending: as many of each group, or all of a smaller one.

    If `n` does not divide evenly, chance decides which groups give one line more. With `weights`,
    by the number of the group, a group of weight 2 gives twice as many as one of weight 1, and one
    of weight 0 none.
    """
    groups, sizes = np.unique(group, return_counts=True)
    own = None if weights is None else weights[groups]
    quotas = _share_out(sizes, n, random) if own is None else _weigh(sizes, n, random, own)
    drawn = [
        random.choice(np.flatnonzero(group == each), quota, replace=False)
        for each, quota in zip(groups.tolist(), quotas.tolist(), strict=True)
    ]
    return np.sort(np.concatenate([np.empty(0, dtype=np.int64), *drawn]))


def _share_out(sizes: Integers, n: int, random: np.random.Generator) -> Integers:
    """How many lines each group gives, `n` in all; none gives more than it has."""
    quotas = np.zeros(len(sizes), dtype=np.int64)
    while (left := n - quotas.sum()) > 0:
        open_groups = np.flatnonzero(quotas < sizes)
        share = left // len(open_groups)
        if share == 0:
            quotas[random.choice(open_groups, left, replace=False)] += 1
        else:
            quotas[open_groups] = np.minimum(quotas[open_groups] + share, sizes[open_groups])
    return quotas


def _weigh(sizes: Integers, n: int, random: np.random.Generator, weights: Floats) -> Integers:
    """How many lines each group gives by its weight; none gives more than it has."""
    quotas = np.zeros(len(sizes), dtype=np.int64)
    while (left := n - quotas.sum()) > 0:
        open_groups = np.flatnonzero((quotas < sizes) & (weights > 0))
        if not len(open_groups):
            return quotas
        chances = weights[open_groups] / weights[open_groups].sum()
        share = np.floor(left * chances).astype(np.int64)
        if not share.any():
            more = min(left, len(open_groups))
            quotas[random.choice(open_groups, more, replace=False, p=chances)] += 1
        else:
            quotas[open_groups] = np.minimum(quotas[open_groups] + share, sizes[open_groups])
    return quotas
