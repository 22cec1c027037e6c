"""Bounds that the arrays and tables of a saved corpus keep, checked whenever one is loaded.

A number outside of its bounds would end in an error far from its cause, or end the interpreter.
The checks look at each number once, and at no text.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.store.annotations import GIVEN
from discourse.corpus.store.block import ATTRIBUTE, LABEL, REGIONS
from discourse.corpus.store.index import BATCH_TOKENS
from discourse.corpus.store.layer import Spans
from discourse.corpus.store.manifest import GIVEN_TABLE, SENTENCES
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.strings import FIRST_OTHER
from discourse.text.document import TREATMENTS

Integers = NDArray[np.integer[Any]]
Checks = Iterator[tuple[str, bool]]

ONE_COLUMN: Mapping[str, pa.Schema] = {
    "forms": pa.schema({"form": pa.string()}),
    "terms": pa.schema({"term": pa.string()}),
    "texts": pa.schema({"text": pa.large_binary()}),
}
FIRST_OF_CHARACTER = 0xC0  # the first byte that opens a character which is not ASCII
SOURCE_TEXTS = ("document", "sha256", "made_by")


def find_broken_table(tables: Mapping[str, pa.Table]) -> str:
    """The name of the first table that is not of the form in which it was saved; "" if all are."""
    return _first_broken(_check_tables(tables))


def find_broken_array(arrays: Mapping[str, Integers], tables: Mapping[str, pa.Table]) -> str:
    """The name of the first array whose numbers leave their bounds; "" if none do."""
    sizes = {name: table.num_rows for name, table in tables.items()}
    return _first_broken(_check_arrays(arrays, sizes))


def are_strings(strings: pa.StringArray) -> bool:
    """Whether strings are valid UTF-8, each inside the buffer; as Arrow says, but much faster."""
    strings.validate()  # the first and the last place are inside the buffers
    _, at, data = strings.buffers()
    places = np.frombuffer(at, np.int32)[strings.offset : strings.offset + len(strings) + 1]
    if not _ascend(places):
        return False
    content = np.frombuffer(data or b"", np.uint8)[places[0] : places[-1]]
    if content.max(initial=0) < FIRST_OTHER:
        return True
    try:
        content.tobytes().decode()
    except UnicodeDecodeError:
        return False
    opens = np.append(content, 0)[places[:-1] - places[0]]
    return not ((opens >= FIRST_OTHER) & (opens < FIRST_OF_CHARACTER)).any()


def find_broken_places(layer: PlacedLayer, tokens: int, documents: int) -> str:
    """The name of the first array of a layer whose numbers leave their bounds; "" if none do."""
    if isinstance(layer, SpanLayer):
        return _first_broken(_check_span_places(layer, tokens, documents))
    return _first_broken(_check_token_values(layer, tokens))


def find_broken_spans(layer: PlacedLayer) -> str:
    """The name of the table of spans of a layer if it leaves its bounds; "" if it does not."""
    spans = layer.spans if isinstance(layer, SpanLayer) else layer.pieces
    return "" if spans is None or _are_spans(spans) else "spans"


def _first_broken(checks: Checks) -> str:
    return next((name for name, holds in checks if not holds), "")


def _check_tables(tables: Mapping[str, pa.Table]) -> Checks:
    documents = tables["texts"].num_rows
    for name, schema in ONE_COLUMN.items():
        table = tables[name]
        yield name, table.schema.equals(schema) and table.column(0).null_count == 0
    sources = tables["sources"]
    yield (
        "sources",
        sources.num_rows == documents
        and all(
            name in sources.column_names and sources[name].null_count == 0 for name in SOURCE_TEXTS
        ),
    )
    regions = tables["regions"]
    types = dict(zip(regions.schema.names, regions.schema.types, strict=True))
    yield (
        "regions",
        all(
            types.pop(field.name, None) == field.type and regions[field.name].null_count == 0
            for field in REGIONS
        )
        and all(name.startswith(ATTRIBUTE) and kind == LABEL for name, kind in types.items()),
    )
    if GIVEN_TABLE in tables:
        given = tables[GIVEN_TABLE]
        yield GIVEN_TABLE, given.schema.equals(GIVEN) and given.num_rows == documents


def _check_arrays(arrays: Mapping[str, Integers], sizes: Mapping[str, int]) -> Checks:
    forms, terms, documents = (sizes[name] for name in ("forms", "terms", "texts"))
    tokens = len(arrays["ids"])
    yield "ids", _is_below(arrays["ids"], forms)
    yield "documents", _are_borders(arrays["documents"], documents, tokens)
    starts = arrays["starts"]
    yield "starts", len(starts) == tokens and _ascend_within(starts, arrays["documents"])
    for name in ("sections", "runs", SENTENCES):
        if name in arrays:
            yield name, _are_borders(arrays[name], len(arrays[name]) - 1, tokens)
    folded = arrays["term_of_form"]
    yield "term_of_form", len(folded) == forms and _is_below(folded, terms)
    yield "posting_bounds", _are_borders(arrays["posting_bounds"], terms, tokens)
    postings = arrays["postings"]
    yield "postings", len(postings) == tokens and _is_below(postings, tokens)
    ranges = arrays["ranges"]
    yield "ranges", len(ranges) == terms and _is_below(ranges, documents + 1)


def are_regions(regions: pa.Table, texts: pa.Table, tokens: int) -> bool:
    """Whether regions cover each text from its first character on, in the order of the tokens."""
    document, start, end, first = (
        regions[name].to_numpy() for name in ("document", "start", "end", "first_token")
    )
    opens = np.append(True, document[1:] != document[:-1])[: len(document)]
    closes = np.append(opens[1:], True)[: len(document)]
    size = pc.binary_length(texts["text"]).to_numpy()  # at least as many bytes as characters
    return (
        np.array_equal(document[opens], np.arange(texts.num_rows))
        and bool((start[opens] == 0).all() and (start <= end).all())
        and bool((start[1:] == end[:-1])[~opens[1:]].all() and (end[closes] <= size).all())
        and _ascend(first)
        and _is_below(first, tokens + 1)
        and set(regions["treatment"].unique().to_pylist()) <= set(TREATMENTS)
    )


def _check_token_values(layer: TokenLayer, tokens: int) -> Checks:
    bounds, positions = layer.postings
    yield "ids", len(layer.ids) == tokens and _is_below(layer.ids, len(layer.values))
    yield "posting_bounds", _are_borders(bounds, len(layer.values), tokens)
    yield "postings", len(positions) == tokens and _is_below(positions, tokens)


def _check_span_places(layer: SpanLayer, tokens: int, documents: int) -> Checks:
    placed = len(layer.row)
    yield "row", _is_below(layer.row, len(layer.spans))
    yield "document", len(layer.document) == placed and _is_below(layer.document, documents)
    yield "first", len(layer.first) == placed and _is_below(layer.first, tokens + 1)
    yield "end", len(layer.end) == placed and bool((layer.end >= layer.first).all())
    yield "end", _is_below(layer.end, tokens + 1)


def _are_spans(spans: Spans) -> bool:
    """Whether the numbers of spans are whole, and name texts and labels that there are."""
    whole = all(
        column.dtype == np.int64 for column in (spans.text, spans.start, spans.end, spans.label)
    )
    return (
        whole
        and _is_below(spans.text, len(spans.texts))
        and _is_below(spans.label, len(spans.values))
        and bool((spans.start >= 0).all() and (spans.start <= spans.end).all())
    )


def _is_below(numbers: Integers, limit: int) -> bool:
    """Whether all numbers are at least 0 and less than a limit."""
    if not len(numbers):
        return True
    return bool(numbers.max() < limit and (numbers.dtype.kind == "u" or numbers.min() >= 0))


def _ascend(numbers: Integers) -> bool:
    return bool((numbers[1:] >= numbers[:-1]).all())


def _ascend_within(numbers: Integers, borders: Integers) -> bool:
    """Whether numbers ascend between some borders: wherever one is less than the one before it."""
    inner = np.unique(borders[(borders > 0) & (borders < len(numbers))])
    falls = 0
    for at in range(0, len(numbers), BATCH_TOKENS):
        here = numbers[at : at + BATCH_TOKENS + 1]
        falls += int(np.count_nonzero(here[1:] < here[:-1]))
    return falls == np.count_nonzero(numbers[inner] < numbers[inner - 1])


def _are_borders(numbers: Integers, parts: int, tokens: int) -> bool:
    """Whether numbers are the first token of each part, followed by the number of tokens."""
    return (
        len(numbers) == parts + 1 > 0
        and bool(numbers[0] == 0 and numbers[-1] == tokens)
        and _ascend(numbers)
    )
