"""The lines of text behind a row of a table."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import Concordance
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.errors import DiscourseError, check_type
from discourse.publish.provenance.corpora import name_corpus
from discourse.publish.provenance.recipes import described_parts
from discourse.publish.provenance.row_lines import hits_of_rows, resolve_row, table_of_lines


def lines(corpus: Corpus, row: "pd.Series[Any] | Mapping[str, Any]") -> Concordance:
    """Find the lines behind a row: as many as its ``count``, or the one line that it describes.

    Parameters
    ----------
    corpus : Corpus
        The corpus that the table was made from.
    row : Series or mapping
        One row of a verb's table, e.g. ``table.iloc[0]``. A ``line_id`` gives that line, in the
        row's ``document`` where several have this text, and several ids divided by "; " give
        theirs; a ``query`` gives its hits.

    Returns
    -------
    Concordance
        The lines, in the order of the text.

    Raises
    ------
    DiscourseError
        If the row has neither, its ``line_id`` is of another corpus, or it is a whole table.

    See Also
    --------
    dc.evidence : The lines behind all rows of a table.
    dc.concordance : Every hit of a query, in context.

    Notes
    -----
    ``discourse docs evidence`` explains how numbers lead to their lines.

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
    _check_corpus(corpus)
    if isinstance(row, pd.DataFrame):
        raise DiscourseError(
            f"row expects one row of a table, got a table of length {len(row):,}; give one row, "
            "e.g. table.iloc[0], or call dc.evidence(corpus, table) for the lines of all."
        )
    way_out = "give a row of a table that a verb made, such as table.iloc[0]"
    check_type("row", row, (pd.Series, Mapping), "a row of a table", way_out)
    if isinstance(row, pd.Series):
        _refuse_other_corpus(corpus, row)
    return resolve_row(corpus, row)


def evidence(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """One row per line behind the rows of a table: the row, then the line.

    Parameters
    ----------
    corpus : Corpus
        The corpus that the table was made from.
    table : DataFrame
        Rows of a verb's table.

    Returns
    -------
    DataFrame
        The columns of the table, yours included, then ``line_id, document, section, start_char,
        end_char, left, node, right``. A column of the table that has one of these names and says
        something else is called ``NAME_of_row``. Rows are in the order of the table, and the lines
        of each in the order of the text.

    Raises
    ------
    DiscourseError
        If a row does not resolve to lines.

    See Also
    --------
    dc.lines : The lines behind one row.
    dc.concordance : Every hit of a query, in context.
    dc.export : Write a table or lines for another program.

    Notes
    -----
    ``discourse docs evidence`` explains how numbers lead to their lines.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> table = dc.frequencies(paper, by="section").query("term == 'shared'")
    >>> dc.evidence(paper, table)[["part", "term", "line_id", "node"]].tail(2)
       part    term                 line_id    node
    5     1  shared  592c40085518:2270-2276  shared
    6  lead  shared    592c40085518:563-569  shared
    """
    _check_corpus(corpus)
    way_out = "give a table that a verb made, such as dc.frequencies(corpus)"
    check_type("table", table, pd.DataFrame, "a table", way_out)
    _refuse_other_corpus(corpus, table)
    return table_of_lines(corpus, table, hits_of_rows(corpus, table))


def _refuse_other_corpus(corpus: Corpus, made: "pd.DataFrame | pd.Series[Any]") -> None:
    """Refuse a table, or a row, whose provenance does not name this corpus.

    It may name several: a row of keyness has lines in the target and in the reference.
    """
    provenance = made.attrs.get("provenance")
    if not provenance:
        return
    recipe = json.loads(provenance)
    if corpus.fingerprint not in [part["fingerprint"] for part in described_parts(recipe)]:
        raise DiscourseError(
            f"the table was made from {name_corpus(recipe['corpus'])}, and given with "
            f"{name_corpus(corpus.recipe)}; give the corpus that it was made from."
        )


def _check_corpus(corpus: object) -> None:
    if isinstance(corpus, FrequencyList):
        raise DiscourseError(
            f"the list {corpus.name!r} has no text, and so no lines; its rows of a word are "
            "reference.rows('peace')."
        )
    check_type("corpus", corpus, Corpus, "a Corpus", "make one first: corpus = dc.read('texts/')")
