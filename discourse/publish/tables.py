"""Saving a table as a bundle: for print, for the web, for programs, and how it was made."""

import json
from os import PathLike

import pandas as pd

from discourse.corpus.lines.lines import CONTEXT
from discourse.errors import (
    DiscourseError,
    check_count,
    check_path,
    check_text,
    check_type,
)
from discourse.publish.bound_text import show_text
from discourse.publish.export.data_files import SIGNIFICANT_DIGITS, numbers_in, text_cells
from discourse.publish.export.sheet import make_sheet
from discourse.publish.export.text_tables import html_page, latex_table, markdown_table
from discourse.publish.provenance.bundle import make_bundle
from discourse.publish.provenance.table_differences import author_columns


def save_table(
    table: pd.DataFrame,
    path: str | PathLike[str],
    *,
    caption: str,
    digits: int = 2,
    context: int = CONTEXT,
) -> None:
    r"""Save a table as a bundle: ``path.csv``, ``.tex``, ``.md``, ``.html`` and ``.json``.

    Before anything is written, the table is computed again and compared cell by cell. The CSV holds
    it unrounded. LaTeX (for the package booktabs), Markdown and HTML have rounded numbers, and no
    column ``query``; below the table they state the measured error of the layers that it rests on,
    such as lemmas.

    Parameters
    ----------
    table : DataFrame
        Rows of a verb's table, unrounded. Columns that you added are kept, and listed as yours.
    path : str or path
        Where to save it, without an ending, e.g. ``"../figures/keywords"``.
    caption : str
        The caption, which is above the table in print. Its numbers may be bound to claims, as in
        Markdown: ``[28](# "rights")`` is saved as ``28``, and verified in the notebook.
    digits : int, optional
        Digits after the decimal point in LaTeX, Markdown and HTML.
    context : int, optional
        Words on either side of each line of evidence; give fewer if the rights to the texts allow
        no more to be published.

    Raises
    ------
    DiscourseError
        If the caption is empty, `digits` or `context` is too large, or the folder does not exist;
        if the table does not say how it was made, or differs from what its verb computes.

    See Also
    --------
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.methods : The paragraph that describes tables.
    dc.export : Write a table or lines for another program.
    dc.verify : Check that what is published still holds.

    Notes
    -----
    ``discourse docs evidence`` explains what is saved with a table.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> paper = dc.read("seeds/")
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dc.save_table(dc.frequencies(paper).head(2), folder / "top", caption="Two words.")
    >>> print((folder / "top.md").read_text())
    Two words.
    <BLANKLINE>
    | term | count | per\_thousand | range |
    | :--- | ---: | ---: | ---: |
    | the | 108 | 78.03 | 1 |
    | and | 73 | 52.75 | 1 |
    <BLANKLINE>
    """
    way_out = "give rows of a table that a verb made"
    check_type("table", table, pd.DataFrame, "a table", way_out)
    check_path("path", path)
    if not check_text("caption", caption, "The most frequent words.").strip():
        raise DiscourseError(f"{path} has no caption; say in caption= what it shows.")
    caption = show_text(caption)
    made = make_bundle(path, table, check_count("context", context, most=CONTEXT))
    complete_table = table.copy()
    complete_table.attrs = {"provenance": json.dumps(made.recipe, ensure_ascii=False)}
    complete_table.attrs.update(made.note)
    for column in author_columns(table.columns, made.again):
        # `verify` has only the CSV to know them by: there 2.0 is written 2.
        numbers = numbers_in(text_cells(table[[column]])[column])
        if numbers is not None:
            complete_table[column] = numbers.to_numpy()
    pages = make_pages(complete_table, caption=caption, digits=digits)
    made.save(pages, {"caption": caption, "digits": digits})


def make_pages(
    table: pd.DataFrame, *, caption: str, digits: int, fits: bool = True
) -> dict[str, bytes]:
    """The LaTeX, Markdown and HTML of a table, by the ending of the file.

    ``fits`` is whether its LaTeX stays on a page.

    Raises
    ------
    DiscourseError
        If the number of digits is negative or exceeds what is written.
    """
    check_count("digits", digits, most=SIGNIFICANT_DIGITS)
    read = make_sheet(table.drop(columns="query", errors="ignore"), digits=digits, caption=caption)
    pages = {
        "tex": latex_table(read, fits=fits),
        "md": markdown_table(read),
        "html": html_page(read),
    }
    return {ending: page.encode("utf-8") for ending, page in pages.items()}
