"""Take a subset of a corpus: the same texts, fewer counted tokens."""

from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.conditions import evaluate_on_stretches
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.writing import write_membership
from discourse.corpus.store.index import Index, WholeDocuments
from discourse.corpus.store.kept_tokens import KeptTokens
from discourse.corpus.store.layering import mask_layers
from discourse.corpus.store.parts import UNITS, part_names
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe
from discourse.text.document import COUNT, DROP
from discourse.text.limits import shorten


def subset(store: Store, condition: str) -> Store:
    """Take the subset of a store that satisfies a condition."""
    bounds, matching = evaluate_on_stretches(store, parse_condition(condition))
    if not matching.any():
        refuse_empty_subset(store, condition)
    kept = KeptTokens(bounds, matching)
    filled = np.flatnonzero(np.diff(kept.count_before(store.index.documents)))
    regions = _mask_regions(store, kept)
    regions = regions[regions["document"].isin(filled)]
    return replace(
        store,
        whole=store.whole or store,
        saved_sentences=None,
        layers=mask_layers(store, kept, filled),
        index=_mask_index(store.index, kept, filled),
        texts=store.texts.take(filled),
        given=None if store.given is None else store.given.take(filled),
        sources=store.sources.iloc[filled].reset_index(drop=True),
        regions=regions.assign(document=np.searchsorted(filled, regions["document"])).reset_index(
            drop=True
        ),
        conditions=(*store.conditions, condition),
    )


def refuse_empty_subset(store: Store, condition: str) -> NoReturn:
    """Say that no token satisfies a condition, and what a condition can name."""
    columns = ", ".join(["document", *part_names(store)[len(UNITS) :]])
    raise DiscourseError(
        f'no document answers "{shorten(condition)}"; the columns here are {columns}.'
    )


def write_mask(store: Store, mask: "pd.Series[Any] | NDArray[np.bool_]") -> str:
    """Write a mask over the documents as a condition on their names.

    A recipe can record the condition, so the same subset can be taken again without the mask.
    A Series is aligned on its index, whose labels are those of `Corpus.documents`: 0, 1, 2, ….

    Raises
    ------
    DiscourseError
        If the mask is not boolean, has missing values, does not have one value per document, or
        selects no document.
    """
    expected = (
        "subset expects a condition such as 'year > 2000', or one True or False per document, "
        "such as corpus.documents['tokens'] > 100"
    )
    if isinstance(mask, (list, tuple)) and all(isinstance(each, (bool, np.bool_)) for each in mask):
        mask = np.array(mask, dtype=bool)
    if not isinstance(mask, (pd.Series, np.ndarray)):
        raise DiscourseError(f"{expected}; got {describe(mask)}.")
    if mask.ndim != 1:
        raise DiscourseError(f"{expected}; got an array of {mask.ndim} dimensions.")
    if not pd.api.types.is_bool_dtype(mask.dtype):
        raise DiscourseError(f"{expected}; got {describe(mask)} of dtype {mask.dtype}.")
    names = store.sources["document"]
    if len(mask) != len(names):
        raise DiscourseError(f"{expected}; got {len(mask):,} values for {len(names):,} documents.")
    aligned = pd.Series(mask)
    if not aligned.index.sort_values().equals(names.index):
        raise DiscourseError(
            f"{expected}; the index of this one is not that of corpus.documents, 0 to "
            f"{len(names) - 1:,}; give mask.to_numpy() if its values are in the same order."
        )
    if aligned.isna().any():
        raise DiscourseError(
            f"{expected}; this one has missing values, so say what they mean, such as "
            "mask.fillna(False)."
        )
    chosen = names[aligned.sort_index().astype(bool)]
    if chosen.empty:
        raise DiscourseError(f"the mask selects none of {len(names):,} documents; widen it.")
    return write_membership("document", chosen)


def _mask_regions(store: Store, kept: KeptTokens) -> pd.DataFrame:
    """The regions with their first kept token; a region that loses all of its tokens is dropped."""
    regions = store.regions
    first = np.append(regions["first_token"], store.size)
    place = kept.count_before(first)
    emptied = (np.diff(place) == 0) & (np.diff(first) > 0)
    return regions.assign(
        first_token=place[:-1],
        treatment=regions["treatment"].mask((regions["treatment"] == COUNT) & emptied, DROP),
    )


def _mask_index(index: Index, kept: KeptTokens, filled: NDArray[np.int64]) -> Index:
    """The index of the kept tokens; a run ends where tokens between them are masked."""
    sizes, kept_sizes = np.diff(index.documents), np.diff(kept.count_before(index.documents))
    is_whole = len(filled) and np.array_equal(sizes[filled], kept_sizes[filled])
    runs = np.insert(index.runs, np.searchsorted(index.runs, kept.edges), kept.edges)
    return Index(
        vocabulary=index.vocabulary,
        ids=kept.take(index.ids),
        starts=kept.take(index.starts),
        documents=np.append(kept.count_before(index.documents[filled]), kept.count),
        sections=_drop_same(kept.count_before(index.sections)),
        runs=_drop_same(kept.count_before(runs)),
        taken_from=WholeDocuments(index, filled) if is_whole else None,
    )


def _drop_same(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers that ascend, each once; in a fraction of the time of `np.unique`."""
    return ascending[np.diff(ascending, prepend=-1) > 0]
