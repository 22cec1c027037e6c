"""What was found, written: aligned for a terminal, or in a format for other programs."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from discourse.corpus.lines.display import PLACE
from discourse.corpus.lines.lines import Concordance
from discourse.publish.export.data_files import csv_bytes
from discourse.publish.export.sheet import format_number, make_sheet
from discourse.publish.export.text_tables import latex_table, markdown_table
from discourse.text.limits import make_printable
from discourse.text.width import collapse_space, count_columns, pad, truncate

PIPE_WIDTH = 120  # characters of a line of KWIC where there is no terminal
NODE_ON, NODE_OFF = "\x1b[1;36m", "\x1b[0m"  # bold, and cyan: readable on light and on dark


def write_table(table: pd.DataFrame, form: str, rows: int | None = None) -> None:
    """Write a table, or its first rows, to standard output."""
    for line in FORMATS[form](table.iloc[:rows]):
        print(line)


def write_lines(lines: Concordance, form: str) -> None:
    """Write lines of text to standard output; for other programs, as their table."""
    if form != "table":
        write_table(lines.frame, form)
        return
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in aligned_lines(lines, _width(), colour=colour):
        print(line)


def _width() -> int:
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns


def aligned_lines(lines: Concordance, width: int, *, colour: bool) -> Iterator[str]:
    """Each line with its place, the nodes one below the other."""
    on, off = (NODE_ON, NODE_OFF) if colour else ("", "")
    several = len(lines.store.texts) > 1
    side = max(10, (width - PLACE - 4) // 2 - 8)
    for line in lines:
        place = f"{line.document}/{line.section}" if several else line.section
        left = truncate(make_printable(collapse_space(line.left)).lstrip(), side, last=True)
        node = make_printable(collapse_space(line.node))
        rest = width - PLACE - side - count_columns(node) - 4
        right = truncate(make_printable(collapse_space(line.right)).rstrip(), max(0, rest))
        shown = pad(truncate(make_printable(place), PLACE), PLACE)
        yield f"{shown}  {pad(left, side, right=True)} {on}{node}{off} {right}".rstrip()


# ---------------------------------------------------------------------------------- formats


def as_table(table: pd.DataFrame) -> Iterator[str]:
    """Columns aligned, text to the left and numbers to the right."""
    rows = [tuple(map(str, table.columns)), *_rows(table)]
    widths = [max(map(count_columns, cells)) for cells in zip(*rows, strict=True)]
    right = _numeric(table)
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield "  ".join(pad(cell, width, right=side) for cell, width, side in cells).rstrip()


def _numeric(table: pd.DataFrame) -> list[bool]:
    return [pd.api.types.is_numeric_dtype(dtype) for dtype in table.dtypes]


def _rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cells of each row as they are read."""
    return list(zip(*(_cells(table.iloc[:, at]) for at in range(table.shape[1])), strict=True))


def _cells(column: "pd.Series[Any]") -> list[str]:
    """The cells of a column: numbers with four digits, nothing for what is missing."""
    return ["" if pd.isna(value) else _cell(value) for value in column.tolist()]


def _cell(value: object) -> str:
    return format_number(value) if isinstance(value, float) else make_printable(str(value))


def as_csv(table: pd.DataFrame) -> Iterator[str]:
    """Comma-separated, numbers with ten significant digits."""
    yield csv_bytes(table).decode().removesuffix("\n")


def as_json(table: pd.DataFrame) -> Iterator[str]:
    """An object with the rows, and the recipe by which the table was made."""
    recipe = json.loads(table.attrs.get("provenance") or "null")
    rows = json.loads(table.to_json(orient="records", force_ascii=False, double_precision=10))
    yield json.dumps({"provenance": recipe, "rows": rows}, ensure_ascii=False, indent=1)


def as_markdown(table: pd.DataFrame) -> Iterator[str]:
    """A table of Markdown, whose signs in the text are escaped."""
    yield markdown_table(make_sheet(table)).removesuffix("\n")


def as_latex(table: pd.DataFrame) -> Iterator[str]:
    """A table for LaTeX, whose signs in the text are escaped."""
    yield latex_table(make_sheet(table)).removesuffix("\n")


FORMATS: Mapping[str, Callable[[pd.DataFrame], Iterator[str]]] = {
    "table": as_table,
    "csv": as_csv,
    "json": as_json,
    "markdown": as_markdown,
    "latex": as_latex,
}
