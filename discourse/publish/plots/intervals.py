"""Intervals as lines; an end that is open is an arrow at the edge of the axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from discourse.publish.plots.canvas import INK

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

# How far the heads of arrows, and the edges, are beyond everything else, in shares of its extent.
ARROW, MARGIN = 0.08, 0.14


def draw_intervals(
    axes: "Axes", places: Sequence[int], low: "pd.Series[float]", high: "pd.Series[float]",
    *, least: float, most: float,
) -> None:  # fmt: skip
    """Draw a line per row from its low to its high end, with an arrow where an end is infinite.

    A row with a missing end has no line. `least` and `most` are the extent of all that is finite.
    """
    beyond = ARROW * (most - least)
    heads = {"<": (low == -np.inf, least - beyond), ">": (high == np.inf, most + beyond)}
    left, right = (
        ends.mask(is_open, edge)
        for ends, (is_open, edge) in zip((low, high), heads.values(), strict=True)
    )
    axes.hlines(places, left, right, color=INK, linewidth=1)
    if not any(is_open.any() for is_open, _ in heads.values()):
        return
    for marker, (is_open, edge) in heads.items():
        ends = np.where(is_open, edge, np.nan)
        axes.plot(ends, places, marker, color=INK, markersize=4, clip_on=False)
    margin = MARGIN * (most - least)
    axes.set_xlim(least - margin, most + margin)
