"""Numbers that are bound to a claim: a button that opens the claim and the lines behind it.

A page writes such a number as a link, ``[7](# "community of shared future")``. Its lines are found
when the site is built; the browser opens them without a script.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.transforms import Transform
from sphinx.application import Sphinx
from sphinx.util import logging

import discourse as dc
from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.claims.binding import NotebookCorpora
from discourse.publish.claims.bound_numbers import check_bound
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparisons import parse_comparison, sides_of
from discourse.text.width import collapse_space

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = {path.stem: path for path in (ROOT / "notebooks").glob("*.ipynb")}
MOST_LINES = 12
CONTEXT = 44  # characters on either side: what fits into one line of the box
log = logging.getLogger(__name__)


class BoundNumber(nodes.Inline, nodes.TextElement):
    """A number in prose, with its claim and the lines behind it."""


class FindBoundNumbers(Transform):
    """Put a `BoundNumber` in the place of each link that is a claim."""

    default_priority = 870  # before MyST looks for the headings that such links might name

    def apply(self, **_: Any) -> None:
        """Replace the links of a page."""
        page = self.document.settings.env.docname
        links = [
            link
            for link in self.document.findall(nodes.reference)
            if link.get("refuri") == "#" and link.get("reftitle")
        ]
        for number, link in enumerate(links):
            text, claim = link.astext(), " ".join(link["reftitle"].split())
            claims = _claims_of(page)
            bound = BoundNumber(text, "", *link.children, claim=claim, key=f"claim-{number}")
            bound["lines"], bound["count"], bound["missing"] = [], 0, ""
            try:
                for expected, shown in check_bound(text, claim, claims):
                    message = "%s: %r is bound to %r and should be %r, not %r"
                    log.warning(message, page, text, claim, expected, shown)
                bound["count"], bound["lines"] = _find_lines(claim, claims)
            except MissingTextsError as error:  # of a corpus that this computer has not fetched
                bound["missing"] = str(error)
            link.replace_self(bound)


@cache
def _claims_of(page: str) -> Claims:
    """The claims of a notebook; those of another page are about the paper."""
    notebook = NOTEBOOKS.get(page.rpartition("/")[2])
    return NotebookCorpora(notebook).claims() if notebook else Claims(dc.read(ROOT / "seeds"))


def _find_lines(claim: str, claims: Claims) -> tuple[int, list[tuple[str, str, str]]]:
    """How many lines are behind the first number of a claim, and the first of them."""
    first = sides_of(claim)[0] if parse_comparison(claim) else claim
    cell = claims.cells(first)[0]
    if cell.corpus is None or not {"query", "line_id"} & set(cell.row.index):
        return 0, []
    try:
        found = dc.lines(cell.corpus, cell.row)
    except DiscourseError:  # a row about the reference, which is a list without lines
        return 0, []
    return len(found), [_cut_line(line) for line in found[:MOST_LINES]]


def _cut_line(line: dc.Line) -> tuple[str, str, str]:
    """A line with whole words of its context."""
    left, node, right = map(collapse_space, (line.left, line.node, line.right))
    before = left if len(left) <= CONTEXT else left[-CONTEXT:].partition(" ")[2]
    after = right if len(right) <= CONTEXT else right[:CONTEXT].rpartition(" ")[0]
    return before, node, after


def _visit(writer: Any, node: BoundNumber) -> None:
    key = node["key"]
    writer.body.append(
        f'<button type="button" class="claim" popovertarget="{key}" '
        f'title="{escape(node["claim"])}">'
    )


def _depart(writer: Any, node: BoundNumber) -> None:
    box = "".join(_write_box(node))
    writer.body.append(f'</button><span popover class="claim-box" id="{node["key"]}">{box}</span>')


def _write_box(node: BoundNumber) -> Iterator[str]:
    """What the box says; only spans, since it is inside a paragraph."""
    count, lines = node["count"], node["lines"]
    head = f"<code>{escape(node['claim'])}</code>"
    if node["missing"]:
        head += f": not compared here; {escape(node['missing'])}"
    if count:
        head += f": {count:,} line{'s' if count > 1 else ''}"
    if count > len(lines):
        head += f"; the first {len(lines)}"
    yield f'<span class="claim-head">{head}</span>'
    for line in lines:
        left, middle, right = map(escape, line)
        yield (
            f'<span class="claim-line"><span class="claim-left">{left}</span> '
            f'<mark>{middle}</mark> <span class="claim-right">{right}</span></span>'
        )


def setup(app: Sphinx) -> dict[str, bool]:
    """Add bound numbers to the site; a search finds only what stands in the text."""
    app.add_node(BoundNumber, html=(_visit, _depart))
    app.add_transform(FindBoundNumbers)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
