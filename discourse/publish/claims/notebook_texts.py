"""The corpora and frequency lists that the calls of a notebook give, each made once."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import reference
from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.claims.notebook_calls import (
    CORPUS_READERS,
    FROM_NLTK,
    JoinedCall,
    LayeredCall,
    MetadataCall,
    PackageName,
    ReadCall,
    ReferenceCall,
    SubsetCall,
    TextCall,
    add_metadata_of,
    corpus_of_call,
    layers_of_call,
    nltk_name,
)
from discourse.publish.claims.notebook_code import FAULTS, UNKNOWN, NotebookCode, source_of
from discourse.publish.provenance.allowance import find_named
from discourse.text.nltk_texts import check_at_hand

# A corpus that is made by a call whose arguments are not written out.
UNKNOWN_CORPUS = "a corpus that is not written out"


class NotebookTexts:
    """The corpora and the frequency lists that the calls of a notebook give.

    Parameters
    ----------
    folder : Path
        The folder of the notebook, to which the paths in its code are relative.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.
    """

    def __init__(self, folder: Path, places: Sequence[Path] = ()) -> None:
        self.folder = folder
        self.places = places
        self._found: dict[str, Any] = {}

    def keep(self, call: TextCall, corpus: Corpus) -> None:
        """Let a corpus stand for a call."""
        self._found[repr(call)] = corpus

    @property
    def made(self) -> list[Corpus]:
        """The corpora that were made so far."""
        return [found for found in self._found.values() if isinstance(found, Corpus)]

    def find(self, value: Any) -> Any:
        """The corpus or list behind a call, UNKNOWN if it cannot be made; else the value itself."""
        if isinstance(value, PackageName):
            return UNKNOWN
        if not isinstance(value, TextCall):
            return value
        try:
            return self.make(value)
        except FAULTS:
            return UNKNOWN

    def make(self, call: TextCall) -> Any:
        """The corpus or list behind a call; what cannot be made is tried once, too.

        Raises
        ------
        DiscourseError
            If it cannot be made, or is outside of the places that may be read.
        """
        name = repr(call)
        if name not in self._found:
            try:
                self._found[name] = self._make(call)
            except FAULTS as error:
                self._found[name] = error
        found = self._found[name]
        if isinstance(found, Exception):
            raise found
        return found

    def _make(self, call: TextCall) -> Any:
        match call:
            case ReadCall():
                return corpus_of_call(call, self.folder, self.places)
            case ReferenceCall(source):
                if source.endswith(".csv"):
                    return reference(find_named(self.folder, source, self.places))
                return reference(source)
            case SubsetCall(whole, condition):
                return self.make(whole).subset(condition)
            case LayeredCall(whole, layer):
                found = self.make(whole)
                return found.with_layer(*layers_of_call(layer, found, self.folder, self.places))
            case JoinedCall(whole, name):
                return self.make(whole).joined(name)
            case MetadataCall(whole):
                return add_metadata_of(call, self.make(whole), self.folder, self.places)


class CorporaOfNames:
    """Which corpora the names in a notebook's code rest on, as its cells are followed.

    ``named`` are the corpora that have a name, as the calls that give them; None for a name that
    stands for several. ``read`` are all corpora that are read, each as the text of its call.
    """

    def __init__(self) -> None:
        self.code = NotebookCode()
        self.named: dict[str, TextCall | None] = {}
        self.read: dict[str, TextCall | None] = {}
        self._rests: dict[str, dict[str, TextCall | None]] = {}

    def follow(self, cell: str) -> dict[str, TextCall | None]:
        """Follow a cell; return the corpora that it uses, None for one that is not written out."""
        used: dict[str, TextCall | None] = {}
        for statement in self.code.follow([cell]):
            rests = {_name_of(call): call for call in self._corpora_in(statement)}
            used |= rests
            self._note_reads(statement)
            for name in set(_names_changed_by(statement)):
                before = self._rests.get(name, {}) if _only_adds(statement) else {}
                self._rests[name] = before | rests
            match statement:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ):
                    self._note_name(name, value)
                case _:
                    self.named |= {
                        name: None for name in _names_set_here(statement) if name in self.named
                    }
        return used

    def _corpora_in(self, node: ast.AST) -> Iterator[TextCall | None]:
        """The corpora that an expression or a statement rests on."""
        if isinstance(getattr(node, "ctx", None), ast.Store) and isinstance(node, ast.Name):
            return
        value = self.code.evaluate(node) if isinstance(node, ast.expr) else UNKNOWN
        if isinstance(value, TextCall):
            if not isinstance(value, ReferenceCall):
                yield value
            return
        if isinstance(node, ast.Name) and not isinstance(value, PackageName):
            yield from self._rests.get(node.id, {}).values()
        if isinstance(node, ast.Call) and _makes_corpus(node, self.code):
            yield None
        for child in ast.iter_child_nodes(node):
            yield from self._corpora_in(child)

    def _note_reads(self, statement: ast.stmt) -> None:
        # What a function reads depends on its arguments, and on whether it is called.
        in_function = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and _makes_corpus(node, self.code):
                call = UNKNOWN if in_function else self.code.evaluate(node)
                known = call if isinstance(call, ReadCall) else None
                self.read[_name_of(known)] = known

    def _note_name(self, name: str, node: ast.expr) -> None:
        """Note what a name stands for; one that only gets more layers or metadata is the same."""
        value = self.code.evaluate(node)
        if not isinstance(value, TextCall) or _is_list(value):
            if name in self.named and not _only_adds_layers(node, name):
                self.named[name] = None
            return
        before = self.named.get(name, value)
        same = before is not None and _without_layers(before) == _without_layers(value)
        self.named[name] = value if same else None

    @property
    def ambiguous(self) -> list[str]:
        """The names of corpora that stand for something else later."""
        return [name for name, call in self.named.items() if call is None]


def find_metadata_calls(cells: Iterable[str], first: ReadCall) -> list[MetadataCall]:
    """Find the metadata that some cells add to all of what a call reads, in their order.

    Examples
    --------
    >>> cells = ["talks = dc.read('x')", "talks = talks.with_metadata('who.csv', on='year')"]
    >>> [each.arguments for each in find_metadata_calls(cells, ReadCall("read", {"path": "x"}))]
    [{'table': 'who.csv', 'on': 'year'}]
    """
    code, found = NotebookCode(), {}
    for statement in code.follow(cells):
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                call = code.evaluate(node)
                if isinstance(call, MetadataCall) and _without_layers(call) == first:
                    found[repr(call.arguments)] = call
    return list(found.values())


def find_missing_texts(calls: Iterable[TextCall | None]) -> list[str]:
    """Say of each corpus of NLTK that some calls read, and that is not here, how to fetch it."""
    said = []
    for call in calls:
        if isinstance(call, ReadCall) and call.function == FROM_NLTK:
            try:
                check_at_hand(nltk_name(call))
            except MissingTextsError as error:
                said.append(str(error))
            except DiscourseError:  # no such corpus: a fault of its own
                continue
    return list(dict.fromkeys(said))


def corpora_of(cells: Iterable[str]) -> CorporaOfNames:
    """Follow all code cells of a notebook.

    Examples
    --------
    >>> sorted(corpora_of(["a = dc.read('x')", "b = dc.read('y')"]).named)
    ['a', 'b']
    """
    corpora = CorporaOfNames()
    for cell in cells:
        corpora.follow(cell)
    return corpora


def only_corpus(corpora: CorporaOfNames, notebook: Path) -> ReadCall:
    """Return the call that reads the only corpus of a notebook.

    Raises
    ------
    DiscourseError
        If there is none, or more than one.
    """
    calls = list(corpora.read.values())
    if len(calls) == 1 and isinstance(calls[0], ReadCall):
        if corpora.ambiguous:
            raise DiscourseError(
                f"{corpora.ambiguous[0]!r} stands for several corpora in {notebook}, so that a "
                "claim cannot tell which one it is about; give each a name of its own, such as "
                "lead = paper.subset(…), and write 'peace @ lead' in claims about it."
            )
        return calls[0]
    if len(calls) > 1:
        names = [name for name, call in corpora.named.items() if call is not None]
        way_out = f"such as 'peace @ {names[0]}'" if names else "and give each a name of its own"
        raise DiscourseError(
            f"{notebook} reads more than one corpus ({', '.join(names) or 'none has a name'}); "
            f"say in each claim which one it is about, {way_out}."
        )
    raise DiscourseError(
        f"{notebook} reads no corpus from a place that is written out; "
        "begin with a cell like paper = dc.read('../seeds/'). What a function or a loop computes "
        "is not known, because nothing is executed."
    )


def _makes_corpus(call: ast.Call, code: NotebookCode) -> bool:
    """Whether a call reads a corpus from files, or makes one of texts in memory."""
    called = code.evaluate(call.func)
    return isinstance(called, PackageName) and called.name in CORPUS_READERS


def _name_of(call: TextCall | None) -> str:
    return UNKNOWN_CORPUS if call is None else repr(call)


def _is_list(call: TextCall) -> bool:
    """Whether a call gives a frequency list, not a corpus."""
    return isinstance(source_of(call), ReferenceCall)


def _without_layers(call: TextCall) -> TextCall:
    while isinstance(call, (LayeredCall, MetadataCall)):
        call = call.whole
    return call


def _only_adds_layers(node: ast.expr, name: str) -> bool:
    """Whether an expression is a corpus under this name with more layers, or more metadata."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in ("with_layer", "with_metadata"):
            return False
        node = node.func.value
    return isinstance(node, ast.Name) and node.id == name


_SCOPES = (
    ast.AsyncFunctionDef, ast.ClassDef, ast.DictComp, ast.FunctionDef, ast.GeneratorExp, ast.Lambda,
    ast.ListComp, ast.SetComp,
)  # fmt: skip


def _names_set_here(node: ast.AST) -> Iterator[str]:
    """The names that a statement sets in the notebook itself, not in a function or a list."""
    if isinstance(node, _SCOPES):
        yield from filter(None, [getattr(node, "name", "")])
        return
    if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _names_set_here(child)


def _only_adds(statement: ast.stmt) -> bool:
    """Whether a statement leaves what its names held before, as ``table["x"] = …`` does."""
    return not isinstance(statement, (ast.Assign, ast.AnnAssign)) or not all(
        isinstance(target, ast.Name)
        for target in (
            statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        )
    )


def _names_changed_by(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement sets, and those of which it sets an item or an attribute."""
    for node in ast.walk(statement):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Subscript(value=owner, ctx=ast.Store()):
                yield from _names_in(owner)
            case ast.Attribute(value=owner, ctx=ast.Store()):
                yield from _names_in(owner)
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))):
            yield name  # such as table.insert(…)


def _names_in(node: ast.AST) -> Iterator[str]:
    return (each.id for each in ast.walk(node) if isinstance(each, ast.Name))
