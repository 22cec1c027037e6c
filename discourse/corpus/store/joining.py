"""Make one token of each span of a layer, and one store of several that have layers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.store.index import Index
from discourse.corpus.store.layering import (
    add_layer,
    extract_layer,
    find_span_layer,
    merge_layers,
    move_layers,
)
from discourse.corpus.store.placing import SpanLayer
from discourse.corpus.store.shard_workers import Change
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import change_terms, extend_vocabulary
from discourse.text.tokenizer import Tokenizer

JOINT = "_"  # what a joined token has for each blank of its text
_BLANK = regex.compile(r"\s")
_JOINTS = regex.compile(f"{JOINT}+")


def join_spans(store: Store, name: str) -> Store:
    """Make one token of the tokens of each span of a layer.

    Of spans that overlap, the first is joined, and of those that begin together the longest. A span
    that crosses from one section, or from one counted stretch, into another is not joined.
    """
    layer = find_span_layer(store, name)
    if name in store.joined:
        return store
    if isinstance(store, ShardedStore):
        change = Change.of(join_spans, name)
        return store.with_changes([change] * len(store.shards), joined=(*store.joined, name))
    opens = np.ones(store.size, dtype=bool)
    for first, end in _spans_to_join(store, layer):
        opens[first + 1 : end] = False
    place = np.append(0, np.cumsum(opens))  # the number of each token's new token, plus one
    moved = np.append(place[1:] - 1, place[-1])  # … and of each border
    joined = replace(
        store,
        index=_join_index(store, opens, moved),
        regions=store.regions.assign(first_token=_move_borders(store, opens, place)),
        saved_sentences=None,
        joined=(*store.joined, name),
    )
    return move_layers(joined, store)


def _spans_to_join(store: Store, layer: SpanLayer) -> Iterator[tuple[int, int]]:
    borders = np.union1d(store.index.sections, store.index.runs)
    order = np.lexsort((-layer.end, layer.first))
    first, end = layer.first[order], layer.end[order]
    whole = np.searchsorted(borders, first, "right") == np.searchsorted(borders, end - 1, "right")
    chosen = whole & (end > first)
    reached = 0
    for at, after in zip(first[chosen].tolist(), end[chosen].tolist(), strict=True):
        if at >= reached:
            reached = after
            yield at, after


def _move_borders(
    store: Store, opens: NDArray[np.bool_], place: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The first token of each region; a border inside a joined token comes after it."""
    firsts: NDArray[np.int64] = place[store.regions["first_token"].to_numpy()]
    return firsts


def _join_index(store: Store, opens: NDArray[np.bool_], moved: NDArray[np.int64]) -> Index:
    index = store.index
    firsts = np.flatnonzero(opens)
    lasts = np.append(firsts[1:], store.size) - 1
    several = np.flatnonzero(lasts > firsts)
    documents = np.searchsorted(index.documents, firsts[several], side="right") - 1
    starts, ends = index.starts[firsts[several]], index.ends[lasts[several]]
    written = [
        _BLANK.sub(JOINT, store.texts[document][start:end])
        for document, start, end in zip(
            documents.tolist(), starts.tolist(), ends.tolist(), strict=True
        )
    ]
    languages = store.languages
    folded = [
        fold_joined(form, store.tokenizer, languages[document])
        for form, document in zip(written, documents.tolist(), strict=True)
    ]
    numbers, distinct = pd.factorize(pd.Series(list(zip(written, folded, strict=True))))
    ids = index.ids[firsts].copy()
    ids[several] = len(index.vocabulary.forms) + numbers
    vocabulary = extend_vocabulary(
        index.vocabulary, [form for form, _ in distinct], [term for _, term in distinct]
    )
    documents, sections, runs = (
        moved[border] for border in (index.documents, index.sections, index.runs)
    )
    return Index(vocabulary, ids, index.starts[firsts], documents, sections, runs)


def fold_joined(form: str, tokenizer: Tokenizer, language: str) -> str:
    """The term that a joined form counts as: several blanks in a row are one joint."""
    return JOINT.join(tokenizer.fold(piece, language) for piece in _JOINTS.split(form))


# ------------------------------------------------------------------------------------- shards


def join_shards(store: Store, shards: Sequence[Store]) -> Store:
    """Give a store that was made of shards their layers, and join what they join.

    Raises
    ------
    DiscourseError
        If a layer was made in different ways, or labels the same text differently.
    """
    if shards[0].joined:
        store = name_joined_terms(store, shards)
    for name in shards[0].layers:
        store = add_layer(store, merge_layers([extract_layer(shard, name) for shard in shards]))
    return replace(store, joined=shards[0].joined)


def name_joined_terms(store: Store, former: Sequence[Store]) -> Store:
    """Let joined forms count as they did, in a store that was assembled of other stores."""
    vocabulary = change_terms(store.index.vocabulary, _joined_terms(former))
    return replace(store, index=replace(store.index, vocabulary=vocabulary, taken_from=None))


def _joined_terms(shards: Sequence[Store]) -> dict[str, str]:
    """What the joined forms of shards count as."""
    known = [shard.index.vocabulary for shard in shards]
    return {
        form: each.terms[number]
        for each in known
        for form, number in zip(each.forms, each.term_of_form.tolist(), strict=True)
        if JOINT in form
    }
