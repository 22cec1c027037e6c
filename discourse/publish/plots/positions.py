"""Positions in the text: one stroke per hit, and lines at the borders of the parts."""

from typing import TYPE_CHECKING

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import GUIDE, INK, canvas, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import arrange_edge_names
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# Half the height of a stroke; the height of a row is 1, and the rest is for its label.
HALF_STROKE = 0.24
# In points: the margin beside the strokes, the letters of the names of parts, and the least average
# distance at which borders of parts are drawn.
STROKES_MARGIN, PART_NAME_SIZE, CLOSEST_BORDERS = 16, 7, 2


@plot
def positions(
    table: "pd.DataFrame",
    parts: "pd.DataFrame",
    ax: "Axes | None" = None,
    *,
    width: str = "column",
) -> "Axes":
    """Draw a table of `positions` as strokes along the text, one row of strokes per term.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.positions`; each becomes a stroke at its ``position``.
    parts : DataFrame
        The table of ``corpus.parts("section")`` or another unit. A line marks the start of each
        part, and its name is above it: vertical if the parts are many, and left out where there
        is no room.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    width : str, optional
        Width in print of a new figure: "column" (85 mm) or "page" (178 mm).

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on.

    Raises
    ------
    DiscourseError
        If a table has no rows, lacks a column that is drawn or has text where numbers are drawn,
        or if a part is not one stretch of the text.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> hits = dc.positions(paper, ["community of shared future", "human rights"])
    >>> ax = dc.plot.positions(hits, paper.parts("section"))
    >>> [label.get_text() for label in ax.texts]
    ['community of shared future  7', 'human rights  18']
    """
    check_table(table, "positions", numbers=["position"])
    _check_parts(parts)
    rows = table.groupby("term", sort=False)["position"]
    borders = parts["position"].astype(int).tolist()
    size = int(parts["tokens"].sum())
    room = print_width(ax, width) - STROKES_MARGIN
    names = parts["part"].astype(str).tolist()
    ends = [*borders[1:], size + 1]
    middles = [(first + last) / 2 for first, last in zip(borders, ends, strict=True)]
    named = arrange_edge_names(names, [middle / size * room for middle in middles], PART_NAME_SIZE)
    rules = borders if len(borders) * CLOSEST_BORDERS <= room else []
    height = 20 + 8 * rows.ngroups + named.height_mm
    with canvas(ax, height_mm=height, width=width) as axes:
        for place, (term, places) in enumerate(rows):
            below, above = place + HALF_STROKE, place - HALF_STROKE
            axes.hlines(below, 1, size, color=GUIDE, linewidth=0.8)
            axes.vlines(rules, below, above, color=GUIDE, linewidth=0.8)
            strokes = axes.vlines(places, below, above, color=INK, linewidth=0.7)
            note_rows(strokes, list(rows.indices[term]))
            axes.text(1, above - 0.04, f"{term}  {len(places)}", ha="left", va="bottom")
        axes.set_yticks([])
        axes.set_ylim(rows.ngroups - 0.6, -0.75)
        axes.set_xlim(1, size)
        axes.set_xlabel("Position in the text (tokens)")
        axes.spines["left"].set_visible(False)
        top = axes.secondary_xaxis("top")
        named.write_on(top, middles, names)
        top.tick_params(length=0)
        top.spines["top"].set_visible(False)
    return axes


def _check_parts(parts: "pd.DataFrame") -> None:
    wanted = "corpus.parts('section') as its second table"
    numbers = ["position", "tokens"]
    check_table(parts, "positions", names=["part"], numbers=numbers, wanted=wanted)
    if parts["position"].isna().any():
        raise DiscourseError(
            "plot.positions marks the borders of parts that are stretches of the text; "
            "give it corpus.parts of 'document', 'section' or 'sentence'."
        )
