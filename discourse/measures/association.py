"""How strongly a term and a text, or two words, attract each other.

Every measure takes the same four arguments, so that one function serves both keyness and
collocation. In the formulas, after Evert (2008), they form a table:

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

Arguments broadcast as in numpy. A value that is undefined, because a denominator or the argument of
a logarithm is 0, is nan; in particular that of a term on neither side.

Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
International Handbook, 1212-1248.
"""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arguments import Floats, check_counts, check_share, check_sizes, check_within, divide, log2

# Steps of Newton's method for an exact limit: with counts up to 10¹² and a confidence from 0.5 to
# 0.9999, the probability that they leave to a tail is right in its first nine digits.
NEWTON_STEPS = 4
EXACT = 2.0**52  # a float is exact up to twice this


def expected(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Occurrences to expect in the target if the term were equally frequent on both sides.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        Occurrences.

    Notes
    -----
    E11 = C1 · R1 / N [1]_. For a collocate: f(collocate) · size / (N − f(node)).

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 4.1.

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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    cells : {4, 2}, optional
        4 sums over the whole table and is the likelihood-ratio test proper [1]_. 2 sums over the
        row of the term only, as Lancaster's web calculators do [2]_.

    Returns
    -------
    ndarray of float
        Above 0 if the term is more frequent in the target, below 0 if in the reference, 0 if
        equally frequent; nan for a term on neither side.

    Notes
    -----
    2 · Σ O · ln(O / E) with the sign of O11 − E11, and 0 · ln 0 = 0. There is no smoothing, and no
    correction after Yates or Williams. G² grows with the size of the texts: it measures evidence,
    not effect. For the effect see `log_ratio`.

    References
    ----------
    .. [1] Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
       Computational Linguistics 19(1), 61-74 (four cells).
    .. [2] Rayson & Garside (2000), Comparing corpora using frequency profiling. Workshop on
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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        Above 0 if the term is more frequent in the target, below 0 if in the reference; nan where a
        row or column of the table is empty.

    Notes
    -----
    Σ (O − E)² / E over four cells [1]_, without Yates' correction, with the sign of O11 − E11. It
    is unreliable where an expected count is below 5; G² (`log_likelihood`) is less so.

    References
    ----------
    .. [1] Manning & Schütze (1999), Foundations of Statistical Natural Language Processing, 169.

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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    cells : {4, 2}, optional
        As in `log_likelihood`. Wilson's own figures use 2.

    Returns
    -------
    ndarray of float
        A number without direction. Below 0 it speaks for no difference; 0-2 is hardly worth a
        mention, 2-6 positive, 6-10 strong and above 10 very strong evidence for a difference; nan
        for a term on neither side.

    Notes
    -----
    G² − ln(N), with N = size + size_reference [1]_.

    References
    ----------
    .. [1] Wilson (2013), Embracing Bayes factors for key item analysis in corpus linguistics. In
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
    """Pointwise mutual information: observed over expected occurrences, in doublings.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        0 means as often as expected, 1 twice as often, -1 half as often; nan for a count of 0.

    Notes
    -----
    log2(O11 / E11) [1]_. Rare terms rank highest, because a single occurrence is enough where
    little is expected.

    References
    ----------
    .. [1] Church & Hanks (1990), Word association norms, mutual information, and lexicography.
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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        Doublings, without a fixed zero; nan for a count of 0.

    Notes
    -----
    log2(O11³ / E11) = MI + 2 · log2(O11) [1]_, [2]_.

    References
    ----------
    .. [1] Daille (1994), Approche mixte pour l'extraction automatique de terminologie. Université
       Paris 7.
    .. [2] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 4.3 (as MI^k).

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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        From -1 to 1; 0 means as often as expected, 1 that term and target occur only together, -1
        that they never do: it is the limit for a count of 0. nan for a term on neither side.

    Notes
    -----
    log2(O11 / E11) / −log2(O11 / N) [1]_.

    References
    ----------
    .. [1] Bouma (2009), Normalized (pointwise) mutual information in collocation extraction.
       Proceedings of GSCL, 31-40.

    Examples
    --------
    >>> npmi([5, 5, 0], [5, 10, 10], [0, 5, 5], [15, 10, 10])
    array([ 1.,  0., -1.])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    share = divide(log2(divide(a, _expectation(a, n, b, m))), -log2(a / (n + m)))
    return np.where((a == 0) & (b > 0), -1.0, share)[()]


def t_score(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Distance of the count from its expectation, in standard deviations of the count.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        Above 0 if more often than expected, at most √count; nan for a count of 0.

    Notes
    -----
    (O11 − E11) / √O11 [1]_. Frequent terms rank highest. In spite of the name, no t-test is valid
    for counts of words: use it to rank, not to test [2]_.

    References
    ----------
    .. [1] Church et al. (1991), Using statistics in lexical analysis. In Zernik, Lexical
       Acquisition, 115-164.
    .. [2] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 4.2.

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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        Above 0 if more often than expected; nan for a term on neither side.

    Notes
    -----
    (O11 − E11) / √E11, the Poisson form of Dennis (1965) [1]_. Berry-Rogghe (1973) divides by √(E11
    · (1 − p)), which differs only for very frequent terms.

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 4.2.

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
    """Share of their occurrences in which two words occur together.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    node : array_like, optional
        Occurrences of the node, 1 or more. In windows of several tokens `size` is larger than the
        frequency of the node, which the coefficient is defined by. Without it, R1 = `size`.

    Returns
    -------
    ndarray of float
        0 means never together, 1 always. With `node` it can exceed 1, because a node can have the
        same collocate several times in its window.

    Notes
    -----
    2 · O11 / (R1 + C1) [1]_, or 2 · O11 / (f(node) + C1) [2]_. C1 = count + count_reference does
    not include occurrences of the term inside the node itself.

    References
    ----------
    .. [1] Dice (1945), Measures of the amount of ecologic association between species. Ecology
       26(3), 297-302.
    .. [2] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 5.2.

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
    """The Dice coefficient in doublings, below a ceiling of 14; independent of corpus size.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    node : array_like, optional
        Occurrences of the node, 1 or more, as in `dice`.

    Returns
    -------
    ndarray of float
        14 means always together, 13 half as often, and 0 fewer than one co-occurrence in 16,000
        occurrences of either word; nan for a count of 0. In windows of several tokens it can exceed
        14, as `dice` can exceed 1.

    Notes
    -----
    14 + log2(2 · O11 / (f(node) + f(term))) [1]_.

    References
    ----------
    .. [1] Rychlý (2008), A lexicographer-friendly association score. Proceedings of RASLAN, 6-9.

    Examples
    --------
    >>> log_dice([6, 2, 0], 40, [2, 10, 5], 960, node=4)
    array([14., 12., nan])
    """
    return 14 + log2(dice(count, size, count_reference, size_reference, node=node))


def delta_p_collocate(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """How much likelier the collocate becomes near the node: the node cues the collocate.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        A difference of probabilities, from -1 to 1; 0 means no attraction.

    Notes
    -----
    P(collocate | window) − P(collocate | elsewhere) = O11 / R1 − O21 / R2 [1]_. In Gries' terms it
    is ΔP(word2 | word1), with the node as word1. For keyness it is the difference of the two
    relative frequencies.

    References
    ----------
    .. [1] Gries (2013), 50-something years of work on collocations. International Journal of Corpus
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
    """How much likelier the node becomes near the collocate: the collocate cues the node.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        A difference of probabilities, from -1 to 1; 0 means no attraction; nan where the term is on
        neither side, or there is no other term.

    Notes
    -----
    P(window | collocate) − P(window | other words) = O11 / C1 − O12 / C2 [1]_. In Gries' terms it
    is ΔP(word1 | word2), with the node as word1.

    References
    ----------
    .. [1] Gries (2013), 50-something years of work on collocations. International Journal of Corpus
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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        0 or more; 1 means equal odds, 2 twice the odds in the target; nan where the reference does
        not have the term, or the target has no other term.

    Notes
    -----
    O11 · O22 / (O12 · O21), without smoothing [1]_.

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 5.2.

    Examples
    --------
    >>> odds_ratio([20, 4], 100, [20, 0], 180)
    array([ 2., nan])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(a * (m - b), (n - a) * b)


def relative_risk(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """How many times more frequent the term is in the target.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        0 or more; 1 means equally frequent, 2 twice as frequent in the target; nan where the
        reference does not have the term.

    Notes
    -----
    (O11 / R1) / (O21 / R2), without smoothing [1]_. `log_ratio` is its binary logarithm, where both
    sides have the term. Unlike `odds_ratio` it compares shares of all tokens; for words the two
    hardly differ.

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 5.2.

    Examples
    --------
    >>> relative_risk([20, 4, 0], 100, [20, 0, 9], 200)
    array([ 2., nan,  0.])
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    return divide(a / n, b / m)


def percent_diff(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> Floats:
    """Difference of the two relative frequencies, in per cent of the reference (%DIFF).

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        -100 or more; 0 means equally frequent, 100 twice as frequent in the target, -100 absent
        from it; nan where the reference does not have the term.

    Notes
    -----
    (O11 / R1 − O21 / R2) · 100 / (O21 / R2) [1]_. The authors replace a zero in the reference by
    1e-18, which marks it with a huge number; here the value is missing.

    References
    ----------
    .. [1] Gabrielatos & Marchi (2011), Keyness: matching metrics to definitions. Corpus Linguistics
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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    smoothing : float, optional
        The constant, per million, above 0. A small one ranks rare terms higher, a large one (100,
        1000) common terms.

    Returns
    -------
    ndarray of float
        Above 0; 1 means equally frequent, 2 about twice as frequent in the target.

    Notes
    -----
    (10⁶ · O11 / R1 + smoothing) / (10⁶ · O21 / R2 + smoothing) [1]_.

    References
    ----------
    .. [1] Kilgarriff (2009), Simple maths for keywords. Proceedings of Corpus Linguistics,
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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float
        1 means twice as frequent in the target, 0 equally frequent, -1 half as frequent. nan for a
        term on neither side; also for a term on one side only, where an equal rate would give the
        other side less than half an occurrence.

    Notes
    -----
    log2((O11 / R1) / (O21 / R2)) [1]_. A count of 0 is replaced by 0.5, so that a term on one side
    only has a finite ratio, whose size then tells more about the sizes of the two texts than about
    the term. Where half an occurrence is more than was to be expected, it would reverse the
    direction, and the ratio is missing.

    References
    ----------
    .. [1] Hardie (2014), Log Ratio: an informal introduction. CASS, Lancaster.

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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    confidence : float, optional
        Share of such intervals that contain the true ratio.

    Returns
    -------
    low, high : ndarray of float
        Doublings. The interval is open where a count is 0: low is -inf for a term that the target
        lacks, and high is inf for one that the reference lacks. Both are nan for a term on neither
        side.

    Notes
    -----
    P(X < O11) + ½ · P(X = O11) = (1 ± confidence) / 2, where X is binomial with C1 trials and the
    share τ = r·R1 / (r·R1 + R2), and log2(r) is an end of the interval: the low end with +, the
    high end with −. It is the mid-P interval of τ [1]_: to either tail, half of the probability of
    the observed count belongs. The Clopper-Pearson interval, which counts all of it, is never too
    short and mostly too long. For any combined count from 5 to 500, 95 to 98 % of the mid-P
    intervals contain the true ratio on average over ratios from 1 : 8 to 8 : 1, and at the worst
    ratio 91 % or more, as ``discourse docs benchmarks/calibration`` shows.

    Occurrences are taken to be independent. Words come in bursts, so the uncertainty between
    documents is larger; `bootstrap_interval` measures it.

    References
    ----------
    .. [1] Berry & Armitage (1995), Mid-P confidence intervals: a brief review. The Statistician
       44(4), 417-423.

    Examples
    --------
    >>> low, high = log_ratio_interval([40, 5], 1_000, [10, 0], 1_000)
    >>> print(low.round(2), high.round(2))
    [1.04 0.29] [3.07  inf]
    """
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    tail = (1 - check_share("confidence", confidence)) / 2
    # Most pairs of counts belong to many terms, and the sizes only move the interval.
    hits, others, place = _find_pairs(a, b)
    low = mid_p_log_odds(hits, others, tail)[place]
    high = -mid_p_log_odds(others, hits, tail)[place]
    per_token = np.log(m) - np.log(n)
    return (low + per_token) / np.log(2), (high + per_token) / np.log(2)


def _find_pairs(one: Floats, other: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """The pairs of two numbers that occur, each once, and the place of each among them."""
    span = other.max(initial=0) + 1
    is_whole = not ((one % 1).any() or (other % 1).any())
    if is_whole and one.max(initial=0) * span < EXACT:
        # Whole numbers are sorted four times as fast as pairs.
        codes, place = np.unique((one * span + other).astype(np.int64), return_inverse=True)
        first, second = np.divmod(codes.astype(np.float64), span)
    else:
        pairs, place = np.unique(one + 1j * other, return_inverse=True)
        first, second = pairs.real, pairs.imag
    return first, second, place.reshape(one.shape)


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
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    confidence : float, optional
        Coverage of the two-sided interval.
    comparisons : int, optional
        Number of terms that are compared together, 1 or more; the interval is widened for them
        (Bonferroni).

    Returns
    -------
    ndarray of float
        Doublings; 0 where the interval contains 0, otherwise the end that is nearer to 0; nan for a
        term on neither side. A count of 0 needs no replacement.

    Notes
    -----
    P(X ≥ O11) = (1 − confidence) / (2 · comparisons), where X is binomial with C1 trials and the
    share τ = r·R1 / (r·R1 + R2), and r is the ratio at the low end; at the high end, it holds for X
    ≤ O11. This is Evert's LRC [1]_, as in `keyness()` of the R package corpora: the Clopper-Pearson
    interval of τ gives that of log2(r) (the conditional Poisson test). There, ``comparisons`` is
    by default the number of all terms (``p.adjust=TRUE``); here and in `dc.keyness` it is 1.
    CQPweb's "conservative LR" has the same aim, with a normal approximation.

    References
    ----------
    .. [1] Evert (2022), Measuring keyness. Digital Humanities 2022, Tokyo.

    Examples
    --------
    >>> conservative_log_ratio([40, 11, 0], 1_000, [10, 10, 12], 1_000).round(2)
    array([ 0.98,  0.  , -1.47])
    """
    from scipy import special

    if comparisons < 1:
        raise ValueError(
            f"comparisons={comparisons} is below 1; give the number of terms compared."
        )
    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    tail = (1 - check_share("confidence", confidence)) / 2 / comparisons
    # Lower bounds of the share of the target, and of the reference, in all occurrences.
    low = special.betaincinv(np.maximum(a, 1), b + 1, tail)
    high = special.betaincinv(np.maximum(b, 1), a + 1, tail)
    above = np.maximum(log2(divide(m * low, n * (1 - low))), 0)
    below = np.minimum(-log2(divide(n * high, m * (1 - high))), 0)
    bound = np.where(a * m >= b * n, above, below)
    return np.where(a + b == 0, np.nan, bound)[()]


def lockword(
    count: ArrayLike,
    size: ArrayLike,
    count_reference: ArrayLike,
    size_reference: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Floats:
    """How far the two frequencies may still be apart: small values mark words of equal frequency.

    Parameters
    ----------
    count, size : array_like
        Occurrences of the terms in the target, and tokens of the target (1 or more).
    count_reference, size_reference : array_like
        The same for the reference.
    confidence : float, optional
        Coverage of the two-sided interval.

    Returns
    -------
    ndarray of float
        Doublings, 0 or more: below 1, neither side can have the term twice as often as the other.
        nan where a side lacks the term, because the ratio then has no limit.

    Notes
    -----
    max(|low|, |high|), where low and high are the ends of the Clopper-Pearson interval of the log
    ratio. Lockwords are words whose frequency hardly differs between corpora [1]_. That no
    difference was shown does not make a word a lockword, since few occurrences show nothing. The
    value is therefore the opposite of `conservative_log_ratio`: it is small only where equality is
    shown [2]_.

    References
    ----------
    .. [1] Baker (2011), Times may change, but we will always have money: diachronic variation in
       recent British English. Journal of English Linguistics 39(1), 65-88.
    .. [2] Schuirmann (1987), A comparison of the two one-sided tests procedure and the power
       approach for assessing the equivalence of average bioavailability. Journal of
       Pharmacokinetics and Biopharmaceutics 15(6), 657-680.

    Examples
    --------
    >>> lockword([1_000, 10, 20, 5], 10_000, [1_000, 10, 10, 0], 10_000).round(2)
    array([0.13, 1.42, 2.26,  nan])
    """
    from scipy import special

    a, n, b, m = _check_table(count, size, count_reference, size_reference)
    tail = (1 - check_share("confidence", confidence)) / 2
    low = special.betaincinv(np.maximum(a, 1), b + 1, tail)
    high = special.betaincinv(np.maximum(b, 1), a + 1, tail)
    down = log2(divide(m * low, n * (1 - low)))
    up = -log2(divide(n * high, m * (1 - high)))
    far = np.maximum(np.abs(down), np.abs(up))
    return np.where((a == 0) | (b == 0), np.nan, far)[()]


def _check_table(
    count: ArrayLike, size: ArrayLike, count_reference: ArrayLike, size_reference: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """Check the four arguments, and broadcast them to one shape."""
    a, n = check_counts("count", count), check_sizes("size", size)
    b, m = (
        check_counts("count_reference", count_reference),
        check_sizes("size_reference", size_reference),
    )
    check_within("count", a, "size", n)
    check_within("count_reference", b, "size_reference", m)
    a, n, b, m = np.broadcast_arrays(a, n, b, m)
    return a, n, b, m


def mid_p_log_odds(hits: Floats, others: Floats, tail: float) -> Floats:
    """The log odds of a share of hits below which the observed number, or more, is improbable.

    -inf where there are no hits, nan where there are no others either. The probability is that of
    more hits plus half of that of the observed number. Its logarithm is concave in the log odds, so
    that Newton's method, which starts at the end of Wilson's interval, needs few steps.
    """
    from scipy import special

    hit = np.maximum(hits, 1)
    odds = np.log(_wilson_odds(hit, others, tail))
    for _ in range(NEWTON_STEPS):
        share, rest = special.expit(odds), special.expit(-odds)
        at_least = _hits_or_more(hit, others, share, rest)
        more = _hits_or_more(hit + 1, others - 1, share, rest)
        probability = (at_least + more) / 2
        slope = (at_least - more) / 2 * (hit * rest + others * share)
        odds = odds - probability * np.log(probability / tail) / slope
    return np.where(hits > 0, odds, np.where(others > 0, -np.inf, np.nan))


def _hits_or_more(hits: Floats, others: Floats, share: Floats, rest: Floats) -> Floats:
    """The probability of so many hits or more; 0 if there are fewer trials than that."""
    from scipy import special

    probability = np.zeros(hits.shape)
    # Near a share of 1, only the rest has all its digits.
    low = (others >= 0) & (share < 0.5)
    high = (others >= 0) & ~low
    probability[low] = special.betainc(hits[low], others[low] + 1, share[low])
    probability[high] = special.betaincc(others[high] + 1, hits[high], rest[high])
    return probability


def _wilson_odds(hits: Floats, others: Floats, tail: float) -> Floats:
    """The odds of the share at the lower end of Wilson's interval, for one hit or more."""
    from scipy import special

    z = -special.ndtri(tail)
    number = hits + others
    root = z * np.sqrt(z**2 / 4 + hits * others / number)
    odds: Floats = (hits + z**2 / 2 - root) / (others + z**2 / 2 + root)
    return odds


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
    # Equal frequencies can leave a rounding error below 0.
    evidence: Floats = np.where(a + b == 0, np.nan, np.maximum(2 * half, 0.0))
    return evidence[()]


def _o_ln_o_over_e(o: Floats, e: Floats) -> Floats:
    ratio: Floats = np.divide(o, e, out=np.ones(np.shape(o)), where=o > 0)
    return o * np.log(ratio)


def _replace_zeros(
    a: Floats, n: Floats, b: Floats, m: Floats
) -> tuple[Floats, Floats, Floats, Floats]:
    """Replace a count of 0 by 0.5, or by nan where that would reverse the direction."""
    half, other = np.where(0.5 * m <= b * n, 0.5, np.nan), np.where(0.5 * n <= a * m, 0.5, np.nan)
    return np.where(a == 0, half, a), n, np.where(b == 0, other, b), m
