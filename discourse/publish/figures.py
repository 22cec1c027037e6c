"""Saving a figure as a bundle: vector and pixels, the table that it draws, and how it was made."""

import base64
import json
from io import BytesIO
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from discourse.errors import DiscourseError, check_path, check_text, check_type, describe
from discourse.publish.bound_text import show_text
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.readback import compare_drawn, read_back, redraw
from discourse.publish.plots.register import Drawing, find_drawing
from discourse.publish.provenance.bundle import make_bundle
from discourse.publish.provenance.corpora import complete_recipe, find_in_session

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DPI = 300


def save_figure(
    ax: "Axes", path: str | PathLike[str], *, table: pd.DataFrame, caption: str, alt: str
) -> None:
    """Save a figure as a bundle: ``path.pdf``, ``.svg``, ``.png``, ``.csv`` and ``.json``.

    Before anything is written, the table is computed again and compared cell by cell, and what is
    drawn is read back from the figure and compared with the table. The same figure gives the same
    bytes each time. Fonts are embedded in the PDF, text is text in the SVG, and the PNG has 300
    dots per inch. A notebook that saves a figure in the cell that draws it shows the figure with
    its alternative text.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        The axes of the figure, as a plot returns them.
    path : str or path
        Where to save it, without an ending, e.g. ``"../figures/frequencies"``.
    table : DataFrame
        Exactly the rows that the figure draws, unrounded; they become the CSV. Columns that you
        added are kept, and listed as yours.
    caption : str
        The caption, which is under the figure in print. Its numbers may be bound to claims, as in
        Markdown: ``[28](# "rights")`` is saved as ``28``, and verified in the notebook.
    alt : str
        What the figure shows, in words, for readers who cannot see it; bound as the caption is.

    Raises
    ------
    DiscourseError
        If the caption or the alternative text is empty or the folder does not exist; if the table
        does not say how it was made, or differs from what its verb computes; if the figure shows
        anything other than its table.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> paper = dc.read("seeds/")
    >>> table = dc.frequencies(paper).head(3)
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dc.save_figure(dc.plot.frequencies(table), folder / "top", table=table,
    ...                caption="The three most frequent words.", alt="Dots: the, and, of.")
    >>> sorted(file.name for file in folder.iterdir())
    ['manifest.json', 'top.csv', 'top.json', 'top.pdf', 'top.png', 'top.svg']
    """
    if not hasattr(ax, "figure"):
        raise DiscourseError(
            f"ax expects the axes of a plot, got {describe(ax)}; give what dc.plot returned, such "
            "as ax = dc.plot.frequencies(table)."
        )
    check_type("table", table, pd.DataFrame, "a table", "give the rows that the figure draws")
    _check_caption(str(check_path("path", path)), caption, alt)
    caption, alt = show_text(caption), show_text(alt)
    made = make_bundle(path, table)
    seen = read_back(ax)
    plotted = find_drawing(ax)
    if plotted is not None:
        _check_drawn(
            made.target.name, seen, redraw(plotted.plot, table, plotted.tables, plotted.inches)
        )
    provenance = json.dumps(made.recipe, ensure_ascii=False)
    pages = {
        ending: _render(ax, ending, title=caption, subject=provenance)
        for ending in ("pdf", "svg", "png")
    }
    made.save(
        pages,
        {
            "caption": caption,
            "alt": alt,
            "plot": None if plotted is None else _plot_recipe(plotted, made.target.name),
            "drawn": seen,
        },
    )
    _show_alt_text(ax, alt)


def _plot_recipe(plotted: Drawing, name: str) -> dict[str, Any]:
    """The recipe of a plot, with the complete recipes of its further tables."""
    find = find_in_session(name)
    beside = plotted.recipe["beside"].items()
    return {
        **plotted.recipe,
        "beside": {
            key: complete_recipe(recipe, find) if recipe else None for key, recipe in beside
        },
    }


def _check_caption(path: str, caption: str, alt: str) -> None:
    if not check_text("alt", alt, "Bars: the, and, of.").strip():
        raise DiscourseError(f"{path} has no alternative text; say in alt= what the figure shows.")
    if not check_text("caption", caption, "The most frequent words.").strip():
        raise DiscourseError(f"{path} has no caption; say in caption= what it shows.")


def _check_drawn(name: str, seen: dict[str, Any], expected: dict[str, Any]) -> None:
    for place, wanted, found in compare_drawn(expected, seen):
        raise DiscourseError(
            f"{name} shows {found!r} at {place}, but its table gives {wanted!r}; draw the rows "
            "that you save, and save the axes as they were drawn."
        )


def _render(
    ax: "Axes", ending: str, *, title: str, subject: str, dpi: int | Literal["figure"] = DPI
) -> bytes:
    """Render the figure in one format, without date and version of matplotlib."""
    metadata: dict[str, dict[str, Any]] = {
        "pdf": {"Title": title, "Subject": subject, "Creator": "discourse", "Producer": None}
        | dict.fromkeys(("CreationDate", "ModDate")),
        "svg": {"Title": title, "Description": subject, "Creator": "discourse", "Date": None},
        "png": {"Title": title, "Description": subject, "Software": "discourse"},
    }
    page = BytesIO()
    with figure_style():
        ax.figure.savefig(page, format=ending, dpi=dpi, metadata=metadata[ending])  # type: ignore[union-attr]
    return page.getvalue()


def _show_alt_text(ax: "Axes", alt: str) -> None:
    """Let a notebook show the figure with its alternative text, at the end of the same cell.

    JupyterLab reads the alternative text from the metadata of an output, and matplotlib gives none.
    IPython asks an object for ``_repr_mimebundle_`` before it uses the formatters for its class, so
    setting that method on this one figure leaves all other figures as they are. The figure is
    rendered when it is displayed, because it may change after it was saved.
    """

    def mimebundle(**_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        image = base64.b64encode(_render(ax, "png", title="", subject="", dpi="figure"))
        return {"image/png": image.decode(), "text/plain": alt}, {"image/png": {"alt": alt}}

    ax.figure._repr_mimebundle_ = mimebundle  # type: ignore[union-attr]
