"""A store whose tokens stay in shards: each is opened where it is, and only answers travel.

`ShardedStore` has what is small beside the texts: the documents, their metadata, the terms and
their counts. Functions that need tokens `ask` the shards, each of which answers as a store of its
own, and put the answers together. Whatever cannot be asked of shards yet meets `Elsewhere` in place
of the arrays, and is refused: no number is made of a part of the corpus.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.store.index import Index, freeze
from discourse.corpus.store.parallel import show_progress
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.shard_contents import (
    LayerOutline,
    ShardContents,
    TermTally,
    list_terms,
    tally_terms,
)
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError, ElsewhereError
from discourse.text.tokenizer import Tokenizer

Answer = TypeVar("Answer")
# Answers that are awaited at a time: enough to keep a cluster busy, and a bound on the memory that
# they need until they are put together.
MOST_AWAITED = 64


@dataclass(frozen=True)
class Shard:
    """A saved corpus that is a part of a larger one, and how to open it as such.

    Attributes
    ----------
    path : str
        The folder, as the worker sees it.
    fingerprint : str
        That of the corpus that was saved there.
    prefix : str
        What the names of its documents begin with.
    columns : tuple of (str, str)
        The columns of the documents of all shards, and their types.
    attributes : tuple of str
        The columns that sections have in any shard.
    orders : tuple of (str, tuple of str)
        The order of ordered categories.
    verify : bool, optional
        Whether hashes are compared; see `dc.load`.
    tokenizer : Tokenizer, optional
        What counts as a token, where it is not saved.
    conditions : tuple of str
        The subsets that were taken.
    of : str
        What is counted.
    """

    path: str
    fingerprint: str = ""
    prefix: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    attributes: tuple[str, ...] = ()
    orders: tuple[tuple[str, tuple[str, ...]], ...] = ()
    verify: bool | None = None
    tokenizer: Tokenizer | None = None
    conditions: tuple[str, ...] = ()
    of: str = "term"


class Workers(NamedTuple):
    """Who opens shards, and how: an executor, and a function that a worker calls."""

    executor: Executor
    open_shard: Callable[[Shard], Store]

    def ask(
        self,
        shards: Sequence[Shard],
        work: Callable[..., Answer],
        each: Iterable[tuple[Any, ...]],
        given: tuple[Any, ...],
    ) -> Iterator[Answer]:
        """Yield what each shard answers, in their order; the first that cannot is named."""
        answers = self._await(shards, work, each, given)
        return show_progress(answers, len(shards), "asking shards")

    def _await(
        self,
        shards: Sequence[Shard],
        work: Callable[..., Answer],
        each: Iterable[tuple[Any, ...]],
        given: tuple[Any, ...],
    ) -> Iterator[Answer]:
        awaited: deque[tuple[Shard, Future[Answer]]] = deque()
        try:
            for shard, own in zip(shards, each, strict=True):
                if len(awaited) == MOST_AWAITED:
                    yield _take_answer(*awaited.popleft())
                awaited.append((shard, self._submit(shard, work, (*own, *given))))
            while awaited:
                yield _take_answer(*awaited.popleft())
        finally:
            for _, future in awaited:
                future.cancel()

    def _submit(
        self, shard: Shard, work: Callable[..., Answer], given: tuple[Any, ...]
    ) -> "Future[Answer]":
        try:
            return self.executor.submit(answer_of_shard, self.open_shard, shard, work, given)
        except Exception as error:
            raise DiscourseError(
                f"the executor takes no work ({_describe_failure(error)}); load the corpus again "
                "with one that runs."
            ) from error


def answer_of_shard(
    open_shard: Callable[[Shard], Store],
    shard: Shard,
    work: Callable[..., Answer],
    given: tuple[Any, ...],
) -> Answer:
    """Open a shard, and ask it; this is what workers run."""
    return work(open_shard(shard), *given)


def _take_answer(shard: Shard, future: "Future[Answer]") -> Answer:
    """The answer of a shard; whatever a worker or its machine fails with names the shard."""
    try:
        return future.result()
    except DiscourseError:
        raise
    except BrokenExecutor:
        raise DiscourseError(
            f"a worker ended while it was asked about {shard.path}, so there is no answer; make a "
            "new executor and load the corpus again, with more memory for a worker if it ran out."
        ) from None
    except Exception as error:
        raise DiscourseError(
            f"{shard.path} gave no answer ({_describe_failure(error)}), so there is none of the "
            "whole; see that every worker has this version of discourse and sees this path."
        ) from error


def _describe_failure(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


# ------------------------------------------------------------------------------- what is elsewhere


class Elsewhere:
    """Stands where a store has arrays that stay in the shards, and refuses to be read."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __get__(self, owner: Any, kind: type) -> Any:
        if owner is None:
            return self
        raise elsewhere(self.what, owner.shards)


def elsewhere(what: str, shards: Sequence[Shard]) -> ElsewhereError:
    """The error of a call that needs what stays in the shards."""
    number = f"{len(shards):,} shard{'' if len(shards) == 1 else 's'}"
    return ElsewhereError(
        f"this needs {what} in one place, but the corpus is in {number}, each counted where it is; "
        f"load as many as fit without executor=, as in dc.load([{shards[0].path!r}])."
    )


class TextsElsewhere(Sequence[str]):
    """The texts of the documents of shards, of which only the number is known here."""

    def __init__(self, number: int, shards: Sequence[Shard]) -> None:
        self.number, self.shards = number, shards

    def __len__(self) -> int:
        return self.number

    def __getitem__(self, key: Any) -> Any:
        raise elsewhere("the texts", self.shards)

    def __getattr__(self, name: str) -> Any:
        raise elsewhere("the texts", self.shards)


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


class ShardedVocabulary(Vocabulary):
    """The terms of all shards; their forms stay where they are."""

    forms: Any = Elsewhere("the words as they are written")
    term_of_form: Any = Elsewhere("the words as they are written")

    def __init__(self, terms: Strings, shards: Sequence[Shard]) -> None:
        for name, value in {"terms": terms, "plain_terms": {}, "shards": shards}.items():
            object.__setattr__(self, name, value)


class ShardedSpanLayer(SpanLayer):
    """A layer of spans of shards: its labels, and what it says of each text as a digest."""

    spans: Any = Elsewhere("the spans")
    document: Any = Elsewhere("the spans")
    row: Any = Elsewhere("the spans")
    first: Any = Elsewhere("the spans")
    end: Any = Elsewhere("the spans")

    def __init__(self, outline: LayerOutline, shards: Sequence[Shard]) -> None:
        _set_outline(self, outline, shards)

    @property
    def values(self) -> tuple[str, ...]:
        """The labels, ascending."""
        return tuple(vars(self)["labels_known"])

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its own that the layer has."""
        return tuple(vars(self)["columns_known"])


class ShardedTokenLayer(TokenLayer):
    """A layer of shards that gives each token a value; which, the shards know."""

    values: Any = Elsewhere("the values of a layer")
    ids: Any = Elsewhere("the values of a layer")
    pieces: Any = Elsewhere("the values of a layer")
    saved_postings: Any = Elsewhere("the values of a layer")

    def __init__(self, outline: LayerOutline, shards: Sequence[Shard]) -> None:
        _set_outline(self, outline, shards)


def _set_outline(layer: PlacedLayer, outline: LayerOutline, shards: Sequence[Shard]) -> None:
    known = {
        "name": outline.name,
        "about": outline.about,
        "text_digests": outline.text_digests,
        "labels_known": outline.labels,
        "columns_known": outline.columns,
        "shards": shards,
    }
    for name, value in known.items():
        object.__setattr__(layer, name, value)


# --------------------------------------------------------------------------------------- the store


class Lexicon(NamedTuple):
    """The terms of all shards, and for each shard the place of its own terms among them."""

    vocabulary: Vocabulary
    places: list[NDArray[np.int64]]


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

    def ask_of_hits(
        self, work: Callable[..., Answer], hits: NDArray[np.int64], *given: Any
    ) -> Iterator[tuple[NDArray[np.int64], Answer]]:
        """Yield the numbers of the hits in a shard, and what it answers of these."""
        shard = np.searchsorted(self.firsts, hits[:, 0], side="right") - 1
        here = np.unique(shard).tolist()
        places = [np.flatnonzero(shard == number) for number in here]
        each = [(hits[at] - self.firsts[n],) for n, at in zip(here, places, strict=True)]
        answers = self.workers.ask([self.shards[n] for n in here], work, each, given)
        yield from zip(places, answers, strict=True)

    def ask_of_document(self, work: Callable[..., Answer], document: int, *given: Any) -> Answer:
        """Ask the shard of a document about it; the work is given its number there."""
        bounds = np.cumsum([0, *(len(each.documents) - 1 for each in self.contents)])
        number = int(np.searchsorted(bounds, document, side="right")) - 1
        own = (document - int(bounds[number]),)
        return next(self.workers.ask([self.shards[number]], work, [own], given))

    def shard_start(self, document: int) -> int:
        """The first token of the shard of a document."""
        bounds = np.cumsum([0, *(len(each.documents) - 1 for each in self.contents)])
        return int(self.firsts[np.searchsorted(bounds, document, side="right") - 1])

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first token of each shard, followed by the number of tokens."""
        return self.starts_of_shards

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
        return self.values_of[of]

    # ------------------------------------------------------------------------ terms and counts

    @cached_property
    def lexicon(self) -> Lexicon:
        """The terms of all shards, which are as few as those of one large text."""
        # A subset has the vocabulary of its whole, except that of several layers combined.
        if isinstance(self.whole, ShardedStore) and not self.has_own_terms:
            whole = self.whole.lexicon
            return Lexicon(whole.vocabulary, [whole.places[at] for at in self.places_in_whole])
        own = list(self.ask(list_terms))
        union = pa.chunked_array(own, pa.string()).unique()
        terms = union.take(pc.sort_indices(union))
        places = [pc.index_in(each, terms).to_numpy().astype(np.int64) for each in own]
        return Lexicon(ShardedVocabulary(Strings(terms), self.shards), places)

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


def layer_of_outline(outline: LayerOutline, shards: Sequence[Shard]) -> PlacedLayer:
    """A layer of shards that is known by its outline."""
    kind = ShardedTokenLayer if outline.shape == "token" else ShardedSpanLayer
    return kind(outline, shards)


def frame_of_sources(contents: Sequence[ShardContents]) -> pd.DataFrame:
    """The documents of shards that were opened as parts of one corpus."""
    return pd.concat([each.sources for each in contents], ignore_index=True)
