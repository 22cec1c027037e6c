"""The counted text of a document as lines: its tokens and all that is between them, with values.

Formats with one token per line keep punctuation, because the text is rebuilt from them. So the
characters between the tokens are lines too: as a layer has them, if one labels punctuation, and
otherwise each sign by itself, or several of the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.store.annotations import given_tokens
from discourse.corpus.store.heads import Pieces, find_heads, read_distances
from discourse.corpus.store.layer import Layer, Spans
from discourse.corpus.store.layering import extract_layer
from discourse.corpus.store.parts import metadata_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_texts, one_of
from discourse.text.document import COUNT
from discourse.text.limits import shorten
from discourse.text.readers.distances import HEAD, read_distance, split_distances
from discourse.text.squeezing import has_visible

_SIGNS = regex.compile(r"(?V1)(?!\s)(\X)\1*")
TOKEN, SPAN = "token", "span"


LayerPieces = tuple[NDArray[np.int64], NDArray[np.int64], Sequence[str]]


class LineHead(NamedTuple):
    """The line of a head, and its number among the words of the line; 0 for a root."""

    line: int
    word: int


@dataclass(frozen=True, eq=False)
class DocumentLines:
    """The lines of a document.

    Attributes
    ----------
    number : int
        The number of the document in its store.
    name, text, digest : str
        Its name, its text, and the first twelve hex digits of its sha256.
    spans : ndarray of int64, shape (lines, 2)
        The first character of each line, and the one after its last.
    values : mapping of str to sequence of str
        The value of each line in each layer of tokens; "" if it has none.
    pieces : mapping of str to (ndarray of int64, ndarray of int64, sequence of str)
        For each layer of tokens, the characters of its pieces, the number of the value of each,
        and the values.
    sentences, paragraphs : ndarray of bool, shape (lines,)
        Whether a sentence or a section begins with the line.
    metadata : mapping of str to str
        What is known about the document.
    """

    number: int
    name: str
    text: str
    digest: str
    spans: NDArray[np.int64]
    values: Mapping[str, Sequence[str]]
    pieces: Mapping[str, LayerPieces]
    sentences: NDArray[np.bool_]
    paragraphs: NDArray[np.bool_]
    metadata: Mapping[str, str]

    @cached_property
    def heads(self) -> Sequence[LineHead | None]:
        """Where the head of each line is; None where it is not known, or without such a layer."""
        if HEAD not in self.pieces:
            return [None] * len(self.spans)
        pieces, labels, values = self.pieces[HEAD]
        characters, word = read_distances(values)
        known = Pieces(pieces[:, 0], pieces[:, 1], characters[labels], word[labels])
        found = find_heads(self.spans[:, 0], self.spans[:, 1], known)
        pairs = zip(found.token.tolist(), found.word.tolist(), strict=True)
        return [None if number < 0 else LineHead(line, number) for line, number in pairs]

    @cached_property
    def word_heads(self) -> Mapping[int, Sequence[LineHead | None]]:
        """Where the heads of the words are that are written as one line, by that line."""
        pieces, labels, values = self.pieces[HEAD]
        heads = {}
        for (start, end), label in zip(pieces.tolist(), labels.tolist(), strict=True):
            words = split_distances(values[label])
            line = int(np.searchsorted(self.spans[:, 0], start))
            if len(words) > 1 and line < len(self.spans) and self.spans[line, 1] == end:
                heads[line] = [_find_line_head(self.spans, start, each) for each in words]
        return heads

    def form(self, line: int) -> str:
        """What is written in a line."""
        start, end = self.spans[line].tolist()
        return self.text[start:end]

    def gap_after(self, line: int) -> str:
        """What is between a line and the next: white space, or text that is not counted."""
        if line + 1 == len(self.spans):
            return ""
        return self.text[self.spans[line, 1] : self.spans[line + 1, 0]]


def choose_layers(store: Store, names: Sequence[str] | str | None, shape: str) -> list[Layer]:
    """The layers of a shape among those that were asked for, or among all."""
    asked = list(store.layers) if names is None else check_texts("layers", names, "lemma")
    asked = [one_of("layer", name, store.layers) for name in asked]
    return [extract_layer(store, name) for name in asked if store.layers[name].shape == shape]


def list_lines(
    store: Store, names: Sequence[str], layers: Sequence[Layer]
) -> Iterator[DocumentLines]:
    """List the lines of some documents, with the values of layers of tokens.

    Parameters
    ----------
    store : Store
        The texts.
    names : sequence of str
        The names of the documents.
    layers : sequence of Layer
        The layers of tokens.
    """
    starts = dict(enumerate(store.sentence_starts()))
    for name in names:
        number = store.document_numbers[name]
        digest, text = str(store.digests[number]), store.texts[number]
        pieces = [_spans_of(layer.spans, digest) for layer in layers]
        spans, paragraphs = _find_document_lines(store, number, text, [each[0] for each in pieces])
        yield DocumentLines(
            number, name, text, digest, spans,
            {
                layer.name: _best_values(spans, *piece, layer.spans.values)
                for layer, piece in zip(layers, pieces, strict=True)
            },
            {
                layer.name: (*piece, layer.spans.values)
                for layer, piece in zip(layers, pieces, strict=True)
            },
            _which_begin(spans, starts[number]) | paragraphs,
            paragraphs,
            _describe_document(store, number),
        )  # fmt: skip


def _describe_document(store: Store, number: int) -> dict[str, str]:
    """The metadata of a document that it has."""
    row = store.sources.iloc[number]
    return {
        str(name): str(row[name])
        for name in metadata_columns(store)
        if name in store.sources.columns and not pd.isna(row[name])
    }


def _spans_of(spans: Spans, digest: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The characters and the labels of the spans of one text."""
    if digest not in spans.texts:
        return np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)
    first, after = np.searchsorted(spans.text, spans.texts.index(digest) + np.array([0, 1]))
    pairs = np.stack([spans.start[first:after], spans.end[first:after]], axis=1)
    return pairs, spans.label[first:after]


def _find_document_lines(
    store: Store, number: int, text: str, pieces: Sequence[NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The lines of a document, and with which of them a section begins."""
    regions = store.regions[store.regions["document"] == number]
    regions = regions[regions["treatment"] == COUNT]
    found: list[tuple[int, int]] = []
    opening: list[int] = []
    section = None
    columns = (regions["start"].tolist(), regions["end"].tolist(), regions["section"].tolist())
    for start, end, label in zip(*columns, strict=True):
        lines = _lines_between(store, number, text, pieces, start, end)
        if lines and label != section:
            opening.append(len(found))
            section = label
        found += lines
    spans = np.array(found, dtype=np.int64).reshape(-1, 2)
    paragraphs = np.zeros(len(spans), dtype=bool)
    paragraphs[opening] = True
    return spans, paragraphs


def _lines_between(
    store: Store,
    number: int,
    text: str,
    pieces: Sequence[NDArray[np.int64]],
    start: int,
    end: int,
) -> list[tuple[int, int]]:
    if store.given is not None:
        given = given_tokens(store.given, number)
        inside = given[(given[:, 0] >= start) & (given[:, 1] <= end)]
        return list(map(tuple, inside.tolist()))
    tokens = (store.tokenizer.spans(text[start:end]) + start).tolist()
    lines: list[tuple[int, int]] = []
    at = start
    for first, after in [*tokens, (end, end)]:
        lines += _signs_between(text, pieces, at, first)
        if after > first:
            lines.append((first, after))
        at = after
    return lines


def _signs_between(
    text: str, pieces: Sequence[NDArray[np.int64]], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """The lines between two tokens: those that a layer has, and the signs around them."""
    if start == end or text[start:end].isspace():
        return
    at = start
    for first, after in _pieces_between(pieces, start, end):
        if first >= at and has_visible(text[first:after]):
            yield from _single_signs(text, at, first)
            yield first, after
            at = after
    yield from _single_signs(text, at, end)


def _single_signs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each sign of a stretch, or several of the same; what is invisible is in the gaps."""
    for found in _SIGNS.finditer(text, start, end):
        if has_visible(found[0]):
            yield found.span()


def _pieces_between(
    pieces: Sequence[NDArray[np.int64]], start: int, end: int
) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for spans in pieces:
        first = np.searchsorted(spans[:, 0], start)
        after = np.searchsorted(spans[:, 0], end)
        found.update((a, b) for a, b in spans[first:after].tolist() if b <= end)
    return sorted(found, key=lambda span: (span[0], -span[1]))


def _best_values(
    lines: NDArray[np.int64],
    pieces: NDArray[np.int64],
    labels: NDArray[np.int64],
    values: Sequence[str],
) -> list[str]:
    """The value of each line: that of the piece that covers most of it, or the first of several."""
    given = [""] * len(lines)
    first = np.searchsorted(lines[:, 1], pieces[:, 0], side="right").tolist()
    after = np.searchsorted(lines[:, 0], pieces[:, 1], side="left").tolist()
    most = [0] * len(lines)
    starts, ends = lines[:, 0].tolist(), lines[:, 1].tolist()
    for row, (start, end) in enumerate(pieces.tolist()):
        for line in range(first[row], after[row]):
            common = min(end, ends[line]) - max(start, starts[line])
            if common > most[line]:
                most[line], given[line] = common, values[labels[row]]
    return given


def _find_line_head(lines: NDArray[np.int64], start: int, distance: str) -> LineHead | None:
    """The head of one of several words that are written as one line."""
    found = read_distance(distance)
    if found is None:
        return None
    line = int(np.searchsorted(lines[:, 1], start + found.characters, side="right"))
    inside = line < len(lines) and lines[line, 0] <= start + found.characters
    return LineHead(line, found.word) if inside else None


def _which_begin(lines: NDArray[np.int64], starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which lines are the first at or after one of some characters."""
    begins = np.zeros(len(lines), dtype=bool)
    at = np.searchsorted(lines[:, 0], starts)
    begins[at[at < len(lines)]] = True
    begins[:1] = True
    return begins


def refuse_value(layer: str, value: str, file: str, reason: str) -> DiscourseError:
    """The error for a value that a format cannot hold."""
    return DiscourseError(
        f"the layer {layer!r} has the value {shorten(repr(value))}, and {file} cannot hold "
        f"{reason}; leave the layer out with layers=, or write it with dc.layers.write."
    )
