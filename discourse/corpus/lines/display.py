"""Lines as they are looked at: aligned on the node, as plain text and as a notebook's table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from discourse.corpus.lines.line import Line
from discourse.text.width import collapse_space, count_columns, pad, truncate

WIDTH = 40
PLACE = 24
# Longer contexts, as whole sentences, are broken into several lines; a page is not endless.
UNBROKEN = 72

# The colours of the notebook's theme, light or dark; a page without a theme keeps its own.
FAINT = "color: var(--jp-ui-font-color2, inherit); font-size: 0.85em"
NODE = "color: var(--jp-brand-color1, inherit); font-weight: bold"
TABLE = "border-collapse: collapse; font-size: 1em; color: inherit"
CELL = "padding: 0.1em 0.35em; border: none; background: transparent"
GROUP = "border: none; border-bottom: 1px solid var(--jp-border-color2, currentColor)"


@dataclass(frozen=True)
class Shown:
    """Some lines to look at: what stands above them, and of each the place and the group."""

    above: Sequence[str]
    lines: Sequence[Line]
    places: Sequence[str]
    groups: Sequence[str]

    def grouped(self) -> Iterator[tuple[str, list[tuple[str, Line]]]]:
        """Each group with its lines and their places."""
        rows = zip(self.groups, self.places, self.lines, strict=True)
        for group, members in groupby(rows, key=lambda row: row[0]):
            yield group, [(place, line) for _, place, line in members]


def as_text(shown: Shown) -> str:
    """A heading, and a line each, the nodes one below the other."""
    rows = [_parts(place, line) for place, line in zip(shown.places, shown.lines, strict=True)]
    widths = [max((count_columns(row[at]) for row in rows), default=0) for at in range(3)]
    text = [*shown.above[:1]]
    for group, members in shown.grouped():
        text += [f"— {group}"] if group else []
        text += [_aligned(_parts(place, line), widths) for place, line in members]
    return "\n".join(text)


def _parts(place: str, line: Line) -> tuple[str, str, str, str]:
    return (
        truncate(place, PLACE),
        truncate(collapse_space(line.left).lstrip(), WIDTH, last=True),
        collapse_space(line.node),
        truncate(collapse_space(line.right).rstrip(), WIDTH),
    )


def _aligned(row: tuple[str, str, str, str], widths: Sequence[int]) -> str:
    place, left, node, right = row
    before = pad(left, widths[1], right=True)
    return f"{pad(place, widths[0])}  {before} {pad(node, widths[2])} {right}".rstrip()


def as_html(shown: Shown) -> str:
    """A table that can be read in a light and in a dark notebook; all of the text is escaped."""
    long = any(
        count_columns(max(line.left, line.right, key=len)) > UNBROKEN for line in shown.lines
    )
    breaks = f"white-space: {'normal' if long else 'nowrap'}"
    body = "\n".join(_body(group, members, breaks) for group, members in shown.grouped())
    above = "".join(f'<div style="{FAINT}">{escape(text)}</div>' for text in shown.above)
    return (
        f'<div class="discourse-lines" style="overflow-x: auto">{above}\n'
        f'<table style="{TABLE}">\n{body}\n</table></div>'
    )


def _body(group: str, members: Sequence[tuple[str, Line]], breaks: str) -> str:
    rows = "\n".join(_row(place, line, breaks) for place, line in members)
    if not group:
        return f"<tbody>\n{rows}\n</tbody>"
    head = f'<th colspan="4" style="{CELL}; {GROUP}; text-align: left">{escape(group)}</th>'
    return f"<tbody>\n<tr>{head}</tr>\n{rows}\n</tbody>"


def _row(place: str, line: Line, breaks: str) -> str:
    cells = (
        (f"white-space: nowrap; text-align: left; {FAINT}", place),
        (f"{breaks}; text-align: right", collapse_space(line.left)),
        (f"white-space: nowrap; text-align: left; {NODE}", collapse_space(line.node)),
        (f"{breaks}; text-align: left", collapse_space(line.right)),
    )
    body = "".join(f'<td style="{CELL}; {style}">{escape(text)}</td>' for style, text in cells)
    return f'<tr title="{escape(line.line_id)}" style="background: transparent">{body}</tr>'
