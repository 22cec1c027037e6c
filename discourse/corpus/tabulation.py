"""Turn counts into the rows of a table: sort them, and divide them by part."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.deferred import defer_strings
from discourse.corpus.query.writing import restrict
from discourse.corpus.store.index import Integers
from discourse.corpus.store.partition import Partition
from discourse.errors import DiscourseError


def sort_strongest_first(table: pd.DataFrame, by: str = "count") -> pd.DataFrame:
    """Sort rows by descending value, with missing values last; ties by term.

    Arrow sorts five times faster than pandas, which matters for a million n-grams.
    """
    return table.take(order_rows(table[by], table["term"])).reset_index(drop=True)


def order_rows(values: Any, terms: Any) -> NDArray[np.int64]:
    """The order of values that descend, with missing values last; equal ones by term.

    Examples
    --------
    >>> order_rows(np.array([1.0, np.nan, 2.0, 1.0]), ["d", "c", "b", "a"]).tolist()
    [2, 3, 0, 1]
    """
    keys = pa.table({"value": pa.array(values, from_pandas=True), "term": pa.array(terms)})
    order = pc.sort_indices(keys, sort_keys=[("value", "descending"), ("term", "ascending")])
    ordered: NDArray[np.int64] = order.to_numpy().astype(np.int64)
    return ordered


def order_strongest_first(values: NDArray[Any]) -> NDArray[np.int64]:
    """The order of values that descend, with missing values last; equal ones keep their order.

    Examples
    --------
    >>> order_strongest_first(np.array([1.0, np.nan, 2.0, 1.0])).tolist()
    [2, 0, 3, 1]
    """
    # Equal values come in any order, and are put right below: three times as fast as a stable sort.
    keys = np.negative(values)
    order = np.argsort(keys)
    ordered = np.take(values, order, out=keys, mode="clip")
    with np.errstate(invalid="ignore"):
        is_new = (ordered[1:] != ordered[:-1]) & ~(np.isnan(ordered[1:]) & np.isnan(ordered[:-1]))
    # A number of the run of equal values, above the place: sorted, the places of each run ascend.
    bits = len(order).bit_length()
    run = np.zeros(len(order), dtype=np.int64)
    np.cumsum(is_new, out=run[1:])
    run <<= bits
    run |= order
    run.sort()
    run &= (1 << bits) - 1
    return run


def divide_by_part(table: pd.DataFrame, counts: Any, parts: Partition) -> pd.DataFrame:
    """Repeat each row for each part that has it, with its count, rate and query there.

    `counts` is sparse, (rows, parts). The most frequent row comes first; equal ones keep the order
    that they have in the table.
    """
    cells = counts.tocoo()
    order = order_strongest_first(cells.data)
    row, part, count = cells.coords[0][order], cells.coords[1][order], cells.data[order]
    columns = {
        str(name): _repeat_strings(column, row) if column.dtype == "str" else column.to_numpy()[row]
        for name, column in table.items()
    }
    columns["count"] = count
    columns["per_thousand"] = 1000 * count / parts.sizes[part]
    queries = pa.array(table["query"])
    columns["query"] = restrict_rows(lambda used: queries.take(pa.array(used)), row, parts, part)
    return label_parts(pd.DataFrame(columns, copy=False), parts, part)


def _repeat_strings(column: "pd.Series[str]", rows: Integers) -> "pd.Series[str]":
    """Some rows of a column, written when they are read."""
    strings = pa.array(column)
    return defer_strings(lambda numbers: take_strings(strings, rows[numbers]), len(rows))


def take_strings(strings: pa.StringArray, numbers: Integers) -> pa.ChunkedArray:
    """Some of the strings, as a column of a table holds them."""
    return column_strings(strings.take(pa.array(numbers)))


def column_strings(strings: pa.StringArray) -> pa.ChunkedArray:
    """Strings as a column of a table holds them."""
    return pa.chunked_array([strings.cast(pa.large_string())])


def restrict_rows(
    write: Callable[[Integers], pa.StringArray], row: Integers, parts: Partition, part: Integers
) -> "pd.Series[str]":
    """A column with the query of each row, restricted to a part; it is written when it is read.

    `write` gives the queries of some rows of the whole corpus, and `row` which one each row has.
    """

    def write_rows(numbers: Integers) -> pa.ChunkedArray:
        rows = row[numbers]
        used = np.flatnonzero(np.bincount(rows))
        places = np.zeros(int(rows.max(initial=0)) + 1, dtype=np.int64)
        places[used] = np.arange(len(used))
        return restrict(write(used), places[rows], parts, part[numbers])

    return defer_strings(write_rows, len(row))


def label_parts(rows: pd.DataFrame, parts: Partition, part: Integers) -> pd.DataFrame:
    """Add to each row the label of its part, and what it combines: a column for each criterion.

    Raises
    ------
    DiscourseError
        If a criterion has the name of a column of the table.
    """
    taken = next((name for name in parts.criteria if name in {"part", *rows.columns}), None)
    if taken is not None:
        raise DiscourseError(
            f"by={parts.criteria!r} would give the table a second column {taken!r}; give the "
            f"metadata another name, or divide by {taken!r} alone."
        )
    columns = {
        factor.parts.by: factor.parts.label_column(factor.codes[part]) for factor in parts.factors
    }
    return rows.assign(part=parts.label_column(part), **columns)
