"""A word sketch as dots: how strongly each collocate belongs to a slot, slot by slot."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import GUIDE, INK
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labelled_rows import label_right_edge
from discourse.publish.plots.register import note_rows, plot
from discourse.publish.plots.slot_rows import slot_canvas, spread_texts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MARGIN = 0.4  # of the axis, on either side of the dots


@plot
def sketch(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `sketch` as dots under the names of slots, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.sketch`, e.g. ``table.groupby("slot", sort=False).head(5)``. A dot marks the
        ``log_dice`` of a collocate; its ``count`` is printed at the right.
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
    dc.sketch : The company of a word by grammatical slot.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.sketch(dc.read("docs/parsed/"), "future").head(3)
    >>> ax = dc.plot.sketch(table)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['', 'shared', 'bright', 'common']
    """
    check_table(table, "sketch", names=("slot", "term"), numbers=["count", "log_dice"])
    with slot_canvas(table, ax, width=width, head_mm=4) as (axes, places):
        low, high = table["log_dice"].min() - MARGIN, table["log_dice"].max() + MARGIN
        axes.hlines(places, low, high, color=GUIDE, linewidth=0.6)
        (dots,) = axes.plot(table["log_dice"], places, "o", color=INK)
        note_rows(dots, range(len(table)))
        axes.set_xlim(low, high)
        axes.locator_params(axis="x", nbins=6)
        axes.set_xlabel("log-Dice (14: only together)")
        counts = table["count"].astype("str").tolist()
        label_right_edge(axes, spread_texts(counts, places), "count")
    return axes
