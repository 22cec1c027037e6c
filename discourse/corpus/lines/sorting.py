"""The order of lines: by the words before and after the node, read outwards from it."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import Contexts
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.errors import one_of

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

Ranks = NDArray[np.uint32]

DEPTH = 9
NEIGHBOURS = tuple(f"{side}{distance}" for side in "LR" for distance in range(1, DEPTH + 1))
KEYS = (*NEIGHBOURS, "node", "document", "position")


def order(contexts: Contexts, hits: NDArray[np.int64], keys: Sequence[str]) -> NDArray[np.int64]:
    """The lines by some keys, the first of them the strongest; equal ones stay as they are."""
    for key in keys:
        one_of("key", key, KEYS)
    columns = [column for key in keys for column in _columns(contexts, hits, key)]
    return np.lexsort(columns[::-1]) if columns else np.arange(len(hits))


def _columns(contexts: Contexts, hits: NDArray[np.int64], key: str) -> list[Ranks]:
    corpus = contexts.corpus
    if key == "position":
        return [hits[:, 0].astype(np.uint32)]
    if key == "document":
        return [_ranks(corpus.sources["document"].tolist())[document_of(corpus, hits[:, 0])]]
    if key == "node":
        places = (hits[:, 0] + distance for distance in range(DEPTH))
        return [_term_ranks(corpus, at, at < hits[:, 1]) for at in places]
    distance = int(key[1:])
    if key[0] == "L":
        at = hits[:, 0] - distance
        return [_term_ranks(corpus, at, at >= contexts.first(hits))]
    at = hits[:, 1] + distance - 1
    return [_term_ranks(corpus, at, at < contexts.last(hits))]


def _term_ranks(corpus: "Corpus", at: NDArray[np.int64], inside: NDArray[np.bool_]) -> Ranks:
    """The rank of the term at each position; 0, before all others, where a line has no word."""
    index = corpus.index
    ranks = np.zeros(len(at), dtype=np.uint32)
    forms = index.ids[at[inside]]
    ranks[inside] = _vocabulary_ranks(index.vocabulary)[index.vocabulary.term_of_form[forms]]
    return ranks


@lru_cache(maxsize=4)
def _vocabulary_ranks(vocabulary: Vocabulary) -> Ranks:
    return _ranks(list(vocabulary.terms)) + np.uint32(1)


def _ranks(names: list[str]) -> Ranks:
    """The place of each name among all; names that differ in case or accents alone share it."""
    folded = [_plain(name) for name in names]
    places = {name: place for place, name in enumerate(sorted(set(folded)))}
    return np.array([places[name] for name in folded], dtype=np.uint32)


def _plain(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))


_ACCENTS = regex.compile(r"\p{Mn}+")
