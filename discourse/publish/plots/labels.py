"""Names in figures: beside points, without covering anything, and along an edge."""

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.publish.plots.canvas import MM_PER_INCH, POINTS_PER_INCH, cell_inches, in_points
from discourse.publish.plots.fonts import letters_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axes._secondary_axes import SecondaryAxis

LEADER_COLOUR = "#8a8a8a"
PointPlace = tuple[float, float]
Numbers = NDArray[np.float64]

# All of these are in points of print for letters of the usual size: the size of letters, the height
# of a line, half the width of a point, and the free space around a label.
NAME_SIZE, LINE_HEIGHT, POINT_RADIUS, SPACE = 6.5, 8.0, 2.2, 0.8
# Labels are at this distance from their points, or at up to nine times this distance. Those that
# are farther away than the second number have a line to their point.
NEAREST, WITHOUT_LEADER = 3.5, 7.0
# The directions of labels, the preferred ones first, in the words of textalloc.
SIDES = ["east", "west", "north", "south", "northeast", "southeast", "northwest", "southwest"]
# What surrounds the axes: tick labels and the name of the axis, and the letter of a panel.
AROUND_AXES, PANEL_LETTER = (44.0, 36.0), 14.0
# Names of points at one place share lines of about this many characters.
LINE_LETTERS = 18
# A label has at most this many entries; the last one then counts the names left out.
MOST_NAMES = 8


class PlacedLabel(NamedTuple):
    """A label, the place of its point, and where it is from there, in points of print."""

    text: str
    place: PointPlace
    offset: tuple[float, float]
    size: tuple[float, float]


class Arrangement(NamedTuple):
    """Labels that cover nothing, and the names that there is no room for."""

    labels: list[PlacedLabel]
    left_out: list[str]

    def write_on(self, axes: "Axes") -> None:
        """Write the labels, those that are away from their points with a line to them."""
        for label in self.labels:
            near = np.clip([0, 0], label.offset, np.add(label.offset, label.size))
            share = (near - label.offset) / label.size
            leader = {
                "arrowstyle": "-", "color": LEADER_COLOUR, "lw": 0.5, "shrinkA": 0,
                "shrinkB": POINT_RADIUS, "relpos": tuple(share.tolist()),
            }  # fmt: skip
            axes.annotate(
                label.text,
                label.place,
                (in_points(label.offset[0]), in_points(label.offset[1])),
                textcoords="offset points",
                fontsize=in_points(NAME_SIZE),
                va="bottom",
                arrowprops=leader if np.hypot(*near) > WITHOUT_LEADER else None,
            )


def arrange_labels(
    axes: "Axes", names: Sequence[str], places: Sequence[PointPlace], *, lines: Sequence[float] = ()
) -> Arrangement:
    """Find a place beside its point for each name, where it covers no point, name or line.

    Points at one place share a label; the largest labels are placed first. The extents of names
    and axes are computed and not measured in a drawing, so that the same names are placed alike
    wherever their font is.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The axes with the points.
    names : sequence of str
        The name of each point.
    places : sequence of tuple
        Where each point is, in the units of the axes.
    lines : sequence of float, optional
        The places of horizontal lines across the axes.
    """
    from textalloc.non_overlapping_boxes import get_non_overlapping_boxes

    shared: dict[PointPlace, list[str]] = {}
    for name, place in zip(names, places, strict=True):
        shared.setdefault(place, []).append(name)
    largest_first = sorted(shared, key=lambda place: (-len("".join(shared[place])), place))
    texts = [_join_names(shared[place]) for place in largest_first]
    points = _points_in_print(axes, largest_first)
    extent = axes_extent(axes)
    heights = [_points_in_print(axes, [(places[0][0], at)])[0, 1] for at in lines]
    boxes, left_out = get_non_overlapping_boxes(
        [
            (*point, *_label_extent(text), NAME_SIZE)
            for point, text in zip(points, texts, strict=True)
        ],
        xlims=(SPACE, extent[0]),
        ylims=(SPACE, extent[1]),
        # What follows is in shares of the width, and by this ratio the same in both directions.
        aspect_ratio=(extent[0] - SPACE) / (extent[1] - SPACE),
        margin=SPACE / (extent[0] - SPACE),
        min_distance=NEAREST / (extent[0] - SPACE),
        max_distance=NEAREST / (extent[0] - SPACE),
        verbose=False,
        nbr_candidates=0,  # only those of the directions
        draw_all=False,
        scatter_xy=None,
        lines_xyxy=np.array([[0, at, extent[0], at] for at in heights]) if heights else None,
        scatter_sizes=None,
        scatter_plot_bbs=np.hstack([points - POINT_RADIUS, points + POINT_RADIUS]),
        text_scatter_sizes=None,
        direction=SIDES,
        draw_lines=True,
        avoid_label_lines_overlap=True,
        avoid_crossing_label_lines=True,
        priority_strategy=None,
    )
    labels = [
        PlacedLabel(
            texts[at],
            largest_first[at],
            (float(left - points[at, 0]), float(low - points[at, 1])),
            (float(width), float(height)),
        )
        for left, low, width, height, _, at in boxes
    ]
    return Arrangement(labels, [name for at in left_out for name in shared[largest_first[at]]])


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
    widths = [letters_width(name, size) for name in names]
    ends = [middle + width / 2 for middle, width in zip(middles, widths, strict=True)]
    starts = [middle - width / 2 for middle, width in zip(middles, widths, strict=True)]
    if all(start > end for start, end in zip(starts[1:], ends, strict=False)):
        return EdgeNames(list(range(len(names))), 0.0)
    kept = _keep_apart(middles, LINE_HEIGHT)
    if len(kept) < len(names):  # a row of some of the names is easier to read if it is not full
        kept = _keep_apart(middles, 2 * LINE_HEIGHT)
    return EdgeNames(kept, widest_name((names[at] for at in kept), size))


def _keep_apart(middles: Sequence[float], least: float) -> list[int]:
    """The numbers of places of which each is at least so far from the one before it."""
    kept: list[int] = []
    for at, middle in enumerate(middles):
        if not kept or middle - middles[kept[-1]] >= least:
            kept.append(at)
    return kept


def widest_name(names: Iterable[str], size: float) -> float:
    """Width of the widest of some names, in points of print."""
    return max((letters_width(name, size) for name in names), default=0.0)


def wrap_label(label: str, room: float, size: float) -> str:
    """A label, wrapped between words if it is wider than some points of print."""
    letters = int(room / letters_width("x", size))
    return "\n".join(wrap(label, letters)) if letters_width(label, size) > room else label


def _points_in_print(axes: "Axes", places: Sequence[PointPlace]) -> Numbers:
    """The places of points, in points of print from the lower left corner of the axes."""
    axes.get_xlim(), axes.get_ylim()  # matplotlib computes the limits on request
    shares: Numbers = (axes.transScale + axes.transLimits).transform(places)
    return shares * axes_extent(axes)


def axes_extent(axes: "Axes") -> Numbers:
    """Width and height that the axes have at least, in points of print."""
    letter = PANEL_LETTER if axes.get_title("left") else 0
    around = np.add(AROUND_AXES, (0, letter))
    sides = np.array(cell_inches(axes)) * POINTS_PER_INCH / in_points(1) - around
    extent: Numbers = np.maximum(sides, 1)
    return extent


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


def _label_extent(label: str) -> Numbers:
    lines = label.split("\n")
    return np.array([widest_name(lines, NAME_SIZE), LINE_HEIGHT * len(lines)])
