"""Where every token is: form numbers, offsets, borders and postings, as arrays."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.posting_counts import count_postings
from discourse.corpus.store.vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy import sparse

FEW = 8  # positions are few if they are less than the tokens divided by this

Integers = NDArray[np.integer[Any]]
Number = TypeVar("Number", bound=np.generic)
Postings = tuple[NDArray[np.int64], NDArray[np.uint32]]

# Tokens that are transposed at a time; bounds the memory needed in addition to the result.
BATCH_TOKENS = 1 << 24
BATCH_NUMBERS = 1 << 16  # looked up at a time, as many as fit the processor's cache
ROW_TOKENS = 1 << 8  # that a byte numbers
# Whole documents are counted with those of the corpus that they are taken from if they have at
# least its tokens divided by this: for fewer, counting their own tokens is quicker.
LARGE = 4


class WholeDocuments(NamedTuple):
    """Documents that were taken from an index with all of their tokens, by their numbers there."""

    whole: "Index"
    numbers: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Index:
    """The counted tokens of a corpus, in the order of the text.

    Attributes
    ----------
    vocabulary : Vocabulary
        The forms and terms.
    ids : ndarray of uint32, shape (tokens,)
        The number of each token's form in the vocabulary.
    starts : ndarray of uint32, shape (tokens,)
        The first character of each token in its own document.
    documents, sections, runs : ndarray of int64
        The first token of each document (also of empty ones), section and run, followed by the
        number of tokens. A run is a stretch of text in which nothing is dropped, shown or masked.
    saved_postings, saved_ranges : optional
        `postings` and `ranges` of a saved corpus, which need not be computed again.
    taken_from : WholeDocuments, optional
        What it consists of, if it is a subset of whole documents.
    """

    vocabulary: Vocabulary
    ids: NDArray[np.uint32]
    starts: NDArray[np.uint32]
    documents: NDArray[np.int64]
    sections: NDArray[np.int64]
    runs: NDArray[np.int64]
    saved_postings: Postings | None = None
    saved_ranges: NDArray[np.uint32] | None = None
    taken_from: WholeDocuments | None = None

    def __post_init__(self) -> None:
        for array in (self.ids, self.starts, self.documents, self.sections, self.runs):
            freeze(array)

    @property
    def size(self) -> int:
        """The number of tokens."""
        return len(self.ids)

    @property
    def ends(self) -> "Ends":
        """The character after each token, computed on demand: ``ends[positions]``."""
        return Ends(self)

    @cached_property
    def term_ids(self) -> NDArray[np.uint32]:
        """The number of each token's term."""
        return freeze(look_up(self.vocabulary.term_of_form, self.ids))

    def terms_at(self, positions: Integers) -> NDArray[np.uint32]:
        """The number of the term at each position; for a few, the others are not looked up."""
        if "term_ids" in self.__dict__ or len(positions) * FEW >= self.size:
            return self.term_ids[positions]
        return self.vocabulary.term_of_form[self.ids[positions]]

    @cached_property
    def postings(self) -> Postings:
        """Bounds and positions: term t occurs at ``positions[bounds[t]:bounds[t + 1]]``."""
        if self.saved_postings is not None:
            return self.saved_postings
        return make_postings(self.term_ids, len(self.vocabulary.terms))

    @property
    def has_postings(self) -> bool:
        """Whether the postings are known already."""
        return self.saved_postings is not None or "postings" in vars(self)

    @property
    def counts(self) -> NDArray[np.int64]:
        """How often each term occurs."""
        if (table := self.taken_counts) is None:
            return np.diff(self.postings[0])
        counts: NDArray[np.int64] = table.sum(axis=1, dtype=np.int64)
        return counts

    @cached_property
    def document_counts(self) -> "sparse.csr_array":
        """How often each document has each term: (terms, documents), of int32."""
        if (taken := self.taken_counts) is not None:
            return taken
        return count_postings(self.postings, self.documents, np.arange(len(self.documents) - 1))

    @cached_property
    def taken_counts(self) -> "sparse.csr_array | None":
        """`document_counts`, if they are a large part of those of another index.

        The tokens of whole documents need not be sorted by term again.
        """
        if self.taken_from is None:
            return None
        whole, numbers = self.taken_from
        if not whole.has_postings or self.size * LARGE < whole.size:
            return None
        first, end = numbers[0], numbers[-1] + 1
        adjoin = end - first == len(numbers)
        table: Any = whole.document_counts
        taken: sparse.csr_array = table[:, slice(first, end) if adjoin else numbers]
        return taken

    @cached_property
    def ranges(self) -> NDArray[np.uint32]:
        """The number of documents in which each term occurs."""
        if self.saved_ranges is not None:
            return self.saved_ranges
        bounds, positions = self.postings
        lengths = np.diff(self.documents)
        numbers = np.arange(len(lengths), dtype=np.min_scalar_type(len(lengths)))
        document = np.repeat(numbers, lengths)
        ranges = (np.diff(bounds) > 0).astype(np.uint32)
        for start in range(1, self.size, BATCH_NUMBERS):
            end = start + BATCH_NUMBERS
            documents = np.take(document, positions[start - 1 : end], mode="clip")
            changes = np.flatnonzero(documents[1:] != documents[:-1]) + start
            # A change at the first place of a term is one from the term before.
            first, last = (
                np.searchsorted(bounds, start, side="right") - 1,
                np.searchsorted(bounds, end),
            )
            here = bounds[first : last + 1]
            inside = np.searchsorted(changes, here[1:])
            inside -= np.searchsorted(changes, here[:-1], side="right")
            # It is -1 for a term that does not occur, where one is that does.
            ranges[first:last] += np.maximum(inside, 0).astype(np.uint32)
        return ranges

    def positions_of(self, term: int) -> Integers:
        """The positions at which a term occurs, ascending."""
        if self.has_postings or self.taken_counts is None:
            bounds, positions = self.postings
            return positions[bounds[term] : bounds[term + 1]]
        assert self.taken_from is not None
        whole, numbers = self.taken_from
        there = whole.positions_of(term)
        document = np.searchsorted(whole.documents, there, side="right") - 1
        place = np.minimum(np.searchsorted(numbers, document), len(numbers) - 1)
        shift = self.documents[place] - whole.documents[document]
        here: Integers = (there + shift)[numbers[place] == document]
        return here

    def positions(self, terms: Integers) -> NDArray[np.int64]:
        """The positions at which any of some terms occurs, ascending."""
        found = [self.positions_of(term) for term in terms.tolist()]
        if not found:
            return np.empty(0, dtype=np.int64)
        return np.sort(np.concatenate(found), kind="stable").astype(np.int64)


@dataclass(frozen=True, eq=False)
class Ends:
    """The character after each token: its start plus the length of its form."""

    index: Index

    def __len__(self) -> int:
        return self.index.size

    def __getitem__(self, positions: Any) -> NDArray[np.uint32]:
        index = self.index
        ends: NDArray[np.uint32] = (
            index.starts[positions] + index.vocabulary.lengths[index.ids[positions]]
        )
        return ends


def make_postings(ids: NDArray[np.unsignedinteger[Any]], values: int) -> Postings:
    """Where each of some numbers occurs: value v at ``positions[bounds[v]:bounds[v + 1]]``.

    The positions of a value ascend. A sparse transposition builds them in one pass over the
    tokens, several times faster than a stable sort.
    """
    size = len(ids)
    if size <= BATCH_TOKENS:
        return _transpose(ids, values)
    counts = np.bincount(ids, minlength=values)
    bounds = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    positions = np.empty(size, dtype=np.uint32)
    filled = bounds[:-1].copy()
    for start in range(0, size, BATCH_TOKENS):
        firsts, places = _transpose(ids[start : start + BATCH_TOKENS], values)
        counts = np.diff(firsts)
        positions[np.repeat(filled - firsts[:-1], counts) + np.arange(len(places))] = places + start
        filled += counts
    return freeze(bounds), freeze(positions)


def _transpose(
    ids: NDArray[np.unsignedinteger[Any]], values: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Where each value occurs among some tokens: bounds and ascending places."""
    from scipy import sparse

    size = len(ids)
    # A row has as many tokens as a byte can number. Rows of one token, which need no second
    # number, need an array of borders as large as the result.
    rows = sparse.csr_array(
        (
            np.resize(np.arange(ROW_TOKENS, dtype=np.uint8), size),
            ids.astype(np.uint32, copy=False).view(np.int32),
            np.append(np.arange(0, size, ROW_TOKENS, dtype=np.int32), np.int32(size)),
        ),
        shape=(-(-size // ROW_TOKENS), values),
    )
    columns = rows.tocsc()
    places = columns.indices.view(np.uint32)
    places *= ROW_TOKENS
    places += columns.data
    return freeze(columns.indptr.astype(np.int64)), freeze(places)


def look_up(table: NDArray[Number], numbers: Integers) -> NDArray[Number]:
    """The values of many numbers in a table, some at a time: NumPy copies numbers that it looks up.

    Examples
    --------
    >>> look_up(np.array([7, 8]), np.array([1, 0, 1], dtype=np.uint32)).tolist()
    [8, 7, 8]
    """
    found = np.empty(len(numbers), dtype=table.dtype)
    for start in range(0, len(numbers), BATCH_NUMBERS):
        some = slice(start, start + BATCH_NUMBERS)
        np.take(table, numbers[some], out=found[some], mode="clip")
    return found


def freeze(array: NDArray[Number]) -> NDArray[Number]:
    """Make an array read-only, since everything that is made of a corpus shares it."""
    array.setflags(write=False)
    return array
