"""Dispersion as dots on bands: the DP of each term, and the range expected by chance."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labelled_rows import label_right_edge, row_canvas
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BAND_COLOUR = "#c4c4c4"


@plot
def dispersion(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `dispersion` as dots and bands, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.dispersion`. A dot marks ``dp``; a bar extends from ``band_low`` to
        ``band_high``, the 5th to 95th percentile of DP when the same number of tokens is
        distributed at random. The count, on which the width of the band depends, is printed on the
        right.
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
    dc.dispersion : How evenly terms are spread over parts.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.dispersion(dc.read("seeds/"), ["china", "human rights"])
    >>> ax = dc.plot.dispersion(table)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['human rights', 'china']
    """
    check_table(table, "dispersion", numbers=["count", "dp", "band_low", "band_high"])
    places = range(len(table))
    reach = table["band_high"] - table["band_low"]
    with row_canvas(ax, table["term"].tolist(), width=width, head_mm=4) as axes:
        axes.barh(places, reach, left=table["band_low"], height=0.5, color=BAND_COLOUR)
        (dots,) = axes.plot(table["dp"], places, "o", color=INK)
        note_rows(dots, places)
        axes.set_xlim(0, 1)
        axes.set_xlabel("DP (bar: expected by chance)")
        label_right_edge(axes, table["count"].astype(str).tolist(), "count")
    return axes
