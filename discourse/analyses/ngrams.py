"""Which sequences of words recur, and how often?"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.deferred import defer_strings
from discourse.corpus.query.writing import row_queries, row_terms
from discourse.corpus.store.crossing import count_crossing_grams, crossing_columns
from discourse.corpus.store.gram_packing import GramCounts, GramTotals
from discourse.corpus.store.gram_places import count_places
from discourse.corpus.store.grams import total_grams
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import partition
from discourse.corpus.store.store import Store
from discourse.corpus.store.vocabulary import joins_in_order
from discourse.corpus.tabulation import (
    column_strings,
    divide_by_part,
    order_strongest_first,
    sort_strongest_first,
)
from discourse.errors import DiscourseError, check_count
from discourse.measures import association
from discourse.measures.choice import ASSOCIATION, AssociationMeasure, MeasureChoice
from discourse.measures.sequences import (
    sequence_dice,
    sequence_log_dice,
    sequence_mi,
    sequence_t_score,
    sequence_z_score,
)
from discourse.record import verb

COLUMNS = ("part", "term", "n", "count", "per_thousand", "range", "query")
MORE_MEASURES: dict[str, Callable[..., Any]] = {
    "chi_squared": association.chi_squared,
    "dice": association.dice,
    "log_dice": association.log_dice,
    "log_likelihood": association.log_likelihood,
    "mi": association.mi,
    "npmi": association.npmi,
    "odds_ratio": association.odds_ratio,
    "t_score": association.t_score,
    "z_score": association.z_score,
}
# Those that are defined for more words than two.
OF_SEQUENCES = {
    "dice": sequence_dice,
    "log_dice": sequence_log_dice,
    "mi": sequence_mi,
    "t_score": sequence_t_score,
    "z_score": sequence_z_score,
}
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, ASSOCIATION, COLUMNS)

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
        "as well as {measures}",
        "with the number of occurrences that run over one of these: {across}",
    ),
    recorded={"measures": FURTHER_MEASURES.record},
)
def ngrams(
    corpus: Corpus,
    n: int | Sequence[int] = 2,
    *,
    by: str | Sequence[str] | None = None,
    of: str = TERM,
    within: str = "section",
    across: str | Sequence[str] = (),
    min_count: int = 1,
    measures: Sequence[str | AssociationMeasure] = (),
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
    by : str or sequence of str, optional
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``, whose combinations are the parts; without it, the corpus is counted
        as a whole. An n-gram belongs to the part of its first token.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    within : str
        "document", "section" or "sentence": no n-gram crosses its borders, or a region that is left
        out.
    across : str or sequence of str
        What n-grams may run over, each a column after the others with the number of hits that do:
        "sentence", "section" or "document" (its border), "mark" (a punctuation mark between two
        words), "quotation_mark", or a layer of spans (an edge of a span). Of a layer, a second
        column counts the hits that lie inside of a span, as in a name.
    min_count : int
        The lowest count in the whole corpus for which an n-gram has rows.
    measures : sequence of str or callable
        How strongly the words of an n-gram attract each other in the whole corpus, each measure a
        column after the others: "dice", "log_dice", "mi", "t_score" and "z_score" for any number of
        words [1]_; for two words also "chi_squared", "log_likelihood", "npmi", "odds_ratio", those
        that other packages add, and functions of
        ``(count, size, count_reference, size_reference)``, which name their columns.
    executor : Executor, optional
        Any `concurrent.futures.Executor` to count with; the numbers are the same. A corpus in
        shards is counted by its own.

    Returns
    -------
    DataFrame
        The columns are ``[part,] term, n, count, per_thousand, range, query``. N-grams overlap: the
        2-gram "a a" occurs twice in "a a a". ``per_thousand`` is the rate per 1,000 tokens of the
        corpus, or of the part. ``range`` is the number of parts in which the n-gram occurs (without
        `by`: of documents). A measure is missing where it is not defined, and everywhere for a
        single word. With ``across="sentence"``, ``across_sentence`` is how many of the hits do. If
        `by` names several columns, these follow.

    Raises
    ------
    DiscourseError
        For an `n` out of range, a `by`, `within` or `across` that the corpus does not have, or an
        unknown measure.

    See Also
    --------
    dc.plot.ngrams : Draw the table.
    dc.collocates : Words near a node.
    dc.frequencies : How often each type occurs.

    Notes
    -----
    The measures compare the count of an n-gram with that of each of its words in the same place of
    all n-grams of this length, so words before a border do not count as first words. For two words
    the target is what follows the first word, and the reference what follows any other.

    Limits: sequences of frequent words recur by chance; an association measure says how strongly
    the words attract each other, and none is reliable for counts below 5. N-grams overlap and
    contain each other, so counts do not add up, and one formula fills many rows: `families` has it
    once. The most frequent ones are mostly grammar. ``range`` tells what many documents have from
    what one document repeats.

    ``discourse docs families`` shows how to find formulas among n-grams.

    References
    ----------
    .. [1] Petrović, Šnajder & Dalbelo Bašić (2010), Extending lexical association measures for
       collocation extraction. Computer Speech & Language 24(2), 383-394.

    Examples
    --------
    >>> import discourse as dc
    >>> dc.ngrams(dc.read("seeds/"), 3)[["term", "count", "per_thousand"]].head(3).round(1)
                             term  count  per_thousand
    0           convention on the     13           9.4
    1           the convention on     13           9.4
    2  international human rights     11           7.9

    One of seven hits runs over a closing quotation mark:

    >>> table = dc.ngrams(dc.read("seeds/"), 4, across="quotation_mark").set_index("term")
    >>> table.loc["of shared future for", ["count", "across_quotation_mark"]].tolist()
    [7, 1]
    """
    further = FURTHER_MEASURES.choose(measures)
    store = count_values(corpus.store, of)
    parts = partition(store, "document" if by is None else by)
    check_count("min_count", min_count)
    crossed = crossing_columns(store, across)
    tables = []
    for length in _check_lengths(n):
        if by is None and not crossed:
            totals = total_grams(
                store, length, within=within, min_count=min_count, executor=executor
            )
            tables.append(_tabulate_totals(store, totals, within, further))
            continue
        cells, crossing = count_crossing_grams(
            corpus.store,
            length,
            across,
            of=of,
            parts=parts,
            within=within,
            min_count=min_count,
            executor=executor,
        )
        tables.append(
            _tabulate_ngrams(store, cells, crossing, within, parts if by else None, further)
        )
    columns = [
        *(COLUMNS if by else COLUMNS[1:]),
        *further,
        *crossed,
        *(parts.criteria if by else ()),
    ]
    return _sort_rows(tables, store)[columns]


def _sort_rows(tables: Sequence[pd.DataFrame], store: Store) -> pd.DataFrame:
    """The most frequent rows first, ties by term.

    N-grams of one length are counted in the order of their terms, which need not be written then.
    """
    if len(tables) > 1 or not joins_in_order(store.index.vocabulary):
        return sort_strongest_first(pd.concat(tables))
    order = order_strongest_first(tables[0]["count"].to_numpy())
    return tables[0].take(order).reset_index(drop=True)


def _check_lengths(n: int | Sequence[int]) -> list[int]:
    given: list[object] = [n]
    if isinstance(n, Iterable) and not isinstance(n, (str, bytes)) and getattr(n, "ndim", 1) == 1:
        given = list(n)
    if not given:
        raise DiscourseError("n=[] gives no length; give a number of tokens, such as n=3.")
    return sorted({check_count("n", each, least=1, most=LONGEST_NGRAM) for each in given})


def _tabulate_totals(
    store: Store, totals: GramTotals, within: str, further: dict[str, Callable[..., Any]]
) -> pd.DataFrame:
    """One row per n-gram."""
    vocabulary, tokenizer, of = store.index.vocabulary, store.tokenizer, store.of
    rows = totals.terms
    table = pd.DataFrame(
        {
            "term": defer_strings(
                lambda numbers: column_strings(row_terms(rows[numbers], vocabulary)), len(rows)
            ),
            "n": rows.shape[1],
            "count": totals.counts,
            "range": totals.ranges,
            "query": defer_strings(
                lambda numbers: column_strings(
                    row_queries(rows[numbers], vocabulary, tokenizer, within=within, of=of)
                ),
                len(rows),
            ),
        }
    )
    table["per_thousand"] = 1000 * table["count"] / store.size
    return table.assign(**_measure_words(store, totals, within, further)) if further else table


def _tabulate_ngrams(
    store: Store,
    cells: GramCounts,
    crossed: dict[str, NDArray[np.int64]],
    within: str,
    parts: Partition | None,
    further: dict[str, Callable[..., Any]],
) -> pd.DataFrame:
    """One row per n-gram, or per n-gram and part, and how many hits run over something."""
    table = _tabulate_totals(store, cells.totals, within, further)
    if parts is None:
        sums = {name: cells._replace(counts=counts).sums for name, counts in crossed.items()}
        return table.assign(**sums)
    rows = divide_by_part(table.assign(gram=range(len(table))), cells.matrix(parts), parts)
    grams = np.repeat(np.arange(len(cells.terms)), np.diff(cells.bounds))
    at = np.searchsorted(
        grams * len(parts) + cells.parts, rows["gram"] * len(parts) + rows["part"].cat.codes
    )
    return rows.assign(**{name: counts[at] for name, counts in crossed.items()})


def _measure_words(
    store: Store, totals: GramTotals, within: str, further: dict[str, Callable[..., Any]]
) -> dict[str, Any]:
    """How strongly the words of each n-gram attract each other; missing where not defined."""
    n, counts = totals.terms.shape[1], totals.counts
    frequencies, places = _count_in_place(store, totals.terms, within)
    values: dict[str, Any] = {}
    for name, measure in further.items():
        if n == 1 or not len(counts):
            values[name] = np.full(len(counts), np.nan)
        elif name in OF_SEQUENCES:
            values[name] = OF_SEQUENCES[name](counts, frequencies, places)
        else:
            values[name] = np.full(len(counts), np.nan)
            # Without another first word, there is nothing to compare with.
            known = (n == 2) & (frequencies[:, 0] < places)
            first, second = frequencies[known, 0], frequencies[known, 1]
            pairs = counts[known], first, second - counts[known], places - first
            values[name][known] = measure(*pairs)
    return values


def _count_in_place(
    store: Store, grams: NDArray[np.int64], within: str
) -> tuple[NDArray[np.int64], int]:
    """How often each word of each n-gram has its place in one, and the number of places."""
    counts, number = count_places(store, grams.shape[1], within)
    return np.stack([counts[place][column] for place, column in enumerate(grams.T)], axis=1), number
