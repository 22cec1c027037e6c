"""The company of a word: which collocates fill its grammatical slots, and how often.

The pairs of all words are found at once, as arrays; those of the node are then counted. The number
of each row is that of the hits of its query, and not of pairs: a hit inside another counts once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.query.finding import parse_for
from discourse.corpus.query.parsing import is_cql, split_restriction
from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Either,
    Find,
    Not,
    Pattern,
    Test,
    Token,
    Word,
    escape_value,
)
from discourse.corpus.query.stretches import drop_inner_hits
from discourse.corpus.query.token_tests import TokenTests
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import (
    TERM,
    check_counted,
    count_values,
    counted_names,
    layer_values,
    split_value,
)
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_text
from discourse.layers.syntax.slots import (
    Pairs,
    Slot,
    SlotChoice,
    Wanted,
    known_slots,
    split_name,
)

Integers = NDArray[np.int64]

# Marks the places for the values of a collocate while a query is written.
PLACE = "\0"


@dataclass(frozen=True, eq=False)
class Company:
    """The collocates of a node by slot.

    Attributes
    ----------
    table : DataFrame
        One row per slot and collocate. The columns are ``slot, term, count, count_slot,
        count_elsewhere, size_elsewhere``: how often the collocate is in the slot of the node, how
        often anything is, and both numbers for the slots of all other words.
    row, document : ndarray of int64, shape (hits,)
        The row of each hit, and the document that it is in.
    """

    table: pd.DataFrame
    row: Integers
    document: Integers


class _Counted(NamedTuple):
    """The hits of a node in some slots as single keys, ascending, with the pairs of other words."""

    keys: Integers
    first: Integers
    elsewhere: Integers


# ------------------------------------------------------------------------------------ the node


def read_node(store: Store, node: str, of: str, name: str = "node") -> Test:
    """What makes a token a node: a lemma in any case, with the wildcards of phrases, or CQL.

    Raises
    ------
    DiscourseError
        If it is malformed, restricted to parts, or more than one token.
    """
    check_counted(store, of)
    check_text(name, node, "future")
    parsed = parse_for(store, write_value_query(node, of, layer_values(store, of)))
    if parsed.condition:
        condition = str(split_restriction(node)[1]).strip()
        raise DiscourseError(
            f"{name}={node!r} is restricted to parts; take a subset of the corpus instead: "
            f"corpus.subset({condition!r})."
        )
    tests = _list_tests(parsed.hits.pattern) if isinstance(parsed.hits, Find) else []
    if not tests:
        example = node.split()[-1] if not is_cql(node) else '[lemma="future" & pos="NOUN"]'
        raise DiscourseError(
            f"{name}={node!r} is more than one token, and slots belong to one; give its head, such "
            f"as {example!r}."
        )
    if of != TERM and not is_cql(node):  # terms are folded already
        tests = list(map(_ignore_case, tests))
    return tests[0] if len(tests) == 1 else Either(tuple(tests))


def _ignore_case(test: Test) -> Test:
    if isinstance(test, Word):
        return replace(test, ignore_case=True)
    if isinstance(test, Not):
        return Not(_ignore_case(test.test))
    return replace(test, tests=tuple(map(_ignore_case, test.tests)))


def _list_tests(pattern: Pattern) -> list[Test]:
    """The tests of a pattern of one token, or of alternatives of one; else none."""
    if isinstance(pattern, Token):
        return [pattern.test]
    if isinstance(pattern, Choice):
        tests = [_list_tests(option) for option in pattern.options]
        return [test for of_option in tests for test in of_option] if all(tests) else []
    return []


# ---------------------------------------------------------------------------------- the counts


def count_company(
    store: Store, nodes: Sequence[Test], choice: SlotChoice, of: str
) -> list[Company]:
    """Count the collocates of each node in its slots.

    Parameters
    ----------
    store : Store
        The tokens, with the layers that the slots need.
    nodes : sequence of Test
        What makes a token a node, as `read_node` gives it.
    choice : SlotChoice
        The slots, and the names that are wanted.
    of : str
        What a collocate is: "term" or a token layer.

    Returns
    -------
    list of Company
        One for each node. The rows are in the order of the slots; those of prepositions by name.
        Those of a slot are in the order of their terms.
    """
    if not isinstance(store, ShardedStore):
        return _count_pairs_here(store, nodes, choice, of)
    own = list(zip(*store.ask(_count_pairs_here, nodes, choice, of), strict=True))
    united = [_unite_companies(store, companies, choice) for companies in own]
    rows = [company.table[["slot", "term"]] for company in united]
    for answer in store.ask(_count_elsewhere, nodes, choice, of, rows):
        for company, (elsewhere, size) in zip(united, answer, strict=True):
            company.table["count_elsewhere"] += elsewhere
            company.table["size_elsewhere"] += size
    return united


def _count_pairs_here(
    store: Store, nodes: Sequence[Test], choice: SlotChoice, of: str
) -> list[Company]:
    counter = _Counter(store, of)
    counted: list[list[_Counted]] = [[] for _ in nodes]
    for pairs, keys, masks in counter.find_pairs(nodes, choice):
        for parts, is_node in zip(counted, masks, strict=True):
            parts.append(counter.count(pairs, keys, is_node))
    return [counter.tabulate(parts, choice) for parts in counted]


def _unite_companies(
    store: ShardedStore, companies: Sequence[Company], choice: SlotChoice
) -> Company:
    """The company of a node in all shards, without what is in the slots of other words."""
    rows = pd.concat([each.table[["slot", "term", "count"]] for each in companies])
    table = rows.groupby(["slot", "term"])["count"].sum().reset_index()
    split = {name: split_name(name, choice.slots) for name in table["slot"].unique()}
    table["place"] = [choice.slots.index(split[name][0]) for name in table["slot"]]
    table["naming"] = [split[name][1] or "" for name in table["slot"]]
    table = table.sort_values(["place", "naming", "term"], ignore_index=True)
    table = table[["slot", "term", "count"]]
    sums = table.groupby("slot")["count"].transform("sum").astype(np.int64)
    table = table.assign(count_slot=sums, count_elsewhere=0, size_elsewhere=0)
    known = pd.MultiIndex.from_frame(table[["slot", "term"]])
    row, document = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    before = 0
    for each, contents in zip(companies, store.contents, strict=True):
        places = known.get_indexer(pd.MultiIndex.from_frame(each.table[["slot", "term"]]))
        row.append(places[each.row])
        document.append(each.document + before)
        before += len(contents.documents) - 1
    return Company(table, np.concatenate(row), np.concatenate(document))


def _count_elsewhere(
    store: Store,
    nodes: Sequence[Test],
    choice: SlotChoice,
    of: str,
    rows: Sequence[pd.DataFrame],
) -> list[tuple[Integers, Integers]]:
    """How often the collocate of each row is in its slot of other words, and how often anything."""
    counter = _Counter(store, of)
    found: list[list[Integers]] = [[np.empty(0, dtype=np.int64)] for _ in nodes]
    for pairs, keys, masks in counter.find_pairs(nodes, choice):
        for parts, is_node in zip(found, masks, strict=True):
            parts.append(keys[~is_node[pairs.node]])
    return [
        counter.count_rows(np.concatenate(parts), table, choice.slots)
        for parts, table in zip(found, rows, strict=True)
    ]


class _Counter:
    """Counts pairs whose slot and collocate are one number: slot, preposition, then term."""

    def __init__(self, store: Store, of: str) -> None:
        self.store = store
        values = count_values(store, of).index
        self.ids = values.term_ids
        self.terms = values.vocabulary.terms
        self.size = len(self.terms)
        # The first value is "" where a layer gives some tokens none; these are no occurrences.
        self.first = int(self.size > 0 and self.terms[0] == "")

    def find_pairs(
        self, nodes: Sequence[Test], choice: SlotChoice
    ) -> Iterator[tuple[Pairs, Integers, list[NDArray[np.bool_]]]]:
        """The pairs of each slot, their keys, and for each node which tokens it is."""
        tokens = TokenTests(self.store)
        masks = [self.mark_tokens(tokens.positions(node)) for node in nodes]
        for number, slot in enumerate(choice.slots):
            yield *self.number_pairs(number, slot.find(tokens)), masks

    def mark_tokens(self, positions: Integers) -> NDArray[np.bool_]:
        marked = np.zeros(self.store.size, dtype=bool)
        marked[positions] = True
        return marked

    def number_pairs(self, slot: int, pairs: Pairs) -> tuple[Pairs, Integers]:
        """The pairs whose words have values, and the number of each slot and collocate."""
        term = self.ids[pairs.collocate].astype(np.int64)
        is_named = pairs.naming >= 0
        naming = np.where(is_named, self.ids[pairs.naming].astype(np.int64), self.size)
        kept = (term >= self.first) & (naming >= self.first)
        name = slot * (self.size + 1) + naming[kept]
        return Pairs(*(column[kept] for column in pairs)), name * self.size + term[kept]

    def count(self, pairs: Pairs, keys: Integers, is_node: NDArray[np.bool_]) -> _Counted:
        """The hits around a node, and the keys of the pairs of all other words."""
        own = is_node[pairs.node]
        known, rank = np.unique(keys[own], return_inverse=True)
        # Hits are inside one another only for the same key: each key has texts of its own.
        shift = (rank * (self.store.size + 1))[:, None]
        hits = np.stack([pairs.first[own], pairs.end[own]], axis=1) + shift
        hits = drop_inner_hits(hits[np.lexsort((-hits[:, 1], hits[:, 0]))])
        rank, first = np.divmod(hits[:, 0], self.store.size + 1)
        return _Counted(known[rank], first, keys[~own])

    def tabulate(self, parts: Sequence[_Counted], choice: SlotChoice) -> Company:
        """The counts of all slots as one table; only of those with a wanted name."""
        keys, first, elsewhere = (
            np.concatenate([np.empty(0, dtype=np.int64), *column])
            for column in zip(*parts, strict=True)
        )
        known, row, count = np.unique(keys, return_inverse=True, return_counts=True)
        names, of_name = np.unique(known // self.size, return_inverse=True)
        table = pd.DataFrame(
            {
                "slot": self._name_slots(names, choice.slots).array.take(of_name),
                "term": pd.Series(list(self.terms.take(known % self.size)), dtype="str"),
                "count": count,
                "count_slot": np.bincount(of_name, count, len(names)).astype(np.int64)[of_name],
                "count_elsewhere": _count_known(elsewhere, known),
                "size_elsewhere": _count_known(elsewhere // self.size, names)[of_name],
            }
        )
        document = np.searchsorted(self.store.index.documents, first, side="right") - 1
        company = Company(table.reset_index(drop=True), row, document)
        return _keep_names(company, choice.names) if choice.names else company

    def count_rows(
        self, keys: Integers, rows: pd.DataFrame, slots: Sequence[Slot]
    ) -> tuple[Integers, Integers]:
        """How often each of some rows is among keys, and how often anything in its slot is."""
        names = rows["slot"].unique().tolist()
        split = [split_name(name, slots) for name in names]
        naming = self._number_terms([word or "" for _, word in split])
        naming[[word is None for _, word in split]] = self.size
        number = np.array([slots.index(slot) for slot, _ in split], dtype=np.int64)
        name = np.where(naming >= 0, number * (self.size + 1) + naming, -1)
        of_row = name[pd.Index(names).get_indexer(rows["slot"])]
        term = self._number_terms(rows["term"].tolist())
        wanted = np.where((of_row >= 0) & (term >= 0), of_row * self.size + term, -1)
        return _count_each(keys, wanted), _count_each(keys // self.size, of_row)

    def _number_terms(self, words: Sequence[str]) -> Integers:
        """The number of each of some terms; -1 of one that is not here."""
        found = pc.index_in(pa.array(words, pa.string()), self.terms.array)
        return np.asarray(found.fill_null(-1)).astype(np.int64)

    def _name_slots(self, names: Integers, slots: Sequence[Slot]) -> "pd.Series[str]":
        slot, naming = np.divmod(names, self.size + 1)
        written = [
            slots[number].name.format(self.terms[value] if value < self.size else "")
            for number, value in zip(slot.tolist(), naming.tolist(), strict=True)
        ]
        return pd.Series(written, dtype="str")


def _count_known(numbers: Integers, known: Integers) -> Integers:
    """How often each of some ascending numbers occurs among others."""
    if not len(known):
        return np.empty(0, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return np.bincount(at[known[at] == numbers], minlength=len(known))


def _count_each(numbers: Integers, wanted: Integers) -> Integers:
    """How often each of some numbers, in any order, occurs among others."""
    known, place = np.unique(wanted, return_inverse=True)
    return _count_known(numbers, known)[place]


def _keep_names(company: Company, names: Sequence[str]) -> Company:
    kept = company.table["slot"].isin(names).to_numpy()
    number = np.cumsum(kept) - 1
    of_hit = kept[company.row]
    table = company.table[kept].reset_index(drop=True)
    return Company(table, number[company.row[of_hit]], company.document[of_hit])


def order_slots(store: Store, sizes: "pd.Series[int]") -> list[str]:
    """The names of slots, by how often each is filled: those of prepositions last, frequent first.

    The others are in the order in which they are documented.
    """
    known = known_slots(store)
    places = {name: known.index(split_name(name, known)[0]) for name in sizes.index}
    is_named = {name: known[place].is_named for name, place in places.items()}
    return sorted(sizes.index, key=lambda name: (places[name], -sizes[name] * is_named[name], name))


# --------------------------------------------------------------------------------- the queries


def slot_queries(store: Store, table: pd.DataFrame, node: Test, of: str) -> "pd.Series[str]":
    """Write for each row of slot and term the query whose hits are the term in this slot of a node.

    A row without hits has a query, too.
    """
    known = known_slots(store)
    names = counted_names(of)
    places = [f"{PLACE}{number}{PLACE}" for number in range(len(names))]
    templates: dict[str, str] = {}
    for name in table["slot"].unique():
        slot, naming = split_name(name, known)
        named = None if naming is None else _match_values(split_value(naming, len(names)), of)
        templates[name] = slot.write(Wanted(node, _write_places(places, of), named))
    written = []
    for slot_name, term in zip(table["slot"], table["term"], strict=True):
        query = templates[slot_name]
        for place, value in zip(places, split_value(term, len(names)), strict=True):
            query = query.replace(place, escape_value(value))
        written.append(query)
    return pd.Series(written, index=table.index, dtype="str")


def _match_values(values: Sequence[str], of: str) -> Test:
    """The test of a token that has these values in what is counted together."""
    return _write_places(list(map(escape_value, values)), of)


def _write_places(patterns: Sequence[str], of: str) -> Test:
    names = ("lower" if name == TERM else name for name in counted_names(of))
    return Both(tuple(Word(name, each) for name, each in zip(names, patterns, strict=True)))
