"""A saved table compared, cell by cell, with the table that its recipe makes now."""

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from discourse.publish.export.data_files import text_cells
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.row_keys import keys_in, row_name

MISSING_ROW = "a row that the recipe makes"  # what a finding expects in place of an unknown row


def match_rows(written: pd.DataFrame, again: pd.DataFrame) -> list[int | None]:
    """Find, for each row of a saved table, the row of the remade table that has the same keys."""
    keys = keys_in(again.columns.intersection(written.columns))
    places = _possible_rows(written, again, keys)
    remade = list(text_cells(again[keys].iloc[places]).itertuples(index=False, name=None))
    order = {key: at for at, key in reversed(list(zip(places, remade, strict=True)))}
    return [order.get(key) for key in written[keys].itertuples(index=False, name=None)]


def _possible_rows(written: pd.DataFrame, again: pd.DataFrame, keys: Iterable[str]) -> list[int]:
    """The rows of a remade table whose keys of text are among those of the saved table.

    A remade table often has many times the rows that were saved.
    """
    possible = np.ones(len(again), dtype=bool)
    for key in keys:
        if pd.api.types.is_string_dtype(again[key]) and not again[key].hasnans:
            possible &= again[key].isin(written[key]).to_numpy()
    return list(map(int, np.flatnonzero(possible)))


def remake_rows(written: pd.DataFrame, again: pd.DataFrame, own: Iterable[str]) -> pd.DataFrame:
    """Return the rows of a saved table as the recipe makes them, with the author's own columns."""
    rows = again.iloc[[at for at in match_rows(written, again) if at is not None]]
    return rows.assign(**{column: written[column].tolist() for column in own})


def find_differences(file: str, written: pd.DataFrame, again: pd.DataFrame) -> Iterator[Finding]:
    """Find each cell of a saved table that is not what the recipe makes, as it is written in a CSV.

    ``03`` is another cell than ``3``: programs that read it as text keep the difference.
    """
    columns = [column for column in written.columns if column in again.columns]
    places = match_rows(written, again)
    remade = text_cells(again[columns].iloc[[at for at in places if at is not None]])
    expected_rows = iter(cells_by_row(remade))
    for number, (row, at) in enumerate(zip(cells_by_row(written[columns]), places, strict=True), 1):
        place = f"row {number} ({row_name(row)})"
        if at is None:
            yield Finding(file, place, MISSING_ROW, "one that it does not make")
            continue
        for column, expected in next(expected_rows).items():
            if row[column] != expected:
                yield Finding(file, f"{place}, {column}", expected, row[column])


def cells_by_row(table: pd.DataFrame) -> list[dict[str, str]]:
    """The rows of a table of text, each as a mapping from column to cell."""
    names = list(table.columns)
    return [dict(zip(names, cells, strict=True)) for cells in table.itertuples(False, None)]


def author_columns(columns: Iterable[str], again: pd.DataFrame) -> list[str]:
    """The columns that the author added: the recipe does not make them, so they are not checked."""
    return [column for column in columns if column not in again.columns]
