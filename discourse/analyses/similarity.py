"""Which parts of a corpus are alike, and in which words?"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import (
    part_conditions,
    restrict,
    term_queries,
    value_tests,
    write_either,
)
from discourse.corpus.store.counting import count_terms
from discourse.corpus.store.layer_values import TERM, check_counted, count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import comparable_parts
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import DiscourseError, check_count, check_texts, one_of
from discourse.measures.association import log_ratio
from discourse.measures.similarity import cosines, unit_length
from discourse.measures.weighting import idf, idf_smooth
from discourse.record import verb

PAIRS = ("part", "part_other", "cosine", "terms", "count", "query")
ONE_PAIR = (
    "part", "part_other", "cosine", "term", "share", "weight", "weight_other", "count",
    "count_other", "query", "query_other",
)  # fmt: skip
COLUMNS = (
    "part", "part_other", "cosine", "terms", "term", "share", "weight", "weight_other", "count",
    "count_other", "query", "query_other",
)  # fmt: skip
WEIGHTS = ("tfidf", "tfidf_smooth", "log_ratio", "rate")
MOST_PARTS = 1_000  # whose pairs are half a million rows
TERMS_NAMED = 5  # in each row
NO_TOKEN = "[] minus []"  # a query without hits, for parts that share nothing


class _Weighted(NamedTuple):
    """The terms of a corpus by part: their counts and weights, both sparse, (parts, terms)."""

    parts: Partition
    terms: list[str]
    counts: Any
    weights: Any


@verb(
    columns=COLUMNS,
    optional=tuple(name for name in ONE_PAIR if name not in PAIRS),
    replaced=tuple(name for name in PAIRS if name not in ONE_PAIR),
    cites=("salton-mcgill-1983",),
    methods=(
        "the similarity",
        "of “{pair}”",
        "{!pair?}of parts",
        "by {by}",
        "is the cosine [@salton-mcgill-1983] of the weights of",
        "{of=term?}their types",
        "{!of=term?}their values of the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence} in the corpus,",
        "{weights=tfidf?}which are TF-IDF: count · ln(parts / parts with the term)",
        "{weights=tfidf_smooth?}which are scikit-learn's smoothed TF-IDF",
        "{weights=log_ratio?}which are log ratios against all other parts, where they are above 0",
        "{weights=rate?}which are relative frequencies",
    ),
)
def similarity(
    corpus: Corpus,
    *,
    by: str | Sequence[str] = "document",
    of: str = TERM,
    weights: str = "tfidf",
    min_count: int = 1,
    pair: Sequence[str] | None = None,
) -> pd.DataFrame:
    """One row per pair of parts, the most alike first; or with `pair` one row per shared term.

    Parameters
    ----------
    corpus : Corpus
        The corpus whose parts are compared.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``: the parts.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    weights : str
        What a term counts for in a part. "tfidf": its count, times ln(parts / parts with the term),
        so that terms of all parts count for nothing. "tfidf_smooth": the variant of scikit-learn,
        where they count for something. "log_ratio": how many doublings it is more frequent than in
        all other parts together, and 0 where it is not. "rate": its relative frequency, so that the
        most frequent words decide.
    min_count : int
        The lowest count in the whole corpus for which a term is compared.
    pair : sequence of str, optional
        Two parts, of which each shared term has a row.

    Returns
    -------
    DataFrame
        The columns are ``part, part_other, cosine, terms, count, query``. ``cosine`` is 1 for parts
        with proportional weights and 0 for parts that share no weighted term [1]_; it is missing
        for a part in which no term has a weight. ``terms`` names the five that contribute most to
        it, and the hits of ``query`` are their ``count`` occurrences in both parts, which are none
        if nothing is shared. With `pair`,
        the columns are ``part, part_other, cosine, term, share, weight, weight_other, count,
        count_other, query, query_other``: ``share`` is the term's share of the cosine, so all of
        them add up to 1, and the hits of both queries are the counts in either part.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have or that gives only one part, more than 1,000 parts
        without a `pair`, unknown `weights`, or a `pair` that is not two of the parts.

    See Also
    --------
    dc.correspondence : A map of the parts and their words.
    dc.compare : Words that distinguish each group from all others.
    dc.tfidf : The weights of each part.

    Notes
    -----
    A cosine compares shares and not lengths.

    Limits: a cosine describes the texts as they are, and no test says which difference is more than
    chance. It depends on the weights, on `min_count` and on the other parts: a weight such as
    "tfidf" is of this corpus, so values of two corpora are not comparable. Short parts share few
    words, and look unlike all others. Similar words are no proof of similar opinions, or that one
    text was copied from another.

    ``discourse docs groups`` explains the weights.

    References
    ----------
    .. [1] Salton & McGill (1983), Introduction to modern information retrieval. McGraw-Hill, New
       York.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> table = dc.similarity(paper, by="section", min_count=2)
    >>> table[["part", "part_other", "cosine", "terms"]].head(2).round(2)
       part part_other  cosine                                              terms
    0  lead          1    0.42         building; future; shared; humanity; global
    1     2          3    0.18  on; convention; rights; discrimination; elimin...
    """
    check_count("min_count", min_count)
    one_of("weights", weights, WEIGHTS)
    parts = comparable_parts(corpus.store, by, "similarity")
    numbers = None if pair is None else _find_pair(parts, pair)
    if numbers is None and len(parts) > MOST_PARTS:
        raise DiscourseError(
            f"by={by!r} gives {len(parts):,} parts, and the pairs of at most {MOST_PARTS:,} are "
            "compared; divide by a column with fewer values, or name two parts with pair=."
        )
    found = _weigh_terms(corpus, parts, of, weights, min_count)
    if numbers is None:
        return _compare_pairs(found, of)
    return _compare_terms(corpus, found, numbers, of)


def _find_pair(parts: Partition, pair: object) -> tuple[int, int]:
    """The numbers of two parts."""
    example = parts.labels[0], parts.labels[1]
    names = check_texts("pair", pair, example)
    if len(names) != 2 or names[0] == names[1]:
        raise DiscourseError(f"pair expects two parts, got {names!r}; write pair={example!r}.")
    one, other = (parts.labels.index(one_of("pair", name, parts.labels)) for name in names)
    return one, other


def _weigh_terms(
    corpus: Corpus, parts: Partition, of: str, weights: str, min_count: int
) -> _Weighted:
    store = count_values(corpus.store, check_counted(corpus.store, of))
    here = np.flatnonzero(store.counts)
    counts = count_terms(store, parts)
    sizes = counts.sum(axis=1)  # with the tokens that have no value
    counts = counts[:, here]
    enough = np.flatnonzero(counts.sum(axis=0) >= max(min_count, 1))
    counts = counts[:, enough].tocsr()
    names = list(store.terms)
    terms = [names[number] for number in enough.tolist()]
    # A document without tokens is no part, but is one of the documents.
    among = len(corpus.store.sources) if parts.by == "document" else len(parts)
    return _Weighted(parts, terms, counts, _weigh_cells(counts, sizes, among, weights))


def _weigh_cells(counts: Any, sizes: NDArray[np.int64], parts: int, weights: str) -> Any:
    """The weight of each term in each part: sparse, (parts, terms)."""
    ranges = np.bincount(counts.indices, minlength=counts.shape[1])
    part, term = np.repeat(np.arange(len(sizes)), np.diff(counts.indptr)), counts.indices
    if weights == "log_ratio":
        whole, size = counts.sum(axis=0)[term], sizes[part]
        others = whole - counts.data, sizes.sum() - size
        data = np.nan_to_num(log_ratio(counts.data, size, *others)).clip(min=0.0)
    elif weights == "rate":
        data = counts.data / sizes[part]
    else:
        rarity = (idf if weights == "tfidf" else idf_smooth)(parts, ranges)
        data = counts.data * rarity[term]
    return sparse.csr_array((data, counts.indices, counts.indptr), counts.shape)


# ------------------------------------------------------------------------------- all pairs of parts


def _compare_pairs(found: _Weighted, of: str) -> pd.DataFrame:
    cosine = cosines(found.weights)
    one, other = np.triu_indices(len(cosine), k=1)
    values = cosine[one, other]
    # Rounding must not decide the order of equal cosines.
    order = np.lexsort((other, one, -np.nan_to_num(values.round(12), nan=-2.0)))
    one, other, values = one[order], other[order], values[order]
    named = _name_terms(found, one, other)
    conditions = part_conditions(found.parts, np.arange(len(cosine)))
    pairs = list(zip(one.tolist(), other.tolist(), strict=True))
    in_both = [write_either([conditions[a], conditions[b]]) for a, b in pairs]
    tests = value_tests(found.terms, of)
    written = [" | ".join(tests[at] for at in terms) for terms in named]
    table = pd.DataFrame(
        {
            "part": found.parts.label_column(one),
            "part_other": found.parts.label_column(other),
            "cosine": values,
            "terms": pd.Series(
                ["; ".join(found.terms[at] for at in terms) for terms in named], dtype="str"
            ),
            "count": _count_terms_in(found.counts, named, pairs),
            "query": pd.Series(
                [
                    f"[{test}] :: {condition}" if test else NO_TOKEN
                    for test, condition in zip(written, in_both, strict=True)
                ],
                dtype="str",
            ),
        }
    )
    return table[list(PAIRS)]


def _name_terms(
    found: _Weighted, ones: NDArray[np.int64], others: NDArray[np.int64]
) -> list[list[int]]:
    """For each pair the terms that contribute most to its cosine, ties in alphabetical order."""
    table = unit_length(found.weights)
    bounds, columns, data = table.indptr, table.indices, table.data
    row = np.zeros(table.shape[1])
    named: list[list[int]] = [[] for _ in range(len(ones))]
    for one in np.unique(ones).tolist():
        mine = slice(bounds[one], bounds[one + 1])
        row[columns[mine]] = data[mine]
        for at in np.flatnonzero(ones == one).tolist():
            theirs = slice(bounds[others[at]], bounds[others[at] + 1])
            product = (row[columns[theirs]] * data[theirs]).round(12)
            named[at] = [int(columns[theirs][n]) for n in _largest(product, columns[theirs])]
        row[columns[mine]] = 0.0
    return named


def _largest(product: NDArray[np.float64], columns: NDArray[np.int32]) -> list[int]:
    """The places of the largest products above 0."""
    above = np.flatnonzero(product > 0)
    if len(above) > TERMS_NAMED:
        least = np.partition(product[above], -TERMS_NAMED)[-TERMS_NAMED]
        above = above[product[above] >= least]
    order = np.lexsort((columns[above], -product[above]))
    chosen: list[int] = above[order][:TERMS_NAMED].tolist()
    return chosen


def _count_terms_in(
    counts: Any, named: Sequence[Sequence[int]], pairs: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """The occurrences of the named terms in both parts of each pair."""
    sizes = [len(terms) for terms in named]
    pair = np.repeat(np.arange(len(pairs)), sizes)
    term = np.array([number for terms in named for number in terms], dtype=np.int64)
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    total = np.zeros(len(pairs), dtype=np.int64)
    for side in (0, 1):
        found = np.asarray(counts[both[pair, side], term]).ravel()
        total += np.bincount(pair, weights=found, minlength=len(pairs)).astype(np.int64)
    return total


# ------------------------------------------------------------------------------ the terms of a pair


def _compare_terms(
    corpus: Corpus, found: _Weighted, numbers: tuple[int, int], of: str
) -> pd.DataFrame:
    one, other = (found.weights[[number]].toarray()[0] for number in numbers)
    counts = [found.counts[[number]].toarray()[0] for number in numbers]
    lengths = [np.sqrt((each**2).sum()) for each in (one, other)]
    shared = np.flatnonzero(one * other)
    part = one[shared] * other[shared] / (lengths[0] * lengths[1] or 1.0)
    cosine = min(float(part.sum()), 1.0)
    names = [found.terms[at] for at in shared.tolist()]
    queries = term_queries(names, corpus.tokenizer, of)
    row = np.arange(len(shared))
    labels = [np.full(len(shared), number) for number in numbers]
    table = pd.DataFrame(
        {
            "part": found.parts.label_column(labels[0]),
            "part_other": found.parts.label_column(labels[1]),
            "cosine": cosine,
            "term": pd.Series(names, dtype="str"),
            "share": part / (part.sum() or 1.0),
            "weight": one[shared],
            "weight_other": other[shared],
            "count": counts[0][shared],
            "count_other": counts[1][shared],
            "query": pd.Series(restrict(queries, row, found.parts, labels[0]), dtype="str"),
            "query_other": pd.Series(restrict(queries, row, found.parts, labels[1]), dtype="str"),
        }
    )
    return sort_strongest_first(table, "share")[list(ONE_PAIR)]
