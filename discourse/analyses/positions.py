"""Where in the corpus does each hit occur?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import TERM, check_counted, layer_values
from discourse.errors import check_texts
from discourse.record import verb


@verb(
    columns=("term", "position", "document", "section", "line_id"),
    methods=(
        "hits of “{queries}”",
        "{!of=term?}in the {of:layer}",
        "were located by the position of their first token",
    ),
)
def positions(corpus: Corpus, queries: str | Sequence[str], *, of: str = TERM) -> pd.DataFrame:
    """One row per hit, in the order of the queries, then of the text.

    Parameters
    ----------
    corpus : Corpus
        The corpus to search.
    queries : str or sequence of str
        One query or several.
    of : str
        What the words of a phrase are: "term", or a layer that gives each token a value: with
        "lemma", *build* finds *built*. Of several, as in "lemma+pos", a word has all values:
        *build_VERB*.

    Returns
    -------
    DataFrame
        The columns are ``term, position, document, section, line_id``. ``term`` is the query.
        ``position`` is the place of the hit's first token in the corpus, counted from 1.

    Raises
    ------
    DiscourseError
        For a malformed query.

    Examples
    --------
    >>> import discourse as dc
    >>> hits = dc.positions(dc.read("seeds/"), ["community of shared future"])
    >>> hits["position"].tolist()
    [23, 67, 86, 139, 164, 180, 276]
    """
    query_list = check_texts("queries", queries, "peace")
    of = check_counted(corpus.store, of)
    values = layer_values(corpus.store, of)
    found = [corpus.find(write_value_query(query, of, values)) for query in query_list]
    hits = np.concatenate([np.empty((0, 2), dtype=np.int64), *found])
    places = Concordance(corpus.store, hits, context=0).to_frame()
    terms = np.repeat(np.array(query_list, dtype=object), [len(each) for each in found])
    places.insert(0, "term", pd.Series(terms, dtype="str"))
    places.insert(1, "position", hits[:, 0] + 1)
    return places[["term", "position", "document", "section", "line_id"]]
