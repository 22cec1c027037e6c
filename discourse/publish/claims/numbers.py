"""The numbers in prose: how they are written, and whether one is bound, exempt, or neither.

Which numbers need no claim is decided by the regular expressions in `RULES`. They know English: its
months, its words for numbered parts ("section 3") and for what is counted ("1995 tokens"). They do
not parse sentences, so they can err both ways: "June 7" is taken for a date wherever it occurs, and
a date in another language is reported as an unbound number, unless it is written as code. Only what
Markdown marks (code, block quotations, links, headings) does not depend on the language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

import numpy as np
import regex

from discourse.publish.claims.notebook import cell_sources
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph, read_paragraphs
from discourse.publish.export.data_files import round_significant
from discourse.text.sentences import sentence_starts

WRITTEN_NUMBER = regex.compile(
    r"(?<![\d.,])(?:(?<!\w)[-\u2212])?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
    r"(?:[ \u00a0\u202f]?%)?"
)
_PERCENT = " \u00a0\u202f%"
# A bound number may be one of these words; where they are not bound, they are ignored.
NUMBER_WORDS = {
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

# What needs no claim, in addition to what Markdown marks as code, quotation or address. If several
# rules cover a number, the first one is reported.
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
class ProseNumber:
    """A number in the prose, and where it is; ``cell`` and ``line`` count from 1.

    ``claim`` is what it is bound to, and ``rule`` the exemption that covers it; both are "" for a
    number that needs a claim and has none. ``named`` is what its paragraph emphasises, quotes or
    sets as code; what its own sentence names comes first.
    """

    cell: int
    line: int
    text: str
    sentence: str
    claim: str
    rule: str
    named: tuple[str, ...]


def read_numbers(notebook: Path) -> Iterator[ProseNumber]:
    """Read the numbers in the Markdown cells of a notebook, in reading order.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    for cell, source in cell_sources(notebook, "markdown"):
        for paragraph in read_paragraphs(source):
            yield from _find_numbers(cell, paragraph)


def is_number(text: str) -> bool:
    """Whether a text is a single number, in digits or as a word up to twelve."""
    return text.lower() in NUMBER_WORDS or WRITTEN_NUMBER.fullmatch(text) is not None


def shows_value(number: str, value: float) -> bool:
    """Whether a written number is a value rounded to the digits shown.

    Examples
    --------
    >>> shows_value("0.76", 0.7554), shows_value("0.75", 0.7554), shows_value("27 %", 0.2746)
    (True, False, True)
    >>> shows_value("1,384", 1384), shows_value("Seven", 7), shows_value("seven", 6)
    (True, True, False)
    """
    shown, exact = _parse_number(number), _exact_decimal(value)
    scale = 100 if number.endswith("%") else 1
    return abs(exact * scale - shown) <= Decimal(1).scaleb(_exponent(shown)) / 2


def write_like(value: float, like: str) -> str:
    """Write a value in the form of another number: its decimals, commas and per cent sign.

    Examples
    --------
    >>> write_like(0.7554, "0.83"), write_like(1384, "1,385"), write_like(0.2746, "30 %")
    ('0.76', '1,384', '27 %')
    """
    percent = like[len(like.rstrip(_PERCENT)) :]
    scaled = _exact_decimal(value) * (100 if percent else 1)
    return f"{scaled:,.{-_exponent(_parse_number(like))}f}{percent}"


def _find_numbers(cell: int, paragraph: Paragraph) -> Iterator[ProseNumber]:
    text = paragraph.text
    bound = [span for span in paragraph.spans if span.kind == "claim"]
    spans = sorted([*bound, *_find_free_numbers(text, bound)])
    if not spans:
        return
    exempt = list(_exempt_spans(paragraph))
    marks = [span for span in paragraph.spans if span.kind in ("emphasis", "code")]
    marks += [span for span in exempt if span.kind == "quotation"]
    # The start of each sentence, from 0 on, and the end of the text.
    borders = np.array([0, *sentence_starts(text), len(text)])
    for span in spans:
        after = int(np.searchsorted(borders[:-1], span.start, side="right"))
        start, end = int(borders[after - 1]), int(borders[after])
        yield ProseNumber(
            cell,
            paragraph.line_of(span.start),
            text[span.start : span.end],
            " ".join(text[start:end].split()),
            span.claim,
            "" if span.claim else _covering_rule(span, exempt),
            _names_of_marks(text, marks, range(start, end)),
        )


def _find_free_numbers(text: str, bound: Sequence[MarkdownSpan]) -> Iterator[MarkdownSpan]:
    """Find the numbers that do not overlap a bound number."""
    for match in WRITTEN_NUMBER.finditer(text):
        if not any(span.start < match.end() and match.start() < span.end for span in bound):
            yield MarkdownSpan(match.start(), match.end(), "number")


def _exempt_spans(paragraph: Paragraph) -> Iterator[MarkdownSpan]:
    """The stretches that need no claim: as Markdown marks them, then in the order of the rules."""
    for span in paragraph.spans:
        if span.kind in ("code", "quotation", "address"):
            yield span
        number = span.kind == "heading" and _HEADING_NUMBER.match(paragraph.text)
        if number:
            yield MarkdownSpan(0, number.end(), "heading")
    for rule, pattern in RULES.items():
        for match in pattern.finditer(paragraph.text):
            yield MarkdownSpan(*match.span(), rule)


def _covering_rule(number: MarkdownSpan, exempt: Sequence[MarkdownSpan]) -> str:
    """The first rule that covers a number, "" if none does."""
    covers = (span.kind for span in exempt if span.start <= number.start and number.end <= span.end)
    return next(covers, "")


def _names_of_marks(text: str, marks: Sequence[MarkdownSpan], sentence: range) -> tuple[str, ...]:
    """The texts of some marks, each once; those in a sentence come first."""
    ordered = sorted(marks, key=lambda span: (span.start not in sentence, span.start))
    return tuple(dict.fromkeys(text[span.start : span.end].strip('"“”') for span in ordered))


def _exact_decimal(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(str(round_significant(value)))


def _parse_number(number: str) -> Decimal:
    if number.lower() in NUMBER_WORDS:
        return Decimal(NUMBER_WORDS[number.lower()])
    return Decimal(number.replace(",", "").replace("\u2212", "-").rstrip(_PERCENT))


def _exponent(number: Decimal) -> int:
    return cast(int, number.as_tuple().exponent)
