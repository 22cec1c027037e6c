"""Queries answered a second time, token by token: plain lists, no index, no arrays.

`verify` compares what this finds with what the index finds, so the two share the meaning of a
query (`parse`) and nothing else. It is slow, and as plain as it can be.
"""

from collections.abc import Sequence

import regex

from discourse.corpus.parts import UNITS
from discourse.corpus.pattern import (
    Both,
    Choice,
    Either,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    Row,
    Test,
    Token,
)  # fmt: skip
from discourse.corpus.query import parse
from discourse.corpus.rereading import Seen, holds
from discourse.text.words import Words

Span = tuple[int, int]


def find_again(
    tokens: Sequence[Seen], query: str, words: Words, *, within: str = "section"
) -> list[tuple[str, int, int]]:
    """Where the hits of a query are: the document, and characters in it, in the order of the text.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.rereading import read_again
    >>> tokens = read_again(dc.Corpus.from_texts({"a": "Peace and rights."}))
    >>> find_again(tokens, "peace|rights", dc.Words())
    [('a', 0, 5), ('a', 10, 16)]
    """
    wanted = parse(query, words)
    spans = [s for s in hits(wanted.hits, tokens, within) if holds(wanted.condition, tokens[s[0]])]
    return [(tokens[s].document, tokens[s].start, tokens[e - 1].end) for s, e in spans]


def hits(wanted: Hits, tokens: Sequence[Seen], within: str) -> list[Span]:
    """The first token of each hit and the one after its last, ascending."""
    if isinstance(wanted, Minus):
        left_out = set(hits(wanted.right, tokens, within))
        return [span for span in hits(wanted.left, tokens, within) if span not in left_out]
    stops = _stops(tokens, wanted.within or within)
    if isinstance(wanted, Meet):
        near = hits(wanted.near, tokens, within)
        return [s for s in hits(wanted.node, tokens, within) if _meets(s, near, wanted, stops)]
    found: list[Span] = []
    for at in range(len(tokens)):
        end = max(ends(wanted.pattern, {at}, tokens, stops[at]), default=at)
        if end > max(at, found[-1][1] if found else 0):  # inside no other
            found.append((at, end))
    return found


def _stops(tokens: Sequence[Seen], unit: str) -> list[int]:
    """For each token the first after it that no hit with it may reach."""
    names = UNITS[: UNITS.index(unit) + 1]
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


def ends(pattern: Pattern, starts: set[int], tokens: Sequence[Seen], stop: int) -> set[int]:
    """The tokens after which a pattern may end that begins at one of some tokens."""
    if isinstance(pattern, Token):
        return {at + 1 for at in starts if at < stop and _passes(pattern.test, tokens[at])}
    if isinstance(pattern, Row):
        for item in pattern.items:
            starts = ends(item, starts, tokens, stop)
        return starts
    if isinstance(pattern, Choice):
        return {end for option in pattern.options for end in ends(option, starts, tokens, stop)}
    found = starts if pattern.least == 0 else set()
    for times in range(1, pattern.most + 1):
        starts = ends(pattern.item, starts, tokens, stop)
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
