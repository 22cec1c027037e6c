"""How often do words occur at each point of time?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.timeline import Timeline
from discourse.corpus.query.writing import restrict_query
from discourse.corpus.references.counted_documents import (
    count_by_document,
    count_labels_by_document,
    timeline_of,
)
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.layer_values import TERM
from discourse.corpus.store.parts import span_layer_names
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_count, one_of
from discourse.measures.bootstrap import DRAWS, bootstrap_rate_interval
from discourse.measures.stability import MIN_DOCUMENTS
from discourse.measures.trends import rate_interval
from discourse.record import verb

COLUMNS = (
    "term", "time", "count", "size", "per_thousand", "low", "high", "documents", "query",
    "mean_time",
)  # fmt: skip
Floats = NDArray[np.float64]


def _count_samples(*_: Any, **parameters: Any) -> int | None:
    """The number of bootstrap samples that the intervals rest on; None if they need none."""
    return DRAWS if parameters["interval"] == "document" else None


@verb(
    columns=COLUMNS,
    cites=("berry-armitage-1995", "davison-hinkley-1997"),
    methods=(
        "{queries?}the frequency of “{queries}”",
        "{!queries?}the frequency of each label",
        "{!of=term?}in the {of:layer}",
        "was counted by the {time} of the documents",
        "{bins?}in {bins:bin} of about equal numbers of {bin_by}s,",
        "per 1,000 tokens,",
        "{interval=exact?}with exact mid-P 95% confidence intervals [@berry-armitage-1995]",
        "{interval=document?}with studentised bootstrap 95% intervals over documents",
        "{interval=document?}({draws:sample}, seed {seed}) [@davison-hinkley-1997]",
    ),
    facts={"draws": _count_samples},
    lists=True,
)
def trend(
    corpus: Corpus | FrequencyList,
    queries: str | Sequence[str] | None = None,
    *,
    time: str = "year",
    of: str = TERM,
    bins: int | None = None,
    bin_by: str = "document",
    interval: str = "exact",
    seed: int = 0,
) -> pd.DataFrame:
    """One row per query, or label, and point of time, in the order of the queries, then of time.

    Parameters
    ----------
    corpus : Corpus or FrequencyList
        The corpus to count in, or a list that is divided into documents, such as
        ``dc.reference("inaugural")``.
    queries : str or sequence of str, optional
        One query or several; of a list, words. With a layer of spans as `of`, its labels; all of
        them, if none is named.
    time : str
        The metadata column that says when a document was made: years or other numbers, dates such
        as 1990-05-17 or 1990-05, or ordered categories.
    of : str
        What the words of a phrase are: "term", a layer that gives each token a value, such as
        "lemma", or several of them, as in "lemma+pos" (*build_VERB*). Or a layer of spans whose
        labels are counted, such as a reader's codes; a span is counted where it begins.
    bins : int, optional
        How many bins the points of time are put into; by default each point has a row. Bins follow
        one another in time and have about equal numbers of documents or tokens; a point is in one
        bin as a whole, so that there may be fewer.
    bin_by : str
        "document" or "token": what bins have about equal numbers of.
    interval : str
        What ``low`` and ``high`` are. "exact": the 95 % interval of the rate, if each token were
        independent of the others [1]_. "document": the 95 % interval by how much the documents of
        a point differ (a bootstrap [2]_), which needs ten documents there.
    seed : int
        The seed of the samples of documents.

    Returns
    -------
    DataFrame
        The columns are ``term, time, count, size, per_thousand, low, high, documents, query,
        mean_time``. ``time`` names the point, or the first and the last point of a bin; points
        without documents have no row. ``size`` is the number of tokens of its ``documents``;
        ``low`` and ``high`` are the ends of the interval of ``per_thousand``. A query without
        hits has rows of zeros, whose ``high`` says which rate is still plausible. ``mean_time`` is
        the mean time of the documents as a number, for a date the year and its fraction.

    Raises
    ------
    DiscourseError
        For a malformed query, no queries at all where `of` is no layer of spans, a column that is
        none of the documents, a document without a time, a single point of time, a query of a list
        that is not a word, or ``interval="document"`` where no point has ten documents.

    See Also
    --------
    dc.plot.trend : Draw the table, a strip for each term.
    dc.changes : Which words became more or less frequent, and when.
    dc.frequencies : Counts by any other part.

    Notes
    -----
    Limits: a point with few tokens has a wide interval, and a rate from one document is that of its
    author. An exact interval takes occurrences as independent: it is too narrow for words that come
    in bursts, and says nothing about other documents. With ``interval="document"``, ``low`` and
    ``high`` are missing where a point has fewer than ten documents, or fewer than four with the
    term. Whether there is a trend is not tested here, but by `changes`; a bend may also come from
    other authors, genres or topics.

    ``discourse docs trends`` shows trends from the table to the test.

    References
    ----------
    .. [1] Berry & Armitage (1995), Mid-P confidence intervals: a brief review. The Statistician
       44(4), 417-423.
    .. [2] Davison & Hinkley (1997), Bootstrap methods and their application. Cambridge University
       Press, section 5.2.

    Examples
    --------
    >>> import discourse as dc
    >>> speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
    >>> table = dc.trend(speeches, "water", bins=3)
    >>> table[["term", "time", "count", "query"]].head(2)
        term       time  count                                 query
    0  water  1990-2000      0  water :: year >= 1990 & year <= 2000
    1  water  2005-2010      0  water :: year >= 2005 & year <= 2010
    """
    one_of("interval", interval, ("exact", "document"))
    check_count("seed", seed)
    source = corpus if isinstance(corpus, FrequencyList) else corpus.store
    timeline = timeline_of(source, time, bins, bin_by)
    names, written, counts = _count_in_time(source, queries, of)
    points = timeline.sum_up(counts)
    sizes = timeline.sum_up(timeline.sizes)
    if interval == "exact":
        low, high = rate_interval(points, np.broadcast_to(sizes, points.shape))
    else:
        low, high = _resample_documents(counts, timeline, seed)
    rows = len(names)
    queries_at = [
        restrict_query(query, condition) for query in written for condition in timeline.conditions
    ]
    return pd.DataFrame(
        {
            "term": pd.Series(np.repeat(np.array(names, dtype=object), len(sizes)), dtype="str"),
            "time": pd.Series(timeline.labels * rows, dtype="str"),
            "count": points.ravel(),
            "size": np.tile(sizes, rows),
            "per_thousand": (1000 * points / sizes).ravel(),
            "low": 1000 * low.ravel(),
            "high": 1000 * high.ravel(),
            "documents": np.tile(timeline.documents, rows),
            "query": pd.Series(queries_at, dtype="str"),
            "mean_time": np.tile(timeline.mean_times, rows),
        }
    )


def _count_in_time(
    source: Store | FrequencyList, queries: str | Sequence[str] | None, of: str
) -> tuple[list[str], list[str], NDArray[np.int64]]:
    """The names, queries and counts by document of what is asked for, or of all labels."""
    if queries is not None:
        return count_by_document(source, queries, of)
    if isinstance(source, FrequencyList) or of not in span_layer_names(source):
        raise DiscourseError(
            "queries expects a query or several, got None; write queries='peace', or name a layer "
            "of spans with of= to count its labels."
        )
    names, written, counts = count_labels_by_document(source, of)
    return names, written, counts.toarray()


def _resample_documents(
    counts: NDArray[np.int64], timeline: Timeline, seed: int
) -> tuple[Floats, Floats]:
    """The intervals by document at each point, (queries, points)."""
    most = int(timeline.documents.max())
    if most < MIN_DOCUMENTS:
        raise DiscourseError(
            f"interval='document' needs {MIN_DOCUMENTS} documents at a point of time, and none has "
            f"more than {most}; put the points into fewer bins with bins=, or choose "
            "interval='exact', which takes tokens as independent."
        )
    low, high = np.full((2, len(counts), len(timeline.labels)), np.nan)
    for point in np.flatnonzero(timeline.documents >= MIN_DOCUMENTS).tolist():
        here = timeline.points == point
        sizes = timeline.sizes[here]
        low[:, point], high[:, point] = bootstrap_rate_interval(counts[:, here], sizes, seed=seed)
    return low, high
