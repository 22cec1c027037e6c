"""Rows of a table file: comma- or tab-separated, or a JSON object a line."""

import csv
import io
import json
from collections.abc import Iterator, Sequence

from discourse.errors import DiscourseError
from discourse.text.document import Value
from discourse.text.limits import LARGEST

DELIMITERS = {".csv": (",", ";", "\t"), ".tsv": ("\t",)}
ROWS = (*DELIMITERS, ".jsonl", ".ndjson")

Row = dict[str, Value]
Needed = tuple[str, str]


def rows(
    text: str, suffix: str, place: str, *needed: Needed
) -> Iterator[tuple[str, Row | DiscourseError]]:
    """Where each row of a table begins, and its cells by column, or why it is no row.

    Parameters
    ----------
    suffix : the kind of table: ``.csv``, ``.tsv``, ``.jsonl`` or ``.ndjson``.
    needed : columns that the table must have, each with the option that names it.

    Raises
    ------
    DiscourseError : a column that is not there, or a table that cannot be divided into rows.
    """
    if suffix in DELIMITERS:
        return _separated(text, suffix, place, *needed)
    return _json_lines(text, place, *needed)


def _separated(
    text: str, suffix: str, place: str, *needed: Needed
) -> Iterator[tuple[str, Row | DiscourseError]]:
    """Rows of cells; the delimiter is the one that divides the first line into the most columns."""
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS[suffix], key=first.count)
    before = csv.field_size_limit(LARGEST)  # a speech may well pass the 131,072 that csv allows
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = next(reader, [])
        _check_columns(header, place, *needed)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                at = f"{place}, line {line}"
                yield at, _row(header, cells, at)
            line = reader.line_num + 1
    except csv.Error as error:
        raise DiscourseError(
            f"{place}, line {reader.line_num}: {error}; save the table again as CSV in UTF-8."
        ) from None
    finally:
        csv.field_size_limit(before)


def _check_columns(header: Sequence[str], place: str, *needed: Needed) -> None:
    for column, option in needed:
        if column not in header:
            raise DiscourseError(
                f"{place} has no column {column!r}; its columns are {', '.join(header)}. "
                f"Name the one that is meant, as {option}={(header or [column])[0]!r}."
            )
    repeated = [name for at, name in enumerate(header) if name in header[:at]]
    if repeated:
        raise DiscourseError(f"{place} has two columns {repeated[0]!r}; rename one of them.")


def _row(header: Sequence[str], cells: Sequence[str], place: str) -> Row | DiscourseError:
    if len(cells) == len(header):
        return {name: cell for name, cell in zip(header, cells, strict=True) if cell.strip()}
    return DiscourseError(
        f"{place}: {len(cells)} cells stand under {len(header)} columns; "
        "put a cell that holds the delimiter into quotes."
    )


def _json_lines(
    text: str, place: str, *needed: Needed
) -> Iterator[tuple[str, Row | DiscourseError]]:
    for line, content in enumerate(text.split("\n"), 1):
        if content.strip():
            at = f"{place}, line {line}"
            try:
                yield at, _object(content, at, *needed)
            except DiscourseError as error:
                yield at, error


def _object(content: str, place: str, *needed: Needed) -> Row:
    """The object on a line; what is nested in it stays JSON."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise DiscourseError(
            f"{place} is no JSON: {error}; write one object on each line."
        ) from None
    if not isinstance(found, dict):
        raise DiscourseError(f"{place} is {content.strip()[:30]!r}; write one object on each line.")
    _check_columns(list(found), place, *needed)
    return {key: _scalar(value) for key, value in found.items() if value not in (None, "")}


def _scalar(value: object) -> Value:
    if isinstance(value, (str, int, float, bool)):
        return value
    return json.dumps(value, ensure_ascii=False)
