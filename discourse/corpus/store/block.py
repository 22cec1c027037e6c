"""A block: some consecutive documents, numbered on their own, as one worker reads them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, islice, repeat
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.store.annotations import (
    DocumentLabels,
    refuse_cut_tokens,
    tabulate_given,
    words_finder,
)
from discourse.corpus.store.numbering import PADDING, Keys, WordPlaces, number_forms, read_keys
from discourse.corpus.store.strings import Strings
from discourse.errors import DiscourseError
from discourse.text.damage import find_damage, find_suspicious, show_word
from discourse.text.document import COUNT, Document, Paragraphs, Region, compose
from discourse.text.folder import TextFile
from discourse.text.reading import ReadOptions, Skipped, read_documents
from discourse.text.segmenters import FILE, refuse_unspaced
from discourse.text.tokenizer import Tokenizer

# Characters whose tokens are numbered in one pass. The intermediate arrays of a longer pass do not
# fit the processor's cache, and it took twice as long.
PASS_CHARACTERS = 1 << 19

# Metadata cannot have these names: in a condition, or as a column of `Corpus.documents`, they mean
# something else. The last two are columns of `Store.sources`.
RESERVED_COLUMNS = (
    "document", "section", "sentence", "tokens", "sections", "characters", "sha256", "made_by",
    "description_digest",
)  # fmt: skip
# The names of columns of the regions that hold an attribute of their sections begin with this sign,
# as in "@speaker"; no other column can have such a name.
ATTRIBUTE = "@"
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
    """The counted tokens of some documents, their texts, and what is known about them.

    Documents and tokens are numbered from 0.

    Attributes
    ----------
    forms : DictionaryArray
        The written form of each token.
    starts : ndarray of uint32, shape (tokens,)
        The first character of each token in its own document.
    texts : ChunkedArray
        The text of each document, as bytes of UTF-8.
    sources : list of dict
        One row per document.
    regions : Table
        One row per region.
    skipped : list of Skipped
        What could not be read.
    given : Table, optional
        The tokens and sentences of the files, if these are what is counted.
    labels : list of (int, Labels)
        The number of a document, and labels that its file has.
    damaged : list of (str, str)
        The first document with damaged letters, and a word with some.
    """

    forms: pa.DictionaryArray
    starts: NDArray[np.uint32]
    texts: pa.ChunkedArray
    sources: list[dict[str, object]]
    regions: pa.Table
    skipped: list[Skipped] = field(default_factory=list)
    given: pa.Table | None = None
    labels: list[DocumentLabels] = field(default_factory=list)
    damaged: list[tuple[str, str]] = field(default_factory=list)


def read_block(
    files: Sequence[TextFile],
    options: ReadOptions,
    tokenizer: Tokenizer,
    share: tuple[int, int] = (0, 1),
) -> TokenBlock:
    """Read some files into a block, which also lists what was skipped.

    Of what is in the files, only a share is read: its number, and how many shares there are.
    """
    kept: list[Document] = []
    skipped: list[Skipped] = []
    # An unreadable file is reported before a text that is refused, so all files are read first.
    documents = list(read_documents(files, options))
    first, end = (len(documents) * (share[0] + at) // share[1] for at in range(2))
    for found in documents[first:end]:
        if isinstance(found, Skipped):
            skipped.append(found)
            continue
        try:
            _refuse_document(found, tokenizer)
            kept.append(found)
        except DiscourseError as error:
            if options.on_error == "raise":
                raise
            skipped.append(Skipped(found.file, str(error)))
    return replace(_number_tokens(kept, tokenizer), skipped=skipped)


def make_block(documents: Sequence[Document], tokenizer: Tokenizer) -> TokenBlock:
    """Make a block of documents.

    Raises
    ------
    DiscourseError
        For a text that needs a segmenter, or metadata without a name or with a reserved one.
    """
    for document in documents:
        _refuse_document(document, tokenizer)
    return _number_tokens(documents, tokenizer)


def _refuse_document(document: Document, tokenizer: Tokenizer) -> None:
    """Refuse a document that was read, but cannot be part of a corpus."""
    if tokenizer.segmenter == FILE:
        refuse_cut_tokens(document)
    elif tokenizer.segmenter is None:
        refuse_unspaced(
            document.name, [text for _, _, text in _texts_to_count(0, document, tokenizer)]
        )
    for key in [*document.metadata, *_attribute_names(document.regions)]:
        if key in RESERVED_COLUMNS:
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


def _number_tokens(documents: Sequence[Document], tokenizer: Tokenizer) -> TokenBlock:
    """Find the tokens of documents, and number them as one."""
    stretches = chain.from_iterable(map(_texts_to_count, count(), documents, repeat(tokenizer)))
    given = tabulate_given(documents) if tokenizer.segmenter == FILE else None
    find = None if given is None else words_finder(given, [document.text for document in documents])
    passes = [_find_tokens(group, tokenizer, find) for group in _group_into_passes(stretches)]
    places = np.concatenate([np.empty(0, dtype=np.int64), *(places for _, places in passes)])
    texts = Strings.of_texts([document.text for document in documents])
    return TokenBlock(
        forms=number_forms([keys for keys, _ in passes]),
        starts=places.astype(np.uint32),  # the lower half of a place key
        texts=pa.chunked_array([texts.array]),
        sources=[_source_row(document) for document in documents],
        regions=_region_table(documents, places),
        given=given,
        labels=[
            (number, labels)
            for number, document in enumerate(documents)
            if document.annotation is not None
            for labels in document.annotation.labels
        ],
        damaged=list(islice(_find_damaged(documents, texts), 1)),
    )


def _find_damaged(documents: Sequence[Document], texts: Strings) -> Iterator[tuple[str, str]]:
    """Find the documents with damaged letters, and a word with some in each."""
    if all(document.text.isascii() for document in documents):
        return
    ends = np.cumsum(pc.binary_length(texts.array).to_numpy())
    places = np.concatenate([find_suspicious(data) for data in texts.buffers()])
    for number in np.unique(np.searchsorted(ends, places, side="right")).tolist():
        document = documents[number]
        for start, end in find_damage(document.text):
            yield document.name, show_word(document.text, start, end)
            break


class TextToCount(NamedTuple):
    """A stretch of text to find tokens in, the number of its document, and its start there."""

    document: int
    start: int
    text: str


def _texts_to_count(number: int, document: Document, tokenizer: Tokenizer) -> list[TextToCount]:
    """The counted stretches of a document; no token crosses from one into another."""
    # The built-in rule joins nothing across a blank line; a custom segmenter might.
    if isinstance(document.regions, Paragraphs) and not callable(tokenizer.segmenter):
        return [TextToCount(number, 0, document.text)]
    return [
        TextToCount(number, region.start, document.text[region.start : region.end])
        for region in document.regions
        if region.treatment == COUNT
    ]


def _group_into_passes(stretches: Iterable[TextToCount]) -> Iterator[list[TextToCount]]:
    """Group stretches of text until each group is long enough for a pass."""
    group: list[TextToCount] = []
    size = 0
    for stretch in stretches:
        group.append(stretch)
        size += len(stretch.text)
        if size >= PASS_CHARACTERS:
            yield group
            group, size = [], 0
    if group:
        yield group


def _find_tokens(
    stretches: Sequence[TextToCount],
    tokenizer: Tokenizer,
    find: Callable[[int, int, int], NDArray[np.int64]] | None,
) -> tuple[Keys, NDArray[np.int64]]:
    """The tokens in stretches of text by their forms, and the place key of each."""
    borders = np.cumsum([0, *(len(stretch.text) + 1 for stretch in stretches)])
    joined = "\n".join(stretch.text for stretch in stretches)
    if find is not None:
        found = [
            find(s.document, s.start, s.start + len(s.text)) + at
            for s, at in zip(stretches, borders, strict=False)
        ]
        spans = np.concatenate(found)
    elif callable(tokenizer.segmenter):  # a custom segmenter might join across the end of a line
        found = [tokenizer.spans(s.text) + at for s, at in zip(stretches, borders, strict=False)]
        spans = np.concatenate(found)
    else:
        spans = tokenizer.spans(joined)
    tokens = np.diff(np.searchsorted(spans[:, 0], borders))
    first = _place_keys([s.document for s in stretches], [s.start for s in stretches])
    keys = read_keys(_place_words(joined, spans))
    return keys, spans[:, 0] + np.repeat(first - borders[:-1], tokens)


def _place_keys(documents: Sequence[int], starts: Sequence[int]) -> NDArray[np.int64]:
    """Pack a document and a character into one number: the document above, the character below."""
    return (np.asarray(documents, dtype=np.int64) << 32) + np.asarray(starts, dtype=np.int64)


def _place_words(text: str, spans: NDArray[np.int64]) -> WordPlaces:
    """Where the words of a text are in its bytes."""
    data = (text + PADDING).encode("utf-8", "surrogatepass")
    if len(data) > len(text) + len(PADDING):
        spans = _byte_offsets(np.frombuffer(data, np.uint8))[spans]
    return WordPlaces(data, spans[:, 0], spans[:, 1] - spans[:, 0])


def _byte_offsets(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where each character starts in bytes of UTF-8, followed by the number of bytes."""
    return np.append(np.flatnonzero((data & 0xC0) != 0x80), len(data))


def _source_row(document: Document) -> dict[str, object]:
    own = {
        "document": document.name,
        "sha256": document.sha256,
        "description_digest": document.description,
        "made_by": document.made_by,
    }
    return {**own, **document.metadata}


def _region_table(documents: Sequence[Document], places: NDArray[np.int64]) -> pa.Table:
    """One row per region; ``first_token`` is its first token, or the next one if it has none."""
    tiles = [document.regions for document in documents]
    paragraphs = [tile for tile in tiles if isinstance(tile, Paragraphs)]
    all_alike = len(paragraphs) == len(tiles)
    columns = _paragraph_columns(paragraphs) if all_alike else _region_columns(tiles)
    columns["document"] = np.repeat(np.arange(len(tiles)), list(map(len, tiles)))
    columns["first_token"] = np.searchsorted(
        places, _place_keys(columns["document"], columns["start"])
    )
    table = pa.table({name: columns[name] for name in REGIONS.names}, schema=REGIONS)
    attributes = columns.get("attributes", ())
    for key in dict.fromkeys(chain.from_iterable(filter(None, attributes))):
        values = [compose(given.get(key, "")) or None if given else None for given in attributes]
        column = pa.array(values, pa.string()).dictionary_encode()
        table = table.append_column(ATTRIBUTE + compose(key), column)
    return table


def _attribute_names(regions: Sequence[Region]) -> Iterable[str]:
    """The names of the attributes that the sections of a document have."""
    if isinstance(regions, Paragraphs):
        return ()
    return dict.fromkeys(chain.from_iterable(region.attributes or () for region in regions))


def _region_columns(tiles: Sequence[Sequence[Region]]) -> dict[str, Any]:
    """The fields of the regions of some documents, as one sequence per field."""
    fields = zip(*chain.from_iterable(tiles), strict=True)
    columns: dict[str, Any] = dict(zip(Region._fields, fields, strict=True))
    columns["head"] = pa.array(columns["head"], pa.int64()).fill_null(-1)
    return columns


def _paragraph_columns(tiles: Sequence[Paragraphs]) -> dict[str, Any]:
    """The fields of the regions of documents that are tiled at blank lines, without their rows."""
    sizes = np.array(list(map(len, tiles)), dtype=np.int64)
    total = int(sizes.sum())
    starts = np.fromiter(chain.from_iterable(tile.starts for tile in tiles), np.int64, total)
    ends = np.append(starts[1:], 0)[:total]
    ends[np.cumsum(sizes) - 1] = [tile.end for tile in tiles]
    number = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    same = np.zeros(total, dtype=np.int32)
    sections = list(map(str, range(1, int(sizes.max(initial=0)) + 1)))
    return {
        "start": starts,
        "end": ends,
        "name": _label_array(same, ["paragraph"]),
        "treatment": _label_array(same, [COUNT]),
        "section": _label_array(number.astype(np.int32), sections),
        "head": np.full(total, -1),
    }


def _label_array(codes: NDArray[np.int32], labels: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(labels, pa.string()))
