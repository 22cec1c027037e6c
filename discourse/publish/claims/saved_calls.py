"""The calls by which the code of a notebook makes the tables that it saves, read, not executed."""

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from discourse.publish.claims.code_prose import find_saving_calls
from discourse.publish.claims.notebook import cell_sources
from discourse.publish.claims.notebook_calls import PackageName, TextCall
from discourse.publish.claims.notebook_code import UNKNOWN, NotebookCode
from discourse.publish.provenance.recipes import parameters_of, verb_names

TABLE_ARGUMENT = "table"
KEEPS_ROWS = ("assign", "copy")  # methods of a table that leave its rows as they are


@dataclass(frozen=True)
class TableCall:
    """A call of a verb that is written out.

    Attributes
    ----------
    verb : str
        The verb.
    arguments : dict
        What the code passes, by parameter; only constants.
    is_complete : bool
        Whether all that is passed could be read, so that the other parameters have their defaults.
    corpus : TextCall or None
        The call that reads its corpus, if that is written out, too.
    rows : int or None
        How many of its first rows are taken, by ``.head``; None for all of them, or if rows are
        chosen in another way.
    is_whole : bool
        Whether all rows are taken, or the first ones.
    """

    verb: str
    arguments: dict[str, Any]
    is_complete: bool
    corpus: TextCall | None = None
    rows: int | None = None
    is_whole: bool = True


@dataclass(frozen=True)
class PlotCall:
    """A call ``dc.plot.NAME(…)``, with the arguments that are constants or hold nothing else."""

    name: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class SavedCall:
    """What a cell saves: the record of the bundle, and the calls that make its table and its plot.

    ``call`` and ``plot`` are None where the code does not write them out.
    """

    cell: int
    record: Path
    call: TableCall | None
    plot: PlotCall | None = None


def find_saved_calls(notebook: Path) -> list[SavedCall]:
    """Find the bundles that a notebook saves, and the calls that make them, if these are read.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    found, tables = [], _Tables()
    for cell, source in cell_sources(notebook, "code"):
        for call, plot, path in tables.follow(source):
            if "\0" in path:  # no file has such a name, so the call fails when it is run
                continue
            record = (notebook.parent / f"{path}.json").resolve()
            found.append(SavedCall(cell, record, call, plot))
    return found


class _Tables:
    """The calls that the names of tables stand for, statement by statement."""

    def __init__(self) -> None:
        self._code, self._saving = NotebookCode(), NotebookCode()
        self._named: dict[str, TableCall] = {}
        self._plots: dict[str, PlotCall] = {}

    def follow(self, source: str) -> Iterator[tuple[TableCall | None, PlotCall | None, str]]:
        """The calls of each table that a cell saves and of its plot, and the path of its bundle."""
        saves = dict(find_saving_calls(source, self._saving))
        places = {(save.lineno, save.col_offset): path for save, path in saves.items()}
        for statement in self._code.follow([source]):
            for node in ast.walk(statement):
                at = (getattr(node, "lineno", 0), getattr(node, "col_offset", -1))
                if isinstance(node, ast.Call) and (path := places.get(at)):
                    yield self._table_of_save(node), self._plot_of_save(node), path
            self._enter(statement)

    def _enter(self, statement: ast.stmt) -> None:
        """Note what a name stands for; one that is set in any other way is not known any more."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                made, drawn = self._call_of(value), self._plot_of(value)
                self._forget(name)
                if made is not None:
                    self._named[name] = made
                if drawn is not None:
                    self._plots[name] = drawn
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                        self._forget(node.id)

    def _forget(self, name: str) -> None:
        self._named.pop(name, None)
        self._plots.pop(name, None)

    def _plot_of_save(self, save: ast.Call) -> PlotCall | None:
        called = self._code.evaluate(save.func)
        is_figure = isinstance(called, PackageName) and called.name == "save_figure"
        return self._plot_of(save.args[0]) if is_figure and save.args else None

    def _plot_of(self, node: ast.expr) -> PlotCall | None:
        """The plot that an expression draws, or that a name stands for."""
        match node:
            case ast.Name(id=name):
                return self._plots.get(name)
            case ast.Call(func=ast.Attribute(value=package, attr=name), keywords=keywords):
                if self._code.evaluate(package) == PackageName("plot"):
                    return PlotCall(name, dict(_literals(keywords)))
        return None

    def _table_of_save(self, save: ast.Call) -> TableCall | None:
        named = {each.arg: each.value for each in save.keywords}
        called = self._code.evaluate(save.func)
        is_table = isinstance(called, PackageName) and called.name == "save_table"
        given = save.args[0] if is_table and save.args else named.get(TABLE_ARGUMENT)
        return None if given is None else self._call_of(given)

    def _call_of(self, node: ast.expr) -> TableCall | None:
        """The call that makes a table, through names and methods of the table."""
        match node:
            case ast.Name(id=name):
                return self._named.get(name)
            case ast.Subscript(value=whole) | ast.Attribute(value=whole):
                made = self._call_of(whole)
                return None if made is None else _choose(made)
            case ast.Call(func=ast.Attribute(value=whole, attr=method)) if made := self._call_of(
                whole
            ):
                return self._after_method(made, method, node)
            case ast.Call():
                return self._verb_call(node)
        return None

    def _after_method(self, made: TableCall, method: str, call: ast.Call) -> TableCall | None:
        given = [self._code.evaluate(each) for each in call.args]
        if method == "head" and made.is_whole and not call.keywords:
            rows = given[0] if given else 5  # as in pandas
            if type(rows) is int and rows >= 0:
                return replace(made, rows=rows if made.rows is None else min(rows, made.rows))
            return _choose(made)
        return made if method in KEEPS_ROWS else _choose(made)

    def _verb_call(self, call: ast.Call) -> TableCall | None:
        called = self._code.evaluate(call.func)
        if not isinstance(called, PackageName) or called.name not in verb_names():
            return None
        is_complete = not any(isinstance(each, ast.Starred) for each in call.args)
        given = dict(zip(parameters_of(called.name), call.args[1:], strict=False))
        for each in call.keywords:
            is_complete = is_complete and each.arg is not None
            given[str(each.arg)] = each.value
        values = {name: self._code.evaluate(value) for name, value in given.items()}
        known = {name: value for name, value in values.items() if _is_recorded(value)}
        corpus = self._code.evaluate(call.args[0]) if call.args else UNKNOWN
        return TableCall(
            called.name,
            known,
            is_complete and known.keys() == values.keys(),
            corpus if isinstance(corpus, TextCall) else None,
        )


def _literals(keywords: list[ast.keyword]) -> Iterator[tuple[str, Any]]:
    for each in keywords:
        with suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            if each.arg is not None:
                yield each.arg, ast.literal_eval(each.value)


def _choose(made: TableCall) -> TableCall:
    """The same table, of which some rows are taken in a way that is not read."""
    return replace(made, rows=None, is_whole=False)


def _is_recorded(value: Any) -> bool:
    """Whether a value is a constant, or a list of constants, as a recipe records it."""
    items = list(value) if isinstance(value, (list, tuple)) else [value]
    return value is not UNKNOWN and all(
        isinstance(item, (str, int, float, type(None))) for item in items
    )
