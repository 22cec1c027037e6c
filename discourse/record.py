"""The register of verbs, and the recipe that each of their tables carries.

A verb is an analysis: corpus in, tidy table out. `@verb` checks the columns it promises and writes
into ``table.attrs["provenance"]`` how the table was made, as one JSON string. pandas carries that
string along even when cells are changed afterwards, so it is a recipe to run again, never evidence.
"""

import dataclasses
import inspect
import json
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakValueDictionary

import pandas as pd

from discourse.errors import DiscourseError

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

# Every corpus that a recipe names and that is still in use: a table is checked against it when it
# is saved. The register keeps none alive, and each by itself: of two that are equal one may go.
_live: "WeakValueDictionary[int, Any]" = WeakValueDictionary()


def keep_in_sight(corpus: Any) -> None:
    """Have a corpus, or a list of frequencies, found by `live` for as long as it is in use."""
    _live[id(corpus)] = corpus


def live(fingerprint: str) -> Any:
    """The corpus with a fingerprint, if it is in memory; else None."""
    return next((each for each in all_live() if each.fingerprint == fingerprint), None)


def all_live() -> list[Any]:
    """Every corpus, and every list of frequencies, that is in memory."""
    return list(_live.values())


def verb(
    *,
    columns: tuple[str, ...],
    optional: tuple[str, ...] = (),
    cites: tuple[str, ...] = (),
    methods: tuple[str, ...] = (),
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

    Returns
    -------
    A decorator. The verb's first argument is the corpus; its result is a DataFrame, or a dataclass
    with a ``provenance`` field. Columns after the promised ones are allowed.
    """

    def register(function: Callable[P, T]) -> Callable[P, T]:
        entry = Verb(function.__name__, columns, optional, cites, function, methods)

        @wraps(function)
        def stamped(*args: P.args, **kwargs: P.kwargs) -> T:
            if args and not hasattr(args[0], "fingerprint"):
                raise DiscourseError(
                    f"dc.{entry.name} asks a corpus, and was given {_shown(args[0])}; "
                    "make one first, as corpus = dc.read('texts/')."
                )
            return _stamp(entry, function(*args, **kwargs), recipe(function, *args, **kwargs))

        VERBS[entry.name] = dataclasses.replace(entry, function=stamped)
        return stamped

    return register


def _shown(value: object) -> str:
    """A value in a message: a short text itself, of anything else what it is."""
    return repr(value) if isinstance(value, str) and len(value) < 40 else type(value).__name__


def recipe(function: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> str:
    """One JSON string: a verb, the corpus, the parameters that change a number, the version.

    Every corpus that it names is `live` from now on, as long as it is in use.
    """
    call = inspect.signature(function).bind(*args, **kwargs)
    call.apply_defaults()
    for given in call.arguments.values():
        if hasattr(given, "fingerprint"):
            keep_in_sight(given)
    corpus, *parameters = call.arguments.items()
    return json.dumps(
        {
            "verb": function.__name__,
            "corpus": _encode(corpus[1]),
            "parameters": {
                name: _encode(value) for name, value in parameters if name not in UNTOLD
            },
            "versions": {"discourse": version("discourse-toolkit")},
        },
        ensure_ascii=False,
    )


def _encode(value: Any) -> Any:
    """`value` as JSON holds it; a corpus or a list of frequencies stands as its own recipe."""
    if hasattr(value, "recipe"):
        return value.recipe
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
