"""The parts of a store: its documents, sections and sentences, and the groups of its metadata."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers
from discourse.corpus.store.label_order import order_labels
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of

UNITS = ("document", "section", "sentence")
# The columns of the sources that are not metadata.
SOURCE_COLUMNS = ("document", "sha256", "description_digest", "made_by")


def partition(store: Store, by: str) -> Partition:
    """Divide the tokens by "document", "section", "sentence" or a metadata column.

    A partition is computed once per store and then shared, so none of its arrays can be written.
    """
    if not isinstance(by, str) or by not in store.partitions:
        one_of("by", by, [*UNITS, *metadata_columns(store)])
        divide = _divide_by_unit if by in UNITS else _divide_by_metadata
        store.partitions[by] = divide(store, by)
    return store.partitions[by]


def comparable_parts(store: Store, by: str, compared_by: str) -> Partition:
    """Divide the tokens as `partition` does, and refuse a single part.

    Parameters
    ----------
    store : Store
        The store to divide.
    by : str
        "document", "section", "sentence" or a metadata column.
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
    """Label each part ``document/part``, with the document in quotes where labels would be equal.

    Section "1/2" of document "a" and section "2" of document "a/1" would otherwise be one label. If
    a name that contains quotes brings about another such pair, all documents are quoted.
    """
    plain = [f"{document}/{part}" for document, part in zip(documents, parts, strict=True)]
    times = Counter(plain)
    if len(times) == len(plain):
        return plain
    escaped = [document.replace("\\", "\\\\").replace('"', '\\"') for document in documents]
    quoted = [f'"{document}"/{part}' for document, part in zip(escaped, parts, strict=True)]
    labels = [q if times[p] > 1 else p for p, q in zip(plain, quoted, strict=True)]
    return labels if len(set(labels)) == len(labels) else quoted


def _divide_by_metadata(store: Store, by: str) -> Partition:
    bounds = unit_bounds(store, "document")
    values = document_values(store, by, bounds)
    texts = values.astype("string").fillna("").str.normalize("NFC")
    codes, labels = pd.factorize(texts)
    order = order_labels(list(map(str, labels)), store.orders.get(by, ()))
    rank = np.argsort(order)
    ordered = [str(label) for label in labels[order]]
    return Partition(by, ordered, {by: ordered}, bounds, rank[codes])


def metadata_columns(store: Store) -> list[str]:
    """The metadata columns: those that the author of the corpus gave."""
    return [column for column in store.sources.columns if column not in SOURCE_COLUMNS]


def unit_bounds(store: Store, unit: str) -> NDArray[np.int64]:
    """The first token of each document, section or sentence with tokens, then the corpus size."""
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


def document_values(store: Store, column: str, bounds: NDArray[np.int64]) -> "pd.Series[Any]":
    """The value of a metadata column for the document of each stretch."""
    return store.sources[column].iloc[document_of(store, bounds[:-1])].reset_index(drop=True)
