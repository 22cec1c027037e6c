"""Lines on a sheet of a workbook, with empty cells in which a reader can code them."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError, check_target, count_noun
from discourse.text.limits import shorten
from discourse.text.office_files import (
    MOST_CELL_CHARACTERS,
    MOST_ROWS,
    import_writer,
    make_text_cell,
    make_visible,
    save_without_times,
)
from discourse.text.table_files import XLSX, read_table_rows
from discourse.text.width import collapse_space

CODE, NOTE = "code", "note"
LINE_COLUMNS = ("document", "section", "left", "node", "right")
COLUMNS = ("line_id", *LINE_COLUMNS, CODE, NOTE)
NEEDED = ("line_id", "node", CODE, NOTE)
WIDTHS = {"line_id": 24, "left": 50, "node": 24, "right": 50, CODE: 18, NOTE: 40}
LINES_SHEET = "lines"

# What is filled in of a line: its code, and a note.
Answers = Mapping[str, tuple[str, str]]
NOTHING = ("", "")
# Columns that are added, each with the cells of lines.
Added = Mapping[str, Mapping[str, str]]


def check_workbook(path: str | PathLike[str]) -> Path:
    """Return the path of a workbook to write."""
    target = check_target("path", path)
    if target.suffix.casefold() != XLSX:
        raise DiscourseError(f"path={fspath(path)!r} is no workbook; name it as 'lines{XLSX}'.")
    return target


def make_workbook(
    table: pd.DataFrame,
    answers: Answers = MappingProxyType({}),
    added: Added = MappingProxyType({}),
) -> Any:
    """Make a workbook of openpyxl with a sheet of lines, from the table of these.

    Columns that are `added` come last, with a cell for some lines.
    """
    rows = list(_write_rows(table, answers, added))
    _check_size(rows)
    openpyxl = import_writer("openpyxl")
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet(LINES_SHEET)
    page.freeze_panes = "B2"
    names = [*COLUMNS, *added]
    for at, name in enumerate(names, start=1):
        column = page.column_dimensions[openpyxl.utils.get_column_letter(at)]
        column.width = WIDTHS.get(name, 12)
    for row in [names, *rows]:
        page.append([make_text_cell(page, cell) if cell else None for cell in row])
    return made


def save_workbook(made: Any) -> bytes:
    """The bytes of a workbook, the same whenever it is saved."""
    return save_without_times(made.save)


def make_plain(text: str) -> str:
    """A text as a cell shows it: in one line, without characters that no page can hold."""
    return collapse_space(make_visible(text)).strip()


def read_sheet(
    data: bytes, path: Path, columns: Sequence[str]
) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The place and the cells of each row of the sheet that has some columns.

    A formula is the text of it, as somebody typed it, and not a result that may be missing.
    """
    needed = [(name, "column") for name in columns]
    try:
        _, rows = read_table_rows(
            data, path.suffix.casefold(), ("utf-8",), path.name, *needed, as_written=True
        )
        for place, row in rows:
            if isinstance(row, DiscourseError):
                raise row
            yield place, {name: str(value) for name, value in row.items()}
    except DiscourseError as error:
        # What reads tables takes other names of columns, too.
        raise DiscourseError(str(error).partition(" Name the right one")[0]) from None


def keep_answers(target: Path, answers: Answers = MappingProxyType({})) -> None:
    """Refuse to replace a sheet that has codes or notes which the new one would not have."""
    if not target.exists():
        return
    try:
        rows = [row for _, row in read_sheet(target.read_bytes(), target, NEEDED)]
    except (DiscourseError, OSError) as error:
        raise DiscourseError(
            f"{shorten(target.name)} exists, and is not seen to be a sheet of lines ({error}); "
            "name another file, or remove it."
        ) from None
    _refuse_lost(target, rows, answers)


def keep_coded_sheet(target: Path) -> None:
    """Refuse to replace a sheet of lines that has codes or notes; any other file is none."""
    try:
        rows = [row for _, row in read_sheet(target.read_bytes(), target, NEEDED)]
    except (DiscourseError, OSError):
        return
    _refuse_lost(target, rows, {})


def _refuse_lost(target: Path, rows: Sequence[Mapping[str, str]], answers: Answers) -> None:
    ids = [row.get("line_id", "") for row in rows]
    lost = [
        line_id
        for line_id, row in zip(ids, rows, strict=True)
        if not _keeps(row, answers.get(line_id, NOTHING))
    ]
    if lost:
        raise DiscourseError(
            f"{shorten(target.name)} has codes or notes of {count_noun(len(lost), 'line')}, such "
            f"as {shorten(lost[0])}, which would be lost; read them with dc.layers.from_sheet and "
            "remove the file, or name another file."
        )


def _keeps(row: Mapping[str, str], answers: Sequence[str]) -> bool:
    """Whether the code and the note of a row are written again; an empty cell loses nothing."""
    given = [make_plain(row.get(name, "")) for name in (CODE, NOTE)]
    return all(cell in ("", make_plain(new)) for cell, new in zip(given, answers, strict=True))


def _write_rows(table: pd.DataFrame, answers: Answers, added: Added) -> Iterator[list[str]]:
    # Lines of a text that the corpus has twice have one id, and are coded once.
    shown = table.drop_duplicates("line_id")[["line_id", *LINE_COLUMNS]]
    for line_id, *cells in shown.itertuples(index=False, name=None):
        yield [
            line_id,
            *(make_plain(str(cell)) for cell in cells),
            *answers.get(line_id, NOTHING),
            *(cells_of.get(line_id, "") for cells_of in added.values()),
        ]


def _check_size(rows: Sequence[Sequence[str]]) -> None:
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if len(rows) >= MOST_ROWS or longest > MOST_CELL_CHARACTERS:
        raise DiscourseError(
            f"{len(rows):,} lines with cells of up to {longest:,} characters are more than a "
            f"workbook can hold ({MOST_ROWS - 1:,} and {MOST_CELL_CHARACTERS:,}); take fewer "
            "lines, or a shorter context."
        )
