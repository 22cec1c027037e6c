"""Frequencies as dots: one row a term, in the order of the table."""

from typing import TYPE_CHECKING

<<<<<<< HEAD
from discourse.publish.plots.canvas import GUIDE, INK, canvas, rows_of
from discourse.publish.plots.register import marks, plot
=======
from discourse.publish.plots.canvas import rows_of
from discourse.publish.plots.register import plot
from discourse.publish.plots.rows import count_dots
>>>>>>> keyness

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
<<<<<<< HEAD
    from matplotlib.ticker import MaxNLocator

    rows_of(table, "frequencies", "term", "count")
    places = range(len(table))
    with canvas(ax, height_mm=14 + 4.4 * len(table), width=width) as axes:
        axes.hlines(places, 0, table["count"], color=GUIDE, linewidth=1)
        (dots,) = axes.plot(table["count"], places, "o", color=INK)
        marks(dots, places)
        axes.set_yticks(places, _labels(table))
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.set_xlim(left=0)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.set_xlabel("Count")
        axes.spines["left"].set_visible(False)
    return axes


def _labels(table: "pd.DataFrame") -> list[str]:
    """The terms; of a table by part, with the part."""
    if "part" not in table.columns:
        return table["term"].tolist()
    return [f"{term} § {part}" for term, part in zip(table["term"], table["part"], strict=True)]
=======
    return count_dots(rows_of(table, "frequencies", "term", "count"), ax, width)
>>>>>>> keyness
