"""A subset of a corpus is a corpus: the same texts, fewer counted tokens."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.query.conditions import find_held_stretches
from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.store.index import Index
from discourse.corpus.store.parts import metadata_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.text.document import COUNT, DROP


def subset(store: Store, condition: str) -> Store:
    """The part of a store that answers a condition."""
    bounds, held = find_held_stretches(store, parse_condition(condition))
    if not held.any():
        columns = ", ".join(["document", *metadata_columns(store)])
        raise DiscourseError(f'no document answers "{condition}"; the columns here are {columns}.')
    keep = np.repeat(held, np.diff(bounds))
    place = np.concatenate([[0], np.cumsum(keep)])
    filled = np.flatnonzero(np.diff(place[store.index.documents]))
    regions = _mask_regions(store, place)
    regions = regions[regions["document"].isin(filled)]
    return replace(
        store,
        whole=store.whole or store,
        saved_sentences=None,
        index=_mask_index(store.index, keep, place, filled),
        texts=store.texts.take(filled),
        sources=store.sources.iloc[filled].reset_index(drop=True),
        regions=regions.assign(document=np.searchsorted(filled, regions["document"])).reset_index(
            drop=True
        ),
        conditions=(*store.conditions, condition),
    )


def _mask_regions(store: Store, place: NDArray[np.int64]) -> pd.DataFrame:
    """The regions with their first kept token; one that loses all of its tokens is dropped."""
    regions = store.regions
    first = np.append(regions["first_token"], store.size)
    emptied = (np.diff(place[first]) == 0) & (np.diff(first) > 0)
    return regions.assign(
        first_token=place[first[:-1]],
        treatment=regions["treatment"].mask((regions["treatment"] == COUNT) & emptied, DROP),
    )


def _mask_index(
    index: Index,
    keep: NDArray[np.bool_],
    place: NDArray[np.int64],
    filled: NDArray[np.int64],
) -> Index:
    """The kept tokens; where something between them is masked, a run ends."""
    masked = np.flatnonzero(np.diff(keep)) + 1
    return Index(
        vocabulary=index.vocabulary,
        ids=index.ids[keep],
        starts=index.starts[keep],
        documents=np.append(place[index.documents[filled]], place[-1]),
        sections=np.unique(place[index.sections]),
        runs=np.unique(place[np.union1d(index.runs, masked)]),
    )
