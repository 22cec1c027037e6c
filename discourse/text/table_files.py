"""Rows of a table file of any kind: delimited text, JSON lines, Parquet, or a workbook."""

import io
import json
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any

from discourse.errors import DiscourseError
from discourse.text.delimited import (
    DELIMITED_ENDINGS,
    DELIMITERS,
    NeededColumn,
    TableRow,
    check_table_columns,
    name_cells,
    parse_rows,
    split_cells,
)
from discourse.text.document import Value, compose
from discourse.text.encodings import decode
from discourse.text.limits import LARGEST_FILE, format_bytes
from discourse.text.office_files import import_writer
from discourse.text.packages import import_package
from discourse.text.parquet_rows import PARQUET, read_parquet_rows

XLSX = ".xlsx"
SHEET_ENDINGS = (XLSX, ".ods")
TABLE_ENDINGS = (*DELIMITED_ENDINGS, PARQUET, *SHEET_ENDINGS)
# The name of a sheet of a workbook, and its rows.
Sheet = tuple[str, list[list[Value]]]
_FORMULA_OF_ODS = b"table:formula="


def read_table_rows(
    data: bytes,
    suffix: str,
    encodings: Sequence[str],
    place: str,
    *needed: NeededColumn,
    as_written: bool = False,
) -> tuple[str, Iterator[tuple[str, TableRow | DiscourseError]]]:
    """Read the rows of a table file.

    Parameters
    ----------
    data : bytes
        The content of the file.
    suffix : str
        The kind of table, one of `TABLE_ENDINGS`.
    encodings : sequence of str
        The encodings in which a table of text may be.
    place : str
        The file as messages name it.
    *needed : tuple of str
        Columns that the table must have, each with the option that names it.
    as_written : bool, default False
        Whether a formula or an error in a workbook is the text that somebody typed (``=1+1``,
        ``#N/A``), in place of its result.

    Returns
    -------
    tuple of str and iterator
        The encoding or the kind of the file, and the rows: the place of each, and its cells by
        column or the error.

    Raises
    ------
    DiscourseError
        If the file cannot be read, or the table has not the columns needed.
    """
    if suffix in SHEET_ENDINGS:
        sheets = _open_as_written(data, suffix, place) if as_written else _open_sheets(data, place)
        return suffix[1:], _read_sheet_rows(sheets, place, *needed)
    if suffix == PARQUET:
        return suffix[1:], _simplify_rows(read_parquet_rows(data, place, *needed))
    content = decode(data, encodings, place)
    return content.encoding, parse_rows(content.text, suffix, place, *needed)


def read_texts_of_cells(data: bytes, suffix: str, encodings: Sequence[str]) -> Iterator[str]:
    """Read every cell of a table file as text; a broken table gives those before the fault."""
    if suffix in SHEET_ENDINGS:
        rows = chain.from_iterable(sheet for _, sheet in _open_sheets(data, "a table"))
        yield from (_write_cell(cell) for cell in chain.from_iterable(rows))
        return
    if suffix == PARQUET:
        for _, row in read_parquet_rows(data, "a table"):
            cells = [] if isinstance(row, DiscourseError) else row.values()
            yield from (cell for cell in cells if isinstance(cell, str))
        return
    text = decode(data, encodings, "a table").text
    if suffix in DELIMITERS:
        yield from chain.from_iterable(cells for _, cells in split_cells(text, suffix, "a table"))
    else:
        for line in filter(str.strip, text.split("\n")):
            yield from (cell for cell in json.loads(line).values() if isinstance(cell, str))


def _simplify_rows(
    rows: Iterator[tuple[str, TableRow | DiscourseError]],
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    """Rows whose times are written as those of workbooks are."""
    for at, row in rows:
        if isinstance(row, DiscourseError):
            yield at, row
        else:
            yield at, {name: _plain_cell(cell) for name, cell in row.items()}


def _read_sheet_rows(
    sheets: Sequence[Sheet], place: str, *needed: NeededColumn
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    """Read the rows of the one sheet that has the columns needed, below its first row."""
    name, rows = _choose_sheet(sheets, place, *needed)
    header = _first_row(rows)
    above = rows.index(header)
    rest = rows[above + 1 :]
    names = [compose(_write_cell(cell)) for cell in header]
    check_table_columns(names, f"{place}, sheet {name!r}," if name else place, *needed)
    # A text or a name may be a number, and a column with values of several kinds is text.
    columns = list(zip(*rest, strict=True))
    written = {column for column, _ in needed} | {
        names[at]
        for at, cells in enumerate(columns)
        if len({_kind(cell) for cell in cells if cell != ""}) > 1
    }
    for number, cells in enumerate(rest, above + 2):
        if any(cell != "" for cell in cells):
            at_row = f"{place}, sheet {name!r}, row {number}"
            values = [
                _write_cell(cell) if column in written else cell
                for column, cell in zip(names, cells, strict=True)
            ]
            yield at_row, name_cells(names, values, at_row)


def _first_row(rows: list[list[Value]]) -> list[Value]:
    """The first row with cells, which names the columns."""
    return next((row for row in rows if any(cell != "" for cell in row)), rows[0])


def _open_sheets(data: bytes, place: str) -> list[Sheet]:
    """The sheets of a workbook that are not empty."""
    calamine = import_package("python_calamine", "python-calamine", place)
    _check_unpacked_size(data, place)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except Exception as error:  # python-calamine has an exception for each of its parsers
        raise _refuse_workbook(place, error) from None
    return _leave_out_empty(
        (name, [[_plain_cell(cell) for cell in row] for row in rows]) for name, rows in sheets
    )


def _open_as_written(data: bytes, suffix: str, place: str) -> list[Sheet]:
    """The sheets of a workbook that are not empty, with formulas and errors as text."""
    if suffix != XLSX:
        if _FORMULA_OF_ODS in _read_part(data, "content.xml"):
            raise DiscourseError(
                f"{place} has formulas, of which only the results can be read; paste them as "
                f"values, or save the sheet as {XLSX}."
            )
        return _open_sheets(data, place)
    _check_unpacked_size(data, place)
    openpyxl = import_writer("openpyxl")
    try:
        with warnings.catch_warnings():  # about colours and lists that are not read
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data))
        sheets = [
            (page.title, [[_written_cell(cell) for cell in row]
                          for row in page.iter_rows(values_only=True)])
            for page in book.worksheets
        ]  # fmt: skip
    except Exception as error:  # openpyxl has no exception of its own for what it cannot read
        raise _refuse_workbook(place, error) from None
    return _leave_out_empty(sheets)


def _read_part(data: bytes, name: str) -> bytes:
    """A part of an archive; nothing if it has none, or is no archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except (zipfile.BadZipFile, KeyError):
        return b""


def _written_cell(cell: Any) -> Value:
    """A cell as openpyxl reads it; a formula that fills several cells has its text inside."""
    return "" if cell is None else _plain_cell(getattr(cell, "text", cell))


def _refuse_workbook(place: str, error: Exception) -> DiscourseError:
    return DiscourseError(
        f"{place} cannot be read as a workbook ({error}); save it again as .xlsx or .ods, "
        "without a password."
    )


def _leave_out_empty(sheets: Iterable[Sheet]) -> list[Sheet]:
    return [
        (name, rows) for name, rows in sheets if any(cell != "" for row in rows for cell in row)
    ]


def _check_unpacked_size(data: bytes, place: str) -> None:
    """Refuse a workbook that unpacks to more than a file may have."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return  # python-calamine says what is wrong with it
    if size > LARGEST_FILE:
        raise DiscourseError(
            f"{place} unpacks to {format_bytes(size)}, and the limit is "
            f"{format_bytes(LARGEST_FILE)}; divide it."
        )


def _choose_sheet(sheets: Sequence[Sheet], place: str, *needed: NeededColumn) -> Sheet:
    """The only sheet with the columns needed; the first if none has them, for the error."""
    wanted = {column for column, _ in needed}
    fitting = [
        (name, rows)
        for name, rows in sheets
        if wanted <= {compose(_write_cell(cell)) for cell in _first_row(rows)}
    ]
    if len(fitting) > 1:
        named = ", ".join(repr(name) for name, _ in fitting)
        raise DiscourseError(
            f"{place} has several sheets with such columns ({named}); save each as a file of its "
            "own."
        )
    if not sheets:
        return "", [[]]
    return fitting[0] if fitting else sheets[0]


def _plain_cell(cell: Any) -> Value:
    """A cell as a value: whole numbers are not 1990.0, and midnight is a date."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, (time, timedelta)):
        return str(cell)
    value: Value = cell
    return value


def _write_cell(cell: Value) -> str:
    return cell if isinstance(cell, str) else str(cell)


def _kind(value: Value) -> type:
    """Whole and other numbers are of one kind; truth values are not numbers here."""
    if isinstance(value, bool):
        return bool
    if isinstance(value, (int, float)):
        return float
    return date if isinstance(value, date) else str
