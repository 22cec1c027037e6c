"""The parts of a store: its documents, sections and sentences, and the groups of its metadata."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.combined_parts import cross_partitions, join_labels
from discourse.corpus.store.index import Integers
from discourse.corpus.store.label_order import order_labels
from discourse.corpus.store.layer_parts import divide_by_layer
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, ElsewhereError, count_noun, one_of

MOST_PARTS = 10_000_000  # of a corpus in shards, whose labels are listed in one place
UNITS = ("document", "section", "sentence")
# The columns of the sources that are not metadata.
SOURCE_COLUMNS = ("document", "sha256", "description_digest", "made_by")


def partition(store: Store, by: str | Sequence[str]) -> Partition:
    """Divide the tokens by "document", "section", "sentence", a metadata column or a span layer.

    With several of these, the parts are the combinations that occur. A partition is computed once
    per store and then shared, so none of its arrays can be written.
    """
    if isinstance(by, str) and by in store.partitions:
        return store.partitions[by]
    criteria = name_criteria(store, by)
    for name in criteria:
        if name not in store.partitions:
            store.partitions[name] = _divide_tokens(store, name)
    if len(criteria) == 1:
        return store.partitions[criteria[0]]
    if criteria not in store.partitions:
        divided = [store.partitions[name] for name in criteria]
        store.partitions[criteria] = reduce(cross_partitions, divided)
    return store.partitions[criteria]


def name_criteria(store: Store, by: str | Sequence[str]) -> tuple[str, ...]:
    """The names of what divides the tokens, each of which the store has.

    Raises
    ------
    DiscourseError
        For an unknown name, none, the same name twice, or two units of which one contains the
        other.
    """
    is_several = isinstance(by, Sequence) and not isinstance(by, (str, bytes))
    given: Any = by if is_several else [by]
    if isinstance(by, str) and "," in by:
        _refuse_names_in_one(by, part_names(store))
    names = tuple(one_of("by", name, part_names(store)) for name in given)
    if not names:
        raise DiscourseError("by=[] names nothing to divide by; write by='document'.")
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise DiscourseError(f"by={list(names)!r} names {repeated!r} twice; give it once.")
    units = [unit for unit in UNITS if unit in names]
    if len(units) > 1:
        raise DiscourseError(
            f"by={list(names)!r} names {units[0]!r} and {units[-1]!r}, but a {units[-1]} is in one "
            f"{units[0]} only; {units[-1]!r} alone divides by both."
        )
    return names


def _refuse_names_in_one(by: str, known: Sequence[str]) -> None:
    """Refuse several names in one string, which is not the name of anything itself."""
    several = [name.strip() for name in by.split(",")]
    if by not in known and all(name in known for name in several):
        raise DiscourseError(
            f"by={by!r} names {len(several)} columns in one string; write by={several!r}, or in a "
            f"terminal {' '.join(f'--by {name}' for name in several)}."
        )


def part_names(store: Store) -> list[str]:
    """What the tokens can be divided by, and what a condition can name."""
    return [*UNITS, *metadata_columns(store), *span_layer_names(store)]


def span_layer_names(store: Store) -> list[str]:
    """The layers of a store whose spans divide its tokens."""
    return [name for name, layer in store.layers.items() if isinstance(layer, SpanLayer)]


def _divide_tokens(store: Store, by: str) -> Partition:
    if by in UNITS:
        return _divide_by_unit(store, by)
    layer = store.layers.get(by)
    if isinstance(layer, SpanLayer):
        return divide_by_layer(store, layer)
    return _divide_by_metadata(store, by)


def comparable_parts(store: Store, by: str | Sequence[str], compared_by: str) -> Partition:
    """Divide the tokens as `partition` does, and refuse a single part.

    Parameters
    ----------
    store : Store
        The store to divide.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several.
    compared_by : str
        What compares the parts, as the error calls it, e.g. "TF-IDF".

    Returns
    -------
    Partition
        Two parts or more.

    Raises
    ------
    DiscourseError
        If there is only one part; the message names a unit that gives more.
    """
    parts = partition(store, by)
    if len(parts) > 1:
        return parts
    finer = next((unit for unit in UNITS if len(partition(store, unit)) > 1), None)
    empty = int((np.diff(store.index.documents) == 0).sum())
    if finer:
        advice = f"choose a finer one, such as by={finer!r}"
    elif empty:
        number = count_noun(len(store.index.documents) - 1, "document")
        advice = f"of {number}, {empty:,} without words {'are' if empty > 1 else 'is'} no part"
        advice = f"{advice}: add texts that have words"
    else:
        advice = "add a second sentence"
    if by in span_layer_names(store):
        covered = "them all" if any(parts.labels[:1]) else "no token"
        advice = f"the spans of {by!r} cover {covered}"
    found = "only one" if len(parts) else "no"
    raise DiscourseError(
        f"by={by!r} gives {found} part here, and {compared_by} compares parts; {advice}."
    )


def single_part(store: Store) -> Partition:
    """The whole corpus as one part."""
    return Partition("", [""], {}, np.array([0, store.size]), np.array([0]))


def _divide_by_unit(store: Store, by: str) -> Partition:
    found = list(store.ask(_list_units, by))
    bounds = store.join_bounds([bounds for bounds, _ in found])
    _check_number_of_parts(store, by, len(bounds) - 1)
    names = {
        unit: [name for _, own in found for name in own[unit]]
        for unit in dict.fromkeys(("document", by) if by != "sentence" else UNITS)
    }
    if by == "document" or len(store.texts) == 1:
        attributes, labels = {by: names[by]}, names[by]
    else:
        attributes = {"document": names["document"], by: names[by]}
        labels = join_labels(names["document"], names[by])
    return Partition(by, labels, attributes, bounds, np.arange(len(labels)))


def _list_units(store: Store, unit: str) -> tuple[NDArray[np.int64], dict[str, list[str]]]:
    """The bounds of the units of a store, and the names of each."""
    bounds = unit_bounds(store, unit)
    return bounds, unit_names(store, unit, bounds)


def _check_number_of_parts(store: Store, by: str, parts: int) -> None:
    """Refuse to bring more parts here than there is room for."""
    if not store.is_here and parts > MOST_PARTS:
        raise ElsewhereError(
            f"this would list the {parts:,} parts of by={by!r}, and lists {MOST_PARTS:,} of shards "
            "at most; divide by documents or metadata, or ask a subset."
        )


def _divide_by_metadata(store: Store, by: str) -> Partition:
    found = list(store.ask(_list_values, by))
    texts = pd.concat([values for _, values in found], ignore_index=True)
    codes, labels = pd.factorize(texts)
    order = order_labels(list(map(str, labels)), store.orders.get(by, ()))
    rank = np.argsort(order)
    ordered = [str(label) for label in labels[order]]
    bounds = store.join_bounds([bounds for bounds, _ in found])
    return Partition(by, ordered, {by: ordered}, bounds, rank[codes])


def _list_values(store: Store, column: str) -> tuple[NDArray[np.int64], "pd.Series[Any]"]:
    """The bounds of the units that have a value of a metadata column, and their values as text."""
    bounds = unit_bounds(store, metadata_unit(store, column))
    values = metadata_at(store, column, bounds[:-1])
    return bounds, values.astype("string").fillna("").str.normalize("NFC")


def metadata_columns(store: Store) -> list[str]:
    """The metadata columns: those of the documents, and those that only sections have."""
    return list(dict.fromkeys([*document_columns(store), *section_columns(store)]))


def document_columns(store: Store) -> list[str]:
    """The metadata columns of the documents: those that the author of the corpus gave."""
    return [column for column in store.sources.columns if column not in SOURCE_COLUMNS]


def section_columns(store: Store) -> list[str]:
    """The metadata columns of the sections, such as the speaker of a turn."""
    names = store.region_columns
    return [name.removeprefix(ATTRIBUTE) for name in names if name.startswith(ATTRIBUTE)]


def metadata_unit(store: Store, column: str) -> str:
    """The unit within which a metadata column has one value: "section" or "document"."""
    return "section" if column in section_columns(store) else "document"


def unit_bounds(store: Store, unit: str) -> NDArray[np.int64]:
    """The first token of each document, section or sentence with tokens, then the corpus size."""
    if unit == "sentence":
        return store.sentences
    return store.index.sections if unit == "section" else np.unique(store.index.documents)


def borders(store: Store, unit: str) -> NDArray[np.int64]:
    """Sorted token positions that no hit may cross, ending with the number of tokens.

    They are the starts of the units and of the runs. A position may occur twice.
    """
    return merge_borders(separate_borders(store, unit))


def merge_borders(separate: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Merge arrays of borders, each sorted; this is ten times faster than a union of them."""
    return separate[0] if len(separate) == 1 else np.sort(np.concatenate(separate), kind="stable")


def separate_borders(store: Store, unit: str) -> tuple[NDArray[np.int64], ...]:
    """`borders` by kind: those of the units, and those of the runs."""
    one_of("within", unit, UNITS)
    if unit == "sentence":  # no sentence crosses the start of a run
        return (store.sentences,)
    return unit_bounds(store, unit), store.index.runs


def unit_names(store: Store, unit: str, bounds: NDArray[np.int64]) -> dict[str, list[str]]:
    """The document of each stretch, for finer units also its section and its sentence number."""
    firsts = bounds[:-1]
    at = document_of(store, firsts)
    names = {"document": store.sources["document"].to_numpy()[at].tolist()}
    if unit != "document":
        names["section"] = store.regions["section"].to_numpy()[region_of(store, firsts)].tolist()
    if unit == "sentence":
        opening = np.searchsorted(firsts, store.index.documents[at])
        names["sentence"] = [str(n) for n in np.arange(len(firsts)) - opening + 1]
    return names


def document_of(store: Store, positions: Integers) -> NDArray[np.int64]:
    """The document of each token."""
    return np.searchsorted(store.index.documents, positions, side="right") - 1


def region_of(store: Store, positions: Integers) -> NDArray[np.int64]:
    """The row of the counted region of each token."""
    rows, firsts = store.token_regions
    return rows[np.searchsorted(firsts, positions, side="right") - 1]


def metadata_at(store: Store, column: str, positions: Integers) -> "pd.Series[Any]":
    """The value of a metadata column at each token.

    It is that of the token's section or, where the section has none, that of its document.
    """
    if column not in section_columns(store):
        return _document_values(store, column, positions)
    values = store.regions[ATTRIBUTE + column].iloc[region_of(store, positions)]
    own = values.astype(object).reset_index(drop=True)
    if column not in store.sources:
        return own.astype("str")
    return own.where(own.notna(), _document_values(store, column, positions))


def _document_values(store: Store, column: str, positions: Integers) -> "pd.Series[Any]":
    return store.sources[column].iloc[document_of(store, positions)].reset_index(drop=True)
