"""Groups against all others: the effect of each row with its interval, under its group."""

import json
from typing import TYPE_CHECKING

import numpy as np

from discourse.publish.plots.canvas import INK
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.intervals import draw_intervals
from discourse.publish.plots.labelled_rows import label_right_edge
from discourse.publish.plots.register import note_rows, plot
from discourse.publish.plots.slot_rows import slot_canvas, spread_texts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NUMBERS_DRAWN = ("count", "count_reference", "log_ratio", "log_ratio_low", "log_ratio_high")
# What the interval is, by the parameter of `dc.compare`.
INTERVALS = {"exact": "95% interval", "document": "95% interval over documents"}


@plot
def compare(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `compare` as log ratios and their intervals, with the rows under their group.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.compare`, e.g. ``table.groupby("part", observed=True).head(5)``. A dot marks the
        ``log_ratio``, a line its interval, and an arrow an end of it that is open; terms to the
        right of 0 are more frequent in the group than in all others. The dot is hollow if a count
        is 0, because the ratio then rests on the 0.5 that replaces the zero. Both counts are
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

    See Also
    --------
    dc.compare : Words that distinguish each group of texts from all others.
    dc.plot.keyness : Words that distinguish one corpus from another.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.compare(dc.read("seeds/"), by="section", min_count=5)
    >>> ax = dc.plot.compare(table.groupby("part", observed=True).head(2).head(4))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['', 'building', 'development', '', 'a', 'future']
    """
    check_table(table, "compare", names=("part", "term"), numbers=NUMBERS_DRAWN)
    drawn = table[["log_ratio", "log_ratio_low", "log_ratio_high"]].to_numpy(float)
    finite = [0.0, *drawn[np.isfinite(drawn)].tolist()]
    filled = ((table["count"] > 0) & (table["count_reference"] > 0)).to_numpy()
    with slot_canvas(table, ax, width=width, head_mm=8, slot="part") as (axes, places):
        rows = np.array(places)
        axes.vlines(np.zeros(len(rows)), rows - 0.5, rows + 0.5, color=INK, linewidth=0.6)
        for shown, face in ((filled, INK), (~filled, "white")):
            effects = table["log_ratio"].where(shown)
            (dots,) = axes.plot(effects, places, "o", color=INK, markerfacecolor=face)
            note_rows(dots, range(len(table)))
        low, high = table["log_ratio_low"], table["log_ratio_high"]
        draw_intervals(axes, places, low, high, least=min(finite), most=max(finite))
        axes.set_xlabel(_label_axis(table))
        counts = zip(table["count"].tolist(), table["count_reference"].tolist(), strict=True)
        pairs = [f"{one:,} : {other:,}" for one, other in counts]
        label_right_edge(axes, spread_texts(pairs, places), "count")
    return axes


def _label_axis(table: "pd.DataFrame") -> str:
    """Which side of 0 is whose, and what is drawn."""
    made = json.loads(table.attrs.get("provenance") or "{}").get("parameters", {})
    ends = table[["log_ratio_low", "log_ratio_high"]].notna().any(axis=None)
    interval = INTERVALS.get(str(made.get("interval", "exact")), "interval")
    measured = "Log ratio (doublings)" + (f", {interval}" if ends else "")
    return f"more in the others ← → more in the group\n{measured}"
