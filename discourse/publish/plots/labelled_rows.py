"""Plots with one row per row of the table, the first on top, and its label at the left."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import canvas, in_points, most_rows, print_width
from discourse.publish.plots.labels import widest_name, wrap_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The height of the axis with its label, of one row, and of each further line of a label.
MARGIN_MM, ROW_MM, LINE_MM = 14, 4.4, 3.2
# The share of the width that labels may take before they are wrapped, and their size in points.
LABEL_SHARE, LABEL_SIZE = 0.7, 7.5
LABEL_MARGIN = 12  # beside the name of an axis, in points


@contextmanager
def row_canvas(
    ax: "Axes | None",
    labels: Sequence[str],
    *,
    width: str | float,
    head_mm: float = 0,
    rows: Sequence[int] | None = None,
) -> "Iterator[Axes]":
    """Yield axes on which row 0, 1, 2 … from the top is labelled.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        The axes to draw on; None for those of a new figure.
    labels : sequence of str
        The label of each row.
    width : str or float
        Width in print of a new figure.
    head_mm : float, optional
        The height of what is above the rows, or below the axis.
    rows : sequence of int, optional
        For each row of the table the row of the axes that shows it, if they differ.

    Raises
    ------
    DiscourseError
        If no page holds so many rows, or the given axes are too low for them.
    """
    room = LABEL_SHARE * print_width(ax, width)
    labels = [wrap_label(label, room, LABEL_SIZE) for label in labels]
    more = max((label.count("\n") for label in labels), default=0)
    row_mm, around_mm = ROW_MM + LINE_MM * more, MARGIN_MM + head_mm
    check_rows(ax, len(labels), rows, row_mm=row_mm, around_mm=around_mm)
    height = around_mm + row_mm * len(labels)
    with canvas(ax, height_mm=height, width=width) as axes:
        yield axes
        axes.set_yticks(range(len(labels)), labels)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.spines["left"].set_visible(False)
        _keep_axis_label_inside(axes, labels, print_width(ax, width))


def _keep_axis_label_inside(axes: "Axes", labels: Sequence[str], room: float) -> None:
    """Align the name of the axis to one side if it would run out of the figure below the middle."""
    beside = [text.get_text() for side in axes.child_axes for text in side.get_yticklabels()]
    left = widest_name((line for label in labels for line in label.split("\n")), LABEL_SIZE)
    right = widest_name(beside, LABEL_SIZE)
    label = axes.get_xlabel()
    if widest_name(label.split("\n"), LABEL_SIZE) > room - abs(left - right) - LABEL_MARGIN:
        axes.set_xlabel(label, loc="right" if left > right else "left")


def check_rows(
    ax: "Axes | None",
    size: int,
    rows: Sequence[int] | None = None,
    *,
    row_mm: float,
    around_mm: float,
) -> None:
    """Refuse more rows than a page holds, or than can be read on the given axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        The axes; None for those of a new figure.
    size : int
        How many rows the axes have.
    rows : sequence of int, optional
        For each row of the table the row of the axes that shows it, if they differ.
    row_mm, around_mm : float
        The height of a row of a new figure, and of everything else.

    Raises
    ------
    DiscourseError
        The message says how many rows of the table fit.
    """
    most = most_rows(ax, row_mm=row_mm, around_mm=around_mm)
    if size > most:
        fit = (
            most
            if rows is None
            else next((at for at, row in enumerate(rows) if row >= most), len(rows))
        )
        place = "a page holds" if ax is None else "these axes have room for"
        way_out = f"draw the first of them, with table.head({max(fit, 1)})"
        if ax is not None and most == 0:
            way_out = "give higher axes, or leave ax= out"
        raise DiscourseError(
            f"{size:,} rows would be drawn, and {place} {most or 'none'}; {way_out}."
        )


def label_right_edge(axes: "Axes", texts: Sequence[str], head: str) -> None:
    """Write a column of texts at the right edge, one per row, under a head."""
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(texts)), texts)
    right.tick_params(length=0)
    right.spines["right"].set_visible(False)
    axes.annotate(
        head,
        xy=(1, 1),
        xycoords="axes fraction",
        xytext=(4, 2),
        textcoords="offset points",
        fontsize=in_points(7),
        va="bottom",
    )
