"""How often each label of a layer of spans occurs in each part."""

from typing import TYPE_CHECKING

import numpy as np

from discourse.corpus.store.counting import add_matrices, place_cells
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

if TYPE_CHECKING:
    from scipy import sparse


def count_labels(store: Store, name: str, parts: Partition) -> "sparse.csr_array":
    """Count the spans of each label that begin in each part, (labels, parts).

    A stretch that has the same label twice counts once.

    Parameters
    ----------
    store : Store
        The store.
    name : str
        A layer of spans of the store.
    parts : Partition
        The parts to count by.
    """
    if not isinstance(store, ShardedStore):
        return _count_labels_here(store, parts, name)
    shape = (len(_span_layer(store, name).values), len(parts))
    places = {label: place for place, label in enumerate(_span_layer(store, name).values)}
    sliced = list(store.slice_parts(parts))
    answers = store.ask(_count_named_labels, name, each=[(own,) for own, _ in sliced])
    placed = (
        place_cells(own, np.array([places[label] for label in labels], np.int64), used, shape)
        for (_, used), (labels, own) in zip(sliced, answers, strict=True)
    )
    return add_matrices(placed, shape)


def _count_named_labels(
    store: Store, parts: Partition, name: str
) -> tuple[tuple[str, ...], "sparse.csr_array"]:
    return _span_layer(store, name).values, _count_labels_here(store, parts, name)


def _count_labels_here(store: Store, parts: Partition, name: str) -> "sparse.csr_array":
    from scipy import sparse

    layer = _span_layer(store, name)
    here = layer.has_tokens
    spans = np.unique(
        np.stack([layer.labels[here], layer.first[here], layer.end[here]], axis=1), axis=0
    )
    counts = sparse.csr_array(
        (np.ones(len(spans), dtype=np.int64), (spans[:, 0], parts.of(spans[:, 1]))),
        shape=(len(layer.values), len(parts)),
    )
    counts.sum_duplicates()
    return counts


def _span_layer(store: Store, name: str) -> SpanLayer:
    layer = store.layers[name]
    assert isinstance(layer, SpanLayer)
    return layer
