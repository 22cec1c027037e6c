"""Workbooks, as spreadsheet programs save them."""

import zipfile
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import pytest

URN = "urn:oasis:names:tc:opendocument:xmlns"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = " ".join(
    f'xmlns:{short}="{URN}:{long}:1.0"'
    for short, long in [("office", "office"), ("table", "table"), ("text", "text")]
)


@pytest.fixture
def workbook(tmp_path):
    """Write sheets, each a list of rows, to a workbook with an ending; returns its path."""

    def write(sheets, ending=".xlsx", name="book"):
        path = tmp_path / f"{name}{ending}"
        (_write_xlsx if ending == ".xlsx" else _write_ods)(path, sheets)
        return path

    return write


def _write_xlsx(path, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    book.save(path)


def _write_ods(path, sheets):
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>"
        + "".join(
            f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows
        )
        + "</table:table>"
        for name, rows in sheets.items()
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    content = (
        f'<office:document-content {NAMES} office:version="1.2">{body}</office:document-content>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", ODS)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{URN}:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS}"/>'
            "</manifest:manifest>",
        )


def _ods_cell(cell):
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        value = f'office:value-type="boolean" office:boolean-value="{str(cell).lower()}"'
    elif isinstance(cell, (int, float)):
        value = f'office:value-type="float" office:value="{cell}"'
    elif isinstance(cell, date):
        value = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    else:
        value = 'office:value-type="string"'
    return f"<table:table-cell {value}><text:p>{escape(str(cell))}</text:p></table:table-cell>"
