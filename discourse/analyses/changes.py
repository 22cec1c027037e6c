"""Which words became more or less frequent over time, and when did that change?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.timeline import Timeline
from discourse.corpus.query.writing import term_queries
from discourse.corpus.references.counted_documents import (
    check_terms_of_list,
    count_by_document,
    count_labels_by_document,
    timeline_of,
)
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.layer_values import TERM, check_counted
from discourse.corpus.store.parts import partition, span_layer_names
from discourse.corpus.store.store import Store
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import check_count, check_flag
from discourse.measures.association import log_ratio
from discourse.measures.stability import LEVEL, MIN_COUNT, MIN_DOCUMENTS, PERMUTATIONS
from discourse.measures.trends import TimeOrder, log_linear_slope
from discourse.record import verb

NUMBERS = ("slope", "log_ratio", "z", "log_ratio_change")
COLUMNS = (
    "term", "count", "per_thousand", "range", "slope", "log_ratio", "z", "change_time",
    "log_ratio_change", "status", "query",
)  # fmt: skip
INFERENCE = ("p_value_document", "p_value_change")


def _permutations_made(corpus: Corpus | FrequencyList, *_: Any, **parameters: Any) -> int | None:
    """The number of permutations that the tests draw; None if they are not made."""
    if isinstance(corpus, FrequencyList):
        documents = len(corpus.parts)
    else:
        documents = len(partition(corpus.store, "document"))
    return PERMUTATIONS if parameters["inference"] and documents >= MIN_DOCUMENTS else None


def _are_labels(corpus: Corpus | FrequencyList, *_: Any, **parameters: Any) -> bool:
    """Whether labels of spans are counted."""
    return isinstance(corpus, Corpus) and parameters["of"] in span_layer_names(corpus.store)


@verb(
    columns=(*COLUMNS, *INFERENCE),
    optional=INFERENCE,
    cites=("pettitt-1979", "westfall-young-1993"),
    methods=(
        "change over time",
        "of “{queries}”",
        "{!queries?}{!labels?}of all types",
        "{!queries?}{labels?}of all labels",
        "{!of=term?}in the {of:layer}",
        "{!queries?}{min_count>1?}with at least {min_count:occurrence}",
        "was measured by the {time} of the documents as the slope of a log-linear regression, and",
        "located where the cumulative sum of the differences from the mean rate is largest",
        "[@pettitt-1979];",
        "{permutations?}both were tested by permuting the documents over time",
        "{permutations?}({permutations:permutation}, seed {seed}), adjusted for all that were",
        "{permutations?}tested by the maximum statistic [@westfall-young-1993]",
        "{inference?}{!permutations?}there were too few documents for a permutation test",
    ),
    facts={"permutations": _permutations_made, "labels": _are_labels},
    lists=True,
)
def changes(
    corpus: Corpus | FrequencyList,
    queries: str | Sequence[str] | None = None,
    *,
    time: str = "year",
    of: str = TERM,
    min_count: int = 1,
    inference: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per query, or per type; strongest evidence of a trend first, ties by term.

    Parameters
    ----------
    corpus : Corpus or FrequencyList
        The corpus to count in, or a list that is divided into documents, such as
        ``dc.reference("inaugural")``.
    queries : str or sequence of str, optional
        One query or several, of a list words; without them, every type of the corpus. With a layer
        of spans as `of`, its labels.
    time : str
        The metadata column that says when a document was made: years or other numbers, dates such
        as 1990-05-17 or 1990-05, or ordered categories.
    of : str
        What a type, or a word of a query, is: "term", a layer that gives each token a value, such
        as "lemma", or several of them, as in "lemma+pos" (*build_VERB*). Or a layer of spans whose
        labels are counted, such as a reader's codes; a span is counted where it begins.
    min_count : int
        The lowest count for which a type has a row and is tested; queries have a row in any case.
    inference : bool
        Whether to test for trends and changes, with p-values as further columns.
    seed : int
        The seed of the random permutations.

    Returns
    -------
    DataFrame
        The columns are ``term, count, per_thousand, range, slope, log_ratio, z, change_time,
        log_ratio_change, status, query``. ``range`` is the number of documents with the term.
        ``slope`` is the change of its rate in doublings per unit of time, and ``log_ratio`` from
        the first to the last document: 1 means twice as frequent. ``z`` is how far the term
        moves towards later documents, in standard errors. ``change_time`` is the point of time from
        which on its rate differs most from before, and ``log_ratio_change`` how much. ``status``
        is "descriptive", "robust", "not shown" or "not estimable". With `inference`, the columns
        ``p_value_document, p_value_change`` follow.

    Raises
    ------
    DiscourseError
        For a malformed query, a column that is none of the documents, a document without a time, or
        a single point of time.

    See Also
    --------
    dc.plot.association : Slope or log ratio against count, as labelled points.
    dc.trend : How often words occur at each point of time.
    dc.keyness : Words that distinguish one period from another.

    Notes
    -----
    z = (Σ (count − rate · size) · r) / √(Σ ((count − rate · size)² + rate · size) · r²), over
    documents, where r is the place of the document in the order of time, counted from the mean
    place of the tokens, and rate is that of the whole corpus. The standard error is that between
    documents and that of chance, as in `keyness`. If all documents have the same size, the sum
    above is the covariance of counts and places, times the number of documents.

    change_time = argmax |Σ (count − rate · size)|, over the points of time, where the sum is over
    the documents before the point.

    log_ratio_change = log2(rate_after / rate_before), of the documents from this point on and of
    those before it.

    log_ratio = slope · (last − first), where first and last are the times of the first and of the
    last document.

    ``p_value_document`` is the share of random orders of the documents in which any term at all has
    such a trend: the maximum statistic of Westfall and Young [1]_, adjusted for all terms that were
    tested. ``p_value_change`` is the same for the largest cumulative sum of (count − rate · size),
    over all terms and all points of time. On the ranks of a series, that sum is Pettitt's statistic
    [2]_. ``log_ratio_change`` was chosen as the largest of many differences, and is therefore too
    large for other documents; with more than a hundred points of time, a hundred are tried.

    ``status`` is "robust" if ``p_value_document`` is at most 0.05 and the direction is the same
    whichever document is left out, else "not shown". Terms with fewer than five occurrences are
    "not estimable" in any case, and their measures are missing. All others are "descriptive"
    without `inference`, and "not estimable" with it if there are fewer than ten documents.

    Limits: a word needs five occurrences to be measured, and a test ten documents. Only large
    changes are found: a doubling in three of four cases if a word of 500 occurrences is asked for
    alone, and in one of three at best if all types are tested
    (``discourse docs benchmarks/calibration-trends``). Documents that influence one another (those
    of one author, or answers) are not as independent as the test takes them to be. A steady rise or
    fall is what it looks for: one that falls back is missed, and no cause is named.

    ``discourse docs trends`` explains the test, and says how large a change has to be.

    References
    ----------
    .. [1] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.
    .. [2] Pettitt (1979), A non-parametric approach to the change-point problem. Journal of the
       Royal Statistical Society C 28(2), 126-135.

    Examples
    --------
    >>> import discourse as dc
    >>> speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
    >>> table = dc.changes(speeches, ["the", "water"])
    >>> table[["term", "count", "log_ratio", "change_time", "status"]].round(2)
        term  count  log_ratio change_time         status
    0    the      9       0.76        2005    descriptive
    1  water      0        NaN         NaN  not estimable
    """
    check_count("min_count", min_count)
    check_count("seed", seed)
    if not isinstance(corpus, FrequencyList) and of not in span_layer_names(corpus.store):
        of = check_counted(corpus.store, of)
    timeline = timeline_of(_source_of(corpus), time)
    names, written, counts = _count_over_time(corpus, queries, of, min_count)
    total: NDArray[np.int64] = np.asarray(counts.sum(axis=1), dtype=np.int64)
    table = pd.DataFrame(
        {
            "term": pd.Series(names, dtype="str"),
            "count": total,
            "per_thousand": 1000 * total / timeline.sizes.sum(),
            "range": np.diff(sparse.csr_array(counts).indptr).astype(np.int64),
            "query": pd.Series(written, dtype="str"),
        }
    )
    known = total >= MIN_COUNT
    for name, values in _measure_changes(counts[known], timeline).items():
        column = np.full(len(table), np.nan)
        column[known] = values
        table[name] = column
    table["change_time"] = _name_points(table.pop("place"), timeline)
    table["status"] = np.where(known, "descriptive", "not estimable")
    if check_flag("inference", inference):
        table = table.assign(**_test_changes(counts, timeline, known, seed))
    table["strength"] = table["z"].abs()
    rows = sort_strongest_first(table, "strength")
    return rows[[*COLUMNS, *(INFERENCE if inference else ())]]


def _source_of(corpus: Corpus | FrequencyList) -> Store | FrequencyList:
    return corpus if isinstance(corpus, FrequencyList) else corpus.store


def _count_over_time(
    corpus: Corpus | FrequencyList, queries: str | Sequence[str] | None, of: str, min_count: int
) -> tuple[list[str], list[str], sparse.csr_array]:
    """Names, queries and counts by document of what is asked for, or of all types."""
    if queries is not None:
        names, written, hits = count_by_document(_source_of(corpus), queries, of)
        return names, written, sparse.csr_array(hits)
    if isinstance(corpus, FrequencyList):
        check_terms_of_list(corpus, of)
        by_document, _, terms = corpus.dtm()
    elif of in span_layer_names(corpus.store):
        names, written, counts = count_labels_by_document(corpus.store, of)
        kept = np.flatnonzero(counts.sum(axis=1) >= min_count)
        return [names[at] for at in kept], [written[at] for at in kept], counts[kept]
    else:
        by_document, _, terms = corpus.dtm(of=of)
    counts = by_document.T.tocsr()
    kept = np.flatnonzero(counts.sum(axis=1) >= min_count)
    names = [terms[at] for at in kept.tolist()]
    return names, term_queries(names, corpus.tokenizer, of), counts[kept]


def _measure_changes(counts: sparse.csr_array, timeline: Timeline) -> dict[str, Any]:
    """The measures of terms that are frequent enough, and the point from which they differ."""
    if not counts.shape[0]:
        return dict.fromkeys((*NUMBERS, "place"), np.empty(0))
    points, sizes = timeline.sum_up(counts), timeline.sum_up(timeline.sizes)
    slope = log_linear_slope(points, sizes, timeline.mean_times)
    order = TimeOrder(counts, timeline.sizes, timeline.times)
    before, _ = order.change()
    place = np.searchsorted(np.cumsum(timeline.documents), before)
    return {
        "slope": slope,
        "log_ratio": slope * np.ptp(timeline.times),
        "z": order.trend(),
        "log_ratio_change": _compare_sides(points, sizes, place),
        "place": place + 1,
    }


def _compare_sides(points: Any, sizes: NDArray[np.int64], place: NDArray[np.int64]) -> Any:
    """The log ratio of what follows a point to what comes before it and at it."""
    row = np.repeat(np.arange(points.shape[0]), np.diff(points.indptr))
    here = points.indices <= place[row]
    before = np.bincount(row[here], weights=points.data[here], minlength=points.shape[0])
    after = points.sum(axis=1) - before
    size = np.cumsum(sizes)[place]
    return log_ratio(after, sizes.sum() - size, before, size)


def _name_points(place: "pd.Series[float]", timeline: Timeline) -> "pd.Series[str]":
    """The names of points of time; missing where there is none."""
    labels = [None if np.isnan(at) else timeline.labels[int(at)] for at in place]
    return pd.Series(labels, index=place.index, dtype="str")


def _test_changes(
    counts: sparse.csr_array, timeline: Timeline, known: NDArray[np.bool_], seed: int
) -> dict[str, Any]:
    """The permutation tests, if there are enough documents, and the status."""
    trend_p, change_p = np.full((2, len(known)), np.nan)
    if len(timeline.times) < MIN_DOCUMENTS:
        status = np.full(len(known), "not estimable")
        return {"p_value_document": trend_p, "p_value_change": change_p, "status": status}
    robust = np.zeros(len(known), dtype=bool)
    if known.any():
        order = TimeOrder(counts[known], timeline.sizes, timeline.times)
        trend_p[known] = order.trend_p_value(permutations=PERMUTATIONS, seed=seed)
        change_p[known] = order.change_p_value(permutations=PERMUTATIONS, seed=seed)
        robust[known] = (trend_p[known] <= LEVEL) & order.keeps_direction()
    status = np.where(robust, "robust", np.where(known, "not shown", "not estimable"))
    return {"p_value_document": trend_p, "p_value_change": change_p, "status": status}
