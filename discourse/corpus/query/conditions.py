"""Evaluate conditions on the parts of a corpus, or on the rows of a table."""

import operator
from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
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
from discourse.corpus.store.placing import SpanLayer
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
    """Divide the corpus as finely as a condition needs; return the bounds, and where it holds.

    A layer of spans is known as an attribute: of a token, it is the labels of the spans over it.
    """
    attributes = {comparison.attribute for group in wanted for comparison in group}
    layers = _find_layers(store, attributes)
    units = {a if a in UNITS else metadata_unit(store, a) for a in attributes - layers.keys()}
    unit = next((u for u in reversed(UNITS) if u in units), "document")
    bounds = unit_bounds(store, unit)
    for layer in layers.values():
        # Every token of a stretch is in the same spans.
        bounds = np.unique(np.concatenate([bounds, layer.first, layer.end]))
    names = unit_names(store, unit, bounds)
    values = {
        attribute: pd.Series(names[attribute], dtype="str")
        if attribute in names
        else metadata_at(store, attribute, bounds[:-1])
        for attribute in attributes - layers.keys()
    }
    labels = {name: _Labels(layer, bounds) for name, layer in layers.items()}
    return bounds, which_satisfy(values, wanted, len(bounds) - 1, labels)


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


class _Labels:
    """The labels of the spans of a layer over each of some stretches of tokens."""

    def __init__(self, layer: SpanLayer, bounds: NDArray[np.int64]) -> None:
        self.layer, self.bounds = layer, bounds

    def compare(self, comparison: AttributeComparison) -> NDArray[np.bool_]:
        """Which stretches a comparison holds for."""
        name, sign, value = comparison.attribute, comparison.operator, comparison.value
        listed = value if isinstance(value, frozenset) else frozenset([value])
        texts = [each for each in listed if isinstance(each, str)]
        if len(texts) < len(listed):
            raise DiscourseError(
                f"{name} {sign} {_write_numbers(listed)} compares numbers, but {name} is a layer, "
                "and its labels are text; put the value into quotes."
            )
        if sign not in ("=", "!=", "in"):
            raise DiscourseError(
                f"{name} {sign} {texts[0]!r} compares labels, which have no order; use =, != or in."
            )
        known = np.array([label in listed for label in self.layer.values], dtype=bool)
        matching = self._covered(known[self.layer.labels] & self._has_text)
        if "" in listed:
            matching |= ~self._covered(np.ones(len(self.layer.first), dtype=bool))
        return ~matching if sign == "!=" else matching

    @cached_property
    def _has_text(self) -> NDArray[np.bool_]:
        """Which spans have a label that is not empty: `layer = ""` asks for no span at all."""
        return np.array(self.layer.values, dtype=object)[self.layer.labels] != ""

    def _covered(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which stretches are in one of the chosen spans."""
        depth = np.zeros(len(self.bounds), dtype=np.int64)
        np.add.at(depth, np.searchsorted(self.bounds, self.layer.first[chosen]), 1)
        np.add.at(depth, np.searchsorted(self.bounds, self.layer.end[chosen]), -1)
        return np.cumsum(depth)[:-1] > 0


def _write_numbers(values: "frozenset[Any]") -> str:
    numbers = sorted(value for value in values if isinstance(value, float))
    written = ", ".join(f"{number:g}" for number in numbers)
    return written if len(values) == 1 else f"({written})"


def which_satisfy(
    values: "Mapping[str, pd.Series[Any]]",
    wanted: Condition,
    rows: int,
    labels: Mapping[str, _Labels] = MappingProxyType({}),
) -> NDArray[np.bool_]:
    """Which rows satisfy a condition; `values` has the column of each attribute."""
    matching = np.zeros(rows, dtype=bool)
    for group in wanted:
        holds = np.ones(rows, dtype=bool)
        for comparison in group:
            if comparison.attribute in labels:
                holds &= labels[comparison.attribute].compare(comparison)
            else:
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
