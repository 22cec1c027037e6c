"""How a side that lacks a term may write it: a zero may be a matter of spelling."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.query.finding import find
from discourse.corpus.query.stretches import Tiles
from discourse.corpus.references.comparison import Comparison
from discourse.corpus.references.side import Side
from discourse.corpus.store.layer_values import TERM
from discourse.corpus.store.parts import separate_borders
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import LETTERS_AND_DIGITS, Strings

LONGEST_ABBREVIATION = 6
MOST_FORMS = 3  # of each kind
BATCH_TERMS = 1 << 17  # terms that are looked for at a time: as Python strings, they need room


def find_near_forms(
    found: Comparison, rows: NDArray[np.bool_], of: str
) -> tuple[NDArray[np.int64], list[str]]:
    """What the side that lacks a term has instead, with its counts.

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
    places : ndarray of int64
        The numbers of the terms for which there is something.
    forms : list of str
        For each of these, forms such as ``co-operation (2)``, divided by commas: what differs by a
        hyphen, a possessive or the case; the words of a hyphenated term; and what an abbreviation
        may stand for. A list has no phrases: of these, the counts of their words are given.
    """
    forms: dict[int, str] = {}
    if isinstance(found.other, Side):
        sides = [_Spellings(found.terms, side, of) for side in (found.target, found.other)]
        for lacking, having in (sides, sides[::-1]):
            places = np.flatnonzero(rows & (lacking.side.count == 0))
            for some in _divide_into_batches(places):
                near = _list_near_forms(Strings(found.terms).take(some), lacking, having)
                for place, listed in zip(some.tolist(), near, strict=True):
                    if listed:
                        forms[place] = ", ".join(dict.fromkeys(listed))
    return np.array(list(forms), dtype=np.int64), list(forms.values())


def _divide_into_batches(places: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    return np.split(places, range(BATCH_TERMS, len(places), BATCH_TERMS))


class _Spellings:
    """The terms of one side, and the words of its text if it is a corpus of terms."""

    def __init__(self, terms: pa.StringArray, side: Side, of: str) -> None:
        self.terms, self.side = terms, side
        self.text = side.source if isinstance(side.source, Store) and of == TERM else None

    def count(self, terms: Iterable[str]) -> dict[str, int]:
        """The counts of those of some terms that the side has."""
        wanted = pa.array(sorted(set(terms)), pa.string())
        at = np.flatnonzero(pc.is_in(self.terms, value_set=wanted).to_numpy(zero_copy_only=False))
        at = at[self.side.count[at] > 0]
        return dict(zip(Strings(self.terms).take(at), self.side.count[at].tolist(), strict=True))

    def list_spellings(self, terms: Sequence[str]) -> list[list[tuple[str, int]]]:
        """For each term those that differ only by hyphens, possessives and case, with counts.

        The commonest are first.
        """
        spellings = [_strip_signs(term) for term in terms]
        found: dict[str, list[tuple[str, int]]] = {spelling: [] for spelling in spellings}
        for term, count in self.count(filter(_PLAIN.fullmatch, found)).items():
            found[term].append((term, count))
        for some in _divide_into_batches(self._not_plain):
            counts = self.side.count[some].tolist()
            for term, count in zip(Strings(self.terms).take(some), counts, strict=True):
                if (spelling := _strip_signs(term)) in found:
                    found[spelling].append((term, count))
        return [sorted(found[each], key=lambda row: (-row[1], row[0])) for each in spellings]

    @cached_property
    def _not_plain(self) -> NDArray[np.int64]:
        """The places of the terms of this side of which something may be stripped."""
        is_plain = Strings(self.terms).consist_of(LETTERS_AND_DIGITS)
        return np.flatnonzero(~is_plain & (self.side.count > 0))

    def find_abbreviations(self, terms: Sequence[str]) -> list[str]:
        """Those of some terms that are mostly written in capitals in the text."""
        short = [t for t in terms if t.isalpha() and 1 < len(t) <= LONGEST_ABBREVIATION]
        if self.text is None or not short:
            return []
        upper, every = np.sum(list(self.text.ask(_count_capitals, short)), axis=0).T
        return [short[at] for at in np.flatnonzero(2 * upper > every).tolist()]

    def count_phrases(self, phrases: Sequence[str]) -> list[int]:
        """How often each of some phrases occurs in the text."""
        if self.text is None or not phrases:
            return [0] * len(phrases)
        answers = list(self.text.ask(_count_phrases, phrases))
        counts: list[int] = np.sum(answers, axis=0).tolist()
        return counts

    def expand(self, terms: Sequence[str]) -> dict[str, list[tuple[tuple[str, ...], int]]]:
        """The rows of capitalised words whose initials spell each term, the commonest first."""
        if self.text is None or not terms:
            return {term: [] for term in terms}
        found: dict[str, Counter[tuple[str, ...]]] = {term: Counter() for term in terms}
        for answer in self.text.ask(_count_expansions, terms):
            for term, counts in answer.items():
                found[term].update(counts)
        return {
            term: sorted(rows.items(), key=lambda row: (-row[1], row[0]))[:MOST_FORMS]
            for term, rows in found.items()
        }


def _count_capitals(store: Store, terms: Sequence[str]) -> NDArray[np.int64]:
    """How often each term is written in capitals, and how often it occurs: (terms, 2)."""
    index = store.index
    numbers = [index.vocabulary.term_id.get(term) for term in terms]
    rows = {number: row for row, number in enumerate(numbers) if number is not None}
    tokens = index.positions(np.array(list(rows), dtype=np.int64))
    forms, counts = np.unique(index.ids[tokens], return_counts=True)
    upper = [index.vocabulary.forms[number].isupper() for number in forms.tolist()]
    row = [rows[number] for number in index.vocabulary.term_of_form[forms].tolist()]
    weights = np.stack([counts * np.array(upper, dtype=bool), counts], axis=1)
    written = np.zeros((len(terms), 2), dtype=np.int64)
    np.add.at(written, row, weights)
    return written


def _count_phrases(store: Store, phrases: Sequence[str]) -> NDArray[np.int64]:
    """How often each phrase occurs."""
    return np.array([len(find(store, phrase)) for phrase in phrases], dtype=np.int64)


def _count_expansions(store: Store, terms: Sequence[str]) -> dict[str, Counter[tuple[str, ...]]]:
    """How often each row of capitalised words occurs whose initials spell a term."""
    ids, known = store.index.term_ids, store.index.vocabulary.terms
    sections = Tiles(*separate_borders(store, "section"))
    initials = _first_capitals(store)[store.index.ids]
    capitals = np.flatnonzero(initials)
    found = {}
    for term in terms:
        letters = term.upper()  # which may be more than those of the term
        size = len(letters)
        at = capitals[: np.searchsorted(capitals, store.size - size, side="right")]
        for place, letter in enumerate(letters):
            at = at[initials[at + place] == ord(letter)]
        at = at[sections.contain(np.stack([at, at + size], axis=1))]
        rows = Counter(tuple(ids[first : first + size].tolist()) for first in at.tolist())
        found[term] = Counter({tuple(known[n] for n in row): count for row, count in rows.items()})
    return found


def _first_capitals(store: Store) -> NDArray[np.uint32]:
    """The code of the first letter of each form if it is a capital, else 0."""
    forms = store.index.vocabulary.forms.array
    letters = pc.utf8_slice_codeunits(forms, 0, 1).dictionary_encode()
    codes = [ord(letter) if letter.isupper() else 0 for letter in letters.dictionary.to_pylist()]
    return np.asarray(np.array(codes, dtype=np.uint32)[letters.indices.to_numpy()])


def _list_near_forms(
    terms: Strings, lacking: _Spellings, having: _Spellings
) -> Iterator[list[str]]:
    """What the side that lacks some terms has instead of each."""
    words = [term.split("-") for term in terms]
    are_divided = [len(each) > 1 and all(map(str.isalpha, each)) for each in words]
    phrases = [" ".join(each) for each, is_one in zip(words, are_divided, strict=True) if is_one]
    hits = dict(zip(phrases, lacking.count_phrases(phrases), strict=True))
    abbreviations = having.find_abbreviations(terms)
    meant = _expand_abbreviations(abbreviations, lacking, having)
    spellings = lacking.list_spellings(terms)
    for term, each, is_one, alike in zip(terms, words, are_divided, spellings, strict=True):
        near = [f"{form} ({count:,})" for form, count in alike[:MOST_FORMS]]
        phrase = " ".join(each)
        if is_one and hits[phrase]:
            near.append(f"{phrase} ({hits[phrase]:,})")
        yield near + meant.get(term, [])


def _expand_abbreviations(
    terms: Sequence[str], lacking: _Spellings, having: _Spellings
) -> dict[str, list[str]]:
    if lacking.text is not None:
        return {
            term: [f"{' '.join(row)} ({count:,})" for row, count in rows]
            for term, rows in lacking.expand(terms).items()
        }
    meant: dict[str, list[str]] = {}
    expanded = having.expand(terms)
    known = lacking.count(word for rows in expanded.values() for row, _ in rows for word in row)
    for term, rows in expanded.items():
        counted = [(row, [known.get(word, 0) for word in row]) for row, _ in rows]
        meant[term] = [
            f"{' '.join(row)} ({', '.join(f'{w} {n:,}' for w, n in zip(row, counts, strict=True))})"
            for row, counts in counted
            if all(counts)
        ]
    return meant


def _strip_signs(term: str) -> str:
    folded = term.casefold()
    if "'" in folded or "’" in folded:
        folded = _POSSESSIVE.sub("", folded)
    if "-" not in folded and "_" not in folded:
        return folded
    return _SIGNS.sub("", folded)


_PLAIN = regex.compile("[a-z0-9]+")  # terms that nothing is to be stripped of
_POSSESSIVE = regex.compile(r"(?<=\p{L})['’]s$")
_SIGNS = regex.compile(r"(?<=\p{L})[-_](?=\p{L})")
