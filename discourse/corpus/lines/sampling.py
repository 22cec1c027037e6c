"""Random samples of lines: of all alike, or of each group alike."""

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]


def draw(size: int, n: int, random: np.random.Generator) -> Integers:
    """The numbers of `n` of `size` lines, ascending."""
    return np.sort(random.choice(size, n, replace=False))


def draw_evenly(group: Integers, n: int, random: np.random.Generator) -> Integers:
    """The numbers of `n` lines, ascending: as many of each group, or all of a smaller one.

    If `n` does not divide evenly, chance decides which groups give one line more.
    """
    groups, sizes = np.unique(group, return_counts=True)
    quotas = _share_out(sizes, n, random)
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
