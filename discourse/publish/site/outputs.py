"""The outputs of a notebook's cells as HTML: figures, tables and lines linked, the rest as text."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import find_line
from discourse.errors import DiscourseError
from discourse.publish.claims.notebook import join_source
from discourse.publish.claims.notebook_code import NotebookCode
from discourse.publish.provenance.allowance import is_inside
from discourse.publish.provenance.bundle import is_bundle
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.provenance.panels_of_bundle import is_figure_of_panels
from discourse.publish.site.calls import NotebookTable
from discourse.publish.site.drawings import draw_saved_figure, draw_saved_table, is_figure_bundle
from discourse.publish.site.grids import number_link, read_grid, write_grid
from discourse.publish.site.ledger import Evidence, Ledger
from discourse.publish.site.linking import link_grid
from discourse.publish.site.marked_prose import NotebookProse
from discourse.publish.site.stored import HtmlElement, parse_html, write_safe_html
from discourse.text.width import collapse_space

# A line with a longer context or node than this, in characters, is a paragraph, not aligned on the
# node: a page shows about a hundred characters beside one another.
LONGEST_ALIGNED = (110, 50, 110)

_PATH = regex.compile(r"[^\n\0]{1,200}")
_BASE64 = regex.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass
class NotebookOutputs:
    """The outputs of one notebook: the tables that it makes, and what is linked so far.

    ``shown`` are the corpora that the current cell uses; nothing is linked to any other.
    """

    ledger: Ledger
    prose: NotebookProse
    corpora: FolderCorpora
    tables: Sequence[NotebookTable]
    shown: Sequence[Corpus] = ()
    shown_tables: Sequence[NotebookTable] = ()
    rows: int = 0
    plain: int = 0
    marks: int = 0
    drawn: list[Path] = field(default_factory=list)

    def write_html(self, output: Mapping[str, Any], bundles: Sequence[Path]) -> str:
        """Write an output of a cell as HTML.

        Parameters
        ----------
        output : mapping
            The output as the notebook stores it.
        bundles : sequence of Path
            The bundles that the cell saves; a figure is drawn again from its bundle.
        """
        data = output.get("data", {})
        if "image/png" in data:
            return self._write_figure(
                join_source(data["image/png"]), _alternative_text(output), bundles
            )
        if "text/html" in data:
            return write_safe_html(self._parse(join_source(data["text/html"])), self._write_special)
        if "text/markdown" in data:
            return self.prose.write_html(join_source(data["text/markdown"]))
        text = join_source(data.get("text/plain", output.get("text", output.get("evalue", ""))))
        return f'<pre class="output">{escape(text)}</pre>' if text else ""

    def use(self, corpora: Sequence[Corpus], calls: Collection[str]) -> None:
        """Let the next outputs be those of a cell that uses some corpora, named by their calls."""
        self.shown = corpora
        self.shown_tables = [one for one in self.tables if repr(one.of) in calls]

    def _parse(self, html: str) -> HtmlElement:
        try:
            return parse_html(html)
        except DiscourseError as error:
            raise DiscourseError(f"{self.prose.notebook}: {error}") from None

    def write_saved(self, bundles: Sequence[Path]) -> Iterator[str]:
        """Write all tables that a cell saves, and the figures that it saves but does not show."""
        for saved in bundles:
            if not is_figure_bundle(saved):
                html, rows = draw_saved_table(saved, self.ledger, self.corpora)
                self.rows += rows
                yield html
            elif saved not in self.drawn:
                yield self._draw(saved)

    def _draw(self, saved: Path) -> str:
        html, marks = draw_saved_figure(saved, self.ledger, self.corpora)
        self.marks += marks
        self.drawn.append(saved)
        return html

    def _write_figure(self, image: str, alt: str, bundles: Sequence[Path]) -> str:
        for saved in bundles:
            if is_figure_bundle(saved) and saved not in self.drawn:
                return self._draw(saved)
        if not _BASE64.fullmatch(image):
            return ""
        pixels = "".join(image.split())
        return (
            f'<figure><img alt="{escape(alt)}" src="data:image/png;base64,{pixels}">'
            "<figcaption>A figure without a bundle: nothing in it is linked.</figcaption></figure>"
        )

    def _write_special(self, element: HtmlElement) -> str | None:
        """Write tables of pandas and lines of a concordance; None for all other elements."""
        if element.tag == "table" and any(row.line_id for row in element.all("tr")):
            return self._write_concordance(element)
        if element.line_id and element.tag == "p":
            return self._write_paragraph(element)
        shown = read_grid(element) if element.tag == "table" else None
        if shown is None:
            return None
        found = link_grid(self.ledger, shown, self.shown_tables, self.shown)
        self.rows += found.rows
        self.plain += len(shown.rows) - found.rows
        return write_grid(shown, found.numbers, found.links)

    def _write_concordance(self, table: HtmlElement) -> str | None:
        """Write lines aligned on the node or, where they are long, as paragraphs."""
        rows = [(row, list(row.all("td"))) for row in table.all("tr")]
        if any(len(cells) != 4 for _, cells in rows):
            return None
        long = any(
            len(cell.text()) > longest
            for _, cells in rows
            for cell, longest in zip(cells[1:], LONGEST_ALIGNED, strict=True)
        )
        body = "\n".join(self._write_line(row, cells, long) for row, cells in rows)
        direction = _direction_attribute(table)
        return (
            f'<table class="kwic{" long" if long else ""}"{direction}><tbody>\n{body}\n'
            "</tbody></table>"
        )

    def _write_line(self, line: HtmlElement, cells: Sequence[HtmlElement], long: bool) -> str:
        """Write a line as a row.

        The cells of a line in another direction than that of its table change places, as in the
        notebook; those of a long line follow one another as text.
        """
        place, *context = cells
        turned = _direction_attribute(context[0])
        left, node, right = (cell.text() for cell in (context[::-1] if turned else context))
        written = [
            f'<td class="left"{turned}><span>{escape(left)}</span></td>',
            f'<td class="node"{turned}>{self._write_node(line, node)}</td>',
            f'<td class="right"{turned}><span>{escape(right)}</span></td>',
        ]
        row = "".join(written[::-1] if turned and not long else written)
        start = f"<tr{turned}>" if long else "<tr>"
        return f'{start}<td class="place">{escape(place.text())}</td>{row}</tr>'

    def _write_paragraph(self, element: HtmlElement) -> str | None:
        """Write a single line whose node is marked."""
        marked = [mark.text() for mark in element.all("mark")]
        if len(marked) != 1:
            return None
        before, after = element.text().split(marked[0], 1)
        node = self._write_node(element, marked[0])
        direction = _direction_attribute(element)
        return f'<p class="alone"{direction}>{escape(before)}<b>{node}</b>{escape(after)}</p>'

    def _write_node(self, line: HtmlElement, node: str) -> str:
        """Write a node as a link to its line, or as plain text if the line has another node."""
        row = {"line_id": line.line_id, "document": line.attributes.get("data-document", "")}
        corpora = (corpus for corpus in self.shown if _is_node_of_line(corpus, row, node))
        corpus = next(corpora, None)
        if corpus is None:
            self.plain += 1
            return escape(node)
        evidence, _ = self.ledger.enter_lines(corpus, row)
        number = self.ledger.enter_number(line.line_id, None, Evidence(evidence, ""))
        self.rows += 1
        return number_link(escape(node), number, f"{escape(node)}: line {line.line_id}")


def _direction_attribute(element: HtmlElement) -> str:
    """The direction that an element has, as an attribute; "" if it has none."""
    direction = element.attributes.get("dir", "")
    return f' dir="{direction}"' if direction in ("ltr", "rtl") else ""


def _is_node_of_line(corpus: Corpus, row: Mapping[str, str], node: str) -> bool:
    """Whether the text has this node in the line that a row names."""
    try:
        found = find_line(corpus.store, row["line_id"], row["document"])
    except DiscourseError:
        return False
    return collapse_space(found[0].node) == node


def find_saved_bundles(
    cell: str, code: NotebookCode, folder: Path, places: Sequence[Path] = ()
) -> list[Path]:
    """Find the bundles that a cell saves: their paths are among the strings that it uses.

    Parameters
    ----------
    cell : str
        The source of the cell.
    code : NotebookCode
        The names that the cells before it have set.
    folder : Path
        The folder of the notebook.
    places : sequence of Path, optional
        The folders in which a bundle must lie, if there are any.
    """
    found: dict[Path, None] = {}
    for statement in code.follow([cell]):
        for text in _strings_used_by(statement, code):
            path = folder / f"{text}.json"
            inside = not places or is_inside(path, places)
            if inside and path.is_file() and (is_bundle(path) or is_figure_of_panels(path)):
                found[path] = None
    return list(found)


def _strings_used_by(statement: ast.stmt, code: NotebookCode) -> Iterator[str]:
    """The strings in a statement that may be paths, unless it only gives a string a name."""
    if isinstance(statement, ast.Assign) and isinstance(code.evaluate(statement.value), str):
        return
    for node in ast.walk(statement):
        if isinstance(node, (ast.Constant, ast.Name, ast.JoinedStr)):
            value = code.evaluate(node)
            if isinstance(value, str) and _PATH.fullmatch(value):
                yield value


def _alternative_text(output: Mapping[str, Any]) -> str:
    described = output.get("metadata", {}).get("image/png", {})
    return str(described.get("alt") or join_source(output["data"].get("text/plain", "")))
