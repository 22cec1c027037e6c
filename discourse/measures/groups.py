"""Which differences between each group of documents and all others are more than chance."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .arguments import Counts, Floats
from .document_counts import DocumentCounts, check_draws, check_grouped_counts
from .inference import Differences, rank_among
from .stability import LEVEL, MIN_DOCUMENTS, PERMUTATIONS, keep_direction


def robust_groups(
    counts: Counts,
    sizes: ArrayLike,
    part: ArrayLike,
    tested: ArrayLike,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Which differences between a group and the rest can be expected in other documents.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : array_like, shape (documents,)
        Tokens of each document.
    part : array_like of int, shape (documents,)
        The group of each document, from 0.
    tested : array_like of bool, shape (groups, terms)
        Which differences are tested, all as one family; a group or a rest of fewer than two
        documents has none.
    permutations : int
        Number of random assignments of documents to groups, each with as many to each group.
    seed : int
        0 or more.

    Returns
    -------
    p : ndarray of float, shape (groups, terms)
        The share of assignments under which any term of any group differs as much from the rest;
        nan for what is not tested.
    robust : ndarray of bool, shape (groups, terms)
        Whether p is at most 0.05, and the term is more frequent on the same side whichever document
        is left out.

    Notes
    -----
    The statistic is that of `max_permutation_p_value`, for each group against the rest, and the
    maximum is taken over all groups and all terms that are tested in any of them [1]_. The labels
    of the documents are permuted, so that the dependence between the groups, which share their
    documents, is that of the data. The chance of one false finding or more among all groups
    together is at most the level.

    References
    ----------
    .. [1] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.

    Examples
    --------
    >>> counts = [[9, 8, 9, 7, 2, 1, 0, 2, 1, 2, 1, 1]]
    >>> part = [0] * 4 + [1] * 4 + [2] * 4
    >>> p, robust = robust_groups(counts, [100] * 12, part, [[True]] * 3, permutations=999)
    >>> p[:, 0].round(3), robust[:, 0]
    (array([0.005, 0.295, 0.234]), array([ True, False, False]))
    """
    check_draws(seed, permutations, "permutations")
    of_part, asked = np.asarray(part, dtype=np.int64), np.asarray(tested, dtype=bool)
    shares_of = np.asarray(sizes, dtype=np.float64)[None]
    one_group = np.zeros(asked.shape[1], dtype=np.int64)
    table, shares_of, _ = check_grouped_counts(counts, shares_of, one_group)
    _refuse_unfit_groups(of_part, asked, table.shape)
    p, robust = np.full(asked.shape, np.nan), np.zeros(asked.shape, dtype=bool)
    rows = np.flatnonzero(asked.any(axis=0))
    parts = np.flatnonzero(asked.any(axis=1))
    if not len(rows):
        return p, robust
    terms = table[rows]
    division = Differences(DocumentCounts(terms, shares_of, one_group[rows]), len(of_part))
    # Of two groups, each is the rest of the other, and differs from it as much.
    apart = parts if len(asked) > 2 else parts[:1]
    largest = np.concatenate(
        [
            np.max([division.largest((dealt == each).T) for each in apart], axis=0)
            for dealt in division.deal(of_part, permutations, seed)
        ]
    )
    for each in parts.tolist():
        side = of_part == each
        found = rank_among(division.differences(side[:, None])[:, 0], largest)
        p[each, rows] = np.where(asked[each, rows], found, np.nan)
        called = np.flatnonzero(p[each] <= LEVEL)
        robust[each, called] = keep_direction(called, table, shares_of, side, one_group)
    return p, robust


def _refuse_unfit_groups(
    part: NDArray[np.int64], tested: NDArray[np.bool_], shape: tuple[int, ...]
) -> None:
    """Refuse groups that do not fit the counts, or of too few documents to be tested."""
    groups = len(tested)
    if part.shape != shape[1:] or tested.ndim != 2 or (part < 0).any() or (part >= groups).any():
        raise ValueError(
            f"part of shape {part.shape} and tested of shape {tested.shape} do not fit counts of "
            f"shape {shape}; give each document a group from 0, and each group a row of terms."
        )
    members = np.bincount(part, minlength=groups)
    few = tested.any(axis=1) & (np.minimum(members, len(part) - members) < 2)
    if few.any():
        raise ValueError(
            f"group {int(np.argmax(few))} or the rest has fewer than two documents; leave it out "
            "of the test."
        )


def judge_groups(
    counts: Any, sizes: NDArray[Any], part: NDArray[np.int64], tested: NDArray[np.bool_], seed: int
) -> dict[str, NDArray[Any]]:
    """The columns of a table of groups that say which of its rows are robust.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : ndarray, shape (documents,)
        Tokens of each document.
    part : ndarray of int, shape (documents,)
        The group of each document.
    tested : ndarray of bool, shape (groups, terms)
        Which rows are tested, if their group and the rest have `MIN_DOCUMENTS` documents.
    seed : int
        0 or more.

    Returns
    -------
    dict
        ``p_value_document`` and ``status``, each of shape (groups, terms).
    """
    members = np.bincount(part, minlength=len(tested))
    fewest = np.minimum(members, len(part) - members)
    some = tested & (fewest >= MIN_DOCUMENTS)[:, None]
    p, robust = robust_groups(counts, sizes, part, some, seed=seed)
    judged = np.where(robust, "robust", "not shown")
    status = np.where((fewest < 2)[:, None], "descriptive", judged)
    return {"p_value_document": p, "status": status}
