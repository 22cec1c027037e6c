"""A description applied to its text: regions that cover the text exactly, in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from discourse.errors import DiscourseError
from discourse.text.description import RegionRule, TextDescription
from discourse.text.document import COUNT, Region

SECONDS_PER_MARKER = 5.0
QUOTED_CHARACTERS = 30

Span = tuple[int, int]

# A ``$`` that is neither escaped nor part of a set or a comment.
_END_OF_LINE = regex.compile(
    r"(?s)(?:\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?#[^)]*\))(*SKIP)(*FAIL)|\$"
)


@dataclass(frozen=True)
class MarkedPlace:
    """A place in the text that the marker of a rule matches."""

    rule: RegionRule
    start: int
    end: int


def tile(text: str, description: TextDescription) -> tuple[Region, ...]:
    """Tile a text by regions that cover it exactly, in order, as its description says.

    Raises
    ------
    DiscourseError
        If the text does not contain a marker, or contains it at an impossible place, or a section
        is opened twice.
    """
    try:
        opened = _open_regions(text, description.rules)
        _check_reopened_sections(opened)
        return tuple(_insert_matches(text, opened, _find_matches(text, description.rules)))
    except DiscourseError as error:
        raise DiscourseError(f"{description.path}: {error}") from None


def _open_regions(text: str, rules: Sequence[RegionRule]) -> list[Region]:
    """Open a region at each ``begins``; it runs to where the next one begins."""
    begun = list(_find_beginnings(text, rules))
    if not begun or begun[0].start > 0:
        where = f"at {_describe_place(text, begun[0].start)}" if begun else "nowhere"
        raise DiscourseError(
            f"the first region begins {where}, not at the text's start; "
            f"add a region that begins at {_quote_start(text)}."
        )
    ends = [marked.start for marked in begun[1:]] + [len(text)]
    return [
        Region(
            start=marked.start,
            end=end,
            name=marked.rule.name,
            treatment=marked.rule.treatment,
            section=marked.rule.section,
            head=marked.end if marked.rule.head else None,
        )
        for marked, end in zip(begun, ends, strict=True)
        if marked.start < end
    ]


def _find_beginnings(text: str, rules: Sequence[RegionRule]) -> Iterator[MarkedPlace]:
    """Find each ``begins``, which must occur exactly once after the one before it."""
    after = 0
    for rule in rules:
        if rule.begins is None:
            continue
        found = find_marker(f"region {rule.name!r}", rule.begins, text, after, begins=True)
        if not found and rule.is_optional:
            continue
        if not found:
            raise DiscourseError(
                f"region {rule.name!r} should begin at {rule.begins.pattern!r}, which does "
                f"not occur after {_describe_place(text, after)}; correct the marker, or the order."
            )
        if len(found) > 1:
            raise DiscourseError(
                f"region {rule.name!r} should begin at {rule.begins.pattern!r}, which occurs at "
                f"{_describe_place(text, found[0][0])} and {_describe_place(text, found[1][0])}; "
                "make the marker longer, so that it occurs once."
            )
        yield MarkedPlace(rule, *found[0])
        after = found[0][1]


def _check_reopened_sections(opened: Sequence[Region]) -> None:
    """Refuse a section that resumes after another one: a section is one stretch of tokens."""
    counted = [region for region in opened if region.treatment == COUNT]
    closed: set[str] = set()
    for before, region in pairwise(counted):
        if region.section != before.section:
            closed.add(before.section)
        if region.section in closed:
            raise DiscourseError(
                f"region {region.name!r} opens section {region.section!r} again, after section "
                f"{before.section!r}; give it a label of its own."
            )


def _find_matches(text: str, rules: Sequence[RegionRule]) -> list[MarkedPlace]:
    """Find each match of a ``matches``, in the order of the text."""
    matched: list[MarkedPlace] = []
    for rule in rules:
        if rule.matches is None:
            continue
        found = find_marker(f"region {rule.name!r}", rule.matches, text, 0)
        if not found and not rule.is_optional:
            raise DiscourseError(
                f"region {rule.name!r} should match {rule.matches.pattern!r}, which does not "
                "occur; correct the marker, or remove the region."
            )
        matched.extend(MarkedPlace(rule, *span) for span in found)
    return sorted(matched, key=lambda marked: (marked.start, marked.end))


def _insert_matches(
    text: str, opened: Sequence[Region], matched: Sequence[MarkedPlace]
) -> Iterator[Region]:
    """Insert each match as a region into the one around it, which resumes after it."""
    cuts = iter([*matched, None])
    cut = next(cuts)
    for region in opened:
        rest = region
        while cut is not None and cut.start < region.end:
            if cut.start < rest.start or cut.end > rest.end:
                raise DiscourseError(
                    f"region {cut.rule.name!r} crosses the boundary of another region at "
                    f"{_describe_place(text, cut.start)}; let its marker match less."
                )
            yield from _clip_region(rest, cut.start)
            yield Region(cut.start, cut.end, cut.rule.name, cut.rule.treatment)
            rest = rest._replace(start=cut.end, head=None)
            cut = next(cuts)
        yield from _clip_region(rest, region.end)


def _clip_region(region: Region, end: int) -> Iterator[Region]:
    """Clip a region and its head at `end`; yield nothing if nothing is left."""
    if region.start < end:
        head = None if region.head is None else min(region.head, end)
        yield region._replace(end=end, head=head)


def find_marker(
    name: str, marker: regex.Pattern[str], text: str, after: int, *, begins: bool = False
) -> list[Span]:
    r"""Find a marker from a place on; `name` is what it marks, for the error.

    Empty matches are ignored, unless something `begins` there and there are no others: a region
    may begin at ``\A``, or before what a lookahead finds.
    """
    ending = _adapt_line_ends(marker, text)
    try:
        found = [match.span() for match in ending.finditer(text, after, timeout=SECONDS_PER_MARKER)]
    except TimeoutError:
        raise DiscourseError(
            f"the marker of {name} takes more than {SECONDS_PER_MARKER:g} seconds; "
            "write it without nested repetitions."
        ) from None
    return [(start, end) for start, end in found if start < end] or (found if begins else [])


def _adapt_line_ends(marker: regex.Pattern[str], text: str) -> regex.Pattern[str]:
    r"""Let ``$`` in a marker match before ``\r\n`` too, if lines of the text end so."""
    if "\r\n" not in text:
        return marker
    return regex.compile(_END_OF_LINE.sub(r"(?:$|(?=\\r\\n))", marker.pattern), marker.flags)


def _describe_place(text: str, at: int) -> str:
    return f"character {at} (line {text.count(chr(10), 0, at) + 1})"


def _quote_start(text: str) -> str:
    return repr(text[:QUOTED_CHARACTERS] + ("…" if len(text) > QUOTED_CHARACTERS else ""))
