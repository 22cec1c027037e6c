"""How varied are the words of each part?"""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import restrict
from discourse.corpus.store.parts import partition
from discourse.measures.diversity import (
    HDD_DRAWS,
    MATTR_WINDOW,
    MTLD_MIN_TOKENS,
    MTLD_THRESHOLD,
    hdd,
    mattr,
    mtld,
    ttr,
)
from discourse.record import verb

MEASURES = {"ttr": ttr, "mattr": mattr, "mtld": mtld, "hdd": hdd}
KINDS = {
    **dict.fromkeys(("tokens", "types", "hapaxes"), "int64"),
    **dict.fromkeys(MEASURES, "float64"),
    "note": "str",
}
# The fewest tokens of which each measure can be taken.
LEAST = {"mattr": MATTR_WINDOW, "mtld": MTLD_MIN_TOKENS, "hdd": HDD_DRAWS}


@verb(
    columns=(
        "part", "tokens", "types", "hapaxes", "ttr", "mattr", "mtld", "hdd", "note", "query",
    ),
    cites=("covington-mcfall-2010", "mccarthy-jarvis-2010", "mccarthy-jarvis-2007"),
    methods=(
        "lexical diversity was measured by {by} as the type-token ratio,",
        f"MATTR over {MATTR_WINDOW} tokens [@covington-mcfall-2010],",
        f"MTLD at {MTLD_THRESHOLD} [@mccarthy-jarvis-2010]",
        f"and HD-D of {HDD_DRAWS} tokens [@mccarthy-jarvis-2007]",
    ),
)  # fmt: skip
def diversity(corpus: Corpus, *, by: str = "section") -> pd.DataFrame:
    """One row a part, in the order of the text.

    Parameters
    ----------
    by : "document", "section", "sentence" or a metadata column.

    Returns
    -------
    DataFrame with ``part, tokens, types, hapaxes, ttr, mattr, mtld, hdd, note, query``. ``hapaxes``
    are types that stand once in the part. ``ttr`` = types / tokens falls as a text grows and
    compares parts of equal length only. ``mattr`` is its mean over all stretches of 50 tokens,
    ``hdd`` the ratio to expect among 42 tokens drawn at random, ``mtld`` the mean number of tokens
    over which it stays at 0.72 or above. Of a part that is too short for a measure the value is
    missing, and ``note`` says how short. ``query`` has the tokens of the part as its hits.

    Raises
    ------
    DiscourseError : a `by` that is not here.

    References
    ----------
    McCarthy & Jarvis (2010), MTLD, vocd-D, and HD-D. Behavior Research Methods 42(2), 381-392.

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
    parts = partition(corpus.store, by)
    of_token = np.repeat(parts.codes, np.diff(parts.bounds))
    ids = corpus.store.index.term_ids[np.argsort(of_token, kind="stable")]
    ends = np.cumsum(parts.sizes)
    rows = [_row(ids[e - s : e]) for e, s in zip(ends, parts.sizes, strict=True)]
    table = pd.DataFrame(rows, columns=list(KINDS)).astype(KINDS)
    number = np.arange(len(parts))
    table.insert(0, "part", parts.label_column(number))
    every_token = ["[]"] * len(parts)
    table["query"] = pd.Series(restrict(every_token, parts, number), dtype="str")
    return table


def _row(ids: NDArray[Any]) -> list[object]:
    counts = np.unique(ids, return_counts=True)[1]
    values = {name: measure(ids) for name, measure in MEASURES.items()}
    notes = [f"{name} needs {LEAST[name]} tokens" for name in LEAST if len(ids) < LEAST[name]]
    if len(ids) >= LEAST["mtld"] and np.isnan(values["mtld"]):
        notes.append("mtld needs a word that stands twice")
    singles = int(np.sum(counts == 1))
    return [len(ids), len(counts), singles, *values.values(), "; ".join(notes)]
