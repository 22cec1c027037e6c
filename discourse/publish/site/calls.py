"""The tables that a notebook makes, found in its code: nothing of it is executed."""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import reference
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import PACKAGE, READERS
from discourse.publish.claims.notebook import syntax_tree
from discourse.publish.provenance.recipes import CORPUS_TABLES, parameters_of, rerun, verbs


@dataclass(frozen=True, eq=False)
class Made:
    """A table, the corpus it was made of, its verb, and what it was asked for with."""

    verb: str
    corpus: Corpus
    options: Mapping[str, Any]
    table: pd.DataFrame


def tables_made(cells: Sequence[str], corpus: Corpus, folder: Path = Path()) -> list[Made]:
    r"""The tables of the verbs, and of the corpus, that some code cells ask for with constants.

    A corpus is one that the code names: what it reads is the corpus given here, and a subset of it
    is made of that; what it is compared with is a frequency list. Other calls are passed over.

    Parameters
    ----------
    folder : of the notebook, which the paths of its own frequency lists start from.

    Examples
    --------
    >>> import discourse as dc
    >>> made, = tables_made(["lead = dc.read('x').subset('section = \"lead\"')",
    ...                      "dc.frequencies(lead, min_count=2).head()"], dc.read("seeds/"))
    >>> made.verb, made.options, made.corpus.size
    ('frequencies', {'min_count': 2}, 64)
    """
    code = _Code(corpus, folder)
    made: dict[str, Made | None] = {}
    for cell in cells:
        for node in ast.walk(syntax_tree(cell)):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                code.assign(node.targets[0].id, node.value)
            for verb, of, options in code.asked(node):
                key = f"{verb} {of.fingerprint} {ast.dump(node)}"
                made[key] = made.get(key) or _made(verb, of, options)
    return [each for each in made.values() if each is not None]


class _Code:
    """What the names of a notebook stand for, as far as they are texts or frequency lists."""

    def __init__(self, corpus: Corpus, folder: Path) -> None:
        self.corpus, self.folder = corpus, folder
        self.known: dict[str, Any] = {}

    def assign(self, name: str, value: ast.expr) -> None:
        """Remember a name that stands for texts; forget one that does so no more."""
        self.known[name] = self._texts(value)

    def asked(self, node: ast.AST) -> Iterator[tuple[str, Corpus, dict[str, Any]]]:
        """What a call asks for: ``dc.VERB(corpus, …)`` or ``corpus.TABLE(…)``."""
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=package), attr=verb), args=[of, *rest]
            ) if package in PACKAGE and verb in verbs():
                options = self._options(verb, rest, node.keywords)
            case ast.Call(func=ast.Attribute(value=of, attr=verb), args=rest) if (
                verb in CORPUS_TABLES
            ):
                options = self._options(verb, rest, node.keywords)
            case ast.Attribute(value=of, attr="documents" as verb):
                options = {}
            case _:
                return
        corpus = self._texts(of)
        if isinstance(corpus, Corpus) and options is not None:
            yield verb, corpus, options

    def _texts(self, node: ast.AST) -> Any:
        """The corpus or frequency list that an expression gives; None if it gives neither."""
        match node:
            case ast.Name(id=name):
                return self.known.get(name)
            case ast.Call(func=ast.Attribute(value=ast.Name(id=package), attr=name)) if (
                package in PACKAGE and name in READERS
            ):
                return self.corpus
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=package), attr="reference"),
                args=[ast.Constant(value=str(source))],
            ) if package in PACKAGE:
                place = self.folder / source if source.endswith(".csv") else source
                return _or_none(lambda: reference(place))
            case ast.Call(
                func=ast.Attribute(value=whole, attr="subset"),
                args=[ast.Constant(value=str(condition))],
            ):
                of = self._texts(whole)
                return None if of is None else _or_none(lambda: of.subset(condition))
        return None

    def _options(
        self, verb: str, given: Sequence[ast.expr], keywords: Sequence[ast.keyword]
    ) -> dict[str, Any] | None:
        """The arguments of a call by name; None if one of them is not written out."""
        named = [*zip(parameters_of(verb), given, strict=False)]
        named += [(str(keyword.arg), keyword.value) for keyword in keywords]
        try:
            return {
                name: ast.literal_eval(value) if (texts := self._texts(value)) is None else texts
                for name, value in named
            }
        except ValueError:
            return None


def _made(verb: str, corpus: Corpus, options: Mapping[str, Any]) -> Made | None:
    """The table of a call. In its recipe, texts stand as a mapping that names the option."""
    texts = {name for name, value in options.items() if hasattr(value, "fingerprint")}
    parameters = {
        name: {"option": name} if name in texts else list(value) if _several(value) else value
        for name, value in options.items()
    }
    recipe = {"verb": verb, "corpus": {}, "parameters": parameters}
    table = _or_none(lambda: rerun(recipe, lambda p: options[p["option"]] if p else corpus))
    return None if table is None else Made(verb, corpus, options, table)


def _several(value: object) -> bool:
    return isinstance(value, (tuple, set))


def _or_none(make: Callable[[], Any]) -> Any:
    """What is made, or None if the call cannot be answered: its cell then shows an error."""
    try:
        return make()
    except DiscourseError:
        return None
