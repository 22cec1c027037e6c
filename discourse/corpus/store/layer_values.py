r"""Count the values of token layers in place of terms: of one layer, or of several together.

With ``of="lemma+pos"``, a token counts as its lemma and its part of speech, such as ``build_VERB``.
The last values are cut off at the underscores from the right, so that those of the first layer may
have underscores too; in the others, and before a backslash, a backslash is written: ``a_b_c\_d``.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.store.index import Index
from discourse.corpus.store.placing import TokenLayer
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.corpus.store.strings import Strings
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import DiscourseError, one_of

TERM = "term"  # what verbs count unless they are told otherwise
PLUS = "+"  # between the names of layers that are counted together
# What a tagger says of each token, if one was asked: there, names that are missed most.
OF_TAGGERS = ("lemma", "pos", "xpos", "feats", "deprel", "head")
JOINT = "_"  # between their values
NO_VALUES = Strings.of_names([])
_JOINT = regex.compile(rf"(?s)\\.(*SKIP)(*FAIL)|{JOINT}")


def token_layer_names(store: Store) -> list[str]:
    """The layers of a store that give each token a value."""
    return [name for name, layer in store.layers.items() if isinstance(layer, TokenLayer)]


def counted_names(of: str) -> list[str]:
    """What is counted together: terms, and layers by their names.

    Examples
    --------
    >>> counted_names("lemma+pos")
    ['lemma', 'pos']
    """
    return of.split(PLUS)


def check_counted(store: Store, of: object) -> str:
    """Return what is counted, unless it is neither "term" nor token layers of a store."""
    tokens = token_layer_names(store)
    names = counted_names(of) if isinstance(of, str) else [cast(str, of)]
    spans = [
        each for each in names if isinstance(each, str) and each in {*store.layers} - {*tokens}
    ]
    if spans and len(names) == 1:
        raise DiscourseError(
            f"of={of!r} is a layer of spans, whose labels dc.frequencies and dc.trend count; here, "
            f"give 'term' or a token layer, or divide the tokens by={of!r}."
        )
    if spans:
        raise DiscourseError(
            f"of={of!r} counts values of tokens together, and {spans[0]!r} is a layer of spans; "
            f"divide the tokens by={spans[0]!r}."
        )
    check_tagged(store, "of", names)
    found = [one_of("of", name, [TERM, *tokens]) for name in names]
    if len(set(found)) < len(found):
        raise DiscourseError(f"of={of!r} names a layer twice; name each once.")
    return PLUS.join(found)


def check_tagged(store: Store, parameter: str, names: Sequence[object]) -> None:
    """Say how to add a layer that a tagger makes, if one is named that a store does not have."""
    for name in names:
        if isinstance(name, str) and name in OF_TAGGERS and name not in store.layers:
            raise DiscourseError(f"{parameter}={name!r} {describe_missing(name)}.")


def describe_missing(name: str) -> str:
    """That a layer of a tagger is not there, and how to add it."""
    return (
        f"is a layer that this corpus does not have; add it with "
        f"corpus.with_layer(*dc.layers.tag(corpus)), on the command line with --layer {name}"
    )


def layer_values(store: Store, of: str) -> Strings:
    """The values that are counted, ascending; none if these are terms."""
    return NO_VALUES if of == TERM else count_values(store, of).index.vocabulary.terms


def split_value(value: str, names: int) -> list[str]:
    r"""The values of several layers that are counted together; fewer, if it has too few.

    Examples
    --------
    >>> split_value("build_VERB", 2), split_value(r"a_b_c\_d", 2), split_value("build", 2)
    (['build', 'VERB'], ['a_b', 'c_d'], ['build'])
    """
    if "\\" not in value or names == 1:
        return value.rsplit(JOINT, names - 1)
    places = [found.start() for found in _JOINT.finditer(value)][-(names - 1) :]
    bounds = [-1, *places, len(value)]
    parts = [value[start + 1 : end] for start, end in pairwise(bounds)]
    return [regex.sub(r"\\([_\\])", r"\1", part) for part in parts]


def count_values(store: Store, of: str) -> Store:
    """A store in which each token counts as its value in a layer, instead of as its term.

    It is for counting only: where a token is in its text, the store itself knows. A token without
    a value is a token, and no occurrence of anything; so is one that lacks one of several values.
    """
    of = check_counted(store, of)
    if of == TERM:
        return store
    if isinstance(store, ShardedStore):
        return store.counting(of, is_combined=PLUS in of)
    if of not in store.values:
        store.values[of] = _make_value_store(store, of)
    return store.values[of]


def _make_value_store(store: Store, of: str) -> Store:
    names = counted_names(of)
    layer = _token_layer(store, of) if len(names) == 1 else _combine_layers(store, names)
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


def _token_layer(store: Store, name: str) -> TokenLayer:
    """A layer of tokens; that of the terms is made here."""
    if name == TERM:
        return TokenLayer(TERM, {}, {}, store.index.vocabulary.terms, store.index.term_ids)
    return cast(TokenLayer, store.layers[name])


def _combine_layers(store: Store, names: Sequence[str]) -> TokenLayer:
    """The layer that gives each token its values in several ones; none, if it lacks one of them."""
    layers = [_token_layer(store, name) for name in names]
    pairs: NDArray[np.int64] = np.zeros(store.size, dtype=np.int64)
    lacking = np.zeros(store.size, dtype=bool)
    known = np.zeros((1, 0), dtype=np.int64)  # the numbers of the values of each pair
    for layer in layers:
        lacking |= (layer.ids == 0) & layer.lacks_values
        keys = pairs * len(layer.values) + layer.ids
        pairs, found = pd.factorize(keys)
        former, number = np.divmod(found, len(layer.values))
        known = np.column_stack([known[former], number])
    written = _join_values(layers, known)
    used = np.bincount(pairs[~lacking], minlength=len(known)) > 0
    order = pc.sort_indices(written).to_numpy()
    order = order[used[order]]
    rank = np.zeros(len(known), dtype=np.int64)
    rank[order] = np.arange(len(order)) + int(lacking.any())
    values = [*[""] * int(lacking.any()), *written.take(pa.array(order)).to_pylist()]
    return TokenLayer(
        PLUS.join(names), {}, {}, Strings.of_names(values),
        np.where(lacking, 0, rank[pairs]).astype(np.uint32),
    )  # fmt: skip


def _join_values(layers: Sequence[TokenLayer], numbers: NDArray[np.int64]) -> pa.Array:
    """Write the values of several layers as one, for each row of their numbers."""
    columns = []
    for place, layer in enumerate(layers):
        values: Any = layer.values.take(numbers[:, place]).array
        if isinstance(values, pa.ChunkedArray):
            values = values.combine_chunks()
        escaped = pc.replace_substring(values, "\\", "\\\\")
        columns.append(pc.replace_substring(escaped, JOINT, rf"\{JOINT}") if place else escaped)
    return pc.binary_join_element_wise(*columns, JOINT)
