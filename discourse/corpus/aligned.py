"""Lines as they are looked at: aligned on the node, as plain text and as a notebook's table."""

import unicodedata
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from discourse.corpus.lines import Line

WIDTH = 40
PLACE = 24

# The colours of the notebook's theme, light or dark; a page without a theme keeps its own.
SMALL = "color: var(--jp-ui-font-color2, inherit); font-size: 0.85em"
NODE = "color: var(--jp-brand-color1, inherit); font-weight: bold"
TABLE = "border-collapse: collapse; border: none; white-space: nowrap"


def as_text(lines: Sequence["Line"], heading: str, place: Callable[["Line"], str]) -> str:
    """A heading, and a line each, the nodes one below the other."""
    rows = [
        (
            _kept(place(line), PLACE),
            _kept(folded(line.left).lstrip(), WIDTH, last=True),
            folded(line.node),
            _kept(folded(line.right).rstrip(), WIDTH),
        )
        for line in lines
    ]
    widths = [max((columns(row[at]) for row in rows), default=0) for at in range(3)]
    return "\n".join([heading, *(_aligned(row, widths) for row in rows)])


def _aligned(row: tuple[str, str, str, str], widths: Sequence[int]) -> str:
    place, left, node, right = row
    before = " " * (widths[1] - columns(left)) + left
    return f"{_padded(place, widths[0])}  {before} {_padded(node, widths[2])} {right}".rstrip()


def as_html(lines: Sequence["Line"], heading: str, place: Callable[["Line"], str]) -> str:
    """A table that can be read in a light and in a dark notebook; all of the text is escaped."""
    rows = "\n".join(_row(line, place(line)) for line in lines)
    return (
        f'<div class="discourse-lines" style="overflow-x: auto"><p style="{SMALL}">'
        f'{escape(heading)}</p>\n<table style="{TABLE}"><tbody>\n{rows}\n</tbody></table></div>'
    )


def _row(line: "Line", place: str) -> str:
    cells = (
        ("text-align: left; " + SMALL, place),
        ("text-align: right", folded(line.left)),
        ("text-align: left; " + NODE, folded(line.node)),
        ("text-align: left", folded(line.right)),
    )
    body = "".join(f'<td style="{style}">{escape(text)}</td>' for style, text in cells)
    return f'<tr title="{escape(line.line_id)}">{body}</tr>'


def folded(text: str) -> str:
    """A text on one line, each stretch of white space a blank."""
    before, after = (" " if side.isspace() else "" for side in (text[:1], text[-1:]))
    return f"{before}{' '.join(text.split())}{after}"


def columns(text: str) -> int:
    """How many columns of a fixed-width font a text takes; Chinese characters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _padded(text: str, width: int) -> str:
    return text + " " * (width - columns(text))


def _kept(text: str, width: int, *, last: bool = False) -> str:
    """As much of a text as fits, its first characters or its last."""
    while columns(text) > width:
        text = text[1:] if last else text[:-1]
    return text
