"""Whether a saved table has the columns of its verb, and the rows that its record says."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from discourse.publish.checks.records import is_of_this_version
from discourse.publish.provenance.allowance import MOST_ROWS
from discourse.publish.provenance.chosen_rows import BY_HAND, describe_rows, find_repeated
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.table_differences import match_rows

BY_HAND_CHECKED = "tables whose rows were chosen by hand"


def check_shown_rows(
    name: str,
    written: pd.DataFrame,
    again: pd.DataFrame,
    record: Mapping[str, Any],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Compare the rows and columns of a CSV with those that its record says it has.

    Parameters
    ----------
    name : str
        The path of the bundle, without an ending.
    written, again : DataFrame
        The CSV, and the table that the recipe makes.
    record : mapping
        The record of the bundle.
    checked : Counter
        What was checked; the rows are added to it.

    Yields
    ------
    Finding
        A column that is missing or was renamed, a row that is there twice, and rows that were
        taken away or added after the bundle was saved.
    """
    yield from _check_columns(name, written, again, record)
    for number, first in find_repeated(written, again):
        yield Finding(f"{name}.csv", f"row {number}", "each row once", f"row {first} again")
    shown = [at for at in match_rows(written, again) if at is not None]
    found, recorded = describe_rows(again, shown), record["rows"]
    checked["rows"] += found["shown"]
    checked["rows that their verbs make"] += found["of"]
    if found["chosen"] == BY_HAND:
        checked[BY_HAND_CHECKED] += 1
    if found != recorded:
        yield Finding(f"{name}.csv", "rows", *map(_name_choice, (recorded, found)))


def _name_choice(rows: Mapping[str, Any]) -> str:
    """How rows were chosen, in words."""
    keys = ("shown", "of", "chosen", "order")
    shown, of, chosen, order = (rows.get(key, "not said") for key in keys)
    return f"{shown} of {of} rows: {chosen}, in the order {order}"


def _check_columns(
    name: str, written: pd.DataFrame, again: pd.DataFrame, record: Mapping[str, Any]
) -> Iterator[Finding]:
    verb = record["recipe"].get("verb")
    if is_of_this_version(record["recipe"]):
        for column in again.columns:
            if column not in written.columns:
                wanted = f"a column that {verb} makes"
                yield Finding(f"{name}.csv", f"column {column}", wanted, "none")
    for column in record["derived"]:
        if column in again.columns:
            made = f"made by {verb}, and not by the author"
            yield Finding(f"{name}.json", f"derived, {column}", made, "listed as added")
        elif column not in written.columns:
            yield Finding(f"{name}.csv", f"column {column}", "a column of the author", "none")
    for column in record["columns"]:
        if column not in written.columns:
            yield Finding(f"{name}.json", f"columns, {column}", "a column of the CSV", "none")
    given, there = list(record["columns"]), list(written.columns)
    if given != there and sorted(given) == sorted(there):  # then the CSV has the order of the table
        yield Finding(f"{name}.json", "columns", ", ".join(there), ", ".join(given))


def find_rows_left_out(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Say of a table with too many rows that only the first are checked."""
    if len(table) > MOST_ROWS:
        found = f"{len(table):,} rows, of which the first {MOST_ROWS:,} were checked"
        yield Finding(name, "rows", f"at most {MOST_ROWS:,} rows", found)
