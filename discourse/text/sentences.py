"""Where sentences begin: as sentencex finds them, with corrections."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.text.characters import APOSTROPHES
from discourse.text.languages import language_code

_HALVES = regex.compile(r"\p{Cs}")  # half of a surrogate pair, which UTF-8 cannot encode
# sentencex takes what is between the apostrophes of two words for a quotation; a letter is not one.
_APOSTROPHE_INSIDE = regex.compile(rf"(?<=\p{{L}})[{APOSTROPHES}](?=\p{{L}})")
_LETTER = "\u02bc"
# It finds no border inside quotation marks and brackets, and often takes what is between two
# quotations for one. So the text is read a second time with spaces instead.
_ENCLOSING = regex.compile(r"[\"“”„«»()\[\]]|(?<!\p{L})['‘’]|['‘’](?!\p{L})")
_OPENERS = "\"“„«‘'(["
_OPENING = regex.compile(rf"[{regex.escape(_OPENERS)}]+\Z")

_SURE = (
    # sentencex takes a Chinese full stop before a number for a decimal point.
    r"[。！？](?=\p{Nd})",
    # A smile ends the sentence before it.
    r"(?<=\s)[:;=]['-]?[()DPp/|]+\s+(?=\p{Lu})",
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
    readable = _HALVES.sub("\ufffd", text)
    if rule == "1":
        return np.array(_find_borders(readable, str(language)), dtype=np.int64)
    code = language_code(language)
    spelt = _APOSTROPHE_INSIDE.sub(_LETTER, readable)
    known = set(_find_borders(spelt, code))
    known.update(_find_enclosed(spelt, code), _find_lines(readable))
    for before in _compile_sure(code):
        known.update(found.end() for found in before.finditer(readable))
    return np.array(sorted(_drop_false(readable, known, code)), dtype=np.int64)


def _find_borders(text: str, language: str) -> list[int]:
    from sentencex import get_sentence_boundaries

    found = get_sentence_boundaries(language, text)
    return [item["start_index"] for item in found if not item["is_paragraph_break"]]


@cache
def _compile_sure(language: str) -> list[regex.Pattern[str]]:
    """What is before a border that sentencex does not find.

    As alternatives of one pattern they would take four times as long.
    """
    patterns = [*_SURE, *([_BEFORE_I] if language == "en" else [])]
    if ends := _corrections().get(language, {}).get("end"):
        patterns.append(rf"(?<![\p{{L}}\p{{M}}]){_any_of(ends.split())}\.\s+(?=\p{{Lu}}\p{{Ll}})")
    return list(map(regex.compile, patterns))


def _find_enclosed(text: str, language: str) -> Iterator[int]:
    """Find the sentences inside quotations and brackets: those that begin with a capital letter."""
    if not _ENCLOSING.search(text):
        return
    for start in _find_borders(_ENCLOSING.sub(" ", text), language):
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
        if _is_within_prose(text, line):
            continue
        item = _ITEM.match(text, line)
        if item and _may_begin(text, line):
            yield line + len(item[0]) - len(item[0].lstrip())
        heading = _compile_heading().match(text, line) if line >= end else None
        if heading:
            end = heading.end()
            if _may_begin(text, line):
                yield from (heading.start("line"), end)


def _find_line_starts(text: str) -> Iterator[int]:
    start = 0
    while True:
        yield start
        start = text.find("\n", start) + 1
        if start == 0:
            return


def _is_within_prose(text: str, line: int) -> bool:
    """Whether a line is blank, or begins as most do: neither an item nor a heading does so.

    This is ten times as fast as asking the patterns of both.
    """
    begin = text[line : line + _LOOK_BACK].lstrip(" \t")[: _LONGEST_LETTERS + 1]
    if begin[:1] == "\n":
        return True
    one, two = begin[:1], begin[1:2]
    if not (begin[:2].isascii() and one.isalpha() and (one.islower() or two.islower())):
        return False
    return "." not in begin and ")" not in begin and begin[:3].lower() not in _headings_begin()


def _may_begin(text: str, line: int) -> bool:
    """Whether the line before one is empty or an item, or ends with a mark."""
    before = text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line]
    return not before.strip() or bool(_ENDS.search(before) or _ITEM.match(before))


@cache
def _headings_begin() -> frozenset[str]:
    """The first three letters of the words that stand before the number of a heading."""
    return frozenset(word[:3] for word in _corrections()["every"]["heading"].casefold().split())


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
        begun = before.rpartition("\n")[2]
        if len(begun) <= _LONGEST_MARKER and begun.strip():
            marker = _ONLY_MARKER.search(text, max(0, start - _LONGEST_MARKER), start)
            if marker and _may_begin(text, marker.start()):
                continue
        if not _may_be_abbreviated(before, language) or not any(
            after.match(text, start, start + _LOOK_AHEAD)
            and before.search(text, max(0, start - reach), start)
            for before, after, reach in corrections
        ):
            yield start


def _may_be_abbreviated(before: str, language: str) -> bool:
    """Whether a text ends with a point, and the word before it is not one that is surely whole."""
    ending = before.rstrip()
    if not ending.endswith("."):
        return False
    word = ending[:-1].rpartition(" ")[2]
    abbreviations, short = _list_abbreviations(language)
    surely = word.isalpha() and word[0].isascii() and len(word) > short
    return not surely or word.casefold() in abbreviations


@cache
def _list_abbreviations(language: str) -> tuple[frozenset[str], int]:
    """The words that a sentence may not end behind, and how short any other such word is."""
    known = _corrections()
    own = known.get(language, {})
    lists = [known["every"]["number"], *map(own.get, ("number", "name", "ordinal"))]
    words = " ".join(filter(None, lists)).casefold().split()
    return frozenset(words), int(own.get("short", 0))


@cache
def _compile_corrections(
    language: str,
) -> list[tuple[regex.Pattern[str], regex.Pattern[str], int]]:
    """What is before a false border, what is behind it, and how many characters to look back."""
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
