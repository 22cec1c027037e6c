"""Documents whose texts are the same, or nearly the same, as that of an earlier one."""

import hashlib
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, describe

SHINGLE_TOKENS = 5  # a shingle is this many tokens in a row
SIMILARITY = 0.8
PERMUTATIONS = 64
# The chance that two texts which are just similar enough are never compared. Those that are
# compared are compared exactly, so nothing is listed that is less similar.
LARGEST_MISS = 1e-4
COMPARED_IN_PAIRS = 64  # so few documents are all compared, which is quicker than an import
BATCH = 1 << 13  # shingles that are hashed at once; 64 numbers are computed for each

Hashes = NDArray[np.uint64]


def duplicates_table(store: Store, similarity: float = SIMILARITY) -> pd.DataFrame:
    """One row per document that is similar to an earlier one: the most similar that is none itself.

    Without the documents of these rows, no two documents are as similar as that.
    """
    is_number = isinstance(similarity, (int, float)) and not isinstance(similarity, bool)
    if not is_number or not 0.1 <= similarity <= 1:
        raise DiscourseError(
            f"similarity={describe(similarity)} is not a share of shingles from 0.1 to 1; give "
            "one, such as similarity=0.8."
        )
    rows = sorted([*_find_duplicates(store, similarity), *_find_equal_wordless(store)])
    names = store.sources["document"]
    lengths = np.diff(store.index.documents)
    at = np.array([row[0] for row in rows], dtype=np.int64)
    first = np.array([row[1] for row in rows], dtype=np.int64)
    return pd.DataFrame(
        {
            "document": names.iloc[at].astype("str").reset_index(drop=True),
            "duplicate_of": names.iloc[first].astype("str").reset_index(drop=True),
            "similarity": np.array([row[2] for row in rows], dtype=np.float64),
            "tokens": lengths[at],
            "tokens_other": lengths[first],
        }
    )


def _find_duplicates(store: Store, similarity: float) -> Iterator[tuple[int, int, float]]:
    """Find for each document the most similar of those before it that are no duplicates."""
    numbers = np.flatnonzero(np.diff(store.index.documents)).tolist()
    if len(numbers) < 2:
        return
    sketches = _Sketches(similarity) if len(numbers) > COMPARED_IN_PAIRS else None
    kept: list[int] = []
    known: dict[bytes, tuple[int, float]] = {}  # each text that occurred: its first, and how near
    hashes = _hash_terms(store)
    for number in numbers:
        words = _hashes_of(store, hashes, number)
        text = words.tobytes()
        if text not in known:
            shingles = _shingles(words)
            near = kept if sketches is None else sketches.find(shingles)
            found = [
                (_share_in_common(shingles, _shingles(_hashes_of(store, hashes, other))), -other)
                for other in near
            ]
            best, other = max(found, default=(0.0, 0))
            if best < similarity:
                known[text] = number, 1.0
                kept.append(number)
                if sketches is not None:
                    sketches.add(number)
                continue
            known[text] = -other, best
        yield number, *known[text]


def _find_equal_wordless(store: Store) -> Iterator[tuple[int, int, float]]:
    """Find the documents without a counted token whose text is that of an earlier one."""
    known: dict[str, int] = {}
    for number in np.flatnonzero(np.diff(store.index.documents) == 0).tolist():
        first = known.setdefault(store.digests[number], number)
        if first != number:
            yield number, first, 1.0


class _Sketches:
    """The MinHash sketches of some texts, in which similar ones are found without comparing all."""

    def __init__(self, similarity: float) -> None:
        from datasketch import MinHash, MinHashLSH  # imports scipy, which takes half a second

        rows = _rows_of_bands(similarity)
        self.sketches = MinHashLSH(num_perm=PERMUTATIONS, params=(PERMUTATIONS // rows, rows))
        self.empty = MinHash(PERMUTATIONS, hashfunc=int)  # copies share its permutations
        self.last = self.empty

    def find(self, shingles: Hashes) -> list[int]:
        """The texts added so far that may be similar to one."""
        self.last = self.empty.copy()
        for start in range(0, len(shingles), BATCH):
            self.last.update_batch((shingles[start : start + BATCH] >> np.uint64(32)).tolist())
        return list(self.sketches.query(self.last))

    def add(self, number: int) -> None:
        """Add the text that was asked for last."""
        self.sketches.insert(number, self.last, check_duplication=False)


def _rows_of_bands(similarity: float) -> int:
    """The most rows per band with which similar texts are still found, but for `LARGEST_MISS`."""
    fitting = [
        rows
        for rows in range(1, PERMUTATIONS // 2)
        if (1 - similarity**rows) ** (PERMUTATIONS // rows) <= LARGEST_MISS
    ]
    return max(fitting, default=1)


def _hash_terms(store: Store) -> Hashes:
    """A hash of each term, which depends on nothing but the term."""
    digests = [
        hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for term in store.index.vocabulary.terms
    ]
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _hashes_of(store: Store, hashes: Hashes, number: int) -> Hashes:
    """The hashes of a document's counted tokens, in their order."""
    index = store.index
    first, last = index.documents[number : number + 2]
    return hashes[index.vocabulary.term_of_form[index.ids[first:last]]]


def _shingles(words: Hashes) -> Hashes:
    """The different shingles of a text, sorted; a shorter text is one shingle."""
    size = min(SHINGLE_TOKENS, len(words))
    hashed = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for at in range(size):
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + words[at : len(words) - size + 1 + at]
        hashed ^= hashed >> np.uint64(29)
    return np.unique(hashed)


def _share_in_common(one: Hashes, other: Hashes) -> float:
    """The shingles in both texts, as a share of those in either."""
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / (len(one) + len(other) - both)
