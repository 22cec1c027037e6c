"""Frequencies as dots: one row a term, in the order of the table."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import check_table
from discourse.publish.plots.labelled_rows import draw_count_dots
from discourse.publish.plots.register import plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@plot
def frequencies(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column"
) -> "Axes":
    """Draw a table of `frequencies` as dots, the first row on top.

    Parameters
    ----------
    table : rows of `dc.frequencies`, as ``table.head(20)``; each becomes a dot at its ``count``.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows, or without ``term`` and ``count``.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.frequencies(dc.frequencies(dc.read("seeds/")).head(3))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['the', 'and', 'of']
    """
    return draw_count_dots(check_table(table, "frequencies", "term", "count"), ax, width)
