"""What every figure is drawn on: axes of a width in print, in the style of the package."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from discourse.errors import one_of
from discourse.publish.plots.fonts import give_fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MM_PER_INCH = 25.4
WIDTHS_MM = {"column": 85.0, "page": 178.0}
POINTS_PER_INCH = 72
INK = "#1a1a1a"
GUIDE = "#d5d5d5"


@contextmanager
def figure_style() -> Iterator[None]:
    """Set matplotlib up for the figures of this package, and restore its settings afterwards."""
    import matplotlib.style

    with (
        as_file(files("discourse.publish.plots") / "discourse.mplstyle") as path,
        matplotlib.style.context(["default", path]),  # no setting of the user's matplotlibrc
    ):
        yield
        interactive = matplotlib.is_interactive()
    # The first figure of a session starts the backend. That of notebooks is interactive; restoring
    # the setting from before would keep later figures from being shown.
    matplotlib.interactive(interactive)


def print_width(ax: "Axes | None", width: str) -> float:
    """Width in print of the figure of the given axes, or of a new one, in points.

    Raises
    ------
    DiscourseError
        If the width is not known.
    """
    if ax is not None:
        return float(ax.figure.bbox.width / ax.figure.dpi * POINTS_PER_INCH)
    return WIDTHS_MM[one_of("width", width, WIDTHS_MM)] / MM_PER_INCH * POINTS_PER_INCH


@contextmanager
def canvas(ax: "Axes | None", *, height_mm: float, width: str = "column") -> "Iterator[Axes]":
    """Yield the given axes, or those of a new figure, and give their labels fonts afterwards.

    Raises
    ------
    DiscourseError
        If the width is not known, or no installed font has the characters of a label.
    """
    import matplotlib.pyplot as plt

    with figure_style():
        given = ax is not None
        if ax is None:
            size = (WIDTHS_MM[one_of("width", width, WIDTHS_MM)], height_mm)
            _, ax = plt.subplots(figsize=tuple(side / MM_PER_INCH for side in size))
        try:
            yield ax
            give_fonts(ax)
        except BaseException:
            if not given:  # the caller has no reference with which to close the figure
                plt.close(ax.figure)  # type: ignore[arg-type]
            raise


def set_whole_ticks(axis: "Axis") -> None:
    """Put the ticks of an axis at whole numbers, in steps of 1, 2, 5 or 10."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
