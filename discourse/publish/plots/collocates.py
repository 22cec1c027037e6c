"""Collocates as dots: how often each stands near the node, and how often chance would have it."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import GUIDE, INK, check_table, set_whole_ticks
from discourse.publish.plots.labelled_rows import row_canvas
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@plot
def collocates(table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column") -> "Axes":
    """Draw a table of `collocates` as pairs of dots, the first row on top.

    Parameters
    ----------
    table : rows of `dc.collocates`, as ``table.head(20)``. A filled dot stands at the ``count``, a
        hollow one at the count ``expected``: the longer the line between them, the stronger.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows, or without ``term``, ``count`` and ``expected``.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.collocates(dc.collocates(dc.read("seeds/"), "rights").head(2))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['human', 'international']
    """
    check_table(table, "collocates", "term", "count", "expected")
    places = range(len(table))
    with row_canvas(ax, table["term"].tolist(), width=width, head_mm=5) as axes:
        axes.hlines(places, table["expected"], table["count"], color=GUIDE, linewidth=1.5)
        for column, face, label in (("expected", "white", "expected"), ("count", INK, "counted")):
            (dots,) = axes.plot(table[column], places, "o", color=INK, label=label)
            dots.set(markerfacecolor=face, clip_on=False)
            note_rows(dots, places if column == "count" else ())
        axes.set_xlim(left=0)
        set_whole_ticks(axes.xaxis)
        axes.set_xlabel("Count near the node")
        axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderaxespad=0)
    return axes
