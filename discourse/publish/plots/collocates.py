"""Collocates as pairs of dots: the observed and the expected count of each near the node."""

from typing import TYPE_CHECKING

import numpy as np

from discourse.analyses.collocates import RELIABLE_COUNT
from discourse.publish.plots.canvas import GUIDE, INK, set_whole_ticks
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labelled_rows import row_canvas
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

FEW = "0.7"  # the grey of a count that is too small for a measure


@plot
def collocates(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `collocates` as pairs of dots, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.collocates`, e.g. ``table.head(20)``. A filled dot marks the observed ``count``,
        a hollow dot the ``expected`` count. A grey dot marks an observed count that is too small
        for a measure, as the column ``note`` says: read its lines.
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
    dc.collocates : Words near a node.
    dc.plot.association : Log ratio against count, as labelled points.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.collocates(dc.collocates(dc.read("seeds/"), "rights").head(2))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['human', 'international']
    """
    check_table(table, "collocates", numbers=["count", "expected"])
    places = range(len(table))
    with row_canvas(ax, table["term"].tolist(), width=width, head_mm=5) as axes:
        axes.hlines(places, table["expected"], table["count"], color=GUIDE, linewidth=1.5)
        (dots,) = axes.plot(table["expected"], places, "o", color=INK, label="expected")
        dots.set(markerfacecolor="white", clip_on=False)
        note_rows(dots, ())
        is_few = (table["count"] < RELIABLE_COUNT).to_numpy()
        kinds = ((~is_few, INK, "observed"), (is_few, FEW, f"under {RELIABLE_COUNT}"))
        for chosen, face, label in kinds:
            if (at := np.flatnonzero(chosen)).size:
                (dots,) = axes.plot(table["count"].iloc[at], at, "o", color=INK, label=label)
                dots.set(markerfacecolor=face, clip_on=False)
                note_rows(dots, at.tolist())
        axes.set_xlim(left=0)
        set_whole_ticks(axes.xaxis)
        axes.set_xlabel("Count near the node")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=3, borderaxespad=0)
    return axes
