"""Queries are answered from the postings: the rarest token first, then outwards from it.

A hit inside another is left out; hits that overlap otherwise are all given. So it is enough to
know, for each place of a token that every hit must have, how far a hit can reach to either side.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple, cast

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Either,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    Repeat,
    Test,
    Token,
    TokenSequence,
    Word,
    literal_text,
)
from discourse.corpus.store.index import Index
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError

# Seconds that one regular expression may take over all types.
SECONDS = 5.0
# Places that the patterns of one query may be compared with.
MOST_PLACES = 100_000_000
# What a choice or repetition costs beside its places, in places.
UNION = 30_000

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def match_hits(index: Index, hits: Hits, borders: Callable[[str], Integers]) -> Integers:
    """(hits, 2): first token and the one after the last, ascending.

    Parameters
    ----------
    borders : the first tokens of a unit of the text, "" for the one that hits stay in where the
        query names none; closed by the number of tokens. No hit crosses one.
    """
    if isinstance(hits, Minus):
        left, right = (match_hits(index, side, borders) for side in (hits.left, hits.right))
        base = np.array([index.size + 1, 1])
        return left[~np.isin(left @ base, right @ base)]
    if isinstance(hits, Meet):
        node, other = (match_hits(index, side, borders) for side in (hits.node, hits.near))
        kept = which_near(node, other, hits.low, hits.high, borders(hits.within))
        return node[kept & ~which_overlap(node, other)]
    return _find_pattern(index, hits.pattern, borders(hits.within))


def which_near(node: Integers, other: Integers, low: int, high: int, borders: Integers) -> Mask:
    """Which hits have another `low` to `high` tokens away (negative: before them).

    The distance is that between the nearest edges; the two do not overlap, and no border is
    between them.
    """
    first = borders[np.searchsorted(borders, node[:, 0], side="right") - 1]
    last = borders[np.searchsorted(borders, node[:, 1] - 1, side="right")] - 1
    opening, closing = node[:, 0], node[:, 1] - 1
    after = _has_between(other[:, 0], closing + max(low, 1), np.minimum(closing + high, last))
    before = _has_between(
        other[:, 1] - 1, np.maximum(opening + low, first), opening + min(high, -1)
    )
    return after | before


def which_overlap(node: Integers, other: Integers) -> Mask:
    """Which hits share a token with another."""
    starts, ends = other[:, 0], np.append(other[:, 1], 0)
    previous = np.searchsorted(starts, node[:, 1]) - 1
    return (previous >= 0) & (ends[previous] > node[:, 0])


def _has_between(places: Integers, low: Integers, high: Integers) -> Mask:
    return np.searchsorted(places, low) < np.searchsorted(places, high, side="right")


# -------------------------------------------------------------------------------- normal form

# A row in normal form holds tokens, choices of rows that each take a token at least, and
# repetitions from 0 times of such a row or choice. `least` = 0 tokens is then plain to see.
Items = tuple[Pattern, ...]


def _normalise(pattern: Pattern) -> Items:
    if isinstance(pattern, Token):
        return (pattern,)
    if isinstance(pattern, TokenSequence):
        return tuple(item for part in pattern.items for item in _normalise(part))
    if isinstance(pattern, Choice):
        return _choose_row([_normalise(option) for option in pattern.options])
    row = _normalise(pattern.item)
    if _is_optional(row):
        return _repeat_row(_choose_row(_rows_without_empty(row)), 0, pattern.most)
    return _repeat_row(row, pattern.least, pattern.most)


def _repeat_row(row: Items, least: int, most: int) -> Items:
    rest = (Repeat(TokenSequence(row), 0, most - least),) if row and most > least else ()
    return row * least + rest


def _choose_row(rows: Sequence[Items]) -> Items:
    filled = [
        option
        for row in rows
        for option in (_rows_without_empty(row) if _is_optional(row) else [row])
    ]
    if not filled:
        return ()
    tests = [row[0].test for row in filled if len(row) == 1 and isinstance(row[0], Token)]
    one: Pattern = Choice(tuple(map(TokenSequence, filled)))
    if len(tests) == len(filled):
        one = Token(Either(tuple(tests)))
    return (Repeat(one, 0, 1),) if any(map(_is_optional, rows)) else (one,)


def _is_optional(row: Items) -> bool:
    return all(isinstance(item, Repeat) for item in row)


def _rows_without_empty(row: Items) -> list[Items]:
    """A row that may be empty, as rows that are not: each begins with another of its items."""
    return [
        (*_normalise(item.item), *_repeat_row((item.item,), 0, item.most - 1), *row[at + 1 :])
        for at, item in enumerate(row)
        if isinstance(item, Repeat)
    ]


class _AnchoredRow(NamedTuple):
    """A row, parted at a token that every hit must have."""

    before: Items
    token: Token
    after: Items


def _anchor_row(row: Items, count: Callable[[Token], int]) -> Iterator[_AnchoredRow]:
    """A row as one or several, each parted at its rarest token; together they have its hits."""
    certain = [at for at, item in enumerate(row) if isinstance(item, Token)]
    if certain:
        at = min(certain, key=lambda place: count(cast(Token, row[place])))
        yield _AnchoredRow(row[:at], cast(Token, row[at]), row[at + 1 :])
        return
    for other in _expand_first(row):
        yield from _anchor_row(other, count)


def _expand_first(row: Items) -> Iterable[Items]:
    """A row without a certain token, as rows of which one option or one repetition is taken."""
    for at, item in enumerate(row):
        if isinstance(item, Choice):
            return [(*row[:at], *_normalise(option), *row[at + 1 :]) for option in item.options]
    return _rows_without_empty(row)


# ------------------------------------------------------------------------------------- places


def _find_pattern(index: Index, pattern: Pattern, borders: Integers) -> Integers:
    tokens = _TokenTests(index)
    rows = _anchor_row(_normalise(pattern), tokens.count)
    return _drop_inner_hits(
        np.concatenate([_match_around_anchors(tokens, row, borders) for row in rows])
    )


def _drop_inner_hits(hits: Integers) -> Integers:
    """The hits that are inside no other, ascending."""
    if (hits[1:] > hits[:-1]).all():  # as those of one row are, unless it has a gap
        return hits
    hits = hits[np.lexsort((-hits[:, 1], hits[:, 0]))]
    reached = np.maximum.accumulate(hits[:, 1])
    outermost = np.concatenate([[True], reached[:-1] < hits[1:, 1]])
    return np.asarray(hits[outermost])


def _match_around_anchors(tokens: "_TokenTests", row: _AnchoredRow, borders: Integers) -> Integers:
    """The longest hit around each place of the token at which a row is parted."""
    anchors = tokens.positions(row.token)
    if all(isinstance(item, Token) for item in (*row.before, *row.after)):
        return _match_fixed_length(tokens, row, anchors, borders)
    segment = np.searchsorted(borders, anchors, side="right")
    low, high = borders[segment - 1], borders[segment]
    numbers = np.arange(len(anchors))
    after = _Walk(tokens, high, +1).along(row.after, _Reached(numbers, anchors + 1))
    last = np.append(after.anchor[1:] != after.anchor[:-1], True)[: len(after.anchor)]
    ends = _Reached(after.anchor[last], after.at[last])
    before = _Walk(tokens, low, -1).along(
        tuple(reversed(row.before)), _Reached(ends.anchor, anchors[ends.anchor])
    )
    first = np.append(True, before.anchor[1:] != before.anchor[:-1])[: len(before.anchor)]
    starts = _Reached(before.anchor[first], before.at[first])
    reached = ends.at[np.searchsorted(ends.anchor, starts.anchor)]
    return np.stack([starts.at, reached], axis=1)


def _match_fixed_length(
    tokens: "_TokenTests", row: _AnchoredRow, anchors: Integers, borders: Integers
) -> Integers:
    """The hits of tokens alone, all of one length: borders are looked for in what has passed."""
    length = len(row.before) + 1 + len(row.after)
    starts = anchors - len(row.before)
    starts = starts[(starts >= 0) & (starts + length <= tokens.index.size)]
    for offset, item in enumerate((*row.before, row.token, *row.after)):
        test = cast(Token, item).test
        if offset != len(row.before) and test != ANY:
            tokens.spend(len(starts))
            starts = starts[tokens.mask(test)[tokens.index.ids[starts + offset]]]
    if length > 1:
        first, last = (
            np.searchsorted(borders, at, "right") for at in (starts, starts + length - 1)
        )
        starts = starts[first == last]
    return np.stack([starts, starts + length], axis=1)


class _Reached(NamedTuple):
    """How far each anchor has come, sorted by both: the token after, or the one before."""

    anchor: Integers
    at: Integers


@dataclass(frozen=True)
class _Walk:
    """Patterns compared with the text from some anchors on, `way` +1 or back, `way` -1."""

    tokens: "_TokenTests"
    limits: Integers
    way: int

    def along(self, row: Items, places: _Reached) -> _Reached:
        for item in row:
            if len(places.at):
                places = self._over(item, places)
        return places

    def _over(self, item: Pattern, places: _Reached) -> _Reached:
        self.tokens.spend(len(places.at))
        if isinstance(item, Token):
            return self._token(item, places)
        self.tokens.spend(UNION)
        if isinstance(item, TokenSequence):
            return self.along(item.items[:: self.way], places)
        if isinstance(item, Choice):
            return self._union([self._over(option, places) for option in item.options])
        return self._repeated(item, places)

    def _token(self, item: Token, places: _Reached) -> _Reached:
        limits = self.limits[places.anchor]
        inside = places.at < limits if self.way > 0 else places.at > limits
        places = _Reached(places.anchor[inside], places.at[inside])
        if item.test != ANY:
            at = places.at if self.way > 0 else places.at - 1
            passed = self.tokens.mask(item.test)[self.tokens.index.ids[at]]
            places = _Reached(places.anchor[passed], places.at[passed])
        return _Reached(places.anchor, places.at + self.way)

    def _repeated(self, item: Repeat, places: _Reached) -> _Reached:
        reached = [places]
        for _ in range(item.most):
            places = self._over(item.item, places)
            if not len(places.at):
                break
            reached.append(places)
        return self._union(reached)

    def _union(self, places: Sequence[_Reached]) -> _Reached:
        if len(places) == 1:
            return places[0]
        base = self.tokens.index.size + 1
        keys = np.unique(np.concatenate([part.anchor * base + part.at for part in places]))
        return _Reached(*np.divmod(keys, base))


# -------------------------------------------------------------------------------------- types

ANY = Both(())


@dataclass
class _TokenTests:
    """Which tokens pass a test, found out once for each type; and a limit to all the work."""

    index: Index
    masks: dict[Test, Mask] = field(default_factory=dict)
    terms: dict[Test, Integers] = field(default_factory=dict)
    spent: int = 0

    def spend(self, places: int) -> None:
        self.spent += places
        if self.spent > MOST_PLACES:
            raise DiscourseError(
                f"this query compares more than {MOST_PLACES:,} places of the corpus; "
                "make its gaps and repetitions shorter, or its rarest word rarer."
            )

    def mask(self, test: Test) -> Mask:
        """(forms,) which of them pass."""
        if test not in self.masks:
            self.masks[test] = _evaluate_test(test, self.index.vocabulary)
        return self.masks[test]

    def count(self, token: Token) -> int:
        """How many tokens may pass: all those of the terms of which a form does."""
        if token.test == ANY:
            return self.index.size
        bounds, terms = self.index.postings[0], self._terms(token)
        return int((bounds[terms + 1] - bounds[terms]).sum())

    def positions(self, token: Token) -> Integers:
        """The tokens that pass, ascending."""
        if token.test == ANY:
            return np.arange(self.index.size)
        mask = self.mask(token.test)
        if self.count(token) > self.index.size // 8:
            # Reading all tokens once is quicker than merging many long lists of places.
            return np.flatnonzero(mask[self.index.ids])
        positions = self.index.positions(self._terms(token))
        return positions[mask[self.index.ids[positions]]]

    def _terms(self, token: Token) -> Integers:
        if token.test not in self.terms:
            terms = self.index.vocabulary.term_of_form[self.mask(token.test)]
            self.terms[token.test] = np.unique(terms).astype(np.int64)
        return self.terms[token.test]


def _evaluate_test(test: Test, vocabulary: Vocabulary) -> Mask:
    if isinstance(test, Not):
        return ~_evaluate_test(test.test, vocabulary)
    if isinstance(test, Word):
        return _evaluate_word(test, vocabulary)
    join = np.logical_and if isinstance(test, Both) else np.logical_or
    start = np.full(len(vocabulary.forms), isinstance(test, Both))
    return reduce(join, (_evaluate_test(part, vocabulary) for part in test.tests), start)


def _evaluate_word(test: Word, vocabulary: Vocabulary) -> Mask:
    text = None if test.ignore_case else literal_text(test.value)
    if test.attribute == "lower" and text is not None:
        number = vocabulary.term_id.get(text, -1)
        return np.asarray(vocabulary.term_of_form == number)
    names = vocabulary.forms if test.attribute == "word" else vocabulary.terms
    answers = (name == text for name in names) if text is not None else _match_names(test, names)
    mask = np.fromiter(answers, bool, len(names))
    return mask if test.attribute == "word" else mask[vocabulary.term_of_form]


def _match_names(test: Word, names: Iterable[str]) -> Iterator[bool]:
    """Whether a regular expression matches the whole of each name."""
    wanted = regex.compile(test.value, regex.DOTALL | regex.IGNORECASE * test.ignore_case)
    opening = "" if test.ignore_case else _literal_opening(test.value)
    end = time.monotonic() + SECONDS
    try:
        for name in names:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            yield name.startswith(opening) and bool(wanted.fullmatch(name, timeout=left))
    except TimeoutError:
        raise DiscourseError(
            f'the regular expression "{test.value}" takes more than {SECONDS:g} seconds; '
            "write it without nested repetitions."
        ) from None


def _literal_opening(value: str) -> str:
    """Letters with which all that a regular expression matches begins."""
    found = _OPENING.match(value)
    return found[0] if found and "|" not in value else ""


_OPENING = regex.compile(r"(?:\w(?![*?{+]))*")
