"""How strongly a term and a text, or two words, attract each other.

Every measure takes the same four arguments, so that one function serves keyness and
collocation alike. In the formulas, after Evert (2008), the four make a table:

==================  =====================  =============  ====
..                  the term               other tokens   all
==================  =====================  =============  ====
target, or windows  O11 = count            O12            R1 = size
reference, or rest  O21 = count_reference  O22            R2 = size_reference
all                 C1                     C2             N
==================  =====================  =============  ====

Keyness compares a target with a reference corpus. For collocation the target is the union of
the windows around a node, and the reference all tokens outside the windows and outside the
node's own positions (Evert 2008, section 3.1); the term is the collocate.

Arrays go in and come out, and broadcast as in numpy. What is undefined, because a denominator or
the argument of a logarithm is 0, is nan; above all, a term that occurs on neither side.

Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
International Handbook, 1212-1248.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from .arguments import Floats, check_counts, check_share, check_sizes, check_within, divide, log2


def expected(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Occurrences to expect in the target if the term were equally frequent on both sides.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, in occurrences.

    Notes
    -----
    E11 = C1 · R1 / N. For a collocate: f(collocate) · size / (N − f(node)).

    References
    ----------
    Evert (2008), Corpora and collocations, section 4.1.

    Examples
    --------
    >>> expected(40, 1_000, 10, 4_000)
    np.float64(10.0)
    """
    return _expectation(*_check_table(count, size, count_reference, size_reference))


def log_likelihood(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    cells: Literal[2, 4] = 4,
) -> Floats:
    """Evidence (G²) that the term is not equally frequent on both sides, signed by direction.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    cells : 4 sums over the whole table, the likelihood-ratio test proper; 2 over the term's
        own row, as the web calculators of Lancaster do.

    Returns
    -------
    (terms,) float; above 0 more frequent in the target, below 0 in the reference, 0 equal;
    nan for a term on neither side.

    Notes
    -----
    2 · Σ O · ln(O / E) with the sign of O11 − E11, and 0 · ln 0 = 0. No smoothing, no
    correction of Yates or Williams. It grows with the size of the texts: it measures
    evidence, not effect; for that see `log_ratio`.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74 (four cells).
    Rayson & Garside (2000), Comparing corpora using frequency profiling. Workshop on
    Comparing Corpora, ACL, 1-6 (two cells).

    Examples
    --------
    >>> log_likelihood(110, 2_552, 111, 29_225).round(2)
    np.float64(270.72)
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return np.sign(a * m - b * n) * _g2(a, n, b, m, cells)


def chi_squared(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Pearson's X² of the table, signed by direction.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float; above 0 more frequent in the target, below 0 in the reference; nan where
    a row or column of the table is empty.

    Notes
    -----
    Σ (O − E)² / E over four cells, without Yates' correction, with the sign of O11 − E11.
    It is unreliable where an expected count is below 5; G² (`log_likelihood`) is less so.

    References
    ----------
    Manning & Schütze (1999), Foundations of Statistical Natural Language Processing, 169.

    Examples
    --------
    >>> chi_squared(30, 100, 10, 100)
    np.float64(12.5)
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    difference = a * (m - b) - b * (n - a)
    square = divide(difference**2 * (n + m), n * m * (a + b) * (n + m - a - b))
    return np.sign(difference) * square


def bic(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    cells: Literal[2, 4] = 4,
) -> Floats:
    """Evidence for a difference in either direction, as an approximate Bayes factor.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    cells : 4 or 2, as in `log_likelihood`; Wilson's own figures use 2.

    Returns
    -------
    (terms,) float, without direction; below 0 speaks for no difference, 0-2 is hardly worth
    a mention, 2-6 positive, 6-10 strong, above 10 very strong evidence of one; nan for a
    term on neither side.

    Notes
    -----
    G² − ln(N), with N = size + size_reference.

    References
    ----------
    Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics. In
    Bieswanger & Koll-Stobbe, New Approaches to the Study of Linguistic Variability, 3-11.

    Examples
    --------
    >>> bic([40, 0], 1_000, [10, 4], 1_000).round(1)
    array([12.1, -2. ])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return _g2(a, n, b, m, cells) - np.log(n + m)


def mi(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Pointwise mutual information: how often the term occurs for each time expected, in doublings.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float; 0 as expected, 1 twice as often, -1 half as often; nan for a count of 0.

    Notes
    -----
    log2(O11 / E11). Rare terms rank highest: one hit where little is expected is enough.

    References
    ----------
    Church & Hanks (1990), Word association norms, mutual information, and lexicography.
    Computational Linguistics 16(1), 22-29, at 23.

    Examples
    --------
    >>> mi([40, 0], 1_000, [10, 4], 4_000)
    array([ 2., nan])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return log2(divide(a, _expectation(a, n, b, m)))


def mi3(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Mutual information with the count cubed, so that frequent terms rank higher.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, in doublings; has no fixed zero; nan for a count of 0.

    Notes
    -----
    log2(O11³ / E11) = MI + 2 · log2(O11).

    References
    ----------
    Daille (1994), Approche mixte pour l'extraction automatique de terminologie. Université
    Paris 7.
    Evert (2008), Corpora and collocations, section 4.3 (as MI^k).

    Examples
    --------
    >>> mi3(4, 1_000, 6, 4_000)
    np.float64(5.0)
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return log2(divide(a**3, _expectation(a, n, b, m)))


def npmi(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Mutual information as a share of the highest that this count allows.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float from -1 to 1; 0 as expected, 1 when term and target occur only together;
    nan for a count of 0.

    Notes
    -----
    log2(O11 / E11) / −log2(O11 / N).

    References
    ----------
    Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
    Proceedings of GSCL, 31-40.

    Examples
    --------
    >>> npmi([5, 5], [5, 10], [0, 5], [15, 10])
    array([1., 0.])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(log2(divide(a, _expectation(a, n, b, m))), -log2(a / (n + m)))


def t_score(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Distance of the count from its expectation, in standard deviations of the count.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float; above 0 more often than expected, at most √count; nan for a count of 0.

    Notes
    -----
    (O11 − E11) / √O11. Frequent terms rank highest. The name notwithstanding, no t-test is
    valid for counts of words: use it to order, not to test.

    References
    ----------
    Church et al. (1991), Using statistics in lexical analysis. In Zernik, Lexical
    Acquisition, 115-164.
    Evert (2008), Corpora and collocations, section 4.2.

    Examples
    --------
    >>> t_score([16, 0], 1_000, [24, 4], 4_000)
    array([ 2., nan])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(a - _expectation(a, n, b, m), np.sqrt(a))


def z_score(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Distance of the count from its expectation, in standard deviations of the expectation.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float; above 0 more often than expected; nan for a term on neither side.

    Notes
    -----
    (O11 − E11) / √E11, the Poisson form (Dennis 1965). Berry-Rogghe (1973) divides by
    √(E11 · (1 − p)), which differs for very frequent terms only.

    References
    ----------
    Evert (2008), Corpora and collocations, section 4.2.

    Examples
    --------
    >>> z_score([16, 0], 1_000, [4, 20], 4_000)
    array([ 6., -2.])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    e = _expectation(a, n, b, m)
    return divide(a - e, np.sqrt(e))


def dice(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    node: ArrayLike | None = None,
) -> Floats:
    """Share of their occurrences that two words spend together.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    node : occurrences of the node, 1 or more. With windows of several tokens `size` is no
        longer the node's frequency, which the coefficient asks for. Without it, R1 = size.

    Returns
    -------
    (terms,) float; 0 never together, 1 always. With `node` it can pass 1, because one node
    may have several collocates of a kind in its window.

    Notes
    -----
    2 · O11 / (R1 + C1), or 2 · O11 / (f(node) + C1). C1 = count + count_reference holds no
    occurrence of the term inside the node itself.

    References
    ----------
    Dice (1945), Measures of the amount of ecologic association between species. Ecology
    26(3), 297-302.
    Evert (2008), Corpora and collocations, section 5.2.

    Examples
    --------
    >>> dice([6, 0], 40, [2, 5], 960, node=4)
    array([1., 0.])
    """
    a, n, b, _ = _check_table(count, size, count_reference, size_reference)
    return divide(2 * a, (n if node is None else check_sizes("node", node)) + a + b)


def log_dice(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    node: ArrayLike | None = None,
) -> Floats:
    """The Dice coefficient in doublings, below a ceiling of 14; it does not depend on corpus size.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    node : occurrences of the node, 1 or more, as in `dice`.

    Returns
    -------
    (terms,) float; 14 always together, one less for half as often, 0 fewer than one
    co-occurrence in 16,000 of either word; nan for a count of 0. With windows of several
    tokens it can pass 14, as `dice` can pass 1.

    Notes
    -----
    14 + log2(2 · O11 / (f(node) + f(term))).

    References
    ----------
    Rychlý (2008), A lexicographer-friendly association score. Proceedings of RASLAN, 6-9.

    Examples
    --------
    >>> log_dice([6, 2, 0], 40, [2, 10, 5], 960, node=4)
    array([14., 12., nan])
    """
    return 14 + log2(dice(count, size, count_reference, size_reference, node=node))


def delta_p_collocate(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """How much likelier the collocate becomes where the node is near: node cues collocate.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, a difference of probabilities from -1 to 1; 0 no attraction.

    Notes
    -----
    P(collocate | window) − P(collocate | elsewhere) = O11 / R1 − O21 / R2. In Gries' terms
    ΔP(word2 | word1), with the node as word1. For keyness: the difference of the two
    relative frequencies.

    References
    ----------
    Gries (2013), 50-something years of work on collocations. International Journal of Corpus
    Linguistics 18(1), 137-165, at 143-144.

    Examples
    --------
    >>> delta_p_collocate(5_610, 174_548, 2_257, 10_235_320).round(3)
    np.float64(0.032)
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return a / n - b / m


def delta_p_node(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """How much likelier the node becomes where the collocate is: collocate cues node.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, a difference of probabilities from -1 to 1; 0 no attraction; nan where
    the term is on neither side, or is all there is.

    Notes
    -----
    P(window | collocate) − P(window | other words) = O11 / C1 − O12 / C2. In Gries' terms
    ΔP(word1 | word2), with the node as word1.

    References
    ----------
    Gries (2013), 50-something years of work on collocations. International Journal of Corpus
    Linguistics 18(1), 137-165, at 143-144.

    Examples
    --------
    >>> delta_p_node(5_610, 174_548, 2_257, 10_235_320).round(3)
    np.float64(0.697)
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(a, a + b) - divide(n - a, n + m - a - b)


def odds_ratio(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """How many times higher the odds of the term are in the target.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, 0 or more; 1 equal, 2 twice the odds in the target; nan where the
    reference holds none, or the target holds nothing else.

    Notes
    -----
    O11 · O22 / (O12 · O21), without smoothing.

    References
    ----------
    Evert (2008), Corpora and collocations, section 5.2.

    Examples
    --------
    >>> odds_ratio([20, 4], 100, [20, 0], 180)
    array([ 2., nan])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(a * (m - b), (n - a) * b)


def percent_diff(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Difference of the two relative frequencies, in per cent of the reference (%DIFF).

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float, -100 or more; 0 equal, 100 twice as frequent in the target, -100 absent
    from it; nan where the reference holds none.

    Notes
    -----
    (O11 / R1 − O21 / R2) · 100 / (O21 / R2). The authors put 1e-18 for a zero in the
    reference, which only marks it with a huge number; here it is missing.

    References
    ----------
    Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions. Corpus Linguistics
    in the South 1, Portsmouth.

    Examples
    --------
    >>> percent_diff([40, 0, 4], 1_000, [10, 4, 0], 1_000)
    array([ 300., -100.,   nan])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(100 * (a / n - b / m), b / m)


def simple_maths(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    smoothing: float = 1,
) -> Floats:
    """Ratio of the two frequencies per million tokens, after adding a constant to both.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    smoothing : what is added, per million, above 0. A small constant brings up rare terms,
        a large one (100, 1000) common ones.

    Returns
    -------
    (terms,) float above 0; 1 equal, 2 about twice as frequent in the target.

    Notes
    -----
    (10⁶ · O11 / R1 + smoothing) / (10⁶ · O21 / R2 + smoothing).

    References
    ----------
    Kilgarriff (2009), Simple maths for keywords. Proceedings of Corpus Linguistics,
    Liverpool.

    Examples
    --------
    >>> simple_maths([10, 200], 1_000_000, [0, 100], 1_000_000).round(2)
    array([11.  ,  1.99])
    """
    if not 0 < smoothing < np.inf:
        raise ValueError(f"smoothing={smoothing} adds nothing; give a number above 0, such as 1.")
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return (1e6 * a / n + smoothing) / (1e6 * b / m + smoothing)


def log_ratio(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Ratio of two relative frequencies, in doublings.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.

    Returns
    -------
    (terms,) float; 1 twice as frequent in the target, 0 equal, -1 half as frequent; nan for
    a term on neither side, and for one of one side alone of which the other, were it equally
    frequent there, would hold less than half an occurrence.

    Notes
    -----
    log2((O11 / R1) / (O21 / R2)). A count of 0 is taken as 0.5, so that a term of one side
    alone has a finite ratio; its size then tells more about the two texts' sizes than about
    the term. Where half an occurrence is more than was to be expected, it would turn the
    direction round, and the ratio is missing.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction. CASS, Lancaster.

    Examples
    --------
    >>> log_ratio([40, 0], 1_000, [10, 4], 1_000)
    array([ 2., -3.])
    >>> print(log_ratio(0, 1_000, 40, 1_000_000))
    nan
    """
    a, n, b, m = _replace_zeros(*_check_table(count, size, count_reference, size_reference))
    return log2((a / n) / (b / m))


def log_ratio_interval(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    confidence: float = 0.95,
) -> tuple[Floats, Floats]:
    """Lowest and highest log ratio that the counts are compatible with.

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    confidence : share of such intervals that hold the true ratio.

    Returns
    -------
    low, high : (terms,) float each, in doublings, around `log_ratio`; nan where that is.

    Notes
    -----
    ln(ratio) ± z · √(1/O11 − 1/R1 + 1/O21 − 1/R2), turned into doublings. A count of 0 is
    taken as 0.5, as in `log_ratio`. The interval treats tokens as independent; words come
    in bursts, so the true uncertainty between documents is larger.

    References
    ----------
    Katz, Baptista, Azen & Pike (1978), Obtaining confidence intervals for the risk ratio in
    cohort studies. Biometrics 34(3), 469-474.

    Examples
    --------
    >>> low, high = log_ratio_interval(40, 1_000, 10, 1_000)
    >>> print(low.round(2), high.round(2))
    1.01 2.99
    """
    a, n, b, m = _replace_zeros(*_check_table(count, size, count_reference, size_reference))
    z = stats.norm.ppf((1 + check_share("confidence", confidence)) / 2)
    middle = log2((a / n) / (b / m))
    # a count that fills its text can leave a rounding error below 0 under the root
    variance = np.maximum(divide(1, a) - 1 / n + divide(1, b) - 1 / m, 0)
    reach = z * np.sqrt(variance) / np.log(2)
    return middle - reach, middle + reach


def conservative_log_ratio(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    confidence: float = 0.95,
    comparisons: int = 1,
) -> Floats:
    """The log ratio that is closest to 0 within its exact interval (LRC).

    Parameters
    ----------
    count, count_reference : (terms,) occurrences in target and reference.
    size, size_reference : tokens of target and reference, 1 or more.
    confidence : of the two-sided interval.
    comparisons : number of terms looked at together, 1 or more; the interval is widened
        for them (Bonferroni).

    Returns
    -------
    (terms,) float, in doublings; 0 where the interval holds 0, else its end nearer to 0;
    nan for a term on neither side. Needs no 0.5 for a zero.

    Notes
    -----
    Evert's LRC, as in `keyness()` of the R package corpora. Given C1, O11 is binomial with a
    share τ = r·R1 / (r·R1 + R2) for a true ratio r (the conditional Poisson test); the
    Clopper-Pearson interval of τ at 1 − (1 − confidence) / comparisons gives that of
    log2(r). CQPweb's "conservative LR" has the same aim with a normal approximation.

    References
    ----------
    Evert (2022), Measuring keyness. Digital Humanities 2022, Tokyo.

    Examples
    --------
    >>> conservative_log_ratio([40, 11, 0], 1_000, [10, 10, 12], 1_000).round(2)
    array([ 0.98,  0.  , -1.47])
    """
    if comparisons < 1:
        raise ValueError(
            f"comparisons={comparisons} is below 1; give the number of terms compared."
        )
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    tail = (1 - check_share("confidence", confidence)) / 2 / comparisons
    # low is a bound of the share of the target in all occurrences, high of the reference's
    low = special.betaincinv(np.maximum(a, 1), b + 1, tail)
    high = special.betaincinv(np.maximum(b, 1), a + 1, tail)
    above = np.maximum(log2(divide(m * low, n * (1 - low))), 0)
    below = np.minimum(-log2(divide(n * high, m * (1 - high))), 0)
    bound = np.where(a * m >= b * n, above, below)
    return np.where(a + b == 0, np.nan, bound)[()]


def _check_table(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """The four arguments, checked and of one shape."""
    a, n = check_counts("count", count), check_sizes("size", size)
    b, m = (
        check_counts("count_reference", count_reference),
        check_sizes("size_reference", size_reference),
    )
    check_within("count", a, "size", n)
    check_within("count_reference", b, "size_reference", m)
    a, n, b, m = np.broadcast_arrays(a, n, b, m)
    return a, n, b, m


def _expectation(a: Floats, n: Floats, b: Floats, m: Floats) -> Floats:
    return (a + b) * (n / (n + m))


def _g2(a: Floats, n: Floats, b: Floats, m: Floats, cells: int) -> Floats:
    """G² without direction; nan for a term on neither side."""
    if cells not in (2, 4):
        raise ValueError(f"cells={cells!r} is not known; choose 2, 4.")
    p = (a + b) / (n + m)
    half = _o_ln_o_over_e(a, n * p) + _o_ln_o_over_e(b, m * p)
    if cells == 4:
        half = half + _o_ln_o_over_e(n - a, n * (1 - p)) + _o_ln_o_over_e(m - b, m * (1 - p))
    # equal frequencies can leave a rounding error below 0
    evidence: Floats = np.where(a + b == 0, np.nan, np.maximum(2 * half, 0.0))
    return evidence[()]


def _o_ln_o_over_e(o: Floats, e: Floats) -> Floats:
    ratio: Floats = np.divide(o, e, out=np.ones(np.shape(o)), where=o > 0)
    return o * np.log(ratio)


def _replace_zeros(
    a: Floats, n: Floats, b: Floats, m: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """The table with 0.5 for a count of 0, or nan where that is more than the other side has."""
    half, other = np.where(0.5 * m <= b * n, 0.5, np.nan), np.where(0.5 * n <= a * m, 0.5, np.nan)
    return np.where(a == 0, half, a), n, np.where(b == 0, other, b), m
