"""A manuscript as a page of HTML: what a reader sees of it. Scripts are neither run nor read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from discourse.publish.claims.paragraphs import how_hidden
from discourse.publish.manuscripts.passage import (
    CAPTION_KIND,
    CELL_KIND,
    CODE_KIND,
    HEADING_KIND,
    NOTE_KIND,
    PARAGRAPH_KIND,
    Passage,
    PassageText,
    TableCells,
    is_caption,
    name_place,
    number_places,
)
from discourse.publish.manuscripts.xml_parts import raw_manuscript
from discourse.text.encodings import find_declared_encoding
from discourse.text.packages import import_package
from discourse.text.readers.web import CHARSET, HTML

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_LEFT_OUT = frozenset(
    "script style template noscript svg iframe object textarea select nav".split()
)
_EMPHASIS = frozenset("em i b strong dfn cite mark q".split())
_CODE = frozenset("code kbd samp var".split())
_NOTE_ROLES = ("doc-endnotes", "doc-footnote", "footnotes")


def read_html_manuscript(path: Path) -> list[Passage]:
    """Read the passages of a page.

    Raises
    ------
    DiscourseError
        If the file is no HTML, or is nested too deeply.
    """
    raw = raw_manuscript(path)
    html = import_package("lxml.html", "lxml", raw.place)
    content = raw.decode(declared=find_declared_encoding(raw.data, CHARSET)).text
    parser = html.HTMLParser(encoding="utf-8")
    try:
        root = html.document_fromstring(content.encode("utf-8", "replace"), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError):
        raise raw.error("is not HTML; save it again.") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise raw.error("is nested too deeply, so that its end would be lost; save it as text.")
    reader = _HtmlReader(path)
    reader.walk(root)
    reader.end_block()
    return list(number_places(reader.passages, name_place))


_STRUCK = ("del", "s", "strike")


@dataclass
class _OpenTable:
    """A table that is open, and where in it: its row and column, from 0.

    ``covered`` says of a column for how many rows, with this one, a cell goes on in it.
    """

    cells: TableCells
    row: int = -1
    column: int = -1
    covered: dict[int, int] = field(default_factory=dict)

    def begin_row(self) -> None:
        self.row, self.column = self.row + 1, -1
        self.covered = {at: rows - 1 for at, rows in self.covered.items() if rows > 1}

    def begin_cell(self) -> None:
        self.column += 1
        while self.column in self.covered:
            self.column += 1

    def end_cell(self, columns: str, rows: str) -> None:
        """End a cell that goes on over some columns and rows."""
        wide, high = (int(n) if n.isdecimal() and 0 < len(n) < 4 else 1 for n in (columns, rows))
        if high > 1:
            self.covered |= dict.fromkeys(range(self.column, self.column + max(wide, 1)), high)
        self.column += max(wide, 1) - 1


@dataclass
class _HtmlReader:
    path: Path
    passages: list[Passage] = field(default_factory=list)
    _text: PassageText = field(default_factory=PassageText)
    # The element of the block that is open, and the marks that are: (kind, claim, where it began).
    _kinds: list[str] = field(default_factory=lambda: [PARAGRAPH_KIND])
    _marks: list[tuple[str, str, int]] = field(default_factory=list)
    _tables: list["_OpenTable"] = field(default_factory=list)
    _count: int = 0
    _raised: int = 0

    def walk(self, root: Any) -> None:
        """Read an element; this is a loop, since markup may be nested deeply."""
        stack: list[tuple[Any, Iterator[Any]]] = []
        self._enter(root)
        stack.append((root, iter(root)))
        while stack:
            element, children = stack[-1]
            child = next(children, None)
            if child is None:
                self._leave(element)
                stack.pop()
                if stack:
                    self._add(element.tail or "")
            elif not isinstance(child.tag, str) or child.tag in _LEFT_OUT or child.tag == "head":
                if child.tag == "head" and (title := child.findtext("title")):
                    self._add_title(title)
                self._add(child.tail or "")
            else:
                self._enter(child)
                stack.append((child, iter(child)))

    def _add(self, text: str) -> None:
        if self._raised:
            self._text.add_raised(text, [None] * len(text))
        else:
            self._text.add(text)

    def _add_title(self, title: str) -> None:
        text = PassageText()
        text.add(title)
        paragraph, sources = text.finish(collapse=True)
        if paragraph.text:
            self.passages.append(Passage("title", HEADING_KIND, paragraph, "", sources, self.path))

    def _enter(self, element: Any) -> None:
        tag = element.tag
        if tag in HTML.blocks:
            self.end_block()
            self._kinds.append(_kind_of_element(element) or self._kinds[-1])
        if tag == "table":
            self._count += 1
            self._tables.append(_OpenTable(TableCells(self._count)))
        elif tag == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].begin_cell()
        elif tag == "br":
            self._text.add("\n")
        self._marks.append((*_mark_of(element), self._text.length))
        if tag == "img" and element.get("alt"):
            self._text.add(f" {element.get('alt')} ")
        self._raised += tag == "sup"
        self._add(element.text or "")

    def _leave(self, element: Any) -> None:
        kind, claim, start = self._marks.pop()
        if kind:
            self._text.mark(start, kind, claim)
        self._raised -= element.tag == "sup"
        if element.tag in _STRUCK:  # what follows is no part of the same number
            self._text.add(" ")
        if element.tag in HTML.blocks:
            self.end_block()
            self._kinds.pop()
        if element.tag in ("td", "th") and self._tables:
            self._tables[-1].end_cell(element.get("colspan", ""), element.get("rowspan", ""))
        if element.tag == "table":
            self._tables.pop()

    def end_block(self) -> None:
        """End the block that is open; what is marked beyond its end is marked in the next, too."""
        for kind, claim, start in self._marks:
            if kind:
                self._text.mark(start, kind, claim)
        self._marks = [(kind, claim, 0) for kind, claim, _ in self._marks]
        paragraph, sources = self._text.finish(collapse=True)
        self._text = PassageText()
        if not paragraph.text:
            return
        if self._kinds[-1] == CELL_KIND and self._tables:
            table, read = self._tables[-1], [(paragraph, sources)]
            row, column = max(table.row, 0), max(table.column, 0)
            self.passages += table.cells.passages(row, column, read, self.path)
            return
        kind = self._kinds[-1]
        if kind == PARAGRAPH_KIND and is_caption(paragraph.text):
            kind = CAPTION_KIND
        self.passages.append(Passage("", kind, paragraph, "", sources, self.path))


def _kind_of_element(element: Any) -> str:
    """The kind of passage that an element begins; "" if it has that of the element around it."""
    tag = element.tag
    if tag in _HEADINGS:
        return HEADING_KIND
    if tag in ("figcaption", "caption"):
        return CAPTION_KIND
    if tag in ("td", "th"):
        return CELL_KIND
    if tag == "pre":
        return CODE_KIND
    if element.get("role") in _NOTE_ROLES or "footnotes" in (element.get("class") or "").split():
        return NOTE_KIND
    return ""


def _mark_of(element: Any) -> tuple[str, str]:
    """The kind of span that an element is, and its claim."""
    tag = element.tag
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items())
    if hidden := how_hidden(f"<{tag}{attributes}>"):
        return hidden, ""
    if tag == "a" and element.get("href") == "#" and element.get("title"):
        return "claim", " ".join(element.get("title").split())
    if tag == "blockquote":
        return "quotation", ""
    if tag in _CODE or tag == "pre":
        return "code", ""
    if tag in _EMPHASIS:
        return "emphasis", ""
    if tag in _HEADINGS:
        return "heading", ""
    return "", ""
