"""Turn counts into the rows of a table: sort them, and divide them by part."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.query.writing import restrict
from discourse.corpus.store.partition import Partition


def sort_strongest_first(table: pd.DataFrame, by: str = "count") -> pd.DataFrame:
    """Sort rows by descending value, with missing values last; ties by term.

    Arrow sorts five times faster than pandas, which matters for a million n-grams.
    """
    keys = pa.table({name: pa.array(table[name]) for name in (by, "term")})
    order = pc.sort_indices(keys, sort_keys=[(by, "descending"), ("term", "ascending")])
    return table.take(order.to_numpy()).reset_index(drop=True)


def order_strongest_first(values: NDArray[Any]) -> NDArray[np.int64]:
    """The order of values that descend, with missing values last; equal ones keep their order.

    Examples
    --------
    >>> order_strongest_first(np.array([1.0, np.nan, 2.0, 1.0])).tolist()
    [2, 0, 3, 1]
    """
    # Equal values come in any order, and are put right below: three times as fast as a stable sort.
    order = np.argsort(-values)
    ordered = values[order]
    with np.errstate(invalid="ignore"):
        is_new = (ordered[1:] != ordered[:-1]) & ~(np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    run = np.append(0, np.cumsum(is_new))[: len(order)] * len(order)
    return np.asarray(np.sort(run + order) - run, dtype=np.int64)


def divide_by_part(table: pd.DataFrame, counts: Any, parts: Partition) -> pd.DataFrame:
    """Repeat each row for each part that has it, with its count, rate and query there.

    `counts` is sparse, (rows, parts). The most frequent row comes first; equal ones keep the order
    that they have in the table.
    """
    cells = counts.tocoo()
    order = order_strongest_first(cells.data)
    row, part, count = cells.coords[0][order], cells.coords[1][order], cells.data[order]
    queries = restrict(pa.array(table["query"]), row, parts, part)
    rows: pd.DataFrame = table.drop(columns="query").iloc[row].reset_index(drop=True)
    rows["part"] = parts.label_column(part)
    rows["count"] = count
    rows["per_thousand"] = 1000 * count / parts.sizes[part]
    rows["query"] = pd.Series(queries, dtype="str")
    return rows
