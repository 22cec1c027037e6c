"""What a shard says of itself: what is small beside its texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.corpus.store.store import Store


class LayerOutline(NamedTuple):
    """A layer without its spans: what it is, what it says of each text as a digest, its labels."""

    name: str
    shape: str
    about: Mapping[str, Any]
    text_digests: Mapping[str, str]
    labels: tuple[str, ...]
    columns: tuple[str, ...]


class TermTally(NamedTuple):
    """How often each term occurs, and in how many documents."""

    counts: NDArray[np.int64]
    ranges: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ShardContents:
    """What a shard has, without its tokens.

    Attributes
    ----------
    size : int
        The number of tokens.
    documents : ndarray of int64
        The first token of each document, followed by the number of tokens.
    sections : int
        The number of sections.
    sources, skipped : DataFrame
        Those of the store.
    region_columns : list of str
        The columns of the regions.
    layers : list of LayerOutline
        The layers.
    words, signed_words : mapping of str to str
        The recipe of the tokeniser, and what of it the fingerprint covers.
    read_options, conditions, joined, derived, given_orders
        Those of the store.
    has_sentences : bool
        Whether the sentences need not be found.
    fingerprint : str
        That of the corpus that was saved.
    """

    size: int
    documents: NDArray[np.int64]
    sections: int
    sources: pd.DataFrame
    skipped: pd.DataFrame
    region_columns: list[str]
    layers: list[LayerOutline]
    words: Mapping[str, str]
    signed_words: Mapping[str, str]
    read_options: Mapping[str, Any]
    conditions: tuple[str, ...]
    joined: tuple[str, ...]
    derived: tuple[Mapping[str, Any], ...]
    given_orders: Mapping[str, Sequence[str]]
    has_sentences: bool
    fingerprint: str = ""


def describe_shard(store: Store) -> ShardContents:
    """Describe a store as a shard of a larger one."""
    return ShardContents(
        store.size,
        np.array(store.index.documents),
        len(store.index.sections) - 1,
        store.sources,
        store.skipped,
        store.region_columns,
        [outline_layer(layer) for layer in store.layers.values()],
        store.tokenizer.recipe,
        store.signed_words,
        dict(store.read_options),
        store.conditions,
        store.joined,
        store.derived,
        store.given_orders,
        store.has_sentences,
    )


def outline_layer(layer: PlacedLayer) -> LayerOutline:
    """A layer without its spans."""
    labels, columns = (layer.values, layer.columns) if isinstance(layer, SpanLayer) else ((), ())
    about, digests = dict(layer.about), dict(layer.text_digests)
    return LayerOutline(layer.name, layer.shape, about, digests, labels, columns)


def list_terms(store: Store) -> pa.StringArray:
    """The terms of a vocabulary, ascending."""
    terms = store.index.vocabulary.terms.array
    return terms.combine_chunks() if isinstance(terms, pa.ChunkedArray) else terms


def tally_terms(store: Store) -> TermTally:
    """How often each term of the vocabulary occurs, and in how many documents."""
    return TermTally(np.array(store.counts), store.index.ranges.astype(np.int64))
