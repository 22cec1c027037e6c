"""Add layers to a store, list them, and keep them when tokens are left out or move."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.kept_tokens import KeptTokens
from discourse.corpus.store.layer import Layer, limit_layer, refuse_other_maker
from discourse.corpus.store.parts import metadata_columns
from discourse.corpus.store.placing import (
    PlacedLayer,
    SpanLayer,
    TokenLayer,
    find_misfits,
    place_layer,
    refuse_lost_spans,
    tokens_as_spans,
)
from discourse.corpus.store.shard_workers import Change
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, ElsewhereError, one_of
from discourse.layer_notes import MEASURED

MOST_SENT = 5_000_000  # spans of a layer that are sent with each question to shards
MOST_BROUGHT = 50_000_000  # spans of a layer in shards that are brought together


def add_layer(store: Store, layer: Layer) -> Store:
    """Add a layer to a store, in place of one of the same name.

    Raises
    ------
    DiscourseError
        If a metadata column has the layer's name, its spans do not fit the texts, or another
        codebook has a layer of its name.
    """
    if layer.name in metadata_columns(store):
        raise DiscourseError(
            f"the corpus has a metadata column {layer.name!r}, so no layer can have that name; "
            "give the layer another."
        )
    if layer.name in store.joined:
        raise DiscourseError(
            f"the spans of {layer.name!r} are joined here; add the layer to the corpus that "
            "corpus.joined was called on."
        )
    _refuse_other_codebook(store, layer)
    if isinstance(store, ShardedStore):
        return _add_to_shards(store, layer)
    return replace(store, layers={**store.layers, layer.name: _place_layer(store, layer)})


def _add_to_shards(store: ShardedStore, layer: Layer) -> ShardedStore:
    """Give each shard what the layer says of its texts."""
    if len(layer) > MOST_SENT:
        raise ElsewhereError(
            f"this sends the layer {layer.name!r} to the shards, with {len(layer):,} spans, of "
            f"which {MOST_SENT:,} can be sent; add it to each shard, and save the shards."
        )
    digests = store.digests.tolist()
    refuse_lost_spans(layer.name, layer.spans, digests)
    own = [set(digests[at:end]) for at, end in pairwise(store.first_documents.tolist())]
    own[0] |= set(layer.texts) - set(digests)  # what is covered is known of the whole
    return store.with_changes([Change.of(add_layer, limit_layer(layer, each)) for each in own])


def drop_layers(store: Store, names: Collection[str]) -> Store:
    """Leave out some layers."""
    if isinstance(store, ShardedStore):
        return store.with_changes([Change.of(drop_layers, sorted(names))] * len(store.shards))
    kept = {name: layer for name, layer in store.layers.items() if name not in names}
    return replace(store, layers=kept)


def _refuse_other_codebook(store: Store, layer: Layer) -> None:
    """Refuse codes in place of those of another codebook.

    Coder "b_c" of the codebook "a" and coder "c" of "a_b" would both have the layer "a_b_c".
    """
    known = store.layers.get(layer.name)
    books = [each.about.get("codebook") for each in (known, layer) if each is not None]
    names = [book.get("name") for book in books if isinstance(book, Mapping)]
    if known is not None and len(names) == 2 and names[0] != names[1]:
        whose = [
            f"{each.about.get('maker') or each.name} with the codebook {name!r}"
            for each, name in zip((known, layer), names, strict=True)
        ]
        raise DiscourseError(
            f"{' and '.join(whose)} would both have the layer {layer.name!r}; rename a coder or a "
            "codebook."
        )


def _place_layer(store: Store, layer: Layer) -> PlacedLayer:
    return place_layer(layer, store.index, store.digests, store.lengths)


def find_layer(store: Store, name: str) -> PlacedLayer:
    """A layer of a store by its name."""
    return store.layers[one_of("layer", name, store.layers)]


def find_span_layer(store: Store, name: str) -> SpanLayer:
    """A layer of spans by its name; refuse one of tokens."""
    layer = find_layer(store, name)
    if isinstance(layer, TokenLayer):
        raise DiscourseError(
            f"{name!r} gives each token a value and has no spans; "
            f'write [{name}="..."] in a query, or of={name!r} to count its values.'
        )
    return layer


def extract_layer(store: Store, name: str) -> Layer:
    """What a store knows of a layer, as a layer again; in a subset, without what is left out."""
    placed = find_layer(store, name)
    if isinstance(store, ShardedStore):
        return _bring_layer(store, name)
    if isinstance(placed, SpanLayer):
        spans = placed.spans.take(np.unique(placed.row))
    elif placed.pieces is None:
        spans = tokens_as_spans(store.index, store.digests, placed)
    else:
        spans = placed.pieces
    texts = sorted(set(placed.texts) & {*store.digests.tolist(), *spans.texts})
    return Layer(placed.name, spans, placed.about, shape=placed.shape, texts=texts)


def _bring_layer(store: ShardedStore, name: str) -> Layer:
    layers, number = [], 0
    for layer in store.ask(extract_layer, name):
        layers.append(layer)
        number += len(layer)
        if number > MOST_BROUGHT:
            raise ElsewhereError(
                f"this lists the spans of {name!r}, and lists {MOST_BROUGHT:,} of shards at most; "
                "ask a subset."
            )
    return merge_layers(layers)


def merge_layers(layers: Sequence[Layer]) -> Layer:
    """Merge layers of one name and maker, of different texts, into one."""
    first = layers[0]
    for other in layers[1:]:
        if (other.shape, dict(other.about)) != (first.shape, dict(first.about)):
            refuse_other_maker(first.name, first.about, other.about)
    rows = pd.concat([layer.table for layer in layers], ignore_index=True).drop_duplicates()
    texts = {text for layer in layers for text in layer.texts}
    return Layer(first.name, rows, first.about, shape=first.shape, texts=texts)


def layers_table(store: Store) -> pd.DataFrame:
    """One row per layer, in the order in which they were added."""
    rows = [_row_of_layer(store, layer) for layer in store.layers.values()]
    columns = {
        "layer": "str", "shape": "str", "spans": "int64", "labels": "int64", "maker": "str",
        "precision": "float64", "recall": "float64", "status": "str", "documents": "int64",
        "misfits": "int64",
    }  # fmt: skip
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _row_of_layer(store: Store, layer: PlacedLayer) -> dict[str, object]:
    measured: Mapping[str, Any] = layer.about.get(MEASURED) or {}
    found = list(store.ask(_measure_layer, layer.name))
    spans: dict[str, int] = {}  # of each text; a text of two documents has its spans once
    for each in found:
        spans |= {text: number for text, number in each.spans.items() if text}
    return {
        "layer": layer.name,
        "shape": layer.shape,
        "spans": sum(spans.values()) + sum(each.spans.get("", 0) for each in found),
        "labels": len(set().union(*(each.labels for each in found))),
        "maker": str(layer.about.get("maker", "")),
        "precision": measured.get("precision", np.nan),
        "recall": measured.get("recall", np.nan),
        "status": _name_status(layer.about),
        "documents": int(np.isin(store.digests.astype(str), layer.texts).sum()),
        "misfits": sum(each.misfits for each in found),
    }


class _LayerSize(NamedTuple):
    """The spans of each text, or under "" the tokens that have a value; labels; misfits."""

    spans: dict[str, int]
    labels: set[str]
    misfits: int


def _measure_layer(store: Store, name: str) -> _LayerSize:
    layer = store.layers[name]
    misfits = len(find_misfits(layer, store.index, store.digests))
    if isinstance(layer, SpanLayer):
        texts = layer.spans.text[np.unique(layer.row)]
        numbers, counts = (each.tolist() for each in np.unique(texts, return_counts=True))
        spans = {layer.spans.texts[n]: count for n, count in zip(numbers, counts, strict=True)}
        labels = {layer.values[number] for number in np.unique(layer.labels).tolist()}
        return _LayerSize(spans, labels, misfits)
    tokens = int((layer.ids > 0).sum()) if layer.lacks_values else store.size
    labels = {layer.values[number] for number in np.unique(layer.ids).tolist()} - {""}
    return _LayerSize({"": tokens}, labels, misfits)


def _name_status(about: Mapping[str, Any]) -> str:
    """How far a layer can be trusted: measured, only candidates, coded by a reader, or given."""
    if about.get(MEASURED):
        return "measured"
    if about.get("coder"):
        return "coded"
    return "candidates" if about.get("version") is not None else "given"


def misfits_table(store: Store, name: str) -> pd.DataFrame:
    """One row per token or span of a layer that do not match one to one."""
    find_layer(store, name)
    return pd.concat(list(store.ask(_list_misfits, name)), ignore_index=True)


def _list_misfits(store: Store, name: str) -> pd.DataFrame:
    layer = store.layers[name]
    found = find_misfits(layer, store.index, store.digests)
    texts = [
        store.texts[document][start:end]
        for document, start, end in zip(
            found["document"], found["start"], found["end"], strict=True
        )
    ]
    digests = store.digests[found["document"].to_numpy()]
    ids = [
        f"{digest}:{start}-{end}"
        for digest, start, end in zip(digests, found["start"], found["end"], strict=True)
    ]
    return pd.DataFrame(
        {
            "line_id": pd.Series(ids, dtype="str"),
            "document": pd.Series(
                store.sources["document"].to_numpy()[found["document"]], dtype="str"
            ),
            "misfit": found["misfit"],
            "text": pd.Series(texts, dtype="str"),
            "label": found["label"],
        }
    )


# ------------------------------------------------------------------------------------ subsets


def mask_layers(
    store: Store, kept: KeptTokens, filled: NDArray[np.int64]
) -> dict[str, PlacedLayer]:
    """The layers of the kept tokens; a span that loses all of its tokens is left out.

    Parameters
    ----------
    store : Store
        The store that the subset is taken from.
    kept : KeptTokens
        The tokens that are kept.
    filled : ndarray of int64
        The documents that keep a token.
    """
    here = set(store.digests[filled].tolist())
    masked = {}
    for name, layer in store.layers.items():
        digests = {text: digest for text, digest in layer.text_digests.items() if text in here}
        limited = replace(layer, text_digests=digests)
        if isinstance(limited, TokenLayer) and limited.pieces is not None:
            limited = replace(limited, pieces=limited.pieces.limit(here))
        masked[name] = _mask_layer(limited, kept, filled)
    return masked


def _mask_layer(layer: PlacedLayer, kept: KeptTokens, filled: NDArray[np.int64]) -> PlacedLayer:
    if isinstance(layer, TokenLayer):
        return replace(layer, ids=kept.take(layer.ids), saved_postings=None)
    first, end = kept.count_before(layer.first), kept.count_before(layer.end)
    stays = np.isin(layer.document, filled) & ((end > first) | ~layer.has_tokens)
    return replace(
        layer,
        document=np.searchsorted(filled, layer.document[stays]),
        row=layer.row[stays],
        first=first[stays],
        end=end[stays],
    )


# --------------------------------------------------------------------------------- other tokens


def move_layers(store: Store, former: Store) -> Store:
    """Place the layers of a store on the tokens of another store of the same texts."""
    return replace(
        store, layers={name: _place_again(store, former, name) for name in former.layers}
    )


def _place_again(store: Store, former: Store, name: str) -> PlacedLayer:
    """Place a layer on other tokens; what is recorded of it stays as it was."""
    recorded = former.layers[name]
    placed = _place_layer(store, extract_layer(former, name))
    return replace(placed, about=recorded.about, text_digests=recorded.text_digests)
