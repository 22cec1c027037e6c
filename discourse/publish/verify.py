"""Whether what was published still holds: figures, tables, evidence, and numbers in the prose."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.second_matcher import find_without_index
from discourse.corpus.store.metadata_steps import AUTHOR
from discourse.errors import DiscourseError, check_flag, check_path
from discourse.extensions import check_packages
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
from discourse.publish.claims.numbers import find_numbers
from discourse.publish.export.data_files import numbers_in, read_csv
from discourse.publish.export.export import import_texts
from discourse.publish.plots.readback import compare_drawn, redraw
from discourse.publish.provenance.bundle import (
    ENDINGS,
    is_bundle,
    read_bounded,
    read_record,
    rename_old,
    restore_old,
    sha256,
)
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import files_below
from discourse.publish.provenance.recipes import rerun
from discourse.publish.provenance.recorded_layers import check_layer_file, is_layer_file
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.table_differences import (
    author_columns,
    cells_by_row,
    find_differences,
    remake_rows,
)
from discourse.publish.tables import make_pages
from discourse.record import WITHOUT_HITS

# The file to which `export` writes `evidence`: lines by their ids. It is not a bundle.
EVIDENCE_FILE = "evidence.csv"


def verify(
    path: str | PathLike[str] = ".",
    *,
    texts: str | PathLike[str] | None = None,
    strict: bool = False,
) -> pd.DataFrame:
    """One row per discrepancy; no rows if everything holds.

    These are checked in every bundle below the folder, as `save_figure` and `save_table` write
    them: each file has the hash that is listed; the recipe, run again on the texts with the hashes
    that it names, gives every cell of the CSV; a second matcher, which uses no index, finds each
    count; a figure shows what its plot draws from these rows, and a table reads as they do. In
    every notebook, each bound number in the prose, in captions and in alternative texts equals its
    claim, no number in digits or words is unbound, and bundles have the captions that it gives. In
    every ``evidence.csv``, each line is the text at its id. Every layer in a file is what its
    record says, and its spans lie in their texts; the codes in the file of a coder are in the
    codebook beside it. A bundle is data and is never executed: only registered verbs are called,
    with checked parameters.

    Parameters
    ----------
    path : str or path, optional
        A folder with notebooks, figures and the texts that they were made from.
    texts : str or path, optional
        The folder with the texts, if they are not below `path`.
    strict : bool, optional
        Whether numbers of the prose that need no claim, such as years, words such as "most", and
        the numbers in captions that no notebook gives are listed, too.

    Returns
    -------
    DataFrame
        The columns ``file, row, expected, found``. ``attrs["checked"]`` counts what was checked:
        bundles, cells, counts, drawings, lines of evidence, layers and files of codes, notebooks,
        and the numbers in their prose; and what was not: numbers exempt by each rule, words of
        degree, and the numbers in captions that no notebook gives.

    Raises
    ------
    DiscourseError
        If a folder does not exist.

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
    check_flag("strict", strict)
    checked: Counter[str] = Counter()
    found = _check_folder(root, FolderCorpora(Path(texts or root)), checked, strict)
    table = pd.DataFrame(found, columns=list(Finding._fields), dtype="str")
    table.attrs["checked"] = _in_reading_order(checked)
    return table


def _in_reading_order(checked: Mapping[str, int]) -> dict[str, int]:
    """Put what was checked first, then the exemptions by their rules, then what was not checked."""

    def place(item: tuple[str, int]) -> tuple[bool, bool, str]:
        exempt = item[0].startswith("numbers exempt")
        return item[0].endswith("not checked"), exempt, item[0] if exempt else ""

    return dict(sorted(checked.items(), key=place))


def _check_folder(
    root: Path, corpora: FolderCorpora, checked: "Counter[str]", strict: bool
) -> Iterator[Finding]:
    files = list(files_below(root))
    backed: set[Path] = set()
    labels: set[Path] = set()
    bundles: list[Path] = []
    for path in files:
        if path.suffix == ".json" and is_bundle(path):
            name = path.relative_to(root).with_suffix("").as_posix()
            backed.update(path.with_suffix(ending) for ending in ENDINGS)
            bundles.append(path)
            yield from _check_bundle(path, name, corpora, checked)
        elif path.suffix == ".ipynb":
            yield from _check_notebook(path, root, checked, strict)
        elif path.name == EVIDENCE_FILE:
            backed.add(path)
            yield from _check_evidence(path, path.relative_to(root).as_posix(), corpora, checked)
        elif is_layer_file(path) and path.with_suffix(".json") not in files:
            checked["layers"] += 1
            labels.add(path)
            yield from check_layer_file(path, path.relative_to(root).as_posix(), corpora)
    notebooks = [path for path in files if path.suffix == ".ipynb"]
    yield from _check_captions(root, bundles, notebooks, checked, strict)
    files = [path for path in files if path not in labels]
    yield from _find_strays(root, files, backed)


def _check_captions(
    root: Path,
    bundles: list[Path],
    notebooks: list[Path],
    checked: "Counter[str]",
    strict: bool,
) -> Iterator[Finding]:
    """Captions and alternative texts that differ from those that the notebooks give.

    The notebooks bind their numbers. Those of other bundles are counted; they are findings if the
    check is strict.
    """
    given: dict[tuple[Path, str], set[str]] = {}
    for notebook in notebooks:
        with suppress(DiscourseError):  # a file that is no notebook is a finding already
            for path, saved in saved_texts(notebook):
                given.setdefault((path, saved.entry), set()).add(saved.text)
    for path in bundles:
        with suppress(DiscourseError):  # a malformed bundle is a finding already
            record = read_record(path)
            for entry in ("caption", "alt"):
                text = str(record.get(entry, ""))
                name = path.relative_to(root).as_posix()
                expected = given.get((path.resolve(), entry), set())
                if expected and text not in expected:
                    yield Finding(name, entry, min(expected), text)
                elif not expected:
                    yield from _check_loose_caption(name, entry, text, checked, strict)


def _check_loose_caption(
    name: str, entry: str, text: str, checked: "Counter[str]", strict: bool
) -> Iterator[Finding]:
    """The numbers in a caption that no notebook gives: nothing says what they are bound to."""
    for number in find_numbers(0, plain_paragraph(text, 1), PassedValues()):
        if not number.rule:
            checked["numbers in captions, not checked"] += 1
        if strict:
            yield unbound_finding(name, entry, number)


def _find_strays(root: Path, files: list[Path], backed: set[Path]) -> Iterator[Finding]:
    """Files that belong to no bundle, beside bundles or in a folder named figures."""
    with_bundles = {path.parent for path in backed}
    for path in files:
        kept = path.parent in with_bundles or path.parent.name == "figures"
        if kept and path.suffix in ENDINGS and path not in backed:
            name = path.relative_to(root).as_posix()
            yield Finding(name, "file", "a file of a saved figure or table", "a file of neither")


def _check_notebook(
    path: Path, root: Path, checked: "Counter[str]", strict: bool
) -> Iterator[Finding]:
    """Bound numbers that differ from their claims, and unbound numbers."""
    name = path.relative_to(root).as_posix()
    checked["notebooks"] += 1
    try:
        corpora = NotebookCorpora(path)
        numbers = examine_prose(path, corpora)
        for rule, count in tally_of(numbers).items():
            if rule == "bound":
                checked["numbers bound"] += count
            elif rule == DEGREE:
                checked["words of degree, not checked"] += count
            elif rule != "unbound":
                checked[f"numbers exempt ({rule})"] += count
        for finding in check_numbers(numbers, corpora, strict=strict):
            yield finding._replace(file=name)
    except DiscourseError as error:
        yield Finding(name, "prose", "a notebook", str(error))


def _check_evidence(
    path: Path, name: str, corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Lines of evidence that are not the text at their ids."""
    try:
        rows = cells_by_row(import_texts(path)[["line_id", "node"]])
        for number, row in enumerate(rows, 1):
            checked["lines"] += 1
            expected = corpora.files.text_at(row["line_id"], row["node"])
            if row["node"] != expected:
                yield Finding(name, f"row {number} ({row['line_id']})", expected, row["node"])
    except (DiscourseError, LookupError, ValueError) as error:
        yield Finding(name, "file", "lines with line_id and node", _explain_error(error))


def _check_bundle(
    path: Path, name: str, corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """What does not hold in a bundle; a malformed bundle gives one finding."""
    checked["bundles"] += 1
    try:
        record = read_record(path)
        yield from _check_hashes(path, name, record["sha256"])
        stored = read_csv(read_bounded(path.with_suffix(".csv")))
        written = rename_old(stored, record["recipe"])
        again = rerun(record["recipe"], corpora.find)
        yield from _check_cells(name, written, again, record["derived"], checked)
        corpus = corpora.find(record["recipe"]["corpus"])
        if recorded := sum(step.get("made_by") == AUTHOR for step in corpus.store.derived):
            checked["metadata taken as recorded, not derived again"] += recorded
        yield from _check_counts(name, written, corpus, corpora, checked)
        if record.get("plot"):
            yield from _check_drawing(name, written, again, record, corpora, checked)
        if "digits" in record:
            yield from _check_pages(path, name, stored, again, record)
    except (DiscourseError, OSError, LookupError, TypeError, ValueError, RecursionError) as error:
        yield Finding(name, "recipe", "a bundle that can be made again", _explain_error(error))


def _explain_error(error: Exception) -> str:
    return str(error) if isinstance(error, DiscourseError) else f"{type(error).__name__}: {error}"


def _check_hashes(path: Path, name: str, hashes: Mapping[str, str]) -> Iterator[Finding]:
    """Files of a bundle that are missing or have other bytes than were saved."""
    listed = {path.stem + ending for ending in ENDINGS} & set(hashes)
    for other in sorted(set(hashes) - listed):
        yield Finding(name, "sha256", f"files named {path.stem}", other)
    for file in sorted({*listed, f"{path.stem}.csv"}):
        beside = path.with_name(file)
        found = sha256(read_bounded(beside)) if beside.is_file() else "no such file"
        if found != hashes.get(file):
            yield Finding(
                f"{Path(name).parent.joinpath(file).as_posix()}",
                "sha256", str(hashes.get(file, "a hash")), found,
            )  # fmt: skip


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
        corpus.find(row["query"])  # refuses a query that would take too long
        found = len(find_without_index(tokens, row["query"], corpus.tokenizer))
        if str(found) != row["count"]:
            place = f"row {number} ({row_name(row)}), count, by the second matcher"
            yield Finding(f"{name}.csv", place, str(found), row["count"])


def _check_pages(
    path: Path, name: str, stored: pd.DataFrame, again: pd.DataFrame, record: Mapping[str, Any]
) -> Iterator[Finding]:
    """LaTeX, Markdown and HTML that differ from what rows and caption give."""
    written = rename_old(stored, record["recipe"])
    rows = remake_rows(written, again, record["derived"])[list(written.columns)]
    for column in record["derived"]:
        numbers = numbers_in(rows[column])
        rows = rows if numbers is None else rows.assign(**{column: numbers})
    rows = restore_old(rows, stored, record["recipe"])
    rows.attrs["provenance"] = json.dumps(record["recipe"], ensure_ascii=False)
    pages = make_pages(rows, caption=str(record["caption"]), digits=int(record["digits"]))
    for ending, page in pages.items():
        listed = record["sha256"].get(f"{path.stem}.{ending}")
        if sha256(page) != listed:
            yield Finding(f"{name}.{ending}", "page", "what its table gives", "something else")


def _check_drawing(
    name: str,
    written: pd.DataFrame,
    again: pd.DataFrame,
    record: Mapping[str, Any],
    corpora: FolderCorpora,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """What the figure shows, where its plot draws something else from the rows made again."""
    checked["drawings"] += 1
    used = record["plot"]
    check_packages(used.get("versions") or {}, f"plot.{used['name']}")
    beside = {key: rerun(recipe, corpora.find) for key, recipe in used["beside"].items()}
    rows = remake_rows(written, again, record["derived"])
    expected = redraw(str(used["name"]), rows, beside, used["inches"])
    differences = list(compare_drawn(expected, record["drawn"]))
    if differences and _is_of_first_version(record["recipe"]):
        for before in _rows_as_before(rows):
            drawn_before = redraw(str(used["name"]), before, beside, used["inches"])
            differences = list(compare_drawn(drawn_before, record["drawn"])) and differences
    for place, wanted, found in differences:
        yield Finding(f"{name}.json", f"drawn {place}", str(wanted), str(found))


def _is_of_first_version(recipe: Mapping[str, Any]) -> bool:
    versions = recipe.get("versions")
    return isinstance(versions, Mapping) and versions.get("discourse") == "0.1.0"


def _rows_as_before(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Rows as version 0.1.0 drew them."""
    if "part" in rows and rows["part"].dtype == "category":
        # It sorted the parts of metadata as text: chapter 10 before chapter 2.
        labels = sorted(rows["part"].cat.categories)
        yield rows.assign(part=rows["part"].cat.reorder_categories(labels, ordered=True))
    if rows.attrs.get(WITHOUT_HITS):  # it left out a query without hits
        before = rows.copy()
        del before.attrs[WITHOUT_HITS]
        yield before
