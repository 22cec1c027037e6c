"""Rows of tables entered in the ledger: the evidence behind each, and the numbers in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.parts import partition
from discourse.publish.provenance.recipes import CORPUS_TABLES
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.site.ledger import Ledger, Rest


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

    def number(self, column: str) -> int:
        """Enter the cell of a column; a cell that holds no number is entered as its lines alone."""
        value = pd.to_numeric(self.row[column], errors="coerce")
        known = None if pd.isna(value) else float(value)
        return self.ledger.number(self._label(column), known, self.rest(column))

    def rest(self, column: str) -> Rest:
        """What a cell rests on, and whether the page counts it."""
        return Rest(self.evidence, column if column in self.counts else "")

    def _label(self, column: str) -> str:
        keys = {str(key): value for key, value in self.row.items()}
        named = row_name(keys) if self.table else str(keys.get("query", keys.get("line_id")))
        return "; ".join(part for part in (self.table, named, column) if part)


def enter_row(
    ledger: Ledger, corpus: Corpus, table: str, options: Mapping[str, Any], row: "pd.Series[Any]"
) -> EnteredRow | None:
    """A row entered with its evidence; None if that is not as many lines or words as it counts.

    Parameters
    ----------
    table : the verb that made the row, or a table of the corpus; "" for a query alone.
    options : what the table was asked for with.
    """
    if table in CORPUS_TABLES:  # a corpus makes it of itself: its rows rest on stretches of text
        evidence, found = ledger.stretches(corpus, _stretches(corpus, table, options, row))
        if "tokens" in row and row["tokens"] != found:  # some of a subset's text is masked
            return None
        return EnteredRow(ledger, table, row, evidence, ("tokens", "characters"))
    if "query" not in row and "line_id" not in row:
        return None
    evidence, found = ledger.lines(corpus, row)
    if "count" in row and row["count"] != found:
        return None
    return EnteredRow(ledger, table, row, evidence, ("count",))


def _stretches(
    corpus: Corpus, table: str, options: Mapping[str, Any], row: "pd.Series[Any]"
) -> Iterator[tuple[int, int, int]]:
    """The stretches of text that a row of a table of the corpus describes."""
    if table == "parts":
        yield from _of_part(corpus, str(options.get("by", "section")), str(row["part"]))
    elif table == "audit":
        region = corpus.store.regions.iloc[int(str(row.name))]
        yield int(region["document"]), int(region["start"]), int(region["end"])
    else:
        for number, name in enumerate(corpus.store.sources["document"]):
            if table == "corpus" or name == row["document"]:
                yield number, 0, len(corpus.store.texts[number])


def _of_part(corpus: Corpus, by: str, label: str) -> Iterator[tuple[int, int, int]]:
    """From the first word of each stretch of a part to its last."""
    parts, index = partition(corpus.store, by), corpus.store.index
    code = list(parts.labels).index(label)
    documents = index.documents
    for first, last, held in zip(parts.bounds[:-1], parts.bounds[1:], parts.codes, strict=True):
        for document in range(len(documents) - 1):
            start, end = max(first, documents[document]), min(last, documents[document + 1])
            if held == code and start < end:
                yield document, int(index.starts[start]), int(index.ends[end - 1])
