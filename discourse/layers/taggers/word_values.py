"""From the values of words to the values of tokens.

A token that was cut has the values of one of its words: of that whose head is outside of the token,
or without a tree of the last that is no clitic. A mark that has dependents, such as the `$` of
`$36`, belongs to the token of its number; any other, to that of the first of these.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.errors import DiscourseError
from discourse.layers.taggers.tagger import (
    DEPREL,
    FEATS,
    HEAD,
    LEMMA,
    PARSED,
    POS,
    XPOS,
    Values,
)
from discourse.layers.taggers.word_cutting import NO_TOKEN, SentenceWords
from discourse.text.limits import shorten

# What a word that is written as several tokens leaves for the others, as in Universal
# Dependencies: the first has the values.
_OF_OTHERS = {LEMMA: "", POS: "X", XPOS: "GW", FEATS: "", DEPREL: "goeswith"}
_NEVER_CHOSEN = "PART"  # a clitic of this class, `'s` or `n't`, never stands for its token
_NAME = "PROPN"  # keeps its capital in a compound
ROOT = "root"
_OF_NUMBER = "nummod"  # the relation of 36 to $
_UNKNOWN = -2


class TokenValues:
    """The values of the tokens of a stretch, as they become known.

    Parameters
    ----------
    starts : ndarray of int64, shape (tokens,)
        The first character of each token.
    attributes : sequence of str
        What is wanted.
    """

    def __init__(self, starts: NDArray[np.int64], attributes: Sequence[str]) -> None:
        self.starts = starts.tolist()
        self.columns: dict[str, list[str]] = {name: [""] * len(starts) for name in attributes}

    def add(self, words: SentenceWords, values: Values) -> None:
        """Take over the values of a sentence."""
        heads = _read_heads(values[HEAD]) if HEAD in values else None
        depths = _find_depths(words, heads) if heads is not None else None
        chosen = _choose_words(words, values, depths)
        for name, column in self.columns.items():
            if name in PARSED:
                continue
            given = values[name]
            for token, word in chosen.items():
                column[token] = given[word]
        if LEMMA in self.columns:
            self._join_lemmas(words, values, chosen)
        if heads is not None and depths is not None:
            self._add_heads(words, values, chosen, heads, depths)
        for other, token in words.others:
            for name, column in self.columns.items():
                if name == HEAD and column[token]:
                    column[other] = f"{self.starts[token] - self.starts[other]:+d}"
                elif column[token]:
                    column[other] = _OF_OTHERS[name]

    def _join_lemmas(self, words: SentenceWords, values: Values, chosen: dict[int, int]) -> None:
        """Put what a hyphen joins to a word before its lemma, and behind it."""
        for at, form in enumerate(words.forms):
            if form == "-" and words.tokens[at] != NO_TOKEN:
                token = words.tokens[at]
                word = chosen[token]
                inside = [w for w in _same_token(words, at) if not words.is_clitic[w] or w == word]
                parts = (_write_part(words, values, part, word) for part in inside)
                self.columns[LEMMA][token] = "".join(parts)

    def _add_heads(
        self,
        words: SentenceWords,
        values: Values,
        chosen: dict[int, int],
        heads: Sequence[int],
        depths: Sequence[int],
    ) -> None:
        owners = _find_owners(words, heads, depths, values.get(DEPREL))
        tops = dict(chosen)
        for word, token in enumerate(owners):
            if token != NO_TOKEN and depths[word] < depths[tops[token]]:
                tops[token] = word
        for token, top in tops.items():
            head = heads[top]
            while head >= 0 and owners[head] in (NO_TOKEN, token):
                head = heads[head]
            if head == _UNKNOWN:
                continue
            if HEAD in self.columns:
                distance = self.starts[owners[head]] - self.starts[token] if head >= 0 else 0
                self.columns[HEAD][token] = f"{distance:+d}" if distance else "0"
            if DEPREL in self.columns:
                self.columns[DEPREL][token] = values[DEPREL][top] if head >= 0 else ROOT


def _same_token(words: SentenceWords, at: int) -> range:
    """The words of the token that a word lies in."""
    token, first, end = words.tokens[at], at, at + 1
    while first > 0 and words.tokens[first - 1] == token:
        first -= 1
    while end < len(words) and words.tokens[end] == token:
        end += 1
    return range(first, end)


def _write_part(words: SentenceWords, values: Values, part: int, word: int) -> str:
    """A part of a compound: the lemma of the word that stands for it, the others as written."""
    if part == word:
        return values[LEMMA][part]
    is_name = POS in values and values[POS][part] == _NAME
    return words.forms[part] if is_name else words.forms[part].lower()


def _choose_words(
    words: SentenceWords, values: Values, depths: Sequence[int] | None
) -> dict[int, int]:
    """The word that stands for each token."""
    chosen: dict[int, int] = {}
    tags = values.get(POS)
    for word, token in enumerate(words.tokens):
        if token == NO_TOKEN:
            continue
        before = chosen.get(token)
        if before is None:
            chosen[token] = word
        elif words.forms[word] == "-" or (
            words.is_clitic[word] and (depths is None or (tags and tags[word] == _NEVER_CHOSEN))
        ):
            continue
        elif depths is None or depths[word] < depths[before]:
            chosen[token] = word
        elif depths[word] == depths[before] and not words.is_clitic[word]:
            chosen[token] = word
    return chosen


def _read_heads(numbers: Sequence[str]) -> list[int]:
    """The head of each word: its place, -1 for a root, -2 where none is known."""
    places = [int(number) - 1 if str(number).isdecimal() else _UNKNOWN for number in numbers]
    return [place if place < len(places) else _UNKNOWN for place in places]


def _find_depths(words: SentenceWords, heads: Sequence[int]) -> list[int]:
    """How many words are above each."""
    depths = [-1] * len(heads)
    for word in range(len(heads)):
        path = []
        at = word
        while at >= 0 and depths[at] < 0:
            path.append(at)
            at = heads[at]
            if len(path) > len(heads):
                raise DiscourseError(
                    "the tagger gave heads that form a circle, in the sentence "
                    f"{shorten(' '.join(words.forms))!r}; each word must lead to a root."
                )
        depth = depths[at] if at >= 0 else -1
        for below in reversed(path):
            depth += 1
            depths[below] = depth
    return depths


def _find_owners(
    words: SentenceWords,
    heads: Sequence[int],
    depths: Sequence[int],
    relations: Sequence[str] | None,
) -> list[int]:
    """The token of each word; of a mark with dependents, that of its number, or of the first."""
    owners = list(words.tokens)
    dependents: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        if head >= 0 and owners[head] == NO_TOKEN:
            dependents.setdefault(head, []).append(word)
    for mark in sorted(dependents, key=lambda word: (-depths[word], word)):
        numbers = [at for at in dependents[mark] if relations and relations[at] == _OF_NUMBER]
        below = (owners[word] for word in numbers + dependents[mark])
        owners[mark] = next((token for token in below if token != NO_TOKEN), NO_TOKEN)
    return owners


def encode_column(column: Sequence[str]) -> tuple[NDArray[Any], list[str]]:
    """The number of each value, and the values."""
    import pandas as pd

    codes, values = pd.factorize(np.array(column, dtype=object))
    return codes.astype(np.int32), list(values)
