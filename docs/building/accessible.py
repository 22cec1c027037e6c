"""What Sphinx, pandas and MyST write that a screen reader or a keyboard cannot use, put right."""

import itertools
import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

REPAIRS = (
    # A heading without text is announced as one; the corner of a table is an empty cell.
    (re.compile(r"<th(?: class=\"head\")?>(?:<p></p>)?</th>"), "<td></td>"),
    # This role is deprecated, and no child of a list.
    (re.compile(r'role="doc-biblioentry"'), 'role="listitem"'),
    # The name of a document above its text is no heading of the notebook.
    (re.compile(r"<h4>([^<]*)</h4>"), r"<p><strong>\1</strong></p>"),
    # What scrolls can be reached by keyboard.
    (re.compile(r'<div class="discourse-lines'), '<div tabindex="0" class="discourse-lines'),
    (re.compile(r"<p>(?=<math\b(?:(?!</p>).)*</math></p>)", re.S), '<p tabindex="0">'),
)
# Code in a table may be broken after a bracket or before a dot, and nowhere within a word.
CELL_OF_PROSE = re.compile(r"<td\b.*?</td>", re.S)
CODE = re.compile(r'(?<=<span class="pre">)[^<]+')
BREAK = re.compile(r"(?<=\()(?=[^)])|(?<=[\w)])(?=\.[A-Za-z])")
FRAME = re.compile(r'<table[^>]*class="dataframe.*?</table>', re.S)
ROW = re.compile(r"<tr.*?</tr>", re.S)
CELL = re.compile(r"<(t[hd])>([^<]*)(?=</t[hd]>)")
NUMBER = re.compile(r"[-+−]?[\d.,]+(?:e[-+]?\d+)?%?|-?inf|NaN|None|&lt;NA&gt;|\.\.\.|")


def setup(app: Sphinx) -> dict[str, bool]:
    """Repair each page before it is written."""
    app.connect("html-page-context", _repair_page)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _repair_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    context["body"] = repair_html(context.get("body", ""))


def repair_html(html: str) -> str:
    """The HTML of a page, with what could not be used put right.

    Examples
    --------
    >>> repair_html("<tr><th></th><th>term</th></tr>")
    '<tr><td></td><th>term</th></tr>'
    >>> repair_html("<td><p>a ratio</p><p><math><mi>x</mi></math></p></td>")
    '<td><p>a ratio</p><p tabindex="0"><math><mi>x</mi></math></p></td>'
    >>> repair_html('<td><span class="pre">corpus.parts(by=unit)</span></td>')
    '<td><span class="pre">corpus<wbr>.parts(<wbr>by=unit)</span></td>'
    """
    for pattern, repaired in REPAIRS:
        html = pattern.sub(repaired, html)
    html = CELL_OF_PROSE.sub(lambda cell: CODE.sub(_let_break, cell[0]), html)
    return FRAME.sub(lambda match: mark_texts(match[0]), html)


def _let_break(code: re.Match[str]) -> str:
    return BREAK.sub("<wbr>", code[0])


def mark_texts(table: str) -> str:
    """A table of pandas, with the class "text" on all cells of the columns that are no numbers.

    Examples
    --------
    >>> mark_texts("<tr><th>term</th><th>n</th></tr><tr><td>peace</td><td>3</td></tr>")
    '<tr><th class="text">term</th><th>n</th></tr><tr><td class="text">peace</td><td>3</td></tr>'
    """
    texts = {
        at
        for row in ROW.findall(table)
        for at, (tag, cell) in enumerate(CELL.findall(row))
        if tag == "td" and not NUMBER.fullmatch(cell.strip())
    }
    return ROW.sub(lambda row: _mark_row(row[0], texts), table)


def _mark_row(row: str, texts: set[int]) -> str:
    places = itertools.count()

    def mark(cell: re.Match[str]) -> str:
        kind = ' class="text"' if next(places) in texts else ""
        return f"<{cell[1]}{kind}>{cell[2]}"

    return CELL.sub(mark, row)
