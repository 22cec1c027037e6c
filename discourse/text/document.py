"""A text with its regions: what is counted, what is only shown, what is dropped."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import regex

Value = str | int | float | bool | date

COUNT, SHOW, DROP = TREATMENTS = ("count", "show", "drop")


@dataclass(frozen=True)
class Region:
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


@dataclass(frozen=True)
class Regions:
    """The regions of a text, column by column: a long text has too many for an object each.

    ``head`` is -1 where a region opens with none.
    """

    start: Sequence[int]
    end: Sequence[int]
    name: Sequence[str]
    treatment: Sequence[str]
    section: Sequence[str]
    head: Sequence[int]

    @staticmethod
    def of(regions: Iterable[Region]) -> "Regions":
        """The columns of some regions."""
        rows = [
            (r.start, r.end, r.name, r.treatment, r.section, -1 if r.head is None else r.head)
            for r in regions
        ]
        return Regions(*(list(column) for column in zip(*rows, strict=True)))

    def __len__(self) -> int:
        return len(self.start)


@dataclass(frozen=True)
class Document:
    """A decoded text that is never edited, tiled by regions.

    ``sha256`` is that of the source's bytes, ``description`` that of the description beside it.
    """

    name: str
    text: str
    sha256: str
    regions: Regions
    metadata: Mapping[str, Value] = field(default_factory=dict)
    description: str = ""


def plain(name: str, text: str, metadata: Mapping[str, Value], sha256: str = "") -> Document:
    """A document without a description: each paragraph is a section, all of it is counted."""
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(name, text, digest, paragraphs(text), metadata)


def paragraphs(text: str) -> Regions:
    """Tile a text at its blank lines; a paragraph keeps the blank lines that follow it."""
    starts = [0, *(match.end() for match in _BLANK_LINES.finditer(text) if match.end() < len(text))]
    number = len(starts)
    return Regions(
        start=starts,
        end=[*starts[1:], len(text)],
        name=["paragraph"] * number,
        treatment=[COUNT] * number,
        section=list(map(str, range(1, number + 1))),
        head=[-1] * number,
    )


_BLANK_LINES = regex.compile(r"\n(?:[^\S\n]*\n)+")
