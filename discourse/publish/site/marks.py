"""Where the marks of a figure lie on its sheet, so that each can be a link."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from discourse.publish.plots.canvas import POINTS_PER_INCH
from discourse.publish.plots.register import rows_of_marks

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

# A mark narrower or lower than this, in points, could hardly be clicked or touched.
SMALLEST_SIDE = 2.4
# The area of a dot reaches this far from its centre, in points.
DOT_REACH = 5.0


class Mark(NamedTuple):
    """A mark: the row of the table that it shows, and its box, in points from the top left."""

    row: int
    left: float
    top: float
    width: float
    height: float


def marks_of(ax: "Axes") -> list[Mark]:
    """Find the marks on some axes that show a row, in the order of drawing."""
    figure: Any = ax.figure
    figure.set_dpi(POINTS_PER_INCH)
    figure.canvas.draw()
    sheet = figure.get_size_inches()[1] * POINTS_PER_INCH
    return [
        _mark_of_box(row, corners, sheet)
        for artist in ax.get_children()
        for row, corners in zip(rows_of_marks(artist), _mark_corners(artist, ax), strict=False)
        if row >= 0 and np.isfinite(corners).all()
    ]


def _mark_of_box(row: int, corners: Any, sheet: float) -> Mark:
    """A box by its top left corner, with coordinates that grow downwards; never too small."""
    (left, low), (right, high) = np.min(corners, axis=0), np.max(corners, axis=0)
    width, height = max(right - left, SMALLEST_SIDE), max(high - low, SMALLEST_SIDE)
    middle, centre = (left + right) / 2, sheet - (low + high) / 2
    box = (middle - width / 2, centre - height / 2, width, height)
    return Mark(row, *(round(float(side), 2) for side in box))


def _mark_corners(artist: "Artist", ax: "Axes") -> Iterator[Any]:
    """Two opposite corners of each mark of an artist, on the sheet."""
    from matplotlib.collections import PathCollection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D
    from matplotlib.patches import Rectangle

    onto = ax.transData.transform
    if isinstance(artist, Line2D):
        for point in onto(artist.get_xydata()):
            yield point - DOT_REACH, point + DOT_REACH
    elif isinstance(artist, PathCollection):
        for point in onto(artist.get_offsets()):
            yield point - DOT_REACH, point + DOT_REACH
    elif isinstance(artist, AxesImage):
        rows, columns = artist.get_array().shape[:2]  # type: ignore[union-attr]
        for row in range(rows):
            for column in range(columns):
                yield onto([[column - 0.5, row - 0.5], [column + 0.5, row + 0.5]])
    elif isinstance(artist, Rectangle):
        yield artist.get_window_extent().get_points()
    else:
        for path in artist.get_paths():  # type: ignore[attr-defined]
            yield onto(path.vertices)
