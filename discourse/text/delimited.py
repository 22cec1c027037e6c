"""Rows of a table file: cells separated by a delimiter, or one JSON object per line."""

import json
import re
from collections.abc import Iterator, Sequence

from discourse.errors import DiscourseError
from discourse.text.document import Value

DELIMITERS = {".csv": (",", ";", "\t"), ".tsv": ("\t",)}
TABLE_ENDINGS = (*DELIMITERS, ".jsonl", ".ndjson")

_LINE_END = re.compile(r"\r\n?|\n")

TableRow = dict[str, Value]
NeededColumn = tuple[str, str]


def parse_rows(
    text: str, suffix: str, place: str, *needed: NeededColumn
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    """Divide a table into rows: where each begins, and its cells by column or why it is not a row.

    Parameters
    ----------
    text : str
        The content of the file.
    suffix : str
        The kind of table: ``.csv``, ``.tsv``, ``.jsonl`` or ``.ndjson``.
    place : str
        The file as messages name it.
    *needed : tuple of str
        Columns that the table must have, each with the option that names it.

    Returns
    -------
    iterator of (str, dict or DiscourseError)
        The place of each row, and its cells by column or the error.

    Raises
    ------
    DiscourseError
        If a needed column is missing, or the table cannot be divided into rows.
    """
    if suffix in DELIMITERS:
        return _parse_separated(text, suffix, place, *needed)
    return _parse_json_lines(text, place, *needed)


def _parse_separated(
    text: str, suffix: str, place: str, *needed: NeededColumn
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    records = split_cells(text, suffix, place)
    _, header = next(records, (1, []))
    _check_table_columns(header, place, *needed)
    for line, cells in records:
        at = f"{place}, line {line}"
        yield at, _pair_cells(header, cells, at)


def split_cells(text: str, suffix: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Divide a CSV or TSV text into cells: the first line of each row, and its cells.

    The delimiter is the one that divides the first line into the most columns. Quotes are read as
    `csv.reader` reads them with ``strict=True``; blank lines are left out.

    Raises
    ------
    DiscourseError
        If a quotation mark is not closed, or text follows the one that closes a cell.

    Notes
    -----
    The limit of `csv.reader` on the length of a cell (131,072 characters, less than some speeches)
    belongs to the whole process. Raising it would change it for every thread and library.
    """
    delimiter = max(DELIMITERS[suffix], key=text.partition("\n")[0].count)
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)"|([^"{delimiter}\r\n][^{delimiter}\r\n]*+|))'
        rf"({delimiter}|\r\n?|\n|\Z)"
    )
    at, line = 0, 1
    while at < len(text):
        cells: list[str] = []
        first, end, is_blank = line, delimiter, False
        while end == delimiter:
            found = cell.match(text, at)
            if found is None:
                raise _quote_error(text, at, f"{place}, line {line}")
            quoted, plain, end = found.groups()
            is_blank = not cells and plain == "" and end != delimiter
            if quoted is not None:
                line += len(_LINE_END.findall(quoted))
            cells.append(plain if quoted is None else quoted.replace('""', '"'))
            at = found.end()
        line += 1
        if not is_blank:
            yield first, cells


def _quote_error(text: str, at: int, place: str) -> DiscourseError:
    """The error for a cell whose quotation marks cannot be read."""
    closed = re.compile(r'"(?:[^"]++|"")*+"').match(text, at)
    if closed is None:
        reason = "a cell opens with a quotation mark that is never closed"
    else:
        after = text[closed.end() : closed.end() + 10].split("\n")[0]
        reason = f"{after!r} follows the quotation mark that closes a cell"
    return DiscourseError(f"{place}: {reason}; save the table again as CSV in UTF-8.")


def _check_table_columns(header: Sequence[str], place: str, *needed: NeededColumn) -> None:
    for column, option in needed:
        if not header:
            raise DiscourseError(
                f"{place} is empty, without a column {column!r}; remove it, or fill it."
            )
        if column not in header:
            raise DiscourseError(
                f"{place} has no column {column!r}; its columns are {', '.join(header)}. "
                f"Name the right one, such as {option}={header[0]!r}."
            )
    repeated = [name for at, name in enumerate(header) if name in header[:at]]
    if repeated:
        raise DiscourseError(f"{place} has two columns {repeated[0]!r}; rename one of them.")


def _pair_cells(
    header: Sequence[str], cells: Sequence[str], place: str
) -> TableRow | DiscourseError:
    """Pair each cell with its column; empty cells are left out."""
    if len(cells) == len(header):
        return {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
    return DiscourseError(
        f"{place} has {len(cells)} cell{'' if len(cells) == 1 else 's'}, but the table has "
        f"{len(header)} columns; "
        "put a cell that contains the delimiter in quotation marks."
    )


def _parse_json_lines(
    text: str, place: str, *needed: NeededColumn
) -> Iterator[tuple[str, TableRow | DiscourseError]]:
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            at = f"{place}, line {line}"
            try:
                yield at, _parse_json_object(content, at, *needed)
            except DiscourseError as error:
                yield at, error


def _parse_json_object(content: str, place: str, *needed: NeededColumn) -> TableRow:
    """Parse the object on a line; nested values stay JSON."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DiscourseError(
            f"{place} is not JSON: {error}; write one object on each line."
        ) from None
    if not isinstance(found, dict):
        raise DiscourseError(f"{place} is {content.strip()[:30]!r}; write one object on each line.")
    _check_table_columns(list(found), place, *needed)
    return {key: _flatten_json(value) for key, value in found.items() if value not in (None, "")}


def _flatten_json(value: object) -> Value:
    if isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)
