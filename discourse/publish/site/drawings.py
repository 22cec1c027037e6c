"""Figures and tables shown from their bundles: each mark or row is a link to its lines."""

from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.publish.export.data_files import read_csv
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.panel_grid import PanelDrawing, panels_of, redrawn_panels
from discourse.publish.plots.readback import compare_drawn, read_back, redrawn_axes
from discourse.publish.plots.register import lettering_of
from discourse.publish.provenance.allowance import read_bounded
from discourse.publish.provenance.bundle import read_record, rename_old
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.panels_of_bundle import (
    is_figure_of_panels,
    panel_path,
    panel_records,
    read_panels,
)
from discourse.publish.provenance.row_keys import row_name
from discourse.publish.provenance.table_differences import find_differences, remake_rows
from discourse.publish.site.entries import EnteredRow, enter_row
from discourse.publish.site.grids import CellPlace, Grid, number_link, write_grid
from discourse.publish.site.ledger import Ledger
from discourse.publish.site.marks import Mark, marks_of
from discourse.publish.site.svg import write_safe_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def is_figure_bundle(path: Path) -> bool:
    """Whether a bundle belongs to a figure, not to a table."""
    return is_figure_of_panels(path) or "drawn" in read_record(path)


def remake_saved_rows(
    path: Path, record: Mapping[str, Any], corpora: FolderCorpora
) -> pd.DataFrame:
    """Make the rows of a bundle again by its recipe, and compare them with its CSV.

    Raises
    ------
    DiscourseError
        If a cell is not what the recipe makes.
    """
    kept = rename_old(read_csv(read_bounded(path.with_suffix(".csv"))), record["recipe"])
    again = corpora.rerun(record["recipe"])
    for finding in find_differences(path.with_suffix(".csv").name, kept, again):
        raise DiscourseError(
            f"{finding.file}, {finding.row}: the file has {finding.found!r}, but its recipe makes "
            f"{finding.expected!r}; run the notebook that saves it."
        )
    return remake_rows(kept, again, record["derived"])


def draw_saved_figure(path: Path, ledger: Ledger, corpora: FolderCorpora) -> tuple[str, int]:
    """Write a figure as HTML, with its caption and the table behind it.

    Returns
    -------
    tuple of str and int
        The HTML, and how many marks of the figure are links.

    Raises
    ------
    DiscourseError
        If the table or the drawing of the bundle is not what its recipe makes.
    """
    if is_figure_of_panels(path):
        return _draw_saved_panels(path, ledger, corpora)
    record = read_record(path)
    table = remake_saved_rows(path, record, corpora)
    rows = _enter_rows(table, record["recipe"], ledger, corpora)
    sheet, marks = _draw_sheet(path.stem, record, table, corpora)
    links = [_link_mark(mark, rows[mark.row]) for mark in marks]
    behind = {"The table behind the figure": _write_linked_table(table, rows)}
    return _write_plate(path.stem, record, sheet, links, behind), sum(map(bool, links))


def _draw_saved_panels(path: Path, ledger: Ledger, corpora: FolderCorpora) -> tuple[str, int]:
    """Write a figure of panels as one figure, with the table behind each of them."""
    record = read_panels(path)
    drawings, rows, behind = dict[str, PanelDrawing](), dict[str, list[Any]](), dict[str, str]()
    saved = {}
    for letter, file in zip(record["panels"], panel_records(path, record), strict=True):
        panel = saved[letter] = read_record(file)
        table = remake_saved_rows(file, panel, corpora)
        rows[letter] = _enter_rows(table, panel["recipe"], ledger, corpora)
        beside = corpora.rerun_beside(panel)
        drawings[letter] = PanelDrawing(panel["plot"], table, beside)
        behind[f"The table behind panel {letter}"] = _write_linked_table(table, rows[letter])
    links: list[str] = []
    with redrawn_panels(record["grid"], drawings) as figure:
        for letter, ax in panels_of(figure, record["grid"]).items():
            _check_drawn(panel_path(path.with_suffix(""), letter).name, ax, saved[letter])
            links += [_link_mark(mark, rows[letter][mark.row]) for mark in marks_of(ax)]
        sheet = _write_sheet(path.stem, figure)
    return _write_plate(path.stem, record, sheet, links, behind), sum(map(bool, links))


def _write_plate(
    name: str,
    record: Mapping[str, Any],
    sheet: str,
    links: Sequence[str],
    behind: Mapping[str, str],
) -> str:
    """Write a figure with its links and its caption, and the tables behind it."""
    tables = "".join(
        f'<details class="behind"><summary>{escape(title)}</summary>{table}</details>'
        for title, table in behind.items()
    )
    return (
        f'<figure id="figure-{escape(name)}"><div class="plate" role="group" '
        f'aria-label="{escape(record["alt"])}">'
        f"{sheet.replace('</svg>', ''.join(links) + '</svg>')}</div>"
        f"<figcaption>{escape(record['caption'])}</figcaption>{tables}</figure>"
    )


def draw_saved_table(path: Path, ledger: Ledger, corpora: FolderCorpora) -> tuple[str, int]:
    """Write a table as HTML, with its caption.

    Returns
    -------
    tuple of str and int
        The HTML, and how many rows of the table are linked.

    Raises
    ------
    DiscourseError
        If a cell is not what the recipe makes.
    """
    record = read_record(path)
    table = remake_saved_rows(path, record, corpora)
    rows = _enter_rows(table, record["recipe"], ledger, corpora)
    html = (
        f'<figure id="table-{escape(path.stem)}"><figcaption>{escape(record["caption"])}'
        f"</figcaption>{_write_linked_table(table, rows)}</figure>"
    )
    return html, sum(row is not None for row in rows)


def _enter_rows(
    table: pd.DataFrame, recipe: Mapping[str, Any], ledger: Ledger, corpora: FolderCorpora
) -> list[EnteredRow | None]:
    """Enter the rows of a table in the ledger; None for a row without lines."""
    corpus = corpora.find(recipe["corpus"])
    if not isinstance(corpus, Corpus):  # a frequency list, which has no lines
        return [None] * len(table)
    return [
        enter_row(ledger, corpus, recipe["verb"], recipe["parameters"], row)
        for _, row in table.iterrows()
    ]


def _draw_sheet(
    name: str, record: Mapping[str, Any], table: pd.DataFrame, corpora: FolderCorpora
) -> tuple[str, list[Mark]]:
    """Draw a figure as safe SVG, and find where its marks are."""
    with redrawn_axes(record["plot"], table, corpora.rerun_beside(record)) as ax:
        _check_drawn(name, ax, record)
        marks = marks_of(ax)
        return _write_sheet(name, cast("Figure", ax.figure)), marks


def _check_drawn(name: str, ax: "Axes", record: Mapping[str, Any]) -> None:
    """Refuse a figure whose record says that it shows something else."""
    for place, wanted, found in compare_drawn(read_back(ax), record["drawn"]):
        raise DiscourseError(
            f"{name}.json: the figure shows {found!r} at {place}, but its table gives "
            f"{wanted!r}; run the notebook that saves it."
        )


def _write_sheet(name: str, figure: "Figure") -> str:
    """Write a figure as safe SVG."""
    page = StringIO()
    with figure_style(lettering_of(figure)):
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return write_safe_svg(page.getvalue(), name)


def _link_mark(mark: Mark, row: EnteredRow | None) -> str:
    """Write a mark as a link with an area to click; nothing if its row has no lines."""
    if row is None:
        return ""
    cells = {str(key): value for key, value in row.row.items()}
    column = "count" if "count" in cells else "line_id"
    label = escape(f"{row_name(cells)}: {cells[column]}" if column == "count" else row_name(cells))
    box = (
        f'<rect x="{mark.left}" y="{mark.top}" width="{mark.width}" height="{mark.height}" '
        'fill="transparent"></rect>'
    )
    return number_link(box, row.enter_cell(column), label, kind="mark")


def _write_linked_table(table: pd.DataFrame, rows: Sequence[EnteredRow | None]) -> str:
    """Write a table as HTML, without its queries; in each row the count or the line is a link."""
    shown = [name for name in table.columns if name != "query"]
    cells = [
        tuple(_shorten_cell(value) for value in row) for row in table[shown].itertuples(index=False)
    ]
    link = next((name for name in ("count", "line_id") if name in shown), "")
    numbers: dict[CellPlace, int] = {}
    for at, row in enumerate(rows):
        if row is not None and link:
            numbers[(at, shown.index(link))] = row.enter_cell(link)
    return write_grid(Grid(tuple(map(str, shown)), tuple(cells)), numbers, numbers)


def _shorten_cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
