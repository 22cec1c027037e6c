"""The numbers of a manuscript, each with the sentence by which a claim finds it again."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from discourse.publish.claims.binding import DEGREE
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.number_words import split_qualifier
from discourse.publish.claims.numbers import ProseNumber, find_written_numbers
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph
from discourse.publish.claims.written_numbers import is_number
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.passage import EXEMPTED, Passage

LIST_OF_WORKS = "list of works"
AUTHOR = "author"
_DIGEST_DIGITS = 12
_MASK = "#"
_ALIKE = str.maketrans("“”„«»‘’‚–—\u2010\u2011\u00a0\u202f", '"""""\'\'\'----  ')


@dataclass(frozen=True)
class ManuscriptNumber:
    """A number of a manuscript, and the sentence that it belongs to.

    ``order`` counts the numbers and words of degree of the sentence, from 1. ``sentence`` is the
    sentence as it is compared, and ``digest`` that of the sentence without the numbers that need a
    claim, so that another number leaves it the same. ``rule`` is what exempts the number; where the
    author does, it is "author", and ``reason`` says why. ``occurrence`` counts the sentences with
    the same digest, from 1.
    """

    passage: Passage
    number: ProseNumber
    sentence: str
    digest: str
    order: int
    rule: str = ""
    reason: str = ""
    occurrence: int = 1

    @property
    def place(self) -> str:
        """Where it is."""
        return self.passage.place_at(self.number.start)

    @property
    def is_degree(self) -> bool:
        """Whether it is a word of degree, of which nothing is claimed."""
        return self.rule == DEGREE


@dataclass
class NumberedSentence:
    """A sentence with numbers."""

    sentence: str
    digest: str
    heads: str
    occurrence: int = 1
    numbers: list[ManuscriptNumber] = field(default_factory=list)


def place_in_text(number: ManuscriptNumber) -> tuple[int, int]:
    """Which number of a manuscript it is: its passage, and where it begins there."""
    return number.number.cell, number.number.start


def normalise_sentence(text: str) -> str:
    r"""Return a sentence as it is compared: quotation marks, dashes and spaces of one kind.

    Examples
    --------
    >>> normalise_sentence("It’s  “rights” – 7")
    'It\'s "rights" - 7'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_ALIKE).split())


def find_manuscript_numbers(manuscript: Manuscript) -> list[NumberedSentence]:
    """Find the numbers of a manuscript, in the order in which they are read.

    Examples
    --------
    >>> from pathlib import Path
    >>> from discourse.publish.manuscripts.manuscript import read_manuscript
    >>> read = read_manuscript(Path("docs/manuscripts/paper.tex"))
    >>> first = find_manuscript_numbers(read)[0].numbers[0]
    >>> first.place, first.number.text
    ('line 7', '7')
    """
    found: list[NumberedSentence] = []
    for at, passage in enumerate(manuscript.passages):
        passage.paragraph.spans = list(narrow_claims(at, passage.paragraph, manuscript.passed))
        found += number_sentences(at, passage, manuscript.passed)
    counts: dict[str, int] = {}
    for sentence in found:
        counts[sentence.digest] = sentence.occurrence = counts.get(sentence.digest, 0) + 1
        sentence.numbers = [
            replace(number, occurrence=sentence.occurrence) for number in sentence.numbers
        ]
    return found


def number_sentences(at: int, passage: Passage, passed: PassedValues) -> Iterator[NumberedSentence]:
    """The sentences of a passage that have numbers."""
    numbers = list(find_written_numbers(at, passage.paragraph, passed))
    numbers.sort(key=lambda number: number.start)
    starts = dict.fromkeys(number.start - len(number.preceding) for number in numbers)
    for start in starts:
        own = [number for number in numbers if number.start - len(number.preceding) == start]
        text = normalise_sentence(own[0].sentence)
        digest = digest_sentence(passage.heads, own, start)
        yield NumberedSentence(
            text,
            digest,
            passage.heads,
            numbers=[
                ManuscriptNumber(passage, number, text, digest, order, *_exemption(passage, number))
                for order, number in enumerate(own, 1)
            ],
        )


def digest_sentence(heads: str, numbers: Sequence[ProseNumber], start: int) -> str:
    """The digest of a sentence, in which each number that needs a claim counts alike."""
    first = numbers[0]
    text = f"{first.preceding}{first.text}{first.following}"
    for number in sorted(numbers, key=lambda number: -number.start):
        if number.claim or not number.rule:
            at = number.start - start
            text = f"{text[:at]}{_MASK}{text[at + len(number.text) :]}"
    masked = f"{normalise_sentence(heads)}\n{normalise_sentence(text)}"
    return hashlib.sha256(masked.encode("utf-8")).hexdigest()[:_DIGEST_DIGITS]


def digest_of_text(sentence: str, heads: str = "") -> str:
    """The digest of a sentence that is written out; "" if it has no number.

    Examples
    --------
    >>> digest_of_text("It has 7 hits.") == digest_of_text("It has 12 hits.")
    True
    >>> digest_of_text("It has 7 hits.") == digest_of_text("It has 7 lines.")
    False
    """
    passage = Passage("", "", Paragraph(1, sentence), heads)
    found = list(number_sentences(0, passage, PassedValues()))
    return found[0].digest if found else ""


def _exemption(passage: Passage, number: ProseNumber) -> tuple[str, str]:
    """The rule that exempts a number, and the author's reason."""
    end = number.start + len(number.text)
    for span in passage.paragraph.spans:
        if span.kind == EXEMPTED and span.start <= number.start and end <= span.end:
            return AUTHOR, span.claim
    if passage.is_reference and not number.claim and not number.rule:
        return LIST_OF_WORKS, ""
    return number.rule, ""


def narrow_claims(at: int, paragraph: Paragraph, passed: PassedValues) -> Iterator[MarkdownSpan]:
    """The spans of a paragraph; a claim on words with one number in them is one on that number.

    Who comments on a number in Word may have marked the words beside it, too. Words that say how
    the value compares, as in "over 20 hits", stay with the number.
    """
    free = replace(paragraph, spans=[s for s in paragraph.spans if s.kind != "claim"])
    numbers: list[ProseNumber] | None = None
    for span in paragraph.spans:
        text = paragraph.text[span.start : span.end]
        if span.kind != "claim" or (is_number(text.strip()) and text == text.strip()):
            yield span
            continue
        if numbers is None:
            numbers = list(find_written_numbers(at, free, passed))
        inside = [n for n in numbers if span.start <= n.start < span.end and n.rule != DEGREE]
        if len(inside) == 1 and is_number(inside[0].text):
            start = _qualified_start(paragraph.text, span.start, inside[0])
            yield span._replace(start=start, end=inside[0].start + len(inside[0].text))
        else:
            left = len(text) - len(text.lstrip())
            yield span._replace(start=span.start + left, end=span.start + len(text.rstrip()))


def _qualified_start(text: str, marked: int, number: ProseNumber) -> int:
    """Where a number begins, with the words that qualify it, if these are marked, too."""
    end = number.start + len(number.text)
    words = (marked + found.start() for found in re.finditer(r"\S+", text[marked : number.start]))
    return next(
        (start for start in words if is_number(split_qualifier(text[start:end])[1])), number.start
    )


def bind_numbers(
    manuscript: Manuscript, bound: Iterable[tuple[ManuscriptNumber, str]]
) -> dict[tuple[int, int], ProseNumber]:
    """Read some numbers again with their claims, as if the manuscript had these.

    Returns
    -------
    dict
        Each number with a claim in the same passages, by the place of its passage in the
        manuscript, and where it starts there.
    """
    claims: dict[int, list[MarkdownSpan]] = {}
    for each, claim in bound:
        start = each.number.start
        span = MarkdownSpan(start, start + len(each.number.text), "claim", claim)
        claims.setdefault(each.number.cell, []).append(span)
    found = {}
    for at, spans in claims.items():
        own = manuscript.passages[at].paragraph
        paragraph = replace(own, spans=[*own.spans, *spans])
        for number in find_written_numbers(at, paragraph, manuscript.passed):
            if number.claim:
                found[at, number.start] = number
    return found
