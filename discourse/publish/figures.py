"""Saving a figure as a bundle: vector and pixels, the table that it draws, and how it was made."""

import base64
import json
import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from discourse.errors import (
    DiscourseError,
    check_path,
    check_text,
    check_type,
    count_noun,
    describe,
    one_of,
)
from discourse.publish.bound_text import show_text
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.readback import compare_drawn, read_back, redraw
from discourse.publish.plots.register import Drawing, find_drawing, lettering_of
from discourse.publish.provenance.bundle import Bundle, make_bundle
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.panels_of_bundle import panel_path, save_panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI, LEAST_DPI, MOST_DPI = 300, 50, 2_400
PAGES = ("pdf", "svg", "png")  # in every bundle
FURTHER_FORMATS = ("tiff", "eps")
# The date in an EPS, which differs from run to run, and the version of matplotlib.
EPS_MADE = re.compile(rb"^%%(CreationDate|Creator):.*\n", re.MULTILINE)


def save_figure(
    ax: "Axes | Figure",
    path: str | PathLike[str],
    *,
    table: pd.DataFrame | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    caption: str,
    alt: str,
    dpi: float = DPI,
    formats: Sequence[str] = (),
) -> None:
    """Save a figure as a bundle: ``path.pdf``, ``.svg``, ``.png``, ``.csv`` and ``.json``.

    Before anything is written, the table is computed again and compared cell by cell, and what is
    drawn is read back from the figure and compared with the table. The same figure gives the same
    bytes each time. Fonts are embedded in the PDF, and text is text in the SVG. A notebook that
    saves a figure in the cell that draws it shows the figure with its alternative text.

    A figure of several panels is one bundle with a table for each panel: ``path-a.csv`` and
    ``path-a.json`` beside ``path.pdf`` and the others. Each panel is checked as a figure is.

    Parameters
    ----------
    ax : matplotlib.axes.Axes or matplotlib.figure.Figure
        The axes of the figure, as a plot returns them. If there are panels, those of any, or the
        figure.
    path : str or path
        Where to save it, without an ending, e.g. ``"../figures/frequencies"``.
    table : DataFrame, optional
        Exactly the rows that the figure draws, unrounded; they become the CSV. Columns that you
        added are kept, and listed as yours. Rows that the plot adds, because it shows all parts of
        a term, and the column of `labels` are added here, too.
    tables : mapping of DataFrame, optional
        In place of `table`, the rows of each panel by its letter, as in `dc.plot.panels`; if the
        panels have no letters, in the order of their axes.
    caption : str
        The caption, which is under the figure in print. Its numbers may be bound to claims, as in
        Markdown: ``[28](# "rights")`` is saved as ``28``, and verified in the notebook.
    alt : str
        What the figure shows, in words, for readers who cannot see it; bound as the caption is.
    dpi : float, optional
        Dots per inch of the PNG and the TIFF.
    formats : sequence of str, optional
        Further files: "tiff" (compressed without loss) and "eps".

    Raises
    ------
    DiscourseError
        If the caption or the alternative text is empty or the folder does not exist; if a table
        does not say how it was made, or differs from what its verb computes; if the figure shows
        anything other than its table, or has axes without a table; if a format or `dpi` is not one
        of those above.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> paper = dc.read("seeds/")
    >>> table = dc.frequencies(paper).head(3)
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dc.save_figure(dc.plot.frequencies(table), folder / "top", table=table,
    ...                caption="The three most frequent words.", alt="Dots: the, and, of.")
    >>> sorted(file.name for file in folder.iterdir())
    ['top.csv', 'top.json', 'top.pdf', 'top.png', 'top.svg']
    """
    if not hasattr(ax, "figure"):
        raise DiscourseError(
            f"ax expects the axes of a plot, got {describe(ax)}; give what dc.plot returned, such "
            "as ax = dc.plot.frequencies(table)."
        )
    _check_caption(str(check_path("path", path)), caption, alt)
    endings = [
        *PAGES,
        *(one_of("format", each, FURTHER_FORMATS) for each in _list_formats(formats)),
    ]
    text = {"caption": show_text(caption), "alt": show_text(alt)} | _check_dpi(dpi)
    figure = cast("Figure", ax.get_figure(root=True))
    if tables is not None:
        if table is not None:
            raise DiscourseError("give table= for a figure of one table, or tables= for panels.")
        panels = _match_panels(figure, tables)
        bundles = {letter: _make_panel(path, letter, *panels[letter]) for letter in panels}
        recipe: Any = {letter: made.recipe for letter, (made, _) in bundles.items()}
        pages = _render_pages(figure, endings, dpi, text["caption"], recipe)
        save_panels(path, pages, text, bundles)
    else:
        if not hasattr(ax, "transData"):
            raise DiscourseError(
                "a figure of panels has a table for each; give tables={'a': …, 'b': …}, or the "
                "axes of a plot."
            )
        axes = cast("Axes", ax)
        made, entries = _make_panel(path, "", axes, cast("pd.DataFrame", table))
        made.save(
            _render_pages(figure, endings, dpi, text["caption"], made.recipe), {**text, **entries}
        )
    _show_alt_text(figure, text["alt"])


def _make_panel(
    path: str | PathLike[str], letter: str, ax: "Axes", table: pd.DataFrame
) -> tuple[Bundle, dict[str, Any]]:
    """Check what some axes show against their table, and prepare both for saving."""
    check_type("table", table, pd.DataFrame, "a table", "give the rows that the figure draws")
    plotted = find_drawing(ax)
    made = make_bundle(
        panel_path(path, letter), table if plotted is None else plotted.prepare(table)
    )
    seen = read_back(ax)
    if plotted is not None:
        expected = redraw(plotted.recipe, made.table, plotted.tables)
        _check_drawn(made.target.name, seen, expected)
    recipe = None if plotted is None else _plot_recipe(plotted, made.target.name)
    return made, {"plot": recipe, "drawn": seen}


def _match_panels(
    figure: "Figure", tables: Mapping[str, pd.DataFrame]
) -> dict[str, tuple["Axes", pd.DataFrame]]:
    """The axes and the table of each panel.

    Raises
    ------
    DiscourseError
        If the letters are not those of the panels, or some axes belong to no panel.
    """
    drawn = {axes: plotted for axes in figure.axes if (plotted := find_drawing(axes)) is not None}
    letters = {str(axes.get_label()): axes for axes in drawn if axes.get_label()}
    if not letters:
        letters = dict(zip(tables, drawn, strict=False))
    if not isinstance(tables, Mapping) or set(letters) != set(tables) or len(tables) < len(drawn):
        raise DiscourseError(
            f"the figure has {count_noun(len(drawn), 'panel')} that plots drew, "
            f"{', '.join(map(repr, letters)) or 'none'}, and tables= is for "
            f"{', '.join(map(repr, tables)) or 'none'}; give each panel its table by its letter."
        )
    for letter in tables:
        if not re.fullmatch(r"\w{1,20}", letter):
            raise DiscourseError(f"{letter!r} is no letter of a panel; write tables={{'a': …}}.")
    shown = {axes for plotted in drawn.values() for axes in plotted.axes}
    if unknown := [axes for axes in figure.axes if axes not in shown]:
        raise DiscourseError(
            f"{count_noun(len(unknown), 'panel')} of the figure was drawn by no plot, so no table "
            "says what it shows; remove it, or draw it with dc.plot."
        )
    return {letter: (letters[letter], tables[letter]) for letter in tables}


def _list_formats(formats: object) -> list[str]:
    if isinstance(formats, str) or not isinstance(formats, Sequence):
        raise DiscourseError(
            f"formats expects a list, got {describe(formats)}; write formats=['tiff']."
        )
    return list(dict.fromkeys(formats))


def _check_dpi(dpi: object) -> dict[str, Any]:
    """The entry of a bundle for dots per inch that are not the usual ones."""
    is_number = isinstance(dpi, (int, float)) and not isinstance(dpi, bool)
    if not is_number or not LEAST_DPI <= float(str(dpi)) <= MOST_DPI:
        raise DiscourseError(
            f"dpi expects dots per inch from {LEAST_DPI} to {MOST_DPI:,}, got {describe(dpi)}; "
            f"write dpi={DPI}."
        )
    return {} if dpi == DPI else {"dpi": dpi}


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


def _render_pages(
    figure: "Figure", endings: Sequence[str], dpi: float, title: str, recipe: object
) -> dict[str, bytes]:
    """Render the figure in each format."""
    subject = json.dumps(recipe, ensure_ascii=False)
    return {
        ending: _render(figure, ending, title=title, subject=subject, dpi=dpi) for ending in endings
    }


def _render(
    figure: "Figure", ending: str, *, title: str, subject: str, dpi: float | Literal["figure"]
) -> bytes:
    """Render the figure in one format, without date and version of matplotlib."""
    metadata: dict[str, dict[str, Any]] = {
        "pdf": {"Title": title, "Subject": subject, "Creator": "discourse", "Producer": None}
        | dict.fromkeys(("CreationDate", "ModDate")),
        "svg": {"Title": title, "Description": subject, "Creator": "discourse", "Date": None},
        "png": {"Title": title, "Description": subject, "Software": "discourse"},
    }
    further: dict[str, Any] = {"metadata": metadata[ending]} if ending in metadata else {}
    page = BytesIO()
    with figure_style(lettering_of(figure)):
        if ending == "tiff":
            figure.savefig(page, format="png", dpi=dpi)
            return _tiff_bytes(page, dpi)
        figure.savefig(page, format=ending, dpi=dpi, **further)
    return EPS_MADE.sub(b"", page.getvalue()) if ending == "eps" else page.getvalue()


def _tiff_bytes(image: BytesIO, dpi: float | Literal["figure"]) -> bytes:
    """An image as TIFF without transparency, which printers do not take, and without loss."""
    from PIL import Image

    page = BytesIO()
    with Image.open(image) as opened:
        opened.convert("RGB").save(page, "TIFF", compression="tiff_lzw", dpi=(dpi, dpi))
    return page.getvalue()


def _show_alt_text(figure: "Figure", alt: str) -> None:
    """Let a notebook show the figure with its alternative text, at the end of the same cell.

    JupyterLab reads the alternative text from the metadata of an output, and matplotlib gives none.
    IPython asks an object for ``_repr_mimebundle_`` before it uses the formatters for its class, so
    setting that method on this one figure leaves all other figures as they are. The figure is
    rendered when it is displayed, because it may change after it was saved.
    """

    def mimebundle(**_: object) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        image = base64.b64encode(_render(figure, "png", title="", subject="", dpi="figure"))
        return {"image/png": image.decode(), "text/plain": alt}, {"image/png": {"alt": alt}}

    figure._repr_mimebundle_ = mimebundle  # type: ignore[attr-defined]
