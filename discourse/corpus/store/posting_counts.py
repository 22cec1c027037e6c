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

    bounds_of_terms, positions = postings
    parts = int(codes[-1]) + 1
    part_of_token = np.repeat(codes.astype(np.min_scalar_type(parts)), np.diff(bounds))
    starts = bounds_of_terms[:-1][np.diff(bounds_of_terms) > 0]
    firsts, found, last = [], [], -1
    for at in range(0, len(positions), STEP):
        some = positions[at : at + STEP]
        # No position is outside, and clipping takes half of the time of a check.
        part = np.take(part_of_token, some, mode="clip")
        begins = np.empty(len(part), dtype=bool)
        np.not_equal(part[1:], part[:-1], out=begins[1:])
        begins[0] = part[0] != last
        begins[starts[slice(*np.searchsorted(starts, [at, at + STEP]))] - at] = True
        first, last = np.flatnonzero(begins), int(part[-1])
        firsts.append((first + at).astype(np.uint32))
        found.append(part[first].astype(np.int32))
    first, found_parts = np.concatenate(firsts), np.concatenate(found)
    counts = np.diff(first, append=np.uint32(len(positions))).view(np.int32)
    borders = np.searchsorted(first, bounds_of_terms.astype(np.uint32))
    return sparse.csr_array((counts, found_parts, borders), shape=(len(bounds_of_terms) - 1, parts))
