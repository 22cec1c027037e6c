"""Where sentences begin: as sentencex finds them, with corrections."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate, chain, pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.text.characters import APOSTROPHES
from discourse.text.languages import language_code

_HALVES = regex.compile(r"\p{Cs}")  # half of a surrogate pair, which UTF-8 cannot encode
# sentencex takes what is between the apostrophes of two words for a quotation, so they become
# part of the word. It reads text that is all ASCII twice as fast.
_PART_OF_WORD = "_"
# It finds no border inside quotation marks and brackets, and often takes what is between two
# quotations for one. So the text is read a second time with spaces instead.
_ENCLOSING = "\"“”„«»()[]'’"
_OPENING_APOSTROPHE = regex.compile(r"(?<!\p{L})‘|‘(?!\p{L})")
_BLANK_LINE = "\n\n"
_OPENERS = "\"“„«‘'(["
_OPENING = regex.compile(rf"[{regex.escape(_OPENERS)}]+\Z")

# What is before a border, and the signs that it begins with: finding these first is quick.
_SURE = (
    # sentencex takes a Chinese full stop before a number for a decimal point.
    ("。！？", regex.compile(r"[。！？](?=\p{Nd})")),
    # A smile ends the sentence before it.
    (":;=", regex.compile(r"(?<=\s)[:;=]['-]?[()DPp/|]+\s+(?=\p{Lu})")),
)
# It takes the English pronoun for an initial or a number. What is quick to test comes first.
_BEFORE_I = r"(?<=\s)(?=I(?:['’]\p{Ll}+)?\s+\p{Ll})(?<=(?:\b\p{Ll}+\.+|[!?][\"”’)\]]?)\s+)"
_MARKER = r"[ \t]*+(?:[-*•‣◦▪–—][ \t]+|\(?(?:\p{Nd}{1,3}|\p{L}|[ivxIVX]{2,5})[.)][ \t]+)"
_ITEM = regex.compile(rf"(?m)^{_MARKER}(?=\S)")
_ONLY_MARKER = regex.compile(rf"(?m)^{_MARKER}\Z")
_ENDS = regex.compile(r"[.:;,!?…][\"”»’')\]]*\s*\Z")
_LONGEST_LETTERS = 5  # of a marker, before its sign
_LONGEST_MARKER = 16
_LOOK_AHEAD = 12
_LOOK_BACK = 64
_SPACE = 10  # characters between an abbreviation and a border: a number, a point, white space


# What is before a false border, what is behind it, and how many characters to look back.
Correction = tuple[regex.Pattern[str], regex.Pattern[str], int]
# The sentences that were found, by the text, its language and the rule.
FoundStarts = dict[tuple[str, str, str], NDArray[np.int64]]
_found: ContextVar[FoundStarts | None] = ContextVar("found", default=None)


@contextmanager
def remember_starts(found: FoundStarts) -> Iterator[None]:
    """Within the block, find the sentences of each text once, and keep them in `found`.

    A corpus and its check need the sentences of the same texts.
    """
    before = _found.set(found)
    try:
        yield
    finally:
        _found.reset(before)


def sentence_starts(text: str, language: object = "en", *, rule: str = "2") -> NDArray[np.int64]:
    """Find the offsets at which the sentences of a text begin, ascending.

    Parameters
    ----------
    text : str
        The text.
    language : str, optional
        The language, by its code or its English name; English rules if it is not known.
    rule : str, optional
        That of the tokeniser; "1" has no corrections, as in version 0.1.0.

    Returns
    -------
    ndarray of int
        The first character of each sentence.

    Examples
    --------
    >>> sentence_starts("See Vol. 2 of it. It is long.").tolist()
    [0, 18]
    """
    found = _found.get()
    if found is None:
        return _find_starts(text, language, rule)
    key = (text, str(language), rule)
    if key not in found:
        found[key] = _find_starts(text, language, rule)
        found[key].flags.writeable = False
    return found[key]


def _find_starts(text: str, language: object, rule: str) -> NDArray[np.int64]:
    readable = _replace_halves(text)
    if rule == "1":
        return np.array(sorted(_find_borders(readable, str(language))), dtype=np.int64)
    code = language_code(language)
    spelt = _spell_apostrophes(readable)
    known = _find_borders(spelt, code)
    known.update(_find_enclosed(spelt, code), _find_lines(readable), _find_sure(readable, code))
    return np.array(sorted(_drop_false(readable, known, code)), dtype=np.int64)


def _replace_halves(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def _spell_apostrophes(text: str) -> str:
    """Write the apostrophes between two letters as a part of the word."""
    for sign in APOSTROPHES:
        if sign in text:
            pieces = text.split(sign)
            joints = (
                _PART_OF_WORD if before[-1:].isalpha() and after[:1].isalpha() else sign
                for before, after in pairwise(pieces)
            )
            text = "".join(chain.from_iterable(zip(pieces, [*joints, ""], strict=True)))
    return text


def _find_borders(text: str, language: str) -> set[int]:
    """Find the first character of each sentence with sentencex alone."""
    borders: set[int] = set()
    for at, paragraph in _divide_into_paragraphs(text):
        borders.update(_read_paragraph(paragraph, at, language))
    return borders


def _divide_into_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Divide a text where sentencex divides it, which reads each paragraph by itself."""
    at = 0
    for paragraph in [text] if "\n\r" in text else text.split(_BLANK_LINE):
        yield at, paragraph
        at += len(paragraph) + len(_BLANK_LINE)


def _read_paragraph(paragraph: str, at: int, language: str) -> list[int]:
    """Find the first character of each sentence of a paragraph that begins at a character."""
    import sentencex

    if "\n\r" not in paragraph:
        *starts, end = accumulate(map(len, sentencex.segment(language, paragraph)), initial=at)
        if end == at + len(paragraph):
            return starts
    # Some characters may be in no sentence. This takes twice as long.
    found = sentencex.get_sentence_boundaries(language, paragraph)
    return [at + item["start_index"] for item in found if not item["is_paragraph_break"]]


def _find_sure(text: str, language: str) -> Iterator[int]:
    """Find the borders that sentencex does not see."""
    for signs, before in _SURE:
        for at in _find_any(text, signs):
            if found := before.match(text, at):
                yield found.end()
    for pattern in _compile_sure(language):
        for found in pattern.finditer(text):
            yield found.end()


def _find_any(text: str, signs: str) -> Iterator[int]:
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            yield at
            at = text.find(sign, at + 1)


@cache
def _compile_sure(language: str) -> list[regex.Pattern[str]]:
    """What is before a border that sentencex does not find, for one language.

    As alternatives of one pattern they would take four times as long.
    """
    patterns = [_BEFORE_I] if language == "en" else []
    if ends := _corrections().get(language, {}).get("end"):
        patterns.append(rf"(?<![\p{{L}}\p{{M}}]){_any_of(ends.split())}\.\s+(?=\p{{Lu}}\p{{Ll}})")
    return list(map(regex.compile, patterns))


def _find_enclosed(text: str, language: str) -> Iterator[int]:
    """Find the sentences inside quotations and brackets: those that begin with a capital letter."""
    opened = text
    for sign in _ENCLOSING:
        opened = opened.replace(sign, " ")
    opened = _OPENING_APOSTROPHE.sub(" ", opened) if "‘" in text else opened
    if opened == text:
        return
    paragraphs = zip(_divide_into_paragraphs(opened), _divide_into_paragraphs(text), strict=True)
    for (at, paragraph), (_, before) in paragraphs:
        for start in _read_paragraph(paragraph, at, language) if paragraph != before else ():
            if text[start : start + 1].isupper():
                opening = None
                if start and text[start - 1] in _OPENERS:
                    opening = _OPENING.search(text, max(0, start - 4), start)
                yield opening.start() if opening else start


def _find_lines(text: str) -> Iterator[int]:
    """Find the lines that begin a sentence: items of lists, headings, and what follows those."""
    if "\n" not in text:
        return
    end = 0  # of the last heading
    for line in _find_line_starts(text):
        item = _ITEM.match(text, line)
        if item and _may_begin(text, line):
            yield line + len(item[0]) - len(item[0].lstrip())
        heading = _compile_heading().match(text, line) if line >= end else None
        if heading:
            end = heading.end()
            if _may_begin(text, line):
                yield from (heading.start("line"), end)


def _find_line_starts(text: str) -> Iterator[int]:
    """Find the lines that may be an item or a heading."""
    yield 0
    for found in _compile_line_start().finditer(text):
        yield found.end()


@cache
def _compile_line_start() -> re.Pattern[str]:
    """The end of a line, unless the next is blank or begins as most do.

    Neither an item nor a heading begins so. This is ten times as fast as asking the patterns of
    both, and Python's own `re` is three times as fast at it as `regex`.
    """
    headings = "|".join(sorted({word[:3] for word in _corrections()["every"]["heading"].split()}))
    mark = rf"[^\n]{{0,{_LONGEST_LETTERS - 1}}}[.)]"
    prose = rf"(?!(?i:{headings}))[\"“]?(?:[a-z]|[A-Z] ?[a-z])(?!{mark})"
    return re.compile(rf"\n(?![ \t]*(?:\n|{prose}))")


def _may_begin(text: str, line: int) -> bool:
    """Whether the line before one is empty or an item, or ends with a mark."""
    before = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line]
    return not before.strip() or bool(_ENDS.search(before) or _ITEM.match(before))


@cache
def _compile_heading() -> regex.Pattern[str]:
    """A line in capitals or Markdown, or a word such as Chapter and its number; what follows."""
    words = "|".join(_corrections()["every"]["heading"].split())
    capital = r"(?:\p{Lu}|[^\p{L}\n])"
    capitals = rf"(?={capital}*\p{{Lu}}\p{{Lu}}){capital}{{2,80}}"
    numbered = rf"(?i:{words})[ \t]+(?:\p{{Nd}}+|[IVXLC]+)\.?"
    line = rf"(?P<line>\#{{1,6}}[ \t]+[^\n]+|{capitals}|{numbered})"
    return regex.compile(rf"(?m)^[ \t]*{line}[ \t]*\n\s*(?=[^\p{{L}}\n]*\p{{Lu}}[^\n]*\p{{Ll}})")


# ------------------------------------------------------------------------------ abbreviations


def _drop_false(text: str, starts: Iterable[int], language: str) -> Iterator[int]:
    """Leave out the borders behind an abbreviation, an ordinal or the number of an item."""
    corrections = _compile_corrections(language)
    for start in starts:
        before = text[max(0, start - _LOOK_BACK) : start]
        # A marker begins its line, which is then a short one so far.
        begun = before[-_LONGEST_MARKER - 1 :].rpartition("\n")[2]
        if len(begun) <= _LONGEST_MARKER and begun.strip():
            marker = _ONLY_MARKER.search(text, max(0, start - _LONGEST_MARKER), start)
            if marker and _may_begin(text, marker.start()):
                continue
        ending = before.rstrip()
        if (
            not ending.endswith(".")
            or _is_surely_whole(ending[ending.rfind(" ") + 1 : -1], language)
            or not _is_abbreviated(text, start, corrections)
        ):
            yield start


def _is_abbreviated(text: str, start: int, corrections: list[Correction]) -> bool:
    """Whether a correction fits what is before and behind a border."""
    return any(
        after.match(text, start, start + _LOOK_AHEAD)
        and before.search(text, max(0, start - reach), start)
        for before, after, reach in corrections
    )


@lru_cache(maxsize=1 << 14)
def _is_surely_whole(word: str, language: str) -> bool:
    """Whether a word before a point is no abbreviation; most are not."""
    abbreviations, short = _list_abbreviations(language)
    plain = word.isalpha() and word[0].isascii() and len(word) > short
    return plain and word.casefold() not in abbreviations


@cache
def _list_abbreviations(language: str) -> tuple[frozenset[str], int]:
    """The words that a sentence may not end behind, and how short any other such word is."""
    known = _corrections()
    own = known.get(language, {})
    lists = [known["every"]["number"], *map(own.get, ("number", "name", "ordinal"))]
    words = " ".join(filter(None, lists)).casefold().split()
    return frozenset(words), int(own.get("short", 0))


@cache
def _compile_corrections(language: str) -> list[Correction]:
    known = _corrections()
    own = known.get(language, {})
    number = f"{known['every']['number']} {own.get('number', '')}".split()
    made = [
        (number, r"\.\s+\Z", r"[(\[]?\p{Nd}|(?:[IVXLCDM]{2,}|[B-HJ-Z])\b|I(?:\s+of\b|\P{L})"),
        (own.get("name", "").split(), r"\.\s+\Z", r"\p{Lu}"),
        (own.get("ordinal", "").split(), r"\s+\p{Nd}{1,3}\.\s+\Z", r"[\p{Lu}\p{Nd}]"),
    ]
    begin = r"(?<![\p{L}\p{M}\p{N}])"
    compiled = [
        (regex.compile(begin + _any_of(words) + end), regex.compile(after), max(map(len, words)))
        for words, end, after in made
        if words
    ]
    if short := own.get("short"):
        before = rf"{begin}(?:\p{{L}}{{1,{short}}}|\p{{Nd}}+)\.\s+\Z"
        compiled.append((regex.compile(before), regex.compile(r"\p{Ll}"), int(short)))
    return [(before, after, longest + _SPACE) for before, after, longest in compiled]


def _any_of(words: list[str]) -> str:
    """A pattern of some abbreviations; one in lower case also fits with a capital first letter."""
    each = [
        f"(?i:{regex.escape(word[0])}){regex.escape(word[1:])}"
        if word[0].islower()
        else regex.escape(word)
        for word in sorted(words, key=len, reverse=True)
    ]
    return f"(?:{'|'.join(each)})"


@cache
def _corrections() -> dict[str, dict[str, str]]:
    text = (files("discourse.text") / "sentences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
