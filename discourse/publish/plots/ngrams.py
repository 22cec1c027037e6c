"""N-grams as dots: one row per n-gram, in the order of the table."""

from typing import TYPE_CHECKING

from discourse.publish.plots.counted_rows import draw_counts
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.register import every_part, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@every_part
@plot
def ngrams(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `ngrams` as dots, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.ngrams`, e.g. ``table.head(20)``, or others with ``term`` and ``count``. Each
        becomes a dot at its ``count``; a table by part is drawn as `frequencies` draws it.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    width : str or float, optional
        Width in print of a new figure: "column" (85 mm), "page" (178 mm), or millimetres.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on.

    Raises
    ------
    DiscourseError
        If the table has no rows, or more than a page holds, lacks a column that is drawn, or has
        text where numbers are drawn.

    See Also
    --------
    dc.ngrams : Sequences of words.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.ngrams(dc.ngrams(dc.read("seeds/"), 4).head(2))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['the convention on the', 'a community of shared']
    """
    check_table(table, "ngrams", numbers=["count"])
    return draw_counts(table, ax, width)
