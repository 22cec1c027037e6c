"""A manuscript in Word: its paragraphs, tables, captions, text boxes, notes and comments.

Tracked changes are read as accepted. Headers, footers, pictures, macros and what a link names
elsewhere are not read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import regex

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
from discourse.publish.manuscripts.word_look import (
    RunLook,
    WordStyles,
    apply_look,
    shade,
    value_of,
)
from discourse.publish.manuscripts.word_symbols import symbol_of
from discourse.publish.manuscripts.xml_parts import XmlParts
from discourse.text.readers.word import DELETED_CELLS, GONE, SIGN_ELEMENTS, WORD

DOCUMENT = "word/document.xml"
NOTES_OF_WORD = {"footnote": "word/footnotes.xml", "endnote": "word/endnotes.xml"}
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What only holds other blocks.
_HOLDERS = ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES, _FALLBACK = f"{_COMPATIBILITY}AlternateContent", f"{_COMPATIBILITY}Fallback"
# Signs around and between the parts of a formula, whose `val` is shown.
_MATH_SIGNS = frozenset(f"{_MATH}{name}" for name in ("begChr", "chr", "endChr", "sepChr"))
# The number before a heading, and that of the page behind it.
_AROUND_ENTRY = regex.compile(r"^[\d.]+\s+|[\s.…]+(?:\d+|[ivxlc]+)$", regex.I)
_DELETED = GONE - {_FALLBACK}
_CONTENTS = regex.compile(r"(?:toc|table of (?:contents|figures))\b", regex.I)
_BIBLIOGRAPHY = regex.compile(r"(?:bibliography|references?)\b", regex.I)
_ENDS_GONE = (f"{WORD}del", f"{WORD}moveFrom")
_GROUNDS = (f"{WORD}tbl", f"{WORD}txbxContent")
_NOT_TEXT = frozenset(f"{WORD}{name}" for name in ("pPr", "rPr", "p", "tbl", "instrText"))


class LetterSource(NamedTuple):
    """Where a letter of a Word file is: in which element of text, and at which place there."""

    element: Any
    at: int


def read_word_manuscript(path: Path) -> tuple[list[Passage], XmlParts, list[str]]:
    """Read the passages of a .docx file, its parts, which `rewriting` changes, and notes.

    Raises
    ------
    DiscourseError
        If the file is damaged, is no Word file, or unpacks to too much.
    """
    parts = XmlParts(path, "a .docx file")
    document = parts.parse(DOCUMENT)
    body = None if document is None else document.find(f"{WORD}body")
    if body is None:
        raise parts.raw.error("is not a Word file; open it in Word and save it as .docx.")
    # A comment without a stretch is at a point.
    stretches = document.iter(f"{WORD}commentRangeStart")
    reader = _WordReader(
        path,
        WordStyles(parts.parse("word/styles.xml")),
        _comments(parts),
        frozenset(each.get(f"{WORD}id", "") for each in stretches),
    )
    passages = list(reader.blocks(body))
    for kind, name in NOTES_OF_WORD.items():
        passages += reader.notes(parts.parse(name), document, kind)
    passages = list(_without_contents(passages, reader.contents))
    unread = [said for name, said in reader.comments.items() if name not in reader.read]
    return list(number_places(passages, name_place)), parts, list(map(note_unread, unread))


def _without_contents(
    passages: Sequence[Passage], contents: Sequence[Passage]
) -> Iterator[Passage]:
    """The passages without the entries of a table of contents that repeat headings or captions."""
    entries = set(map(id, contents))
    shown = {
        _as_listed(each.text)
        for each in passages
        if each.kind in (HEADING_KIND, CAPTION_KIND) and id(each) not in entries
    }
    for each in passages:
        if id(each) not in entries or _as_listed(each.text) not in shown:
            yield each


def _as_listed(text: str) -> str:
    """A heading or a caption as a table of contents repeats it, without numbers around it."""
    return " ".join(_AROUND_ENTRY.sub("", " ".join(text.split())).split()).casefold()


def _comments(parts: XmlParts) -> dict[str, tuple[str, str]]:
    """The comments that say a claim or a reason, by their ids."""
    root = parts.parse("word/comments.xml")
    found = {}
    for comment in [] if root is None else root.iter(f"{WORD}comment"):
        said = comment.iter(f"{WORD}p")
        text = " ".join("".join(t.text or "" for t in each.iter(f"{WORD}t")) for each in said)
        if read_comment(text)[0]:
            found[comment.get(f"{WORD}id", "")] = read_comment(text)
    return found


@dataclass
class _WordReader:
    path: Path
    styles: WordStyles
    comments: dict[str, tuple[str, str]]
    stretches: frozenset[str] = frozenset()
    tables: int = 0
    read: set[str] = field(default_factory=set)
    contents: list[Passage] = field(default_factory=list)
    _open: dict[str, int] = field(default_factory=dict)

    def blocks(self, parent: Any) -> Iterator[Passage]:
        """The paragraphs and tables in an element."""
        open_paragraphs: list[Any] = []
        for child in parent:
            name = str(child.tag).removeprefix(WORD)
            if child.tag in GONE:
                continue
            if name == "p":
                open_paragraphs.append(child)
                if not _is_joined_to_next(child):
                    yield from self._passages_of(open_paragraphs)
                    open_paragraphs = []
            elif name == "tbl":
                yield from self._table(child)
            elif name in _HOLDERS:
                yield from self.blocks(child)
            elif child.tag == _ALTERNATIVES:
                yield from _distinct(map(self.blocks, child))
            elif child.tag == f"{_MATH}oMathPara":
                text = PassageText()
                text.add(_formula_text(child))
                paragraph, sources = text.finish()
                yield Passage("", PARAGRAPH_KIND, paragraph, "", sources, self.path)
        if open_paragraphs:
            yield from self._passages_of(open_paragraphs)

    def _passages_of(self, elements: Sequence[Any]) -> Iterator[Passage]:
        """The passages of a paragraph, or of several whose ends between them were deleted."""
        style = value_of(elements[-1], f"{WORD}pPr/{WORD}pStyle")
        names = self.styles.names(style)
        paragraph, sources = self._read_paragraph(elements, style)
        if paragraph.text.strip():
            kind = _kind_of_paragraph_in_word(paragraph.text, names)
            if kind == HEADING_KIND:
                paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), "heading"))
            is_reference = any(map(_BIBLIOGRAPHY.match, names))
            passage = Passage("", kind, paragraph, "", sources, self.path, is_reference)
            if any(map(_CONTENTS.match, names)):
                self.contents.append(passage)
            yield passage
        for element in elements:
            yield from self._boxes_of(element)

    def _boxes_of(self, element: Any) -> Iterator[Passage]:
        """What is in the boxes that are anchored in a paragraph, or in an element of a table."""
        boxes = [
            box
            for box in element.iter(f"{WORD}txbxContent")
            if not any(each.tag in _DELETED for each in box.iterancestors())
        ]
        spare = [box for box in boxes if next(box.iterancestors(_FALLBACK), None) is not None]
        forms = ([box for box in boxes if box not in spare], spare)
        yield from _distinct(chain.from_iterable(map(self.blocks, form)) for form in forms)

    def _read_paragraph(self, elements: Sequence[Any], style: str) -> tuple[Paragraph, list[Any]]:
        text = PassageText()
        self._open = {}
        for element in elements:
            outer = [each.tag for each in element.iterancestors()]
            # A table, and a box, may have a ground of another colour.
            look = RunLook(shaded=any(tag in _GROUNDS for tag in outer))
            look = shade(self.styles.look(style, look), element.find(f"{WORD}pPr"))
            self._add_runs(text, element, look)
        return text.finish()

    def _add_runs(self, text: PassageText, element: Any, look: RunLook) -> None:
        """Add the text of the runs in an element."""
        for child in element:
            if not isinstance(child.tag, str) or child.tag in GONE or child.tag in _NOT_TEXT:
                continue
            name = child.tag.removeprefix(WORD)
            if child.tag == _ALTERNATIVES:
                for form in _distinct_forms(child):
                    self._add_runs(text, form, look)
            elif name == "r":
                properties = child.find(f"{WORD}rPr")
                style = value_of(child, f"{WORD}rPr/{WORD}rStyle")
                inner = apply_look(self.styles.look(style, look), properties)
                start = text.length
                self._add_run(text, child, inner)
                for comment in child.iterfind(f"{WORD}commentReference"):
                    at_point = comment.get(f"{WORD}id", "")
                    if at_point in self.comments and at_point not in self.stretches:
                        text.mark_before(*self.comments[at_point])
                        self.read.add(at_point)
                if inner.is_unseen:
                    text.mark(start, "hidden")
                if inner.struck:
                    text.mark(start, "struck")
                # The look of a whole paragraph is that of its style, and emphasises nothing.
                if inner.marked and not look.marked:
                    text.mark(start, "emphasis")
            elif name == "commentRangeStart":
                self._open[child.get(f"{WORD}id", "")] = text.length
            elif name == "commentRangeEnd":
                self._close(text, child.get(f"{WORD}id", ""))
            elif child.tag == f"{_MATH}oMath":
                text.add(_formula_text(child))
            elif name != "txbxContent":
                start = text.length
                self._add_runs(text, child, look)
                if name == "bdo" and child.get(f"{WORD}val") == "rtl":  # turned round
                    text.mark(start, "hidden")

    def _close(self, text: PassageText, comment: str) -> None:
        """Mark what a comment is about, if it says a claim or a reason."""
        start = self._open.pop(comment, None)
        if start is not None and comment in self.comments:
            text.mark(start, *self.comments[comment])
            self.read.add(comment)

    def _add_run(self, text: PassageText, run: Any, look: RunLook) -> None:
        pieces: list[tuple[str, list[Any]]] = []
        for child in run:
            name = str(child.tag).removeprefix(WORD)
            if name == "t":
                said = child.text or ""
                pieces.append((said, [LetterSource(child, at) for at in range(len(said))]))
            elif name in SIGN_ELEMENTS:
                pieces.append((SIGN_ELEMENTS[name], [None]))
            elif name == "sym":
                font, code = child.get(f"{WORD}font", ""), child.get(f"{WORD}char", "")
                pieces.append((symbol_of(font, code), [None]))
            elif name == "ruby":  # what is above the letters comes after them
                inner = [*child.iter(f"{WORD}rubyBase"), *child.iter(f"{WORD}rt")]
                read = (t.text or "" for each in inner for t in each.iter(f"{WORD}t"))
                said = " ".join(read)
                pieces.append((said, [None] * len(said)))
            elif child.tag == _ALTERNATIVES:
                forms = map(_text_outside_boxes, _distinct_forms(child))
                pieces += [(said, [None] * len(said)) for said in forms]
        for said, sources in pieces:
            (text.add_raised if look.raised else text.add)(said, sources)

    def _table(self, table: Any) -> Iterator[Passage]:
        self.tables += 1
        cells = TableCells(self.tables)
        rows = [row for row in table.iter(f"{WORD}tr") if _own_table(row) is table]
        for at, row in enumerate(row for row in rows if not _is_deleted(row)):
            column = 0
            for cell in (each for each in row.iter(f"{WORD}tc") if _own_table(each) is table):
                if not _is_deleted(cell):
                    held = list(_held_blocks(cell))
                    own = _joined([each for each in held if each.tag == f"{WORD}p"])
                    read = (self._read_paragraph(each, "") for each in own)
                    kept = [each for each in read if each[0].text.strip()]
                    yield from cells.passages(at, column, kept, self.path)
                    for each in held:
                        is_table = each.tag == f"{WORD}tbl"
                        yield from (self._table if is_table else self._boxes_of)(each)
                span = value_of(cell, f"{WORD}tcPr/{WORD}gridSpan")
                column += int(span) if span.isdecimal() and len(span) < 4 else 1

    def notes(self, root: Any, document: Any, kind: str) -> Iterator[Passage]:
        """The notes of one kind, in the order in which the text refers to them."""
        if root is None:
            return
        asked = [each.get(f"{WORD}id") for each in document.iter(f"{WORD}{kind}Reference")]
        order = {name: at for at, name in enumerate(asked, 1)}
        found = [note for note in root if note.get(f"{WORD}id") in order]
        for note in sorted(found, key=lambda note: order[note.get(f"{WORD}id")]):
            place = f"{kind} {order[note.get(f'{WORD}id')]}"
            for elements in _joined(note.iter(f"{WORD}p")):
                paragraph, sources = self._read_paragraph(elements, "")
                if paragraph.text.strip():
                    yield Passage(place, NOTE_KIND, paragraph, "", sources, self.path)


def _distinct(forms: Iterable[Iterable[Passage]]) -> Iterator[Passage]:
    """The passages of several forms of the same, of which Word shows one: what differs is read."""
    said: set[str] = set()
    for form in forms:
        found = [passage for passage in form if passage.text not in said]
        said.update(passage.text for passage in found)
        yield from found


def _distinct_forms(alternatives: Any) -> list[Any]:
    """The forms of the same, of which Word shows one, that say something else in a paragraph."""
    by_text = {_text_outside_boxes(form): form for form in reversed(alternatives)}
    return list(reversed(by_text.values()))


def _text_outside_boxes(form: Any) -> str:
    box = f"{WORD}txbxContent"
    found = []
    for text in form.iter(f"{WORD}t"):
        inside = takewhile(lambda outer: outer is not form, text.iterancestors())
        if all(outer.tag != box for outer in inside):
            found.append(text.text or "")
    return "".join(found)


def _formula_text(formula: Any) -> str:
    """The letters of a formula, and the signs around its parts."""
    shown = (
        each.get(f"{_MATH}val", "") if each.tag in _MATH_SIGNS else each.text or ""
        for each in formula.iter(f"{_MATH}t", f"{WORD}t", *_MATH_SIGNS)
    )
    return f"${''.join(shown)}$"


def _held_blocks(cell: Any) -> Iterator[Any]:
    """The paragraphs and tables of a cell, also those in a control of a form."""
    for child in cell:
        if child.tag in GONE:
            continue
        if child.tag in (f"{WORD}p", f"{WORD}tbl"):
            yield child
        elif str(child.tag).removeprefix(WORD) in _HOLDERS:
            yield from _held_blocks(child)
        elif child.tag == _ALTERNATIVES:
            yield from _held_blocks(next(iter(child), ()))


def _is_joined_to_next(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on with it."""
    return any(paragraph.find(f"{WORD}pPr/{WORD}rPr/{tag}") is not None for tag in _ENDS_GONE)


def _joined(paragraphs: Iterable[Any]) -> Iterator[list[Any]]:
    """The paragraphs, those together whose ends between them were deleted."""
    together: list[Any] = []
    for each in paragraphs:
        together.append(each)
        if not _is_joined_to_next(each):
            yield together
            together = []
    if together:
        yield together


def _kind_of_paragraph_in_word(text: str, names: list[str]) -> str:
    if any(name.casefold().startswith(("heading", "title")) for name in names):
        return HEADING_KIND
    if any(is_caption(text, name) for name in names) or is_caption(text):
        return CAPTION_KIND
    return PARAGRAPH_KIND


def _own_table(element: Any) -> Any:
    return next(element.iterancestors(f"{WORD}tbl"), None)


def _is_deleted(element: Any) -> bool:
    return any(element.find(path) is not None for path in DELETED_CELLS)
