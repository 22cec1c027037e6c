"""How evenly a term is spread over the parts of a corpus.

Every measure takes counts, with one row per term and one column per part, dense or sparse, and the
tokens of each part. Only counts above 0 are visited, so a table of 200,000 terms by 8,000 parts
costs no more than its non-zero cells. A term that does not occur has no dispersion: nan, not 0.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from .arguments import Counts, Floats, check_cells, check_counts, check_parts, divide, log2
from .cells import Cells

# The band is a normal approximation if no part contributes more than this share of DP's variance,
# and DP's standard deviation spans at least this many of the steps in which DP can change. Its
# quantiles are then right to within 0.15 of a standard deviation, which is as good as 1,000 draws.
# Otherwise the band is simulated.
MAX_VARIANCE_SHARE = 0.05
MIN_STEPS = 5

BINS = 1 << 16  # a power of two, so that a random number times it is exact


def part_range(counts: Counts, sizes: ArrayLike) -> NDArray[np.int64]:
    """Number of parts that have the term at least once.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of int, shape (terms,)
        From 0 to the number of parts.

    Notes
    -----
    The range of Keniston [1]_.

    References
    ----------
    .. [1] Keniston (1920), Common words in Spanish. Hispania 3(2), 85-96.

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
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1; 0 means spread exactly as the tokens are, near 1 all in one small part; nan for
        an absent term.

    Notes
    -----
    ½ · Σ |v − s|, where v is the part's share of the term's occurrences and s its share of the
    tokens [1]_. A rare term cannot reach 0: one occurrence in ten equal parts has 0.9. Compare with
    `dp_band`.

    References
    ----------
    .. [1] Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
       Corpus Linguistics 13(4), 403-437, at 415.

    Examples
    --------
    >>> dp([[1, 2, 3, 4, 5], [0, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(2)
    array([0.18,  nan])
    """
    table, tokens = check_cells(counts, sizes)
    return _dp(table, tokens)


def dp_sums(counts: Counts, sizes: ArrayLike, count: ArrayLike, size: float) -> Floats:
    """Sums over some of the parts, from which DP follows once they are added up over all parts.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in some of the parts.
    sizes : array_like, shape (parts,)
        Tokens of each of these parts.
    count : array_like, shape (terms,)
        Occurrences of each term in all parts.
    size : int
        Tokens of all parts.

    Returns
    -------
    ndarray of float, shape (2, terms)
        The occurrences, and the tokens, of the parts with more than their share of the term. They
        are whole numbers, so that it does not matter in which order they are added up.

    Examples
    --------
    >>> dp_sums([[1, 4]], [9, 11], [5], 20)
    array([[ 4.],
           [11.]])
    """
    cells = Cells.of(*check_cells(counts, sizes))
    return sum_excess(cells, check_counts("count", count), size)


def sum_excess(cells: Cells, count: NDArray[Any], size: float) -> Floats:
    """The sums of `dp_sums`, of counts that are checked: (2, terms)."""
    with np.errstate(invalid="ignore"):  # where all cells of a term are 0, as after `Cells.zero`
        above = cells.count / count[cells.row] > cells.tokens / size
    return np.stack([cells.sum_rows(cells.count * above), cells.sum_rows(cells.tokens * above)])


def dp_of_sums(sums: NDArray[Any], count: ArrayLike, size: float) -> Floats:
    """DP of terms, from the sums of `dp_sums` over all parts.

    Parameters
    ----------
    sums : ndarray of float, shape (2, terms)
        The occurrences, and the tokens, of the parts with more than their share of the term.
    count : array_like, shape (terms,)
        Occurrences of each term in all parts.
    size : int
        Tokens of all parts.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1; nan for an absent term.

    Notes
    -----
    The shares of the term and of the tokens both add up to 1, so half the sum of the absolute
    differences equals the sum of the positive ones, which are in parts that have the term.

    Examples
    --------
    >>> dp_of_sums(dp_sums([[1, 4]], [9, 11], [5], 20), [5], 20)
    array([0.25])
    """
    occurrences, tokens = sums
    above: Floats = divide(occurrences, count) - tokens / size
    return above


def dp_norm(counts: Counts, sizes: ArrayLike) -> Floats:
    """DP as a share of the highest value that these parts allow.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1; 0 means even, 1 all in the smallest part; nan for an absent term, and where the
        smallest part has none or all of the tokens.

    Notes
    -----
    DP / (1 − min s), the corrected form [1]_. Gries (2008: 419) divided by 1 − 1/parts, which is
    right only for equal parts.

    References
    ----------
    .. [1] Lijffijt & Gries (2012), Correction to Stefan Th. Gries' "Dispersions and adjusted
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
    return np.minimum(_dp(table, tokens) / highest, 1.0)


def juilland_d(counts: Counts, sizes: ArrayLike) -> Floats:
    """Evenness of the term's relative frequencies across the parts.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1, in the opposite direction to DP: 1 means equally frequent in every part, 0 in
        one part only; nan for an absent term, for a single part, and where a part has no tokens.

    Notes
    -----
    1 − (sd / mean) / √(parts − 1), over the relative frequencies count / size, with the standard
    deviation of a population [1]_. Juilland used the counts of equal parts [2]_. With hundreds of
    parts nearly every term comes close to 1 (Biber et al. 2016); DP does not.

    References
    ----------
    .. [1] Gries (2020), Analyzing dispersion. In Paquot & Gries, A Practical Handbook of Corpus
       Linguistics, 99-118.
    .. [2] Juilland, Brodin & Davidovitch (1970), Frequency Dictionary of French Words. Mouton.

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
    squares = _sum_rows(table, (rates - _repeat_per_cell(table, mean)) ** 2)
    squares += (parts - np.diff(table.indptr)) * mean**2  # the parts without the term
    return np.clip(1 - divide(np.sqrt(squares / parts), mean) / highest, 0.0, 1.0)


def carroll_d2(counts: Counts, sizes: ArrayLike) -> Floats:
    """Entropy of the term's relative frequencies in the parts, as a share of the highest.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1, in the opposite direction to DP: 1 means equally frequent in every part, 0 in
        one part only; nan for an absent term, for a single part, and where a part has no tokens.

    Notes
    -----
    D2 = −Σ p · log2(p) / log2(parts), where p is the relative frequency in a part divided by the
    sum of the relative frequencies in all parts [1]_, [2]_.

    References
    ----------
    .. [1] Carroll (1970), An alternative to Juilland's usage coefficient for lexical frequencies,
       and a proposal for a standard frequency index. Computer Studies in the Humanities and Verbal
       Behavior 3(2), 61-65.
    .. [2] Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
       Corpus Linguistics 13(4), 403-437, at 408.

    Examples
    --------
    >>> carroll_d2([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(3)
    array([0.938, 0.   ])
    """
    table, tokens = check_cells(counts, sizes)
    highest = log2(len(tokens)) if len(tokens) > 1 and tokens.min() > 0 else np.nan
    rates = table.data / tokens[table.indices]
    shares = rates / _repeat_per_cell(table, _sum_rows(table, rates))
    entropy = _sum_rows(table, -shares * log2(shares))
    return _nan_where_absent(table, np.clip(entropy / highest, 0.0, 1.0))


def rosengren_s(counts: Counts, sizes: ArrayLike) -> Floats:
    """Share of its frequency that a term keeps when uneven spread is discounted.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        In the opposite direction to DP: 1 means spread exactly as the tokens are; the lowest value
        is the share of the smallest part. nan for an absent term.

    Notes
    -----
    S = (Σ √(s · count))² / Σ count, with s as in `dp`: the form for parts of unequal sizes [1]_,
    [2]_. S times the frequency is Rosengren's adjusted frequency.

    References
    ----------
    .. [1] Rosengren (1971), The quantitative concept of language and its relation to the structure
       of frequency dictionaries. Études de linguistique appliquée (nouvelle série) 1, 103-127.
    .. [2] Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
       Corpus Linguistics 13(4), 403-437, at 409.

    Examples
    --------
    >>> rosengren_s([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(3)
    array([0.95, 0.18])
    """
    table, tokens = check_cells(counts, sizes)
    shares = (tokens / tokens.sum())[table.indices]
    roots = _sum_rows(table, np.sqrt(shares * table.data))
    return np.minimum(divide(roots**2, _sum_rows(table, table.data)), 1.0)


def range_share(counts: Counts, sizes: ArrayLike) -> Floats:
    """Share of the parts that have the term at least once.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0 to 1; 0 for an absent term.

    Notes
    -----
    `part_range` / parts [1]_. A part without tokens is a part without the term.

    References
    ----------
    .. [1] Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
       Corpus Linguistics 13(4), 403-437, at 407.

    Examples
    --------
    >>> range_share([[1, 2, 0, 0], [0, 0, 0, 0]], [10, 10, 10, 10])
    array([0.5, 0. ])
    """
    _, tokens = check_cells(counts, sizes)
    return part_range(counts, sizes) / len(tokens)


def arf(term: ArrayLike, position: ArrayLike, size: int, terms: int) -> Floats:
    """Average reduced frequency: the occurrences that are left when clusters count as one.

    Parameters
    ----------
    term : array_like of int, shape (occurrences,)
        The number of the term of each occurrence, from 0.
    position : array_like of int, shape (occurrences,)
        Its place in the corpus, from 0; of each term, no two are equal.
    size : int
        Tokens of the corpus.
    terms : int
        Number of terms.

    Returns
    -------
    ndarray of float, shape (terms,)
        Occurrences: the count of a term whose occurrences are equally far apart, and close to 1 if
        they are all in one place. nan for an absent term.

    Notes
    -----
    (1 / v) · Σ min(d, v), where v = size / count, and the distances d between neighbouring
    occurrences are measured in a circle: the first follows the last [1]_. No parts are needed, but
    the order of the documents has an influence, which is small.

    References
    ----------
    .. [1] Savický & Hlaváčová (2002), Measures of word commonness. Journal of Quantitative
       Linguistics 9(3), 215-231.

    Examples
    --------
    >>> arf([0, 0, 1, 1], [0, 5, 7, 8], 10, 3)
    array([2. , 1.2, nan])
    """
    numbers, places = np.asarray(term, dtype=np.int64), np.asarray(position, dtype=np.int64)
    if len(places) and not 0 <= places.min() <= places.max() < size:
        raise ValueError(f"a position is outside of the {size} tokens; give places from 0.")
    order = np.lexsort((places, numbers))
    numbers, places = numbers[order], places[order]
    counts = np.bincount(numbers, minlength=terms)
    ends = np.cumsum(counts)
    before = np.roll(places, 1)
    first = (ends - counts)[counts > 0]
    before[first] = places[ends[counts > 0] - 1] - size
    reach, gaps = divide(size, counts), places - before
    is_near = gaps <= reach[numbers]
    near = np.bincount(numbers[is_near], weights=gaps[is_near], minlength=terms)
    return arf_of_gaps(near, np.bincount(numbers[~is_near], minlength=terms), reach)


def arf_of_gaps(near: ArrayLike, far: ArrayLike, reach: ArrayLike) -> Floats:
    """Average reduced frequency from the distances between neighbouring occurrences.

    Parameters
    ----------
    near : array_like, shape (terms,)
        The sum of the distances that are at most the reach of the term.
    far : array_like of int, shape (terms,)
        The number of the other distances.
    reach : array_like of float, shape (terms,)
        Tokens of the corpus for each occurrence; nan for an absent term.

    Returns
    -------
    ndarray of float, shape (terms,)
        Occurrences, as `arf` counts them.

    Notes
    -----
    near / reach + far, where each of the other distances counts as one reach [1]_.

    References
    ----------
    .. [1] Savický & Hlaváčová (2002), Measures of word commonness. Journal of Quantitative
       Linguistics 9(3), 215-231.

    Examples
    --------
    >>> arf_of_gaps([10, 1], [0, 1], [5, 5])
    array([2. , 1.2])
    """
    frequency: Floats = divide(near, reach) + np.asarray(far)
    return frequency


def kl_divergence(counts: Counts, sizes: ArrayLike) -> Floats:
    """Bits by which the spread of the term differs from the spread of the tokens.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        Bits; 0 means even, the maximum is −log2 of the smallest part's share; nan for an absent
        term.

    Notes
    -----
    Σ v · log2(v / s), with v and s as in `dp` [1]_; not normalised. See `dkl`.

    References
    ----------
    .. [1] Gries (2020), Analyzing dispersion. In Paquot & Gries, A Practical Handbook of Corpus
       Linguistics, 99-118, at 103-104.

    Examples
    --------
    >>> kl_divergence([[1, 2, 3, 4, 5], [7, 0, 0, 0, 0]], [9, 10, 10, 10, 11]).round(3)
    array([0.137, 2.474])
    """
    table, tokens = check_cells(counts, sizes)
    observed = table.data / _repeat_per_cell(table, _sum_rows(table, table.data))
    bits = observed * log2(observed / (tokens / tokens.sum())[table.indices])
    return _nan_where_absent(table, np.maximum(_sum_rows(table, bits), 0.0))


def dkl(counts: Counts, sizes: ArrayLike) -> Floats:
    """Kullback-Leibler divergence of the term's spread, on a scale from 0 to 1.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences of each term in each part.
    sizes : array_like, shape (parts,)
        Tokens of each part.

    Returns
    -------
    ndarray of float, shape (terms,)
        From 0, which means even, to below 1; nan for an absent term.

    Notes
    -----
    KLD / (1 + KLD), with `kl_divergence` in bits: the odds-to-probability form [1]_. Gries (2021)
    used 1 − exp(−KLD) instead; the two are not comparable.

    References
    ----------
    .. [1] Gries (2024), Frequency, Dispersion, Association, and Keyness. Benjamins, 90-92.

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
    """Range of DP in nine of ten random distributions of the same number of tokens.

    Parameters
    ----------
    count : array_like of int
        Occurrences of each term in the whole corpus.
    sizes : array_like, shape (parts,)
        Tokens of each part.
    seed : int
        0 or more. The band of a count depends only on seed, draws and sizes, never on the other
        counts.
    draws : int, optional
        Random distributions for each distinct count that is simulated.

    Returns
    -------
    low, high : ndarray of float, shape (terms,)
        The 5 % and 95 % quantiles of DP; nan for a count of 0.

    Notes
    -----
    Each token falls into a part with a probability equal to the part's share of the tokens
    (multinomial). The band describes what chance alone does to a term of this frequency. It is not
    a test: words come in bursts, and most leave the band.

    Where many parts contribute, DP is a sum of many small terms and nearly normal. Its mean is
    exact: de Moivre's mean deviation of a binomial [1]_. Its variance is that of independent
    Poisson counts given their sum [2]_. Elsewhere, i.e. with few parts, a dominant part, or a count
    that is small against many equal parts, the tokens are distributed at random. The module's
    constants draw the line.

    References
    ----------
    .. [1] Diaconis & Zabell (1991), Closed form summation for classical distributions: variations
       on a theme of de Moivre. Statistical Science 6(3), 284-302.
    .. [2] Holst (1972), Asymptotic normality and efficiency for certain goodness-of-fit tests.
       Biometrika 59(1), 137-145.

    Examples
    --------
    >>> low, high = dp_band([15, 1], [9, 10, 10, 10, 11], seed=1)
    >>> print(low.round(2), high.round(2))
    [0.09 0.78] [0.33 0.82]
    """
    if seed < 0 or draws < 1:
        raise ValueError(f"seed={seed}, draws={draws}; give a seed of 0 or more, 1 draw or more.")
    occurrences, tokens = _whole_counts(count), check_parts(sizes)
    if occurrences.max(initial=0) > tokens.sum():
        above = f"count={occurrences.max():g} is above the {tokens.sum():g} tokens of all parts"
        raise ValueError(f"{above}; give count and sizes of the same corpus.")
    tokens = tokens[tokens > 0]
    distinct, places = np.unique(occurrences, return_inverse=True)
    bands = np.array([_band_of_count(int(n), tokens, seed, draws) for n in distinct]).reshape(-1, 2)
    low, high = bands[places.reshape(occurrences.shape)].transpose(-1, *range(occurrences.ndim))
    return low, high


def _band_of_count(count: int, tokens: Floats, seed: int, draws: int) -> tuple[float, float]:
    if count == 0:
        return np.nan, np.nan
    shares = tokens / tokens.sum()
    normal = _normal_band(count, shares)
    if normal is not None:
        return normal
    rng = np.random.default_rng([seed, count])
    low, high = np.quantile(
        _dp(_distribute_tokens(count, shares, rng, draws), tokens), [0.05, 0.95]
    )
    return float(low), float(high)


def _normal_band(count: int, shares: Floats) -> tuple[float, float] | None:
    """The quantiles of the normal approximation of DP, or None where it is too coarse."""
    from scipy import special  # imported where it is used, because few verbs need it

    expected = count * shares
    floor = np.floor(expected)
    mean = (floor + 1) * (1 - shares) * _binomial(floor + 1, count, shares)
    # mean and mean square of a part's excess over expectation, max(X - expected, 0), with X Poisson
    first = expected * np.exp(floor * np.log(expected) - special.gammaln(floor + 1) - expected)
    second = first * (floor - expected + 1) + expected * special.pdtrc(floor, expected)
    slope = (
        second.sum() / count
    )  # regression of the excess on X; subtracted because the sum of all X is fixed
    variance = np.maximum(second - first**2 - 2 * slope * second + slope**2 * expected, 0)
    deviation = np.sqrt(variance.sum())
    step = min(1, count / len(shares))
    if deviation < MIN_STEPS * step or variance.max() > MAX_VARIANCE_SHARE * variance.sum():
        return None
    reach = special.ndtri(0.95) * deviation
    low, high = (mean.sum() + np.array([-reach, reach])) / count
    return max(float(low), 0.0), float(high)


def _binomial(hits: Floats, count: int, share: Floats) -> Floats:
    """The probability of a number of hits. `scipy.stats` has it, but takes a second to import."""
    from scipy import special

    others = count - hits
    ways = special.gammaln(count + 1) - special.gammaln(hits + 1) - special.gammaln(others + 1)
    rest = special.xlog1py(np.maximum(others, 0), -share)
    probability: Floats = np.exp(ways + special.xlogy(hits, share) + rest)
    return probability


def _distribute_tokens(
    count: int, shares: Floats, rng: np.random.Generator, draws: int
) -> "sparse.csr_array[np.float64]":
    """Distribute `count` tokens over the parts at random, (draws, parts)."""
    parts = len(shares)
    if count >= parts:
        return sparse.csr_array(rng.multinomial(count, shares, size=draws).astype(np.float64))
    part = np.sort(_choose_parts(rng.random((draws, count)), shares), axis=1)
    opens = np.ones(part.shape, dtype=bool)  # the first token of a draw in a part
    opens[:, 1:] = part[:, 1:] != part[:, :-1]
    first = np.flatnonzero(opens)
    hits = np.diff(first, append=part.size).astype(np.float64)
    ends = np.concatenate([[0], np.cumsum(np.count_nonzero(opens, axis=1))])
    return sparse.csr_array((hits, part.ravel()[first], ends), shape=(draws, parts))


def _choose_parts(chances: Floats, shares: Floats) -> NDArray[np.int32]:
    """The part into which each random number falls, of parts that lie side by side from 0 to 1.

    A table of the parts at which the bins of a fine division begin saves most of the search.
    """
    edges = np.cumsum(shares)[:-1]
    bins = np.searchsorted(edges, np.arange(BINS) / BINS, side="right").astype(np.int32)
    at = chances.ravel()
    found: NDArray[np.int32] = bins[(at * BINS).astype(np.int32)]
    bounds = np.append(edges, np.inf)
    behind = np.flatnonzero(bounds[found] <= at)
    while behind.size:
        found[behind] += 1
        behind = behind[bounds[found[behind]] <= at[behind]]
    return found.reshape(chances.shape)


def _dp(table: Any, tokens: Floats) -> Floats:
    count, size = _sum_rows(table, table.data), tokens.sum()
    return dp_of_sums(sum_excess(Cells.of(table, tokens), count, size), count, size)


def _whole_counts(count: ArrayLike) -> Floats:
    checked = check_counts("count", count)
    if np.any(checked % 1):
        raise ValueError("count contains fractions; give whole numbers, as tokens cannot be split.")
    return checked


def _sum_rows(table: Any, values: Floats) -> Floats:
    """Add up one value per non-zero cell, by term."""
    weighted = sparse.csr_array((values, table.indices, table.indptr), shape=table.shape)
    total: Floats = weighted @ np.ones(table.shape[1])
    return total


def _repeat_per_cell(table: Any, values: Floats) -> Floats:
    """Repeat one value per term for each of its non-zero cells."""
    return np.repeat(values, np.diff(table.indptr))


def _nan_where_absent(table: Any, values: Floats) -> Floats:
    """Replace the values of terms that do not occur by nan."""
    return np.where(np.diff(table.indptr) > 0, values, np.nan)
