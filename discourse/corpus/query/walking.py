"""Match a pattern: find its rarest token first, then extend hits from there.

A hit inside another is left out; hits that overlap in any other way are all returned. So it is
enough to know, for each occurrence of a token that every hit must contain (the anchor), how far a
hit around it can reach to either side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import numpy as np

from discourse.corpus.query.normal_form import AnchoredRow, Items, anchor_rows, normalise
from discourse.corpus.query.pattern import (
    ANY,
    Choice,
    Edge,
    Pattern,
    Repeat,
    Token,
    TokenSequence,
)
from discourse.corpus.query.stretches import Integers, Stretches, Tiles, drop_inner_hits
from discourse.corpus.query.token_tests import TokenTests

# The overhead of one step through a choice, a sequence or a repetition, counted in places.
STEP_COST = 30_000


def find_pattern(tokens: TokenTests, pattern: Pattern, stretches: Stretches) -> Integers:
    """Find the longest hits of a pattern in some stretches: (hits, 2), ascending."""
    rows = anchor_rows(normalise(pattern), lambda token: tokens.count(token.test))
    return drop_inner_hits(
        np.concatenate([_match_around_anchors(tokens, row, stretches) for row in rows])
    )


def _match_around_anchors(tokens: TokenTests, row: AnchoredRow, stretches: Stretches) -> Integers:
    """Find the longest hit around each occurrence of the anchor of a row."""
    if all(isinstance(item, (Token, Edge)) for item in (*row.before, *row.after)):
        return _match_fixed_length(tokens, row, stretches)
    positions = tokens.positions(row.token.test)
    occurrence, stretch = stretches.around(positions)  # An anchor may be in several stretches.
    tokens.spend(len(occurrence))
    anchors = positions[occurrence]
    numbers = np.arange(len(anchors))
    after = _Walk(tokens, stretches.end[stretch], +1).follow(
        row.after, _Reached(numbers, anchors + 1)
    )
    last = np.append(after.anchor[1:] != after.anchor[:-1], True)[: len(after.anchor)]
    ends = _Reached(after.anchor[last], after.at[last])
    before = _Walk(tokens, stretches.first[stretch], -1).follow(
        tuple(reversed(row.before)), _Reached(ends.anchor, anchors[ends.anchor])
    )
    first = np.append(True, before.anchor[1:] != before.anchor[:-1])[: len(before.anchor)]
    starts = _Reached(before.anchor[first], before.at[first])
    reached = ends.at[np.searchsorted(ends.anchor, starts.anchor)]
    return np.stack([starts.at, reached], axis=1)


def _match_fixed_length(tokens: TokenTests, row: AnchoredRow, stretches: Stretches) -> Integers:
    """Find hits of tokens only, all of one length; check borders last, when few are left."""
    items = cast(Sequence[Token | Edge], (*row.before, row.token, *row.after))
    offsets = np.cumsum([0, *(isinstance(item, Token) for item in items)]).tolist()
    length = offsets.pop()
    rarest = _find_rarest(tokens, items, len(row.before))
    starts = _positions(tokens, items[rarest]) - offsets[rarest]
    starts = starts[(starts >= 0) & (starts + length <= tokens.size)]
    for number, (offset, item) in enumerate(zip(offsets, items, strict=True)):
        if number == rarest:
            continue
        if isinstance(item, Edge):
            starts = starts[tokens.is_edge(item, starts + offset)]
        elif item.test != ANY:
            tokens.spend(len(starts))
            starts = starts[tokens.passes(item.test, starts + offset)]
    hits = np.stack([starts, starts + length], axis=1)
    is_inside = length == 1 and isinstance(stretches, Tiles)
    return hits if is_inside else hits[stretches.contain(hits)]


def _find_rarest(tokens: TokenTests, items: Sequence[Token | Edge], anchor: int) -> int:
    """The number of the item with the fewest places: the anchor, or an edge."""
    edges = [number for number, item in enumerate(items) if isinstance(item, Edge)]
    return min([anchor, *edges], key=lambda number: _count(tokens, items[number]))


def _count(tokens: TokenTests, item: Token | Edge) -> int:
    return len(tokens.edge_positions(item)) if isinstance(item, Edge) else tokens.count(item.test)


def _positions(tokens: TokenTests, item: Token | Edge) -> Integers:
    return tokens.edge_positions(item) if isinstance(item, Edge) else tokens.positions(item.test)


class _Reached(NamedTuple):
    """How far the hits around each anchor have come; sorted by anchor, then by place.

    `at` is the token after the part that is matched so far; going back, its first token.
    """

    anchor: Integers
    at: Integers


@dataclass(frozen=True)
class _Walk:
    """Extend hits from their anchors, forwards (`way` is +1) or backwards (-1)."""

    tokens: TokenTests
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
        if isinstance(item, Edge):
            here = self.tokens.is_edge(item, places.at)
            return _Reached(places.anchor[here], places.at[here])
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
            passed = self.tokens.passes(item.test, at)
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
        base = self.tokens.size + 1
        keys = np.unique(np.concatenate([part.anchor * base + part.at for part in places]))
        return _Reached(*np.divmod(keys, base))
