"""TF-IDF as a heat map: terms down, parts across, and the counts that stand behind each shade."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import INK, canvas, rows_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Above this share of the darkest shade, a number is read better in white.
DARK = 0.55


def tfidf(table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str = "column") -> "Axes":
    """Draw a table of `tfidf` as shades, darker where the score is higher, with printed counts.

    Parameters
    ----------
    table : rows of `dc.tfidf`. Terms stand in the order of their first row, parts in the order of
        the text, all of them. A term and part without a row stay white and empty.
    ax : the axes to draw on; by default those of a new figure.
    width : of a new figure: "column" (85 mm) or "page" (178 mm).

    Raises
    ------
    DiscourseError : a table without rows, or without ``part``, ``term``, ``count`` and ``tfidf``.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.tfidf(dc.tfidf(dc.read("seeds/"), by="section").head(8))
    >>> [label.get_text() for label in ax.get_xticklabels()]
    ['lead', '1', '2', '3', '4', '5']
    """
    rows_of(table, "tfidf", "part", "term", "count", "tfidf")
    scores = _grid(table, "tfidf").fillna(0.0)
    counts = _grid(table, "count")
    with canvas(ax, height_mm=18 + 4.6 * len(scores), width=width) as axes:
        image = axes.imshow(scores, aspect="auto", vmin=0, cmap="Greys")
        axes.set_xticks(range(scores.shape[1]), [str(part) for part in scores.columns])
        axes.set_yticks(range(len(scores)), list(scores.index))
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
        _print_counts(axes, counts, dark=scores > DARK * image.get_clim()[1])
        bar = axes.figure.colorbar(image, ax=axes, fraction=0.05, pad=0.03)
        bar.outline.set_visible(False)
        bar.set_label("TF-IDF")
    return axes


def _grid(table: "pd.DataFrame", value: str) -> "pd.DataFrame":
    """Terms × parts; terms in the order of the table, parts in the order of the text."""
    grid = table.pivot_table(index="term", columns="part", values=value, observed=False, sort=False)
    order = table["part"].cat.categories if table["part"].dtype == "category" else grid.columns
    return grid.reindex(index=table["term"].drop_duplicates(), columns=list(order))


def _print_counts(axes: "Axes", counts: "pd.DataFrame", dark: "pd.DataFrame") -> None:
    for row, (_, cells) in enumerate(counts.iterrows()):
        for column, count in enumerate(cells):
            if count > 0:
                ink = "white" if dark.iloc[row, column] else INK
                axes.text(
                    column, row, f"{count:.0f}", ha="center", va="center", color=ink, fontsize=7
                )
