"""Tables for spreadsheets and word processors, with the same bytes each time."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.layer_notes import NOTE
from discourse.publish.export.sheet import Sheet
from discourse.text.office_files import (
    MOST_CELL_CHARACTERS,
    MOST_ROWS,
    import_writer,
    make_text_cell,
    save_without_times,
)

# In characters: the greatest width of a column, and the space that a cell needs beside its text.
WIDEST_COLUMN, CELL_MARGIN = 60, 3
# In points: the size of letters in a document, their average width, and the margins of the page.
LETTER_SIZE, LETTER_WIDTH, SHEET_MARGIN = 9, 5, 36


def xlsx_bytes(table: pd.DataFrame) -> bytes:
    """A table as a workbook, in which numbers are numbers and every text is marked as text.

    What is said below the table, such as the measured error of a tagger, is on a sheet of its own.
    """
    _check_sheet_size(table)
    openpyxl = import_writer("openpyxl")
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet("table")
    page.freeze_panes = "A2"
    for at, name in enumerate(table.columns, start=1):
        column = page.column_dimensions[openpyxl.utils.get_column_letter(at)]
        column.width = CELL_MARGIN + min(
            _longest_text([str(name), *map(str, table[name])]), WIDEST_COLUMN
        )
    for row in [tuple(table.columns), *table.itertuples(index=False, name=None)]:
        page.append([_workbook_cell(page, value) for value in row])
    if note := table.attrs.get(NOTE):
        notes = book.create_sheet(NOTE)
        notes.append([make_text_cell(notes, str(note))])
    return save_without_times(book.save)


def _longest_text(texts: Iterable[str]) -> int:
    return max(map(len, texts))


def _check_sheet_size(table: pd.DataFrame) -> None:
    if len(table) >= MOST_ROWS:
        raise DiscourseError(
            f"{len(table):,} rows are more than a spreadsheet can hold ({MOST_ROWS - 1:,}); "
            "write .csv."
        )
    texts = (value for name in table.columns for value in table[name] if isinstance(value, str))
    longest = max(map(len, texts), default=0)
    if longest > MOST_CELL_CHARACTERS:
        raise DiscourseError(
            f"a cell has {longest:,} characters, more than a spreadsheet can hold "
            f"({MOST_CELL_CHARACTERS:,}); write .csv."
        )


def _workbook_cell(page: Any, value: Any) -> Any:
    value = value.item() if hasattr(value, "item") else value
    if not isinstance(value, str) and pd.isna(value):
        return None
    if not isinstance(value, str):
        return value
    return make_text_cell(page, value)


def docx_bytes(sheet: Sheet) -> bytes:
    """A table as a document in landscape, with columns as wide as their content.

    The node is bold, the left context is aligned right, and the heads are repeated on each page.
    """
    docx = import_writer("docx")
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = section.page_height, section.page_width
    section.left_margin = section.right_margin = docx.shared.Pt(SHEET_MARGIN)
    section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    style = document.styles["Normal"]
    style.font.size = docx.shared.Pt(LETTER_SIZE)
    style.paragraph_format.space_after = 0
    rows = [sheet.heads, *sheet.rows]
    table = document.add_table(rows=0, cols=len(sheet.heads))
    room = section.page_width.pt - 2 * SHEET_MARGIN
    lengths = [_longest_text(column) for column in zip(*rows, strict=True)]
    widths = [
        docx.shared.Pt(LETTER_WIDTH * n) for n in _fit_columns(lengths, int(room / LETTER_WIDTH))
    ]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate(rows):
        for at, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.width = widths[at]
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = number == 0 or at == sheet.node
            if at in sheet.right_aligned:
                paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    heads = table.rows[0]._tr.get_or_add_trPr()
    heads.append(docx.oxml.OxmlElement("w:tblHeader"))
    if sheet.note:
        document.add_paragraph(sheet.note)
    return save_without_times(document.save)


def _fit_columns(lengths: Sequence[int], room: int) -> list[int]:
    """The width of each column in characters: the widest are narrowed until all have room."""
    widest = max(lengths, default=0)
    while widest > CELL_MARGIN and sum(CELL_MARGIN + min(n, widest) for n in lengths) > room:
        widest -= 1
    return [CELL_MARGIN + min(n, widest) for n in lengths]
