"""The lines that another setting takes from a claim or adds to it, as the author's corpus has them.

A hit of the one setting and a hit of the other are the same line if they have a character in
common: another tokeniser may find ``China`` where the author's has ``China's``.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.contexts import hit_characters
from discourse.corpus.lines.line_ids import JOINT, line_ids
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.placing import KEY_BITS, TokenPlaces
from discourse.errors import DiscourseError

Places = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True)
class DecidingLines:
    """Lines that a setting takes away or adds: how many, and their ids in the author's corpus.

    ``unseen`` is the number of added hits on characters that belong to no token there.
    """

    lost: int
    gained: int
    count: int
    line_id: str
    unseen: int


NO_LINES = DecidingLines(0, 0, 0, "", 0)


class OwnHits:
    """The hits of queries in the author's corpus, each query asked once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.documents = corpus.store.document_numbers
        self._tokens = TokenPlaces.of_index(corpus.store.index, corpus.store.digests)
        self._hits: dict[str, Places] = {}

    def compare(self, other: Corpus, queries: Iterable[str]) -> DecidingLines:
        """Compare the hits of queries with those in another setting of the same texts."""
        numbers = np.array([self.documents[name] for name in other], dtype=np.int64)
        lost, gained = [], []
        for query in queries:
            if query not in self._hits:
                own = np.arange(len(self.documents))
                self._hits[query] = _find_places(self.corpus, query, own)
            there = _find_places(other, query, numbers)
            lost.append(_without_overlap(self._hits[query], there))
            gained.append(_without_overlap(there, self._hits[query]))
        taken, added = self._cover(_unite(lost)), _unite(gained)
        seen = self._cover(added)
        hits = np.unique(np.concatenate([taken, seen]), axis=0)
        ids = JOINT.join(line_ids(self.corpus.store, hits))
        return DecidingLines(len(taken), len(seen), len(hits), ids, len(added) - len(seen))

    def _cover(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The tokens of the author's corpus that have a character in common with each stretch."""
        start, end = places.T
        first = np.searchsorted(self._tokens.ends, start, side="right")
        after = np.searchsorted(self._tokens.starts, end, side="left")
        hits = np.stack([first, after], axis=1)[after > first]
        return np.unique(hits, axis=0).astype(np.int64)


def _find_places(corpus: Corpus, query: str, numbers: NDArray[np.int64]) -> Places:
    """The first character of each hit and the one after its last, with the number of its document.

    A query that cannot be asked of a setting has no hits there.
    """
    try:
        hits = corpus.find(query)
    except DiscourseError:
        hits = np.empty((0, 2), dtype=np.int64)
    shift = numbers[document_of(corpus.store, hits[:, 0])] << KEY_BITS
    start, end = (shift + characters for characters in hit_characters(corpus.store, hits))
    return start, end


def _without_overlap(places: Places, others: Places) -> NDArray[np.int64]:
    """Those of some stretches that have no character in common with any other, (stretches, 2)."""
    start, end = places
    begun = np.searchsorted(np.sort(others[0]), end, side="left")
    ended = np.searchsorted(np.sort(others[1]), start, side="right")
    free: NDArray[np.int64] = np.stack([start, end], axis=1)[begun == ended]
    return free


def _unite(found: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.unique(np.concatenate([np.empty((0, 2), dtype=np.int64), *found]), axis=0)
