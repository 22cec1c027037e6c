"""How far a difference rests on single parts, and whether it is more than chance by document."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from .arguments import Counts, Floats, check_cells
from .cells import Cells
from .inference import max_permutation_p_value

# benchmarks/calibration.md, which `make calibration` writes, shows why these two are as they are.
# Below this combined count, a term is too often on one side alone to have a ratio.
MIN_COUNT = 5
# With fewer documents on a side, differences are hardly ever found that are there.
MIN_DOCUMENTS = 10
# A difference is called robust if chance alone makes one anywhere in at most this share of tables.
LEVEL = 0.05
# Enough to place an adjusted p of 0.05 within 0.01.
PERMUTATIONS = 1_999

BATCH_CELLS = 2_000_000


def kept_without_part(
    counts: Counts,
    sizes: ArrayLike,
    count_reference: ArrayLike,
    size_reference: float,
) -> NDArray[np.int64]:
    """Number of parts that can each be left out without turning the difference.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences in the parts of the target.
    sizes : array_like, shape (parts,)
        Tokens of each part of the target.
    count_reference : array_like, shape (terms,)
        Occurrences in the reference.
    size_reference : float
        Tokens of the reference.

    Returns
    -------
    ndarray of int, shape (terms,)
        From 0 to the number of parts; 0 for a term that is equally frequent on both sides.

    Notes
    -----
    A part counts if the term, without its occurrences and its tokens there, is still more frequent
    than in the reference, or still less frequent, as it is in all parts. This is a fact about the
    counts and tests nothing.
    """
    table, tokens = check_cells(counts, sizes)
    known = table.sum(axis=1), count_reference, tokens.sum(), size_reference
    return kept_of_sums(kept_sums(table, tokens, *known), tokens, *known)


def kept_sums(
    counts: Counts,
    sizes: ArrayLike,
    count: ArrayLike,
    count_reference: ArrayLike,
    size: float,
    size_reference: float,
) -> NDArray[np.int64]:
    """What `kept_without_part` counts among some of the parts, to be added up over all parts.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences in some of the parts of the target.
    sizes : array_like, shape (parts,)
        Tokens of each of these parts.
    count, count_reference : array_like, shape (terms,)
        Occurrences in the whole target, and in the reference.
    size, size_reference : float
        Tokens of both.

    Returns
    -------
    ndarray of int, shape (2, terms)
        Of the parts with the term, those that can be left out, and those that could be left out if
        they did not have it.
    """
    cells = Cells.of(*check_cells(counts, sizes))
    return sum_kept(cells, count, count_reference, size, size_reference)


def sum_kept(
    cells: Cells,
    count: ArrayLike,
    count_reference: ArrayLike,
    size: float,
    size_reference: float,
) -> NDArray[np.int64]:
    """The sums of `kept_sums`, of counts that are checked: (2, terms)."""
    a, b = (np.asarray(each, dtype=np.float64) for each in (count, count_reference))
    b = np.broadcast_to(b, a.shape)
    side, limit = _limit_parts(a, b, size, size_reference)
    row, own = cells.row, cells.tokens
    difference = (a[row] - cells.count) * float(size_reference) - b[row] * (size - own)
    same = np.sign(difference) == side[row]
    return np.stack(
        [np.bincount(row[chosen], minlength=len(a)) for chosen in (same, own < limit[row])]
    )


def kept_of_sums(
    sums: NDArray[Any],
    sizes: ArrayLike,
    count: ArrayLike,
    count_reference: ArrayLike,
    size: float,
    size_reference: float,
) -> NDArray[np.int64]:
    """What `kept_without_part` is, from the sums of `kept_sums` over all parts.

    Parameters
    ----------
    sums : ndarray of int, shape (2, terms)
        Of the parts with the term, those that can be left out, and those that could be left out if
        they did not have it.
    sizes : array_like, shape (parts,)
        Tokens of all parts of the target.
    count, count_reference : array_like, shape (terms,)
        Occurrences in the target and in the reference.
    size, size_reference : float
        Tokens of both.

    Returns
    -------
    ndarray of int, shape (terms,)
        From 0 to the number of parts.
    """
    a, b = (np.asarray(each, dtype=np.float64) for each in (count, count_reference))
    side, limit = _limit_parts(a, np.broadcast_to(b, a.shape), size, size_reference)
    same, small = sums
    without = np.searchsorted(np.sort(np.asarray(sizes)), limit) - small
    kept: NDArray[np.int64] = np.where(side == 0, 0, same + without).astype(np.int64)
    return kept


def _limit_parts(a: Floats, b: Floats, size: float, size_reference: float) -> tuple[Floats, Floats]:
    """On which side of zero each term is, and below which size a part without it can be left out.

    A part without the term can be left out if the rest is not made so small that the rate rises to
    that of the reference: never a question for a term that is above it.
    """
    difference = a * float(size_reference) - b * size
    side = np.sign(difference)
    return side, np.divide(-difference, b, out=np.full(len(a), np.inf), where=side < 0)


def range_without_part(
    counts: Counts,
    sizes: ArrayLike,
    count_reference: ArrayLike,
    size_reference: float,
) -> tuple[Floats, Floats]:
    """Lowest and highest log ratio when one part is left out.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, parts)
        Occurrences in the parts of the target.
    sizes : array_like, shape (parts,)
        Tokens of each part of the target.
    count_reference : array_like, shape (terms,)
        Occurrences in the reference.
    size_reference : float
        Tokens of the reference.

    Returns
    -------
    low, high : ndarray of float
        Doublings. Low is -inf for a term that is found in one part only, since without it nothing
        is left. Both are nan where there is one part.

    Notes
    -----
    A count of 0 in the target or in the reference is replaced by 0.5, as in `log_ratio`. The range
    describes the parts and tests nothing.
    """
    table, tokens = check_cells(counts, sizes)
    if len(tokens) == 1:
        return np.full((2, table.shape[0]), np.nan)[0], np.full(table.shape[0], np.nan)
    table = table[:, np.argsort(tokens, kind="stable")].sorted_indices()
    tokens = np.sort(tokens)
    a, n = table.sum(axis=1), tokens.sum()
    row = np.repeat(np.arange(len(a)), np.diff(table.indptr))
    rates = (a[row] - table.data) / (n - tokens[table.indices])
    a = np.where(a == 0, 0.5, a)
    # Of the parts without the term, the smallest leaves the lowest rate, the largest the highest.
    place = np.arange(len(row)) - table.indptr[row]
    from_end = np.diff(table.indptr)[row] - 1 - place
    smallest = np.bincount(row[table.indices == place], minlength=len(a))
    largest = np.bincount(row[table.indices == len(tokens) - 1 - from_end], minlength=len(a))
    some = smallest < len(tokens)
    low, high = np.full(len(a), np.inf), np.full(len(a), -np.inf)
    low[some] = (a / (n - tokens[np.minimum(smallest, len(tokens) - 1)]))[some]
    high[some] = (a / (n - tokens[np.maximum(len(tokens) - 1 - largest, 0)]))[some]
    np.minimum.at(low, row, rates)
    np.maximum.at(high, row, rates)
    b = np.asarray(count_reference, dtype=np.float64)
    reference = np.where(b == 0, 0.5, b) / size_reference
    return _log2_or_open(low / reference), _log2_or_open(high / reference)


def _log2_or_open(ratios: Floats) -> Floats:
    return np.log2(ratios, out=np.full(ratios.shape, -np.inf), where=ratios > 0)


def robust_differences(
    counts: Counts,
    sizes: ArrayLike,
    target: ArrayLike,
    *,
    group: ArrayLike,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Which differences between two sides can be expected in other documents of the kind.

    Parameters
    ----------
    counts : array_like or sparse array, shape (terms, documents)
        Occurrences of each term in each document.
    sizes : array_like, shape (groups, documents)
        What the occurrences of a group of terms are shares of, in each document; 0 or more.
    target : array_like of bool, shape (documents,)
        Whether the document belongs to the target; at least two documents per side.
    group : array_like of int, shape (terms,)
        The row of `sizes` that belongs to each term.
    permutations : int
        Number of random assignments of documents to sides.
    seed : int
        0 or more.

    Returns
    -------
    p : ndarray of float, shape (terms,)
        That of `max_permutation_p_value`.
    robust : ndarray of bool, shape (terms,)
        Whether p is at most 0.05, and the term is more frequent on the same side whichever document
        is left out.
    """
    p = max_permutation_p_value(
        counts, sizes, target, group=group, permutations=permutations, seed=seed
    )
    robust = p <= LEVEL
    robust[robust] = keep_direction(
        np.flatnonzero(robust), counts, np.asarray(sizes), np.asarray(target), np.asarray(group)
    )
    return p, robust


def keep_direction(
    rows: NDArray[np.intp],
    counts: Counts,
    sizes: NDArray[Any],
    target: NDArray[np.bool_],
    group: NDArray[Any],
) -> NDArray[np.bool_]:
    """Whether each of some terms is more frequent on one side whichever document is left out.

    `rows` are the numbers of the terms; the others are the arguments of `robust_differences`.
    """
    given: Any = counts
    table: Any = sparse.csr_array(given, dtype=np.float64)
    shares_of = sizes.astype(np.float64)
    kept = np.zeros(table.shape[0], dtype=bool)
    for some in np.array_split(rows, 1 + rows.size * table.shape[1] // BATCH_CELLS):
        cells = table[some].toarray(), shares_of[group[some]]
        kept[some] = _keeps_direction(*cells, target)
    return kept[rows]


def _keeps_direction(counts: Floats, sizes: Floats, target: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each term is more frequent on the same side whichever document is left out."""
    kept = np.ones(len(counts), dtype=bool)
    for side in (target, ~target):
        a, n, b, m = (
            cells[:, documents].sum(axis=1, keepdims=True)
            for documents in (side, ~side)
            for cells in (counts, sizes)
        )
        whole = np.sign(a * m - b * n)
        rest = np.sign((a - counts[:, side]) * m - b * (n - sizes[:, side]))
        kept &= ((rest == whole) & (whole != 0)).all(axis=1)
    return kept


def judge_by_document(
    tested: NDArray[np.bool_], documents: int, count: Callable[[], Mapping[str, Any]], seed: int
) -> dict[str, Any]:
    """The columns of a table that say which of its rows are robust.

    Parameters
    ----------
    tested : ndarray of bool, shape (rows,)
        Which rows are tested, all as one family.
    documents : int
        The number of documents of the smaller side; nothing is tested below `MIN_DOCUMENTS`.
    count : callable
        Gives the arguments of `robust_differences` for the tested rows; called only if it is used.
    seed : int
        0 or more.

    Returns
    -------
    dict
        ``p_value_document``, nan for what is not tested, and ``status``.
    """
    p, robust = np.full(len(tested), np.nan), np.zeros(len(tested), dtype=bool)
    if documents >= MIN_DOCUMENTS and tested.any():
        p[tested], robust[tested] = robust_differences(**count(), seed=seed)
    status = np.where(robust, "robust", "not shown") if documents > 1 else "descriptive"
    return {"p_value_document": p, "status": status}
