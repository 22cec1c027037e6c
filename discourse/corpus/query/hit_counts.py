"""How often each of several queries has a hit in each part of a corpus."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.finding import find, parse_for
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import TERM, check_counted, layer_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.shards import ShardedStore
from discourse.corpus.store.store import Store
from discourse.errors import check_texts


def count_queries(
    store: Store, queries: str | Sequence[str], parts: Partition, of: str = TERM
) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """Count the hits of queries in each part.

    Parameters
    ----------
    store : Store
        The store.
    queries : str or sequence of str
        One query or several; one that is given twice is counted once.
    parts : Partition
        The parts. A hit belongs to that of its first token.
    of : str, optional
        What the words of a phrase are: "term", or values of a layer.

    Returns
    -------
    names, written : list of str
        The queries as they were given, and as they are run.
    counts : ndarray of int, shape (queries, parts)
        The hits.

    Raises
    ------
    DiscourseError
        For a malformed query.
    """
    names = list(dict.fromkeys(check_texts("queries", queries, "peace")))
    values = layer_values(store, check_counted(store, of))
    written = [write_value_query(query, of, values) for query in names]
    if isinstance(store, ShardedStore):
        for query in written:  # a query that is malformed is refused here
            parse_for(store, query)
        return names, written, _count_queries_in_shards(store, written, parts)
    return names, written, count_hits_here(store, parts, written)


def count_hits_here(store: Store, parts: Partition, written: Sequence[str]) -> NDArray[np.int64]:
    """The hits of each query in each part of a store whose tokens are here."""
    counts = [
        np.bincount(parts.of(find(store, query)[:, 0]), minlength=len(parts)) for query in written
    ]
    return np.array(counts, dtype=np.int64).reshape(len(written), len(parts))


def _count_queries_in_shards(
    store: ShardedStore, written: Sequence[str], parts: Partition
) -> NDArray[np.int64]:
    counts = np.zeros((len(written), len(parts)), dtype=np.int64)
    sliced = list(store.slice_parts(parts))
    answers = store.ask(count_hits_here, written, each=((own,) for own, _ in sliced))
    for (_, used), own in zip(sliced, answers, strict=True):
        counts[:, used] += own
    return counts
