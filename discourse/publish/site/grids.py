"""Tables as notebooks show them: read as rows of text, and written again with links."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from discourse.publish.claims.written_numbers import is_number
from discourse.publish.site.stored import HtmlElement

# The row and the column of a cell, from 0.
CellPlace = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """A table as it is shown: the names of its columns, and its rows of cells.

    ``index`` is the name of the first column if that holds the labels of the rows, else "".
    ``over`` names the variable whose values are the other columns, e.g. "part" in a pivoted table.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    index: str = ""
    over: str = ""

    def record(self, row: int) -> dict[str, str]:
        """The cells of a row, by column."""
        return dict(zip(self.columns, self.rows[row], strict=True))


def read_grid(table: HtmlElement) -> Grid | None:
    """Read a table that pandas wrote; None if it has merged cells or another form.

    An index of numbers without a name only gives positions, and is left out.
    """
    rows = [[cell for cell in row.all("th", "td")] for row in table.all("tr")]
    heads = [[c.text().strip() for c in row] for row in rows if all(c.tag == "th" for c in row)]
    body = [tuple(c.text().strip() for c in row) for row in rows if any(c.tag == "td" for c in row)]
    widths = {len(row) for row in [*heads, *body]}
    if not any(heads) or len(heads) > 2 or len(widths) > 1:
        return None
    if any("colspan" in cell.attributes for row in rows for cell in row):
        return None
    corner, *names = heads[0]
    if len(heads) == 2:
        over, index = corner, heads[1][0]
        return Grid((index, *names), tuple(body), index=index, over=over)
    if corner == "" and all(row[0].lstrip("-").isdigit() for row in body):
        return Grid(tuple(names), tuple(row[1:] for row in body), over="")
    return Grid((corner, *names), tuple(body), index=corner)


def write_grid(shown: Grid, numbers: Mapping[CellPlace, int], links: Collection[CellPlace]) -> str:
    """Write a grid as HTML; some cells are numbers of the ledger, and some of these are links."""
    flush = [all(is_number(row[at]) for row in shown.rows) for at in range(len(shown.columns))]
    head = "".join(
        f'<th scope="col"{_flush_attribute(flush[at])}>{escape(name)}</th>' if name else "<td></td>"
        for at, name in enumerate(shown.columns)
    )
    over = f"<caption>Columns: {escape(shown.over)}</caption>" if shown.over else ""
    body = "\n".join(
        f"<tr>{_write_grid_row(shown, at, flush, numbers, links)}</tr>"
        for at in range(len(shown.rows))
    )
    return (
        f'<div class="table"><table>{over}'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def _write_grid_row(
    shown: Grid,
    row: int,
    flush: Sequence[bool],
    numbers: Mapping[CellPlace, int],
    links: Collection[CellPlace],
) -> str:
    cells = []
    for column, name in enumerate(shown.columns):
        text, place = escape(shown.rows[row][column]), (row, column)
        if place in links:
            label = escape(f"{shown.rows[row][column]}: {shown.rows[row][0]}, {name}")
            text = number_link(text, numbers[place], label)
        elif place in numbers:
            text = f'<span data-number="{numbers[place]}">{text}</span>'
        if shown.index and column == 0:
            cells.append(f'<th scope="row">{text}</th>')
        else:
            cells.append(f"<td{_flush_attribute(flush[column])}>{text}</td>")
    return "".join(cells)


def number_link(html: str, number: int, label: str, *, kind: str = "number") -> str:
    """Write a link that opens the lines of a number; `html` and `label` are already escaped."""
    return f'<a class="{kind}" href="#lines" data-number="{number}" aria-label="{label}">{html}</a>'


def _flush_attribute(flush: bool) -> str:
    return ' class="flush"' if flush else ""
