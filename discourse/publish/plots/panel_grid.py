"""Where the panels of a figure are, so that the whole figure can be drawn again."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import round_significant
from discourse.publish.plots.canvas import figure_style, give_cell_inches
from discourse.publish.plots.panels import has_lettered_panels, write_panel_letter
from discourse.publish.plots.readback import LARGEST_SIDE, draw_again
from discourse.publish.plots.register import Drawing, lettering_of
from discourse.publish.plots.rendering import settled_layout

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.gridspec import GridSpecBase

MOST_CELLS, MOST_AXES = 50, 200  # of rows or columns, and of axes, that are drawn again


class PanelDrawing(NamedTuple):
    """What draws a panel: the recipe of its plot, its rows, and the further tables."""

    recipe: Mapping[str, Any]
    table: pd.DataFrame
    beside: Mapping[str, pd.DataFrame]


def describe_grid(figure: "Figure", drawn: Mapping[str, Drawing]) -> dict[str, Any]:
    """The size of a figure and the places of its panels, as a bundle records them.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    drawn : mapping of Drawing
        The drawing of each panel by its letter.

    Returns
    -------
    dict
        ``inches``; ``axes``, the letter of each axes in their order (a letter that is there again
        is for further axes of the panel); ``canvas``, "own" if `panels` made the figure; ``rows``,
        ``columns`` and ``cells``, the ratios of the grid and the first and last rows and columns of
        each panel, or ``boxes`` if the panels are in no common grid.
    """
    letters = {axes: letter for letter, plotted in drawn.items() for axes in plotted.axes}
    first = {letter: plotted.axes[0] for letter, plotted in drawn.items()}
    grid = _common_grid(figure, first)
    is_own = grid is not None and has_lettered_panels(figure)
    return {
        "inches": [round_significant(float(side)) for side in figure.get_size_inches()],
        "canvas": "own" if is_own else "given",
        "axes": [letters[axes] for axes in figure.axes],
        **(_boxes(figure, first) if grid is None else _cells(grid, first)),
    }


def _common_grid(figure: "Figure", axes: "Mapping[str, Axes]") -> "GridSpecBase | None":
    """The grid of the figure in which all panels are, if there is one."""
    from matplotlib.gridspec import GridSpec

    grids = [place.get_gridspec() for each in axes.values() if (place := each.get_subplotspec())]
    shapes = {repr((_ratios(grid), type(grid))) for grid in grids}
    is_common = len(grids) == len(axes) and len(shapes) == 1 and isinstance(grids[0], GridSpec)
    is_common &= all(each.figure is figure for each in axes.values())
    return grids[0] if is_common else None


def _ratios(grid: "GridSpecBase") -> dict[str, list[float]]:
    rows: Any = grid.get_height_ratios()
    columns: Any = grid.get_width_ratios()
    return {"rows": [float(each) for each in rows], "columns": [float(each) for each in columns]}


def _cells(grid: "GridSpecBase", axes: "Mapping[str, Axes]") -> dict[str, Any]:
    cells = {}
    for letter, each in axes.items():
        place: Any = each.get_subplotspec()
        spans = place.rowspan, place.colspan
        cells[letter] = [side for span in spans for side in (span.start, span.stop)]
    return {**_ratios(grid), "cells": cells}


def _boxes(figure: "Figure", axes: "Mapping[str, Axes]") -> dict[str, Any]:
    """The left and lower edge, width and height of each panel, in shares of the figure."""
    with figure_style(lettering_of(figure)), settled_layout(figure):
        boxes = {
            letter: each.bbox.transformed(figure.transFigure.inverted()).bounds
            for letter, each in axes.items()
        }
    return {"boxes": {letter: [round(float(side), 4) for side in boxes[letter]] for letter in axes}}


@contextmanager
def redrawn_panels(
    grid: Mapping[str, Any], panels: Mapping[str, PanelDrawing]
) -> "Iterator[Figure]":
    """Yield a figure of panels, drawn again, and close it afterwards.

    Parameters
    ----------
    grid : mapping
        The places of the panels, as `describe_grid` gives them.
    panels : mapping of PanelDrawing
        What draws each panel, by its letter.

    Raises
    ------
    DiscourseError
        If the grid is malformed or is not that of the panels, or a panel cannot be drawn.
    """
    import matplotlib.pyplot as plt

    _check_grid(grid, panels)
    with figure_style():
        figure = plt.figure(figsize=(float(grid["inches"][0]), float(grid["inches"][1])))
        if "boxes" in grid:
            figure.set_layout_engine("none")
    try:
        axes: dict[str, Axes] = {}
        drawn: set[str] = set()
        for letter in [*grid["axes"], *grid["axes"]]:
            recipe = panels[letter].recipe
            if letter not in axes:
                with figure_style():
                    axes[letter] = _place_panel(figure, grid, letter)
                    write_panel_letter(axes[letter], str(recipe.get("title", "")))
                give_cell_inches(axes[letter], (recipe["inches"][0], recipe["inches"][1]))
            elif letter not in drawn:
                draw_again(axes[letter], *panels[letter])
                drawn.add(letter)
        with settled_layout(figure):
            yield figure
    finally:
        plt.close(figure)


def panels_of(figure: "Figure", grid: Mapping[str, Any]) -> "dict[str, Axes]":
    """The axes of each panel of a figure that was drawn again."""
    return dict(zip(grid["axes"][::-1], figure.axes[::-1], strict=True))


def _place_panel(figure: "Figure", grid: Mapping[str, Any], letter: str) -> "Axes":
    if "boxes" in grid:
        left, low, width, height = map(float, grid["boxes"][letter])
        return figure.add_axes((left, low, width, height))
    rows, columns = grid["rows"], grid["columns"]
    spec = _grid_of(figure) or figure.add_gridspec(
        len(rows), len(columns), height_ratios=rows, width_ratios=columns
    )
    top, bottom, left, right = map(int, grid["cells"][letter])
    return figure.add_subplot(spec[top:bottom, left:right])


def _grid_of(figure: "Figure") -> "GridSpecBase | None":
    """The grid of the panels that are there already."""
    places = [place for axes in figure.axes if (place := axes.get_subplotspec()) is not None]
    return places[0].get_gridspec() if places else None


def _check_grid(grid: Mapping[str, Any], panels: Mapping[str, PanelDrawing]) -> None:
    try:
        sides = [float(side) for side in grid["inches"]]
        is_sized = len(sides) == 2 and all(0 < side <= LARGEST_SIDE for side in sides)
        is_small = all(len(grid.get(side, ())) <= MOST_CELLS for side in ("rows", "columns"))
        is_whole = set(grid["axes"]) == set(panels) == set(grid.get("boxes", grid.get("cells")))
        is_small &= len(grid["axes"]) <= MOST_AXES
    except (TypeError, ValueError, KeyError, AttributeError):
        is_sized = is_small = is_whole = False
    if not (is_sized and is_small and is_whole):
        raise DiscourseError("the grid of the figure is not that of its panels; save it again.")
