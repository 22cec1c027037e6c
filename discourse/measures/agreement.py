"""How far coders agree: on what they do, and beyond what chance would do.

All functions take the same array of codings: one row per unit, one column per coder, and in each
cell the number of the value that the coder gave, or -1 where the coder gave none.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from .arguments import Floats

MISSING = -1
# Cells of the coincidences that are held at a time while resampling: 32 MB.
BATCH_CELLS = 1 << 22
# How far apart each two values are, given how often each of them occurs: (…, values) to
# (…, values, values).
Distance = Callable[[Floats], Floats]


def nominal_distance(totals: Floats) -> Floats:
    """How far values are apart that are the same or not: 0 or 1.

    Parameters
    ----------
    totals : ndarray of float, shape (…, values)
        How often each value occurs, which does not matter here.

    Returns
    -------
    ndarray of float, shape (values, values)
        0 for a value and itself, 1 for two values.

    Examples
    --------
    >>> nominal_distance(np.array([3.0, 1.0]))
    array([[0., 1.],
           [1., 0.]])
    """
    return 1 - np.eye(totals.shape[-1])


def ordinal_distance(totals: Floats) -> Floats:
    """How far values are apart that are degrees, in the order of their numbers.

    Parameters
    ----------
    totals : ndarray of float, shape (…, values)
        How often each value occurs.

    Returns
    -------
    ndarray of float, shape (…, values, values)
        The square of the number of codings between the middles of the two values.

    Notes
    -----
    (m_v - m_w)², where m is the number of codings of lower values, and half of those of the value
    itself [1]_.

    References
    ----------
    .. [1] Krippendorff (2019), Content Analysis: An Introduction to Its Methodology, 4th ed. Sage,
       chapter 12.

    Examples
    --------
    >>> ordinal_distance(np.array([2.0, 4.0]))
    array([[0., 9.],
           [9., 0.]])
    """
    middles = np.cumsum(totals, axis=-1) - totals / 2
    apart: Floats = (middles[..., :, None] - middles[..., None, :]) ** 2
    return apart


def masi_distance(sets: "list[frozenset[str]]") -> Floats:
    """How far sets of codes are apart: 0 if they are equal, 1 if they have nothing in common.

    Parameters
    ----------
    sets : list of frozenset
        The sets, none of them empty.

    Returns
    -------
    ndarray of float, shape (sets, sets)
        From 0 to 1.

    Notes
    -----
    1 - J · M: J is the share of codes that both sets have among all that one of them has, and M is
    1 for equal sets, 2/3 if one contains the other, 1/3 if they overlap and 0 if they have nothing
    in common [1]_.

    References
    ----------
    .. [1] Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and
       pragmatic annotation. LREC 2006, 831-836.

    Examples
    --------
    >>> masi_distance([frozenset("a"), frozenset("ab")]).round(2)
    array([[0.  , 0.67],
           [0.67, 0.  ]])
    """
    return np.array([[_set_distance(one, other) for other in sets] for one in sets], dtype=float)


def _set_distance(one: "frozenset[str]", other: "frozenset[str]") -> float:
    if one == other:
        return 0.0
    common = len(one & other)
    contained = common in (len(one), len(other))
    return 1 - common / len(one | other) * (2 / 3 if contained else 1 / 3)


def krippendorff_alpha(
    codings: ArrayLike, values: int, distance: Distance = nominal_distance
) -> float:
    """Agreement beyond chance, of any number of coders, with values missing.

    Parameters
    ----------
    codings : array_like of int, shape (units, coders)
        The number of the value that each coder gave to each unit; -1 for none. A unit with less
        than two values does not count.
    values : int
        The number of values.
    distance : callable
        How far each two values are apart, given how often each occurs.

    Returns
    -------
    float
        1 if coders always agree, 0 if they agree as often as by chance, and less if less. nan if no
        unit has two values, or all values are the same: nothing can then be said.

    Notes
    -----
    1 - D_o / D_e: D_o is the mean distance of two values of one unit, D_e that of two values
    whatever their units [1]_. Each unit weighs as many values as it has.

    References
    ----------
    .. [1] Krippendorff (2011), Computing Krippendorff's Alpha-Reliability. University of
       Pennsylvania.

    Examples
    --------
    >>> krippendorff_alpha([[0, 0], [1, 1], [0, 1], [1, 1]], 2)
    0.533...
    """
    checked = _check_codings(codings, values)
    whole = np.asarray(_coincidences(checked, values).sum(axis=0)).reshape(1, values, values)
    return float(_alpha_of(whole, distance)[0])


def resample_alpha(
    codings: ArrayLike,
    values: int,
    distance: Distance = nominal_distance,
    *,
    groups: ArrayLike | None = None,
    draws: int = 1000,
    seed: int = 0,
) -> Floats:
    """Krippendorff's alpha of units drawn at random, with replacement, as many as there are.

    Parameters
    ----------
    codings : array_like of int, shape (units, coders)
        As `krippendorff_alpha` takes them.
    values : int
        The number of values.
    distance : callable
        How far each two values are apart.
    groups : array_like of int, shape (units,), optional
        The group of each unit, such as its document, from 0. Groups are then drawn as a whole.
    draws : int
        The number of samples.
    seed : int
        The seed of the random numbers.

    Returns
    -------
    ndarray of float, shape (draws,)
        Alpha of each sample; nan where it is undefined.

    Notes
    -----
    A bootstrap: both the observed and the expected disagreement are those of the sample [1]_.

    References
    ----------
    .. [1] Zapf, Castell, Morawietz & Karch (2016), Measuring inter-rater reliability for nominal
       data: which coefficients and confidence intervals are appropriate? BMC Medical Research
       Methodology 16, 93.

    Examples
    --------
    >>> codings = [[0, 0], [1, 1], [0, 1], [1, 1]] * 10
    >>> np.quantile(resample_alpha(codings, 2), [0.025, 0.975]).round(1)
    array([0.1, 0.7])
    """
    checked = _check_codings(codings, values)
    found = _coincidences(checked, values)
    if groups is not None:
        group = np.asarray(groups, dtype=np.int64)
        member = (np.ones(len(group)), (group, np.arange(len(group))))
        found = sparse.csr_array(member, shape=(int(group.max(initial=-1)) + 1, len(group))) @ found
    size = found.shape[0]
    random = np.random.default_rng(seed)
    batch = max(1, BATCH_CELLS // max(size, values**2, 1))
    alphas = [np.empty(0)]
    for first in range(0, draws, batch):
        times = np.stack(
            [
                np.bincount(random.integers(size, size=size), minlength=size)
                if size
                else np.zeros(0, dtype=np.int64)
                for _ in range(min(batch, draws - first))
            ]
        )
        alphas.append(_alpha_of((times @ found).reshape(-1, values, values), distance))
    return np.concatenate(alphas)


def _coincidences(codings: NDArray[np.int64], values: int) -> Any:
    """How often each two values coincide in each unit: (units, values²), sparse."""
    given = codings != MISSING
    pairs = [(i, j) for i in range(codings.shape[1]) for j in range(codings.shape[1]) if i != j]
    rows, columns, weights = (
        [np.empty(0, dtype=np.int64)],
        [np.empty(0, dtype=np.int64)],
        [np.empty(0)],
    )
    others = np.maximum(given.sum(axis=1) - 1, 1)
    for one, other in pairs:
        unit = np.flatnonzero(given[:, one] & given[:, other])
        rows.append(unit)
        columns.append(codings[unit, one] * values + codings[unit, other])
        weights.append(1 / others[unit])
    entries = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_array(entries, shape=(len(codings), values**2))


def _alpha_of(coincidences: Floats, distance: Distance) -> Floats:
    """Alpha of each matrix of coincidences: (matrices, values, values)."""
    totals = coincidences.sum(axis=2)
    sizes = totals.sum(axis=1)
    apart = np.broadcast_to(distance(totals), coincidences.shape)
    observed = (coincidences * apart).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * apart).sum(axis=(1, 2))
    alphas = np.full(len(sizes), np.nan)
    # Sums of thirds may miss the exact value by the last bit.
    defined = expected > 1e-9
    alphas[defined] = 1 - (sizes[defined] - 1) * observed[defined] / expected[defined]
    return alphas


def cohen_kappa(codings: ArrayLike, values: int) -> float:
    """Agreement of two coders beyond chance, each of whom has habits of their own.

    Parameters
    ----------
    codings : array_like of int, shape (units, 2)
        The number of the value that each coder gave to each unit; -1 for none. Only units with both
        count.
    values : int
        The number of values.

    Returns
    -------
    float
        1 if they always agree, 0 if as often as by chance, and less if less. nan if there is no
        unit, or both gave one and the same value throughout.

    Notes
    -----
    (p_o - p_e) / (1 - p_e): p_o is the share of units on which they agree, p_e the share expected
    if each kept the frequencies of their values and gave them at random [1]_.

    References
    ----------
    .. [1] Cohen (1960), A coefficient of agreement for nominal scales. Educational and
       Psychological Measurement 20(1), 37-46.

    Examples
    --------
    >>> cohen_kappa([[0, 0], [1, 1], [0, 1], [1, 1]], 2)
    0.5
    """
    checked = _check_codings(codings, values)
    if checked.shape[1] != 2:
        raise ValueError(f"kappa is of 2 coders, got {checked.shape[1]}; give two columns.")
    one, other = checked[(checked != MISSING).all(axis=1)].T
    if not len(one):
        return float("nan")
    shares = [np.bincount(column, minlength=values) / len(column) for column in (one, other)]
    return _beyond_chance(float(np.mean(one == other)), float(shares[0] @ shares[1]))


def gwet_ac1(codings: ArrayLike, values: int) -> float:
    """Agreement beyond chance where one value may be much more frequent than the others.

    Parameters
    ----------
    codings : array_like of int, shape (units, coders)
        The number of the value that each coder gave to each unit; -1 for none.
    values : int
        The number of values that coders could give, those included that none gave.

    Returns
    -------
    float
        1 if coders always agree, 0 if as often as by chance, and less if less. nan if no unit has
        two values, or there is only one value to give.

    Notes
    -----
    (p_a - p_e) / (1 - p_e): p_a is the mean share of pairs of coders that agree on a unit.

    p_e = 1 / (values - 1) · Σ π · (1 - π), over all values, where π is the mean share of coders
    that gave the value to a unit [1]_. Units with one value count for π alone.

    References
    ----------
    .. [1] Gwet (2008), Computing inter-rater reliability and its variance in the presence of high
       agreement. British Journal of Mathematical and Statistical Psychology 61(1), 29-48.

    Examples
    --------
    >>> gwet_ac1([[0, 0], [1, 1], [0, 1], [1, 1]], 2)
    0.529...
    """
    checked = _check_codings(codings, values)
    sizes = (checked != MISSING).sum(axis=1)
    compared = sizes > 1
    if values < 2 or not compared.any():
        return float("nan")
    counts = np.stack([(checked == value).sum(axis=1) for value in range(values)], axis=1)
    pairs = sizes[compared] * (sizes[compared] - 1)
    agreeing = (counts[compared] * (counts[compared] - 1)).sum(axis=1) / pairs
    shares = (counts[sizes > 0] / sizes[sizes > 0, None]).mean(axis=0)
    return _beyond_chance(
        float(agreeing.mean()), float((shares * (1 - shares)).sum() / (values - 1))
    )


def _beyond_chance(observed: float, expected: float) -> float:
    return float("nan") if expected > 1 - 1e-12 else (observed - expected) / (1 - expected)


def _check_codings(codings: ArrayLike, values: int) -> NDArray[np.int64]:
    """Return codings as integers if there are rows of coders, and no other values."""
    given = np.asarray(codings)
    if given.ndim != 2 or (given.size and not np.issubdtype(given.dtype, np.integer)):
        raise ValueError(
            f"codings of shape {given.shape} and type {given.dtype} are no table of numbers of "
            "values; give one row per unit, and one column per coder."
        )
    if given.size and not MISSING <= given.min() <= given.max() < values:
        raise ValueError(
            f"codings have values from {given.min()} to {given.max()}; give numbers from 0 to "
            f"{values - 1}, and -1 for none."
        )
    return given.astype(np.int64)
