"""Whether a finding rests on a single part of the text."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arguments import Counts, Floats, check_cells
from .association import log_ratio_interval


def kept_without_part(
    counts: Counts,
    sizes: ArrayLike,
    count_reference: ArrayLike,
    size_reference: float,
) -> NDArray[np.int64]:
    """Number of parts that can each be left out without losing the difference.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences in the parts of the target.
    sizes : array_like, shape (parts,)
        Tokens of each part of the target, 1 or more.
    count_reference : array_like, shape (terms,)
        Occurrences in the reference.
    size_reference : float
        Tokens of the reference.

    Returns
    -------
    ndarray of int, shape (terms,)
        From 0 to the number of parts; 0 for a term whose 95 % interval of the log ratio contains 0
        in the first place.

    Notes
    -----
    A part counts if the interval, computed without its occurrences and its tokens, still excludes
    zero on the same side. Leaving out a part without the term only makes the target smaller, which
    moves the whole interval up. A term above zero therefore stays there. A term below zero must be
    checked again, first without the largest part, which is the hardest case.
    """
    table, tokens = check_cells(counts, sizes)
    reference = np.broadcast_to(np.asarray(count_reference, dtype=np.float64), table.shape[:1])
    every = _IntervalSides(table.sum(axis=1), tokens.sum(), reference, float(size_reference))
    side = every.side(slice(None), 0.0, 0.0)
    with_it = np.diff(table.indptr)
    kept = np.where(side > 0, len(tokens) - with_it, 0)
    row = np.repeat(np.arange(len(kept)), with_it)
    at = np.flatnonzero(side[row])
    same = every.side(row[at], table.data[at], tokens[table.indices[at]]) == side[row[at]]
    kept += np.bincount(row[at][same], minlength=len(kept))
    return kept + _parts_below(table, tokens, every, np.flatnonzero(side < 0))


class _IntervalSides:
    """On which side of zero the intervals are when a part is left out of the target."""

    def __init__(self, count: Floats, size: float, reference: Floats, size_reference: float):
        self.count, self.size = count, size
        self.reference, self.size_reference = reference, size_reference

    def side(self, term: Any, without: Any, tokens: Any) -> NDArray[np.int64]:
        """1 above zero, -1 below, 0 where the interval contains zero or the target is empty."""
        size = np.asarray(self.size - tokens)
        low, high = log_ratio_interval(
            self.count[term] - without,
            np.maximum(size, 1),
            self.reference[term],
            self.size_reference,
        )
        return ((low > 0).astype(np.int64) - (high < 0)) * (size > 0)


def _parts_below(
    table: Any, tokens: Floats, every: _IntervalSides, terms: NDArray[np.int64]
) -> NDArray[np.int64]:
    """For each term below zero, the number of parts without the term that can be left out."""
    kept = np.zeros(table.shape[0], dtype=np.int64)
    without = len(tokens) - np.diff(table.indptr)[terms]
    safe = every.count[terms] <= every.size - tokens.max()
    safe[safe] = every.side(terms[safe], 0.0, tokens.max()) < 0
    kept[terms[safe]] = without[safe]
    for term in terms[~safe].tolist():
        absent = np.setdiff1d(
            np.arange(len(tokens)), table.indices[slice(*table.indptr[term : term + 2])]
        )
        kept[term] = np.sum(every.side(np.full(len(absent), term), 0.0, tokens[absent]) < 0)
    return kept
