"""Find the hits of a query in a store."""

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.query.conditions import evaluate_on_stretches
from discourse.corpus.query.matching import match_hits
from discourse.corpus.query.parsing import parse
from discourse.corpus.query.pattern import Query
from discourse.corpus.store.parts import UNITS
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, ElsewhereError, one_of

# Hits in shards whose places are brought here: 16 bytes each.
MOST_HITS = 50_000_000


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
    parsed = parse_for(store, query) if isinstance(query, str) else query
    if store.is_here:
        return find_here(store, parsed, within)
    found = [np.empty((0, 2), dtype=np.int64)]
    number = 0
    for first, hits in zip(
        store.firsts.tolist(), store.ask(find_here, parsed, within), strict=False
    ):
        number += len(hits)
        if number > MOST_HITS:
            raise ElsewhereError(
                f"this lists the hits of a query, which has more than {MOST_HITS:,} here; ask a "
                "subset, or count them with dc.frequencies."
            )
        found.append(hits + first)
    return np.concatenate(found)


def find_here(store: Store, parsed: Query, within: str) -> NDArray[np.int64]:
    """Find the hits of a query in a store whose tokens are here."""
    try:
        hits = match_hits(store, parsed.hits, within)
    except RecursionError:
        raise DiscourseError(
            "this query has too many nested parentheses; write it with fewer."
        ) from None
    if not parsed.condition:
        return hits
    bounds, matching = evaluate_on_stretches(store, parsed.condition)
    return hits[matching[np.searchsorted(bounds, hits[:, 0], side="right") - 1]]


def parse_for(store: Store, query: str) -> Query:
    """Parse a query that may name the layers of a store."""
    return parse(query, store.tokenizer, store.layers, joined=bool(store.joined))
