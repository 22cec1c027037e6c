"""The tables that a notebook's code makes, made again from its calls; nothing is executed."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.publish.claims.notebook_calls import PackageName, TextCall
from discourse.publish.claims.notebook_code import UNKNOWN, NotebookCode, find_read_call
from discourse.publish.claims.notebook_texts import NotebookTexts
from discourse.publish.provenance.recipes import (
    CORPUS_TABLES,
    RemadeTables,
    VerbCall,
    check_recipe,
    parameters_of,
    verb_names,
)


@dataclass(frozen=True, eq=False)
class NotebookTable:
    """A table that a notebook makes: its verb, its corpus, the options of the call, the table.

    ``of`` is the call that gives the corpus.
    """

    verb: str
    corpus: Corpus
    options: Mapping[str, Any]
    table: pd.DataFrame
    of: TextCall | None = None


def remake_notebook_tables(
    cells: Sequence[str],
    corpus: Corpus | None,
    folder: Path = Path(),
    tables: RemadeTables | None = None,
    *,
    places: Sequence[Path] = (),
) -> list[NotebookTable]:
    r"""Make the tables of the verbs, and of the corpus, that code cells ask for with constants.

    The first call that reads a corpus stands for the corpus given here; other corpora are read.
    Calls that fail, or whose arguments are not written out, are skipped.

    Parameters
    ----------
    cells : sequence of str
        The sources of the code cells.
    corpus : Corpus or None
        The corpus that the notebook reads first; None lets each be read.
    folder : Path, optional
        The folder of the notebook, to which the paths in its code are relative.
    tables : RemadeTables, optional
        The tables that were made already.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Returns
    -------
    list of NotebookTable
        Each table once, in the order of the code.

    Examples
    --------
    >>> import discourse as dc
    >>> cells = ["import discourse as d\npaper = d.read('x')",
    ...          "lead = paper.subset('section = \"lead\"')",
    ...          "d.frequencies(lead, min_count=2).head()"]
    >>> table, = remake_notebook_tables(cells, dc.read("seeds/"))
    >>> table.verb, table.options, table.corpus.size
    ('frequencies', {'min_count': 2}, 64)
    """
    texts, first = NotebookTexts(folder, places), find_read_call(cells)
    if first is not None and corpus is not None:
        texts.keep(first, corpus)
    code, verbs, tables = NotebookCode(), verb_names(), tables or RemadeTables()
    found: dict[str, NotebookTable] = {}
    for statement in code.follow(cells):
        for node in ast.walk(statement):
            for verb, of, arguments in _find_table_call(node, code, verbs):
                call_of = code.evaluate(of)
                whole = texts.find(call_of)
                options = {name: texts.find(code.evaluate(a)) for name, a in arguments.items()}
                written_out = all(option is not UNKNOWN for option in options.values())
                if isinstance(whole, Corpus) and written_out:
                    with suppress(DiscourseError):  # the cell of the call shows the error
                        call = _check_call(verb, whole, options)
                        found[call.key] = NotebookTable(
                            verb, whole, options, tables.make(call), call_of
                        )
    return list(found.values())


def _find_table_call(
    node: ast.AST, code: NotebookCode, verbs: Sequence[str]
) -> Iterator[tuple[str, ast.expr, dict[str, ast.expr]]]:
    """A call ``dc.VERB(corpus, …)`` or ``corpus.TABLE(…)``: verb, corpus, and other arguments."""
    match node:
        case ast.Call(func=ast.Attribute(value=of, attr=table), args=given, keywords=named) if (
            table in CORPUS_TABLES
        ):
            yield table, of, _arguments_by_name(table, given, named)
        case ast.Call(func=function, args=[of, *given], keywords=named):
            called = code.evaluate(function)
            if isinstance(called, PackageName) and called.name in verbs:
                yield called.name, of, _arguments_by_name(called.name, given, named)
        case ast.Attribute(value=of, attr="documents"):
            yield "documents", of, {}


def _arguments_by_name(
    verb: str, given: Sequence[ast.expr], named: Sequence[ast.keyword]
) -> dict[str, ast.expr]:
    by_name = dict(zip(parameters_of(verb), given, strict=False))
    return by_name | {str(keyword.arg): keyword.value for keyword in named}


def _check_call(verb: str, corpus: Corpus, options: Mapping[str, Any]) -> VerbCall:
    """Check a call as the recipe of its table would be checked."""
    parameters: dict[str, Any] = {}
    for name, value in options.items():
        if hasattr(value, "fingerprint"):
            parameters[name] = {"option": name}  # a recipe describes a corpus by a mapping
        elif isinstance(value, (tuple, set)):
            parameters[name] = list(value)
        else:
            parameters[name] = value
    recipe = {"verb": verb, "corpus": {}, "parameters": parameters}
    return check_recipe(recipe, lambda part: options[part["option"]] if part else corpus)
