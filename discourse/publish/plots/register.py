"""Which plot drew which axes, and of what, so that a figure can be drawn again and compared."""

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

from discourse.errors import DiscourseError, one_of
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
    """A plot by name, the tables that it was given beside the one it draws, and its figure's size.

    Where names stand, and which of them are broken or left out, hangs on that size.
    """

    plot: str
    tables: dict[str, pd.DataFrame]
    inches: Inches

    @property
    def recipe(self) -> dict[str, Any]:
        """The plot and how the tables beside were made, as a bundle records it."""
        made = {name: table.attrs.get("provenance") for name, table in self.tables.items()}
        versions = package_versions("plots", self.plot)
        return {
            "name": self.plot,
            "beside": {name: json.loads(each) if each else None for name, each in made.items()},
            "inches": [round_significant(side) for side in self.inches],
            **({"versions": versions} if versions else {}),
        }


# The plots of this package by name; those of other packages are found by their entry points.
PLOTS: dict[str, Callable[..., "Axes"]] = {}
_plots: "WeakSet[Callable[..., Axes]]" = WeakSet()
_drawings: "WeakKeyDictionary[Axes, Drawing]" = WeakKeyDictionary()
_shown: "WeakKeyDictionary[Artist, list[int]]" = WeakKeyDictionary()


def plot(function: Callable[P, "Axes"]) -> Callable[P, "Axes"]:
    """Note what a plot draws on which axes."""

    @wraps(function)
    def noted(*args: P.args, **kwargs: P.kwargs) -> "Axes":
        given = inspect.signature(function).bind(*args, **kwargs).arguments
        tables = {n: value for n, value in given.items() if isinstance(value, pd.DataFrame)}
        if len(tables) > 1:
            _check_corpus(function.__name__, tables.values())
        axes = function(*args, **kwargs)
        tables.pop("table", None)
        size = cast("Figure", axes.figure).get_size_inches().tolist()
        _drawings[axes] = Drawing(function.__name__, tables, size)
        return axes

    _plots.add(noted)
    if function.__module__.startswith("discourse."):
        PLOTS[function.__name__] = noted
    return noted


def find_plot(name: str) -> Callable[..., "Axes"]:
    """A plot by name: one of this package, or of another that is installed."""
    for module in pkgutil.iter_modules(plots.__path__):
        import_module(f"{plots.__name__}.{module.name}")
    check_extension_names("plots", PLOTS)
    one_of("plot", name, sorted({*PLOTS, *extension_names("plots")}))
    return PLOTS[name] if name in PLOTS else _load_extension_plot(name)


def _load_extension_plot(name: str) -> Callable[..., "Axes"]:
    """The plot that another package adds, if it can be drawn again."""
    function: Callable[..., Axes] = load_extension("plots", name)
    if function not in _plots or function.__name__ != name:
        raise DiscourseError(
            f"{describe_extension('plots', name)} is not a plot of that name; decorate a function "
            f"{name}(table, ax=None) with discourse.publish.plots.register.plot."
        )
    return function


def _check_corpus(plot: str, tables: Iterable[pd.DataFrame]) -> None:
    """Refuse tables of different corpora: a place in one is none in another."""
    made = [
        json.loads(table.attrs["provenance"]) for table in tables if table.attrs.get("provenance")
    ]
    if len({str(recipe["corpus"]) for recipe in made}) > 1:
        raise DiscourseError(
            f"plot.{plot} was given tables of different corpora; ask one corpus for all of them."
        )


def drawing(ax: "Axes") -> Drawing | None:
    """The plot that drew some axes; None for axes that were drawn by hand."""
    return _drawings.get(ax)


def note_rows(artist: "Artist", rows: Sequence[int]) -> None:
    """Note which row of the drawn table each mark of an artist shows, by its place from 0.

    The marks are the points of a line, the strokes of a collection, the cells of an image row by
    row, or a bar. -1 stands for a mark that shows no row. A page links each mark to its lines.
    """
    _shown[artist] = [int(row) for row in rows]


def rows_of_marks(artist: "Artist") -> list[int]:
    """The row that each mark of an artist shows; none for an artist that shows no rows."""
    return _shown.get(artist, [])
