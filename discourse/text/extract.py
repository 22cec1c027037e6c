"""What a reader extracts from a file: a text in blocks, and the regions that the blocks make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.text.annotation import Annotation
from discourse.text.document import COUNT, Region, Value
from discourse.text.encodings import Decoded, decode

HEADING, PARAGRAPH, PAGE, LEAD = "heading", "paragraph", "page", "lead"


@dataclass(frozen=True)
class RawFile:
    """The bytes of a file, and what the caller said about them.

    ``place`` names the file in messages. ``text_column`` and ``document_column`` are the columns
    of a table that hold the texts and their names.
    """

    path: Path
    place: str
    data: bytes
    encodings: Sequence[str]
    text_column: str
    document_column: str

    def decode(self, *, declared: Sequence[str] = ()) -> Decoded:
        """Decode the file in an encoding that was named or, failing that, `declared` in it."""
        return decode(self.data, [*self.encodings, *declared], self.place)

    def error(self, reason: str) -> DiscourseError:
        """Make an error that names this file."""
        return DiscourseError(f"{self.place} {reason}")


@dataclass(frozen=True)
class Extract:
    """A text from a file, tiled by regions.

    ``name`` tells several texts of one file apart, and ``source`` is what each of them was read
    from, if that says more than the text. ``made_by`` is the encoding that the text was in, or the
    program that extracted it, with its version. ``annotation`` is what is said about a text that
    is tokenised already.
    """

    text: str
    regions: Sequence[Region]
    made_by: str
    name: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)
    source: str = ""
    annotation: Annotation | None = None


@dataclass(frozen=True)
class TextBlock:
    """A stretch of a text, with the white space that follows it.

    ``opens`` is what it begins: a "heading", "paragraph" or "page", or "" if it continues one. A
    block that is not counted has a ``name`` instead, such as "note".
    """

    text: str
    opens: str = ""
    treatment: str = COUNT
    name: str = ""


def join_blocks(blocks: Iterable[TextBlock]) -> str:
    """Join blocks to the text that they make."""
    return "".join(block.text for block in blocks)


def tile_blocks(blocks: Sequence[TextBlock]) -> tuple[Region, ...]:
    """Tile blocks by regions: sections start at headings; without headings, at pages or paragraphs.

    A region is named for what divides the text: "heading", "page" or "paragraph". Text before the
    first heading is a region and a section named "lead".
    """
    kinds = {block.opens for block in blocks if block.treatment == COUNT}
    unit = next((kind for kind in (HEADING, PAGE) if kind in kinds), PARAGRAPH)
    regions: list[Region] = []
    number = at = 0
    for block in blocks:
        opens = block.treatment == COUNT and block.opens == unit
        number += opens
        region = _make_block_region(
            block, at, unit if number else LEAD, str(number) if number else LEAD
        )
        at = region.end
        if regions and not opens and _is_same_region(regions[-1], region):
            regions[-1] = regions[-1]._replace(end=at)
        else:
            head = region.start + len(block.text.rstrip()) if opens and unit == HEADING else None
            regions.append(region._replace(head=head))
    return tuple(regions)


def _make_block_region(block: TextBlock, at: int, name: str, section: str) -> Region:
    end = at + len(block.text)
    if block.treatment != COUNT:
        return Region(at, end, block.name, block.treatment)
    return Region(at, end, name, COUNT, section)


def _is_same_region(one: Region, other: Region) -> bool:
    names = (one.name, one.treatment, one.section)
    return names == (other.name, other.treatment, other.section)
