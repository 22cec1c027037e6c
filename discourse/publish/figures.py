"""Saving a figure as a bundle: vector and pixels, the table that it draws, and how it was made."""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from discourse.corpus.lines.lines import CONTEXT
from discourse.errors import (
    DiscourseError,
    check_count,
    check_path,
    check_text,
    check_type,
    count_noun,
    describe,
    one_of,
)
from discourse.publish.bound_text import show_text
from discourse.publish.plots.drawing_differences import (
    added_texts,
    check_drawing,
    compare_figures,
    fresh_drawing,
    is_of_axes,
)
from discourse.publish.plots.panel_grid import PanelDrawing, describe_grid, redrawn_panels
from discourse.publish.plots.readback import read_back
from discourse.publish.plots.register import Drawing, find_drawing
from discourse.publish.plots.rendering import DPI, page_words, reduce_png, render, settled_layout
from discourse.publish.plots.seen import describe_figure
from discourse.publish.plots.seen_differences import Difference, list_additions
from discourse.publish.plots.svg_additions import ADDED
from discourse.publish.plots.svg_letters import CUT_OFF
from discourse.publish.provenance.bundle import Bundle, make_bundle
from discourse.publish.provenance.corpora import complete_recipe, find_in_session
from discourse.publish.provenance.panels_of_bundle import panel_path, save_panels

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEAST_DPI, MOST_DPI = 50, 2_400
PAGES = ("pdf", "svg", "png")  # in every bundle
FURTHER_FORMATS = ("tiff", "eps")


def save_figure(
    ax: "Axes | Figure",
    path: str | PathLike[str],
    *,
    table: pd.DataFrame | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
    caption: str,
    alt: str,
    added: str | None = None,
    dpi: float = DPI,
    formats: Sequence[str] = (),
    context: int = CONTEXT,
) -> None:
    """Save a figure as a bundle: ``path.pdf``, ``.svg``, ``.png``, ``.csv`` and ``.json``.

    Before anything is written, the table is computed again and compared cell by cell, and the
    figure is compared with a fresh drawing of the table: its marks, labels, limits, scales, ticks,
    colours, and whatever else a reader sees. The lines behind the rows are saved beside it, in
    ``path.evidence.csv``; of more than 5,000 lines, the first ones of each row.

    The same figure gives the same bytes each time. Fonts are embedded in the PDF, and text is text
    in the SVG. A notebook that saves a figure in the cell that draws it shows the figure with its
    alternative text.

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
    added : str, optional
        What you added to what the plot drew, such as ``"an arrow at 1949"``. It is listed in the
        bundle and by `verify`; everything that the plot drew must still be there as it was, and
        nothing that was added may cover it, or look like its marks. Further axes, such as an inset,
        are no addition. Axes that no plot of this package drew are saved only if it says what they
        show.
    dpi : float, optional
        Dots per inch of the PNG and the TIFF.
    formats : sequence of str, optional
        Further files: "tiff" (compressed without loss) and "eps".
    context : int, optional
        Words on either side of each line of evidence; give fewer if the rights to the texts allow
        no more to be published.

    Raises
    ------
    DiscourseError
        If the caption or the alternative text is empty or the folder does not exist; if a table
        does not say how it was made, or differs from what its verb computes; if the figure shows
        anything other than its table, and `added` does not say what; if it has axes without a
        table; if a format, `dpi` or `context` is not one of those above.

    See Also
    --------
    dc.save_table : Save a table for a paper, with its lines and its recipe.
    dc.verify : Check that what is published still holds.
    dc.contact_sheet : All figures of a folder at a glance.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains widths, fonts, panels and additions.

    Examples
    --------
    >>> import discourse as dc, tempfile, pathlib
    >>> paper = dc.read("seeds/")
    >>> table = dc.frequencies(paper).head(3)
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> dc.save_figure(dc.plot.frequencies(table), folder / "top", table=table,
    ...                caption="The three most frequent words.", alt="Dots: the, and, of.")
    >>> sorted(file.name for file in folder.iterdir())
    ['manifest.json', 'top.csv', 'top.evidence.csv', 'top.json', 'top.pdf', 'top.png', 'top.svg']
    """
    if not hasattr(ax, "figure"):
        raise DiscourseError(
            f"ax expects the axes of a plot, got {describe(ax)}; give what dc.plot returned, such "
            "as ax = dc.plot.frequencies(table)."
        )
    _check_caption(str(check_path("path", path)), caption, alt)
    _check_added(added)
    endings = [
        *PAGES,
        *(one_of("format", each, FURTHER_FORMATS) for each in _list_formats(formats)),
    ]
    text = {"caption": show_text(caption), "alt": show_text(alt)} | _check_dpi(dpi)
    check_count("context", context, most=CONTEXT)
    figure = cast("Figure", ax.get_figure(root=True))
    if tables is not None:
        if table is not None:
            raise DiscourseError("give table= for a figure of one table, or tables= for panels.")
        panels = _match_panels(figure, tables)
        bundles = {
            letter: _make_panel(path, letter, *panels[letter], added, context) for letter in panels
        }
        recipe: Any = {letter: made.recipe for letter, (made, _) in bundles.items()}
        drawn = {letter: cast("Drawing", find_drawing(panels[letter][0])) for letter in panels}
        whole = _check_whole(Path(path).name, figure, drawn, bundles, added)
        pages = _render_pages(figure, endings, dpi, text, recipe)
        save_panels(path, pages, {**text, **whole}, bundles)
    else:
        if not hasattr(ax, "transData"):
            raise DiscourseError(
                "a figure of panels has a table for each; give tables={'a': …, 'b': …}, or the "
                "axes of a plot."
            )
        axes = cast("Axes", ax)
        made, entries = _make_panel(path, "", axes, cast("pd.DataFrame", table), added, context)
        made.save(_render_pages(figure, endings, dpi, text, made.recipe), {**text, **entries})
    _show_alt_text(figure, text["alt"], dpi)


def _make_panel(
    path: str | PathLike[str],
    letter: str,
    ax: "Axes",
    table: pd.DataFrame,
    added: str | None,
    context: int,
) -> tuple[Bundle, dict[str, Any]]:
    """Check what some axes show against their table, and prepare both for saving."""
    check_type("table", table, pd.DataFrame, "a table", "give the rows that the figure draws")
    plotted, figure = find_drawing(ax), cast("Figure", ax.get_figure(root=True))
    texts: list[str] = []
    target = panel_path(path, letter)
    made = make_bundle(target, table if plotted is None else plotted.prepare(table), context)
    panel = plotted.axes if plotted is not None and letter else None
    if plotted is not None:
        with fresh_drawing(plotted.recipe, made.table, plotted.tables) as fresh:
            differences = check_drawing(fresh, ax, panel=panel, added=added is not None)
            _refuse_differences(target.name, differences, is_said=added is not None)
            if added is not None:
                texts = added_texts(fresh.seen, describe_figure(figure, panel))
    elif added is None:
        raise DiscourseError(
            f"{target.name}: no plot drew these axes, so nothing says what they show; draw the "
            "table with dc.plot, or say in added= what you drew by hand."
        )
    entries = {
        "added": added,
        "plot": None if plotted is None else _plot_recipe(plotted, target.name),
        "drawn": read_back(ax),
        "seen": describe_figure(figure, panel),
    }
    added_entry = {"added_texts": texts} if texts else {}
    return made, {**entries, **added_entry, **({"panel_of": Path(path).name} if letter else {})}


def _check_whole(
    name: str,
    figure: "Figure",
    drawn: Mapping[str, Drawing],
    bundles: Mapping[str, tuple[Bundle, Mapping[str, Any]]],
    added: str | None,
) -> dict[str, Any]:
    """Compare a figure of panels with a fresh drawing of all of them, and describe the whole."""
    grid = describe_grid(figure, drawn)
    panels = {
        letter: PanelDrawing(plotted.recipe, bundles[letter][0].table, plotted.tables)
        for letter, plotted in drawn.items()
    }
    with redrawn_panels(grid, panels) as fresh:
        texts, entries = None, {}
        if added is not None:
            sides = describe_figure(fresh), describe_figure(figure)
            texts = added_texts(*sides)
            artists = dict(sorted(list_additions(*sides).items()))
            entries = {"added_texts": texts, "added_artists": artists}
        is_own = grid["canvas"] == "own"
        _refuse_whole(name, compare_figures(fresh, figure, is_own=is_own, added=texts), added)
    return {"added": added, "grid": grid, **entries}


def _refuse_whole(name: str, differences: Iterable[Difference], added: str | None) -> None:
    """Refuse a figure of panels whose page is not that of its panels."""
    way_out = "save the panels as they were drawn"
    if added is None:
        way_out = "say in added= what you added, or save the panels as they were drawn"
    for found in differences:
        _refuse_addition(name, found)
        raise DiscourseError(
            f"{name} shows {found.found} at {found.place}, but its panels give {found.expected}; "
            f"{way_out}."
        )


def _refuse_addition(name: str, found: Difference) -> None:
    """Refuse what was added, if it covers something or could be taken for something else.

    A text that does not fit is refused with its own way out.
    """
    if found.found == CUT_OFF:
        raise DiscourseError(
            f"{name} shows {CUT_OFF} at {found.place}; make the figure larger, or let it make room "
            "for its names: plt.subplots(layout='constrained')."
        )
    if not found.place.startswith(ADDED):
        return
    if found.found == "nothing":
        raise DiscourseError(
            f"{name}: added= says that something was added, and nothing is seen that the plot does "
            "not draw; leave added= out, or draw it before saving."
        )
    way_out = f"draw it {found.expected}"
    if "/legend_" in found.place:
        way_out += ", or say in the caption what the marks mean"
    raise DiscourseError(f"{name}: {found.place} is {found.found}; {way_out}.")


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


def _check_added(added: str | None) -> None:
    if added is not None and not check_text("added", added, "an arrow at 1949").strip():
        raise DiscourseError("added= says nothing; write what you added, or leave it out.")


def _refuse_differences(
    name: str, differences: Iterable[Difference], *, is_said: bool = False
) -> None:
    """Refuse a figure that shows something else than a fresh drawing of its plot."""
    for found in differences:
        _refuse_addition(name, found)
        if is_of_axes(found):
            raise DiscourseError(
                f"{name} has further axes, such as an inset or a second scale, and no table says "
                "what they show: added= is for notes, lines and areas. Draw an inset as a panel of "
                "its own, with dc.plot.panels, and leave the other out."
            )
        way_out = "draw the rows that you save, and save the axes as they were drawn"
        if found.adds and not is_said:
            way_out = "say in added= what you added, such as added='an arrow at 1949'"
        if found.place == "elements" and "$" in found.found:
            way_out = "write what you added without mathematical notation, such as n = 8"
        raise DiscourseError(
            f"{name} shows {found.found} at {found.place}, but its table gives {found.expected}; "
            f"{way_out}."
        )


def _render_pages(
    figure: "Figure", endings: Sequence[str], dpi: float, text: Mapping[str, Any], recipe: object
) -> dict[str, bytes]:
    """Render the figure in each format."""
    words = page_words(text["caption"], text["alt"], recipe)
    with settled_layout(figure):
        return {ending: render(figure, ending, **words, dpi=dpi) for ending in endings}


def _show_alt_text(figure: "Figure", alt: str, dpi: float) -> None:
    """Let a notebook show the figure with its alternative text, at the end of the same cell.

    JupyterLab reads the alternative text from the metadata of an output, and matplotlib gives none.
    IPython lets an object show itself, before it uses the formatters for its class, so setting that
    method on this one figure leaves all other figures as they are. What is shown is the page that
    was saved, with fewer dots; IPython would lay it out anew. The figure is rendered when it is
    displayed, because it may change after it was saved.
    """

    def bundle() -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        page = render(figure, "png", title="", subject="", alt=alt, dpi=dpi)
        image = base64.b64encode(reduce_png(page)).decode()
        return {"image/png": image, "text/plain": alt}, {"image/png": {"alt": alt}}

    def show() -> None:
        from IPython.display import display

        data, metadata = bundle()
        display(data, raw=True, metadata=metadata)  # type: ignore[no-untyped-call]

    figure._repr_mimebundle_ = lambda **_: bundle()  # type: ignore[attr-defined]
    figure._ipython_display_ = show  # type: ignore[attr-defined]
