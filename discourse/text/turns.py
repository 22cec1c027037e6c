"""Transcripts: who says what, found in the lines of a text or given in the rows of a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from itertools import chain
from typing import NamedTuple

import regex

from discourse.errors import DiscourseError
from discourse.text.document import COUNT, SHOW, Region, Value
from discourse.text.extract import TURN

SPEAKER = "speaker"
GAP = "\n\n"

_TIME = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?"
_PARTICLES = "al and bin da das de del den der di dos du e el ibn la le of ten ter the van von y zu"
# A word of a name: it begins with a capital, or with a letter of a script that has none. A
# particle or a number may follow.
_WORD = r"[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}\p{N}.'’/&\-]*+"
_MORE = rf"(?:{_WORD}|\#?\p{{N}}+|(?:{_PARTICLES.replace(' ', '|')})\b)"
_NAME = rf"{_WORD}(?:,?\ {_MORE}){{0,7}}(?:\ \([^()\n:]{{1,40}}\))?"
_LOWER_CASE = r"\p{Ll}[\p{Ll}\p{M}]*(?:\ ?\p{N}+)?"
_LABEL = regex.compile(
    rf"""^[^\S\n]*(?:(?:>>+|[-–—])[^\S\n]*)?
    (?:{_TIME}(?:\s?[-–]\s?{_TIME})?[^\S\n]+)?          # when it is said
    [*_]{{0,3}}(?P<name>{_NAME}|{_LOWER_CASE})
    (?:
        (?:[^\S\n]*{_TIME})?[*_]{{0,3}}[^\S\n]?
        (?::[*_]{{0,3}}(?=\s|\Z)|：)
      | [^\S\n]+{_TIME}[^\S\n]*\r?$                     # a line with a name and a time only
    )\s*""",
    regex.MULTILINE | regex.VERBOSE,
)


class Label(NamedTuple):
    """The name of a speaker before what is said, and where it is."""

    start: int
    end: int
    speaker: str


def divide_into_turns(text: str, regions: Sequence[Region], place: str) -> tuple[Region, ...]:
    """Divide what is counted of a text into turns, at lines that begin with ``NAME:``.

    Parameters
    ----------
    text : str
        The text.
    regions : sequence of Region
        Its regions. Those that are not counted stay as they are.
    place : str
        The text as messages name it.

    Returns
    -------
    tuple of Region
        For each turn the name before it, which is shown, and what is said, which is counted: a
        section with its speaker. What precedes the first turn, and a heading, has no speaker.

    Raises
    ------
    DiscourseError
        If no line begins with a name.
    """
    labels = find_labels(text, [region[:2] for region in regions if region.treatment == COUNT])
    if not labels:
        raise DiscourseError(
            f"{place} is read as a transcript, but no line of it begins with a speaker, such as "
            "'LI: We agree.'; leave transcript out, or write the speakers so."
        )
    return tuple(_number_turns(_cut_at_labels(text, regions, labels)))


def find_labels(text: str, stretches: Iterable[tuple[int, int]]) -> list[Label]:
    """Find the names of speakers at the starts of lines, in some stretches of a text.

    A label in lower case, such as ``interviewer:``, is one only if it occurs twice.
    """
    found = [
        Label(match.start(), match.end(), _clean_name(match["name"]))
        for start, end in stretches
        for match in _LABEL.finditer(text, start, end)
    ]
    times = Counter(label.speaker for label in found)
    return [each for each in found if not each.speaker.islower() or times[each.speaker] > 1]


def _clean_name(name: str) -> str:
    return " ".join(name.split())


def _cut_at_labels(
    text: str, regions: Iterable[Region], labels: Sequence[Label]
) -> Iterator[tuple[Region, str | None]]:
    """Cut regions at labels; each counted one comes with its speaker, None if there is none.

    White space before a label belongs to it if it would be a turn of its own.
    """
    waiting = iter([*labels, None])
    label = next(waiting)
    speaker: str | None = None
    for region in regions:
        at = region.start
        if region.treatment != COUNT:
            yield region, None
            continue
        if region.head is not None and region.head > at:
            speaker = None
            if label is None or label.start >= region.head:
                rest = text[region.head : region.end]
                head_end = region.head + len(rest) - len(rest.lstrip())
                yield region._replace(end=head_end), None
                at = head_end
        while label is not None and label.start < region.end:
            start = label.start if text[at : label.start].strip() else at
            if at < start:
                yield region._replace(start=at, end=start, head=None), speaker
            yield Region(start, label.end, SPEAKER, SHOW), None
            at, speaker = label.end, label.speaker
            label = next(waiting)
        if at < region.end:
            yield region._replace(start=at, head=None), speaker


def _number_turns(cut: Iterable[tuple[Region, str | None]]) -> Iterator[Region]:
    """Make each turn a section; a turn continues over what is left out inside it."""
    number = 0
    opens, before = True, None
    for region, speaker in cut:
        if region.treatment != COUNT:
            opens = opens or region.name == SPEAKER
            yield region
            continue
        is_heading = region.head is not None
        number += opens or is_heading or speaker != before
        opens, before = is_heading, speaker
        known = {SPEAKER: speaker} if speaker else None
        yield region._replace(
            name=TURN if speaker else region.name,
            section=str(number),
            attributes=known,
        )


# ---------------------------------------------------------------------------------- in a table


class JoinedTurns(NamedTuple):
    """The turns of one document, joined: a text, its regions, and its metadata."""

    text: str
    regions: tuple[Region, ...]
    metadata: dict[str, Value]


def join_turns(
    documents: Mapping[str, Sequence[Mapping[str, Value]]], *, text: str, speaker: str
) -> dict[str, JoinedTurns]:
    """Join the rows of a table that are the turns of documents.

    Parameters
    ----------
    documents : mapping of str to sequence of mapping
        The rows of each document: the cells by column, where an empty cell is left out.
    text, speaker : str
        The columns of what is said, and of who says it.

    Returns
    -------
    dict of str to JoinedTurns
        Each document, with one section per row. A column that has one value in every document is
        metadata of the documents; any other column is known of each turn.
    """
    rows = list(chain.from_iterable(documents.values()))
    given = dict.fromkeys(chain.from_iterable(rows))
    columns = [key for key in given if key not in (text, speaker)]
    own = [key for key in columns if any(_varies(key, found) for found in documents.values())]
    shared = [key for key in columns if key not in own]
    return {
        name: JoinedTurns(
            *_join_turns(found, text, {speaker: SPEAKER, **dict(zip(own, own, strict=True))}),
            {key: found[0][key] for key in shared if key in found[0]},
        )
        for name, found in documents.items()
    }


def _varies(column: str, rows: Sequence[Mapping[str, Value]]) -> bool:
    return any(row.get(column) != rows[0].get(column) for row in rows)


def _join_turns(
    rows: Sequence[Mapping[str, Value]], text: str, names: Mapping[str, str]
) -> tuple[str, tuple[Region, ...]]:
    """Join rows to a text, with a region for each; `names` are those of what each turn knows."""
    regions: list[Region] = []
    pieces: list[str] = []
    at = 0
    for number, row in enumerate(rows, 1):
        piece = str(row[text]) + (GAP if number < len(rows) else "")
        known = {name: _write_attribute(row[key]) for key, name in names.items() if key in row}
        regions.append(Region(at, at + len(piece), TURN, COUNT, str(number), None, known or None))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), tuple(regions)


def _write_attribute(value: Value) -> str:
    """A value as text: 1.0, which pandas makes of 1 beside an empty cell, and midnight lose it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
