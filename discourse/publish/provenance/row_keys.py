"""What tells the rows of a table apart, and what a reader calls one of them."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

# The columns that identify a row: no two rows of a verb's table agree in all of those that it has.
# A claim picks its row by the first of them.
KEYS = (
    "term", "frame", "slot", "layer", "region", "part", "time", "document", "line_id", "n", "label",
    "label_other", "coder", "coder_other", "part_other", "name", "kind", "tokenizer", "names",
    "reference", "left_out",
)  # fmt: skip
# Keys that another key implies: n is the number of words in the term, a line's id begins with its
# document's, and of a setting the choices say which lines it has.
IMPLIED_BY = {"n": "term", "document": "line_id", "line_id": "left_out"}


def key_of(table: pd.DataFrame) -> str | None:
    """The column by which a claim picks a row; None if the rows of the table have no names."""
    return next(iter(keys_in(table.columns)), None)


def keys_in(columns: Iterable[str]) -> list[str]:
    """The columns that identify a row, among those of a table; lines that a row lists do not.

    Examples
    --------
    >>> keys_in(["line_id", "document", "count"]), keys_in(["left_out", "count", "line_id"])
    (['document', 'line_id'], ['left_out'])
    """
    here = set(columns)
    listed = {"line_id"} if IMPLIED_BY["line_id"] in here else set()
    return [key for key in KEYS if key in here - listed]


def row_name(row: Mapping[str, Any]) -> str:
    """What a reader calls a row: its term and part, or its line.

    Examples
    --------
    >>> row_name({"term": "rights", "part": "lead", "count": 2})
    'rights, lead'
    """
    values = [str(row[key]) for key in KEYS if key in row and IMPLIED_BY.get(key) not in row]
    return ", ".join(filter(None, values)) or "unnamed"
