"""Keyness as a forest: the effect of each row, with its interval, on either side of none."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK, check_table
from discourse.publish.plots.labelled_rows import label_right_edge, row_canvas, row_labels
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DRAWN = ("term", "count", "count_reference", "log_ratio", "log_ratio_low", "log_ratio_high")


@plot
def keyness(table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column") -> "Axes":
    """Draw a table of `keyness` as log ratios with their intervals, the first row on top.

    Parameters
    ----------
    table : rows of `dc.keyness`, as ``table.head(20)``. A dot stands at the ``log_ratio``, a line
        from low to high; right of 0 is more frequent in the target. The dot is hollow where one
        side has none, so that the ratio rests on the 0.5 put for a zero. At the right are the
        counts of both sides. A row that is not estimable has these alone.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows, or without the columns that are drawn.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.keyness(dc.read("seeds/"), dc.reference("udhr"))
    >>> ax = dc.plot.keyness(table.head(3))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['on', 'china', 'be']
    """
    check_table(table, "keyness", *DRAWN)
    places = range(len(table))
    filled = ((table["count"] > 0) & (table["count_reference"].fillna(1) > 0)).to_numpy()
    with row_canvas(ax, row_labels(table), width=width, head_mm=4) as axes:
        axes.axvline(0, color=INK, linewidth=0.6)
        axes.hlines(places, table["log_ratio_low"], table["log_ratio_high"], color=INK, linewidth=1)
        for shown, face in ((filled, INK), (~filled, "white")):
            effects = table["log_ratio"].where(shown)
            (dots,) = axes.plot(effects, places, "o", color=INK, markerfacecolor=face)
            note_rows(dots, places)
        axes.set_xlabel("Log ratio (doublings), 95 % interval")
        label_right_edge(axes, _count_pairs(table), "count")
    return axes


def _count_pairs(table: "pd.DataFrame") -> list[str]:
    """Both counts of each row, as ``12 : 0``; a list of rates has none."""
    others = table["count_reference"].astype("str").fillna("")
    pairs = zip(table["count"].astype("str"), others, strict=True)
    return [f"{one} : {other}" if other else one for one, other in pairs]
