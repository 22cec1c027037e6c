"""Match queries against the index: find the rarest token first, then extend hits from there.

A hit inside another is left out; hits that overlap in any other way are all returned. So it is
enough to know, for each occurrence of a token that every hit must contain (the anchor), how far a
hit around it can reach to either side.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import NamedTuple, cast

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.query.normal_form import AnchoredRow, Items, anchor_rows, normalise
from discourse.corpus.query.pattern import (
    Both,
    Choice,
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
REGEX_SECONDS = 5.0
# The most token positions with which one query may compare its patterns.
MOST_PLACES = 100_000_000
# The overhead of one step through a choice, a sequence or a repetition, counted in places.
STEP_COST = 30_000

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def match_hits(index: Index, hits: Hits, borders: Callable[[str], Integers]) -> Integers:
    """Find hits: (hits, 2), the first token and the one after the last, ascending.

    Parameters
    ----------
    index : Index
        The tokens to search.
    hits : Hits
        The hits to find, as the query describes them.
    borders : callable
        Returns for the name of a unit the sorted token positions that no hit may cross, ending
        with the number of tokens. The name is "" if the query names no unit.
    """
    if isinstance(hits, Minus):
        left, right = (match_hits(index, side, borders) for side in (hits.left, hits.right))
        return left[~np.isin(_number_hits(left, index), _number_hits(right, index))]
    if isinstance(hits, Meet):
        node, other = (match_hits(index, side, borders) for side in (hits.node, hits.near))
        kept = which_near(node, other, hits.low, hits.high, borders(hits.within))
        return node[kept & ~which_overlap(node, other)]
    return _find_pattern(index, hits.pattern, borders(hits.within))


def _number_hits(hits: Integers, index: Index) -> Integers:
    """One number for each hit: equal only for equal hits."""
    return hits[:, 0] * (index.size + 1) + hits[:, 1]


def which_near(node: Integers, other: Integers, low: int, high: int, borders: Integers) -> Mask:
    """Which hits have another hit at a distance of `low` to `high` tokens (negative: before them).

    The distance is counted between the nearest edges. Hits that overlap have none, and a hit beyond
    a border does not count.
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
    """Which hits share a token with another hit."""
    starts, ends = other[:, 0], np.append(other[:, 1], 0)
    previous = np.searchsorted(starts, node[:, 1]) - 1
    return (previous >= 0) & (ends[previous] > node[:, 0])


def _has_between(places: Integers, low: Integers, high: Integers) -> Mask:
    return np.searchsorted(places, low) < np.searchsorted(places, high, side="right")


# ------------------------------------------------------------------------------------- places


def _find_pattern(index: Index, pattern: Pattern, borders: Integers) -> Integers:
    tokens = _TokenTests(index)
    rows = anchor_rows(normalise(pattern), tokens.count)
    return _drop_inner_hits(
        np.concatenate([_match_around_anchors(tokens, row, borders) for row in rows])
    )


def _drop_inner_hits(hits: Integers) -> Integers:
    """Drop the hits that are inside another; the rest ascends."""
    if (hits[1:] > hits[:-1]).all():  # The hits of one row nearly always ascend.
        return hits
    hits = hits[np.lexsort((-hits[:, 1], hits[:, 0]))]
    reached = np.maximum.accumulate(hits[:, 1])
    outermost = np.concatenate([[True], reached[:-1] < hits[1:, 1]])
    return np.asarray(hits[outermost])


def _match_around_anchors(tokens: "_TokenTests", row: AnchoredRow, borders: Integers) -> Integers:
    """Find the longest hit around each occurrence of the anchor of a row."""
    anchors = tokens.positions(row.token)
    if all(isinstance(item, Token) for item in (*row.before, *row.after)):
        return _match_fixed_length(tokens, row, anchors, borders)
    segment = np.searchsorted(borders, anchors, side="right")
    low, high = borders[segment - 1], borders[segment]
    numbers = np.arange(len(anchors))
    after = _Walk(tokens, high, +1).follow(row.after, _Reached(numbers, anchors + 1))
    last = np.append(after.anchor[1:] != after.anchor[:-1], True)[: len(after.anchor)]
    ends = _Reached(after.anchor[last], after.at[last])
    before = _Walk(tokens, low, -1).follow(
        tuple(reversed(row.before)), _Reached(ends.anchor, anchors[ends.anchor])
    )
    first = np.append(True, before.anchor[1:] != before.anchor[:-1])[: len(before.anchor)]
    starts = _Reached(before.anchor[first], before.at[first])
    reached = ends.at[np.searchsorted(ends.anchor, starts.anchor)]
    return np.stack([starts.at, reached], axis=1)


def _match_fixed_length(
    tokens: "_TokenTests", row: AnchoredRow, anchors: Integers, borders: Integers
) -> Integers:
    """Find hits of tokens only, all of one length; check borders last, when few are left."""
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
    """How far the hits around each anchor have come; sorted by anchor, then by place.

    `at` is the token after the part that is matched so far; going back, its first token.
    """

    anchor: Integers
    at: Integers


@dataclass(frozen=True)
class _Walk:
    """Extend hits from their anchors, forwards (`way` is +1) or backwards (-1)."""

    tokens: "_TokenTests"
    limits: Integers
    way: int

    def follow(self, row: Items, places: _Reached) -> _Reached:
        for item in row:
            if len(places.at):
                places = self._step(item, places)
        return places

    def _step(self, item: Pattern, places: _Reached) -> _Reached:
        self.tokens.spend(len(places.at))
        if isinstance(item, Token):
            return self._step_token(item, places)
        self.tokens.spend(STEP_COST)
        if isinstance(item, TokenSequence):
            return self.follow(item.items[:: self.way], places)
        if isinstance(item, Choice):
            return self._unite([self._step(option, places) for option in item.options])
        return self._step_repetition(item, places)

    def _step_token(self, item: Token, places: _Reached) -> _Reached:
        limits = self.limits[places.anchor]
        inside = places.at < limits if self.way > 0 else places.at > limits
        places = _Reached(places.anchor[inside], places.at[inside])
        if item.test != ANY:
            at = places.at if self.way > 0 else places.at - 1
            passed = self.tokens.mask(item.test)[self.tokens.index.ids[at]]
            places = _Reached(places.anchor[passed], places.at[passed])
        return _Reached(places.anchor, places.at + self.way)

    def _step_repetition(self, item: Repeat, places: _Reached) -> _Reached:
        reached = [places]
        for _ in range(item.most):
            places = self._step(item.item, places)
            if not len(places.at):
                break
            reached.append(places)
        return self._unite(reached)

    def _unite(self, places: Sequence[_Reached]) -> _Reached:
        if len(places) == 1:
            return places[0]
        base = self.tokens.index.size + 1
        keys = np.unique(np.concatenate([part.anchor * base + part.at for part in places]))
        return _Reached(*np.divmod(keys, base))


# -------------------------------------------------------------------------------------- types

ANY = Both(())


@dataclass
class _TokenTests:
    """Which tokens pass a test, evaluated once per type; counts the work and limits it."""

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
        """Which forms pass a test."""
        if test not in self.masks:
            self.masks[test] = _evaluate_test(test, self.index.vocabulary)
        return self.masks[test]

    def count(self, token: Token) -> int:
        """An upper bound of the tokens that pass: all tokens of each term with a passing form."""
        if token.test == ANY:
            return self.index.size
        bounds, terms = self.index.postings[0], self._terms(token)
        return int((bounds[terms + 1] - bounds[terms]).sum())

    def positions(self, token: Token) -> Integers:
        """The positions of the tokens that pass, ascending."""
        if token.test == ANY:
            return np.arange(self.index.size)
        mask = self.mask(token.test)
        if self.count(token) > self.index.size // 8:
            # Reading all tokens once is faster than merging many long lists of positions.
            return np.flatnonzero(mask[self.index.ids])
        positions = self.index.positions(self._terms(token))
        return positions[mask[self.index.ids[positions]]]

    def _terms(self, token: Token) -> Integers:
        if token.test not in self.terms:
            terms = self.index.vocabulary.term_of_form[self.mask(token.test)]
            self.terms[token.test] = np.unique(terms).astype(np.int64)
        return self.terms[token.test]


def _evaluate_test(test: Test, vocabulary: Vocabulary) -> Mask:
    """Which forms of a vocabulary pass a test."""
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
    """Yield whether a regular expression matches the whole of each name."""
    wanted = regex.compile(test.value, regex.DOTALL | regex.IGNORECASE * test.ignore_case)
    opening = "" if test.ignore_case else _literal_opening(test.value)
    end = time.monotonic() + REGEX_SECONDS
    try:
        for name in names:
            left = end - time.monotonic()
            if left <= 0:
                raise TimeoutError
            yield name.startswith(opening) and bool(wanted.fullmatch(name, timeout=left))
    except TimeoutError:
        raise DiscourseError(
            f'the regular expression "{test.value}" takes more than {REGEX_SECONDS:g} seconds; '
            "write it without nested repetitions."
        ) from None


def _literal_opening(value: str) -> str:
    """The letters with which everything that a regular expression matches begins."""
    found = _OPENING.match(value)
    return found[0] if found and "|" not in value else ""


_OPENING = regex.compile(r"(?:\w(?![*?{+]))*")
