"""Two corpora counted over one list of terms, for keyness to compare."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import pyarrow as pa
import regex
from numpy.typing import NDArray

from discourse.corpus.references.frequency_list import FrequencyList, Rates
from discourse.corpus.references.side import SIZE_OF_RATES, RatedSide, Side, scatter_values
from discourse.corpus.store.shard_workers import Shard
from discourse.corpus.store.shards import ShardedStore, unite_terms
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.errors import DiscourseError, ElsewhereError, count_noun, warn_user

if TYPE_CHECKING:
    from scipy import sparse


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two sides over their common terms, and the four arguments that measures take.

    ``unit`` is "token", or "document" if the documents with a term are compared.
    """

    terms: pa.StringArray
    target: Side
    other: Side | RatedSide
    unit: str
    arguments: tuple[Any, int, Any, int]

    @property
    def has_rates(self) -> bool:
        """Whether the other side has rates, and no counts."""
        return isinstance(self.other, RatedSide)

    @property
    def combined_count(self) -> NDArray[np.int64]:
        """The occurrences on both sides; only those in the target if the other has rates."""
        return self.target.count + (self.other.count if isinstance(self.other, Side) else 0)

    def documents(
        self, side: Side, rows: NDArray[np.bool_]
    ) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
        """Some counts, and the sizes, of one side by document, in the unit that is compared."""
        return side.some("document", rows) if self.unit == "token" else side.documents_with(rows)


def compare_by_unit(target: Store, other: Store | FrequencyList | Rates, unit: str) -> Comparison:
    """Compare two sides in tokens, or in documents.

    Raises
    ------
    DiscourseError
        If the tokenisers differ, a side has no tokens, or documents are to be compared and a side
        has only one.
    """
    terms, target_side, other_side = compare_sides(target, other)
    if unit == "token":
        arguments = target_side.count, target_side.size, other_side.count, other_side.size
        return Comparison(terms, target_side, other_side, unit, arguments)
    named = (("target", target_side), ("reference", other_side))
    one, two = (_count_documents_with(name, side) for name, side in named)
    return Comparison(terms, target_side, other_side, unit, (*one, *two))


def _count_documents_with(name: str, side: Side | RatedSide) -> tuple[Any, int]:
    """The number of documents in which each term occurs, and the number of documents."""
    if isinstance(side, RatedSide) or side.documents < 2:
        raise DiscourseError(
            f"unit='document' compares in how many documents a term occurs, and the {name} "
            "has one; choose unit='token'."
        )
    return side.ranges, side.documents


def compare_sides(
    target: Store, other: Store | FrequencyList | Rates
) -> tuple[pa.StringArray, Side, Side | RatedSide]:
    """Count two corpora over the terms of both.

    Parameters
    ----------
    target : Store
        The corpus whose keywords are wanted.
    other : Store, FrequencyList or Rates
        What it is compared with.

    Returns
    -------
    terms : StringArray
        The terms of both, in alphabetical order; only those of the target if `other` is rates.
    target, other : Side or RatedSide
        Both sides, counted over these terms.

    Raises
    ------
    DiscourseError
        If the two were tokenised differently, or a side has no tokens.
    """
    check_same_tokenizer(target, other)
    _refuse_empty_side("target", target.size)
    if isinstance(other, Rates):
        own = _own_terms(target)
        rates = other.per_thousand(Strings(own)) / 1000
        one = _make_side(target, np.arange(len(rates)), len(rates))
        return own, one, RatedSide(rates * SIZE_OF_RATES)
    _refuse_empty_side("reference", other.size)
    terms, places, others = _unite_terms(target, other)
    return terms, _make_side(target, places, len(terms)), _make_side(other, others, len(terms))


def _unite_terms(
    target: Store, other: Store | FrequencyList
) -> tuple[pa.StringArray, NDArray[np.integer[Any]], NDArray[np.integer[Any]]]:
    """The terms of either side, and the places of each side's own terms among them."""
    if isinstance(other, Store) and other.index.vocabulary is target.index.vocabulary:
        here = np.flatnonzero((target.counts > 0) | (other.counts > 0))
        own, others = (np.searchsorted(here, np.flatnonzero(s.counts)) for s in (target, other))
        return target.index.vocabulary.terms.take(here).array, own, others
    terms, (own, others) = unite_terms([_own_terms(target), _own_terms(other)])
    return terms, own, others


def _own_terms(source: Store | FrequencyList) -> pa.StringArray:
    """The terms that occur, ascending."""
    if isinstance(source, FrequencyList):
        return pa.array(source.terms, pa.string())
    terms = source.index.vocabulary.terms.take(np.flatnonzero(source.counts)).array
    return terms.combine_chunks() if isinstance(terms, pa.ChunkedArray) else terms


def _make_side(source: Store | FrequencyList, places: NDArray[np.integer[Any]], terms: int) -> Side:
    if isinstance(source, Store):
        own = source.counts[source.counts > 0]
    else:
        own = source.counts.sum(axis=0)
    return Side(source, scatter_values(own, places, terms), places, count_documents(source))


def count_documents(source: Store | FrequencyList | Rates) -> int:
    """The number of documents with tokens; a list that is not divided into documents is one."""
    if isinstance(source, Store):
        return len(np.unique(source.index.documents)) - 1
    return (
        len(source.parts) if isinstance(source, FrequencyList) and source.parts_are_documents else 1
    )


def _refuse_empty_side(name: str, size: int) -> None:
    if not size:
        raise DiscourseError(f"the {name} has no tokens; keyness needs some on both sides.")


def check_same_tokenizer(target: Store, other: Store | FrequencyList | Rates) -> None:
    """Refuse to compare corpora that were tokenised differently."""
    rule, rule_of_other = target.tokenizer.recipe, other.tokenizer.recipe
    if target.tokenizer.rule != other.tokenizer.rule:
        # Texts in which the two rules find the same words can be compared.
        rule = {"rule": "1"} | target.signed_words
        rule_of_other = {"rule": "1"} | other.signed_words
    for choice in {**rule, **rule_of_other}:
        one, two = rule.get(choice), rule_of_other.get(choice)
        if one != two:
            raise DiscourseError(
                f"target and reference are tokenised differently: {choice}={one!r} in the "
                f"target, {two!r} in the reference; read one again with the tokenizer of the "
                "other."
            )


def check_apart(target: Store, other: Store) -> None:
    """Refuse sides of which one is a part of the other, and warn of subsets that overlap.

    Words would be compared with themselves, too, so that every difference would look smaller.
    """
    counts = _count_shared(target, other) if target.is_here and other.is_here else None
    if _is_part_of(target, other, counts):
        _refuse_part(target, other, "target", "reference")
    if _is_part_of(other, target, counts):
        _refuse_part(other, target, "reference", "target")
    # Two readings of the same files are compared on purpose.
    if counts and target.size != sum(counts) and (target.conditions or other.conditions):
        shared, texts = count_noun(sum(counts), "token"), count_noun(len(counts), "text")
        warn_user(
            f"the target and the reference share {shared} of {texts}, whose words are compared "
            "with themselves; compare parts that do not overlap."
        )


def _count_shared(target: Store, other: Store) -> list[int]:
    """How many tokens two stores share of each text of which they share some."""
    here, there = _places_of_tokens(target), _places_of_tokens(other)
    counts = (np.isin(here[name], there[name]).sum() for name in here.keys() & there.keys())
    return [int(count) for count in counts if count]


def _refuse_part(part: Store, whole: Store, name: str, name_of_whole: str) -> NoReturn:
    before = len(whole.conditions)
    is_subset = part.conditions[:before] == whole.conditions
    own = part.conditions[before:] if is_subset else ()
    opposite = _opposite(own[0]) if len(own) == 1 else ""
    rest = [f"{name_of_whole}.subset({opposite!r})"] if opposite else []
    raise DiscourseError(
        f"the {name} is a part of the {name_of_whole}, so that its words would be compared with "
        f"themselves; compare it against the rest, the texts that are not in the {name}"
        f"{''.join(f': {each}' for each in rest)}."
    )


def _is_part_of(target: Store, other: Store, shared: list[int] | None) -> bool:
    """Whether every token of a store is in another one, too, and not the other way round.

    ``shared`` is how many tokens they share of each text; None if the shards have to be asked.
    """
    if not 0 < target.size < other.size:
        return False
    return _is_part_in_shards(target, other) if shared is None else sum(shared) == target.size


def _is_part_in_shards(target: Store, other: Store) -> bool:
    """Whether every token of a store is in another one, where the shards are."""
    known = set(_name_texts(other))
    shared = next((text for text in _name_texts(target) if text in known), None)
    if shared is None or not known.issuperset(_name_texts(target)):
        return False
    if not (isinstance(target, ShardedStore) and isinstance(other, ShardedStore)):
        raise ElsewhereError(
            f"this compares {shared[0]!r} with itself, and cannot tell how much of it is on both "
            "sides, because only one of them is in shards; load both in the same way."
        )
    places = {(shard.path, shard.fingerprint): shard for shard in other.shards}
    pairs = [places.get((shard.path, shard.fingerprint)) for shard in target.shards]
    if None in pairs:
        raise ElsewhereError(
            f"this compares {shared[0]!r} with itself, from two different shards; compare subsets "
            "of one corpus, or corpora without a text in common."
        )
    each = [(other.workers.open_shard, pair) for pair in pairs]
    return all(target.ask(_is_part_of_shard, each=each))


def _name_texts(store: Store) -> list[tuple[str, str]]:
    """The names and hashes of the documents that have tokens."""
    names = zip(store.sources["document"], store.digests.tolist(), strict=True)
    sizes = np.diff(store.index.documents).tolist()
    return [name for name, size in zip(names, sizes, strict=True) if size]


def _is_part_of_shard(store: Store, open_shard: Callable[[Shard], Store], other: Shard) -> bool:
    return sum(_count_shared(store, open_shard(other))) == store.size


def _places_of_tokens(store: Store) -> dict[tuple[str, str], NDArray[np.uint32]]:
    """Where the tokens of each document that has some begin, by its name and hash."""
    index = store.index
    names = zip(store.sources["document"], store.digests.tolist(), strict=True)
    parts = np.split(index.starts, index.documents[1:-1])
    return {name: part for name, part in zip(names, parts, strict=True) if len(part)}


_COMPARISON = regex.compile(r'(\w+|"[^"]*") (=|!=|<|<=|>|>=) ("[^"&|]*"|-?[0-9.]+)')
_OPPOSITES = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _opposite(condition: str) -> str:
    """The opposite of a condition that is a single comparison; "" of others."""
    found = _COMPARISON.fullmatch(condition)
    return f"{found[1]} {_OPPOSITES[found[2]]} {found[3]}" if found else ""
