"""CQL, the query language of the field, read by lark into patterns, hits and conditions."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from math import prod
from typing import TypeVar, cast

import lark
import regex

from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Comparison,
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
    escape_value,
    literal_text,
    pattern_length,
)
from discourse.corpus.store.parts import UNITS
from discourse.errors import DiscourseError
from discourse.text.tokenizer import Tokenizer
from discourse.text.width import count_columns

# A hit of a pattern with repetitions has at most this many tokens, as in Corpus Workbench.
LONGEST = 500
# One of a fixed length has at most this many, as an n-gram.
LONGEST_FIXED = 10_000
# A window reaches at most this far: a token's number has 64 bits.
FARTHEST = 10**18
# How often `*`, `+` and `{2,}` repeat at most.
UNBOUNDED = 100
# How often a regular expression may repeat letters: one of a billion times takes all memory.
MOST_TIMES = 1_000
# Alternatives that a condition may come to when its parentheses are multiplied out.
MOST_GROUPS = 1_000

# No limit has as many digits; Python reads some thousands, and not in no time.
DIGITS = 20

# Characters of a query that are shown where it breaks.
SHOWN = 100

ATTRIBUTES = ("word", "lower")
BORDERS = {"s": "sentence"} | {unit: unit for unit in UNITS}
EXAMPLE = '[word="communit.*"] []{0,2} "future"'
EXAMPLE_CONDITION = 'section = "2" & year >= 2017'

GRAMMAR = r"""
query: hits ("::" condition)?

?hits: difference
    | difference "within" NAME          -> within
?difference: choice
    | difference "minus" choice         -> minus
?choice: row ("|" row)*
?row: repeated+
?repeated: atom
    | atom "?"                          -> optional
    | atom "*"                          -> star
    | atom "+"                          -> plus
    | atom "{" INTEGER "}"              -> times
    | atom "{" [INTEGER] "," [INTEGER] "}" -> between
?atom: STRING FLAG?                     -> quoted
    | "[" test? "]"                     -> token
    | "(" hits ")"
    | "meet" "(" hits "," hits "," INTEGER "," INTEGER ["," "within" "=" NAME] ")" -> meet

?test: conjunction ("|" conjunction)*   -> either
?conjunction: negation ("&" negation)*  -> both
?negation: "!" negation                 -> negated
    | "(" test ")"
    | NAME EQUAL STRING FLAG?           -> word

condition: group ("|" group)*
group: compared ("&" compared)*
?compared: NAME (EQUAL | ORDER) (STRING | NUMBER | INTEGER) -> comparison
    | "(" condition ")"

STRING: /"(?:[^"\\]|\\.)*"/s
FLAG: /%[a-z]+/
EQUAL: "=" | "!="
ORDER: "<=" | ">=" | "<" | ">"
INTEGER: /-?[0-9]+/
NUMBER.2: /-?[0-9]+\.[0-9]+/
NAME: /[^\W\d]\w*/
%ignore /\s+/
"""


Tree = lark.Tree[lark.Token]
T = TypeVar("T")


class _BrokenQueryError(Exception):
    """Where in its text a query breaks, and why."""

    def __init__(self, at: lark.Token | Tree | int, reason: str, instead: str = "") -> None:
        super().__init__(reason)
        self.position = at if isinstance(at, int) else _start_of(at)
        self.reason = reason
        self.instead = (str(at), instead)


def parse_cql(text: str) -> Query:
    """What a query in CQL means."""
    return _interpret(text, "query", _read_query, EXAMPLE)


def parse_restriction(text: str) -> Condition:
    """What a condition on parts means: alternatives, each of some comparisons that all hold."""
    return _interpret(text.strip(), "condition", _read_condition, EXAMPLE_CONDITION)


@cache
def _load_grammar(start: str) -> lark.Lark:
    return lark.Lark(GRAMMAR, parser="lalr", start=start, propagate_positions=True)


# ------------------------------------------------------------------------------------- errors


def _interpret(text: str, start: str, meaning: Callable[[Tree], T], example: str) -> T:
    """The meaning of a text; or where it breaks, a caret below the place, and a text that works."""
    try:
        return meaning(_parse_tree(text, start))
    except RecursionError:
        raise DiscourseError(f"this {start} has too many parentheses inside one another.") from None
    except _BrokenQueryError as broken:
        works = next(_find_working(text, broken, start, meaning), example)
        raise DiscourseError(
            f"{broken.reason}\n{_point_at(text, broken.position)}\nThis would work: {works}"
        ) from None


def _point_at(text: str, position: int) -> str:
    """What is written around a place, and a caret below it."""
    start = max(0, position - SHOWN // 2)
    shown = _BLANK.sub(" ", text[start : start + SHOWN])
    return f"  {shown}\n  {' ' * count_columns(text[start:position])}^"


def _parse_tree(text: str, start: str) -> Tree:
    try:
        return _load_grammar(start).parse(text)
    except lark.exceptions.UnexpectedInput as error:
        at = error.pos_in_stream
        ended = isinstance(error, lark.exceptions.UnexpectedToken) and error.token.type == "$END"
        if ended or at is None:
            raise _BrokenQueryError(
                len(text.rstrip()), f"the {start} ends too early here:"
            ) from None
        raise _BrokenQueryError(at, f"the {start} breaks here:") from None


def _find_working(
    text: str, broken: _BrokenQueryError, start: str, meaning: Callable[[Tree], T]
) -> Iterator[str]:
    """The texts that work and differ from a broken one by little, the likeliest first."""
    for candidate in _list_repairs(text, broken):
        try:
            meaning(_parse_tree(candidate, start))
        except (_BrokenQueryError, RecursionError):
            continue
        yield candidate


def _list_repairs(text: str, broken: _BrokenQueryError) -> Iterator[str]:
    before, after = text[: broken.position].rstrip(), text[broken.position :].lstrip()
    yield text.translate(dict.fromkeys(map(ord, "“”„«»"), '"'))
    if all(broken.instead):
        yield text.replace(*broken.instead)
        yield broken.instead[1]
    yield from (f"{text.rstrip()}{closing}" for closing in ('"', "]", '"]', ")"))
    yield from (f"{before}{closing} {after}" for closing in ("]", ")", '"', '"]'))
    yield f"{before} {after[1:].lstrip()}"


def _start_of(at: lark.Token | Tree) -> int:
    place = at.start_pos if isinstance(at, lark.Token) else getattr(at.meta, "start_pos", 0)
    return place or 0


_BLANK = regex.compile(r"\s")

# --------------------------------------------------------------------------------------- hits


def _read_query(tree: Tree) -> Query:
    hits, *condition = _subtrees(tree)
    return Query(_read_hits(hits), _read_condition(condition[0]) if condition else ())


def _read_hits(tree: Tree) -> Hits:
    match tree.data:
        case "within":
            inner, unit = tree.children
            return _bound_hits(_read_hits(_as_tree(inner)), _read_unit(_as_token(unit)))
        case "minus":
            left, right = _subtrees(tree)
            return Minus(_read_hits(left), _read_hits(right))
        case "meet":
            return _read_meet(tree)
    return Find(_check_length(tree))


def _bound_hits(hits: Hits, within: str) -> Hits:
    """Hits that stay within a unit, where they do not name one themselves."""
    if isinstance(hits, Minus):
        return Minus(_bound_hits(hits.left, within), _bound_hits(hits.right, within))
    if isinstance(hits, Meet):
        node, near = _bound_hits(hits.node, within), _bound_hits(hits.near, within)
        return Meet(node, near, hits.low, hits.high, hits.within or within)
    return Find(hits.pattern, hits.within or within)


def _read_meet(tree: Tree) -> Meet:
    node, near, low, high, unit = tree.children
    first, last = _read_integer(_as_token(low)), _read_integer(_as_token(high))
    if max(abs(first), abs(last)) > FARTHEST:
        raise _BrokenQueryError(_as_token(low), f"a window reaches {FARTHEST:,} tokens at most:")
    if first > last:
        raise _BrokenQueryError(_as_token(low), f"the window from {first} to {last} is empty:")
    within = _read_unit(_as_token(unit)) if unit is not None else ""
    return Meet(_read_hits(_as_tree(node)), _read_hits(_as_tree(near)), first, last, within)


def _read_unit(unit: lark.Token) -> str:
    if unit not in BORDERS:
        raise _BrokenQueryError(unit, f"within takes {', '.join(BORDERS)}:")
    return BORDERS[unit]


# ----------------------------------------------------------------------------------- patterns


def _check_length(tree: Tree) -> Pattern:
    """A pattern whose hits are of some length, and of no more than can be matched."""
    pattern = _read_pattern(tree)
    least, most = pattern_length(pattern)
    if most == 0:
        raise _BrokenQueryError(tree, "this pattern takes no token:")
    longest = LONGEST if most > least else LONGEST_FIXED
    if most > longest:
        raise _BrokenQueryError(
            tree, f"this pattern may take {most:,} tokens, and {longest:,} are the most:"
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
            raise _BrokenQueryError(
                tree, "meet, minus and within give hits, which are no part of a longer pattern:"
            )
    return _read_repetition(tree)


def _read_repetition(tree: Tree) -> Repeat:
    item, *numbers = tree.children
    least, most = _repetition_limits(
        str(tree.data), [n if n is None else _read_integer(_as_token(n)) for n in numbers]
    )
    if most > LONGEST_FIXED:
        raise _BrokenQueryError(tree, f"this repeats more than {LONGEST_FIXED:,} times:")
    if not 0 <= least <= most:
        raise _BrokenQueryError(tree, f"a repetition from {least} to {most} times is none:")
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
    if name not in ATTRIBUTES:
        raise _BrokenQueryError(name, f"{name} is no attribute here; word and lower are:")
    test = _read_word(name, value, flag)
    return test if sign == "=" else Not(test)


def _read_word(attribute: str, quoted: lark.Token, flag: list[lark.Token]) -> Word:
    """A test against a regular expression, which is tried here once."""
    value = quoted[1:-1]
    if flag and flag[0] != "%c":
        raise _BrokenQueryError(flag[0], f"{flag[0]} is no flag here; %c (ignore case) is:", "%c")
    if _BLANK_OF_VALUE.search(value):
        raise _BrokenQueryError(
            quoted,
            f"{quoted} is one token with a blank in it, and no token has one:",
            '" "'.join(quoted.split()),
        )
    if strange := _STRANGE.search(value):
        raise _BrokenQueryError(
            quoted, f"{strange[0]} is no part of a value; (?: (?i) (?= (?! (?< are:"
        )
    if (
        prod(max(map(_read_integer, filter(None, times))) for times in _COUNTED.findall(value))
        > MOST_TIMES
    ):
        raise _BrokenQueryError(quoted, f"this repeats letters more than {MOST_TIMES:,} times:")
    try:
        regex.compile(value)
    except regex.error as error:
        raise _BrokenQueryError(quoted, f"this is no regular expression ({error}):") from None
    text = literal_text(value) if attribute == "lower" else None
    return Word(
        attribute, value if text is None else escape_value(Tokenizer().fold(text)), bool(flag)
    )


# Of what opens with (? some calls itself until memory ends.
_STRANGE = regex.compile(
    r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\(\?(?!:|i\)|=|!|<[=!]).?"
)
_COUNTED = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\{(?=\d|,\d)(\d*),?(\d*)\}")
_BLANK_OF_VALUE = regex.compile(r"(?s)\\.(*SKIP)(*FAIL)|\[(?:\\.|[^\]\\])*\](*SKIP)(*FAIL)|\s")

# --------------------------------------------------------------------------------- conditions


def _read_condition(tree: Tree) -> Condition:
    """Alternatives of comparisons that all hold; parentheses are multiplied out."""
    return tuple(group for part in _subtrees(tree) for group in _read_group(part))


def _read_group(tree: Tree) -> Condition:
    parts = [_read_comparison(part) for part in _subtrees(tree)]
    if prod(map(len, parts)) > MOST_GROUPS:
        raise _BrokenQueryError(tree, f"this condition has more than {MOST_GROUPS:,} alternatives:")
    return tuple(sum(choice, ()) for choice in product(*parts))


def _read_comparison(tree: Tree) -> Condition:
    if tree.data == "condition":
        return _read_condition(tree)
    name, sign, value = map(_as_token, tree.children)
    text = value.type == "STRING"
    compared = _ESCAPED.sub(r"\1", value[1:-1]) if text else float(value)
    return ((Comparison(str(name), str(sign), compared),),)


_ESCAPED = regex.compile(r"(?s)\\(.)")

# -------------------------------------------------------------------------------------- trees


def _subtrees(tree: Tree) -> list[Tree]:
    return [_as_tree(child) for child in tree.children]


def _as_tree(child: Tree | lark.Token) -> Tree:
    return cast(Tree, child)


def _as_token(child: Tree | lark.Token) -> lark.Token:
    return cast(lark.Token, child)


def _read_integer(written: str) -> int:
    """A whole number; of one that is beyond all limits the first digits, which are so too."""
    digits = int(written.lstrip("-0")[:DIGITS] or 0)
    return -digits if written.startswith("-") else digits
