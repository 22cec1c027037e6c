"""How alike parts are in the terms that they use."""

from typing import Any

import numpy as np
from scipy import sparse

from .arguments import Counts, Floats


def cosines(weights: Counts) -> Floats:
    """Cosine of the angle between the weights of each two parts.

    Parameters
    ----------
    weights : array_like or sparse array, shape (parts, terms)
        The weight of each term in each part.

    Returns
    -------
    ndarray of float, shape (parts, parts)
        1 for proportional weights, 0 if no term has a weight in both, -1 for opposite ones; nan for
        a part that has no weight.

    Notes
    -----
    (Σ a · b) / √((Σ a²) · (Σ b²)), over all terms, where a and b are the weights of a term in the
    two parts [1]_. A longer part with the same shares of terms has the same cosines.

    References
    ----------
    .. [1] Salton & McGill (1983), Introduction to modern information retrieval. McGraw-Hill, New
       York, section 4.1.

    Examples
    --------
    >>> cosines([[3, 4, 0], [4, 3, 0], [0, 0, 2]]).round(2)
    array([[1.  , 0.96, 0.  ],
           [0.96, 1.  , 0.  ],
           [0.  , 0.  , 1.  ]])
    """
    table = unit_length(weights)
    known = np.diff(table.indptr) > 0
    found: Floats = (table @ table.T).toarray()
    np.fill_diagonal(found, 1.0)
    found[~known] = np.nan
    found[:, ~known] = np.nan
    return np.clip(found, -1.0, 1.0)


def unit_length(weights: Counts) -> Any:
    """The weights of each part divided by their Euclidean length: sparse, (parts, terms)."""
    given: Any = weights
    table: Any = sparse.csr_array(given, dtype=np.float64, copy=True)
    table.sum_duplicates()
    table.eliminate_zeros()
    lengths = np.sqrt(table.multiply(table).sum(axis=1))
    table.data /= np.repeat(lengths, np.diff(table.indptr))
    return table
