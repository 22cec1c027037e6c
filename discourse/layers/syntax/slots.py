"""The grammatical slots around a word: by the relations of a parser, or by patterns of tags.

A slot is asked for in the query language, so that what is counted can be found again. Both kinds
say how a node and a collocate are connected:

- by a parser, along the heads of one token, the hit: in *community of nations*, the hit is *of*,
  the collocate its head *nations*, and the node the head of that, *community*;
- by tags, in a row of tokens that begins with one of them and ends with the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.pattern import Both, Not, Test, Word
from discourse.corpus.query.stretches import Tiles
from discourse.corpus.query.token_tests import TokenTests
from discourse.corpus.query.writing import write_test
from discourse.corpus.store.heads import head_chain
from discourse.corpus.store.layer_values import token_layer_names
from discourse.corpus.store.parts import borders
from discourse.corpus.store.store import Store
from discourse.errors import ADD_TAGS, DiscourseError, describe, one_of

Integers = NDArray[np.int64]

GAP = "…"  # stands for the collocate in the name of a slot of prepositions
UNNAMED = -1
OF_PARSER = ("deprel", "head")  # the layers that a parser makes, and a tagger does not


class Pairs(NamedTuple):
    """A node and a collocate per row, the hit that shows them, and the token that names the slot.

    ``first`` and ``end`` are the first token of the hit and the one after its last. ``naming`` is
    the preposition, and -1 in slots that have a name of their own.
    """

    node: Integers
    collocate: Integers
    first: Integers
    end: Integers
    naming: Integers


class Wanted(NamedTuple):
    """What a query asks for in a slot: tests of its node, its collocate and its preposition."""

    node: Test
    collocate: Test
    naming: Test | None


# ------------------------------------------------------------------------- along the heads


@dataclass(frozen=True)
class Chain:
    """Node and collocate on the way from a token to its head, the head of that, and so on.

    ``tests`` are those of the token, of its head, and so on; ``node`` and ``collocate`` count how
    many heads up each is. The token itself is the hit.
    """

    tests: tuple[tuple[Test, ...], ...]
    node: int
    collocate: int

    def find(self, tokens: TokenTests, is_named: bool) -> Pairs:
        """Every pair of any words."""
        hits = tokens.positions(_all_of(self.tests[0]))
        chain = [hits]
        for steps, tests in enumerate(self.tests[1:], start=1):
            above = head_chain(tokens.store, steps)[hits]
            kept = above >= 0
            kept[kept] = tokens.passes(_all_of(tests), above[kept])
            hits, chain = hits[kept], [*(level[kept] for level in chain), above[kept]]
        naming = hits if is_named else np.full(len(hits), UNNAMED)
        return Pairs(chain[self.node], chain[self.collocate], hits, hits + 1, naming)

    def write(self, wanted: Wanted) -> str:
        """The tests of the hit, without brackets."""
        tests = [list(level) for level in self.tests]
        tests[self.node].insert(0, wanted.node)
        tests[self.collocate].insert(0, wanted.collocate)
        if wanted.naming is not None:
            tests[0].insert(0, wanted.naming)
        return " & ".join(
            write_test(_raise_test(test, level))
            for level, of_level in enumerate(tests)
            for test in of_level
        )


def _raise_test(test: Test, steps: int) -> Test:
    """The test of a token, as one of the token that it is some heads above."""
    match test:
        case Word(attribute):
            return replace(test, attribute="head." * steps + attribute)
        case Not(inner):
            return Not(_raise_test(inner, steps))
    return replace(test, tests=tuple(_raise_test(part, steps) for part in test.tests))


# ------------------------------------------------------------------------- in a row of tokens


@dataclass(frozen=True)
class SlotRow:
    """A first token, at most one in the middle, up to ``most`` others, and a last token.

    The node is the first one, or the last; the collocate is the other. A row stays in a sentence.
    """

    first: Test
    last: Test
    middle: Test | None = None
    gap: Test | None = None
    most: int = 0
    is_node_first: bool = True

    def find(self, tokens: TokenTests, is_named: bool) -> Pairs:
        """Every pair of any words."""
        first = tokens.positions(self.first)
        sentences = Tiles(borders(tokens.store, "sentence"))
        end = sentences.end[np.searchsorted(sentences.first, first, side="right") - 1]
        at, naming = first + 1, np.full(len(first), UNNAMED)
        reached = np.arange(len(first))
        if self.middle is not None:
            kept = _pass_before(tokens, self.middle, at, end)
            naming = at if is_named else naming
            reached, at = reached[kept], at[kept] + 1
        found = []
        for step in range(self.most + 1):
            kept = _pass_before(tokens, self.last, at, end[reached])
            found.append((reached[kept], at[kept]))
            if step < self.most and self.gap is not None:
                kept = _pass_before(tokens, self.gap, at, end[reached])
                reached, at = reached[kept], at[kept] + 1
        row, last = (np.concatenate(column) for column in zip(*found, strict=True))
        node, collocate = (first[row], last) if self.is_node_first else (last, first[row])
        return Pairs(node, collocate, first[row], last + 1, naming[row])

    def write(self, wanted: Wanted) -> str:
        """The row as a pattern."""
        ends = (wanted.node, wanted.collocate)
        first, last = ends if self.is_node_first else reversed(ends)
        items = [_write_token(first, self.first)]
        if self.middle is not None:
            named = () if wanted.naming is None else (wanted.naming,)
            items.append(_write_token(*named, self.middle))
        if self.gap is not None:
            items.append(f"{_write_token(self.gap)}{{0,{self.most}}}")
        return " ".join([*items, _write_token(last, self.last)])


def _pass_before(tokens: TokenTests, test: Test, at: Integers, end: Integers) -> NDArray[np.bool_]:
    """Which places are before an end, and have a token that passes a test."""
    kept = at < end
    kept[kept] = tokens.passes(test, at[kept])
    return kept


def _write_token(*tests: Test) -> str:
    return f"[{' & '.join(map(write_test, tests))}]"


def _all_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else Both(tuple(tests))


# ---------------------------------------------------------------------------------- the slots


@dataclass(frozen=True)
class Slot:
    """A slot, and the ways in which a collocate can fill it.

    The name of a slot of prepositions has a place for one: ``{} …``, which becomes *of …*.
    """

    name: str
    ways: tuple[Chain, ...] | tuple[SlotRow, ...]

    @property
    def is_named(self) -> bool:
        """Whether the slot is one per preposition."""
        return "{}" in self.name

    def named(self, name: str) -> str | None:
        """The preposition in a name of this slot; None if it is not a name of this slot."""
        before, place, after = self.name.partition("{}")
        if place and name.startswith(before) and name.endswith(after):
            return name[len(before) : len(name) - len(after)] or None
        return None

    def find(self, tokens: TokenTests) -> Pairs:
        """Every pair of any words in this slot."""
        found = (way.find(tokens, self.is_named) for way in self.ways)
        return Pairs(*map(np.concatenate, zip(*found, strict=True)))

    def write(self, wanted: Wanted) -> str:
        """The query whose hits are those of a collocate in this slot of a node."""
        written = [way.write(wanted) for way in self.ways]
        if isinstance(self.ways[0], Chain):
            return f"[{written[0] if len(written) == 1 else ' | '.join(f'({w})' for w in written)}]"
        return f"({' | '.join(written)}) within sentence"


def _relation(value: str) -> Word:
    return Word("deprel", value)


def _tag(value: str) -> Word:
    return Word("pos", value)


def _of_head(name: str, relation: str, *head: Test) -> tuple[Slot, Slot]:
    """The slot of a head that its dependents fill, and that of a dependent, ``… of``."""
    tests = ((_relation(relation),), head)
    dependents, heads = Chain(tests, node=1, collocate=0), Chain(tests, node=0, collocate=1)
    return Slot(name, (dependents,)), Slot(f"{name} of", (heads,))


def _of_row(name: str, *rows: SlotRow) -> tuple[Slot, Slot]:
    """A slot, and ``… of``, in which node and collocate change places."""
    turned = tuple(replace(row, is_node_first=not row.is_node_first) for row in rows)
    return Slot(name, rows), Slot(f"{name} of", turned)


NAMED_AFTER, NAMED_BEFORE = f"{{}} {GAP}", f"{GAP} {{}}"
VERBAL = _tag("VERB|AUX")
SUBJECT = "(nsubj|csubj)(:outer)?"
_PREDICATE = ((_relation(SUBJECT),), (Not(VERBAL),))
_CASE = ((_relation("case"),), (_relation("nmod|obl(:.*)?"),), ())
_CONJUNCT = ((_relation("conj"),), ())

BY_PARSER = (
    *_of_head("modifier", "amod|advmod|compound"),
    *_of_head("possessor", "nmod:poss"),
    *_of_head("subject", SUBJECT, VERBAL),
    *_of_head("object", "obj|nsubj:pass|csubj:pass"),
    Slot("predicate", (Chain(_PREDICATE, node=0, collocate=1),)),
    Slot("predicate of", (Chain(_PREDICATE, node=1, collocate=0),)),
    Slot("particle", (Chain(((_relation("compound:prt"),), ()), node=1, collocate=0),)),
    Slot("and/or", (Chain(_CONJUNCT, 1, 0), Chain(_CONJUNCT, 0, 1))),
    Slot(NAMED_AFTER, (Chain(_CASE, node=2, collocate=1),)),
    Slot(NAMED_BEFORE, (Chain(_CASE, node=1, collocate=2),)),
)

_NOUN, _NOMINAL, _VERB = _tag("NOUN|PROPN"), _tag("NOUN|PROPN|PRON"), _tag("VERB")
_BEFORE_NOUN = _tag("ADJ|NOUN|PROPN")
_IN_PHRASE = _tag("DET|ADJ|NUM|PRON|ADV")
# A form of "be" before a verb makes a passive as often as not, which has no subject that acts.
_BEFORE_VERB = Both((_tag("AUX|ADV|PART"), Not(Word("lower", "am|is|are|was|were|be|been|being"))))
_PHRASE = SlotRow(_tag("NOUN|PROPN|VERB|ADJ"), _NOUN, _tag("ADP"), _IN_PHRASE, 3)
_JOINED = tuple(
    SlotRow(_tag(tag), _tag(tag), _tag("CCONJ"), _tag("DET|ADJ|NUM|PRON|AUX|ADV|PART"), 2)
    for tag in ("NOUN|PROPN", "VERB", "ADJ", "ADV")
)

BY_TAGS = (
    *_of_row(
        "modifier",
        SlotRow(_BEFORE_NOUN, _NOUN, gap=_BEFORE_NOUN, most=2, is_node_first=False),
        SlotRow(_tag("ADV"), _tag("VERB|ADJ|ADV"), is_node_first=False),
        SlotRow(_VERB, _tag("ADV")),
    ),
    *_of_row("subject", SlotRow(_NOMINAL, _VERB, gap=_BEFORE_VERB, most=3, is_node_first=False)),
    *_of_row("object", SlotRow(_VERB, _NOUN, gap=_IN_PHRASE, most=3)),
    *_of_row("predicate", SlotRow(_NOMINAL, _tag("ADJ"), _tag("AUX"), _tag("ADV|DET|PART"), 2)),
    Slot("and/or", (*_JOINED, *(replace(row, is_node_first=False) for row in _JOINED))),
    Slot(NAMED_AFTER, (_PHRASE,)),
    Slot(NAMED_BEFORE, (replace(_PHRASE, is_node_first=False),)),
)


# ------------------------------------------------------------------------- choosing by name


class SlotChoice(NamedTuple):
    """The slots to look for, and the names that are wanted; all of them if there are none."""

    slots: tuple[Slot, ...]
    names: tuple[str, ...]


def has_parse(store: Store) -> bool:
    """Whether a parser labelled the tokens, and not a tagger alone."""
    return {"pos", *OF_PARSER} <= set(token_layer_names(store))


def slot_layers(store: Store) -> tuple[str, ...]:
    """The layers of tokens by which slots are found."""
    return ("pos", *OF_PARSER) if has_parse(store) else ("pos",)


def known_slots(store: Store) -> tuple[Slot, ...]:
    """The slots that can be found in a store.

    Raises
    ------
    DiscourseError
        If the store has no parts of speech.
    """
    if "pos" not in token_layer_names(store):
        raise DiscourseError(
            "slots are found by the layer of tokens 'pos' (and by 'deprel' and 'head', if they are "
            "there), which this corpus has not; make it with "
            f"{ADD_TAGS}, or read it from CoNLL-U."
        )
    return BY_PARSER if has_parse(store) else BY_TAGS


def choose_slots(store: Store, slots: str | Sequence[str] | None) -> SlotChoice:
    """The slots that can be found in a store, all or those with the given names.

    Raises
    ------
    DiscourseError
        If the store has no parts of speech, or a name is not that of a slot.
    """
    known = known_slots(store)
    if slots is None:
        return SlotChoice(known, ())
    listed = [slots] if isinstance(slots, str) else slots
    if not isinstance(listed, Iterable):
        raise DiscourseError(f"slots expects names of slots, got {describe(slots)}.")
    if not (names := list(listed)):
        raise DiscourseError("slots=[] asks for no slot; name some, or leave it out for all.")
    chosen = [_find_slot(_write_gap(name), known) for name in names]
    return SlotChoice(
        tuple(slot for slot in known if slot in chosen), tuple(map(_write_gap, names))
    )


def _write_gap(name: Any) -> Any:
    return name.replace("...", GAP).strip() if isinstance(name, str) else name


def _find_slot(name: Any, known: Sequence[Slot]) -> Slot:
    for slot in known:
        if name == slot.name or (isinstance(name, str) and slot.named(name)):
            return slot
    examples = [slot.name.format("of") for slot in known]
    one_of("slots", name, examples)
    raise AssertionError(name)


def split_name(name: str, known: Sequence[Slot]) -> tuple[Slot, str | None]:
    """The slot of a name in a table, and its preposition if it has one."""
    slot = _find_slot(name, known)
    return slot, slot.named(name) if slot.is_named else None
