"""What every figure is drawn on: axes of a size in print, in the style of the package."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from discourse.errors import DiscourseError, describe, one_of
from discourse.publish.plots.fonts import check_font, give_fonts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MM_PER_INCH = 25.4
WIDTHS_MM = {"column": 85.0, "page": 178.0}
NARROWEST_MM, WIDEST_MM = 30.0, 1_000.0
# The height of the text on a page of a journal: a figure with its caption is not higher.
PAGE_HEIGHT_MM = 234.0
ROUNDING_MM = 1e-6  # what is lost when heights are added as floats
POINTS_PER_INCH = 72
CLOSEST_ROWS = 0.62  # of their usual height: their letters then almost touch
INK = "#1a1a1a"
GUIDE = "#d5d5d5"
# The letters of discourse.mplstyle, in points. What is drawn has sizes for these letters; with
# other letters all of them are larger or smaller in proportion.
BASE_FONT, BASE_SIZE = "DejaVu Sans", 7.5
SMALLEST_LETTERS, LARGEST_LETTERS = 4.0, 40.0
SIZES_OF_STYLE: tuple[Any, ...] = (
    "font.size", "axes.labelsize", "axes.titlesize", "xtick.labelsize", "ytick.labelsize",
    "legend.fontsize",
)  # fmt: skip


class Lettering(NamedTuple):
    """The font of a figure, and the size of its letters in points."""

    font: str = BASE_FONT
    size: float = BASE_SIZE


USUAL_LETTERS = Lettering()
# The places of axes that are drawn again, as they were when they were drawn first.
_cells: "WeakKeyDictionary[Axes, tuple[float, float]]" = WeakKeyDictionary()
_lettering: ContextVar[Lettering] = ContextVar("lettering", default=USUAL_LETTERS)


def check_lettering(font: object, font_size: object) -> Lettering:
    """The letters of a figure.

    Raises
    ------
    DiscourseError
        If the font is not installed, or the size is not one of letters.
    """
    is_number = isinstance(font_size, (int, float)) and not isinstance(font_size, bool)
    if not is_number or not SMALLEST_LETTERS <= float(str(font_size)) <= LARGEST_LETTERS:
        raise DiscourseError(
            f"font_size expects points from {SMALLEST_LETTERS:g} to {LARGEST_LETTERS:g}, got "
            f"{describe(font_size)}; write font_size={BASE_SIZE}."
        )
    # The usual one comes with matplotlib.
    return Lettering(BASE_FONT if font == BASE_FONT else check_font(font), float(str(font_size)))


@contextmanager
def figure_style(lettering: Lettering | None = None) -> Iterator[None]:
    """Set matplotlib up for the figures of this package, and restore its settings afterwards.

    Parameters
    ----------
    lettering : Lettering, optional
        The letters; by default those of the style around this one, or of the package.
    """
    import matplotlib.style

    letters = _lettering.get() if lettering is None else lettering
    before = _lettering.set(letters)
    try:
        with (
            as_file(files("discourse.publish.plots") / "discourse.mplstyle") as path,
            matplotlib.style.context(["default", path]),  # no setting of the user's matplotlibrc
        ):
            for name in SIZES_OF_STYLE:
                matplotlib.rcParams.update({name: in_points(float(matplotlib.rcParams[name]))})
            matplotlib.rcParams["font.family"] = letters.font
            yield
            interactive = matplotlib.is_interactive()
    finally:
        _lettering.reset(before)
    # The first figure of a session starts the backend. That of notebooks is interactive; restoring
    # the setting from before would keep later figures from being shown.
    matplotlib.interactive(interactive)


def set_letters(ax: "Axes") -> None:
    """Give the ticks and names of given axes the letters in use: theirs are as they were made."""
    from matplotlib import rcParams

    font = _lettering.get().font
    for name, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        size = rcParams["xtick.labelsize" if name == "x" else "ytick.labelsize"]
        axis.set_tick_params(labelsize=size, labelfontfamily=font)
        axis.label.set(fontsize=rcParams["axes.labelsize"], fontfamily=font)


def in_points(size: float) -> float:
    """A size for the letters of the package, in points of print with the letters in use."""
    return size * _lettering.get().size / BASE_SIZE


def print_width(ax: "Axes | None", width: str | float) -> float:
    """Width in print of the place of the given axes, or of a new figure, for `in_points`.

    Raises
    ------
    DiscourseError
        If the width is not known.
    """
    inches = cell_inches(ax)[0] if ax is not None else _width_mm(width) / MM_PER_INCH
    return inches * POINTS_PER_INCH / in_points(1)


def cell_inches(ax: "Axes") -> tuple[float, float]:
    """Width and height of the place that some axes have in their figure.

    It is the figure if the axes are alone in it, and otherwise their cell of its grid, without
    regard to what surrounds the axes.
    """
    if ax in _cells:
        return _cells[ax]
    width = float(ax.figure.bbox.width / ax.figure.dpi)
    height = float(ax.figure.bbox.height / ax.figure.dpi)
    place = ax.get_subplotspec()
    if place is None:
        return width, height
    grid = place.get_gridspec()
    widths: Any = grid.get_width_ratios()
    heights: Any = grid.get_height_ratios()
    columns, rows = place.colspan, place.rowspan
    return (
        width * sum(widths[columns.start : columns.stop]) / sum(widths),
        height * sum(heights[rows.start : rows.stop]) / sum(heights),
    )


def give_cell_inches(ax: "Axes", inches: tuple[float, float]) -> None:
    """Let some axes be drawn as if their place had another size, for `cell_inches`."""
    _cells[ax] = (float(inches[0]), float(inches[1]))


def _width_mm(width: str | float) -> float:
    if isinstance(width, str):
        return WIDTHS_MM[one_of("width", width, WIDTHS_MM)]
    is_number = isinstance(width, (int, float)) and not isinstance(width, bool)
    if not is_number or not NARROWEST_MM <= width <= WIDEST_MM:
        raise DiscourseError(
            f"width expects 'column', 'page' or millimetres from {NARROWEST_MM:g} to "
            f"{WIDEST_MM:,g}, got {describe(width)}; write width=84."
        )
    return float(width)


@contextmanager
def canvas(
    ax: "Axes | None", *, height_mm: float, width: str | float = "column"
) -> "Iterator[Axes]":
    """Yield the given axes, or those of a new figure, and give their labels fonts afterwards.

    Raises
    ------
    DiscourseError
        If the width is not known, if no page holds a new figure of the height, or if no installed
        font has the characters of a label.
    """
    import matplotlib.pyplot as plt

    with figure_style():
        given = ax is not None
        if ax is None:
            size = figure_size_mm(width, in_points(height_mm))
            _, ax = plt.subplots(figsize=tuple(side / MM_PER_INCH for side in size))
        try:
            yield ax
            give_fonts(ax)
        except BaseException:
            if not given:  # the caller has no reference with which to close the figure
                plt.close(ax.figure)  # type: ignore[arg-type]
            raise


def figure_size_mm(width: str | float, height_mm: float) -> tuple[float, float]:
    """Width and height of a figure in millimetres.

    Raises
    ------
    DiscourseError
        If the width is not known, or no page holds a figure of this height.
    """
    if not height_mm <= PAGE_HEIGHT_MM + ROUNDING_MM:
        raise DiscourseError(
            f"this figure would be {height_mm:,.0f} mm high, and a page holds "
            f"{PAGE_HEIGHT_MM:g} mm; draw fewer rows, or a wider figure with width='page'."
        )
    return _width_mm(width), height_mm


def most_rows(ax: "Axes | None", *, row_mm: float, around_mm: float) -> int:
    """How many rows a new figure has on a page, or can be read on the given axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or None
        The axes; None for those of a new figure.
    row_mm : float
        The height of a row of a new figure. Rows on given axes can be closer.
    around_mm : float
        The height of everything else.
    """
    room = PAGE_HEIGHT_MM if ax is None else cell_inches(ax)[1] * MM_PER_INCH
    closest = 1 if ax is None else CLOSEST_ROWS
    rows = (room / in_points(1) - around_mm + ROUNDING_MM) / (closest * row_mm)
    return max(0, int(rows))


def set_whole_ticks(axis: "Axis") -> None:
    """Put the ticks of an axis at whole numbers, in steps of 1, 2, 5 or 10."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
