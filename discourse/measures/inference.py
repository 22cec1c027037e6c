"""What chance alone would do: p-values, and false discovery rates.

The counts of a text are a census of it and need no test. Tests serve the question whether a
difference would hold in other documents of the same kind.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from .arguments import Counts, Floats, check_counts, check_share
from .document_counts import DocumentCounts, check_draws, check_grouped_counts, check_sides

# Terms, or documents, times permutations that are held at a time: 0.5 MB per array. With larger
# arrays, memory is given back to the system and asked for again at each step, which takes longer
# than the sums.
BATCH_CELLS = 60_000


def p_value(log_likelihood: ArrayLike) -> Floats:
    """Probability of at least this much evidence (G²), if every token were drawn independently.

    Parameters
    ----------
    log_likelihood : array_like, shape (terms,)
        G², signed or not.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1, for a difference in either direction; nan stays nan.

    Notes
    -----
    P(X > |G²|), where X has the distribution χ² with one degree of freedom [1]_. The tokens of a
    text are not independent, so these values are far too small; `max_permutation_p_value` takes the
    document as its unit.

    References
    ----------
    .. [1] Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
       Computational Linguistics 19(1), 61-74.

    Examples
    --------
    >>> p_value([3.84, -6.63, 0]).round(2)
    array([0.05, 0.01, 1.  ])
    """
    p: Floats = special.chdtrc(1, np.abs(np.asarray(log_likelihood, dtype=np.float64)))
    return p


def absence_bound(size: ArrayLike, *, confidence: float = 0.95) -> Floats:
    """Highest rate at which it is plausible that none of `size` tokens is a hit.

    Parameters
    ----------
    size : array_like of int
        Tokens among which there is no hit.
    confidence : float
        With a higher rate, tokens without a hit would be less probable than 1 - confidence.

    Returns
    -------
    ndarray of float
        Hits per token, above 0 and at most 1; nan where there are no tokens.

    Notes
    -----
    1 - (1 - confidence)^(1 / size): the exact one-sided upper limit of a binomial proportion with
    0 successes [1]_. It is close to 3 / size for a confidence of 0.95, the "rule of three" [2]_.
    One-sided, because a rate is not below 0. It takes each token for an independent draw; words
    come in bursts, and so a rate above the bound is less implausible than it says.

    References
    ----------
    .. [1] Clopper & Pearson (1934), The use of confidence or fiducial limits illustrated in the
       case of the binomial. Biometrika 26(4), 404-413.
    .. [2] Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right? JAMA
       249(13), 1743-1745.

    Examples
    --------
    >>> (1000 * absence_bound([100, 1000])).round(2)
    array([29.51,  2.99])
    """
    tokens = np.asarray(size, dtype=np.float64)
    check_counts("size", tokens)
    check_share("confidence", confidence)
    logarithm = np.full(tokens.shape, np.nan)
    np.divide(np.log1p(-confidence), tokens, out=logarithm, where=tokens > 0)
    bound: Floats = -np.expm1(logarithm)
    return bound


def q_value(p: ArrayLike) -> Floats:
    """Expected share of false discoveries among this row and all rows with a smaller p.

    Parameters
    ----------
    p : array_like, shape (terms,)
        p-values of all terms that were tested, also of those not shown.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1; nan stays nan and counts as not tested.

    Notes
    -----
    min(values · p / rank), over this value and all larger ones, where the rank of the smallest is
    1: the step-up procedure of Benjamini and Hochberg [1]_, by
    `scipy.stats.false_discovery_control`.

    References
    ----------
    .. [1] Benjamini & Hochberg (1995), Controlling the false discovery rate. Journal of the Royal
       Statistical Society B 57(1), 289-300.

    Examples
    --------
    >>> q_value([0.01, 0.04, np.nan, 0.03]).round(3)
    array([0.03, 0.04,  nan, 0.04])
    """
    from scipy.stats import false_discovery_control  # a second to import, which few need

    q = np.array(p, dtype=np.float64)
    tested = ~np.isnan(q)
    q[tested] = false_discovery_control(q[tested])
    return q


def token_p_values(evidence: ArrayLike, tested: NDArray[np.bool_]) -> dict[str, Floats]:
    """The columns of a table with `p_value` and `q_value`, of the rows that are tested.

    Parameters
    ----------
    evidence : array_like, shape (rows,)
        G², signed or not.
    tested : ndarray of bool, shape (rows,)
        Which rows are tested, all as one family.

    Returns
    -------
    dict
        ``p_value`` and ``q_value``, nan for what is not tested.
    """
    p = np.where(tested, p_value(evidence), np.nan)
    return {"p_value": p, "q_value": q_value(p)}


def max_permutation_p_value(
    counts: Counts,
    sizes: ArrayLike,
    target: ArrayLike,
    *,
    group: ArrayLike,
    permutations: int,
    seed: int,
) -> Floats:
    """Probability that any term differs this much, if documents were assigned to sides at random.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : array_like, shape (groups, documents)
        What the occurrences of a group of terms are shares of, in each document; 0 or more.
    target : array_like of bool, shape (documents,)
        Whether the document belongs to the target; at least two documents per side.
    group : array_like of int, shape (terms,)
        The row of `sizes` that belongs to each term.
    permutations : int
        Number of random assignments, each with the same number of target documents.
    seed : int
        0 or more.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 1 / (permutations + 1) to 1, adjusted for all terms: the probability of one false
        finding or more among them is at most the level at which they are called. 1 for a term
        whose group has fewer than two documents on a side; nan for a term in no document.

    Notes
    -----
    (1 + m) / (1 + permutations), where m is the number of permutations with a maximum at least as
    large as abs(z) [1]_. The maximum is the largest abs(z) of all terms under a random assignment:
    the single-step maxT procedure [2]_. Since one family of terms has one such distribution, a few
    hundred permutations place 0.05, however many terms there are, and a term needs no company to be
    found.

    z is the difference of the two pooled relative frequencies divided by its standard error. Its
    square is the sum of two variances. One is that between documents: for a side with d documents
    that of a ratio estimator, Σ (count − rate · size)² · d / (d − 1) / (Σ size)². The other is that
    of chance, rate · (1 / size + 1 / size_reference) with the rate of both sides together. It keeps
    rare terms, whose variance between documents is often near 0 by accident, from setting the
    maximum, as a constant does in [3]_.

    The test is exact if documents are exchangeable, with any statistic. Dividing by the standard
    error keeps it closer to its level where the sides have equal rates, but differ in the length of
    their documents or in burstiness [4]_. With a dozen documents and very unequal burstiness it can
    still call too many terms. Documents rather than tokens are the unit because words
    come in bursts [5]_.

    References
    ----------
    .. [1] Phipson & Smyth (2010), Permutation p-values should never be zero. Statistical
       Applications in Genetics and Molecular Biology 9(1), 39.
    .. [2] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.
    .. [3] Tusher, Tibshirani & Chu (2001), Significance analysis of microarrays applied to the
       ionizing radiation response. PNAS 98(9), 5116-5121.
    .. [4] Chung & Romano (2013), Exact and asymptotically robust permutation tests. Annals of
       Statistics 41(2), 484-507.
    .. [5] Lijffijt et al. (2016), Significance testing of word frequencies in corpora. Digital
       Scholarship in the Humanities 31(2), 374-397.

    Examples
    --------
    >>> counts = [[9, 8, 9, 7, 2, 1, 0, 2], [5, 4, 6, 5, 5, 6, 4, 5]]
    >>> of_target = [True] * 4 + [False] * 4
    >>> options = {"group": [0, 0], "permutations": 999, "seed": 1}
    >>> max_permutation_p_value(counts, [[100] * 8], of_target, **options)
    array([0.031, 1.   ])
    """
    check_draws(seed, permutations, "permutations")
    table, shares_of, groups = check_grouped_counts(counts, sizes, group)
    sides = check_sides(target, table.shape[1])
    present = np.asarray(table.sum(axis=1) > 0)
    p = np.full(len(present), np.nan)
    if present.any():
        terms = DocumentCounts(table[present], shares_of, groups[present])
        division = Differences(terms, len(sides))
        dealt = division.deal(sides.astype(np.float64), permutations, seed)
        largest = np.concatenate([division.largest(each.T) for each in dealt])
        p[present] = rank_among(division.differences(sides[:, None])[:, 0], largest)
    return p


def rank_among(observed: Floats, largest: Floats) -> Floats:
    """The share of permutations whose maximum is at least as large, the observed one included."""
    # Rounding must not turn a tie into a difference.
    below = np.searchsorted(np.sort(largest), observed * (1 - 1e-9))
    shares: Floats = (1 + len(largest) - below) / (1 + len(largest))
    return shares


class Differences:
    """Documents on two sides, and how far the rates of the sides are apart, studentised.

    Parameters
    ----------
    terms : DocumentCounts
        The terms by document.
    documents : int
        The number of documents.
    """

    def __init__(self, terms: DocumentCounts, documents: int) -> None:
        self._terms, self._documents = terms, documents
        self._all = terms.sum_up(np.ones((documents, 1)))
        self._rate, _, _ = terms.rates(self._all)
        self._room = np.empty((4, 0, 0))

    def deal(self, labels: NDArray[Any], permutations: int, seed: int) -> Iterator[NDArray[Any]]:
        """Random assignments of the labels of documents to them, (assignments, documents)."""
        rng = np.random.default_rng(seed)
        batch = max(1, BATCH_CELLS // max(len(self._rate), self._documents))
        for start in range(0, permutations, batch):
            dealt = np.tile(labels, (min(batch, permutations - start), 1))
            yield rng.permuted(dealt, axis=1)

    def differences(self, sides: NDArray[Any]) -> Floats:
        """|z|, (terms, divisions); 0 with fewer than two documents on a side.

        `sides` is 1 for a target document and 0 for another, (documents, divisions).
        """
        return np.sqrt(self._squares(sides))

    def largest(self, sides: NDArray[Any]) -> Floats:
        """The largest |z| of all terms, (divisions,), as `differences` gives them."""
        highest: Floats = np.sqrt(self._squares(sides).max(axis=0))
        return highest

    def _squares(self, sides: NDArray[Any]) -> Floats:
        """The squares of `differences`, in an array that the next call writes over."""
        terms = self._terms
        sums = terms.sum_up(np.ascontiguousarray(sides, dtype=np.float64))
        if self._room.shape[2] != sides.shape[1]:
            self._room = np.empty((4, len(self._rate), sides.shape[1]))
        rate, variance, other_rate, other_variance = self._room
        chance = 1 / terms.sizes(sums)
        known = terms.write_rates(sums, rate, variance)
        others = np.subtract(self._all[0], sums[0], out=sums[0]), self._all[1] - sums[1]
        known = known & terms.write_rates(others, other_rate, other_variance)
        rate -= other_rate
        rate *= rate
        variance += other_variance
        variance += np.multiply(self._rate, chance + 1 / terms.sizes(others), out=other_variance)
        variance += 2 * terms.least_variance
        rate /= variance
        if not known.all():
            rate[~np.broadcast_to(known, rate.shape)] = 0
        return rate
