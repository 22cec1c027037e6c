"""Rows of tables entered in the ledger: the evidence behind each row, and the numbers in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.parts import document_of, partition
from discourse.publish.provenance.recipes import CORPUS_TABLES
from discourse.publish.provenance.row_keys import row_name
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
        stretches = _find_stretches(corpus, table, options, row)
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


def _find_stretches(
    corpus: Corpus, table: str, options: Mapping[str, Any], row: "pd.Series[Any]"
) -> Iterator[tuple[int, int, int]]:
    """The stretches of text that a row of a table of the corpus describes."""
    if table == "parts":
        yield from _stretches_of_part(corpus, options.get("by", "section"), str(row["part"]))
    elif table == "audit":
        region = corpus.store.regions.iloc[int(str(row.name))]
        yield int(region["document"]), int(region["start"]), int(region["end"])
    else:
        for number, name in enumerate(corpus.store.sources["document"]):
            if table == "corpus" or name == row["document"]:
                yield number, 0, len(corpus.store.texts[number])


def _stretches_of_part(corpus: Corpus, by: Any, label: str) -> Iterator[tuple[int, int, int]]:
    """From the first word to the last of each stretch of a part; a stretch ends with its document.

    Each is a document's number, and where the stretch starts and ends in its text.
    """
    parts, index = partition(corpus.store, by), corpus.store.index
    at = np.flatnonzero(parts.codes == list(parts.labels).index(label))
    firsts, ends = parts.bounds[at], parts.bounds[at + 1]
    documents = document_of(corpus.store, firsts)
    starts = index.starts[firsts].tolist()
    stops = index.ends[ends - 1].tolist()
    yield from zip(documents.tolist(), starts, stops, strict=True)
