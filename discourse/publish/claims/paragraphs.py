"""The Markdown of a notebook, read as paragraphs of plain text with what marks them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

if TYPE_CHECKING:
    from markdown_it.token import Token

# Attributes of HTML elements that a reader sees or hears.
_SAID_BY_ATTRIBUTE = (
    "alt", "aria-description", "aria-label", "label", "placeholder", "summary", "title", "value",
)  # fmt: skip
_OF_TIME = regex.compile(
    r"\b(?:year|date|time|period|published|edition|from|to|until|since)s?\b", regex.I
)
_BLOCK_KINDS = {"blockquote_open": "quotation", "heading_open": "heading"}


class MarkdownSpan(NamedTuple):
    """A stretch of a text and its kind; ``claim`` is the title of a link to ``#``."""

    start: int
    end: int
    kind: str
    claim: str = ""


@dataclass
class Paragraph:
    """The text of a block as a reader sees it, its line in the cell (from 1), and its spans.

    The kinds of span are code, quotation, heading, address, emphasis, link and claim. ``is_value``
    says that it is a cell of a table that says how many: neither a head, nor in the first column,
    nor in one of years.
    """

    line: int
    text: str = ""
    spans: list[MarkdownSpan] = field(default_factory=list)
    is_value: bool = False

    def line_of(self, at: int) -> int:
        """The line, in the cell, of a character of the text."""
        return self.line + self.text.count("\n", 0, at)


def read_paragraphs(source: str) -> Iterator[Paragraph]:
    """Read the blocks of a Markdown cell, in reading order.

    Titles of images and links, footnotes and the texts in HTML attributes are paragraphs of their
    own, after the block that contains them. So is the number that a list starts with, unless it is
    1 or goes on from the list before.
    """
    from markdown_it import MarkdownIt

    within: list[str] = []
    lists, columns = _ListNumbers(), _TableColumns()
    described: dict[str, Any] = {}
    for token in MarkdownIt("commonmark").enable("table").parse(source, described):
        line = token.map[0] + 1 if token.map else 1
        for number in lists.follow(token):
            yield Paragraph(line, number)
        columns.follow(token)
        if token.nesting == 1:
            within.append(token.type)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            paragraph = _add_inline(Paragraph(line), token.children or [])
            paragraph.is_value = columns.has_value(paragraph.text, within)
            for block, kind in _BLOCK_KINDS.items():
                if block in within:
                    paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), kind))
            yield paragraph
            hidden = filter(None, _hidden_texts(token.children or []))
            yield from (Paragraph(line, text) for text in hidden)
        elif token.type == "html_block":
            yield from _read_html_block(token.content, line)
        elif token.content:
            code = MarkdownSpan(0, len(token.content), "code")
            yield Paragraph(line, token.content, [code])
    yield from _read_footnotes(described.get("references", {}))


class _ListNumbers:
    """The numbers of the lists of a cell, of which only the first of each list can say anything."""

    def __init__(self) -> None:
        self._next = 1
        self._open: list[int] = []

    def follow(self, token: "Token") -> Iterator[str]:
        """Give the number that a list starts with, if it is not the one that is expected."""
        if token.type == "ordered_list_open":
            start = int(token.attrs.get("start", 1))
            if start not in (0, 1, self._next):
                yield str(start)
            self._open.append(start)
        elif token.type == "ordered_list_close":
            self._next = self._open.pop()
        elif token.type == "bullet_list_open":
            self._open.append(0)
        elif token.type == "bullet_list_close":
            self._open.pop()
        elif token.type == "list_item_close":
            self._open[-1] += 1


class _TableColumns:
    """The columns of a table, by their heads."""

    def __init__(self) -> None:
        self._at = -1
        self._heads: list[str] = []

    def follow(self, token: "Token") -> None:
        """Go on with a token of the table."""
        if token.type == "table_open":
            self._heads = []
        elif token.type == "tr_open":
            self._at = -1
        elif token.type in ("th_open", "td_open"):
            self._at += 1

    def has_value(self, text: str, within: Sequence[str]) -> bool:
        """Whether the text of a cell is a value, and keep it if it is a head."""
        if "th_open" in within:
            self._heads.append(text)
        head = self._heads[self._at] if 0 <= self._at < len(self._heads) else ""
        return "td_open" in within and self._at > 0 and not _OF_TIME.search(head)


def _read_footnotes(references: Mapping[str, Any]) -> Iterator[Paragraph]:
    """The footnotes that Markdown without footnotes takes for the targets of links."""
    for label, target in references.items():
        if label.startswith("^"):
            line = target.get("map", [0])[0] + 1
            yield Paragraph(line, f"{target['href']} {target['title']}".strip())


def _hidden_texts(tokens: Sequence["Token"]) -> Iterator[str]:
    """What a reader sees only when the pointer rests on it, or hears."""
    for token in tokens:
        if token.type == "html_inline":
            yield from (text for _, text in _texts_of_html(token.content, attributes_only=True))
        elif token.type in ("image", "link_open") and token.attrs.get("href") != "#":
            yield str(token.attrs.get("title", ""))
        yield from _hidden_texts(token.children or [])


def _add_inline(paragraph: Paragraph, tokens: Sequence["Token"]) -> Paragraph:
    """Add the text and the spans of inline tokens to a paragraph."""
    opened: list[tuple[int, Token]] = []
    for token in tokens:
        start = len(paragraph.text)
        if token.nesting == 1:
            opened.append((start, token))
        elif token.nesting == -1:
            paragraph.spans.append(_inline_span(*opened.pop(), end=start))
        elif token.type == "image":  # a reader of the text sees its description
            _add_inline(paragraph, token.children or [])
        else:
            paragraph.text += _visible_text(token)
            if token.type == "code_inline":
                paragraph.spans.append(MarkdownSpan(start, len(paragraph.text), "code"))
    return paragraph


def _inline_span(start: int, opening: "Token", end: int) -> MarkdownSpan:
    if opening.type != "link_open":
        return MarkdownSpan(start, end, "emphasis")
    if opening.info == "auto":
        return MarkdownSpan(start, end, "address")
    claim = str(opening.attrs.get("title", "")) if opening.attrs["href"] == "#" else ""
    return MarkdownSpan(start, end, "claim" if claim else "link", " ".join(claim.split()))


def _visible_text(token: "Token") -> str:
    """The text that a token shows; an HTML tag keeps its line ends, so that lines are counted."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type != "html_inline":
        return token.content
    gap = " " if token.content.lower().startswith("<br") else ""
    return gap + "\n" * token.content.count("\n")


class _TextOfHtml(HTMLParser):
    """The texts in a piece of HTML, in elements and in attributes, each with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[int, str]] = []
        self.attributes: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.texts.append((self.getpos()[0], data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = [value for name, value in attrs if name in _SAID_BY_ATTRIBUTE and value]
        self.attributes += [(self.getpos()[0], value) for value in said]


def _texts_of_html(source: str, *, attributes_only: bool = False) -> list[tuple[int, str]]:
    parser = _TextOfHtml()
    parser.feed(source)
    parser.close()
    return parser.attributes if attributes_only else sorted(parser.texts + parser.attributes)


def _read_html_block(source: str, line: int) -> Iterator[Paragraph]:
    yield from (Paragraph(line + row - 1, text) for row, text in _texts_of_html(source))
