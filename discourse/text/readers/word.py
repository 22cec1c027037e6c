"""A Word file: its paragraphs with all tracked changes accepted, and its notes."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from discourse.text.document import DROP, Value
from discourse.text.extract import (
    HEADING,
    PARAGRAPH,
    Extract,
    RawFile,
    TextBlock,
    join_blocks,
    tile_blocks,
)
from discourse.text.limits import LARGEST_FILE, format_bytes
from discourse.text.packages import import_package, name_with_version

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COPIES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = ("footnotes", "endnotes")

# Elements that represent a character: a tab, line ends, a non-breaking hyphen, a soft hyphen.
SIGN_ELEMENTS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
# Deleted text, text moved elsewhere, and the copy of a text box for older programs.
GONE = frozenset([f"{WORD}del", f"{WORD}moveFrom", COPIES])


def read_word(raw: RawFile) -> Iterator[Extract]:
    """Read a .docx file, tables included: headings by style, notes at the end and dropped."""
    docx = import_package("docx", "python-docx", raw.place)
    check_archive(raw)
    try:
        body, metadata = _read_body(docx.Document(io.BytesIO(raw.data)))
    except Exception as error:  # python-docx raises what zipfile, lxml and its own code raise
        raise raw.error(
            f"cannot be read as a Word file ({type(error).__name__}); open and save it again."
        ) from None
    yield Extract(
        join_blocks(body), tile_blocks(body), name_with_version("python-docx"), metadata=metadata
    )


def check_archive(raw: RawFile) -> None:
    """Refuse an archive that is damaged, unpacks outside its folder, or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise raw.error(
            "is damaged, or not a .docx file; open it in Word and save it as .docx."
        ) from None
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise raw.error(
                f"contains an entry that would unpack elsewhere, {entry.filename!r}; "
                "do not trust it."
            )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_FILE:
        raise raw.error(
            f"unpacks to {format_bytes(unpacked)}, and the limit is {format_bytes(LARGEST_FILE)}; "
            "divide it."
        )


def _read_body(document: Any) -> tuple[list[TextBlock], dict[str, Value]]:
    """Read the blocks of a document, and its own metadata."""
    body = list(_paragraph_blocks(document.element.body, _heading_styles(document)))
    body += [TextBlock(text, "", DROP, "note") for text in _note_texts(document)]
    return body, _word_metadata(document)


def _heading_styles(document: Any) -> frozenset[str]:
    """The ids of heading styles, recognised by the English names that Word stores."""
    styles = [style for style in document.styles if style.name]
    return frozenset(
        style.style_id for style in styles if style.name.casefold().startswith(("heading", "title"))
    )


def _paragraph_blocks(body: Any, headings: frozenset[str]) -> Iterator[TextBlock]:
    """Read each paragraph that is not empty as a block."""
    for paragraph in body.iter(f"{WORD}p"):
        if any(outer.tag in GONE for outer in paragraph.iterancestors()):
            continue
        text = _element_text(paragraph)
        if text.strip():
            style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
            is_heading = style is not None and style.get(f"{WORD}val") in headings
            yield TextBlock(f"{text.rstrip()}\n\n", HEADING if is_heading else PARAGRAPH)


def _element_text(element: Any) -> str:
    """The text of an element; a text box is a paragraph of its own, and not part of this one."""
    pieces = []
    for child in element:
        if child.tag == f"{WORD}t":
            pieces.append(child.text or "")
        elif isinstance(child.tag, str) and child.tag.removeprefix(WORD) in SIGN_ELEMENTS:
            pieces.append(SIGN_ELEMENTS[child.tag.removeprefix(WORD)])
        elif child.tag not in GONE and child.tag not in (f"{WORD}p", f"{WORD}pPr", f"{WORD}rPr"):
            pieces.append(_element_text(child))
    return "".join(pieces)


def _note_texts(document: Any) -> Iterator[str]:
    """Read the footnotes and endnotes of a document."""
    etree = import_package("lxml.etree", "lxml", "a .docx file")
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            texts = ("".join(map(_element_text, note.iter(f"{WORD}p"))) for note in root)
            yield from (f"{text.strip()}\n\n" for text in texts if text.strip())


def _word_metadata(document: Any) -> dict[str, Value]:
    """Title and author from the file's properties; nothing if it has no properties."""
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    if not any(kind.endswith("/core-properties") for kind in kinds):
        return {}  # python-docx would invent a title and an author
    properties = document.core_properties
    named = {"title": properties.title, "author": properties.author}
    return {key: value for key, value in named.items() if value}
