"""Some documents in a row, numbered on their own: what one worker makes of its share."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.strings import Strings
from discourse.errors import DiscourseError
from discourse.text.characters import codes
from discourse.text.document import COUNT, Document, Region
from discourse.text.files import Options, Skipped, documents
from discourse.text.segmenters import refuse_unspaced
from discourse.text.sources import Source
from discourse.text.words import Words

# Characters whose tokens are numbered in one pass: what a longer one makes beside its result no
# longer fits the cache, and took twice as long.
PASS = 1 << 19

OWN_COLUMNS = (
    "document", "section", "sentence", "tokens", "sections", "characters", "sha256", "description",
    "made_by",
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
class Block:
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


def read_block(files: Sequence[Source], options: Options, words: Words) -> Block:
    """The block of some files; what is skipped is listed in it."""
    kept: list[Document] = []
    skipped: list[Skipped] = []
    for found in documents(files, options):
        if isinstance(found, Skipped):
            skipped.append(found)
        elif options.on_error == "skip" and (reason := _refusal(found, words)):
            skipped.append(Skipped(found.name, reason))
        else:
            kept.append(found)
    return replace(block(kept, words), skipped=skipped)


def _refusal(document: Document, words: Words) -> str:
    """Why a document that can be read can be no part of a corpus; "" if it can."""
    try:
        _source(document)
        _refuse_unspaced(document, words)
    except DiscourseError as error:
        return str(error)
    return ""


def block(documents: Sequence[Document], words: Words) -> Block:
    """The block of some documents.

    Raises
    ------
    DiscourseError : a text that needs a segmenter, or metadata named like a column of our own.
    """
    counted = [_counted(document) for document in documents]
    for document in documents:
        _refuse_unspaced(document, words)
    passes = [_words_of(slab, words) for slab in _slabs(chain.from_iterable(counted))]
    forms, starts, tokens = zip(*passes, strict=True) if passes else ((), (), ())
    return Block(
        pa.chunked_array(forms, LABEL),
        np.concatenate([np.empty(0, dtype=np.uint32), *starts]),
        pa.chunked_array([Strings.of_texts([document.text for document in documents]).array]),
        [_source(document) for document in documents],
        _regions(documents, np.concatenate([np.empty(0, dtype=np.int64), *tokens])),
    )


def _refuse_unspaced(document: Document, words: Words) -> None:
    if words.segmenter is None:
        refuse_unspaced(document.name, "\n".join(text for _, text in _counted(document)))


def _counted(document: Document) -> list[tuple[int, str]]:
    """The counted regions of a document: where each starts, and its text."""
    return [
        (region.start, document.text[region.start : region.end])
        for region in document.regions
        if region.treatment == COUNT
    ]


def _slabs(stretches: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Stretches of text, as many together as make a pass."""
    slab: list[tuple[int, str]] = []
    size = 0
    for start, text in stretches:
        slab.append((start, text))
        size += len(text)
        if size >= PASS:
            yield slab
            slab, size = [], 0
    if slab:
        yield slab


def _words_of(
    slab: Sequence[tuple[int, str]], words: Words
) -> tuple[pa.DictionaryArray, NDArray[np.uint32], NDArray[np.int64]]:
    """Of some stretches of text: each token's form and first character, and the tokens of each."""
    lengths = np.array([len(text) + 1 for _, text in slab], dtype=np.int64)
    borders = np.concatenate([[0], np.cumsum(lengths)])
    joined = "\n".join(text for _, text in slab)
    if callable(words.segmenter):  # the rule never joins across a line's end; a function might
        found = [words.spans(text) + at for (_, text), at in zip(slab, borders, strict=False)]
        spans = np.concatenate(found)
    else:
        spans = words.spans(joined)
    tokens = np.diff(np.searchsorted(spans[:, 0], borders))
    shift = np.array([start for start, _ in slab], dtype=np.int64) - borders[:-1]
    starts = (spans[:, 0] + np.repeat(shift, tokens)).astype(np.uint32)
    return _forms(joined, spans), starts, tokens


def _forms(text: str, spans: NDArray[np.int64]) -> pa.DictionaryArray:
    """What stands at some spans of a text, each form once and numbered as it first appears."""
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
    if len(data) > len(text):
        spans = _byte_offsets(text)[spans]
    change = np.zeros(len(data) + 1, dtype=np.int8)
    change[spans[:, 0]] += 1
    change[spans[:, 1]] -= 1
    inside = np.cumsum(change[:-1], dtype=np.int8).view(bool)
    offsets = np.concatenate([[0], np.cumsum(spans[:, 1] - spans[:, 0])]).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(data[inside])]
    return pa.Array.from_buffers(pa.string(), len(spans), buffers).dictionary_encode()


def _byte_offsets(text: str) -> NDArray[np.int64]:
    """The byte of UTF-8 at which each character of a text starts, closed by their number."""
    points = codes(text)
    widths = np.ones(len(points), dtype=np.int64)
    for first in (0x80, 0x800, 0x10000):
        widths += points >= first
    return np.concatenate([[0], np.cumsum(widths)])


def _source(document: Document) -> dict[str, object]:
    for key in document.metadata:
        if key in OWN_COLUMNS:
            raise DiscourseError(
                f"{document.name}: {key!r} is a column that a corpus makes itself; "
                "name the metadata differently."
            )
        if not key.isidentifier():
            raise DiscourseError(
                f"{document.name}: no query can name the metadata {key!r}; "
                "use letters, digits and _ alone, as 'year_of_speech'."
            )
    own = {
        "document": document.name,
        "sha256": document.sha256,
        "description": document.description,
        "made_by": document.made_by,
    }
    return {**own, **document.metadata}


def _regions(documents: Sequence[Document], tokens: NDArray[np.int64]) -> pa.Table:
    """One row a region; ``first_token`` is its first token, or the first one after it.

    ``tokens`` is their number in each counted region.
    """
    regions = [region for document in documents for region in document.regions]
    columns: dict[str, Any] = {
        name: [row[at] for row in regions] for at, name in enumerate(Region._fields)
    }
    held = np.zeros(len(regions), dtype=np.int64)
    held[np.array([treatment == COUNT for treatment in columns["treatment"]], dtype=bool)] = tokens
    columns["document"] = np.repeat(
        np.arange(len(documents)), [len(document.regions) for document in documents]
    )
    columns["head"] = pa.array(columns["head"], pa.int64()).fill_null(-1)
    columns["first_token"] = np.cumsum(held) - held
    return pa.table({name: columns[name] for name in REGIONS.names}, schema=REGIONS)
