"""Which codes do coders give to the same lines?"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import both_query, span_query
from discourse.layers.coding.units import CodedUnits, find_coded_layers, read_units
from discourse.record import verb

KINDS = {
    **dict.fromkeys(("coder", "coder_other", "label", "label_other"), "str"),
    "count": "int64",
    "query": "str",
}


@verb(
    columns=tuple(KINDS),
    methods=("the codes that coders of {layers} gave to the same lines were counted",),
)
def confusion(corpus: Corpus, layers: str | Sequence[str]) -> pd.DataFrame:
    """One row per pair of coders, code of the one and code of the other; the most frequent first.

    Parameters
    ----------
    corpus : Corpus
        The corpus, with the layers of the coders.
    layers : str or sequence of str
        The name of a codebook, such as "rights", whose coders have the layers ``rights_A`` and
        ``rights_B``; or the names of layers of spans.

    Returns
    -------
    DataFrame
        The columns are ``coder, coder_other, label, label_other, count, query``: how many lines
        have ``label`` from the one and ``label_other`` from the other, and the query for these
        lines. Pairs of codes without a line are among the rows.

    Raises
    ------
    DiscourseError
        If there are no two coders.

    See Also
    --------
    dc.agreement : How far coders agree.
    dc.layers.codes : The codes of all coders as layers.

    Notes
    -----
    Such a table of two coders is what the coefficients of agreement are computed from [1]_.

    Limits: counts are not corrected for chance; `agreement` does that. Only lines that both coders
    have coded are counted, and a line with several codes is in several rows, so that rows do not
    add up to lines. A few disputes on a pair of codes say that the lines are worth reading, not
    which code is right.

    ``discourse docs coding`` goes from a codebook to agreement and decisions.

    References
    ----------
    .. [1] Artstein & Poesio (2008), Inter-coder agreement for computational linguistics.
       Computational Linguistics 34(4), 555-596.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> paper = paper.with_layer(*dc.layers.codes(paper, "notebooks/codes/rights.toml"))
    >>> table = dc.confusion(paper, "rights")
    >>> table[["label", "label_other", "count"]].head(4)
             label  label_other  count
    0  institution  institution     10
    1      process      process      4
    2         head         head      3
    3         head  institution      1
    """
    found = find_coded_layers(corpus.store, layers)
    names = list(found.values())
    units = read_units(corpus.store, found)
    rows: list[dict[str, Any]] = []
    for one, other in combinations(range(len(names)), 2):
        rows += _count_pair(units.pair(one, other), names[one], names[other])
    table = pd.DataFrame(rows, columns=list(KINDS)).astype(KINDS)
    order = ["coder", "coder_other", "count", "label", "label_other"]
    return table.sort_values(order, ascending=[True, True, False, True, True], ignore_index=True)


def _count_pair(units: CodedUnits, layer: str, layer_other: str) -> Iterator[dict[str, Any]]:
    given, given_other = units.said
    for label in units.codes:
        for label_other in units.codes:
            lines = [
                line
                for line in units.compared
                if label in given[line] and label_other in given_other[line]
            ]
            yield {
                "coder": units.coders[0],
                "coder_other": units.coders[1],
                "label": label,
                "label_other": label_other,
                "count": len(lines),
                "query": both_query(span_query(layer, label), span_query(layer_other, label_other)),
            }
