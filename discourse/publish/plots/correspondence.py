"""A correspondence analysis as a map: parts and words as labelled points on two axes."""

import json
from typing import TYPE_CHECKING

import numpy as np

from discourse.errors import DiscourseError, count_noun
from discourse.publish.plots.canvas import GUIDE, INK, canvas
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import arrange_labels, axes_extent
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

TERM_INK = "#2b6ca3"  # of words, which are told from parts by their marks as well
HEIGHT_MM = {"column": 80.0, "page": 130.0}
HEIGHT_SHARE = 0.75  # of the width, if that is given in millimetres
MAP_MARGIN = 0.12  # around the points, as a share of their extent
NUMBERS_DRAWN = ("x", "y", "explained_x", "explained_y")


@plot
def correspondence(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "page"
) -> "Axes":
    """Draw a table of `correspondence` as a map, with a dot per part and a cross per term.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.correspondence`: all parts and the terms that shape the map most are
        ``table.head(parts + 30)``. Both axes have the same scale, and say which share of the
        inertia they explain. No label covers a point or another label; how many have no room is
        below the axis.
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
        If the table has no rows, no places on both axes, lacks a column that is drawn, or has text
        where numbers are drawn.

    See Also
    --------
    dc.correspondence : Parts that use the same words, as a map.
    dc.plot.association : Points with labels, of words.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.correspondence(dc.read("seeds/"), by="section", min_count=5)
    >>> ax = dc.plot.correspondence(table.head(12))
    >>> ax.get_xlabel()
    'Axis 1 (41% of inertia)'
    """
    check_table(table, "correspondence", names=("kind", "name"), numbers=NUMBERS_DRAWN)
    if table[["x", "y"]].isna().any(axis=None):
        raise DiscourseError(
            "the table has no places on both axes: its parts differ in fewer directions; three "
            "parts or more that differ have two axes."
        )
    is_part = (table["kind"] == "part").to_numpy()
    with canvas(ax, height_mm=_choose_height(width), width=width) as axes:
        _set_limits(axes, table)
        axes.axhline(0, color=GUIDE, linewidth=0.6)
        axes.axvline(0, color=GUIDE, linewidth=0.6)
        marks = ((~is_part, "x", TERM_INK, 3), (is_part, "o", INK, 4))
        for shown, mark, colour, size in marks:
            (dots,) = axes.plot(table["x"].where(shown), table["y"], mark, color=colour)
            dots.set_markersize(size)
            note_rows(dots, np.where(shown, np.arange(len(table)), -1).tolist())
        left_out = _label_points(axes, table, is_part)
        axes.set_xlabel(_name_axis(table, "x", left_out))
        axes.set_ylabel(_name_axis(table, "y"))
    return axes


def _choose_height(width: str | float) -> float:
    """The height of a new figure; whether the width is one is for the canvas to say."""
    if isinstance(width, str) or isinstance(width, bool):
        return HEIGHT_MM.get(str(width), HEIGHT_MM["page"])
    return HEIGHT_SHARE * width


def _set_limits(axes: "Axes", table: "pd.DataFrame") -> None:
    """Give both axes the same scale, so that distances are those of the map.

    It is that of the room which labels are arranged in. A fixed aspect would let the layout move
    whenever the figure is drawn again.
    """
    places = table[["x", "y"]].to_numpy(float)
    low, high = places.min(axis=0), places.max(axis=0)
    middle, extent = (low + high) / 2, np.maximum(high - low, 1e-9) * (1 + 2 * MAP_MARGIN)
    room = axes_extent(axes)
    scale = (extent / room).max()
    for limits, at in ((axes.set_xlim, 0), (axes.set_ylim, 1)):
        half = scale * room[at] / 2
        limits(middle[at] - half, middle[at] + half)


def _label_points(axes: "Axes", table: "pd.DataFrame", is_part: np.ndarray) -> int:
    """Name the points, words in the colour of their marks; how many names have no room."""
    places = list(zip(table["x"].tolist(), table["y"].tolist(), strict=True))
    arranged = arrange_labels(axes, table["name"].tolist(), places, lines=[0])
    of_parts = {place for place, one in zip(places, is_part.tolist(), strict=True) if one}
    before = len(axes.texts)
    arranged.write_on(axes)
    for text, label in zip(axes.texts[before:], arranged.labels, strict=True):
        if label.place not in of_parts:
            text.set_color(TERM_INK)
    return len(arranged.left_out)


def _name_axis(table: "pd.DataFrame", axis: str, left_out: int = 0) -> str:
    made = json.loads(table.attrs.get("provenance") or "{}").get("parameters", {})
    number = made.get("axes", [1, 2])["xy".index(axis)]
    name = f"Axis {number} ({table[f'explained_{axis}'].iloc[0]:.0%} of inertia)"
    return f"{name}\n{count_noun(left_out, 'label')} without room left out" if left_out else name
