"""The counts above 0 of a table, with what measures over parts ask of each.

A number over parts, such as DP, is a sum over these counts. Several are added up from the same
counts, and those of some parts from some of them.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .arguments import Floats


@dataclass(frozen=True, eq=False)
class Cells:
    """The counts above 0 of a table of terms by parts.

    Attributes
    ----------
    row : ndarray of int64
        The term of each count, ascending.
    count : ndarray of float64
        The counts.
    tokens : ndarray of float64
        The tokens of the part of each count.
    rows : int
        The number of terms.
    """

    row: NDArray[np.int64]
    count: Floats
    tokens: Floats
    rows: int

    @staticmethod
    def of(table: Any, tokens: Floats) -> "Cells":
        """The cells of a sparse table, (terms, parts), and the tokens of its parts."""
        rows = table.shape[0]
        row = np.repeat(np.arange(rows), np.diff(table.indptr))
        count = table.data.astype(np.float64, copy=False)
        return Cells(row, count, tokens[table.indices], rows)

    def take(self, cells: NDArray[np.integer[Any]]) -> "Cells":
        """Some of the cells, by their numbers."""
        return Cells(self.row[cells], self.count[cells], self.tokens[cells], self.rows)

    def zero(self, cells: NDArray[np.integer[Any]]) -> "Cells":
        """The same cells with a count of 0 in some, by their numbers: quicker than without them."""
        count = self.count.copy()
        count[cells] = 0
        return replace(self, count=count)

    def sum_rows(self, values: Floats) -> Floats:
        """Add up one value per cell, by term."""
        total = np.bincount(self.row, weights=values, minlength=self.rows)
        return np.asarray(total, dtype=np.float64)
