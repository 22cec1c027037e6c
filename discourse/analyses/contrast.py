"""How does the company of two words differ, or that of one word in two corpora?"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.pattern import Test
from discourse.corpus.references.comparison import (
    check_apart,
    check_same_tokenizer,
)
from discourse.corpus.store.layer_values import TERM, check_counted, counted_names
from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError, check_count, check_flag, check_type, one_of
from discourse.layers.syntax.company import (
    Company,
    count_company,
    order_slots,
    read_node,
    slot_queries,
)
from discourse.layers.syntax.slot_facts import SLOT_FACTS
from discourse.layers.syntax.slots import choose_slots, has_parse
from discourse.measures.association import log_likelihood, log_ratio, log_ratio_interval
from discourse.measures.bootstrap import bootstrap_interval, draws_of_interval
from discourse.measures.stability import (
    MIN_COUNT,
    MIN_DOCUMENTS,
    PERMUTATIONS,
    judge_by_document,
)
from discourse.record import verb

COLUMNS = (
    "slot", "term", "count", "count_other", "log_ratio", "low", "high", "status", "query",
    "query_other", "count_slot", "count_slot_other", "p_value_document",
)  # fmt: skip
NUMBERS = ["log_ratio", "low", "high"]
INTERVALS = ("exact", "document")


def _count_permutations(corpus: Corpus, **parameters: Any) -> int | None:
    """The number of permutations that the test draws; None if it is not made."""
    if not parameters["inference"]:
        return None
    chosen = (parameters[name] for name in ("node", "other", "of", "slots"))
    sides = _count_sides(corpus, *chosen)
    return PERMUTATIONS if _fewest_documents(sides) >= MIN_DOCUMENTS else None


def _name_other(corpus: Corpus, other: str | Corpus, **parameters: Any) -> str | None:
    return other if isinstance(other, str) else None


@verb(
    columns=COLUMNS,
    optional=("p_value_document",),
    cites=(
        "hardie-2014",
        "berry-armitage-1995",
        "davison-hinkley-1997",
        "westfall-young-1993",
        "chung-romano-2013",
    ),
    methods=(
        "the collocates of “{node}”",
        "and “{second}”",
        "{!second?}there and in another corpus ({other})",
        "{!of=term?}by the {of:layer}",
        "{min_count>1?}with at least {min_count:occurrence} on both sides together",
        "were compared by grammatical slot,",
        "{slots},",
        "{parsed?}along the relations of a dependency parse",
        "{!parsed?}by patterns of parts of speech",
        "{accuracy?}(found in web texts, with the same tagger, with {accuracy} by slot),",
        "{!accuracy?}(how well was not measured with these layers or slots),",
        "as log ratios [@hardie-2014] of their shares of the slot",
        "{interval=exact?}with exact mid-P 95% intervals [@berry-armitage-1995];",
        "{interval=document?}with studentised bootstrap 95% intervals over documents",
        "{interval=document?}({draws:sample}, seed {seed}) [@davison-hinkley-1997];",
        "{permutations?}differences were tested by permuting documents",
        "{permutations?}({permutations:permutation}, seed {seed}) [@chung-romano-2013], adjusted",
        "{permutations?}for all collocates by the",
        "{permutations?}maximum statistic [@westfall-young-1993];",
        "{inference?}{!permutations?}there were too few documents for a permutation test",
    ),
    facts={
        "permutations": _count_permutations,
        "draws": draws_of_interval,
        "second": _name_other,
        **SLOT_FACTS,
    },
)
def contrast(
    corpus: Corpus,
    node: str,
    other: str | Corpus,
    *,
    of: str = "lemma",
    slots: str | Sequence[str] | None = None,
    interval: str = "exact",
    min_count: int = 1,
    inference: bool = False,
    seed: int = 0,
) -> pd.DataFrame:
    """One row per slot and collocate of two nodes; slot by slot, strongest evidence first.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count in, with the layers that `sketch` needs.
    node : str
        A lemma, or a token in CQL, as for `sketch`.
    other : str or Corpus
        Another node in the same corpus, or the corpus in which the same node is compared.
    of : str
        What nodes and collocates are, as for `sketch`.
    slots : str or sequence of str, optional
        Names of slots, as for `sketch`; by default all that are filled.
    interval : str
        What ``low`` and ``high`` are: the 95 % interval of the ratio if each hit were independent
        of the others ("exact"), or by how much the documents of each side differ ("document", a
        bootstrap, which needs ten documents with the node on each side).
    min_count : int
        The lowest count on both sides together for which a collocate has a row.
    inference : bool
        Whether to test for differences between documents.
    seed : int
        The seed of the random permutations and samples of documents.

    Returns
    -------
    DataFrame
        The columns are ``slot, term, count, count_other, log_ratio, low, high, status, query,
        query_other, count_slot, count_slot_other``. ``log_ratio`` compares the shares count /
        count_slot of the two sides, in doublings: 1 means twice the share on the side of `node`. A
        count of 0 is taken as 0.5; where half a hit would be more than an equal share, there is no
        ratio.
        ``low`` and ``high`` are its 95 % interval; it is open where a count is 0: low is -inf if
        the side of `node` lacks the collocate, high is inf if the other side does. ``query`` has
        the hits of ``count`` in the corpus, and ``query_other`` those of ``count_other`` there or
        in the other corpus. With `inference`, ``p_value_document`` follows. The rows of a slot are
        sorted by the log-likelihood of the two shares, of either sign.

    Raises
    ------
    DiscourseError
        As for `sketch`; also if the other corpus has other layers or another tokeniser, for an
        unknown `interval`, or ``interval="document"`` with fewer than ten documents on a side.

    See Also
    --------
    dc.plot.contrast : Draw the table.
    dc.sketch : The company of a word by grammatical slot.
    dc.collocates : Words near a node.

    Notes
    -----
    ``status`` says how far a row can be generalised. "descriptive": it is true of these texts only.
    "robust" and "not shown": whether the difference can be expected in other documents of the kind.
    Robust rows need ten documents with the node on each side, p_value_document of at most 0.05, and
    a log ratio that stays on its side of zero whichever document is left out. "not estimable", in
    any case: fewer than 5 hits on both sides together, or a slot that one side never fills; such
    rows have counts and no measures. All other rows are descriptive without `inference`, or if a
    node is found in only one document.

    ``p_value_document`` is the share of random assignments of documents to sides in which any
    collocate of any slot differs as much [1]_; it is adjusted for all rows that were tested. A
    document with both nodes is one on each side. Where both are used alike within documents, the
    test finds too little rather than too much.

    The exact interval takes hits as independent [2]_, which they are not if a few documents have
    most. With ``interval="document"``, a collocate in fewer than four documents of a side has none.

    Limits: a row needs five hits on both sides together, and a test ten documents with the node on
    each side; most collocates of a rare node have no ratio. Tagger and parser err, perhaps not
    equally often on both sides (``dc.layers.measured("slots")``). A ratio with a count of 0 says
    more about the sizes of the slots than about the word. Different company does not say that two
    words differ in meaning: topic, author and time differ as well.

    ``discourse docs sketches`` explains slots and both kinds of comparison.

    References
    ----------
    .. [1] Westfall & Young (1993), Resampling-based multiple testing. Wiley, New York.
    .. [2] Berry & Armitage (1995), Mid-P confidence intervals: a brief review. The Statistician
       44(4), 417-423.

    Examples
    --------
    >>> import discourse as dc
    >>> talks = dc.read("docs/parsed/")
    >>> table = dc.contrast(talks, "future", "peace", slots=["modifier", "object of"])
    >>> table[["slot", "term", "count", "count_other", "count_slot", "status"]]
            slot    term  count  count_other  count_slot         status
    0   modifier  bright      1            0           4  not estimable
    1   modifier  common      1            0           4  not estimable
    2   modifier  shared      2            0           4  not estimable
    3  object of   build      4            0           6  not estimable
    4  object of   shape      2            0           6  not estimable
    """
    check_count("min_count", min_count)
    check_count("seed", seed)
    one_of("interval", interval, INTERVALS)
    sides = _count_sides(corpus, node, other, of, slots)
    table, rows = _unite_rows(*(side.company for side in sides))
    table = table.assign(**_measure_difference(table))
    if interval == "document":
        table = table.assign(**_draw_intervals(table, sides, rows, seed))
    table["status"] = "descriptive"
    kept = (table["count"] + table["count_other"] >= min_count).to_numpy()
    estimable = (table["count"] + table["count_other"] >= MIN_COUNT) & table["log_ratio"].notna()
    if check_flag("inference", inference):
        tested = kept & estimable.to_numpy()
        table = table.assign(**_test_documents(table, sides, rows, tested, seed))
    table.loc[~estimable, NUMBERS] = np.nan
    table.loc[~estimable, "status"] = "not estimable"
    table = _order_by_slot(corpus.store, table[kept])
    for name, side in zip(("query", "query_other"), sides, strict=True):
        table[name] = slot_queries(side.store, table, side.node, of)
    return table[[*COLUMNS[:-1], *(COLUMNS[-1:] if inference else ())]]


class _Side(NamedTuple):
    """A node, where it was looked for, and its collocates there."""

    store: Store
    node: Test
    company: Company


def _count_sides(
    corpus: Corpus, node: str, other: str | Corpus, of: str, slots: str | Sequence[str] | None
) -> tuple[_Side, _Side]:
    store = corpus.store
    choice = choose_slots(store, slots)
    way_out = "give another lemma, such as 'liberty', or a corpus in which to look for the same"
    check_type("other", other, (str, Corpus), "a node or a Corpus", way_out)
    if isinstance(other, str):
        nodes = read_node(store, node, of), read_node(store, other, of, "other")
        one, two = count_company(store, nodes, choice, of)
        return _Side(store, nodes[0], one), _Side(store, nodes[1], two)
    _check_comparable(store, other.store, check_counted(store, of))
    sides = [
        _Side(each, wanted, count_company(each, [wanted], choice, of)[0])
        for each in (store, other.store)
        for wanted in [read_node(each, node, of)]
    ]
    return sides[0], sides[1]


def _check_comparable(store: Store, other: Store, of: str) -> None:
    """Refuse another corpus in which a slot would mean something else."""
    check_same_tokenizer(store, other)
    check_apart(store, other)
    for name in counted_names(of):
        if name != TERM and name not in other.layers:
            raise DiscourseError(f"the other corpus has no layer {name!r}; add it there, too.")
    choose_slots(other, None)
    if has_parse(store) != has_parse(other):
        raise DiscourseError(
            "only one of the two corpora has the layers 'deprel' and 'head', and slots by a parser "
            "and by tags cannot be compared; add the layers to the other, too."
        )


def _fewest_documents(sides: Sequence[_Side]) -> int:
    return min(len(np.unique(side.company.document)) for side in sides)


# ---------------------------------------------------------------------------------- the numbers


def _unite_rows(
    one: Company, two: Company
) -> tuple[pd.DataFrame, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """The rows of either side with both counts, and the places of each side's rows among them."""
    keys = [pd.MultiIndex.from_frame(side.table[["slot", "term"]]) for side in (one, two)]
    united = keys[0].union(keys[1])
    table = united.to_frame(index=False)
    places = united.get_indexer(keys[0]), united.get_indexer(keys[1])
    for side, place, suffix in zip((one, two), places, ("", "_other"), strict=True):
        count = np.zeros(len(table), dtype=np.int64)
        count[place] = side.table["count"]
        table[f"count{suffix}"] = count
    for suffix in ("", "_other"):
        sums = table.groupby("slot")[f"count{suffix}"].transform("sum")
        table[f"count_slot{suffix}"] = sums.astype(np.int64)
    return table, places


def _measure_difference(table: pd.DataFrame) -> dict[str, Any]:
    """Log ratio with interval, and evidence; missing where a side never fills the slot."""
    names = ("count", "count_slot", "count_other", "count_slot_other")
    filled = ((table["count_slot"] > 0) & (table["count_slot_other"] > 0)).to_numpy()
    arguments = [table[name].to_numpy()[filled] for name in names]
    low, high = log_ratio_interval(*arguments)
    values = {
        "log_ratio": log_ratio(*arguments),
        "low": low,
        "high": high,
        "evidence": np.abs(log_likelihood(*arguments)),
    }
    return {name: _spread(value, filled) for name, value in values.items()}


def _spread(values: NDArray[np.float64], where: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Values in their places, and nan elsewhere."""
    filled = np.full(len(where), np.nan)
    filled[where] = values
    return filled


def _order_by_slot(store: Store, table: pd.DataFrame) -> pd.DataFrame:
    sizes = (table["count_slot"] + table["count_slot_other"]).groupby(table["slot"]).first()
    place = {name: at for at, name in enumerate(order_slots(store, sizes))}
    table = table.assign(place=table["slot"].map(place).astype(np.int64))
    order = ["place", "evidence", "term"]
    return table.sort_values(order, ascending=[True, False, True], ignore_index=True)


# ------------------------------------------------------------------------------------- the test


class _Shares(NamedTuple):
    """The hits of one side by document: of each row, (rows, documents), and of each slot."""

    counts: Any
    sizes: NDArray[np.float64]


def _test_documents(
    table: pd.DataFrame,
    sides: Sequence[_Side],
    places: Sequence[NDArray[np.int64]],
    tested: NDArray[np.bool_],
    seed: int,
) -> dict[str, Any]:
    """The permutation test over documents, if there are enough of them, and the status."""
    return judge_by_document(
        tested,
        _fewest_documents(sides),
        lambda: _count_documents(table, sides, places, tested),
        seed,
    )


def _draw_intervals(
    table: pd.DataFrame,
    sides: Sequence[_Side],
    places: Sequence[NDArray[np.int64]],
    seed: int,
) -> dict[str, Any]:
    """Low and high, by drawing the documents of both sides anew."""
    documents = _fewest_documents(sides)
    if documents < MIN_DOCUMENTS:
        raise DiscourseError(
            f"interval='document' needs {MIN_DOCUMENTS} documents with the node on each side, and "
            f"one has {documents}; choose interval='exact', which takes hits as independent."
        )
    rows = np.ones(len(table), dtype=bool)
    low, high = bootstrap_interval(**_count_documents(table, sides, places, rows), seed=seed)
    return {"low": low, "high": high}


def _count_documents(
    table: pd.DataFrame,
    sides: Sequence[_Side],
    places: Sequence[NDArray[np.int64]],
    rows: NDArray[np.bool_],
) -> dict[str, Any]:
    """Some rows by the documents of both sides, as tests and intervals take them."""
    slot, _ = pd.factorize(table["slot"])
    one, other = (
        _share_documents(side.company, at, slot) for side, at in zip(sides, places, strict=True)
    )
    return {
        "counts": sparse.hstack([one.counts, other.counts], format="csr")[rows],
        "sizes": np.hstack([one.sizes, other.sizes]),
        "target": np.repeat([True, False], [one.sizes.shape[1], other.sizes.shape[1]]),
        "group": slot[rows],
    }


def _share_documents(
    company: Company, places: NDArray[np.int64], slot: NDArray[np.intp]
) -> _Shares:
    documents, column = np.unique(company.document, return_inverse=True)
    cells = (np.ones(len(column)), (places[company.row], column))
    counts = sparse.csr_array(cells, shape=(len(slot), len(documents)))
    of_slot = sparse.csr_array((np.ones(len(slot)), (slot, np.arange(len(slot)))))
    return _Shares(counts, (of_slot @ counts).toarray())
