"""Correspondence analysis: parts and terms as points, by how far their shares are from even."""

from typing import Any, NamedTuple

import numpy as np
from scipy import linalg, sparse

from .arguments import Counts, Floats, check_counts

# An axis with a smaller share of the inertia is one of rounding.
LEAST_SHARE = 1e-12
# Contributions that differ by a smaller share are equal, so that rounding turns no axis round.
TIE = 1e-9


class Points(NamedTuple):
    """The points of the rows, or of the columns, of a table; a row for each.

    ``coordinates`` are principal coordinates on each axis, ``mass`` the share of all counts,
    ``distance`` the squared distance from the centre in all dimensions.
    """

    coordinates: Floats
    mass: Floats
    distance: Floats


class Correspondence(NamedTuple):
    """The points of rows and columns, the inertia of each axis, and that of all dimensions."""

    rows: Points
    columns: Points
    inertia: Floats
    total: float


def correspondence_analysis(counts: Counts) -> Correspondence:
    """Correspondence analysis of a table of counts.

    Parameters
    ----------
    counts : array_like or sparse array, shape (rows, columns)
        Occurrences, with at least one in each row and in each column.

    Returns
    -------
    Correspondence
        For rows and columns principal coordinates, (points, axes), masses and squared distances
        from the centre; the ``inertia`` of each axis, descending; and the ``total``, which is χ² /
        n. Axes without inertia are left out.

    Notes
    -----
    s = (p − r · c) / √(r · c) for each cell, where p is its share of all counts, and r and c are
    the shares of its row and of its column. The axes are those of the singular value decomposition
    of these residuals, S = D_r^(-1/2) (P − r cᵀ) D_c^(-1/2), where D_r and D_c are diagonal
    matrices [1]_. The left singular vectors and the inertias are the eigenvectors and eigenvalues
    of S Sᵀ = A Aᵀ − √r √rᵀ with A = D_r^(-1/2) P D_c^(-1/2), which is as small as there are rows,
    and A as sparse as the counts. Coordinates are D_r^(-1/2) U Σ for rows, and D_c^(-1/2) Sᵀ U for
    columns.

    The sign of an axis means nothing; it is chosen so that the row that contributes most, the first
    of several, is on the positive side.

    References
    ----------
    .. [1] Greenacre (2017), Correspondence analysis in practice. 3rd ed. Chapman & Hall/CRC, Boca
       Raton, appendix A.

    Examples
    --------
    >>> smoking = [[4, 2, 3, 2], [4, 3, 7, 4], [25, 10, 12, 4], [18, 24, 33, 13], [10, 6, 7, 2]]
    >>> found = correspondence_analysis(smoking)
    >>> found.inertia.round(4), round(found.total, 4)
    (array([0.0748, 0.01  , 0.0004]), 0.0852)
    """
    given: Any = counts
    table: Any = sparse.csr_array(given, dtype=np.float64)
    check_counts("counts", table.data)
    sums, others = table.sum(axis=1), table.sum(axis=0)
    if 0 in table.shape or not (sums > 0).all() or not (others > 0).all():
        raise ValueError("a row or a column of the counts has none; leave it out.")
    row, column = sums / sums.sum(), others / others.sum()
    scaled = sparse.diags_array(1 / np.sqrt(row)) @ (table / sums.sum())
    scaled = sparse.csr_array(scaled @ sparse.diags_array(1 / np.sqrt(column)))
    gram = (scaled @ scaled.T).toarray() - np.sqrt(np.outer(row, row))
    values, vectors = linalg.eigh(gram)
    total = float(np.trace(gram))
    kept = np.flatnonzero(values > max(total, 1.0) * LEAST_SHARE)[::-1]
    inertia, left = values[kept], vectors[:, kept]
    left = left * _choose_signs(left)
    right = scaled.T @ left - np.outer(np.sqrt(column), np.sqrt(row) @ left)
    squares = scaled.multiply(scaled).sum(axis=0)
    return Correspondence(
        Points(left * np.sqrt(inertia) / np.sqrt(row)[:, None], row, np.diag(gram) / row),
        Points(right / np.sqrt(column)[:, None], column, np.maximum(squares / column - 1, 0)),
        inertia,
        total,
    )


def _choose_signs(left: Floats) -> Floats:
    """For each axis 1 or -1, so that the row that contributes most is on the positive side."""
    share = left**2
    first = np.argmax(share >= share.max(axis=0, initial=0) * (1 - TIE), axis=0)
    signs: Floats = np.sign(left[first, np.arange(left.shape[1])])
    return signs
