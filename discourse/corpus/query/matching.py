"""Match queries against the index: find hits, and choose among them by others."""

from dataclasses import dataclass, field, replace

import numpy as np

from discourse.corpus.query.pattern import (
    Containing,
    Find,
    Hits,
    Meet,
    Minus,
    SpanHits,
    Union,
    Within,
    pattern_length,
)
from discourse.corpus.query.stretches import (
    Integers,
    Mask,
    Stretches,
    Tiles,
    divide_overlapping,
    which_contain,
    which_near_inside,
    which_overlap,
)
from discourse.corpus.query.structures import list_spans
from discourse.corpus.query.token_tests import TokenTests
from discourse.corpus.query.walking import STEP_COST, find_pattern
from discourse.corpus.store.parts import UNITS, separate_borders
from discourse.corpus.store.store import Store


def match_hits(store: Store, hits: Hits, within: str) -> Integers:
    """Find hits: (hits, 2), the first token and the one after the last, ascending.

    Parameters
    ----------
    store : Store
        The tokens to search.
    hits : Hits
        The hits to find, as the query describes them.
    within : str
        The unit that hits stay within if the query names none.
    """
    return _Matcher(store, within, TokenTests(store)).find(hits, _Limits())


@dataclass(frozen=True)
class _Limits:
    """What hits must lie in: the finest unit that the query names, and stretches."""

    unit: str = ""
    stretches: Stretches | None = None

    def add_unit(self, unit: str) -> "_Limits":
        named = [name for name in UNITS if name in (unit, self.unit)]
        return replace(self, unit=named[-1])

    def add_stretches(self, other: Stretches) -> "_Limits":
        known = self.stretches
        return replace(self, stretches=other if known is None else known.intersect(other))


@dataclass
class _Matcher:
    store: Store
    within: str
    tokens: TokenTests
    units: dict[str, Stretches] = field(default_factory=dict)

    def find(self, hits: Hits, limits: _Limits) -> Integers:
        """Find hits that lie in one stretch of each limit."""
        match hits:
            case Find(pattern):
                return find_pattern(self.tokens, pattern, self._stretches(limits))
            case SpanHits(structure):
                spans = list_spans(self.store, structure)
                # The unit of the caller is meant for patterns; a span is as long as it is.
                limited = limits != _Limits()
                return spans[self._stretches(limits).contain(spans)] if limited else spans
            case Minus(left, right):
                kept, dropped = self.find(left, limits), self.find(right, limits)
                is_kept = ~np.isin(self._number(kept), self._number(dropped))
                return np.asarray(kept[is_kept])
            case Union(left, right):
                both = np.concatenate([self.find(left, limits), self.find(right, limits)])
                return np.unique(both, axis=0)
            case Within(inner, limit, negated):
                if not negated:
                    return self.find(inner, self._add_limit(limits, limit))
                found = self.find(inner, limits)
                return found[~self._stretches(self._add_limit(_Limits(), limit)).contain(found)]
            case Meet():
                return self._find_near(hits, limits)
            case Containing(outer, inner, negated):
                found = self.find(outer, limits)
                return np.asarray(found[self._which_contain(found, inner, limits) != negated])

    def _number(self, hits: Integers) -> Integers:
        """One number for each hit: equal only for equal hits."""
        return hits[:, 0] * (self.store.size + 1) + hits[:, 1]

    def _stretches(self, limits: _Limits) -> Stretches:
        unit = limits.unit or self.within
        if unit not in self.units:
            self.units[unit] = Tiles(*separate_borders(self.store, unit))
        if limits.stretches is None:
            return self.units[unit]
        return limits.stretches.intersect(self.units[unit])

    def _add_limit(self, limits: _Limits, limit: str | Hits) -> _Limits:
        if isinstance(limit, str):
            return limits.add_unit(limit)
        return limits.add_stretches(Stretches.of_hits(self.find(limit, _Limits())))

    def _find_near(self, hits: Meet, limits: _Limits) -> Integers:
        node, near = self.find(hits.node, limits), self.find(hits.near, limits)
        kept = which_near_inside(node, near, hits.low, hits.high, self._stretches(limits))
        return node[kept & ~which_overlap(node, near)]

    def _which_contain(self, outer: Integers, inner: Hits, limits: _Limits) -> Mask:
        """Which hits have another inside; what counts is what is found inside them alone."""
        contain = np.zeros(len(outer), dtype=bool)
        if isinstance(inner, Find):
            contain = which_contain(outer, self.find(inner, limits))
            least, most = pattern_length(inner.pattern)
            if least == most:
                return contain
        # The longest hit in the whole text may reach out of a hit in which a shorter one lies.
        undecided = np.flatnonzero(~contain)
        for group in divide_overlapping(outer[undecided]):
            self.tokens.spend(STEP_COST)
            narrow = limits.add_stretches(Stretches(*outer[undecided[group]].T))
            contain[undecided[group]] = which_contain(
                outer[undecided[group]], self.find(inner, narrow)
            )
        return contain
