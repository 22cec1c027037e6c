"""Queries answered a second time, from the text alone: plain lists, no index, no arrays.

`verify` compares what this finds with what the index finds, so the two share the meaning of a
query (`parse`) and nothing else. It is slow, and as plain as it can be.
"""

import operator
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import regex

from discourse.corpus.parts import Comparison, Condition
from discourse.corpus.pattern import (
    Both, Choice, Either, Hits, Meet, Minus, Not, Pattern, Row, Test, Token,
)  # fmt: skip
from discourse.corpus.query import parse, parse_condition
from discourse.text.document import COUNT
from discourse.text.sentences import sentence_starts

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

Span = tuple[int, int]
SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A token as the text has it, and the labels of what it is part of."""

    word: str
    lower: str
    start: int
    end: int
    run: tuple[int, ...]
    parts: dict[str, Any] = field(default_factory=dict)


def find_again(corpus: "Corpus", query: str, within: str = "section") -> list[tuple[str, int, int]]:
    """Where the hits of a query are: the document, and characters in it, in the order of the text.

    Examples
    --------
    >>> import discourse as dc
    >>> find_again(dc.Corpus.from_texts({"a": "Peace and rights."}), "peace|rights")
    [('a', 0, 5), ('a', 10, 16)]
    """
    parsed = parse(query, corpus.words)
    tokens = read_again(corpus)
    spans = [s for s in hits(parsed.hits, tokens, within) if holds(parsed.condition, tokens[s[0]])]
    return [
        (str(tokens[first].parts["document"]), tokens[first].start, tokens[last - 1].end)
        for first, last in spans
    ]


def read_again(corpus: "Corpus") -> list[Seen]:
    """The counted tokens of a corpus, found in its texts anew."""
    tokens = _numbered([t for n in range(len(corpus.texts)) for t in _tokens(corpus, n)])
    for text in corpus.conditions:
        condition, kept, masked = parse_condition(text), [], 0
        for token in tokens:
            if holds(condition, token):
                kept.append(replace(token, run=(*token.run, masked)))
            else:
                masked += 1  # where something between two tokens is masked, a run ends
        tokens = _numbered(kept)
    return tokens


def _tokens(corpus: "Corpus", number: int) -> Iterator[Seen]:
    text, source = corpus.texts[number], corpus.sources.iloc[number].to_dict()
    starts = sentence_starts(text, str(source.get("language", "en"))).tolist()
    left_out = 0
    for region in corpus.regions[corpus.regions["document"] == number].to_dict("records"):
        left_out += region["treatment"] != COUNT
        piece = text[region["start"] : region["end"]]
        for start, end in (
            corpus.words.spans(piece).tolist() if region["treatment"] == COUNT else ()
        ):
            word, at = piece[start:end], start + region["start"]
            sentence = sum(first <= at for first in starts)
            labels = {**source, "section": region["section"], "sentence": sentence}
            run = (number, left_out)
            yield Seen(word, corpus.words.fold(word), at, at + end - start, run, labels)


def _numbered(tokens: list[Seen]) -> list[Seen]:
    """The tokens, with their sentences numbered anew in each document."""
    numbered, number, before = [], 0, None
    for token in tokens:
        place = (
            token.parts["document"],
            token.run,
            token.parts["section"],
            token.parts["sentence"],
        )
        number = 1 if before is None or before[0] != place[0] else number + (before != place)
        numbered.append(replace(token, parts={**token.parts, "sentence": number}))
        before = place
    return numbered


def holds(condition: Condition, token: Seen) -> bool:
    """Whether a token is in the parts that a condition asks for; without one it is."""
    return not condition or any(all(_compared(c, token) for c in group) for group in condition)


def _compared(comparison: Comparison, token: Seen) -> bool:
    value = token.parts[comparison.attribute]
    if value != value or value is None:
        return comparison.operator == "!="
    value = str(value) if isinstance(comparison.value, str) else float(value)
    return bool(SIGNS[comparison.operator](value, comparison.value))


def hits(wanted: Hits, tokens: list[Seen], within: str) -> list[Span]:
    """The first token of each hit and the one after its last, ascending."""
    if isinstance(wanted, Minus):
        left_out = set(hits(wanted.right, tokens, within))
        return [span for span in hits(wanted.left, tokens, within) if span not in left_out]
    stops = _stops(tokens, wanted.within or within)
    if isinstance(wanted, Meet):
        near = hits(wanted.near, tokens, within)
        return [s for s in hits(wanted.node, tokens, within) if _meets(s, near, wanted, stops)]
    spans = [(at, max(ends(wanted.pattern, at, tokens, stops[at]))) for at in range(len(tokens))]
    return [s for s in spans if s[0] < s[1] and not any(o[0] < s[0] < s[1] <= o[1] for o in spans)]


def _stops(tokens: list[Seen], unit: str) -> list[int]:
    """For each token the first after it that no hit with it may reach."""
    names = ("document", "section", "sentence")[
        : ("document", "section", "sentence").index(unit) + 1
    ]
    keys = [(token.run, [token.parts[name] for name in names]) for token in tokens]
    stops = [len(tokens)] * len(tokens)
    for at in reversed(range(len(tokens) - 1)):
        stops[at] = stops[at + 1] if keys[at] == keys[at + 1] else at + 1
    return stops


def _meets(span: Span, others: list[Span], wanted: Meet, stops: list[int]) -> bool:
    if any(first < span[1] and span[0] < last for first, last in others):
        return False
    for first, last in others:
        after = first >= span[1]
        distance = first - span[1] + 1 if after else last - 1 - span[0]
        joined = first < stops[span[1] - 1] if after else span[0] < stops[last - 1]
        if joined and wanted.low <= distance <= wanted.high:
            return True
    return False


def ends(pattern: Pattern, at: int, tokens: list[Seen], stop: int) -> set[int]:
    """The tokens after which a pattern that begins at a token may end; `at` itself for a miss."""
    return _ends(pattern, {at}, tokens, stop) | {at}


def _ends(pattern: Pattern, starts: set[int], tokens: list[Seen], stop: int) -> set[int]:
    if isinstance(pattern, Token):
        return {at + 1 for at in starts if at < stop and _passes(pattern.test, tokens[at])}
    if isinstance(pattern, Row):
        for item in pattern.items:
            starts = _ends(item, starts, tokens, stop)
        return starts
    if isinstance(pattern, Choice):
        return {end for option in pattern.options for end in _ends(option, starts, tokens, stop)}
    found = starts if pattern.least == 0 else set()
    for times in range(1, pattern.most + 1):
        starts = _ends(pattern.item, starts, tokens, stop)
        found = found | starts if times >= pattern.least else found
        if not starts:
            break
    return found


def _passes(test: Test, token: Seen) -> bool:
    if isinstance(test, Both):
        return all(_passes(part, token) for part in test.tests)
    if isinstance(test, Either):
        return any(_passes(part, token) for part in test.tests)
    if isinstance(test, Not):
        return not _passes(test.test, token)
    text = token.word if test.attribute == "word" else token.lower
    flags = regex.DOTALL | (regex.IGNORECASE if test.ignore_case else 0)
    return regex.fullmatch(test.value, text, flags, timeout=1) is not None
