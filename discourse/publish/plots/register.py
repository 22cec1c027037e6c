"""Which plot drew which axes from which tables, so that a figure can be redrawn and compared."""

import inspect
import json
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, cast
from weakref import WeakKeyDictionary, WeakSet

import pandas as pd

from discourse.errors import DiscourseError, describe, one_of
from discourse.extensions import (
    check_extension_names,
    describe_extension,
    extension_names,
    load_extension,
    package_versions,
)
from discourse.publish import plots
from discourse.publish.export.data_files import round_significant

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
Inches = tuple[float, float]


@dataclass(frozen=True)
class Drawing:
    """A call of a plot: its name, its further tables, and the size of the figure.

    The size decides where labels are placed, and which of them are wrapped or left out.
    """

    plot: str
    tables: dict[str, pd.DataFrame]
    inches: Inches

    @property
    def recipe(self) -> dict[str, Any]:
        """The plot, how its other tables were made, and the size, as a bundle records them."""
        made = {name: table.attrs.get("provenance") for name, table in self.tables.items()}
        versions = package_versions("plots", self.plot)
        return {
            "name": self.plot,
            "beside": {name: json.loads(each) if each else None for name, each in made.items()},
            "inches": [round_significant(side) for side in self.inches],
            **({"versions": versions} if versions else {}),
        }


# Plots of this package by name; those of other packages are found through their entry points.
OWN_PLOTS: dict[str, Callable[..., "Axes"]] = {}
_plots: "WeakSet[Callable[..., Axes]]" = WeakSet()
_drawings: "WeakKeyDictionary[Axes, Drawing]" = WeakKeyDictionary()
_rows_shown: "WeakKeyDictionary[Artist, list[int]]" = WeakKeyDictionary()


def plot(function: Callable[P, "Axes"]) -> Callable[P, "Axes"]:
    """Register a plot, and record what it draws on which axes.

    Parameters
    ----------
    function : callable
        A plot: its first parameter is ``table``, and it has a parameter ``ax``.

    Returns
    -------
    callable
        The plot, which now refuses an `ax` that is not axes, and tables of different corpora.
    """

    @wraps(function)
    def record_drawing(*args: P.args, **kwargs: P.kwargs) -> "Axes":
        given = inspect.signature(function).bind(*args, **kwargs).arguments
        _check_axes(function.__name__, given.get("ax"))
        tables = {name: value for name, value in given.items() if isinstance(value, pd.DataFrame)}
        if len(tables) > 1:
            _check_same_corpus(function.__name__, tables.values())
        axes = function(*args, **kwargs)
        tables.pop("table", None)
        size = cast("Figure", axes.figure).get_size_inches().tolist()
        _drawings[axes] = Drawing(function.__name__, tables, size)
        return axes

    _plots.add(record_drawing)
    if function.__module__.startswith("discourse."):
        OWN_PLOTS[function.__name__] = record_drawing
    return record_drawing


def find_plot(name: str) -> Callable[..., "Axes"]:
    """A plot by name, of this package or of another that is installed."""
    one_of("plot", name, plot_names())
    return OWN_PLOTS[name] if name in OWN_PLOTS else _load_extension_plot(name)


def plot_names() -> list[str]:
    """The names of all plots, including those of other packages."""
    for module in pkgutil.iter_modules(plots.__path__):
        import_module(f"{plots.__name__}.{module.name}")
    check_extension_names("plots", OWN_PLOTS)
    return sorted({*OWN_PLOTS, *extension_names("plots")})


def _load_extension_plot(name: str) -> Callable[..., "Axes"]:
    """The plot that another package adds, if it can be drawn again."""
    function: Callable[..., Axes] = load_extension("plots", name)
    if function not in _plots or function.__name__ != name:
        raise DiscourseError(
            f"{describe_extension('plots', name)} is not a plot of that name; decorate a function "
            f"{name}(table, ax=None) with discourse.publish.plots.register.plot."
        )
    return function


def _check_axes(plot: str, ax: object) -> None:
    from matplotlib.axes import Axes

    if ax is not None and not isinstance(ax, Axes):
        hint = "; only plot.positions takes a second table" if isinstance(ax, pd.DataFrame) else ""
        raise DiscourseError(
            f"plot.{plot} expects matplotlib axes as ax, got {describe(ax)}{hint}."
        )


def _check_same_corpus(plot: str, tables: Iterable[pd.DataFrame]) -> None:
    """Refuse tables of different corpora: a position in one means nothing in another."""
    made = [
        json.loads(table.attrs["provenance"]) for table in tables if table.attrs.get("provenance")
    ]
    if len({str(recipe["corpus"]) for recipe in made}) > 1:
        raise DiscourseError(
            f"plot.{plot} was given tables of different corpora; make all of them from one corpus."
        )


def find_drawing(ax: "Axes") -> Drawing | None:
    """The call of a plot that drew some axes; None for axes that were drawn by hand."""
    return _drawings.get(ax)


def note_rows(artist: "Artist", rows: Sequence[int]) -> None:
    """Record which row of the table, counted from 0, each mark of an artist shows.

    Marks are the points of a line, the strokes of a collection or the cells of an image, row by
    row. -1 is for a mark that shows no row. A published page links each mark to its lines.
    """
    _rows_shown[artist] = [int(row) for row in rows]


def rows_of_marks(artist: "Artist") -> list[int]:
    """The row that each mark of an artist shows; empty for an artist that shows no rows."""
    return _rows_shown.get(artist, [])
