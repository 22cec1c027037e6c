"""How a side that lacks a term may write it: a zero may be a matter of spelling."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.query.finding import find
from discourse.corpus.references.comparison import Comparison, Side
from discourse.corpus.store.layer_values import TERM
from discourse.corpus.store.parts import borders
from discourse.corpus.store.store import Store

LONGEST_ABBREVIATION = 6
MOST_FORMS = 3  # of each kind


def find_near_forms(found: Comparison, rows: NDArray[np.bool_], of: str) -> list[str]:
    """What the side that lacks a term has instead, with its counts; "" for any other term.

    Parameters
    ----------
    found : Comparison
        Both sides.
    rows : ndarray of bool, shape (terms,)
        The terms to look at.
    of : str
        What was counted; only "term" is looked for in the texts themselves.

    Returns
    -------
    list of str
        For each term, forms such as ``co-operation (2)``, divided by commas: what differs by a
        hyphen, a possessive or the case; the words of a hyphenated term; and what an abbreviation
        may stand for. A list has no phrases: of these, the counts of their words are given.
    """
    forms = [""] * len(found.terms)
    if isinstance(found.other, Side):
        sides = [_Spellings(found.terms, side, of) for side in (found.target, found.other)]
        for lacking, having in (sides, sides[::-1]):
            for place in np.flatnonzero(rows & (lacking.side.count == 0)).tolist():
                near = _list_near_forms(found.terms[place], lacking, having)
                forms[place] = ", ".join(dict.fromkeys(near))
    return forms


class _Spellings:
    """The terms of one side, and the words of its text if it is a corpus of terms."""

    def __init__(self, terms: Sequence[str], side: Side, of: str) -> None:
        self.terms, self.side = terms, side
        self.text = side.source if isinstance(side.source, Store) and of == TERM else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """The count of each term that the side has."""
        counts = zip(self.terms, self.side.count.tolist(), strict=True)
        return {term: count for term, count in counts if count}

    def list_spellings(self, term: str) -> list[str]:
        """The terms that differ by hyphens, possessives and case alone; the commonest first."""
        spelling = _strip_signs(term)
        plain = [spelling] if _PLAIN.fullmatch(spelling) and spelling in self.counts else []
        found = [*plain, *self._by_spelling.get(spelling, [])]
        return sorted(found, key=lambda each: (-self.counts[each], each))

    @cached_property
    def _by_spelling(self) -> dict[str, list[str]]:
        """The terms that are not plain, by what remains without hyphens, possessives and case."""
        groups: dict[str, list[str]] = {}
        terms = pa.array(self.counts, pa.string())
        other = pc.invert(pc.match_substring_regex(terms, rf"\A{_PLAIN.pattern}\z"))
        for term in terms.filter(other).to_pylist():
            groups.setdefault(_strip_signs(term), []).append(term)
        return groups

    def is_abbreviation(self, term: str) -> bool:
        """Whether a term is mostly written in capitals in the text."""
        if self.text is None or not (term.isalpha() and 1 < len(term) <= LONGEST_ABBREVIATION):
            return False
        known = self.text.index.vocabulary.term_id.get(term)
        if known is None:
            return False
        index = self.text.index
        bounds, places = index.postings
        numbers, counts = np.unique(
            index.ids[places[bounds[known] : bounds[known + 1]]], return_counts=True
        )
        capitals = [index.vocabulary.forms[number].isupper() for number in numbers.tolist()]
        return bool(2 * counts[np.array(capitals, dtype=bool)].sum() > counts.sum())

    def expand(self, term: str) -> list[tuple[tuple[str, ...], int]]:
        """The rows of capitalised words whose initials spell a term, the commonest first."""
        if self.text is None:
            return []
        at = np.arange(max(self.text.size - len(term) + 1, 0))
        at = at[self._stretch[at] == self._stretch[at + len(term) - 1]]
        for place, letter in enumerate(term.upper()):
            at = at[self._initials[at + place] == ord(letter)]
        ids, terms = self.text.index.term_ids, self.text.index.vocabulary.terms
        rows = Counter(tuple(ids[first : first + len(term)].tolist()) for first in at.tolist())
        named = [(tuple(terms[n] for n in row), count) for row, count in rows.items()]
        return sorted(named, key=lambda row: (-row[1], row[0]))[:MOST_FORMS]

    @cached_property
    def _initials(self) -> NDArray[np.int64]:
        """The code of each token's first letter if it is a capital, else 0."""
        assert self.text is not None
        forms: Any = self.text.index.vocabulary.forms
        codes = [ord(form[0]) if form[:1].isupper() else 0 for form in forms]
        return np.array(codes, dtype=np.int64)[self.text.index.ids]

    @cached_property
    def _stretch(self) -> NDArray[np.int64]:
        """The number of the stretch that each token is in; no phrase goes beyond it."""
        assert self.text is not None
        bounds = borders(self.text, "section")
        return np.searchsorted(bounds, np.arange(self.text.size), side="right")


def _list_near_forms(term: str, lacking: _Spellings, having: _Spellings) -> Iterator[str]:
    for form in lacking.list_spellings(term)[:MOST_FORMS]:
        yield f"{form} ({lacking.counts[form]:,})"
    words = term.split("-")
    if lacking.text is not None and len(words) > 1 and all(map(str.isalpha, words)):
        phrase = " ".join(words)
        if hits := len(find(lacking.text, phrase)):
            yield f"{phrase} ({hits:,})"
    if having.is_abbreviation(term):
        yield from _expand_abbreviation(term, lacking, having)


def _expand_abbreviation(term: str, lacking: _Spellings, having: _Spellings) -> Iterator[str]:
    if lacking.text is not None:
        for row, count in lacking.expand(term):
            yield f"{' '.join(row)} ({count:,})"
        return
    for row, _ in having.expand(term):
        counts = [lacking.counts.get(word, 0) for word in row]
        if all(counts):
            each = ", ".join(f"{word} {count:,}" for word, count in zip(row, counts, strict=True))
            yield f"{' '.join(row)} ({each})"


def _strip_signs(term: str) -> str:
    return _SIGNS.sub("", _POSSESSIVE.sub("", term.casefold()))


_PLAIN = regex.compile("[a-z0-9]+")  # terms that nothing is to be stripped of, as of nearly all
_POSSESSIVE = regex.compile(r"(?<=\p{L})['’]s$")
_SIGNS = regex.compile(r"(?<=\p{L})[-_](?=\p{L})")
