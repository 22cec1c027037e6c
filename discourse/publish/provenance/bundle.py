"""A bundle: files of one name, and beside them a JSON that says what they are and how made."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import csv_bytes, json_bytes, text_cells, write_together
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.recipes import (
    Recipe,
    author_columns,
    find_differences,
    recipe_of,
    rerun,
)
from discourse.renames import COLUMNS, PLOTS, VALUES

# Of the files of a bundle; one kind of bundle has some of them.
ENDINGS = (".csv", ".json", ".pdf", ".png", ".svg", ".tex", ".md", ".html")
FORMAT = "discourse bundle 1"
LARGEST_FILE = 2**28
ENTRIES = {"caption": str, "recipe": dict, "sha256": dict, "derived": list}
OF_FIGURES = {"alt": str, "drawn": dict}


@dataclass(frozen=True)
class Bundle:
    """A table that holds what its recipe makes, and the name that its files are to have."""

    target: Path
    table: pd.DataFrame
    again: pd.DataFrame
    recipe: Recipe

    def save(self, files: Mapping[str, bytes], described: Mapping[str, Any]) -> None:
        """Write the files by their endings, the CSV and the JSON: all of them or none."""
        files = {**files, "csv": csv_bytes(self.table)}
        content = {
            "format": FORMAT,
            **described,
            "recipe": self.recipe,
            "derived": author_columns(self.table.columns, self.again),
            "sha256": {f"{self.target.name}.{end}": sha256(raw) for end, raw in files.items()},
        }
        files["json"] = json_bytes(content)
        folder = self.target.parent
        write_together({folder / f"{self.target.name}.{end}": raw for end, raw in files.items()})


def make_bundle(path: str | PathLike[str], table: pd.DataFrame) -> Bundle:
    """A bundle to be saved, once its table is what its recipe makes.

    Raises
    ------
    DiscourseError : a name that is none, a folder that is not there, a table of no verb, and a
        cell that is not what the verb gives.
    """
    target = _target(Path(path))
    find = find_in_session(target.name)
    recipe = recipe_of(table, target.name)
    again = rerun(recipe, find)
    for finding in find_differences(target.name, text_cells(table), again):
        raise DiscourseError(
            f"{finding.file}, {finding.row}: the table has {finding.found!r}, but its recipe makes "
            f"{finding.expected!r}; save the numbers as they are, and round where they are shown."
        )
    return Bundle(target, table, again, complete_recipe(recipe, find))


def _target(path: Path) -> Path:
    """A path without an ending, whose files stay in its folder."""
    if path.name in ("", "..") or path.name.startswith(".") or set(path.name) & set('\\:*?"<>|\0'):
        raise DiscourseError(
            f"{str(path)!r} does not end in a name for files; give one, as 'figure'."
        )
    if path.suffix in ENDINGS:
        raise DiscourseError(
            f"{path.name!r} names one file, and several of one name are written; give the name "
            f"alone, as {path.stem!r}."
        )
    if not path.parent.is_dir():
        raise DiscourseError(f"there is no folder {path.parent}; make it, or name another.")
    return path


def sha256(raw: bytes) -> str:
    """The hash by which a file is known."""
    return hashlib.sha256(raw).hexdigest()


def is_bundle(path: Path) -> bool:
    """Whether a JSON file says that it describes a bundle."""
    with path.open("rb") as file:
        return b"discourse bundle" in file.read(200)


def read_record(path: Path) -> dict[str, Any]:
    """The JSON of a bundle, if it has the entries that one has.

    Raises
    ------
    DiscourseError : a file too large, of another format, or without what a bundle says.
    """
    raw = read_bounded(path)
    try:
        record = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DiscourseError(f"{path} is no JSON ({error}); save it anew.") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise DiscourseError(f"{path}: its format is not {FORMAT!r}; save it anew.")
    entries = ENTRIES | OF_FIGURES if "drawn" in record else ENTRIES
    for key, kind in entries.items():
        if not isinstance(record.get(key), kind):
            raise DiscourseError(
                f"{path}: its entry {key!r} is missing or malformed; save it anew."
            )
    if isinstance(record.get("plot"), dict):
        record["plot"]["name"] = _plot_now(record["plot"].get("name"), record["recipe"])
    return record


def _plot_now(name: object, recipe: Recipe) -> object:
    """The name that a plot has now: `dispersion` drew positions before version 0.2."""
    if name == "dispersion" and recipe.get("verb") == "positions":
        return "positions"
    return PLOTS.get(str(name), name)


def rename_old(stored: pd.DataFrame, recipe: Recipe) -> pd.DataFrame:
    """Give the columns and values of a saved table of text the names that its verb uses now."""
    verb = str(recipe.get("verb"))
    return stored.rename(columns=COLUMNS.get(verb, {})).replace(VALUES.get(verb, {}))


def restore_old(rows: pd.DataFrame, stored: pd.DataFrame, recipe: Recipe) -> pd.DataFrame:
    """The rows of a saved table made again, with the old names of its columns and its old values.

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


def read_bounded(path: Path) -> bytes:
    """The bytes of a file, if they are not too many to be looked at."""
    if path.stat().st_size > LARGEST_FILE:
        raise DiscourseError(f"{path} is larger than {LARGEST_FILE:,} bytes.")
    return path.read_bytes()
