"""Displayed tables linked to their lines: a number is linked only if it is found again.

The stored HTML of a table does not say how the table was made. So its rows are looked up in the
tables that the notebook's own code makes, and a row is linked if it shows the numbers of one of
their rows.
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
from discourse.publish.claims.written_numbers import is_number, shows_value
from discourse.publish.provenance.row_keys import KEYS
from discourse.publish.site.calls import NotebookTable
from discourse.publish.site.entries import EnteredRow, enter_row
from discourse.publish.site.grids import CellPlace, Grid
from discourse.publish.site.ledger import Ledger

# The columns that name a displayed row; a row of a table is found by these.
NAME_COLUMNS = (*KEYS, "node")
# The column of a row's link is the first of these that is shown, else its first number.
LINK_COLUMNS = ("count", "line_id", "tokens", "one")


@dataclass
class LinkedCells:
    """The cells of a grid that are numbers of the ledger, and those among them that are links."""

    numbers: dict[CellPlace, int] = field(default_factory=dict)
    links: set[CellPlace] = field(default_factory=set)
    rows: int = 0


def link_grid(
    ledger: Ledger, shown: Grid, tables: Sequence[NotebookTable], corpora: Sequence[Corpus]
) -> LinkedCells:
    """Enter the cells of a grid in the ledger, from the table that has most of its rows.

    No corpus is guessed: where tables of several corpora have as many of the rows, none is linked.

    Parameters
    ----------
    ledger : Ledger
        The ledger of the page.
    shown : Grid
        The table as it is displayed.
    tables : sequence of NotebookTable
        The tables that may be displayed: those of the corpora that the cell uses.
    corpora : sequence of Corpus
        The corpora that the cell uses; a single one answers for pivoted counts.
    """
    if shown.over:
        return _link_pivot(ledger, shown, corpora[0]) if len(corpora) == 1 else LinkedCells()
    candidates = [one for one in tables if _naming_columns(shown, one.table)]
    found = [
        [_find_row(shown, at, one.table) for at in range(len(shown.rows))] for one in candidates
    ]
    best = _best_table(candidates, found)
    result = LinkedCells()
    for at in range(len(shown.rows)):
        row = None if best is None else found[best][at]
        if best is not None and row is not None:
            one = candidates[best]
            _enter_shown_row(
                result, shown, at, enter_row(ledger, one.corpus, one.verb, one.options, row)
            )
        elif "line_id" in shown.columns:
            for corpus in corpora:
                entered = _enter_line(ledger, corpus, shown.record(at))
                if entered is not None:
                    _enter_shown_row(result, shown, at, entered)
                    break
    return result


def _best_table(
    candidates: Sequence[NotebookTable], found: Sequence[Sequence["pd.Series[Any] | None"]]
) -> int | None:
    """The table that has most of the displayed rows; None if tables of other corpora have them."""
    counts = [_count_found_rows(rows) for rows in found]
    most = max(counts, default=0)
    best = [at for at, count in enumerate(counts) if count == most]
    corpora = {candidates[at].corpus.fingerprint for at in best}
    return best[0] if most and len(corpora) == 1 else None


def _count_found_rows(rows: Sequence["pd.Series[Any] | None"]) -> int:
    """Count the displayed rows that were found in a table."""
    return sum(row is not None for row in rows)


def _enter_line(ledger: Ledger, corpus: Corpus, record: Mapping[str, str]) -> EnteredRow | None:
    """Enter a row that names a line, if the line exists and has the node that is shown."""
    name = record.get("document", "")  # pandas may have cut it off
    row = {"line_id": record["line_id"], "document": name if name in corpus else ""}
    try:
        node = find_line(corpus.store, row["line_id"], row["document"])[0].node
    except DiscourseError:
        return None
    if not _is_same_name(record.get("node", node), node):
        return None
    return enter_row(ledger, corpus, "", {}, pd.Series(row))


def _naming_columns(shown: Grid, table: pd.DataFrame) -> list[str]:
    """The columns of a display that name the rows of a table."""
    return [name for name in NAME_COLUMNS if name in shown.columns and name in table.columns]


def _find_row(shown: Grid, at: int, table: pd.DataFrame) -> "pd.Series[Any] | None":
    """Find the only row of a table that agrees with all that a displayed row shows."""
    record = shown.record(at)
    rows = table
    for name in _naming_columns(shown, table):
        values = rows[name].astype("str")
        cut = record[name].endswith("...")
        rows = rows[(values == record[name]) | (values.str.startswith(record[name][:-3]) & cut)]
    columns = [name for name in shown.columns if name in table.columns]
    rows = rows[
        [all(_agrees_with(record[c], row[c]) for c in columns) for _, row in rows.iterrows()]
    ]
    numbers = [name for name in columns if name not in NAME_COLUMNS and is_number(record[name])]
    return rows.iloc[0] if len(rows) == 1 and (numbers or "line_id" in columns) else None


def _is_same_name(shown: str, value: str) -> bool:
    """Whether a name is the one shown; pandas cuts off long names and adds three points."""
    return value == shown or (shown.endswith("...") and value.startswith(shown[:-3]))


def _agrees_with(shown: str, value: Any) -> bool:
    """Whether a cell shows a value: a number rounded to the digits shown, anything else in full."""
    if shown in ("NaN", "<NA>", "None"):
        return bool(pd.isna(value))
    if isinstance(value, bool) or not pd.api.types.is_number(value) or not is_number(shown):
        return _is_same_name(shown, str(value))
    number = float(str(value))
    return number == number and shows_value(shown, number, either_half=True)


def _enter_shown_row(result: LinkedCells, shown: Grid, at: int, row: EnteredRow | None) -> None:
    if row is None:
        return
    record = shown.record(at)
    places = {name: (at, column) for column, name in enumerate(shown.columns)}
    known = [name for name in shown.columns if name in row.row.index]
    figures = [name for name in known if name not in NAME_COLUMNS and is_number(record[name])]
    for name in figures:
        result.numbers[places[name]] = row.enter_cell(name)
    link = next((name for name in [*LINK_COLUMNS, *figures] if name in known), "")
    if link:
        result.numbers.setdefault(places[link], row.enter_cell(link))
        result.links.add(places[link])
        result.rows += 1


def _link_pivot(ledger: Ledger, shown: Grid, corpus: Corpus) -> LinkedCells:
    """Link counts of terms by part; a cell is linked if its query has as many hits as it shows."""
    result = LinkedCells()
    conditions = _conditions_of_columns(corpus, shown.columns[1:])
    if shown.index != "term" or not conditions:
        return result
    for at, row in enumerate(shown.rows):
        for column, condition in enumerate(conditions, 1):
            query = f"{row[0]} :: {condition}"
            for found in _enter_query(ledger, corpus, query, row[column]):
                result.numbers[(at, column)] = found.enter_cell("count")
                result.links.add((at, column))
        result.rows += any(place[0] == at for place in result.links)
    return result


def _conditions_of_columns(corpus: Corpus, labels: Sequence[str]) -> list[str]:
    """The conditions that restrict a query to each part, if the labels are parts of the corpus."""
    for by in ("section", "document"):
        parts = partition(corpus.store, by)
        conditions = part_conditions(parts, np.arange(len(parts)))
        known = dict(zip(parts.labels, conditions, strict=True))
        if all(label in known for label in labels):
            return [known[label] for label in labels]
    return []


def _enter_query(ledger: Ledger, corpus: Corpus, query: str, shown: str) -> Iterator[EnteredRow]:
    """Enter a query as a row of its own, if it has as many hits as are shown."""
    try:
        count = len(corpus.find(query))
    except DiscourseError:  # a term that is not a query
        return
    if is_number(shown) and shows_value(shown, count):
        found = enter_row(ledger, corpus, "", {}, pd.Series({"query": query, "count": count}))
        if found is not None:
            yield found
