"""Names that an author draws in place of those in a table, such as translations."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError, describe

# The columns whose values are drawn as names. The label of a term is in ``term_label``.
NAMED, LABEL = ("term", "part", "slot", "document", "section"), "{}_label"


def add_labels(table: pd.DataFrame, labels: Mapping[str, str] | None) -> pd.DataFrame:
    """Add a column with the label of each name beside each column in which a name has one.

    Raises
    ------
    DiscourseError
        If the labels are no mapping of text, if the table lacks a name, or if two names would have
        one label.
    """
    if labels is None:
        return table
    _check_labels(labels)
    found = set[str]()
    for column in NAMED:
        if column in table.columns and (here := set(labels) & set(table[column].astype(str))):
            found |= here
            shown = table[column].astype(str).map(lambda name: labels.get(name, name))
            _check_unequal(column, table[column].astype(str), shown)
            table = _insert_after(table, column, shown)
    for name in labels:
        if name not in found:
            raise DiscourseError(
                f"labels= has a name for {name!r}, which no row of the table has; its keys are "
                "names of the table, such as its terms, as they are written there."
            )
    return table


def show_labels(table: pd.DataFrame) -> pd.DataFrame:
    """Put the labels of names in the place of the names."""
    for column in NAMED if isinstance(table, pd.DataFrame) else ():
        label = LABEL.format(column)
        if column in table.columns and label in table.columns:
            table = table.assign(**{column: _as_labelled(table[column], table[label])})
    return table


def _as_labelled(names: "pd.Series[Any]", labels: "pd.Series[str]") -> "pd.Series[Any]":
    """The labels as the names were: those of parts keep the order of the text."""
    if not isinstance(names.dtype, pd.CategoricalDtype):
        return labels
    shown = dict(zip(names.astype(str), labels, strict=True))
    return names.cat.rename_categories(lambda name: shown.get(str(name), str(name)))


def _insert_after(table: pd.DataFrame, column: str, shown: "pd.Series[str]") -> pd.DataFrame:
    label = LABEL.format(column)
    order = [each for each in table.columns if each != label]
    order.insert(order.index(column) + 1, label)
    return table.assign(**{label: shown})[order]


def _check_labels(labels: object) -> None:
    is_mapping = isinstance(labels, Mapping)
    texts = [*labels.keys(), *labels.values()] if isinstance(labels, Mapping) else []
    if not is_mapping or not all(isinstance(text, str) and text.strip() for text in texts):
        raise DiscourseError(
            f"labels expects a mapping from names to labels, got {describe(labels)}; write "
            "labels={'human rights': '人权'}."
        )


def _check_unequal(column: str, names: "pd.Series[str]", shown: "pd.Series[str]") -> None:
    """Refuse labels that show two names as one."""
    pairs = sorted(set(zip(shown, names, strict=True)))
    for label, times in Counter(label for label, _ in pairs).items():
        if times > 1:
            both = " and ".join(repr(name) for shown, name in pairs if shown == label)
            raise DiscourseError(
                f"labels= shows {both} of the column {column!r} as {label!r}; give each a label "
                "of its own."
            )
