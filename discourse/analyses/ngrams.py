"""Which words stand in a row, and how often?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.grams import grams
from discourse.corpus.parts import Partition
from discourse.corpus.resolving import row_queries, row_terms
from discourse.corpus.tables import divided, strongest
from discourse.errors import DiscourseError
from discourse.record import verb

COLUMNS = ("part", "term", "n", "count", "per_thousand", "range", "query")

# Work grows with n, and a recipe may come from anybody.
LONGEST = 10_000


@verb(
    columns=COLUMNS,
    optional=("part",),
    methods=(
        "n-grams of {n} tokens were counted",
        "by {by}",
        "within a {within}, and their rates taken per thousand tokens,",
        "for n-grams of at least {min_count:occurrence}",
    ),
)
def ngrams(
    corpus: Corpus,
    n: int | Sequence[int] = 2,
    *,
    by: str | None = None,
    within: str = "section",
    min_count: int = 1,
) -> pd.DataFrame:
    """One row an n-gram, or with `by` an n-gram in a part; the most frequent first, ties by term.

    Parameters
    ----------
    n : the number of tokens in a row; several numbers give the n-grams of each length.
    by : "document", "section", "sentence" or a metadata column; without it the corpus is counted
        as one. An n-gram belongs to the part that its first token is in.
    within : no n-gram crosses the border of a "document", "section" or "sentence"; none bridges a
        region that is left out.
    min_count : the smallest count in the whole corpus that an n-gram needs for a row.

    Returns
    -------
    DataFrame with ``[part,] term, n, count, per_thousand, range, query``. N-grams overlap: "a a a"
    has the 2-gram "a a" twice. ``per_thousand`` is of the tokens of the corpus, or of the part.
    ``range`` is the number of parts (without `by`: of documents) that have the n-gram.

    Raises
    ------
    DiscourseError : an `n` below 1 or above 10,000, or a `by` or `within` that is not here.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.ngrams(dc.read("seeds/"), 3)[["term", "count", "per_thousand"]].head(3).round(1)
                             term  count  per_thousand
    0           convention on the     13           9.4
    1           the convention on     13           9.4
    2  international human rights     11           7.9
    """
    parts = corpus.partition(by or "document")
    tables = [
        _of_length(corpus, length, parts, by=by, within=within, min_count=min_count)
        for length in _lengths(n)
    ]
    return strongest(pd.concat(tables))[list(COLUMNS if by else COLUMNS[1:])]


def _lengths(n: int | Sequence[int]) -> list[int]:
    lengths = [n] if isinstance(n, int) else sorted(set(n))
    if not lengths or lengths[0] < 1:
        raise DiscourseError(f"n={n!r} holds no token; give the number of tokens in a row, as 3.")
    if lengths[-1] > LONGEST:
        raise DiscourseError(f"n={n!r} is no n-gram; give {LONGEST:,} tokens or fewer.")
    return lengths


def _of_length(
    corpus: Corpus, n: int, parts: Partition, *, by: str | None, within: str, min_count: int
) -> pd.DataFrame:
    found = grams(corpus, n, parts=parts, within=within, min_count=min_count)
    vocabulary = corpus.index.vocabulary
    queries = row_queries(found.terms, vocabulary, corpus.words, within=within)
    table = pd.DataFrame(
        {
            "term": row_terms(found.terms, vocabulary).to_pandas(),
            "n": n,
            "count": found.counts.sum(axis=1),
            "range": np.diff(found.counts.indptr).astype(np.int64),
            "query": queries.to_pandas(),
        }
    )
    table["per_thousand"] = 1000 * table["count"] / corpus.size
    return table if by is None else divided(table, found.counts, parts)
