"""How often does each type, or each query, occur in the corpus, or in each part of it?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.hit_counts import count_queries
from discourse.corpus.query.writing import (
    part_conditions,
    restrict_query,
    row_queries,
    row_terms,
    span_query,
)
from discourse.corpus.store.counting import choose_terms, part_counts
from discourse.corpus.store.label_counts import count_labels
from discourse.corpus.store.layer_values import PLUS, TERM, check_tagged, count_values
from discourse.corpus.store.layering import find_span_layer
from discourse.corpus.store.parts import partition, span_layer_names
from discourse.corpus.tabulation import divide_by_part, sort_strongest_first
from discourse.errors import check_count, check_text, check_texts, one_of
from discourse.record import verb


@verb(
    columns=("part", "term", "count", "per_thousand", "range", "query"),
    optional=("part",),
    methods=(
        "{!queries?}{of=term?}type frequencies",
        "{!queries?}{!of=term?}frequencies in the {of:layer}",
        "{queries?}the frequencies of “{queries}”",
        "{queries?}{!of=term?}in the {of:layer}",
        "by {by}",
        "are given as counts and per 1,000 tokens,",
        "{!queries?}{min_count>1?}for types with at least {min_count:occurrence} in the corpus",
    ),
)
def frequencies(
    corpus: Corpus,
    queries: str | Sequence[str] | None = None,
    *,
    by: str | Sequence[str] | None = None,
    of: str = TERM,
    min_count: int = 1,
) -> pd.DataFrame:
    """One row per type or query, or with `by` per type and part; most frequent first, ties by term.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count.
    queries : str or sequence of str, optional
        One query or several; without them, every type of the corpus. Each query has a row in every
        part, also where it has no hit.
    by : str or sequence of str, optional
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``, whose combinations are the parts; without it, the corpus is counted
        as a whole.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", several of
        these together, as in "lemma+pos" (*build_VERB*), or the labels of a layer of spans. Spans
        are counted where they begin, and a stretch that has the same label twice once. With
        `queries`, what their words are, or of which layer of spans they are labels.
    min_count : int
        The lowest count in the whole corpus for which a type has rows; queries have them in any
        case.

    Returns
    -------
    DataFrame
        The columns are ``[part,] term, count, per_thousand, range, query``. ``per_thousand`` is the
        rate per 1,000 tokens of the corpus, or of the part. ``range`` is the number of parts in
        which the term occurs (without `by`: of documents). If `by` names several columns, these
        follow, with the labels of the part in each.

    Raises
    ------
    DiscourseError
        For a malformed query, a `by` that the corpus does not have, or one of several that has the
        name of a column of the table.

    See Also
    --------
    dc.plot.frequencies : Draw the table.
    dc.stopwords : The function words of a language.
    dc.ngrams : Sequences of words.
    dc.keyness : Words that distinguish a corpus from another.

    Notes
    -----
    Rates make counts in texts of different lengths comparable [1]_; numbers of types remain
    incomparable [2]_.

    Limits: counts of a whole corpus are a census of it and need no test; what they say about other
    texts is open, and `keyness`, `compare` and `trend` ask that by documents. A rate in a part of a
    few hundred tokens moves by several per thousand with a single hit. A word of one document can
    lead a list: see ``range``. Forms are counted, not meanings, and another tokenizer counts
    otherwise.

    ``discourse docs groups`` shows how to count by several columns.

    References
    ----------
    .. [1] Brezina (2018), Statistics in Corpus Linguistics: A Practical Guide. Cambridge University
       Press, chapter 2.
    .. [2] Baayen (2001), Word Frequency Distributions. Kluwer, Dordrecht.

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
    >>> asked = dc.frequencies(paper, ["human rights", "shared future"], by="section")
    >>> asked[["part", "term", "count"]].iloc[[0, 3, -1]]
       part           term  count
    0     3   human rights      6
    3     2   human rights      4
    11    5  shared future      0
    """
    check_count("min_count", min_count)
    if queries is not None:
        return _count_queries(corpus, queries, by, of)
    check_tagged(corpus.store, "of", [of])
    if PLUS not in check_text("of", of, "lemma"):
        of = one_of("of", of, [TERM, *corpus.store.layers])
    if of in span_layer_names(corpus.store):
        return _count_labels(corpus, of, by, min_count)
    table = _count_whole(corpus, of)
    table = table[table["count"] >= min_count]
    if by is None:
        return sort_strongest_first(table)
    store = count_values(corpus.store, of)
    parts = partition(corpus.store, by)
    counts = choose_terms(part_counts(store, parts), np.flatnonzero(store.counts)[table.index])
    table["range"] = np.diff(counts.indptr).astype(np.int64)
    rows = divide_by_part(table, counts, parts)
    return rows[["part", *table.columns, *parts.criteria]]


def _count_queries(
    corpus: Corpus, queries: str | Sequence[str], by: str | Sequence[str] | None, of: str
) -> pd.DataFrame:
    """One row per query, or per query and part, those without hits included."""
    store = corpus.store
    parts = partition(store, "document" if by is None else by)
    asked = sorted(set(check_texts("queries", queries, "peace")))
    if of in span_layer_names(store):
        names = asked
        spans = [span_query(of, label) for label in asked]
        _, written, counts = count_queries(store, spans, parts)
    else:
        names, written, counts = count_queries(store, asked, parts, of)
    total = counts.sum(axis=1)
    table = pd.DataFrame(
        {
            "term": pd.Series(names, dtype="str"),
            "count": total,
            "per_thousand": 1000 * total / store.size,
            "range": (counts > 0).sum(axis=1),
            "query": pd.Series(written, dtype="str"),
        }
    )
    if by is None:
        return sort_strongest_first(table)
    every = sparse.coo_array(
        (counts.ravel(), np.divmod(np.arange(counts.size), max(len(parts), 1))), counts.shape
    )
    rows = divide_by_part(table, every, parts)
    own = dict(zip(names, written, strict=True))
    conditions = part_conditions(parts, rows["part"].cat.codes.to_numpy(np.int64))
    pairs = zip(rows["term"].map(own), conditions, strict=True)
    rows["query"] = pd.Series([restrict_query(*pair) for pair in pairs], dtype="str")
    return rows[["part", *table.columns, *parts.criteria]]


def _count_whole(corpus: Corpus, of: str) -> pd.DataFrame:
    """One row per type, in alphabetical order."""
    store = count_values(corpus.store, of)
    index = store.index
    here = np.flatnonzero(store.counts)
    rows = here[:, None]
    return pd.DataFrame(
        {
            "term": row_terms(rows, index.vocabulary).to_pandas(),
            "count": store.counts[here],
            "per_thousand": 1000 * store.counts[here] / corpus.size,
            "range": index.ranges[here].astype(np.int64),
            "query": row_queries(rows, index.vocabulary, corpus.tokenizer, of=of).to_pandas(),
        }
    )


def _count_labels(
    corpus: Corpus, of: str, by: str | Sequence[str] | None, min_count: int
) -> pd.DataFrame:
    """One row per label of a layer of spans, or per label and part."""
    store = corpus.store
    layer = find_span_layer(store, of)
    parts = partition(store, "document" if by is None else by)
    counts = count_labels(store, of, parts)
    labels = np.flatnonzero(counts.sum(axis=1) >= max(min_count, 1))
    counts = counts[labels]
    names = [layer.values[label] for label in labels.tolist()]
    total: NDArray[np.int64] = counts.sum(axis=1)
    table = pd.DataFrame(
        {
            "term": pd.Series(names, dtype="str"),
            "count": total,
            "per_thousand": 1000 * total / store.size,
            "range": np.diff(counts.indptr).astype(np.int64),
            "query": pd.Series([span_query(of, name) for name in names], dtype="str"),
        }
    )
    if by is None:
        return sort_strongest_first(table)
    rows = divide_by_part(table, counts, parts)
    return rows[["part", *table.columns, *parts.criteria]]
