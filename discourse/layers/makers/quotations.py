"""Quotations: what is written between two marks that form a pair."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.layers.passages import DROPPED, Passages, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans

COLUMNS = {"line_id": "str", "label": "str", "marks": "str", "depth": "int64"}
STRAY_COLUMNS = {"document": "str", "line_id": "str", "mark": "str", "reason": "str", "text": "str"}
NOT_CLOSED, NOT_OPENED, NO_SIDE = "not closed", "not opened", "neither opens nor closes"
SHOWN_AROUND = 40

_MARK = regex.compile(r"``|''|[\"'`“”„‟«»‹›‘’‚‛「」『』]")
# What closes each mark. Where a language closes „ with “ or with ”, either of them does.
CLOSED_BY = {
    '"': ('"',), "'": ("'",), "``": ("''",), "`": ("'",), "“": ("”",), "‟": ("”",),
    "„": ("“", "”", "‟"), "«": ("»",), "»": ("«", "»"), "‹": ("›",), "›": ("‹", "›"), "‘": ("’",),
    "‛": ("’",), "‚": ("‘", "’", "‛"), "「": ("」",), "『": ("』",), "”": ("”",),
}  # fmt: skip
# Languages that write »so« beside or in place of «so», and those that write ”so” or »so».
_INWARD = frozenset("de da no nb nn cs sk sl hr sr bs hu pl et is".split())
_SAME_ON_BOTH_SIDES = frozenset(("sv", "fi"))
_GUILLEMETS = frozenset("«»‹›")
_SINGLE = frozenset("'’")
# Words that begin with an apostrophe; after it the mark of a decade is a digit: ’90s.
_ELIDED = regex.compile(
    r"(?:tis|twas|twere|twill|em|til|till|cause|bout|round|n|neath)\b|\d", regex.I
)
_PARAGRAPH = regex.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = regex.compile(r"\n\s*")
_SENTENCE_END = regex.compile(r"[.!?:;…。！？][\"'”’»)\]]*[^\S\n]*$")


@dataclass(frozen=True)
class _Mark:
    """A mark in the text, and on which sides of it a quotation could be."""

    text: str
    start: int
    end: int
    may_open: bool
    may_close: bool


@dataclass
class _Pairing:
    """The marks that are open at a place of a text, and what was found before it."""

    open: list[_Mark] = field(default_factory=list)
    pairs: list[tuple[_Mark, _Mark, int]] = field(default_factory=list)
    stray: list[tuple[_Mark, str]] = field(default_factory=list)

    def close_all(self) -> None:
        """List the marks that are still open."""
        self.stray += [(mark, NOT_CLOSED) for mark in self.open]
        self.open.clear()


@maker("quotation", version=1)
def quotations(corpus: Corpus) -> pd.DataFrame:
    """One row per quotation: the text between two marks that form a pair, without the marks.

    A mark opens or closes by its shape (``“so”``, ``«so»``, ``「so」``) and by the document's
    language (``„so“``, ``»so«``, ``”so”``). A straight mark opens if a word follows it directly,
    and closes if a word or its punctuation is directly before it. Quotations may be nested in
    others with other marks. One that goes on in the next paragraph does so if this paragraph
    begins with its opening mark again, as is the custom; otherwise a paragraph ends it.

    An apostrophe is no mark: not inside a word, and not after a plural (``workers’ rights``) as
    long as another mark can close the quotation. A mark that has no partner makes no quotation;
    `unpaired_marks` lists it.

    Parameters
    ----------
    corpus : Corpus
        The texts.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, marks, depth``. The label is "quotation"; ``marks`` are
        the opening and the closing mark, and ``depth`` is 1 for a quotation that is in no other.

    Notes
    -----
    The rule sees marks and no meaning: titles, terms and words that are held at a distance are in
    quotation marks, too, and what is reported without marks is not found.
    """
    rows = []
    for passages in read_passages(check_corpus("make", corpus)):
        for opening, closing, depth in _pair_marks(passages).pairs:
            start, end = _trim(passages.text, opening.end, closing.start)
            if start < end:
                marks = f"{opening.text} {closing.text}"
                rows.append((passages.line_id(start, end), "quotation", marks, depth))
    return tabulate_spans(rows, COLUMNS)


def unpaired_marks(corpus: Corpus) -> pd.DataFrame:
    """List the quotation marks that have no partner, which the maker "quotations" passes over.

    Parameters
    ----------
    corpus : Corpus
        The texts.

    Returns
    -------
    DataFrame
        One row per mark, in the order of the texts: ``document, line_id, mark, reason, text``.
        ``reason`` is "not closed", "not opened" or "neither opens nor closes".

    See Also
    --------
    dc.layers.make : A layer by a rule.

    Notes
    -----
    ``discourse docs labelling-spans`` explains how layers are made and used.

    Examples
    --------
    >>> import discourse as dc
    >>> corpus = dc.Corpus.from_texts({"a": "“Peace, he said. Then “war”."})
    >>> dc.layers.unpaired_marks(corpus)[["mark", "reason", "text"]]
      mark      reason                          text
    0    “  not closed  “Peace, he said. Then “war”.
    """
    check_corpus("unpaired_marks", corpus)
    store = corpus.whole.store
    names = dict(zip(store.digests.tolist(), store.sources["document"], strict=True))
    rows = []
    for passages in read_passages(corpus):
        text = passages.text
        for mark, reason in sorted(_pair_marks(passages).stray, key=lambda each: each[0].start):
            around = text[max(0, mark.start - SHOWN_AROUND) : mark.end + SHOWN_AROUND]
            shown = " ".join(around.replace(DROPPED, " ").split())
            line_id = passages.line_id(mark.start, mark.end)
            rows.append((names[passages.digest], line_id, mark.text, reason, shown))
    return tabulate_spans(rows, STRAY_COLUMNS)


def _pair_marks(passages: Passages) -> _Pairing:
    """Pair the marks of a text, paragraph by paragraph."""
    pairing = _Pairing()
    for paragraph in _paragraphs(passages):
        marks = list(_find_marks(passages, *paragraph))
        marks = _reopen(pairing, passages.text, paragraph[0], marks)
        for number, mark in enumerate(marks):
            _take_mark(pairing, passages.text, mark, islice(marks, number + 1, None))
    pairing.close_all()
    pairing.pairs.sort(key=lambda pair: pair[0].start)
    return pairing


def _paragraphs(passages: Passages) -> Iterator[tuple[int, int]]:
    """The paragraphs of the counted text.

    They are divided by empty lines, by the borders of regions, and by the ends of lines if most
    of the lines end with a sentence: then the lines are not those of a printed page.
    """
    text = passages.text
    ends = [found.start() for found in _LINE_END.finditer(text)]
    ending = sum(bool(_SENTENCE_END.search(text, max(0, at - 10), at)) for at in ends)
    border = _LINE_END if 2 * ending > len(ends) else _PARAGRAPH
    for stretch in passages.counted:
        start = stretch.start
        for found in border.finditer(text, stretch.start, stretch.end):
            yield start, found.start()
            start = found.end()
        if start < stretch.end:
            yield start, stretch.end


def _find_marks(passages: Passages, start: int, end: int) -> Iterator[_Mark]:
    text, language = passages.text, passages.language.partition("-")[0]
    for found in _MARK.finditer(text, start, end):
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        mark = _judge_mark(found[0], found.start(), before, after, language)
        if not (mark.text in _SINGLE and _is_inside_word(before, after)):
            yield mark


def _is_inside_word(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()


def _judge_mark(text: str, start: int, before: str, after: str, language: str) -> _Mark:
    """Say whether a mark can open and close, by its shape, its language and its neighbours."""
    end = start + len(text)
    opens, closes = _touches(after, before), _touches(before, after)
    if text in _GUILLEMETS:
        points_left = text in "«‹"
        if language in _SAME_ON_BOTH_SIDES and not points_left:
            return _Mark(text, start, end, opens, closes)
        if language in _INWARD and opens != closes:
            return _Mark(text, start, end, opens, closes)
        return _Mark(text, start, end, points_left, not points_left)
    if text in "\"'" or (text == "”" and language in _SAME_ON_BOTH_SIDES):
        return _Mark(text, start, end, opens, closes)
    if text in ("“", "‟", "‘", "‛"):  # closes „ and ‚ as well
        return _Mark(text, start, end, True, True)
    return _Mark(
        text, start, end, text in CLOSED_BY and text != "”", text in ("”", "’", "''", "」", "』")
    )


def _touches(inner: str, outer: str) -> bool:
    """Whether a mark belongs to what is on its inner side, judged by both neighbours."""
    if inner.isspace():
        return False
    return inner.isalnum() or not outer.isalnum()


def _reopen(pairing: _Pairing, text: str, start: int, marks: list[_Mark]) -> list[_Mark]:
    """Go on with the quotations that are open, if the paragraph begins with their marks."""
    if not pairing.open:
        return marks
    wanted = [mark.text for mark in pairing.open]
    place = start
    for number, mark in enumerate(marks[: len(wanted)]):
        if mark.text != wanted[number] or text[place : mark.start].strip():
            break
        place = mark.end
    else:
        if len(marks) >= len(wanted):
            return marks[len(wanted) :]
    if marks and marks[0].text == wanted[0] and not text[start : marks[0].start].strip():
        pairing.stray += [(mark, NOT_CLOSED) for mark in pairing.open[1:]]
        del pairing.open[1:]
        return marks[1:]
    pairing.close_all()
    return marks


def _take_mark(pairing: _Pairing, text: str, mark: _Mark, following: Iterable[_Mark]) -> None:
    """Close with a mark what it can close; otherwise open a quotation with it."""
    partner = _find_partner(pairing.open, mark)
    if partner is not None and not _is_plural(text, mark, pairing.open[partner], following):
        pairing.stray += [(inner, NOT_CLOSED) for inner in pairing.open[partner + 1 :]]
        pairing.pairs.append((pairing.open[partner], mark, partner + 1))
        del pairing.open[partner:]
    elif partner is None and mark.may_open:
        if not _is_apostrophe(text, mark, following):
            _drop_unclosed(pairing, mark)
            pairing.open.append(mark)
    elif mark.text not in _SINGLE:
        pairing.stray.append((mark, NOT_OPENED if mark.may_close else NO_SIDE))


def _find_partner(opened: list[_Mark], mark: _Mark) -> int | None:
    """The innermost open mark that a mark closes."""
    if not mark.may_close:
        return None
    for number in reversed(range(len(opened))):
        if mark.text in CLOSED_BY[opened[number].text]:
            return number
    return None


def _drop_unclosed(pairing: _Pairing, mark: _Mark) -> None:
    """A mark that opens twice was not closed the first time."""
    same = [n for n, each in enumerate(pairing.open) if each.text == mark.text]
    if same:
        pairing.stray += [(each, NOT_CLOSED) for each in pairing.open[same[0] :]]
        del pairing.open[same[0] :]


def _is_plural(text: str, mark: _Mark, opening: _Mark, following: Iterable[_Mark]) -> bool:
    """Whether a single mark is the apostrophe of a plural, and another one closes the quotation."""
    if mark.text not in _SINGLE or text[mark.start - 1] not in "sS":
        return False
    goes_on = regex.compile(r" \p{L}").match(text, mark.end) is not None
    return goes_on and _closes_later(opening, following)


def _is_apostrophe(text: str, mark: _Mark, following: Iterable[_Mark]) -> bool:
    """Whether a single mark that could open a quotation is an apostrophe before a word."""
    if mark.text not in ("'", "‘", "‛"):
        return False
    before = text[mark.start - 1] if mark.start else " "
    if before.isalnum():
        return True
    if _ELIDED.match(text, mark.end):
        return True
    return mark.text == "'" and not _closes_later(mark, following)


def _closes_later(opening: _Mark, following: Iterable[_Mark]) -> bool:
    """Whether a mark closes a quotation before another mark opens one in the same way."""
    for mark in following:
        if mark.may_close and mark.text in CLOSED_BY[opening.text]:
            return True
        if mark.text == opening.text:
            return False
    return False


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the blanks beside the marks, as in ``« so »``."""
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
