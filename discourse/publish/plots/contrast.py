"""A contrast of two words as mirrored dots: which collocates either has more of, slot by slot."""

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from discourse.errors import DiscourseError, count_noun
from discourse.publish.plots.canvas import INK
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.intervals import MARGIN, draw_intervals
from discourse.publish.plots.labelled_rows import label_right_edge
from discourse.publish.plots.register import note_rows, plot
from discourse.publish.plots.slot_rows import slot_canvas, spread_texts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NUMBERS_DRAWN = ("count", "count_other", "log_ratio", "low", "high")


@plot
def contrast(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `contrast` as dots to either side of 0, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.contrast`, e.g. ``table.groupby("slot", sort=False).head(5)``. A dot marks the
        ``log_ratio``, a line its interval, and an arrow at the end of a line that the interval is
        open there. Collocates to the right of 0 have a larger share of the slot of the first node
        (or in the first corpus). The dot is hollow if a count is 0, because the ratio then rests on
        the 0.5 that replaces the zero. Both counts are printed at the right. Rows without a
        ratio, which are not estimable, are left out, and their number is below the axis.
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
        If the table has no rows, more than a page holds, or none with a ratio, lacks a column that
        is drawn, or has text where numbers are drawn.

    See Also
    --------
    dc.contrast : How the company of two words differs.
    dc.plot.association : Log ratio against count, as labelled points.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc, pandas as pd
    >>> nan = float("nan")
    >>> table = pd.DataFrame(
    ...     {"slot": ["modifier", "modifier"], "term": ["shared", "common"],
    ...      "count": [7, 0], "count_other": [2, 6], "log_ratio": [1.8, -3.6],
    ...      "low": [-0.3, nan], "high": [4.4, -0.7]}
    ... )
    >>> ax = dc.plot.contrast(table)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['', 'shared', 'common']
    """
    check_table(table, "contrast", names=("slot", "term"), numbers=NUMBERS_DRAWN)
    rows = np.flatnonzero(table["log_ratio"].notna()).tolist()
    if not rows:
        raise DiscourseError(
            "no row of the table has a log ratio, because the counts are too low; look at them in "
            "table[['term', 'count', 'count_other']], or draw each word with dc.plot.sketch."
        )
    label = _label_axis(table, left_out=len(table) - len(rows))
    table = table.iloc[rows]
    drawn = table[["log_ratio", "low", "high"]].to_numpy(float)
    widest = max(1.0, float(np.abs(drawn[np.isfinite(drawn)]).max()))
    filled = ((table["count"] > 0) & (table["count_other"] > 0)).to_numpy()
    with slot_canvas(table, ax, width=width, head_mm=8) as (axes, places):
        axes.axvline(0, color=INK, linewidth=0.6)
        for shown, face in ((filled, INK), (~filled, "white")):
            effects = table["log_ratio"].where(shown)
            (dots,) = axes.plot(effects, places, "o", color=INK, markerfacecolor=face)
            note_rows(dots, rows)
        low, high = table["low"].fillna(-np.inf), table["high"].fillna(np.inf)
        draw_intervals(axes, places, low, high, least=-widest, most=widest)
        edge = (1 + 2 * MARGIN) * widest
        axes.set_xlim(-edge, edge)
        axes.set_xlabel(label)
        counts = zip(table["count"].tolist(), table["count_other"].tolist(), strict=True)
        pairs = [f"{one} : {other}" for one, other in counts]
        label_right_edge(axes, spread_texts(pairs, places), "count")
    return axes


def _label_axis(table: "pd.DataFrame", left_out: int) -> str:
    """The name of the axis, which side is whose if the table says so, and what is not drawn."""
    made: dict[str, Any] = json.loads(table.attrs.get("provenance") or "{}").get("parameters", {})
    node, other = made.get("node", ""), made.get("other", "")
    what = "Log ratio of shares (doublings), 95% interval"
    if not isinstance(other, str) or not other:
        sides = "more in the other corpus ← → more here" if other else ""
    else:
        sides = f"more with {other} ← → more with {node}"
    left = f"{count_noun(left_out, 'row')} without a log ratio left out" if left_out else ""
    return "\n".join(filter(None, (sides, what, left)))
