"""How counts become the rows of a table: sorted, and divided by part."""

from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from discourse.corpus.query.writing import restrict
from discourse.corpus.store.partition import Partition


def sort_strongest_first(table: pd.DataFrame, by: str = "count") -> pd.DataFrame:
    """The rows with the highest value first, missing values last; ties by term.

    Arrow sorts them five times faster than pandas, which matters for a million n-grams.
    """
    keys = pa.table({name: pa.array(table[name]) for name in (by, "term")})
    order = pc.sort_indices(keys, sort_keys=[(by, "descending"), ("term", "ascending")])
    return table.take(order.to_numpy()).reset_index(drop=True)


def divide_by_part(table: pd.DataFrame, counts: Any, parts: Partition) -> pd.DataFrame:
    """One row per row of the whole and part that has it; `counts` is rows × parts, sparse."""
    cells = counts.tocoo()
    row, part = cells.coords
    rows: pd.DataFrame = table.iloc[row].reset_index(drop=True)
    rows["part"] = parts.label_column(part)
    rows["count"] = cells.data
    rows["per_thousand"] = 1000 * cells.data / parts.sizes[part]
    rows["query"] = pd.Series(restrict(rows["query"].tolist(), parts, part), dtype="str")
    return rows
