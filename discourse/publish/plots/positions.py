"""Positions in the text: one stroke per hit, and lines at the borders of the parts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import GUIDE, INK, canvas, most_rows, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import arrange_edge_names, wrap_label
from discourse.publish.plots.register import note_rows, plot
from discourse.record import WITHOUT_HITS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

# In millimetres: half the height of a stroke; a row with a label of one line, and each further
# line; the space between strokes and label, above the first row, and below the last strokes.
HALF_STROKE_MM, ROW_MM, LINE_MM = 1.92, 8.0, 3.2
LABEL_GAP_MM, HEAD_MM, FOOT_MM = 0.32, 6.0, 3.2
AROUND_MM = 20  # the axis, and the names of parts if they are horizontal
# In points: the margin beside the strokes, and the letters of labels and of the names of parts.
STROKES_MARGIN, LABEL_SIZE, PART_NAME_SIZE = 16, 7.5, 7
# In points: the least average distances of borders of parts that cross the strokes, and of those
# that are short ticks below them; and the width of both.
CLOSEST_BORDERS, CLOSEST_TICKS, BORDER, BORDER_TICK = 6, 1, 0.8, 0.3
BORDER_DASHES = (0, (2, 1.5))  # so that nobody takes a border for a hit
TICK_SHARE = 0.3  # the length of a tick, in shares of half a stroke
# The width of a stroke in points. Where those of one row would cover more than a share of its
# length, strokes are lighter the fewer there are within a point of each.
STROKE, MOST_COVERED, LIGHTEST, DARKEST = 0.7, 0.5, 0.72, 0.1


@plot
def positions(
    table: "pd.DataFrame",
    parts: "pd.DataFrame",
    ax: "Axes | None" = None,
    *,
    width: str | float = "column",
) -> "Axes":
    """Draw a table of `positions` as strokes along the text, one row of strokes per term.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.positions`; each becomes a stroke at its ``position``. A query that the corpus
        has no hit of is an empty row with the count 0. Where so many strokes are drawn that they
        would run together, they are darker where hits are closer.
    parts : DataFrame
        The table of ``corpus.parts("section")`` or another unit. A dashed line marks the start of
        each part, and its name is above it: vertical if the parts are many, and left out where
        there is no room. Borders of many parts are ticks below the strokes.
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
        If a table has no rows, or more terms than a page holds, lacks a column that is drawn or has
        text where numbers are drawn, or if a part is not one stretch of the text.

    See Also
    --------
    dc.positions : Where in the texts each hit is.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

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
    rows = {term: np.flatnonzero(table["term"] == term) for term in _list_terms(table)}
    borders = parts["position"].astype(int).tolist()
    size = int(parts["tokens"].sum())
    room = print_width(ax, width) - STROKES_MARGIN
    names = parts["part"].astype(str).tolist()
    ends = [*borders[1:], size + 1]
    middles = [(first + last) / 2 for first, last in zip(borders, ends, strict=True)]
    named = arrange_edge_names(names, [middle / size * room for middle in middles], PART_NAME_SIZE)
    apart = room / len(borders)
    shades = _shade_strokes(table, list(rows.values()), size, room)
    labels = [wrap_label(f"{term}  {len(at)}", room, LABEL_SIZE) for term, at in rows.items()]
    more_mm = LINE_MM * max(label.count("\n") for label in labels)
    row_mm = ROW_MM + more_mm
    around_mm = AROUND_MM + named.height_mm
    if ax is None:
        _check_rows(len(rows), row_mm=row_mm, around_mm=around_mm)
    height = around_mm + row_mm * len(rows)
    half, gap = HALF_STROKE_MM / row_mm, LABEL_GAP_MM / row_mm
    with canvas(ax, height_mm=height, width=width) as axes:
        for place, (at, label) in enumerate(zip(rows.values(), labels, strict=True)):
            below, above = place + half, place - half
            axes.hlines(below, 1, size, color=GUIDE, linewidth=0.8)
            if apart >= CLOSEST_BORDERS:
                lines = axes.vlines(borders, below, above, color=GUIDE, linewidth=BORDER)
                lines.set_linestyle(BORDER_DASHES)
            elif apart >= CLOSEST_TICKS:
                tick = below + TICK_SHARE * half
                axes.vlines(borders, below, tick, color=INK, linewidth=BORDER_TICK)
            strokes = axes.vlines(table["position"].iloc[at], below, above, linewidth=STROKE)
            strokes.set_color(INK if shades is None else shades[at].tolist())
            note_rows(strokes, at.tolist())
            axes.text(1, above - gap, label, ha="left", va="bottom")
        axes.set_yticks([])
        axes.set_ylim(len(rows) - 1 + FOOT_MM / row_mm, -(HEAD_MM + more_mm) / row_mm)
        axes.set_xlim(1, size)
        darker = "" if shades is None else "; darker: more hits"
        axes.set_xlabel(f"Position in the text (tokens){darker}")
        axes.spines["left"].set_visible(False)
        top = axes.secondary_xaxis("top")
        named.write_on(top, middles, names)
        top.tick_params(length=0)
        top.spines["top"].set_visible(False)
    return axes


def _list_terms(table: "pd.DataFrame") -> list[str]:
    """The terms in the order of the rows, and where they were asked for, those without any hit."""
    terms: list[str] = list(dict.fromkeys(table["term"]))
    without_hits = table.attrs.get(WITHOUT_HITS, ())
    place = 0
    for query in getattr(getattr(table["term"], "cat", None), "categories", ()):
        if query in without_hits and query not in terms:
            terms.insert(place, query)
        if query in terms:
            place = terms.index(query) + 1
    return terms


def _check_rows(size: int, *, row_mm: float, around_mm: float) -> None:
    """Refuse more terms than a page holds."""
    most = most_rows(None, row_mm=row_mm, around_mm=around_mm)
    if size > most:
        raise DiscourseError(
            f"{size:,} terms would be drawn, and a page holds {most:,}; draw some of them: "
            "table[table['term'].isin(terms)]."
        )


def _shade_strokes(
    table: "pd.DataFrame", rows: "Sequence[NDArray[np.intp]]", size: int, room: float
) -> "NDArray[np.object_] | None":
    """The shade of each stroke, by how many hits are near; None if strokes have room."""
    if STROKE * max(len(at) for at in rows) <= MOST_COVERED * room:
        return None
    place = (table["position"].to_numpy(float) - 1) / size * room
    near = np.ones(len(table))
    for at in rows:
        ordered = np.sort(place[at])
        upto = np.searchsorted(ordered, place[at] + 0.5, side="right")
        near[at] = upto - np.searchsorted(ordered, place[at] - 0.5)
    grey = LIGHTEST * (1 - np.log(near) / max(np.log(near.max()), 1))
    return np.array([str(round(max(level, DARKEST), 2)) for level in grey], dtype=object)


def _check_parts(parts: "pd.DataFrame") -> None:
    wanted = "corpus.parts('section') as its second table"
    numbers = ["position", "tokens"]
    check_table(parts, "positions", names=["part"], numbers=numbers, wanted=wanted)
    if parts["position"].isna().any():
        raise DiscourseError(
            "plot.positions marks the borders of parts that are stretches of the text; "
            "give it corpus.parts of 'document', 'section' or 'sentence'."
        )
