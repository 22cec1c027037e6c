"""How much a term tells about one part among many."""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Floats, check_counts, check_sizes, check_within, divide


def tf(count: ArrayLike, size: ArrayLike) -> Floats:
    """Relative frequency of the term in a part.

    Parameters
    ----------
    count : array_like
        Occurrences in the part.
    size : array_like
        Tokens of the part, 1 or more.

    Returns
    -------
    ndarray of float
        From 0 to 1.

    Notes
    -----
    count / size [1]_.

    References
    ----------
    .. [1] Salton & Buckley (1988), Term-weighting approaches in automatic text retrieval.
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
    parts : array_like of int
        Number of parts, 1 or more.
    parts_with_term : array_like of int
        Number of parts that have the term.

    Returns
    -------
    ndarray of float
        0 if every part has the term, ln(parts) if only one has it; nan for an absent term.

    Notes
    -----
    ln(parts / parts_with_term), unsmoothed [1]_: a term that occurs in every part has a weight of
    zero.

    References
    ----------
    .. [1] Spärck Jones (1972), A statistical interpretation of term specificity and its application
       in retrieval. Journal of Documentation 28(1), 11-21.

    Examples
    --------
    >>> idf(4, [4, 1, 0]).round(3)
    array([0.   , 1.386,   nan])
    """
    among = check_sizes("parts", parts)
    having = check_counts("parts_with_term", parts_with_term)
    check_within("parts_with_term", having, "parts", among)
    return np.log(divide(among, having))


def idf_smooth(parts: ArrayLike, parts_with_term: ArrayLike) -> Floats:
    """Rarity of the term among the parts, as scikit-learn smooths it; never below 1.

    Parameters
    ----------
    parts : array_like of int
        Number of parts, 1 or more.
    parts_with_term : array_like of int
        Number of parts that have the term, 1 or more.

    Returns
    -------
    ndarray of float
        1 if every part has the term, more if it is rarer.

    Notes
    -----
    ln((1 + parts) / (1 + parts_with_term)) + 1 [1]_. The smoothing acts as if there were one more
    part that has every term once.

    References
    ----------
    .. [1] Pedregosa et al. (2011), Scikit-learn: Machine Learning in Python. JMLR 12, 2825-2830;
       `TfidfTransformer` with ``smooth_idf=True``.

    Examples
    --------
    >>> idf_smooth(6, [6, 1]).round(3)
    array([1.   , 2.253])
    """
    among = check_sizes("parts", parts)
    having = check_sizes("parts_with_term", parts_with_term)
    check_within("parts_with_term", having, "parts", among)
    return np.asarray(np.log((1 + among) / (1 + having)) + 1)
