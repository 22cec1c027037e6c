"""How far a count of few occurrences can be trusted."""

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from .arguments import Floats, check_counts, check_share


def poisson_interval(count: ArrayLike, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Lowest and highest expected count that an observed count is compatible with.

    Parameters
    ----------
    count : (terms,) occurrences.
    confidence : share of such intervals, at least, that hold the true expectation.

    Returns
    -------
    low, high : (terms,) float each, in occurrences; divide by tokens for a rate. The low end
        of a count of 0 is 0.

    Notes
    -----
    The exact, central interval: the quantiles χ²(α/2; 2·count) / 2 and
    χ²(1 − α/2; 2·count + 2) / 2, with α = 1 − confidence. It takes occurrences to be
    independent; words come in bursts, so the true uncertainty is larger.

    References
    ----------
    Garwood (1936), Fiducial limits for the Poisson distribution. Biometrika 28(3/4), 437-442.

    Examples
    --------
    >>> low, high = poisson_interval([0, 10])
    >>> print(low.round(2), high.round(2))
    [0.  4.8] [ 3.69 18.39]
    """
    observed = check_counts("count", count)
    tail = (1 - check_share("confidence", confidence)) / 2
    low: Floats = np.where(observed > 0, stats.chi2.ppf(tail, 2 * np.maximum(observed, 1)) / 2, 0.0)
    high = np.asarray(stats.chi2.isf(tail, 2 * observed + 2) / 2, dtype=np.float64)
    return low[()], high[()]


def zero_upper_bound(*, confidence: float = 0.95) -> float:
    """Highest expected count that is compatible with having found none.

    Parameters
    ----------
    confidence : of the one-sided bound.

    Returns
    -------
    float, in occurrences; divide by the tokens searched for a rate.

    Notes
    -----
    −ln(1 − confidence), from P(0 occurrences) = exp(−expected); at 95 % the "rule of three".
    `poisson_interval` gives 3.69 for a count of 0, since it keeps 2.5 % at either end.

    References
    ----------
    Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right? JAMA
    249(13), 1743-1745.

    Examples
    --------
    >>> round(zero_upper_bound(), 3)
    2.996
    """
    return -math.log(1 - check_share("confidence", confidence))
