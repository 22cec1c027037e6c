"""Whether what was published still holds: bundles, their numbers, and the numbers in the prose."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.second_matcher import find_without_index
from discourse.errors import DiscourseError, check_path
from discourse.extensions import check_packages
from discourse.publish.claims.binding import check_prose, tally
from discourse.publish.export.data_files import numbers_in, read_csv
from discourse.publish.export.export import import_texts
from discourse.publish.plots.readback import compare_drawn, redraw
from discourse.publish.provenance.bundle import (
    ENDINGS,
    is_bundle,
    read_bounded,
    read_record,
    rename_old,
    sha256,
)
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.hashed_files import files_below
from discourse.publish.provenance.recipes import (
    author_columns,
    cells_by_row,
    find_differences,
    remake_rows,
    rerun,
    row_name,
)
from discourse.publish.tables import pages_of

# What `export` writes of `evidence`: lines by their ids, and no bundle.
EVIDENCE = "evidence.csv"


def verify(
    path: str | PathLike[str] = ".", *, texts: str | PathLike[str] | None = None
) -> pd.DataFrame:
    """One row a thing that does not hold: ``file, row, expected, found``; none if all does.

    For every bundle below a folder that `save_figure` or `save_table` wrote: its files are those
    whose hashes it lists; its recipe, run again on the texts with the hashes it names, gives every
    cell of its CSV; its counts are found again by a second matcher that uses no index; what the
    figure shows is what its plot draws of those rows, and what is read of a table what they give.
    For every notebook: each bound number in the prose is what its claim gives, and none is unbound.
    In every ``evidence.csv``: each line is the text at its id. A bundle is data and never run: only
    registered verbs are called, with checked parameters.

    Parameters
    ----------
    path : a folder with notebooks, figures and the texts that they were made of.
    texts : where the texts are, if not below the same folder.

    Returns
    -------
    DataFrame with ``file, row, expected, found``. ``attrs["checked"]`` counts what was looked at:
    bundles, cells, counts, drawings, lines of evidence, notebooks, and the numbers in their prose.

    Raises
    ------
    DiscourseError : a folder that is not there.

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
        raise DiscourseError(f"{root} is no folder; give one that holds bundles and their texts.")
    if texts is not None and not Path(texts).is_dir():
        raise DiscourseError(f"{texts} is not a folder; give the one that holds the texts.")
    checked: Counter[str] = Counter()
    found = _findings(root, FolderCorpora(Path(texts or root)), checked)
    table = pd.DataFrame(found, columns=list(Finding._fields), dtype="str")
    table.attrs["checked"] = dict(checked)
    return table


def _findings(root: Path, corpora: FolderCorpora, checked: "Counter[str]") -> Iterator[Finding]:
    files = list(files_below(root))
    backed: set[Path] = set()
    for path in files:
        if path.suffix == ".json" and is_bundle(path):
            name = path.relative_to(root).with_suffix("").as_posix()
            backed.update(path.with_suffix(ending) for ending in ENDINGS)
            yield from _of_bundle(path, name, corpora, checked)
        elif path.suffix == ".ipynb":
            yield from _of_notebook(path, root, checked)
        elif path.name == EVIDENCE:
            backed.add(path)
            yield from _of_evidence(path, path.relative_to(root).as_posix(), corpora, checked)
    yield from _unbacked(root, files, backed)


def _unbacked(root: Path, files: list[Path], backed: set[Path]) -> Iterator[Finding]:
    """Files that stand where bundles stand, or where figures are kept, and belong to none."""
    homes = {path.parent for path in backed}
    for path in files:
        kept = path.parent in homes or path.parent.name == "figures"
        if kept and path.suffix in ENDINGS and path not in backed:
            name = path.relative_to(root).as_posix()
            yield Finding(name, "file", "a bundle that it belongs to", "none")


def _of_notebook(path: Path, root: Path, checked: "Counter[str]") -> Iterator[Finding]:
    """Bound numbers that are not what they claim, and numbers that are bound to nothing."""
    name = path.relative_to(root).as_posix()
    checked["notebooks"] += 1
    try:
        counts = tally(path)
        checked["numbers bound"] += counts["bound"]
        checked["numbers exempt"] += counts.total() - counts["bound"] - counts["unbound"]
        for finding in check_prose(path):
            yield finding._replace(file=name)
    except DiscourseError as error:
        yield Finding(name, "prose", "a notebook", str(error))


def _of_evidence(
    path: Path, name: str, corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """Each line of a file of evidence is the text that stands where its id says."""
    try:
        rows = cells_by_row(import_texts(path)[["line_id", "node"]])
        for number, row in enumerate(rows, 1):
            checked["lines"] += 1
            expected = corpora.files.text_at(row["line_id"])
            if row["node"] != expected:
                yield Finding(name, f"row {number} ({row['line_id']})", expected, row["node"])
    except (DiscourseError, LookupError, ValueError) as error:
        yield Finding(name, "file", "lines with line_id and node", _reason(error))


def _of_bundle(
    path: Path, name: str, corpora: FolderCorpora, checked: "Counter[str]"
) -> Iterator[Finding]:
    """What does not hold in one bundle; a malformed one is one finding."""
    checked["bundles"] += 1
    try:
        record = read_record(path)
        yield from _of_files(path, name, record["sha256"])
        written = rename_old(read_csv(read_bounded(path.with_suffix(".csv"))), record["recipe"])
        again = rerun(record["recipe"], corpora.find)
        yield from _of_table(name, written, again, record["derived"], checked)
        corpus = corpora.find(record["recipe"]["corpus"])
        yield from _of_counts(name, written, corpus, corpora, checked)
        if record.get("plot"):
            yield from _of_drawing(name, written, again, record, corpora, checked)
        if "digits" in record:
            yield from _of_pages(path, name, written, again, record)
    except (DiscourseError, OSError, LookupError, TypeError, ValueError, RecursionError) as error:
        yield Finding(name, "recipe", "a bundle that can be made again", _reason(error))


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, DiscourseError) else f"{type(error).__name__}: {error}"


def _of_files(path: Path, name: str, hashes: Mapping[str, str]) -> Iterator[Finding]:
    """Each file of a bundle is there, with the bytes that were saved."""
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


def _of_table(
    name: str,
    written: pd.DataFrame,
    again: pd.DataFrame,
    listed: list[str],
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Each cell is what the recipe makes, and each column that it does not make is listed."""
    own = author_columns(written.columns, again)
    checked["cells"] += written.drop(columns=own).size
    if own:
        checked["columns of the author, not checked"] += len(own)
    yield from find_differences(f"{name}.csv", written, again)
    for column in own:
        if column not in listed:
            yield Finding(f"{name}.csv", f"column {column}", "a column of the recipe", "another")


def _of_counts(
    name: str,
    written: pd.DataFrame,
    corpus: Corpus,
    corpora: FolderCorpora,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """Each count is found again by a matcher that shares nothing with the index."""
    if not {"query", "count"} <= set(written.columns):
        return
    tokens = corpora.read_again(corpus)
    for number, row in enumerate(cells_by_row(written), 1):
        checked["counts"] += 1
        corpus.find(row["query"])  # it refuses what would take for ever
        found = len(find_without_index(tokens, row["query"], corpus.tokenizer))
        if str(found) != row["count"]:
            place = f"row {number} ({row_name(row)}), count, by the second matcher"
            yield Finding(f"{name}.csv", place, str(found), row["count"])


def _of_pages(
    path: Path, name: str, written: pd.DataFrame, again: pd.DataFrame, record: Mapping[str, Any]
) -> Iterator[Finding]:
    """What is read of a table is what its rows and its caption give."""
    rows = remake_rows(written, again, record["derived"])[list(written.columns)]
    for column in record["derived"]:
        numbers = numbers_in(rows[column])
        rows = rows if numbers is None else rows.assign(**{column: numbers})
    rows.attrs["provenance"] = json.dumps(record["recipe"], ensure_ascii=False)
    pages = pages_of(rows, caption=str(record["caption"]), digits=int(record["digits"]))
    for ending, page in pages.items():
        listed = record["sha256"].get(f"{path.stem}.{ending}")
        if sha256(page) != listed:
            yield Finding(f"{name}.{ending}", "page", "what its table gives", "something else")


def _of_drawing(
    name: str,
    written: pd.DataFrame,
    again: pd.DataFrame,
    record: Mapping[str, Any],
    corpora: FolderCorpora,
    checked: "Counter[str]",
) -> Iterator[Finding]:
    """What the figure shows is what its plot draws of the rows made again."""
    checked["drawings"] += 1
    used = record["plot"]
    check_packages(used.get("versions") or {}, f"plot.{used['name']}")
    beside = {key: rerun(recipe, corpora.find) for key, recipe in used["beside"].items()}
    rows = remake_rows(written, again, record["derived"])
    expected = redraw(str(used["name"]), rows, beside, used["inches"])
    for place, wanted, found in compare_drawn(expected, record["drawn"]):
        yield Finding(f"{name}.json", f"drawn {place}", str(wanted), str(found))
