"""The prose of a Word file as Markdown: what a reader sees, and the claims of its numbers."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from discourse.errors import DiscourseError
from discourse.publish.bound_text import write_bound
from discourse.publish.claims.latex_prose import escape_markdown
from discourse.text.limits import LARGEST_FILE, format_bytes
from discourse.text.packages import import_package
from discourse.text.readers.word import SWITCHED_OFF, WORD

PLACE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_GONE = (f"{WORD}del", f"{WORD}moveFrom")
_NOTES = ("/footnotes", "/endnotes")


def read_word_prose(data: bytes) -> Iterator[str]:
    """Read the paragraphs and heads of a Word file, and its notes, each as Markdown.

    A number that is a link into the file has the claim that is its screen tip. Tables are left out.
    """
    document = _open_word(data)
    for element in document.element.body:
        if element.tag != f"{WORD}tbl":
            yield from _read_paragraphs_of(element)
    parts = (each.target_part for each in document.part.rels.values() if not each.is_external)
    for part in parts:
        if str(part.partname).removesuffix(".xml").endswith(_NOTES):
            notes = import_package("docx.oxml", "python-docx", "a .docx file").parse_xml(part.blob)
            yield from _read_paragraphs_of(notes)


def read_word_tables(data: bytes) -> list[list[list[str]]]:
    """The tables of a Word file, each as rows of cells."""
    return [
        [[_text_of(cell) for cell in row.iter(f"{WORD}tc")] for row in table.iter(f"{WORD}tr")]
        for table in _open_word(data).element.body.iter(f"{WORD}tbl")
    ]


def read_pictures(data: bytes) -> list[tuple[str, bytes]]:
    """The pictures of a Word file, each with its name in it, in the order of the names."""
    parts = _open_word(data).part.package.iter_parts()
    found = {str(part.partname): part.blob for part in parts if "/media/" in str(part.partname)}
    return [(name.rpartition("/")[2], found[name]) for name in sorted(found)]


def _open_word(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_FILE:
        raise DiscourseError(f"a .docx file holds more than {format_bytes(LARGEST_FILE)}.")
    return import_package("docx", "python-docx", "a .docx file").Document(io.BytesIO(data))


def _read_paragraphs_of(element: Any) -> Iterator[str]:
    for paragraph in element.iter(f"{WORD}p"):
        text = "".join(_read_runs(paragraph)).strip()
        if text:
            style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
            name = "" if style is None else style.get(f"{WORD}val", "")
            yield f"# {text}" if name.startswith(("Heading", "Title")) else text


def _read_runs(element: Any) -> Iterator[str]:
    for each in element:
        if each.tag == f"{WORD}r":
            yield _mark(each, escape_markdown(_text_of(each)))
        elif each.tag == f"{WORD}hyperlink":
            claim = each.get(f"{WORD}tooltip", "")
            if claim and each.get(PLACE) is None:
                yield write_bound(_text_of(each), claim)
            else:
                yield from _read_runs(each)
        elif each.tag not in (*_GONE, f"{WORD}pPr"):
            yield from _read_runs(each)


def _text_of(element: Any) -> str:
    signs = {f"{WORD}tab": " ", f"{WORD}br": "\n", f"{WORD}noBreakHyphen": "-"}
    return "".join(
        (each.text or "") if each.tag == f"{WORD}t" else signs.get(each.tag, "")
        for each in element.iter()
    )


def _mark(run: Any, text: str) -> str:
    """A run with the marks of its look; what is hidden or struck out says so."""
    inner = text.strip()
    if not inner:
        return text
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    for tag, mark in (("i", "*"), ("b", "**"), ("strike", "~~"), ("vanish", "~~")):
        found = run.find(f"{WORD}rPr/{WORD}{tag}")
        if found is not None and found.get(f"{WORD}val") not in SWITCHED_OFF:
            inner = f"{mark}{inner}{mark}"
    return f"{start}{inner}{end}"
