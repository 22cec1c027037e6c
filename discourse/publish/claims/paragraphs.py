"""The Markdown of a notebook, read as paragraphs of plain text with what marks them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

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

    The kinds of span are code, quotation, heading, address, emphasis, link and claim.
    """

    line: int
    text: str = ""
    spans: list[MarkdownSpan] = field(default_factory=list)

    def line_of(self, at: int) -> int:
        """The line, in the cell, of a character of the text."""
        return self.line + self.text.count("\n", 0, at)


def read_paragraphs(source: str) -> Iterator[Paragraph]:
    """Read the blocks of a Markdown cell, in reading order."""
    from markdown_it import MarkdownIt

    within: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        line = token.map[0] + 1 if token.map else 1
        if token.nesting == 1:
            within.append(token.type)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            paragraph = _add_inline(Paragraph(line), token.children or [])
            for block, kind in _BLOCK_KINDS.items():
                if block in within:
                    paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), kind))
            yield paragraph
        elif token.type == "html_block":
            yield from _read_html_block(token.content, line)
        elif token.content:
            code = MarkdownSpan(0, len(token.content), "code")
            yield Paragraph(line, token.content, [code])


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
    return "\n" * token.content.count("\n") if token.type == "html_inline" else token.content


class _TextOfHtml(HTMLParser):
    """The texts in a block of HTML, each with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.texts.append((self.getpos()[0], data))


def _read_html_block(source: str, line: int) -> Iterator[Paragraph]:
    parser = _TextOfHtml()
    parser.feed(source)
    parser.close()
    yield from (Paragraph(line + row - 1, text) for row, text in parser.texts)
