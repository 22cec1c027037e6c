"""Whether the lines that a bundle holds are those of the text, all of them and no others."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import CONTEXT
from discourse.publish.checks.written_bytes import check_csv_bytes
from discourse.publish.export.data_files import csv_bytes, read_csv
from discourse.publish.provenance.allowance import check_columns_of_csv, is_own_file, read_bounded
from discourse.publish.provenance.bundle import LINES_ENDING, REFERENCE_ENDING
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.recipes import Finder
from discourse.publish.provenance.row_keys import KEYS, row_name
from discourse.publish.provenance.row_lines import BundleLines, bundle_lines, reference_lines
from discourse.publish.provenance.table_differences import cells_by_row

ENTRY_OF = {LINES_ENDING: "evidence", REFERENCE_ENDING: "evidence_reference"}
BEYOND = "lines beyond those that bundles hold, not checked"


def check_bundle_evidence(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    corpus: Corpus,
    rows: pd.DataFrame,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Compare the evidence of a bundle with the lines behind its rows.

    Parameters
    ----------
    path : Path
        The record of the bundle.
    name : str
        The path of the bundle, without an ending.
    record : mapping
        The record.
    corpus : Corpus
        The corpus of its table.
    rows : DataFrame
        The rows of its table, made again, with the columns of their author.
    checked : Counter
        What was checked; the lines are added to it.

    Yields
    ------
    Finding
        A line that is missing, there twice, of no row, or changed.
    """
    held = bundle_lines(corpus, rows, _context_in(record, LINES_ENDING))
    yield from _compare_held(path, name, record, held, LINES_ENDING, checked)


def check_bundle_reference(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    find: Finder,
    rows: pd.DataFrame,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Compare the evidence of the other side of a comparison with its corpus or its list.

    Parameters
    ----------
    path : Path
        The record of the bundle.
    name : str
        The path of the bundle, without an ending.
    record : mapping
        The record.
    find : callable
        Gives the corpus, or the frequency list, that a part of a recipe describes.
    rows : DataFrame
        The rows of its table, made again, with the columns of their author.
    checked : Counter
        What was checked; the lines are added to it.

    Yields
    ------
    Finding
        A line, or a row of the list, that is missing, there twice, of no row, or changed.
    """
    context = _context_in(record, REFERENCE_ENDING)
    held = reference_lines(find, record["recipe"], rows, context)
    yield from _compare_held(path, name, record, held, REFERENCE_ENDING, checked)


def _context_in(record: Mapping[str, Any], ending: str) -> int:
    """How many words of context a record says that its lines have."""
    context = (record.get(ENTRY_OF[ending]) or {}).get("context", CONTEXT)
    return min(max(int(context), 0), CONTEXT)


def _compare_held(
    path: Path,
    name: str,
    record: Mapping[str, Any],
    held: BundleLines | None,
    ending: str,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    entry = None if held is None else held.entry
    key = ENTRY_OF[ending]
    if record.get(key) != entry:
        yield Finding(f"{name}.json", key, _name_entry(entry), str(record.get(key, "none")))
    file = path.with_name(path.stem + ending)
    if held is None or not is_own_file(file):
        return  # a file that is lost is a finding of its hash
    raw = read_bounded(file)
    check_columns_of_csv(file, raw)
    checked["lines"] += len(held.table)
    if held.each is not None:
        checked[BEYOND] += held.hits - len(held.table)
    wanted = csv_bytes(held.table)
    if raw == wanted:  # as nearly all are: their cells need not be read
        return
    stored = read_csv(raw)
    yield from check_csv_bytes(f"{name}{ending}", raw, stored)
    yield from compare_lines(f"{name}{ending}", read_csv(wanted), stored)


def _name_entry(entry: Mapping[str, Any] | None) -> str:
    return "none" if entry is None else f"{entry['lines']:,} lines of {entry['hits']:,} hits"


def compare_lines(file: str, expected: pd.DataFrame, stored: pd.DataFrame) -> Iterator[Finding]:
    """Find lines that are missing, doubled, added or changed; every column is compared."""
    if list(expected.columns) != list(stored.columns):
        yield Finding(file, "columns", *(", ".join(each.columns) for each in (expected, stored)))
        return
    if expected.equals(stored):
        return
    waiting: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in cells_by_row(expected):
        waiting[_key_of(row)].append(row)
    known = set(waiting)
    any_yet = False
    for number, row in enumerate(cells_by_row(stored), 1):
        key = _key_of(row)
        for finding in _compare_line(file, f"row {number} ({key})", row, waiting, known):
            any_yet = True
            yield finding
    for key, left in waiting.items():
        for _ in left:
            any_yet = True
            yield Finding(file, key, "a line", "no such line")
    if not any_yet:
        yield Finding(file, "order", "that of the table and of the text", "another")


def _compare_line(
    file: str,
    place: str,
    row: dict[str, str],
    waiting: dict[str, list[dict[str, str]]],
    known: set[str],
) -> Iterator[Finding]:
    key = _key_of(row)
    if not waiting.get(key):
        expected = "a line once" if key in known else "a line that its row is based on"
        yield Finding(file, place, expected, "the same again" if key in known else "another one")
        return
    wanted = waiting[key].pop(0)
    for column, cell in wanted.items():
        if row[column] != cell:
            yield Finding(file, f"{place}, {column}", cell, row[column])


def _key_of(row: Mapping[str, str]) -> str:
    """The row of the table, and the line."""
    named = {key: row[key] for key in KEYS if key in row and key not in ("line_id", "document")}
    line = row["line_id"] if "line_id" in row else f"line {row['line']}"
    return ", ".join(each for each in (row_name(named) if named else "", line) if each)
