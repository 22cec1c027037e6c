"""Where the axes of a figure are on its pages: the same, however often it was drawn before."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# matplotlib computes the layout at each drawing, from the one before. After this many drawings at
# most, places change by less than the next number; they are then rounded to some decimals.
MOST_DRAWINGS, SETTLED, DECIMALS = 8, 1e-7, 5


@contextmanager
def settled_layout(figure: "Figure") -> Iterator[None]:
    """Keep the axes of a figure at places that do not depend on earlier drawings and formats."""
    engine = figure.get_layout_engine()
    if engine is None or not figure.axes:
        yield
        return
    places = _axes_places(figure)
    for _ in range(MOST_DRAWINGS):
        figure.draw_without_rendering()
        before, places = places, _axes_places(figure)
        if np.abs(places - before).max() < SETTLED:
            break
    figure.set_layout_engine("none")
    try:
        for axes, place in zip(figure.axes, places.round(DECIMALS).tolist(), strict=True):
            axes.set_position(place)
            axes.set_in_layout(True)
        yield
    finally:
        figure.set_layout_engine(engine)


def _axes_places(figure: "Figure") -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    return np.array([axes.get_position().bounds for axes in figure.axes], dtype=float)
