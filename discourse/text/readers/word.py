"""A Word file: its paragraphs as they stand with all changes accepted, and its notes."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from discourse.text.document import DROP, Value
from discourse.text.extract import HEADING, PARAGRAPH, Extract, Raw, TextBlock, divide, text_of
from discourse.text.limits import LARGEST, format_bytes
from discourse.text.packages import import_package, name_with_version

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COPIES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = ("footnotes", "endnotes")

# What stands in for a character: a tab, the ends of a line, a hyphen that holds together.
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# Deleted or moved away, or a second copy of a text box for older programs.
GONE = frozenset([f"{WORD}del", f"{WORD}moveFrom", COPIES])


def read_word(raw: Raw) -> Iterator[Extract]:
    """The text of a .docx file, tables included; headings by style; notes at the end, dropped."""
    docx = import_package("docx", "python-docx", raw.place)
    check_archive(raw)
    try:
        body, metadata = _content(docx.Document(io.BytesIO(raw.data)))
    except Exception as error:  # python-docx lets through what zipfile, lxml and its own code raise
        raise raw.refused(
            f"cannot be read as a Word file ({type(error).__name__}); open and save it again."
        ) from None
    yield Extract(text_of(body), divide(body), name_with_version("python-docx"), metadata=metadata)


def check_archive(raw: Raw) -> None:
    """Refuse an archive that is damaged, leaves its folder, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise raw.refused(
            "is damaged or no Word file of today (.docx); open it in Word and save it as .docx."
        ) from None
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise raw.refused(
                f"holds an entry that leaves it, {entry.filename!r}; do not trust it."
            )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST:
        raise raw.refused(
            f"unpacks to {format_bytes(unpacked)}; at most {format_bytes(LARGEST)} are read: divide it."
        )


def _content(document: Any) -> tuple[list[TextBlock], dict[str, Value]]:
    """What stands in a document, and what it says of itself."""
    body = list(_blocks(document.element.body, _heading_styles(document)))
    body += [TextBlock(text, "", DROP, "note") for text in _notes(document)]
    return body, _metadata(document)


def _heading_styles(document: Any) -> frozenset[str]:
    """The ids of the styles for headings, as their names in Word's own English say."""
    styles = [style for style in document.styles if style.name]
    return frozenset(
        style.style_id for style in styles if style.name.casefold().startswith(("heading", "title"))
    )


def _blocks(body: Any, headings: frozenset[str]) -> Iterator[TextBlock]:
    for paragraph in body.iter(f"{WORD}p"):
        if any(outer.tag in GONE for outer in paragraph.iterancestors()):
            continue
        text = _text(paragraph)
        if text.strip():
            style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
            is_heading = style is not None and style.get(f"{WORD}val") in headings
            yield TextBlock(f"{text.rstrip()}\n\n", HEADING if is_heading else PARAGRAPH)


def _text(element: Any) -> str:
    """The text below an element; a text box is a paragraph of its own, not a part of this one."""
    pieces = []
    for child in element:
        if child.tag == f"{WORD}t":
            pieces.append(child.text or "")
        elif isinstance(child.tag, str) and child.tag.removeprefix(WORD) in SIGNS:
            pieces.append(SIGNS[child.tag.removeprefix(WORD)])
        elif child.tag not in GONE and child.tag not in (f"{WORD}p", f"{WORD}pPr", f"{WORD}rPr"):
            pieces.append(_text(child))
    return "".join(pieces)


def _notes(document: Any) -> Iterator[str]:
    """The footnotes and endnotes of a document."""
    etree = import_package("lxml.etree", "lxml", "a .docx file")
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            texts = ("".join(map(_text, note.iter(f"{WORD}p"))) for note in root)
            yield from (f"{text.strip()}\n\n" for text in texts if text.strip())


def _metadata(document: Any) -> dict[str, Value]:
    """Title and author, as the file's properties name them; without properties nothing."""
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    if not any(kind.endswith("/core-properties") for kind in kinds):
        return {}  # python-docx would make some up
    properties = document.core_properties
    said = {"title": properties.title, "author": properties.author}
    return {key: value for key, value in said.items() if value}
