"""The register of verbs, and the recipe that each of their tables carries.

A verb is an analysis: corpus in, tidy table out. `@verb` checks the columns it promises and writes
into ``table.attrs["provenance"]`` how the table was made, as one JSON string. pandas carries that
string along even when cells are changed afterwards, so it is a recipe to run again, never evidence.
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

from discourse.errors import DiscourseError, describe
from discourse.extensions import (
    describe_extension,
    extension_names,
    load_extension,
    package_versions,
)

P = ParamSpec("P")
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Verb:
    """One analysis: its name, its columns, its sources and words, and the function itself."""

    name: str
    columns: tuple[str, ...]
    optional: tuple[str, ...]
    cites: tuple[str, ...]
    function: Callable[..., Any]
    methods: tuple[str, ...] = ()


VERBS: dict[str, Verb] = {}
UNTOLD = ("executor",)  # parameters that change who counts, and no number
LAYER_COLUMNS = ("line_id", "label")  # the first of every table that labels lines

# Every corpus and frequency list that a table of this session was made of, by fingerprint: what is
# saved is made again from it. A subset is not kept, but the corpus that it was taken from.
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
    cites: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
    recorded: Mapping[str, Callable[[Any], Any]] | None = None,
) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Register a function as a verb whose result carries its own recipe.

    Parameters
    ----------
    columns : the columns of its table, in order.
    optional : those of them that some calls leave out.
    cites : keys in ``publish/references.bib`` of the works whose formulas it uses.
    methods : the clauses of its sentence in a methods paragraph. ``{parameter}`` stands for a
        value, ``{parameter:token}`` for a number of tokens, and ``{parameter?}`` for nothing; a
        clause is left out where one that it names is missing, empty or false, or where
        ``{parameter=value?}`` does not hold. ``[@key]`` cites a work where it stands; the
        sentence ends with those of `cites` that no clause names.
    recorded : for a parameter that JSON cannot hold as it is given, what its recipe holds instead.

    Returns
    -------
    A decorator. The verb's first argument is the corpus; its result is a DataFrame, or a dataclass
    with a ``provenance`` field. Columns after the promised ones are allowed.
    """

    def register(function: Callable[P, T]) -> Callable[P, T]:
        signature = inspect.signature(function)
        entry = Verb(function.__name__, columns, optional, cites, function, methods)
        _check_name(entry)

        @wraps(function)
        def stamped(*args: P.args, **kwargs: P.kwargs) -> T:
            corpus_name = next(iter(signature.parameters))
            given = args[0] if args else kwargs.get(corpus_name)
            if not hasattr(given, "store"):
                raise DiscourseError(
                    f"dc.{entry.name} expects a Corpus, got {describe(given)}; make one first: "
                    "corpus = dc.read('texts/')."
                )
            result = function(*args, **kwargs)
            call = signature.bind(*args, **kwargs)
            call.apply_defaults()
            corpus, *parameters = call.arguments.items()
            told = dict(parameters)
            for name, record in (recorded or {}).items():
                told[name] = record(told[name])
            return _stamp(entry, result, recipe(entry.name, corpus[1], told))

        VERBS[entry.name] = dataclasses.replace(entry, function=stamped)
        return stamped

    return register


def _check_name(entry: Verb) -> None:
    """Refuse a second verb of one name, which would take the place of the first."""
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
    """One JSON string: a verb, the corpus, the parameters that change a number, the version.

    Every corpus that it names is `find_kept` from now on.
    """
    for given in (corpus, *parameters.values()):
        if hasattr(given, "fingerprint"):
            keep_for_session(given)
    return json.dumps(
        {
            "verb": verb,
            "corpus": _encode(corpus),
            "parameters": {
                name: _encode(value) for name, value in parameters.items() if name not in UNTOLD
            },
            "versions": {"discourse": _version()} | _extension_versions(verb, parameters),
        },
        ensure_ascii=False,
    )


@cache
def _version() -> str:
    return version("discourse-toolkit")


def _extension_versions(verb: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """The packages beside this one that a verb and its measures come from."""
    found = package_versions("verbs", verb) | package_versions("layers", verb)
    for measure in parameters.get("measures") or ():
        found |= package_versions("measures", str(measure))
    return found


def _encode(value: Any) -> Any:
    """`value` as JSON holds it; a corpus or a list of frequencies stands as its own recipe."""
    if hasattr(value, "identity"):
        return value.identity
    if isinstance(value, (list, tuple, range)):
        return [_encode(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_encode(item) for item in value)
    return value.tolist() if hasattr(value, "tolist") else value


def _stamp(entry: Verb, result: T, provenance: str) -> T:
    if not isinstance(result, pd.DataFrame):
        return cast(T, dataclasses.replace(cast(Any, result), provenance=provenance))
    check_columns(entry, result)
    result.attrs["provenance"] = provenance
    return result


def check_columns(entry: Verb, table: pd.DataFrame) -> None:
    """Refuse a table that does not start with the columns its verb promises."""
    here = set(table.columns)
    promised = [c for c in entry.columns if c in here or c not in entry.optional]
    if list(table.columns[: len(promised)]) != promised:
        raise TypeError(f"{entry.name} promises {promised} but made {list(table.columns)}")
