"""Displayed tables linked to their lines: a number is linked only if it is found again.

The stored HTML of a table does not say how it was made. Its rows are looked for in the tables that
the notebook's own code makes, and a row is linked if every number that it shows is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import find_line
from discourse.corpus.query.writing import part_conditions
from discourse.corpus.store.parts import partition
from discourse.errors import DiscourseError
from discourse.publish.claims.numbers import is_number, shows
from discourse.publish.provenance.row_keys import KEYS
from discourse.publish.site.calls import Made
from discourse.publish.site.entries import EnteredRow, enter_row
from discourse.publish.site.grids import Grid, Place
from discourse.publish.site.ledger import Ledger

# What names a row in a display: with these alone, a row of a table is found.
NAMES = (*KEYS, "node")
# Where a row's link is: its count, its line, the length of its stretch; else its first number.
LINKED = ("count", "line_id", "tokens")


@dataclass
class Linked:
    """The cells of a grid that are numbers of the ledger, and those of them that are links."""

    numbers: dict[Place, int] = field(default_factory=dict)
    links: set[Place] = field(default_factory=set)
    rows: int = 0


def link_grid(ledger: Ledger, shown: Grid, made: Sequence[Made], corpus: Corpus) -> Linked:
    """A grid's cells entered in the ledger, as a table has them that answers for most of its rows.

    Parameters
    ----------
    made : the tables that the notebook makes.
    corpus : the notebook's own, of which pivoted counts are asked.
    """
    if shown.over:
        return _pivoted(ledger, shown, corpus)
    candidates = [one for one in made if _names(shown, one.table)]
    found = [[_row(shown, at, one.table) for at in range(len(shown.rows))] for one in candidates]
    best = max(range(len(found)), key=lambda at: _answered(found[at]), default=None)
    result = Linked()
    for at in range(len(shown.rows)):
        row = None if best is None else found[best][at]
        if best is not None and row is not None:
            one = candidates[best]
            _enter(result, shown, at, enter_row(ledger, one.corpus, one.verb, one.options, row))
        elif "line_id" in shown.columns:
            _enter(result, shown, at, _line(ledger, corpus, shown.record(at)))
    return result


def _answered(rows: Sequence["pd.Series[Any] | None"]) -> int:
    """How many rows of a display a table has."""
    return sum(row is not None for row in rows)


def _line(ledger: Ledger, corpus: Corpus, record: Mapping[str, str]) -> EnteredRow | None:
    """A row that names a line, if the text has that line, and in it the node that is shown."""
    try:
        node = find_line(corpus.store, record["line_id"])[0].node
    except DiscourseError:
        return None
    if not _same(record.get("node", node), node):
        return None
    return enter_row(ledger, corpus, "", {}, pd.Series({"line_id": record["line_id"]}))


def _names(shown: Grid, table: pd.DataFrame) -> list[str]:
    """The columns that name rows, if the display has those by which the table tells them apart."""
    return [name for name in NAMES if name in shown.columns and name in table.columns]


def _row(shown: Grid, at: int, table: pd.DataFrame) -> "pd.Series[Any] | None":
    """The one row of a table that has all that a row of a display shows."""
    record = shown.record(at)
    rows = table
    for name in _names(shown, table):
        values = rows[name].astype("str")
        cut = record[name].endswith("...")
        rows = rows[(values == record[name]) | (values.str.startswith(record[name][:-3]) & cut)]
    columns = [name for name in shown.columns if name in table.columns]
    rows = rows[[all(_agrees(record[c], row[c]) for c in columns) for _, row in rows.iterrows()]]
    numbers = [name for name in columns if name not in NAMES and is_number(record[name])]
    return rows.iloc[0] if len(rows) == 1 and (numbers or "line_id" in columns) else None


def _same(shown: str, value: str) -> bool:
    """Whether a name is the one shown; pandas cuts long ones and ends them with three points."""
    return value == shown or (shown.endswith("...") and value.startswith(shown[:-3]))


def _agrees(shown: str, value: Any) -> bool:
    """Whether a cell shows a value: numbers rounded to the digits shown, all else as it is."""
    if shown in ("NaN", "<NA>", "None"):
        return bool(pd.isna(value))
    if isinstance(value, bool) or not pd.api.types.is_number(value) or not is_number(shown):
        return _same(shown, str(value))
    number = float(str(value))
    return number == number and shows(shown, number)


def _enter(result: Linked, shown: Grid, at: int, row: EnteredRow | None) -> None:
    if row is None:
        return
    record = shown.record(at)
    places = {name: (at, column) for column, name in enumerate(shown.columns)}
    known = [name for name in shown.columns if name in row.row.index]
    figures = [name for name in known if name not in NAMES and is_number(record[name])]
    for name in figures:
        result.numbers[places[name]] = row.number(name)
    link = next((name for name in [*LINKED, *figures] if name in known), "")
    if link:
        result.numbers.setdefault(places[link], row.number(link))
        result.links.add(places[link])
        result.rows += 1


def _pivoted(ledger: Ledger, shown: Grid, corpus: Corpus) -> Linked:
    """Counts of terms by part: a cell is linked if its query has as many hits as it shows."""
    result = Linked()
    conditions = _conditions(corpus, shown.columns[1:])
    if shown.index != "term" or not conditions:
        return result
    for at, row in enumerate(shown.rows):
        for column, condition in enumerate(conditions, 1):
            query = f"{row[0]} :: {condition}"
            for found in _counted(ledger, corpus, query, row[column]):
                result.numbers[(at, column)] = found.number("count")
                result.links.add((at, column))
        result.rows += any(place[0] == at for place in result.links)
    return result


def _conditions(corpus: Corpus, labels: Sequence[str]) -> list[str]:
    """What restricts a query to each part, if these are parts of the corpus."""
    for by in ("section", "document"):
        parts = partition(corpus.store, by)
        conditions = part_conditions(parts, np.arange(len(parts)))
        known = dict(zip(parts.labels, conditions, strict=True))
        if all(label in known for label in labels):
            return [known[label] for label in labels]
    return []


def _counted(ledger: Ledger, corpus: Corpus, query: str, shown: str) -> Iterator[EnteredRow]:
    """A query entered as a row of itself, if it has as many hits as are shown."""
    try:
        count = len(corpus.find(query))
    except DiscourseError:  # a term that is no query
        return
    if is_number(shown) and shows(shown, count):
        found = enter_row(ledger, corpus, "", {}, pd.Series({"query": query, "count": count}))
        if found is not None:
            yield found
