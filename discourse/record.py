"""The register of verbs, and the recipe that each of their tables carries.

A verb is an analysis: corpus in, tidy table out. `@verb` checks the columns it promises and writes
into ``table.attrs["provenance"]`` how the table was made, as one JSON string. pandas keeps that
string even when cells are changed afterwards, so it is a recipe to run again, never evidence.
"""

import dataclasses
import inspect
import json
import typing
from collections.abc import Callable, Mapping
from functools import cache, wraps
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar, cast

import pandas as pd

from discourse.errors import DiscourseError, ElsewhereError, describe
from discourse.extensions import (
    describe_extension,
    extension_names,
    load_extension,
    package_versions,
)
from discourse.layer_notes import NOTE, note_layers
from discourse.shown_tables import show_notes_and_dollars

P = ParamSpec("P")
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Verb:
    """One analysis: its name, its columns, the works it cites, the function, and its wording."""

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...]
    cites: tuple[str, ...]
    function: Callable[..., Any]
    methods: tuple[str, ...] = ()
    facts: Mapping[str, Callable[..., Any]] = dataclasses.field(default_factory=dict)
    replaced: tuple[str, ...] = ()


VERBS: dict[str, Verb] = {}
NOT_RECORDED = ("executor",)  # parameters that change no number
RESTS_ON = "rests_on"  # a fact of a verb; see `verb`
WITHOUT_HITS = "without_hits"  # what a table calls, in its attrs, queries that have no row
LAYER_COLUMNS = ("line_id", "label")  # the first columns of every layer

# The corpora and frequency lists that tables of this session were made of, by fingerprint, because
# what is saved is recomputed from them. For a subset, the whole corpus is kept.
_session: dict[str, Any] = {}


def keep_for_session(corpus: Any) -> None:
    """Keep a corpus, or a frequency list, until the session ends."""
    _session[corpus.whole.fingerprint] = corpus.whole


def find_kept(identity: Mapping[str, Any]) -> Any:
    """The corpus or frequency list that a recipe of this session names; None if it names none."""
    whole = _session.get(str(identity.get("whole", identity.get("fingerprint"))))
    if whole is None or "whole" not in identity:
        return whole
    for condition in identity["subset"]:
        whole = whole.subset(condition)
    return whole


def verb(
    *,
    columns: tuple[str, ...],
    optional: tuple[str, ...] = (),
    replaced: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
    recorded: Mapping[str, Callable[[Any], Any]] | None = None,
    facts: Mapping[str, Callable[..., Any]] | None = None,
    lists: bool = False,
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Register a function as a verb whose result carries its own recipe.

    Parameters
    ----------
    columns : tuple of str
        The columns of its table, in order. A table may have more columns after these.
    optional : tuple of str
        Those of the columns that a table has only if a parameter asks for them.
    replaced : tuple of str
        Those of the columns that a table has unless a parameter asks for others in their place.
    cites : tuple of str
        Keys in ``publish/references.toml`` of the works whose formulas it uses.
    methods : tuple of str
        The clauses of its sentence in a methods paragraph, in the form that
        `discourse.publish.method_clauses.fill_clauses` documents. ``[@key]`` cites a work; the
        sentence ends with those of `cites` that no clause cites.
    recorded : mapping of str to callable, optional
        For each parameter that JSON cannot hold as it is given, what its recipe holds instead.
    facts : mapping of str to callable, optional
        What its sentence says in addition to the parameters: for each name, a function of the
        arguments of the call. "rests_on" names the layers that the table is made from besides those
        that a parameter names, and is no place in the sentence. "note" is said below the table, and
        not in the sentence: how well its rows are found.
    lists : bool
        Whether it takes a frequency list that is divided into documents, too.

    Returns
    -------
    callable
        A decorator for a function whose first argument is the corpus, and whose result is a
        DataFrame, or a dataclass with a ``provenance`` field.
    """

    def register(function: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(function)
        entry = Verb(
            function.__name__, columns, optional, cites, function, methods, facts or {}, replaced
        )
        _check_verb_name(entry)

        @wraps(function)
        def make_table(*args: P.args, **kwargs: P.kwargs) -> T:
            corpus_name = next(iter(signature.parameters))
            given = args[0] if args else kwargs.get(corpus_name)
            # Corpus cannot be imported here: it is in a room above. Lines have no fingerprint, and
            # of references, only lists have parts.
            has_units = hasattr(given, "store") or (lists and hasattr(given, "parts_are_documents"))
            if not (has_units and hasattr(given, "fingerprint")):
                raise DiscourseError(
                    f"dc.{entry.name} expects a Corpus, got {describe(given)}; make one first: "
                    "corpus = dc.read('texts/').",
                    page="start",
                )
            try:
                result = function(*args, **kwargs)
            except ElsewhereError as error:
                # Such messages begin with what cannot be done: "this needs …".
                raise ElsewhereError(
                    f"dc.{entry.name} {str(error).removeprefix('this ')}"
                ) from None
            call = signature.bind(*args, **kwargs)
            call.apply_defaults()
            corpus, *parameters = call.arguments.items()
            to_record = dict(parameters)
            for name, record in (recorded or {}).items():
                to_record[name] = record(to_record[name])
            made = _stamp_result(entry, result, recipe(entry.name, corpus[1], to_record))
            if isinstance(made, pd.DataFrame) and (
                note := _note_errors(entry, corpus[1], to_record)
            ):
                made.attrs[NOTE] = note
            return made

        VERBS[entry.name] = dataclasses.replace(entry, function=make_table)
        return make_table

    return register


def _check_verb_name(entry: Verb) -> None:
    """Refuse a second verb of the same name, which would replace the first."""
    first = VERBS.get(entry.name)
    modules = [each.function.__module__ for each in (first, entry) if each is not None]
    if len(set(modules)) > 1:
        raise DiscourseError(
            f"{' and '.join(modules)} both define the verb {entry.name!r}; rename one of them."
        )


def extension_verbs() -> list[str]:
    """The names of the verbs that other packages add, makers of layers included."""
    return [*extension_names("verbs"), *extension_names("layers")]


def load_extension_verb(name: str) -> Verb:
    """Import a verb, or a maker of a layer, that another package adds.

    Raises
    ------
    DiscourseError
        If what the package adds is not a verb of that name, has a parameter without a type, or is
        a maker of a layer whose table does not begin with ``line_id`` and ``label``.
    """
    kind = "verbs" if name in extension_names("verbs") else "layers"
    function = load_extension(kind, name)
    entry = VERBS.get(name)
    if entry is None or entry.function is not function:
        raise DiscourseError(
            f"{describe_extension(kind, name)} is not a verb of that name; decorate a function "
            f"{name} with discourse.record.verb."
        )
    if kind == "layers" and entry.columns[:2] != LAYER_COLUMNS:
        raise DiscourseError(
            f"{describe_extension(kind, name)} makes a table that begins with "
            f"{', '.join(entry.columns[:2])}; the table of a layer begins with line_id, label."
        )
    for parameter in list(inspect.signature(function).parameters)[1:]:
        if parameter not in _read_types(function):
            raise DiscourseError(
                f"{describe_extension(kind, name)} has the parameter {parameter} without a type; "
                "annotate it, because recipes are checked against the types."
            )
    return entry


def _read_types(function: Callable[..., Any]) -> dict[str, Any]:
    """The annotations of a function; none if they name what is not imported when it runs."""
    try:
        return typing.get_type_hints(inspect.unwrap(function))
    except NameError:
        return {}


def recipe(verb: str, corpus: Any, parameters: Mapping[str, Any]) -> str:
    """A recipe as JSON: the verb, the corpus, the parameters that change a number, the versions.

    `find_kept` finds every corpus that it names, from now on.
    """
    for given in (corpus, *parameters.values()):
        for each in given if isinstance(given, (list, tuple)) else (given,):
            if hasattr(each, "fingerprint"):
                keep_for_session(each)
    show_notes_and_dollars()
    return json.dumps(
        {
            "verb": verb,
            "corpus": _encode_value(corpus),
            "parameters": {
                name: _encode_value(value)
                for name, value in parameters.items()
                if name not in NOT_RECORDED
            },
            "versions": {"discourse": package_version()} | _extension_versions(verb, parameters),
        },
        ensure_ascii=False,
    )


@cache
def package_version() -> str:
    """The version of this package that is installed."""
    return version("discourse-toolkit")


def _extension_versions(verb: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """The packages, other than this one, that a verb and its measures come from."""
    found = package_versions("verbs", verb) | package_versions("layers", verb)
    for measure in parameters.get("measures") or ():
        found |= package_versions("measures", str(measure))
    return found


def _encode_value(value: Any) -> Any:
    """A value for JSON; a corpus or a frequency list is represented by its identity."""
    if hasattr(value, "identity"):
        return value.identity
    if isinstance(value, (list, tuple, range)):
        return [_encode_value(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_encode_value(item) for item in value)
    return value.tolist() if hasattr(value, "tolist") else value


def _stamp_result(entry: Verb, result: T, provenance: str) -> T:
    if not isinstance(result, pd.DataFrame):
        return cast(T, dataclasses.replace(cast(Any, result), provenance=provenance))
    check_columns(entry, result)
    result.attrs["provenance"] = provenance
    return result


def _note_errors(entry: Verb, corpus: Any, parameters: Mapping[str, Any]) -> str:
    """How often a table is wrong, or the layers that it rests on are, if that was measured."""
    corpora = [corpus]
    for value in parameters.values():
        several = value if isinstance(value, (list, tuple)) else [value]
        corpora += [each for each in several if hasattr(each, "store")]
    if not any(each.store.layers for each in corpora):
        return ""
    facts = {
        name: entry.facts[name](corpus, **parameters)
        for name in (NOTE, RESTS_ON)
        if name in entry.facts
    }
    if note := facts.get(NOTE):
        return str(note)
    given = {name: _encode_value(value) for name, value in parameters.items()}
    conditions = [list(each.store.conditions) for each in corpora]
    stores = [each.store for each in corpora]
    return note_layers(stores, [given, conditions], facts.get(RESTS_ON, ()))


def check_columns(entry: Verb, table: pd.DataFrame) -> None:
    """Refuse a table that does not start with the columns that its verb promises."""
    here = set(table.columns)
    free = (*entry.optional, *entry.replaced)
    promised = [c for c in entry.columns if c in here or c not in free]
    if list(table.columns[: len(promised)]) != promised:
        raise TypeError(f"{entry.name} promises {promised} but made {list(table.columns)}")
