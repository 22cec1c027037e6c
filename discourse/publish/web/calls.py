"""The tables that a notebook makes, found in its code: nothing of it is executed."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.publish.binding import PACKAGE, READERS
from discourse.publish.recipes import TABLES, parameters_of, rerun
from discourse.record import VERBS


@dataclass(frozen=True, eq=False)
class Made:
    """A table, the corpus it was made of, its verb, and what it was asked for with."""

    verb: str
    corpus: Corpus
    options: Mapping[str, Any]
    table: pd.DataFrame


def tables_made(cells: Sequence[str], corpus: Corpus) -> list[Made]:
    r"""The tables of the verbs, and of the corpus, that some code cells ask for with constants.

    A corpus is one that the code names: what it reads is the corpus given here, and a subset of it
    is made of that. Calls with other arguments are passed over.

    Examples
    --------
    >>> import discourse as dc
    >>> made, = tables_made(["lead = dc.read('x').subset('section = \"lead\"')",
    ...                      "dc.frequencies(lead, min_count=2).head()"], dc.read("seeds/"))
    >>> made.verb, made.options, made.corpus.size
    ('frequencies', {'min_count': 2}, 64)
    """
    known: dict[str, Corpus] = {}
    made: dict[str, tuple[str, Corpus, dict[str, Any]]] = {}
    for cell in cells:
        for node in _nodes(cell):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                found = _corpus(node.value, known, corpus)
                if found is not None:
                    known[node.targets[0].id] = found
            for verb, of, options in _asked(node, known, corpus):
                made.setdefault(f"{verb} {of.fingerprint} {options}", (verb, of, options))
    return [each for each in map(_made, made.values()) if each is not None]


def _nodes(cell: str) -> Iterator[ast.AST]:
    """The nodes of a cell, outer ones first; none of a cell with a magic in it."""
    try:
        yield from ast.walk(ast.parse(cell))
    except SyntaxError:
        return


def _corpus(node: ast.AST, known: Mapping[str, Corpus], corpus: Corpus) -> Corpus | None:
    """The corpus that an expression gives, if it is a name, a reading, or a subset of one."""
    match node:
        case ast.Name(id=name):
            return known.get(name)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=package), attr=name)) if (
            package in PACKAGE and name in READERS
        ):
            return corpus
        case ast.Call(
            func=ast.Attribute(value=whole, attr="subset"),
            args=[ast.Constant(value=str(condition))],
        ):
            of = _corpus(whole, known, corpus)
            return None if of is None else _or_none(lambda: of.subset(condition))
    return None


def _asked(
    node: ast.AST, known: Mapping[str, Corpus], corpus: Corpus
) -> Iterator[tuple[str, Corpus, dict[str, Any]]]:
    """What a call asks for: ``dc.VERB(corpus, …)`` or ``corpus.TABLE(…)``."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=package), attr=verb), args=[of, *rest]
        ) if package in PACKAGE and verb in VERBS:
            whole, options = _corpus(of, known, corpus), _options(verb, rest, node.keywords)
        case ast.Call(func=ast.Attribute(value=of, attr=verb), args=rest) if verb in TABLES:
            whole, options = _corpus(of, known, corpus), _options(verb, rest, node.keywords)
        case ast.Attribute(value=of, attr="documents" as verb):
            whole, options = _corpus(of, known, corpus), {}
        case _:
            return
    if whole is not None and options is not None:
        yield verb, whole, options


def _options(
    verb: str, given: Sequence[ast.expr], keywords: Sequence[ast.keyword]
) -> dict[str, Any] | None:
    """The arguments of a call by name; None if one of them is not written out."""
    named = [*zip(parameters_of(verb), given, strict=False)]
    named += [(str(keyword.arg), keyword.value) for keyword in keywords]
    try:
        return {name: ast.literal_eval(value) for name, value in named}
    except ValueError:
        return None


def _made(asked: tuple[str, Corpus, dict[str, Any]]) -> Made | None:
    verb, corpus, options = asked
    recipe = {"verb": verb, "corpus": {}, "parameters": _as_json(options)}
    table = _or_none(lambda: rerun(recipe, lambda part: corpus))
    return None if table is None else Made(verb, corpus, options, table)


def _as_json(options: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, (tuple, set)) else value
        for name, value in options.items()
    }


def _or_none(make: Callable[[], Any]) -> Any:
    """What is made, or None if the call cannot be answered: its cell then shows an error."""
    try:
        return make()
    except DiscourseError:
        return None
