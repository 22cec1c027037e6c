"""Counts add up: those of a corpus are the sums of those of its shares, whoever counts them."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    """Rows that are each there once, ascending from the first column on, and their counts."""

    rows: NDArray[np.int64]
    counts: NDArray[np.int64]


class Share(NamedTuple):
    """Some tokens in a row: their terms, the parts of their stretches, and where no n-gram goes on.

    ``bits`` is how many of a number hold a term, and how many a part.
    """

    term_ids: NDArray[np.uint32]
    parts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    borders: NDArray[np.int64]
    n: int
    bits: tuple[int, int]


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
    cells = gram_cells(corpus, 1, parts=parts, within="document", executor=executor)
    term, part = cells.rows.T
    shape = (len(corpus.index.vocabulary.terms), len(parts))
    firsts = np.searchsorted(term, np.arange(shape[0] + 1))
    return sparse.csc_array((cells.counts, part, firsts), shape=shape[::-1]).tocsr()


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
    whole = Partition("", [""], [""], np.array([0, corpus.size]), np.array([0]))
    cells = gram_cells(corpus, n, parts=whole, within=within, executor=executor)
    return Counted(cells.rows[:, :n], cells.counts)


def gram_cells(
    corpus: "Corpus",
    n: int,
    *,
    parts: Partition,
    within: str,
    min_count: int = 1,
    executor: Executor | None = None,
) -> Counted:
    """How often each n-gram starts in each part: rows of n term numbers and a part's number.

    `min_count` is the smallest sum of its counts over the parts that an n-gram needs for rows.
    """
    bits = (len(corpus.index.vocabulary.terms).bit_length(), len(parts).bit_length())
    size = ALONE if executor is None else SHARE
    shares = list(_shares(corpus, n, parts, borders(corpus, within), bits, size))
    if len(shares) == 1:
        return count_share(shares[0], min_count=min_count)
    counted = list(each(count_share, shares, executor, "counting"))
    rows = np.concatenate([np.empty((0, n + 1), dtype=np.int64), *(c.rows for c in counted)])
    counts = np.concatenate([np.empty(0, dtype=np.int64), *(c.counts for c in counted)])
    return _distinct(list(rows.T), [bits[0]] * n + [bits[1]], counts, min_count=min_count)


def _shares(
    corpus: "Corpus",
    n: int,
    parts: Partition,
    bounds: NDArray[np.int64],
    bits: tuple[int, int],
    size: int,
) -> Iterator[Share]:
    for start in range(0, corpus.size, size):
        term_ids = np.asarray(corpus.index.term_ids[start : start + size + n - 1])
        end = start + len(term_ids)
        first = np.searchsorted(parts.bounds, start, side="right") - 1
        last = np.searchsorted(parts.bounds, end)
        lengths = np.diff(parts.bounds[first : last + 1].clip(start, end))
        low, high = np.searchsorted(bounds, [start, end])
        yield Share(term_ids, parts.codes[first:last], lengths, bounds[low:high] - start, n, bits)


def count_share(share: Share, *, min_count: int = 1) -> Counted:
    """How often each n-gram starts in each part, in one share."""
    starts = gram_starts(share.borders, len(share.term_ids), share.n)
    parts = np.repeat(share.parts, share.lengths)
    columns = [share.term_ids[starts + at].astype(np.int64) for at in range(share.n)]
    of_terms, of_parts = share.bits
    bits = [of_terms] * share.n + [of_parts]
    return _distinct([*columns, parts[starts]], bits, min_count=min_count)


def _distinct(
    columns: Sequence[NDArray[np.int64]],
    bits: Sequence[int],
    counts: NDArray[np.int64] | None = None,
    *,
    min_count: int,
) -> Counted:
    """Each row of some columns once, with the sum of its counts; without any each counts as one."""
    packed, known = _packed(columns, bits)
    if counts is None:
        packed = np.sort(packed)
        firsts = _firsts(packed)
        counts = np.diff(firsts, append=len(packed))
    else:
        order = np.argsort(packed)
        packed = packed[order]
        firsts = _firsts(packed)
        counts = _sums(counts[order], firsts)
    packed = packed[firsts]
    if min_count > 1:
        grams = _firsts(packed >> bits[-1])
        often = np.repeat(_sums(counts, grams) >= min_count, np.diff(grams, append=len(packed)))
        packed, counts = packed[often], counts[often]
    return Counted(_unpacked(packed, bits, known), counts)


def _sums(counts: NDArray[np.int64], firsts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.add.reduceat(counts, firsts) if len(firsts) else counts


def _packed(
    columns: Sequence[NDArray[np.int64]], bits: Sequence[int]
) -> tuple[NDArray[np.int64], dict[int, NDArray[np.int64]]]:
    """Each row as one number that sorts like the row.

    Where the next column no longer fits, the numbers so far are replaced by their ranks; what each
    rank was is kept by the number of that column.
    """
    packed, used = np.zeros(len(columns[0]), dtype=np.int64), 0
    known: dict[int, NDArray[np.int64]] = {}
    for at, (column, width) in enumerate(zip(columns, bits, strict=True)):
        if used + width > BITS:
            known[at], packed = np.unique(packed, return_inverse=True)
            used = len(known[at]).bit_length()
        packed = (packed << width) | column
        used += width
    return packed, known


def _unpacked(
    packed: NDArray[np.int64], bits: Sequence[int], known: Mapping[int, NDArray[np.int64]]
) -> NDArray[np.int64]:
    rows = np.empty((len(packed), len(bits)), dtype=np.int64)
    for at in reversed(range(len(bits))):
        rows[:, at] = packed & ((1 << bits[at]) - 1)
        packed = packed >> bits[at]
        if at in known:
            packed = known[at][packed]
    return rows


def _firsts(ascending: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where a number differs from the one before it."""
    changes = np.concatenate([[True], ascending[1:] != ascending[:-1]])[: len(ascending)]
    return np.flatnonzero(changes)


def gram_starts(bounds: NDArray[np.int64], size: int, n: int) -> NDArray[np.int64]:
    """The tokens from which `n` tokens, this one included, stand in a row without a border."""
    free = np.ones(max(size - n + 1, 0), dtype=bool)
    for before in range(1, n):
        crossing = bounds - before
        free[crossing[(crossing >= 0) & (crossing < len(free))]] = False
    return np.flatnonzero(free)
