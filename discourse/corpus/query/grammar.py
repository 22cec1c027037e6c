"""Parse the text of a query by the grammar of CQL; explain where it breaks, and what would work."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import TypeVar

import lark
import regex

from discourse.errors import DiscourseError
from discourse.text.document import compose
from discourse.text.width import count_columns

# How many characters of a query an error message shows around the place where it breaks.
EXCERPT = 100

CQL_GRAMMAR = r"""
query: hits ("::" condition)?

?hits: combined
    | hits _WITHIN limit               -> within
    | hits "!" _WITHIN limit           -> outside
    | hits _CONTAINING choice          -> containing
    | hits "!" _CONTAINING choice      -> lacking
?limit: NAME                            -> named
    | "<" NAME test? "/>"               -> spans
    | "(" hits ")"
?combined: choice
    | combined _MINUS choice           -> minus
    | combined _UNION choice           -> union
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
    | "<" NAME test? "/>"               -> spans
    | "<" NAME test? ">"                -> opening
    | "</" NAME test? ">"               -> closing
    | "(" hits ")"
    | "meet" "(" hits "," hits "," INTEGER "," INTEGER ["," _WITHIN "=" limit] ")" -> meet

?test: conjunction ("|" conjunction)*   -> either
?conjunction: negation ("&" negation)*  -> both
?negation: "!" negation                 -> negated
    | "(" test ")"
    | path EQUAL STRING FLAG?           -> word
path: NAME ("." NAME)*

condition: group (("|" | _OR) group)*
group: compared (("&" | _AND) compared)*
?compared: attribute (SIGN | ORDER) value -> comparison
    | attribute _IN list                  -> membership
    | "(" condition ")"
?attribute: NAME | STRING | SINGLE
?value: STRING | SINGLE | NUMBER | INTEGER
list: "(" value ("," value)* ","? ")" | "[" value ("," value)* ","? "]"

STRING: /"(?:[^"\\]|\\.)*"/s
SINGLE: /'(?:[^'\\]|\\.)*'/s
FLAG: /%[a-z]+/
EQUAL: "=" | "!="
SIGN: "==" | "=" | "!="
ORDER: "<=" | ">=" | "<" | ">"
INTEGER: /-?[0-9]+/
NUMBER.2: /-?[0-9]+\.[0-9]+/
NAME: /[^\W\d][\w\p{M}]*/
_WITHIN: /within\b/
_CONTAINING: /containing\b/
_MINUS: /minus\b/
_UNION: /union\b/
_AND: /and\b/
_OR: /or\b/
_IN: /in\b/
%ignore /\s+/
"""


Tree = lark.Tree[lark.Token]
T = TypeVar("T")


class BrokenQueryError(Exception):
    """Where a query breaks, why, and what may take the place of the broken piece."""

    def __init__(self, at: lark.Token | Tree | int, reason: str, instead: str = "") -> None:
        super().__init__(reason)
        self.position = at if isinstance(at, int) else _start_of(at)
        self.reason = reason
        self.instead = (str(at), instead)


@cache
def _load_grammar(start: str) -> lark.Lark:
    return lark.Lark(
        CQL_GRAMMAR,
        parser="lalr",
        start=start,
        propagate_positions=True,
        regex=True,
        lexer_callbacks={"NAME": _compose_name},
    )


def _compose_name(name: lark.Token) -> lark.Token:
    return name.update(value=compose(name))


def interpret(text: str, start: str, meaning: Callable[[Tree], T], example: str) -> T:
    """Parse and interpret a text; an error marks where it breaks, and shows a text that works."""
    try:
        return meaning(_parse_tree(text, start))
    except RecursionError:
        raise DiscourseError(
            f"this {start} has too many nested parentheses; write it with fewer."
        ) from None
    except BrokenQueryError as broken:
        works = next(_find_working(text, broken, start, meaning), example)
        raise DiscourseError(
            f"{broken.reason}\n{_point_at(text, broken.position)}\nThis would work: {works}"
        ) from None


def _point_at(text: str, position: int) -> str:
    """The text around a place, with a caret below the place."""
    start = max(0, position - EXCERPT // 2)
    shown = _BLANK.sub(" ", text[start : start + EXCERPT])
    return f"  {shown}\n  {' ' * count_columns(text[start:position])}^"


def _parse_tree(text: str, start: str) -> Tree:
    try:
        return _load_grammar(start).parse(text)
    except lark.exceptions.UnexpectedInput as error:
        at = error.pos_in_stream
        ended = isinstance(error, lark.exceptions.UnexpectedToken) and error.token.type == "$END"
        if ended or at is None:
            raise BrokenQueryError(
                len(text.rstrip()), f"the {start} ends too early here:"
            ) from None
        raise BrokenQueryError(at, _explain_break(text, at, start)) from None


def _explain_break(text: str, at: int, start: str) -> str:
    """Say why a text breaks at a place; what only other programs know is called by its name."""
    if (start == "condition" or "::" in text[:at]) and _CONSTRAINT.match(text, at):
        return "global constraints, such as a.word = b.word, are not part of this query language:"
    if _LABEL.match(text, at):
        return "labels, such as 1:, are not part of this query language:"
    if _UNION.match(text, at):
        return "MU(...) is not part of this query language; write meet(A, B, -1, 1):"
    if _OUTER_NOT.match(text, at) and text[at - 1 : at] != "[":
        return "! belongs inside the brackets of a token:"
    return f"the {start} breaks here:"


def _find_working(
    text: str, broken: BrokenQueryError, start: str, meaning: Callable[[Tree], T]
) -> Iterator[str]:
    """Yield small repairs of a broken text that work, the likeliest first."""
    for candidate in _list_repairs(text, broken):
        try:
            meaning(_parse_tree(candidate, start))
        except (BrokenQueryError, RecursionError):
            continue
        yield candidate


def _list_repairs(text: str, broken: BrokenQueryError) -> Iterator[str]:
    before, after = text[: broken.position].rstrip(), text[broken.position :].lstrip()
    yield text.translate(dict.fromkeys(map(ord, "“”„«»"), '"'))
    yield text.translate(dict.fromkeys(map(ord, "‘’‚"), "'"))
    yield text.replace("<>", "!=")
    yield _NEGATED.sub(r"[word!=\1]", text)
    yield _NEGATED_TEST.sub(r"[!(\1)]", text)
    yield _LABEL.sub("", text)
    yield _MU.sub(r"meet(\1, \2, \3, \4)", text)
    yield _RESTRICTION.sub("", _LABEL.sub("", text))
    yield regex.sub(r'(?<=[\]")])\*', "+", text)
    yield _BARE_VALUE.sub(r'"\1"', text)
    yield _BARE_NUMBER.sub(r'"\1"', text)
    old, new = broken.instead
    if old and new:
        if text.startswith(old, broken.position):  # elsewhere, the same word may be right
            yield f"{text[: broken.position]}{new}{text[broken.position + len(old) :]}"
        yield text.replace(old, new)
        yield new
    yield from (f"{text.rstrip()}{closing}" for closing in ('"', "]", '"]', ")"))
    yield from (f"{before}{closing} {after}" for closing in ("]", ")", '"', '"]'))
    yield f"{before} {after[1:].lstrip()}"


def _start_of(at: lark.Token | Tree) -> int:
    place = at.start_pos if isinstance(at, lark.Token) else getattr(at.meta, "start_pos", 0)
    return place or 0


# What Corpus Workbench and Sketch Engine have, and this language has not.
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_NEGATED = regex.compile(rf"!\s*({_QUOTED})")
_NEGATED_TEST = regex.compile(rf"!\s*\[((?:[^\]\"]|{_QUOTED})+)\]")
_LABEL = regex.compile(rf"{_QUOTED}(*SKIP)(*FAIL)|\b\w+:(?=[\[\"(])|@(?=[\[\"(])")
_MU = regex.compile(
    rf"MU\s*\(\s*meet\s+({_QUOTED}|\[[^\]]*\])\s+({_QUOTED}|\[[^\]]*\])\s+(-?\d+)\s+(-?\d+)\s*\)"
)
_RESTRICTION = regex.compile(r"(?s)\s*::.*")
_CONSTRAINT = regex.compile(r"\w*\.\p{L}")
_UNION = regex.compile(r"MU\s*\(")
_OUTER_NOT = regex.compile(r'!\s*[\["(]')
_BLANK = regex.compile(r"\s")
# A word where a value is expected, and a number where the name of a column is.
_BARE_VALUE = regex.compile(r"(?<=[=<>]\s*)(\p{L}\w*)")
_BARE_NUMBER = regex.compile(r"(?<![\w\"'=<>]\s*)(\d+)(?=\s*[=<>!])")
