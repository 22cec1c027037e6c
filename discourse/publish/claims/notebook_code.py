"""The code of a notebook, read but never executed: which corpora it reads, what its names mean.

What is written out is understood: the package, under any name that the notebook imports it by;
constants, and names that hold one; and corpora that are read, loaded, taken as a subset, or given a
layer that a rule makes or a file holds. A name that is set in any other way, such as in a loop, is
unknown from then on.
"""

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

from discourse import layers
from discourse.corpus.corpus import Corpus, load, read
from discourse.corpus.store.layer import Layer
from discourse.errors import DiscourseError
from discourse.layers.coding.codes import decisions_path, find_files
from discourse.layers.lexicons import SHIPPED_LEXICONS
from discourse.layers.taggers.english_model import ENGLISH
from discourse.layers.taggers.udpipe import ENDING
from discourse.publish.provenance.allowance import find_named, refuse_outside
from discourse.text.metadata import is_pattern
from discourse.text.nltk_texts import nltk_reader

# The calls that make a corpus from files.
FROM_NLTK = "Corpus.from_nltk"
CORPUS_READERS: dict[str, Callable[..., Corpus]] = {
    "load": load,
    "read": read,
    FROM_NLTK: Corpus.from_nltk,
}
CORPORA_OF_NLTK = "nltk.corpus."
# What readers and verbs may raise when they are called with the arguments found in a notebook.
FAULTS = (ArithmeticError, LookupError, OSError, RecursionError, TypeError, ValueError)

# What a rule for layers takes by the path of a file.
FILES_OF_RULES = ("gazetteer", "lexicon")

_READER_OF_NLTK = regex.compile(r"nltk\.corpus\.[a-z]\w*")
UNKNOWN: Any = object()  # None is a constant


@dataclass(frozen=True)
class PackageName:
    """A public name of this package, such as "read"; "" is the package itself."""

    name: str


@dataclass(frozen=True)
class NltkName:
    """A name of NLTK, such as "nltk.corpus.inaugural"."""

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


@dataclass(frozen=True)
class FileCall:
    """A call ``dc.layers.read(path)`` or ``dc.layers.lexicon(path)``."""

    function: str
    path: str


@dataclass(frozen=True)
class MakeCall:
    """A call ``dc.layers.make(corpus, maker, …)``; its other arguments by name."""

    maker: "str | FileCall"
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class CodesCall:
    """A call ``dc.layers.codes(corpus, path, …)``; its other arguments by name."""

    path: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class TagCall:
    """A call ``dc.layers.tag(corpus, tagger, …)``; its other arguments by name."""

    tagger: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True)
class LayeredCall:
    """A call ``whole.with_layer(layer)``, or ``whole.with_layer(*layers)``."""

    whole: "TextCall"
    layer: FileCall | MakeCall | CodesCall | TagCall


@dataclass(frozen=True)
class JoinedCall:
    """A call ``whole.joined(name)``."""

    whole: "TextCall"
    name: str


@dataclass(frozen=True)
class MetadataCall:
    """A call ``whole.with_metadata(table, on=…, column=…)``; the table is the path of a file."""

    whole: "TextCall"
    arguments: Mapping[str, Any]


TextCall = ReadCall | ReferenceCall | SubsetCall | LayeredCall | JoinedCall | MetadataCall
LayerCall = FileCall | MakeCall | CodesCall | TagCall
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
                        self._known[name] = self._name_value(value)
                    case _:
                        self._known |= dict.fromkeys(_names_set_by(statement), UNKNOWN)
                        self._known |= _names_of_import(statement)
                        yield statement

    def _name_value(self, value: ast.expr) -> Any:
        """What a name stands for once it is set; lists are not kept: they may be modified later."""
        found = self.evaluate(value)
        lasting = (PackageName, NltkName, TextCall, LayerCall, str, int, float, type(None))
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
            case ast.Dict(keys=[*keys], values=items) if None not in keys:
                pairs = [
                    [self._evaluate(each) for each in (key, item)]
                    for key, item in zip(keys, items, strict=True)
                    if key is not None
                ]
                return dict(pairs) if all(map(_are_constant, pairs)) else UNKNOWN
            case ast.JoinedStr(values=parts):
                texts = [self._evaluate(part) for part in parts]
                return "".join(texts) if all(isinstance(t, str) for t in texts) else UNKNOWN
            case ast.FormattedValue(value=value, conversion=-1, format_spec=None):
                return self._evaluate(value)
        return UNKNOWN

    def _evaluate_attribute(self, owner: ast.expr, name: str) -> Any:
        """A public name of the package, of its module of layers or of `Corpus`; one of NLTK."""
        match self._evaluate(owner):
            case PackageName(""):
                return PackageName(name)
            case PackageName("layers" | "Corpus" as part):
                return PackageName(f"{part}.{name}")
            case NltkName(part):
                return NltkName(f"{part}.{name}")
        return UNKNOWN

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
        called = self._evaluate(call.func)
        match called, given:
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


def layers_of_call(
    call: LayerCall, corpus: Corpus, folder: Path, places: Sequence[Path] = ()
) -> list[Layer]:
    """Make the layers of a call, or read them.

    Parameters
    ----------
    call : FileCall, MakeCall, CodesCall or TagCall
        The call.
    corpus : Corpus
        What the layers are about.
    folder : Path
        The folder of the notebook, from which the paths in the call start.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Raises
    ------
    DiscourseError
        If there is no such file, if it leads out of `places`, or if it gives no layer.
    """

    def find(path: str) -> Path:
        return find_named(folder, path, places)

    match call:
        case FileCall(function="read", path=path):
            return [layers.read(find(path))]
        case MakeCall(maker=FileCall(path=path), arguments=arguments):
            known = path in SHIPPED_LEXICONS
            lexicon = layers.lexicon(path if known else find(path))
            return [layers.make(corpus, lexicon, **_with_files(arguments, find))]
        case MakeCall(maker=str(maker), arguments=arguments):
            return [layers.make(corpus, maker, **_with_files(arguments, find))]
        case CodesCall(path=path, arguments=arguments):
            book = layers.codebook(find(path))
            decided = decisions_path(book)
            for file in [*(file for _, file in find_files(book)), *([decided] if decided else [])]:
                refuse_outside(file, file.name, places)
            return layers.codes(corpus, book, **arguments)
        case TagCall(tagger=tagger, arguments=arguments):
            is_model = tagger.endswith(ENDING) or (folder / tagger).is_file()
            return layers.tag(corpus, find(tagger) if is_model else tagger, **arguments)
    raise DiscourseError(f"{call} gives no layer; make one with dc.layers.make.")


def _with_files(arguments: Mapping[str, Any], find: Callable[[str], Path]) -> dict[str, Any]:
    """The arguments of a rule, with the paths of files in place of what the code names."""
    return {
        name: find(value)
        if name in FILES_OF_RULES and isinstance(value, str) and value not in SHIPPED_LEXICONS
        else value
        for name, value in arguments.items()
    }


def nltk_name(call: ReadCall) -> str:
    """Return the name of the corpus in a call ``dc.Corpus.from_nltk(nltk.corpus.NAME, …)``."""
    return str(call.arguments["reader"].name.removeprefix(CORPORA_OF_NLTK))


def corpus_of_call(call: ReadCall, folder: Path, places: Sequence[Path] = ()) -> Corpus:
    """Read the corpus of a call.

    Parameters
    ----------
    call : ReadCall
        The call.
    folder : Path
        The folder of the notebook, from which the paths in the call start.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Raises
    ------
    MissingTextsError
        If they are those of NLTK, and not on this computer.
    DiscourseError
        If the texts cannot be read, or lead out of `places`.
    """
    arguments = dict(call.arguments)
    if call.function == FROM_NLTK:
        return Corpus.from_nltk(**{**arguments, "reader": nltk_reader(nltk_name(call))})
    path, metadata = arguments["path"], arguments.get("metadata")
    if isinstance(path, str):
        arguments["path"] = find_named(folder, path, places)
    elif isinstance(path, (list, tuple)):
        arguments["path"] = [find_named(folder, str(each), places) for each in path]
    if isinstance(metadata, str) and not is_pattern(metadata):
        arguments["metadata"] = find_named(folder, metadata, places)
    if call.function == "load":  # what is published rests on it, so its hashes are compared
        arguments["verify"] = True
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
    if function == FROM_NLTK:
        if [_is_corpus_of_nltk(each) for each in given] != [True] or "reader" in named:
            return UNKNOWN
        if _are_constant(named.values()):
            return ReadCall(function, {"reader": given[0], **named})
        return UNKNOWN
    if not _are_constant([*given, *named.values()]):
        return UNKNOWN
    try:
        bound = inspect.signature(CORPUS_READERS[function]).bind(*given, **named)
    except TypeError:
        return UNKNOWN
    return ReadCall(function, bound.arguments)


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
        case [str(path)] if "table" not in named:
            table = {"table": path}
        case _:
            return UNKNOWN
    return MetadataCall(whole, {**table, **named}) if _are_constant(named.values()) else UNKNOWN


def _is_corpus_of_nltk(value: Any) -> bool:
    """Whether a value is the name of a reader in ``nltk.corpus``."""
    return isinstance(value, NltkName) and bool(_READER_OF_NLTK.fullmatch(value.name))


def _is_constant(value: Any) -> bool:
    return value is not UNKNOWN and not isinstance(value, (PackageName, NltkName, TextCall))


def _are_constant(values: Iterable[Any]) -> bool:
    return all(map(_is_constant, values))


def _names_of_import(statement: ast.stmt) -> dict[str, PackageName | NltkName]:
    """The names by which a statement imports this package or NLTK, or something from it."""
    match statement:
        case ast.Import(names=aliases):
            packages: dict[str, PackageName | NltkName] = {
                each.asname or "discourse": PackageName("")
                for each in aliases
                if each.name == "discourse"
                or (each.name.startswith("discourse.") and not each.asname)
            }
            return packages | {
                each.asname or "nltk": NltkName(each.name if each.asname else "nltk")
                for each in aliases
                if each.name.partition(".")[0] == "nltk"
            }
        case ast.ImportFrom(module="nltk" | "nltk.corpus" as module, names=aliases, level=0):
            return {each.asname or each.name: NltkName(f"{module}.{each.name}") for each in aliases}
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
