"""Evaluate conditions on the parts of a corpus, or on the rows of a table."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.pattern import AttributeComparison, Condition
from discourse.corpus.store.parts import (
    UNITS,
    metadata_at,
    metadata_columns,
    metadata_unit,
    unit_bounds,
    unit_names,
)
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of

OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate_on_stretches(
    store: Store, wanted: Condition
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Divide the corpus as finely as a condition needs; return the bounds, and where it holds."""
    attributes = {comparison.attribute for group in wanted for comparison in group}
    for attribute in sorted(attributes):
        one_of("condition", attribute, [*UNITS, *metadata_columns(store)])
    units = {a if a in UNITS else metadata_unit(store, a) for a in attributes}
    unit = next((u for u in reversed(UNITS) if u in units), "document")
    bounds = unit_bounds(store, unit)
    names = unit_names(store, unit, bounds)
    values = {
        attribute: pd.Series(names[attribute], dtype="str")
        if attribute in names
        else metadata_at(store, attribute, bounds[:-1])
        for attribute in attributes
    }
    return bounds, which_satisfy(values, wanted, len(bounds) - 1)


def which_satisfy(
    values: "Mapping[str, pd.Series[Any]]", wanted: Condition, rows: int
) -> NDArray[np.bool_]:
    """Which rows satisfy a condition; `values` has the column of each attribute."""
    matching = np.zeros(rows, dtype=bool)
    for group in wanted:
        holds = np.ones(rows, dtype=bool)
        for comparison in group:
            holds &= compare_values(values[comparison.attribute], comparison)
        matching |= holds
    return matching


def compare_values(values: "pd.Series[Any]", comparison: AttributeComparison) -> NDArray[np.bool_]:
    """Which values satisfy a comparison.

    A missing value equals the text "" and nothing else; it is neither smaller nor greater than
    anything.
    """
    if isinstance(comparison.value, frozenset):
        return _are_listed(values, comparison, list(comparison.value))
    compared = OPERATORS[comparison.operator]
    if isinstance(comparison.value, str):
        answer = compared(_as_texts(values, [comparison.value]), comparison.value)
        missing = comparison.operator in ("=", "!=") and compared("", comparison.value)
        return np.asarray(answer.fillna(missing), dtype=bool)
    numbers = _read_numbers(values, comparison, f"{comparison.value:g}")
    answer = compared(numbers, comparison.value)
    return np.asarray(answer.fillna(comparison.operator == "!="), dtype=bool)


def _are_listed(
    values: "pd.Series[Any]", comparison: AttributeComparison, listed: list[Any]
) -> NDArray[np.bool_]:
    """Which values equal one of a list, in one pass: a list may name thousands of documents."""
    if isinstance(listed[0], str):
        matching = _as_texts(values, listed).isin(listed) | (values.isna() & ("" in listed))
        return np.asarray(matching, dtype=bool)
    numbers = _read_numbers(values, comparison, f"({', '.join(f'{n:g}' for n in sorted(listed))})")
    return np.isin(numbers.to_numpy(dtype=float, na_value=np.nan), listed)


def _as_texts(values: "pd.Series[Any]", compared: list[str]) -> "pd.Series[Any]":
    """Values as texts; composed, as queries are, where the form can make a difference.

    Corpora that version 0.1 saved have values in both forms.
    """
    texts = values.astype("string")
    return texts if all(map(str.isascii, compared)) else texts.str.normalize("NFC")


def _read_numbers(
    values: "pd.Series[Any]", comparison: AttributeComparison, written: str
) -> "pd.Series[Any]":
    """Values as numbers; refuse text, which a bare number cannot be compared with."""
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.notna().sum() < values.notna().sum():
        raise DiscourseError(
            f"{comparison.attribute} {comparison.operator} {written} compares numbers, but "
            f"{comparison.attribute} holds text; put the value into quotes."
        )
    return numbers
