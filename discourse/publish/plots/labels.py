"""Names in figures: beside points, where they cover least, and along an edge."""

from collections.abc import Iterable, Sequence
from itertools import product
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import east_asian_width

import numpy as np
from numpy.typing import NDArray

from discourse.publish.plots.canvas import MM_PER_INCH, POINTS_PER_INCH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axes._secondary_axes import SecondaryAxis

LEADER_COLOUR = "#8a8a8a"
PointPlace = tuple[float, float]
Boxes = NDArray[np.float64]

# In points of print: the size of letters, the height of a line, and the free space around a point.
NAME_SIZE, LINE_HEIGHT, POINT_RADIUS = 6.5, 8.0, 3.0
# Covering a point costs this many times as much as covering a name of the same area.
POINT_WEIGHT = 5
# Names of points at one place share lines of about this many characters.
LINE_LETTERS = 18
# A label has at most this many entries; the last one then counts the names left out.
MOST_NAMES = 8
# Directions in which a name may be placed: right, left, above, below, and the corners between them.
# Greater distances are taken only where the name then covers less; a line leads to the point.
SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)]
DISTANCES = (3.5, 7.0, 12.0, 20.0)


def place_labels(axes: "Axes", names: Sequence[str], places: Sequence[PointPlace]) -> None:
    """Write the name of each point beside it, where it covers least of other points and names.

    Points at one place share a label; the largest labels are placed first. The extent of a name is
    estimated from its characters and not measured, so that its place does not depend on the version
    of the installed fonts.
    """
    shared: dict[PointPlace, list[str]] = {}
    for name, place in zip(names, places, strict=True):
        shared.setdefault(place, []).append(name)
    points = dict(zip(shared, _points_in_print(axes, list(shared)), strict=True))
    taken = np.array(
        [[*(point - POINT_RADIUS), *(point + POINT_RADIUS)] for point in points.values()]
    )
    taken = np.repeat(taken, POINT_WEIGHT, axis=0)
    for place in sorted(shared, key=lambda place: -len("".join(shared[place]))):
        label = _join_names(shared[place])
        box, far = _choose_box(_label_extent(label), points[place], taken, axes)
        taken = np.vstack([taken, box])
        leader = {"arrowstyle": "-", "color": LEADER_COLOUR, "lw": 0.5} if far else None
        axes.annotate(
            label, place, box[:2] - points[place], textcoords="offset points", fontsize=NAME_SIZE,
            va="bottom", arrowprops=leader,
        )  # fmt: skip


class EdgeNames(NamedTuple):
    """Names along an edge: the numbers of those that have room, and their height if vertical.

    The height is in points of print, and 0 if the names are horizontal.
    """

    numbers: list[int]
    height: float

    @property
    def height_mm(self) -> float:
        """How much higher the figure has to be for them."""
        return self.height / POINTS_PER_INCH * MM_PER_INCH

    def write_on(
        self, axes: "Axes | SecondaryAxis", places: Sequence[float], names: Sequence[str]
    ) -> None:
        """Write the names along the horizontal axis, each at the place of what it names."""
        axes.set_xticks(
            [places[at] for at in self.numbers],
            [names[at] for at in self.numbers],
            rotation="vertical" if self.height else "horizontal",
        )


def arrange_edge_names(names: Sequence[str], middles: Sequence[float], size: float) -> EdgeNames:
    """Arrange names horizontally; if they would touch, vertically, leaving out those without room.

    Parameters
    ----------
    names : sequence of str
        The names in their order along the edge.
    middles : sequence of float
        The place of each name, in points of print, ascending.
    size : float
        The size of the letters, in points.
    """
    widths = [_name_width(name, size) for name in names]
    ends = [middle + width / 2 for middle, width in zip(middles, widths, strict=True)]
    starts = [middle - width / 2 for middle, width in zip(middles, widths, strict=True)]
    if all(start > end for start, end in zip(starts[1:], ends, strict=False)):
        return EdgeNames(list(range(len(names))), 0.0)
    kept: list[int] = []
    for at, middle in enumerate(middles):
        if not kept or middle - middles[kept[-1]] >= LINE_HEIGHT:
            kept.append(at)
    return EdgeNames(kept, widest_name((names[at] for at in kept), size))


def widest_name(names: Iterable[str], size: float) -> float:
    """Width of the widest of some names, in points of print."""
    return max((_name_width(name, size) for name in names), default=0.0)


def wrap_label(label: str, room: float, size: float) -> str:
    """A label, wrapped between words if it is wider than some points of print."""
    letters = int(room / _name_width("x", size))
    return "\n".join(wrap(label, letters)) if _name_width(label, size) > room else label


def _points_in_print(axes: "Axes", places: Sequence[PointPlace]) -> Boxes:
    """The places of points, in points of print from the lower left corner of the axes."""
    axes.get_xlim(), axes.get_ylim()  # matplotlib computes the limits on request
    shares: Boxes = (axes.transScale + axes.transLimits).transform(places)
    return shares * _axes_extent(axes)


def _axes_extent(axes: "Axes") -> NDArray[np.float64]:
    """Approximate width and height of the axes, in points of print."""
    figure = axes.figure
    sides = np.array([figure.bbox.width, figure.bbox.height])
    return sides / figure.dpi * POINTS_PER_INCH - [40, 32]


def _join_names(names: Sequence[str]) -> str:
    """Join names with commas, in lines of limited length."""
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"]
    lines = [names[0]]
    for name in names[1:]:
        if len(lines[-1]) + len(name) > LINE_LETTERS:
            lines[-1] += ","
            lines.append(name)
        else:
            lines[-1] += f", {name}"
    return "\n".join(lines)


def _label_extent(label: str) -> NDArray[np.float64]:
    lines = label.split("\n")
    return np.array([widest_name(lines, NAME_SIZE), LINE_HEIGHT * len(lines)])


def _name_width(name: str, size: float) -> float:
    wide = sum(east_asian_width(letter) in "WF" for letter in name)
    return size * (wide + 0.63 * (len(name) - wide))


def _choose_box(
    extent: NDArray[np.float64], point: NDArray[np.float64], taken: Boxes, axes: "Axes"
) -> tuple[NDArray[np.float64], bool]:
    """The nearest box of a label that covers least, and whether it needs a line to its point."""
    boxes, costs = [], []
    for distance, side in product(DISTANCES, SIDES):
        away = np.array(side)
        corner = point + away * distance + extent * (away - 1) / 2
        boxes.append(np.concatenate([corner, corner + extent]))
        costs.append(_covered_area(boxes[-1], taken, axes) + 2 * distance)
    best = int(np.argmin(costs))
    return boxes[best], best >= len(SIDES)


def _covered_area(box: NDArray[np.float64], taken: Boxes, axes: "Axes") -> float:
    """The area of other boxes that a box covers, plus its own area outside the axes."""
    low, high = np.maximum(box[:2], taken[:, :2]), np.minimum(box[2:], taken[:, 2:])
    inside = np.minimum(box[2:], _axes_extent(axes)) - np.maximum(box[:2], 0)
    outside = np.prod(box[2:] - box[:2]) - np.prod(np.maximum(inside, 0))
    return float(np.prod(np.maximum(high - low, 0), axis=1).sum() + outside)
