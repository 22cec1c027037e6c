"""Counts add up: those of a corpus are the sums of those of its shares, whoever counts them."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.grams import gram_starts
from discourse.corpus.index import Integers
from discourse.corpus.parallel import each
from discourse.corpus.parts import Partition, borders

if TYPE_CHECKING:
    from scipy import sparse

    from discourse.corpus.corpus import Corpus

# Tokens in a share: for a worker 4 MB to send and some hundredths of a second to count; without
# one as many as fit into memory several times over, because shares have to be added up.
SHARE = 1 << 20
ALONE = 1 << 25
BITS = 63  # of a number; the sign stays free


class Counted(NamedTuple):
    """Rows that are each there once, ascending, and how often each was found."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]


class TermShare(NamedTuple):
    """Some tokens in a row: their terms, and the parts of its stretches and their lengths."""

    term_ids: NDArray[np.uint32]
    parts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    terms: int


class GramShare(NamedTuple):
    """Some tokens in a row: their terms, the borders that no n-gram may cross, and n."""

    term_ids: NDArray[np.uint32]
    borders: NDArray[np.int64]
    n: int
    terms: int


def term_counts(
    corpus: "Corpus", *, by: str = "document", executor: Executor | None = None
) -> "sparse.csr_array":
    """How often each term of the vocabulary stands in each part: (parts × terms), sparse.

    Parameters
    ----------
    by : "document", "section", "sentence" or a metadata column.
    executor : any `concurrent.futures.Executor`; it gets the token numbers of its share alone.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.counting import term_counts
    >>> term_counts(dc.read("seeds/"), by="section").sum(axis=1)
    array([ 64, 275, 192, 380, 272, 201])
    """
    from scipy import sparse

    parts = corpus.partition(by)
    terms = len(corpus.index.vocabulary.terms)
    shares = list(_term_shares(corpus, parts, ALONE if executor is None else SHARE))
    cells = _added(each(count_terms, shares, executor, "counting"), 1)
    part, term = np.divmod(cells.rows[:, 0], max(1, terms))
    firsts = np.searchsorted(part, np.arange(len(parts) + 1))
    return sparse.csr_array((cells.counts, term, firsts), shape=(len(parts), terms))


def gram_counts(
    corpus: "Corpus", n: int, *, within: str = "section", executor: Executor | None = None
) -> Counted:
    """Which terms stand `n` in a row, (n-grams, n) term numbers, ascending; and how often.

    Parameters
    ----------
    within : no n-gram crosses the border of a "document", "section" or "sentence", or a region
        that is left out.
    executor : any `concurrent.futures.Executor`; it gets the token numbers of its share alone.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.counting import gram_counts
    >>> paper = dc.read("seeds/")
    >>> found = gram_counts(paper, 2)
    >>> [paper.index.vocabulary.terms[number] for number in found.rows[found.counts.argmax()]]
    ['on', 'the']
    """
    terms = len(corpus.index.vocabulary.terms)
    shares = list(_gram_shares(corpus, n, within, ALONE if executor is None else SHARE))
    numbers = -(-n // _together(terms))
    packed = _added(each(count_grams, shares, executor, "counting"), numbers)
    return Counted(_unpacked(packed.rows, n, terms), packed.counts)


# ----------------------------------------------------------------------------------- shares


def _term_shares(corpus: "Corpus", parts: Partition, size: int) -> Iterator[TermShare]:
    terms = len(corpus.index.vocabulary.terms)
    for start in range(0, corpus.size, size):
        end = min(start + size, corpus.size)
        first = np.searchsorted(parts.bounds, start, side="right") - 1
        last = np.searchsorted(parts.bounds, end)
        lengths = np.diff(parts.bounds[first : last + 1].clip(start, end))
        yield TermShare(corpus.index.term_ids[start:end], parts.codes[first:last], lengths, terms)


def _gram_shares(corpus: "Corpus", n: int, within: str, size: int) -> Iterator[GramShare]:
    terms = len(corpus.index.vocabulary.terms)
    bounds = borders(corpus, within)
    for start in range(0, corpus.size, size):
        term_ids = corpus.index.term_ids[start : start + size + n - 1]
        first, last = np.searchsorted(bounds, [start, start + len(term_ids)])
        yield GramShare(term_ids, bounds[first:last] - start, n, terms)


# ------------------------------------------------------------------------- a worker's share


def count_terms(share: TermShare) -> Counted:
    """How often each cell stands in a share; a cell is part × terms + term."""
    cells = np.repeat(share.parts * share.terms, share.lengths) + share.term_ids
    return _distinct([cells])


def count_grams(share: GramShare) -> Counted:
    """How often each n-gram starts in a share, packed into as few numbers as hold it."""
    starts = gram_starts(share.borders, len(share.term_ids), share.n)
    return _distinct(
        [
            _packed([share.term_ids[starts + at] for at in columns], share.terms)
            for columns in _columns(share.n, share.terms)
        ]
    )


def _together(terms: int) -> int:
    """How many term numbers fit into one number."""
    return max(1, BITS // max(1, terms.bit_length()))


def _columns(n: int, terms: int) -> list[range]:
    together = _together(terms)
    return [range(at, min(at + together, n)) for at in range(0, n, together)]


def _packed(columns: Sequence[Integers], terms: int) -> NDArray[np.int64]:
    packed = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        packed = (packed << terms.bit_length()) + column
    return packed


def _unpacked(packed: NDArray[np.int64], n: int, terms: int) -> NDArray[np.int64]:
    rows = np.empty((len(packed), n), dtype=np.int64)
    bits = terms.bit_length()
    for number, columns in enumerate(_columns(n, terms)):
        for at, column in enumerate(reversed(columns)):
            rows[:, column] = (packed[:, number] >> (bits * at)) & ((1 << bits) - 1)
    return rows


# ----------------------------------------------------------------------------------- adding


def _distinct(columns: Sequence[NDArray[np.int64]]) -> Counted:
    """Each row of some columns once, and how often it is there."""
    if len(columns) == 1:
        rows = np.sort(columns[0])[:, None]
    else:
        rows = np.stack(columns, axis=1)[np.lexsort(columns[::-1])]
    firsts = _firsts(rows)
    return Counted(rows[firsts], np.diff(firsts, append=len(rows)))


def _added(shares: Iterable[Counted], columns: int) -> Counted:
    """The counts of all shares, each row once; the sum of the counts that it has in each."""
    found = list(shares)
    if len(found) == 1:
        return found[0]
    rows = np.concatenate([np.empty((0, columns), dtype=np.int64), *(f.rows for f in found)])
    counts = np.concatenate([np.empty(0, dtype=np.int64), *(f.counts for f in found)])
    order = np.lexsort(rows.T[::-1])
    rows, counts = rows[order], counts[order]
    firsts = _firsts(rows)
    return Counted(rows[firsts], np.add.reduceat(counts, firsts) if len(firsts) else counts)


def _firsts(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a row differs from the one before it."""
    changes = np.any(rows[1:] != rows[:-1], axis=1)
    return np.flatnonzero(np.concatenate([[True], changes])[: len(rows)])
