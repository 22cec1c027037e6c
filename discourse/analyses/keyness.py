"""Which words distinguish a corpus from another?"""

from collections.abc import Callable, Sequence
from functools import partial
from os import PathLike
from typing import Any, cast

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import term_queries
from discourse.corpus.references.comparison import (
    Comparison,
    check_apart,
    check_same_tokenizer,
    compare_by_unit,
    count_documents,
)
from discourse.corpus.references.frequency_list import FrequencyList, Rates
from discourse.corpus.references.frequency_list import reference as frequency_list
from discourse.corpus.references.near_forms import find_near_forms
from discourse.corpus.references.side import Side
from discourse.corpus.store.layer_values import TERM, check_counted, count_values, counted_names
from discourse.corpus.store.parts import part_names
from discourse.corpus.store.store import Store
from discourse.corpus.tabulation import order_rows
from discourse.errors import DiscourseError, check_count, check_flag, check_type, one_of
from discourse.measures import association
from discourse.measures.arguments import check_cells
from discourse.measures.association import log_likelihood, log_ratio, log_ratio_interval
from discourse.measures.bootstrap import bootstrap_interval, draws_of_interval
from discourse.measures.cells import Cells
from discourse.measures.choice import ASSOCIATION, AssociationMeasure, MeasureChoice
from discourse.measures.dispersion import dp_of_sums, dp_sums, sum_excess
from discourse.measures.inference import token_p_values
from discourse.measures.rank_sum import rank_sum
from discourse.measures.stability import (
    MIN_COUNT,
    MIN_DOCUMENTS,
    PERMUTATIONS,
    judge_by_document,
    kept_of_sums,
    kept_sums,
    range_without_part,
    sum_kept,
)
from discourse.record import verb

INTERVALS = ("exact", "document", "part")
NUMBERS = ("log_ratio", "log_ratio_low", "log_ratio_high", "log_likelihood")
COLUMNS = (
    "term", "count", "count_reference", "per_thousand", "per_thousand_reference", *NUMBERS,
    "dp", "dp_reference", "kept_without_part", "status", "near_form", "query",
)  # fmt: skip
MORE_MEASURES: dict[str, Callable[..., Any]] = {
    "bic": association.bic,
    "chi_squared": association.chi_squared,
    "conservative_log_ratio": association.conservative_log_ratio,
    "lockword": association.lockword,
    "odds_ratio": association.odds_ratio,
    "percent_diff": association.percent_diff,
    "rank_sum": rank_sum,
    "relative_risk": association.relative_risk,
    "simple_maths": association.simple_maths,
    "text_dispersion": association.log_likelihood,
}
# Those that compare the documents of both sides, of which each side needs two.
OF_DOCUMENTS = ("rank_sum", "text_dispersion")
# The others need counts on both sides.
FROM_RATES = ("odds_ratio", "percent_diff", "relative_risk", "simple_maths")
STATUS = pa.array(["not estimable", "descriptive", "robust", "not shown"])
INFERENCE = ("p_value", "q_value", "p_value_document")
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, ASSOCIATION, (*COLUMNS, *INFERENCE))


def _load_reference(
    reference: str | Corpus | FrequencyList | Rates,
) -> Corpus | FrequencyList | Rates:
    """What to compare with; a string is the name or the path of a frequency list."""
    if isinstance(reference, (str, PathLike)):
        return frequency_list(reference)
    kinds, expected = (Corpus, FrequencyList, Rates), "a Corpus or a frequency list"
    way_out = "give dc.read('texts/'), or a list such as dc.reference('udhr')"
    checked: Any = check_type("reference", reference, kinds, expected, way_out)
    return cast(Corpus | FrequencyList | Rates, checked)


def _permutations_drawn(
    corpus: Corpus, reference: Corpus | FrequencyList | Rates, **parameters: Any
) -> int | None:
    """The number of permutations that the test over documents draws; None if it is not made."""
    other = reference.store if isinstance(reference, Corpus) else reference
    documents = min(count_documents(corpus.store), count_documents(other))
    return PERMUTATIONS if parameters["inference"] and documents >= MIN_DOCUMENTS else None


@verb(
    columns=(*COLUMNS, *INFERENCE),
    optional=INFERENCE,
    cites=(
        "hardie-2014",
        "berry-armitage-1995",
        "davison-hinkley-1997",
        "dunning-1993",
        "gries-2008",
        "egbert-biber-2019",
        "benjamini-hochberg-1995",
        "chung-romano-2013",
        "westfall-young-1993",
    ),
    methods=(
        "keyness",
        "{!of=term?}of the {of:layer}",
        "{min_count>1?}of types with at least {min_count:occurrence} in both texts together",
        "was measured against {reference}",
        "{unit=document?}by the number of documents in which a type occurs [@egbert-biber-2019]",
        "as the log ratio [@hardie-2014]",
        "{interval=exact?}with its exact mid-P 95% confidence interval [@berry-armitage-1995],",
        "{interval=document?}with a studentised bootstrap 95% interval over documents",
        "{interval=document?}({draws:sample}, seed {seed}) [@davison-hinkley-1997],",
        "{interval=part?}with its range when any one part of the target by {by} is left out,",
        "the signed four-cell log-likelihood [@dunning-1993]",
        "as well as {measures}",
        "and, for dispersion over the target by {by}, DP [@gries-2008];",
        "{permutations?}differences were tested by permuting the documents of target and reference",
        "{permutations?}({permutations:permutation}, seed {seed}) [@chung-romano-2013], adjusted",
        "{permutations?}for all types tested by the maximum statistic [@westfall-young-1993];",
        "{inference?}{!permutations?}there were too few documents for a permutation test;",
        "{inference?}p-values that take tokens as independent were adjusted for all types tested",
        "{inference?}by the Benjamini–Hochberg procedure [@benjamini-hochberg-1995]",
    ),
    recorded={"measures": FURTHER_MEASURES.record, "reference": _load_reference},
    facts={"permutations": _permutations_drawn, "draws": draws_of_interval},
)
def keyness(
    corpus: Corpus,
    reference: str | Corpus | FrequencyList | Rates,
    *,
    by: str | Sequence[str] = "section",
    of: str = TERM,
    unit: str = "token",
    interval: str = "exact",
    min_count: int = 1,
    inference: bool = False,
    seed: int = 0,
    measures: Sequence[str | AssociationMeasure] = (),
) -> pd.DataFrame:
    """One row per type of either side; strongest evidence of a difference first.

    Parameters
    ----------
    corpus : Corpus
        The target corpus.
    reference : str, Corpus or FrequencyList
        A corpus, a frequency list, or the name or path of a list as `dc.reference` takes it.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several: the
        parts of the target for `dp`, `kept_without_part` and ``interval="part"``.
    of : str
        What is counted: "term", a layer that gives each token a value, such as "lemma", or several
        of them, as in "lemma+pos" (*build_VERB*); the reference must have them too.
    unit : str
        "token" compares the occurrences of a term, "document" the number of documents in which it
        occurs (text dispersion keyness [2]_), on which one long document has no influence.
    interval : str
        What ``log_ratio_low`` and ``log_ratio_high`` are. "exact": the 95 % interval of the ratio,
        if each occurrence were independent of the others [3]_. "document": the 95 % interval by how
        much the documents of each side differ (a bootstrap), which needs ten documents per side.
        "part": no inference, but the lowest and the highest ratio when one part of the target is
        left out.
    min_count : int
        The lowest combined count for which a type has a row and is tested.
    inference : bool
        Whether to test for differences, with p- and q-values as further columns.
    seed : int
        The seed of the random permutations and samples of documents.
    measures : sequence of str or callable
        Further measures, each a column after the others: "bic", "chi_squared",
        "conservative_log_ratio", "lockword" (how far from equal the frequencies may still be),
        "odds_ratio", "percent_diff" (%DIFF), "rank_sum" (Wilcoxon's, over documents),
        "relative_risk", "simple_maths", "text_dispersion" (log-likelihood of the number of
        documents with the term [2]_), those that other packages add, and functions of
        ``(count, size, count_reference, size_reference)``, which name their columns. A list of
        rates supports only "odds_ratio", "percent_diff", "relative_risk" and "simple_maths".

    Returns
    -------
    DataFrame
        The columns are ``term, count, count_reference, per_thousand, per_thousand_reference,
        log_ratio, log_ratio_low, log_ratio_high, log_likelihood, dp, dp_reference,
        kept_without_part, status, near_form,
        query``. ``log_ratio`` is the effect size, in doublings [1]_: 1 means twice as frequent
        here, -1 half as frequent. Low and high are its interval; it is open where a count is 0:
        low is -inf if the target lacks the term, high is inf if the reference does. The signed
        ``log_likelihood`` is the evidence. ``dp`` is the dispersion over the target's parts, 0 =
        even. ``kept_without_part`` is the number of these parts that can be left out, one at a
        time, with the term still on the same side of zero. Both are missing if there is one part.
        ``status`` is "descriptive", "robust", "not shown" or "not estimable". With `inference`,
        the columns ``p_value, q_value, p_value_document`` follow.

    Raises
    ------
    DiscourseError
        For a target that is a part of the reference, or a reference that is a part of the target
        (compare the part against the rest), different tokenisers, a side without tokens, an
        unknown `by`, `unit`, `interval` or measure, ``unit="document"`` where a side has only one
        document, or ``interval="document"`` where a side has fewer than ten. Subsets that
        overlap are compared, with a warning.

    See Also
    --------
    dc.plot.keyness : Draw the table.
    dc.plot.association : Log ratio against count, as labelled points.
    dc.reference : A frequency list to compare with.
    dc.contrast : How the company of two words differs.
    dc.tfidf : Words that distinguish a part from the others.

    Notes
    -----
    ``near_form`` says, where one of the counts is 0, what that side has instead, with its count: a
    form that differs by a hyphen, a possessive or the case (*co-operation (2)* for *cooperation*),
    the words of a hyphenated term, or what an abbreviation may stand for (*united nations (9)* for
    *un*; of a list without phrases, the counts of the words). It is "" elsewhere, and in rows that
    are not estimable. ``dp_reference`` is the dispersion over the parts of the reference; it is
    missing if the reference is not divided by `by`. A list is divided by its own parts.

    ``status`` says how far a row can be generalised. "descriptive": it is true of these texts only.
    "robust" and "not shown": whether the difference can be expected in other documents of the kind.
    Robust rows need ten documents on each side, ``p_value_document`` of at most 0.05, and the same
    direction whichever document is left out. "not estimable", in any case: fewer than 5 occurrences
    on both sides together, not in the list of rates, or absent from a side in which less than half
    an occurrence is expected; such rows have counts and no measures. All other rows are descriptive
    without `inference`, or if a side has only one document. Both minimums are those of
    ``discourse docs benchmarks/calibration``, which shows how often anything is called robust
    between texts assigned to two sides at random (at most one time in twenty), and how large a
    difference must be to be found.

    ``p_value_document`` is the share of random assignments of documents to sides in which any type
    at all differs as much: the maximum statistic of Westfall and Young [4]_. It is adjusted for all
    types that were tested, so that a single word can be robust, whether others are or not.
    ``p_value`` and ``q_value`` belong to the log-likelihood, and hold if tokens were independent,
    which they are not. Rates have no counts: against them only the effect size is measured, and its
    interval takes the rate as known.

    The exact interval rests on a binomial distribution, given the occurrences on both sides
    together; it is too narrow for words that come in bursts. With ``interval="document"``, a term
    that fewer than four documents of a side have has no interval: too many samples of documents are
    without it.

    Limits: a row needs five occurrences on both sides together, and a test ten documents on each;
    with one document on a side, nothing is said about other texts. Documents are taken for
    independent, as those of one author are not. "Not shown" does not mean equal: a few dozen
    documents find a ratio of 2 : 1 for words with 500 occurrences, and hardly anything below 50.
    Every word differs from some reference, so the choice of it is half of the result; and a keyword
    may stand for a topic, a genre, a date or a spelling, which only its lines tell apart.

    ``discourse docs keyness`` explains the intervals and what robust means.

    References
    ----------
    .. [1] Hardie (2014), Log Ratio: an informal introduction. CASS, Lancaster.
    .. [2] Egbert & Biber (2019), Incorporating text dispersion into keyword analyses. Corpora
       14(1), 77-104.
    .. [3] Berry & Armitage (1995), Mid-P confidence intervals: a brief review. The Statistician
       44(4), 417-423.
    .. [4] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.keyness(dc.read("seeds/"), dc.reference("udhr"))
    >>> table[["term", "count", "count_reference", "log_ratio", "status"]].head(3).round(2)
        term  count  count_reference  log_ratio       status
    0     on     41                3       4.05  descriptive
    1  china     25                0       5.92  descriptive
    2     be      0               31      -5.67  descriptive
    """
    further = FURTHER_MEASURES.choose(measures)
    check_count("min_count", min_count)
    check_count("seed", seed)
    one_of("unit", unit, ("token", "document"))
    one_of("interval", interval, INTERVALS)
    other = _load_reference(reference)
    sides = _count_both(corpus, other, of)
    if isinstance(other, Corpus):
        check_same_tokenizer(corpus.store, other.store)
        check_apart(corpus.store, other.store)
    found = compare_by_unit(*sides, unit)
    enough = (found.combined_count >= MIN_COUNT) & ((found.other.count > 0) | (not found.has_rates))
    # Most types of a large corpus are too rare to be measured, and only the others are.
    columns = _effect_columns(found, enough, by) | _further_columns(found, enough, further)
    columns |= _interval_columns(found, enough, interval, by, seed)
    columns["dp_reference"] = _disperse_reference(found, enough, by)
    kept = found.combined_count >= min_count
    estimable = enough.copy()
    estimable[enough] = ~np.isnan(columns["log_ratio"])
    status = estimable.astype(np.int8)
    if check_flag("inference", inference):
        tests = _test(found, columns["log_likelihood"], enough, estimable & kept, seed)
        status[estimable] = tests.pop("status")[estimable]
        columns |= {name: values[enough] for name, values in tests.items()}
    near = find_near_forms(found, estimable & kept, of)
    order = _order_by_evidence(found, columns, enough, estimable & kept, kept)
    terms = found.terms.take(pa.array(order))
    made = _count_columns(found, order)
    # The table of all types of a large corpus fills the memory: whatever it is made of goes as soon
    # as it is in the table, which is not copied.
    del found
    pa.default_memory_pool().release_unused()
    for name in [*columns]:
        made[name] = _put_in_order(columns.pop(name), enough, estimable, order)
    made["near_form"] = _label_rows(*near, order)
    made["status"] = STATUS.take(pa.array(status[order])).to_pandas()
    del order
    made["term"] = terms.to_pandas()
    made["query"] = term_queries(terms, corpus.tokenizer, of).to_pandas()
    del terms
    pa.default_memory_pool().release_unused()
    names = [*COLUMNS, *(INFERENCE if inference else ()), *further]
    return pd.DataFrame({name: made.pop(name) for name in names}, copy=False)


def _count_both(
    corpus: Corpus, other: Corpus | FrequencyList | Rates, of: str
) -> tuple[Store, Store | FrequencyList | Rates]:
    """Both sides, with the values of a layer in place of terms; a list has none."""
    of = check_counted(corpus.store, of)
    target = count_values(corpus.store, of)
    if isinstance(other, Corpus):
        for name in counted_names(of):
            if name != TERM and name not in other.store.layers:
                raise DiscourseError(
                    f"the reference has no layer {name!r}, and of={of!r} counts it on both sides; "
                    "add the layer to the reference, too."
                )
        return target, count_values(other.store, of)
    if of != TERM:
        raise DiscourseError(
            f"of={of!r} needs a reference with {_name_counted_layer(of)}, and a list counts words; "
            "give a corpus."
        )
    return target, other


def _name_counted_layer(of: str) -> str:
    names = [repr(name) for name in counted_names(of) if name != TERM]
    return f"the layer{'s' if len(names) > 1 else ''} {' and '.join(names)}"


def _count_columns(found: Comparison, order: NDArray[np.int64]) -> dict[str, Any]:
    """The counts and rates of both sides; a list of rates has no counts."""
    target, other = found.target, found.other
    count, count_reference = target.count[order], other.count[order]
    return {
        "count": count,
        "count_reference": _nullable_integers(
            count_reference, np.full(len(order), found.has_rates)
        ),
        "per_thousand": 1000 * count / target.size,
        "per_thousand_reference": 1000 * count_reference / other.size,
    }


def _effect_columns(
    found: Comparison, rows: NDArray[np.bool_], by: str | Sequence[str]
) -> dict[str, Any]:
    """Of some rows effect size and evidence; dispersion over the parts, and dependence on each."""
    side, (count, size, count_reference, size_reference) = found.target, found.arguments
    arguments = count[rows], size, count_reference[rows], size_reference
    sizes = side.sizes_of(by)
    tokens = int(sizes.sum())
    given = {"size": tokens, "size_reference": size_reference}
    sums = side.sum_over_parts(
        by, rows, partial(_sum_stability, **given), side.count, count_reference
    )
    dispersed = dp_of_sums(sums[:2], side.count[rows], tokens)
    own, sums = side.count, sums[2:]
    if found.unit == "document":
        own, sizes = side.ranges, np.ones(len(side.sizes_of("document")), dtype=np.int64)
        given["size"] = len(sizes)
        sums = side.sum_over_parts(
            "document", rows, partial(_sum_documents, **given), own, count_reference
        )
    kept = kept_of_sums(sums, sizes, own[rows], count_reference[rows], **given)
    several = side.number_of_parts(by) > 1
    return {
        "log_ratio": log_ratio(*arguments),
        "log_likelihood": np.full(len(kept), np.nan)
        if found.has_rates
        else log_likelihood(*arguments),
        "dp": dispersed if several else np.full(len(kept), np.nan),
        "kept_without_part": _nullable_integers(kept, np.full(len(kept), not several)),
    }


def _sum_stability(
    counts: Any, sizes: Any, count: Any, other: Any, *, size: int, size_reference: int
) -> NDArray[np.int64]:
    """What dispersion over parts, and dependence on each, add up."""
    cells = Cells.of(*check_cells(counts, sizes))
    dispersed = sum_excess(cells, count, size).astype(np.int64)
    return np.append(dispersed, sum_kept(cells, count, other, size, size_reference), axis=0)


def _sum_documents(
    counts: Any, sizes: Any, ranges: Any, other: Any, *, size: int, size_reference: int
) -> NDArray[np.int64]:
    """What dependence on each document adds up, where documents are compared."""
    ones = np.ones(len(sizes), dtype=np.int64)
    return kept_sums(counts.sign(), ones, ranges, other, size, size_reference)


def _interval_columns(
    found: Comparison, rows: NDArray[np.bool_], interval: str, by: str | Sequence[str], seed: int
) -> dict[str, NDArray[np.float64]]:
    """The lower and the upper end of the log ratio, of some rows."""
    count, size, count_reference, size_reference = found.arguments
    some = count[rows], size, count_reference[rows], size_reference
    if interval == "exact":
        ends: Sequence[NDArray[np.float64]] = log_ratio_interval(*some)
    elif interval == "part":
        ends = _range_without_part(found, rows, by)
    else:
        _check_documents(found)
        counts, sizes, target = _count_by_document(found, rows)
        group = np.zeros(counts.shape[0], dtype=np.int64)
        ends = bootstrap_interval(counts, sizes, target, group=group, seed=seed)
    return dict(zip(("log_ratio_low", "log_ratio_high"), ends, strict=True))


def _range_without_part(
    found: Comparison, rows: NDArray[np.bool_], by: str | Sequence[str]
) -> Sequence[NDArray[np.float64]]:
    """The lowest and the highest log ratio of some rows without one part of the target."""
    is_of_documents = found.unit == "document"
    _, _, count_reference, size_reference = found.arguments

    def measure_ends(table: Any, sizes: Any, wanted: Any, other: Any) -> NDArray[np.float64]:
        counts = table[wanted].sign() if is_of_documents else table[wanted]
        tokens = np.ones(len(sizes), dtype=np.int64) if is_of_documents else sizes
        return np.stack(range_without_part(counts, tokens, other[wanted], size_reference))

    parts = "document" if is_of_documents else by
    low, high = found.target.measure(parts, measure_ends, rows, count_reference)
    return low, high


def _check_documents(found: Comparison) -> None:
    """Refuse an interval over documents where there are too few."""
    for name, side in (("target", found.target), ("reference", found.other)):
        if side.documents < MIN_DOCUMENTS:
            raise DiscourseError(
                f"interval='document' needs {MIN_DOCUMENTS} documents on each side, and the {name} "
                f"has {side.documents}; choose interval='exact', which takes occurrences as "
                "independent, or 'part'."
            )


def _count_by_document(
    found: Comparison, rows: NDArray[np.bool_]
) -> tuple[Any, NDArray[np.int64], NDArray[np.bool_]]:
    """Some terms by the documents of both sides, the sizes of the documents, and their sides."""
    counts, sizes = found.documents(found.target, rows)
    others, their_sizes = found.documents(cast(Side, found.other), rows)
    table = sparse.hstack([counts, others], format="csr")
    target = np.repeat([True, False], [len(sizes), len(their_sizes)])
    return table, np.append(sizes, their_sizes)[None], target


def _further_columns(
    found: Comparison, rows: NDArray[np.bool_], measures: dict[str, Callable[..., Any]]
) -> dict[str, Any]:
    """Of some rows the further measures; missing if they need counts and the list has only rates.

    A measure is given all rows, because it may compare them.
    """
    missing = np.full(len(rows), np.nan)
    columns = {
        name: missing if found.has_rates and name not in FROM_RATES else measure(*found.arguments)
        for name, measure in measures.items()
        if name not in OF_DOCUMENTS
    }
    own = {name: np.broadcast_to(values, len(rows))[rows] for name, values in columns.items()}
    of_documents = [name for name in OF_DOCUMENTS if name in measures]
    return own | {name: _compare_documents(found, rows, name) for name in of_documents}


def _compare_documents(found: Comparison, rows: NDArray[np.bool_], name: str) -> Any:
    """A measure of the documents of both sides; missing if a side has only one."""
    ours, theirs = found.target, found.other
    if not isinstance(theirs, Side) or min(ours.documents, theirs.documents) < 2:
        return np.full(int(rows.sum()), np.nan)
    if name == "rank_sum":
        return rank_sum(*ours.some("document", rows), *theirs.some("document", rows))
    return association.log_likelihood(
        ours.ranges[rows], ours.documents, theirs.ranges[rows], theirs.documents
    )


def _disperse_reference(
    found: Comparison, rows: NDArray[np.bool_], by: str | Sequence[str]
) -> NDArray[np.float64]:
    """DP over the parts of the reference; missing if it has none, or is not divided by them."""
    missing, side = np.full(int(rows.sum()), np.nan), found.other
    if not isinstance(side, Side):
        return missing
    criteria = [by] if isinstance(by, str) else by
    if isinstance(side.source, Store) and not {*criteria} <= {*part_names(side.source)}:
        return missing
    if side.number_of_parts(by) == 1:
        return missing
    size = int(side.sizes_of(by).sum())
    sums = side.sum_over_parts(by, rows, partial(dp_sums, size=size), side.count)
    return dp_of_sums(sums, side.count[rows], size)


def _nullable_integers(numbers: NDArray[Any], missing: NDArray[np.bool_]) -> pd.arrays.IntegerArray:
    """Integers as a nullable column."""
    return pd.arrays.IntegerArray(numbers.astype(np.int64), missing)


def _test(
    found: Comparison,
    evidence: NDArray[np.float64],
    enough: NDArray[np.bool_],
    tested: NDArray[np.bool_],
    seed: int,
) -> dict[str, Any]:
    """The columns of the tests, and the number of each row's status."""

    def count() -> dict[str, Any]:
        counts, sizes, target = _count_by_document(found, tested)
        group = np.zeros(tested.sum(), dtype=np.int64)
        return {"counts": counts, "sizes": sizes, "target": target, "group": group}

    every = np.full(len(tested), np.nan)
    every[enough] = evidence
    documents = min(found.target.documents, found.other.documents)
    judged = judge_by_document(tested, documents, count, seed)
    names = np.array(STATUS.to_pylist())
    status = np.argmax(np.broadcast_to(judged["status"], len(tested))[:, None] == names, axis=1)
    return token_p_values(every, tested) | judged | {"status": status.astype(np.int8)}


def _order_by_evidence(
    found: Comparison,
    columns: dict[str, Any],
    enough: NDArray[np.bool_],
    measured: NDArray[np.bool_],
    kept: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """Strongest evidence first, of either sign; without evidence, largest effect; ties by term."""
    seen = measured[enough]
    has_evidence = (~np.isnan(columns["log_likelihood"][seen])).any()
    values = columns["log_likelihood" if has_evidence else "log_ratio"]
    strength = np.full(len(kept), np.nan)
    strength[enough] = np.where(seen, np.abs(values), np.nan)
    rows = np.flatnonzero(kept)
    return rows[order_rows(strength[rows], found.terms.take(pa.array(rows)))]


def _put_in_order(
    values: Any,
    enough: NDArray[np.bool_],
    estimable: NDArray[np.bool_],
    order: NDArray[np.int64],
) -> Any:
    """The values of the rows that were measured in their places, and missing values elsewhere."""
    number = np.cumsum(enough) - 1
    here = estimable[order]
    own = number[order[here]]
    if isinstance(values, pd.arrays.IntegerArray):
        numbers, missing = np.zeros(len(order), dtype=np.int64), np.ones(len(order), dtype=bool)
        numbers[here], missing[here] = (
            values[own].to_numpy(np.int64, na_value=0),
            values[own].isna(),
        )
        return _nullable_integers(numbers, missing)
    spread = np.full(len(order), np.nan)
    spread[here] = values[own]
    return spread


def _label_rows(
    places: NDArray[np.int64], labels: Sequence[str], order: NDArray[np.int64]
) -> "pd.Series[str]":
    """The labels of some rows, and "" for all others."""
    number = np.zeros(int(max(order.max(initial=0), places.max(initial=0))) + 1, dtype=np.int32)
    number[places] = np.arange(1, len(places) + 1)
    labelled: pd.Series[str] = (
        pa.array(["", *labels], pa.string()).take(pa.array(number[order])).to_pandas()
    )
    return labelled
