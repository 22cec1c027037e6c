"""Some documents in a row, numbered on their own: what one worker makes of its share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.strings import Strings
from discourse.errors import DiscourseError
from discourse.text.document import COUNT, Document, Paragraphs, Region
from discourse.text.folder import TextFile
from discourse.text.reading import Options, Skipped, read_documents
from discourse.text.segmenters import refuse_unspaced
from discourse.text.tokenizer import Tokenizer

# Characters whose tokens are numbered in one pass: what a longer one makes beside its result no
# longer fits the cache, and took twice as long.
PASS = 1 << 19

# Metadata cannot have these names: in a condition, or as a column of `Corpus.documents`, they mean
# something else. The last two are columns of `Store.sources`.
OWN_COLUMNS = (
    "document", "section", "sentence", "tokens", "sections", "characters", "sha256", "made_by",
    "description_digest",
)  # fmt: skip
LABEL = pa.dictionary(pa.int32(), pa.string())
REGIONS = pa.schema(
    {
        "document": pa.int64(),
        "name": LABEL,
        "treatment": LABEL,
        "section": LABEL,
        "start": pa.int64(),
        "end": pa.int64(),
        "head": pa.int64(),
        "first_token": pa.int64(),
    }
)


@dataclass(frozen=True, eq=False)
class TokenBlock:
    """The counted tokens of some documents, their texts, and what is known of them.

    ``forms`` is the written form of each token, as an Arrow dictionary array in pieces; ``starts``
    its first character in its own document. ``sources`` has a row for each document, ``regions``
    for each region; documents and tokens are numbered from 0. ``skipped`` is what could not be
    read.
    """

    forms: pa.ChunkedArray
    starts: NDArray[np.uint32]
    texts: pa.ChunkedArray
    sources: list[dict[str, object]]
    regions: pa.Table
    skipped: list[Skipped] = field(default_factory=list)


def read_block(files: Sequence[TextFile], options: Options, tokenizer: Tokenizer) -> TokenBlock:
    """The block of some files; what is skipped is listed in it."""
    kept: list[Document] = []
    skipped: list[Skipped] = []
    for found in read_documents(files, options):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif options.on_error == "skip" and (reason := _refusal(found, tokenizer)):
            skipped.append(Skipped(found.file, reason))
        else:
            kept.append(found)
    return replace(make_block(kept, tokenizer), skipped=skipped)


def _refusal(document: Document, tokenizer: Tokenizer) -> str:
    """Why a document that can be read can be no part of a corpus; "" if it can."""
    try:
        _source_row(document)
        _refuse_unspaced_text(document, tokenizer)
    except DiscourseError as error:
        return str(error)
    return ""


def make_block(documents: Sequence[Document], tokenizer: Tokenizer) -> TokenBlock:
    """The block of some documents.

    Raises
    ------
    DiscourseError : a text that needs a segmenter, or metadata named like a column of our own.
    """
    for document in documents:
        _refuse_unspaced_text(document, tokenizer)
    stretches = chain.from_iterable(map(_texts_to_count, count(), documents, repeat(tokenizer)))
    passes = [_find_tokens(together, tokenizer) for together in _group_into_passes(stretches)]
    places = np.concatenate([np.empty(0, dtype=np.int64), *(places for _, places in passes)])
    return TokenBlock(
        forms=pa.chunked_array([forms for forms, _ in passes], LABEL),
        starts=places.astype(np.uint32),
        texts=pa.chunked_array([Strings.of_texts([document.text for document in documents]).array]),
        sources=[_source_row(document) for document in documents],
        regions=_region_table(documents, places),
    )


def _refuse_unspaced_text(document: Document, tokenizer: Tokenizer) -> None:
    if tokenizer.segmenter is None:
        refuse_unspaced(
            document.name, [text for _, _, text in _texts_to_count(0, document, tokenizer)]
        )


class CountedText(NamedTuple):
    """A text to find words in: its document, and the character at which it starts there."""

    document: int
    start: int
    text: str


def _texts_to_count(number: int, document: Document, tokenizer: Tokenizer) -> list[CountedText]:
    """What is counted of a document; no token crosses from one stretch into another."""
    # The rule joins nothing across a blank line; a function of somebody's own might.
    if isinstance(document.regions, Paragraphs) and not callable(tokenizer.segmenter):
        return [CountedText(number, 0, document.text)]
    return [
        CountedText(number, region.start, document.text[region.start : region.end])
        for region in document.regions
        if region.treatment == COUNT
    ]


def _group_into_passes(stretches: Iterable[CountedText]) -> Iterator[list[CountedText]]:
    """Stretches of text, as many together as make a pass."""
    together: list[CountedText] = []
    size = 0
    for stretch in stretches:
        together.append(stretch)
        size += len(stretch.text)
        if size >= PASS:
            yield together
            together, size = [], 0
    if together:
        yield together


def _find_tokens(
    stretches: Sequence[CountedText], tokenizer: Tokenizer
) -> tuple[pa.DictionaryArray, NDArray[np.int64]]:
    """The form of each token in some stretches of text, and its place: see `_place_keys`."""
    borders = np.cumsum([0, *(len(stretch.text) + 1 for stretch in stretches)])
    joined = "\n".join(stretch.text for stretch in stretches)
    if callable(tokenizer.segmenter):  # the rule never joins across a line's end; a function might
        found = [tokenizer.spans(s.text) + at for s, at in zip(stretches, borders, strict=False)]
        spans = np.concatenate(found)
    else:
        spans = tokenizer.spans(joined)
    tokens = np.diff(np.searchsorted(spans[:, 0], borders))
    first = _place_keys([s.document for s in stretches], [s.start for s in stretches])
    return _encode_forms(joined, spans), spans[:, 0] + np.repeat(first - borders[:-1], tokens)


def _place_keys(documents: Sequence[int], starts: Sequence[int]) -> NDArray[np.int64]:
    """Document and character as one ascending number: the character in its lower half."""
    return (np.array(documents, dtype=np.int64) << 32) + np.array(starts, dtype=np.int64)


def _encode_forms(text: str, spans: NDArray[np.int64]) -> pa.DictionaryArray:
    """What stands at some spans of a text, each form once and numbered as it first appears."""
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    if len(data) > len(text):
        spans = _byte_offsets(data)[spans]
    change = np.zeros(len(data) + 1, dtype=np.int8)
    change[spans[:, 0]] = 1
    change[spans[:, 1]] -= 1  # two tokens may touch
    inside = np.cumsum(change[:-1], dtype=np.int8).view(bool)
    tokens = np.compress(inside, data)  # three times as fast as an index of truth values
    offsets = np.concatenate([[0], np.cumsum(spans[:, 1] - spans[:, 0])]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(tokens)]
    return pa.Array.from_buffers(pa.string(), len(spans), buffers).dictionary_encode()


def _byte_offsets(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where each character starts in some bytes of UTF-8, closed by the number of bytes."""
    return np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))


def _refuse_metadata_names(document: Document) -> None:
    for key in document.metadata:
        if key in OWN_COLUMNS:
            raise DiscourseError(
                f"{document.name}: the metadata column {key!r} has the name of a column that a "
                "corpus makes itself; rename it, in a frame with "
                f"df.rename(columns={{{key!r}: {key + '_given'!r}}})."
            )
        if not key.strip():
            raise DiscourseError(
                f"{document.name}: a metadata column has no name; name it, in a frame with "
                f"df.rename(columns={{{key!r}: 'name'}})."
            )


def _source_row(document: Document) -> dict[str, object]:
    _refuse_metadata_names(document)
    own = {
        "document": document.name,
        "sha256": document.sha256,
        "description_digest": document.description,
        "made_by": document.made_by,
    }
    return {**own, **document.metadata}


def _region_table(documents: Sequence[Document], places: NDArray[np.int64]) -> pa.Table:
    """One row a region; ``first_token`` is its first token, or the first one after it."""
    tiles = [_region_columns(document.regions) for document in documents]
    columns: dict[str, Any] = {
        name: list(chain.from_iterable(tile[at] for tile in tiles))
        for at, name in enumerate(Region._fields)
    }
    columns["document"] = np.repeat(np.arange(len(tiles)), [len(tile[0]) for tile in tiles])
    columns["head"] = pa.array(columns["head"], pa.int64()).fill_null(-1)
    columns["first_token"] = np.searchsorted(
        places, _place_keys(columns["document"], columns["start"])
    )
    return pa.table({name: columns[name] for name in REGIONS.names}, schema=REGIONS)


def _region_columns(regions: Sequence[Region]) -> Sequence[Sequence[Any]]:
    """The fields of some regions, one sequence for each field."""
    if not isinstance(regions, Paragraphs):
        return list(zip(*regions, strict=True))
    number = len(regions)
    ends = [*regions.starts[1:], regions.end]
    sections = list(map(str, range(1, number + 1)))
    name, treatment, head = (["paragraph"], [COUNT], [None])
    return regions.starts, ends, name * number, treatment * number, sections, head * number
