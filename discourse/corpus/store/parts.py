"""The parts of a store: its documents, sections and sentences, and the groups of its metadata."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of

UNITS = ("document", "section", "sentence")
OWN_COLUMNS = (
    "document",
    "sha256",
    "description_digest",
    "made_by",
)  # of the sources, not metadata


def partition(store: Store, by: str) -> Partition:
    """The tokens divided by "document", "section", "sentence" or a metadata column."""
    if not isinstance(by, str) or by not in store.partitions:
        one_of("by", by, [*UNITS, *metadata_columns(store)])
        divide = _divide_by_unit if by in UNITS else _divide_by_metadata
        store.partitions[by] = divide(store, by)
    return store.partitions[by]


def comparable_parts(store: Store, by: str, compared_by: str) -> Partition:
    """The tokens divided into parts, if there are at least two to compare.

    Parameters
    ----------
    compared_by : str
        What compares the parts, as the error calls it: "TF-IDF".
    """
    parts = partition(store, by)
    if len(parts) > 1:
        return parts
    finer = next((unit for unit in UNITS if len(partition(store, unit)) > 1), None)
    advice = f"choose a finer one, such as by={finer!r}" if finer else "add a second sentence"
    raise DiscourseError(
        f"by={by!r} gives only one part here, and {compared_by} compares parts; {advice}."
    )


def single_part(store: Store) -> Partition:
    """The whole corpus as one part."""
    return Partition("", [""], {}, np.array([0, store.size]), np.array([0]))


def _divide_by_unit(store: Store, by: str) -> Partition:
    bounds = unit_bounds(store, by)
    names = unit_names(store, by, bounds)
    if by == "document" or len(store.texts) == 1:
        attributes, labels = {by: names[by]}, names[by]
    else:
        attributes = {"document": names["document"], by: names[by]}
        labels = _join_labels(names["document"], names[by])
    return Partition(by, labels, attributes, bounds, np.arange(len(labels)))


def _join_labels(documents: Sequence[str], parts: Sequence[str]) -> list[str]:
    """``document/part`` for each part; where two would be the same, with the document in quotes.

    Section "1/2" of document "a" and section "2" of document "a/1" are such a pair.
    """
    labels = [f"{document}/{part}" for document, part in zip(documents, parts, strict=True)]
    shared = {label for label, times in Counter(labels).items() if times > 1}
    if not shared:
        return labels
    rows = zip(labels, documents, parts, strict=True)
    return [f'"{document}"/{part}' if label in shared else label for label, document, part in rows]


def _divide_by_metadata(store: Store, by: str) -> Partition:
    bounds = unit_bounds(store, "document")
    values = document_values(store, by, bounds)
    codes, labels = pd.factorize(values.astype("string").fillna(""))
    # Numbers sort as numbers: chapter 2 before chapter 10. What is missing comes first.
    keys = values.groupby(codes).first() if pd.api.types.is_numeric_dtype(values) else labels
    order = pd.Series(keys).argsort(kind="stable").to_numpy()
    order = np.concatenate([order[labels[order] == ""], order[labels[order] != ""]])
    rank = np.argsort(order)
    ordered = [str(label) for label in labels[order]]
    return Partition(by, ordered, {by: ordered}, bounds, rank[codes])


def metadata_columns(store: Store) -> list[str]:
    """The columns of the documents that the author of the corpus gave."""
    return [column for column in store.sources.columns if column not in OWN_COLUMNS]


def unit_bounds(store: Store, unit: str) -> NDArray[np.int64]:
    """The first token of each document, section or sentence that has one, then the size."""
    if unit == "sentence":
        return store.sentences
    return store.index.sections if unit == "section" else np.unique(store.index.documents)


def borders(store: Store, unit: str) -> NDArray[np.int64]:
    """Sorted token positions that no hit may cross, ending with the number of tokens.

    They are the starts of the units and of the runs. A position may occur twice: merging two sorted
    arrays is ten times faster than a union.
    """
    one_of("within", unit, UNITS)
    if unit == "sentence":  # no sentence crosses the start of a run
        return store.sentences
    return np.sort(np.concatenate([unit_bounds(store, unit), store.index.runs]), kind="stable")


def unit_names(store: Store, unit: str, bounds: NDArray[np.int64]) -> dict[str, list[str]]:
    """The document of each stretch; for finer units its section, and the number of its sentence."""
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
    rows, firsts = store.counted_regions
    return rows[np.searchsorted(firsts, positions, side="right") - 1]


def document_values(store: Store, column: str, bounds: NDArray[np.int64]) -> "pd.Series[Any]":
    """A metadata column: its value for the document of each stretch."""
    return store.sources[column].iloc[document_of(store, bounds[:-1])].reset_index(drop=True)
