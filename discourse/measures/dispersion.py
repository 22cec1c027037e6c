"""How evenly a term is spread over the parts of a corpus.

Every measure takes counts, one row a term and one column a part, dense or sparse, and the tokens
of each part. Only the counts above 0 are looked at, so a table of 200,000 terms by 8,000 parts
costs no more than its hits. A term that occurs nowhere has no dispersion: nan, not 0.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, stats

from .arguments import Counts, Floats, check_cells, check_counts, check_parts, divide, log2

# The band is simulated unless no part makes up more than this share of DP's variance, and DP's
# standard deviation spans this many of the steps in which it can change. Then its quantiles are
# normal to within 0.15 of a standard deviation; 1,000 draws miss by as much.
LARGEST_SHARE = 0.05
STEPS = 5


def part_range(counts: Counts, sizes: ArrayLike) -> NDArray[np.int64]:
    """Number of parts that hold the term at least once.

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) int, from 0 to the number of parts.

    References
    ----------
    Keniston (1920), Common words in Spanish. Hispania 3(2), 85-96.

    Examples
    --------
    >>> part_range([[1, 2, 0], [0, 0, 0]], [10, 10, 10])
    array([2, 0])
    """
    table, _ = check_cells(counts, sizes)
    parts: NDArray[np.int64] = np.diff(table.indptr).astype(np.int64)
    return parts


def dp(counts: Counts, sizes: ArrayLike) -> Floats:
    """Share of the term's occurrences that would have to move for an even spread (DP).

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) float from 0 to 1; 0 spread exactly as the tokens are, near 1 all in one small
    part; nan for an absent term.

    Notes
    -----
    ½ · Σ |v − s|, with v the share of the term's occurrences and s the share of the tokens
    that a part holds. A rare term cannot reach 0: one occurrence in ten equal parts has
    0.9. Compare `dp_band`.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
    Corpus Linguistics 13(4), 403-437, at 415.

    Examples
    --------
    >>> dp([[1, 2, 3, 4, 5], [0, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(2)
    array([0.18,  nan])
    """
    table, tokens = check_cells(counts, sizes)
    return _dp(table, tokens / tokens.sum())


def dp_norm(counts: Counts, sizes: ArrayLike) -> Floats:
    """DP as a share of the highest that these parts allow.

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) float from 0 to 1; 0 even, 1 all in the smallest part; nan for an absent term,
    and where the smallest part holds none or all of the tokens.

    Notes
    -----
    DP / (1 − min s), the corrected form; Gries (2008: 419) divided by 1 − 1/parts, which is
    right for equal parts only.

    References
    ----------
    Lijffijt & Gries (2012), Correction to Stefan Th. Gries' "Dispersions and adjusted
    frequencies in corpora". International Journal of Corpus Linguistics 17(1), 147-149.

    Examples
    --------
    >>> dp_norm([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(4)
    array([0.2195, 1.    ])
    """
    table, tokens = check_cells(counts, sizes)
    shares = tokens / tokens.sum()
    smallest = shares.min()
    highest = 1 - smallest if 0 < smallest < 1 else np.nan
    return np.minimum(_dp(table, shares) / highest, 1.0)


def juilland_d(counts: Counts, sizes: ArrayLike) -> Floats:
    """Evenness of the term's relative frequencies across the parts.

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) float from 0 to 1, and the other way round than DP: 1 equally frequent in every
    part, 0 in one part alone; nan for an absent term, with a single part, and where a part
    has no tokens.

    Notes
    -----
    1 − (sd / mean) / √(parts − 1), over the relative frequencies count / size, with the
    standard deviation of a population. Juilland took the counts of equal parts. With
    hundreds of parts nearly every term comes close to 1 (Biber et al. 2016); DP does not.

    References
    ----------
    Gries (2020), Analyzing dispersion. In Paquot & Gries, A Practical Handbook of Corpus
    Linguistics, 99-118.
    Juilland, Brodin & Davidovitch (1970), Frequency Dictionary of French Words. Mouton.

    Examples
    --------
    >>> juilland_d([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(3)
    array([0.785, 0.   ])
    """
    table, tokens = check_cells(counts, sizes)
    parts = len(tokens)
    highest = np.sqrt(parts - 1) if parts > 1 and tokens.min() > 0 else np.nan
    rates = table.data / tokens[table.indices]
    mean = _sum_rows(table, rates) / parts
    squares = _sum_rows(table, (rates - _repeat_per_hit(table, mean)) ** 2)
    squares += (parts - np.diff(table.indptr)) * mean**2  # the parts without the term
    return np.clip(1 - divide(np.sqrt(squares / parts), mean) / highest, 0.0, 1.0)


def kl_divergence(counts: Counts, sizes: ArrayLike) -> Floats:
    """Bits by which the spread of the term differs from the spread of the tokens.

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) float, in bits; 0 even, at most −log2 of the smallest part's share; nan for an
    absent term.

    Notes
    -----
    Σ v · log2(v / s), with v and s as in `dp`; not normalised. See `dkl`.

    References
    ----------
    Gries (2020), Analyzing dispersion. In Paquot & Gries, A Practical Handbook of Corpus
    Linguistics, 99-118, at 103-104.

    Examples
    --------
    >>> kl_divergence([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(3)
    array([0.137, 2.474])
    """
    table, tokens = check_cells(counts, sizes)
    observed = table.data / _repeat_per_hit(table, _sum_rows(table, table.data))
    bits = observed * log2(observed / (tokens / tokens.sum())[table.indices])
    return _nan_where_absent(table, np.maximum(_sum_rows(table, bits), 0.0))


def dkl(counts: Counts, sizes: ArrayLike) -> Floats:
    """Kullback-Leibler divergence of the term's spread, on a scale from 0 to 1.

    Parameters
    ----------
    counts : (terms, parts) occurrences, dense or sparse.
    sizes : (parts,) tokens of each part.

    Returns
    -------
    (terms,) float, from 0 for even to below 1; nan for an absent term.

    Notes
    -----
    KLD / (1 + KLD), with `kl_divergence` in bits: the odds-to-probability form of Gries
    (2024). Gries (2021) used 1 − exp(−KLD) instead; the two are not comparable.

    References
    ----------
    Gries (2024), Frequency, Dispersion, Association, and Keyness. Benjamins, 90-92.

    Examples
    --------
    >>> dkl([[1, 2, 3, 4, 5], [1, 1, 1, 1, 1]], [9, 10, 10, 10, 11]).round(3)
    array([0.12 , 0.003])
    """
    divergence = kl_divergence(counts, sizes)
    return divergence / (1 + divergence)


def dp_band(
    count: ArrayLike, sizes: ArrayLike, *, seed: int, draws: int = 1_000
) -> tuple[Floats, Floats]:
    """Range in which DP falls in nine of ten cases when the same tokens are thrown at random.

    Parameters
    ----------
    count : (terms,) occurrences in the whole corpus, whole numbers.
    sizes : (parts,) tokens of each part.
    seed : whole number of 0 or more. The band of a count depends on seed, draws and sizes
        alone, never on the other counts.
    draws : throws for each distinct count that is simulated.

    Returns
    -------
    low, high : (terms,) float each, the 5 % and 95 % quantiles of DP; nan for a count of 0.

    Notes
    -----
    Every token falls into a part with a chance equal to the part's share of the tokens
    (multinomial). The band describes what chance alone does to a term of this frequency; it
    is no test, since words come in bursts and most leave it.

    Where many parts contribute, DP is a sum of many small terms and nearly normal. Its mean
    is exact (de Moivre's mean deviation of a binomial), its variance that of independent
    Poisson counts given their sum. Elsewhere (few parts, one dominant part, a count small
    against many equal parts) the tokens are thrown. The module's constants draw the line.

    References
    ----------
    Diaconis & Zabell (1991), Closed form summation for classical distributions: variations
    on a theme of de Moivre. Statistical Science 6(3), 284-302.
    Holst (1972), Asymptotic normality and efficiency for certain goodness-of-fit tests.
    Biometrika 59(1), 137-145.

    Examples
    --------
    >>> low, high = dp_band([15, 1], [9, 10, 10, 10, 11], seed=1)
    >>> print(low.round(2), high.round(2))
    [0.09 0.78] [0.33 0.82]
    """
    if seed < 0 or draws < 1:
        raise ValueError(f"seed={seed}, draws={draws}; give a seed of 0 or more, 1 draw or more.")
    thrown, tokens = _whole_counts(count), check_parts(sizes)
    if thrown.max(initial=0) > tokens.sum():
        above = f"count={thrown.max():g} is above the {tokens.sum():g} tokens of all parts"
        raise ValueError(f"{above}; give count and sizes of the same corpus.")
    shares = tokens[tokens > 0] / tokens.sum()
    distinct, places = np.unique(thrown, return_inverse=True)
    bands = np.array([_band_of_count(int(n), shares, seed, draws) for n in distinct]).reshape(-1, 2)
    low, high = bands[places.reshape(thrown.shape)].transpose(-1, *range(thrown.ndim))
    return low, high


def _band_of_count(count: int, shares: Floats, seed: int, draws: int) -> tuple[float, float]:
    if count == 0:
        return np.nan, np.nan
    normal = _normal_band(count, shares)
    if normal is not None:
        return normal
    rng = np.random.default_rng([seed, count])
    low, high = np.quantile(_dp(_throw_tokens(count, shares, rng, draws), shares), [0.05, 0.95])
    return float(low), float(high)


def _normal_band(count: int, shares: Floats) -> tuple[float, float] | None:
    """Quantiles of the normal distribution that DP comes close to, or None where it does not."""
    expected = count * shares
    floor = np.floor(expected)
    mean = (floor + 1) * (1 - shares) * stats.binom.pmf(floor + 1, count, shares)
    # of one part's excess (X - expected)+, with X Poisson: mean and mean square
    first = expected * stats.poisson.pmf(floor, expected)
    second = first * (floor - expected + 1) + expected * stats.poisson.sf(floor, expected)
    slope = second.sum() / count  # of the excess on X: given the sum of all X, this much is fixed
    variance = np.maximum(second - first**2 - 2 * slope * second + slope**2 * expected, 0)
    deviation = np.sqrt(variance.sum())
    step = min(1, count / len(shares))
    if deviation < STEPS * step or variance.max() > LARGEST_SHARE * variance.sum():
        return None
    reach = stats.norm.ppf(0.95) * deviation
    low, high = (mean.sum() + np.array([-reach, reach])) / count
    return max(float(low), 0.0), float(high)


def _throw_tokens(
    count: int, shares: Floats, rng: np.random.Generator, draws: int
) -> "sparse.csr_array[np.float64]":
    """(draws, parts) counts: in every draw, `count` tokens thrown over the parts."""
    parts = len(shares)
    if count >= parts:
        return sparse.csr_array(rng.multinomial(count, shares, size=draws).astype(np.float64))
    edges = np.cumsum(shares)[:-1]
    part = np.searchsorted(edges, rng.random(draws * count), side="right")
    draw = np.repeat(np.arange(draws), count)
    hits = np.ones(len(part))
    return sparse.coo_array((hits, (draw, part)), shape=(draws, parts)).tocsr()


def _dp(table: Any, shares: Floats) -> Floats:
    # both shares add up to 1, so half the sum of the differences is the sum of those above 0,
    # and these lie in parts that hold the term
    observed = table.data / _repeat_per_hit(table, _sum_rows(table, table.data))
    excess = np.maximum(observed - shares[table.indices], 0.0)
    return _nan_where_absent(table, _sum_rows(table, excess))


def _whole_counts(count: ArrayLike) -> Floats:
    checked = check_counts("count", count)
    if np.any(checked % 1):
        raise ValueError("count holds fractions; give whole numbers, as tokens cannot be split.")
    return checked


def _sum_rows(table: Any, values: Floats) -> Floats:
    """Sum by term of one value per hit."""
    weighted = sparse.csr_array((values, table.indices, table.indptr), shape=table.shape)
    total: Floats = weighted @ np.ones(table.shape[1])
    return total


def _repeat_per_hit(table: Any, values: Floats) -> Floats:
    """One value per term, repeated for each of its hits."""
    return np.repeat(values, np.diff(table.indptr))


def _nan_where_absent(table: Any, values: Floats) -> Floats:
    """The values, with nan for terms that occur nowhere."""
    return np.where(np.diff(table.indptr) > 0, values, np.nan)
