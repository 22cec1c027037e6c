"""A manuscript in OpenDocument: its paragraphs, tables, captions, notes and comments.

Tracked changes are read as accepted. Headers, footers, pictures and macros are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph
from discourse.publish.manuscripts.passage import (
    CAPTION_KIND,
    HEADING_KIND,
    NOTE_KIND,
    PARAGRAPH_KIND,
    Passage,
    PassageText,
    TableCells,
    is_caption,
    name_place,
    note_unread,
    number_places,
    read_comment,
)
from discourse.publish.manuscripts.xml_parts import XmlParts
from discourse.text.readers.odt import OFFICE, PARAGRAPHS, SIGN_ELEMENTS, STYLE, TEXT

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_CAPTION_STYLES = ("caption", "figure", "illustration", "table", "drawing")
_ANNOTATION, _ANNOTATION_END = f"{OFFICE}annotation", f"{OFFICE}annotation-end"
# Changes that were deleted, indexes and lists of works, what is a block or a note of its own.
_NOT_INLINE = frozenset(
    [*PARAGRAPHS, f"{TEXT}note", f"{TEXT}tracked-changes", f"{TABLE}table", f"{TEXT}hidden-text"]
)
_INDEXES = tuple(
    f"{TEXT}{name}" for name in ("table-of-content", "illustration-index", "table-index")
)
_LONGEST_REPEAT = 1_000  # cells that a table says are repeated


def read_opendocument_manuscript(path: Path) -> tuple[list[Passage], XmlParts, list[str]]:
    """Read the passages of an .odt file, its parts, and notes.

    Raises
    ------
    DiscourseError
        If the file is damaged, is encrypted, is no OpenDocument text, or unpacks to too much.
    """
    parts = XmlParts(path, "an .odt file")
    manifest = parts.parse("META-INF/manifest.xml")
    if manifest is not None and any("encryption" in str(each.tag) for each in manifest.iter()):
        raise parts.raw.error("is protected by a password; save a copy without one.")
    content = parts.parse("content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise parts.raw.error("is not an OpenDocument text; open it and save it as .odt.")
    trees = [tree for tree in (parts.parse("styles.xml"), content) if tree is not None]
    # A comment without an end is at a point.
    ended = frozenset(each.get(f"{OFFICE}name", "") for each in body.iter(_ANNOTATION_END))
    reader = _OpenDocumentReader(path, _find_styles(trees), ended)
    passages = [*reader.blocks(body), *reader.notes(body)]
    unread = map(note_unread, reader.waiting.values())
    return list(number_places(passages, name_place)), parts, list(unread)


def _find_styles(trees: list[Any]) -> dict[tuple[str, str], Any]:
    return {
        (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")): style
        for tree in trees
        for style in tree.iter(f"{STYLE}style")
    }


@dataclass
class _OpenDocumentReader:
    path: Path
    styles: dict[tuple[str, str], Any]
    ended: frozenset[str] = frozenset()
    tables: int = 0
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)
    _open: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    def blocks(self, parent: Any) -> Iterator[Passage]:
        """The paragraphs and tables in an element."""
        for child in parent:
            if child.tag in PARAGRAPHS:
                yield from self._passages_of(child)
            elif child.tag == f"{TABLE}table":
                yield from self._table(child)
            elif child.tag == f"{TEXT}bibliography":
                for passage in self.blocks(child):
                    passage.is_reference = True
                    yield passage
            elif child.tag not in (f"{TEXT}tracked-changes", *_INDEXES):
                is_hidden = child.get(f"{TEXT}display") == "none"  # as a section may be
                for passage in self.blocks(child):
                    if is_hidden:
                        end = len(passage.text)
                        passage.paragraph.spans.append(MarkdownSpan(0, end, "hidden"))
                    yield passage

    def _passages_of(self, element: Any) -> Iterator[Passage]:
        paragraph, sources = self._read_paragraph(element)
        if paragraph.text:
            kind = self._kind_of_paragraph(element, paragraph.text)
            if kind == HEADING_KIND:
                paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), "heading"))
            yield Passage("", kind, paragraph, "", sources, self.path)
        for child in element:  # frames with text, which are anchored in the paragraph
            if child.tag not in (*_NOT_INLINE, _ANNOTATION):
                for box in child.iter(*PARAGRAPHS, f"{TABLE}table"):
                    if not any(outer.tag in _NOT_INLINE for outer in _between(box, child)):
                        yield from self.blocks([box])

    def _kind_of_paragraph(self, element: Any, text: str) -> str:
        names = [name.casefold() for name in self._chain(element.get(f"{TEXT}style-name"))]
        if element.tag == f"{TEXT}h" or "title" in names:
            return HEADING_KIND
        if any(name in _CAPTION_STYLES for name in names) or is_caption(text):
            return CAPTION_KIND
        return PARAGRAPH_KIND

    def _chain(self, name: str | None) -> Iterator[str]:
        """The names of a style of paragraphs, and of those that it is based on."""
        seen: set[str] = set()
        while name and name not in seen:
            seen.add(name)
            yield name
            style = self.styles.get(("paragraph", name))
            name = None if style is None else style.get(f"{STYLE}parent-style-name")

    def _read_paragraph(self, element: Any) -> tuple[Paragraph, list[Any]]:
        text = PassageText()
        self._open = {}
        self._add_inline(text, element, raised=False)
        return text.finish(collapse=True)

    def _add_inline(self, text: PassageText, element: Any, *, raised: bool) -> None:
        add = text.add_raised if raised else text.add
        add(said := element.text or "", [None] * len(said))
        for child in element:
            if child.tag in SIGN_ELEMENTS:
                text.add(SIGN_ELEMENTS[child.tag])
            elif child.tag == _ANNOTATION:
                said = "".join("".join(each.itertext()) for each in child.iter(f"{TEXT}p"))
                kind, claim = read_comment(said)
                name = child.get(f"{OFFICE}name", "")
                if kind and name not in self.ended:
                    text.mark_before(kind, claim)
                elif kind:
                    self.waiting[name] = (kind, claim)
                self._open[name] = (text.length, kind, claim)
            elif child.tag == _ANNOTATION_END:
                start, kind, claim = self._open.pop(child.get(f"{OFFICE}name", ""), (0, "", ""))
                if kind:
                    text.mark(start, kind, claim)
                    self.waiting.pop(child.get(f"{OFFICE}name", ""), None)
            elif isinstance(child.tag, str) and child.tag not in _NOT_INLINE:
                self._add_child(text, child, raised=raised)
            add(said := child.tail or "", [None] * len(said))

    def _add_child(self, text: PassageText, child: Any, *, raised: bool) -> None:
        start = text.length
        style = self.styles.get(("text", child.get(f"{TEXT}style-name", "")))
        properties: dict[str, str] = {}
        if child.tag == f"{TEXT}span" and style is not None:
            for found in style.iterfind(f"{STYLE}text-properties"):
                properties |= found.attrib
        position = properties.get(f"{STYLE}text-position", "")
        is_raised = raised or position.startswith("super")
        if child.tag.startswith(TEXT) or child.tag.startswith("{http://www.w3.org/1999"):
            self._add_inline(text, child, raised=is_raised)
        if properties.get(f"{TEXT}display") == "none":
            text.mark(start, "hidden")
        if properties.get(f"{STYLE}text-line-through-style", "none") != "none":
            text.mark(start, "struck")
        bold, italic = (properties.get(f"{FORMAT}{name}") for name in ("font-weight", "font-style"))
        if bold == "bold" or italic == "italic":
            text.mark(start, "emphasis")

    def _table(self, table: Any) -> Iterator[Passage]:
        self.tables += 1
        cells = TableCells(self.tables)
        rows = (row for row in table.iter(f"{TABLE}table-row") if _nearest_table(row) is table)
        for at, row in enumerate(rows):
            column = 0
            for cell in row:
                own = (each for each in cell.iter(*PARAGRAPHS) if _is_own(each, cell))
                kept = [each for each in map(self._read_paragraph, own) if each[0].text]
                yield from cells.passages(at, column, kept, self.path)
                inside = cell.iter(f"{TABLE}table")
                for inner in (each for each in inside if _is_own(each, cell)):
                    yield from self._table(inner)
                repeat = cell.get(f"{TABLE}number-columns-repeated", "1")
                column += min(int(repeat) if repeat.isdecimal() else 1, _LONGEST_REPEAT)

    def notes(self, body: Any) -> Iterator[Passage]:
        """The footnotes and endnotes, each kind counted from 1."""
        counts: dict[str, int] = {}
        for note in body.iter(f"{TEXT}note"):
            kind = note.get(f"{TEXT}note-class", "footnote")
            counts[kind] = counts.get(kind, 0) + 1
            for element in note.iterfind(f"{TEXT}note-body//{TEXT}p"):
                if element.getparent().tag == _ANNOTATION:
                    continue
                paragraph, sources = self._read_paragraph(element)
                if paragraph.text:
                    place = f"{kind} {counts[kind]}"
                    yield Passage(place, NOTE_KIND, paragraph, "", sources, self.path)


def _between(element: Any, outer: Any) -> Iterator[Any]:
    """What contains an element, up to another element."""
    for each in element.iterancestors():
        if each is outer:
            return
        yield each


def _is_own(element: Any, cell: Any) -> bool:
    """Whether a paragraph or table is one of a cell, in a list or not, and not in another block."""
    return not any(outer.tag in (*_NOT_INLINE, _ANNOTATION) for outer in _between(element, cell))


def _nearest_table(element: Any) -> Any:
    return next(element.iterancestors(f"{TABLE}table"), None)
