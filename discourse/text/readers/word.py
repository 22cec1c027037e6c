"""A Word file: its paragraphs with all tracked changes accepted, and its notes."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from discourse.text.document import COUNT, DROP, Value
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
from discourse.text.readers.raised import NOTE_MARK, is_note_mark, is_number, raise_digits

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
# Rows and cells of a table that were deleted.
DELETED_CELLS = (f"{WORD}trPr/{WORD}del", f"{WORD}tcPr/{WORD}cellDel")
NO_TEXT = frozenset([f"{WORD}p", f"{WORD}pPr", f"{WORD}rPr"])
SWITCHED_OFF = ("0", "false", "off")


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
    body = list(_body_blocks(document))
    body += [TextBlock(text, "", DROP, "note") for text in _note_texts(document)]
    return body, _word_metadata(document)


def _heading_styles(document: Any) -> frozenset[str]:
    """The ids of heading styles, recognised by the English names that Word stores."""
    styles = [style for style in document.styles if style.name]
    return frozenset(
        style.style_id for style in styles if style.name.casefold().startswith(("heading", "title"))
    )


def _body_blocks(document: Any) -> Iterator[TextBlock]:
    """Read each paragraph of a document that is not empty as one block, or as several."""
    headings, looks = _heading_styles(document), _find_style_looks(document)
    for paragraphs in _merge_paragraphs(document.element.body):
        pieces = _merge_pieces(
            piece for element in paragraphs for piece in _find_pieces(element, looks)
        )
        # A paragraph whose mark was deleted takes the style of the next one.
        style = paragraphs[-1].find(f"{WORD}pPr/{WORD}pStyle")
        is_heading = style is not None and style.get(f"{WORD}val") in headings
        yield from _paragraph_blocks(pieces, HEADING if is_heading else PARAGRAPH)


def _merge_paragraphs(body: Any) -> Iterator[list[Any]]:
    """Merge each paragraph that is left with the one after it, if the mark between was deleted."""
    paragraphs: list[Any] = []
    for paragraph in body.iter(f"{WORD}p"):
        if _is_gone(paragraph):
            continue
        if paragraphs and paragraph.getprevious() is not paragraphs[-1]:
            yield paragraphs
            paragraphs = []
        paragraphs.append(paragraph)
        marks = paragraph.find(f"{WORD}pPr/{WORD}rPr")
        if marks is None or not any(mark.tag in GONE for mark in marks):
            yield paragraphs
            paragraphs = []
    if paragraphs:
        yield paragraphs


def _is_gone(paragraph: Any) -> bool:
    """Whether a paragraph is in what was deleted, or in a row or cell of a table that was."""
    return any(
        outer.tag in GONE or any(outer.find(path) is not None for path in DELETED_CELLS)
        for outer in paragraph.iterancestors()
    )


@dataclass(frozen=True)
class _Look:
    """How a run of text looks: raised, hidden, or neither."""

    is_raised: bool = False
    is_hidden: bool = False


_Piece = tuple[str, _Look]


def _find_style_looks(document: Any) -> dict[str, _Look]:
    """The look of each character style, with what it takes over from the style it is based on."""
    elements = {style.style_id: style.element for style in document.styles}
    looks = {"": _Look()}

    def find_look(name: str, seen: Set[str]) -> _Look:
        if name not in looks and name in elements and name not in seen:
            based_on = elements[name].find(f"{WORD}basedOn")
            base = "" if based_on is None else based_on.get(f"{WORD}val", "")
            properties = elements[name].find(f"{WORD}rPr")
            looks[name] = _apply_properties(find_look(base, seen | {name}), properties)
        return looks.get(name, _Look())

    for name in elements:
        find_look(name, set())
    return looks


def _apply_properties(look: _Look, properties: Any) -> _Look:
    """A look as the properties of a run or a style change it."""
    if properties is None:
        return look
    raised, hidden = properties.find(f"{WORD}vertAlign"), properties.find(f"{WORD}vanish")
    return _Look(
        look.is_raised if raised is None else raised.get(f"{WORD}val") == "superscript",
        look.is_hidden if hidden is None else hidden.get(f"{WORD}val") not in SWITCHED_OFF,
    )


def _find_pieces(
    element: Any, looks: Mapping[str, _Look], look: _Look | None = None
) -> Iterator[_Piece]:
    """Find the text in an element, with its look.

    A text box is a paragraph of its own, and not part of this one.
    """
    look = look or _Look()
    if element.tag == f"{WORD}r":
        properties = element.find(f"{WORD}rPr")
        style = None if properties is None else properties.find(f"{WORD}rStyle")
        named = looks.get("" if style is None else style.get(f"{WORD}val"), look)
        look = _apply_properties(named, properties)
    for child in element:
        if child.tag == f"{WORD}t":
            yield child.text or "", look
        elif isinstance(child.tag, str) and child.tag.removeprefix(WORD) in SIGN_ELEMENTS:
            yield SIGN_ELEMENTS[child.tag.removeprefix(WORD)], look
        elif child.tag not in GONE and child.tag not in NO_TEXT:
            yield from _find_pieces(child, looks, look)


def _merge_pieces(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Merge pieces that follow each other and look the same."""
    for look, same in groupby(pieces, lambda piece: piece[1]):
        yield "".join(text for text, _ in same), look


def _paragraph_blocks(pieces: Iterable[_Piece], opens: str) -> Iterator[TextBlock]:
    """Make the blocks of a paragraph: what is hidden or marks a note is a region of its own."""
    blocks: list[TextBlock] = []
    for text, look in pieces:
        before = blocks[-1].text if blocks else ""
        if look.is_hidden:
            blocks.append(TextBlock(text, "", DROP, "hidden text"))
        elif look.is_raised and is_note_mark(text, before):
            blocks.append(TextBlock(text, "", DROP, NOTE_MARK))
        else:
            shown = raise_digits(text) if look.is_raised and is_number(text) else text
            if blocks and blocks[-1].treatment == COUNT:
                blocks[-1] = replace(blocks[-1], text=blocks[-1].text + shown)
            else:
                blocks.append(TextBlock(shown))
    yield from _open_paragraph(blocks, opens)


def _open_paragraph(blocks: list[TextBlock], opens: str) -> Iterator[TextBlock]:
    """Let the first counted block open a paragraph, and end the last block with a blank line."""
    if not any(block.text.strip() for block in blocks):
        return
    while not blocks[-1].text.strip():
        blocks.pop()
    blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text.rstrip()}\n\n")
    for block in blocks:
        if block.treatment == COUNT:
            yield replace(block, opens=opens)
            opens = ""
        else:
            yield block


def _note_texts(document: Any) -> Iterator[str]:
    """Read the footnotes and endnotes of a document."""
    etree = import_package("lxml.etree", "lxml", "a .docx file")
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            texts = (_note_text(note) for note in root)
            yield from (f"{text.strip()}\n\n" for text in texts if text.strip())


def _note_text(note: Any) -> str:
    paragraphs = [element for merged in _merge_paragraphs(note) for element in merged]
    return "".join(text for element in paragraphs for text, _ in _find_pieces(element, {}))


def _word_metadata(document: Any) -> dict[str, Value]:
    """Title and author from the file's properties; nothing if it has no properties."""
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    if not any(kind.endswith("/core-properties") for kind in kinds):
        return {}  # python-docx would invent a title and an author
    properties = document.core_properties
    named = {"title": properties.title, "author": properties.author}
    return {key: value for key, value in named.items() if value}
