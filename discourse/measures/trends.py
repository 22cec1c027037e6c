"""How rates change over time: their intervals, their slopes, and what chance alone would do."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special

from .arguments import Counts, Floats, check_cells, check_counts, check_share, check_within
from .association import mid_p_log_odds
from .document_counts import check_draws

# Terms times permutations, or times the documents of one, that are held at a time.
BATCH_CELLS = 1_000_000
# Steps in which the interval that holds a slope is halved at least: to 15 digits.
STEPS = 60
LARGEST_SLOPE = 1e6  # in natural logarithms over half of the time; the bracket ends there
MOST_STEPS = 100  # from one time to the next at which a change is looked for
ROUNDING = 1e-9


def rate_interval(
    count: ArrayLike, size: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Lowest and highest rate that a count is compatible with, if tokens were independent.

    Parameters
    ----------
    count, size : array_like
        Occurrences of a term, and the tokens among which they are; a count is at most its size.
    confidence : float, optional
        Share of such intervals that contain the true rate.

    Returns
    -------
    low, high : ndarray of float
        Hits per token. Low is 0 where there is no hit; both are nan where there are no tokens.

    Notes
    -----
    P(X < count) + ½ · P(X = count) = (1 ± confidence) / 2, where X is binomial with ``size``
    trials, and its rate is an end of the interval: the low end with +, the high end with −. It is
    the mid-P interval [1]_: to either tail, half of the probability of the observed count belongs.
    Without a hit, its high end is that of `absence_bound`.

    References
    ----------
    .. [1] Berry & Armitage (1995), Mid-P confidence intervals: a brief review. The Statistician
       44(4), 417-423.

    Examples
    --------
    >>> low, high = rate_interval([0, 5], 1_000)
    >>> print((1000 * low).round(2), (1000 * high).round(2))
    [0.   1.83] [ 2.99 11.05]
    """
    hits, tokens = np.broadcast_arrays(check_counts("count", count), check_counts("size", size))
    check_within("count", hits, "size", tokens)
    tail = (1 - check_share("confidence", confidence)) / 2
    pairs, place = np.unique(hits + 1j * tokens, return_inverse=True)
    place = place.reshape(hits.shape)
    others = pairs.imag - pairs.real
    low = special.expit(mid_p_log_odds(pairs.real, others, tail))
    high = special.expit(-mid_p_log_odds(others, pairs.real, tail))
    return low[place], high[place]


def log_linear_slope(counts: Counts, sizes: ArrayLike, times: ArrayLike) -> Floats:
    """Doublings of the rate of each term per unit of time.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, points)
        Occurrences of each term at each point of time, or in each document.
    sizes : array_like, shape (points,)
        The tokens there.
    times : array_like of float, shape (points,)
        The time of each; at least two differ.

    Returns
    -------
    ndarray of float, shape (terms,)
        1 means twice as frequent after one unit of time, -1 half as frequent; nan for a term
        without occurrences.

    Notes
    -----
    E(count) = size · 2^(constant + slope · time), fitted by maximum likelihood: a log-linear
    (Poisson) regression of counts on time, with the tokens as exposure [1]_. At this slope, the
    mean time of the expected hits is that of the observed ones. Where all hits are at the first or
    at the last point it would be infinite; half a hit, spread as the tokens are, is then added.

    References
    ----------
    .. [1] Agresti (2013), Categorical data analysis, 3rd edition. Wiley, section 4.3.

    Examples
    --------
    >>> log_linear_slope([[10, 20, 40], [3, 3, 3]], [1_000, 1_000, 1_000], [1990, 1991, 1992])
    array([1., 0.])
    """
    table, tokens = check_cells(counts, sizes)
    at, half = _scale_times(times, tokens)
    hits, total = table.sum(axis=1), table @ at
    mean = (tokens @ at) / tokens.sum()
    ends = at[tokens > 0].min(), at[tokens > 0].max()
    alone = (total <= ends[0] * hits + ROUNDING) | (total >= ends[1] * hits - ROUNDING)
    added = np.where(alone, 0.5, 0)
    wanted = np.divide(
        total + added * mean, hits + added, out=np.full(len(hits), np.nan), where=hits > 0
    )
    slope = np.full(len(hits), np.nan)
    different, place = np.unique(wanted[hits > 0], return_inverse=True)
    slope[hits > 0] = _slopes_with_means(different, tokens, at)[place]
    doublings: Floats = slope / half / np.log(2)
    return doublings


def _scale_times(times: ArrayLike, tokens: Floats) -> tuple[Floats, float]:
    """Times from -1 to 1, and half of what they extend over."""
    at = np.asarray(times, dtype=np.float64)
    if at.shape != tokens.shape or not np.isfinite(at).all() or np.ptp(at) == 0:
        raise ValueError(
            f"times of shape {at.shape} are not a finite time for each of {len(tokens)} points, of "
            "which two differ; give one number per point."
        )
    half = float(np.ptp(at)) / 2
    return (at - at.min()) / half - 1, half


def _slopes_with_means(wanted: Floats, tokens: Floats, at: Floats) -> Floats:
    """The slopes at which the mean time of the hits is what is wanted, by Newton's method.

    The mean rises with the slope. A step that leaves the bracket is replaced by halving it.
    """
    found = np.zeros(len(wanted))
    for some in np.array_split(np.arange(len(wanted)), 1 + len(wanted) * len(at) // BATCH_CELLS):
        low, high = np.full((2, len(some)), LARGEST_SLOPE) * [[-1], [1]]
        slope = np.zeros(len(some))
        for _ in range(2 * STEPS):
            weights = np.log(tokens, out=np.full(len(at), -np.inf), where=tokens > 0)
            weights = special.softmax(weights + slope[:, None] * at, axis=1)
            mean = weights @ at
            spread = weights @ at**2 - mean**2
            high = np.where(mean > wanted[some], slope, high)
            low = np.where(mean <= wanted[some], slope, low)
            with np.errstate(divide="ignore", invalid="ignore"):
                step = slope + (wanted[some] - mean) / spread
            inside = (step >= low) & (step <= high)
            after = np.where(inside, step, (low + high) / 2)
            if np.allclose(after, slope, rtol=1e-13, atol=1e-13):
                break
            slope = after
        found[some] = slope
    return found


def _rank_times(times: Floats) -> Floats:
    """The place of each document in time; those at one time share the mean of their places."""
    _, place, number = np.unique(times, return_inverse=True, return_counts=True)
    last = np.cumsum(number)
    ranks: Floats = (last - (number - 1) / 2)[place]
    return ranks


class TimeOrder:
    """Counts of terms in documents that have an order in time, and how chance would order them.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : array_like, shape (documents,)
        The tokens of each document.
    times : array_like of float, shape (documents,)
        The time of each document; those at one time share a place in the order.
    """

    def __init__(self, counts: Counts, sizes: ArrayLike, times: ArrayLike) -> None:
        table, tokens = check_cells(counts, sizes)
        at, _ = _scale_times(times, tokens)
        self._table, self._tokens, self._times = table, tokens, at
        self._ranks = _rank_times(at)
        self.rate: Floats = table.sum(axis=1) / tokens.sum()
        products = table.copy()
        products.data = table.data * tokens[table.indices]
        self._counts_and_moments: Any = sparse.vstack(
            [table, table.multiply(table), products], format="csr"
        )
        self._moments = self._counts_and_moments[table.shape[0] :]

    @property
    def documents(self) -> int:
        """The number of documents."""
        return len(self._tokens)

    # ------------------------------------------------------------------------------- a trend

    def trend(self) -> Floats:
        """How far each term moves towards the later documents, in standard errors, (terms,)."""
        return self._trend(self._ranks[:, None])[:, 0]

    def trend_p_value(self, *, permutations: int, seed: int) -> Floats:
        """The probability that any term has such a trend, if documents had no order in time.

        From 1 / (permutations + 1) to 1, adjusted for all terms; nan for a term in no document.
        """
        dealt = (self._trend(ranks) for ranks in self._shuffle(self._ranks, permutations, seed))
        return self._compare(np.abs(self.trend()), (np.abs(z).max(axis=0) for z in dealt))

    def _trend(self, ranks: Floats) -> Floats:
        """The trend of each term for some orders of the documents, (terms, orders)."""
        rate, tokens = self.rate[:, None], self._tokens
        mean = (tokens @ ranks) / tokens.sum()
        # All sums are over differences from the mean, or the squares would swamp the result.
        centred = ranks - mean
        total, square, product = np.split(self._counts_and_moments @ centred, 3)
        difference = total - rate * (tokens @ centred)
        square, product = np.split(self._moments @ centred**2, 2)
        between = square - 2 * rate * product + rate**2 * (tokens**2 @ centred**2)
        chance = rate * (tokens @ centred**2)
        variance = np.maximum(between, 0) + chance
        z: Floats = np.divide(
            difference, np.sqrt(variance), out=np.zeros(variance.shape), where=variance > 0
        )
        return z

    def keeps_direction(self) -> NDArray[np.bool_]:
        """Whether each term moves the same way whichever document is left out, (terms,)."""
        kept = np.ones(len(self.rate), dtype=bool)
        ranks, tokens = self._ranks, self._tokens
        for some in np.array_split(
            np.arange(len(kept)), 1 + len(kept) * self.documents // BATCH_CELLS
        ):
            cells = self._table[some].toarray()
            count, timed = cells.sum(axis=1, keepdims=True), (cells @ ranks)[:, None]
            rest, size = count - cells, tokens.sum() - tokens
            whole = timed * tokens.sum() - count * (tokens @ ranks)
            without = (timed - cells * ranks) * size - rest * (tokens @ ranks - tokens * ranks)
            kept[some] = ((np.sign(without) == np.sign(whole)) & (whole != 0)).all(axis=1)
        return kept

    # ----------------------------------------------------------------------------- a change

    def change(self) -> tuple[NDArray[np.int64], Floats]:
        """Before which document each term changes most, and how far the sum is then from 0.

        Returns
        -------
        place : ndarray of int, shape (terms,)
            The number of documents before the change, in the order of time; documents of one time
            are all before it or all after it.
        cusum : ndarray of float, shape (terms,)
            Its sign is that of the difference of what follows from what comes before.
        """
        sums = self._sums(self._in_order()[:, None])[:, :, 0]
        best = np.abs(sums).argmax(axis=1)
        return self._splits()[best], -sums[np.arange(len(best)), best]

    def change_p_value(self, *, permutations: int, seed: int) -> Floats:
        """The probability that any term changes as much anywhere, if documents had no order.

        From 1 / (permutations + 1) to 1, adjusted for all terms and all places; nan for a term in
        no document.
        """
        orders = self._shuffle(self._in_order(), permutations, seed, self.documents)
        largest = (np.abs(self._sums(order)).max(axis=(0, 1)) for order in orders)
        return self._compare(np.abs(self.change()[1]), largest)

    def _in_order(self) -> NDArray[np.int64]:
        return np.argsort(self._times, kind="stable")

    def _splits(self) -> NDArray[np.int64]:
        """The numbers of documents before each step from one time to the next.

        Of very many steps, those that are most evenly apart are taken.
        """
        steps = np.flatnonzero(np.diff(np.sort(self._times))) + 1
        if len(steps) <= MOST_STEPS:
            return steps
        even = np.linspace(steps[0], steps[-1], MOST_STEPS)
        return np.unique(steps[np.searchsorted(steps, even).clip(max=len(steps) - 1)])

    def _sums(self, orders: NDArray[np.int64]) -> Floats:
        """The cumulative sums at each step, in standard deviations, (terms, steps, orders)."""
        splits, tokens, rate = self._splits(), self._tokens, self.rate[:, None]
        square, product = np.split(self._moments @ np.ones((self.documents, 1)), 2)
        between = square - 2 * rate * product + rate**2 * (tokens**2).sum()
        deviation = np.sqrt(np.maximum(between, 0) + rate * tokens.sum())
        deviation = np.where(deviation > 0, deviation, 1)
        expected = rate[:, :, None] * np.cumsum(tokens[orders], axis=0)[splits - 1]
        made: Floats = (self._count_in_order(orders, splits) - expected) / deviation[:, :, None]
        return made

    def _count_in_order(self, orders: NDArray[np.int64], splits: NDArray[np.int64]) -> Floats:
        """Occurrences of each term before each step of each order, (terms, steps, orders)."""
        # One product for all orders: the calls of scipy take longer than the sums.
        place = np.argsort(orders, axis=0)
        step = np.searchsorted(splits, place, side="right")
        columns = step * orders.shape[1] + np.arange(orders.shape[1])
        row = np.broadcast_to(np.arange(self.documents)[:, None], columns.shape)
        shape = (self.documents, (len(splits) + 1) * orders.shape[1])
        steps = sparse.csr_array((np.ones(columns.size), (row.ravel(), columns.ravel())), shape)
        counted: Floats = (self._table @ steps).toarray()
        return counted.reshape(-1, len(splits) + 1, orders.shape[1])[:, :-1].cumsum(axis=1)

    # ------------------------------------------------------------------------- permutations

    def _shuffle(
        self, values: NDArray[Any], permutations: int, seed: int, cells: int = 1
    ) -> Iterator[NDArray[Any]]:
        """The values of the documents in random orders, in batches of columns."""
        check_draws(seed, permutations, "permutations")
        rng = np.random.default_rng(seed)
        rows = max(len(self.rate) * cells, self.documents)
        batch = max(1, BATCH_CELLS // rows)
        for start in range(0, permutations, batch):
            dealt = np.tile(values, (min(batch, permutations - start), 1))
            yield rng.permuted(dealt, axis=1).T

    def _compare(self, observed: Floats, largest: Iterator[Floats]) -> Floats:
        """The share of permutations whose largest value is at least the observed one."""
        if not len(observed):
            return np.empty(0)
        null = np.sort(np.concatenate(list(largest)))
        # Rounding must not turn a tie into a difference.
        below = np.searchsorted(null, observed * (1 - ROUNDING))
        p: Floats = (1 + len(null) - below) / (1 + len(null))
        return np.where(self.rate > 0, p, np.nan)
