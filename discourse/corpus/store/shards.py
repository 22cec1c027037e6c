"""A store whose tokens stay in shards: each is opened where it is, and only answers travel.

`ShardedStore` has what is small beside the texts: the documents, their metadata, the terms and
their counts. Functions that need tokens `ask` the shards, each of which answers as a store of its
own, and put the answers together. Whatever cannot be asked of shards yet meets `Elsewhere` in place
of the arrays, and is refused: no number is made of a part of the corpus.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.store.elsewhere import (
    Elsewhere,
    ShardedVocabulary,
    TextsElsewhere,
    unite_layers,
)
from discourse.corpus.store.index import Index, freeze
from discourse.corpus.store.numbering import encode_distinct
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.shard_contents import (
    ShardContents,
    TermTally,
    describe_shard,
    list_terms,
    tally_terms,
)
from discourse.corpus.store.shard_workers import Answer, Change, Shard, Workers
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError

RANGE_OF_TERMS = 1 << 15  # terms of the largest shard that are united at a time


class ShardedIndex(Index):
    """Where the documents of shards are; where their tokens are, the shards know."""

    ids: Any = Elsewhere("the tokens")
    starts: Any = Elsewhere("the tokens")
    sections: Any = Elsewhere("the borders of sections")
    runs: Any = Elsewhere("the borders of the text")
    saved_postings: Any = Elsewhere("the tokens")
    saved_ranges = None

    def __init__(self, store: "ShardedStore", documents: NDArray[np.int64]) -> None:
        own = {"store": store, "documents": freeze(documents), "shards": store.shards}
        for name, value in own.items():
            object.__setattr__(self, name, value)

    @property
    def size(self) -> int:
        """The number of tokens."""
        return int(self.documents[-1])

    @property
    def vocabulary(self) -> Any:
        """The terms of all shards."""
        store: ShardedStore = vars(self)["store"]
        return store.lexicon.vocabulary

    @property
    def ranges(self) -> Any:
        """The number of documents in which each term occurs."""
        store: ShardedStore = vars(self)["store"]
        return store.tally.ranges


class KnownTerms(NamedTuple):
    """The terms of all shards, and for each shard the place of its own terms among them."""

    vocabulary: Vocabulary
    places: list[NDArray[Any]]  # of int32, which is half the room of all of them


class ShardedStore(Store):
    """A store in shards, as one: what is known of its documents, and whom to ask for the rest.

    Attributes
    ----------
    shards : tuple of Shard
        The shards that have a token.
    contents : tuple of ShardContents
        What each of them has.
    workers : Workers
        Who asks them.
    known : mapping
        What else a `Store` has.
    places_in_whole : tuple of int
        In a subset, the numbers of its shards among those of the whole.
    has_own_terms : bool
        Whether a subset has other terms than its whole.
    values_of : dict of str to ShardedStore
        The stores that count the values of a layer.
    starts_of_shards : ndarray of int64
        The first token of each shard, followed by the number of tokens.
    """

    regions: Any = Elsewhere("the regions of the texts")
    given: Any = Elsewhere("the tokens of the files")
    saved_sentences: Any = Elsewhere("the sentences")
    sentences: Any = Elsewhere("the sentences")
    token_regions: Any = Elsewhere("the regions of the texts")
    lengths: Any = Elsewhere("the texts")
    heads: Any = Elsewhere("the heads of the tokens")

    def __init__(
        self,
        shards: Sequence[Shard],
        contents: Sequence[ShardContents],
        workers: Workers,
        *,
        known: Mapping[str, Any],
        places_in_whole: Sequence[int] = (),
        has_own_terms: bool = False,
    ) -> None:
        self._set(shards=tuple(shards), contents=tuple(contents), workers=workers)
        self._set(known=dict(known), places_in_whole=tuple(places_in_whole))
        self._set(has_own_terms=has_own_terms, values_of={}, partitions={})
        bounds = [np.zeros(1, dtype=np.int64)]
        for each in contents:
            bounds.append(each.documents[1:] + bounds[-1][-1])
        documents = np.concatenate(bounds)
        sizes = [each.size for each in contents]
        self._set(
            **known,
            index=ShardedIndex(self, documents),
            texts=TextsElsewhere(len(documents) - 1, self.shards),
            starts_of_shards=np.append(0, np.cumsum(sizes)).astype(np.int64),
        )

    def _set(self, **values: Any) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __reduce__(self) -> Any:
        raise DiscourseError(
            "a corpus in shards belongs to its executor and cannot be sent to another process; "
            "send the paths of the shards, and load them there."
        )

    # ------------------------------------------------------------------------------ the shards

    shards: tuple[Shard, ...]
    contents: tuple[ShardContents, ...]
    workers: Workers
    known: Mapping[str, Any]
    places_in_whole: tuple[int, ...]
    has_own_terms: bool
    values_of: dict[str, "ShardedStore"]
    starts_of_shards: NDArray[np.int64]

    def ask(
        self,
        work: Callable[..., Answer],
        *given: Any,
        each: Iterable[tuple[Any, ...]] | None = None,
    ) -> Iterator[Answer]:
        """Yield what each shard answers; see `Store.ask`."""
        own = [()] * len(self.shards) if each is None else each
        return self.workers.ask(self.shards, work, own, given)

    def ask_some(
        self,
        numbers: Sequence[int],
        work: Callable[..., Answer],
        *given: Any,
        each: Iterable[tuple[Any, ...]],
    ) -> Iterator[Answer]:
        """Yield what some of the shards answer, by their numbers; see `Store.ask`."""
        return self.workers.ask([self.shards[number] for number in numbers], work, each, given)

    def ask_of_hits(
        self,
        work: Callable[..., Answer],
        hits: NDArray[np.int64],
        *given: Any,
        each: Sequence[tuple[Any, ...]] = (),
    ) -> Iterator[tuple[NDArray[np.int64], Answer]]:
        """Yield the numbers of the hits in a shard, and what it answers of these."""
        shard = np.searchsorted(self.firsts, hits[:, 0], side="right") - 1
        here = np.unique(shard).tolist()
        places = [np.flatnonzero(shard == number) for number in here]
        own = [
            (hits[at] - self.firsts[n], *(each[n] if each else ()))
            for n, at in zip(here, places, strict=True)
        ]
        answers = self.ask_some(here, work, *given, each=own)
        yield from zip(places, answers, strict=True)

    def ask_of_document(self, work: Callable[..., Answer], document: int, *given: Any) -> Answer:
        """Ask the shard of a document about it; the work is given its number there."""
        number = int(np.searchsorted(self.first_documents, document, side="right")) - 1
        own = (document - int(self.first_documents[number]),)
        return next(self.ask_some([number], work, *given, each=[own]))

    def shard_start(self, document: int) -> int:
        """The first token of the shard of a document."""
        return int(self.firsts[np.searchsorted(self.first_documents, document, side="right") - 1])

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first token of each shard, followed by the number of tokens."""
        return self.starts_of_shards

    @property
    def first_documents(self) -> NDArray[np.int64]:
        """The number of the first document of each shard, followed by that of all documents.

        Tokens do not say it: a document without tokens begins where the next one does.
        """
        return np.cumsum([0, *(len(each.documents) - 1 for each in self.contents)])

    def join_bounds(self, bounds: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        """The bounds of stretches of each shard, each with its own end, as those of the whole."""
        moved = [each[:-1] + at for each, at in zip(bounds, self.firsts.tolist(), strict=False)]
        return np.concatenate([*moved, self.firsts[-1:]])

    @property
    def is_here(self) -> bool:
        """False: the tokens are in shards."""
        return False

    @property
    def region_columns(self) -> list[str]:
        """The columns that the regions of any shard have."""
        return list(self.shards[0].attributes)

    @property
    def number_of_sections(self) -> int:
        """The number of sections with tokens."""
        return sum(each.sections for each in self.contents)

    @property
    def has_sentences(self) -> bool:
        """Whether every shard knows its sentences."""
        return all(each.has_sentences for each in self.contents)

    def counting(self, of: str, *, is_combined: bool) -> "ShardedStore":
        """The same store with values in place of terms: of a layer, or of several combined."""
        if of not in self.values_of:
            whole = self.whole
            if isinstance(whole, ShardedStore):
                whole = whole.counting(of, is_combined=is_combined)
            self.values_of[of] = ShardedStore(
                [replace(shard, of=of) for shard in self.shards],
                self.contents,
                self.workers,
                known={**self.known, "of": of, "whole": whole},
                places_in_whole=self.places_in_whole,
                has_own_terms=is_combined,
            )
            self.values_of[of]._set(partitions=self.partitions)  # the same tokens in the same parts
        return self.values_of[of]

    def with_changes(self, changes: Sequence[Change], **known: Any) -> "ShardedStore":
        """The same shards, each with a change of its own, and what else is known of them then."""
        shards = [
            replace(shard, changes=(*shard.changes, change))
            for shard, change in zip(self.shards, changes, strict=True)
        ]
        contents = list(self.workers.ask(shards, describe_shard, [()] * len(shards), ()))
        layers = unite_layers(contents, shards)
        return ShardedStore(
            shards,
            contents,
            self.workers,
            known={**self.known, "layers": layers, **known},
            places_in_whole=self.places_in_whole,
        )

    # ------------------------------------------------------------------------ terms and counts

    @cached_property
    def lexicon(self) -> KnownTerms:
        """The terms of all shards, which are as few as those of one large text."""
        # A subset has the vocabulary of its whole, except that of several layers combined.
        if isinstance(self.whole, ShardedStore) and not self.has_own_terms:
            whole = self.whole.lexicon
            return KnownTerms(whole.vocabulary, [whole.places[at] for at in self.places_in_whole])
        terms, places = unite_terms(list(self.ask(list_terms)))
        pa.default_memory_pool().release_unused()
        return KnownTerms(ShardedVocabulary(Strings(terms), self.shards), places)

    @cached_property
    def tally(self) -> TermTally:
        """How often each term occurs, and in how many documents."""
        size = len(self.lexicon.vocabulary.terms)
        counts, ranges = np.zeros((2, size), dtype=np.int64)
        for places, own in zip(self.lexicon.places, self.ask(tally_terms), strict=True):
            counts[places] += own.counts
            ranges[places] += own.ranges
        return TermTally(freeze(counts), freeze(ranges))

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each term of the vocabulary occurs; in a subset some terms do not."""
        return self.tally.counts

    # ---------------------------------------------------------------------------------- parts

    def slice_parts(self, parts: Partition) -> Iterator[tuple[Partition, NDArray[np.int64]]]:
        """For each shard the parts of its tokens, numbered anew, and their former numbers."""
        for start, end in zip(self.firsts[:-1].tolist(), self.firsts[1:].tolist(), strict=True):
            codes, lengths = parts.stretches(start, end)
            used, own = np.unique(codes, return_inverse=True)
            bounds = np.append(0, np.cumsum(lengths))
            yield Partition(parts.by, [""] * len(used), {}, bounds, own.astype(np.int64)), used

    # ----------------------------------------------------------------------------- provenance

    @cached_property
    def signed_words(self) -> dict[str, str]:
        """The choices of the tokeniser as the fingerprint covers them."""
        if self.whole is not None:
            return self.whole.signed_words
        signed = [each.signed_words for each in self.contents]
        same = all(each == signed[0] for each in signed)
        return dict(signed[0]) if same else self.tokenizer.recipe


def unite_terms(own: Sequence[pa.StringArray]) -> tuple[pa.StringArray, list[NDArray[Any]]]:
    """Unite terms that ascend, and number those of each sequence among all of them.

    They are united in one range of the alphabet after the other, because what is needed to compare
    them takes many times the room of the terms themselves.

    Examples
    --------
    >>> terms, places = unite_terms([pa.array(["a", "c"]), pa.array(["b", "c"])])
    >>> terms.to_pylist(), [each.tolist() for each in places]
    (['a', 'b', 'c'], [[0, 2], [1, 2]])
    """
    longest = max(own, key=len)
    opens = longest.take(pa.array(range(RANGE_OF_TERMS, len(longest), RANGE_OF_TERMS), pa.int64()))
    cuts = [
        [0, *(Strings(each).place(term) for term in opens.to_pylist()), len(each)] for each in own
    ]
    places = [np.empty(len(each), dtype=np.int32) for each in own]
    united: list[pa.StringArray] = []
    before = 0
    for number in range(len(opens) + 1):
        spans = [slice(cut[number], cut[number + 1]) for cut in cuts]
        pieces = [each[span] for each, span in zip(own, spans, strict=True)]
        encoded = encode_distinct(pa.concat_arrays(pieces))
        order = pc.sort_indices(encoded.dictionary)
        united.append(encoded.dictionary.take(order))
        rank = np.empty(len(order), dtype=np.int32)
        rank[order.to_numpy()] = np.arange(before, before + len(order), dtype=np.int32)
        ranked = np.split(
            rank[encoded.indices.to_numpy()], np.cumsum([len(p) for p in pieces])[:-1]
        )
        for place, span, found in zip(places, spans, ranked, strict=True):
            place[span] = found
        before += len(order)
    return pa.concat_arrays(united), places


def frame_of_sources(contents: Sequence[ShardContents]) -> pd.DataFrame:
    """The documents of shards that were opened as parts of one corpus."""
    return pd.concat([each.sources for each in contents], ignore_index=True)
