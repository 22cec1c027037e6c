"""Which plot drew which axes from which tables, so that a figure can be redrawn and compared."""

import inspect
import json
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, Protocol
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
from discourse.publish.plots.canvas import (
    BASE_FONT,
    BASE_SIZE,
    Lettering,
    cell_inches,
    check_lettering,
    figure_style,
    set_letters,
)
from discourse.publish.plots.completing import complete_parts
from discourse.publish.plots.drawing_tools import drawing_tools
from discourse.publish.plots.relabelling import add_labels, label_beside, show_labels

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
Inches = tuple[float, float]
LETTERS: dict[str, Any] = {"font": BASE_FONT, "font_size": BASE_SIZE}
SHARED = {"labels": None, **LETTERS}  # the parameters that every plot has, and their defaults
SHARED_DOC = """
labels : mapping of str, optional
    Names to draw in place of those in the table, such as translations:
    ``{"shared future": "人类命运共同体"}``. The table of a bundle has both; those of names in a
    further table, such as parts of the text, are in the recipe.
font : str, optional
    An installed font. Letters that it lacks are drawn in fonts that have them.
font_size : float, optional
    The size of the letters of the axes, in points; others are in proportion.
"""


class Plot(Protocol):
    """A plot as `plot` makes it."""

    __name__: str

    def __call__(
        self,
        *args: Any,
        labels: Mapping[str, str] | None = None,
        font: str = BASE_FONT,
        font_size: float = BASE_SIZE,
        **kwargs: Any,
    ) -> "Axes":
        """Draw the rows of a table."""
        ...


@dataclass(frozen=True)
class Drawing:
    """A call of a plot, so that it can be made again.

    Attributes
    ----------
    plot : str
        The name of the plot.
    tables : dict of DataFrame
        Its further tables.
    inches : tuple of float
        The size of its place: it decides where labels are, and which are wrapped or left out.
    options : dict
        The other arguments that are not the defaults.
    title : str
        What is above the left edge of the axes, such as the letter of a panel.
    axes : tuple of Axes
        All axes that it drew on.
    canvas : str
        "own" if the plot made the figure, "given" if the author made the axes.
    """

    plot: str
    tables: dict[str, pd.DataFrame]
    inches: Inches
    options: dict[str, Any]
    title: str
    axes: "tuple[Axes, ...]"
    canvas: str

    @property
    def recipe(self) -> dict[str, Any]:
        """What a bundle records; the complete recipe of each further table is to be added."""
        made = {name: table.attrs.get("provenance") for name, table in self.tables.items()}
        versions = package_versions("plots", self.plot)
        return {
            "name": self.plot,
            "beside": {name: json.loads(each) if each else None for name, each in made.items()},
            "inches": [round_significant(side) for side in self.inches],
            "canvas": self.canvas,
            "tools": drawing_tools(),
            **({"options": _check_options(self.plot, self.options)} if self.options else {}),
            **({"title": self.title} if self.title else {}),
            **({"versions": versions} if versions else {}),
        }

    @property
    def lettering(self) -> Lettering:
        """The letters of the figure."""
        return Lettering(*(self.options.get(key, LETTERS[key]) for key in ("font", "font_size")))

    def prepare(self, table: pd.DataFrame) -> pd.DataFrame:
        """Give a table the rows and the labels that the plot draws in addition to it."""
        labels = self.options.get("labels")
        prepared: pd.DataFrame = _prepare(find_plot(self.plot), table, labels, self.tables.values())
        return prepared


# Plots of this package by name; those of other packages are found through their entry points.
OWN_PLOTS: dict[str, Plot] = {}
_plots: WeakSet[Plot] = WeakSet()
_whole: WeakSet[Plot] = WeakSet()  # those that draw all parts of each term
_drawings: "WeakKeyDictionary[Axes, Drawing]" = WeakKeyDictionary()
_rows_shown: "WeakKeyDictionary[Artist, list[int]]" = WeakKeyDictionary()


def plot(function: Callable[P, "Axes"]) -> Plot:
    """Register a plot, and record what it draws on which axes.

    Parameters
    ----------
    function : callable
        A plot: its first parameter is ``table``, and it has a parameter ``ax``.

    Returns
    -------
    callable
        The plot, which refuses an `ax` that is not axes, and tables of different corpora. Like
        every plot it now also has the parameters ``labels``, ``font`` and ``font_size``.
    """
    name = function.__name__
    own = inspect.signature(function)

    @wraps(function)
    def record_drawing(
        *args: Any,
        labels: Mapping[str, str] | None = None,
        font: str = BASE_FONT,
        font_size: float = BASE_SIZE,
        **kwargs: Any,
    ) -> "Axes":
        given = own.bind(*args, **kwargs).arguments
        ax = given.get("ax")
        _check_axes(name, ax)
        tables = {key: value for key, value in given.items() if isinstance(value, pd.DataFrame)}
        if len(tables) > 1:
            _check_same_corpus(name, tables.values())
        with figure_style(check_lettering(font, font_size)):
            size = None if ax is None else cell_inches(ax)
            if ax is not None:
                set_letters(ax)
            before = [] if ax is None else list(ax.figure.axes)
            tables.pop("table", None)
            prepared = _prepare(record_drawing, given["table"], labels, tables.values())
            shown = {key: label_beside(further, labels) for key, further in tables.items()}
            draw: Callable[..., Axes] = function
            axes = draw(**{**given, **shown, "table": show_labels(prepared, labels)})
        written = {"labels": labels, "font": font, "font_size": font_size}
        options = {
            key: value
            for key, value in {**given, **written}.items()
            if key not in {"table", "ax", *tables} and value != defaults[key]
        }
        _drawings[axes] = Drawing(
            name,
            tables,
            cell_inches(axes) if size is None else size,
            options,
            axes.get_title("left"),
            (axes, *(more for more in axes.figure.axes if more not in [*before, axes])),
            "own" if ax is None else "given",
        )
        return axes

    defaults = {key: parameter.default for key, parameter in own.parameters.items()} | SHARED
    record_drawing.__signature__ = _with_shared(own)  # type: ignore[attr-defined]
    record_drawing.__doc__ = _document_shared(function.__doc__)
    drawn: Plot = record_drawing
    _plots.add(drawn)
    if function.__module__.startswith("discourse."):
        OWN_PLOTS[name] = drawn
    return drawn


def every_part(function: Plot) -> Plot:
    """Let a plot of a table by part draw all parts of each of its terms.

    Rows that the table lacks, because it was cut, are made again from the corpus, so that what is
    not drawn is zero.
    """
    _whole.add(function)
    return function


def _prepare(
    function: Plot,
    table: object,
    labels: Mapping[str, str] | None,
    beside: Iterable[pd.DataFrame],
) -> Any:
    """Complete and label a table; what is no table is refused later, by the plot."""
    if not isinstance(table, pd.DataFrame):
        return table
    return add_labels(complete_parts(table) if function in _whole else table, labels, beside)


def _with_shared(own: inspect.Signature) -> inspect.Signature:
    """The signature of a plot with the parameters that all plots have.

    Raises
    ------
    DiscourseError
        If the plot has a parameter of such a name itself.
    """
    for name in SHARED:
        if name in own.parameters:
            raise DiscourseError(
                f"every plot has a parameter {name!r} for what is written; give that of this plot "
                "another name."
            )
    kept = list(own.parameters.values())
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
        for name, default in SHARED.items()
    ]
    at = next((at for at, each in enumerate(kept) if each.kind is each.VAR_KEYWORD), len(kept))
    return own.replace(parameters=[*kept[:at], *shared, *kept[at:]])


def _document_shared(doc: str | None) -> str | None:
    """The description of a plot with the parameters that all plots have, where it lists its own."""
    doc = inspect.cleandoc(doc or "")
    start, section, rest = doc.partition("\n\nReturns\n-------\n")
    return f"{start}\n{SHARED_DOC.strip()}{section}{rest}" if "Parameters\n---" in start else doc


def _check_options(plot: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a plot as JSON holds them."""
    try:
        return dict(json.loads(json.dumps(options)))
    except (TypeError, ValueError):
        raise DiscourseError(
            f"plot.{plot} was drawn with {', '.join(options)}, and not all of it can be kept in a "
            "file, so it could not be drawn again; give it text, numbers, or lists of them."
        ) from None


def find_plot(name: str) -> Plot:
    """A plot by name, of this package or of another that is installed."""
    one_of("plot", name, plot_names())
    return OWN_PLOTS[name] if name in OWN_PLOTS else _load_extension_plot(name)


def plot_names() -> list[str]:
    """The names of all plots, including those of other packages."""
    for module in pkgutil.iter_modules(plots.__path__):
        import_module(f"{plots.__name__}.{module.name}")
    check_extension_names("plots", OWN_PLOTS)
    return sorted({*OWN_PLOTS, *extension_names("plots")})


def _load_extension_plot(name: str) -> Plot:
    """The plot that another package adds, if it can be drawn again."""
    function: Plot = load_extension("plots", name)
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
    if ax is None:
        return
    if ax.figure is not ax.get_figure(root=True):
        raise DiscourseError(
            f"plot.{plot} was given axes of a subfigure, which could not be drawn again alone; "
            "make axes with plt.subplots, or panels with dc.plot.panels."
        )
    for letter, scale in (("x", ax.get_xscale()), ("y", ax.get_yscale())):
        if scale != "linear":
            raise DiscourseError(
                f"plot.{plot} was given axes with a {scale} scale, and sets the scales itself; "
                f"give linear ones: ax.set_{letter}scale('linear')."
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


def lettering_of(figure: "Figure") -> Lettering:
    """The letters of a figure: those of the first of its axes that a plot drew."""
    drawn = (_drawings[axes] for axes in figure.axes if axes in _drawings)
    return next((plotted.lettering for plotted in drawn), Lettering())


def note_rows(artist: "Artist", rows: Sequence[int]) -> None:
    """Record which row of the table, counted from 0, each mark of an artist shows.

    Marks are the points of a line, the strokes of a collection or the cells of an image, row by
    row. -1 is for a mark that shows no row. A published page links each mark to its lines.
    """
    _rows_shown[artist] = [int(row) for row in rows]


def rows_of_marks(artist: "Artist") -> list[int]:
    """The row that each mark of an artist shows; empty for an artist that shows no rows."""
    return _rows_shown.get(artist, [])
