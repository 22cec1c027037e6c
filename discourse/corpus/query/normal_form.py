"""The normal form of a pattern, which shows what every hit must contain.

A row is a sequence of items, and there are four kinds of item::

    token         a         exactly one token: every hit contains it
    edge          <s>       no token: a place where a structure begins or ends
    choice        (a | b)   one of several rows, each of which matches at least one token
    repetition    a{0,n}    0 to n times a row or choice that matches at least one token

A row with an edge has a token or a choice as well, which `cql` sees to. So of all rows, only those
of repetitions alone can be empty.
Mandatory repetitions are written out, optional ones remain::

    ("a"? "b")+      a{0,1} b (a{0,1} b){0,99}      b is mandatory
    ("a"? "b"?)+     (a b{0,1} | b){0,100}          no token is mandatory

In the second, a{0,1} b{0,1} can be empty. It is replaced by rows that cannot: one begins with a,
the other with b. Otherwise the repetition could loop forever without consuming a token.

Matching starts at the rarest mandatory token of a row, the anchor: b in the first example, with
a{0,1} before it and (a{0,1} b){0,99} after it. A row without a mandatory token is expanded into
several that have one. Since a hit has at least one token, the second example becomes
(a b{0,1} | b) (a b{0,1} | b){0,99}, and then, with its choice expanded, two rows::

    a b{0,1} (a b{0,1} | b){0,99}                   the anchor is the first a
    b (a b{0,1} | b){0,99}                          the anchor is the first b

The hits of a pattern are those of all its rows, without the hits inside others.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from discourse.corpus.query.pattern import (
    ANY,
    Choice,
    Edge,
    Either,
    Pattern,
    Repeat,
    Token,
    TokenSequence,
)

Items = tuple[Pattern, ...]


def normalise(pattern: Pattern) -> Items:
    """Bring a pattern into normal form: a row of tokens, choices and optional repetitions."""
    if isinstance(pattern, (Token, Edge)):
        return (pattern,)
    if isinstance(pattern, TokenSequence):
        return tuple(item for part in pattern.items for item in normalise(part))
    if isinstance(pattern, Choice):
        return _choose_row([normalise(option) for option in pattern.options])
    row = normalise(pattern.item)
    if _is_optional(row):
        return _repeat_row(_choose_row(_rows_without_empty(row)), 0, pattern.most)
    return _repeat_row(row, pattern.least, pattern.most)


def _repeat_row(row: Items, least: int, most: int) -> Items:
    """Write out the mandatory repetitions of a row; keep the others as one optional item."""
    rest = (Repeat(TokenSequence(row), 0, most - least),) if row and most > least else ()
    return row * least + rest


def _choose_row(rows: Sequence[Items]) -> Items:
    """Make one item of alternative rows: optional if a row can be empty, else mandatory."""
    nonempty = [
        option
        for row in rows
        for option in (_rows_without_empty(row) if _is_optional(row) else [row])
    ]
    if not nonempty:
        return ()
    tests = [row[0].test for row in nonempty if len(row) == 1 and isinstance(row[0], Token)]
    one: Pattern = Choice(tuple(map(TokenSequence, nonempty)))
    if len(tests) == len(nonempty):
        one = Token(ANY if ANY in tests else Either(tuple(tests)))
    return (Repeat(one, 0, 1),) if any(map(_is_optional, rows)) else (one,)


def _is_optional(row: Items) -> bool:
    """Whether a row can be empty, which is the case if it has only repetitions."""
    return all(isinstance(item, Repeat) for item in row)


def _rows_without_empty(row: Items) -> list[Items]:
    """Replace an optional row by rows that cannot be empty: each begins with another item."""
    return [
        (*normalise(item.item), *_repeat_row((item.item,), 0, item.most - 1), *row[at + 1 :])
        for at, item in enumerate(row)
        if isinstance(item, Repeat)
    ]


class AnchoredRow(NamedTuple):
    """A row, divided at a token that every hit must contain."""

    before: Items
    token: Token
    after: Items


def anchor_rows(row: Items, count: Callable[[Token], int]) -> Iterator[AnchoredRow]:
    """Divide a row at its rarest mandatory token; if it has none, expand it into rows that have."""
    mandatory = [at for at, item in enumerate(row) if isinstance(item, Token)]
    if mandatory:
        at = min(mandatory, key=lambda place: count(cast(Token, row[place])))
        yield AnchoredRow(row[:at], cast(Token, row[at]), row[at + 1 :])
        return
    for other in _expand_first(row):
        yield from anchor_rows(other, count)


def _expand_first(row: Items) -> Iterable[Items]:
    """Expand the first choice of a row without a mandatory token, or else its repetitions."""
    for at, item in enumerate(row):
        if isinstance(item, Choice):
            return [(*row[:at], *normalise(option), *row[at + 1 :]) for option in item.options]
    return _rows_without_empty(row)
