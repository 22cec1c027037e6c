"""Keyness as a forest plot: the effect of each row with its interval, and the line of no effect."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labelled_rows import label_right_edge, row_canvas, row_labels
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NUMBERS_DRAWN = ("count", "count_reference", "log_ratio", "log_ratio_low", "log_ratio_high")


@plot
def keyness(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `keyness` as log ratios and their intervals, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.keyness`, e.g. ``table.head(20)``. A dot marks the ``log_ratio``, a line its
        interval; terms to the right of 0 are more frequent in the target. The dot is hollow if a
        count is 0, because the ratio then rests on the 0.5 that replaces the zero. Both counts are
        printed at the right; a row that is not estimable has nothing else.
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

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.keyness(dc.read("seeds/"), dc.reference("udhr"))
    >>> ax = dc.plot.keyness(table.head(3))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['on', 'china', 'be']
    """
    check_table(table, "keyness", numbers=NUMBERS_DRAWN)
    places = range(len(table))
    filled = ((table["count"] > 0) & (table["count_reference"].fillna(1) > 0)).to_numpy()
    with row_canvas(ax, row_labels(table), width=width, head_mm=4) as axes:
        axes.axvline(0, color=INK, linewidth=0.6)
        axes.hlines(places, table["log_ratio_low"], table["log_ratio_high"], color=INK, linewidth=1)
        for shown, face in ((filled, INK), (~filled, "white")):
            effects = table["log_ratio"].where(shown)
            (dots,) = axes.plot(effects, places, "o", color=INK, markerfacecolor=face)
            note_rows(dots, places)
        axes.set_xlabel("Log ratio (doublings), 95% interval")
        label_right_edge(axes, _count_pairs(table), "count")
    return axes


def _count_pairs(table: "pd.DataFrame") -> list[str]:
    """Both counts of each row, e.g. ``12 : 0``; a list of rates has no counts."""
    others = table["count_reference"].astype("str").fillna("")
    pairs = zip(table["count"].astype("str"), others, strict=True)
    return [f"{one} : {other}" if other else one for one, other in pairs]
