"""Find the tokens of a corpus again in its texts, as plain lists and without the index."""

import operator
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd
import regex

from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.pattern import AttributeComparison, Condition, Test, Word
from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.layer import Spans, write_cell
from discourse.corpus.store.parts import UNITS, section_columns
from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.corpus.store.store import Store
from discourse.text.characters import IGNORABLE, LETTER, character_classes
from discourse.text.document import compose
from discourse.text.sentences import sentence_starts

SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge, "in": lambda value, of: value in of,
}  # fmt: skip

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


class Kind(NamedTuple):
    """A word as it is written, as queries see it, and as it is counted."""

    word: str
    seen: str
    lower: str


class PlacedSpan(NamedTuple):
    """The tokens of a span, and its row in the layer."""

    first: int
    end: int
    row: int


class RereadTokens:
    """The tokens of a corpus in the order of its texts.

    ``words`` and ``starts`` give each token and its first character; ``at`` is the number of its
    stretch, and ``kind`` that of its word among ``kinds``, which are the words of each language.
    ``passing`` keeps the kinds, and ``passing_values`` the values, that pass a test.
    """

    def __init__(self, stretches: Iterable[SentenceTokens], store: Store) -> None:
        self.stretches = list(stretches)
        self.layers: Mapping[str, PlacedLayer] = store.layers
        self.joined = bool(store.joined)
        self.words = [word for stretch in self.stretches for word in stretch.words]
        self.starts = array("L", (start for stretch in self.stretches for start in stretch.starts))
        self.at = array("L", (n for n, stretch in enumerate(self.stretches) for _ in stretch.words))
        self.kinds, self.kind = _number_kinds(self.stretches, store)
        self.passing: dict[Test, set[int]] = {}
        self.passing_values: dict[Word, set[str]] = {}
        self._digests = store.digests.tolist()
        self._stops: dict[str, list[int]] = {}
        self._placed: dict[str, list[PlacedSpan]] = {}
        self._labels: dict[str, list[frozenset[str]]] = {}
        self._values: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self.words)

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
        keys = [(s.run, [s.parts[name] for name in names]) for s in self.stretches]
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
            cells = {column: write_cell(values[row]) for column, values in columns.items()}
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
                for first, end, row in _place_rows(starts, words, spans, rows)
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
        rows = _rows_of_texts(spans)
        documents = groupby(range(len(self)), key=lambda at: self.stretches[self.at[at]].run[0])
        for number, tokens in documents:
            inside = list(tokens)
            first, end = inside[0], inside[-1] + 1
            starts, words = self.starts[first:end].tolist(), self.words[first:end]
            yield first, starts, words, rows.get(self._digests[number], [])

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
        """The value of each token in a layer of tokens; "" where it has none."""
        if name not in self._values:
            layer = self.layers[name]
            assert not isinstance(layer, SpanLayer)
            known = list(layer.values)
            if layer.pieces is None:  # The layer was made of these tokens.
                self._values[name] = [known[number] for number in layer.ids.tolist()]
            else:
                self._values[name] = [
                    value
                    for _, starts, words, rows in self._walk_documents(layer.pieces)
                    for value in _choose_values(starts, words, layer.pieces, rows)
                ]
        return self._values[name]


class _LabelledParts(dict[str, Any]):
    """The parts of a token, which look up its labels in a layer when they are asked for."""

    def __init__(self, parts: Parts, tokens: RereadTokens, token: int) -> None:
        super().__init__(parts)
        self.tokens, self.token = tokens, token

    def __missing__(self, name: str) -> frozenset[str]:
        return self.tokens.labels(name)[self.token]


def _number_kinds(
    stretches: Sequence[SentenceTokens], store: Store
) -> tuple[list[Kind], "array[int]"]:
    known: dict[tuple[str, str], int] = {}
    kinds: list[Kind] = []
    numbers = array("L")
    languages = store.languages
    for stretch in stretches:
        language = languages[stretch.run[0]]
        for word in stretch.words:
            number = known.setdefault((word, language), len(known))
            if number == len(kinds):
                seen = unicodedata.normalize("NFC", _INVISIBLE.sub("", word))
                kinds.append(Kind(word, seen, _fold(word, language, store)))
            numbers.append(number)
    return kinds, numbers


def _fold(word: str, language: str, store: Store) -> str:
    """A word as it is counted; what joins the words of a joined token stays, once each."""
    if not store.joined:
        return store.tokenizer.fold(word, language)
    pieces = [piece for piece in word.split("_") if piece]
    opening, closing = "_" * word.startswith("_"), "_" * word.endswith("_")
    folded = "_".join(store.tokenizer.fold(piece, language) for piece in pieces)
    return f"{opening}{folded}{closing}"


_INVISIBLE = regex.compile(f"[{IGNORABLE}]+")


# ------------------------------------------------------------------------------ spans on tokens


def _rows_of_texts(spans: Spans) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(spans.text.tolist()):
        rows.setdefault(spans.texts[text], []).append(row)
    return rows


def _place_rows(
    starts: Sequence[int], words: Sequence[str], spans: Spans, rows: Iterable[int]
) -> Iterator[PlacedSpan]:
    """The tokens of one text that have a character in common with each of some spans."""
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    for row in rows:
        first = bisect_right(ends, int(spans.start[row]))
        end = bisect_left(starts, int(spans.end[row]))
        if first < end:
            yield PlacedSpan(first, end, row)


def _choose_values(
    starts: Sequence[int], words: Sequence[str], spans: Spans, rows: Iterable[int]
) -> list[str]:
    """The value of each token of one text: that of the piece that covers most of it."""
    best = [(0, "")] * len(starts)
    for first, end, row in _place_rows(starts, words, spans, rows):
        for token in range(first, end):
            after = min(starts[token] + len(words[token]), int(spans.end[row]))
            common = after - max(starts[token], int(spans.start[row]))
            if common > best[token][0]:
                best[token] = (common, spans.values[int(spans.label[row])])
    return [value for _, value in best]


# -------------------------------------------------------------------------------- reading again


def reread(store: Store) -> RereadTokens:
    """Read the counted tokens of a corpus again; in a subset, those that its conditions keep.

    Examples
    --------
    >>> import discourse as dc
    >>> tokens = reread(dc.read("seeds/").subset('section = "1"').store)
    >>> len(tokens), tokens.words[0], tokens.parts(0)["sentence"]
    (275, 'Building', 1)
    """
    stretches = list(_number_sentences(_read_stretches(store)))
    for text in store.conditions:
        kept = _keep_stretches(stretches, parse_condition(text), store)
        stretches = list(_number_sentences(kept))
    return RereadTokens(stretches, store)


class _Word(NamedTuple):
    """A token of a text: its characters, where they are, and what it is a part of."""

    word: str
    start: int
    run: tuple[int, ...]
    parts: Parts


def _read_stretches(store: Store) -> Iterator[SentenceTokens]:
    known: dict[str, str] = {}  # Keep each word once, however often it occurs.
    attributes = section_columns(store)
    columns = [
        store.regions[name].tolist()
        for name in ("document", "section", "start", "end", *(ATTRIBUTE + a for a in attributes))
    ]
    layers = [store.layers[name] for name in store.joined]
    joined = [layer.spans for layer in layers if isinstance(layer, SpanLayer)]
    rows = list(map(_rows_of_texts, joined))
    for number, regions in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        text = store.texts[number]
        source = dict.fromkeys(attributes)
        source |= {str(name): value for name, value in store.sources.iloc[number].items()}
        words: list[_Word] = []
        left_out = 0
        for _, section, first, last, *values in regions:
            if not section:  # Only counted text is in a section.
                left_out += 1
                continue
            own = {a: v for a, v in zip(attributes, values, strict=True) if not pd.isna(v)}
            parts, run = {**source, **own, "section": section}, (number, left_out)
            for start, end in _find_spans(store, number, text, first, last):
                word = text[first + start : first + end]
                words.append(_Word(known.setdefault(word, word), first + start, run, parts))
        for spans, of_texts in zip(joined, rows, strict=True):
            words = _join_words(words, text, spans, of_texts.get(store.digests[number], []))
        sentences = _find_sentences(store, number, text, source.get("language", "en"))
        yield from _divide_into_sentences(words, sentences)


def _join_words(words: list[_Word], text: str, spans: Spans, rows: Sequence[int]) -> list[_Word]:
    """Make one word of the words of each span that lies in one section and one run.

    Of spans that overlap, the first is joined, and of those that begin together the longest.
    """
    placed = _place_rows([word.start for word in words], [word.word for word in words], spans, rows)
    joined: list[_Word] = []
    done = 0
    for first, end, _ in sorted(placed, key=lambda span: (span.first, -span.end)):
        places = [(word.run, word.parts["section"]) for word in words[first:end]]
        if first < done or any(place != places[0] for place in places):
            continue
        start, last = words[first].start, words[end - 1]
        form = text[start : last.start + len(last.word)]
        joined += words[done:first]
        joined.append(
            words[first]._replace(word="".join("_" if sign.isspace() else sign for sign in form))
            if end - first > 1
            else words[first]
        )
        done = end
    return joined + words[done:]


def _divide_into_sentences(
    words: Iterable[_Word], sentences: Sequence[int]
) -> Iterator[SentenceTokens]:
    def place(word: _Word) -> tuple[int, tuple[int, ...], int]:
        return id(word.parts), word.run, bisect_right(sentences, word.start)

    for (_, run, sentence), group in groupby(words, key=place):
        inside = list(group)
        yield SentenceTokens(
            [word.word for word in inside],
            [word.start for word in inside],
            run,
            {**inside[0].parts, "sentence": sentence},
        )


def _find_sentences(store: Store, number: int, text: str, language: object) -> list[int]:
    """Where the sentences of a document begin: as its file says, else by rule."""
    if store.given is None:
        return list(sentence_starts(text, language, rule=store.tokenizer.rule))
    return list(store.given["sentences"][number].as_py())


def _find_spans(store: Store, number: int, text: str, first: int, last: int) -> list[list[int]]:
    """The tokens in a stretch of a document: those of its file, else by rule."""
    if store.given is None:
        return list(store.tokenizer.spans(text[first:last]).tolist())
    classes = character_classes()
    numbers = store.given["tokens"][number].as_py()
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return [
        [start - first, end - first]
        for start, end in pairs
        if first <= start
        and end <= last
        and any(classes[ord(sign)] >= LETTER for sign in text[start:end])
    ]


def _keep_stretches(
    stretches: Iterable[SentenceTokens], condition: Condition, store: Store
) -> Iterator[SentenceTokens]:
    """Keep what satisfies a condition; whatever is left out ends a run."""
    names = {comparison.attribute for group in condition for comparison in group}
    if names & store.layers.keys():
        stretches = _divide_by_labels(stretches, sorted(names & store.layers.keys()), store)
    masked = 0
    for stretch in stretches:
        if holds(condition, stretch.parts):
            parts = {
                name: stretch.parts[name] for name in stretch.parts if name not in store.layers
            }
            yield stretch._replace(run=(*stretch.run, masked), parts=parts)
        else:
            masked += 1


def _divide_by_labels(
    stretches: Iterable[SentenceTokens], names: Sequence[str], store: Store
) -> Iterator[SentenceTokens]:
    """Divide stretches where the labels of layers change, and add the labels to their parts."""
    tokens = RereadTokens(stretches, store)
    at = 0
    for stretch in tokens.stretches:
        numbers = range(at, at + len(stretch.words))
        at += len(stretch.words)
        for labels, group in groupby(
            numbers, key=lambda token: [tokens.labels(name)[token] for name in names]
        ):
            inside = list(group)
            first, end = inside[0] - numbers.start, inside[-1] + 1 - numbers.start
            yield stretch._replace(
                words=stretch.words[first:end],
                starts=stretch.starts[first:end],
                parts={**stretch.parts, **dict(zip(names, labels, strict=True))},
            )


def _number_sentences(stretches: Iterable[SentenceTokens]) -> Iterator[SentenceTokens]:
    """Number the sentences of each document from 1 again."""
    number = 0
    before: tuple[Any, ...] = ("", (), "", 0)
    for stretch in stretches:
        parts = stretch.parts
        place = (parts["document"], stretch.run, parts["section"], parts["sentence"])
        number = number + (place != before) if place[0] == before[0] else 1
        yield stretch._replace(parts={**parts, "sentence": number})
        before = place


def holds(condition: Condition, parts: Parts) -> bool:
    """Whether the parts of a token satisfy a condition; an empty condition always holds."""
    return not condition or any(
        all(_holds_comparison(c, parts) for c in group) for group in condition
    )


def _holds_comparison(comparison: AttributeComparison, parts: Parts) -> bool:
    value, wanted = parts[comparison.attribute], comparison.value
    if isinstance(value, frozenset):
        return _has_label(value, wanted) != (comparison.operator == "!=")
    if pd.isna(value):
        if isinstance(wanted, frozenset):
            return "" in wanted
        return comparison.operator == ("=" if wanted == "" else "!=")
    example = next(iter(wanted)) if isinstance(wanted, frozenset) else wanted
    value = compose(str(value)) if isinstance(example, str) else float(value)
    return bool(SIGNS[comparison.operator](value, wanted))


def _has_label(labels: frozenset[str], wanted: Any) -> bool:
    """Whether one of the labels is wanted; "" is wanted where there is none."""
    listed = wanted if isinstance(wanted, frozenset) else {wanted}
    return any(label in listed for label in labels if label) or ("" in listed and not labels)
