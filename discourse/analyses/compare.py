"""Which words distinguish each group of texts from all others?"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import restrict, term_queries
from discourse.corpus.references.counted_documents import check_terms_of_list, divide_list
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.combined_parts import cross_partitions
from discourse.corpus.store.count_blocks import divide_rows
from discourse.corpus.store.counting import part_counts
from discourse.corpus.store.layer_values import TERM, check_counted, count_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import comparable_parts, partition
from discourse.corpus.tabulation import label_parts, order_strongest_first
from discourse.errors import DiscourseError, check_count, check_flag, one_of
from discourse.measures.association import log_likelihood, log_ratio, log_ratio_interval
from discourse.measures.bootstrap import bootstrap_interval, draws_of_interval
from discourse.measures.cells import Cells
from discourse.measures.dispersion import dp_of_sums, sum_excess
from discourse.measures.groups import judge_groups
from discourse.measures.inference import token_p_values
from discourse.measures.stability import (
    MIN_COUNT,
    MIN_DOCUMENTS,
    PERMUTATIONS,
    kept_of_sums,
    sum_kept,
)
from discourse.record import verb

NUMBERS = ("log_ratio", "log_ratio_low", "log_ratio_high", "log_likelihood")
COLUMNS = (
    "part", "term", "count", "count_reference", "per_thousand", "per_thousand_reference", *NUMBERS,
    "dp", "dp_reference", "kept_without_part", "documents", "status", "query",
)  # fmt: skip
INFERENCE = ("p_value", "q_value", "p_value_document")
INTERVALS = ("exact", "document")


class _Groups(NamedTuple):
    """The terms of a corpus by document and group.

    A document that belongs to several groups, which its sections may do, is a unit in each of them.
    ``counts`` is sparse, (terms, units); ``part`` is the group of each unit.
    """

    parts: Partition
    terms: list[str]
    counts: Any
    sizes: NDArray[np.int64]
    part: NDArray[np.int64]

    @property
    def documents(self) -> NDArray[np.int64]:
        """The number of documents of each group."""
        return np.bincount(self.part, minlength=len(self.parts))

    @property
    def fewest(self) -> NDArray[np.int64]:
        """The number of documents of each group or of its rest, whichever has fewer."""
        return np.minimum(self.documents, len(self.part) - self.documents)


def _count_groups(
    corpus: Corpus | FrequencyList, by: str | Sequence[str], of: str, min_count: int = 1
) -> _Groups:
    if isinstance(corpus, FrequencyList):
        return _count_groups_of_list(corpus, by, of, min_count)
    store = count_values(corpus.store, check_counted(corpus.store, of))
    parts = comparable_parts(corpus.store, by, "compare")
    units = cross_partitions(partition(corpus.store, "document"), parts)
    kept = np.flatnonzero(store.counts >= max(min_count, 1))
    terms = list(store.index.vocabulary.terms.take(kept))
    return _Groups(
        parts, terms, part_counts(store, units)[kept], units.sizes, units.factors[-1].codes
    )


def _count_groups_of_list(
    words: FrequencyList, by: str | Sequence[str], of: str, min_count: int
) -> _Groups:
    check_terms_of_list(words, of)
    parts = divide_list(words, by)
    if len(parts) < 2:
        raise DiscourseError(
            f"by={by!r} gives only one part here, and compare compares parts; choose a finer one, "
            "such as by='document'."
        )
    counts, sizes = words.counts, words.parts["tokens"].to_numpy()
    kept = np.flatnonzero(counts.sum(axis=0) >= max(min_count, 1))
    terms = [words.terms[at] for at in kept.tolist()]
    of_document = parts.of(np.append(0, np.cumsum(sizes)[:-1]))
    return _Groups(parts, terms, counts[:, kept].T.tocsr(), sizes, of_document)


def _count_shuffles(corpus: Corpus | FrequencyList, **parameters: Any) -> int | None:
    """The number of permutations that the test draws; None if it is not made."""
    if not parameters["inference"]:
        return None
    fewest = _count_groups(corpus, parameters["by"], parameters["of"]).fewest
    return PERMUTATIONS if (fewest >= MIN_DOCUMENTS).any() else None


@verb(
    columns=(*COLUMNS, *INFERENCE),
    optional=INFERENCE,
    cites=(
        "hardie-2014",
        "berry-armitage-1995",
        "davison-hinkley-1997",
        "dunning-1993",
        "gries-2008",
        "benjamini-hochberg-1995",
        "chung-romano-2013",
        "westfall-young-1993",
    ),
    methods=(
        "keyness",
        "{!of=term?}of the {of:layer}",
        "{min_count>1?}of types with at least {min_count:occurrence} in the corpus",
        "was measured for each group by {by} against all other texts,",
        "as the log ratio [@hardie-2014]",
        "{interval=exact?}with its exact mid-P 95% confidence interval [@berry-armitage-1995],",
        "{interval=document?}with a studentised bootstrap 95% interval over documents",
        "{interval=document?}({draws:sample}, seed {seed}) [@davison-hinkley-1997],",
        "the signed four-cell log-likelihood [@dunning-1993]",
        "and, for dispersion over the documents of the group, DP [@gries-2008];",
        "{permutations?}differences were tested by permuting the groups of documents",
        "{permutations?}({permutations:permutation}, seed {seed}) [@chung-romano-2013], adjusted",
        "{permutations?}for all types and groups tested by the maximum statistic",
        "{permutations?}[@westfall-young-1993];",
        "{inference?}{!permutations?}there were too few documents for a permutation test;",
        "{inference?}p-values that take tokens as independent were adjusted for all types and",
        "{inference?}groups tested by the Benjamini–Hochberg procedure [@benjamini-hochberg-1995]",
    ),
    facts={"permutations": _count_shuffles, "draws": draws_of_interval},
    lists=True,
)
def compare(
    corpus: Corpus | FrequencyList,
    *,
    by: str | Sequence[str] = "document",
    of: str = TERM,
    interval: str = "exact",
    min_count: int = 1,
    inference: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per group and type: keyness of each group against all others; group by group.

    Parameters
    ----------
    corpus : Corpus or FrequencyList
        The corpus whose groups are compared, or a list that is divided into documents, such as
        ``dc.reference("inaugural")``.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``: the groups.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*).
    interval : str
        What ``log_ratio_low`` and ``log_ratio_high`` are: the 95 % interval of the ratio if each
        occurrence were independent of the others ("exact"), or by how much the documents of the
        group and of the rest differ ("document", a bootstrap, which is missing for groups of fewer
        than ten documents).
    min_count : int
        The lowest count in the whole corpus for which a type has rows and is tested.
    inference : bool
        Whether to test for differences, with p- and q-values as further columns.
    seed : int
        The seed of the random permutations and samples of documents.

    Returns
    -------
    DataFrame
        The columns are ``part, term, count, count_reference, per_thousand, per_thousand_reference,
        log_ratio, log_ratio_low, log_ratio_high, log_likelihood, dp, dp_reference,
        kept_without_part, documents, status, query``. ``part`` is the group, and the reference is
        the rest of the corpus; the columns mean what they mean in `keyness`. Every type of the
        corpus has a row in every group, so that what a group avoids is seen as well. ``dp`` and
        ``dp_reference`` are the dispersion over the documents of the group and of the rest, and
        ``kept_without_part`` is the number of ``documents`` of the group that can be left out, one
        at a time, with the term still on the same side of zero; both are missing for a single
        document. The hits of ``query`` are the ``count`` in the group. With `inference`,
        ``p_value, q_value, p_value_document`` follow; if `by` names several columns, these follow.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have or that gives only one group, an unknown
        `interval`, or ``interval="document"`` where no group has ten documents.

    See Also
    --------
    dc.plot.compare : Draw the first words of each group.
    dc.keyness : Words that distinguish one corpus from another.
    dc.similarity : Which groups are alike, and in which words.

    Notes
    -----
    ``status`` says how far a row can be generalised, as in `keyness`. "descriptive": it is true of
    these texts only. "robust" and "not shown": whether the difference can be expected in other
    documents of the kind. Robust rows need ten documents in the group and in the rest,
    ``p_value_document`` of at most 0.05, and the same direction whichever document is left out.
    "not estimable", in any case: fewer than 5 occurrences in the corpus, or absent from a side in
    which less than half an occurrence is expected; such rows have counts and no measures. All other
    rows are descriptive without `inference`, or if the group, or the rest, is one document.

    ``p_value_document`` is the share of random assignments of documents to groups, of the sizes
    that they have, in which any type of any group differs as much from the rest [1]_. All groups
    and types are one family: in at most one corpus of twenty whose groups mean nothing is any row
    robust (``discourse docs benchmarks/calibration-groups``). One `keyness` per group would have
    that chance for each of them. A document that belongs to several groups, as sections by speaker
    do, is a document of each; if groups within one document use words alike, the test finds too
    little rather than too much.

    Limits: a row needs five occurrences in the corpus, and a test ten documents in the group and in
    the rest; smaller groups are never robust. Documents are taken for independent: those of one
    author, or of one debate, are not. "Not shown" does not mean that groups are alike, since few
    documents find only large differences (``discourse docs benchmarks/calibration-groups``). A
    group is compared with all others taken together, so one large group shapes the reference of
    each other.

    ``discourse docs groups`` shows it beside the other comparisons of groups.

    References
    ----------
    .. [1] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.compare(dc.read("seeds/"), by="section", min_count=5)
    >>> table[["part", "term", "count", "count_reference", "log_ratio"]].head(3).round(2)
       part           term  count  count_reference  log_ratio
    0  lead       building      2                3       3.78
    1  lead    development      2                4       3.37
    2  lead  international      4               24       1.78
    """
    check_count("min_count", min_count)
    check_count("seed", seed)
    one_of("interval", interval, INTERVALS)
    groups = _count_groups(corpus, by, of, min_count)
    if interval == "document":
        _check_members(groups)
    number = np.arange(len(groups.parts))
    table = _measure_groups(groups, interval, seed)
    estimable = table.pop("estimable").to_numpy()
    table["status"] = "descriptive"
    if check_flag("inference", inference):
        tested = estimable.reshape(len(number), -1)
        found = judge_groups(groups.counts, groups.sizes, groups.part, tested, seed)
        table = table.assign(**token_p_values(table["log_likelihood"], estimable))
        table = table.assign(**{name: values.ravel() for name, values in found.items()})
    table.loc[~estimable, "status"] = "not estimable"
    queries = term_queries(groups.terms, corpus.tokenizer, of)
    part = np.repeat(number, len(groups.terms))
    order = _order_by_group(table["log_likelihood"].to_numpy(), len(number))
    part, term = part[order], np.tile(np.arange(len(groups.terms)), len(number))[order]
    rows = label_parts(table.take(order).reset_index(drop=True), groups.parts, part)
    written = restrict(pa.array(queries, pa.string()), term, groups.parts, part)
    rows["query"] = pd.Series(written, dtype="str")
    columns = [*COLUMNS, *(INFERENCE if inference else ()), *groups.parts.criteria]
    return rows[columns]


def _check_members(groups: _Groups) -> None:
    """Refuse an interval over documents where no group has enough of them."""
    if groups.fewest.max() < MIN_DOCUMENTS:
        raise DiscourseError(
            f"interval='document' needs {MIN_DOCUMENTS} documents in a group and in the rest, and "
            f"no group here has them; choose interval='exact', which takes occurrences as "
            "independent."
        )


def _measure_groups(groups: _Groups, interval: str, seed: int) -> pd.DataFrame:
    """The counts and measures of all types in each group against the rest, group by group."""
    number, of_part = len(groups.parts), np.arange(len(groups.part))
    ones = np.ones(len(groups.part), dtype=np.int64)
    members = sparse.csr_array((ones, (of_part, groups.part)), shape=(len(groups.part), number))
    counts: Any = groups.counts @ members
    count = np.ascontiguousarray(counts.toarray().T)
    other = count.sum(axis=0) - count
    size = np.bincount(groups.part, groups.sizes, minlength=number).astype(np.int64)[:, None]
    sides = count, size, other, size.sum() - size
    ratio = log_ratio(*sides)
    estimable = (count + other >= MIN_COUNT) & ~np.isnan(ratio)
    low, high = _intervals(groups, sides, estimable, interval, seed)
    dispersed, dispersed_other, kept = _measure_by_document(groups, sides, estimable.any(axis=0))
    numbers = {
        "log_ratio": ratio,
        "log_ratio_low": low,
        "log_ratio_high": high,
        "log_likelihood": log_likelihood(*sides),
        "dp": dispersed,
        "dp_reference": dispersed_other,
    }
    documents = np.broadcast_to(groups.documents[:, None], count.shape)
    terms = pa.array(groups.terms, pa.string())
    columns = {
        "count": count,
        "count_reference": other,
        "per_thousand": 1000 * count / size,
        "per_thousand_reference": 1000 * other / sides[-1],
        **{name: np.where(estimable, values, np.nan) for name, values in numbers.items()},
    }
    return pd.DataFrame(
        {
            "term": pd.Series(pa.concat_arrays([terms] * number), dtype="str"),
            **{name: values.ravel() for name, values in columns.items()},
            "kept_without_part": pd.arrays.IntegerArray(
                kept.ravel(), (~estimable | (documents < 2)).ravel()
            ),
            "documents": documents.ravel(),
            "estimable": estimable.ravel(),
        }
    )


def _measure_by_document(
    groups: _Groups, sides: tuple[Any, ...], rows: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Of some types in each group: DP in it and in the rest, and dependence on each document."""
    count, size, other, rest = sides
    number = len(groups.parts)
    dispersed, dispersed_other = np.full((2, number, len(rows)), np.nan)
    kept = np.zeros((number, len(rows)), dtype=np.int64)
    numbers, tokens = np.flatnonzero(rows), groups.sizes.astype(np.float64)
    sizes = [np.sort(groups.sizes[groups.part == group]) for group in range(number)]
    for some, counts in divide_rows(groups.counts, rows):
        cells, part, at = Cells.of(counts, tokens), groups.part[counts.indices], numbers[some]
        for group in range(number):
            own = np.flatnonzero(part == group)
            mine = cells.take(own)
            known = count[group, at], other[group, at], size[group, 0], rest[group, 0]
            a, b, n, m = known
            if len(sizes[group]) > 1:
                dispersed[group, at] = dp_of_sums(sum_excess(mine, a, n), a, n)
            if len(groups.part) - len(sizes[group]) > 1:
                dispersed_other[group, at] = dp_of_sums(sum_excess(cells.zero(own), b, m), b, m)
            kept[group, at] = kept_of_sums(sum_kept(mine, *known), sizes[group], *known)
    return dispersed, dispersed_other, kept


def _intervals(
    groups: _Groups, sides: tuple[Any, ...], rows: NDArray[np.bool_], interval: str, seed: int
) -> NDArray[np.float64]:
    """The ends of the log ratio of some types; missing for groups of too few documents."""
    ends = np.full((2, *rows.shape), np.nan)
    if interval == "exact":
        ends[:, rows] = log_ratio_interval(
            *(np.broadcast_to(each, rows.shape)[rows] for each in sides)
        )
        return ends
    for group in np.flatnonzero(groups.fewest >= MIN_DOCUMENTS).tolist():
        here = rows[group]
        ends[:, group, here] = bootstrap_interval(
            groups.counts[here],
            groups.sizes[None],
            groups.part == group,
            group=np.zeros(here.sum(), dtype=np.int64),
            seed=seed,
        )
    return ends


def _order_by_group(strength: NDArray[np.float64], number: int) -> NDArray[np.int64]:
    """Groups in the order of the parts, strongest evidence first, of either sign; ties by term.

    The rows of a group are in alphabetical order already.
    """
    of_groups = np.abs(strength).reshape(number, -1)
    starts = np.arange(number)[:, None] * of_groups.shape[1]
    ordered = [order_strongest_first(values) for values in of_groups]
    return np.asarray(np.stack(ordered) + starts, dtype=np.int64).ravel()
