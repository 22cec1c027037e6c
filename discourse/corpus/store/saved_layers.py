"""The layers of a saved corpus: as arrays and tables to map, and as entries of its manifest."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.layer import SHAPES, Spans
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.saved_files import SavedFiles
from discourse.corpus.store.strings import Strings
from discourse.errors import one_of

PLACES = ("document", "row", "first", "end")  # the arrays of a span layer
SPAN_COLUMNS = ("text", "start", "end", "label")
ANY_INTEGER = (np.uint8, np.uint16, np.uint32, np.int64)  # of the arrays of token layers
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
        arrays |= {file_of_layer(number, name): array for name, array in named.items()}
    return arrays


def layer_tables(layers: Mapping[str, PlacedLayer]) -> dict[str, pa.Table]:
    """The tables of all layers, by the names of their files."""
    tables: dict[str, pa.Table] = {}
    for number, layer in enumerate(layers.values()):
        spans = layer.spans if isinstance(layer, SpanLayer) else layer.pieces
        if isinstance(layer, TokenLayer):
            tables[file_of_layer(number, "values")] = pa.table({"value": layer.values.array})
        if spans is not None:
            tables |= {file_of_layer(number, name): t for name, t in _span_tables(spans).items()}
    return tables


def read_layers(entries: list[Mapping[str, Any]], saved: SavedFiles) -> dict[str, PlacedLayer]:
    """Read the layers that a manifest lists.

    Parameters
    ----------
    entries : list of mapping
        The entries of the manifest.
    saved : SavedFiles
        The files of the corpus.

    Returns
    -------
    dict of str to TokenLayer or SpanLayer
        The layers by name, in their order.

    Raises
    ------
    DiscourseError
        If an array or a table is not of the form in which it was saved.
    """
    return {
        entry["name"]: _read_saved_layer(number, entry, saved)
        for number, entry in enumerate(entries)
    }


def _read_saved_layer(number: int, entry: Mapping[str, Any], saved: SavedFiles) -> PlacedLayer:
    about = (entry["name"], entry["about"], dict(entry["texts"]))
    if one_of("shape of a saved layer", entry["shape"], SHAPES) == "token":
        pieces = _load_spans(number, saved) if entry["pieces"] else None
        values = _load_strings(file_of_layer(number, "values"), "value", saved)
        ids, bounds, positions = (
            saved.map_array(file_of_layer(number, name), *ANY_INTEGER)
            for name in ("ids", "posting_bounds", "postings")
        )
        return TokenLayer(*about, values, ids, pieces, saved_postings=(bounds, positions))
    places = (saved.map_array(file_of_layer(number, name), np.int64) for name in PLACES)
    return SpanLayer(*about, _load_spans(number, saved), *places)


def file_of_layer(number: int, name: str) -> str:
    """The name of a file of a layer, without its ending."""
    return f"layer-{number}-{name}"


def _span_tables(spans: Spans) -> dict[str, pa.Table]:
    own = {f"{OWN}{name}": spans.columns[name] for name in spans.columns}
    columns = {name: getattr(spans, name) for name in SPAN_COLUMNS}
    return {
        "spans": pa.table({**columns, **own}),
        "span_texts": pa.table({"text": pa.array(spans.texts, pa.string())}),
        "span_values": pa.table({"value": pa.array(spans.values, pa.string())}),
    }


def _load_spans(number: int, saved: SavedFiles) -> Spans:
    name = file_of_layer(number, "spans")
    table = saved.map_table(name)
    if not set(SPAN_COLUMNS) <= set(table.column_names):
        saved.refuse_table(name)
    texts, values = (
        tuple(_load_strings(file_of_layer(number, f"span_{column}s"), column, saved))
        for column in ("text", "value")
    )
    text, start, end, label = (table[name].to_numpy() for name in SPAN_COLUMNS)
    own = table.select([name for name in table.column_names if name.startswith(OWN)])
    columns = pd.DataFrame(saved.make_frame(name, own), index=range(len(table)))
    columns = columns.rename(columns=lambda column: column.removeprefix(OWN))
    return Spans(texts, text, start, end, values, label, columns)


def _load_strings(name: str, column: str, saved: SavedFiles) -> Strings:
    table = saved.map_table(name)
    if not table.schema.equals(pa.schema({column: pa.string()})) or table[column].null_count:
        saved.refuse_table(name)
    return Strings(table[column].combine_chunks())
