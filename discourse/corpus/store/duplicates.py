"""Documents whose texts are the same, or nearly the same, as that of an earlier one."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, ElsewhereError, describe

SHINGLE_TOKENS = 5  # a shingle is this many tokens in a row
SIMILARITY = 0.8
PERMUTATIONS = 64
# The chance that two texts which are just similar enough are never compared. Those that are
# compared are compared exactly, so nothing is listed that is less similar.
LARGEST_MISS = 1e-4
COMPARED_IN_PAIRS = 64  # so few documents are all compared, which is quicker than an import
MOST_COMPARED = 100_000_000  # tokens of documents in shards that are compared: eight bytes each
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
    words = _Words(store) if store.is_here else _WordsOfShards(store, numbers, similarity)
    kept: list[int] = []
    known: dict[bytes, tuple[int, float]] = {}  # each text that occurred: its first, and how near
    for number in numbers:
        text = words.name_text(number)
        if text not in known:
            near = kept if sketches is None else sketches.find(words.sketch(number))
            found = []
            if near:
                own = words.shingles(number)
                found = [(_share_in_common(own, words.shingles(each)), -each) for each in near]
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
        from datasketch import MinHashLSH  # imports scipy, which takes half a second

        rows = _rows_of_bands(similarity)
        self.sketches = MinHashLSH(num_perm=PERMUTATIONS, params=(PERMUTATIONS // rows, rows))
        self.last: Any = None

    def find(self, sketch: Any) -> list[int]:
        """The texts added so far that may be similar to one."""
        self.last = sketch
        return list(self.sketches.query(sketch))

    def add(self, number: int) -> None:
        """Add the text that was asked for last."""
        self.sketches.insert(number, self.last, check_duplication=False)


class _Words:
    """The counted words of the documents of a store, of which the last is kept."""

    def __init__(self, store: Store) -> None:
        self.store, self.hashes = store, _hash_terms(store)
        self.last: tuple[int, Hashes] = (-1, self.hashes[:0])
        self.last_shingles = self.last
        self.empty: Any = None

    def words(self, number: int) -> Hashes:
        """The hashes of a document's counted tokens, in their order."""
        index = self.store.index
        first, last = index.documents[number : number + 2]
        if self.last[0] != number:
            ids = index.ids[first:last]
            self.last = number, self.hashes[index.vocabulary.term_of_form[ids]]
        return self.last[1]

    def name_text(self, number: int) -> bytes:
        """What two documents have in common if their words are the same."""
        return hashlib.blake2b(self.words(number).tobytes(), digest_size=16).digest()

    def shingles(self, number: int) -> Hashes:
        """The different shingles of a document."""
        if self.last_shingles[0] == number:
            return self.last_shingles[1]
        return _shingles(self.words(number))

    def sketch(self, number: int) -> Any:
        """The MinHash sketch of a document, whose shingles are kept."""
        from datasketch import MinHash

        if self.empty is None:
            self.empty = MinHash(PERMUTATIONS, hashfunc=int)  # copies share its permutations
        sketch, shingles = self.empty.copy(), self.shingles(number)
        self.last_shingles = number, shingles
        for start in range(0, len(shingles), BATCH):
            sketch.update_batch((shingles[start : start + BATCH] >> np.uint64(32)).tolist())
        return sketch


class _WordsOfShards(_Words):
    """What is known of the words of documents in shards: their sketches, and shingles of some.

    Only documents that a sketch calls similar to another one are compared, so that the shingles of
    the others stay where they are.
    """

    def __init__(self, store: Store, numbers: Sequence[int], similarity: float) -> None:
        self.empty: Any = None
        self.numbers = {number: at for at, number in enumerate(numbers)}
        is_sketched = len(numbers) > COMPARED_IN_PAIRS
        found = list(store.ask(_sketch_here, is_sketched))
        self.texts = [text for own in found for text in own.texts]
        self.sketches = np.concatenate([own.sketches for own in found])
        wanted = self._list_similar(similarity) if is_sketched else list(numbers)
        sizes = np.diff(store.index.documents)
        if sizes[wanted].sum() > MOST_COMPARED:
            raise ElsewhereError(
                f"this compares {len(wanted):,} documents that are alike, with "
                f"{sizes[wanted].sum():,} tokens in several shards; ask a subset, such as the "
                "documents of a year."
            )
        self.known = dict(zip(wanted, _bring_shingles(store, wanted), strict=True))

    def _list_similar(self, similarity: float) -> list[int]:
        """The documents that may be similar to another one whose text is not the same."""
        sketches, seen, wanted = _Sketches(similarity), set(), set()
        for number in self.numbers:
            if (text := self.name_text(number)) in seen:
                continue
            seen.add(text)
            near = sketches.find(self.sketch(number))
            wanted |= {number, *near} if near else set()
            sketches.add(number)
        return sorted(wanted)

    def name_text(self, number: int) -> bytes:
        return self.texts[self.numbers[number]]

    def shingles(self, number: int) -> Hashes:
        return self.known[number]

    def sketch(self, number: int) -> Any:
        from datasketch import MinHash

        if self.empty is None:
            self.empty = MinHash(PERMUTATIONS, hashfunc=int)
        sketch = self.empty.copy()
        sketch.hashvalues = self.sketches[self.numbers[number]]
        return sketch


class _Sketched(NamedTuple):
    """The documents of a shard that have tokens: what names each text, and its sketch."""

    texts: list[bytes]
    sketches: Hashes


def _sketch_here(store: Store, is_sketched: bool) -> _Sketched:
    words = _Words(store)
    numbers = np.flatnonzero(np.diff(store.index.documents)).tolist()
    sketches = np.zeros((len(numbers), PERMUTATIONS if is_sketched else 0), dtype=np.uint64)
    texts = []
    for at, number in enumerate(numbers):
        texts.append(words.name_text(number))
        if is_sketched:
            sketches[at] = words.sketch(number).hashvalues
    return _Sketched(texts, sketches)


def _bring_shingles(store: Store, numbers: Sequence[int]) -> Iterator[Hashes]:
    """The shingles of some documents, whose numbers ascend."""
    wanted, firsts = np.array(numbers, dtype=np.int64), store.first_documents
    own_numbers = np.split(wanted, np.searchsorted(wanted, firsts[1:-1]))
    each = [(own - start,) for own, start in zip(own_numbers, firsts.tolist(), strict=False)]
    for own in store.ask(_shingles_here, each=each):
        yield from own


def _shingles_here(store: Store, numbers: NDArray[np.int64]) -> list[Hashes]:
    words = _Words(store)
    return [words.shingles(number) for number in numbers.tolist()]


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
