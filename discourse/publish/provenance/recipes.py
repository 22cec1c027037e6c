"""Recipes run again: what a table must be, if it is still what its provenance says."""

import inspect
import json
import pkgutil
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import pandas as pd

from discourse import analyses
from discourse.corpus.corpus import Corpus
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.inventory import totals_table
from discourse.errors import DiscourseError, check_type, one_of
from discourse.extensions import check_extension_names, check_packages, extension_names
from discourse.publish.export.data_files import text_cells
from discourse.publish.provenance.finding import Finding
from discourse.record import VERBS, Verb, extension_verbs, load_extension_verb

# What names a row: no two rows of a verb's table agree in all of those it has. A claim picks its
# row by the first of them.
KEYS = ("term", "region", "part", "document", "line_id", "n")
# Names that another one tells: the words of a term are counted, and an id begins with its document.
TOLD_BY = {"n": "term", "document": "line_id"}


def _documents(corpus: Corpus) -> pd.DataFrame:
    return corpus.documents


def _totals(corpus: Corpus) -> pd.DataFrame:
    return totals_table(corpus.store)


# Tables that a corpus makes of itself, beside those of the verbs.
TABLES: dict[str, Callable[..., pd.DataFrame]] = {
    "audit": Corpus.audit,
    "corpus": _totals,
    "documents": _documents,
    "parts": Corpus.parts,
}

Recipe = Mapping[str, Any]


def recipe_of(table: pd.DataFrame, name: str) -> Recipe:
    """How a table was made.

    Raises
    ------
    DiscourseError : it does not say, and how to make it say so.
    """
    provenance = table.attrs.get("provenance")
    if not provenance:
        raise DiscourseError(
            f"the table of {name} does not say how it was made; give rows of a table that a verb "
            "made, or pass on its record: dc.with_record(table, like=the_table_it_comes_from)."
        )
    return dict(json.loads(provenance))


def with_record(table: pd.DataFrame, *, like: pd.DataFrame) -> pd.DataFrame:
    """The same table, with the provenance of the one that it was made from.

    pandas drops the record where tables are joined or built anew. It is a recipe and no evidence:
    what is saved is computed again from it and compared, so a wrong one is found.

    Parameters
    ----------
    table : the table without a record.
    like : a table of a verb, from whose rows it was made.

    Raises
    ------
    DiscourseError : `like` has no record itself.

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
    recorded.attrs["provenance"] = like.attrs["provenance"]
    return recorded


def verbs() -> Mapping[str, Verb]:
    """Every verb by its name: all of this package, and all that other packages add.

    Raises
    ------
    DiscourseError
        If a package adds a name that is taken, or something that is not a verb.
    """
    for module in pkgutil.iter_modules(analyses.__path__):
        import_module(f"{analyses.__name__}.{module.name}")
    own = {
        name for name, each in VERBS.items() if each.function.__module__.startswith("discourse.")
    }
    taken = {*own, *TABLES, *import_module("discourse").__all__}
    check_extension_names("verbs", taken)
    check_extension_names("layers", {*taken, *extension_names("verbs")})
    for name in extension_verbs():
        load_extension_verb(name)
    return VERBS


def find_verb(name: str) -> Verb:
    """A verb by its name.

    Raises
    ------
    DiscourseError
        If no verb has the name.
    """
    return verbs()[one_of("verb", name, verbs())]


def rerun(recipe: Recipe, corpus_of: Callable[[Recipe], Any]) -> pd.DataFrame:
    """The table that a recipe makes now.

    Parameters
    ----------
    corpus_of : gives the corpus, or list of frequencies, that a recipe's part describes.

    Raises
    ------
    DiscourseError : a verb that is not registered, or parameters that it does not take.
    """
    name = str(recipe.get("verb"))
    check_packages(recipe.get("versions") or {}, f"a table of {name}")
    function = _function(name)
    given = recipe.get("parameters")
    if not isinstance(given, dict):
        raise DiscourseError(f"the recipe of {name} has no parameters; save the table anew.")
    _check_parameters(name, given)
    parameters = {
        key: corpus_of(value) if isinstance(value, dict) else value for key, value in given.items()
    }
    made: Any = function(corpus_of(recipe["corpus"]), **parameters)
    return made if isinstance(made, pd.DataFrame) else made.again(recipe.get("steps", [])).frame


def _function(verb: str) -> Callable[..., Any]:
    one_of("verb", verb, [*verbs(), *TABLES])
    return TABLES[verb] if verb in TABLES else verbs()[verb].function


def parameters_of(verb: str) -> dict[str, Any]:
    """The parameters of a verb, or of a table of the corpus, and their types; not the corpus."""
    function = _function(verb)
    hints = typing.get_type_hints(inspect.unwrap(function))
    return {name: hints[name] for name in list(inspect.signature(function).parameters)[1:]}


def required_by(verb: str) -> list[str]:
    """The parameters that a verb cannot do without, beside the corpus."""
    parameters = list(inspect.signature(_function(verb)).parameters.values())[1:]
    return [parameter.name for parameter in parameters if parameter.default is parameter.empty]


def _check_parameters(verb: str, given: Mapping[str, Any]) -> None:
    """Refuse what the verb does not take, by name and by type, and less than it needs."""
    known = parameters_of(verb)
    for name in required_by(verb):
        if name not in given:
            raise DiscourseError(f"{verb} needs {name}=, which is not given.")
    for name, value in given.items():
        one_of(f"parameter of {verb}", name, known)
        if not isinstance(value, dict) and not is_of_type(value, known[name]):
            raise DiscourseError(f"{verb} does not take {name}={value!r}.")


def is_of_type(value: object, annotation: Any) -> bool:
    """Whether a value of JSON is of a type; a list stands for any sequence or set."""
    origin = typing.get_origin(annotation)
    if origin in (typing.Union, types.UnionType):
        # A recipe may come from anyone: it names a list by its hash, and never by a path.
        if FrequencyList in typing.get_args(annotation):
            return False
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


def match_rows(written: pd.DataFrame, again: pd.DataFrame) -> list[int | None]:
    """For each row of a saved table, the row of the table made again that has the same keys."""
    keys = [key for key in KEYS if key in again.columns and key in written.columns]
    made = list(text_cells(again[keys]).itertuples(index=False, name=None))
    order = {key: at for at, key in reversed(list(enumerate(made)))}
    return [order.get(key) for key in written[keys].itertuples(index=False, name=None)]


def remake_rows(written: pd.DataFrame, again: pd.DataFrame, own: Iterable[str]) -> pd.DataFrame:
    """The rows of a saved table as the recipe makes them, with the columns its author added."""
    rows = again.iloc[[at for at in match_rows(written, again) if at is not None]]
    return rows.assign(**{column: written[column].tolist() for column in own})


def find_differences(file: str, written: pd.DataFrame, again: pd.DataFrame) -> Iterator[Finding]:
    """Each cell of a saved table that is not what the recipe makes."""
    made = text_cells(again)
    columns = [column for column in written.columns if column in made.columns]
    rows = zip(cells_by_row(written[columns]), match_rows(written, again), strict=True)
    for number, (row, at) in enumerate(rows, 1):
        place = f"row {number} ({row_name(row)})"
        if at is None:
            yield Finding(file, place, "a row that the recipe makes", "one that it does not make")
            continue
        for column, expected in cells_by_row(made.iloc[[at]][columns])[0].items():
            if not _same(row[column], expected):
                yield Finding(file, f"{place}, {column}", expected, row[column])


def cells_by_row(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table of text, each as its cells by column."""
    names = list(table.columns)
    return [dict(zip(names, cells, strict=True)) for cells in table.itertuples(False, None)]


def _same(found: str, expected: str) -> bool:
    """Whether two cells say the same; 7 and 7.0 do."""
    if found == expected:
        return True
    try:
        return float(found) == float(expected)
    except ValueError:
        return False


def author_columns(columns: Iterable[str], again: pd.DataFrame) -> list[str]:
    """The columns that the author added: the recipe does not make them, so nothing vouches."""
    return [column for column in columns if column not in again.columns]


def row_name(row: Mapping[str, Any]) -> str:
    """What a reader calls a row: its term and part, or its line.

    Examples
    --------
    >>> row_name({"term": "rights", "part": "lead", "count": 2})
    'rights, lead'
    """
    named = [str(row[key]) for key in KEYS if key in row and TOLD_BY.get(key) not in row]
    return ", ".join(named) or "unnamed"
