"""Whether a saved corpus holds what its texts give: words, their places, and what is counted.

Its hashes say that nothing changed since it was saved, or since somebody made the hashes anew.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import Vocabulary


def find_unlike(saved: Store, made: Store) -> str:
    """Say what a saved store has otherwise than one that was made from its texts.

    Parameters
    ----------
    saved, made : Store
        The stores; their vocabularies may have other orders, or words that do not occur.

    Returns
    -------
    str
        The texts, the words, the places or the index; nothing if all are alike, or if one is in
        shards, whose arrays are elsewhere.
    """
    if type(saved) is not Store or type(made) is not Store:
        return ""
    here, there = saved.index, made.index
    if list(saved.texts) != list(made.texts):
        return "texts"
    if not _are_equal((here.starts, here.documents), (there.starts, there.documents)):
        return "places of words"
    if not _have_same_words(here.vocabulary, here.ids, there.vocabulary, there.ids):
        return "words"
    counted = replace(here, saved_postings=None, saved_ranges=None, taken_from=None)
    sides = [(*index.postings, index.ranges) for index in (here, counted)]
    return "" if _are_equal(*sides) else "counts of words"


def _are_equal(some: Sequence[NDArray[Any]], others: Sequence[NDArray[Any]]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def _have_same_words(
    here: Vocabulary, ids: NDArray[np.uint32], there: Vocabulary, others: NDArray[np.uint32]
) -> bool:
    """Whether tokens have the same forms, and each form that occurs counts as the same term."""
    forms, terms = (
        [_whole_strings(words.forms.array) for words in (here, there)],
        [
            _whole_strings(words.terms.array).take(pa.array(words.term_of_form))
            for words in (here, there)
        ],
    )
    number = pc.fill_null(pc.index_in(forms[0], forms[1]), -1).to_numpy(zero_copy_only=False)
    if not np.array_equal(number[ids], others):
        return False
    used = np.unique(ids)
    pairs = terms[0].take(pa.array(used)), terms[1].take(pa.array(number[used]))
    return bool(pairs[0].equals(pairs[1]))


def _whole_strings(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    whole = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return whole.cast(pa.large_string())
