"""Checks of the numbers given to a formula, and arithmetic without infinities.

Missing and negative numbers, and counts above their size, are refused. A quotient by 0 or the
logarithm of 0 is nan, never infinite, and gives no warning.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Counts = ArrayLike | sparse.sparray | sparse.spmatrix


def check_counts(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats if all are 0 or more; otherwise refuse them."""
    checked = _finite_floats(name, values)
    if np.any(checked < 0):
        raise ValueError(f"{name}={checked.min():g} is negative; give 0 or more.")
    return checked


def check_sizes(name: str, values: ArrayLike) -> Floats:
    """Return `values` as floats if all are above 0; otherwise refuse them."""
    checked = _finite_floats(name, values)
    if np.any(checked <= 0):
        raise ValueError(f"{name}={checked.min():g} is too small; give 1 or more.")
    return checked


def check_within(name: str, count: Floats, name_size: str, size: Floats) -> None:
    """Refuse a count that is larger than the text that it was counted in."""
    count, size = np.broadcast_arrays(count, size)
    above = count > size
    if np.any(above):
        first = f"{name}={count[above].flat[0]:g} is above {name_size}={size[above].flat[0]:g}"
        raise ValueError(f"{first}; give the count and the tokens of the same text.")


def check_share(name: str, value: float) -> float:
    """Return `value` if it is above 0 and below 1; otherwise refuse it."""
    if not 0 < value < 1:
        raise ValueError(f"{name}={value} is not a share; give one above 0 and below 1, e.g. 0.95.")
    return value


def check_cells(counts: Counts, sizes: ArrayLike) -> tuple[Any, Floats]:
    """Return the counts above 0 as a sparse table, and the tokens of each part, both checked."""
    given: Any = counts
    table: Any = sparse.csr_array(given, dtype=np.float64, copy=True)
    tokens = check_parts(sizes)
    if table.ndim != 2 or table.shape[1] != len(tokens):
        shapes = f"counts of shape {table.shape} do not fit sizes of shape {tokens.shape}"
        raise ValueError(
            f"{shapes}; give one row per term, one column per part, and one size per part."
        )
    table.sum_duplicates()
    check_counts("counts", table.data)
    table.eliminate_zeros()
    above = table.data > tokens[table.indices]
    if np.any(above):
        first = f"a count of {table.data[above][0]:g} is above its part's size"
        raise ValueError(f"{first}; give counts and tokens of the same parts.")
    return table, tokens


def check_parts(sizes: ArrayLike) -> Floats:
    """Return the tokens of each part, checked; a part may be empty, but not all of them."""
    tokens = check_counts("sizes", sizes)
    if tokens.ndim != 1 or tokens.sum() == 0:
        raise ValueError(
            f"sizes={sizes!r} has no tokens; give a sequence with the tokens of each part."
        )
    return tokens


def divide(numerator: ArrayLike, denominator: ArrayLike) -> Floats:
    """Quotient; nan where the denominator is 0."""
    top, bottom = np.broadcast_arrays(*map(_floats, (numerator, denominator)))
    quotient: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom != 0)
    return quotient[()]


def log2(values: ArrayLike) -> Floats:
    """Logarithm to base 2; nan where the value is 0."""
    given = _floats(values)
    logarithm: Floats = np.log2(given, out=np.full(given.shape, np.nan), where=given > 0)
    return logarithm[()]


def _finite_floats(name: str, values: ArrayLike) -> Floats:
    checked = _floats(values)
    if not np.all(np.isfinite(checked)):
        raise ValueError(
            f"{name} contains NaN or infinity; give numbers, and drop missing ones first."
        )
    return checked


def _floats(values: Any) -> Floats:
    return np.asarray(values, dtype=np.float64)
