"""Rows of a Parquet file, as other table files have them."""

import io
import json
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from discourse.errors import DiscourseError
from discourse.text.delimited import NeededColumn, TableRow, check_table_columns
from discourse.text.document import Value, compose
from discourse.text.limits import LARGEST_FILE, format_bytes

PARQUET = ".parquet"
# A column that pandas adds for the labels of rows.
_LABELS_OF_ROWS = "__index_level_"


def read_parquet_rows(
    data: bytes, place: str, *needed: NeededColumn
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    """Read the rows of a Parquet file: where each is, and its cells by column.

    Missing values are left out, and columns that are needed are read as text.

    Raises
    ------
    DiscourseError
        If the file cannot be read, is larger than a file may be, or has not the columns needed.
    """
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
        sizes = [file.metadata.row_group(at).total_byte_size for at in range(file.num_row_groups)]
    except Exception as error:  # pyarrow has an exception for each kind of damage
        raise _refuse_parquet(place, error) from None
    if sum(sizes) > LARGEST_FILE:
        raise DiscourseError(
            f"{place} unpacks to {format_bytes(sum(sizes))}, and the limit is "
            f"{format_bytes(LARGEST_FILE)}; divide it."
        )
    names = [name for name in file.schema_arrow.names if not name.startswith(_LABELS_OF_ROWS)]
    check_table_columns([compose(name) for name in names], place, *needed)
    return _read_batches(file, names, place, [column for column, _ in needed])


def _read_batches(
    file: Any, names: Sequence[str], place: str, written: Sequence[str]
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    number = 0
    try:
        for batch in file.iter_batches(columns=list(names)):
            for row in batch.to_pylist():
                number += 1
                at = f"{place}, row {number}"
                try:
                    cells = {compose(name): _read_cell(row[name], name, at) for name in names}
                except DiscourseError as error:
                    yield at, error
                    continue
                yield (
                    at,
                    {
                        name: str(cell) if name in written else cell
                        for name, cell in cells.items()
                        if cell is not None and not (isinstance(cell, str) and not cell.strip())
                    },
                )
    except OSError as error:
        raise _refuse_parquet(place, error) from None


def _refuse_parquet(place: str, error: Exception) -> DiscourseError:
    return DiscourseError(f"{place} cannot be read as Parquet ({error}); write it again.")


def _read_cell(value: Any, name: str, place: str) -> Value | None:
    """A cell as metadata have it; nested values are JSON, as in JSON lines."""
    if isinstance(value, bytes):
        raise DiscourseError(
            f"{place} has bytes in the column {name!r}; write it as text, or leave it out."
        )
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return int(value) if value.is_integer() else value
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False, default=str)
    cell: Value | None = value
    return cell
