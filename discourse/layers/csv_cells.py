"""Cells of text as CSV, written so that git can compare them and read at any size."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv

from discourse.errors import DiscourseError
from discourse.text.limits import shorten

HEADER_BYTES = 1 << 20
_DELIMITERS = ",;\t"
_SPECIAL = re.compile(r'[",;\t\r\n]')


def write_cells(columns: Mapping[str, Sequence[str]]) -> str:
    r"""Write columns of text as CSV.

    Examples
    --------
    >>> write_cells({"document": ["a"], "label": ["one,\r two"]})
    'document,label\na,"one,\r two"\n'
    """
    header = ",".join(map(_quote_cell, columns)) + "\n"
    try:
        # Three times as fast, but Arrow would quote all cells as soon as one needs it.
        written = pa.BufferOutputStream()
        options = pa.csv.WriteOptions(include_header=False, quoting_style="none")
        numbered = {str(n): pa.array(each, pa.string()) for n, each in enumerate(columns.values())}
        pa.csv.write_csv(pa.table(numbered), written, options)
        return header + bytes(written.getvalue()).decode()
    except pa.ArrowInvalid:
        rows = zip(*(map(_quote_cell, cells) for cells in columns.values()), strict=True)
        return header + "".join(f"{','.join(row)}\n" for row in rows)


def _quote_cell(cell: str) -> str:
    """A cell in quotation marks, if it needs them; a carriage return ends a line, too."""
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


def read_cells(path: Path, raw: bytes | None = None) -> pd.DataFrame:
    """Read a CSV file of any size with every cell as text, and refuse one that is malformed."""
    place = shorten(str(path))
    data = path.read_bytes() if raw is None else raw
    try:
        delimiter, names = _read_header(data)
        table = pa.csv.read_csv(
            pa.py_buffer(data),
            read_options=pa.csv.ReadOptions(block_size=max(len(data), 1), use_threads=False),
            parse_options=pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, csv.Error) as error:
        reason = str(error).splitlines()[0].removeprefix("CSV parse error: ")
        raise DiscourseError(
            f"{place} cannot be read as CSV in UTF-8 ({shorten(reason)}); save it again."
        ) from None
    repeated = [name for at, name in enumerate(names) if name in names[:at]]
    if repeated:
        raise DiscourseError(f"{place} has two columns {repeated[0]!r}; rename one of them.")
    _refuse_open_cell(table, data, delimiter, place)
    return pd.DataFrame(
        {name: pd.Series(column.cast(pa.string()).to_pylist(), dtype="str")
         for name, column in zip(names, table.columns, strict=True)}
    )  # fmt: skip


def _refuse_open_cell(table: pa.Table, data: bytes, delimiter: str, place: str) -> None:
    """Refuse a file whose last cell opens a quotation mark and never closes it.

    Arrow takes the rest of the file for that cell. Python's reader knows better, but is slow, so it
    is asked only where the file ends as if that had happened.
    """
    last = str(table.columns[-1][-1].as_py()) if table.num_rows and table.num_columns else ""
    if not data.endswith(b'"' + last.replace('"', '""').encode()):
        return
    lines = io.StringIO(data.decode("utf-8-sig"), newline="")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    at = 1
    try:
        for _ in rows:
            at = rows.line_num + 1
    except csv.Error as error:
        if not any(reason in str(error) for reason in ("unexpected end", "field larger")):
            return
        raise DiscourseError(
            f"{place}, line {at}: a quotation mark is opened and never closed; close it, or "
            'double it ("") inside a cell.'
        ) from None


def _read_header(data: bytes) -> tuple[str, list[str]]:
    """The delimiter of a CSV file, and the names of its columns."""
    opening = data[:HEADER_BYTES].decode("utf-8-sig", "replace")
    delimiter = find_delimiter(opening)
    rows = csv.reader(io.StringIO(opening, newline=""), delimiter=delimiter)
    return delimiter, next(rows, [])


def find_delimiter(content: str) -> str:
    """The delimiter that the first line of a CSV file has most often: a comma, ``;`` or a tab."""
    return max(_DELIMITERS, key=content.partition("\n")[0].count)
