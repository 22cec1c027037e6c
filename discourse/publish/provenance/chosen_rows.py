"""Which rows of a verb's table a bundle shows, in words that can be checked."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.errors import count_noun
from discourse.publish.provenance.row_keys import keys_in
from discourse.publish.provenance.table_differences import match_rows
from discourse.text.stopwords import stopwords

ALL, BY_HAND = "all", "by hand"
CONTENT = "that are no function words"
STOP_LIST = " (English stop list of discourse)"
# The counts at which tables are usually cut, and what a reader calls them. A least value of another
# column would fit rows that were chosen by something else.
CUT_AT = {
    "count": "a count",
    "count_reference": "a count in the reference",
    "range": "a range",
}

# The values of G² at which tables are usually cut, and of p and q, the strictest first.
CRITICAL = (15.13, 10.83, 6.63, 3.84)
LEVELS = {"p_value": "p", "q_value": "q"}
USUAL_LEVELS = (0.001, 0.01, 0.05)

Rows = NDArray[np.bool_]


class _Filter(NamedTuple):
    """A condition that rows may have to satisfy: which do, and its words.

    A least count that is taken from the rows always fits some of them: ``fitted`` conditions have
    to give all rows that are shown, and not only the first.
    """

    kept: Rows
    words: str
    fitted: bool = False


def describe_rows(again: pd.DataFrame, shown: Sequence[int]) -> dict[str, Any]:
    """How many rows of how many are shown, and by which rule they were chosen.

    The rule is found by trying: function words left out, a least count, a direction, an interval
    off zero or on one side of it, a usual level of G², p or q, statuses, one value alone, and the
    first of what is left; of a table by part, also all rows of the first terms. Rows that no such
    rule gives were chosen by hand.

    Parameters
    ----------
    again : DataFrame
        The table that the recipe makes.
    shown : sequence of int
        The rows that are shown, by their numbers in this table, in their order.

    Returns
    -------
    dict
        ``shown``, ``of``, ``chosen`` ("all", "by hand", or the rule) and ``order`` ("of its
        table", or "by hand").

    Examples
    --------
    >>> again = pd.DataFrame({"term": ["the", "china", "rights"], "count": [9, 7, 2]})
    >>> describe_rows(again, [0, 1])
    {'shown': 2, 'of': 3, 'chosen': 'the first 2', 'order': 'of its table'}
    >>> describe_rows(again, [2, 0])["chosen"], describe_rows(again, [1, 2])["chosen"]
    ('by hand', 'those that are no function words')
    """
    rows = sorted(shown)
    return {
        "shown": len(rows),
        "of": len(again),
        "chosen": _describe_choice(again, rows),
        "order": "of its table" if list(shown) == rows else BY_HAND,
    }


def say_rows(choice: Mapping[str, Any], again: pd.DataFrame, shown: Sequence[int]) -> str:
    """Say in a sentence what `describe_rows` gives, and how many ratios are to a count of 0.

    Of the first rows, the least count is said if all others that could be shown have fewer.

    Examples
    --------
    >>> again = pd.DataFrame({"term": ["the", "china", "rights"], "count": [9, 7, 2]})
    >>> say_rows(describe_rows(again, [0, 1]), again, [0, 1])
    'the first 2 of 3 rows of its table, down to a count of 7, are shown'
    >>> say_rows(describe_rows(again, [0, 2]), again, [0, 2])
    '2 of 3 rows of its table, chosen by the authors, are shown'
    """
    total, chosen = f"{choice['of']:,}", str(choice["chosen"])
    first = f"the first {choice['shown']:,}"
    if chosen == ALL:
        said = f"all {count_noun(choice['of'], 'row')} of its table are shown"
    elif chosen == BY_HAND:
        said = f"{choice['shown']:,} of {total} rows of its table, chosen by the authors, are shown"
    elif chosen.startswith(first):
        which = chosen.removeprefix(first) + _say_least_count(chosen, again, shown)
        said = f"{first} of {total} rows of its table{which} are shown"
    else:
        said = f"{choice['shown']:,} of {total} rows of its table are shown: {chosen}"
    return said.replace(CONTENT, CONTENT + STOP_LIST) + _say_zeros(again.iloc[list(shown)])


def _say_least_count(chosen: str, again: pd.DataFrame, shown: Sequence[int]) -> str:
    """The count at which a list by count is cut, unless the cut is inside a tie."""
    rule = chosen.removeprefix(f"the first {len(shown):,}").strip()
    if "count" not in again or rule not in ("", CONTENT):
        return ""
    counts = again["count"]
    if rule:
        counts = counts[~again["term"].isin(stopwords())]
    least = again["count"].iloc[list(shown)].min()
    if not counts.is_monotonic_decreasing or (counts >= least).sum() != len(shown):
        return ""
    return f", down to a count of {least:,},"


def _say_zeros(rows: pd.DataFrame) -> str:
    if not {"log_ratio", "count", "count_reference"} <= set(rows.columns):
        return ""
    zeros = int(((rows["count"] == 0) | (rows["count_reference"] == 0)).sum())
    return f", {zeros:,} of them with a count of 0 (0.5 in the log ratio)" if zeros else ""


def _describe_choice(again: pd.DataFrame, rows: Sequence[int]) -> str:
    shown = np.zeros(len(again), dtype=bool)
    shown[list(rows)] = True
    if shown.all():
        return ALL
    if not shown.any():
        return BY_HAND
    for kept in _combine(again, shown):
        left = np.logical_and.reduce([np.ones_like(shown), *(each.kept for each in kept)])
        rule = " and ".join(each.words for each in kept)
        if kept and (left == shown).all():
            return f"those {rule}"
        if _is_first(left, shown) and not any(each.fitted for each in kept):
            return f"the first {len(rows):,} {rule}".rstrip()
    return _count_first_terms(again, shown) or BY_HAND


def _combine(again: pd.DataFrame, shown: Rows) -> Iterator[Sequence[_Filter]]:
    """Conditions that all rows shown satisfy, the fewest first."""
    found = [each for each in _list_filters(again, shown) if each.kept[shown].all()]
    found = [each for each in found if not each.kept.all()]
    found.sort(key=lambda each: each.fitted)  # these fit more often by chance
    yield ()
    for each in found:
        yield (each,)
    for at, first in enumerate(found):
        for second in found[at + 1 :]:
            yield (first, second)
    fixed = [each for each in found if not each.fitted]
    yield from combinations(fixed, 3)


def _list_filters(again: pd.DataFrame, shown: Rows) -> Iterator[_Filter]:
    if "term" in again:
        kept = ~again["term"].isin(stopwords()).to_numpy()
        yield _Filter(kept, CONTENT)
    for column, name in CUT_AT.items():
        if column in again:
            values = again[column].to_numpy(dtype=float)
            least = values[shown].min()
            if shown.sum() > 1:
                yield _Filter(values >= least, f"with {name} of at least {least:g}", fitted=True)
    if shown.sum() > 1:
        yield from _list_sides(again)
        yield from _list_levels(again)
        if "status" in again:
            yield from _list_statuses(again["status"].astype(str), shown)
    for column in again.columns.difference(["query", "status", "term"]):
        if shown.sum() > 1 and not pd.api.types.is_numeric_dtype(again[column]):
            values = again[column].astype(str).to_numpy()
            if len(found := set(values[shown])) == 1:
                value = found.pop()
                words = f"whose {column} is {value}" if value else f"without a {column}"
                yield _Filter(values == value, words)


def _list_sides(again: pd.DataFrame) -> Iterator[_Filter]:
    """Conditions on the direction of log ratios, and on the side of 0 of their intervals."""
    if "log_ratio" not in again:
        return
    ends = ("log_ratio_low", "log_ratio_high")
    low, high = ends if set(ends) <= set(again.columns) else ("low", "high")
    if {low, high} <= set(again.columns):
        above, below = again[low].to_numpy(float) > 0, again[high].to_numpy(float) < 0
        yield _Filter(above | below, "whose interval of the log ratio excludes 0")
        yield _Filter(above, "whose interval of the log ratio is above 0")
        yield _Filter(below, "whose interval of the log ratio is below 0")
    ratios = again["log_ratio"].to_numpy(float)
    yield _Filter(ratios > 0, "whose log ratio is above 0")
    yield _Filter(ratios < 0, "whose log ratio is below 0")


def _list_levels(again: pd.DataFrame) -> Iterator[_Filter]:
    """Conditions on G², p and q at the values that are usual."""
    if "log_likelihood" in again:
        values = again["log_likelihood"].abs().to_numpy(float)
        for critical in CRITICAL:
            yield _Filter(values >= critical, f"with a log-likelihood of at least {critical:g}")
    for column, name in LEVELS.items():
        if column in again:
            for level in USUAL_LEVELS:
                kept = again[column].to_numpy(float) < level
                yield _Filter(kept, f"with {name} below {level:g}")


def _list_statuses(statuses: "pd.Series[str]", shown: Rows) -> Iterator[_Filter]:
    """The statuses of the rows that are shown, or the only one that they do not have."""
    found = set(statuses[shown])
    others = set(statuses) - found
    words = f"is {' or '.join(sorted(found))}"
    if len(others) == 1 < len(found):
        words = f"is not {others.pop()}"
    yield _Filter(statuses.isin(found).to_numpy(), f"whose status {words}")


def _is_first(left: Rows, shown: Rows) -> bool:
    """Whether the rows shown are the first of those left."""
    first = np.flatnonzero(left)[: shown.sum()]
    return np.array_equal(first, np.flatnonzero(shown))


def _count_first_terms(again: pd.DataFrame, shown: Rows) -> str:
    """The words for all rows of the first terms of a table by part, if these are shown.

    The terms may be the first of all rows, or of those whose count is at least what each term that
    is shown has in some part.
    """
    if not {"term", "part"} <= set(again.columns):
        return ""
    terms = again.loc[shown, "term"]
    content = ~again["term"].isin(stopwords())
    leasts = [0]
    if "count" in again:
        leasts.append(int(again.loc[shown].groupby("term")["count"].max().min()))
    for least in leasts:
        enough = again["count"] >= least if least else content | True
        among = f", among rows with a count of at least {least:,}" if least else ""
        for kept, words in ((content, f" {CONTENT}"), (content | True, "")):
            first = again.loc[kept & enough, "term"].drop_duplicates().head(terms.nunique())
            if (again["term"].isin(first).to_numpy() == shown).all():
                return f"those of the first {len(first):,} terms{words}{among}"
    return ""


def find_repeated(written: pd.DataFrame, again: pd.DataFrame) -> list[tuple[int, int]]:
    """The rows of a table that repeat an earlier one, as pairs of numbers from 1.

    Rows repeat each other if they are the same row of the table that the recipe makes.
    """
    keys = keys_in(again.columns.intersection(written.columns))
    if not keys or again[keys].astype(str).duplicated().any():
        return []
    first: dict[int, int] = {}
    pairs = [
        (number, first.setdefault(at, number))
        for number, at in enumerate(match_rows(written, again), 1)
        if at is not None
    ]
    return [(number, earlier) for number, earlier in pairs if number != earlier]
