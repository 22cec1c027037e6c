"""Lines and tables for other programs, in the format that the ending of the file names."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from discourse.corpus.lines.lines import Concordance
from discourse.corpus.lines.worksheet import keep_coded_sheet
from discourse.corpus.store.file_sets import write_together
from discourse.errors import DiscourseError, check_flag, check_path, check_type
from discourse.publish.export.data_files import csv_bytes, numbers_in, read_csv
from discourse.publish.export.manifest import MANIFEST, is_manifest, write_listed
from discourse.publish.export.office import docx_bytes, xlsx_bytes
from discourse.publish.export.sheet import make_sheet
from discourse.publish.export.text_tables import html_page, latex_table, markdown_table
from discourse.text.table_files import XLSX

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A spreadsheet reads a cell that begins with one of these as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def export(
    table: pd.DataFrame | Concordance, path: str | PathLike[str], *, spreadsheet_safe: bool = False
) -> Path:
    r"""Write a table, or the lines of a concordance, as a file for another program.

    All rows are written, and the same table gives the same bytes each time.

    Parameters
    ----------
    table : DataFrame or Concordance
        What to write. ``.csv`` and ``.xlsx`` have its numbers unrounded, and of a concordance the
        columns of its frame. The other formats are for reading: four significant digits, and of a
        concordance place, context, node and line id. For a paper, use `save_table`.
    path : str or path
        The file. Its ending is the format: ``.csv``, ``.xlsx``, ``.md``, ``.tex``, ``.html`` (a
        self-contained page) or ``.docx``. In a folder of figures, it is listed in the manifest.
    spreadsheet_safe : bool, optional
        Whether, in a ``.csv`` that will be opened in a spreadsheet, text that it would run as a
        formula is preceded by an apostrophe.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    DiscourseError
        If the ending is not known, the folder does not exist, a package is not installed, the table
        is larger than a spreadsheet can be, or the file is a sheet of lines in which somebody has
        written codes or notes.

    See Also
    --------
    dc.import_csv : Read a table that was exported as CSV.
    dc.save_table : Save a table for a paper, with its lines and its recipe.
    dc.layers.to_conllu : A corpus and its layers as CoNLL-U.

    Notes
    -----
    A ``.csv`` is data: each cell is as it is in the table. A spreadsheet runs text that begins with
    ``= + - @``, a tab or a line end as a formula. Write ``.xlsx``, whose cells are marked as text,
    for people who open it there, or ``spreadsheet_safe=True``: such text, and text that begins
    with an apostrophe, is then preceded by an apostrophe, and the file begins with a byte order
    mark, by which spreadsheets recognise UTF-8. `import_csv` removes both.

    ``discourse docs layer-files`` explains files for other programs.

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
            f"{target.name!r} has no known ending; choose one of {', '.join(WRITERS)}."
        )
    if not target.parent.is_dir():
        raise DiscourseError(f"there is no folder {target.parent}; make it, or name another.")
    check_flag("spreadsheet_safe", spreadsheet_safe)
    if spreadsheet_safe and target.suffix != ".csv":
        raise DiscourseError(
            f"spreadsheet_safe=True is for .csv, not for {target.name!r}; leave it out."
        )
    write = _spreadsheet_csv if spreadsheet_safe else WRITERS[target.suffix]
    if target.suffix == XLSX and target.is_file():
        keep_coded_sheet(target)
    is_listed = is_manifest(target.parent / MANIFEST)
    (write_listed if is_listed else write_together)({target: write(table)})
    return target


def import_csv(path: str | PathLike[str]) -> pd.DataFrame:
    """Read a table that `export` wrote as ``.csv``.

    Parameters
    ----------
    path : str or path
        The file.

    Returns
    -------
    DataFrame
        The table. Text is as it was before `export`. A CSV does not say which columns are text: a
        column becomes numbers if `export` would write those numbers in the same way, e.g. the
        sections 1, 2, 3 (but not 01); ``table["part"].astype(str)`` turns them into text. An empty
        cell is a missing value in a column of numbers, and empty text elsewhere.

    See Also
    --------
    dc.export : Write a table or lines for another program.
    dc.with_record : Give a rebuilt table the record of its source.

    Notes
    -----
    ``discourse docs layer-files`` explains files of other programs.

    Examples
    --------
    >>> import discourse as dc, pandas as pd, tempfile, pathlib
    >>> table = pd.DataFrame({"term": ["=1+1", "'tis"], "count": [1, 2]})
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> path = dc.export(table, folder / "terms.csv")
    >>> path.read_text(encoding="utf-8").split()
    ['term,count', '=1+1,1', "'tis,2"]
    >>> safe = dc.export(table, folder / "safe.csv", spreadsheet_safe=True)
    >>> safe.read_text(encoding="utf-8-sig").split()
    ['term,count', "'=1+1,1", "''tis,2"]
    >>> dc.import_csv(safe)["term"].tolist()
    ['=1+1', "'tis"]
    """
    source = check_path("path", path)
    if not source.is_file():
        raise DiscourseError(f"path={str(path)!r} is not a file; give one that dc.export wrote.")
    cells = read_csv(source.read_bytes())
    texts = import_texts(source)
    for at, name in enumerate(texts.columns):
        if (numbers := numbers_in(cells.iloc[:, at])) is not None:
            texts[name] = numbers
    return texts


def import_texts(path: str | PathLike[str]) -> pd.DataFrame:
    """Read a table that `export` wrote as ``.csv``, with every cell as text."""
    raw = Path(path).read_bytes()
    cells = read_csv(raw)
    # Only a file for spreadsheets begins with this mark, and has apostrophes that are not data.
    return _remove_apostrophes(cells) if raw.startswith(BYTE_ORDER_MARK) else cells


def _remove_apostrophes(cells: pd.DataFrame) -> pd.DataFrame:
    """A table as it was before `_spreadsheet_csv` put apostrophes before some of its text."""
    return _change_texts(cells, _remove_apostrophe).rename(columns=_remove_apostrophe)


def _data_csv(table: pd.DataFrame | Concordance) -> bytes:
    return csv_bytes(table.frame if isinstance(table, Concordance) else table)


def _spreadsheet_csv(table: pd.DataFrame | Concordance) -> bytes:
    frame = table.frame if isinstance(table, Concordance) else table
    safe = _change_texts(frame, _add_apostrophe).rename(
        columns=lambda name: _add_apostrophe(str(name))
    )
    return BYTE_ORDER_MARK + csv_bytes(safe)


def _add_apostrophe(text: str) -> str:
    return f"'{text}" if text.startswith((*FORMULA_SIGNS, "'")) else text


def _remove_apostrophe(cell: str) -> str:
    """The text as it was before `_add_apostrophe`."""
    return cell.removeprefix("'")


def _change_texts(table: pd.DataFrame, change: Callable[[str], str]) -> pd.DataFrame:
    """A table with a function applied to each text in it."""
    return pd.DataFrame(
        {name: _change_column(table[name], change) for name in table.columns}, index=table.index
    )


def _change_column(column: "pd.Series[Any]", change: Callable[[str], str]) -> "pd.Series[Any]":
    if pd.api.types.is_numeric_dtype(column):
        return column
    changed = [change(value) if isinstance(value, str) else value for value in column]
    return pd.Series(changed, index=column.index, dtype="object")


WRITERS: dict[str, Callable[[pd.DataFrame | Concordance], bytes]] = {
    ".csv": _data_csv,
    ".xlsx": lambda table: xlsx_bytes(table.frame if isinstance(table, Concordance) else table),
    ".md": lambda table: markdown_table(make_sheet(table)).encode(),
    ".tex": lambda table: latex_table(make_sheet(table)).encode(),
    ".html": lambda table: html_page(make_sheet(table)).encode(),
    ".docx": lambda table: docx_bytes(make_sheet(table)),
}
