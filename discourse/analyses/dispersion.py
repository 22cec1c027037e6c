"""How evenly is a word spread over the parts of the corpus?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import term_queries
from discourse.corpus.store.partition import Partition
from discourse.corpus.store.parts import comparable_parts
from discourse.corpus.tabulation import sort_strongest_first
from discourse.measures.choice import DISPERSION, DispersionMeasure, MeasureChoice
from discourse.measures.dispersion import (
    dkl,
    dp,
    dp_band,
    dp_norm,
    juilland_d,
    kl_divergence,
    part_range,
)
from discourse.record import verb

COLUMNS = (
    "term", "count", "range", "parts", "dp", "dp_norm", "band_low", "band_high", "against_band",
    "query",
)  # fmt: skip
MORE_MEASURES = {"dkl": dkl, "juilland_d": juilland_d, "kl_divergence": kl_divergence}
FURTHER_MEASURES = MeasureChoice(MORE_MEASURES, DISPERSION, COLUMNS)
AGAINST_BAND = ("more even", "within", "more concentrated")

# The fewest hits of which it can be said how they are spread.
LEAST = 2


@verb(
    columns=COLUMNS,
    cites=("gries-2008", "lijffijt-gries-2012"),
    methods=(
        "dispersion was measured by {by}",
        "for “{queries}”",
        "as DP [@gries-2008] and DPnorm [@lijffijt-gries-2012],",
        "and {measures},",
        "beside the 5–95 % band of as many tokens thrown at random over the parts (seed {seed});",
        "types that were not asked for need at least {min_count:occurrence}",
    ),
    recorded={"measures": FURTHER_MEASURES.record},
)
def dispersion(
    corpus: Corpus,
    queries: str | Sequence[str] | None = None,
    *,
    by: str = "section",
    min_count: int = 1,
    seed: int = 0,
    measures: Sequence[str | DispersionMeasure] = (),
) -> pd.DataFrame:
    """One row a query, or a type; the most concentrated first, ties by term.

    Parameters
    ----------
    queries : one query or several; without them every type of the corpus.
    by : "document", "section", "sentence" or a metadata column: the parts.
    min_count : the smallest count that a type needs for a row; queries given keep theirs.
    seed : of the tokens thrown at random for the band.
    measures : further columns, after the others: "dkl", "juilland_d", "kl_divergence", those that
        other packages add, and functions of ``(counts, sizes)``, which name their columns;
        ``counts`` is a sparse array of terms by parts.

    Returns
    -------
    DataFrame with ``term, count, range, parts, dp, dp_norm, band_low, band_high,
    against_band, query``.
    ``range`` is the number of parts with a hit, of ``parts``. ``dp`` is half the summed difference
    between each part's share of the hits and its share of the tokens: 0 = spread as the tokens
    are, towards 1 = all in a small part; ``dp_norm`` is the same stretched to 0..1. Both are
    missing for a query without hits. ``band_low`` and ``band_high`` are the 5 and 95 % points of
    DP for as many tokens thrown at random over the same parts, and ``against_band`` says
    where ``dp`` lies: "more concentrated", "within" or "more even". For a single hit it is missing,
    because one hit can only be in one part. The band is descriptive, not a test: words come in
    bursts, and most leave it.

    Raises
    ------
    DiscourseError : a `by` that is not here or gives one part alone, a malformed query, or a
        measure that is not known.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora. International Journal of Corpus
    Linguistics 13(4), 403-437. Lijffijt & Gries (2012), Correction. IJCL 17(1), 147-149.

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
    parts = comparable_parts(corpus.store, by, "dispersion")
    matrix: Any
    if queries is None:
        counts, _, terms = corpus.dtm(by=by)
        table, matrix = _types(corpus, terms, counts.T.tocsr(), min_count)
    else:
        asked = [queries] if isinstance(queries, str) else list(queries)
        rows = [_by_part(corpus, query, parts) for query in asked]
        matrix = np.array(rows, dtype=np.int64).reshape(len(asked), len(parts))
        text = pd.Series(asked, dtype="str")
        table = pd.DataFrame({"term": text, "count": matrix.sum(axis=1), "query": text})
    table = _measured(table, matrix, parts, seed)
    for name, measure in further.items():
        table[name] = measure(sparse.csr_array(matrix), parts.sizes)
    return sort_strongest_first(table, "dp")[[*COLUMNS, *further]]


def _types(
    corpus: Corpus, terms: Sequence[str], counts: sparse.csr_array, min_count: int
) -> tuple[pd.DataFrame, sparse.csr_array]:
    total = counts.sum(axis=1)
    kept = np.flatnonzero(total >= min_count)
    names = [terms[number] for number in kept.tolist()]
    queries = term_queries(names, corpus.tokenizer)
    table = pd.DataFrame(
        {
            "term": pd.Series(names, dtype="str"),
            "count": total[kept],
            "query": pd.Series(queries, dtype="str"),
        }
    )
    return table, counts[kept]


def _by_part(corpus: Corpus, query: str, parts: Partition) -> NDArray[np.int64]:
    hits = corpus.find(query)
    return np.bincount(parts.of(hits[:, 0]), minlength=len(parts))


def _measured(table: pd.DataFrame, counts: Any, parts: Partition, seed: int) -> pd.DataFrame:
    table["range"] = part_range(counts, parts.sizes)
    table["parts"] = len(parts)
    table["dp"] = dp(counts, parts.sizes)
    table["dp_norm"] = dp_norm(counts, parts.sizes)
    low, high = dp_band(table["count"], parts.sizes, seed=seed)
    table["band_low"], table["band_high"] = low, high
    table["against_band"] = _against_band(table["dp"].to_numpy(), low, high).mask(
        table["count"] < LEAST
    )
    return table


def _against_band(
    values: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]
) -> "pd.Series[str]":
    """Below, in or above the band; missing where there is no value."""
    place = 1 + (values > high).astype(int) - (values < low).astype(int)
    names = pd.Series(np.array(AGAINST_BAND, dtype=object)[place], dtype="str")
    return names.mask(np.isnan(values))
