"""Recipes: how a table was made, checked and run again.

A recipe names a verb, a corpus and parameters. `rerun` calls the verb again; it calls nothing else.
"""

import inspect
import json
import pkgutil
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import pandas as pd

from discourse import analyses
from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.inventory import totals_table
from discourse.errors import DiscourseError, check_type, one_of
from discourse.extensions import check_extension_names, check_packages, extension_names
from discourse.layer_notes import NOTE
from discourse.layers.lexicons import Lexicon
from discourse.record import (
    NOT_RECORDED,
    VERBS,
    WITHOUT_HITS,
    Verb,
    extension_verbs,
    load_extension_verb,
)

# Verbs that are no analyses, because they stand on what is published: each with its module.
_PLACED = {"multiverse": "discourse.publish.robustness.multiverse"}
RECORD = ("provenance", WITHOUT_HITS, NOTE)  # what the attrs of a table say of how it was made

Recipe = Mapping[str, Any]
# Gives the corpus, or the frequency list, that a part of a recipe describes; see `corpora`.
Finder = Callable[[Recipe], Any]


def _make_documents(corpus: Corpus) -> pd.DataFrame:
    return corpus.documents


def _make_layers(corpus: Corpus) -> pd.DataFrame:
    return corpus.layers


def _make_totals(corpus: Corpus) -> pd.DataFrame:
    return totals_table(corpus.store)


# Tables that a corpus makes of itself, in addition to those of the verbs.
CORPUS_TABLES: dict[str, Callable[..., pd.DataFrame]] = {
    "audit": Corpus.audit,
    "corpus": _make_totals,
    "documents": _make_documents,
    "duplicates": Corpus.duplicates,
    "layers": _make_layers,
    "misfits": Corpus.misfits,
    "parts": Corpus.parts,
}


# ---------------------------------------------------------------- the recipe that a table carries


def recipe_of(table: pd.DataFrame, name: str) -> Recipe:
    """Read from a table how it was made.

    Raises
    ------
    DiscourseError
        If the table does not say so; the message explains how to add its record.
    """
    provenance = table.attrs.get("provenance")
    if not provenance:
        raise DiscourseError(
            f"the table of {name} does not say how it was made; give rows of a table that a verb "
            "made, or pass on its record: dc.with_record(table, like=the_table_it_comes_from)."
        )
    return dict(json.loads(provenance))


def with_record(table: pd.DataFrame, *, like: pd.DataFrame) -> pd.DataFrame:
    """The same table, with the provenance of the table that it was made from.

    pandas drops the record when tables are joined or rebuilt. The record is a recipe, not
    evidence: whatever is saved is recomputed from it and compared, so a wrong one is found.

    Parameters
    ----------
    table : DataFrame
        The table without a record.
    like : DataFrame
        The verb's table that the rows were taken from.

    Returns
    -------
    DataFrame
        A copy of `table` that carries the record of `like`.

    Raises
    ------
    DiscourseError
        If `like` has no record itself.

    See Also
    --------
    dc.save_table : Save a table for a paper, with its lines and its recipe.
    dc.import_csv : Read a table that was exported as CSV.
    dc.verify : Check that what is published still holds.

    Notes
    -----
    ``discourse docs evidence`` explains how a table records how it was made.

    Examples
    --------
    >>> import discourse as dc, pandas as pd
    >>> terms = dc.frequencies(dc.read("seeds/"))
    >>> mine = pd.DataFrame(terms.head(3).to_dict("records"))
    >>> "provenance" in mine.attrs, "provenance" in dc.with_record(mine, like=terms).attrs
    (False, True)
    """
    for name, given in (("table", table), ("like", like)):
        way_out = "give tables, such as dc.with_record(mine, like=dc.frequencies(corpus))"
        check_type(name, given, pd.DataFrame, "a table", way_out)
    recipe_of(like, "like=")
    recorded = table.copy()
    recorded.attrs |= {key: like.attrs[key] for key in RECORD if key in like.attrs}
    return recorded


# ------------------------------------------------------------------------------- a recipe run again


@dataclass(frozen=True)
class VerbCall:
    """A recipe that was checked: a verb, or a table of the corpus, and what it is called with.

    ``steps`` are what was done to the lines of a concordance, e.g. sorting them.
    """

    verb: str
    corpus: Any
    parameters: Mapping[str, Any]
    steps: Sequence[Any]

    @cached_property
    def key(self) -> str:
        """A text that is the same for two calls only if they make the same table."""
        call = inspect.signature(_table_maker(self.verb)).bind(self.corpus, **self.parameters)
        call.apply_defaults()
        given = {name: getattr(v, "identity", v) for name, v in call.arguments.items()}
        return json.dumps([self.verb, given, self.steps], sort_keys=True, default=str)

    def make_table(self) -> pd.DataFrame:
        """Call the verb."""
        made: Any = _table_maker(self.verb)(self.corpus, **self.parameters)
        return made if isinstance(made, pd.DataFrame) else made.again(self.steps).frame


class RemadeTables:
    """Tables made from their recipes; each is made once, and shared by all callers."""

    def __init__(self) -> None:
        self._tables: dict[str, pd.DataFrame] = {}

    def rerun(self, recipe: Recipe, find: Finder) -> pd.DataFrame:
        """Make the table of a recipe, as `rerun` does; callers must not change it."""
        return self.make(check_recipe(recipe, find))

    def make(self, call: VerbCall) -> pd.DataFrame:
        """Make the table of a call that was checked."""
        if call.key not in self._tables:
            self._tables[call.key] = call.make_table()
        return self._tables[call.key]


def rerun(recipe: Recipe, find: Finder) -> pd.DataFrame:
    """Make the table of a recipe again.

    Parameters
    ----------
    recipe : mapping
        A verb, a corpus and parameters, as a table carries them.
    find : callable
        Gives the corpus, or the frequency list, that a part of the recipe describes.

    Returns
    -------
    DataFrame
        The table that the recipe makes now.

    Raises
    ------
    DiscourseError
        If no such verb is registered, or if it does not take the parameters.
    """
    return check_recipe(recipe, find).make_table()


def check_recipe(recipe: Recipe, find: Finder) -> VerbCall:
    """Return the call that a recipe describes, after checking its verb and its parameters."""
    verb = str(recipe.get("verb"))
    check_packages(recipe.get("versions") or {}, f"a table of {verb}")
    known = parameters_of(verb)
    given = recipe.get("parameters")
    if not isinstance(given, dict):
        raise DiscourseError(f"the recipe of {verb} has no parameters; save the table again.")
    _check_parameters(verb, given, known)
    parameters = replace_parts(given, find)
    return VerbCall(verb, find(recipe["corpus"]), parameters, recipe.get("steps", []))


def described_parts(recipe: Recipe) -> list[Recipe]:
    """What a recipe says of each corpus and frequency list that it names, its own corpus first."""
    found: list[Recipe] = [recipe["corpus"]]
    for value in recipe["parameters"].values():
        items = value if isinstance(value, list) else [value]
        found += [item for item in items if isinstance(item, dict)]
    return found


def replace_parts(parameters: Mapping[str, Any], change: Callable[[Recipe], Any]) -> dict[str, Any]:
    """The parameters of a recipe with something in place of each corpus and list that they name.

    Examples
    --------
    >>> replace_parts({"reference": [{"list": "udhr"}], "by": "section"}, lambda part: part["list"])
    {'reference': ['udhr'], 'by': 'section'}
    """

    def replace(value: Any) -> Any:
        if isinstance(value, list):
            return [replace(item) for item in value]
        return change(value) if isinstance(value, dict) else value

    return {name: replace(value) for name, value in parameters.items()}


def _check_parameters(verb: str, given: Mapping[str, Any], known: Mapping[str, Any]) -> None:
    """Refuse a parameter that the verb does not take, by name or type, and a missing one."""
    for name in mandatory_parameters(verb):
        if name not in given:
            raise DiscourseError(f"{verb} needs {name}=, which is not given.")
    for name, value in given.items():
        one_of(f"parameter of {verb}", name, known)
        if not _names_parts(value) and not is_of_type(value, known[name]):
            raise DiscourseError(f"{verb} does not take {name}={value!r}.")


def _names_parts(value: object) -> bool:
    """Whether a parameter describes a corpus or a frequency list, or several."""
    items = value if isinstance(value, list) and value else [value]
    return all(isinstance(item, dict) for item in items)


# ---------------------------------------------------------------------------- verbs by their names


def all_verbs() -> Mapping[str, Verb]:
    """Every verb by its name, including those of other packages; this imports all of them."""
    for name in verb_names():
        find_verb(name)
    return VERBS


def verb_names() -> list[str]:
    """The names of all verbs, sorted, including those of other packages; this imports none."""
    return sorted({*_own_verbs(), *extension_verbs(), *VERBS})


def find_verb(name: str) -> Verb:
    """Find a verb by its name; no other verb is imported.

    Raises
    ------
    DiscourseError
        If there is no such verb, if the package that adds it cannot be imported or does not
        register it, or if any package adds a name that is taken.

    Examples
    --------
    >>> find_verb("tfidf").columns[:3]
    ('part', 'term', 'count')
    """
    _check_added_verbs()
    if name in extension_verbs():
        return load_extension_verb(name)
    if name not in VERBS:
        one_of("verb", name, verb_names())
        import_module(_PLACED.get(name, f"{analyses.__name__}.{name}"))
    return VERBS[name]


def _check_added_verbs() -> None:
    """Refuse a verb of another package that has a name of this one."""
    if extension_verbs():
        taken = {*_own_verbs(), *CORPUS_TABLES, *import_module("discourse").__all__}
        check_extension_names("verbs", taken)
        check_extension_names("layers", {*taken, *extension_names("verbs")})


def _own_verbs() -> list[str]:
    """The verbs of this package: each is the module of its name."""
    return [*(module.name for module in pkgutil.iter_modules(analyses.__path__)), *_PLACED]


def _table_maker(verb: str) -> Callable[..., Any]:
    """The function behind a verb, or behind a table of the corpus."""
    if verb in CORPUS_TABLES:
        return CORPUS_TABLES[verb]
    if verb not in VERBS:
        one_of("verb", verb, [*verb_names(), *CORPUS_TABLES])
    return find_verb(verb).function


def parameters_of(verb: str) -> dict[str, Any]:
    """The parameters of a verb, or of a table of the corpus, with their types; not the corpus."""
    function = _table_maker(verb)
    hints = typing.get_type_hints(inspect.unwrap(function))
    return {name: hints[name] for name in list(inspect.signature(function).parameters)[1:]}


def mandatory_parameters(verb: str) -> list[str]:
    """The parameters that a verb needs in addition to the corpus."""
    parameters = list(inspect.signature(_table_maker(verb)).parameters.values())[1:]
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def complete_parameters(recipe: Recipe) -> dict[str, Any]:
    """A recipe with all parameters: those that its verb has been given since have their defaults.

    With these it is made again.
    """
    parameters = list(inspect.signature(_table_maker(str(recipe["verb"]))).parameters.values())[1:]
    defaults = {
        each.name: each.default
        for each in parameters
        if each.default is not each.empty and each.name not in NOT_RECORDED
    }
    return {**recipe, "parameters": defaults | recipe["parameters"]}


def is_of_type(value: object, annotation: Any) -> bool:
    """Whether a value read from JSON is of a type; a list is accepted for any sequence or set."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        # A recipe may come from anyone: it names a list by its hash, and never by a path.
        if FrequencyList in typing.get_args(annotation):
            return value is None and type(None) in typing.get_args(annotation)
        # Of a lexicon it holds the lines, and no path either.
        if Lexicon in typing.get_args(annotation):
            return is_of_type(value, list[str])
        return any(is_of_type(value, option) for option in typing.get_args(annotation))
    if origin is typing.Literal:
        return value in typing.get_args(annotation)
    if origin is not None:
        inner = typing.get_args(annotation)[0]
        return isinstance(value, list) and all(is_of_type(item, inner) for item in value)
    if annotation in (None, type(None)):
        return value is None
    if annotation is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(annotation, type) and type(value) is annotation
