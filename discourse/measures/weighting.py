"""How much a term tells about one part among many.

scikit-learn's smoothed and normalised variant is its own, and is asked of it where it is shown.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Floats, check_counts, check_sizes, check_within, divide


def tf(count: ArrayLike, size: ArrayLike) -> Floats:
    """Relative frequency of the term in a part.

    Parameters
    ----------
    count : (terms,) occurrences in the part.
    size : tokens of the part, 1 or more.

    Returns
    -------
    (terms,) float from 0 to 1.

    References
    ----------
    Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval.
    Information Processing & Management 24(5), 513-523.

    Examples
    --------
    >>> tf([2, 0], 8)
    array([0.25, 0.  ])
    """
    occurrences, tokens = check_counts("count", count), check_sizes("size", size)
    check_within("count", occurrences, "size", tokens)
    return occurrences / tokens


def idf(parts: ArrayLike, parts_with_term: ArrayLike) -> Floats:
    """Rarity of the term among the parts, on a logarithmic scale.

    Parameters
    ----------
    parts : number of parts, 1 or more.
    parts_with_term : (terms,) number of parts that hold the term.

    Returns
    -------
    (terms,) float; 0 in every part, ln(parts) in one part only; nan for an absent term.

    Notes
    -----
    ln(parts / parts_with_term), unsmoothed: a term of every part weighs nothing.

    References
    ----------
    Spärck Jones (1972), A statistical interpretation of term specificity and its application
    in retrieval. Journal of Documentation 28(1), 11-21.

    Examples
    --------
    >>> idf(4, [4, 1, 0]).round(3)
    array([0.   , 1.386,   nan])
    """
    among, holding = (
        check_sizes("parts", parts),
        check_counts("parts_with_term", parts_with_term),
    )
    check_within("parts_with_term", holding, "parts", among)
    return np.log(divide(among, holding))


def idf_smooth(parts: ArrayLike, parts_with: ArrayLike) -> Floats:
    """Rarity of the term among the parts, as scikit-learn smooths it; never below 1.

    Parameters
    ----------
    parts : array_like of int
        Number of parts.
    parts_with : array_like of int
        Number of parts that have the term, 1 or more.

    Returns
    -------
    ndarray of float
        ln((1 + parts) / (1 + parts_with)) + 1.

    Notes
    -----
    The smoothing acts as if one more part held every term once [1]_.

    References
    ----------
    .. [1] Pedregosa et al. (2011), Scikit-learn: Machine Learning in Python. JMLR 12, 2825-2830;
       `TfidfTransformer` with ``smooth_idf=True``.

    Examples
    --------
    >>> idf_smooth(6, [6, 1]).round(3)
    array([1.   , 2.253])
    """
    parts = check_sizes("parts", parts)
    parts_with = check_sizes("parts_with", parts_with)
    return np.asarray(np.log((1 + parts) / (1 + parts_with)) + 1)
