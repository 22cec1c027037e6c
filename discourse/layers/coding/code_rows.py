"""What the file of a coder holds: a row per line and code, read with the numbers of its lines."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from discourse.errors import DiscourseError, check_text, count_noun
from discourse.layers.coding.codebook import Codebook
from discourse.layers.csv_cells import find_delimiter, write_cells
from discourse.text.limits import LARGEST_FILE, format_bytes, shorten

COLUMNS = ("line_id", "label", "note")
DECIDED_BY = "decided_by"
BETWEEN_NOTES = " / "
LARGEST_CELL = 1 << 24  # characters; the limit of Python, 131,072, is too small for some notes
EXAMPLE = "592c40085518:563-576"
# Each line has one id: without zeros in front of a number, and without the digits of other scripts.
_NUMBER = r"(0|[1-9][0-9]{0,9})"
_LINE_ID = re.compile(rf"([0-9a-f]{{12}}):{_NUMBER}-{_NUMBER}")
_ZEROS = re.compile(r"(?<=[:-])0+(?=[0-9])")
# What a spreadsheet would run as a formula, and what was protected from it.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_PROTECTED = re.compile(r"'+[=+\-@\t\r\n]")


@dataclass(frozen=True)
class Coding:
    """What a coder says of a line.

    Attributes
    ----------
    labels : tuple of str
        Its codes; none if there is only a note.
    note : str
        What the coder wrote about it.
    decided_by : str
        Who decided, if coders differed.
    """

    labels: tuple[str, ...] = ()
    note: str = ""
    decided_by: str = ""

    def __bool__(self) -> bool:
        return bool(self.labels or self.note)


@dataclass(frozen=True)
class Row:
    """A row of the file of a coder, and the line of the file that it begins in."""

    number: int
    line_id: str
    label: str
    note: str
    decided_by: str


def check_line_id(line_id: object) -> str:
    """Return the id of a line, unless it is malformed."""
    given = check_text("line_id", line_id, EXAMPLE)
    found = _LINE_ID.fullmatch(given)
    if found and int(found[2]) < int(found[3]):
        return given
    meant = _ZEROS.sub("", given)
    if meant != given and _LINE_ID.fullmatch(meant):
        raise DiscourseError(
            f"line_id={given!r} has a zero in front of a number; write {meant}, as all other "
            "tables have it."
        )
    raise DiscourseError(
        f"{shorten(repr(given))} is not a line_id; write one as "
        "'<12 hex digits of a sha256>:<first character>-<last + 1>'."
    )


def check_note(note: object) -> str:
    """Return a note, unless no file could hold it."""
    given = unicodedata.normalize("NFC", check_text("note", note, "not certain"))
    try:
        given.encode()
    except UnicodeEncodeError:
        raise DiscourseError(
            "the note has half of a surrogate pair, which no file can hold; repair its text."
        ) from None
    return given


def line_order(line_id: str) -> tuple[str, int, int]:
    """The place of a line in the order of the texts."""
    text, _, span = line_id.partition(":")
    start, _, end = span.partition("-")
    return text, int(start), int(end)


# ------------------------------------------------------------------------------------ writing


def write_codings(codings: Mapping[str, Coding], *, decided: bool) -> bytes:
    """The content of a file of codes, sorted, so that two versions can be compared."""
    columns = tabulate_codings(codings, decided=decided)
    guarded = {name: list(map(protect_cell, cells)) for name, cells in columns.items()}
    return write_cells(guarded).encode()


def tabulate_codings(codings: Mapping[str, Coding], *, decided: bool) -> dict[str, list[str]]:
    """The columns of the file, one row per line and code."""
    names = (*COLUMNS, DECIDED_BY) if decided else COLUMNS
    rows = [
        (line_id, label, coding.note, coding.decided_by)
        for line_id, coding in sorted(codings.items(), key=lambda each: line_order(each[0]))
        for label in sorted(coding.labels) or [""]
    ]
    return {name: [row[at] for row in rows] for at, name in enumerate(names)}


def protect_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula: an apostrophe before its sign.

    Examples
    --------
    >>> [protect_cell(text) for text in ("=1+1", "'=1+1", "'tis")]
    ["'=1+1", "''=1+1", "'tis"]
    """
    return f"'{text}" if _FORMULA.match(text) else text


def restore_cell(cell: str) -> str:
    """The text of a cell before `protect_cell`."""
    return cell[1:] if _PROTECTED.match(cell) else cell


# ------------------------------------------------------------------------------------ reading


def read_rows(path: Path, *, decided: bool = False) -> list[Row]:
    """Read the rows of a file of codes, or of decisions.

    Raises
    ------
    DiscourseError
        For a file that is no CSV with these columns and no other, or a decision that is
        nobody's. The message names the line of the file.
    """
    raw = read_limited(path)
    place = shorten(path.name)
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DiscourseError(f"{place}, line {line}: not UTF-8; save the file as UTF-8.") from None
    before = csv.field_size_limit(LARGEST_CELL)
    try:
        rows = list(_read_rows(content, place, decided=decided))
    finally:
        csv.field_size_limit(before)
    nobodys = next((row for row in rows if decided and not row.decided_by.strip()), None)
    if nobodys:
        raise DiscourseError(
            f"{place}, line {nobodys.number}: {DECIDED_BY} does not say who decided "
            f"{nobodys.line_id}; write the name of the coder, or remove the row."
        )
    return rows


def read_limited(path: Path) -> bytes:
    """The bytes of a file, unless it is too large or cannot be read."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise DiscourseError(
                f"{shorten(path.name)} has {format_bytes(size)}, and the limit is "
                f"{format_bytes(LARGEST_FILE)}; is it a file of codes?"
            )
        return path.read_bytes()
    except OSError as error:
        raise DiscourseError(f"{shorten(str(path))} cannot be read ({error.strerror}).") from None


def _read_rows(content: str, place: str, *, decided: bool) -> Iterator[Row]:
    rows = _number_rows(content, place)
    names = _check_header(next(rows, (1, []))[1], place, decided=decided)
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) != len(names):
            raise DiscourseError(
                f"{place}, line {number}: {count_noun(len(cells), 'cell')} in place of "
                f"{len(names)}; the columns are {', '.join(names)}."
            )
        given = {name: restore_cell(cell) for name, cell in zip(names, cells, strict=True)}
        yield _make_row(given, number, place)


def _number_rows(content: str, place: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each row, and the line of the file that it begins in."""
    lines = io.StringIO(content, newline="")
    reader = csv.reader(lines, delimiter=find_delimiter(content), strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise DiscourseError(
            f"{place}, line {number}: {error}; a quotation mark may be open, which is closed by "
            'another, and written as "" inside a cell.'
        ) from None


def _check_header(names: Sequence[str], place: str, *, decided: bool) -> list[str]:
    known = (*COLUMNS, DECIDED_BY) if decided else COLUMNS
    wrong = [name for name in names if name not in known or list(names).count(name) > 1]
    missing = [name for name in COLUMNS[:2] if name not in names]
    hint = decided or DECIDED_BY in names
    if wrong or missing:
        raise DiscourseError(
            f"{place}, line 1: the columns are {shorten(', '.join(names)) or 'missing'}; a file of "
            f"codes has {', '.join(COLUMNS)}"
            f"{', and only that of the decisions has ' + DECIDED_BY if hint else ''}."
        )
    return list(names)


def _make_row(given: Mapping[str, str], number: int, place: str) -> Row:
    try:
        line_id = check_line_id(given["line_id"])
    except DiscourseError as error:
        raise DiscourseError(f"{place}, line {number}: {error}") from None
    label = unicodedata.normalize("NFC", given["label"])
    return Row(number, line_id, label, given.get("note", ""), given.get(DECIDED_BY, ""))


def join_rows(rows: Iterable[Row], book: Codebook, place: str) -> dict[str, Coding]:
    """The codes of each line, as they are written in the file.

    Raises
    ------
    DiscourseError
        For a code that is not in the codebook, or a line that is coded twice. The message names
        the line of the file.
    """
    by_line: dict[str, list[Row]] = {}
    for row in rows:
        _check_row(row, by_line.setdefault(row.line_id, []), book, place)
        by_line[row.line_id].append(row)
    return {line_id: _join_rows(by_line[line_id]) for line_id in sorted(by_line, key=line_order)}


def are_one_too_many(row: Row, other: Row, book: Codebook) -> bool:
    """Whether two rows of one line cannot both be: a line has one code, and each code once."""
    return not book.several or book.current(other.label) == book.current(row.label)


def _check_row(row: Row, others: Sequence[Row], book: Codebook, place: str) -> None:
    where = f"{place}, line {row.number}"
    if row.label:
        try:
            book.check_labels(row.label)
        except DiscourseError as error:
            raise DiscourseError(f"{where}: {error}") from None
    elif not row.note:
        raise DiscourseError(f"{where}: a row without a code and a note; remove it.")
    for other in others:
        if are_one_too_many(row, other, book):
            raise DiscourseError(
                f"{where}: {row.line_id} is coded as {row.label!r}, and in line {other.number} as "
                f"{other.label!r}; remove one of the two rows."
            )


def _join_rows(rows: Sequence[Row]) -> Coding:
    notes = dict.fromkeys(row.note for row in rows if row.note)
    deciders = dict.fromkeys(row.decided_by for row in rows if row.decided_by)
    return Coding(
        tuple(row.label for row in rows if row.label),
        BETWEEN_NOTES.join(notes),
        BETWEEN_NOTES.join(deciders),
    )
