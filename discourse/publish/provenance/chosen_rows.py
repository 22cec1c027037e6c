"""Which rows of a verb's table a bundle shows, in words that can be checked."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from discourse.publish.provenance.row_keys import KEYS
from discourse.publish.provenance.table_differences import match_rows

BY_HAND = "by hand"


def describe_rows(again: pd.DataFrame, shown: Sequence[int]) -> dict[str, Any]:
    """How many rows of how many are shown, and how they were chosen.

    Parameters
    ----------
    again : DataFrame
        The table that the recipe makes.
    shown : sequence of int
        The rows that are shown, by their numbers in this table, in their order.

    Returns
    -------
    dict
        ``shown``, ``of``, ``chosen`` ("all", "the first 20", "count >= 2", "the first 20 of count
        >= 2", or "by hand") and ``order`` ("of its table", or "by hand").

    Examples
    --------
    >>> again = pd.DataFrame({"term": ["the", "of", "rights"], "count": [9, 7, 2]})
    >>> describe_rows(again, [0, 1])
    {'shown': 2, 'of': 3, 'chosen': 'the first 2', 'order': 'of its table'}
    >>> describe_rows(again, [2, 0])["chosen"], describe_rows(again, [1, 2])["chosen"]
    ('by hand', 'count <= 7')
    """
    rows = sorted(shown)
    ordered = list(shown) == rows
    return {
        "shown": len(rows),
        "of": len(again),
        "chosen": _describe_choice(again, rows),
        "order": "of its table" if ordered else BY_HAND,
    }


def _describe_choice(again: pd.DataFrame, rows: Sequence[int]) -> str:
    if rows == list(range(len(again))):
        return "all"
    if rows == list(range(len(rows))):
        return f"the first {len(rows):,}"
    chosen = np.zeros(len(again), dtype=bool)
    chosen[list(rows)] = True
    for column in again.columns:
        values = again[column]
        if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
            for sign, end in ((">=", values[chosen].min()), ("<=", values[chosen].max())):
                kept = np.flatnonzero(values >= end if sign == ">=" else values <= end)
                if kept[: len(rows)].tolist() == list(rows) and len(rows):
                    first = "" if len(kept) == len(rows) else f"the first {len(rows):,} of "
                    return f"{first}{column} {sign} {end:.10g}"
        elif len(set(values[chosen])) == 1:
            value = values[chosen].iloc[0]
            kept = np.flatnonzero(values == value)
            if kept[: len(rows)].tolist() == list(rows) and len(rows) > 1:
                first = "" if len(kept) == len(rows) else f"the first {len(rows):,} of "
                return f"{first}{column} = {value!s}"
    return BY_HAND


def find_repeated(written: pd.DataFrame, again: pd.DataFrame) -> list[tuple[int, int]]:
    """The rows of a table that repeat an earlier one, as pairs of numbers from 1.

    Rows repeat each other if they are the same row of the table that the recipe makes.
    """
    keys = [key for key in KEYS if key in again.columns and key in written.columns]
    if not keys or again[keys].astype(str).duplicated().any():
        return []
    first: dict[int, int] = {}
    pairs = [
        (number, first.setdefault(at, number))
        for number, at in enumerate(match_rows(written, again), 1)
        if at is not None
    ]
    return [(number, earlier) for number, earlier in pairs if number != earlier]
