"""How varied is the vocabulary of each part?"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import restrict, valued_query
from discourse.corpus.store.layer_values import TERM, count_values
from discourse.corpus.store.part_sequences import measure_parts
from discourse.corpus.store.parts import partition
from discourse.corpus.tabulation import label_parts
from discourse.errors import check_texts, one_of
from discourse.measures.diversity import (
    HDD_DRAWS,
    MATTR_WINDOW,
    MSTTR_SEGMENT,
    MTLD_MIN_TOKENS,
    MTLD_THRESHOLD,
    hdd,
    herdan_c,
    mattr,
    msttr,
    mtld,
    root_ttr,
    ttr,
    yule_k,
)
from discourse.record import verb

MEASURES = {"ttr": ttr, "mattr": mattr, "mtld": mtld, "hdd": hdd}
MORE_MEASURES = {"herdan_c": herdan_c, "msttr": msttr, "root_ttr": root_ttr, "yule_k": yule_k}
COUNTS = ("tokens", "types", "hapaxes")
# The fewest tokens for which each measure is defined.
MIN_TOKENS = {
    "mattr": MATTR_WINDOW, "mtld": MTLD_MIN_TOKENS, "hdd": HDD_DRAWS, "msttr": MSTTR_SEGMENT,
    "herdan_c": 2,
}  # fmt: skip


def _choose_measures(measures: Any) -> list[str]:
    """The further measures that were asked for, each once."""
    chosen = check_texts("measures", measures, "yule_k")
    return list(dict.fromkeys(one_of("measures", name, MORE_MEASURES) for name in chosen))


@verb(
    columns=("part", *COUNTS, *MEASURES, "note", "query"),
    cites=("covington-mcfall-2010", "mccarthy-jarvis-2010", "mccarthy-jarvis-2007"),
    methods=(
        "lexical diversity",
        "{!of=term?}of the {of:layer}",
        "was measured by {by} as the type-token ratio,",
        f"MATTR (window of {MATTR_WINDOW} tokens) [@covington-mcfall-2010],",
        f"MTLD (threshold {MTLD_THRESHOLD}) [@mccarthy-jarvis-2010]",
        f"and HD-D (samples of {HDD_DRAWS} tokens) [@mccarthy-jarvis-2007]",
        "as well as {measures}",
    ),
    recorded={"measures": _choose_measures},
)
def diversity(
    corpus: Corpus,
    *,
    by: str | Sequence[str] = "section",
    of: str = TERM,
    measures: Sequence[str] = (),
) -> pd.DataFrame:
    """One row per part, in the order of the text.

    Parameters
    ----------
    corpus : Corpus
        The corpus to measure.
    by : str or sequence of str
        "document", "section", "sentence", a metadata column or a layer of spans, or several, as in
        ``["party", "decade"]``, whose combinations are the parts.
    of : str
        What a type is: "term", a layer that gives each token a value, or several of them, as in
        "lemma+pos". Tokens without a value are left out.
    measures : sequence of str
        Further measures, each a column after the others: "herdan_c" (Herdan's C), "msttr" (mean
        ratio of segments of 100 tokens), "root_ttr" (Guiraud's R) and "yule_k" (Yule's K, higher
        for a vocabulary that is less varied). The formulas are in `discourse.measures.diversity`.

    Returns
    -------
    DataFrame
        The columns are ``part, tokens, types, hapaxes, ttr, mattr, mtld, hdd, note, query``.
        ``hapaxes`` is the number of types that occur once in the part. ``ttr`` = types / tokens
        falls as a text grows, so it compares only parts of equal length. ``mattr`` is its mean over
        all windows of 50 tokens, ``hdd`` its expected value in 42 tokens drawn at random, and
        ``mtld`` the mean number of tokens over which it stays at 0.72 or above [1]_. A value is
        missing if the part is too short for the measure; ``note`` says why. The hits of ``query``
        are the tokens of the part. If `by` names several columns, these follow.

    Raises
    ------
    DiscourseError
        For a `by` that the corpus does not have, or an unknown measure.

    See Also
    --------
    dc.frequencies : How often each type occurs.
    dc.dispersion : How evenly terms are spread over parts.

    Notes
    -----
    Limits: ``ttr`` and ``hapaxes`` depend on length; compare parts by the other measures. ``mattr``
    needs 50 tokens, ``hdd`` 42 and ``mtld`` 100, and just above that a few sentences decide. There
    is no interval and no test. A varied vocabulary is not a better one: names, quotations, numbers
    and another tokenizer raise the values.

    ``discourse docs glossary`` explains the columns in a sentence each.

    References
    ----------
    .. [1] McCarthy & Jarvis (2010), MTLD, vocd-D, and HD-D. Behavior Research Methods 42(2),
       381-392.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.diversity(dc.read("seeds/"))
    >>> table[["part", "tokens", "types", "mattr", "mtld"]].round(2)
       part  tokens  types  mattr   mtld
    0  lead      64     44   0.75    NaN
    1     1     275    141   0.75  53.98
    2     2     192     96   0.67  39.65
    3     3     380    143   0.67  33.11
    4     4     272    135   0.71  57.83
    5     5     201    114   0.75  59.99
    """
    further = _choose_measures(measures)
    store = count_values(corpus.store, of)
    parts = partition(store, by)
    rows = measure_parts(store, parts, _measure_part, further)
    kinds = {
        **dict.fromkeys(COUNTS, "int64"),
        **dict.fromkeys([*MEASURES, *further], "float64"),
        "note": "str",
    }
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    number = np.arange(len(parts))
    table = label_parts(table, parts, number)
    queries = restrict(pa.array([valued_query(of)]), np.zeros_like(number), parts, number)
    table["query"] = pd.Series(queries, dtype="str")
    return table[["part", *COUNTS, *MEASURES, "note", "query", *further, *parts.criteria]]


def _measure_part(ids: NDArray[Any], further: list[str]) -> list[object]:
    counts = np.unique(ids, return_counts=True)[1]
    chosen = MEASURES | {name: MORE_MEASURES[name] for name in further}
    values = {name: measure(ids) for name, measure in chosen.items()}
    notes = [
        f"{name} needs {least} tokens"
        for name, least in MIN_TOKENS.items()
        if name in chosen and len(ids) < least
    ]
    if len(ids) >= MIN_TOKENS["mtld"] and np.isnan(values["mtld"]):
        notes.append("mtld needs a word that stands twice")
    singles = int(np.sum(counts == 1))
    return [len(ids), len(counts), singles, *values.values(), "; ".join(notes)]
