"""Frequencies as dots: one row per term, in the order of the table."""

from typing import TYPE_CHECKING

from discourse.publish.plots.counted_rows import draw_counts
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.facets import draw_facets
from discourse.publish.plots.register import every_part, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@every_part
@plot
def frequencies(
    table: "pd.DataFrame",
    ax: "Axes | None" = None,
    *,
    facet: str | None = None,
    width: str | float = "column",
) -> "Axes":
    """Draw a table of `frequencies` as dots, with the first row on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.frequencies`, e.g. ``table.head(20)``, or others with ``term`` and ``count``.
        Each becomes a dot at its ``count``. In a table by part, each term has a row for every part,
        in the order of the text, with a dot at its rate ``per_thousand`` and its count at the
        right; rows that a cut table lacks are made again from the corpus, and a part without hits
        has a hollow dot at 0.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    facet : str, optional
        The column of a table by part whose values have panels beside one another, all with the same
        scale: "part", or one of the columns that `by` named, such as "party".
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
        text where numbers are drawn; for an unknown `facet`, or more panels than there is room for.

    See Also
    --------
    dc.frequencies : How often each type occurs.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.frequencies(dc.frequencies(dc.read("seeds/")).head(3))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['the', 'and', 'of']
    """
    if facet is not None:
        names = ["part", "term"]
        check_table(table, "frequencies", names=names, numbers=["count", "per_thousand"])
        return draw_facets(table, ax, width, facet)
    check_table(table, "frequencies", numbers=["count"])
    return draw_counts(table, ax, width)
