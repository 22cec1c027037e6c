"""What chance alone would do, and when to say so.

A text is a census of itself and needs no test. These serve the question whether a difference
would hold in other documents of the same kind.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from .arguments import Counts, Floats, check_cells

CELLS = 2_000_000  # terms, or documents, x permutations held at a time: 16 MB an array


def p_value(log_likelihood: ArrayLike) -> Floats:
    """Chance of at least this much evidence (G²), were every token drawn independently.

    Parameters
    ----------
    log_likelihood : (terms,) G², signed or not.

    Returns
    -------
    (terms,) float from 0 to 1, for a difference in either direction; nan stays nan.

    Notes
    -----
    Upper tail of χ² with one degree of freedom. Tokens of a text are not independent, so
    these are far too small; `permutation_p_value` takes the document as its unit.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74.

    Examples
    --------
    >>> p_value([3.84, -6.63, 0]).round(2)
    array([0.05, 0.01, 1.  ])
    """
    p: Floats = stats.chi2.sf(np.abs(np.asarray(log_likelihood, dtype=np.float64)), 1)
    return p


def q_value(p: ArrayLike) -> Floats:
    """Expected share of false discoveries when this row and all with smaller p are reported.

    Parameters
    ----------
    p : (terms,) p-values of all terms tested, also those not shown.

    Returns
    -------
    (terms,) float from 0 to 1; nan stays nan and counts as not tested.

    Notes
    -----
    Benjamini-Hochberg step-up, by scipy.stats.false_discovery_control.

    References
    ----------
    Benjamini & Hochberg (1995), Controlling the false discovery rate. Journal of the Royal
    Statistical Society B 57(1), 289-300.

    Examples
    --------
    >>> q_value([0.01, 0.04, np.nan, 0.03]).round(3)
    array([0.03, 0.04,  nan, 0.04])
    """
    q = np.array(p, dtype=np.float64)
    tested = ~np.isnan(q)
    q[tested] = stats.false_discovery_control(q[tested])
    return q


def permutation_p_value(
    counts: Counts,
    sizes: ArrayLike,
    target: ArrayLike,
    *,
    permutations: int,
    seed: int,
) -> Floats:
    """Chance of so large a difference, were the documents dealt to the two sides at random.

    Parameters
    ----------
    counts : (terms, documents) occurrences, dense or sparse.
    sizes : (documents,) tokens of each document, 1 or more.
    target : (documents,) bool, whether the document belongs to the target; two or more
        documents a side.
    permutations : number of random dealings, each with as many target documents as there are.
    seed : whole number of 0 or more.

    Returns
    -------
    (terms,) float, for a difference in either direction, at least 1 / (permutations + 1);
    nan for an absent term. So that q-values of a thousand terms can fall below 0.05 at all,
    take some ten thousand permutations.

    Notes
    -----
    (1 + dealings with |z| at least as large) / (1 + permutations), where z is the difference
    of the two pooled relative frequencies over its standard error. The squared error of the
    rate of one side, with d documents, is that of a ratio estimator:
    Σ (count − rate · size)² · d / (d − 1) / (Σ size)².

    If documents are exchangeable the test is exact, with any statistic. Dividing by the
    standard error keeps it closer to its level where the sides have equal rates but differ
    in the length of their documents or in burstiness; with a dozen documents and very
    unequal burstiness it can still call too many terms.

    References
    ----------
    Phipson & Smyth (2010), Permutation p-values should never be zero. Statistical
    Applications in Genetics and Molecular Biology 9(1), 39.
    Chung & Romano (2013), Exact and asymptotically robust permutation tests. Annals of
    Statistics 41(2), 484-507.
    Lijffijt et al. (2016), Significance testing of word frequencies in corpora. Digital
    Scholarship in the Humanities 31(2), 374-397 (why documents, not tokens).

    Examples
    --------
    >>> counts = [[9, 8, 9, 7, 2, 1, 0, 2], [5, 4, 6, 5, 5, 6, 4, 5]]
    >>> target = [True] * 4 + [False] * 4
    >>> permutation_p_value(counts, [100] * 8, target, permutations=999, seed=1)
    array([0.031, 1.   ])
    """
    if seed < 0 or permutations < 1:
        given = f"seed={seed}, permutations={permutations}"
        raise ValueError(f"{given}; give a seed of 0 or more, 1 permutation or more.")
    table, tokens = check_cells(counts, sizes)
    sides = _check_sides(target, tokens)
    present = np.diff(table.indptr) > 0
    terms = _DocumentCounts(table[present], tokens)
    # rounding must not turn a tie into a difference
    observed = np.abs(terms.z(sides[:, None])) * (1 - 1e-9)
    reached = np.zeros(len(observed))
    rng = np.random.default_rng(seed)
    batch = max(1, CELLS // max(len(observed), len(tokens)))
    for start in range(0, permutations, batch):
        dealt = np.tile(sides, (min(batch, permutations - start), 1))
        reached += np.sum(np.abs(terms.z(rng.permuted(dealt, axis=1).T)) >= observed, axis=1)
    p = np.full(len(present), np.nan)
    p[present] = (1 + reached) / (1 + permutations)
    return p


class _DocumentCounts:
    """Counts by document, ready to be compared across any division of the documents."""

    def __init__(self, table: Any, tokens: Floats) -> None:
        self.tokens = tokens
        self.counts = table
        self.squares = table.multiply(table).tocsr()
        self.products = table.multiply(tokens).tocsr()
        rate = table.sum(axis=1) / tokens.sum()
        # a term of one and the same rate everywhere has no variance to divide by
        self.least_variance = (1e-12 * rate**2)[:, None]

    def z(self, sides: NDArray[np.float64]) -> Floats:
        """(terms, divisions) studentised differences; `sides` is (documents, divisions) of 0, 1."""
        rate, variance = self._side(sides)
        rate_reference, variance_reference = self._side(1 - sides)
        error = np.sqrt(variance + variance_reference + self.least_variance)
        difference: Floats = (rate - rate_reference) / error
        return difference

    def _side(self, side: NDArray[np.float64]) -> tuple[Floats, Floats]:
        """Pooled rate of the documents of one side, and the variance of that rate."""
        total = self.tokens @ side
        rate = (self.counts @ side) / total
        residual = self.squares @ side - 2 * rate * (self.products @ side)
        residual += rate**2 * (self.tokens**2 @ side)
        documents = side.sum(axis=0)
        return rate, np.maximum(residual, 0) / total**2 * documents / (documents - 1)


def _check_sides(target: ArrayLike, tokens: Floats) -> Floats:
    sides = np.asarray(target)
    if sides.dtype != bool or sides.shape != tokens.shape:
        given = f"target of shape {sides.shape} and kind {sides.dtype} is no side by document"
        raise ValueError(f"{given}; give True or False for each of {len(tokens)} documents.")
    if min(sides.sum(), (~sides).sum()) < 2:
        given = f"target has {sides.sum()} of {len(sides)} documents"
        raise ValueError(f"{given}; give two or more a side, or no test.")
    if np.any(tokens == 0):
        raise ValueError("sizes hold a document without tokens; leave it out.")
    return sides.astype(np.float64)
