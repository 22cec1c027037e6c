"""Evaluate conditions on the parts of a corpus, or on the rows of a table."""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.pattern import AttributeComparison, Condition
from discourse.corpus.store.metadata_steps import as_label, labels_of_column
from discourse.corpus.store.parts import (
    UNITS,
    metadata_at,
    metadata_columns,
    metadata_unit,
    unit_bounds,
    unit_names,
)
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of
from discourse.text.limits import shorten

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
    """Divide the corpus as finely as a condition needs; return the bounds, and where it holds.

    A layer of spans is known as an attribute: of a token, it is the labels of the spans over it.
    """
    answers = list(store.ask(_evaluate_here, wanted))
    holds = [matching for _, matching in answers]
    bounds = store.join_bounds([bounds for bounds, _ in answers])
    return bounds, holds[0] if store.is_here else np.concatenate(holds)


def _evaluate_here(store: Store, wanted: Condition) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    attributes = {comparison.attribute for group in wanted for comparison in group}
    layers = _find_layers(store, attributes)
    units = {a if a in UNITS else metadata_unit(store, a) for a in attributes - layers.keys()}
    unit = next((u for u in reversed(UNITS) if u in units), "document")
    units_at = unit_bounds(store, unit)
    names = unit_names(store, unit, units_at)
    values = {
        attribute: pd.Series(names[attribute], dtype="str")
        if attribute in names
        else metadata_at(store, attribute, units_at[:-1])
        for attribute in attributes - layers.keys()
    }
    # Every token of a stretch is in the same unit and in the same spans.
    edges = [edge for layer in layers.values() for edge in (layer.first, layer.end)]
    bounds = np.unique(np.concatenate([units_at, *edges])) if layers else units_at
    at = np.searchsorted(units_at, bounds[:-1], side="right") - 1

    def compare(comparison: AttributeComparison) -> NDArray[np.bool_]:
        if comparison.attribute in layers:
            return compare_labels(layers[comparison.attribute], comparison, bounds)
        order = store.orders.get(comparison.attribute, ())
        return compare_values(values[comparison.attribute], comparison, order)[at]

    return bounds, _which_hold(wanted, compare, len(bounds) - 1)


def _find_layers(store: Store, attributes: set[str]) -> dict[str, SpanLayer]:
    """The layers of spans among attributes; an attribute that is nothing at all is refused."""
    spans = {name: layer for name, layer in store.layers.items() if isinstance(layer, SpanLayer)}
    for attribute in sorted(attributes):
        if attribute in store.layers and attribute not in spans:
            raise DiscourseError(
                f"{attribute} is a layer of tokens, which a condition cannot ask for; ask for "
                f'the tokens, such as [{attribute}="..."].'
            )
        one_of("condition", attribute, [*UNITS, *metadata_columns(store), *spans])
    return {name: layer for name, layer in spans.items() if name in attributes}


def compare_labels(
    layer: SpanLayer, comparison: AttributeComparison, bounds: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which stretches of tokens are in a span whose label satisfies a comparison.

    The label "" is that of a stretch in no span. Every border of a span is one of the bounds.
    """
    name, sign, value = comparison.attribute, comparison.operator, comparison.value
    listed = value if isinstance(value, frozenset) else frozenset([value])
    texts = [each for each in listed if isinstance(each, str)]
    if len(texts) < len(listed):
        raise DiscourseError(
            f"{name} {sign} {_list_numbers(listed)} compares numbers, but {name} is a layer, "
            "and its labels are text; put the value into quotes."
        )
    if sign not in ("=", "!=", "in"):
        raise DiscourseError(
            f"{name} {sign} {texts[0]!r} compares labels, which have no order; use =, != or in."
        )
    wanted = np.array([label != "" and label in listed for label in layer.values], dtype=bool)
    matching = _cover(layer, wanted[layer.labels], bounds)
    if "" in listed:
        matching |= ~_cover(layer, layer.has_tokens, bounds)
    return ~matching if sign == "!=" else matching


def _cover(
    layer: SpanLayer, chosen: NDArray[np.bool_], bounds: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which stretches are in one of the chosen spans."""
    size = len(bounds)
    opened, closed = (
        np.bincount(np.searchsorted(bounds, edge[chosen]), minlength=size)
        for edge in (layer.first, layer.end)
    )
    return np.asarray(np.cumsum(opened - closed)[:-1] > 0)


def _list_numbers(values: "frozenset[Any]") -> str:
    numbers = sorted(value for value in values if isinstance(value, float))
    written = ", ".join(f"{number:g}" for number in numbers)
    return written if len(values) == 1 else f"({written})"


def which_satisfy(
    values: "Mapping[str, pd.Series[Any]]", wanted: Condition, rows: int
) -> NDArray[np.bool_]:
    """Which rows satisfy a condition; `values` has the column of each attribute."""

    def compare(comparison: AttributeComparison) -> NDArray[np.bool_]:
        return compare_values(values[comparison.attribute], comparison)

    return _which_hold(wanted, compare, rows)


def _which_hold(
    wanted: Condition, compare: Callable[[AttributeComparison], NDArray[np.bool_]], rows: int
) -> NDArray[np.bool_]:
    matching = np.zeros(rows, dtype=bool)
    for group in wanted:
        holds = np.ones(rows, dtype=bool)
        for comparison in group:
            holds &= compare(comparison)
        matching |= holds
    return matching


def compare_values(
    values: "pd.Series[Any]", comparison: AttributeComparison, order: Sequence[str] = ()
) -> NDArray[np.bool_]:
    """Which values satisfy a comparison; of two labels in an `order`, the later is the greater.

    A missing value equals the text "" and nothing else; it is neither smaller nor greater than
    anything.
    """
    if order and comparison.operator in ("<", "<=", ">", ">="):
        return _compare_in_order(values, comparison, order)
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


def _compare_in_order(
    values: "pd.Series[Any]", comparison: AttributeComparison, order: Sequence[str]
) -> NDArray[np.bool_]:
    """Which values are before or behind a label in the order of their column."""
    places = {label: float(place) for place, label in enumerate(order)}
    wanted = as_label(comparison.value)
    if wanted not in places:
        raise DiscourseError(
            f"{comparison.attribute} {comparison.operator} {shorten(wanted)!r} compares in the "
            f"order of {comparison.attribute}, which has no such label; its labels are "
            f"{', '.join(map(repr, order))}."
        )
    found = np.array([places.get(label, np.nan) for label in labels_of_column(values)], dtype=float)
    return np.asarray(OPERATORS[comparison.operator](found, places[wanted]), dtype=bool)


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
