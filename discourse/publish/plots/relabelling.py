"""Names that an author draws in place of those in a table, such as translations."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError, describe
from discourse.record import WITHOUT_HITS

# The columns whose values are drawn as names. The label of a term is in ``term_label``.
NAMED = (
    "term", "part", "slot", "document", "section", "tokenizer", "names", "reference", "left_out",
)  # fmt: skip
LABEL = "{}_label"


def add_labels(
    table: pd.DataFrame,
    labels: Mapping[str, str] | None,
    beside: Iterable[pd.DataFrame] = (),
) -> pd.DataFrame:
    """Add a column with the label of each name beside each column in which a name has one.

    The further tables of the plot, beside the first, may have names of their own.

    Raises
    ------
    DiscourseError
        If the labels are no mapping of text, if the table lacks a name, if two names would have one
        label or a name that of another row, or if the table has such a column with other labels.
    """
    if labels is None:
        return table
    _check_labels(labels)
    found = {name for other in beside for name in _names_of(other)}
    for column in NAMED:
        if column in table.columns and (here := set(labels) & set(_list_names(table[column]))):
            found |= here
            _check_unequal(column, _list_names(table[column]), labels)
            table = _insert_after(table, column, table[column].astype(str).replace(dict(labels)))
    for name in labels:
        if name not in found:
            raise DiscourseError(
                f"labels= has a name for {name!r}, which no row of the table has; its keys are "
                "names of the table, such as its terms, as they are written there."
            )
    return table


def names_of_author(options: object) -> list[tuple[str, str]]:
    """What the options of a plot show in place of something else, and what it stands for.

    Parameters
    ----------
    options : mapping
        The options, as a bundle records them: ``labels`` for names of the table, ``sides`` for the
        target and the reference.

    Returns
    -------
    list of tuple
        What is shown, and in place of what; names of the table are in quotation marks.
    """
    given = options if isinstance(options, Mapping) else {}
    labels, sides = given.get("labels"), given.get("sides")
    found = [(str(label), f"“{name}”") for name, label in (labels or {}).items()]
    if isinstance(sides, Sequence) and not isinstance(sides, str):
        found += list(zip(map(str, sides), ("the target", "the reference"), strict=False))
    return found


def label_beside(table: pd.DataFrame, labels: Mapping[str, str] | None) -> pd.DataFrame:
    """A further table of a plot with the labels of its names in their place.

    Raises
    ------
    DiscourseError
        If two names would have one label.
    """
    if labels is None:
        return table
    _check_labels(labels)
    own = {name: label for name, label in labels.items() if name in _names_of(table)}
    return show_labels(add_labels(table, own), own)[table.columns] if own else table


def show_labels(table: pd.DataFrame, labels: Mapping[str, str] | None) -> pd.DataFrame:
    """Put the labels of names in the place of the names, also of those without a row."""
    if not labels or not isinstance(table, pd.DataFrame):
        return table
    for column in NAMED:
        if LABEL.format(column) not in table.columns:
            continue
        names = table[column]
        if isinstance(names.dtype, pd.CategoricalDtype):  # parts keep the order of the text
            shown = names.cat.rename_categories(lambda name: labels.get(str(name), str(name)))
            table = table.assign(**{column: shown})
        else:
            table = table.assign(**{column: table[LABEL.format(column)]})
    if WITHOUT_HITS in table.attrs:
        table.attrs[WITHOUT_HITS] = [labels.get(each, each) for each in table.attrs[WITHOUT_HITS]]
    return table


def _names_of(table: pd.DataFrame) -> set[str]:
    """The names in the columns of a table whose values are drawn as names."""
    columns = [column for column in NAMED if column in table.columns]
    return {name for column in columns for name in _list_names(table[column])}


def _list_names(column: "pd.Series[Any]") -> list[str]:
    """The names in a column, and those that it could have but that no row has."""
    values: Any = column
    known = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values
    return sorted(set(map(str, known)))


def _insert_after(table: pd.DataFrame, column: str, shown: "pd.Series[str]") -> pd.DataFrame:
    label = LABEL.format(column)
    if label in table.columns and table[label].tolist() != shown.tolist():
        raise DiscourseError(
            f"the table has a column {label!r} with other labels than labels= gives; leave it out."
        )
    order = [each for each in table.columns if each != label]
    order.insert(order.index(column) + 1, label)
    return table.assign(**{label: shown})[order]


def _check_labels(labels: object) -> None:
    texts = [*labels.keys(), *labels.values()] if isinstance(labels, Mapping) else [None]
    if not isinstance(labels, Mapping) or not all(isinstance(text, str) for text in texts):
        raise DiscourseError(
            f"labels expects a mapping from names to labels, got {describe(labels)}; write "
            "labels={'human rights': '人权'}."
        )
    for name, label in labels.items():
        if not label.strip():
            raise DiscourseError(
                f"labels= has {label!r} for {name!r}, so that its row would have no name; write "
                f"what is drawn in its place, or leave {name!r} out."
            )


def _check_unequal(column: str, names: Sequence[str], labels: Mapping[str, str]) -> None:
    """Refuse labels that show two names as one, or a name as another one of its column."""
    shown = [labels.get(name, name) for name in names]
    for label, times in Counter(shown).items():
        if times > 1:
            both = " and ".join(
                repr(name) for name, each in zip(names, shown, strict=True) if each == label
            )
            raise DiscourseError(
                f"labels= shows {both} of the column {column!r} as {label!r}; give each a label "
                "of its own."
            )
    for name, label in zip(names, shown, strict=True):
        if label != name and label in names:
            raise DiscourseError(
                f"labels= shows {name!r} as {label!r}, which is another name of the column "
                f"{column!r}; a reader would take one for the other. Give it a label of its own."
            )
