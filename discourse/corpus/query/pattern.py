"""What a query means: tests of one token, patterns of tokens in a row, and the hits of patterns."""

from dataclasses import dataclass

import regex

# ---------------------------------------------------------------------------- tests of a token


@dataclass(frozen=True)
class Word:
    """The whole of a token's `word` (as it is written) or `lower` (as it is counted) matches."""

    attribute: str
    value: str
    ignore_case: bool = False


@dataclass(frozen=True)
class Both:
    """All of some tests hold; of no test they always do."""

    tests: tuple["Test", ...]


@dataclass(frozen=True)
class Either:
    """At least one of some tests holds."""

    tests: tuple["Test", ...]


@dataclass(frozen=True)
class Not:
    """A test does not hold."""

    test: "Test"


Test = Word | Both | Either | Not

# ---------------------------------------------------------------------- patterns of tokens


@dataclass(frozen=True)
class Token:
    """One token that passes a test."""

    test: Test


@dataclass(frozen=True)
class TokenSequence:
    """Patterns one after the other."""

    items: tuple["Pattern", ...]


@dataclass(frozen=True)
class Choice:
    """One of some patterns."""

    options: tuple["Pattern", ...]


@dataclass(frozen=True)
class Repeat:
    """A pattern some times in a row."""

    item: "Pattern"
    least: int
    most: int


Pattern = Token | TokenSequence | Choice | Repeat

# -------------------------------------------------------------------------- hits of patterns


@dataclass(frozen=True)
class Find:
    """The hits of a pattern; `within` is "" where the query leaves it to the caller."""

    pattern: Pattern
    within: str = ""


@dataclass(frozen=True)
class Minus:
    """The hits of the one that are no hits of the other."""

    left: "Hits"
    right: "Hits"


@dataclass(frozen=True)
class Meet:
    """The hits of `node` from which some hit of `near` is `low` to `high` tokens away."""

    node: "Hits"
    near: "Hits"
    low: int
    high: int
    within: str = ""


Hits = Find | Minus | Meet


@dataclass(frozen=True)
class Comparison:
    """``attribute operator value``: a value in quotes compares as text, a bare one as a number."""

    attribute: str
    operator: str
    value: str | float


# What follows `::`: alternatives, each of which holds where all of its comparisons hold.
Condition = tuple[tuple[Comparison, ...], ...]


@dataclass(frozen=True)
class Query:
    """Some hits, and the condition on the parts that they may be in."""

    hits: Hits
    condition: Condition = ()


def literal_text(value: str) -> str | None:
    """The one text that a regular expression matches, if there is no more to it than escapes."""
    return regex.sub(r"(?s)\\(.)", r"\1", value) if _LITERAL.fullmatch(value) else None


def escape_value(text: str) -> str:
    r"""A text as a regular expression inside quotes: ``U.S.`` is ``U\.S\.``."""
    if text.isalnum():
        return text  # as nearly every term is; a pattern would take a hundred times longer
    return _SPECIAL.sub(r"\\\g<0>", text)


_SPECIAL = regex.compile(r'[\\.^$*+?{}\[\]|()"\s]')
_LITERAL = regex.compile(r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w])*")


def pattern_length(pattern: Pattern) -> tuple[int, int]:
    """The smallest and the greatest number of tokens that a pattern takes."""
    if isinstance(pattern, Token):
        return 1, 1
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
