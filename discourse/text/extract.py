"""What a reader extracts from a file: a text in blocks, and the regions that the blocks make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.text.annotation import Annotation
from discourse.text.document import COUNT, EDITED, Region, Value
from discourse.text.encodings import Decoded, decode

HEADING, PARAGRAPH, PAGE, LEAD, TURN = "heading", "paragraph", "page", "lead", "turn"


@dataclass(frozen=True)
class RawFile:
    """The bytes of a file, and what the caller said about them.

    ``place`` names the file in messages. ``text_column``, ``document_column`` and
    ``speaker_column`` are the columns of a table that hold the texts, their names and who speaks.
    ``reading`` is "edited" or "original". ``transcript`` says that the file is a transcript.
    """

    path: Path
    place: str
    data: bytes
    encodings: Sequence[str]
    text_column: str
    document_column: str
    speaker_column: str = "speaker"
    reading: str = EDITED
    transcript: bool = False

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

    ``opens`` is what it begins: a "heading", "paragraph", "page" or "turn", or "" if it continues
    one. A block that is not counted has a ``name`` instead, such as "note". ``attributes`` are what
    is known about what it begins, such as the speaker of a turn.
    """

    text: str
    opens: str = ""
    treatment: str = COUNT
    name: str = ""
    attributes: Mapping[str, str] | None = None


def join_blocks(blocks: Iterable[TextBlock]) -> str:
    """Join blocks to the text that they make."""
    return "".join(block.text for block in blocks)


def tile_blocks(blocks: Sequence[TextBlock]) -> tuple[Region, ...]:
    """Tile blocks by regions: a section is a turn, or starts at a heading, a page or a paragraph.

    Sections are turns if anybody speaks; what is before, between and after the turns is divided at
    headings, and otherwise one section. Without turns, sections start at headings, and without
    headings at pages or paragraphs. A region is named for what divides the text: "turn", "heading",
    "page" or "paragraph". Text before the first heading is a region and a section named "lead".
    """
    kinds = {block.opens for block in blocks if block.treatment == COUNT}
    unit = next((kind for kind in (TURN, HEADING, PAGE) if kind in kinds), PARAGRAPH)
    regions: list[Region] = []
    number = at = 0
    current = TextBlock("", "" if unit == TURN else LEAD)  # what the section begins with
    for block in blocks:
        opens = block.treatment == COUNT and _opens_section(block, current, unit)
        if opens:
            number += 1
            current = block
        region = _make_block_region(block, at, current, str(number) if number else LEAD)
        at = region.end
        if regions and not opens and _is_same_region(regions[-1], region):
            regions[-1] = regions[-1]._replace(end=at)
        else:
            is_head = opens and block.opens == HEADING
            head = region.start + len(block.text.rstrip()) if is_head else None
            regions.append(region._replace(head=head))
    return tuple(regions)


def _opens_section(block: TextBlock, current: TextBlock, unit: str) -> bool:
    """Whether a block opens a section; `current` is the block that opened the one before."""
    if unit != TURN:
        return block.opens == unit
    return block.opens in (TURN, HEADING) or (
        block.opens == PARAGRAPH and current.opens in ("", TURN)
    )


def _make_block_region(block: TextBlock, at: int, current: TextBlock, section: str) -> Region:
    end = at + len(block.text)
    if block.treatment != COUNT:
        return Region(at, end, block.name, block.treatment)
    return Region(at, end, current.opens, COUNT, section, attributes=current.attributes)


def _is_same_region(one: Region, other: Region) -> bool:
    names = (one.name, one.treatment, one.section)
    return names == (other.name, other.treatment, other.section)
