"""A passage of a manuscript: a paragraph, a cell or a note as it is read, and where it is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import regex

from discourse.publish.claims.paragraphs import (
    MarkdownSpan,
    Paragraph,
    places_seen,
    plain_letters,
    says_how_many,
    turned_spans,
)
from discourse.text.readers.raised import (
    is_apart,
    is_note_mark,
    is_raised_number,
    raise_digits,
)

PARAGRAPH_KIND, HEADING_KIND, CELL_KIND = "paragraph", "heading", "cell"
CAPTION_KIND, NOTE_KIND, CODE_KIND = "caption", "note", "code"
# The kind of a span that the author exempts inside of the manuscript; its claim is the reason.
EXEMPTED = "exempted"
# What stands before the claim, or the reason, in a comment on a number.
_COMMENT = regex.compile(r"\s*(claim|exempt)\s*:\s*(.*)", regex.I | regex.S)
_STRAIGHT = str.maketrans("“”„‟‘’‚", '""""\'\'\'')
_CAPTION = regex.compile(
    r"\s*(?P<kind>figure|fig\.|table|illustration|chart)\s+(?P<number>[\d.]*\d)\b", regex.I
)
# A space in a group of digits stays what it is.
_SPACES = regex.compile(r"(?P<kept>(?<=\d)[\u00a0\u2009\u202f](?=\d{3}))|\s")
_REFERENCES = regex.compile(
    r"[\d.\s]*(?:references|bibliography|works cited|literature(?: cited)?|sources)\s*", regex.I
)


@dataclass
class Passage:
    """A passage: its place and kind, what it says, and where each letter is in the file.

    ``heads`` are what a cell of a table stands under and beside. ``sources`` has one entry per
    letter of the text, None for a letter that the file does not have as such; what an entry is, the
    format says. ``file`` is the file with the passage, which may be one that a manuscript includes.
    ``is_reference`` says that the passage belongs to the list of works. ``lines`` are the lines of
    the file on which the letters are, if its readers know it by its lines, and ``is_included`` says
    that another file includes it. ``table``, ``row`` and ``column`` are those of a cell, from 1; 0
    if only its line is known.
    """

    place: str
    kind: str
    paragraph: Paragraph
    heads: str = ""
    sources: Sequence[Any] = ()
    file: Path | None = None
    is_reference: bool = False
    lines: Sequence[int] = ()
    is_included: bool = False
    row: int = 0
    table: int = 0
    column: int = 0

    def place_at(self, at: int) -> str:
        """The place of a letter: that of the passage, with the line, if the file has lines."""
        if not self.lines:
            return self.place
        line = f"line {self.lines[min(at, len(self.lines) - 1)]}"
        return f"{self.place}, {line}" if self.place else line

    @property
    def text(self) -> str:
        """What a reader reads."""
        return self.paragraph.text


@dataclass
class PassageText:
    """A text that is put together from pieces, with the marks that are open."""

    pieces: list[str] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    spans: list[MarkdownSpan] = field(default_factory=list)

    @property
    def length(self) -> int:
        """How many letters there are so far."""
        return len(self.sources)

    def add(self, text: str, sources: Iterable[Any] | None = None) -> None:
        """Add a piece, with the source of each of its letters."""
        self.pieces.append(text)
        self.sources += [None] * len(text) if sources is None else sources

    def mark(self, start: int, kind: str, claim: str = "") -> None:
        """Mark what was added since a place."""
        if self.length > start:
            self.spans.append(MarkdownSpan(start, self.length, kind, claim))

    def mark_before(self, kind: str, claim: str) -> None:
        """Mark the word before this place, as a comment does that stands at a point."""
        before = "".join(self.pieces).rstrip()
        start = max(before.rfind(sign) for sign in " \n\t") + 1
        if before[start:]:
            self.spans.append(MarkdownSpan(start, len(before), kind, claim))

    def add_raised(self, text: str, sources: Sequence[Any]) -> None:
        """Add raised text: an exponent as raised digits; the mark of a note is left out."""
        before = "".join(self.pieces[-3:])
        if is_raised_number(text) and before[-1:].isdigit():
            self.add(raise_digits(text), [None] * len(text))
        elif is_apart(before) or not (is_raised_number(text) or is_note_mark(text, before)):
            self.add(text, sources)

    def finish(self, *, collapse: bool = False) -> tuple[Paragraph, list[Any]]:
        """Return the paragraph, in plain letters, and the source of each of them."""
        text = "".join(self.pieces)
        kept = places_seen(text)
        if collapse:
            kept = _collapse(text, kept)
        # Where each place of the text, and its end, is in what is kept.
        moved, at = [], 0
        for place in range(len(text) + 1):
            while at < len(kept) and kept[at] < place:
                at += 1
            moved.append(at)
        spans = [s._replace(start=moved[s.start], end=moved[s.end]) for s in self.spans]
        shown = "".join(text[k] for k in kept)
        if collapse:
            shown = _SPACES.sub(lambda space: space["kept"] or " ", shown)
        plain = plain_letters(shown)
        paragraph = Paragraph(1, plain, [s for s in spans if s.end > s.start])
        paragraph.spans += turned_spans(plain)
        return paragraph, [self.sources[k] for k in kept]


def _collapse(text: str, kept: Sequence[int]) -> list[int]:
    """The places that are left if white space is one space each, and none at the ends."""
    left: list[int] = []
    for place in kept:
        if text[place].isspace() and text[place] != "\u00a0":
            if not left or text[left[-1]].isspace():
                continue
        left.append(place)
    while left and text[left[-1]].isspace():
        left.pop()
    return left


def read_comment(text: str) -> tuple[str, str]:
    """Read a comment on a number: the kind of its span, and the claim or the reason; or ("", "").

    Examples
    --------
    >>> read_comment("Claim: rights"), read_comment("exempt: from Gries"), read_comment("nice")
    (('claim', 'rights'), ('exempted', 'from Gries'), ('', ''))
    >>> read_comment("claim: rights :: section = “3”")
    ('claim', 'rights :: section = "3"')
    """
    found = _COMMENT.fullmatch(text)
    if found is None or not found[2].strip():
        return "", ""
    said = " ".join(found[2].split())
    # Word processors turn the quotation marks of a claim round.
    is_claim = found[1].lower() == "claim"
    return ("claim", said.translate(_STRAIGHT)) if is_claim else (EXEMPTED, said)


def write_comment(claim: str) -> str:
    """Write the comment on a number that `read_comment` reads.

    Examples
    --------
    >>> write_comment("rights")
    'claim: rights'
    """
    return f"claim: {claim}"


def note_unread(said: tuple[str, str]) -> str:
    """What to say of a comment with a claim, or a reason, that is not on words of a paragraph."""
    kind = "claim" if said[0] == "claim" else "exempt"
    return f"the comment '{kind}: {said[1]}' is not on words of one paragraph; put it on the number"


def name_caption(text: str, number: int) -> str:
    """The place of a caption, by the figure or table that it names.

    Examples
    --------
    >>> name_caption("Figure 2. Hits by section.", 5), name_caption("Hits by section.", 5)
    ('caption of figure 2', 'caption 5')
    """
    found = _CAPTION.match(text)
    if found is None:
        return f"caption {number}"
    kind = {"fig.": "figure"}.get(found["kind"].lower(), found["kind"].lower())
    return f"caption of {kind} {found['number']}"


def is_caption(text: str, style: str = "") -> bool:
    """Whether a paragraph is a caption, by its style or by a beginning such as "Table 2. "."""
    if style:
        return style.casefold().startswith(("caption", "figure caption", "table caption"))
    found = _CAPTION.match(text)
    return found is not None and text[found.end() : found.end() + 1] in (".", ":")


@dataclass
class TableCells:
    """The cells of a table as they are read, each with its heads."""

    number: int
    _heads: dict[int, str] = field(default_factory=dict)
    _side: str = ""

    def passages(
        self, row: int, column: int, kept: Iterable[tuple[Paragraph, list[Any]]], file: Path
    ) -> Iterator[Passage]:
        """The paragraphs of a cell, which is counted from 0, as passages."""
        for paragraph, sources in kept:
            if row == 0:
                self._heads[column] = f"{self._heads.get(column, '')} {paragraph.text}".strip()
            if column == 0:
                self._side = paragraph.text
            head = self._heads.get(column, "")
            paragraph.is_value = row > 0 and says_how_many(column, head)
            place = f"table {self.number}, row {row + 1}, column {column + 1}"
            heads = f"{self._side} | {head}" if row > 0 and column > 0 else ""
            yield Passage(
                place,
                CELL_KIND,
                paragraph,
                heads,
                sources,
                file,
                row=row + 1,
                table=self.number,
                column=column + 1,
            )


def mark_references(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Mark the passages below a heading such as "References", up to the next heading."""
    inside = False
    for passage in passages:
        if passage.kind == HEADING_KIND:
            inside = _REFERENCES.fullmatch(passage.text) is not None
        belongs = passage.is_reference or (inside and passage.kind == PARAGRAPH_KIND)
        yield replace(passage, is_reference=belongs)


def number_places(
    passages: Iterable[Passage], name: Callable[[Passage, int], str]
) -> Iterator[Passage]:
    """Number the passages of each kind that have no place yet, from 1."""
    counts: dict[str, int] = {}
    for passage in passages:
        if not passage.place:
            counts[passage.kind] = counts.get(passage.kind, 0) + 1
            passage.place = name(passage, counts[passage.kind])
        yield passage


def name_place(passage: Passage, number: int) -> str:
    """The place of a passage that is the nth of its kind: "paragraph 12", "caption of figure 1"."""
    if passage.kind == CAPTION_KIND:
        return name_caption(passage.text, number)
    return f"{passage.kind} {number}"
