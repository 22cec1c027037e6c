"""Association against frequency: which effects are large, and how much text each stands on."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK, canvas, check_table, set_whole_ticks
from discourse.publish.plots.labels import place_labels
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@plot
def association(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column"
) -> "Axes":
    """Draw a table of `keyness` or `collocates` as named points: log ratio against count.

    Parameters
    ----------
    table : rows of either; each that has a ``log_ratio`` becomes a point. Across stands how often
        the term occurs, in doublings too: on both sides together, or near the node.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows to draw, or without ``term``, ``count``, ``log_ratio``.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.association(dc.collocates(dc.read("seeds/"), "rights").head(4))
    >>> sorted(text.get_text() for text in ax.texts)[-3:]
    ['human', 'international', 'the']
    """
    check_table(table, "association", "term", "count", "log_ratio", verbs=("keyness", "collocates"))
    rows = check_table(table[table["log_ratio"].notna()], "association", "term")
    keyed = "count_reference" in rows.columns
    counts = rows["count"] + (rows["count_reference"].fillna(0).astype(int) if keyed else 0)
    with canvas(ax, height_mm=70, width=width) as axes:
        axes.set_xscale("log", base=2)
        axes.axhline(0, color=INK, linewidth=0.6)
        (dots,) = axes.plot(counts, rows["log_ratio"], "o", color=INK, markersize=3)
        note_rows(dots, table["log_ratio"].notna().to_numpy().nonzero()[0].tolist())
        axes.margins(0.12)
        set_whole_ticks(axes.yaxis)
        axes.xaxis.set_major_formatter("{x:.0f}")
        axes.set_xlabel("Count on both sides" if keyed else "Count near the node")
        axes.set_ylabel("Log ratio (doublings)")
        places = list(zip(counts.tolist(), rows["log_ratio"].tolist(), strict=True))
        place_labels(axes, rows["term"].tolist(), places)
    return axes
