"""The lines of text behind a row of a table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from discourse.analyses.concordance import concordance
from discourse.corpus.corpus import Corpus
from discourse.corpus.lines import Concordance, find_line
from discourse.errors import DiscourseError


def lines(corpus: Corpus, row: "pd.Series[Any] | Mapping[str, Any]") -> Concordance:
    """The lines of text behind a row: as many as its ``count``, or the one that the row is.

    Parameters
    ----------
    corpus : the corpus that the table was made of.
    row : one row of a verb's table, as ``table.iloc[0]``. A ``line_id`` gives that line, a
        ``query`` its hits.

    Raises
    ------
    DiscourseError : a row with neither, or a ``line_id`` of another corpus.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> row = dc.tfidf(paper, by="section").iloc[1]
    >>> row["part"], row["term"], int(row["count"])
    ('2', 'declaration', 4)
    >>> len(dc.lines(paper, row))
    4
    """
    if "line_id" in row:
        return find_line(corpus, str(row["line_id"]))
    if "query" in row:
        return concordance(corpus, str(row["query"]))
    given = ", ".join(map(repr, row.keys()))
    raise DiscourseError(
        f"a row resolves to lines by its 'query' or its 'line_id'; this one has {given}. "
        "Give a row of a table that a verb made, as table.iloc[0]."
    )
