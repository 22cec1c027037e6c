"""A bundle: files with one name; one of them, a JSON file, says how the others were made."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import NoneType
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.layer_notes import NOTE
from discourse.publish.export.data_files import csv_bytes, json_bytes, refuse_twice, text_cells
from discourse.publish.export.manifest import MANIFEST, digest_of, write_listed
from discourse.publish.provenance.allowance import read_bounded
from discourse.publish.provenance.chosen_rows import describe_rows, find_repeated
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.misleading_texts import refuse_misleading
from discourse.publish.provenance.recipes import Recipe, recipe_of, rerun
from discourse.publish.provenance.record_shape import RECORD, find_malformed
from discourse.publish.provenance.row_lines import BundleLines, bundle_lines, reference_lines
from discourse.publish.provenance.table_differences import (
    MISSING_ROW,
    author_columns,
    find_differences,
    match_rows,
)
from discourse.renames import COLUMNS, PLOTS, VALUES

# The files of bundles; each kind of bundle has some of them.
ENDINGS = (".csv", ".json", ".pdf", ".png", ".svg", ".tiff", ".eps", ".tex", ".md", ".html")
LINES_ENDING = ".evidence.csv"  # of the file with the lines behind the rows
REFERENCE_ENDING = ".reference.csv"  # of that with the lines of the side they are compared with
FIRST_FORMAT, BUNDLE_FORMAT = "discourse bundle 1", "discourse bundle 2"
ENTRIES = {"caption": str, "recipe": dict, "sha256": dict, "derived": list}
LATER_ENTRIES = {"rows": dict, "columns": list, "evidence": (dict, NoneType)}  # since the second
FIGURE_ENTRIES = {"alt": str, "drawn": dict}
LATER_FIGURE_ENTRIES = {"plot": (dict, NoneType), "seen": dict, "added": (str, NoneType)}
TABLE_ENTRIES = {"digits": int}
# Of a figure; of the table of a comparison, its evidence on the other side; of a table that rests
# on layers, their measured error.
OPTIONAL_ENTRIES = ("added_texts", "dpi", "panel_of", "evidence_reference", NOTE)


@dataclass(frozen=True)
class Bundle:
    """A table that agrees with its recipe, and the name that its files will have.

    ``again`` is the table as the recipe makes it; `table` has all of its columns and may have
    further ones of its author. ``columns`` are those that the author gave.
    """

    target: Path
    table: pd.DataFrame
    again: pd.DataFrame
    recipe: Recipe
    columns: list[str]
    rows: dict[str, Any]
    lines: BundleLines | None
    reference: BundleLines | None

    @property
    def note(self) -> dict[str, str]:
        """The entry with the measured error of the layers that the table rests on, if any."""
        return {key: str(self.again.attrs[key]) for key in (NOTE,) if key in self.again.attrs}

    def save(self, files: Mapping[str, bytes], described: Mapping[str, Any]) -> None:
        """Write the given files, named by their endings, with the CSV and the JSON: all or none."""
        write_listed(self.files(files, described))

    def files(self, files: Mapping[str, bytes], described: Mapping[str, Any]) -> dict[Path, bytes]:
        """The files of the bundle: those given by their endings, the CSV and the JSON."""
        files = {**files, "csv": csv_bytes(self.table)}
        if self.lines is not None:
            files[LINES_ENDING.removeprefix(".")] = csv_bytes(self.lines.table)
        if self.reference is not None:
            files[REFERENCE_ENDING.removeprefix(".")] = csv_bytes(self.reference.table)
        content = {
            "format": BUNDLE_FORMAT,
            **described,
            "rows": self.rows,
            "columns": self.columns,
            "evidence": None if self.lines is None else self.lines.entry,
            **({"evidence_reference": self.reference.entry} if self.reference is not None else {}),
            "recipe": self.recipe,
            **self.note,
            "derived": author_columns(self.table.columns, self.again),
            "sha256": {f"{self.target.name}.{end}": digest_of(raw) for end, raw in files.items()},
        }
        files["json"] = json_bytes(content)
        own = self.table[content["derived"]]
        refuse_misleading(self.target.name, content, own, map(str, self.again.columns))
        folder = self.target.parent
        return {folder / f"{self.target.name}.{end}": raw for end, raw in files.items()}


def make_bundle(path: str | PathLike[str], table: pd.DataFrame, context: int) -> Bundle:
    """Prepare a bundle for saving, if its table is what its recipe makes.

    Its lines have `context` words on either side.

    Raises
    ------
    DiscourseError
        If the path does not end in a name, if its folder does not exist, if no verb made the
        table, if a cell is not what the verb gives, or if a row is there twice.
    """
    target = _check_target(Path(path))
    find = find_in_session(target.name)
    recipe = recipe_of(table, target.name)
    again = rerun(recipe, find)
    for finding in find_differences(target.name, text_cells(table), again):
        if finding.expected == MISSING_ROW:
            raise DiscourseError(
                f"{finding.file}, {finding.row}: the verb does not make this row; save rows of its "
                "table as they are."
            )
        raise DiscourseError(
            f"{finding.file}, {finding.row}: the table has {finding.found!r}, but its recipe makes "
            f"{finding.expected!r}; save the numbers as they are, and round where they are shown."
        )
    shown = _find_shown_rows(target.name, table, again)
    completed = _complete_columns(table, again, shown)
    return Bundle(
        target,
        completed,
        again,
        complete_recipe(recipe, find),
        list(map(str, table.columns)),
        describe_rows(again, shown),
        bundle_lines(find(recipe["corpus"]), completed, context),
        reference_lines(find, recipe, completed, context),
    )


def _find_shown_rows(name: str, table: pd.DataFrame, again: pd.DataFrame) -> list[int]:
    """The number of each row in the table that the verb makes; no row is shown twice."""
    cells = text_cells(table)
    for number, first in find_repeated(cells, again):
        raise DiscourseError(
            f"{name}, row {number}: it repeats row {first}; save each row of the verb's table "
            "once, with the columns that tell its rows apart."
        )
    return [at for at in match_rows(cells, again) if at is not None]


def _complete_columns(
    table: pd.DataFrame, again: pd.DataFrame, shown: Sequence[int]
) -> pd.DataFrame:
    """The rows of a table with all columns that its verb makes, before those of its author."""
    if not set(again.columns) - set(table.columns):
        return table
    completed = again.iloc[list(shown)].reset_index(drop=True)
    for column in author_columns(table.columns, again):
        completed[column] = table[column].to_numpy()
    completed.attrs = dict(table.attrs)
    return completed


def _check_target(path: Path) -> Path:
    """Refuse a path with an ending, and one whose files would not stay in its folder."""
    if path.name in ("", "..") or path.name.startswith(".") or set(path.name) & set('\\:*?"<>|\0'):
        raise DiscourseError(
            f"{str(path)!r} does not end in a name for files; give one, such as 'figure'."
        )
    if path.name == Path(MANIFEST).stem:
        raise DiscourseError(
            f"{path.name!r} is the name of the list of all figures and tables; give another."
        )
    if path.suffix in ENDINGS:
        raise DiscourseError(
            f"{path.name!r} names one file, but several files with one name are written; give the "
            f"name alone: {path.stem!r}."
        )
    if not path.parent.is_dir():
        raise DiscourseError(f"there is no folder {path.parent}; make it, or name another.")
    return path


def is_bundle(path: Path) -> bool:
    """Whether a JSON file describes a bundle."""
    with path.open("rb") as file:
        return b"discourse bundle" in file.read(200)


def read_record(path: Path) -> dict[str, Any]:
    """Read the JSON file of a bundle.

    Raises
    ------
    DiscourseError
        If the file is too large, has another format, has an entry twice, or lacks one that a
        bundle needs.
    """
    raw = read_bounded(path)
    try:
        record = json.loads(raw, object_pairs_hook=refuse_twice)
    except (ValueError, RecursionError) as error:
        if isinstance(error, DiscourseError):
            raise DiscourseError(f"{path}: {error}") from None
        raise DiscourseError(f"{path} is not JSON ({error}); save it again.") from None
    if not isinstance(record, dict) or record.get("format") not in (FIRST_FORMAT, BUNDLE_FORMAT):
        raise DiscourseError(
            f"{path}: its format is neither {BUNDLE_FORMAT!r} nor {FIRST_FORMAT!r}; save it again."
        )
    for key, kind in entries_of(record).items():
        if not isinstance(record.get(key, ...), kind):
            raise DiscourseError(
                f"{path}: its entry {key!r} is missing or malformed; save it again."
            )
    refuse_malformed(path, record, RECORD)
    if isinstance(record.get("plot"), dict):
        if not record["plot"].keys() >= {"name", "beside"}:
            raise DiscourseError(f"{path}: its plot has no name or no 'beside'; save it again.")
        record["plot"]["name"] = _current_plot_name(record["plot"].get("name"), record["recipe"])
    return record


def refuse_malformed(path: Path, record: Mapping[str, Any], shape: Mapping[str, Any]) -> None:
    """Refuse a record with an entry of another kind.

    Raises
    ------
    DiscourseError
        If there is one; it is named.
    """
    for entry in find_malformed(record, shape):
        raise DiscourseError(f"{path}: its entry '{entry}' is malformed; save it again.")


def entries_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """The entries that the record of a bundle needs, with their types."""
    is_figure = not TABLE_ENTRIES.keys() & record.keys()
    if record.get("format") == FIRST_FORMAT:
        return ENTRIES | (FIGURE_ENTRIES if "drawn" in record else {})
    kind = FIGURE_ENTRIES | LATER_FIGURE_ENTRIES if is_figure else TABLE_ENTRIES
    return ENTRIES | LATER_ENTRIES | kind


def files_of(path: Path) -> set[Path]:
    """The paths that the files of a bundle may have, by the path of its record."""
    return {
        path.with_name(path.stem + ending) for ending in (*ENDINGS, LINES_ENDING, REFERENCE_ENDING)
    }


def _current_plot_name(name: object, recipe: Recipe) -> object:
    """The current name of a plot: before version 0.2, `dispersion` drew positions."""
    if name == "dispersion" and recipe.get("verb") == "positions":
        return "positions"
    return PLOTS.get(str(name), name)


def rename_old(stored: pd.DataFrame, recipe: Recipe) -> pd.DataFrame:
    """Replace old column names and values in a saved table by those that its verb uses now."""
    verb = str(recipe.get("verb"))
    return stored.rename(columns=COLUMNS.get(verb, {})).replace(VALUES.get(verb, {}))


def restore_old(rows: pd.DataFrame, stored: pd.DataFrame, recipe: Recipe) -> pd.DataFrame:
    """Give the remade rows of a saved table the old names of its columns and its old values.

    The pages of a bundle show the names of the version that saved it.
    """
    verb = str(recipe.get("verb"))
    values = {
        column: stored[column].tolist()
        for column, renamed in VALUES.get(verb, {}).items()
        if column in stored and stored[column].isin(renamed).any()
    }
    names = {new: old for old, new in COLUMNS.get(verb, {}).items() if old in stored}
    return rows.assign(**values).rename(columns=names)
