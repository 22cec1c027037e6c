"""CQL, the query language of the field: what a parsed text means, and what is refused."""

from difflib import get_close_matches
from itertools import product
from math import prod
from typing import cast

import lark
import regex

from discourse.corpus.query.grammar import BrokenQueryError, Tree, interpret
from discourse.corpus.query.pattern import (
    AttributeComparison,
    Both,
    Choice,
    Condition,
    Either,
    Find,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    Query,
    Repeat,
    Test,
    Token,
    TokenSequence,
    Word,
    pattern_length,
)
from discourse.corpus.store.parts import UNITS

# The most tokens that a hit of a pattern with repetitions may have, as in Corpus Workbench.
MOST_TOKENS = 500
# The most tokens that a hit of a pattern of fixed length, such as an n-gram, may have.
MOST_TOKENS_FIXED = 10_000
# The widest window of `meet`: token numbers have 64 bits.
WIDEST_WINDOW = 10**18
# The most repetitions that `*`, `+` and `{2,}` stand for.
UNBOUNDED = 100
# The most repetitions inside a regular expression: a billion of them would exhaust memory.
MOST_LETTERS_REPEATED = 1_000
# The most alternatives that a condition may have once its parentheses are multiplied out.
MOST_ALTERNATIVES = 1_000
# Parse at most 20 digits: every limit is shorter, and int() is slow on thousands.
MOST_DIGITS = 20

TOKEN_ATTRIBUTES = ("word", "lower")
UNIT_NAMES = {"s": "sentence"} | {unit: unit for unit in UNITS}
EXAMPLE_QUERY = '[word="communit.*"] []{0,2} "future"'
EXAMPLE_CONDITION = 'section = "2" & year >= 2017'


def parse_cql(text: str) -> Query:
    """Parse a query in CQL."""
    return interpret(text, "query", _read_query, EXAMPLE_QUERY)


def parse_restriction(text: str) -> Condition:
    """Parse a condition on parts into alternatives, each of comparisons that must all hold."""
    return interpret(text.strip(), "condition", _read_condition, EXAMPLE_CONDITION)


# --------------------------------------------------------------------------------------- hits


def _read_query(tree: Tree) -> Query:
    hits, *condition = _subtrees(tree)
    return Query(_read_hits(hits), _read_condition(condition[0]) if condition else ())


def _read_hits(tree: Tree) -> Hits:
    match tree.data:
        case "within":
            inner, unit = tree.children
            return _limit_to_unit(_read_hits(_as_tree(inner)), _read_unit(_as_token(unit)))
        case "minus":
            left, right = _subtrees(tree)
            return Minus(_read_hits(left), _read_hits(right))
        case "meet":
            return _read_meet(tree)
    return Find(_check_length(tree))


def _limit_to_unit(hits: Hits, within: str) -> Hits:
    """Keep hits within a unit, unless they name one themselves."""
    if isinstance(hits, Minus):
        return Minus(_limit_to_unit(hits.left, within), _limit_to_unit(hits.right, within))
    if isinstance(hits, Meet):
        node, near = _limit_to_unit(hits.node, within), _limit_to_unit(hits.near, within)
        return Meet(node, near, hits.low, hits.high, hits.within or within)
    return Find(hits.pattern, hits.within or within)


def _read_meet(tree: Tree) -> Meet:
    node, near, low, high, unit = tree.children
    first, last = _read_integer(_as_token(low)), _read_integer(_as_token(high))
    if max(abs(first), abs(last)) > WIDEST_WINDOW:
        raise BrokenQueryError(
            _as_token(low), f"a window reaches at most {WIDEST_WINDOW:,} tokens:"
        )
    if first > last:
        raise BrokenQueryError(_as_token(low), f"the window from {first} to {last} is empty:")
    within = _read_unit(_as_token(unit)) if unit is not None else ""
    return Meet(_read_hits(_as_tree(node)), _read_hits(_as_tree(near)), first, last, within)


def _read_unit(unit: lark.Token) -> str:
    if unit not in UNIT_NAMES:
        nearest = next(iter(get_close_matches(unit, UNIT_NAMES, n=1)), "")
        reason = f"{unit} is not a unit; within takes {', '.join(UNIT_NAMES)}:"
        raise BrokenQueryError(unit, reason, nearest)
    return UNIT_NAMES[unit]


# ----------------------------------------------------------------------------------- patterns


def _check_length(tree: Tree) -> Pattern:
    """Read a pattern; refuse one that matches no token, or more tokens than the limit."""
    pattern = _read_pattern(tree)
    least, most = pattern_length(pattern)
    if most == 0:
        raise BrokenQueryError(tree, "this pattern can match no token:")
    longest = MOST_TOKENS if most > least else MOST_TOKENS_FIXED
    if most > longest:
        raise BrokenQueryError(
            tree, f"this pattern may match {most:,} tokens, but at most {longest:,} are allowed:"
        )
    return pattern


def _read_pattern(tree: Tree) -> Pattern:
    match tree.data:
        case "row":
            return TokenSequence(tuple(map(_read_pattern, _subtrees(tree))))
        case "choice":
            return Choice(tuple(map(_read_pattern, _subtrees(tree))))
        case "quoted":
            value, *flag = map(_as_token, tree.children)
            return Token(_read_word("word", value, flag))
        case "token":
            return Token(_read_test(_as_tree(tree.children[0])) if tree.children else Both(()))
        case "within" | "minus" | "meet":
            raise BrokenQueryError(
                tree, "meet, minus and within return hits and cannot be part of a longer pattern:"
            )
    return _read_repetition(tree)


def _read_repetition(tree: Tree) -> Repeat:
    item, *numbers = tree.children
    least, most = _repetition_limits(
        str(tree.data), [n if n is None else _read_integer(_as_token(n)) for n in numbers]
    )
    if most > MOST_TOKENS_FIXED:
        raise BrokenQueryError(tree, f"this repeats more than {MOST_TOKENS_FIXED:,} times:")
    if not 0 <= least <= most:
        raise BrokenQueryError(tree, f"a repetition from {least} to {most} times is not possible:")
    return Repeat(_check_length(_as_tree(item)), least, most)


def _repetition_limits(kind: str, numbers: list[int | None]) -> tuple[int, int]:
    if kind in ("optional", "star", "plus"):
        return int(kind == "plus"), 1 if kind == "optional" else UNBOUNDED
    least, most = numbers if kind == "between" else numbers * 2
    least = least or 0
    return least, max(UNBOUNDED, least) if most is None else most


# -------------------------------------------------------------------------------------- tests


def _read_test(tree: Tree) -> Test:
    match tree.data:
        case "either":
            return Either(tuple(map(_read_test, _subtrees(tree))))
        case "both":
            return Both(tuple(map(_read_test, _subtrees(tree))))
        case "negated":
            return Not(_read_test(_as_tree(tree.children[0])))
    name, sign, value, *flag = map(_as_token, tree.children)
    if name not in TOKEN_ATTRIBUTES:
        raise BrokenQueryError(name, f"{name} is not an attribute of a token; use word or lower:")
    test = _read_word(name, value, flag)
    return test if sign == "=" else Not(test)


def _read_word(attribute: str, quoted: lark.Token, flag: list[lark.Token]) -> Word:
    """Read a test against a regular expression; compile it once, to refuse a malformed one here."""
    value = quoted[1:-1]
    if flag and flag[0] != "%c":
        raise BrokenQueryError(
            flag[0], f"{flag[0]} is not a flag; the only one is %c (ignore case):", "%c"
        )
    if _BLANK_IN_VALUE.search(value):
        raise BrokenQueryError(
            quoted,
            f"{quoted} is one token with a space in it, but no token contains a space:",
            '" "'.join(quoted.split()),
        )
    if unknown := _UNKNOWN_GROUP.search(value):
        raise BrokenQueryError(
            quoted, f"{unknown[0]} is not allowed in a value; allowed are (?: (?i) (?= (?! (?<:"
        )
    if (
        prod(max(map(_read_integer, filter(None, times))) for times in _REPETITION.findall(value))
        > MOST_LETTERS_REPEATED
    ):
        raise BrokenQueryError(
            quoted, f"this repeats letters more than {MOST_LETTERS_REPEATED:,} times:"
        )
    try:
        regex.compile(value)
    except regex.error as error:
        raise BrokenQueryError(quoted, f"this is not a regular expression ({error}):") from None
    return Word(attribute, value, bool(flag))


# Allow only these (?…) groups: recursive ones such as (?R) can exhaust memory.
_UNKNOWN_GROUP = regex.compile(
    r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\(\?(?!:|i\)|=|!|<[=!]).?"
)
_REPETITION = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\{(?=\d|,\d)(\d*),?(\d*)\}")
_BLANK_IN_VALUE = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\s")

# --------------------------------------------------------------------------------- conditions


def _read_condition(tree: Tree) -> Condition:
    """Read alternatives, each of comparisons that must all hold; multiply parentheses out."""
    return tuple(group for part in _subtrees(tree) for group in _read_group(part))


def _read_group(tree: Tree) -> Condition:
    parts = [_read_comparison(part) for part in _subtrees(tree)]
    if prod(map(len, parts)) > MOST_ALTERNATIVES:
        raise BrokenQueryError(
            tree, f"this condition has more than {MOST_ALTERNATIVES:,} alternatives:"
        )
    return tuple(sum(choice, ()) for choice in product(*parts))


def _read_comparison(tree: Tree) -> Condition:
    if tree.data == "condition":
        return _read_condition(tree)
    name = _as_token(tree.children[0])
    attribute = str(name) if name.type == "NAME" else _unquote(name)
    if tree.data == "membership":
        values = [_read_value(_as_token(child)) for child in _as_tree(tree.children[1]).children]
        texts = frozenset(value for value in values if isinstance(value, str))
        numbers = frozenset(value for value in values if isinstance(value, float))
        return tuple(
            (AttributeComparison(attribute, "in", kind),) for kind in (texts, numbers) if kind
        )
    sign, value = map(_as_token, tree.children[1:])
    return (
        (AttributeComparison(attribute, "=" if sign == "==" else str(sign), _read_value(value)),),
    )


def _read_value(value: lark.Token) -> str | float:
    return _unquote(value) if value.type in ("STRING", "SINGLE") else float(value)


def _unquote(quoted: lark.Token) -> str:
    return _ESCAPE.sub(r"\1", quoted[1:-1])


_ESCAPE = regex.compile(r"(?s)\\(.)")

# -------------------------------------------------------------------------------------- trees


def _subtrees(tree: Tree) -> list[Tree]:
    return [_as_tree(child) for child in tree.children]


def _as_tree(child: Tree | lark.Token) -> Tree:
    return cast(Tree, child)


def _as_token(child: Tree | lark.Token) -> lark.Token:
    return cast(lark.Token, child)


def _read_integer(written: str) -> int:
    """An integer; a longer one is cut to 20 digits, which still exceed every limit."""
    digits = int(written.lstrip("-0")[:MOST_DIGITS] or 0)
    return -digits if written.startswith("-") else digits
