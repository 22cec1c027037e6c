"""The order of lines: by the words before and after the node, read outwards from it."""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.contexts import Columns, Contexts
from discourse.corpus.parts import document_of
from discourse.corpus.vocabulary import Vocabulary
from discourse.errors import one_of

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

DEPTH = 9
NEIGHBOURS = tuple(f"{side}{distance}" for side in "LR" for distance in range(1, DEPTH + 1))
KEYS = (*NEIGHBOURS, "node", "document", "position")


def order(contexts: Contexts, hits: NDArray[np.int64], keys: Sequence[str]) -> NDArray[np.int64]:
    """The lines by some keys, the first of them the strongest; equal ones stay as they are."""
    for key in keys:
        one_of("key", key, KEYS)
    columns = [column for key in keys for column in _columns(contexts, hits, key)]
    return np.lexsort(columns[::-1]) if columns else np.arange(len(hits))


def _columns(contexts: Contexts, hits: NDArray[np.int64], key: str) -> list[NDArray[np.int64]]:
    corpus = contexts.corpus
    if key == "position":
        return [hits[:, 0]]
    if key == "document":
        return [_ranks(corpus.sources["document"].tolist())[document_of(corpus, hits[:, 0])]]
    if key == "node":
        return [_term_ranks(corpus, hits[:, 0] + n, (hits[:, 0], hits[:, 1])) for n in range(DEPTH)]
    distance = int(key[1:])
    at = hits[:, 0] - distance if key[0] == "L" else hits[:, 1] + distance - 1
    return [_term_ranks(corpus, at, contexts.limits(hits))]


def _term_ranks(corpus: "Corpus", at: NDArray[np.int64], limits: Columns) -> NDArray[np.int64]:
    """The rank of the term at each position; 0, before all others, where a line has no word."""
    first, last = limits
    ranks = np.zeros(len(at), dtype=np.int64)
    inside = (at >= first) & (at < last)
    ranks[inside] = _vocabulary_ranks(corpus.index.vocabulary)[corpus.index.term_ids[at[inside]]]
    return ranks


@lru_cache(maxsize=4)
def _vocabulary_ranks(vocabulary: Vocabulary) -> NDArray[np.int64]:
    return _ranks(list(vocabulary.terms)) + 1


def _ranks(names: list[str]) -> NDArray[np.int64]:
    """The place of each name among all; names that differ in case or accents alone share it."""
    folded = [_plain(name) for name in names]
    places = {name: place for place, name in enumerate(sorted(set(folded)))}
    return np.array([places[name] for name in folded], dtype=np.int64)


def _plain(name: str) -> str:
    if name.isascii():
        return name.casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))


_ACCENTS = regex.compile(r"\p{Mn}+")
