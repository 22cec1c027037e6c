"""Layers placed on the tokens of a corpus: which tokens each span has, and which value each token.

Two rules, whatever the tokeniser:

- A token belongs to a span if it has a character in common with it.
- A token has the value of the piece of a token layer that covers most of its characters, or of the
  first of several that cover equally many. A tagger may cut ``China's`` into two pieces, or take
  ``New York`` as one.

Both rules look at characters only, so that a layer outlives another tokenisation. `misfits` lists
where tokens and layer do not match one to one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Index, Postings, freeze, make_postings
from discourse.corpus.store.layer import Layer, Spans, describe_spans, digest_layer, layer_recipe
from discourse.corpus.store.strings import Strings
from discourse.errors import DiscourseError, count_noun

# What `misfits` calls a token, or a span, that does not match one to one.
SEVERAL_PIECES, PIECE_OF_SEVERAL = "several pieces", "piece of several tokens"
PARTLY_INSIDE, NO_TOKEN = "token partly inside", "no token"
KEY_BITS = 32


@dataclass(frozen=True, eq=False)
class _LayerOfTexts:
    """What layers of both shapes have: a name, what is known of them, and the texts they cover."""

    name: str
    about: Mapping[str, Any]
    text_digests: Mapping[str, str]

    shape: ClassVar[str]

    @cached_property
    def digest(self) -> str:
        """The digest of the layer of these texts."""
        return digest_layer(self.name, self.shape, self.text_digests)

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts that the layer covers."""
        return tuple(sorted(self.text_digests))

    @property
    def recipe(self) -> dict[str, Any]:
        """What a bundle records of the layer."""
        return layer_recipe(self.digest, self.about)


@dataclass(frozen=True, eq=False)
class TokenLayer(_LayerOfTexts):
    """A layer with one value per token.

    Attributes
    ----------
    name, about
        Those of the `Layer`.
    text_digests : mapping of str to str
        What the layer says about each text that it covers, as `Layer.text_digests` gives it.
    values : Strings
        The values, ascending. The first is "" if some tokens have none.
    ids : ndarray of uint8, uint16 or uint32, shape (tokens,)
        The number of each token's value.
    pieces : Spans, optional
        The pieces that the layer was made of, where they are not the tokens themselves.
    saved_postings : Postings, optional
        `postings` of a saved corpus.
    """

    values: Strings
    ids: NDArray[np.unsignedinteger[Any]]
    pieces: Spans | None = None
    saved_postings: Postings | None = None

    shape: ClassVar[str] = "token"

    @cached_property
    def postings(self) -> Postings:
        """Bounds and positions: value v occurs at ``positions[bounds[v]:bounds[v + 1]]``."""
        if self.saved_postings is not None:
            return self.saved_postings
        return make_postings(self.ids, len(self.values))

    @property
    def lacks_values(self) -> bool:
        """Whether "" is among the values: some token has none."""
        return len(self.values) > 0 and self.values[0] == ""


@dataclass(frozen=True, eq=False)
class SpanLayer(_LayerOfTexts):
    """A layer of labelled stretches, which may nest and overlap.

    Attributes
    ----------
    name, about
        Those of the `Layer`.
    text_digests : mapping of str to str
        What the layer says about each text that it covers, as `Layer.text_digests` gives it.
    spans : Spans
        The spans, whose ``text`` numbers ``spans.texts``.
    document : ndarray of int64, shape (placed,)
        The document of each placed span, ascending. A span is placed in every document that has
        its text.
    row : ndarray of int64, shape (placed,)
        The row in ``spans`` of each placed span.
    first, end : ndarray of int64, shape (placed,)
        The first token of each placed span and the one after its last; equal if it has no token.
        ``first`` ascends.
    """

    spans: Spans
    document: NDArray[np.int64]
    row: NDArray[np.int64]
    first: NDArray[np.int64]
    end: NDArray[np.int64]

    shape: ClassVar[str] = "span"

    @property
    def values(self) -> tuple[str, ...]:
        """The labels, ascending."""
        return self.spans.values

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of its own that the layer has."""
        return tuple(map(str, self.spans.columns))

    @cached_property
    def labels(self) -> NDArray[np.int64]:
        """The number of the label of each placed span."""
        return self.spans.label[self.row]

    @cached_property
    def has_tokens(self) -> NDArray[np.bool_]:
        """Which placed spans have a token."""
        return self.end > self.first


PlacedLayer = TokenLayer | SpanLayer


@dataclass(frozen=True, eq=False)
class TokenPlaces:
    """The documents of a store by their text, and the characters of its tokens as single keys."""

    documents: Mapping[str, NDArray[np.int64]] = field(repr=False)
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @staticmethod
    def of_index(index: Index, digests: NDArray[np.object_]) -> "TokenPlaces":
        """The places of the tokens of an index whose documents have these texts."""
        numbers = np.arange(len(digests))
        documents = {
            str(digest): rows.to_numpy() for digest, rows in pd.Series(numbers).groupby(digests)
        }
        shift = np.repeat(numbers << KEY_BITS, np.diff(index.documents))
        starts, ends = (
            column.astype(np.int64) for column in (index.starts, index.ends[np.arange(index.size)])
        )
        return TokenPlaces(documents, shift + starts, shift + ends)

    def locate(self, name: str, spans: Spans) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The document and the row of each placed span: in every document that has its text.

        Raises
        ------
        DiscourseError
            If a text of the layer of this name is not in the corpus.
        """
        refuse_lost_spans(name, spans, self.documents)
        rows = np.arange(len(spans))
        borders = np.searchsorted(spans.text, np.arange(len(spans.texts) + 1))
        pairs = [
            (document, rows[borders[number] : borders[number + 1]])
            for number, text in enumerate(spans.texts)
            for document in self.documents[text].tolist()
        ]
        pairs.sort(key=lambda pair: pair[0])
        empty = np.empty(0, dtype=np.int64)
        documents = [np.repeat(document, len(its_rows)) for document, its_rows in pairs]
        return (
            np.concatenate([empty, *documents]).astype(np.int64),
            np.concatenate([empty, *(its_rows for _, its_rows in pairs)]),
        )


def refuse_lost_spans(name: str, spans: Spans, texts: Collection[str]) -> None:
    """Refuse a layer of texts that are not among those of a corpus."""
    here = set(texts)
    unknown = [number for number, text in enumerate(spans.texts) if text not in here]
    if unknown:
        lost = np.flatnonzero(np.isin(spans.text, unknown))
        raise DiscourseError(
            f"the layer {name!r} labels {count_noun(len(lost), 'span')} of texts that "
            f"are not in this corpus, or have changed since: {describe_spans(spans, lost)}; "
            "make the layer again of these texts, or drop the spans."
        )


def place_layer(
    layer: Layer, index: Index, digests: NDArray[np.object_], lengths: NDArray[np.int64]
) -> PlacedLayer:
    """Place a layer on the tokens of an index.

    Parameters
    ----------
    layer : Layer
        The layer.
    index : Index
        The tokens.
    digests : ndarray of str, shape (documents,)
        The text of each document, by the first twelve hex digits of its sha256.
    lengths : ndarray of int64, shape (documents,)
        The number of characters of each document.

    Raises
    ------
    DiscourseError
        If a span lies outside its text, or its text is not in the corpus.
    """
    places = TokenPlaces.of_index(index, digests)
    spans = layer.spans
    document, row = places.locate(layer.name, spans)
    outside = np.unique(row[spans.end[row] > lengths[document]])
    if len(outside):
        raise DiscourseError(
            f"the layer {layer.name!r} has {count_noun(len(outside), 'span')} beyond the end "
            f"of the text: {describe_spans(spans, outside)}; give the characters of "
            "the text as it was read."
        )
    shift = document << KEY_BITS
    start, end = shift + spans.start[row], shift + spans.end[row]
    first = np.searchsorted(places.ends, start, side="right")
    after = np.maximum(np.searchsorted(places.starts, end, side="left"), first)
    about = (layer.name, layer.about, layer.text_digests)
    if layer.shape == "span":
        return SpanLayer(*about, spans, document, row, first, after)
    return _value_tokens(about, spans, row, first, after, (start, end), places)


def _value_tokens(
    about: tuple[str, Mapping[str, Any], Mapping[str, str]],
    spans: Spans,
    row: NDArray[np.int64],
    first: NDArray[np.int64],
    after: NDArray[np.int64],
    characters: tuple[NDArray[np.int64], NDArray[np.int64]],
    places: TokenPlaces,
) -> TokenLayer:
    """Give each token the value of the piece that covers most of it."""
    start, end = characters
    best = choose_pieces((first, after), characters, (places.starts, places.ends))
    labels = np.append(spans.label[row], -1)[best]
    exact = bool(
        (after - first == 1).all()
        and (places.starts[first] == start).all()
        and (places.ends[first] == end).all()
    )
    values, ids = _number_values(spans.values, labels)
    return TokenLayer(*about, values, ids, pieces=None if exact else spans)


def choose_pieces(
    tokens: tuple[NDArray[np.int64], NDArray[np.int64]],
    pieces: tuple[NDArray[np.int64], NDArray[np.int64]],
    places: tuple[NDArray[np.int64], NDArray[np.int64]],
) -> NDArray[np.int64]:
    """Choose for each token the piece that covers most of it, or the first of several; -1 for none.

    Parameters
    ----------
    tokens : tuple of ndarray of int64, shape (pieces,)
        The first token of each piece and the one after its last.
    pieces, places : tuple of ndarray of int64
        The first character of each piece and the one after its last, and those of each token.
    """
    first, after = tokens
    token = np.repeat(first, after - first) + count_up(after - first)
    piece = np.repeat(np.arange(len(first)), after - first)
    common = np.minimum(pieces[1][piece], places[1][token]) - np.maximum(
        pieces[0][piece], places[0][token]
    )
    # The best piece of each token comes last among its pieces, and so is the one that is kept.
    order = np.lexsort((-piece, common, token))
    best = np.full(len(places[0]), -1, dtype=np.int64)
    best[token[order]] = piece[order]
    return best


def count_up(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count 0, 1, 2, … within each group of the given length."""
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def _number_values(
    values: tuple[str, ...], labels: NDArray[np.int64]
) -> tuple[Strings, NDArray[np.unsignedinteger[Any]]]:
    """Number the values of tokens as few bytes allow; "" comes first if a token has none."""
    if (labels < 0).any() and "" not in values:
        values, labels = ("", *values), labels + 1
    elif values and values[0] == "":
        labels = np.maximum(labels, 0)
    kind = np.min_scalar_type(max(len(values) - 1, 0))
    return Strings.of_names(values), freeze(labels.astype(kind))


def tokens_as_spans(index: Index, digests: NDArray[np.object_], layer: TokenLayer) -> Spans:
    """The tokens with a value as spans: what a layer was made of that gives each token one."""
    valued = np.flatnonzero(layer.ids > 0) if layer.lacks_values else np.arange(index.size)
    document = np.searchsorted(index.documents, valued, side="right") - 1
    texts, number = np.unique(digests.astype(str), return_inverse=True)
    # Documents of the same text have the same spans; those of the first say all.
    first = np.full(len(texts), len(digests))
    np.minimum.at(first, number, np.arange(len(digests)))
    kept = first[number[document]] == document
    valued, document = valued[kept], document[kept]
    values = tuple(layer.values)
    skipped = int(layer.lacks_values)
    used, label = np.unique(layer.ids[valued].astype(np.int64) - skipped, return_inverse=True)
    text_used, text = np.unique(number[document], return_inverse=True)
    order = np.argsort(text, kind="stable")
    return Spans(
        tuple(texts[text_used].tolist()),
        text[order].astype(np.int64),
        index.starts[valued][order].astype(np.int64),
        index.ends[valued][order].astype(np.int64),
        tuple(values[skipped + at] for at in used.tolist()),
        label[order].astype(np.int64),
        pd.DataFrame(index=range(len(valued))),
    )


# ------------------------------------------------------------------------------------ misfits


def find_misfits(layer: PlacedLayer, index: Index, digests: NDArray[np.object_]) -> pd.DataFrame:
    """One row per token or span that does not match one to one, in the order of the texts.

    Returns
    -------
    DataFrame
        The columns are ``document, start, end, misfit, label``.
    """
    places = TokenPlaces.of_index(index, digests)
    if isinstance(layer, SpanLayer):
        return _find_misfit_spans(layer, places)
    values = np.array(list(layer.values), dtype=object)
    found: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    kinds = [SEVERAL_PIECES]
    if layer.pieces is not None:
        pieces = layer.pieces
        document, row = places.locate(layer.name, pieces)
        shift = document << KEY_BITS
        first = np.searchsorted(places.ends, shift + pieces.start[row], side="right")
        after = np.searchsorted(places.starts, shift + pieces.end[row])
        lengths = np.maximum(after - first, 0)
        times = np.bincount(np.repeat(first, lengths) + count_up(lengths), minlength=index.size)
        shared = lengths > 1
        found += [
            np.flatnonzero(times > 1),
            np.repeat(first[shared], lengths[shared]) + count_up(lengths[shared]),
        ]
        kinds += [SEVERAL_PIECES, PIECE_OF_SEVERAL]
    token = np.concatenate(found).astype(np.int64)
    kind = np.repeat(np.array(kinds, dtype=object), list(map(len, found)))
    order = np.argsort(token, kind="stable")
    token = token[order]
    return pd.DataFrame(
        {
            "document": np.searchsorted(index.documents, token, side="right") - 1,
            "start": index.starts[token].astype(np.int64),
            "end": index.ends[token].astype(np.int64),
            "misfit": pd.Series(kind[order], dtype="str"),
            "label": pd.Series(values[layer.ids[token]], dtype="str"),
        }
    )


def _find_misfit_spans(layer: SpanLayer, places: TokenPlaces) -> pd.DataFrame:
    spans = layer.spans
    shift = layer.document << KEY_BITS
    start, end = shift + spans.start[layer.row], shift + spans.end[layer.row]
    full = np.flatnonzero(layer.has_tokens)
    cut = np.zeros(len(start), dtype=bool)
    cut[full] = (places.starts[layer.first[full]] < start[full]) | (
        places.ends[layer.end[full] - 1] > end[full]
    )
    at = np.flatnonzero(cut | ~layer.has_tokens)
    kinds = np.where(cut[at], PARTLY_INSIDE, NO_TOKEN)
    return pd.DataFrame(
        {
            "document": layer.document[at],
            "start": spans.start[layer.row[at]],
            "end": spans.end[layer.row[at]],
            "misfit": pd.Series(kinds.astype(object), dtype="str"),
            "label": pd.Series(np.array(layer.values, dtype=object)[layer.labels[at]], dtype="str"),
        }
    )
