"""Files of spreadsheets and word processors: cells of text, and the same bytes each time."""

import zipfile
from collections.abc import Callable
from importlib import import_module
from io import BytesIO
from typing import Any

import regex

from discourse.errors import DiscourseError

# The limits of a spreadsheet: rows, and characters in a cell.
MOST_ROWS, MOST_CELL_CHARACTERS = 1_048_576, 32_767
# The earliest time that a zip file can hold, in place of the time at which the file was made.
FIRST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def make_text_cell(page: Any, text: str) -> Any:
    """Make a cell of a workbook whose content is text, whatever it looks like."""
    cell = import_writer("openpyxl").cell.WriteOnlyCell(page, make_visible(text))
    # Text that looks like a formula (=1+1) is text, and remains text when the cell is edited.
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def import_writer(name: str) -> Any:
    """Import a package of the extra `export`, with the modules of it that are used."""
    modules = {
        "openpyxl": ("openpyxl", "openpyxl.utils", "openpyxl.worksheet.datavalidation"),
        "docx": ("docx", "docx.enum.section", "docx.enum.text", "docx.oxml", "docx.shared"),
    }
    try:
        package, *_ = [import_module(module) for module in modules[name]]
    except ImportError:
        raise DiscourseError(
            f"this needs the package {name}; pip install 'discourse-toolkit[export]'."
        ) from None
    return package


def save_without_times(save: Callable[[BytesIO], object]) -> bytes:
    """The bytes that a package saves, without the time of saving."""
    made, steady = BytesIO(), BytesIO()
    save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(steady, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIRST_ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _SAVING_TIME.sub(b"1980-01-01T00:00:00Z", content)
            new.writestr(entry, content)
    return steady.getvalue()


_SAVING_TIME = regex.compile(rb"(?<=<dcterms:(?:created|modified)[^>]*>)[^<]*")


def make_visible(text: str) -> str:
    """Replace characters that no page can hold (controls, lone surrogates) by visible signs."""
    return _UNPRINTABLE.sub(_visible_sign, text)


def _visible_sign(found: "regex.Match[str]") -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"


_UNPRINTABLE = regex.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
)
