"""The arrays and tables of a corpus, and what follows from them alone."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Optional, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.annotations import given_sentences
from discourse.corpus.store.assembly import list_languages, tabulate_skipped
from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.deferred_field import DeferredField
from discourse.corpus.store.index import Index, freeze
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.placing import PlacedLayer
from discourse.corpus.store.sentences import sentence_bounds
from discourse.corpus.store.strings import Strings
from discourse.text.document import COUNT
from discourse.text.folding import DOTLESS
from discourse.text.sentences import sentence_starts
from discourse.text.tokenizer import Tokenizer

Answer = TypeVar("Answer")


@dataclass(frozen=True, eq=False)
class Store:
    """Texts, and where every token of them is: arrays and tables, without queries.

    Attributes
    ----------
    tokenizer : Tokenizer
        What counts as a token.
    index : Index
        Where every token is.
    texts : Strings
        The text of each document.
    sources, regions : DataFrame
        One row per document, and one row per labelled stretch of a text; like `skipped`, either
        may be given as a function that makes it.
    conditions : tuple of str
        The conditions that a subset was taken by, in their order.
    skipped : DataFrame
        One row per file that could not be read.
    read_options : mapping
        What `dc.read` was given beyond its defaults.
    whole : Store, optional
        The store that a subset was taken from.
    saved_sentences : ndarray of int64, optional
        `sentences` of a saved corpus, which need not be found again.
    layers : mapping of str to TokenLayer or SpanLayer
        What is said about the tokens, by name.
    joined : tuple of str
        The layers whose spans are one token each.
    of : str
        What the vocabulary of the index lists: "term", or the layer whose values are counted.
    orders : mapping of str to tuple of str
        The order of the labels of ordered categories, by metadata column.
    derived : tuple of mapping
        How columns were added to the metadata, in the form that `derived_metadata` documents.
    given : Table, optional
        The tokens and sentences of texts that were tokenised already; see `annotations`.
    saved_words : mapping, optional
        `signed_words` of a saved corpus, for which all texts would have to be looked through.
    partitions : dict of str, or of tuple, to Partition
        The divisions of the tokens that were asked for, kept by `parts.partition`.
    values : dict of str to Store
        The stores that count the values of a layer, kept by `layer_values.count_values`.
    heads : dict of int to ndarray of int64
        The heads of the tokens, kept by `heads.head_tokens`.
    """

    tokenizer: Tokenizer
    index: Index
    texts: Strings
    sources: DeferredField[pd.DataFrame] = DeferredField()  # noqa: RUF009
    regions: DeferredField[pd.DataFrame] = DeferredField()  # noqa: RUF009
    conditions: tuple[str, ...] = ()
    skipped: DeferredField[pd.DataFrame] = DeferredField(tabulate_skipped)  # noqa: RUF009
    read_options: Mapping[str, Any] = field(default_factory=dict)
    whole: Optional["Store"] = None
    saved_sentences: NDArray[np.int64] | None = None
    layers: Mapping[str, PlacedLayer] = field(default_factory=dict)
    joined: tuple[str, ...] = ()
    of: str = "term"
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    derived: tuple[Mapping[str, Any], ...] = ()
    given: pa.Table | None = None
    saved_words: Mapping[str, str] | None = None
    partitions: dict[str | tuple[str, ...], Partition] = field(default_factory=dict, init=False)
    values: dict[str, "Store"] = field(default_factory=dict, init=False)
    heads: dict[int, NDArray[np.int64]] = field(default_factory=dict, init=False)

    # -------------------------------------------------------- what a store in shards does elsewhere

    def ask(
        self,
        work: Callable[..., Answer],
        *given: Any,
        each: Iterable[tuple[Any, ...]] | None = None,
    ) -> Iterator[Answer]:
        """Yield what a function answers of each shard, and of a store that has none of itself.

        Parameters
        ----------
        work : callable
            A function of a module, which is called with the store of a shard and then with what is
            given.
        *given
            What it is given, the same for each shard.
        each : iterable of tuple, optional
            What it is given before that, for each shard its own.

        Yields
        ------
        object
            The answers, in the order of the shards.
        """
        for own in [()] if each is None else each:
            yield work(self, *own, *given)

    def ask_of_hits(
        self,
        work: Callable[..., Answer],
        hits: NDArray[np.int64],
        *given: Any,
        each: Sequence[tuple[Any, ...]] = ((),),
    ) -> Iterator[tuple[NDArray[np.int64], Answer]]:
        """Yield the numbers of the hits in a shard, and what is answered of these; see `ask`."""
        yield np.arange(len(hits)), work(self, hits, *each[0], *given)

    def ask_of_document(self, work: Callable[..., Answer], document: int, *given: Any) -> Answer:
        """What a function answers of a document, by its number; see `ask`."""
        return work(self, document, *given)

    @property
    def firsts(self) -> NDArray[np.int64]:
        """The first token of each shard, followed by the number of tokens."""
        return np.array([0, self.size], dtype=np.int64)

    @property
    def first_documents(self) -> NDArray[np.int64]:
        """The number of the first document of each shard, followed by that of all documents."""
        return np.array([0, len(self.texts)], dtype=np.int64)

    def join_bounds(self, bounds: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
        """The bounds of stretches of each shard, each with its own end, as those of the whole."""
        return bounds[0]

    @property
    def is_here(self) -> bool:
        """Whether the tokens are here, and not in shards elsewhere."""
        return True

    @property
    def region_columns(self) -> list[str]:
        """The columns of `regions`."""
        return [str(name) for name in self.regions.columns]

    @property
    def number_of_sections(self) -> int:
        """The number of sections with tokens."""
        return len(self.index.sections) - 1

    @property
    def size(self) -> int:
        """The number of tokens."""
        return self.index.size

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """How often each term of the vocabulary occurs; in a subset some terms do not."""
        counts = self.index.counts
        terms = self.index.vocabulary.terms
        if len(terms) and terms[0] == "":  # the tokens to which a layer gives no value
            counts[0] = 0
        return freeze(counts)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The types, in alphabetical order."""
        terms = self.index.vocabulary.terms
        here = np.flatnonzero(self.counts)
        return tuple(terms if len(here) == len(terms) else terms.take(here))

    @cached_property
    def sentences(self) -> NDArray[np.int64]:
        """The first token of each sentence, followed by the number of tokens."""
        if self.saved_sentences is not None:
            return self.saved_sentences
        return sentence_bounds(self.index, self.sentence_starts())

    def sentence_starts(self) -> Iterable[NDArray[np.int64]]:
        """Where the sentences of each document begin: as its file says, else by rule."""
        if self.given is not None:
            return given_sentences(self.given)
        languages = self.sources.get("language", pd.Series("en", self.sources.index))
        starts = partial(sentence_starts, rule=self.tokenizer.rule)
        return map(starts, self.texts, languages.tolist())

    @property
    def has_sentences(self) -> bool:
        """Whether the sentences are known already; finding them is as slow as reading the texts."""
        return self.saved_sentences is not None or "sentences" in vars(self)

    @property
    def languages(self) -> list[str]:
        """The code of each document's language; English where none, or one not known, is given."""
        return list_languages(self.sources)

    @cached_property
    def document_numbers(self) -> dict[str, int]:
        """The number of each document by its name."""
        return {name: number for number, name in enumerate(self.sources["document"])}

    @cached_property
    def digests(self) -> NDArray[np.object_]:
        """The first twelve hex digits of each document's sha256, which begin its line ids."""
        return np.array([digest[:12] for digest in self.sources["sha256"].tolist()], dtype=object)

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of characters of each document."""
        return freeze(self.texts.lengths())

    @cached_property
    def token_regions(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rows of the counted regions in `regions`, and the first token of each."""
        rows = np.flatnonzero(self.regions["treatment"] == COUNT)
        return rows, self.regions["first_token"].to_numpy()[rows]

    # ------------------------------------------------------------------------------ provenance

    @cached_property
    def _recipe(self) -> dict[str, Any]:
        names, digests = self.sources["document"].tolist(), self.digests.tolist()
        made = {
            "documents": dict(zip(names, digests, strict=True)),
            "words": self.tokenizer.recipe,
            "subset": list(self.conditions),
        }
        if others := self._encodings:
            made["encoding"] = others
        if self.layers:
            made["layers"] = {name: self.layers[name].recipe for name in sorted(self.layers)}
        if self.joined:
            made["joined"] = list(self.joined)
        if self.derived:
            made["metadata"] = list(self.derived)
        if ordered := self.given_orders:
            made["order"] = ordered
        described = self.sources.drop(columns="made_by").to_json(orient="values", date_format="iso")
        signed = {**made, "words": self.signed_words}
        content = json.dumps([signed, described, *self._described_sections], ensure_ascii=False)
        if self.read_options:
            made["read"] = dict(self.read_options)
        if self.conditions and (self.whole is None or len(self.whole.texts) > 1):
            # The documents that a subset leaves out may be those that have a column.
            made["columns"] = self._read_columns
        return {"fingerprint": hashlib.sha256(content.encode()).hexdigest()[:16], **made}

    @cached_property
    def signed_words(self) -> dict[str, str]:
        """The choices of the tokeniser as the fingerprint covers them."""
        if self.whole is not None:
            return self.whole.signed_words
        if self.saved_words is not None:
            return dict(self.saved_words)
        changed = not set(self.languages).isdisjoint(DOTLESS) or _have_raised_digits(self.texts)
        characters = self.index.vocabulary.characters()
        return self.tokenizer.recipe if changed else self.tokenizer.simplify_recipe(characters)

    @property
    def recipe(self) -> dict[str, Any]:
        """What the texts are and how they were read, as saved figures record it; a copy."""
        return {key: _copy_nested(value) for key, value in self._recipe.items()}

    @property
    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any text, description, tokeniser or subset."""
        return str(self._recipe["fingerprint"])

    @property
    def _described_sections(self) -> list[str]:
        """The attributes of all sections as JSON; nothing if there are none."""
        names = [name for name in self.region_columns if name.startswith(ATTRIBUTE)]
        if not names:
            return []
        described = list(self.ask(list_sections, names))
        before = np.cumsum([0, *(documents for _, documents in described)])
        sections = pd.concat(
            [
                rows.assign(document=rows["document"] + first)
                for (rows, _), first in zip(described, before.tolist(), strict=False)
            ]
        )
        return [sections.to_json(orient="values")]

    @property
    def _read_columns(self) -> list[str]:
        """The columns of the sources that were read, without those that `derived` adds."""
        derived = {step["column"] for step in self.derived}
        return [name for name in self.sources.columns if name not in derived]

    @property
    def given_orders(self) -> dict[str, list[str]]:
        """The orders of categories, without those that follow from `derived`."""
        derived = {step["column"] for step in self.derived}
        return {name: list(order) for name, order in self.orders.items() if name not in derived}

    @property
    def _encodings(self) -> dict[str, str]:
        """The encoding or kind of file of each text that was not read from UTF-8."""
        names, made_by = (self.sources[name].tolist() for name in ("document", "made_by"))
        return {
            name: made
            for name, made in zip(names, made_by, strict=True)
            if made not in ("", "utf-8")
        }


def list_sections(store: Store, names: list[str]) -> tuple[pd.DataFrame, int]:
    """The sections with their attributes, each once, and the number of documents."""
    sections = store.regions.loc[store.regions["section"] != "", ["document", "section", *names]]
    return sections.drop_duplicates().astype(object), len(store.sources)


def _have_raised_digits(texts: Strings) -> bool:
    """Whether a raised digit occurs, which version 0.1.0 took for a part of a word."""
    # In UTF-8, ¹²³ begin with C2 and the others with E2 81; searching for two bytes is quick.
    for data in texts.buffers():
        for first, others in ((0xC2, (0xB2, 0xB3, 0xB9)), (0xE2, (0x81,))):
            at = np.flatnonzero(data[:-1] == first)
            if np.isin(data[at + 1], others).any():
                return True
    return False


def _copy_nested(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy_nested(item) for key, item in value.items()}
    return [_copy_nested(item) for item in value] if isinstance(value, list) else value
