"""Keyness as a forest plot: the effect of each row with its interval, and the line of no effect."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from discourse.errors import DiscourseError, describe
from discourse.publish.plots.canvas import INK, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.fonts import letters_width
from discourse.publish.plots.intervals import draw_intervals
from discourse.publish.plots.labelled_rows import LABEL_SIZE, LINE_MM, label_right_edge, row_canvas
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NUMBERS_DRAWN = ("count", "count_reference", "log_ratio", "log_ratio_low", "log_ratio_high")


# What the interval is, by the parameter of `dc.keyness`.
INTERVALS = {
    "exact": "95% interval",
    "document": "95% interval over documents",
    "part": "range without any one part",
}
DIRECTION_SHARE = 0.8  # of the width of the figure, in which both directions are one line
SIDES = ("the target", "the reference")
# By what rows may be ordered, strongest first, and how their numbers are compared.
ORDERS: dict[str, tuple[str, Any]] = {
    "log-likelihood": ("log_likelihood", np.abs),
    "strength of the log ratio": ("log_ratio", np.abs),
    "log ratio": ("log_ratio", np.positive),
    "count": ("count", np.positive),
}


@plot
def keyness(
    table: "pd.DataFrame",
    ax: "Axes | None" = None,
    *,
    sides: Sequence[str] = SIDES,
    width: str | float = "column",
) -> "Axes":
    """Draw a table of `keyness` as log ratios and their intervals, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.keyness`, e.g. ``table.head(20)``. A dot marks the ``log_ratio``, a line its
        interval, and an arrow an end of it that is open; terms to the right of 0 are more frequent
        in the target. The dot is hollow if a count is 0, because the ratio then rests on the 0.5
        that replaces the zero. Both counts are printed at the right; a row that is not estimable
        has nothing else. Below the axis is by what the rows are ordered.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    sides : sequence of str, optional
        What the target and the reference are called, e.g. ``["the chapter", "the Declaration"]``.
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
        text where numbers are drawn; if `sides` are not two names.

    See Also
    --------
    dc.keyness : Words that distinguish a corpus from another.
    dc.plot.association : Log ratio against count, as labelled points.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.keyness(dc.read("seeds/"), dc.reference("udhr"))
    >>> ax = dc.plot.keyness(table.head(3))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['on', 'china', 'be']
    """
    check_table(table, "keyness", numbers=NUMBERS_DRAWN)
    _check_sides(sides)
    places = range(len(table))
    drawn = table[["log_ratio", "log_ratio_low", "log_ratio_high"]].to_numpy(float)
    finite = [0.0, *drawn[np.isfinite(drawn)].tolist()]
    label = _label_axis(table, sides, print_width(ax, width))
    filled = ((table["count"] > 0) & (table["count_reference"].fillna(1) > 0)).to_numpy()
    head_mm = 4 + LINE_MM * label.count("\n")
    with row_canvas(ax, table["term"].tolist(), width=width, head_mm=head_mm) as axes:
        axes.axvline(0, color=INK, linewidth=0.6)
        for shown, face in ((filled, INK), (~filled, "white")):
            effects = table["log_ratio"].where(shown)
            (dots,) = axes.plot(effects, places, "o", color=INK, markerfacecolor=face)
            note_rows(dots, places)
        low, high = table["log_ratio_low"], table["log_ratio_high"]
        draw_intervals(axes, places, low, high, least=min(finite), most=max(finite))
        axes.set_xlabel(label)
        label_right_edge(axes, _count_pairs(table), "count")
    return axes


def _check_sides(sides: object) -> None:
    names = list(sides) if isinstance(sides, Sequence) and not isinstance(sides, str) else []
    if len(names) != 2 or not all(isinstance(name, str) and name.strip() for name in names):
        raise DiscourseError(
            f"sides expects the names of the target and of the reference, got {describe(sides)}; "
            "write sides=['the chapter', 'the Declaration']."
        )


def _label_axis(table: "pd.DataFrame", sides: Sequence[str], room: float) -> str:
    """Which side of 0 is whose, what is drawn, and by what the rows are ordered."""
    target, reference = sides
    direction = f"more in {reference} ← → more in {target}"
    if letters_width(direction, LABEL_SIZE) > DIRECTION_SHARE * room:
        direction = direction.replace("← →", "←\n→")
    ends = table[["log_ratio_low", "log_ratio_high"]].notna().any(axis=None)
    made = json.loads(table.attrs.get("provenance") or "{}").get("parameters", {})
    interval = INTERVALS.get(str(made.get("interval", "exact")), "interval")
    measured = "Log ratio (doublings)" + (f", {interval}" if ends else "")
    return "\n".join((direction, measured, _name_order(table)))


def _name_order(table: "pd.DataFrame") -> str:
    """By what the rows are ordered, strongest first, as far as their columns say so."""
    for name, (column, size) in ORDERS.items():
        values = table[column].to_numpy(float) if column in table.columns else np.array([np.nan])
        if (np.diff(size(values)) <= 0).all() and not np.isnan(values).any():
            return f"Rows by {name}"
    return "Rows in the order of the table"


def _count_pairs(table: "pd.DataFrame") -> list[str]:
    """Both counts of each row, e.g. ``12 : 0``; a list of rates has no counts."""
    others = table["count_reference"].astype("str").fillna("")
    pairs = zip(table["count"].astype("str"), others, strict=True)
    return [f"{one} : {other}" if other else one for one, other in pairs]
