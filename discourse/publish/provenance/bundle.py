"""A bundle: files with one name; one of them, a JSON file, says how the others were made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import csv_bytes, json_bytes, text_cells
from discourse.publish.export.manifest import MANIFEST, write_listed
from discourse.publish.provenance.allowance import read_bounded
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.recipes import Recipe, recipe_of, rerun
from discourse.publish.provenance.table_differences import (
    MISSING_ROW,
    author_columns,
    find_differences,
)
from discourse.renames import COLUMNS, PLOTS, VALUES

# The files of bundles; each kind of bundle has some of them.
ENDINGS = (".csv", ".json", ".pdf", ".png", ".svg", ".tex", ".md", ".html")
BUNDLE_FORMAT = "discourse bundle 1"
ENTRIES = {"caption": str, "recipe": dict, "sha256": dict, "derived": list}
FIGURE_ENTRIES = {"alt": str, "drawn": dict}


@dataclass(frozen=True)
class Bundle:
    """A table that agrees with its recipe, and the name that its files will have.

    ``again`` is the table as the recipe makes it; `table` may have further columns of its author.
    """

    target: Path
    table: pd.DataFrame
    again: pd.DataFrame
    recipe: Recipe

    def save(self, files: Mapping[str, bytes], described: Mapping[str, Any]) -> None:
        """Write the given files, named by their endings, with the CSV and the JSON: all or none."""
        files = {**files, "csv": csv_bytes(self.table)}
        content = {
            "format": BUNDLE_FORMAT,
            **described,
            "recipe": self.recipe,
            "derived": author_columns(self.table.columns, self.again),
            "sha256": {f"{self.target.name}.{end}": sha256(raw) for end, raw in files.items()},
        }
        files["json"] = json_bytes(content)
        folder = self.target.parent
        write_listed({folder / f"{self.target.name}.{end}": raw for end, raw in files.items()})


def make_bundle(path: str | PathLike[str], table: pd.DataFrame) -> Bundle:
    """Prepare a bundle for saving, if its table is what its recipe makes.

    Raises
    ------
    DiscourseError
        If the path does not end in a name, if its folder does not exist, if no verb made the
        table, or if a cell is not what the verb gives.
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
    return Bundle(target, table, again, complete_recipe(recipe, find))


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


def sha256(raw: bytes) -> str:
    """The hash that identifies a file."""
    return hashlib.sha256(raw).hexdigest()


def is_bundle(path: Path) -> bool:
    """Whether a JSON file describes a bundle."""
    with path.open("rb") as file:
        return b"discourse bundle" in file.read(200)


def read_record(path: Path) -> dict[str, Any]:
    """Read the JSON file of a bundle.

    Raises
    ------
    DiscourseError
        If the file is too large, has another format, or lacks an entry that a bundle needs.
    """
    raw = read_bounded(path)
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DiscourseError(f"{path} is not JSON ({error}); save it again.") from None
    if not isinstance(record, dict) or record.get("format") != BUNDLE_FORMAT:
        raise DiscourseError(f"{path}: its format is not {BUNDLE_FORMAT!r}; save it again.")
    entries = ENTRIES | FIGURE_ENTRIES if "drawn" in record else ENTRIES
    for key, kind in entries.items():
        if not isinstance(record.get(key), kind):
            raise DiscourseError(
                f"{path}: its entry {key!r} is missing or malformed; save it again."
            )
    if isinstance(record.get("plot"), dict):
        record["plot"]["name"] = _current_plot_name(record["plot"].get("name"), record["recipe"])
    return record


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
