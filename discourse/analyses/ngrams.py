"""Which words stand in a row, and how often?"""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.counting import Cells, gram_cells
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.tabulation import divide_by_part, sort_strongest_first
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
    executor: Executor | None = None,
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
    executor : any `concurrent.futures.Executor` that counts; the numbers are the same.

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
    parts = partition(corpus.store, by or "document")
    counted = [
        gram_cells(
            corpus.store, n, parts=parts, within=within, min_count=min_count, executor=executor
        )
        for n in _lengths(n)
    ]
    tables = [_table(corpus, cells, within, parts if by else None) for cells in counted]
    return sort_strongest_first(pd.concat(tables))[list(COLUMNS if by else COLUMNS[1:])]


def _lengths(n: int | Sequence[int]) -> list[int]:
    lengths = [n] if isinstance(n, (int, np.integer)) else sorted(set(n))
    if not lengths or lengths[0] < 1:
        raise DiscourseError(f"n={n!r} holds no token; give the number of tokens in a row, as 3.")
    if lengths[-1] > LONGEST:
        raise DiscourseError(f"n={n!r} is no n-gram; give {LONGEST:,} tokens or fewer.")
    return lengths


def _table(corpus: Corpus, cells: Cells, within: str, parts: Partition | None) -> pd.DataFrame:
    """One row an n-gram, or an n-gram in each of some parts."""
    vocabulary = corpus.store.index.vocabulary
    queries = row_queries(cells.terms, vocabulary, corpus.tokenizer, within=within)
    table = pd.DataFrame(
        {
            "term": row_terms(cells.terms, vocabulary).to_pandas(),
            "n": cells.terms.shape[1],
            "count": cells.sums,
            "range": np.diff(cells.bounds),
            "query": queries.to_pandas(),
        }
    )
    table["per_thousand"] = 1000 * table["count"] / corpus.size
    return table if parts is None else divide_by_part(table, cells.matrix(parts), parts)
