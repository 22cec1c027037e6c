"""Metadata that is added to a corpus: as data, so that a recipe can add it again.

A step says how one column follows from another: by a mapping of its values, or by edges that divide
numbers or dates into bins. What a function or a list gives is recorded as the mapping of the
documents' names to its values: these can be applied again, but the function is not run again.
"""

import hashlib
import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from os import PathLike
from pathlib import Path, PurePath
from typing import Any

import numpy as np
import pandas as pd
import regex

from discourse.corpus.store.assembly import has_text
from discourse.corpus.store.block import RESERVED_COLUMNS
from discourse.corpus.store.inventory import documents_table
from discourse.corpus.store.parts import SOURCE_COLUMNS, metadata_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe, one_of
from discourse.text.document import compose
from discourse.text.limits import shorten
from discourse.text.table_files import TABLE_ENDINGS, read_rows

Step = Mapping[str, Any]
AUTHOR = "author"  # who made a step of a function or a list, which cannot be run again

_NUMERAL = regex.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_STEP_KEYS = ("column", "of", "values", "bins", "labels", "order", "made_by", "table")


def add_metadata_columns(
    store: Store,
    table: "pd.DataFrame | str | PathLike[str] | None",
    on: str,
    columns: Mapping[str, Any],
) -> Store:
    """Add columns of metadata to a store, and to the whole that it is a subset of."""
    if table is not None:
        steps = [step for step in _join_table(store, table, on) if not _is_known(store, step)]
        store = _add_steps(store, steps)
    for name, given in columns.items():
        store = _add_steps(store, [_make_step(store, compose(name), given, on)])
    return store


def _add_steps(store: Store, steps: Sequence[Step]) -> Store:
    for step in steps:
        _check_name(str(step["column"]), store.sources)
        _check_complete(store, step)
    return apply_steps(store, steps)


def apply_steps(store: Store, steps: Iterable[Step]) -> Store:
    """Add the columns of steps that were checked to a store, and to its whole."""
    steps = tuple(steps)
    sources, orders = store.sources, dict(store.orders)
    for step in steps:
        _check_name(str(step["column"]), sources)
        one_of("column of a recipe", str(step["of"]), sources.columns)
        sources = sources.assign(**{step["column"]: _column_of_step(sources, step)})
        if order := _order_of_step(step):
            orders[step["column"]] = order
    whole = None if store.whole is None else apply_steps(store.whole, steps)
    derived = (*store.derived, *steps)
    return replace(store, sources=sources, orders=orders, derived=derived, whole=whole)


# ----------------------------------------------------------------------- a step from what is given


def _make_step(store: Store, name: str, given: Any, on: str) -> Step:
    """Say as data what a column is made of."""
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str):
        return _bin_step(store, name, *given)
    if isinstance(given, Mapping):
        one_of("on", on, ["document", *metadata_columns(store)])
        return _mapping_step(store, name, on, given)
    if callable(given):
        values = _call_for_documents(store, name, given)
        return {**_mapping_step(store, name, "document", values), "made_by": AUTHOR}
    return _listing_step(store, name, given)


def _mapping_step(store: Store, name: str, on: str, given: Mapping[Any, Any]) -> dict[str, Any]:
    values = {_as_label(key): _plain_value(value) for key, value in given.items()}
    whole = store if store.whole is None else store.whole
    here = dict.fromkeys(_labels(whole.sources[on]))
    return {
        "column": name,
        "of": on,
        "values": {label: values[label] for label in here if label in values},
    }


def _listing_step(store: Store, name: str, given: Any) -> Step:
    """One value per document, in the order of the documents or with their index."""
    expected = (
        f"with_metadata({name}=…) expects a function of a document, a mapping, a column with "
        "edges, or one value per document"
    )
    is_list = hasattr(given, "__len__") and getattr(given, "ndim", 1) == 1
    if isinstance(given, (str, bytes, set, frozenset)) or not is_list:
        raise DiscourseError(f"{expected}; got {describe(given)}.")
    names = store.sources["document"]
    if len(given) != len(names):
        raise DiscourseError(f"{expected}; got {len(given):,} values for {len(names):,} documents.")
    series = given if isinstance(given, pd.Series) else pd.Series(given, index=names.index)
    if not series.index.sort_values().equals(names.index):
        raise DiscourseError(
            f"{expected}; the index of this one is not that of corpus.documents, 0 to "
            f"{len(names) - 1:,}; give {name}=values.to_numpy() if its order is the same."
        )
    series = series.sort_index()
    values = dict(zip(names, _values_of(series), strict=True))
    step = _mapping_step(store, name, "document", values)
    return {**step, "made_by": AUTHOR, **_category_order(series)}


def _values_of(series: "pd.Series[Any]") -> list[Any]:
    """The values of a column; of categories as they are listed, which pandas may convert."""
    if not isinstance(series.dtype, pd.CategoricalDtype):
        return series.tolist()
    categories = list(series.cat.categories)
    return [None if code < 0 else categories[code] for code in series.cat.codes]


def _category_order(series: "pd.Series[Any]") -> dict[str, list[str]]:
    """The order of an ordered categorical column, for its step."""
    if isinstance(series.dtype, pd.CategoricalDtype) and series.cat.ordered:
        return {"order": [_as_label(each) for each in series.cat.categories]}
    return {}


def _call_for_documents(
    store: Store, name: str, function: Callable[["pd.Series[Any]"], Any]
) -> dict[str, Any]:
    """What a function gives for each document, a row of `documents` in which numerals are numbers.

    File names and tables of text give the year 1990 as the text "1990".
    """
    table = documents_table(store).apply(_read_numerals)
    values: dict[str, Any] = {}
    for record in table.to_dict("records"):
        document = str(record["document"])
        row = pd.Series(record, dtype=object, name=document)
        try:
            values[document] = function(row)
        except Exception as error:
            raise DiscourseError(
                f"the function for {name!r} fails for the document {shorten(document)!r} with "
                f"{type(error).__name__}: {error}; it is called with one row of corpus.documents, "
                "such as lambda d: d['year'] // 10 * 10."
            ) from error
        if isinstance(values[document], (list, tuple, set, dict, pd.Series, np.ndarray)):
            raise DiscourseError(
                f"the function for {name!r} gives {describe(values[document])} for the document "
                f"{shorten(document)!r}; let it give one value."
            )
    return values


def _read_numerals(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column of numerals as numbers; any other as it is, and an identifier such as 007 too."""
    present = column.dropna()
    if column.name == "document" or not all(
        isinstance(value, str) and _NUMERAL.fullmatch(value) for value in present
    ):
        return column
    is_whole = all("." not in value for value in present)
    return column.map(int if is_whole else float, na_action="ignore").astype(object)


def _bin_step(store: Store, name: str, of: str, edges: Any) -> Step:
    """Divide the values of a column at edges; each edge belongs to the bin above it."""
    one_of(f"column of {name}", of, metadata_columns(store))
    lower = list(edges) if isinstance(edges, (list, tuple, range, Mapping, np.ndarray)) else []
    bounds: list[Any] = [_plain_value(edge) for edge in lower]
    numeric = all(isinstance(b, (int, float)) and not isinstance(b, bool) for b in bounds)
    textual = all(isinstance(b, str) for b in bounds)
    if not bounds or not (numeric or textual) or any(not a < b for a, b in pairwise(bounds)):
        raise DiscourseError(
            f"the edges of {name!r} are {describe(edges)}; give numbers or dates that increase, "
            f"such as {name}=({of!r}, [1990, 2000, 2010])."
        )
    named = list(edges.values()) if isinstance(edges, Mapping) else _label_bins(bounds)
    first = f"before {bounds[0]}" if textual else f"below {bounds[0]}"
    step = {"column": name, "of": of, "bins": bounds, "labels": [first, *map(_as_label, named)]}
    for value in store.sources[of].dropna():
        if numeric and _as_number(value) is None:
            raise DiscourseError(
                f"{of!r} contains {shorten(str(value))!r}, which is not a number and fits no bin "
                f"of {name!r}; give a mapping of its values instead."
            )
    return step


def _label_bins(bounds: Sequence[Any]) -> list[str]:
    """Label the bins that begin at some bounds: ``1990-1999``, ``from 2000``."""
    whole = all(isinstance(bound, int) for bound in bounds)
    labels = []
    for low, high in pairwise(bounds):
        if whole:
            labels.append(f"{low}-{high - 1}" if high - 1 > low else f"{low}")
        else:
            labels.append(f"{low} to {high}")
    return [*labels, f"from {bounds[-1]}"]


# --------------------------------------------------------------------------------- a table's steps


def _join_table(store: Store, table: "pd.DataFrame | str | PathLike[str]", on: str) -> list[Step]:
    """One step for each column of a table, whose column `on` names what its rows are about."""
    one_of("on", on, ["document", *metadata_columns(store)])
    source: dict[str, Any] = {}
    if isinstance(table, pd.DataFrame):
        frame = table.set_axis([compose(str(n)) for n in table.columns], axis=1)
    elif isinstance(table, (str, PathLike)):
        frame, source = read_joined_table(Path(table), on)
    else:
        raise DiscourseError(
            f"with_metadata expects a table or the path of one, got {describe(table)}; name other "
            "columns, such as corpus.with_metadata(decade=lambda d: d['year'] // 10 * 10)."
        )
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise DiscourseError(f"the table has two columns {repeated[0]!r}; rename one of them.")
    one_of("on", on, frame.columns)
    keys = [_as_label(key) for key in frame[on]]
    twice = frame[on][pd.Series(keys, index=frame.index).duplicated()]
    if len(twice):
        raise DiscourseError(
            f"the table has two rows in which {on} is {shorten(str(twice.iloc[0]))!r}; keep one of "
            "them."
        )
    return [
        {
            **_mapping_step(store, name, on, dict(zip(keys, _values_of(frame[name]), strict=True))),
            **_category_order(frame[name]),
            **source,
        }
        for name in frame.columns
        if name != on
    ]


def read_joined_table(path: Path, on: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read a table of metadata: its rows, and its name and hash for a step."""
    if path.suffix.casefold() not in TABLE_ENDINGS or not path.is_file():
        raise DiscourseError(
            f"{shorten(str(path))} is not an existing table ({', '.join(TABLE_ENDINGS)}); give its "
            "path, or a DataFrame."
        )
    data, place = path.read_bytes(), shorten(str(path))
    _, found = read_rows(data, path.suffix.casefold(), ("utf-8",), place, (on, "on"))
    rows = []
    for _, row in found:
        if isinstance(row, DiscourseError):
            raise row
        rows.append(row)
    names = dict.fromkeys(name for row in rows for name in row)
    frame = pd.DataFrame({name: [row.get(name) for row in rows] for name in names}, dtype=object)
    digest = hashlib.sha256(data).hexdigest()[:12]
    return frame, {"table": {"file": path.name, "sha256": digest}}


def joined_values(path: Path, on: str, column: str) -> dict[str, Any]:
    """What a table says in a column, by the values of the column `on`."""
    frame, _ = read_joined_table(path, on)
    one_of("column", column, frame.columns)
    values = map(_plain_value, frame[column])
    return dict(zip(map(_as_label, frame[on]), values, strict=True))


# -------------------------------------------------------------------------------- a step's column


def _check_name(name: str, sources: pd.DataFrame) -> None:
    if name in (*RESERVED_COLUMNS, *SOURCE_COLUMNS) or not name.strip():
        raise DiscourseError(
            f"{name!r} cannot be a column of metadata, because a corpus makes one itself; give it "
            "another name."
        )
    if name in sources.columns:
        raise DiscourseError(
            f"the corpus already has the metadata {name!r}, which is not replaced; give the new "
            "column another name."
        )


def _is_known(store: Store, step: Step) -> bool:
    """Whether a table repeats a column that the corpus has, with the same values."""
    name = str(step["column"])
    if name not in metadata_columns(store):
        return False
    told = [_as_label(value) for value in _column_of_step(store.sources, step)]
    return told == _labels(store.sources[name])


def _check_complete(store: Store, step: Step) -> None:
    """Refuse a mapping that says nothing about some document."""
    if "values" not in step:
        return
    labels = dict.fromkeys(_labels(store.sources[str(step["of"])]))
    missing = [label for label in labels if label and label not in step["values"]]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise DiscourseError(
            f"{step['column']!r} has no value where {step['of']} is {shorten(missing[0])!r}{more}; "
            "add it, or None where there is none."
        )


def _column_of_step(sources: pd.DataFrame, step: Step) -> "pd.Series[Any]":
    """The values of a step for each document."""
    if "values" in step:
        values = step["values"]
        found = [values.get(label) for label in _labels(sources[str(step["of"])])]
        return _series_of_kind(found, values.values(), sources.index)
    binned = [_find_bin(value, step) for value in sources[step["of"]]]
    return pd.Series(binned, index=sources.index, dtype=object)


def _find_bin(value: Any, step: Step) -> str | None:
    bounds = step["bins"]
    comparable = _as_label(value) if isinstance(bounds[0], str) else _as_number(value)
    if pd.isna(value) or comparable is None:
        return None
    return str(step["labels"][bisect_right(bounds, comparable)])


def _series_of_kind(found: list[Any], values: Iterable[Any], index: Any) -> "pd.Series[Any]":
    """Values as a column, of the kind that all values of the step have, here or elsewhere."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {int} and all(abs(value) < 2**63 for value in found if value is not None):
        return pd.Series(found, index=index, dtype="Int64" if None in found else "int64")
    if kinds and kinds <= {int, float}:
        return pd.Series(found, index=index, dtype="float64")
    if len(kinds) > 1:  # a column on disk has values of one kind
        found = [None if value is None else str(value) for value in found]
    return pd.Series(found, index=index, dtype=object)


def orders_of(given: object, steps: Iterable[Step]) -> dict[str, tuple[str, ...]]:
    """The order of ordered categories: as a recipe records it, and as steps make it."""
    is_well_formed = isinstance(given, Mapping) and all(
        isinstance(order, list) and all(isinstance(label, str) for label in order)
        for order in given.values()
    )
    if not isinstance(given, Mapping) or not is_well_formed:
        raise DiscourseError("the recipe's 'order' does not list labels; save it again.")
    orders = {str(name): tuple(order) for name, order in given.items()}
    derived = {str(step["column"]): _order_of_step(step) for step in steps}
    return orders | {name: order for name, order in derived.items() if order}


def _order_of_step(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.get("order", step.get("labels", ()))))


# ------------------------------------------------------------------------------------ plain values


def _labels(column: "pd.Series[Any]") -> list[str]:
    """The values of a column as mappings name them: 2.0 is "2", and "" stands for none."""
    if pd.api.types.is_float_dtype(column):
        return [_as_label(value) for value in column]
    return [compose(label) for label in column.astype("string").fillna("")]


def _as_label(value: Any) -> str:
    plain = _plain_value(value)
    return "" if plain is None else str(plain)


def _as_number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number


def _plain_value(value: Any) -> str | int | float | bool | None:
    """A value as JSON holds it: dates are text, and 1990.0 is 1990."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return None if math.isnan(value) else int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (bool, int)):
        return value
    if not has_text(value):
        raise DiscourseError(
            f"{describe(value)} cannot be metadata, because it has no text of its own; give text, "
            "numbers or dates."
        )
    return compose(value.as_posix() if isinstance(value, PurePath) else str(value))


# ------------------------------------------------------------------------------ steps of a recipe


def check_steps(steps: object) -> list[Step]:
    """Return the steps of a recipe, or of a saved corpus, if they are well-formed.

    Raises
    ------
    DiscourseError
        If a step is not one that `add_metadata_columns` makes.
    """
    if not isinstance(steps, (list, tuple)) or not all(map(_is_step, steps)):
        raise DiscourseError(
            "the recipe's 'metadata' is not a list of columns and what they are made of; save it "
            "again."
        )
    return list(steps)


def _is_step(step: object) -> bool:
    if not isinstance(step, Mapping) or not set(step) <= set(_STEP_KEYS):
        return False
    texts = (step.get("column"), step.get("of"))
    if not all(isinstance(text, str) and text for text in texts):
        return False
    if "values" in step:
        values = step["values"]
        scalars = (str, int, float, bool, type(None))
        return isinstance(values, Mapping) and all(
            isinstance(value, scalars) for value in values.values()
        )
    bounds, labels = step.get("bins"), step.get("labels")
    return (
        isinstance(bounds, list)
        and isinstance(labels, list)
        and len(labels) == len(bounds) + 1 > 1
        and len({isinstance(bound, str) for bound in bounds}) == 1
        and all(isinstance(bound, (str, int, float)) for bound in bounds)
        and all(isinstance(label, str) for label in labels)
    )


def unite_steps(parts: Sequence[tuple[Step, ...]]) -> tuple[Step, ...] | None:
    """The steps of several stores as one; None if they are not the same but for their values."""
    if len({len(steps) for steps in parts}) > 1:
        return None
    united = []
    for steps in zip(*parts, strict=True):
        bare = [{key: each[key] for key in each if key != "values"} for each in steps]
        values: dict[str, Any] = {}
        for each in steps:
            for label, value in each.get("values", {}).items():
                if values.setdefault(label, value) != value:
                    return None
        if any(each != bare[0] for each in bare):
            return None
        united.append({**steps[0], "values": values} if "values" in steps[0] else steps[0])
    return tuple(united)
