"""Lines on a sheet of a workbook, with empty cells in which a reader can code them."""

from collections.abc import Iterator, Mapping, Sequence
from os import PathLike, fspath
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError, check_target
from discourse.text.office_files import (
    MOST_CELL_CHARACTERS,
    MOST_ROWS,
    import_writer,
    make_text_cell,
    make_visible,
    save_without_times,
)
from discourse.text.width import collapse_space

XLSX = ".xlsx"
CODE, NOTE = "code", "note"
LINE_COLUMNS = ("document", "section", "left", "node", "right")
COLUMNS = ("line_id", *LINE_COLUMNS, CODE, NOTE)
WIDTHS = {"line_id": 24, "left": 50, "node": 24, "right": 50, CODE: 18, NOTE: 40}
LINES_SHEET = "lines"

# What is filled in of a line: its code, and a note.
Answers = Mapping[str, tuple[str, str]]


def check_workbook(path: str | PathLike[str]) -> Path:
    """Return the path of a workbook to write."""
    target = check_target("path", path)
    if target.suffix.casefold() != XLSX:
        raise DiscourseError(f"path={fspath(path)!r} is no workbook; name it as 'lines{XLSX}'.")
    return target


def make_workbook(table: pd.DataFrame, answers: Answers = MappingProxyType({})) -> Any:
    """Make a workbook of openpyxl with a sheet of lines, from the table of these."""
    rows = list(_write_rows(table, answers))
    _check_size(rows)
    openpyxl = import_writer("openpyxl")
    made = openpyxl.Workbook(write_only=True)
    page = made.create_sheet(LINES_SHEET)
    page.freeze_panes = "B2"
    for at, name in enumerate(COLUMNS, start=1):
        column = page.column_dimensions[openpyxl.utils.get_column_letter(at)]
        column.width = WIDTHS.get(name, 12)
    for row in [COLUMNS, *rows]:
        page.append([make_text_cell(page, cell) if cell else None for cell in row])
    return made


def save_workbook(made: Any) -> bytes:
    """The bytes of a workbook, the same whenever it is saved."""
    return save_without_times(made.save)


def make_plain(text: str) -> str:
    """A text as a cell shows it: in one line, without characters that no page can hold."""
    return collapse_space(make_visible(text)).strip()


def _write_rows(table: pd.DataFrame, answers: Answers) -> Iterator[list[str]]:
    # Lines of a text that the corpus has twice have one id, and are coded once.
    shown = table.drop_duplicates("line_id")[["line_id", *LINE_COLUMNS]]
    for line_id, *cells in shown.itertuples(index=False, name=None):
        yield [line_id, *(make_plain(str(cell)) for cell in cells), *answers.get(line_id, ("", ""))]


def _check_size(rows: Sequence[Sequence[str]]) -> None:
    longest = max((len(cell) for row in rows for cell in row), default=0)
    if len(rows) >= MOST_ROWS or longest > MOST_CELL_CHARACTERS:
        raise DiscourseError(
            f"{len(rows):,} lines with cells of up to {longest:,} characters are more than a "
            f"workbook can hold ({MOST_ROWS - 1:,} and {MOST_CELL_CHARACTERS:,}); take fewer "
            "lines, or a shorter context."
        )
