"""Whether what was published still holds: figures, tables, evidence, and numbers in the prose."""

import json
import os
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.second_matcher import count_without_index
from discourse.corpus.store.metadata_steps import AUTHOR
from discourse.corpus.store.parallel import show_progress
from discourse.errors import DiscourseError, check_flag, check_path, describe
from discourse.publish.checks.bundle_evidence import check_bundle_evidence, check_bundle_reference
from discourse.publish.checks.drawings import BY_HAND, check_figure, check_pages_of_panels
from discourse.publish.checks.pages import BY_HASH
from discourse.publish.checks.records import check_record
from discourse.publish.checks.rows import check_shown_rows
from discourse.publish.claims.binding import (
    DEGREE,
    NotebookCorpora,
    check_numbers,
    examine_prose,
    saved_texts,
    tally_of,
    unbound_finding,
)
from discourse.publish.claims.code_prose import plain_paragraph
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.notebook import notebook_cells
from discourse.publish.claims.numbers import find_written_numbers
from discourse.publish.export.data_files import numbers_in, read_csv
from discourse.publish.export.export import import_texts
from discourse.publish.export.manifest import MANIFEST, digest_of, is_manifest, update_manifest
from discourse.publish.methods_page import METHODS, check_methods, update_methods
from discourse.publish.provenance.allowance import (
    MOST_ROWS,
    SECONDS,
    OutOfTimeError,
    check_columns_of_csv,
    check_query_size,
    check_recipe_size,
    is_own_file,
    limited_time,
    read_bounded,
)
from discourse.publish.provenance.bundle import (
    FIRST_FORMAT,
    files_of,
    is_bundle,
    read_record,
    rename_old,
    restore_old,
)
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import files_below
from discourse.publish.provenance.listed_files import (
    check_listed_record,
    check_manifest,
    list_known,
)
from discourse.publish.provenance.panels_of_bundle import (
    check_panels,
    is_figure_of_panels,
    pages_of_panels,
    panel_records,
    read_panels,
)
from discourse.publish.provenance.recipes import rerun
from discourse.publish.provenance.recorded_layers import check_layer_file, is_layer_file
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.study_folder import (
    find_odd_entries,
    find_strays,
    is_notebook,
)
from discourse.publish.provenance.table_differences import (
    author_columns,
    cells_by_row,
    find_differences,
    remake_rows,
)
from discourse.publish.run_notebooks import run_notebooks
from discourse.publish.saved_corpora import check_loaded
from discourse.publish.tables import make_pages

# The file to which `export` writes `evidence`: lines by their ids. It is not a bundle.
EVIDENCE_FILE = "evidence.csv"
# What is expected of a file that cannot be checked at all.
BUNDLE, LINES = "a bundle that can be made again", "lines with line_id and node"


@dataclass(frozen=True)
class _Check:
    """How a folder is checked, and what was checked so far.

    ``places`` are the folders from which notebooks may read, the one that is checked first.
    ``captions`` are the captions and alternative texts that notebooks give, by the record of the
    bundle and the name of its entry; ``saved`` is the notebook that saves each bundle. ``run`` says
    whether notebooks are executed.
    """

    places: tuple[Path, ...]
    corpora: FolderCorpora
    seconds: float
    strict: bool
    checked: Counter[str] = field(default_factory=Counter)
    captions: dict[tuple[Path, str], set[str]] = field(default_factory=dict)
    saved: dict[Path, str] = field(default_factory=dict)
    run: bool = False


def verify(
    path: str | PathLike[str] = ".",
    *,
    texts: str | PathLike[str] | None = None,
    strict: bool = False,
    seconds: float = SECONDS,
    run: bool = False,
    update: bool = False,
) -> pd.DataFrame:
    """One row per discrepancy; no rows if everything holds.

    These are checked in every bundle below the folder, as `save_figure` and `save_table` write
    them: each file has the hash that is listed; the recipe, run again on the texts with the hashes
    that it names, gives every cell of the CSV, and the rows are those that the record says; a
    second matcher, which uses no index, finds each count; the lines of evidence are those of the
    text, all of them; what is seen of a figure, in its record and in its files, is what its plot
    draws from these rows, and a table reads as they do. In
    every notebook, each bound number in the prose, in captions and in alternative texts equals its
    claim, no number in digits or words is unbound, and bundles have the captions that it gives. In
    every ``evidence.csv``, each line is the text at its id. Every layer in a file is what its
    record says, and its spans lie in their texts; the codes in the file of a coder are in the
    codebook beside it. The ``manifest.json`` of a folder, which `save_figure`, `save_table` and
    `export` keep, lists its files: what is lost, has another name, or is not listed is a finding,
    and so is a bundle that a notebook saves and that is not there. Pictures and pages that belong
    to no bundle are named, and so are hidden notebooks and links that lead out of the folder.
    A ``methods.md`` beside bundles says what `methods` says of them. A bundle is data and is never
    executed: only registered verbs are called, with checked parameters. A notebook reads nothing
    outside of `path` and `texts`, and what is not checked because it has too many rows or takes too
    long is a finding.

    Parameters
    ----------
    path : str or path, optional
        A folder with notebooks, figures and the texts that they were made from.
    texts : str or path, optional
        The folder with the texts, if they are not below `path`.
    strict : bool, optional
        Whether numbers of the prose that need no claim, such as years, words such as "most", and
        the numbers in captions that no notebook gives are listed, too.
    seconds : float, optional
        How long the check of one bundle, one notebook or one other file may take; it can be
        interrupted in the main thread, except on Windows.
    run : bool, optional
        Whether every notebook is executed, in a copy of the folder, and its outputs, images and
        bundles are compared with those that are stored. This runs the code of the notebooks.
    update : bool, optional
        Whether the manifests are written anew before the check, with the files that are there now,
        and each ``methods.md`` with what `methods` says. Do this after you have deleted a figure on
        purpose, or added a picture of your own.

    Returns
    -------
    DataFrame
        The columns ``file, row, expected, found``. ``attrs["checked"]`` counts what was checked:
        bundles, cells, rows, counts, drawings and pictures, lines of evidence, layers and files of
        codes, notebooks, the numbers in their prose, the saved corpora that they load, and
        manifests; what the author chose: tables whose rows were chosen by hand, figures with
        additions and how many artists were added, and the names that figures show in place of
        others; and what was not checked: numbers exempt by each rule, words of degree, the
        numbers in captions that no notebook gives, columns and metadata of the author, outputs of
        notebooks, figures drawn by hand or by another version, PDFs that cannot be read here, the
        files of other kinds, that are compared by their hash alone, bundles of
        the first format, lines beyond those that bundles hold, saved corpora whose texts are not
        below the folder, and folders without a manifest. ``attrs["updated"]`` lists what `update`
        has changed.

    Raises
    ------
    DiscourseError
        If a folder does not exist, or `seconds` is no number above 0.

    Examples
    --------
    >>> import discourse as dc
    >>> len(dc.verify("."))
    0
    """
    root = check_path("path", path)
    if texts is not None:
        check_path("texts", texts)
    if not root.is_dir():
        raise DiscourseError(f"{root} is not a folder; give one with bundles and their texts.")
    if texts is not None and not Path(texts).is_dir():
        raise DiscourseError(f"{texts} is not a folder; give the one with the texts.")
    for flag, value in (("strict", strict), ("run", run), ("update", update)):
        check_flag(flag, value)
    is_number = isinstance(seconds, (int, float)) and not isinstance(seconds, bool)
    if not is_number or not 0 < seconds < float("inf"):
        raise DiscourseError(
            f"seconds expects a number above 0, got {describe(seconds)}; write seconds=600."
        )
    places = (root, *([] if texts is None else [Path(texts)]))
    corpora = FolderCorpora(Path(texts or root))
    updated = _update(root, corpora) if update else []
    check = _Check(places, corpora, seconds, strict, run=run)
    rows = [tuple(map(_as_utf_8, finding)) for finding in _check_folder(check)]
    table = pd.DataFrame(rows, columns=list(Finding._fields), dtype="str")
    table.attrs["checked"] = _in_reading_order(check.checked)
    table.attrs["updated"] = updated
    return table


def is_not_compared(kind: str) -> bool:
    """Whether a kind of what was counted is one that was not checked, or by its hash alone."""
    return kind.endswith(("not checked", "not compared", "by hash alone", "not derived again"))


def _update(root: Path, corpora: FolderCorpora) -> list[str]:
    """Write the manifests and the paragraphs on methods anew; return what has changed."""
    files = list(files_below(root))
    backed = _find_backed(files)
    belonging = {path for path in backed if path in set(files)}
    belonging |= {path for path in find_strays(root, files, backed) if not path.is_symlink()}
    belonging -= {path for path in files if is_layer_file(path)}
    changes = []
    for folder in sorted({path.parent for path in {*belonging, *_find_manifests(files)}}):
        inside = {path.name for path in belonging if path.parent == folder}
        made = [*update_manifest(folder, sorted(inside)), *update_methods(folder, corpora)]
        changes += [f"{_name_folder(folder, root)}: {change}" for change in made]
    return changes


def _find_manifests(files: Iterable[Path]) -> list[Path]:
    """The manifests of figures; a saved corpus has a file of this name, too."""
    return [path for path in files if path.name == MANIFEST and is_manifest(path)]


def _name_folder(folder: Path, root: Path) -> str:
    return folder.relative_to(root).as_posix()


def _find_backed(files: Iterable[Path]) -> set[Path]:
    """The files that bundles contain, and those of lines."""
    found: set[Path] = set()
    for path in files:
        if path.name == EVIDENCE_FILE:
            found.add(path)
        elif path.suffix == ".json" and os.access(path, os.R_OK):
            if is_bundle(path):
                found.update(files_of(path))
            elif is_figure_of_panels(path):
                found.update(pages_of_panels(path))
    return found


def _in_reading_order(checked: Mapping[str, int]) -> dict[str, int]:
    """Put what was checked first, then the exemptions by their rules, then what was not checked."""

    def place(item: tuple[str, int]) -> tuple[bool, bool, str]:
        exempt = item[0].startswith("numbers exempt")
        return is_not_compared(item[0]), exempt, item[0] if exempt else ""

    return dict(sorted(checked.items(), key=place))


def _check_folder(check: _Check) -> Iterator[Finding]:
    """Check each file of the first place; one that cannot be checked hides no other."""
    root, corpora, checked = check.places[0], check.corpora, check.checked
    files = list(files_below(root))
    _note_captions(files, check)
    backed = _find_backed(files)
    labels: set[Path] = set()
    yield from find_odd_entries(root, check.places)
    for path in show_progress(files, len(files), "verifying"):
        name = path.relative_to(root).as_posix()
        if not os.access(path, os.R_OK):
            yield Finding(name, "file", "a file that can be read", "one that cannot")
        elif path.suffix == ".json" and is_bundle(path):
            name = path.relative_to(root).with_suffix("").as_posix()
            findings = _check_bundle(path, name, check)
            found = _check_within(check.seconds, name, "recipe", BUNDLE, findings)
            yield from found or check_listed_record(path, name)
        elif path.suffix == ".json" and is_figure_of_panels(path):
            name = path.relative_to(root).with_suffix("").as_posix()
            findings = _check_figure_of_panels(path, name, check)
            found = _check_within(check.seconds, name, "recipe", BUNDLE, findings)
            yield from found or check_listed_record(path, name)
        elif is_notebook(path):
            findings = _check_notebook(path, name, check)
            yield from _check_within(check.seconds, name, "prose", "a notebook", findings)
        elif path.name == EVIDENCE_FILE:
            findings = _check_evidence(path, name, corpora, checked)
            found = _check_within(check.seconds, name, "file", LINES, findings)
            yield from found or check_listed_record(path, name)
        elif is_layer_file(path) and path.with_suffix(".json") not in files:
            checked["layers"] += 1
            labels.add(path)
            findings = check_layer_file(path, name, corpora)
            yield from _check_within(check.seconds, name, "layer", "a layer of texts", findings)
    yield from _find_unsaved(check)
    files = [path for path in files if path not in labels]
    yield from _check_manifests(files, backed, check)
    if check.run:
        yield from run_notebooks(root, [path for path in files if is_notebook(path)], checked)


def _find_unsaved(check: _Check) -> Iterator[Finding]:
    """Bundles that a notebook saves and that are neither there nor listed in a manifest."""
    root = check.places[0]
    for path, notebook in sorted(check.saved.items()):
        inside = path.is_relative_to(root.resolve())
        if not inside or path.exists() or (path.parent / MANIFEST).exists():
            continue
        name = path.relative_to(root.resolve()).with_suffix("").as_posix()
        yield Finding(name, "bundle", f"a bundle that {notebook} saves", "no such bundle")


def _check_manifests(
    files: Sequence[Path], backed: Collection[Path], check: _Check
) -> Iterator[Finding]:
    """What the manifests list and is not there, and what is there and belongs to nothing."""
    root, checked = check.places[0], check.checked
    strays = find_strays(root, files, backed)
    listed: set[Path] = set()
    own = {path for path in backed if path.name != EVIDENCE_FILE or path.exists()}
    bundled = [path for path in own if path.name != EVIDENCE_FILE]
    for folder in sorted({path.parent for path in [*bundled, *_find_manifests(files)]}):
        name = "" if folder == root else f"{_name_folder(folder, root)}/"
        inside = {path for path in own if path.parent == folder}
        if not (folder / MANIFEST).exists():
            checked["folders without a manifest, not checked"] += 1
            continue
        checked["manifests"] += 1
        findings = check_manifest(folder, name, inside)
        place = f"{name}{MANIFEST}"
        yield from _check_within(check.seconds, place, "manifest", "a manifest", findings)
        place, findings = f"{name}{METHODS}", check_methods(folder, name, check.corpora)
        yield from _check_within(check.seconds, place, "methods", "a paragraph", findings)
        listed |= {folder / file for file in list_known(folder)}
    for path in strays:
        if path in listed:
            checked[BY_HASH] += 1
        else:
            name = path.relative_to(root).as_posix()
            yield Finding(name, "file", "a file of a saved figure or table", "a file of neither")


def _note_captions(files: Iterable[Path], check: _Check) -> None:
    """Note the captions and alternative texts that the notebooks give to bundles."""
    for notebook in files:
        if is_notebook(notebook):
            # A notebook that cannot be read, or takes too long, is a finding of its own.
            with suppress(Exception, OutOfTimeError), limited_time(check.seconds):
                for path, saved in saved_texts(notebook):
                    check.captions.setdefault((path, saved.entry), set()).add(saved.text)
                    check.saved[path] = notebook.name


def _check_within(
    seconds: float, name: str, place: str, expected: str, findings: Iterable[Finding]
) -> list[Finding]:
    """The findings of one file; one that is malformed, or takes too long, is a finding itself."""
    found: list[Finding] = []
    try:
        with limited_time(seconds):
            for finding in findings:
                found.append(finding)  # those before an interruption are kept
    except OutOfTimeError:
        found.append(
            Finding(name, "time", f"a check within {seconds:g} seconds", "one that takes longer")
        )
    except Exception as error:  # what a malformed file brings about cannot be foreseen
        found.append(Finding(name, place, expected, _explain_error(error)))
    return found


def _check_notebook(path: Path, name: str, check: _Check) -> Iterator[Finding]:
    """Bound numbers that differ from their claims, and unbound numbers."""
    checked = check.checked
    checked["notebooks"] += 1
    outputs = sum(bool(cell.outputs) for cell in notebook_cells(path))
    if outputs and not check.run:
        checked["outputs of cells (run=True, --run), not compared"] += outputs
    corpora = NotebookCorpora(path, places=check.places)
    numbers = examine_prose(path, corpora)
    for rule, count in tally_of(numbers).items():
        if rule == "bound":
            checked["numbers bound"] += count
        elif rule == DEGREE:
            checked["words of degree, not checked"] += count
        elif rule != "unbound":
            checked[f"numbers exempt ({rule})"] += count
    said: list[str] = []
    for finding in check_numbers(numbers, corpora, strict=check.strict):
        said.append(finding.found)
        yield finding._replace(file=name)
    for finding in check_loaded(name, corpora, check.corpora, checked):
        if not any(finding.found in each for each in said):  # a claim on it has said why
            yield finding


def _check_captions(
    path: Path, name: str, record: Mapping[str, Any], check: _Check
) -> Iterator[Finding]:
    """Captions and alternative texts that differ from those that the notebooks give.

    The notebooks bind their numbers. Those of other bundles are counted; they are findings if the
    check is strict.
    """
    for entry in ("caption", "alt"):
        text = str(record.get(entry, ""))
        given = check.captions.get((path.resolve(), entry), set())
        if given and text not in given:
            yield Finding(f"{name}.json", entry, min(given), text)
        elif not given:
            yield from _check_loose_caption(f"{name}.json", entry, text, check)


def _check_loose_caption(name: str, entry: str, text: str, check: _Check) -> Iterator[Finding]:
    """The numbers in a caption that no notebook gives: nothing says what they are bound to."""
    for number in find_written_numbers(0, plain_paragraph(text, 1), PassedValues()):
        if not number.rule:
            check.checked["numbers in captions, not checked"] += 1
        if check.strict:
            yield unbound_finding(name, entry, number)


def _check_evidence(
    path: Path, name: str, corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Lines of evidence that are not the text at their ids."""
    check_columns_of_csv(path, read_bounded(path))
    table = import_texts(path)
    yield from _find_rows_left_out(name, table)
    rows = cells_by_row(table[["line_id", "node"]].head(MOST_ROWS))
    for number, row in enumerate(rows, 1):
        checked["lines"] += 1
        try:
            expected = corpora.files.text_at(row["line_id"], row["node"])
        except (DiscourseError, LookupError, ValueError) as error:
            expected = _explain_error(error)
        if row["node"] != expected:
            yield Finding(name, f"row {number} ({row['line_id']})", expected, row["node"])


def _find_rows_left_out(name: str, table: pd.DataFrame) -> Iterator[Finding]:
    """Say of a table with too many rows that only the first are checked."""
    if len(table) > MOST_ROWS:
        found = f"{len(table):,} rows, of which the first {MOST_ROWS:,} were checked"
        yield Finding(name, "rows", f"at most {MOST_ROWS:,} rows", found)


def _check_bundle(path: Path, name: str, check: _Check) -> Iterator[Finding]:
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
    yield from _find_rows_left_out(f"{name}.csv", stored)
    written = rename_old(stored.head(MOST_ROWS), record["recipe"])
    again = rerun(record["recipe"], corpora.find)
    yield from _check_cells(name, written, again, record["derived"], checked)
    corpus = corpora.find(record["recipe"]["corpus"])
    if recorded := sum(step.get("made_by") == AUTHOR for step in corpus.store.derived):
        checked["metadata taken as recorded, not derived again"] += recorded
    yield from _check_counts(name, written, corpus, corpora, checked)
    own = [column for column in record["derived"] if column in written.columns]
    rows = remake_rows(written, again, own)
    if record["format"] != FIRST_FORMAT:
        yield from check_shown_rows(name, written, again, record, checked)
        columns = [column for column in written.columns if column in rows.columns]
        yield from check_bundle_evidence(path, name, record, corpus, rows[columns], checked)
        yield from check_bundle_reference(path, name, record, corpora.find, rows[columns], checked)
    if record.get("plot"):
        beside = _remake_beside(record, corpora)
        yield from check_figure(path, name, record, rows, beside, checked)
    elif "drawn" in record:
        yield from _note_drawn_by_hand(name, record, checked)
    if "digits" in record:
        yield from _check_pages(path, name, stored, again, record)


def _note_drawn_by_hand(
    name: str, record: Mapping[str, Any], checked: "Counter[str]"
) -> Iterator[Finding]:
    """Say of a figure that no plot drew that it was not checked."""
    checked[BY_HAND] += 1
    if record["format"] != FIRST_FORMAT and record["added"] is None:
        yield Finding(f"{name}.json", "plot", "the plot that drew the figure", "none")


def _check_figure_of_panels(path: Path, name: str, check: _Check) -> Iterator[Finding]:
    """What does not hold of the pages of a figure of panels; each panel is a bundle itself."""
    check.checked["figures of panels"] += 1
    record = read_panels(path)
    yield from _check_captions(path, name, record, check)
    yield from check_panels(path, name, record)
    records = dict(zip(map(str, record["panels"]), panel_records(path, record), strict=True))
    if all(is_own_file(file) and is_bundle(file) for file in records.values()):
        panels = {letter: _remake_panel(file, check) for letter, file in records.items()}
        yield from check_pages_of_panels(path, name, record, panels, check.checked)


def _remake_panel(
    path: Path, check: _Check
) -> tuple[dict[str, Any], pd.DataFrame, dict[str, pd.DataFrame]]:
    """The record of a panel, its rows as its recipe makes them, and the further tables."""
    record = read_record(path)
    check_recipe_size(record["recipe"])
    written = read_csv(read_bounded(path.with_suffix(".csv"))).head(MOST_ROWS)
    again = rerun(record["recipe"], check.corpora.find)
    own = [column for column in record["derived"] if column in written.columns]
    return record, remake_rows(written, again, own), _remake_beside(record, check.corpora)


def _remake_beside(record: Mapping[str, Any], corpora: FolderCorpora) -> dict[str, pd.DataFrame]:
    """The further tables of the plot of a figure."""
    return {key: rerun(recipe, corpora.find) for key, recipe in record["plot"]["beside"].items()}


def _as_utf_8(text: str) -> str:
    """A text whose characters UTF-8 has: a JSON file may hold half of a surrogate pair."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _explain_error(error: Exception) -> str:
    return str(error) if isinstance(error, DiscourseError) else f"{type(error).__name__}: {error}"


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
        checked["columns of the author, not checked"] += len(own)
    yield from find_differences(f"{name}.csv", written, again)
    for column in own:
        if column not in listed:
            place = f"column {column}"
            yield Finding(f"{name}.csv", place, "made by the recipe, or listed as added", "neither")


def _check_counts(
    name: str,
    written: pd.DataFrame,
    corpus: Corpus,
    corpora: FolderCorpora,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Counts that a matcher which uses no index does not find."""
    if not {"query", "count"} <= set(written.columns):
        return
    tokens = corpora.read_again(corpus)
    for number, row in enumerate(cells_by_row(written), 1):
        checked["counts"] += 1
        check_query_size(row["query"])
        corpus.find(row["query"])  # refuses a query that would take too long
        found = count_without_index(tokens, row["query"], corpus.tokenizer)
        if str(found) != row["count"]:
            place = f"row {number} ({row_name(row)}), count, by the second matcher"
            yield Finding(f"{name}.csv", place, str(found), row["count"])


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
    pages = make_pages(rows, caption=str(record["caption"]), digits=int(record["digits"]))
    for ending, page in pages.items():
        listed = record["sha256"].get(f"{path.stem}.{ending}")
        if digest_of(page) != listed:
            yield Finding(f"{name}.{ending}", "page", "what its table gives", "something else")
