"""The code of a notebook, read but never executed: which corpora it reads, what its names mean.

What is written out is understood: the package, under any name that the notebook imports it by;
constants, paths, and names that hold one; and corpora that are read, loaded, made of texts in the
code, by NLTK or of a table that pandas reads, taken as a subset, or given a layer that a rule makes
or a file holds. A name that is set in any other way, such as in a loop, is unknown from then on.
"""

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import PurePath, PurePosixPath
from typing import Any

import regex

from discourse.layers.taggers.english_model import ENGLISH
from discourse.publish.claims.cell_magics import magic_of, without_magics
from discourse.publish.claims.notebook_calls import (
    CORPUS_READERS,
    FROM_FRAME,
    FROM_NLTK,
    CodesCall,
    FileCall,
    FrameCall,
    JoinedCall,
    LayerCall,
    LayeredCall,
    MakeCall,
    MetadataCall,
    OtherName,
    PackageName,
    ReadCall,
    ReferenceCall,
    SubsetCall,
    TagCall,
    TextCall,
    TokenizerCall,
)
from discourse.text.tokenizer import Tokenizer

# What readers and verbs may raise when they are called with the arguments found in a notebook.
FAULTS = (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError)

# Other packages whose paths, or corpora, are understood.
UNDERSTOOD = ("nltk", "os", "pandas", "pathlib")

_READER_OF_NLTK = regex.compile(r"nltk\.corpus\.[a-z]\w*")
UNKNOWN: Any = object()  # None is a constant
KEPT = 256  # cells that were parsed last

# What may be read of a table before a corpus is made of it: all else may change it.
READ_OF_TABLE = ("columns", "describe", "dtypes", "head", "info", "sample", "shape", "tail")

# What a method of a corpus that takes one string gives.
DERIVED: dict[str, Callable[[TextCall, str], TextCall]] = {
    "subset": SubsetCall,
    "only": lambda whole, name: SubsetCall(whole, f'{name} != ""'),
    "without": lambda whole, name: SubsetCall(whole, f'{name} = ""'),
    "joined": JoinedCall,
}


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
                        self._forget_tables(statement)
                        self._known[name] = self._name_value(value)
                    case _:
                        self._forget_tables(statement)
                        self._known |= dict.fromkeys(_names_set_by(statement), UNKNOWN)
                        self._known |= _names_of_import(statement)
                        yield statement

    def _forget_tables(self, statement: ast.stmt) -> None:
        """A table may be changed by whatever uses it, except what reads it or makes a corpus."""
        harmless = {
            id(node.value)
            for node in ast.walk(statement)
            if isinstance(node, ast.Attribute) and node.attr in READ_OF_TABLE
        }
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and self.evaluate(node.func) == PackageName(FROM_FRAME):
                harmless |= {id(argument) for argument in node.args[:1]}
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and id(node) not in harmless:
                if isinstance(self._known.get(node.id), FrameCall):
                    self._known[node.id] = UNKNOWN

    def _name_value(self, value: ast.expr) -> Any:
        """What a name stands for once it is set; lists are not kept: they may be modified later."""
        found = self.evaluate(value)
        lasting = (
            PackageName, OtherName, TextCall, LayerCall, TokenizerCall, FrameCall, PurePath, str,
            int, float, type(None),
        )  # fmt: skip
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
                return self._evaluate_attribute(owner, name)
            case ast.Call():
                return self._evaluate_call(node)
            case ast.Starred(value=listed):
                layers_given = self._evaluate(listed)
                several = isinstance(layers_given, (CodesCall, TagCall))
                return layers_given if several else UNKNOWN
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
                return -number
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                values = [self._evaluate(item) for item in items]
                kind = {ast.List: list, ast.Tuple: tuple, ast.Set: set}[type(node)]
                return kind(values) if _are_constant(values) else UNKNOWN
            case ast.Dict(keys=keys, values=values):
                return self._evaluate_dict(keys, values)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return _join_paths([self._evaluate(left), self._evaluate(right)])
            case ast.JoinedStr(values=parts):
                texts = [_text_of_path(self._evaluate(part)) for part in parts]
                return "".join(texts) if all(isinstance(t, str) for t in texts) else UNKNOWN
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._evaluate(value)
        return UNKNOWN

    def _evaluate_attribute(self, owner: ast.expr, name: str) -> Any:
        """A public name of the package, of its module of layers or of `Corpus`; one of NLTK."""
        match self._evaluate(owner):
            case PackageName(""):
                return PackageName(name)
            case PackageName("layers" | "Corpus" as module):
                return PackageName(f"{module}.{name}")
            case OtherName(module):
                return OtherName(f"{module}.{name}")
            case PurePath() as path if name == "parent":
                return path.parent
        return UNKNOWN

    def _evaluate_dict(self, keys: Sequence[ast.expr | None], values: Sequence[ast.expr]) -> Any:
        names = [UNKNOWN if key is None else self._evaluate(key) for key in keys]
        found = [self._evaluate(value) for value in values]
        written = _are_constant([*names, *found]) and all(map(_is_key, names))
        return dict(zip(names, found, strict=True)) if written else UNKNOWN

    def _evaluate_call(self, call: ast.Call) -> Any:
        given = [self._evaluate(argument) for argument in call.args]
        named = {str(each.arg): self._evaluate(each.value) for each in call.keywords}
        match call.func:
            case ast.Attribute(value=owner, attr=method):
                whole = self._evaluate(owner)
                if isinstance(whole, TextCall) and method == "with_metadata":
                    return _metadata_call(whole, given, named)
                if isinstance(whole, TextCall):
                    return UNKNOWN if named else _derive_text(whole, method, given)
                if isinstance(whole, PurePath) and not named:
                    return _call_path(whole, method, given)
            case ast.Name(id="str") if len(given) == 1 and not named:
                return _text_of_path(given[0])
        called = self._evaluate(call.func)
        match called, given:
            case OtherName("pathlib.Path.cwd"), []:
                return PurePosixPath()
            case OtherName("pathlib.Path" | "pathlib.PurePath" | "pathlib.PurePosixPath"), _:
                return UNKNOWN if named else _join_paths([PurePosixPath(), *given])
            case OtherName("os.path.join"), [_, *_]:
                return UNKNOWN if named else _text_of_path(_join_paths([PurePosixPath(), *given]))
            case OtherName("pandas.read_csv" | "pandas.DataFrame" as maker), [source]:
                return _frame_call(source, named, is_file=maker == "pandas.read_csv")
            case PackageName("Tokenizer"), []:
                return TokenizerCall(named) if _are_arguments(Tokenizer, named) else UNKNOWN
            case PackageName("layers.read" | "layers.lexicon"), [str(path)] if not named:
                return FileCall(called.name.removeprefix("layers."), path)
            case PackageName("layers.make"), [whole, str() | FileCall() as rule]:
                known = isinstance(whole, TextCall) and _are_constant(named.values())
                return MakeCall(rule, named) if known else UNKNOWN
            case PackageName("layers.codes"), [whole, str(path)]:
                known = isinstance(whole, TextCall) and _are_constant(named.values())
                return CodesCall(path, named) if known else UNKNOWN
            case PackageName("layers.tag"), [whole, *rest] if len(rest) < 2:
                tagger = rest[0] if rest else named.pop("tagger", ENGLISH)
                known = isinstance(whole, TextCall) and _are_constant([tagger, *named.values()])
                return TagCall(tagger, named) if known and isinstance(tagger, str) else UNKNOWN
        if called == PackageName("reference") and not call.keywords:
            return ReferenceCall(given[0]) if [type(one) for one in given] == [str] else UNKNOWN
        if isinstance(called, PackageName) and called.name in CORPUS_READERS:
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


def find_layer_calls(cells: Iterable[str], first: ReadCall) -> list[LayerCall]:
    """Find the layers that some cells add to what a call reads, in their order.

    Examples
    --------
    >>> cells = ["paper = dc.read('seeds/')",
    ...          "marked = paper.with_layer(dc.layers.make(paper, 'quotations'))"]
    >>> find_layer_calls(cells, find_read_call(cells))
    [MakeCall(maker='quotations', arguments={})]
    """
    code, found = NotebookCode(), {}
    for statement in code.follow(cells):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                match code.evaluate(node):
                    case LayeredCall(whole, layer) if source_of(whole) == first:
                        found[repr(layer)] = layer
    return list(found.values())


def source_of(call: TextCall) -> ReadCall | ReferenceCall:
    """Return the call that reads what others are derived from."""
    while not isinstance(call, (ReadCall, ReferenceCall)):
        call = call.whole
    return call


@lru_cache(KEPT)
def syntax_tree(source: str) -> ast.Module:
    """Parse a code cell without its magics; one that is no Python then counts as empty.

    The tree is shared: each cell is followed for several purposes.
    """
    for text in (source, "" if magic_of(source) else without_magics(source)):
        try:
            tree = ast.parse(text)
            ast.dump(tree)  # Python 3.13 parses code that is nested too deeply for this
        except (SyntaxError, RecursionError, MemoryError):
            continue
        return tree
    return ast.Module([], [])


def _read_call(function: str, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A call of a reader, if all its arguments are constants and the reader takes them."""
    is_reader = function in MADE_OF and bool(given) and MADE_OF[function](given[0])
    if function in MADE_OF and not is_reader:
        return UNKNOWN
    if not _are_constant([*given[is_reader:], *named.values()]):
        return UNKNOWN
    try:
        bound = inspect.signature(CORPUS_READERS[function]).bind(*given, **named)
    except TypeError:
        return UNKNOWN
    return ReadCall(function, {name: _text_of_path(each) for name, each in bound.arguments.items()})


def _are_arguments(function: Callable[..., Any], named: Mapping[str, Any]) -> bool:
    """Whether a function takes these constants as its arguments."""
    known = inspect.signature(function).parameters
    return _are_constant(named.values()) and set(named) <= set(known)


def _text_of_path(value: Any) -> Any:
    """A path as a text; any other value itself."""
    return str(value) if isinstance(value, PurePath) else value


def _join_paths(parts: Sequence[Any]) -> Any:
    """The path of some parts, of which one is a path and the others are paths or texts."""
    are_paths = [isinstance(part, PurePath) for part in parts]
    if not any(are_paths) or not all(isinstance(part, (str, PurePath)) for part in parts):
        return UNKNOWN
    return PurePosixPath(*parts)


def _call_path(path: PurePath, method: str, given: Sequence[Any]) -> Any:
    match method:
        case "joinpath":
            return _join_paths([path, *given])
        case "as_posix":
            return path.as_posix()
    return UNKNOWN


def _derive_text(whole: TextCall, method: str, given: Sequence[Any]) -> Any:
    """What a method gives that makes another corpus, or frequency list, of one."""
    match method, given:
        case "with_layer", [layer] if isinstance(layer, LayerCall):
            return LayeredCall(whole, layer)
        case _, [str(text)] if method in DERIVED:
            return DERIVED[method](whole, text)
    return UNKNOWN


def _metadata_call(whole: TextCall, given: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """A call that adds metadata, if they are written out or in a file that it names."""
    match given:
        case []:
            table = {}
        case [str() | PurePath() as path] if "table" not in named:
            table = {"table": _text_of_path(path)}
        case _:
            return UNKNOWN
    return MetadataCall(whole, {**table, **named}) if _are_constant(named.values()) else UNKNOWN


def _is_corpus_of_nltk(value: Any) -> bool:
    """Whether a value is the name of a reader in ``nltk.corpus``."""
    return isinstance(value, OtherName) and bool(_READER_OF_NLTK.fullmatch(value.name))


def _is_table(value: Any) -> bool:
    return isinstance(value, FrameCall)


# What a corpus may be made of that is no constant, as its first argument.
MADE_OF: dict[str, Callable[[Any], bool]] = {
    FROM_NLTK: _is_corpus_of_nltk, FROM_FRAME: _is_table,
}  # fmt: skip


def _frame_call(source: Any, named: Mapping[str, Any], *, is_file: bool) -> Any:
    """A table that pandas reads from a file, or makes of constants; UNKNOWN if it does more."""
    if is_file:
        is_path = isinstance(source, (str, PurePath)) and set(named) <= {"sep", "encoding"}
        known = is_path and _are_constant(named.values())
        return FrameCall(_text_of_path(source), is_file, named) if known else UNKNOWN
    is_written = isinstance(source, (dict, list)) and not named and _is_constant(source)
    return FrameCall(source, is_file, {}) if is_written else UNKNOWN


def _is_constant(value: Any) -> bool:
    return value is not UNKNOWN and not isinstance(value, (PackageName, OtherName, TextCall))


def _is_key(value: Any) -> bool:
    return isinstance(value, (str, int, float, type(None)))


def _are_constant(values: Iterable[Any]) -> bool:
    return all(map(_is_constant, values))


def _names_of_import(statement: ast.stmt) -> dict[str, PackageName | OtherName]:
    """The names by which a statement imports what is understood, of this package and of others."""
    match statement:
        case ast.Import(names=aliases):
            ours = {
                each.asname or "discourse": PackageName("")
                for each in aliases
                if each.name == "discourse"
                or (each.name.startswith("discourse.") and not each.asname)
            }
            return ours | {
                each.asname or root: OtherName(each.name if each.asname else root)
                for each in aliases
                if (root := each.name.partition(".")[0]) in UNDERSTOOD
            }
        case ast.ImportFrom(module="discourse", names=aliases, level=0):
            return {each.asname or each.name: PackageName(each.name) for each in aliases}
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            if module.partition(".")[0] in UNDERSTOOD:
                return {
                    each.asname or each.name: OtherName(f"{module}.{each.name}") for each in aliases
                }
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
