"""A figure of several panels: axes with letters, each for a plot."""

from typing import TYPE_CHECKING
from weakref import WeakSet

from discourse.errors import DiscourseError, check_text
from discourse.publish.plots.canvas import MM_PER_INCH, figure_size_mm, figure_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_lettered: "WeakSet[Figure]" = WeakSet()  # the figures that `panels` made


def panels(arrangement: str, *, height: float, width: str | float = "page") -> "dict[str, Axes]":
    """Make a figure of several panels, and letter them.

    Parameters
    ----------
    arrangement : str
        The letters of the panels, as they are arranged: ``"ab"`` is two beside each other,
        ``"a;b"`` two below each other, and ``"ab;cc"`` two above one that is as wide as both.
    height : float
        Height of the figure in millimetres.
    width : str or float, optional
        Width in print: "column" (85 mm), "page" (178 mm), or a number of millimetres.

    Returns
    -------
    dict of matplotlib.axes.Axes
        The axes by their letters, for the parameter ``ax`` of plots. `dc.save_figure` takes a
        table for each letter.

    Raises
    ------
    DiscourseError
        If a panel is not one rectangle, or the width or the height is not one of a figure.

    See Also
    --------
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.positions : Draw the table.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> axes = dc.plot.panels("ab", height=60)
    >>> words = dc.frequencies(dc.read("seeds/"))
    >>> ax = dc.plot.frequencies(words.head(5), ax=axes["a"])
    >>> ax = dc.plot.frequencies(words[words["term"].isin(["we", "our"])], ax=axes["b"])
    >>> [ax.get_title("left") for ax in axes.values()]
    ['a', 'b']
    """
    import matplotlib.pyplot as plt

    check_text("arrangement", arrangement, "ab")
    inches = [side / MM_PER_INCH for side in figure_size_mm(width, height)]
    with figure_style():
        figure = plt.figure(figsize=(inches[0], inches[1]))
        try:
            axes: dict[str, Axes] = figure.subplot_mosaic(arrangement)
        except ValueError as error:
            plt.close(figure)
            raise DiscourseError(
                f"arrangement={arrangement!r} is not one of rectangles ({error}); write the "
                "letters of each row, and ; between rows: 'ab;cc'."
            ) from None
        for letter, each in axes.items():
            write_panel_letter(each, letter)
    _lettered.add(figure)
    return axes


def has_lettered_panels(figure: "Figure") -> bool:
    """Whether `panels` made a figure."""
    return figure in _lettered


def write_panel_letter(axes: "Axes", letter: str) -> None:
    """Write the letter of a panel above the left edge of its axes."""
    axes.set_title(letter, loc="left", fontweight="bold")
