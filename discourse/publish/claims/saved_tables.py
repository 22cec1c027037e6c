"""Tables of bundles as claims name them: by a path, such as ``../figures/keyness``."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import numbers_in, read_csv
from discourse.publish.export.manifest import digest_of
from discourse.publish.provenance.allowance import is_inside, is_own_file, read_bounded
from discourse.publish.provenance.bundle import is_bundle, read_record, rename_old

KEPT = 16  # tables that were read last


def is_saved_table(table: str) -> bool:
    """Whether a claim names a table by the path of its bundle.

    Examples
    --------
    >>> is_saved_table("../figures/keyness"), is_saved_table("keyness")
    (True, False)
    """
    return "/" in table


def read_saved_table(path: str, folder: Path | None, places: Sequence[Path] = ()) -> pd.DataFrame:
    """Read the table of a bundle in the study of a notebook, as it was saved.

    `discourse.verify` checks the rows themselves with the bundle. Here only their hash is compared.

    Parameters
    ----------
    path : str
        The path of the bundle without an ending, relative to the notebook's folder.
    folder : Path or None
        The folder of the notebook. Nothing outside the folder above it is read.
    places : sequence of Path, optional
        The folders in which the bundle must lie, too, if there are any.

    Returns
    -------
    DataFrame
        The rows, which are shared; columns of numbers are numbers.

    Raises
    ------
    DiscourseError
        If there is no such bundle in the study, or if its CSV was changed.
    """
    if folder is None:
        raise DiscourseError(f"{path} is relative to a notebook, and there is none.")
    study = folder.resolve().parent
    record = (folder / f"{path}.json").resolve()
    inside = is_inside(record, [study]) and is_inside(record, places or [study])
    if not inside or not record.is_file() or not is_bundle(record):
        raise DiscourseError(
            f"there is no saved figure or table {path!r}; name one in this study as the code names "
            "it, such as '../figures/keyness'."
        )
    recorded, file = read_record(record), record.with_suffix(".csv")
    raw = read_bounded(file) if is_own_file(file) else b""
    if digest_of(raw) != recorded["sha256"].get(file.name):
        raise DiscourseError(f"{path}.csv is not the file that was saved; save it again.")
    return _parse_rows(raw, json.dumps(recorded["recipe"]))


@lru_cache(KEPT)
def _parse_rows(raw: bytes, recipe: str) -> pd.DataFrame:
    """The rows of a CSV, which callers must not change: several claims are about one table."""
    table = rename_old(read_csv(raw), json.loads(recipe))
    numbers = {name: numbers_in(table[name]) for name in table.columns}
    return table.assign(**{name: found for name, found in numbers.items() if found is not None})
