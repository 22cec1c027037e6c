"""Counts by document, prepared for adding up any choice of documents, many times over."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from .arguments import Counts, Floats, check_counts


class DocumentCounts:
    """Terms by document, and the rates of any documents taken together.

    Counts are shares of the tokens of the document; terms of different groups, of different ones.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : array_like, shape (groups, documents)
        What the occurrences of a group of terms are shares of, in each document; 0 or more.
    group : array_like of int, shape (terms,)
        The row of `sizes` that belongs to each term.
    """

    def __init__(self, counts: Counts, sizes: Floats, group: NDArray[np.int64]) -> None:
        given: Any = counts
        table: Any = sparse.csr_array(given)
        cells = table.tocoo()
        row, document = cells.coords
        twice = sparse.csr_array(
            (2 * cells.data * sizes[group[row], document], (row, document)), table.shape
        )
        self._moments: Any = sparse.vstack([table, table.multiply(table), twice], format="csr")
        self._moments_of_sizes = np.vstack([sizes > 0, sizes, sizes**2]).astype(np.float64)
        self._group = group
        rate = table.sum(axis=1) / np.maximum(sizes.sum(axis=1), 1)[group]
        # A term with the same rate in every document has no variance to divide by.
        self.least_variance = (1e-12 * rate**2)[:, None]

    def sum_up(self, weights: Floats) -> tuple[Floats, Floats]:
        """The sums over documents that rates rest on, each document as often as it is given.

        `weights` has a row per document, and a column per choice of documents.
        """
        return self._moments @ weights, self._moments_of_sizes @ weights

    def rates(self, sums: tuple[Floats, Floats]) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Pooled rates, the variances of these rates, and whether there are any.

        Each is of shape (terms, choices). The rate of fewer than two documents has no variance.
        """
        count, square, twice = _thirds(sums[0])
        documents, _, total_square = _thirds(sums[1])
        known, total = documents > 1, self.sizes(sums)
        rate = count / total
        residual = square - rate * twice + rate**2 * self._spread(total_square)
        correction = documents / np.maximum(documents - 1, 1)
        variance = np.maximum(residual, 0) / total**2 * self._spread(correction)
        return rate, variance + self.least_variance, self._spread(known)

    def write_rates(
        self, sums: tuple[Floats, Floats], rate: Floats, variance: Floats
    ) -> NDArray[np.bool_]:
        """Write pooled rates, and their variances without the least, over two arrays.

        They are those of `rates`, but for the last digit: this one is for many choices, where
        memory for new arrays, and divisions, take longer than all else.
        """
        count, square, twice = _thirds(sums[0])
        documents, _, total_square = _thirds(sums[1])
        total = np.maximum(_thirds(sums[1])[1], 1)
        np.multiply(count, self._spread(1 / total), out=rate)
        np.multiply(rate, self._spread(total_square), out=variance)
        variance -= twice
        variance *= rate
        variance += square
        np.maximum(variance, 0, out=variance)
        variance *= self._spread(documents / np.maximum(documents - 1, 1) / total**2)
        return self._spread(documents > 1)

    def sizes(self, sums: tuple[Floats, Floats]) -> Floats:
        """What the counts are shares of, in all; 1 where there is nothing."""
        return self._spread(np.maximum(_thirds(sums[1])[1], 1))

    def _spread(self, of_groups: NDArray[Any]) -> NDArray[Any]:
        """What belongs to the group of each term; one row stands for all terms of one group."""
        return of_groups if len(of_groups) == 1 else of_groups[self._group]


def _thirds(sums: Floats) -> tuple[Floats, Floats, Floats]:
    """The rows of each of the three moments."""
    rows = len(sums) // 3
    return sums[:rows], sums[rows : 2 * rows], sums[2 * rows :]


def check_grouped_counts(
    counts: Counts, sizes: Any, group: Any
) -> tuple[Any, Floats, NDArray[np.int64]]:
    """Return a sparse table of counts, the sizes and the groups, if they fit one another."""
    given: Any = counts
    table: Any = sparse.csr_array(given, dtype=np.float64)
    shares_of, groups = np.asarray(sizes, dtype=np.float64), np.asarray(group, dtype=np.int64)
    check_counts("counts", table.data)
    check_counts("sizes", shares_of)
    if shares_of.shape[1:] != table.shape[1:] or groups.shape != table.shape[:1]:
        raise ValueError(
            f"counts of shape {table.shape} do not fit sizes of shape {shares_of.shape} and groups "
            f"of shape {groups.shape}; give a size per group and document, and a group per term."
        )
    return table, shares_of, groups


def check_sides(target: Any, documents: int) -> NDArray[np.bool_]:
    """Return the side of each document, if either has two or more."""
    sides = np.asarray(target)
    if sides.dtype != bool or sides.shape != (documents,):
        given = f"target of shape {sides.shape} and kind {sides.dtype} is not a side per document"
        raise ValueError(f"{given}; give True or False for each of {documents} documents.")
    if min(sides.sum(), (~sides).sum()) < 2:
        given = f"target has {sides.sum()} of {len(sides)} documents"
        raise ValueError(f"{given}; give at least two per side, or leave out the test.")
    return sides


def check_draws(seed: int, draws: int, named: str) -> None:
    """Refuse a negative seed, and no draws at all."""
    if seed < 0 or draws < 1:
        given = f"seed={seed}, {named}={draws}"
        raise ValueError(f"{given}; give a seed of 0 or more, 1 {named.removesuffix('s')} or more.")
