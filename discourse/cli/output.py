"""Write a result: aligned for a terminal, or in a format for other programs."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pandas as pd

from discourse.corpus.lines.display import PLACE
from discourse.corpus.lines.lines import Concordance
from discourse.errors import hide_controls
from discourse.layer_notes import NOTE
from discourse.publish.export.data_files import csv_bytes
from discourse.publish.export.sheet import format_number, make_sheet
from discourse.publish.export.text_tables import latex_table, markdown_table
from discourse.publish.provenance.corpora import with_full_recipe
from discourse.text.limits import make_printable
from discourse.text.width import collapse_space, count_columns, pad, truncate

PIPE_WIDTH = 120  # characters per line of KWIC where there is no terminal
NODE_ON, NODE_OFF = "\x1b[1;36m", "\x1b[0m"  # bold cyan, readable on light and dark


def write_table(table: pd.DataFrame, form: str, rows: int | None = None) -> None:
    """Write a table, or its first rows, to standard output.

    A terminal gets no character that it would obey; a file or a pipe gets the data as they are.
    """
    for line in FORMATS[form](table.iloc[:rows]):
        print(hide_controls(line) if sys.stdout.isatty() else line)


def write_lines(lines: Concordance, form: str, *, with_note: bool) -> None:
    """Write a concordance to standard output; as a table for other programs.

    A terminal also gets the measured error of the layers that the lines rest on, if it is asked
    for.
    """
    if form != "table":
        write_table(lines.frame, form)
        return
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for line in align_lines(lines, terminal_width(), colour=colour):
        print(line)
    if with_note and lines.note:
        print(f"\n{lines.note}")


def terminal_width() -> int:
    """The columns of the terminal, or those of a line where there is none."""
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns


def align_lines(lines: Concordance, width: int, *, colour: bool) -> Iterator[str]:
    """Each line with its place, the nodes in one column."""
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


def format_aligned(table: pd.DataFrame) -> Iterator[str]:
    """Aligned columns, text on the left and numbers on the right."""
    rows = [tuple(make_printable(str(name)) for name in table.columns), *_format_rows(table)]
    widths = [max(map(count_columns, cells)) for cells in zip(*rows, strict=True)]
    right = [pd.api.types.is_numeric_dtype(dtype) for dtype in table.dtypes]
    for row in rows:
        cells = zip(row, widths, right, strict=True)
        yield "  ".join(pad(cell, width, right=side) for cell, width, side in cells).rstrip()


def _format_rows(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """The cells of each row as a reader sees them."""
    return list(
        zip(*(_format_column(table.iloc[:, at]) for at in range(table.shape[1])), strict=True)
    )


def _format_column(column: "pd.Series[Any]") -> list[str]:
    """The cells of a column: numbers with four digits, missing values empty."""
    return ["" if pd.isna(value) else _format_cell(value) for value in column.tolist()]


def _format_cell(value: object) -> str:
    return format_number(value) if isinstance(value, float) else make_printable(str(value))


def format_csv(table: pd.DataFrame) -> Iterator[str]:
    """Comma-separated, numbers with ten significant digits."""
    yield csv_bytes(table).decode().removesuffix("\n")


def format_json(table: pd.DataFrame) -> Iterator[str]:
    """An object with the rows and the recipe of the table, and its note if it has one."""
    recipe = json.loads(with_full_recipe(table).attrs.get("provenance") or "null")
    rows = json.loads(table.to_json(orient="records", force_ascii=False, double_precision=10))
    note = {key: table.attrs[key] for key in (NOTE,) if key in table.attrs}
    yield json.dumps({"provenance": recipe, **note, "rows": rows}, ensure_ascii=False, indent=1)


def format_markdown(table: pd.DataFrame) -> Iterator[str]:
    """A Markdown table; characters with a meaning in Markdown are escaped."""
    yield markdown_table(make_sheet(table)).removesuffix("\n")


def format_latex(table: pd.DataFrame) -> Iterator[str]:
    """A LaTeX table; characters with a meaning in LaTeX are escaped."""
    yield latex_table(make_sheet(table)).removesuffix("\n")


FORMATS: Mapping[str, Callable[[pd.DataFrame], Iterator[str]]] = {
    "table": format_aligned,
    "csv": format_csv,
    "json": format_json,
    "markdown": format_markdown,
    "latex": format_latex,
}
