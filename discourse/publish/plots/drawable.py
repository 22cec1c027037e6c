"""What a plot can draw: a table with its columns, numbers where it draws numbers, on axes."""

import json
from typing import TYPE_CHECKING, Any

import pandas as pd

from discourse.errors import DiscourseError, describe
from discourse.publish.plots.register import plot_names
from discourse.record import VERBS

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_table(
    table: object,
    plot: str,
    *,
    names: "Sequence[str]" = ("term",),
    numbers: "Sequence[str]",
    wanted: str = "",
) -> None:
    """Refuse what a plot cannot draw.

    Parameters
    ----------
    table : object
        What the plot was given as its table.
    plot : str
        The name of the plot.
    names : sequence of str, optional
        Columns whose values are drawn as labels.
    numbers : sequence of str
        Columns whose values are drawn as numbers.
    wanted : str, optional
        The table that the plot draws, for the message; by default that of the verb of its name.

    Raises
    ------
    DiscourseError
        If it is not a DataFrame, has no rows, lacks one of the columns, has one that its verb does
        not make, or holds text where numbers are drawn. The message names the plot that draws the
        table, if there is one.
    """
    wanted = wanted or f"a table of dc.{plot}"
    promised = _promised_columns(table)
    if not isinstance(table, pd.DataFrame):
        raise DiscourseError(f"plot.{plot} expects {wanted}, got {describe(table)}.")
    for column in (*names, *numbers):
        if column not in table.columns:
            raise DiscourseError(
                f"plot.{plot} draws the column {column!r}, which this table does not have; "
                f"{_suggest_plot(table, plot)}give it {wanted}."
            )
        if promised is not None and column not in promised:
            raise DiscourseError(
                f"plot.{plot} draws the column {column!r}, which dc.{_verb_of(table)} does not "
                f"make: it was added or renamed; {_suggest_plot(table, plot)}give it {wanted}."
            )
    if table.empty:
        raise DiscourseError(
            f"plot.{plot} was given a table without rows; there is nothing to draw."
        )
    for column in numbers:
        if not _holds_numbers(table[column]):
            raise DiscourseError(
                f"plot.{plot} draws numbers, but the column {column!r} of this table has the type "
                f"{table[column].dtype}; {_suggest_plot(table, plot)}give it {wanted}."
            )
    for column in names:
        if pd.api.types.is_numeric_dtype(table[column]):
            raise DiscourseError(
                f"plot.{plot} labels what it draws with the text in the column {column!r}, whose "
                f"type here is {table[column].dtype}; make it text with .astype(str)."
            )


def _holds_numbers(column: "pd.Series[Any]") -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _suggest_plot(table: pd.DataFrame, plot: str) -> str:
    """The plot named as the verb that made a table, if it is another one."""
    verb = _verb_of(table)
    if verb == plot or verb not in plot_names():
        return ""
    return f"draw this one with plot.{verb}, or "


def _verb_of(table: pd.DataFrame) -> object:
    return json.loads(table.attrs.get("provenance") or "{}").get("verb")


def _promised_columns(table: object) -> tuple[str, ...] | None:
    """The columns that the verb of a table makes; None if no verb of this session made it."""
    entry = VERBS.get(str(_verb_of(table))) if isinstance(table, pd.DataFrame) else None
    return None if entry is None else entry.columns
