"""Rows of a table of text: cells separated by a delimiter, or one JSON object per line."""

import json
import re
from collections.abc import Iterator, Sequence

from discourse.errors import DiscourseError
from discourse.text.document import Value, compose

DELIMITERS = {".csv": (",", ";", "\t"), ".tsv": ("\t",)}
DELIMITED_ENDINGS = (*DELIMITERS, ".jsonl", ".ndjson")

_LINE_END = re.compile(r"\r\n?|\n")
# Excel reads the delimiter from such a first line, and some programs write it.
_NAMED_DELIMITER = re.compile(r'"?sep=([^"\r\n])"?(?:\r\n?|\n|\Z)', re.IGNORECASE)
# The cells of a line between tabs: one is quoted only if its quotation mark closes in the line.
_TABBED_CELL = re.compile(r'"((?:[^"\r\n]++|"")*+)"(?=\t|\Z)|([^\t]*+)')

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
    header = [compose(name) for name in header]
    check_table_columns(header, place, *needed)
    for line, cells in records:
        at = f"{place}, line {line}"
        yield at, _pair_cells(header, cells, at)


def split_cells(text: str, suffix: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """Divide a CSV or TSV text into cells: the first line of each row, and its cells.

    The delimiter is the one that a first line such as ``sep=;`` names; otherwise the one that
    divides the first line into the most columns. Quotes are read as `csv.reader` reads them with
    ``strict=True``; blank lines are left out. Many programs that separate cells by tabs quote
    none, so there a quotation mark may also be a character of the cell that it opens.

    Raises
    ------
    DiscourseError
        If a quotation mark is not closed, or text follows the one that closes a cell.

    Notes
    -----
    The limit of `csv.reader` on the length of a cell (131,072 characters, less than some speeches)
    belongs to the whole process. Raising it would change it for every thread and library.
    """
    named = _NAMED_DELIMITER.match(text)
    at, line = (named.end(), 2) if named else (0, 1)
    delimiter = named[1] if named else max(DELIMITERS[suffix], key=text.partition("\n")[0].count)
    sign = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)"|([^"{sign}\r\n][^{sign}\r\n]*+|))({sign}|\r\n?|\n|\Z)'
    )
    width = 0
    while at < len(text):
        try:
            cells, end, inner = _match_row(cell, delimiter, text, at, f"{place}, line {line}")
        except DiscourseError:
            if delimiter != "\t" or (literal := _tabbed_row(text, at, at, width)) is None:
                raise
            (cells, end), inner = literal, 0
        # A quoted cell that spans lines is none if each of these lines is a row by itself.
        if inner and delimiter == "\t" and width > 1:
            literal = _tabbed_row(text, at, end, width)
            (cells, end), inner = (literal, 0) if literal else ((cells, end), inner)
        if cells:
            yield line, cells
            width = width or len(cells)
        line += inner + 1
        at = end


def _match_row(
    cell: re.Pattern[str], delimiter: str, text: str, at: int, place: str
) -> tuple[list[str], int, int]:
    """Match a row by the rules of CSV: its cells, its end, and the number of line ends in quotes.

    A blank line has no cells.
    """
    cells: list[str] = []
    end, inner = delimiter, 0
    while end == delimiter:
        found = cell.match(text, at)
        if found is None:
            raise _quote_error(text, at, place)
        quoted, plain, end = found.groups()
        at = found.end()
        if not cells and plain == "" and end != delimiter:
            break
        if quoted is not None:
            inner += len(_LINE_END.findall(quoted))
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
    return cells, at, inner


def _tabbed_row(text: str, at: int, end: int, width: int) -> tuple[list[str], int] | None:
    """Read the line at `at` as a row, if every line up to `end` is one of `width` cells.

    The result is the cells and the end of the line. A `width` of 0 is not known yet.
    """
    first: tuple[list[str], int] | None = None
    while first is None or at < end:
        broken = _LINE_END.search(text, at)
        stop, after = broken.span() if broken else (len(text), len(text))
        cells = _split_at_tabs(text[at:stop])
        if len(cells) != (width or len(cells)):
            return None
        first = first or (cells, after)
        at = after
    return first


def _split_at_tabs(line: str) -> list[str]:
    """The cells of a line between tabs."""
    cells, at = [], 0
    while at <= len(line):
        found = _TABBED_CELL.match(line, at)
        assert found is not None  # the second alternative matches anywhere
        quoted, plain = found.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        at = found.end() + 1
    return cells


def _quote_error(text: str, at: int, place: str) -> DiscourseError:
    """The error for a cell whose quotation marks cannot be read."""
    closed = re.compile(r'"(?:[^"]++|"")*+"').match(text, at)
    if closed is None:
        reason = "a cell opens with a quotation mark that is never closed"
    else:
        after = text[closed.end() : closed.end() + 10].split("\n")[0]
        reason = f"{after!r} follows the quotation mark that closes a cell"
    return DiscourseError(f"{place}: {reason}; save the table again as CSV in UTF-8.")


def check_table_columns(header: Sequence[str], place: str, *needed: NeededColumn) -> None:
    """Refuse a table without a column that it must have, or with two columns of one name."""
    for column, option in needed:
        if not header:
            raise DiscourseError(
                f"{place} is empty, without a column {column!r}; remove it, or fill it."
            )
        if column not in header:
            raise DiscourseError(
                f"{place} has no column {column!r}; its columns are "
                f"{', '.join(filter(None, header))}. "
                f"Name the right one, such as {option}={next(filter(None, header), '')!r}."
            )
    repeated = [name for at, name in enumerate(header) if name.strip() and name in header[:at]]
    if repeated:
        raise DiscourseError(f"{place} has two columns {repeated[0]!r}; rename one of them.")


def _pair_cells(
    header: Sequence[str], cells: Sequence[str], place: str
) -> TableRow | DiscourseError:
    """Pair each cell with its column; empty cells are left out."""
    if len(cells) == len(header):
        return name_cells(header, cells, place)
    return DiscourseError(
        f"{place} has {len(cells)} cell{'' if len(cells) == 1 else 's'}, but the table has "
        f"{len(header)} columns; "
        "put a cell that contains the delimiter in quotation marks."
    )


def name_cells(
    header: Sequence[str], cells: Sequence[Value], place: str
) -> TableRow | DiscourseError:
    """Name each cell that is not empty after its column.

    A first column without a name is left out: pandas and R write the labels of rows there.
    """
    row: TableRow = {}
    for at, (name, cell) in enumerate(zip(header, cells, strict=True)):
        if isinstance(cell, str) and not cell.strip():
            continue
        if name.strip():
            row[name] = cell
        elif at > 0:
            return DiscourseError(
                f"{place} has a cell in column {at + 1}, which has no name; name the column in the "
                "first line."
            )
    return row


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
        found = json.loads(content, object_pairs_hook=_unite_pairs)
    except DiscourseError as error:
        raise DiscourseError(f"{place} {error}") from None
    except (ValueError, RecursionError) as error:
        raise DiscourseError(
            f"{place} is not JSON: {error}; write one object on each line."
        ) from None
    if not isinstance(found, dict):
        raise DiscourseError(f"{place} is {content.strip()[:30]!r}; write one object on each line.")
    found = {compose(key): value for key, value in found.items()}
    check_table_columns(list(found), place, *needed)
    return {key: _flatten_json(value) for key, value in found.items() if value not in (None, "")}


def _unite_pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object of JSON; of two values with one key, Python would drop the first in silence."""
    names = [compose(key) for key, _ in pairs]
    if len(set(names)) < len(names):
        repeated = next(name for at, name in enumerate(names) if name in names[:at])
        raise DiscourseError(f"has two keys {repeated!r}; rename one of them.")
    return dict(pairs)


def _flatten_json(value: object) -> Value:
    if isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)
