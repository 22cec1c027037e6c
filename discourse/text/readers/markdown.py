"""Markdown: the file is the text, markup included, and ``#`` marks its headings."""

from collections.abc import Iterator
from itertools import pairwise

import regex

from discourse.text.document import DROP, Paragraphs
from discourse.text.extract import HEADING, PARAGRAPH, Extract, RawFile, TextBlock, tile_blocks

_FRONT_MATTER = regex.compile(r"\A---[^\S\n]*\n(?s:.*?)^---[^\S\n]*(?:\n\s*|\Z)", regex.MULTILINE)
_FENCED = regex.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n(?s:.*?)(?:^ {0,3}\1|\Z)", regex.MULTILINE)
_HEADING = regex.compile(r"^ {0,3}#{1,6}(?:[ \t][^\n]*)?(?:\n\s*|\Z)", regex.MULTILINE)


def read_markdown(raw: RawFile) -> Iterator[Extract]:
    """Read the text of a file; a section is a heading and the text below it."""
    content = raw.decode()
    yield Extract(content.text, tile_blocks(list(split_markdown(content.text))), content.encoding)


def split_markdown(text: str) -> Iterator[TextBlock]:
    """Split a text into its front matter, which is dropped, and its headings and paragraphs."""
    front = _FRONT_MATTER.match(text)
    body = front.end() if front else 0
    if front:
        yield TextBlock(front[0], "", DROP, "front matter")
    opens = _find_openings(text[body:])
    starts = sorted(opens)
    for start, end in pairwise([*starts, len(text) - body]):
        yield TextBlock(text[body + start : body + end], opens[start])


def _find_openings(text: str) -> dict[int, str]:
    """Find where headings and paragraphs open; a ``#`` in a fenced block opens nothing."""
    fenced = [match.span() for match in _FENCED.finditer(text)]
    headings = [
        match.span()
        for match in _HEADING.finditer(text)
        if not any(start <= match.start() < end for start, end in fenced)
    ]
    return {
        **{region.start: PARAGRAPH for region in Paragraphs(text) if text},
        **{end: PARAGRAPH for _, end in headings if end < len(text)},
        **{start: HEADING for start, _ in headings},
    }
