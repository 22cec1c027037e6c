"""One of two corpora that are compared, counted over the terms of both."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.count_blocks import divide_rows
from discourse.corpus.store.counting import part_counts
from discourse.corpus.store.parts import partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.corpus.store.term_blocks import count_in_blocks, sum_over_parts
from discourse.errors import ElsewhereError

if TYPE_CHECKING:
    from scipy import sparse

# Measures expect counts, but rates have none. A rate therefore enters as the count that it gives in
# a corpus of this many tokens: 0.002 enters as 2 × 10¹². Chance hardly affects so large a count, so
# only the target's count matters to an interval, and a float can still hold it exactly (below 2⁵³).
SIZE_OF_RATES = 10**15
MOST_HELD = 50_000_000  # counts of shards by document that are brought here: 12 bytes each
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two corpora, counted over the terms of both.

    Attributes
    ----------
    source : Store or FrequencyList
        The corpus or list that was counted.
    count : ndarray of int64, shape (terms,)
        Occurrences of each term of either side.
    places : ndarray of int64
        The place of each of its own terms among the terms of either side.
    documents : int
        The number of documents with tokens.
    """

    source: Store | FrequencyList
    count: NDArray[np.int64]
    places: NDArray[np.integer[Any]]
    documents: int
    _counted: "dict[Any, tuple[sparse.csr_array, NDArray[np.int64]]]" = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of tokens."""
        return self.source.size

    def by(self, parts: str | Sequence[str]) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
        """Counts (terms, parts) and the tokens of each part; a list has only its own parts."""
        names = (parts,) if isinstance(parts, str) else parts
        if not isinstance(names, (list, tuple)) or not all(isinstance(n, str) for n in names):
            return self._count_by(parts)  # which refuses it
        names = tuple(names)
        if names not in self._counted:
            self._counted[names] = self._count_by(parts)
        return self._counted[names]

    def _count_by(self, parts: str | Sequence[str]) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
        rows, own = _source_counts_by(self.source, parts)
        sizes = rows.sum(axis=0, dtype=np.int64)
        # Tokens to which a layer gives no value are tokens, too, and occurrences of nothing.
        here = rows if np.count_nonzero(np.diff(rows.indptr)) == len(own) else rows[own]
        return _spread_rows(here, self.places, len(self.count)), sizes

    def number_of_parts(self, parts: str | Sequence[str]) -> int:
        """The number of parts; a list has only its own."""
        return len(self.sizes_of(parts))

    def sizes_of(self, parts: str | Sequence[str]) -> NDArray[np.int64]:
        """The number of tokens of each part; a list has only its own."""
        if isinstance(self.source, ShardedStore):
            return partition(self.source, parts).sizes
        return self.by(parts)[1]

    def measure(
        self, parts: str | Sequence[str], measure: Callable[..., Floats], *columns: Any
    ) -> Floats:
        """What a measure is of each term: of its counts, the sizes of parts, and of columns.

        Terms are the last axis of what it gives. Of shards they are counted some at a time, so that
        the table of all of them by documents is never here.
        """
        values = [
            measure(table, sizes, *(column[rows] for column in columns))
            for rows, table, sizes in self._blocks(parts)
        ]
        return np.concatenate(values, axis=-1)

    def sum_over_parts(
        self,
        parts: str | Sequence[str],
        rows: NDArray[np.bool_],
        tally: Callable[..., NDArray[Any]],
        *columns: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """Add up whole numbers of some terms over the parts, (numbers, terms).

        Shards add up those of their own parts; see `term_blocks.sum_over_parts`.
        """
        chosen = [column[rows] for column in columns]
        if not isinstance(self.source, ShardedStore):
            table, sizes = self.by(parts)
            found = [
                tally(counts, sizes, *(column[some] for column in chosen)).astype(np.int64)
                for some, counts in divide_rows(table, rows)
            ]
            return np.concatenate(found, axis=1)
        own, places = self._choose(rows)
        sums = sum_over_parts(self.source, parts, own, tally, [each[places] for each in chosen])
        total = np.zeros((len(sums), len(chosen[0])), dtype=np.int64)
        total[:, places] = sums
        return total

    def _choose(self, rows: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The numbers, in a store in shards, of its terms among some, and their places there."""
        assert isinstance(self.source, ShardedStore)
        own = np.flatnonzero(self.source.counts)[rows[self.places]]
        return own, np.searchsorted(np.flatnonzero(rows), self.places[rows[self.places]])

    def _blocks(
        self, parts: str | Sequence[str]
    ) -> "Iterator[tuple[slice, sparse.csr_array, NDArray[np.int64]]]":
        every = slice(0, len(self.count))
        if not isinstance(self.source, ShardedStore) or not len(self.places):
            yield every, *self.by(parts)
            return
        sizes, at = partition(self.source, parts).sizes, 0
        own = np.flatnonzero(self.source.counts)
        for block, counts in count_in_blocks(self.source, parts, own):
            end = self.places[block.stop] if block.stop < len(own) else len(self.count)
            yield slice(at, end), _spread_rows(counts, self.places[block] - at, end - at), sizes
            at = end

    def some(
        self, parts: str | Sequence[str], rows: NDArray[np.bool_]
    ) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
        """Counts of some terms, (terms, parts), and the tokens of each part.

        Raises
        ------
        DiscourseError
            If they are in shards, and too many to be brought here.
        """
        if not isinstance(self.source, ShardedStore):
            table, sizes = self.by(parts)
            return table[rows], sizes
        from scipy import sparse

        own, places = self._choose(rows)
        blocks, cells = [], 0
        for _, counts in count_in_blocks(self.source, parts, own):
            blocks.append(counts)
            cells += counts.nnz
            if cells > MOST_HELD:
                raise ElsewhereError(
                    f"this compares {len(own):,} types by documents, with more than {MOST_HELD:,} "
                    "counts that are not 0; raise min_count, or ask for no test, measure or "
                    "interval over documents."
                )
        sizes = partition(self.source, parts).sizes
        counted = sparse.vstack(blocks, format="csr") if blocks else None
        shape = (int(rows.sum()), len(sizes))
        if counted is None:
            return sparse.csr_array(shape, dtype=np.int64), sizes
        return _spread_rows(counted, places, shape[0]), sizes

    def documents_with(
        self, rows: NDArray[np.bool_]
    ) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
        """1 where a document has one of some terms, (terms, documents), and 1 for each document."""
        table, sizes = self.some("document", rows)
        return table.sign(), np.ones(len(sizes), dtype=np.int64)

    @property
    def ranges(self) -> NDArray[np.int64]:
        """The number of documents in which each term occurs."""
        if isinstance(self.source, ShardedStore):
            own = self.source.tally.ranges[self.source.counts > 0]
            return scatter_values(own, self.places, len(self.count))
        ranges: NDArray[np.int64] = self.by("document")[0].sign().sum(axis=1)
        return ranges


@dataclass(frozen=True, eq=False)
class RatedSide:
    """A reference that has rates instead of counts; it counts as one document."""

    count: NDArray[np.float64]
    size: int = SIZE_OF_RATES
    documents: int = 1


def _source_counts_by(
    source: Store | FrequencyList, by: str | Sequence[str]
) -> "tuple[sparse.csr_array, NDArray[np.int64]]":
    """Counts (terms, parts), and which of the terms are its own."""
    if isinstance(source, FrequencyList):
        return source.counts.T.tocsr(), np.arange(len(source.terms))
    return part_counts(source, partition(source, by), np.int32), np.flatnonzero(source.counts)


def _spread_rows(
    counts: "sparse.csr_array", places: NDArray[np.integer[Any]], rows: int
) -> "sparse.csr_array":
    """Put the rows of a table in their places, which ascend, with empty rows elsewhere.

    Empty rows of the table have no places if only those that are not empty have one.
    """
    from scipy import sparse

    lengths = np.diff(counts.indptr)
    lengths = lengths if len(lengths) == len(places) else lengths[lengths > 0]
    borders = np.append(0, np.cumsum(scatter_values(lengths, places, rows)))
    return sparse.csr_array((counts.data, counts.indices, borders), shape=(rows, counts.shape[1]))


def scatter_values(
    values: NDArray[np.int64], places: NDArray[np.integer[Any]], terms: int
) -> NDArray[np.int64]:
    """Put the values of one side's own terms in their places, with 0 elsewhere."""
    spread = np.zeros(terms, dtype=np.int64)
    spread[places] = values
    return spread
