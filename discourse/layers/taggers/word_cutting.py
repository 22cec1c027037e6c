"""Cut sentences into the words that taggers know: clitics, compounds and marks by themselves.

The tokens of a corpus are what a reader counts: no marks, and `China's`, `don't` and `well-known`
as one token each. A tagger learned from a treebank has seen `China` and `'s`, `do` and `n't`,
`well`, `-` and `known`, and all marks; `Mr.`, `U.S.` and web addresses are single words there.
"""

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.text.characters import APOSTROPHES, LOOKALIKES
from discourse.text.overlays import cut_elisions, find_whole
from discourse.text.stopwords import ELIDING

NO_TOKEN = -1
FOLLOWS = -1  # in place of the first character of a sentence that shares marks with the one before
# A longer sentence is cut: UDPipe reads a sentence as a whole, and few are longer in any treebank.
LONGEST_SENTENCE = 400
LONGEST_WORD = 100  # characters that a tagger sees of a word

_APOSTROPHE = regex.compile(f"[{APOSTROPHES}{LOOKALIKES}]")
_HYPHEN = regex.compile("[-\u2010\u2011]")
_INVISIBLE = regex.compile(r"\p{Cf}+")
_CLITIC = regex.compile(r"(?i)(?<=\p{L})n't$|(?<=\p{L})'(?:s|m|ll|re|ve|d)$")
_DIGITS = regex.compile(r"[\d-]+")
# Between two tokens: a smile, a run of one sign, an emoji with all that belongs to it, a sign; or
# what a tokeniser took for no token.
_MARK = regex.compile(
    r"[:;=8][-'o]?[()DPp/|](?!\w)"
    r"|\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}]*(?:\u200d\p{Extended_Pictographic}\p{M}*)*"
    r"|([\p{P}\p{S}])\1*+\p{M}*|\p{L}[\p{L}\p{M}\p{Nd}]*|\p{Nd}+"
)
_ADDRESS_SIGNS = regex.compile(r"://|www\.|@|\w/")
_MAIL = regex.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True)
class TaggedStretch:
    """Sentences of a text, with all that is needed to tag them.

    Attributes
    ----------
    text : str
        The stretch of the text.
    starts, ends : ndarray of int64, shape (tokens,)
        The first character of each token in the stretch, and the one after its last.
    sentences : ndarray of int64
        The first token of each sentence, followed by the number of tokens.
    lows : ndarray of int64, shape (sentences,)
        The first character that can belong to each sentence, or `FOLLOWS`.
    highs : ndarray of int64, shape (sentences,)
        The character after the last one that can, unless the next sentence follows.
    """

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    sentences: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]


@dataclass
class SentenceWords:
    """The words of a sentence, or of a part of a very long one.

    Attributes
    ----------
    forms : list of str
        The words as a tagger sees them.
    starts : list of int
        The first character of each.
    tokens : list of int
        The token that a word is, or lies in; -1 for a mark.
    is_clitic : list of bool
        Whether a word is a clitic, as `n't`.
    others : list of (int, int)
        A token that a word covers besides its own, and that one.
    """

    forms: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    tokens: list[int] = field(default_factory=list)
    is_clitic: list[bool] = field(default_factory=list)
    others: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.forms)

    def add(self, form: str, start: int, token: int, is_clitic: bool = False) -> None:
        """Add a word."""
        self.forms.append(form[:LONGEST_WORD])
        self.starts.append(start)
        self.tokens.append(token)
        self.is_clitic.append(is_clitic)

    def take(self, first: int, end: int) -> "SentenceWords":
        """Some of the words."""
        tokens = self.tokens[first:end]
        here = set(tokens)
        return SentenceWords(
            self.forms[first:end],
            self.starts[first:end],
            tokens,
            self.is_clitic[first:end],
            [pair for pair in self.others if pair[1] in here],
        )


def cut_stretch(stretch: TaggedStretch, language: str) -> Iterator[SentenceWords]:
    """Cut the sentences of a stretch into words.

    Parameters
    ----------
    stretch : TaggedStretch
        The sentences.
    language : str
        The code of their language.

    Yields
    ------
    SentenceWords
        The words of each sentence; of one that is too long, of each part.
    """
    cut = _cutter(language)
    text, starts, ends = stretch.text, stretch.starts.tolist(), stretch.ends.tolist()
    bounds, highs = stretch.sentences.tolist(), stretch.highs.tolist()
    low = 0
    for at, high in enumerate(highs):
        first, end = bounds[at : at + 2]
        if stretch.lows[at] != FOLLOWS:
            low = int(stretch.lows[at])
        if at + 1 < len(highs) and stretch.lows[at + 1] == FOLLOWS:
            high = find_opening(text, ends[end - 1], starts[end])
        yield from _divide_long(_cut_sentence(text, starts, ends, (first, end), (low, high), cut))
        low = high


def find_opening(text: str, low: int, first: int) -> int:
    """Where the marks that open a sentence begin: behind a space, right before its first token.

    Parameters
    ----------
    text : str
        The text.
    low, first : int
        The character after the last token of the sentence before, and that of the first token.

    Returns
    -------
    int
        The first character that belongs to the sentence.
    """
    at = first
    while at > low and not text[at - 1].isspace():
        at -= 1
    return at if at > low else first


Cutter = Callable[[str], tuple[tuple[str, int, bool], ...]]


def _cut_sentence(
    text: str,
    starts: list[int],
    ends: list[int],
    tokens: tuple[int, int],
    around: tuple[int, int],
    cut: Cutter,
) -> SentenceWords:
    words = SentenceWords()
    first, after = tokens
    done, high = around
    addresses = _find_addresses(text, done, high)
    token = first
    while token < after:
        start, end, last = starts[token], ends[token], token
        while addresses and addresses[0][1] <= start:
            addresses.pop(0)
        if addresses and addresses[0][0] < end:
            start, end = addresses.pop(0)
            start, end = max(done, min(start, starts[token])), max(end, ends[token])
            while last + 1 < after and starts[last + 1] < end:
                last += 1
                end = max(end, ends[last])
        else:
            while last + 1 < after and _is_joined(text, starts, ends, last):
                last += 1
                end = ends[last]
            end += _has_point(text, starts[token : last + 1], (start, end), last + 1 == after)
        if start > done:
            _add_marks(words, text, done, start)
        if last == token and end == ends[token]:
            for form, offset, is_clitic in cut(text[start:end]):
                words.add(form, start + offset, token, is_clitic)
        else:
            words.add(_normalise(text[start:end]), start, token)
            words.others += [(other, token) for other in range(token + 1, last + 1)]
        done, token = end, last + 1
    if high > done:
        _add_marks(words, text, done, high)
    return words


def _add_marks(words: SentenceWords, text: str, start: int, end: int) -> None:
    if end - start == 1 and text[start] in " \n":
        return
    for mark in _MARK.finditer(text, start, end):
        words.add(_normalise(mark[0]), mark.start(), NO_TOKEN)


def _find_addresses(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The web and mail addresses in a stretch, which are single words."""
    if not _ADDRESS_SIGNS.search(text, low, high):
        return []
    part = text[low:high]
    found = [(start, end) for start, end, _ in find_whole(part, ("url",))]
    found += [match.span() for match in _MAIL.finditer(part)]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not kept or start + low >= kept[-1][1]:
            kept.append((start + low, end + low))
    return kept


def _is_joined(text: str, starts: list[int], ends: list[int], token: int) -> bool:
    """Whether a token and the next are one word, as those of `U.S.`, `5:30`, `AT&T`, `x.com`."""
    start, end = ends[token], starts[token + 1]
    if end - start != 1 or text[start] not in ".:/&":
        return False
    before, after = text[start - 1], text[end]
    if text[start] == ".":
        return after.islower() or (
            ends[token] - starts[token] == 1 and ends[token + 1] - starts[token + 1] == 1
        )
    if text[start] == "&":
        return before.isupper() and after.isupper()
    return before.isdigit() and after.isdigit()


def _has_point(text: str, starts: list[int], span: tuple[int, int], ends_sentence: bool) -> bool:
    """Whether a point after a word belongs to it: `Mr.`, `U.S.`, `J.`."""
    start, end = span
    if text[end : end + 1] != "." or text[end + 1 : end + 2] == ".":
        return False
    if len(starts) > 1:  # an acronym
        spaced = zip(starts, [*starts[1:], end + 1], strict=True)
        return text[start].isalpha() and all(after - before == 2 for before, after in spaced)
    if ends_sentence:
        return False
    word = text[start:end]
    if len(word) == 1:
        return word.isupper() and word != "I" and text[end + 1 : end + 2] == " "
    return word.lower() in _read_word_lists()["abbreviations"]


def is_abbreviation(form: str) -> bool:
    """Whether a point after a word in lower case can belong to it.

    Examples
    --------
    >>> [is_abbreviation(form) for form in ("dr", "u.s", "j", "i", "doctor")]
    [True, True, True, False, False]
    """
    if len(form) > 1 and len(form) % 2 and set(form[1::2]) == {"."}:
        return form[::2].isalpha()
    return (form.isalpha() and len(form) == 1 and form != "i") or form in _read_word_lists()[
        "abbreviations"
    ]


def _divide_long(words: SentenceWords) -> Iterator[SentenceWords]:
    """Cut a very long sentence after a mark, or where it must be, but in no token."""
    first = 0
    while len(words) - first > LONGEST_SENTENCE:
        end = first + LONGEST_SENTENCE
        half = first + LONGEST_SENTENCE // 2
        marks = (at for at in range(end, half, -1) if words.tokens[at - 1] == NO_TOKEN)
        free = (at for at in range(end, half, -1) if words.tokens[at - 1] != words.tokens[at])
        end = next(marks, next(free, end))
        yield words.take(first, end)
        first = end
    yield words.take(first, len(words)) if first else words


# ------------------------------------------------------------------------------- single tokens


def _cutter(language: str) -> Cutter:
    if language == "en":
        return cut_english
    return _cut_elided if language in ELIDING else _keep_whole


@lru_cache(maxsize=1 << 17)
def cut_english(token: str) -> tuple[tuple[str, int, bool], ...]:
    """Cut an English token into words: their forms, their offsets, and whether each is a clitic.

    Examples
    --------
    >>> cut_english("well-known")
    (('well', 0, False), ('-', 4, False), ('known', 5, False))
    >>> cut_english("don’t"), cut_english("co-operate")
    ((('do', 0, False), ("n't", 2, True)), (('co-operate', 0, False),))
    """
    form = _normalise(token)
    if form.isalpha() and form.lower() not in _read_word_lists()["contractions"]:
        return ((form, 0, False),)
    return tuple(_cut_form(form))


def _cut_form(form: str) -> Iterator[tuple[str, int, bool]]:
    first = _read_word_lists()["contractions"].get(form.lower())
    if first is not None:
        yield form[: len(first)], 0, False
        yield form[len(first) :], len(first), True
        return
    clitics = []
    while found := _CLITIC.search(form):
        clitics.append((found[0], found.start(), True))
        form = form[: found.start()]
    yield from _cut_hyphens(form)
    yield from reversed(clitics)


def _cut_hyphens(form: str) -> Iterator[tuple[str, int, bool]]:
    if "-" not in form or (_DIGITS.fullmatch(form) and form.count("-") > 1):
        yield form, 0, False
        return
    start, end = 0, form.find("-")
    while end >= 0:
        if _is_prefix(form[start:end]):
            end = form.find("-", end + 1)
            continue
        yield form[start:end], start, False
        yield "-", end, False
        start, end = end + 1, form.find("-", end + 1)
    yield form[start:], start, False


def _is_prefix(part: str) -> bool:
    """Whether a part is a prefix as in `un-American`; `UN-led` has none."""
    is_acronym = part.isupper() and len(part) > 1
    return part.lower() in _read_word_lists()["prefixes"] and not is_acronym


@lru_cache(maxsize=1 << 16)
def _cut_elided(token: str) -> tuple[tuple[str, int, bool], ...]:
    """Cut an elided word from the next: `l'homme`."""
    spans = cut_elisions(token, np.array([[0, len(token)]], dtype=np.int64)).tolist()
    last = len(spans) - 1
    return tuple(
        (_normalise(token[start:end]), start, at < last) for at, (start, end) in enumerate(spans)
    )


def _keep_whole(token: str) -> tuple[tuple[str, int, bool], ...]:
    return ((_normalise(token), 0, False),)


def _normalise(form: str) -> str:
    """A word with one kind of apostrophe and of hyphen, and without invisible characters."""
    if form.isascii():
        return form
    form = _HYPHEN.sub("-", _APOSTROPHE.sub("'", form))
    return _INVISIBLE.sub("", form) or form


@cache
def _read_word_lists() -> dict[str, dict[str, str]]:
    raw = (files("discourse.layers") / "data" / "english-words.toml").read_text(encoding="utf-8")
    read = tomllib.loads(raw)
    return {
        "prefixes": dict.fromkeys(read["prefixes"].split(), ""),
        "abbreviations": dict.fromkeys(read["abbreviations"].split(), ""),
        "contractions": read["contractions"],
    }
