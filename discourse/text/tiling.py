"""A description laid over its text: regions that cover the text exactly, in its order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from discourse.errors import DiscourseError
from discourse.text.description import Rule, TextDescription
from discourse.text.document import COUNT, Region

SECONDS_A_MARKER = 5.0
QUOTED = 30

Span = tuple[int, int]

# A ``$`` that is neither escaped nor in a set or a comment.
_END_OF_LINE = regex.compile(
    r"(?s)(?:\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]|\(\?#[^)]*\))(*SKIP)(*FAIL)|\$"
)


@dataclass(frozen=True)
class MarkedPlace:
    """Where in the text the marker of a rule stands."""

    rule: Rule
    start: int
    end: int


def tile(text: str, description: TextDescription) -> tuple[Region, ...]:
    """Regions that cover a text exactly, in its order, as its description says.

    Raises
    ------
    DiscourseError : a marker that the text does not have, or has where it cannot be meant; a
        section that is opened twice.
    """
    try:
        opened = _opened(text, description.rules)
        _check_sections(opened)
        return tuple(_cut(text, opened, _matched(text, description.rules)))
    except DiscourseError as error:
        raise DiscourseError(f"{description.path}: {error}") from None


def _opened(text: str, rules: Sequence[Rule]) -> list[Region]:
    """The regions that a ``begins`` opens: each runs to where the next one begins."""
    begun = list(_begun(text, rules))
    if not begun or begun[0].start > 0:
        where = f"at {_place(text, begun[0].start)}" if begun else "nowhere"
        raise DiscourseError(
            f"the first region begins {where}, not at the text's start; "
            f"add a region that begins at {_quoted(text)}."
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
    ]


def _begun(text: str, rules: Sequence[Rule]) -> Iterator[MarkedPlace]:
    """Where each ``begins`` stands: once, after the one before it."""
    after = 0
    for rule in rules:
        if rule.begins is None:
            continue
        found = _found(rule, rule.begins, text, after)
        if not found:
            raise DiscourseError(
                f"region {rule.name!r} should begin at {rule.begins.pattern!r}, which the text "
                f"does not have after {_place(text, after)}; correct the marker, or the order."
            )
        if len(found) > 1:
            raise DiscourseError(
                f"region {rule.name!r} should begin at {rule.begins.pattern!r}, which stands at "
                f"{_place(text, found[0][0])} and {_place(text, found[1][0])}; "
                "make the marker longer, so that it stands once."
            )
        yield MarkedPlace(rule, *found[0])
        after = found[0][1]


def _check_sections(opened: Sequence[Region]) -> None:
    """Refuse a section that goes on after another one came between: it is one stretch of tokens."""
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


def _matched(text: str, rules: Sequence[Rule]) -> list[MarkedPlace]:
    """Each stretch that a ``matches`` finds, in the order of the text."""
    matched: list[MarkedPlace] = []
    for rule in rules:
        if rule.matches is None:
            continue
        found = _found(rule, rule.matches, text, 0)
        if not found:
            raise DiscourseError(
                f"region {rule.name!r} should match {rule.matches.pattern!r}, which the text does "
                "not have; correct the marker, or take the region out."
            )
        matched.extend(MarkedPlace(rule, *span) for span in found)
    return sorted(matched, key=lambda marked: (marked.start, marked.end))


def _cut(text: str, opened: Sequence[Region], matched: Sequence[MarkedPlace]) -> Iterator[Region]:
    """Cut what was matched out of the regions around it; those go on behind it."""
    cuts = iter([*matched, None])
    cut = next(cuts)
    for region in opened:
        rest = region
        while cut is not None and cut.start < region.end:
            if cut.start < rest.start or cut.end > rest.end:
                raise DiscourseError(
                    f"region {cut.rule.name!r} crosses the border of another region at "
                    f"{_place(text, cut.start)}; let its marker match less."
                )
            yield from _piece(rest, cut.start)
            yield Region(cut.start, cut.end, cut.rule.name, cut.rule.treatment)
            rest = rest._replace(start=cut.end, head=None)
            cut = next(cuts)
        yield from _piece(rest, region.end)


def _piece(region: Region, end: int) -> Iterator[Region]:
    """A region as far as `end`, if that is any of it; its head ends with it."""
    if region.start < end:
        head = None if region.head is None else min(region.head, end)
        yield region._replace(end=end, head=head)


def _found(rule: Rule, marker: regex.Pattern[str], text: str, after: int) -> list[Span]:
    """Where a marker stands from some place on; matches of nothing are none."""
    ending = _with_line_ends(marker, text)
    try:
        found = [match.span() for match in ending.finditer(text, after, timeout=SECONDS_A_MARKER)]
    except TimeoutError:
        raise DiscourseError(
            f"the marker of region {rule.name!r} takes more than {SECONDS_A_MARKER:g} seconds; "
            "write it without nested repetitions."
        ) from None
    return [(start, end) for start, end in found if start < end]


def _with_line_ends(marker: regex.Pattern[str], text: str) -> regex.Pattern[str]:
    r"""A marker whose ``$`` stands before ``\r\n`` too, if that is how lines of the text end."""
    if "\r\n" not in text:
        return marker
    return regex.compile(_END_OF_LINE.sub(r"(?:$|(?=\\r\\n))", marker.pattern), marker.flags)


def _place(text: str, at: int) -> str:
    return f"character {at} (line {text.count(chr(10), 0, at) + 1})"


def _quoted(text: str) -> str:
    return repr(text[:QUOTED] + ("…" if len(text) > QUOTED else ""))
