"""Which plot drew which axes, and of what, so that a figure can be drawn again and compared."""

import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec
from weakref import WeakKeyDictionary

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

P = ParamSpec("P")


@dataclass(frozen=True)
class Drawing:
    """A plot by name, and the tables that it was given beside the one it draws."""

    plot: str
    tables: dict[str, pd.DataFrame]

    @property
    def recipe(self) -> dict[str, Any]:
        """The plot and how the tables beside were made, as a bundle records it."""
        made = {name: table.attrs.get("provenance") for name, table in self.tables.items()}
        return {
            "name": self.plot,
            "beside": {name: json.loads(each) if each else None for name, each in made.items()},
        }


_drawings: "WeakKeyDictionary[Axes, Drawing]" = WeakKeyDictionary()
_shown: "WeakKeyDictionary[Artist, list[int]]" = WeakKeyDictionary()


def plot(function: Callable[P, "Axes"]) -> Callable[P, "Axes"]:
    """Note what a plot draws on which axes."""

    @wraps(function)
    def noted(*args: P.args, **kwargs: P.kwargs) -> "Axes":
        axes = function(*args, **kwargs)
        given = inspect.signature(function).bind(*args, **kwargs).arguments
        tables = {
            name: value
            for name, value in given.items()
            if name != "table" and isinstance(value, pd.DataFrame)
        }
        _drawings[axes] = Drawing(function.__name__, tables)
        return axes

    return noted


def drawing(ax: "Axes") -> Drawing | None:
    """The plot that drew some axes; None for axes that were drawn by hand."""
    return _drawings.get(ax)


def marks(artist: "Artist", rows: Sequence[int]) -> None:
    """Note which row of the drawn table each mark of an artist shows, by its place from 0.

    The marks are the points of a line, the strokes of a collection, the cells of an image row by
    row, or a bar. -1 stands for a mark that shows no row. A page links each mark to its lines.
    """
    _shown[artist] = [int(row) for row in rows]


def rows_of_marks(artist: "Artist") -> list[int]:
    """The row that each mark of an artist shows; none for an artist that shows no rows."""
    return _shown.get(artist, [])
