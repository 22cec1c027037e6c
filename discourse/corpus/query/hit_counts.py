"""How often each of several queries has a hit in each part of a corpus."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.finding import find
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import TERM, check_counted, layer_values
from discourse.corpus.store.partition import Partition
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
    counts = [
        np.bincount(parts.of(find(store, query)[:, 0]), minlength=len(parts)) for query in written
    ]
    return names, written, np.array(counts, dtype=np.int64).reshape(len(names), len(parts))
