"""Whether a bundle and a figure of panels say what the texts say."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.second_matcher import count_without_index
from discourse.corpus.references.counted_documents import rows_behind
from discourse.corpus.references.frequency_list import FrequencyList
from discourse.corpus.store.metadata_steps import AUTHOR
from discourse.layer_notes import NOTE
from discourse.publish.checks.bundle_evidence import check_bundle_evidence, check_bundle_reference
from discourse.publish.checks.drawings import check_figure, check_pages_of_panels
from discourse.publish.checks.records import check_record
from discourse.publish.checks.rows import check_shown_rows, find_rows_left_out
from discourse.publish.checks.study import StudyCheck
from discourse.publish.checks.written_bytes import check_csv_bytes
from discourse.publish.claims.binding import unbound_finding
from discourse.publish.claims.code_prose import plain_paragraph
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.numbers import find_written_numbers
from discourse.publish.export.data_files import numbers_in, read_csv
from discourse.publish.export.manifest import digest_of
from discourse.publish.plots.drawing_differences import added_texts
from discourse.publish.provenance.allowance import (
    MOST_ROWS,
    check_columns_of_csv,
    check_query_size,
    check_recipe_size,
    is_own_file,
    read_bounded,
)
from discourse.publish.provenance.bundle import (
    FIRST_FORMAT,
    is_bundle,
    read_record,
    rename_old,
    restore_old,
)
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.misleading_texts import find_misleading
from discourse.publish.provenance.panels_of_bundle import check_panels, panel_records, read_panels
from discourse.publish.provenance.recipes import described_parts
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.table_differences import (
    author_columns,
    cells_by_row,
    find_differences,
    remake_rows,
)
from discourse.publish.tables import make_pages

OWN_COLUMNS = "columns of the author ({}: {}), not checked"


def check_bundle(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """What does not hold in a bundle."""
    corpora, checked = check.corpora, check.checked
    checked["bundles"] += 1
    record = read_record(path)
    yield from _check_captions(path, name, record, check)
    yield from check_record(path, name, record, checked)
    check_recipe_size(record["recipe"])
    raw = read_bounded(path.with_suffix(".csv"))
    check_columns_of_csv(path.with_suffix(".csv"), raw)
    stored = read_csv(raw)
    yield from check_csv_bytes(f"{name}.csv", raw, stored)
    yield from find_rows_left_out(f"{name}.csv", stored)
    written = rename_old(stored.head(MOST_ROWS), record["recipe"])
    again = corpora.rerun(record["recipe"])
    yield from _check_cells(name, written, again, record["derived"], checked)
    own_columns = written[author_columns(written.columns, again)]
    for place, reason in find_misleading(record, own_columns, map(str, again.columns)):
        yield Finding(f"{name}.json", place, "what a reader sees", reason)
    if record.get(NOTE, note := again.attrs.get(NOTE, "")) != note:
        yield Finding(f"{name}.json", NOTE, note, record[NOTE])
    corpus = corpora.find(record["recipe"]["corpus"])
    yield from _check_given(name, record["recipe"], corpora, checked)
    own = [column for column in record["derived"] if column in written.columns]
    rows = remake_rows(written, again, own)
    made = set(rows["query"]) if "query" in again.columns else set()
    yield from _check_counts(name, written, made, corpus, corpora, checked)
    if record["format"] != FIRST_FORMAT:
        yield from check_shown_rows(name, written, again, record, checked)
        columns = [column for column in written.columns if column in rows.columns]
        yield from check_bundle_evidence(path, name, record, corpus, rows[columns], checked)
        yield from check_bundle_reference(path, name, record, corpora.find, rows[columns], checked)
    if record.get("plot"):
        beside = corpora.rerun_beside(record)
        yield from check_figure(path, name, record, rows, beside, checked)
    elif "drawn" in record:
        yield from _note_drawn_by_hand(name, record, checked)
    if "digits" in record:
        yield from _check_pages(path, name, stored, again, record)


def check_figure_of_panels(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """What does not hold of the pages of a figure of panels; each panel is a bundle itself."""
    check.checked["figures of panels"] += 1
    record = read_panels(path)
    yield from _check_captions(path, name, record, check)
    yield from check_panels(path, name, record)
    for place, reason in find_misleading(record, pd.DataFrame(), ()):
        yield Finding(f"{name}.json", place, "what a reader sees", reason)
    records = dict(zip(map(str, record["panels"]), panel_records(path, record), strict=True))
    if all(is_own_file(file) and is_bundle(file) for file in records.values()):
        panels = {letter: _remake_panel(file, check) for letter, file in records.items()}
        yield from check_pages_of_panels(path, name, record, panels, check.checked)


def _check_given(
    name: str, recipe: Mapping[str, Any], corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Documents named in another way than their files; metadata that code has given is counted."""
    for part in described_parts(recipe):
        if "documents" not in part:
            continue
        for document, path in corpora.find_other_names(part):
            place = f"document {document!r}"
            yield Finding(f"{name}.json", place, "the name of the file with its text", path.name)
        for step in part.get("metadata", []):
            if step.get("made_by") == AUTHOR:
                checked["metadata taken as recorded, not derived again"] += 1
            elif "values" in step and "table" not in step:
                checked["metadata given in code, not checked"] += 1


def _note_drawn_by_hand(
    name: str, record: Mapping[str, Any], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Say of a figure that no plot drew that it was not checked."""
    checked[f"figures drawn by hand ({name}: {_say_drawn(record)}), not checked"] += 1
    if record["format"] != FIRST_FORMAT and record["added"] is None:
        yield Finding(f"{name}.json", "plot", "the plot that drew the figure", "none")


def _say_drawn(record: Mapping[str, Any]) -> str:
    """What the author says of a figure that no plot drew, and the texts on it."""
    seen = record.get("seen")
    texts = added_texts({}, seen) if isinstance(seen, dict) else []
    named = ", ".join(f"“{text}”" for text in dict.fromkeys(texts) if text)
    return f"{record.get('added') or 'nothing is said of it'}; {named or 'without texts'}"


def _remake_panel(
    path: Path, check: StudyCheck
) -> tuple[dict[str, Any], pd.DataFrame, dict[str, pd.DataFrame]]:
    """The record of a panel, its rows as its recipe makes them, and the further tables."""
    record = read_record(path)
    check_recipe_size(record["recipe"])
    written = read_csv(read_bounded(path.with_suffix(".csv"))).head(MOST_ROWS)
    again = check.corpora.rerun(record["recipe"])
    own = [column for column in record["derived"] if column in written.columns]
    return record, remake_rows(written, again, own), check.corpora.rerun_beside(record)


def _check_cells(
    name: str,
    written: pd.DataFrame,
    again: pd.DataFrame,
    listed: list[str],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Cells that the recipe does not make, and columns neither made by it nor listed as added."""
    own = author_columns(written.columns, again)
    checked["cells"] += written.drop(columns=own).size
    if own:
        checked[OWN_COLUMNS.format(name, ", ".join(own))] += len(own)
    yield from find_differences(f"{name}.csv", written, again)
    for column in own:
        if column not in listed:
            place = f"column {column}"
            yield Finding(f"{name}.csv", place, "made by the recipe, or listed as added", "neither")


def _check_counts(
    name: str,
    written: pd.DataFrame,
    made: Collection[str],
    corpus: Corpus | FrequencyList,
    corpora: FolderCorpora,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Counts that a matcher which uses no index does not find, or not in the file of a list.

    A query that is not among those that the recipe has made is asked of the index first, which
    refuses one that would take too long.
    """
    if not {"query", "count"} <= set(written.columns):
        return
    if isinstance(corpus, FrequencyList):
        yield from _check_counts_of_list(name, written, corpus, checked)
        return
    tokens = corpora.read_again(corpus)
    for number, row in enumerate(cells_by_row(written), 1):
        checked["counts"] += 1
        check_query_size(row["query"])
        if row["query"] not in made:
            corpus.find(row["query"])
        found = count_without_index(tokens, row["query"], corpus.tokenizer)
        if str(found) != row["count"]:
            place = f"row {number} ({row_name(row)}), count, by the second matcher"
            yield Finding(f"{name}.csv", place, str(found), row["count"])


def _check_counts_of_list(
    name: str, written: pd.DataFrame, words: FrequencyList, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Counts that are not the sums of the rows of the list's file."""
    for query in written["query"]:
        check_query_size(str(query))
    found = rows_behind(words, written)
    for number, row in enumerate(cells_by_row(written), 1):
        checked["counts"] += 1
        total = str(found[number - 1]["count"].sum())
        if total != row["count"]:
            place = f"row {number} ({row_name(row)}), count, by the file of the list"
            yield Finding(f"{name}.csv", place, total, row["count"])


def _check_pages(
    path: Path, name: str, stored: pd.DataFrame, again: pd.DataFrame, record: Mapping[str, Any]
) -> Iterator[Finding]:
    """LaTeX, Markdown and HTML that differ from what rows and caption give."""
    written = rename_old(stored, record["recipe"])
    own = [column for column in record["derived"] if column in written.columns]
    columns = [column for column in written.columns if column in {*again.columns, *own}]
    rows = remake_rows(written, again, own)[columns]
    if record["format"] != FIRST_FORMAT:
        rows = rows[[column for column in record["columns"] if column in rows.columns]]
    for column in (column for column in own if column in rows.columns):
        numbers = numbers_in(rows[column])
        rows = rows if numbers is None else rows.assign(**{column: numbers})
    rows = restore_old(rows, stored, record["recipe"])
    rows.attrs["provenance"] = json.dumps(record["recipe"], ensure_ascii=False)
    rows.attrs |= {key: record[key] for key in (NOTE,) if key in record}
    pages = make_pages(
        rows,
        caption=str(record["caption"]),
        digits=int(record["digits"]),
        fits=record["format"] != FIRST_FORMAT,
    )
    for ending, page in pages.items():
        listed = record["sha256"].get(f"{path.stem}.{ending}")
        if digest_of(page) != listed:
            yield Finding(f"{name}.{ending}", "page", "what its table gives", "something else")


def _check_captions(
    path: Path, name: str, record: Mapping[str, Any], check: StudyCheck
) -> Iterator[Finding]:
    """Captions and alternative texts that differ from those that the notebooks give.

    The notebooks bind their numbers. Those of other bundles are counted; they are findings if the
    check is strict.
    """
    for entry in ("caption", "alt"):
        text = str(record.get(entry, ""))
        given = check.study.captions.get((path.resolve(), entry), frozenset())
        if given and text not in given:
            yield Finding(f"{name}.json", entry, min(given), text)
        elif not given:
            yield from _check_loose_caption(f"{name}.json", entry, text, check)


def _check_loose_caption(name: str, entry: str, text: str, check: StudyCheck) -> Iterator[Finding]:
    """The numbers in a caption that no notebook gives: nothing says what they are bound to."""
    for number in find_written_numbers(0, plain_paragraph(text, 1), PassedValues()):
        if not number.rule:
            check.checked["numbers in captions, not checked"] += 1
        if check.study.strict:
            yield unbound_finding(name, entry, number)
