"""Which sequences of words recur, and how often?"""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.counting import GramCounts, count_grams
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.store.store import Store
from discourse.corpus.tabulation import divide_by_part, sort_strongest_first
from discourse.errors import DiscourseError, check_count
from discourse.record import verb

COLUMNS = ("part", "term", "n", "count", "per_thousand", "range", "query")

# Work grows with n, and a recipe may come from anyone.
LONGEST_NGRAM = 10_000


@verb(
    columns=COLUMNS,
    optional=("part",),
    methods=(
        "n-grams of {n:token}",
        "{min_count>1?}with at least {min_count:occurrence} in the corpus",
        "{!of=term?}of the {of:layer}",
        "were counted",
        "by {by}",
        "without crossing {within} borders; frequencies are given as counts and per 1,000 tokens",
    ),
)
def ngrams(
    corpus: Corpus,
    n: int | Sequence[int] = 2,
    *,
    by: str | None = None,
    of: str = TERM,
    within: str = "section",
    min_count: int = 1,
    executor: Executor | None = None,
) -> pd.DataFrame:
    """One row per n-gram, or with `by` per n-gram and part; most frequent first, ties by term.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count.
    n : int or sequence of int
        The number of tokens in an n-gram, from 1 to 10,000; several numbers give the n-grams of
        each length.
    by : str, optional
        "document", "section", "sentence", a metadata column or a layer of spans; without it, the
        corpus is counted as a whole. An n-gram belongs to the part of its first token.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    within : str
        "document", "section" or "sentence": no n-gram crosses its borders, or a region that is left
        out.
    min_count : int
        The lowest count in the whole corpus for which an n-gram has rows.
    executor : Executor, optional
        Any `concurrent.futures.Executor` to count with; the numbers are the same.

    Returns
    -------
    DataFrame
        The columns are ``[part,] term, n, count, per_thousand, range, query``. N-grams overlap: the
        2-gram "a a" occurs twice in "a a a". ``per_thousand`` is the rate per 1,000 tokens of the
        corpus, or of the part. ``range`` is the number of parts in which the n-gram occurs (without
        `by`: of documents).

    Raises
    ------
    DiscourseError
        For an `n` out of range, or a `by` or `within` that the corpus does not have.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.ngrams(dc.read("seeds/"), 3)[["term", "count", "per_thousand"]].head(3).round(1)
                             term  count  per_thousand
    0           convention on the     13           9.4
    1           the convention on     13           9.4
    2  international human rights     11           7.9
    """
    store = count_values(corpus.store, of)
    parts = partition(store, "document" if by is None else by)
    check_count("min_count", min_count)
    counted = [
        count_grams(store, n, parts=parts, within=within, min_count=min_count, executor=executor)
        for n in _check_lengths(n)
    ]
    tables = [_tabulate_ngrams(store, cells, within, parts if by else None) for cells in counted]
    return sort_strongest_first(pd.concat(tables))[list(COLUMNS if by else COLUMNS[1:])]


def _check_lengths(n: int | Sequence[int]) -> list[int]:
    given: list[object] = [n]
    if isinstance(n, Iterable) and not isinstance(n, (str, bytes)) and getattr(n, "ndim", 1) == 1:
        given = list(n)
    if not given:
        raise DiscourseError("n=[] gives no length; give a number of tokens, such as n=3.")
    return sorted({check_count("n", each, least=1, most=LONGEST_NGRAM) for each in given})


def _tabulate_ngrams(
    store: Store, cells: GramCounts, within: str, parts: Partition | None
) -> pd.DataFrame:
    """One row per n-gram, or per n-gram and part."""
    vocabulary = store.index.vocabulary
    queries = row_queries(cells.terms, vocabulary, store.tokenizer, within=within, of=store.of)
    table = pd.DataFrame(
        {
            "term": row_terms(cells.terms, vocabulary).to_pandas(),
            "n": cells.terms.shape[1],
            "count": cells.sums,
            "range": np.diff(cells.bounds),
            "query": queries.to_pandas(),
        }
    )
    table["per_thousand"] = 1000 * table["count"] / store.size
    return table if parts is None else divide_by_part(table, cells.matrix(parts), parts)
