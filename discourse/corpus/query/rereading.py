"""Find the tokens of a corpus again in its texts, as plain lists and without the index."""

import math
import operator
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.pattern import AttributeComparison, Condition
from discourse.corpus.query.reread_layers import list_rows, place_rows
from discourse.corpus.query.reread_tokens import Parts, RereadTokens, SentenceTokens
from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.layer import Spans
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.text.characters import LETTER, character_classes
from discourse.text.document import compose
from discourse.text.sentences import sentence_starts

SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge, "in": lambda value, of: value in of,
}  # fmt: skip

BLANK_LINE = "\n\n"


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


class _TextWord(NamedTuple):
    """A token of a text: its characters, where they are, and what it is a part of."""

    word: str
    start: int
    run: tuple[int, ...]
    parts: Parts


def _read_stretches(store: Store) -> Iterator[SentenceTokens]:
    known: dict[str, str] = {}  # Keep each word once, however often it occurs.
    own_names = [str(name) for name in store.regions if str(name).startswith(ATTRIBUTE)]
    attributes = [name[len(ATTRIBUTE) :] for name in own_names]
    columns = [
        store.regions[name].tolist() for name in ("document", "section", "start", "end", *own_names)
    ]
    layers = [store.layers[name] for name in store.joined]
    joined = [layer.spans for layer in layers if isinstance(layer, SpanLayer)]
    rows = list(map(list_rows, joined))
    for number, regions in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        text = store.texts[number]
        source = dict.fromkeys(attributes)
        source |= {str(name): value for name, value in store.sources.iloc[number].items()}
        found: list[tuple[int, int, tuple[int, ...], Parts]] = []
        left_out = 0
        for _, section, first, last, *values in regions:
            if not section:  # Only counted text is in a section.
                left_out += 1
                continue
            own = {a: v for a, v in zip(attributes, values, strict=True) if not pd.isna(v)}
            parts = {**source, **own, "section": section}
            found.append((first, last, (number, left_out), parts))
        spans = _find_spans(store, number, text, [(first, last) for first, last, *_ in found])
        stretches: list[SentenceTokens] = []
        for (_, _, run, parts), (starts, ends) in zip(found, spans, strict=True):
            words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
            words = list(map(known.setdefault, words, words))
            stretches.append(SentenceTokens(words, starts, run, parts))
        for given, of_texts in zip(joined, rows, strict=True):
            stretches = _merge_words(
                stretches, text, given, of_texts.get(store.digests[number], [])
            )
        sentences = _reread_sentences(store, number, text, source.get("language", "en"))
        for stretch in stretches:
            yield from _divide_into_sentences(stretch, sentences)


def _merge_words(
    stretches: Iterable[SentenceTokens], text: str, spans: Spans, rows: Sequence[int]
) -> list[SentenceTokens]:
    """Make one word of the words of each span that lies in one section and one run.

    Of spans that overlap, the first is joined, and of those that begin together the longest.
    """
    words = [
        _TextWord(word, start, stretch.run, stretch.parts)
        for stretch in stretches
        for word, start in zip(stretch.words, stretch.starts, strict=True)
    ]
    placed = place_rows([word.start for word in words], [word.word for word in words], spans, rows)
    joined: list[_TextWord] = []
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
    regions = groupby(joined + words[done:], key=lambda word: (id(word.parts), word.run))
    return [_make_stretch(list(inside)) for _, inside in regions]


def _make_stretch(words: Sequence[_TextWord]) -> SentenceTokens:
    first = words[0]
    return SentenceTokens(
        [word.word for word in words], [word.start for word in words], first.run, first.parts
    )


def _divide_into_sentences(
    stretch: SentenceTokens, sentences: Sequence[int]
) -> Iterator[SentenceTokens]:
    """Divide the tokens of a region at the characters where sentences begin."""
    words, starts, run, parts = stretch
    at = 0
    while at < len(words):
        number = bisect_right(sentences, starts[at])
        after = len(words)
        if number < len(sentences):
            after = bisect_left(starts, sentences[number], at)
        yield SentenceTokens(words[at:after], starts[at:after], run, {**parts, "sentence": number})
        at = after


def _reread_sentences(store: Store, number: int, text: str, language: object) -> list[int]:
    """Where the sentences of a document begin: as its file says, else by rule."""
    if store.given is None:
        return list(sentence_starts(text, language, rule=store.tokenizer.rule))
    return list(store.given["sentences"][number].as_py())


def _find_spans(
    store: Store, number: int, text: str, regions: Sequence[tuple[int, int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """Where the tokens in each region of a document begin and end: by its file, else by rule."""
    if store.given is not None:
        yield from _find_given(store, number, text, regions)
    elif callable(store.tokenizer.segmenter):  # which might join words across the end of a line
        for first, last in regions:
            spans = store.tokenizer.spans(text[first:last]) + first
            yield spans[:, 0].tolist(), spans[:, 1].tolist()
    else:  # No word crosses a blank line. One pass is quicker than one for each paragraph.
        spans = store.tokenizer.spans(BLANK_LINE.join(text[a:b] for a, b in regions))
        starts, ends = spans[:, 0].tolist(), spans[:, 1].tolist()
        before = at = 0  # characters and tokens of the regions so far
        for first, last in regions:
            until = bisect_left(starts, before + last - first, at)
            moved = first - before
            yield (
                [start + moved for start in starts[at:until]],
                [end + moved for end in ends[at:until]],
            )
            before, at = before + last - first + len(BLANK_LINE), until


def _find_given(
    store: Store, number: int, text: str, regions: Sequence[tuple[int, int]]
) -> Iterator[tuple[list[int], list[int]]]:
    assert store.given is not None
    classes = character_classes()
    numbers = store.given["tokens"][number].as_py()
    for first, last in regions:
        inside = [
            (start, end)
            for start, end in zip(numbers[::2], numbers[1::2], strict=True)
            if first <= start
            and end <= last
            and any(classes[ord(sign)] >= LETTER for sign in text[start:end])
        ]
        yield [start for start, _ in inside], [end for _, end in inside]


def _keep_stretches(
    stretches: Iterable[SentenceTokens], condition: Condition, store: Store
) -> Iterator[SentenceTokens]:
    """Keep what satisfies a condition; whatever is left out ends a run."""
    names = {comparison.attribute for group in condition for comparison in group}
    if names & store.layers.keys():
        stretches = _divide_by_labels(stretches, sorted(names & store.layers.keys()), store)
    masked = 0
    for stretch in stretches:
        if holds(condition, stretch.parts, store.orders):
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
    """Number the sentences of each document from 1 again, in the parts of each stretch."""
    number = 0
    before: tuple[Any, ...] = ("", (), "", 0)
    for stretch in stretches:
        parts = stretch.parts
        place = (parts["document"], stretch.run, parts["section"], parts["sentence"])
        number = number + (place != before) if place[0] == before[0] else 1
        parts["sentence"] = number  # each stretch has parts of its own
        yield stretch
        before = place


def holds(
    condition: Condition,
    parts: Parts,
    orders: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> bool:
    """Whether the parts of a token satisfy a condition; an empty condition always holds.

    `orders` are the orders of the columns that have one.
    """
    return not condition or any(
        all(_holds_comparison(c, parts, orders.get(c.attribute, ())) for c in group)
        for group in condition
    )


def _holds_comparison(
    comparison: AttributeComparison, parts: Parts, order: Sequence[str] = ()
) -> bool:
    value, wanted = parts[comparison.attribute], comparison.value
    if isinstance(value, frozenset):
        return _has_label(value, wanted) != (comparison.operator == "!=")
    if pd.isna(value):
        if isinstance(wanted, frozenset):
            return "" in wanted
        return comparison.operator == ("=" if wanted == "" else "!=")
    if order and comparison.operator[0] in "<>":
        return bool(SIGNS[comparison.operator](_rank(value, order), _rank(wanted, order)))
    example = next(iter(wanted)) if isinstance(wanted, frozenset) else wanted
    value = compose(str(value)) if isinstance(example, str) else float(value)
    return bool(SIGNS[comparison.operator](value, wanted))


def _rank(value: Any, order: Sequence[str]) -> float:
    """The place of a value in an order; one that the order lacks is before and behind none."""
    whole = isinstance(value, float) and value.is_integer()
    label = compose(str(int(value) if whole else value))
    return list(order).index(label) if label in order else math.nan


def _has_label(labels: frozenset[str], wanted: Any) -> bool:
    """Whether one of the labels is wanted; "" is wanted where there is none."""
    listed = wanted if isinstance(wanted, frozenset) else {wanted}
    return any(label in listed for label in labels if label) or ("" in listed and not labels)
