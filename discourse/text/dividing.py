"""A file that holds several documents, such as an export of a news archive, divided into them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from discourse.errors import DiscourseError
from discourse.text.description import TextDescription
from discourse.text.document import DROP, Paragraphs, Region
from discourse.text.extract import Extract
from discourse.text.tiling import find_marker

FRONT_MATTER = "front matter"


@dataclass(frozen=True)
class Part:
    """A document of a file; its first ``front`` characters precede the first document's marker."""

    extract: Extract
    front: int = 0


def split_documents(
    extract: Extract, description: TextDescription | None, name: str
) -> Iterator[Part]:
    """Divide an extract at the marker with which each of its documents begins.

    Named groups of the marker become metadata. What precedes the first marker belongs to the first
    document, where it is dropped.

    Raises
    ------
    DiscourseError
        If the marker does not occur.
    """
    if description is None or description.documents is None:
        yield Part(extract)
        return
    marker = description.documents
    starts = [start for start, _ in find_marker("documents", marker, extract.text, 0)]
    if not starts:
        raise DiscourseError(
            f"{description.path}: documents should begin at {marker.pattern!r}, which does not "
            f"occur in {name!r}; correct the marker."
        )
    bounds = [0, *starts[1:], len(extract.text)]
    for number, (start, end) in enumerate(pairwise(bounds), 1):
        front = starts[0] if number == 1 else 0
        text = extract.text[start:end]
        found = marker.match(extract.text, start + front)
        groups = found.groupdict() if found else {}
        part = replace(
            extract,
            text=text,
            regions=_cut_to_part(extract, start, end, front),
            name=f"{extract.name or name}/{number}",
            metadata={**extract.metadata, **{key: value for key, value in groups.items() if value}},
        )
        yield Part(part, front)


def _cut_to_part(extract: Extract, start: int, end: int, front: int) -> Sequence[Region]:
    """The regions of a part, with its offsets; its first `front` characters are dropped."""
    if isinstance(extract.regions, Paragraphs):
        own = Paragraphs(extract.text[start + front : end])
        return drop_front(own, front)
    cut = []
    for region in extract.regions:
        first, last = max(region.start, start + front), min(region.end, end)
        if first < last:
            has_head = region.head is not None and region.start == first
            head = min(region.head or 0, last) - start - front if has_head else None
            at = start + front
            cut.append(region._replace(start=first - at, end=last - at, head=head))
    return drop_front(cut, front)


def drop_front(regions: Sequence[Region], front: int) -> Sequence[Region]:
    """Shift regions by some characters that precede them, which are a dropped region."""
    if not front:
        return regions
    shifted = [
        region._replace(
            start=region.start + front,
            end=region.end + front,
            head=None if region.head is None else region.head + front,
        )
        for region in regions
    ]
    return [Region(0, front, FRONT_MATTER, DROP), *shifted]
