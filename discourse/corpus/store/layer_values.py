"""Count the values of a token layer in place of terms."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from discourse.corpus.store.index import Index
from discourse.corpus.store.placing import TokenLayer
from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError, one_of

TERM = "term"  # what verbs count unless they are told otherwise


def token_layer_names(store: Store) -> list[str]:
    """The layers of a store that give each token a value."""
    return [name for name, layer in store.layers.items() if isinstance(layer, TokenLayer)]


def check_counted(store: Store, of: object) -> str:
    """Return what is counted, unless it is neither "term" nor a token layer of a store."""
    if isinstance(of, str) and of in store.layers and of not in token_layer_names(store):
        raise DiscourseError(
            f"of={of!r} is a layer of spans, whose labels dc.frequencies counts; here, give 'term' "
            f"or a token layer, or divide the tokens by={of!r}."
        )
    return one_of("of", cast(str, of), [TERM, *token_layer_names(store)])


def layer_values(store: Store, of: str) -> Sequence[str]:
    """The values that are counted, ascending; none if these are terms."""
    return () if of == TERM else store.layers[of].values


def count_values(store: Store, of: str) -> Store:
    """A store in which each token counts as its value in a layer, instead of as its term.

    It is for counting only: where a token is in its text, the store itself knows. A token without
    a value is a token, and no occurrence of anything.
    """
    of = check_counted(store, of)
    if of == TERM:
        return store
    if of not in store.values:
        store.values[of] = _make_value_store(store, of)
    return store.values[of]


def _make_value_store(store: Store, of: str) -> Store:
    layer = cast(TokenLayer, store.layers[of])
    numbers = np.arange(len(layer.values), dtype=np.uint32)
    index = Index(
        Vocabulary(layer.values, layer.values, numbers),
        layer.ids.astype(np.uint32),
        store.index.starts,
        store.index.documents,
        store.index.sections,
        store.index.runs,
        saved_postings=layer.postings,
    )
    # Finding the sentences is slow, and they are the same.
    sentences = store.sentences if store.has_sentences else None
    return replace(store, index=index, saved_sentences=sentences, of=of)
