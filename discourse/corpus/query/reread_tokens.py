"""The tokens of a corpus as plain lists, and what their text and its layers say of them."""

import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain, groupby, repeat
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
import regex

from discourse.corpus.query.pattern import Test, Word
from discourse.corpus.query.reread_layers import (
    LabelledPiece,
    PlacedSpan,
    choose_values,
    list_rows,
    place_rows,
    reread_heads,
)
from discourse.corpus.store.layer import Spans
from discourse.corpus.store.parts import UNITS
from discourse.corpus.store.placing import PlacedLayer, SpanLayer, TokenLayer
from discourse.corpus.store.store import Store
from discourse.text.characters import IGNORABLE

# Looking up where words are is quicker than reading the whole text again, unless they are many.
FEW_KINDS = 20

Parts = dict[str, Any]


class SentenceTokens(NamedTuple):
    """Consecutive tokens of one sentence: their words and first characters.

    Neighbouring stretches have the same ``run`` if nothing between them is left out. Its first
    number is that of the document.
    """

    words: list[str]
    starts: list[int]
    run: tuple[int, ...]
    parts: Parts


class WordKind(NamedTuple):
    """A word as it is written, as queries see it, and as it is counted."""

    word: str
    seen: str
    lower: str


class Surroundings(NamedTuple):
    """Hits, their first tokens, how far the hits before each one reach, and what is close to one.

    ``close`` has one byte for each token of the corpus: 1 if a hit is within reach of it.
    """

    hits: list[tuple[int, int]]
    firsts: list[int]
    reached: list[int]
    close: bytearray


class RereadTokens:
    """The tokens of a corpus in the order of its texts.

    ``words`` and ``starts`` give each token and its first character; ``at`` is the number of its
    stretch, and ``kind`` that of its word among ``kinds``, which are the words of each language.
    ``passing`` keeps the kinds, and ``passing_values`` the values, that pass a test;
    ``surroundings`` keeps what was asked for last, and the answer.
    """

    def __init__(self, stretches: Iterable[SentenceTokens], store: Store) -> None:
        self.stretches = list(stretches)
        self.layers: Mapping[str, PlacedLayer] = store.layers
        self.orders = store.orders
        self.joined = bool(store.joined)
        self.words = [word for stretch in self.stretches for word in stretch.words]
        self.starts, self.at = array("L"), array("L")
        for number, stretch in enumerate(self.stretches):
            self.starts.extend(stretch.starts)
            self.at.extend(repeat(number, len(stretch.words)))
        self.kinds, self.kind = _number_kinds(self.stretches, store)
        self.passing: dict[Test, set[int]] = {}
        self.passing_values: dict[Word, set[str]] = {}
        self.surroundings: tuple[object, Surroundings] | None = None
        self._digests = store.digests.tolist()
        self._stops: dict[str, list[int]] = {}
        self._placed: dict[str, list[PlacedSpan]] = {}
        self._labels: dict[str, list[frozenset[str]]] = {}
        self._values: dict[str, list[str]] = {}
        self._heads: dict[str, list[int | None]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def places(self, kinds: set[int]) -> list[int]:
        """The tokens whose words are of some kinds, ascending."""
        if len(kinds) > FEW_KINDS:
            return [at for at, kind in enumerate(self.kind) if kind in kinds]
        found = [self._places_by_kind[kind] for kind in kinds]
        return found[0] if len(found) == 1 else sorted(chain.from_iterable(found))

    def kinds_by_form(self, attribute: str) -> dict[str, list[int]]:
        """The kinds of words that have each form: as queries see it, or (`lower`) as counted."""
        return self._kinds_by_seen if attribute == "word" else self._kinds_by_lower

    @cached_property
    def _kinds_by_seen(self) -> dict[str, list[int]]:
        return _number_forms(kind.seen for kind in self.kinds)

    @cached_property
    def _kinds_by_lower(self) -> dict[str, list[int]]:
        return _number_forms(kind.lower for kind in self.kinds)

    def count_places(self, kinds: set[int]) -> int:
        """How many tokens have words of some kinds."""
        return sum(len(self._places_by_kind[kind]) for kind in kinds)

    @cached_property
    def _places_by_kind(self) -> list[list[int]]:
        places: list[list[int]] = [[] for _ in self.kinds]
        for at, kind in enumerate(self.kind):
            places[kind].append(at)
        return places

    def parts(self, token: int) -> Parts:
        """The document, section and sentence of a token, their metadata, and its labels."""
        parts = self.stretches[self.at[token]].parts
        return _LabelledParts(parts, self, token) if self.layers else parts

    def stops(self, unit: str) -> list[int]:
        """For each stretch, the first token after it that no hit from inside it may reach."""
        if unit not in self._stops:
            self._stops[unit] = self._find_stops(UNITS[: UNITS.index(unit) + 1])
        return self._stops[unit]

    def _find_stops(self, names: Sequence[str]) -> list[int]:
        values = itemgetter(*names)
        keys = [(s.run, values(s.parts)) for s in self.stretches]
        ends = list(accumulate(len(stretch.words) for stretch in self.stretches))
        for at in reversed(range(len(ends) - 1)):
            if keys[at] == keys[at + 1]:
                ends[at] = ends[at + 1]
        return ends

    # --------------------------------------------------------------------------------- layers

    def spans(self, name: str, has: Callable[[Mapping[str, str]], bool]) -> list[tuple[int, int]]:
        """The units of a kind, or the spans of a layer whose label and columns pass a test."""
        if name in UNITS:
            return self._list_units(UNITS[: UNITS.index(name) + 1])
        spans = self._span_layer(name).spans
        columns = {str(column): spans.columns[column].tolist() for column in spans.columns}
        found = []
        for first, end, row in self.placed(name):
            cells = {column: _as_written(values[row]) for column, values in columns.items()}
            if has({"label": spans.values[int(spans.label[row])], **cells}):
                found.append((first, end))
        return found

    def _list_units(self, names: Sequence[str]) -> list[tuple[int, int]]:
        units = groupby(
            range(len(self)), key=lambda token: [self._unit_of(token)[name] for name in names]
        )
        found = []
        for _, tokens in units:
            inside = list(tokens)
            found.append((inside[0], inside[-1] + 1))
        return found

    def _unit_of(self, token: int) -> Parts:
        return self.stretches[self.at[token]].parts

    def placed(self, name: str) -> list[PlacedSpan]:
        """The spans of a layer that have a token, and their tokens."""
        if name not in self._placed:
            spans = self._span_layer(name).spans
            self._placed[name] = [
                PlacedSpan(offset + first, offset + end, row)
                for offset, starts, words, rows in self._walk_documents(spans)
                for first, end, row in place_rows(starts, words, spans, rows)
            ]
        return self._placed[name]

    def _span_layer(self, name: str) -> SpanLayer:
        layer = self.layers[name]
        assert isinstance(layer, SpanLayer)
        return layer

    def _walk_documents(
        self, spans: Spans
    ) -> Iterator[tuple[int, list[int], list[str], list[int]]]:
        """Each document: its first token, its tokens, and the rows of the spans of its text."""
        rows = list_rows(spans)
        documents = groupby(range(len(self)), key=self._document_of)
        for number, tokens in documents:
            inside = list(tokens)
            first, end = inside[0], inside[-1] + 1
            starts, words = self.starts[first:end].tolist(), self.words[first:end]
            yield first, starts, words, rows.get(self._digests[number], [])

    def _document_of(self, token: int) -> int:
        return self.stretches[self.at[token]].run[0]

    def labels(self, name: str) -> list[frozenset[str]]:
        """The labels of the spans over each token."""
        if name not in self._labels:
            spans, placed = self._span_layer(name).spans, self.placed(name)
            found: defaultdict[int, set[str]] = defaultdict(set)
            for first, end, row in placed:
                for token in range(first, end):
                    found[token].add(spans.values[int(spans.label[row])])
            nothing = frozenset[str]()
            self._labels[name] = [
                frozenset(found[token]) if token in found else nothing for token in range(len(self))
            ]
        return self._labels[name]

    def values(self, name: str) -> list[str]:
        """The value of each token in a layer of tokens, or at its head; "" where it has none."""
        if name not in self._values:
            step, _, rest = name.partition(".")
            if rest:
                values, heads = self.values(rest), self._heads_of(step)
                self._values[name] = ["" if head is None else values[head] for head in heads]
            elif name in ("word", "lower"):
                kinds = [kind.seen if name == "word" else kind.lower for kind in self.kinds]
                self._values[name] = [kinds[number] for number in self.kind]
            else:
                self._values[name] = self._layer_values(name)
        return self._values[name]

    def _layer_values(self, name: str) -> list[str]:
        layer = self.layers[name]
        assert not isinstance(layer, SpanLayer)
        if layer.pieces is None:  # The layer was made of these tokens.
            known = list(layer.values)
            return [known[number] for number in layer.ids.tolist()]
        return [
            value
            for _, starts, words, rows in self._walk_documents(layer.pieces)
            for value in choose_values(starts, words, layer.pieces, rows)
        ]

    def _heads_of(self, name: str) -> list[int | None]:
        """The head of each token by a layer of distances; None if it has none."""
        if name not in self._heads:
            layer = self.layers[name]
            assert not isinstance(layer, SpanLayer)
            heads: list[int | None] = []
            for first, starts, words, pieces in self._walk_pieces(layer):
                found = reread_heads(starts, words, pieces)
                heads += [None if head is None else first + head for head in found]
            self._heads[name] = heads
        return self._heads[name]

    def _walk_pieces(
        self, layer: TokenLayer
    ) -> Iterator[tuple[int, list[int], list[str], list[LabelledPiece]]]:
        """Each document: its first token, its tokens, and what a layer was made of in its text."""
        pieces = layer.pieces
        if pieces is None:
            labels = self._layer_values(layer.name)
            documents = groupby(range(len(self)), key=self._document_of)
            for _, tokens in documents:
                inside = list(tokens)
                first, end = inside[0], inside[-1] + 1
                starts, words = self.starts[first:end].tolist(), self.words[first:end]
                found = zip(starts, words, labels[first:end], strict=True)
                yield first, starts, words, [LabelledPiece(s, s + len(w), v) for s, w, v in found]
            return
        for first, starts, words, rows in self._walk_documents(pieces):
            yield first, starts, words, [
                LabelledPiece(
                    int(pieces.start[row]),
                    int(pieces.end[row]),
                    pieces.values[int(pieces.label[row])],
                )
                for row in rows
            ]  # fmt: skip


class _LabelledParts(dict[str, Any]):
    """The parts of a token, which look up its labels in a layer when they are asked for."""

    def __init__(self, parts: Parts, tokens: RereadTokens, token: int) -> None:
        super().__init__(parts)
        self.tokens, self.token = tokens, token

    def __missing__(self, name: str) -> frozenset[str]:
        return self.tokens.labels(name)[self.token]


class _NumberedKinds(dict[str, int]):
    """The number of each word of a language; a word that is new is added to the kinds of all."""

    def __init__(self, kinds: list[WordKind], language: str, store: Store) -> None:
        super().__init__()
        self.kinds, self.language, self.store = kinds, language, store

    def __missing__(self, word: str) -> int:
        self[word] = len(self.kinds)
        seen = word
        if not word.isascii():
            seen = unicodedata.normalize("NFC", _INVISIBLE.sub("", word))
        self.kinds.append(WordKind(word, seen, _fold(word, self.language, self.store)))
        return self[word]


def _number_forms(forms: Iterable[str]) -> dict[str, list[int]]:
    """The places of each form among some, ascending."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, form in enumerate(forms):
        places[form].append(number)
    return dict(places)


def _number_kinds(
    stretches: Sequence[SentenceTokens], store: Store
) -> tuple[list[WordKind], "array[int]"]:
    kinds: list[WordKind] = []
    numbers = array("L")
    languages = store.languages
    known = {language: _NumberedKinds(kinds, language, store) for language in set(languages)}
    for stretch in stretches:
        numbers.extend(map(known[languages[stretch.run[0]]].__getitem__, stretch.words))
    return kinds, numbers


def _fold(word: str, language: str, store: Store) -> str:
    """A word as it is counted; what joins the words of a joined token stays, once each."""
    if not store.joined:
        return store.tokenizer.fold(word, language)
    pieces = [piece for piece in word.split("_") if piece]
    opening, closing = "_" * word.startswith("_"), "_" * word.endswith("_")
    folded = "_".join(store.tokenizer.fold(piece, language) for piece in pieces)
    return f"{opening}{folded}{closing}"


def _as_written(value: Any) -> str:
    """A value in a column of a layer as its file has it; nothing where it is missing."""
    if isinstance(value, str):
        return value
    missing = value is None or value is pd.NA or value != value
    return "" if missing else str(getattr(value, "item", lambda: value)())


_INVISIBLE = regex.compile(f"[{IGNORABLE}]+")
