"""Which words occur near a node more often than elsewhere?"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.finding import parse_for
from discourse.corpus.query.nearby import NearbyCounts, count_nearby
from discourse.corpus.query.parsing import split_restriction
from discourse.corpus.query.pattern import Query, Within
from discourse.corpus.query.writing import meet_queries
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.store import Store
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import DiscourseError, check_count, check_text
from discourse.measures import association
from discourse.measures.choice import ASSOCIATION, AssociationMeasure, MeasureChoice
from discourse.record import verb

MEASURES: dict[str, Callable[..., Any]] = {
    "log_likelihood": association.log_likelihood,
    "mi": association.mi,
    "t_score": association.t_score,
    "log_dice": association.log_dice,
    "delta_p_collocate": association.delta_p_collocate,
    "delta_p_node": association.delta_p_node,
    "log_ratio": association.log_ratio,
}
MORE_MEASURES: dict[str, Callable[..., Any]] = {
    "bic": association.bic,
    "chi_squared": association.chi_squared,
    "conservative_log_ratio": association.conservative_log_ratio,
    "dice": association.dice,
    "mi3": association.mi3,
    "npmi": association.npmi,
    "odds_ratio": association.odds_ratio,
    "relative_risk": association.relative_risk,
    "z_score": association.z_score,
}
OF_THE_NODE = ("dice", "log_dice")

# Below this count, no association measure is reliable (Evert 2008, section 4.1).
RELIABLE_COUNT = 5

WIDEST = 10_000  # tokens on either side of a node
COLUMNS = ("term", "count", "count_collocate", "expected", *MEASURES, "query", "note")
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, ASSOCIATION, COLUMNS)


@verb(
    columns=COLUMNS,
    cites=("evert-2008", "dunning-1993", "rychly-2008", "gries-2013", "hardie-2014"),
    methods=(
        "collocates of “{node}”",
        "{!of=term?}by the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence} near it",
        "were counted in windows of {window:token} before and after the node, not crossing",
        "{within} borders, and compared with all tokens outside the windows [@evert-2008]",
        "by four-cell log-likelihood [@dunning-1993], MI, t-score, log-Dice [@rychly-2008],",
        "Delta P in both directions [@gries-2013] and log ratio [@hardie-2014]",
        "as well as {measures}",
    ),
    recorded={"measures": FURTHER_MEASURES.record},
)
def collocates(
    corpus: Corpus,
    node: str,
    *,
    of: str = TERM,
    window: int | tuple[int, int] = 5,
    within: str = "sentence",
    min_count: int = 1,
    measures: Sequence[str | AssociationMeasure] = (),
    executor: Executor | None = None,
) -> pd.DataFrame:
    """One row per collocate of the node; highest log-likelihood first, ties by term.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count in.
    node : str
        A query; the words around its hits are counted.
    of : str
        What a collocate is: "term", a layer that gives each token a value, such as "lemma", or
        several of them, as in "lemma+pos" (*build_VERB*).
    window : int or tuple of int
        The number of tokens on either side, or ``(before, after)``; punctuation is not counted.
    within : str
        "document", "section" or "sentence": no window crosses its borders, or a region that is left
        out.
    min_count : int
        The lowest count near the node for which a collocate has a row.
    measures : sequence of str or callable
        Further measures, each a column after the others: "bic", "chi_squared",
        "conservative_log_ratio", "dice", "mi3", "npmi", "odds_ratio", "relative_risk", "z_score",
        those that other packages add, and functions of
        ``(count, size, count_reference, size_reference)``, which name their columns.
    executor : Executor, optional
        Any `concurrent.futures.Executor` to count with; the numbers are the same. A corpus in
        shards is counted by its own.

    Returns
    -------
    DataFrame
        The columns are ``term, count, count_collocate, expected, log_likelihood, mi, t_score,
        log_dice, delta_p_collocate, delta_p_node, log_ratio, query, note``. ``count`` is the number
        of occurrences of the collocate near a node, each counted once even if several nodes are
        near. ``count_collocate`` is the number of its occurrences in the whole corpus. Neither
        includes the node's own tokens. ``expected`` is
        count_collocate · tokens in the windows / tokens outside the nodes. ``note`` marks counts
        below 5, for which no measure is reliable. A measure is missing where it is not defined, and
        everywhere if no token is outside the windows. A node without hits has no rows.

    Raises
    ------
    DiscourseError
        For a node that is malformed or restricted to parts, a negative window, or an unknown
        `within` or measure.

    See Also
    --------
    dc.plot.collocates : Draw the table.
    dc.ngrams : Sequences of words.
    dc.sketch : The company of a word by grammatical slot.
    dc.concordance : Every hit of a query, in context.

    Notes
    -----
    The windows are compared with all tokens outside them [1]_.

    Limits: no measure is reliable for counts below 5, which ``note`` marks; the lists of a node
    with few hits are mostly such rows. All measures take tokens as independent, and there is no
    test over documents: one text can have all hits, which `dispersion` of the row's query shows.
    Two words in one window need not belong together; `sketch` sees grammar, and `contrast` compares
    two nodes.

    ``discourse docs queries`` says what a node can be.

    References
    ----------
    .. [1] Evert (2008), Corpora and collocations. In Lüdeling & Kytö, Corpus Linguistics: An
       International Handbook, 1212-1248.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.collocates(dc.read("seeds/"), "rights", window=5)
    >>> table[["term", "count", "count_collocate", "expected", "log_likelihood"]].head(3).round(1)
                term  count  count_collocate  expected  log_likelihood
    0          human     18               18       2.8            68.0
    1  international     13               28       4.4            15.0
    2          child      4                4       0.6            14.9
    """
    left, right = _check_window(window)
    check_count("min_count", min_count)
    further = FURTHER_MEASURES.choose(measures)
    parsed = _parse_unrestricted(node, corpus)
    # A node that names a larger unit has hits that no window could be measured from.
    near = count_nearby(
        corpus.store,
        Query(Within(parsed.hits, within)),
        of=of,
        left=left,
        right=right,
        within=within,
        executor=executor,
    )
    table, terms = _count_collocates(count_values(corpus.store, of), near, min_count)
    size, nodes = near.inside.sum(), near.nodes.sum()
    table = table.assign(
        **_measure_association(
            table, size, corpus.size - size - nodes, near.hits, MEASURES | further
        )
    )
    queries = meet_queries(terms, parsed.hits, left=left, right=right, within=within, of=of)
    table["query"] = queries.to_pandas()
    table["note"] = _mark_unreliable(table["count"])
    return sort_strongest_first(table, "log_likelihood")[[*COLUMNS, *further]]


def _check_window(window: int | tuple[int, int]) -> tuple[int, int]:
    sides = window if isinstance(window, (tuple, list)) else (window, window)
    if len(sides) != 2:
        raise DiscourseError(
            f"window={window!r} has {len(sides)} sides; give one number, or (before, after)."
        )
    left, right = (check_count("window", side, most=WIDEST) for side in sides)
    return left, right


def _parse_unrestricted(node: str, corpus: Corpus) -> Query:
    """The query for the node, which must not be restricted to parts.

    Otherwise, occurrences outside these parts would belong neither to the node nor to the rest.
    """
    parsed = parse_for(corpus.store, check_text("node", node, "peace"))
    if parsed.condition:
        phrase, condition = split_restriction(node)
        raise DiscourseError(
            f"the node {node!r} is restricted to parts; take a subset instead: "
            f"dc.collocates(corpus.subset({str(condition).strip()!r}), {phrase.strip()!r})."
        )
    return parsed


def _count_collocates(
    store: Store, near: NearbyCounts, min_count: int
) -> tuple[pd.DataFrame, pa.StringArray]:
    """The counts of the terms in the windows, and these terms."""
    kept = np.flatnonzero((near.inside >= max(min_count, 1)) & (store.counts > 0))
    terms = store.index.vocabulary.terms.take(kept).array
    counts = {"count": near.inside[kept], "count_collocate": (store.counts - near.nodes)[kept]}
    return pd.DataFrame({"term": terms.to_pandas(), **counts}), terms


def _measure_association(
    table: pd.DataFrame,
    size: int,
    size_reference: int,
    nodes: int,
    chosen: dict[str, Callable[..., Any]],
) -> dict[str, Any]:
    """The value of each measure; missing if no token is outside the windows."""
    if size == 0 or size_reference == 0:
        return dict.fromkeys(["expected", *chosen], np.nan)
    counts = (
        table["count"].to_numpy(),
        size,
        (table["count_collocate"] - table["count"]).to_numpy(),
        size_reference,
    )
    values = {"expected": association.expected(*counts)}
    for name, measure in chosen.items():
        of_node = {"node": nodes} if name in OF_THE_NODE else {}
        values[name] = measure(*counts, **of_node)
    return values


def _mark_unreliable(count: "pd.Series[int]") -> "pd.Series[str]":
    notes = pd.Series(["", f"fewer than {RELIABLE_COUNT}: read the lines"], dtype="str")
    return notes.take((count < RELIABLE_COUNT).to_numpy(dtype=int)).set_axis(count.index)
