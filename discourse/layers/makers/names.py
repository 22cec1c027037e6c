"""Names: those of a gazetteer, and sequences of capitalised words that could be some."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from os import PathLike
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.errors import check_flag
from discourse.layers.gazetteer import Gazetteer, Name, read_gazetteer
from discourse.layers.makers.headings import looks_like_heading
from discourse.layers.passages import Passages, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans
from discourse.text.characters import APOSTROPHES, HYPHENS
from discourse.text.stopwords import stopwords
from discourse.text.tokenizer import Tokenizer

COLUMNS = {"line_id": "str", "label": "str", "name": "str"}
CANDIDATE = "candidate"
_POSSESSIVE = regex.compile(r"(?<=\p{L})['’ʼ][sS]$|(?<=[sS])['’ʼ]$")
_CAPITAL = regex.compile(r"\p{Lu}")
# Amounts such as RMB9.5.
_AMOUNT = regex.compile(r"\p{L}+\d+[.,]\d.*")
_PLAIN = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
_BLANK = regex.compile(r"\s+")
_BETWEEN_HYPHENS = regex.compile(rf"[^{regex.escape(HYPHENS)}]+")
# What may be between two words of a name, and after which words a full stop is no end.
_GAP = regex.compile(r"[^\S\n]+|[^\S\n]*\n[^\S\n]*")
_ABBREVIATION = regex.compile(r"(?:\p{Lu}|Mr|Mrs|Ms|Dr|St|Gen|Sen|Rep|Gov|Prof|Lt|Col|Jr|Sr)")
# Small words inside a name; "and" is not one of them, because it joins two names as well.
_INSIDE = frozenset(("of", "on", "for", "de", "du", "des", "la", "di", "da", "del", "von", "van",
                     "der", "den", "bin", "al", "el"))  # fmt: skip
_ARTICLE = "the"
# Capitalised words that are no names.
_CALENDAR = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday".split()
)
_PRONOUN = regex.compile(r"I(?:['’ʼ]\p{Ll}+)?")
_OPENS = regex.compile(r"[\"“„«‘(\[:;•–—]\s*$|[.!?…][\"'”’)]*\s+$|(?:^|\s)['`]+$")
# Capitalised function words are names only inside one; modals and negation are in no other list.
_FUNCTION_WORDS = stopwords() | frozenset(
    "not no never can could may might must shall should will would let".split()
)


class _Found(NamedTuple):
    """A name in a text: its tokens and characters, each with the end after it, label and name."""

    first: int
    end: int
    start: int
    stop: int
    label: str
    name: str


@maker("name", version=2)
def names(
    corpus: Corpus,
    *,
    gazetteer: "str | PathLike[str] | Sequence[str] | Gazetteer | None" = None,
    candidates: bool = True,
) -> pd.DataFrame:
    """One row per name: those of a gazetteer under their kind, and others as "candidate".

    A name of the gazetteer is found as it is written there, in capitals as well (``UNITED
    NATIONS``), with any apostrophe or hyphen, and with the ending of the possessive, which is not
    part of the span. In a hyphenated word (``UN-led``) it is found as well: the span is then a part
    of a token. Of names that overlap, the longest is taken, and of equally long ones the first.

    A candidate is a sequence of words with a capital, joined by blanks, or by *of*, *of the*,
    *on*, *for* and the like (``Declaration on the Right``). At the beginning of a sentence, a word
    belongs to it only if it has its capital in mid-sentence elsewhere in this text, or if it is no
    function word, does not occur in small letters and another word with a capital follows. Months,
    days of the week and *I* are no names; nor are lines that look like headings, heads of
    sections, and lines in capitals. A candidate may contain names of the gazetteer, but lies in
    none; one that has a part of such a name has the whole of it.

    Parameters
    ----------
    corpus : Corpus
        The texts; candidates are found in languages that give a capital to names alone.
    gazetteer : str, PathLike, sequence of str or Gazetteer, optional
        A TOML file with a table ``[[name]]`` for each name: ``name``, ``kind`` and ``variants``.
    candidates : bool
        Whether sequences of capitalised words are listed as candidates.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, name``; ``name`` is the name as the gazetteer has it, or
        the candidate as it is written.

    Notes
    -----
    Candidates are words to look at: a text that gives capitals to Government and to Freedom has
    many that are no names. A single word at the beginning of a sentence, and a name joined by
    *and*, is not found as a whole.
    """
    check_corpus("make", corpus)
    check_flag("candidates", candidates)
    listed_names = () if gazetteer is None else read_gazetteer(gazetteer).names
    forms = _index_forms(listed_names, corpus.whole.tokenizer)
    rows = []
    for passages in read_passages(corpus, sentences=True):
        text = _Words(passages)
        listed = _find_listed(passages, forms)
        found = [*listed, *(_find_candidates(text, listed) if candidates else ())]
        for each in sorted(found, key=lambda one: (one.start, -one.stop)):
            name = each.name or _BLANK.sub(" ", passages.text[each.start : each.stop])
            rows.append((passages.line_id(each.start, each.stop), each.label, name))
    return tabulate_spans(rows, COLUMNS)


class _Words:
    """The tokens of a text without the ending of the possessive, and what is known of each."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self.stems = [_POSSESSIVE.sub("", form) for form in passages.forms]
        self.plain = [_write_plainly(form) for form in passages.forms]
        self.plain_stems = [_write_plainly(stem) for stem in self.stems]

    def __len__(self) -> int:
        return len(self.stems)

    def characters(self, first: int, end: int) -> tuple[int, int]:
        """The characters of some tokens, without the ending of the possessive."""
        starts = self.passages.starts
        return int(starts[first]), int(starts[end - 1]) + len(self.stems[end - 1])

    def has_ending(self, token: int) -> bool:
        """Whether a token has the ending of the possessive, which ends a name."""
        return len(self.stems[token]) < len(self.passages.forms[token])

    @cached_property
    def opens(self) -> list[bool]:
        """Which tokens begin a sentence, or a part of one that begins with a capital anyway."""
        text, starts = self.passages.text, self.passages.starts.tolist()
        opens = self.passages.opens_sentence.tolist()
        return [
            first or _OPENS.search(text, max(0, start - 4), start) is not None
            for first, start in zip(opens, starts, strict=True)
        ]

    @cached_property
    def capitalised(self) -> list[bool]:
        """Which tokens could be part of a name."""
        excluded = self._excluded
        return [
            _CAPITAL.match(stem) is not None
            and (not _PRONOUN.fullmatch(stem) or self._is_initial(number))
            and not _AMOUNT.fullmatch(stem)
            and stem.casefold() not in _CALENDAR
            and number not in excluded
            for number, stem in enumerate(self.stems)
        ]

    def _is_initial(self, token: int) -> bool:
        """Whether an I is an initial, as in *G.I.*, and no pronoun."""
        return token > 0 and len(self.stems[token - 1]) == 1 and self.passages.gap(token - 1) == "."

    @cached_property
    def in_mid_sentence(self) -> frozenset[str]:
        """The words that have a capital in mid-sentence somewhere in the text."""
        rows = zip(self.stems, self.capitalised, self.opens, strict=True)
        return frozenset(stem for stem, capital, opens in rows if capital and not opens)

    @cached_property
    def in_small_letters(self) -> frozenset[str]:
        """The words that occur in small letters somewhere in the text."""
        return frozenset(stem for stem in self.stems if stem[:1].islower())

    @cached_property
    def _excluded(self) -> frozenset[int]:
        """The tokens of heads, of lines that look like headings, and of lines in capitals."""
        excluded: list[int] = []
        text = self.passages.text
        starts = self.passages.starts
        for stretch in self.passages.counted:
            spans = [(stretch.start, stretch.head)] if stretch.head > stretch.start else []
            for line in regex.finditer(r"[^\n]+", text, pos=stretch.start, endpos=stretch.end):
                content = line[0].strip()
                if looks_like_heading(content) or content.isupper():
                    spans.append(line.span())
            for start, end in spans:
                first, after = starts.searchsorted([start, end]).tolist()
                excluded += range(first, after)
        return frozenset(excluded)


# ------------------------------------------------------------------------------ names of a file


class _Form(NamedTuple):
    """A form of a name, divided as the texts are and at its hyphens, and the mark at its end."""

    name: Name
    tokens: tuple[str, ...]
    gaps: tuple[str, ...]
    mark: str


def _write_plainly(text: str) -> str:
    """A word with one kind of apostrophe and of hyphen."""
    return text if text.isascii() else unicodedata.normalize("NFC", text).translate(_PLAIN)


def _divide_form(name: Name, tokenizer: Tokenizer) -> _Form:
    form = name.form
    starts, ends = zip(*tokenizer.spans(form).tolist(), strict=True)
    spans = _divide_at_hyphens(form, starts, ends)
    tokens = tuple(_write_plainly(form[start:end]) for start, end in spans)
    between = (form[before[1] : after[0]] for before, after in pairwise(spans))
    gaps = tuple(_BLANK.sub(" ", _write_plainly(gap)) for gap in between)
    return _Form(name, tokens, gaps, form[spans[-1][1] :].rstrip())


def _divide_at_hyphens(
    text: str, starts: Sequence[int], ends: Sequence[int]
) -> list[tuple[int, int]]:
    """The parts of tokens between their hyphens."""
    return [
        part.span()
        for start, end in zip(starts, ends, strict=True)
        for part in _BETWEEN_HYPHENS.finditer(text, start, end)
    ]


def _index_forms(listed: tuple[Name, ...], tokenizer: Tokenizer) -> dict[str, list[_Form]]:
    """The forms of a gazetteer by their first token, the longest first."""
    forms: dict[str, list[_Form]] = {}
    for name in listed:
        form = _divide_form(name, tokenizer)
        for first in dict.fromkeys((form.tokens[0], form.tokens[0].upper())):
            forms.setdefault(first, []).append(form)
    return {
        first: sorted(known, key=lambda form: (-len(form.tokens), form.name.form))
        for first, known in forms.items()
    }


def _find_listed(passages: Passages, forms: Mapping[str, list[_Form]]) -> list[_Found]:
    """The names of a gazetteer: the longest first, then the first."""
    if not forms:
        return []
    parts = _divide_at_hyphens(passages.text, passages.starts.tolist(), passages.ends.tolist())
    starts, ends = np.array(parts, dtype=np.int64).reshape(-1, 2).T
    text = _Words(replace(passages, starts=starts, ends=ends, openings=passages.openings[:0]))
    found = []
    for part, stem in enumerate(text.plain_stems):
        for form in (*forms.get(stem, ()), *_forms_of_whole(text, forms, part)):
            if _is_here(text, part, form):
                found.append((part, part + len(form.tokens), form))
                break
    taken: list[_Found] = []
    covered: set[int] = set()
    for first, end, form in sorted(found, key=lambda one: (one[0] - one[1], one[0])):
        if covered.isdisjoint(range(first, end)):
            covered.update(range(first, end))
            taken.append(_place_listed(text, passages, form, first, end))
    return taken


def _place_listed(text: "_Words", passages: Passages, form: _Form, first: int, end: int) -> _Found:
    """A name of the gazetteer with its tokens, and with the mark at its end: "U.N."."""
    start, stop = text.characters(first, end)
    if form.mark and passages.text.startswith(form.mark, stop):
        stop += len(form.mark)
    token = int(passages.starts.searchsorted(start, side="right")) - 1
    after = int(passages.starts.searchsorted(stop))
    return _Found(token, after, start, stop, form.name.kind, form.name.name)


def _forms_of_whole(text: _Words, forms: Mapping[str, list[_Form]], token: int) -> list[_Form]:
    """The forms that begin with a token as it is written, if it ends like a possessive."""
    return forms.get(text.plain[token], []) if text.has_ending(token) else []


def _is_here(text: _Words, token: int, form: _Form) -> bool:
    """Whether the tokens of a name are here, as they are written or all in capitals."""
    length = len(form.tokens)
    if token + length > len(text):
        return False
    forms = text.plain[token : token + length]
    written = [*forms[:-1], text.plain_stems[token + length - 1]]
    wanted = list(form.tokens)
    ends = (wanted, [each.upper() for each in wanted])
    if written not in ends and forms not in ends:
        return False
    return all(
        _BLANK.sub(" ", _write_plainly(text.passages.gap(token + number))) == gap
        for number, gap in enumerate(form.gaps)
    )


# -------------------------------------------------------------------------------- candidates


def _find_candidates(text: _Words, listed: list[_Found]) -> Iterator[_Found]:
    """Sequences of capitalised words that lie in no name of the gazetteer."""
    taken = {token: each for each in listed for token in range(each.first, each.end)}
    token = 0
    while token < len(text):
        if not text.capitalised[token]:
            token += 1
            continue
        end = _find_end(text, token)
        first = _skip_opening(text, token, end)
        token = end
        if all(stem.casefold() in _FUNCTION_WORDS for stem in text.stems[first:end]):
            continue
        candidate = _complete_candidate(text, taken, first, end)
        token = candidate.end
        inside = taken.get(candidate.first)
        if inside is None or inside.start > candidate.start or inside.stop < candidate.stop:
            yield candidate


def _complete_candidate(text: _Words, taken: Mapping[int, _Found], first: int, end: int) -> _Found:
    """A candidate, with the whole of the names that it has a part of."""
    start, stop = text.characters(first, end)
    before, after = taken.get(first), taken.get(end - 1)
    if before is not None:
        first, start = min(first, before.first), min(start, before.start)
    if after is not None:
        end, stop = max(end, after.end), max(stop, after.stop)
    return _Found(first, end, start, stop, CANDIDATE, "")


def _find_end(text: _Words, first: int) -> int:
    """The token after a sequence of capitalised words, with small words between them."""
    end = first + 1
    while end < len(text):
        following = _next_capital(text, end)
        if following is None:
            return end
        end = following + 1
    return end


def _next_capital(text: _Words, end: int) -> int | None:
    """The next capitalised word, directly after a word or after *of*, *of the* and the like."""
    if text.has_ending(end - 1) or not _is_next_word(text, end - 1):
        return None
    token = end
    if text.stems[token] in _INSIDE:
        token += 1
        if token < len(text) and text.stems[token] == _ARTICLE and _is_next_word(text, token - 1):
            token += 1
    if token >= len(text) or not text.capitalised[token] or not _is_next_word(text, token - 1):
        return None
    return None if text.passages.opens_sentence[token] else token


def _is_next_word(text: _Words, token: int) -> bool:
    """Whether only a blank is between a token and the next, or the full stop of an initial."""
    if token + 1 >= len(text):
        return False
    gap = text.passages.gap(token)
    if gap[:1] == "." and _ABBREVIATION.fullmatch(text.stems[token]):
        return gap == "." or _GAP.fullmatch(gap[1:]) is not None
    return _GAP.fullmatch(gap) is not None


def _skip_opening(text: _Words, first: int, end: int) -> int:
    """Leave out the words with which a sentence begins that have their capital for that reason."""
    if not text.opens[first]:
        return first + (text.stems[first].casefold() in _FUNCTION_WORDS and end > first + 1)
    stem = text.stems[first]
    small = stem.casefold()
    if small not in _FUNCTION_WORDS:
        if stem in text.in_mid_sentence or (
            end > first + 1 and text.capitalised[first + 1] and small not in text.in_small_letters
        ):
            return first
    following = first + 1
    while following < end and not text.capitalised[following]:
        following += 1
    return following
