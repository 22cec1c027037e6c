"""How evenly is a word distributed over the parts of the corpus?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import term_queries, write_value_query
from discourse.corpus.store.layer_values import TERM, check_counted, count_values, layer_values
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import comparable_parts
from discourse.corpus.store.store import Store
from discourse.corpus.store.term_blocks import count_in_blocks
from discourse.corpus.store.term_gaps import sum_gaps
from discourse.corpus.tabulation import sort_strongest_first
from discourse.errors import DiscourseError, check_count, check_texts
from discourse.measures.arguments import divide
from discourse.measures.choice import DISPERSION, DispersionMeasure, MeasureChoice
from discourse.measures.dispersion import (
    arf,
    arf_of_gaps,
    carroll_d2,
    dkl,
    dp,
    dp_band,
    dp_norm,
    juilland_d,
    kl_divergence,
    part_range,
    range_share,
    rosengren_s,
)
from discourse.record import verb

COLUMNS = (
    "term", "count", "range", "parts", "dp", "dp_norm", "band_low", "band_high", "against_band",
    "query",
)  # fmt: skip
MORE_MEASURES: dict[str, Callable[..., Any]] = {
    "arf": arf,
    "carroll_d2": carroll_d2,
    "dkl": dkl,
    "juilland_d": juilland_d,
    "kl_divergence": kl_divergence,
    "range_share": range_share,
    "rosengren_s": rosengren_s,
}
OF_POSITIONS = "arf"  # the only measure that looks at where the hits are, and at no parts
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, DISPERSION, COLUMNS)
Integers = NDArray[np.int64]
AGAINST_BAND = ("more even", "within", "more concentrated")

# A single hit can only be in one part.
MIN_HITS = 2


@verb(
    columns=COLUMNS,
    cites=("gries-2008", "lijffijt-gries-2012"),
    methods=(
        "the dispersion",
        "of “{queries}”",
        "{!queries?}of all types",
        "{!of=term?}in the {of:layer}",
        "{!queries?}{min_count>1?}with at least {min_count:occurrence}",
        "was measured by {by} as DP [@gries-2008], with its 5th–95th percentile range under random",
        "allocation of the same number of occurrences to the parts (seed {seed}),",
        "and as DPnorm [@lijffijt-gries-2012]",
        "as well as {measures}",
    ),
    recorded={"measures": FURTHER_MEASURES.record},
)
def dispersion(
    corpus: Corpus,
    queries: str | Sequence[str] | None = None,
    *,
    by: str | Sequence[str] = "section",
    of: str = TERM,
    min_count: int = 1,
    seed: int = 0,
    measures: Sequence[str | DispersionMeasure] = (),
) -> pd.DataFrame:
    """One row per query, or per type; most concentrated first, ties by term.

    Parameters
    ----------
    corpus : Corpus
        The corpus to count in.
    queries : str or sequence of str, optional
        One query or several; without them, every type of the corpus.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``: the parts.
    of : str
        What a type, or a word of a query, is: "term", a layer that gives each token a value, such
        as "lemma", or several of them, as in "lemma+pos" (*build_VERB*).
    min_count : int
        The lowest count for which a type has a row; queries have a row in any case.
    seed : int
        The seed of the random allocations behind the band.
    measures : sequence of str or callable
        Further measures, each a column after the others: "arf" (average reduced frequency [3]_),
        "carroll_d2", "dkl", "juilland_d", "kl_divergence", "range_share" (the share of the parts
        with a hit), "rosengren_s", those that other packages add, and functions of
        ``(counts, sizes)``, which name their columns; ``counts`` is a sparse array of terms by
        parts.

    Returns
    -------
    DataFrame
        The columns are ``term, count, range, parts, dp, dp_norm, band_low, band_high, against_band,
        query``. ``range`` is the number of parts with a hit, out of ``parts``. ``dp`` is half the
        sum of the differences between each part's share of the hits and its share of the tokens
        [1]_: 0 if hits are distributed as tokens are, towards 1 if all are in a small part.
        ``dp_norm`` is DP rescaled to 0..1 [2]_. Both are missing for a query without hits.
        ``band_low`` and ``band_high`` are the 5th and 95th percentile of DP when the same number of
        hits is allocated to the parts at random. ``against_band`` compares ``dp`` with the band:
        "more concentrated", "within" or "more even"; it is missing for a single hit, which can only
        be in one part.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have or that gives only one part, a malformed query, or
        an unknown measure.

    See Also
    --------
    dc.plot.dispersion : Draw the table.
    dc.positions : Where in the texts each hit is.
    dc.keyness : Words that distinguish a corpus from another.

    Notes
    -----
    Limits: the band is descriptive, not a test: words come in bursts, and most are outside it. A
    term with few hits cannot be even, since two hits are in two parts at most: compare terms that
    are about as frequent, or ``dp`` with its band. Values depend on the division: those by section
    and by document, or of corpora with other parts, are not comparable. With two or three parts
    they say little.

    ``discourse docs glossary`` explains range, dispersion and the band in a sentence each.

    References
    ----------
    .. [1] Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of
       Corpus Linguistics 13(4), 403-437.
    .. [2] Lijffijt & Gries (2012), Correction. IJCL 17(1), 147-149.
    .. [3] Savický & Hlaváčová (2002), Measures of word commonness. Journal of Quantitative
       Linguistics 9(3), 215-231.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.dispersion(dc.read("seeds/"), ["community of shared future", "human rights"])
    >>> table[["term", "count", "range", "dp", "against_band"]].round(3)
                             term  count  range     dp       against_band
    0  community of shared future      7      2  0.755  more concentrated
    1                human rights     18      4  0.342  more concentrated
    """
    further = FURTHER_MEASURES.choose(measures)
    check_count("min_count", min_count)
    check_count("seed", seed)
    of = check_counted(corpus.store, of)
    parts = comparable_parts(corpus.store, by, "dispersion")
    if queries is None:
        counted = count_values(corpus.store, of)
        kept = np.flatnonzero(counted.counts >= max(min_count, 1))
        names = list(counted.index.vocabulary.terms.take(kept))
        count, written = counted.counts[kept], term_queries(names, corpus.tokenizer, of)
        blocks: Iterator[Any] = (counts for _, counts in count_in_blocks(counted, by, kept))
    else:
        names = check_texts("queries", queries, "peace")
        written = [write_value_query(query, of, layer_values(corpus.store, of)) for query in names]
        hits = [corpus.find(query)[:, 0] for query in written]
        rows = [
            _count_hits_by_part(query, first, parts)
            for query, first in zip(written, hits, strict=True)
        ]
        matrix = np.array(rows, dtype=np.int64).reshape(len(names), len(parts))
        count, blocks = matrix.sum(axis=1), iter([sparse.csr_array(matrix)])
    table = pd.DataFrame({"term": pd.Series(names, dtype="str"), "count": count,
                          "query": pd.Series(written, dtype="str")})  # fmt: skip
    of_parts = {name: each for name, each in further.items() if name != OF_POSITIONS}
    table = _add_dispersion(table, blocks, parts, of_parts, seed)
    if OF_POSITIONS in further:
        table[OF_POSITIONS] = (
            _measure_positions(counted, kept)
            if queries is None
            else arf(*_place_hits(hits), corpus.size, len(table))
        )
    return sort_strongest_first(table, "dp")[[*COLUMNS, *further]]


def _measure_positions(store: Store, terms: Integers) -> NDArray[np.float64]:
    """The average reduced frequency of some terms."""
    reach = divide(store.size, store.counts)
    gaps = sum_gaps(store, reach)
    return arf_of_gaps(gaps.near[terms], gaps.far[terms], reach[terms])


def _place_hits(hits: Sequence[Integers]) -> tuple[Integers, Integers]:
    """The number of the query, and the first token, of each hit."""
    none = np.empty(0, dtype=np.int64)
    return np.repeat(np.arange(len(hits)), list(map(len, hits))), np.concatenate([none, *hits])


def _count_hits_by_part(query: str, hits: Integers, parts: Partition) -> NDArray[np.int64]:
    counts = np.bincount(parts.of(hits), minlength=len(parts))
    if (counts > parts.sizes).any():
        raise DiscourseError(
            f"{query!r} has more hits in a part than it has tokens, because several begin at one "
            "token; ask for one label, or for the outermost spans."
        )
    return counts


def _add_dispersion(
    table: pd.DataFrame,
    blocks: Iterator[sparse.csr_array],
    parts: Partition,
    further: Mapping[str, Callable[..., Any]],
    seed: int,
) -> pd.DataFrame:
    measures = {"range": part_range, "dp": dp, "dp_norm": dp_norm, **further}
    measured = [
        pd.DataFrame({name: each(counts, parts.sizes) for name, each in measures.items()})
        for counts in blocks
    ]
    table = pd.concat([table, pd.concat(measured, ignore_index=True)], axis=1)
    table["parts"] = len(parts)
    low, high = dp_band(table["count"], parts.sizes, seed=seed)
    table["band_low"], table["band_high"] = low, high
    table["against_band"] = _compare_with_band(table["dp"].to_numpy(), low, high).mask(
        table["count"] < MIN_HITS
    )
    return table


def _compare_with_band(
    values: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> "pd.Series[str]":
    """Whether each value is below, within or above the band; missing where there is no value."""
    place = 1 + (values > high).astype(int) - (values < low).astype(int)
    names = pd.Series(np.array(AGAINST_BAND, dtype=object)[place], dtype="str")
    return names.mask(np.isnan(values))
