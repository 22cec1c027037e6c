"""The stretches of a structure: documents, sections, sentences, and the spans of a layer."""

from functools import partial

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.query.pattern import ANY, Edge, Structure, Word
from discourse.corpus.query.values import evaluate_test, match_values
from discourse.corpus.store.layer import Spans, write_cell
from discourse.corpus.store.parts import UNITS, unit_bounds
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store

Integers = NDArray[np.int64]
Mask = NDArray[np.bool_]


def list_spans(store: Store, structure: Structure) -> Integers:
    """The stretches of a structure that have a token: (stretches, 2), ascending, each once."""
    return np.unique(np.stack(_locate_spans(store, structure), axis=1), axis=0)


def edge_positions(store: Store, edge: Edge) -> Integers:
    """The places where a structure begins or ends, ascending: the token that follows each."""
    return np.unique(_locate_spans(store, edge.structure)[edge.is_end])


def _locate_spans(store: Store, structure: Structure) -> tuple[Integers, Integers]:
    if structure.name in UNITS:
        bounds = unit_bounds(store, structure.name)
        filled = np.flatnonzero(np.diff(bounds))
        return bounds[filled], bounds[filled + 1]
    layer = store.layers[structure.name]
    assert isinstance(layer, SpanLayer)
    chosen = layer.has_tokens
    if structure.test != ANY:
        evaluate = partial(_evaluate_column, layer.spans)
        chosen = chosen & evaluate_test(structure.test, evaluate, len(layer.spans))[layer.row]
    return layer.first[chosen], layer.end[chosen]


def _evaluate_column(spans: Spans, test: Word) -> Mask:
    """Which spans have a label, or a value in another column, that passes a test."""
    if test.attribute == "label":
        return np.asarray(match_values(test, pa.array(spans.values, pa.string()))[spans.label])
    written = pa.array(map(write_cell, spans.columns[test.attribute].tolist()), pa.string())
    column = written.dictionary_encode()
    return np.asarray(match_values(test, column.dictionary)[column.indices.to_numpy()])
