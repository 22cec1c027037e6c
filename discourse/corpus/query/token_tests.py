"""Which tokens pass a test: each regular expression is compared once with each value."""

from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.query.pattern import ANY, Both, Edge, Either, Not, Test, Word, literal_text
from discourse.corpus.query.structures import edge_positions
from discourse.corpus.query.values import match_values
from discourse.corpus.store.heads import head_chain
from discourse.corpus.store.placing import TokenLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError

# The most token positions with which one query may compare its patterns.
MOST_PLACES = 100_000_000
# A value of more than one token in eight is found by reading all tokens: that is faster than
# merging long lists of positions.
FREQUENT = 8
# So is any value of a layer with few values: comparing a byte of each token takes milliseconds,
# while a list of positions must first be made.
FEW_VALUES = 256

FORM_ATTRIBUTES = ("word", "lower")
# What a test needs to know that is in no layer: the form of a token, and what is at its heads.
FORM, AT_HEAD = "", "."

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Forms:
    """The tokens of a store by their forms."""

    def __init__(self, store: Store) -> None:
        self.index, self.vocabulary = store.index, store.index.vocabulary
        self.ids: NDArray[np.unsignedinteger[Any]] = store.index.ids

    def evaluate(self, test: Word) -> Mask:
        """Which forms pass a test of `word` or `lower`."""
        vocabulary = self.vocabulary
        if test.attribute == "word":
            return match_values(test, vocabulary.visible_forms)
        term = self.named_term(test)
        if term is not None:
            return np.asarray(vocabulary.term_of_form == term)
        return match_values(test, vocabulary.terms.array)[vocabulary.term_of_form]

    def named_term(self, test: Test) -> int | None:
        """The number of the only term that passes a test, -1 if it does not occur.

        It is None if the test does not name a term.
        """
        if not isinstance(test, Word) or test.attribute != "lower" or test.ignore_case:
            return None
        text = literal_text(test.value)
        return None if text is None else self.vocabulary.term_id.get(text, -1)

    def count(self, mask: Mask) -> int:
        """An upper bound of the tokens that pass: all tokens of each term with a passing form."""
        return self._count_terms(self._terms(mask))

    def positions(self, mask: Mask) -> Integers:
        """The positions of the tokens that pass, ascending."""
        terms = self._terms(mask)
        if self._count_terms(terms) > self.index.size // FREQUENT:
            return np.flatnonzero(mask[self.ids])
        positions = self.index.positions(terms)
        return np.asarray(positions[mask[self.ids[positions]]])

    def _count_terms(self, terms: Integers) -> int:
        bounds = self.index.postings[0]
        return int((bounds[terms + 1] - bounds[terms]).sum())

    def _terms(self, mask: Mask) -> Integers:
        forms = np.flatnonzero(mask)  # mostly few, and then twice as fast as the mask itself
        return np.unique(self.vocabulary.term_of_form[forms]).astype(np.int64)


class Values:
    """The tokens of a store by their values in a layer."""

    def __init__(self, layer: TokenLayer) -> None:
        self.layer, self.ids = layer, layer.ids

    def evaluate(self, test: Word) -> Mask:
        """Which values pass a test."""
        return match_values(test, self.layer.values.array)

    @cached_property
    def _counts(self) -> Integers:
        if self._has_few:
            return np.bincount(self.ids, minlength=len(self.layer.values))
        return np.diff(self.layer.postings[0])

    @property
    def _has_few(self) -> bool:
        return len(self.layer.values) <= FEW_VALUES

    def count(self, mask: Mask) -> int:
        """The number of tokens that pass."""
        return int(self._counts[mask].sum())

    def positions(self, mask: Mask) -> Integers:
        """The positions of the tokens that pass, ascending."""
        passing = np.flatnonzero(mask)
        if len(passing) == 1 and self._has_few:
            return np.flatnonzero(self.ids == self.ids.dtype.type(passing[0]))
        if self._has_few or self.count(mask) > len(self.ids) // FREQUENT:
            return np.flatnonzero(mask[self.ids])
        bounds, positions = self.layer.postings
        found = [positions[bounds[value] : bounds[value + 1]] for value in passing.tolist()]
        joined = np.concatenate([np.empty(0, dtype=np.uint32), *found]).astype(np.int64)
        return joined if len(found) == 1 else np.sort(joined, kind="stable")


class AtHeads:
    """The tokens of a store by what holds of their heads; each token is a value of its own."""

    def __init__(self, tests: "TokenTests") -> None:
        self.tests = tests
        self.ids: NDArray[np.integer[Any]] = np.arange(tests.size)

    def evaluate(self, test: Word) -> Mask:
        """Which tokens pass a test of their head, or of the head of that."""
        *steps, name = test.attribute.split(".")
        wanted = replace(test, attribute=name)
        inner = self.tests.attribute(wanted)
        passing = inner.evaluate(wanted)[inner.ids]
        without = match_values(wanted, pa.array([""]))
        return np.append(passing, without)[head_chain(self.tests.store, len(steps))]

    def count(self, mask: Mask) -> int:
        """The number of tokens that pass."""
        return int(np.count_nonzero(mask))

    def positions(self, mask: Mask) -> Integers:
        """The positions of the tokens that pass, ascending."""
        return np.flatnonzero(mask)


@dataclass(frozen=True, eq=False)
class OfTerm:
    """The tokens of one term, which needs no mask over all forms; none for -1."""

    forms: Forms
    term: int

    def count(self) -> int:
        """The number of these tokens."""
        return len(self._positions())

    def positions(self) -> Integers:
        """The positions of these tokens, ascending."""
        return self._positions().astype(np.int64)

    def among(self, positions: Integers) -> Mask:
        """Which of some tokens are these."""
        forms = self.forms
        return np.asarray(forms.vocabulary.term_of_form[forms.ids[positions]] == self.term)

    def _positions(self) -> NDArray[np.integer[Any]]:
        known = self.term >= 0
        return self.forms.index.positions_of(self.term) if known else np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class OfValues:
    """The tokens with some of the values of one attribute."""

    attribute: Forms | Values | AtHeads
    mask: Mask

    def count(self) -> int:
        """An upper bound of these tokens."""
        return self.attribute.count(self.mask)

    def positions(self) -> Integers:
        """The positions of these tokens, ascending."""
        return self.attribute.positions(self.mask)

    def among(self, positions: Integers) -> Mask:
        """Which of some tokens are these."""
        return np.asarray(self.mask[self.attribute.ids[positions]])


@dataclass
class TokenTests:
    """Which tokens pass a test; counts the work of a query and limits it."""

    store: Store
    spent: int = 0
    masks: dict[Test, Mask] = field(default_factory=dict)
    counts: dict[Test, int] = field(default_factory=dict)
    known: dict[Test, OfTerm | OfValues | None] = field(default_factory=dict)
    edges: dict[Edge, Integers] = field(default_factory=dict)
    attributes: dict[str, Forms | Values | AtHeads] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of tokens."""
        return self.store.size

    def spend(self, places: int) -> None:
        """Count places that are compared, and refuse too many."""
        self.spent += places
        if self.spent > MOST_PLACES:
            raise DiscourseError(
                f"this query compares more than {MOST_PLACES:,} places of the corpus; "
                "make its gaps and repetitions shorter, or its rarest word rarer."
            )

    def passes(self, test: Test, positions: Integers) -> Mask:
        """Which of some tokens pass a test."""
        if test == ANY:
            return np.ones(len(positions), dtype=bool)
        if known := self._find_known(test):
            return known.among(positions)
        self.spend(len(positions))
        if isinstance(test, Not):
            return ~self.passes(test.test, positions)
        assert isinstance(test, (Both, Either))
        parts = (self.passes(part, positions) for part in test.tests)
        return reduce(np.logical_and if isinstance(test, Both) else np.logical_or, parts)

    def count(self, test: Test) -> int:
        """An upper bound of the tokens that pass a test."""
        if test not in self.counts:
            self.counts[test] = self._count(test)
        return self.counts[test]

    def _count(self, test: Test) -> int:
        if test == ANY:
            return self.size
        if known := self._find_known(test):
            return known.count()
        if isinstance(test, Both):
            return min(map(self.count, test.tests))
        if isinstance(test, Either):
            return min(self.size, sum(map(self.count, test.tests)))
        return self.size

    def positions(self, test: Test) -> Integers:
        """The positions of the tokens that pass a test, ascending."""
        if test == ANY:
            return np.arange(self.size)
        if known := self._find_known(test):
            return known.positions()
        if isinstance(test, Both):
            rarest = min(test.tests, key=self.count)
            positions = self.positions(rarest)
            for other in test.tests:
                if other is not rarest:
                    positions = positions[self.passes(other, positions)]
            return positions
        if isinstance(test, Either) and self.count(test) <= self.size // FREQUENT:
            return reduce(np.union1d, map(self.positions, test.tests))
        return np.flatnonzero(self.passes(test, np.arange(self.size)))

    @cached_property
    def _forms(self) -> Forms:
        return Forms(self.store)

    def _find_known(self, test: Test) -> OfTerm | OfValues | None:
        """The tokens that pass a test of one attribute; None for a test of several."""
        if test not in self.known:
            self.known[test] = self._know(test)
        return self.known[test]

    def _know(self, test: Test) -> OfTerm | OfValues | None:
        if (term := self._forms.named_term(test)) is not None:
            return OfTerm(self._forms, term)
        attributes = _list_attributes(test)
        if len(attributes) != 1:
            return None
        return OfValues(self._find_attribute(min(attributes)), self._mask(test))

    def edge_positions(self, edge: Edge) -> Integers:
        """The places of an edge, ascending: the token that follows each."""
        if edge not in self.edges:
            self.edges[edge] = edge_positions(self.store, edge)
        return self.edges[edge]

    def is_edge(self, edge: Edge, places: Integers) -> Mask:
        """Which of some places are places of an edge."""
        known = np.append(self.edge_positions(edge), -1)
        return np.asarray(known[np.searchsorted(known[:-1], places)] == places)

    def _mask(self, test: Test) -> Mask:
        """Which values pass a test of one attribute."""
        if test not in self.masks:
            self.masks[test] = self._evaluate(test)
        return self.masks[test]

    def _evaluate(self, test: Test) -> Mask:
        if isinstance(test, Not):
            return ~self._mask(test.test)
        if isinstance(test, Word):
            return self.attribute(test).evaluate(test)
        join = np.logical_and if isinstance(test, Both) else np.logical_or
        return reduce(join, map(self._mask, test.tests))

    def attribute(self, test: Word) -> Forms | Values | AtHeads:
        """What a test needs to know of the tokens."""
        return self._find_attribute(_attribute_of(test))

    def _find_attribute(self, name: str) -> Forms | Values | AtHeads:
        if name not in self.attributes:
            self.attributes[name] = (
                self._forms
                if name == FORM
                else AtHeads(self)
                if name == AT_HEAD
                else Values(self._layer(name))
            )
        return self.attributes[name]

    def _layer(self, name: str) -> TokenLayer:
        layer = self.store.layers[name]
        assert isinstance(layer, TokenLayer)
        return layer


def _list_attributes(test: Test) -> frozenset[str]:
    """What a test needs to know of a token: the layers by name, its form, and what is at heads."""
    if isinstance(test, Word):
        return frozenset([_attribute_of(test)])
    if isinstance(test, Not):
        return _list_attributes(test.test)
    return frozenset().union(*map(_list_attributes, test.tests))


def _attribute_of(test: Word) -> str:
    if test.attribute in FORM_ATTRIBUTES:
        return FORM
    return AT_HEAD if "." in test.attribute else test.attribute
