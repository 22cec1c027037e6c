"""The numbers in prose: how they are written, and whether one is bound, exempt, or neither."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

import numpy as np
import regex

from discourse.publish.claims.notebook import Paragraph, Span, cell_sources, paragraphs
from discourse.publish.export.data_files import round_significant
from discourse.text.sentences import sentence_starts

NUMBER = regex.compile(
    r"(?<![\d.,])(?:(?<!\w)[-\u2212])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?:[ \u00a0\u202f]?%)?"
)
_PERCENT = " \u00a0\u202f%"
# A bound number may be one of these words; unbound, they are no numbers.
WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
}

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_PLACE = (
    "(?:article|chapter|figure|line|note|notebook|page|paragraph|part|row|section|sentence|step|"
    "table)"
)
_COUNTED = (
    "(?:character|document|hapax|hit|line|section|sentence|time|token|type|word)(?:e?s)?|of|per"
)

# What needs no claim, beside what Markdown itself marks as code, quotation or address. The first
# rule that covers a number is the one that is counted.
RULES: dict[str, regex.Pattern[str]] = {
    "formula": regex.compile(r"\$\$.+?\$\$|\$(?=\S)[^$\n]+(?<=\S)\$", regex.S),
    "address": regex.compile(r"\b(?:https?://|doi:|10\.\d{4,}/)\S+"),
    "quotation": regex.compile(r'"[^"]*"|“[^”]*”'),
    "date": regex.compile(
        rf"\b(?:\d{{1,2}} {_MONTH}(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:, \d{{4}})?|"
        r"\d{4}-\d\d-\d\d)(?!\d)"
    ),
    "year": regex.compile(rf"(?<![\d.,])(?:1[5-9]|20)\d\d(?!\d|[.,]\d| ?%|\s(?:{_COUNTED})\b)"),
    "label": regex.compile(
        rf"\b(?:{_PLACE} \d+(?:\.\d+)*|"
        rf"{_PLACE}s \d+(?:(?:, \d+)*,? (?:and|or|to) |[-–])\d+)\b",
        regex.I,
    ),
    "version": regex.compile(r"\b(?:\d+(?:\.\d+){2,}|(?:version|Python) \d+(?:\.\d+)*)"),
    "size": regex.compile(r"\b\d+(?:\.\d+)?(?: by \d+| [×x] \d+)? ?(?:mm|cm|px|dpi|[kMG]B|ms)\b"),
    "name": regex.compile(r"\p{L}[\p{L}\p{M}]*-?\d+|\d+-grams?\b"),
    "ordinal": regex.compile(r"\b\d+(?:st|nd|rd|th)\b"),
}
_HEADING_NUMBER = regex.compile(r"\d+(?:\.\d+)*\.?(?= )")


@dataclass(frozen=True)
class Number:
    """A number in the prose, and where it is; ``cell`` and ``line`` count from 1.

    ``claim`` is what it is bound to, and ``rule`` the exemption that covers it; both are "" for a
    number that needs a claim and has none. ``named`` is what its paragraph emphasises, quotes or
    sets as code, first that of its own sentence.
    """

    cell: int
    line: int
    text: str
    sentence: str
    claim: str
    rule: str
    named: tuple[str, ...]


def numbers(notebook: Path) -> Iterator[Number]:
    """The numbers in the Markdown cells of a notebook, in the order of reading.

    Raises
    ------
    DiscourseError : a file that is no notebook.
    """
    for cell, source in cell_sources(notebook, "markdown"):
        for paragraph in paragraphs(source):
            yield from _numbers(cell, paragraph)


def is_number(text: str) -> bool:
    """Whether a text is one number, in digits or as a word up to twelve, and nothing else."""
    return text.lower() in WORDS or NUMBER.fullmatch(text) is not None


def shows(number: str, value: float) -> bool:
    """Whether a number, as it is written, is a value rounded to the digits shown.

    Examples
    --------
    >>> shows("0.76", 0.7554), shows("0.75", 0.7554), shows("1,384", 1384), shows("27 %", 0.2746)
    (True, False, True, True)
    >>> shows("Seven", 7), shows("seven", 6)
    (True, False)
    """
    shown, exact = _decimal(number), _exact(value)
    scale = 100 if number.endswith("%") else 1
    return abs(exact * scale - shown) <= Decimal(1).scaleb(_places(shown)) / 2


def write_like(value: float, like: str) -> str:
    """A value in the form of another number: its digits, its commas, its per cent.

    Examples
    --------
    >>> write_like(0.7554, "0.83"), write_like(1384, "1,385"), write_like(0.2746, "30 %")
    ('0.76', '1,384', '27 %')
    """
    percent = like[len(like.rstrip(_PERCENT)) :]
    scaled = _exact(value) * (100 if percent else 1)
    return f"{scaled:,.{-_places(_decimal(like))}f}{percent}"


def _numbers(cell: int, paragraph: Paragraph) -> Iterator[Number]:
    text, exempt = paragraph.text, list(_exempt(paragraph))
    quoted = [span for span in exempt if span.kind == "quotation"]
    for span in sorted([*_bound(paragraph), *_free(paragraph)]):
        start, end = _sentence(text, span.start)
        yield Number(
            cell,
            paragraph.line_of(span.start),
            text[span.start : span.end],
            " ".join(text[start:end].split()),
            span.claim,
            "" if span.claim else _rule(span, exempt),
            _named(paragraph, quoted, range(start, end)),
        )


def _bound(paragraph: Paragraph) -> list[Span]:
    return [span for span in paragraph.spans if span.kind == "claim"]


def _free(paragraph: Paragraph) -> Iterator[Span]:
    """The numbers outside of every mark."""
    bound = _bound(paragraph)
    for match in NUMBER.finditer(paragraph.text):
        if not any(span.start < match.end() and match.start() < span.end for span in bound):
            yield Span(match.start(), match.end(), "number")


def _exempt(paragraph: Paragraph) -> Iterator[Span]:
    """The stretches that need no claim: as Markdown marks them, then in the order of the rules."""
    for span in paragraph.spans:
        if span.kind in ("code", "quotation", "address"):
            yield span
        number = span.kind == "heading" and _HEADING_NUMBER.match(paragraph.text)
        if number:
            yield Span(0, number.end(), "heading")
    for rule, pattern in RULES.items():
        yield from (Span(*match.span(), rule) for match in pattern.finditer(paragraph.text))


def _rule(number: Span, exempt: list[Span]) -> str:
    covers = (span.kind for span in exempt if span.start <= number.start and number.end <= span.end)
    return next(covers, "")


def _sentence(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around a character starts, and where the next one does."""
    starts = np.append(sentence_starts(text), len(text))
    after = int(np.searchsorted(starts[:-1], at, side="right"))
    return int(starts[:after].max(initial=0)), int(starts[after])


def _named(paragraph: Paragraph, quoted: list[Span], sentence: range) -> tuple[str, ...]:
    marked = [span for span in paragraph.spans if span.kind in ("emphasis", "code")] + quoted
    marked.sort(key=lambda span: (span.start not in sentence, span.start))
    texts = (paragraph.text[span.start : span.end].strip('"“”') for span in marked)
    return tuple(dict.fromkeys(texts))


def _exact(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(str(round_significant(value)))


def _decimal(number: str) -> Decimal:
    if number.lower() in WORDS:
        return Decimal(WORDS[number.lower()])
    return Decimal(number.replace(",", "").replace("\u2212", "-").rstrip(_PERCENT))


def _places(number: Decimal) -> int:
    return cast(int, number.as_tuple().exponent)
