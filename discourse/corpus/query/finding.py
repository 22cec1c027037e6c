"""Find the hits of a query in a store."""

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.conditions import evaluate_on_stretches
from discourse.corpus.query.matching import match_hits
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import Query
from discourse.corpus.store.parts import UNITS, borders
from discourse.corpus.store.store import Store
from discourse.errors import one_of


def find(store: Store, query: str | Query, *, within: str = "section") -> NDArray[np.int64]:
    """Find the hits of a query: (hits, 2), the first token and the one after the last.

    Parameters
    ----------
    store : Store
        The tokens to search.
    query : str or Query
        A query as users write it, or one that is parsed already.
    within : str, default "section"
        No hit crosses the border of a "document", "section" or "sentence".

    Returns
    -------
    array of int
        One row per hit, in the order of the text.
    """
    one_of("within", within, UNITS)
    parsed = parse(query, store.tokenizer) if isinstance(query, str) else query
    hits = match_hits(store.index, parsed.hits, lambda unit: borders(store, unit or within))
    if not parsed.condition:
        return hits
    bounds, matching = evaluate_on_stretches(store, parsed.condition)
    return hits[matching[np.searchsorted(bounds, hits[:, 0], side="right") - 1]]
