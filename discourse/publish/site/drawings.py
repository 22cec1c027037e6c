"""A figure drawn again from its bundle as inline SVG, each of its marks a link to its lines."""

from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from discourse.errors import DiscourseError
from discourse.publish.export.data_files import read_csv
from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.readback import compare_drawn, read_back, redrawn_axes
from discourse.publish.provenance.bundle import read_record
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.recipes import find_differences, remake_rows, rerun, row_name
from discourse.publish.site.entries import EnteredRow, enter_row
from discourse.publish.site.grids import Grid, Place, numbered, written
from discourse.publish.site.ledger import Ledger
from discourse.publish.site.marks import Mark, marks_of
from discourse.publish.site.svg import safe_svg

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def is_figure(path: Path) -> bool:
    """Whether a bundle is that of a figure, and not that of a table."""
    return "drawn" in read_record(path)


def table_of(path: Path, record: Mapping[str, Any], corpora: FolderCorpora) -> pd.DataFrame:
    """The rows of a bundle, made again by its recipe and compared with its CSV.

    Raises
    ------
    DiscourseError : a cell that is not what the recipe makes.
    """
    kept = read_csv(path.with_suffix(".csv").read_bytes())
    again = rerun(record["recipe"], corpora.find)
    for finding in find_differences(path.with_suffix(".csv").name, kept, again):
        raise DiscourseError(
            f"{finding.file}, {finding.row}: the file has {finding.found!r}, but its recipe makes "
            f"{finding.expected!r}; run the notebook that saves it."
        )
    return remake_rows(kept, again, record["derived"])


def drawing_of(path: Path, ledger: Ledger, corpora: FolderCorpora) -> tuple[str, int]:
    """A figure as HTML, with its caption and the table behind it; and how many marks are links.

    Raises
    ------
    DiscourseError : a bundle whose table or drawing is not what its recipe makes.
    """
    record = read_record(path)
    table = table_of(path, record, corpora)
    rows = _entered(table, record["recipe"], ledger, corpora)
    sheet, marks = _sheet(path.stem, record, table, corpora)
    links = [_link(mark, rows[mark.row]) for mark in marks]
    html = (
        f'<figure id="figure-{escape(path.stem)}"><div class="plate" role="group" '
        f'aria-label="{escape(record["alt"])}">'
        f"{sheet.replace('</svg>', ''.join(links) + '</svg>')}</div>"
        f"<figcaption>{escape(record['caption'])}</figcaption>"
        '<details class="behind"><summary>The table behind the figure</summary>'
        f"{_grid(table, rows)}</details></figure>"
    )
    return html, sum(map(bool, links))


def saved_table(path: Path, ledger: Ledger, corpora: FolderCorpora) -> tuple[str, int]:
    """A table as HTML, with its caption, from its bundle; and how many of its rows are linked.

    Raises
    ------
    DiscourseError : a cell that is not what the recipe makes.
    """
    record = read_record(path)
    table = table_of(path, record, corpora)
    rows = _entered(table, record["recipe"], ledger, corpora)
    html = (
        f'<figure id="table-{escape(path.stem)}"><figcaption>{escape(record["caption"])}'
        f"</figcaption>{_grid(table, rows)}</figure>"
    )
    return html, sum(row is not None for row in rows)


def _entered(
    table: pd.DataFrame, recipe: Mapping[str, Any], ledger: Ledger, corpora: FolderCorpora
) -> list[EnteredRow | None]:
    """The rows of a table in the ledger; None for a row without lines."""
    corpus = corpora.find(recipe["corpus"])
    return [
        enter_row(ledger, corpus, recipe["verb"], recipe["parameters"], row)
        for _, row in table.iterrows()
    ]


def _sheet(
    name: str, record: Mapping[str, Any], table: pd.DataFrame, corpora: FolderCorpora
) -> tuple[str, list[Mark]]:
    """The figure as safe SVG, and where its marks are."""
    used = record["plot"]
    beside = {key: rerun(recipe, corpora.find) for key, recipe in used["beside"].items()}
    with redrawn_axes(str(used["name"]), table, beside, used["inches"]) as ax:
        for place, wanted, found in compare_drawn(read_back(ax), record["drawn"]):
            raise DiscourseError(
                f"{name}.json: the figure shows {found!r} at {place}, but its table gives "
                f"{wanted!r}; run the notebook that saves it."
            )
        marks = marks_of(ax)
        page = StringIO()
        with figure_style():
            figure = cast("Figure", ax.figure)
            figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return safe_svg(page.getvalue(), name), marks


def _link(mark: Mark, row: EnteredRow | None) -> str:
    """A mark as a link with a box that can be hit; nothing if its row has no lines."""
    if row is None:
        return ""
    cells = {str(key): value for key, value in row.row.items()}
    column = "count" if "count" in cells else "line_id"
    label = escape(f"{row_name(cells)}: {cells[column]}" if column == "count" else row_name(cells))
    box = (
        f'<rect x="{mark.left}" y="{mark.top}" width="{mark.width}" height="{mark.height}" '
        'fill="transparent"></rect>'
    )
    return numbered(box, row.number(column), label, kind="mark")


def _grid(table: pd.DataFrame, rows: Sequence[EnteredRow | None]) -> str:
    """A table as HTML, without its queries; in each row the count or the line is a link."""
    shown = [name for name in table.columns if name != "query"]
    cells = [tuple(_cell(value) for value in row) for row in table[shown].itertuples(index=False)]
    link = next((name for name in ("count", "line_id") if name in shown), "")
    numbers: dict[Place, int] = {}
    for at, row in enumerate(rows):
        if row is not None and link:
            numbers[(at, shown.index(link))] = row.number(link)
    return written(Grid(tuple(map(str, shown)), tuple(cells)), numbers, numbers)


def _cell(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
