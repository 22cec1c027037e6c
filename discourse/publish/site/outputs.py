"""What a notebook's cells showed, as HTML: figures, tables and lines linked, all else as text."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.lines.lines import find_line
from discourse.errors import DiscourseError
from discourse.publish.claims.notebook import join_source, syntax_tree
from discourse.publish.provenance.bundle import is_bundle
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.site.calls import Made
from discourse.publish.site.drawings import drawing_of, is_figure, saved_table
from discourse.publish.site.grids import grid, numbered, written
from discourse.publish.site.ledger import Ledger, Rest
from discourse.publish.site.linking import link_grid
from discourse.publish.site.marked_prose import Prose
from discourse.publish.site.stored import Element, parse_html, safe_html
from discourse.text.width import collapse_space

# A context of more characters than these is read as a paragraph, and not aligned on the node.
WIDE = 110

_NAME = regex.compile(r"[^\n\0]{1,200}")
_BASE64 = regex.compile(r"[A-Za-z0-9+/=\s]+")


@dataclass
class Outputs:
    """The outputs of one notebook: its corpus, the tables it makes, and what was linked so far."""

    ledger: Ledger
    prose: Prose
    folder: Path
    corpora: FolderCorpora
    corpus: Corpus | None
    made: Sequence[Made]
    rows: int = 0
    plain: int = 0
    marks: int = 0
    drawn: list[Path] = field(default_factory=list)

    def html(self, output: Mapping[str, Any], source: str) -> str:
        """An output of a cell as HTML.

        Parameters
        ----------
        source : the code of the cell; a figure that it saves is drawn again from its bundle.
        """
        data = output.get("data", {})
        if "image/png" in data:
            return self._figure(join_source(data["image/png"]), _alt(output), source)
        if "text/html" in data:
            return safe_html(self._parsed(join_source(data["text/html"])), self._special)
        if "text/markdown" in data:
            return self.prose.html(join_source(data["text/markdown"]))
        text = join_source(data.get("text/plain", output.get("text", output.get("evalue", ""))))
        return f'<pre class="output">{escape(text)}</pre>' if text else ""

    def _parsed(self, html: str) -> Element:
        try:
            return parse_html(html)
        except DiscourseError as error:
            raise DiscourseError(f"{self.prose.notebook}: {error}") from None

    def saved(self, source: str) -> Iterator[str]:
        """The tables that a cell saves as bundles, whole, and figures that it saves unshown."""
        for saved in _bundles(source, self.folder):
            if not is_figure(saved):
                html, rows = saved_table(saved, self.ledger, self.corpora)
                self.rows += rows
                yield html
            elif saved not in self.drawn:
                yield self._drawing(saved)

    def _drawing(self, saved: Path) -> str:
        html, marks = drawing_of(saved, self.ledger, self.corpora)
        self.marks += marks
        self.drawn.append(saved)
        return html

    def _figure(self, image: str, alt: str, source: str) -> str:
        for saved in _bundles(source, self.folder):
            if is_figure(saved) and saved not in self.drawn:
                return self._drawing(saved)
        if not _BASE64.fullmatch(image):
            return ""
        pixels = "".join(image.split())
        return (
            f'<figure><img alt="{escape(alt)}" src="data:image/png;base64,{pixels}">'
            "<figcaption>A figure without a bundle: nothing in it is linked.</figcaption></figure>"
        )

    def _special(self, element: Element) -> str | None:
        """Tables of pandas, and lines of a concordance; None for all other elements."""
        if element.tag == "table" and any(row.line_id for row in element.all("tr")):
            return self._concordance(element)
        if element.line_id and element.tag == "p":
            return self._paragraph(element)
        shown = grid(element) if element.tag == "table" else None
        if shown is None:
            return None
        if self.corpus is None:
            self.plain += len(shown.rows)
            return written(shown, {}, ())
        found = link_grid(self.ledger, shown, self.made, self.corpus)
        self.rows += found.rows
        self.plain += len(shown.rows) - found.rows
        return written(shown, found.numbers, found.links)

    def _concordance(self, table: Element) -> str | None:
        """Lines aligned on the node, or where they are long one below the other."""
        rows = [(row.line_id, [cell.text() for cell in row.all("td")]) for row in table.all("tr")]
        if any(len(cells) != 4 for _, cells in rows):
            return None
        long = any(len(cells[side]) > WIDE for _, cells in rows for side in (1, 3))
        body = "\n".join(
            f'<tr><td class="place">{escape(place)}</td>'
            f'<td class="left"><span>{escape(left)}</span></td>'
            f'<td class="node">{self._node(line_id, node)}</td>'
            f'<td class="right"><span>{escape(right)}</span></td></tr>'
            for line_id, (place, left, node, right) in rows
        )
        return f'<table class="kwic{" long" if long else ""}"><tbody>\n{body}\n</tbody></table>'

    def _paragraph(self, element: Element) -> str | None:
        """A line alone, whose node is marked."""
        marked = [mark.text() for mark in element.all("mark")]
        if len(marked) != 1:
            return None
        before, after = element.text().split(marked[0], 1)
        node = self._node(element.line_id, marked[0])
        return f'<p class="alone">{escape(before)}<b>{node}</b>{escape(after)}</p>'

    def _node(self, line_id: str, node: str) -> str:
        """A node as a link to its line; as it is where the text has something else."""
        if self.corpus is None or not _stands(self.corpus, line_id, node):
            self.plain += 1
            return escape(node)
        evidence, _ = self.ledger.lines(self.corpus, {"line_id": line_id})
        number = self.ledger.number(line_id, None, Rest(evidence, ""))
        self.rows += 1
        return numbered(escape(node), number, f"{escape(node)}: line {line_id}")


def _stands(corpus: Corpus, line_id: str, node: str) -> bool:
    """Whether a text has a node where its line is."""
    try:
        return collapse_space(find_line(corpus.store, line_id)[0].node) == node
    except DiscourseError:
        return False


def _bundles(source: str, folder: Path) -> list[Path]:
    """The bundles that a cell saves: their paths are among its texts."""
    nodes = ast.walk(syntax_tree(source))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant)]
    names = [text for text in texts if isinstance(text, str) and _NAME.fullmatch(text)]
    return [
        path
        for path in (folder / f"{name}.json" for name in names)
        if path.is_file() and is_bundle(path)
    ]


def _alt(output: Mapping[str, Any]) -> str:
    described = output.get("metadata", {}).get("image/png", {})
    return str(described.get("alt") or join_source(output["data"].get("text/plain", "")))
