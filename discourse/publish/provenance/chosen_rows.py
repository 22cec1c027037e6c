"""How the rows of a saved table were chosen, as far as they and the whole table say it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.errors import count_noun
from discourse.publish.provenance.table_differences import match_rows
from discourse.text.stopwords import stopwords

# The columns at whose values tables are usually cut, and what a reader calls them.
CUT_AT = {
    "count": "a count",
    "count_reference": "a count in the reference",
    "range": "a range",
    "tfidf": "a TF-IDF",
    "log_likelihood": "a log-likelihood",
    "log_dice": "a log-Dice",
}

Rows = NDArray[np.bool_]


class _Filter(NamedTuple):
    """A condition that rows may have to satisfy: which do, and its words."""

    kept: Rows
    words: str


def describe_rows(written: pd.DataFrame, again: pd.DataFrame) -> str:
    """Say how many of the rows of a table are shown, and by which rule they were chosen.

    The rule is found by trying: function words left out, a least value, an interval off zero, and
    the first of what is left. Rows that no such rule gives were chosen by hand.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.publish.export.data_files import text_cells
    >>> terms = dc.frequencies(dc.read("seeds/"))
    >>> describe_rows(text_cells(terms.head(3)), terms)
    'the first 3 of 475 rows of its table are shown'
    >>> describe_rows(text_cells(terms.iloc[[5, 300]]), terms)
    '2 of 475 rows of its table, chosen by the authors, are shown'
    """
    places = {at for at in match_rows(written, again) if at is not None}
    shown = np.array([at in places for at in range(len(again))], dtype=bool)
    return _describe_choice(again, shown) + _describe_zeros(again[shown])


def _describe_zeros(rows: pd.DataFrame) -> str:
    """How many of the rows shown have a ratio to a count of 0."""
    if not {"log_ratio", "count", "count_reference"} <= set(rows.columns):
        return ""
    zeros = int(((rows["count"] == 0) | (rows["count_reference"] == 0)).sum())
    return f", {zeros:,} of them with a count of 0 (0.5 in the log ratio)" if zeros else ""


def _describe_choice(again: pd.DataFrame, shown: Rows) -> str:
    total = f"{len(again):,}"
    if shown.all():
        return f"all {count_noun(len(again), 'row')} of its table are shown"
    for kept in _combine(again, shown):
        left = (
            np.logical_and.reduce([each.kept for each in kept]) if kept else ~np.zeros_like(shown)
        )
        rule = " and ".join(each.words for each in kept)
        if (left == shown).all():
            return f"{shown.sum():,} of {total} rows of its table are shown: those {rule}"
        if _is_first(left, shown):
            of = f" {rule}" if rule else ""
            return f"the first {shown.sum():,} of {total} rows of its table{of} are shown"
    terms = _count_first_terms(again, shown)
    if terms:
        return f"{shown.sum():,} of {total} rows of its table are shown: {terms}"
    return f"{shown.sum():,} of {total} rows of its table, chosen by the authors, are shown"


def _combine(again: pd.DataFrame, shown: Rows) -> Iterator[Sequence[_Filter]]:
    """Conditions that all rows shown satisfy, the fewest first."""
    found = [each for each in _list_filters(again, shown) if each.kept[shown].all()]
    found = [each for each in found if not each.kept.all()]
    yield ()
    for each in found:
        yield (each,)
    for at, first in enumerate(found):
        for second in found[at + 1 :]:
            yield (first, second)


def _list_filters(again: pd.DataFrame, shown: Rows) -> Iterator[_Filter]:
    if "term" in again:
        kept = ~again["term"].isin(stopwords()).to_numpy()
        yield _Filter(kept, "that are no function words")
    for column, name in CUT_AT.items():
        if column in again and shown.any():
            values = again[column].to_numpy(dtype=float)
            least = values[shown].min()
            yield _Filter(values >= least, f"with {name} of at least {least:.4g}")
    if {"log_ratio_low", "log_ratio_high"} <= set(again.columns):
        low, high = (again[f"log_ratio_{end}"].to_numpy(float) for end in ("low", "high"))
        yield _Filter((low > 0) | (high < 0), "whose interval of the log ratio excludes 0")


def _is_first(left: Rows, shown: Rows) -> bool:
    """Whether the rows shown are the first of those left."""
    return bool((np.flatnonzero(left)[: shown.sum()] == np.flatnonzero(shown)).all())


def _count_first_terms(again: pd.DataFrame, shown: Rows) -> str:
    """The words for all rows of the first terms of a table by part, if these are shown."""
    if not {"term", "part"} <= set(again.columns):
        return ""
    content = ~again["term"].isin(stopwords())
    for kept, words in ((content, " that are no function words"), (content | True, "")):
        first = again.loc[kept, "term"].drop_duplicates().head(again.loc[shown, "term"].nunique())
        if (again["term"].isin(first).to_numpy() == shown).all():
            return f"those of the first {len(first):,} terms{words}"
    return ""
