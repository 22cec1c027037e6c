"""A text with its regions: what is counted, what is only shown, what is dropped."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, overload

Value = str | int | float | bool | date

COUNT, SHOW, DROP = TREATMENTS = ("count", "show", "drop")


class Region(NamedTuple):
    """A labelled stretch of a text and what becomes of it.

    ``start`` and ``end`` are characters. ``section`` is the label of the section that a counted
    region belongs to, "" elsewhere; ``head`` is the end of the section's head if it opens with one.
    """

    start: int
    end: int
    name: str
    treatment: str
    section: str = ""
    head: int | None = None


class Paragraphs(Sequence[Region]):
    """A text tiled at its blank lines; a paragraph keeps those that follow it, the first all.

    ``starts`` is where each begins. A region is made when it is asked for: a long text has more
    paragraphs than anybody looks at.
    """

    def __init__(self, text: str) -> None:
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        self.starts = [0, *(match.end() for match in _BLANK_LINES.finditer(text, first, last))]
        self.end = len(text)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, key: int) -> Region: ...
    @overload
    def __getitem__(self, key: slice) -> list[Region]: ...
    def __getitem__(self, key: int | slice) -> Region | list[Region]:
        if isinstance(key, slice):
            return [self[at] for at in range(len(self))[key]]
        at = range(len(self))[key]
        end = self.starts[at + 1] if at + 1 < len(self) else self.end
        return Region(self.starts[at], end, "paragraph", COUNT, section=str(at + 1))


@dataclass(frozen=True)
class Document:
    """A decoded text that is never edited, tiled by regions.

    ``sha256`` is that of the source's bytes, ``description`` that of the description beside it.
    ``made_by`` is the encoding of the bytes, or the program that took the text out of them.
    ``file`` is where it was read, as messages name it, "" in memory.
    """

    name: str
    text: str
    sha256: str
    regions: Sequence[Region]
    metadata: Mapping[str, Value] = field(default_factory=dict)
    description: str = ""
    made_by: str = ""
    file: str = ""


def plain_document(
    name: str, text: str, metadata: Mapping[str, Value], sha256: str = ""
) -> Document:
    """A document without a description: each paragraph is a section, all of it is counted."""
    return Document(name, text, sha256 or text_hash(text), Paragraphs(text), metadata)


def text_hash(text: str) -> str:
    """The sha256 of a text that has no bytes of its own; it may hold half of a surrogate pair."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# The end of a line and the blank lines behind it; the standard library finds them twice as fast.
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*+\n)+")
