"""Conditions on parts, as written after ``::`` and given to `subset`: what a parsed text means."""

from itertools import product
from math import prod
from typing import cast

import lark
import regex

from discourse.corpus.query.grammar import BrokenQueryError, Tree, interpret
from discourse.corpus.query.pattern import AttributeComparison, Condition
from discourse.text.document import compose

# The most alternatives that a condition may have once its parentheses are multiplied out.
MOST_ALTERNATIVES = 1_000
# Parse at most 20 digits: every limit is shorter, and int() is slow on thousands.
MOST_DIGITS = 20
EXAMPLE_CONDITION = 'section = "2" & year >= 2017'


def parse_restriction(text: str) -> Condition:
    """Parse a condition on parts into alternatives, each of comparisons that must all hold."""
    return interpret(text.strip(), "condition", read_condition, EXAMPLE_CONDITION)


def read_condition(tree: Tree) -> Condition:
    """Read alternatives, each of comparisons that must all hold; multiply parentheses out."""
    return tuple(group for part in cast(list[Tree], tree.children) for group in _read_group(part))


def _read_group(tree: Tree) -> Condition:
    parts = [_read_comparison(part) for part in cast(list[Tree], tree.children)]
    if prod(map(len, parts)) > MOST_ALTERNATIVES:
        raise BrokenQueryError(
            tree, f"this condition has more than {MOST_ALTERNATIVES:,} alternatives:"
        )
    return tuple(sum(choice, ()) for choice in product(*parts))


def _read_comparison(tree: Tree) -> Condition:
    if tree.data == "condition":
        return read_condition(tree)
    name = cast(lark.Token, tree.children[0])
    attribute = str(name) if name.type == "NAME" else compose(_unquote(name))
    if tree.data == "membership":
        listed = cast(list[lark.Token], cast(Tree, tree.children[1]).children)
        values = list(map(_read_value, listed))
        texts = frozenset(value for value in values if isinstance(value, str))
        numbers = frozenset(value for value in values if isinstance(value, float))
        return tuple(
            (AttributeComparison(attribute, "in", kind),) for kind in (texts, numbers) if kind
        )
    sign, value = cast(list[lark.Token], tree.children[1:])
    return (
        (AttributeComparison(attribute, "=" if sign == "==" else str(sign), _read_value(value)),),
    )


def _read_value(value: lark.Token) -> str | float:
    return compose(_unquote(value)) if value.type in ("STRING", "SINGLE") else float(value)


def _unquote(quoted: lark.Token) -> str:
    return _ESCAPE.sub(r"\1", quoted[1:-1])


_ESCAPE = regex.compile(r"(?s)\\(.)")


def read_integer(written: str) -> int:
    """An integer; a longer one is cut to 20 digits, which still exceed every limit."""
    digits = int(written.lstrip("-0")[:MOST_DIGITS] or 0)
    return -digits if written.startswith("-") else digits
