"""A store with its documents in another order."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.store.assembly import arrow_regions, assemble
from discourse.corpus.store.block import TokenBlock
from discourse.corpus.store.joining import name_joined_terms
from discourse.corpus.store.label_order import order_labels
from discourse.corpus.store.layering import move_layers
from discourse.corpus.store.parts import metadata_columns
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, one_of


def sort_documents(store: Store, by: Sequence[str]) -> Store:
    """Sort the documents of a store that is no subset by metadata, in the order of its parts."""
    if not by:
        raise DiscourseError("sort needs the name of a metadata column, such as sort('year').")
    ranks = []
    for name in by:
        column = one_of("by", name, ["document", *metadata_columns(store)])
        labels = store.sources[column].astype("string").fillna("")
        codes, uniques = pd.factorize(labels)
        order = order_labels(list(map(str, uniques)), store.orders.get(column, ()))
        ranks.append(np.argsort(order)[codes])
    order = np.lexsort(ranks[::-1])
    made = assemble([_permuted_block(store, order)], store.tokenizer)
    moved = replace(
        store,
        index=made.index,
        texts=made.texts,
        sources=store.sources.iloc[order].reset_index(drop=True),
        regions=made.regions,
        saved_sentences=None,
        given=None if store.given is None else store.given.take(order),
    )
    return move_layers(name_joined_terms(moved, [store]) if store.joined else moved, store)


def _permuted_block(store: Store, order: NDArray[np.int64]) -> TokenBlock:
    """The documents of a store in another order, as a block from which a store is assembled."""
    index = store.index
    bounds = index.documents
    tokens = np.concatenate(
        [np.empty(0, dtype=np.int64), *(np.arange(*bounds[at : at + 2]) for at in order)]
    )
    forms = pa.DictionaryArray.from_arrays(
        pa.array(index.ids[tokens].view(np.int32)), index.vocabulary.forms.array
    )
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    moved = np.append(0, np.cumsum(np.diff(bounds)[order]))[place] - bounds[:-1]
    regions = store.regions
    document = regions["document"].to_numpy()
    renumbered = regions.assign(
        document=place[document], first_token=regions["first_token"] + moved[document]
    ).sort_values("document", kind="stable", ignore_index=True)
    return TokenBlock(
        forms,
        index.starts[tokens],
        store.texts.take(order).array,
        [{"document": str(name)} for name in store.sources["document"].iloc[order]],
        arrow_regions(renumbered),
    )
