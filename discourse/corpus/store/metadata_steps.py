"""Metadata that was added to a corpus, as steps that are data: each makes one column of another.

A step has the name of its ``column``, and of the column that it is made ``of``: by a mapping of its
``values``, or by ``bins`` that begin at bounds and have ``labels``. What a function or a list of
the ``author`` gave is a mapping of the documents' names: it can be applied again, but the function
is not run again.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.store.assembly import has_text
from discourse.corpus.store.block import RESERVED_COLUMNS
from discourse.corpus.store.parts import SOURCE_COLUMNS
from discourse.corpus.store.shard_workers import Change
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe, one_of
from discourse.text.document import compose

Step = Mapping[str, Any]
AUTHOR = "author"  # who made a step of a function or a list, which cannot be run again

_STEP_KEYS = ("column", "of", "values", "bins", "labels", "order", "made_by", "table")


def apply_steps(store: Store, steps: Iterable[Step]) -> Store:
    """Add the columns of steps that were checked to a store, and to its whole."""
    steps = tuple(steps)
    if isinstance(store, ShardedStore):
        return _apply_to_shards(store, steps)
    sources, orders = add_columns(store.sources, store.orders, steps)
    whole = None if store.whole is None else apply_steps(store.whole, steps)
    derived = (*store.derived, *steps)
    return replace(store, sources=sources, orders=orders, derived=derived, whole=whole)


def _apply_to_shards(store: ShardedStore, steps: tuple[Step, ...]) -> ShardedStore:
    """Add the columns to each shard, for the documents that it was saved with."""
    whole = store if store.whole is None else store.whole
    assert isinstance(whole, ShardedStore)
    sources, orders = add_columns(whole.sources, whole.orders, steps)
    added = sources[[str(step["column"]) for step in steps]]
    ends = np.cumsum([len(each.documents) - 1 for each in whole.contents]).tolist()
    changes = [
        Change.of(_assign_columns, (added.iloc[at:end].reset_index(drop=True), orders))
        for at, end in pairwise([0, *ends])
    ]
    changed = whole.with_changes(
        changes, sources=sources, orders=orders, derived=(*whole.derived, *steps)
    )
    if store is whole:
        return changed
    sources, orders = add_columns(store.sources, store.orders, steps)
    return store.with_changes(
        [changes[at] for at in store.places_in_whole],
        layers=store.layers,
        sources=sources,
        orders=orders,
        derived=(*store.derived, *steps),
        whole=changed,
    )


def _assign_columns(
    store: Store, given: tuple[pd.DataFrame, Mapping[str, tuple[str, ...]]]
) -> Store:
    columns, orders = given
    return replace(
        store,
        sources=store.sources.assign(**{str(name): columns[name] for name in columns}),
        orders=orders,
    )


def add_columns(
    sources: pd.DataFrame, orders: Mapping[str, tuple[str, ...]], steps: Iterable[Step]
) -> tuple[pd.DataFrame, dict[str, tuple[str, ...]]]:
    """The documents with the columns of steps, and the orders of categories with theirs."""
    united = dict(orders)
    for step in steps:
        check_column_name(str(step["column"]), sources)
        one_of("column of a recipe", str(step["of"]), sources.columns)
        sources = sources.assign(**{step["column"]: column_of_step(sources, step)})
        if order := _order_of_step(step):
            united[step["column"]] = order
    return sources, united


def check_column_name(name: str, sources: pd.DataFrame) -> None:
    """Refuse the name of a column that exists, or that means something else in a corpus."""
    if name in (*RESERVED_COLUMNS, *SOURCE_COLUMNS) or not name.strip():
        raise DiscourseError(
            f"{name!r} cannot be a column of metadata, because a corpus makes one itself; give it "
            "another name."
        )
    if name == "language":
        raise DiscourseError(
            "the language of a text decides how it is read, so it cannot be added later; give it "
            "when the texts are read, in a description, a table or a column 'language'."
        )
    if name in sources.columns:
        raise DiscourseError(
            f"the corpus already has the metadata {name!r}, which is not replaced; give the new "
            "column another name."
        )


def column_of_step(sources: pd.DataFrame, step: Step) -> "pd.Series[Any]":
    """The values of a step for each document."""
    if "values" in step:
        values = step["values"]
        found = [values.get(label) for label in labels_of_column(sources[str(step["of"])])]
        return _series_of_kind(found, values.values(), sources.index)
    binned = [_find_bin(value, step) for value in sources[step["of"]]]
    return pd.Series(binned, index=sources.index, dtype=object)


def _find_bin(value: Any, step: Step) -> str | None:
    bounds = step["bins"]
    comparable = as_label(value) if isinstance(bounds[0], str) else as_number(value)
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


def _order_of_step(step: Step) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.get("order", step.get("labels", ()))))


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


# ------------------------------------------------------------------------------------ plain values


def labels_of_column(column: "pd.Series[Any]") -> list[str]:
    """The values of a column as mappings name them: 2.0 is "2", and "" stands for none."""
    if pd.api.types.is_float_dtype(column):
        return [as_label(value) for value in column]
    return [compose(label) for label in column.astype("string").fillna("")]


def as_label(value: Any) -> str:
    """A value as the label of a part; "" if there is none."""
    plain = plain_value(value)
    return "" if plain is None else str(plain)


def as_number(value: Any) -> float | None:
    """A value as a number, if it is one."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return None if math.isnan(number) else number


def plain_value(value: Any) -> str | int | float | bool | None:
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
