"""CQL, the query language of the field: what a parsed text means, and what is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from typing import cast

import lark

from discourse.corpus.query.cql_values import ValueReader
from discourse.corpus.query.grammar import BrokenQueryError, Tree, interpret
from discourse.corpus.query.pattern import (
    ANY,
    Both,
    Choice,
    Containing,
    Edge,
    Either,
    Find,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    Query,
    Repeat,
    SpanHits,
    Structure,
    Test,
    Token,
    TokenSequence,
    Union,
    Within,
    Word,
    pattern_length,
)
from discourse.corpus.query.restriction import read_condition, read_integer
from discourse.corpus.store.layer_values import OF_TAGGERS, describe_missing
from discourse.corpus.store.parts import UNITS
from discourse.corpus.store.placing import PlacedLayer, SpanLayer
from discourse.text.readers.distances import HEAD
from discourse.text.tokenizer import Tokenizer

# The most tokens that a hit of a pattern with repetitions may have, as in Corpus Workbench.
MOST_TOKENS = 500
# The most tokens that a hit of a pattern of fixed length, such as an n-gram, may have.
MOST_TOKENS_FIXED = 10_000
# The widest window of `meet`: token numbers have 64 bits.
WIDEST_WINDOW = 10**18
# The most repetitions that `*`, `+` and `{2,}` stand for.
UNBOUNDED = 100

FORM_ATTRIBUTES = ("word", "lower")
UNIT_NAMES = {"s": "sentence"} | {unit: unit for unit in UNITS}
EXAMPLE_QUERY = '[word="communit.*"] []{0,2} "future"'


def parse_cql(
    text: str, tokenizer: Tokenizer, layers: Mapping[str, PlacedLayer], *, joined: bool
) -> Query:
    """Parse a query in CQL, which may name the layers."""
    reader = _QueryReader(layers, ValueReader(tokenizer, joined))
    return interpret(text, "query", reader.read_query, EXAMPLE_QUERY)


@dataclass(frozen=True)
class _QueryReader:
    layers: Mapping[str, PlacedLayer]
    values: ValueReader

    # ------------------------------------------------------------------------------------ hits

    def read_query(self, tree: Tree) -> Query:
        hits, *condition = _subtrees(tree)
        return Query(self._read_hits(hits), read_condition(condition[0]) if condition else ())

    def _read_hits(self, tree: Tree) -> Hits:
        match tree.data:
            case "within" | "outside":
                hits, limit = _subtrees(tree)
                negated = tree.data == "outside"
                return Within(self._read_hits(hits), self._read_limit(limit), negated)
            case "containing" | "lacking":
                outer, inner = map(self._read_hits, _subtrees(tree))
                return Containing(outer, inner, negated=tree.data == "lacking")
            case "minus" | "union":
                left, right = map(self._read_hits, _subtrees(tree))
                return Minus(left, right) if tree.data == "minus" else Union(left, right)
            case "meet":
                return self._read_meet(tree)
            case "spans":
                return SpanHits(self._read_structure(tree))
        return Find(self._check_length(tree))

    def _read_limit(self, tree: Tree) -> str | Hits:
        if tree.data == "named":
            limit: Hits = SpanHits(self._read_structure(tree))
        else:
            limit = self._read_hits(tree)
        is_unit = isinstance(limit, SpanHits) and limit.structure.name in UNITS
        return limit.structure.name if isinstance(limit, SpanHits) and is_unit else limit

    def _read_meet(self, tree: Tree) -> Hits:
        node, near, low, high, limit = tree.children
        first, last = read_integer(_as_token(low)), read_integer(_as_token(high))
        if max(abs(first), abs(last)) > WIDEST_WINDOW:
            raise BrokenQueryError(
                _as_token(low), f"a window reaches at most {WIDEST_WINDOW:,} tokens:"
            )
        if first > last:
            raise BrokenQueryError(_as_token(low), f"the window from {first} to {last} is empty:")
        hits = Meet(self._read_hits(_as_tree(node)), self._read_hits(_as_tree(near)), first, last)
        return hits if limit is None else Within(hits, self._read_limit(_as_tree(limit)))

    # ------------------------------------------------------------------------------ structures

    def _read_structure(self, tree: Tree) -> Structure:
        name, *test = tree.children
        given = _as_token(name)
        spans = [known for known, layer in self.layers.items() if isinstance(layer, SpanLayer)]
        if given in UNIT_NAMES:
            if any(each is not None for each in test):
                raise BrokenQueryError(
                    given, f"{given} has no labels; write <{given}/>, or name a layer of spans:"
                )
            return Structure(UNIT_NAMES[given])
        if given not in spans:
            known = ", ".join([*UNIT_NAMES, *spans])
            raise BrokenQueryError(
                given,
                f"{given} is a layer of tokens, and has no spans; those with spans are {known}:"
                if given in self.layers
                else f"{given} is not a unit{' or a layer' if spans else ''}; "
                f"within takes {known}:",
                _nearest_name(given, [*UNIT_NAMES, *spans]) or next(iter(UNIT_NAMES)),
            )
        tests = [_as_tree(each) for each in test if each is not None]
        layer = cast(SpanLayer, self.layers[given])
        columns = ("label", *layer.columns)
        read_word = partial(self._read_column, columns=columns, name=str(given))
        return Structure(str(given), self._read_test(tests[0], read_word) if tests else ANY)

    # -------------------------------------------------------------------------------- patterns

    def _check_length(self, tree: Tree) -> Pattern:
        """Read a pattern; refuse one that matches no token, or more tokens than the limit."""
        pattern = self._read_pattern(tree)
        least, most = pattern_length(pattern)
        if isinstance(pattern, Edge):
            _refuse_edge(tree)
        if most == 0:
            raise BrokenQueryError(tree, "this pattern can match no token:")
        longest = MOST_TOKENS if most > least else MOST_TOKENS_FIXED
        if most > longest:
            raise BrokenQueryError(
                tree,
                f"this pattern may match {most:,} tokens, but at most {longest:,} are allowed:",
            )
        return pattern

    def _read_pattern(self, tree: Tree) -> Pattern:
        match tree.data:
            case "row":
                return self._read_row(tree)
            case "choice":
                options = tuple(map(self._read_pattern, _subtrees(tree)))
                _refuse_edges(tree, options)
                return Choice(options)
            case "quoted":
                value, *flag = map(_as_token, tree.children)
                return Token(self.values.read_form("word", value, flag))
            case "token":
                test = tree.children[0] if tree.children else None
                return Token(ANY if test is None else self._read_token_test(_as_tree(test)))
            case "opening" | "closing":
                return Edge(self._read_structure(tree), is_end=tree.data == "closing")
            case "spans":
                name = _as_token(tree.children[0])
                raise BrokenQueryError(
                    tree,
                    f"<{name}/> is a hit of its own and cannot be part of a longer pattern; "
                    f"<{name}> and </{name}> are where it begins and ends:",
                )
            case "within" | "outside" | "containing" | "lacking" | "minus" | "union" | "meet":
                chooses = tree.data in ("outside", "containing", "lacking")
                named = "within and containing" if chooses else "meet, minus and within"
                named = "union and minus" if tree.data == "union" else named
                raise BrokenQueryError(
                    tree, f"{named} return hits and cannot be part of a longer pattern:"
                )
        return self._read_repetition(tree)

    def _read_row(self, tree: Tree) -> Pattern:
        """Read a row; one with an edge has a token as well that is not optional."""
        items = tuple(map(self._read_pattern, _subtrees(tree)))
        if pattern_length(TokenSequence(items))[0] == 0:
            _refuse_edges(tree, items)
        return TokenSequence(items)

    def _read_repetition(self, tree: Tree) -> Repeat:
        item, *numbers = tree.children
        least, most = _repetition_limits(
            str(tree.data), [n if n is None else read_integer(_as_token(n)) for n in numbers]
        )
        if most > MOST_TOKENS_FIXED:
            raise BrokenQueryError(tree, f"this repeats more than {MOST_TOKENS_FIXED:,} times:")
        if not 0 <= least <= most:
            raise BrokenQueryError(
                tree, f"a repetition from {least} to {most} times is not possible:"
            )
        return Repeat(self._check_length(_as_tree(item)), least, most)

    # ----------------------------------------------------------------------------------- tests

    def _read_token_test(self, tree: Tree) -> Test:
        return self._read_test(tree, self._read_token_word)

    def _read_test(self, tree: Tree, read_word: Callable[[Tree], Test]) -> Test:
        match tree.data:
            case "either" | "both":
                tests = tuple(self._read_test(part, read_word) for part in _subtrees(tree))
                if len(tests) == 1:
                    return tests[0]
                return Either(tests) if tree.data == "either" else Both(tests)
            case "negated":
                return Not(self._read_test(_as_tree(tree.children[0]), read_word))
        return read_word(tree)

    def _read_token_word(self, tree: Tree) -> Test:
        path, sign, value, *flag = tree.children
        *steps, name = map(_as_token, _as_tree(path).children)
        for step in steps:
            self._check_step(step)
        tokens = [n for n, layer in self.layers.items() if not isinstance(layer, SpanLayer)]
        known = (*FORM_ATTRIBUTES, *tokens)
        if name in OF_TAGGERS and name not in known:
            hint = f"{name} {describe_missing(name)}, or use {_list_choices(known)}:"
            raise BrokenQueryError(name, hint, "")
        _check_attribute(name, known, "an attribute of a token")
        # A token has a form, but what has no head, has no form there.
        is_form = name in FORM_ATTRIBUTES and not (steps and value == '""')
        read = self.values.read_form if is_form else self.values.read_value
        word = read(str(name), _as_token(value), list(map(_as_token, flag)))
        return _sign_test(replace(word, attribute=".".join([*steps, name])), sign)

    def _check_step(self, step: lark.Token) -> None:
        """Refuse what leads from a token to no other one."""
        if step != HEAD:
            raise BrokenQueryError(
                step, f"{step} leads to no other token; only head does, as in head.lemma:", HEAD
            )
        if HEAD not in self.layers:
            raise BrokenQueryError(
                step,
                "the corpus has no layer head; make it with "
                "corpus.with_layer(*dc.layers.tag(corpus)):",
            )
        if isinstance(self.layers[HEAD], SpanLayer):
            raise BrokenQueryError(step, "head is a layer of spans, and leads to no other token:")

    def _read_column(self, tree: Tree, columns: Sequence[str], name: str) -> Test:
        path, sign, value, *flag = tree.children
        first, *others = map(_as_token, _as_tree(path).children)
        given = ".".join([first, *others])
        _check_attribute(first.update(value=given), columns, f"an attribute of {name}")
        return _sign_test(
            self.values.read_value(given, _as_token(value), list(map(_as_token, flag))), sign
        )


def _check_attribute(given: lark.Token, known: Sequence[str], of_what: str) -> None:
    if given not in known:
        raise BrokenQueryError(
            given,
            f"{given} is not {of_what}; use {_list_choices(known)}:",
            _nearest_name(given, known),
        )


def _sign_test(test: Word, sign: Tree | lark.Token) -> Test:
    return test if sign == "=" else Not(test)


def _refuse_edges(tree: Tree, items: Iterable[Pattern]) -> None:
    for part, item in zip(_subtrees(tree), items, strict=True):
        if isinstance(item, Edge):
            _refuse_edge(part)


def _refuse_edge(tree: Tree) -> None:
    raise BrokenQueryError(
        tree,
        "this marks a place and no token; it needs a token beside it that is not optional:",
        "",
    )


def _repetition_limits(kind: str, numbers: list[int | None]) -> tuple[int, int]:
    if kind in ("optional", "star", "plus"):
        return int(kind == "plus"), 1 if kind == "optional" else UNBOUNDED
    least, most = numbers if kind == "between" else numbers * 2
    least = least or 0
    return least, max(UNBOUNDED, least) if most is None else most


def _nearest_name(given: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(given, list(known), n=1)), "")


def _list_choices(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def _subtrees(tree: Tree) -> list[Tree]:
    return [_as_tree(child) for child in tree.children]


def _as_tree(child: Tree | lark.Token) -> Tree:
    return cast(Tree, child)


def _as_token(child: Tree | lark.Token) -> lark.Token:
    return cast(lark.Token, child)
