"""The code of a notebook, read but never executed: which corpora it reads, what its names mean.

What is written out is understood: the package, under any name that the notebook imports it by;
constants, and names that hold one; and corpora that are read, loaded, or taken as a subset. A name
that is set in any other way, such as in a loop, is unknown from then on.
"""

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus, load, read

# The calls that make a corpus from files.
CORPUS_READERS: dict[str, Callable[..., Corpus]] = {"load": load, "read": read}
# What readers and verbs may raise when they are called with the arguments found in a notebook.
FAULTS = (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError)

UNKNOWN: Any = object()  # None is a constant


@dataclass(frozen=True)
class PackageName:
    """A public name of this package, such as "read"; "" is the package itself."""

    name: str


@dataclass(frozen=True)
class ReadCall:
    """A call that reads a corpus, such as ``dc.read(…)``, with its arguments by name."""

    function: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class ReferenceCall:
    """A call ``dc.reference(source)``, which gives a frequency list."""

    source: str


@dataclass(frozen=True)
class SubsetCall:
    """A call ``whole.subset(condition)`` on a corpus or a frequency list."""

    whole: "TextCall"
    condition: str


TextCall = ReadCall | ReferenceCall | SubsetCall


class NotebookCode:
    """What the names in a notebook's code stand for: a `TextCall`, a `PackageName`, a constant."""

    def __init__(self) -> None:
        # The usual names hold from the start: the cell that imports the package may contain a
        # magic, and is then not plain Python.
        self._known: dict[str, Any] = {"dc": PackageName(""), "discourse": PackageName("")}

    def follow(self, cells: Iterable[str]) -> Iterator[ast.stmt]:
        """Yield each statement of some cells while the names have the values that it uses."""
        for cell in cells:
            for statement in syntax_tree(cell).body:
                match statement:
                    case (
                        ast.Assign(targets=[ast.Name(id=name)], value=value)
                        | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                    ):
                        yield statement
                        self._known[name] = self._name_value(value)
                    case _:
                        self._known |= dict.fromkeys(_names_set_by(statement), UNKNOWN)
                        self._known |= _names_of_import(statement)
                        yield statement

    def _name_value(self, value: ast.expr) -> Any:
        """What a name stands for once it is set; lists are not kept: they may be modified later."""
        found = self.evaluate(value)
        lasting = (PackageName, TextCall, str, int, float, type(None))
        return found if isinstance(found, lasting) else UNKNOWN

    def evaluate(self, node: ast.AST) -> Any:
        """What an expression stands for; UNKNOWN if it is not written out."""
        try:
            return self._evaluate(node)
        except RecursionError:
            return UNKNOWN

    def _evaluate(self, node: ast.AST) -> Any:
        match node:
            case ast.Name(id=name):
                return self._known.get(name, UNKNOWN)
            case ast.Constant(value=value):
                return value
            case ast.Attribute(value=owner, attr=name):
                return PackageName(name) if self._evaluate(owner) == PackageName("") else UNKNOWN
            case ast.Call():
                return self._evaluate_call(node)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                values = [self._evaluate(item) for item in items]
                kind = {ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)]
                return kind(values) if all(map(_is_constant, values)) else UNKNOWN
            case ast.JoinedStr(values=parts):
                texts = [self._evaluate(part) for part in parts]
                return "".join(texts) if all(isinstance(t, str) for t in texts) else UNKNOWN
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._evaluate(value)
        return UNKNOWN

    def _evaluate_call(self, call: ast.Call) -> Any:
        given = [self._evaluate(argument) for argument in call.args]
        match call.func:
            case ast.Attribute(value=owner, attr="subset"):
                whole = self._evaluate(owner)
                text = isinstance(whole, TextCall) and not call.keywords
                if text and len(given) == 1 and isinstance(given[0], str):
                    return SubsetCall(whole, given[0])
                return UNKNOWN
            case function:
                called = self._evaluate(function)
        if called == PackageName("reference") and not call.keywords:
            return ReferenceCall(given[0]) if [type(one) for one in given] == [str] else UNKNOWN
        if isinstance(called, PackageName) and called.name in CORPUS_READERS:
            named = {str(each.arg): self._evaluate(each.value) for each in call.keywords}
            return _read_call(called.name, given, named)
        return UNKNOWN


def find_read_call(cells: Iterable[str]) -> ReadCall | None:
    """Find the first statement ``NAME = dc.read(…)`` of some cells whose arguments are constants.

    Examples
    --------
    >>> find_read_call(["from discourse import read as r", "place = 'seeds/'", "paper = r(place)"])
    ReadCall(function='read', arguments={'path': 'seeds/'})
    """
    code = NotebookCode()
    for statement in code.follow(cells):
        match statement:
            case ast.Assign(targets=[ast.Name()], value=value):
                call = code.evaluate(value)
                if isinstance(call, ReadCall):
                    return call
    return None


def read_corpus(call: ReadCall, folder: Path) -> Corpus:
    """Read the corpus of a call, whose paths are relative to the folder of the notebook."""
    arguments = dict(call.arguments)
    if isinstance(arguments["path"], str):
        arguments["path"] = folder / arguments["path"]
    metadata = folder / str(arguments.get("metadata"))
    if metadata.is_file():  # else it is a pattern of names
        arguments["metadata"] = metadata
    return CORPUS_READERS[call.function](**arguments)


def syntax_tree(source: str) -> ast.Module:
    """Parse a code cell; one that is not plain Python counts as empty."""
    try:
        tree = ast.parse(source)
        ast.dump(tree)  # Python 3.13 parses code that is nested too deeply for this
    except (SyntaxError, RecursionError, MemoryError):  # a magic, a shell command, or too deep
        return ast.Module([], [])
    return tree


def _read_call(function: str, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A call of a reader, if all its arguments are constants and the reader takes them."""
    values = [*given, *named.values()]
    if not all(map(_is_constant, values)):
        return UNKNOWN
    try:
        bound = inspect.signature(CORPUS_READERS[function]).bind(*given, **named)
    except TypeError:
        return UNKNOWN
    return ReadCall(function, bound.arguments)


def _is_constant(value: Any) -> bool:
    return value is not UNKNOWN and not isinstance(value, (PackageName, TextCall))


def _names_of_import(statement: ast.stmt) -> dict[str, PackageName]:
    """The names by which a statement imports this package, or something from it."""
    match statement:
        case ast.Import(names=aliases):
            return {
                each.asname or "discourse": PackageName("")
                for each in aliases
                if each.name == "discourse"
                or (each.name.startswith("discourse.") and not each.asname)
            }
        case ast.ImportFrom(module="discourse", names=aliases, level=0):
            return {each.asname or each.name: PackageName(each.name) for each in aliases}
    return {}


def _names_set_by(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement sets in any way, except those local to a function."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
        return
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
                yield name
            case ast.alias(name=name, asname=as_name):
                yield as_name or name.partition(".")[0]
