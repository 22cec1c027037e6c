"""What tells the rows of a table apart, and what a reader calls one of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

# The columns that identify a row: no two rows of a verb's table agree in all of those that it has.
# A claim picks its row by the first of them.
KEYS = (
    "term", "frame", "slot", "layer", "region", "part", "time", "document", "line_id", "n", "label",
    "label_other", "coder", "coder_other", "part_other", "name", "kind",
)  # fmt: skip
# Keys that another key implies: n is the number of words in the term, and a line's id begins with
# its document's.
IMPLIED_BY = {"n": "term", "document": "line_id"}


def key_of(table: pd.DataFrame) -> str | None:
    """The column by which a claim picks a row; None if the rows of the table have no names."""
    return next((key for key in KEYS if key in table.columns), None)


def row_name(row: Mapping[str, Any]) -> str:
    """What a reader calls a row: its term and part, or its line.

    Examples
    --------
    >>> row_name({"term": "rights", "part": "lead", "count": 2})
    'rights, lead'
    """
    values = [str(row[key]) for key in KEYS if key in row and IMPLIED_BY.get(key) not in row]
    return ", ".join(values) or "unnamed"
