"""What a reader gets out of a file: a text in blocks, and the regions that they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.text.document import COUNT, Region, Value
from discourse.text.encodings import Decoded, decode

HEADING, PARAGRAPH, PAGE, LEAD = "heading", "paragraph", "page", "lead"


@dataclass(frozen=True)
class Raw:
    """The bytes of a file, and what the caller said of them.

    ``place`` names the file in messages. ``text`` and ``document`` are columns of a table.
    """

    path: Path
    place: str
    data: bytes
    encodings: Sequence[str]
    text: str
    document: str

    def decoded(self, *, declared: Sequence[str] = ()) -> Decoded:
        """The text of the file, in an encoding that was named or that it declares itself."""
        return decode(self.data, [*self.encodings, *declared], self.place)

    def refused(self, reason: str) -> DiscourseError:
        """The error that names this file."""
        return DiscourseError(f"{self.place} {reason}")


@dataclass(frozen=True)
class Extract:
    """A text that was in a file, tiled by regions.

    ``name`` tells several texts of one file apart. ``made_by`` is the encoding that the text was
    in, or the program that took it out of the file, with its version.
    """

    text: str
    regions: Sequence[Region]
    made_by: str
    name: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class TextBlock:
    """A stretch of a text with the blanks behind it.

    ``opens`` is what it begins: a "heading", "paragraph" or "page", or "" where it goes on. What is
    not counted is named instead, as a "note".
    """

    text: str
    opens: str = ""
    treatment: str = COUNT
    name: str = ""


def text_of(blocks: Iterable[TextBlock]) -> str:
    """The text that blocks make."""
    return "".join(block.text for block in blocks)


def divide(blocks: Sequence[TextBlock]) -> tuple[Region, ...]:
    """The regions that blocks make: sections begin at headings, where there are none at each part.

    A region is named for what divides the text: "heading", "paragraph" or "page". What stands
    before the first heading is a region and a section named "lead".
    """
    kinds = {block.opens for block in blocks if block.treatment == COUNT}
    unit = next((kind for kind in (HEADING, PAGE) if kind in kinds), PARAGRAPH)
    regions: list[Region] = []
    number = at = 0
    for block in blocks:
        opens = block.treatment == COUNT and block.opens == unit
        number += opens
        region = _region(block, at, unit if number else LEAD, str(number) if number else LEAD)
        at = region.end
        if regions and not opens and _same(regions[-1], region):
            regions[-1] = regions[-1]._replace(end=at)
        else:
            head = region.start + len(block.text.rstrip()) if opens and unit == HEADING else None
            regions.append(region._replace(head=head))
    return tuple(regions)


def _region(block: TextBlock, at: int, name: str, section: str) -> Region:
    end = at + len(block.text)
    if block.treatment != COUNT:
        return Region(at, end, block.name, block.treatment)
    return Region(at, end, name, COUNT, section)


def _same(one: Region, other: Region) -> bool:
    names = (one.name, one.treatment, one.section)
    return names == (other.name, other.treatment, other.section)
