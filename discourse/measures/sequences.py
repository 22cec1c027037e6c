"""How strongly the words of a sequence attract each other, however many they are.

Every measure takes the occurrences of each sequence, how often each of its words occurs in its
place, and the number of places that a sequence can begin at. For two words the values are those of
`association`. A sequence that does not occur has no value: nan.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import Floats, check_counts, check_sizes, divide, log2


def expected_sequences(frequencies: ArrayLike, places: int) -> Floats:
    """Occurrences to expect of a sequence if its words were independent of each other.

    Parameters
    ----------
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more.

    Returns
    -------
    ndarray of float, shape (sequences,)
        Occurrences.

    Notes
    -----
    E = places · Π (f / places) [1]_.

    References
    ----------
    .. [1] Manning & Schütze (1999), Foundations of Statistical Natural Language Processing, 162-172
       (two words); Petrović, Šnajder & Dalbelo Bašić (2010), Extending lexical association measures
       for collocation extraction. Computer Speech & Language 24(2), 383-394 (more).

    Examples
    --------
    >>> expected_sequences([[10, 20], [50, 100]], 100)
    array([ 2., 50.])
    """
    found, among = _check(frequencies, places)
    return np.asarray(among * np.prod(found / among, axis=1))


def sequence_mi(count: ArrayLike, frequencies: ArrayLike, places: int) -> Floats:
    """Observed over expected occurrences of a sequence, in doublings.

    Parameters
    ----------
    count : array_like, shape (sequences,)
        Occurrences of each sequence.
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more.

    Returns
    -------
    ndarray of float, shape (sequences,)
        0 means as often as expected, 1 twice as often; it grows with the number of words.

    Notes
    -----
    log2(O / E), the mutual information of several words [1]_.

    References
    ----------
    .. [1] Petrović, Šnajder & Dalbelo Bašić (2010), Extending lexical association measures for
       collocation extraction. Computer Speech & Language 24(2), 383-394.

    Examples
    --------
    >>> sequence_mi([8, 4], [[10, 20], [10, 10]], 100)
    array([2., 2.])
    """
    return log2(divide(check_counts("count", count), expected_sequences(frequencies, places)))


def sequence_t_score(count: ArrayLike, frequencies: ArrayLike, places: int) -> Floats:
    """Distance of a sequence's count from its expectation, in standard deviations of the count.

    Parameters
    ----------
    count : array_like, shape (sequences,)
        Occurrences of each sequence.
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more.

    Returns
    -------
    ndarray of float, shape (sequences,)
        Above 0 if more often than expected, at most √count.

    Notes
    -----
    (O − E) / √O [1]_. Use it to rank, not to test.

    References
    ----------
    .. [1] Manning & Schütze (1999), Foundations of Statistical Natural Language Processing,
       163-166.

    Examples
    --------
    >>> sequence_t_score([16], [[20, 40]], 100)
    array([2.])
    """
    observed = check_counts("count", count)
    return divide(observed - expected_sequences(frequencies, places), np.sqrt(observed))


def sequence_z_score(count: ArrayLike, frequencies: ArrayLike, places: int) -> Floats:
    """Distance of a sequence's count from its expectation, in standard deviations of the latter.

    Parameters
    ----------
    count : array_like, shape (sequences,)
        Occurrences of each sequence.
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more.

    Returns
    -------
    ndarray of float, shape (sequences,)
        Above 0 if more often than expected.

    Notes
    -----
    (O − E) / √E [1]_.

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248, section 4.2.

    Examples
    --------
    >>> sequence_z_score([8], [[10, 40]], 100)
    array([2.])
    """
    expectation = expected_sequences(frequencies, places)
    return divide(check_counts("count", count) - expectation, np.sqrt(expectation))


def sequence_dice(count: ArrayLike, frequencies: ArrayLike, places: int) -> Floats:
    """Share of their occurrences in which the words of a sequence occur together.

    Parameters
    ----------
    count : array_like, shape (sequences,)
        Occurrences of each sequence.
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more; it has no influence.

    Returns
    -------
    ndarray of float, shape (sequences,)
        From 0 to 1; 1 means always together.

    Notes
    -----
    words · O / Σ f, which is the Dice coefficient for two words [1]_.

    References
    ----------
    .. [1] Petrović, Šnajder & Dalbelo Bašić (2010), Extending lexical association measures for
       collocation extraction. Computer Speech & Language 24(2), 383-394.

    Examples
    --------
    >>> sequence_dice([3], [[3, 4, 5]], 100)
    array([0.75])
    """
    found, _ = _check(frequencies, places)
    return divide(found.shape[1] * check_counts("count", count), found.sum(axis=1))


def sequence_log_dice(count: ArrayLike, frequencies: ArrayLike, places: int) -> Floats:
    """The Dice coefficient of a sequence in doublings, below a ceiling of 14.

    Parameters
    ----------
    count : array_like, shape (sequences,)
        Occurrences of each sequence.
    frequencies : array_like, shape (sequences, words)
        How often each word occurs in its place.
    places : int
        Number of places that a sequence can begin at, 1 or more; it has no influence.

    Returns
    -------
    ndarray of float, shape (sequences,)
        14 means always together, 13 half as often.

    Notes
    -----
    14 + log2(`sequence_dice`) [1]_.

    References
    ----------
    .. [1] Rychlý (2008), A lexicographer-friendly association score. Proceedings of RASLAN, 6-9.

    Examples
    --------
    >>> sequence_log_dice([4, 2], [[4, 4], [4, 4]], 100)
    array([14., 13.])
    """
    return 14 + log2(sequence_dice(count, frequencies, places))


def _check(frequencies: ArrayLike, places: int) -> tuple[Floats, Floats]:
    """The frequencies, one row per sequence and one column per word, and the places, checked."""
    found, among = check_counts("frequencies", frequencies), check_sizes("places", places)
    if found.ndim != 2 or np.any(found > among):
        raise ValueError(
            "frequencies expects one row per sequence, one column per word, and no number above "
            f"places={places}; give all of the same text."
        )
    return found, among
