"""The sheet that every figure is drawn on: its width in print, and the style of all of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from discourse.errors import DiscourseError, one_of
from discourse.publish.plots.fonts import give_fonts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MM_PER_INCH = 25.4
WIDTHS_MM = {"column": 85.0, "page": 178.0}
POINTS_PER_INCH = 72
INK = "#1a1a1a"
GUIDE = "#d5d5d5"


@contextmanager
def figure_style() -> Iterator[None]:
    """The settings of matplotlib as the figures of this package want them, and back again."""
    import matplotlib.style

    with (
        as_file(files("discourse.publish.plots") / "discourse.mplstyle") as path,
        matplotlib.style.context(["default", path]),  # nothing of a matplotlibrc of the reader
    ):
        yield
        interactive = matplotlib.is_interactive()
    # The first figure of a session starts its backend, which may be an interactive one, as that of
    # notebooks: if the way back undid that, no later figure would be shown.
    matplotlib.interactive(interactive)


def print_width(ax: "Axes | None", width: str) -> float:
    """How wide a figure is in print, in points: that of the axes given, or a new one.

    Raises
    ------
    DiscourseError : a width that is not known.
    """
    if ax is not None:
        return float(ax.figure.bbox.width / ax.figure.dpi * POINTS_PER_INCH)
    return WIDTHS_MM[one_of("width", width, WIDTHS_MM)] / MM_PER_INCH * POINTS_PER_INCH


@contextmanager
def canvas(ax: "Axes | None", *, height_mm: float, width: str = "column") -> "Iterator[Axes]":
    """The axes that were given, or those of a new figure of a width in print, in the style.

    Raises
    ------
    DiscourseError : a width that is not known, or a label in letters that no installed font has.
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
            if not given:  # nobody could close it
                plt.close(ax.figure)  # type: ignore[arg-type]
            raise


def set_whole_ticks(axis: "Axis") -> None:
    """Whole numbers on an axis, at steps that are easily read."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))


def check_table(
    table: "pd.DataFrame", plot: str, *columns: str, verbs: Sequence[str] = ()
) -> "pd.DataFrame":
    """The table, if it has rows and the columns that a plot draws.

    Parameters
    ----------
    verbs : those whose tables it draws; by default the one of its own name.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise DiscourseError(
            f"plot.{plot} draws the column {missing[0]!r}, which this table does not have; "
            f"give it a table of {' or '.join(f'dc.{verb}' for verb in verbs or [plot])}."
        )
    if table.empty:
        raise DiscourseError(
            f"plot.{plot} was given a table without rows; there is nothing to draw."
        )
    return table
