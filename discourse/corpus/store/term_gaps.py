"""How far apart the occurrences of each term are, in the corpus as a circle."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store

Integers = NDArray[np.int64]


class TermGaps(NamedTuple):
    """The distances between neighbouring occurrences of each term, (terms,).

    ``near`` is the sum of those within a reach, and ``far`` the number of those beyond it.
    ``first`` and ``last`` are the first and the last occurrence, -1 of a term without any.
    """

    near: Integers
    far: Integers
    first: Integers
    last: Integers


def sum_gaps(store: Store, reach: NDArray[np.float64]) -> TermGaps:
    """The distances between occurrences of each term, of which each has a reach of its own.

    The first occurrence follows the last, as in a circle. Distances are whole numbers, so their
    sums are the same, however the corpus is divided into shards.

    Examples
    --------
    >>> import discourse as dc
    >>> store = dc.Corpus.from_texts({"a": "we say we met, we do"}).store
    >>> gaps = sum_gaps(store, store.size / store.counts)  # of do, met, say, we
    >>> gaps.near.tolist(), gaps.far.tolist()
    ([6, 6, 6, 6], [0, 0, 0, 0])
    """
    every = np.arange(len(reach))
    places = store.lexicon.places if isinstance(store, ShardedStore) else [every]
    near, far = np.zeros((2, len(reach)), dtype=np.int64)
    first, last = np.full((2, len(reach)), -1, dtype=np.int64)
    answers = store.ask(_sum_gaps_here, each=[(reach[here],) for here in places])
    for here, start, own in zip(places, store.firsts.tolist(), answers, strict=False):
        near[here] += own.near
        far[here] += own.far
        occurs = own.first >= 0
        at, opening = here[occurs], own.first[occurs] + start
        known = last[at] >= 0
        again = at[known]
        _add_gaps(near, far, again, opening[known] - last[again], reach)
        first[at[~known]] = opening[~known]
        last[at] = own.last[occurs] + start
    around = np.flatnonzero(last >= 0)
    _add_gaps(near, far, around, first[around] - last[around] + store.size, reach)
    return TermGaps(near, far, first, last)


def _add_gaps(
    near: Integers, far: Integers, terms: Integers, gaps: Integers, reach: NDArray[np.float64]
) -> None:
    """Add one distance for each of some terms."""
    is_near = gaps <= reach[terms]
    near[terms] += gaps * is_near
    far[terms] += ~is_near


def _sum_gaps_here(store: Store, reach: NDArray[np.float64]) -> TermGaps:
    """The distances within one stretch of tokens, without that from its end to its beginning."""
    bounds, positions = store.index.postings
    counts = np.diff(bounds)
    here = np.flatnonzero(counts)
    near, far = np.zeros((2, len(counts)), dtype=np.int64)
    first, last = np.full((2, len(counts)), -1, dtype=np.int64)
    first[here], last[here] = positions[bounds[here]], positions[bounds[here + 1] - 1]
    term = np.repeat(here, counts[here] - 1)
    follows = np.ones(len(positions), dtype=bool)
    follows[bounds[here]] = False
    gaps: Integers = np.diff(positions, prepend=np.uint32(0)).astype(np.int64)[follows]
    is_near = gaps <= reach[term]
    np.add.at(near, term[is_near], gaps[is_near])
    np.add.at(far, term[~is_near], 1)
    return TermGaps(near, far, first, last)
