"""Where in the corpus is each hit?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.record import verb


@verb(
    columns=("term", "position", "document", "section", "line_id"),
    methods=("every hit of “{queries}” was located by its first token",),
)
def positions(corpus: Corpus, queries: str | Sequence[str]) -> pd.DataFrame:
    """One row a hit; the queries in the order given, their hits in the order of the text.

    Parameters
    ----------
    queries : one query or several.

    Returns
    -------
    DataFrame with ``term, position, document, section, line_id``. ``term`` is the query.
    ``position`` is the place of the hit's first token in the corpus, 1 for the first of all.

    Raises
    ------
    DiscourseError : a malformed query.

    Examples
    --------
    >>> import discourse as dc
    >>> hits = dc.positions(dc.read("seeds/"), ["community of shared future"])
    >>> hits["position"].tolist()
    [23, 67, 86, 139, 164, 180, 276]
    """
    asked = [queries] if isinstance(queries, str) else list(queries)
    found = [corpus.find(query) for query in asked]
    hits = np.concatenate([np.empty((0, 2), dtype=np.int64), *found])
    places = Concordance(corpus.store, hits, context=0).frame
    terms = np.repeat(np.array(asked, dtype=object), [len(each) for each in found])
    places.insert(0, "term", pd.Series(terms, dtype="str"))
    places.insert(1, "position", hits[:, 0] + 1)
    return places[["term", "position", "document", "section", "line_id"]]
