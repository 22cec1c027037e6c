"""What a figure shows, read back from its artists and not from its table."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from discourse.errors import DiscourseError, one_of
from discourse.publish.export.data_files import round_significant
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.panels import write_panel_letter
from discourse.publish.plots.register import find_plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

LARGEST_SIDE = 100  # of a figure, in inches


def read_back(ax: "Axes") -> dict[str, Any]:
    """The labels and values of the artists on some axes, in the order of drawing."""
    return {
        "x_labels": _fixed_labels(ax.xaxis),
        "y_labels": _fixed_labels(ax.yaxis),
        "points": [_json_numbers(line.get_xydata()) for line in ax.lines],
        "strokes": [_json_numbers(_stroke_vertices(strokes)) for strokes in ax.collections],
        "bars": [_json_numbers(_bar_box(bar)) for bar in ax.patches],
        "cells": [_json_numbers(image.get_array()) for image in ax.images],
        "texts": [[text.get_text(), _json_numbers(text.get_position())] for text in ax.texts],
    }


def redraw(
    recipe: Mapping[str, Any], table: pd.DataFrame, beside: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """Read back what a plot draws from a table, on a figure that is then closed."""
    with redrawn_axes(recipe, table, beside) as ax:
        return read_back(ax)


@contextmanager
def redrawn_axes(
    recipe: Mapping[str, Any], table: pd.DataFrame, beside: Mapping[str, pd.DataFrame]
) -> "Iterator[Axes]":
    """Yield the axes of a plot on a figure of its size, and close the figure afterwards.

    Parameters
    ----------
    recipe : mapping
        The recipe of the plot, as a bundle records it.
    table : DataFrame
        The rows that it draws.
    beside : mapping of DataFrame
        Its further tables.

    Raises
    ------
    DiscourseError
        If the plot is not known, does not take an option, or the size is not one of a figure.
    """
    import matplotlib.pyplot as plt

    width, height = map(float, recipe["inches"])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise DiscourseError(
            f"the figure measures {width:g} by {height:g} inches, and a side can have at most "
            f"{LARGEST_SIDE}; draw it again."
        )
    with figure_style():
        figure, ax = plt.subplots(figsize=(width, height))
    try:
        if title := str(recipe.get("title", "")):
            write_panel_letter(ax, title)
        yield draw_again(ax, recipe, table, beside)
    finally:
        plt.close(figure)


def draw_again(
    ax: "Axes",
    recipe: Mapping[str, Any],
    table: pd.DataFrame,
    beside: Mapping[str, pd.DataFrame],
) -> "Axes":
    """Draw on some axes what a plot draws; parameters and refusals are those of `redrawn_axes`."""
    name = str(recipe["name"])
    function: Callable[..., Axes] = find_plot(name)
    options = _check_options(name, function, recipe.get("options", {}), beside)
    return function(table, **beside, **options, ax=ax)


def _check_options(
    name: str, function: Callable[..., Any], options: Any, beside: Mapping[str, pd.DataFrame]
) -> dict[str, Any]:
    """Refuse what is no option of a plot; the plot itself refuses values that it does not take."""
    if not isinstance(options, Mapping):
        raise DiscourseError(f"the options of plot.{name} are no mapping; save the figure again.")
    known = {*inspect.signature(function).parameters} - {"table", "ax", *beside}
    for key in options:
        one_of(f"option of plot.{name}", key, sorted(known))
    return dict(options)


def compare_drawn(
    expected: Any, found: Any, place: str = "", *, more: bool = False
) -> Iterator[tuple[str, Any, Any]]:
    """Yield place, expected and found value where a figure does not show what it should.

    With `more`, further artists are allowed.
    """
    if isinstance(expected, dict) and isinstance(found, dict):
        for key in sorted(found.keys() - expected.keys()):
            yield f"{place}.{key}" if place else key, "no such entry", found[key]
        for key, value in expected.items():
            at = f"{place}.{key}" if place else key
            yield from compare_drawn(value, found.get(key), at, more=more)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) < len(expected):
            yield place, expected, found
            return
        for at, (one, other) in enumerate(zip(expected, found, strict=False)):
            yield from compare_drawn(one, other, f"{place}[{at}]", more=more)
        if len(found) > len(expected) and not more:
            yield f"{place}[{len(expected)}]", "nothing more", found[len(expected)]
    elif expected != found:
        yield place, expected, found


def _fixed_labels(axis: "Axis") -> list[str]:
    """Tick labels at fixed places; those that matplotlib chooses itself show no data."""
    from matplotlib.ticker import FixedLocator

    given = isinstance(axis.get_major_locator(), FixedLocator)
    return [label.get_text() for label in axis.get_ticklabels()] if given else []


def _stroke_vertices(strokes: Any) -> list[Any]:
    return [path.vertices for path in strokes.get_paths()]


def _bar_box(bar: Any) -> list[float]:
    """Left, lower edge, width and height of a bar; of another patch, those of its own path."""
    if hasattr(bar, "get_x"):
        return [bar.get_x(), bar.get_y(), bar.get_width(), bar.get_height()]
    return [float(side) for side in bar.get_path().get_extents().bounds]


def _json_numbers(values: Any) -> Any:
    """Numbers, or nested sequences of them, as JSON holds them; a missing number is None."""
    if np.ndim(values) or isinstance(values, (list, tuple)):
        return [_json_numbers(value) for value in values]
    return None if values is np.ma.masked or np.isnan(values) else round_significant(float(values))
