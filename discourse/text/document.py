"""A text and its regions: what is counted, what is only shown, what is dropped."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Optional, overload

from discourse.errors import DiscourseError

if TYPE_CHECKING:  # it needs numpy, and the command line lists the readings without it
    from discourse.text.annotation import Annotation

Value = str | int | float | bool | date

COUNT, SHOW, DROP = TREATMENTS = ("count", "show", "drop")
# Of a passage that an edition gives in several readings: the edited text, or that of the source.
EDITED, ORIGINAL = READINGS = ("edited", "original")


class Region(NamedTuple):
    """A labelled stretch of a text, and how it is treated.

    ``start`` and ``end`` are character offsets. ``section`` is the label of the section that a
    counted region belongs to, otherwise "". ``head`` is where the section's head ends, if the
    region opens with one. ``attributes`` are what is known about the section, such as its
    ``speaker``; all regions of a section have the same.
    """

    start: int
    end: int
    name: str
    treatment: str
    section: str = ""
    head: int | None = None
    attributes: Mapping[str, str] | None = None


class Paragraphs(Sequence[Region]):
    """A text tiled at its blank lines, which belong to the paragraph that they follow.

    White space before the first paragraph belongs to that one. ``starts`` is where each paragraph
    begins. Regions are made on demand: a long text has more paragraphs than anybody looks at.
    """

    def __init__(self, text: str) -> None:
        first, last = len(text) - len(text.lstrip()), len(text)
        while last > first and text[last - 1].isspace():  # stripping would copy the text
            last -= 1
        self.starts = [0]
        self.starts += [match.end() for match in _BLANK_LINES.finditer(text, first, last)]
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

    ``sha256`` is the hash of the source's bytes, ``description`` that of the description beside it.
    ``made_by`` is the encoding of the bytes, or the program that extracted the text from them.
    ``file`` is the file as messages name it, "" for a text that was never in one. ``annotation`` is
    what a file says about a text that it brings already tokenised.
    """

    name: str
    text: str
    sha256: str
    regions: Sequence[Region]
    metadata: Mapping[str, Value] = field(default_factory=dict)
    description: str = ""
    made_by: str = ""
    file: str = ""
    annotation: Optional["Annotation"] = None


def plain_document(
    name: str, text: str, metadata: Mapping[str, Value], sha256: str = ""
) -> Document:
    """Make a document without a description: each paragraph is a section, and all are counted."""
    digest = sha256 or text_hash(text)
    return Document(compose(name), text, digest, Paragraphs(text), compose_metadata(metadata))


def compose(text: str) -> str:
    """A text in Unicode's composed form, NFC, in which names and values are compared.

    macOS names files in the decomposed form, in which é is two characters.
    """
    return unicodedata.normalize("NFC", text)


def compose_metadata(metadata: Mapping[str, Value]) -> dict[str, Value]:
    """Metadata with its names and its texts composed.

    Raises
    ------
    DiscourseError
        If two names differ only in their form.
    """
    composed: dict[str, Value] = {}
    for key, value in metadata.items():
        name = compose(key)
        if name in composed:
            raise DiscourseError(f"two metadata columns are named {name!r}; rename one of them.")
        composed[name] = compose(value) if isinstance(value, str) else value
    return composed


def text_hash(text: str) -> str:
    """The sha256 of a text in memory, which may contain half of a surrogate pair."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# A line end and the blank lines after it. The standard library finds them twice as fast as regex.
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*+\n)+")
