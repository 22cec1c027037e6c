"""The prose of a notebook: its Markdown cells as text that is read, and what marks it."""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from discourse.errors import DiscourseError

if TYPE_CHECKING:
    from markdown_it.token import Token


class Span(NamedTuple):
    """A stretch of a text and what it is; ``claim`` is the title of a link to ``#``."""

    start: int
    end: int
    kind: str
    claim: str = ""


@dataclass
class Paragraph:
    """The text of a block as it is read, its line in the cell, from 1, and its spans.

    The kinds of span are code, quotation, heading, address, emphasis, link and claim.
    """

    line: int
    text: str = ""
    spans: list[Span] = field(default_factory=list)

    def line_of(self, at: int) -> int:
        """The line of a character of the text."""
        return self.line + self.text.count("\n", 0, at)


class NotebookCell(NamedTuple):
    """A cell of a notebook: "markdown", "code" or another kind, its source and its outputs."""

    kind: str
    source: str
    outputs: Sequence[Mapping[str, Any]]


def notebook_cells(notebook: Path) -> list[NotebookCell]:
    """The cells of a notebook, as they are stored.

    Raises
    ------
    DiscourseError : a file that is not there, or that is no notebook.
    """
    if not notebook.is_file():
        raise DiscourseError(f"{notebook} does not exist; give a notebook, an .ipynb file.")
    try:
        return [
            NotebookCell(cell["cell_type"], join_source(cell["source"]), cell.get("outputs", []))
            for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        ]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DiscourseError(
            f"{notebook} is no notebook; give an .ipynb file of format 4, as JupyterLab saves it."
        ) from None


def join_source(text: Any) -> str:
    """A text of a notebook, which may be stored as lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def cell_sources(notebook: Path, kind: str) -> list[tuple[int, str]]:
    """Number, from 1 over cells of all kinds, and source of the "markdown" or "code" cells.

    Raises
    ------
    DiscourseError : a file that is not there, or that is no notebook.
    """
    return [
        (at, cell.source)
        for at, cell in enumerate(notebook_cells(notebook), 1)
        if cell.kind == kind
    ]


def syntax_tree(source: str) -> ast.Module:
    """The syntax tree of a code cell; that of no code if it is not plain Python."""
    try:
        tree = ast.parse(source)
        ast.dump(tree)  # Python 3.13 parses deeper code than `ast.literal_eval` can read
    except (SyntaxError, RecursionError, MemoryError):  # a magic, a shell line, or too deep
        return ast.Module([], [])
    return tree


def paragraphs(source: str) -> Iterator[Paragraph]:
    """The blocks of a Markdown cell, in the order of reading."""
    from markdown_it import MarkdownIt

    within: list[str] = []
    for token in MarkdownIt("commonmark").enable("table").parse(source):
        line = token.map[0] + 1 if token.map else 1
        if token.nesting == 1:
            within.append(token.type)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            paragraph = _inline(token.children or [], Paragraph(line))
            for kind in ("blockquote_open", "heading_open"):
                if kind in within:
                    paragraph.spans.append(Span(0, len(paragraph.text), _BLOCKS[kind]))
            yield paragraph
        elif token.type == "html_block":
            yield from _html(token.content, line)
        elif token.content:
            yield Paragraph(line, token.content, [Span(0, len(token.content), "code")])


_BLOCKS = {"blockquote_open": "quotation", "heading_open": "heading"}


def _inline(children: Sequence["Token"], paragraph: Paragraph) -> Paragraph:
    """The paragraph with the text and the spans of inline tokens added."""
    opened: list[tuple[int, Token]] = []
    for token in children:
        start = len(paragraph.text)
        if token.nesting == 1:
            opened.append((start, token))
        elif token.nesting == -1:
            begun, opening = opened.pop()
            paragraph.spans.append(_span(begun, start, opening))
        elif token.type == "image":  # what is read of it is its description
            _inline(token.children or [], paragraph)
        else:
            paragraph.text += _read(token)
            if token.type == "code_inline":
                paragraph.spans.append(Span(start, len(paragraph.text), "code"))
    return paragraph


def _span(start: int, end: int, opening: "Token") -> Span:
    if opening.type != "link_open":
        return Span(start, end, "emphasis")
    if opening.info == "auto":
        return Span(start, end, "address")
    claim = str(opening.attrs.get("title", "")) if opening.attrs["href"] == "#" else ""
    return Span(start, end, "claim" if claim else "link", " ".join(claim.split()))


def _read(token: "Token") -> str:
    """What is read of a token; of an HTML tag its line ends alone, so that lines are counted."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    return "\n" * token.content.count("\n") if token.type == "html_inline" else token.content


class _Html(HTMLParser):
    """What is read of a block of HTML, with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[tuple[int, str]] = []

    def handle_data(self, data: str) -> None:
        self.read.append((self.getpos()[0], data))


def _html(source: str, line: int) -> Iterator[Paragraph]:
    parser = _Html()
    parser.feed(source)
    parser.close()
    yield from (Paragraph(line + row - 1, text) for row, text in parser.read)
