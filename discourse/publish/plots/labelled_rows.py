"""Plots with one row per row of the table, the first on top, and its label at the left."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import GUIDE, INK, canvas, print_width, set_whole_ticks
from discourse.publish.plots.labels import wrap_label
from discourse.publish.plots.register import note_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# The height of the axis with its label, of one row, and of each further line of a label.
MARGIN_MM, ROW_MM, LINE_MM = 14, 4.4, 3.2
# The share of the width that labels may take before they are wrapped, and their size in points.
LABEL_SHARE, LABEL_SIZE = 0.7, 7.5


@contextmanager
def row_canvas(
    ax: "Axes | None", labels: Sequence[str], *, width: str, head_mm: float = 0
) -> "Iterator[Axes]":
    """Yield axes on which row 0, 1, 2 … from the top is labelled."""
    room = LABEL_SHARE * print_width(ax, width)
    labels = [wrap_label(label, room, LABEL_SIZE) for label in labels]
    more = max((label.count("\n") for label in labels), default=0)
    height = MARGIN_MM + head_mm + (ROW_MM + LINE_MM * more) * len(labels)
    with canvas(ax, height_mm=height, width=width) as axes:
        yield axes
        axes.set_yticks(range(len(labels)), labels)
        axes.set_ylim(len(labels) - 0.4, -0.6)
        axes.spines["left"].set_visible(False)


def draw_count_dots(table: "pd.DataFrame", ax: "Axes | None", width: str) -> "Axes":
    """Draw a dot at the ``count`` of each row, with a line from 0."""
    places = range(len(table))
    with row_canvas(ax, row_labels(table), width=width) as axes:
        axes.hlines(places, 0, table["count"], color=GUIDE, linewidth=1)
        (dots,) = axes.plot(table["count"], places, "o", color=INK)
        note_rows(dots, places)
        axes.set_xlim(left=0)
        set_whole_ticks(axes.xaxis)
        axes.set_xlabel("Count")
    return axes


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
        fontsize=7,
        va="bottom",
    )


def row_labels(table: "pd.DataFrame") -> list[str]:
    """The label of each row: its term and, in a table by part, its part."""
    if "part" not in table.columns:
        return table["term"].tolist()
    return [f"{term} · {part}" for term, part in zip(table["term"], table["part"], strict=True)]
