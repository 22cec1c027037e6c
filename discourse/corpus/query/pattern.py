"""The syntax tree of a query: tests of a token, patterns of tokens, hits and conditions."""

from dataclasses import dataclass

import regex

# ---------------------------------------------------------------------------- tests of a token


@dataclass(frozen=True)
class Word:
    """A regular expression matches all of a value.

    In a token, the value is its `word` (as written), its `lower` (as counted) or its value in a
    layer, and `head.lemma` is the lemma of its head, "" if it has none; in a `Structure`, it is the
    `label` of a span or its value in a column of the layer's own.
    """

    attribute: str
    value: str
    ignore_case: bool = False


@dataclass(frozen=True)
class Both:
    """All of the tests hold; without any test, every token passes."""

    tests: tuple["Test", ...]


@dataclass(frozen=True)
class Either:
    """At least one of the tests holds."""

    tests: tuple["Test", ...]


@dataclass(frozen=True)
class Not:
    """The test does not hold."""

    test: "Test"


Test = Word | Both | Either | Not
ANY = Both(())

# --------------------------------------------------------------- what stretches over tokens


@dataclass(frozen=True)
class Structure:
    """The documents, sections or sentences, or the spans of a layer that pass the test."""

    name: str
    test: Test = ANY


@dataclass(frozen=True)
class Edge:
    """The place before the first token of a structure, or after its last; no token itself."""

    structure: Structure
    is_end: bool = False


# ---------------------------------------------------------------------- patterns of tokens


@dataclass(frozen=True)
class Token:
    """One token that passes the test."""

    test: Test


@dataclass(frozen=True)
class TokenSequence:
    """The patterns, one directly after the other."""

    items: tuple["Pattern", ...]


@dataclass(frozen=True)
class Choice:
    """One of the patterns."""

    options: tuple["Pattern", ...]


@dataclass(frozen=True)
class Repeat:
    """The pattern, `least` to `most` times in a row."""

    item: "Pattern"
    least: int
    most: int


Pattern = Token | Edge | TokenSequence | Choice | Repeat

# -------------------------------------------------------------------------- hits of patterns


@dataclass(frozen=True)
class Find:
    """The longest hits of a pattern."""

    pattern: Pattern


@dataclass(frozen=True)
class SpanHits:
    """The stretches of a structure themselves."""

    structure: Structure


@dataclass(frozen=True)
class Minus:
    """The hits of `left` that are not hits of `right`."""

    left: "Hits"
    right: "Hits"


@dataclass(frozen=True)
class Union:
    """The hits of `left` and those of `right`, each once."""

    left: "Hits"
    right: "Hits"


@dataclass(frozen=True)
class Meet:
    """The hits of `node` that have a hit of `near` at a distance of `low` to `high` tokens."""

    node: "Hits"
    near: "Hits"
    low: int
    high: int


@dataclass(frozen=True)
class Within:
    """What is found inside a unit (its name) or inside a hit; negated: the hits that lie in none.

    Whatever `hits` consists of is looked for inside each unit or hit, so a pattern never runs out
    of it.
    """

    hits: "Hits"
    limit: "str | Hits"
    negated: bool = False


@dataclass(frozen=True)
class Containing:
    """The hits inside which `inner` is found; negated: those inside which it is not."""

    hits: "Hits"
    inner: "Hits"
    negated: bool = False


Hits = Find | SpanHits | Minus | Union | Meet | Within | Containing


@dataclass(frozen=True)
class AttributeComparison:
    """``attribute operator value``: a string compares as text, a float as a number.

    The value of the operator ``in`` is a set, of strings or of floats; the comparison holds if one
    of them is equal.
    """

    attribute: str
    operator: str
    value: str | float | frozenset[str] | frozenset[float]


# What follows `::`: alternatives, each of which holds where all of its comparisons hold.
Condition = tuple[tuple[AttributeComparison, ...], ...]


@dataclass(frozen=True)
class Query:
    """Hits, and the condition on the parts of the corpus in which they may be."""

    hits: Hits
    condition: Condition = ()


def literal_text(value: str) -> str | None:
    """The only text that a regular expression matches; None if it has more than escapes."""
    if value.isalnum():
        return value  # as nearly all
    return _ESCAPED.sub(r"\1", value) if _LITERAL.fullmatch(value) else None


def escape_value(text: str) -> str:
    r"""Write a text as a regular expression inside quotes: ``U.S.`` becomes ``U\.S\.``."""
    if text.isalnum():
        return text  # Nearly every term is; the substitution would take a hundred times longer.
    return _SPECIAL.sub(r"\\\g<0>", text)


_SPECIAL = regex.compile(r'[\\.^$*+?{}\[\]|()"\s]')
_ESCAPED = regex.compile(r"(?s)\\(.)")
_LITERAL = regex.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w])*")


def pattern_length(pattern: Pattern) -> tuple[int, int]:
    """The smallest and the largest number of tokens that a pattern can match."""
    if isinstance(pattern, Token):
        return 1, 1
    if isinstance(pattern, Edge):
        return 0, 0
    if isinstance(pattern, Repeat):
        shortest, longest = pattern_length(pattern.item)
        return shortest * pattern.least, longest * pattern.most
    parts = [
        pattern_length(item)
        for item in (pattern.items if isinstance(pattern, TokenSequence) else pattern.options)
    ]
    if isinstance(pattern, TokenSequence):
        return sum(least for least, _ in parts), sum(most for _, most in parts)
    return min(least for least, _ in parts), max(most for _, most in parts)
