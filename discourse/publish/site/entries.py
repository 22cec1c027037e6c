"""Rows of tables entered in the ledger: the evidence behind each row, and the numbers in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.publish.provenance.recipes import CORPUS_TABLES
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.stretches import find_stretches
from discourse.publish.site.ledger import Evidence, Ledger


@dataclass(frozen=True)
class EnteredRow:
    """A row of a table whose evidence is in the ledger.

    ``counts`` are the columns that the page counts itself; the others are computed from it.
    """

    ledger: Ledger
    table: str
    row: "pd.Series[Any]"
    evidence: int
    counts: tuple[str, ...]

    def enter_cell(self, column: str) -> int:
        """Enter the cell of a column; if it is not a number, enter only the lines behind it."""
        value = pd.to_numeric(self.row[column], errors="coerce")
        known = None if pd.isna(value) else float(value)
        return self.ledger.enter_number(self._label(column), known, self.evidence_of(column))

    def evidence_of(self, column: str) -> Evidence:
        """What a cell rests on, and whether the page counts it."""
        return Evidence(self.evidence, column if column in self.counts else "")

    def _label(self, column: str) -> str:
        keys = {str(key): value for key, value in self.row.items()}
        name = row_name(keys) if self.table else str(keys.get("query", keys.get("line_id")))
        return "; ".join(part for part in (self.table, name, column) if part)


def enter_row(
    ledger: Ledger, corpus: Corpus, table: str, options: Mapping[str, Any], row: "pd.Series[Any]"
) -> EnteredRow | None:
    """Enter a row with its evidence; None if its count is not confirmed by that evidence.

    Parameters
    ----------
    ledger : Ledger
        The ledger of the page.
    corpus : Corpus
        The corpus that the row is about.
    table : str
        The verb that made the row, or a table of the corpus; "" for a query alone.
    options : mapping
        The options with which the table was made.
    row : Series
        The row.
    """
    if table in CORPUS_TABLES:  # its rows describe stretches of text, not hits
        stretches = find_stretches(corpus, table, options, row)
        evidence, found = ledger.enter_stretches(corpus, stretches)
        if "tokens" in row and row["tokens"] != found:  # some of a subset's text is masked
            return None
        return EnteredRow(ledger, table, row, evidence, ("tokens", "characters"))
    if "query" not in row and "line_id" not in row:
        return None
    evidence, found = ledger.enter_lines(corpus, row)
    if "count" in row and row["count"] != found:
        return None
    return EnteredRow(ledger, table, row, evidence, ("count",))
