"""Markdown: the file is the text, and ``#`` marks its headings."""

from collections.abc import Iterator
from itertools import pairwise

import regex

from discourse.text.document import DROP, Paragraphs
from discourse.text.extract import HEADING, PARAGRAPH, Extract, Raw, TextBlock, divide

_FRONT_MATTER = regex.compile(r"\A---[^\S\n]*\n(?s:.*?)^---[^\S\n]*(?:\n\s*|\Z)", regex.MULTILINE)
_FENCED = regex.compile(r"^ {0,3}(```+|~~~+)[^\n]*\n(?s:.*?)(?:^ {0,3}\1|\Z)", regex.MULTILINE)
_HEADING = regex.compile(r"^ {0,3}#{1,6}(?:[ \t][^\n]*)?(?:\n\s*|\Z)", regex.MULTILINE)


def read_markdown(raw: Raw) -> Iterator[Extract]:
    """The one text of a file, its marks included; a section is what stands under a heading."""
    content = raw.decoded()
    yield Extract(content.text, divide(list(markdown_blocks(content.text))), content.encoding)


def markdown_blocks(text: str) -> Iterator[TextBlock]:
    """The front matter, which is dropped, and the headings and paragraphs behind it."""
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    if front:
        yield TextBlock(front[0], "", DROP, "front matter")
    opens = _openings(text[begin:])
    starts = sorted(opens)
    for start, end in pairwise([*starts, len(text) - begin]):
        yield TextBlock(text[begin + start : begin + end], opens[start])


def _openings(text: str) -> dict[int, str]:
    """Where headings and paragraphs open; a ``#`` in a fenced block opens none."""
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
