"""Dispersion with its band: how uneven each term is, and how uneven chance would leave it."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK, check_table
from discourse.publish.plots.labelled_rows import label_right_edge, row_canvas
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BAND = "#c4c4c4"
DRAWN = ("term", "count", "dp", "band_low", "band_high")


@plot
def dispersion(table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column") -> "Axes":
    """Draw a table of `dispersion` as dots and bands, the first row on top.

    Parameters
    ----------
    table : rows of `dc.dispersion`. A dot stands at ``dp``, a bar from ``band_low`` to
        ``band_high``: where nine of ten throws at random of as many tokens fall. At the right is
        the count, on which the width of the band hangs.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows, or without the columns that are drawn.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.dispersion(dc.read("seeds/"), ["china", "human rights"])
    >>> ax = dc.plot.dispersion(table)
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['human rights', 'china']
    """
    check_table(table, "dispersion", *DRAWN)
    places = range(len(table))
    reach = table["band_high"] - table["band_low"]
    with row_canvas(ax, table["term"].tolist(), width=width, head_mm=4) as axes:
        axes.barh(places, reach, left=table["band_low"], height=0.5, color=BAND)
        (dots,) = axes.plot(table["dp"], places, "o", color=INK)
        note_rows(dots, places)
        axes.set_xlim(0, 1)
        axes.set_xlabel("DP (bar: by chance)")
        label_right_edge(axes, table["count"].astype(str).tolist(), "count")
    return axes
