"""Metadata that is added to a corpus: by functions, mappings, bins, lists and tables.

Whatever is given becomes steps, which are data, so that a recipe can add the metadata again.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import regex

from discourse.corpus.store.inventory import documents_table
from discourse.corpus.store.metadata_steps import (
    AUTHOR,
    Step,
    apply_steps,
    as_label,
    as_number,
    check_column_name,
    column_of_step,
    labels_of_column,
    plain_value,
)
from discourse.corpus.store.notices import warn_of_columns
from discourse.corpus.store.parts import metadata_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe, one_of, warn_user
from discourse.text.document import compose
from discourse.text.limits import shorten
from discourse.text.table_files import TABLE_ENDINGS, read_table_rows

_NUMERAL = regex.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


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
        check_column_name(str(step["column"]), store.sources)
        if step["column"] in store.layers:
            raise DiscourseError(
                f"the corpus has a layer {step['column']!r}, so no metadata can have that name; "
                "give the new column another name."
            )
        _check_complete(store, step)
    made = apply_steps(store, steps)
    warn_of_columns(made, [str(step["column"]) for step in steps])
    return made


# ----------------------------------------------------------------------- a step from what is given


def _make_step(store: Store, name: str, given: Any, on: str) -> Step:
    """Say as data what a column is made of."""
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[0], str):
        return _bin_step(store, name, *given)
    if isinstance(given, Mapping):
        one_of("on", on, ["document", *metadata_columns(store)])
        _warn_of_others(store, on, map(as_label, given), f"the mapping of {name!r}")
        return _mapping_step(store, name, on, given)
    if callable(given):
        values = _call_for_documents(store, name, given)
        return {**_mapping_step(store, name, "document", values), "made_by": AUTHOR}
    return _listing_step(store, name, given)


def _mapping_step(store: Store, name: str, on: str, given: Mapping[Any, Any]) -> dict[str, Any]:
    values = {as_label(key): plain_value(value) for key, value in given.items()}
    whole = store if store.whole is None else store.whole
    here = dict.fromkeys(labels_of_column(whole.sources[on]))
    return {
        "column": name,
        "of": on,
        "values": {label: values[label] for label in here if label in values},
    }


def _warn_of_others(store: Store, on: str, keys: Iterable[str], what: str) -> None:
    """Warn of documents that are not in the corpus; values of a column may be from a longer list.

    A table or mapping says something about every document, which is checked elsewhere.
    """
    whole = store if store.whole is None else store.whole
    others = [key for key in keys if key not in whole.document_numbers]
    if on == "document" and others:
        more = f" and {len(others) - 1:,} more" if len(others) > 1 else ""
        warn_user(
            f"{what} names {shorten(others[0])!r}{more}, which the corpus does not contain; "
            "correct the name, or leave it out."
        )


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
    values = dict(zip(names, _values_in_column(series), strict=True))
    step = _mapping_step(store, name, "document", values)
    return {**step, "made_by": AUTHOR, **_category_order(series)}


def _values_in_column(series: "pd.Series[Any]") -> list[Any]:
    """The values of a column; of categories as they are listed, which pandas may convert."""
    if not isinstance(series.dtype, pd.CategoricalDtype):
        return series.tolist()
    categories = list(series.cat.categories)
    return [None if code < 0 else categories[code] for code in series.cat.codes]


def _category_order(series: "pd.Series[Any]") -> dict[str, list[str]]:
    """The order of an ordered categorical column, for its step."""
    if isinstance(series.dtype, pd.CategoricalDtype) and series.cat.ordered:
        return {"order": [as_label(each) for each in series.cat.categories]}
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
    of = one_of(f"column of {name}", of, metadata_columns(store))
    is_list = isinstance(edges, (list, tuple, range, Mapping, np.ndarray))
    lower = list(edges) if is_list else []
    bounds: list[Any] = [plain_value(edge) for edge in lower]
    if lower:
        fault = _find_edge_fault(lower, bounds)
    else:
        fault = "are an empty list" if is_list else f"are {describe(edges)}"
    if fault:
        raise DiscourseError(
            f"the edges of {name!r} {fault}; give numbers or dates that increase, "
            f"such as {name}=({of!r}, [1990, 2000, 2010])."
        )
    textual = isinstance(bounds[0], str)
    named = list(edges.values()) if isinstance(edges, Mapping) else _label_bins(bounds)
    first = f"before {bounds[0]}" if textual else f"below {bounds[0]}"
    step = {"column": name, "of": of, "bins": bounds, "labels": [first, *map(as_label, named)]}
    for value in store.sources[of].dropna():
        if not textual and as_number(value) is None:
            raise DiscourseError(
                f"{of!r} contains {shorten(str(value))!r}, which is not a number and fits no bin "
                f"of {name!r}; give a mapping of its values instead."
            )
    return step


def _find_edge_fault(given: Sequence[Any], bounds: Sequence[Any]) -> str:
    """What is wrong with the edges of bins, if anything."""
    for edge, bound in zip(given, bounds, strict=True):
        if isinstance(bound, bool) or not isinstance(bound, (int, float, str)):
            return f"contain {shorten(str(edge))}, which is neither a number nor a date"
    for (edge, bound), (other, following) in pairwise(zip(given, bounds, strict=True)):
        if isinstance(bound, str) != isinstance(following, str):
            return f"mix numbers and text, {edge!r} and {other!r}"
        if not bound < following:
            return f"do not increase from {shorten(str(edge))} to {shorten(str(other))}"
    return ""


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
    keys = [as_label(key) for key in frame[on]]
    _warn_of_others(store, on, keys, "the table")
    twice = frame[on][pd.Series(keys, index=frame.index).duplicated()]
    if len(twice):
        raise DiscourseError(
            f"the table has two rows in which {on} is {shorten(str(twice.iloc[0]))!r}; keep one of "
            "them."
        )
    steps: list[Step] = []
    for name in frame.columns.drop(on):
        values = dict(zip(keys, _values_in_column(frame[name]), strict=True))
        step = _mapping_step(store, name, on, values)
        steps.append({**step, **_category_order(frame[name]), **source})
    return steps


def read_joined_table(path: Path, on: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Read a table of metadata: its rows, and its name and hash for a step."""
    if path.suffix.casefold() not in TABLE_ENDINGS or not path.is_file():
        raise DiscourseError(
            f"{shorten(str(path))} is not an existing table ({', '.join(TABLE_ENDINGS)}); give its "
            "path, or a DataFrame."
        )
    data, place = path.read_bytes(), shorten(str(path))
    _, found = read_table_rows(data, path.suffix.casefold(), ("utf-8",), place, (on, "on"))
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
    values = map(plain_value, frame[column])
    return dict(zip(map(as_label, frame[on]), values, strict=True))


# -------------------------------------------------------------------------------- a step's column


def _is_known(store: Store, step: Step) -> bool:
    """Whether a table repeats a column that the corpus has, with the same values."""
    name = str(step["column"])
    if name not in metadata_columns(store):
        return False
    told = [as_label(value) for value in column_of_step(store.sources, step)]
    return told == labels_of_column(store.sources[name])


def _check_complete(store: Store, step: Step) -> None:
    """Refuse a mapping that says nothing about some document."""
    if "values" not in step:
        return
    labels = dict.fromkeys(labels_of_column(store.sources[str(step["of"])]))
    missing = [label for label in labels if label and label not in step["values"]]
    if missing:
        more = f" and {len(missing) - 1:,} more" if len(missing) > 1 else ""
        raise DiscourseError(
            f"{step['column']!r} has no value where {step['of']} is {shorten(missing[0])!r}{more}; "
            "add it, or None where there is none."
        )
