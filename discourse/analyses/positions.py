"""Where in the corpus does each hit occur?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.query.writing import write_value_query
from discourse.corpus.store.layer_values import TERM, check_counted, layer_values
from discourse.errors import check_texts
from discourse.record import WITHOUT_HITS, verb


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
        The columns are ``term, position, document, section, line_id``. ``term`` is the query; its
        categories are all queries, so that ``table["term"].value_counts()`` also counts those
        without hits. ``position`` is the place of the hit's first token in the corpus, counted
        from 1. ``attrs["without_hits"]`` lists the queries that the corpus has no hit of.

    Raises
    ------
    DiscourseError
        For a malformed query.

    See Also
    --------
    dc.plot.positions : Draw the table.
    dc.concordance : Every hit of a query, in context.
    dc.dispersion : How evenly terms are spread over parts.

    Notes
    -----
    Drawn as strokes, the table is a lexical dispersion plot [1]_.

    Limits: places are counted in tokens, in the order in which the documents were read, so
    distances between documents mean nothing. It shows where hits are, and tests nothing: random
    hits make clusters, too. `dispersion` measures how even they are.

    ``discourse docs figures`` says what the strokes mean.

    References
    ----------
    .. [1] Bird, Klein & Loper (2009), Natural Language Processing with Python. O'Reilly, section
       1.1.

    Examples
    --------
    >>> import discourse as dc
    >>> hits = dc.positions(dc.read("seeds/"), ["community of shared future"])
    >>> hits["position"].tolist()
    [23, 67, 86, 139, 164, 180, 276]
    >>> hits = dc.positions(dc.read("seeds/"), ["human rights", "utopia"])
    >>> hits["term"].value_counts().to_dict()
    {'human rights': 18, 'utopia': 0}
    """
    query_list = list(dict.fromkeys(check_texts("queries", queries, "peace")))
    of = check_counted(corpus.store, of)
    values = layer_values(corpus.store, of)
    found = [corpus.find(write_value_query(query, of, values)) for query in query_list]
    hits = np.concatenate([np.empty((0, 2), dtype=np.int64), *found])
    places = Concordance(corpus.store, hits, context=0).to_frame()
    counts = [len(each) for each in found]
    codes = np.repeat(np.arange(len(query_list)), counts)
    # Unlike a category without rows, which the author may have filtered, this says there are none.
    without_hits = [query for query, count in zip(query_list, counts, strict=True) if not count]
    terms = pd.Categorical.from_codes(codes, pd.Index(query_list, dtype="str"))
    places.insert(0, "term", pd.Series(terms))
    places.insert(1, "position", hits[:, 0] + 1)
    table = places[["term", "position", "document", "section", "line_id"]]
    table.attrs[WITHOUT_HITS] = without_hits
    return table
