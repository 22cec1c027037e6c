"""The layers of a saved corpus: as arrays and tables to map, and as entries of its manifest."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.layer import SHAPES, Spans
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.strings import Strings

PLACES = ("document", "row", "first", "end")  # the arrays of a span layer
SPAN_COLUMNS = ("text", "start", "end", "label")
OWN = "own: "  # what the names of a layer's own columns begin with


def layer_entries(layers: Mapping[str, PlacedLayer]) -> list[dict[str, Any]]:
    """What a manifest says of each layer, in their order; the number of each names its files."""
    return [
        {
            "name": layer.name,
            "shape": layer.shape,
            "about": dict(layer.about),
            "texts": dict(layer.text_digests),
            "pieces": isinstance(layer, TokenLayer) and layer.pieces is not None,
        }
        for layer in layers.values()
    ]


def layer_arrays(layers: Mapping[str, PlacedLayer]) -> dict[str, NDArray[Any]]:
    """The arrays of all layers, by the names of their files."""
    arrays: dict[str, NDArray[Any]] = {}
    for number, layer in enumerate(layers.values()):
        if isinstance(layer, TokenLayer):
            bounds, positions = layer.postings
            named: dict[str, NDArray[Any]] = {
                "ids": layer.ids, "posting_bounds": bounds, "postings": positions,
            }  # fmt: skip
        else:
            named = {name: getattr(layer, name).astype(np.int64) for name in PLACES}
        arrays |= {_name_file(number, name): array for name, array in named.items()}
    return arrays


def layer_tables(layers: Mapping[str, PlacedLayer]) -> dict[str, pa.Table]:
    """The tables of all layers, by the names of their files."""
    tables: dict[str, pa.Table] = {}
    for number, layer in enumerate(layers.values()):
        spans = layer.spans if isinstance(layer, SpanLayer) else layer.pieces
        if isinstance(layer, TokenLayer):
            tables[_name_file(number, "values")] = pa.table({"value": layer.values.array})
        if spans is not None:
            tables |= {_name_file(number, name): t for name, t in _span_tables(spans).items()}
    return tables


def read_layers(
    entries: list[Mapping[str, Any]],
    map_array: Callable[[str], NDArray[Any]],
    map_table: Callable[[str], pa.Table],
) -> dict[str, PlacedLayer]:
    """Read the layers that a manifest lists.

    Parameters
    ----------
    entries : list of mapping
        The entries of the manifest.
    map_array, map_table : callable
        Return what is saved under a name.

    Raises
    ------
    ValueError
        If an array or a table is not what was saved.
    """
    layers: dict[str, PlacedLayer] = {}
    for number, entry in enumerate(entries):
        about = (entry["name"], entry["about"], dict(entry["texts"]))
        if entry["shape"] not in SHAPES:
            raise ValueError(entry["shape"])
        if entry["shape"] == "token":
            pieces = _load_spans(number, map_table) if entry["pieces"] else None
            values = map_table(_name_file(number, "values")).column(0).combine_chunks()
            ids, bounds, positions = (
                map_array(_name_file(number, name))
                for name in ("ids", "posting_bounds", "postings")
            )
            layers[entry["name"]] = TokenLayer(
                *about, Strings(values), ids, pieces, saved_postings=(bounds, positions)
            )
        else:
            places = (map_array(_name_file(number, name)) for name in PLACES)
            layers[entry["name"]] = SpanLayer(*about, _load_spans(number, map_table), *places)
    return layers


def _name_file(number: int, name: str) -> str:
    return f"layer-{number}-{name}"


def _span_tables(spans: Spans) -> dict[str, pa.Table]:
    own = {f"{OWN}{name}": spans.columns[name] for name in spans.columns}
    columns = {name: getattr(spans, name) for name in SPAN_COLUMNS}
    return {
        "spans": pa.table({**columns, **own}),
        "span_texts": pa.table({"text": pa.array(spans.texts, pa.string())}),
        "span_values": pa.table({"value": pa.array(spans.values, pa.string())}),
    }


def _load_spans(number: int, map_table: Callable[[str], pa.Table]) -> Spans:
    table = map_table(_name_file(number, "spans"))
    texts, values = (
        tuple(map_table(_name_file(number, name)).column(0).to_pylist())
        for name in ("span_texts", "span_values")
    )
    text, start, end, label = (table[name].to_numpy() for name in SPAN_COLUMNS)
    names = [name for name in table.column_names if name.startswith(OWN)]
    own = {name.removeprefix(OWN): table[name].to_pandas() for name in names}
    columns = pd.DataFrame(own, index=range(len(table)))
    return Spans(texts, text, start, end, values, label, columns)
