"""Tables for a spreadsheet and for a word processor, with the same bytes each time."""

import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

import pandas as pd
import regex

from discourse.errors import DiscourseError
from discourse.publish.sheet import Sheet, visible

# What a spreadsheet holds at most.
ROWS, CHARACTERS = 1_048_576, 32_767

# The first moment that a zip file can name; without it each file would hold the time of its making.
MOMENT = (1980, 1, 1, 0, 0, 0)


def xlsx_bytes(table: pd.DataFrame) -> bytes:
    """A table as a workbook; numbers are numbers, and every text is marked as text."""
    _check_size(table)
    openpyxl = _package("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("table")
    for row in [tuple(table.columns), *table.itertuples(index=False, name=None)]:
        page.append([_cell(page, value) for value in row])
    return _steady(book.save)


def _check_size(table: pd.DataFrame) -> None:
    if len(table) >= ROWS:
        raise DiscourseError(
            f"{len(table):,} rows are more than a spreadsheet holds ({ROWS - 1:,}); write .csv."
        )
    texts = (value for name in table.columns for value in table[name] if isinstance(value, str))
    longest = max(map(len, texts), default=0)
    if longest > CHARACTERS:
        raise DiscourseError(
            f"a cell holds {longest:,} characters, and a spreadsheet {CHARACTERS:,}; write .csv."
        )


def _cell(page: Any, value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, str) and pd.isna(value):
        return None
    if not isinstance(value, str):
        return value
    cell = _package("openpyxl").cell.WriteOnlyCell(page, visible(value))
    # Not what the text looks like (=1+1) says what the cell is, and editing it keeps it a text.
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def docx_bytes(sheet: Sheet) -> bytes:
    """A table as a document in landscape; the node is bold, the left context to the right."""
    docx = _package("docx")
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    table = document.add_table(rows=0, cols=len(sheet.heads))
    for number, row in enumerate((sheet.heads, *sheet.rows)):
        for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = number == 0 or at == sheet.node
            if at in sheet.to_the_right:
                paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    return _steady(document.save)


def _package(name: str) -> Any:
    """A package of the extra `export`."""
    modules = {"openpyxl": ("openpyxl",), "docx": ("docx", "docx.enum.section", "docx.enum.text")}
    try:
        return next(iter([import_module(module) for module in modules[name]]))
    except ImportError:
        raise DiscourseError(
            f"this needs the package {name}; pip install 'discourse-toolkit[export]'."
        ) from None


def _steady(save: Callable[[BytesIO], object]) -> bytes:
    """What a package saves, without the time at which it did."""
    made, steady = BytesIO(), BytesIO()
    save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(steady, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _TIME.sub(b"1980-01-01T00:00:00Z", content)
            new.writestr(entry, content)
    return steady.getvalue()


_TIME = regex.compile(rb"(?<=<dcterms:(?:created|modified)[^>]*>)[^<]*")
