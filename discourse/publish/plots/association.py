"""Association against frequency: how large each effect is, and on how many occurrences it rests."""

from typing import TYPE_CHECKING

from discourse.errors import count_noun
from discourse.publish.plots.canvas import INK, MM_PER_INCH, canvas, in_points, set_whole_ticks
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import arrange_labels
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WANTED = "a table of dc.keyness or dc.collocates or dc.contrast"
# The counts that are added to those of the column ``count``, and what the sum is called.
COUNTS_COMPARED = {
    "count_reference": "Count in target and reference",
    "count_other": "Count on both sides",
}


# Heights of a new figure, in millimetres; the lowest in which most labels have room is taken.
HEIGHTS_MM = (70, 85, 100, 120, 140)


@plot
def association(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table with log ratios as labelled points: log ratio against count.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.keyness`, `dc.collocates`, `dc.contrast` or `dc.changes`; each that has a
        ``log_ratio`` becomes a point. The horizontal axis, also in doublings, is the count on both
        sides together, near the node, or in all. No label covers a point or another label: a new
        figure is higher where that gives all of them room, and how many have none is below the
        axis. A point is hollow if one of the two counts is 0, as in `dc.plot.keyness`: its log
        ratio depends on what stands in for the 0.
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
        If the table has no rows to draw, lacks a column that is drawn, or has text where numbers
        are drawn.

    See Also
    --------
    dc.keyness : Words that distinguish a corpus from another.
    dc.collocates : Words near a node.
    dc.contrast : How the company of two words differs.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.association(dc.collocates(dc.read("seeds/"), "rights").head(4))
    >>> sorted(text.get_text() for text in ax.texts)[-3:]
    ['human', 'international', 'the']
    """
    check_table(table, "association", numbers=["count", "log_ratio"], wanted=WANTED)
    rows = table[table["log_ratio"].notna()]
    others = [name for name in COUNTS_COMPARED if name in rows.columns]
    numbers = ["count", *others]
    check_table(rows, "association", numbers=numbers, wanted=WANTED)
    counts = rows[numbers].fillna(0).astype(int).sum(axis=1)
    # Of one count alone, such as that of a collocate, every row has some.
    hollow = (rows[numbers] == 0).any(axis=1).to_numpy() & bool(others)
    with canvas(ax, height_mm=HEIGHTS_MM[0], width=width) as axes:
        axes.set_xscale("log", base=2)
        axes.axhline(0, color=INK, linewidth=0.6)
        numbers_of_rows = table["log_ratio"].notna().to_numpy().nonzero()[0]
        for shown, face in ((~hollow, INK), (hollow, "white")):
            if shown.any():
                x, y = counts[shown], rows.loc[shown, "log_ratio"]
                (dots,) = axes.plot(x, y, "o", color=INK, markerfacecolor=face, markersize=3)
                note_rows(dots, numbers_of_rows[shown].tolist())
        axes.margins(0.12)
        set_whole_ticks(axes.yaxis)
        axes.xaxis.set_major_formatter("{x:.0f}")
        axes.set_ylabel("Log ratio (doublings)")
        places = list(zip(counts.tolist(), rows["log_ratio"].tolist(), strict=True))
        names = rows["term"].tolist()
        if ax is None:
            _give_room(axes, names, places)
        arranged = arrange_labels(axes, names, places, lines=[0])
        arranged.write_on(axes)
        whole = "Count" if "slope" in rows.columns else "Count near the node"
        label = COUNTS_COMPARED[others[0]] if others else whole
        if arranged.left_out:
            label += f"\n{count_noun(len(arranged.left_out), 'label')} without room left out"
        axes.set_xlabel(label)
    return axes


def _give_room(axes: "Axes", names: list[str], places: list[tuple[float, float]]) -> None:
    """Make a new figure as high as its labels need."""
    fewest = len(names) + 1
    for height in HEIGHTS_MM:
        before = axes.figure.get_figheight()  # type: ignore[union-attr]
        axes.figure.set_figheight(in_points(height) / MM_PER_INCH)  # type: ignore[union-attr]
        left_out = len(arrange_labels(axes, names, places, lines=[0]).left_out)
        if left_out >= fewest:
            axes.figure.set_figheight(before)  # type: ignore[union-attr]
        fewest = min(fewest, left_out)
