"""Queries are answered from the postings, the rarest token first."""

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.index import Index
from discourse.corpus.query import Query, terms_like


def match(index: Index, query: Query, borders: NDArray[np.int64]) -> NDArray[np.int64]:
    """(hits, 2): first token and the one after the last, ascending; no hit crosses a border."""
    found = [_sequence(index, sequence, borders) for sequence in query.alternatives]
    if not found:
        return np.empty((0, 2), dtype=np.int64)
    return np.unique(np.concatenate(found), axis=0)


def _sequence(
    index: Index, patterns: tuple[str, ...], borders: NDArray[np.int64]
) -> NDArray[np.int64]:
    terms = [terms_like(pattern, index.vocabulary) for pattern in patterns]
    bounds = index.postings[0]
    counts = [int((bounds[t + 1] - bounds[t]).sum()) for t in terms]
    rarest = int(np.argmin(counts))
    starts = index.positions(terms[rarest]) - rarest
    starts = starts[(starts >= 0) & (starts + len(terms) <= index.size)]
    for offset, wanted in enumerate(terms):
        if offset != rarest:
            starts = starts[np.isin(index.term_ids[starts + offset], wanted)]
    ends = starts + len(terms)
    same = np.searchsorted(borders, starts, "right") == np.searchsorted(borders, ends - 1, "right")
    return np.stack([starts[same], ends[same]], axis=1)
