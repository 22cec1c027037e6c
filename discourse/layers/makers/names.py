"""Names: those of a gazetteer, and sequences of capitalised words that could be some."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from os import PathLike
from typing import NamedTuple

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.errors import check_flag
from discourse.layers.gazetteer import Gazetteer, Name, read_gazetteer
from discourse.layers.makers.headings import looks_like_heading
from discourse.layers.passages import Passages, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans
from discourse.text.stopwords import stopwords

COLUMNS = {"line_id": "str", "label": "str", "name": "str"}
CANDIDATE = "candidate"
_POSSESSIVE = regex.compile(r"(?<=\p{L})['’ʼ][sS]$|(?<=[sS])['’ʼ]$")
_CAPITAL = regex.compile(r"\p{Lu}")
# Amounts such as RMB9.5.
_AMOUNT = regex.compile(r"\p{L}+\d+[.,]\d.*")
_BLANK = regex.compile(r"\s+")
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
    """A name in a text: its first token, the one after its last, its label and its name."""

    first: int
    end: int
    label: str
    name: str


@maker("name", version=1)
def names(
    corpus: Corpus,
    *,
    gazetteer: "str | PathLike[str] | Sequence[str] | Gazetteer | None" = None,
    candidates: bool = True,
) -> pd.DataFrame:
    """One row per name: those of a gazetteer under their kind, and others as "candidate".

    A name of the gazetteer is found as it is written there, in capitals as well (``UNITED
    NATIONS``), and with the ending of the possessive, which is not part of the span. Of names that
    overlap, the longest is taken, and of equally long ones the first.

    A candidate is a sequence of words with a capital, joined by blanks, or by *of*, *of the*,
    *on*, *for* and the like (``Declaration on the Right``). At the beginning of a sentence, a word
    belongs to it only if it has its capital in mid-sentence elsewhere in this text, or if it is no
    function word, does not occur in small letters and another word with a capital follows. Months,
    days of the week and *I* are no names; nor are lines that look like headings, heads of
    sections, and lines in capitals. A candidate may contain names of the gazetteer, but lies in
    none.

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
    forms = _index_forms(() if gazetteer is None else read_gazetteer(gazetteer).names)
    rows = []
    for passages in read_passages(corpus):
        text = _Words(passages)
        listed = list(_find_listed(text, forms))
        found = [*listed, *(_find_candidates(text, listed) if candidates else ())]
        for each in sorted(found, key=lambda one: (one.first, -one.end)):
            start, end = text.characters(each.first, each.end)
            name = each.name or _BLANK.sub(" ", passages.text[start:end])
            rows.append((passages.line_id(start, end), each.label, name))
    return tabulate_spans(rows, COLUMNS)


class _Words:
    """The tokens of a text without the ending of the possessive, and what is known of each."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self.stems = [_POSSESSIVE.sub("", form) for form in passages.forms]

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


def _index_forms(listed: tuple[Name, ...]) -> dict[str, list[Name]]:
    """The forms of a gazetteer by their first token, the longest first."""
    forms: dict[str, list[Name]] = {}
    for name in listed:
        for first in dict.fromkeys((name.tokens[0], name.tokens[0].upper())):
            forms.setdefault(first, []).append(name)
    return {
        first: sorted(names, key=lambda name: (-len(name.tokens), name.form))
        for first, names in forms.items()
    }


def _find_listed(text: _Words, forms: Mapping[str, list[Name]]) -> list[_Found]:
    """The names of a gazetteer: the longest first, then the first."""
    found = []
    for token, stem in enumerate(text.stems):
        for name in (*forms.get(stem, ()), *_forms_of_whole(text, forms, token)):
            if _is_here(text, token, name):
                found.append(_Found(token, token + len(name.tokens), name.kind, name.name))
                break
    taken: list[_Found] = []
    covered: set[int] = set()
    for each in sorted(found, key=lambda one: (one.first - one.end, one.first)):
        tokens = range(each.first, each.end)
        if covered.isdisjoint(tokens):
            covered.update(tokens)
            taken.append(each)
    return taken


def _forms_of_whole(text: _Words, forms: Mapping[str, list[Name]], token: int) -> list[Name]:
    """The forms that begin with a token as it is written, if it ends like a possessive."""
    return forms.get(text.passages.forms[token], []) if text.has_ending(token) else []


def _is_here(text: _Words, token: int, name: Name) -> bool:
    """Whether the tokens of a name are here, as they are written or all in capitals."""
    length = len(name.tokens)
    if token + length > len(text):
        return False
    forms = text.passages.forms[token : token + length]
    written = [*forms[:-1], text.stems[token + length - 1]]
    wanted = list(name.tokens)
    ends = (wanted, [each.upper() for each in wanted])
    if written not in ends and forms not in ends:
        return False
    return all(
        _BLANK.sub(" ", text.passages.gap(token + number)) == _BLANK.sub(" ", gap)
        for number, gap in enumerate(name.gaps)
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
        names_nothing = all(stem.casefold() in _FUNCTION_WORDS for stem in text.stems[first:end])
        if not names_nothing and not _lies_in_listed(taken, first, end):
            yield _Found(first, end, CANDIDATE, "")
        token = end


def _lies_in_listed(taken: Mapping[int, _Found], first: int, end: int) -> bool:
    name = taken.get(first)
    return name is not None and name.end >= end


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
    if text.has_ending(end - 1) or not _is_joined(text, end - 1):
        return None
    token = end
    if text.stems[token] in _INSIDE:
        token += 1
        if token < len(text) and text.stems[token] == _ARTICLE and _is_joined(text, token - 1):
            token += 1
    if token >= len(text) or not text.capitalised[token] or not _is_joined(text, token - 1):
        return None
    return None if text.passages.opens_sentence[token] else token


def _is_joined(text: _Words, token: int) -> bool:
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
