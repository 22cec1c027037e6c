"""Whether the documents of one side rank above those of the other."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy import sparse

from .arguments import Counts, Floats, check_cells, divide


def rank_sum(
    counts: Counts, sizes: ArrayLike, counts_reference: Counts, sizes_reference: ArrayLike
) -> Floats:
    """Wilcoxon's rank sum of the relative frequencies in documents, as a standard normal value.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document of the target.
    sizes : array_like, shape (documents,)
        Tokens of each document of the target; a document without tokens is left out.
    counts_reference, sizes_reference : array_like
        The same for the reference.

    Returns
    -------
    ndarray of float, shape (terms,)
        Above 0 if the term tends to be more frequent in documents of the target, below 0 if in
        those of the reference; nan where all documents are equal.

    Notes
    -----
    (W − E(W)) / sd(W), where W is the sum of the ranks of the target's documents among all [1]_.
    Equal frequencies share their mean rank, and the variance is corrected for them; there is no
    correction for continuity. A document counts once, however long it is and however often it has
    the term: a keyword that one document brings is not key [2]_.

    References
    ----------
    .. [1] Wilcoxon (1945), Individual comparisons by ranking methods. Biometrics Bulletin 1(6),
       80-83; Mann & Whitney (1947), On a test of whether one of two random variables is
       stochastically larger than the other. Annals of Mathematical Statistics 18(1), 50-60.
    .. [2] Kilgarriff (2001), Comparing corpora. International Journal of Corpus Linguistics 6(1),
       97-133; Paquot & Bestgen (2009), Distinctive words in academic writing. In Jucker, Schreier &
       Hundt, Corpora: Pragmatics and Discourse, 247-269.

    Examples
    --------
    >>> rank_sum([[3, 4], [1, 1]], [100, 100], [[1, 2], [1, 1]], [100, 100]).round(3)
    array([1.549,   nan])
    """
    ours, our_sizes = _drop_empty(*check_cells(counts, sizes))
    theirs, their_sizes = _drop_empty(*check_cells(counts_reference, sizes_reference))
    if ours.shape[0] != theirs.shape[0]:
        raise ValueError(
            f"counts of {ours.shape[0]} terms do not fit those of {theirs.shape[0]}; give the same "
            "terms for both sides."
        )
    table = sparse.csr_array(sparse.hstack([ours, theirs], format="csr"))
    rates = table.data / np.concatenate([our_sizes, their_sizes])[table.indices]
    one, other = len(our_sizes), len(their_sizes)
    above, ties = _rank_above_the_middle(table, rates, table.indices < one, one)
    documents = one + other
    if documents < 2:
        return np.full(table.shape[0], np.nan)
    variance = one * other / 12 * (documents + 1 - ties / (documents * (documents - 1)))
    return divide(above, np.sqrt(np.maximum(variance, 0)))


def _drop_empty(table: Any, sizes: Floats) -> tuple[Any, Floats]:
    """The documents that have tokens."""
    filled = np.flatnonzero(sizes)
    return (table if len(filled) == len(sizes) else table[:, filled]), sizes[filled]


def _rank_above_the_middle(
    table: Any, rates: Floats, is_target: Any, target: int
) -> tuple[Floats, Floats]:
    """By how much the target's rank sum exceeds its expectation, and Σ (t³ − t) over the ties.

    The documents without a term are one tie, below all others.
    """
    terms, documents = table.shape
    row = np.repeat(np.arange(terms), np.diff(table.indptr))
    order = np.lexsort((rates, row))
    row, rates, is_target = row[order], rates[order], is_target[order]
    absent = documents - np.diff(table.indptr)
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (rates[1:] != rates[:-1])
    starts = np.flatnonzero(first)
    lengths = np.diff(np.append(starts, len(row)))
    # From 1 within the row: the ranks of a tie run from `lowest` to `lowest + length - 1`.
    lowest = absent[row[starts]] + starts - table.indptr[row[starts]] + 1
    ranks = np.repeat(lowest + (lengths - 1) / 2, lengths)
    present = np.bincount(row, weights=is_target, minlength=terms)
    total = np.bincount(row, weights=ranks * is_target, minlength=terms)
    total = total + (target - present) * (absent + 1) / 2
    cubes = np.bincount(row[starts], weights=lengths**3.0 - lengths, minlength=terms)
    return total - target * (documents + 1) / 2, cubes + absent**3.0 - absent
