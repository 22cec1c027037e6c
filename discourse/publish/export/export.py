"""Lines and tables leave for other programs: one file, named by its ending."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.lines.lines import Concordance
from discourse.errors import DiscourseError, check_path, check_type
from discourse.publish.export.data_files import csv_bytes, numbers_in, read_csv, write_together
from discourse.publish.export.office import docx_bytes, xlsx_bytes
from discourse.publish.export.sheet import make_sheet
from discourse.publish.export.text_tables import html_page, latex_table, markdown_table

# A spreadsheet runs a cell that opens with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def export(table: pd.DataFrame | Concordance, path: str | PathLike[str]) -> Path:
    r"""Write a table, or the lines of a concordance, as a file for another program.

    All rows are written, and the same table gives the same bytes each time.

    Parameters
    ----------
    table : ``.csv`` and ``.xlsx`` hold its numbers as they are, and of a concordance the columns
        of its frame. The others hold what is read: four significant digits, and of a concordance
        place, context, node and line id. A table for a paper is better saved by `save_table`.
    path : where to; its ending says what is written: ``.csv``, ``.xlsx``, ``.md``, ``.tex``,
        ``.html`` (one page that needs nothing else) or ``.docx``.

    Returns
    -------
    Path, the file.

    Raises
    ------
    DiscourseError : another ending, a folder that is not there, a package that is not installed, or
        more than a spreadsheet holds.

    Notes
    -----
    A spreadsheet would run a text that opens with ``= + - @``, a tab or a line end as a formula.
    In ``.csv`` such a text, and one that opens with an apostrophe, gets an apostrophe before it;
    `import_csv` takes it off again. In ``.xlsx`` the cell is marked as text and holds what it held.
    ``.csv`` opens with a byte order mark, by which spreadsheets know UTF-8.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> lines = dc.concordance(dc.read("seeds/"), "beautiful world", context=3)
    >>> print(dc.export(lines, pathlib.Path(tempfile.mkdtemp()) / "world.md").read_text())
    | place | left | node | right | line\_id |
    | :--- | ---: | :--- | :--- | :--- |
    | 1 | inclusive, clean and | beautiful world | that enjoys lasting | 592c40085518:1803-1818 |
    <BLANKLINE>
    """
    kinds: tuple[type[Any], ...] = (pd.DataFrame, Concordance)
    check_type("table", table, kinds, "a table or a Concordance", "give dc.frequencies(corpus)")
    target = check_path("path", path)
    if target.suffix not in WRITERS:
        raise DiscourseError(
            f"{target.name!r} has no ending that is known; choose one of {', '.join(WRITERS)}."
        )
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    write_together({target: WRITERS[target.suffix](table)})
    return target


def import_csv(path: str | PathLike[str]) -> pd.DataFrame:
    """A table that `export` wrote as ``.csv``.

    Texts come back as they were, but a CSV does not say what is a text: a column becomes numbers
    where `export` would write these numbers as they stand, as the sections 1, 2, 3 (but not 01);
    ``table["part"].astype(str)`` makes texts of them. An empty cell is missing among numbers, and
    an empty text among texts.

    Examples
    --------
    >>> import discourse as dc, pandas as pd, tempfile, pathlib
    >>> table = pd.DataFrame({"term": ["=1+1", "'tis"], "count": [1, 2]})
    >>> path = dc.export(table, pathlib.Path(tempfile.mkdtemp()) / "terms.csv")
    >>> path.read_text(encoding="utf-8-sig").split()
    ['term,count', "'=1+1,1", "''tis,2"]
    >>> dc.import_csv(path)["term"].tolist()
    ['=1+1', "'tis"]
    """
    source = check_path("path", path)
    if not source.is_file():
        raise DiscourseError(f"path={str(path)!r} is not a file; give one that dc.export wrote.")
    cells = read_csv(source.read_bytes())
    texts = _as_exported(cells)
    for at, name in enumerate(texts.columns):
        if (numbers := numbers_in(cells.iloc[:, at])) is not None:
            texts[name] = numbers
    return texts


def import_texts(path: str | PathLike[str]) -> pd.DataFrame:
    """The same with every cell as a text."""
    return _as_exported(read_csv(Path(path).read_bytes()))


def _as_exported(cells: pd.DataFrame) -> pd.DataFrame:
    """The texts of the cells that `_csv` wrote."""
    return _texts(cells, _harmful).rename(columns=_harmful)


def _csv(table: pd.DataFrame | Concordance) -> bytes:
    frame = table.frame if isinstance(table, Concordance) else table
    safe = _texts(frame, _harmless).rename(columns=lambda name: _harmless(str(name)))
    return b"\xef\xbb\xbf" + csv_bytes(safe)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def _harmful(cell: str) -> str:
    """The text of a cell that `_harmless` made."""
    return cell.removeprefix("'")


def _texts(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """A table with each text in it changed."""
    return pd.DataFrame(
        {name: _column(table[name], change) for name in table.columns}, index=table.index
    )


def _column(column: "pd.Series[Any]", change: Callable[[str], str]) -> "pd.Series[Any]":
    if pd.api.types.is_numeric_dtype(column):
        return column
    changed = [change(value) if isinstance(value, str) else value for value in column]
    return pd.Series(changed, index=column.index, dtype="object")


WRITERS: dict[str, Callable[[pd.DataFrame | Concordance], bytes]] = {
    ".csv": _csv,
    ".xlsx": lambda table: xlsx_bytes(table.frame if isinstance(table, Concordance) else table),
    ".md": lambda table: markdown_table(make_sheet(table)).encode(),
    ".tex": lambda table: latex_table(make_sheet(table)).encode(),
    ".html": lambda table: html_page(make_sheet(table)).encode(),
    ".docx": lambda table: docx_bytes(make_sheet(table)),
}
