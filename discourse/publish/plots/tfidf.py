"""TF-IDF as a heat map: one row per term, one column per part, and the counts in the cells."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import GUIDE, INK, canvas, in_points, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labelled_rows import check_rows
from discourse.publish.plots.labels import arrange_edge_names, widest_name
from discourse.publish.plots.register import every_part, note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import ListedColormap
    from matplotlib.image import AxesImage

# The highest score takes this share of the colour map, because its last fifth is almost black.
DARKEST_SHARE = 0.8
# The lowest score above 0 has the colour at this share of the colour map.
LIGHTEST_SHARE = 0.1
# Above this share of the colour map, numbers are white.
DARK_SHARE = 0.66
# In points: the letters of terms and of the names of parts, the margin beside them, and the width
# of the smallest cell with a number.
AROUND_MM, TERM_MM = 18, 4.6  # the height of the axis and the colour scale, and of a term
TERM_SIZE, PART_SIZE, HEAT_MAP_MARGIN, SMALLEST_CELL = 7.5, 7, 12, 9


@every_part
@plot
def tfidf(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `tfidf` as shades, darker where the score is higher, with printed counts.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.tfidf`. Terms are in the order of their first rows; all parts are shown, in the
        order of the text. Cells of these terms that a cut table lacks are made again from the
        corpus, so a cell that is white and empty has no hits; a white cell with a number has the
        score 0. If parts are many, their names are vertical, and cells too small for a number have
        none.
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
        If the table has no rows, or more terms than a page holds, lacks a column that is drawn, or
        has text where numbers are drawn.

    See Also
    --------
    dc.tfidf : Words that distinguish a part from the others.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.tfidf(dc.tfidf(dc.read("seeds/"), by="section").head(8))
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['lead', '1', '2', '3', '4', '5']
    """
    check_table(table, "tfidf", names=["part", "term"], numbers=["count", "tfidf"])
    scores = _term_part_grid(table, "tfidf").fillna(0.0)
    highest = float(scores.to_numpy().max()) or 1.0  # a term that occurs in every part has 0
    names = [str(part) for part in scores.columns]
    cell = (print_width(ax, width) - widest_name(scores.index, TERM_SIZE) - HEAT_MAP_MARGIN) / len(
        names
    )
    named = arrange_edge_names(names, [cell * (at + 0.5) for at in range(len(names))], PART_SIZE)
    around_mm = AROUND_MM + named.height_mm
    lines = table["term"].map({term: line for line, term in enumerate(scores.index)}).tolist()
    check_rows(ax, len(scores), lines, row_mm=TERM_MM, around_mm=around_mm)
    height = around_mm + TERM_MM * len(scores)
    with canvas(ax, height_mm=height, width=width) as axes:
        image = axes.imshow(scores, aspect="auto", vmin=0, vmax=highest / DARKEST_SHARE)
        image.set_cmap(_white_for_zero())
        numbered = table.assign(row=range(len(table)))
        note_rows(image, _term_part_grid(numbered, "row").fillna(-1).to_numpy().ravel().tolist())
        named.write_on(axes, range(len(names)), names)
        axes.set_yticks(range(len(scores)), list(scores.index))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(False)  # that of a style runs through the counts, in the middle of the cells
        axes.spines[:].set_visible(False)
        _draw_grid_lines(axes, *scores.shape)
        counted = cell >= SMALLEST_CELL
        if counted:
            _print_counts(
                axes,
                _term_part_grid(table, "count"),
                dark=scores > DARK_SHARE * image.get_clim()[1],
            )
        _draw_colour_scale(
            axes, image, highest, "TF-IDF (numbers: counts)" if counted else "TF-IDF"
        )
    return axes


def _white_for_zero() -> "ListedColormap":
    """Blues of which the lightest can be told from white, the colour of 0."""
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.colors import ListedColormap

    return ListedColormap(
        ["white", *colormaps["Blues"](np.linspace(LIGHTEST_SHARE, 1, 255))], name="blues"
    )


def _draw_grid_lines(axes: "Axes", rows: int, columns: int) -> None:
    """Draw thin lines between the cells, so that empty cells are visible."""
    axes.hlines([row - 0.5 for row in range(rows + 1)], -0.5, columns - 0.5, color=GUIDE, lw=0.5)
    axes.vlines(
        [column - 0.5 for column in range(columns + 1)], -0.5, rows - 0.5, color=GUIDE, lw=0.5
    )
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(rows - 0.5, -0.5)


def _draw_colour_scale(axes: "Axes", image: "AxesImage", highest: float, label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    bar = axes.figure.colorbar(image, ax=axes, orientation="horizontal", aspect=40, pad=0.02)
    bar.ax.set_xlim(0, highest)
    bar.outline.set_visible(False)
    bar.set_label(label)
    bar.locator = MaxNLocator(nbins=4)
    bar.update_ticks()


def _term_part_grid(table: "pd.DataFrame", value: str) -> "pd.DataFrame":
    """A column of the table as terms × parts, in the order of the table and of the text."""
    grid = table.pivot_table(index="term", columns="part", values=value, observed=False, sort=False)
    order = table["part"].cat.categories if table["part"].dtype == "category" else grid.columns
    return grid.reindex(index=table["term"].drop_duplicates(), columns=list(order))


def _print_counts(axes: "Axes", counts: "pd.DataFrame", dark: "pd.DataFrame") -> None:
    for row, (_, cells) in enumerate(counts.iterrows()):
        for column, count in enumerate(cells):
            if count > 0:
                ink = "white" if dark.iloc[row, column] else INK
                axes.text(
                    column, row, f"{count:.0f}", ha="center", va="center", color=ink,
                    fontsize=in_points(7),
                )  # fmt: skip
