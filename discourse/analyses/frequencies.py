"""How often does each type stand in the corpus, or in each part of it?"""

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.parts import partition
from discourse.corpus.tabulation import divide_by_part, sort_strongest_first
from discourse.record import verb


@verb(
    columns=("part", "term", "count", "per_thousand", "range", "query"),
    optional=("part",),
    methods=(
        "types were counted",
        "by {by}",
        "and their rates taken per thousand tokens, for types of at least {min_count:occurrence}",
    ),
)
def frequencies(corpus: Corpus, *, by: str | None = None, min_count: int = 1) -> pd.DataFrame:
    """One row a type, or with `by` a type in a part; the most frequent first, ties by term.

    Parameters
    ----------
    by : "document", "section", "sentence" or a metadata column; without it the corpus is counted
        as one.
    min_count : the smallest count in the whole corpus that a type needs for a row.

    Returns
    -------
    DataFrame with ``[part,] term, count, per_thousand, range, query``. ``per_thousand`` is of the
    tokens of the corpus, or of the part. ``range`` is the number of parts (without `by`: of
    documents) that have the term. Counts of the whole are a census: they need no test.

    Raises
    ------
    DiscourseError : a `by` that is not here.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> dc.frequencies(paper)[["term", "count", "per_thousand"]].head(3).round(1)
      term  count  per_thousand
    0  the    108          78.0
    1  and     73          52.7
    2   of     65          47.0
    >>> row = dc.frequencies(paper, by="section").iloc[0]
    >>> row["part"], row["query"]
    ('3', 'the :: section = "3"')
    """
    table = _whole(corpus)
    table = table[table["count"] >= min_count]
    if by is None:
        return sort_strongest_first(table)
    counts = corpus.dtm(by=by)[0].tocsc()
    table["range"] = np.diff(counts.indptr)[table.index]
    rows = divide_by_part(table, counts[:, table.index].T, partition(corpus.store, by))
    return sort_strongest_first(rows)[["part", *table.columns]]


def _whole(corpus: Corpus) -> pd.DataFrame:
    """One row a type, in the order of the alphabet."""
    index = corpus.store.index
    here = np.flatnonzero(corpus.store.counts)
    rows = here[:, None]
    return pd.DataFrame(
        {
            "term": row_terms(rows, index.vocabulary).to_pandas(),
            "count": corpus.store.counts[here],
            "per_thousand": 1000 * corpus.store.counts[here] / corpus.size,
            "range": index.ranges[here].astype(np.int64),
            "query": row_queries(rows, index.vocabulary, corpus.tokenizer).to_pandas(),
        }
    )
