"""Counts of terms by part, from the positions of each term."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

STEP = 1 << 16  # positions that are looked up at a time: as wide numbers, they fit the cache


def count_postings(
    postings: tuple[NDArray[np.int64], NDArray[np.uint32]],
    bounds: NDArray[np.int64],
    codes: NDArray[np.integer[Any]],
) -> "sparse.csr_array":
    """How often each part has each term, (terms, parts), of int32.

    Parameters
    ----------
    postings : tuple of ndarray
        Bounds and positions of the terms, which ascend.
    bounds : ndarray of int64
        The first token of each stretch, followed by the number of tokens; one token at least.
    codes : ndarray of int
        The part of each stretch, ascending: only then do a term's tokens in a part follow each
        other.
    """
    from scipy import sparse

    firsts, positions = postings
    parts = int(codes[-1]) + 1
    part_of_token = np.repeat(codes.astype(np.min_scalar_type(parts)), np.diff(bounds))
    found = np.empty(len(positions), dtype=part_of_token.dtype)
    for at in range(0, len(positions), STEP):
        some = slice(at, at + STEP)
        # No position is outside, and clipping takes half of the time of a check.
        np.take(part_of_token, positions[some], out=found[some], mode="clip")
    begins = np.empty(len(found), dtype=bool)
    np.not_equal(found[1:], found[:-1], out=begins[1:])
    begins[firsts[:-1][np.diff(firsts) > 0]] = True
    first = np.flatnonzero(begins)
    counts = np.diff(first, append=len(found)).astype(np.int32)
    cells = (counts, found[first].astype(np.int32), np.searchsorted(first, firsts))
    return sparse.csr_array(cells, shape=(len(firsts) - 1, parts))
