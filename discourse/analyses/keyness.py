"""Which words mark a corpus against another?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import term_queries
from discourse.corpus.references.comparison import RatedSide, Side, compare_sides
from discourse.corpus.references.frequency_list import FrequencyList, Rates
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import DiscourseError, one_of
from discourse.measures import association
from discourse.measures.association import log_likelihood, log_ratio, log_ratio_interval
from discourse.measures.choice import ASSOCIATION, AssociationMeasure, MeasureChoice
from discourse.measures.dispersion import dp
from discourse.measures.inference import p_value, permutation_p_value, q_value
from discourse.measures.stability import kept_without_part
from discourse.record import verb

# The three below are taken from benchmarks/calibration.md, which `make calibration` writes.
# Below this combined count a term falls on one side alone too often to have a ratio.
MIN_COUNT = 5
# With fewer documents on a side a permutation test cannot tell a finding from chance.
MIN_DOCUMENTS = 10
# So that a term can pass among all that are tested; each costs a pass over the documents.
PERMUTATIONS = 9_999

FALSE_DISCOVERIES = 0.05

NUMBERS = ("log_ratio", "log_ratio_low", "log_ratio_high", "log_likelihood")
COLUMNS = (
    "term", "count", "count_reference", "per_thousand", "per_thousand_reference", *NUMBERS,
    "dp", "kept_without_part", "status", "query",
)  # fmt: skip
MORE_MEASURES: dict[str, Callable[..., Any]] = {
    "bic": association.bic,
    "chi_squared": association.chi_squared,
    "conservative_log_ratio": association.conservative_log_ratio,
    "odds_ratio": association.odds_ratio,
    "percent_diff": association.percent_diff,
    "simple_maths": association.simple_maths,
}
OF_RATES = ("odds_ratio", "percent_diff", "simple_maths")  # the others need counts on both sides
INFERENCE = ("p_value", "q_value", "p_value_document", "q_value_document")
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, ASSOCIATION, (*COLUMNS, *INFERENCE))


@verb(
    columns=(*COLUMNS, *INFERENCE),
    optional=INFERENCE,
    cites=(
        "hardie-2014",
        "katz-1978",
        "dunning-1993",
        "gries-2008",
        "egbert-biber-2019",
        "benjamini-hochberg-1995",
        "chung-romano-2013",
    ),
    methods=(
        "keyness was measured against {reference},",
        "{unit=document?}counting the documents that have a term [@egbert-biber-2019],",
        "as the log ratio [@hardie-2014] with its 95 % interval [@katz-1978]",
        "and the signed four-cell log-likelihood [@dunning-1993],",
        "beside dispersion by {by} as DP [@gries-2008],",
        "and {measures},",
        "for types of at least {min_count:occurrence} on both sides together;",
        "{inference?}p-values were corrected for all types tested [@benjamini-hochberg-1995],",
        f"{{inference?}}those of the permutation test over documents [@chung-romano-2013] from "
        f"{PERMUTATIONS:,} permutations (seed {{seed}})",
    ),
    recorded={"measures": FURTHER_MEASURES.record},
)
def keyness(
    corpus: Corpus,
    reference: Corpus | FrequencyList | Rates,
    *,
    by: str = "section",
    unit: str = "token",
    min_count: int = 1,
    inference: bool = False,
    seed: int = 0,
    measures: Sequence[str | AssociationMeasure] = (),
) -> pd.DataFrame:
    """One row a type of either side; the one with most evidence of a difference first.

    Parameters
    ----------
    reference : a corpus, a subset of one, or a list as `dc.reference` gives it.
    by : "document", "section", "sentence" or a metadata column: the parts of the target that `dp`
        and `kept_without_part` look at.
    unit : "token" compares how often a term stands, "document" in how many documents (text
        dispersion keyness), which one long speech cannot move.
    min_count : the smallest combined count that a type needs for a row, and to be tested.
    inference : whether to test; see below.
    seed : of the documents dealt at random.
    measures : further columns, after the others: "bic", "chi_squared", "conservative_log_ratio",
        "odds_ratio", "percent_diff" (%DIFF), "simple_maths", those that other packages add, and
        functions of ``(count, size, count_reference, size_reference)``, which name their columns.
        Of rates only "odds_ratio", "percent_diff" and "simple_maths" can be taken.

    Returns
    -------
    DataFrame with ``term, count, count_reference, per_thousand, per_thousand_reference, log_ratio,
    log_ratio_low, log_ratio_high, log_likelihood, dp, kept_without_part, status, query``.
    ``log_ratio`` is the effect, in doublings: 1 = twice as frequent here, -1 = half as frequent;
    low and high are its 95 % interval, and the signed ``log_likelihood`` is the evidence. ``dp``
    is the dispersion over the target's parts, 0 = even. ``kept_without_part`` is how many of these
    parts can be left out, one at a time, with the interval still off zero on the same side. Both
    are missing where there is one part.

    ``status`` is what the row can bear. "descriptive": it is true of these texts, and nothing is
    said beyond them; so it is without `inference`, and always where a side has one document.
    "robust" and "not shown": whether it would hold in other documents of the kind. Robust needs ten
    documents a side, a permutation test over documents that survives Benjamini-Hochberg at 5 % over
    all types tested, and an interval off zero whichever document of either side is left out.
    "not estimable": fewer than 5 occurrences on both sides together, not in the list of rates, or
    absent from a side in which less than half an occurrence was to be expected; counts, and no
    measures. The two minimums are those of benchmarks/calibration.md, where nothing
    is called robust among addresses dealt to two sides at random.

    With `inference` also ``p_value, q_value`` (of the log-likelihood, if tokens were independent,
    which they are not) and ``p_value_document, q_value_document`` (of the permutation test; missing
    in rows that another condition keeps from being robust). Rates have no counts, so that against
    them only the effect is measured, and the interval takes the rate as known.

    Raises
    ------
    DiscourseError : tokenisers that differ, a side without tokens, a `by`, `unit` or measure that
        is not known, or documents to compare where a side has but one.

    References
    ----------
    Hardie (2014), Log Ratio: an informal introduction. CASS, Lancaster. Egbert & Biber (2019),
    Incorporating text dispersion into keyword analyses. Corpora 14(1), 77-104.

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
    if isinstance(reference, str):
        raise DiscourseError(
            f"reference={reference!r} is a name; give the list, as dc.reference({reference!r})."
        )
    further = FURTHER_MEASURES.choose(measures)
    found = _compared(corpus, reference, by, one_of("unit", unit, ("token", "document")))
    table = pd.DataFrame(_counted(found) | _measured(found) | _further(found, further))
    table["status"] = "descriptive"
    kept = found.combined >= min_count
    estimable = found.enough & table["log_ratio"].notna().to_numpy()
    if inference:
        tested = estimable & kept
        table = table.assign(**_if_independent(table["log_likelihood"], tested))
        table = table.assign(**_by_document(found, tested, seed))
    numbers = [*NUMBERS, "dp", "kept_without_part", *further]
    table.loc[~estimable, numbers] = np.nan
    table.loc[~estimable, "status"] = "not estimable"
    rows = _strongest(table[kept])
    rows["query"] = pd.Series(term_queries(rows["term"].tolist(), corpus.tokenizer), dtype="str")
    return rows[[*COLUMNS, *(INFERENCE if inference else ()), *further]]


@dataclass(frozen=True, eq=False)
class _Compared:
    """Both sides over their common terms, and the four numbers that measures take of them."""

    terms: list[str]
    target: Side
    other: Side | RatedSide
    by: str
    unit: str
    four: tuple[Any, int, Any, int]

    @property
    def rated(self) -> bool:
        """Whether the other side has rates and no counts."""
        return isinstance(self.other, RatedSide)

    @cached_property
    def combined(self) -> NDArray[np.int64]:
        """Occurrences on both sides, as far as they are counted."""
        return self.target.count + (self.other.count if isinstance(self.other, Side) else 0)

    @cached_property
    def enough(self) -> NDArray[np.bool_]:
        """Whether there is enough of a term to measure."""
        return (self.combined >= MIN_COUNT) & ((self.other.count > 0) | (not self.rated))

    def documents(self, side: Side) -> tuple[Any, NDArray[np.int64]]:
        """What one side has by document, in the unit that is compared."""
        return side.by("document") if self.unit == "token" else side.documents_with()


def _compared(
    corpus: Corpus, reference: Corpus | FrequencyList | Rates, by: str, unit: str
) -> _Compared:
    other_side = reference.store if isinstance(reference, Corpus) else reference
    terms, target, other = compare_sides(corpus.store, other_side)
    if unit == "token":
        four = target.count, target.size, other.count, other.size
        return _Compared(terms, target, other, by, unit, four)
    one, two = (_documents_with(*side) for side in (("target", target), ("reference", other)))
    return _Compared(terms, target, other, by, unit, (*one, *two))


def _documents_with(name: str, side: Side | RatedSide) -> tuple[Any, int]:
    """In how many documents each term stands, of how many."""
    if isinstance(side, RatedSide) or side.documents < 2:
        raise DiscourseError(
            f"unit='document' compares in how many documents a term stands, and the {name} "
            "has one; choose unit='token'."
        )
    return side.documents_with()[0].sum(axis=1), side.documents


def _counted(found: _Compared) -> dict[str, Any]:
    """Terms, counts and rates of both sides; a list of rates has no counts."""
    target, other = found.target, found.other
    return {
        "term": pd.Series(found.terms, dtype="str"),
        "count": target.count,
        "count_reference": _whole(other.count, not found.rated),
        "per_thousand": 1000 * target.count / target.size,
        "per_thousand_reference": 1000 * other.count / other.size,
    }


def _measured(found: _Compared) -> dict[str, Any]:
    """Effect, interval and evidence; dispersion over the parts, and what rests on one of them."""
    low, high = log_ratio_interval(*found.four)
    table, sizes = found.target.by(found.by)
    several = len(sizes) > 1
    measured = {
        "log_ratio": log_ratio(*found.four),
        "log_ratio_low": low,
        "log_ratio_high": high,
        "log_likelihood": np.nan if found.rated else log_likelihood(*found.four),
        "dp": dp(table, sizes) if several else np.nan,
    }
    if found.unit == "document":
        table, sizes = found.documents(found.target)
    kept = kept_without_part(table, sizes, *found.four[2:])
    return {**measured, "kept_without_part": _whole(kept, len(sizes) > 1)}


def _further(found: _Compared, measures: dict[str, Callable[..., Any]]) -> dict[str, Any]:
    """The measures that were asked for; missing where a list has no counts to take them of."""
    return {
        name: np.nan if found.rated and name not in OF_RATES else measure(*found.four)
        for name, measure in measures.items()
    }


def _whole(numbers: NDArray[Any], known: bool) -> pd.arrays.IntegerArray:
    """Whole numbers, or as many missing ones."""
    return pd.arrays.IntegerArray(numbers.astype(np.int64), np.full(len(numbers), not known))


def _if_independent(evidence: "pd.Series[float]", tested: NDArray[np.bool_]) -> dict[str, Any]:
    p = np.where(tested, p_value(evidence), np.nan)
    return {"p_value": p, "q_value": q_value(p)}


def _by_document(found: _Compared, tested: NDArray[np.bool_], seed: int) -> dict[str, Any]:
    """The permutation test over documents, if there are enough of them, and the verdict."""
    p = np.full(len(found.terms), np.nan)
    documents = min(found.target.documents, found.other.documents)
    if documents >= MIN_DOCUMENTS:
        p = _permuted(found, tested, seed)
    # what cannot be robust for another reason counts as tested, and without evidence
    q = q_value(np.where(tested & np.isnan(p), 1.0, p))
    robust = np.where(q <= FALSE_DISCOVERIES, "robust", "not shown")
    return {
        "p_value_document": p,
        "q_value_document": np.where(np.isnan(p), np.nan, q),
        "status": robust if documents > 1 else "descriptive",
    }


def _permuted(found: _Compared, tested: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    """The p of each term whose interval is off zero whichever document is left out of a side."""
    counts, sizes = found.documents(found.target)
    others, their_sizes = found.documents(cast(Side, found.other))
    count, size, count_reference, size_reference = found.four
    kept = kept_without_part(counts, sizes, count_reference, size_reference)
    kept_of_other = kept_without_part(others, their_sizes, count, size)
    able = tested & (kept == len(sizes)) & (kept_of_other == len(their_sizes))
    p = np.full(len(found.terms), np.nan)
    p[able] = permutation_p_value(
        sparse.hstack([counts[able], others[able]], format="csr"),
        np.append(sizes, their_sizes),
        np.repeat([True, False], [len(sizes), len(their_sizes)]),
        permutations=PERMUTATIONS,
        seed=seed,
    )
    return p


def _strongest(table: pd.DataFrame) -> pd.DataFrame:
    """Most evidence first, of either sign; without evidence the largest effect; ties by term."""
    by = "log_likelihood" if table["log_likelihood"].notna().any() else "log_ratio"
    return sort_strongest_first(table.assign(strength=table[by].abs()), "strength")
