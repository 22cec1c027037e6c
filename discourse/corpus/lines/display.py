"""Lines to look at, aligned on the node: as plain text, and as a notebook's table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from discourse.corpus.lines.line import Line
from discourse.errors import hide_controls
from discourse.shown_tables import NO_MATHS
from discourse.text.direction import Direction, direction_of
from discourse.text.width import collapse_space, count_columns, pad, truncate

WIDTH = 40
PLACE = 24
# Contexts longer than this, e.g. whole sentences, are wrapped: a page is not endlessly wide.
UNBROKEN = 72

# The colours of the notebook's theme, light or dark; a page without a theme keeps its own.
FAINT = "color: var(--jp-ui-font-color2, inherit); font-size: 0.85em"
NODE = "color: var(--jp-brand-color1, inherit); font-weight: bold"
TABLE = "border-collapse: collapse; font-size: 1em; color: inherit"
CELL = "padding: 0.1em 0.35em; border: none; background: transparent"
RIGHT_TO_LEFT = ' dir="rtl"'
# Where a text starts, and where it ends. In a notebook that is not trusted, JupyterLab drops the
# words start and end of CSS.
SIDES: Mapping[Direction, tuple[str, str]] = {"ltr": ("left", "right"), "rtl": ("right", "left")}
GROUP = "border: none; border-bottom: 1px solid var(--jp-border-color2, currentColor)"


@dataclass(frozen=True)
class LinesPreview:
    """Some lines to look at: the text around them, and the place and the group of each line."""

    above: Sequence[str]
    lines: Sequence[Line]
    places: Sequence[str]
    groups: Sequence[str]
    below: str

    def by_group(self) -> Iterator[tuple[str, list[tuple[str, Line]]]]:
        """Each group, with its lines and their places."""
        rows = zip(self.groups, self.places, self.lines, strict=True)
        for group, members in groupby(rows, key=lambda row: row[0]):
            yield group, [(place, line) for _, place, line in members]


def write_lines_text(preview: LinesPreview) -> str:
    """Write a heading and one row per line, with the nodes below one another."""
    rows = [_line_cells(*each) for each in zip(preview.places, preview.lines, strict=True)]
    widths = [max((count_columns(row[at]) for row in rows), default=0) for at in range(3)]
    text = [hide_controls(above) for above in preview.above[:1]]
    for group, members in preview.by_group():
        text += [f"— {hide_controls(group)}"] if group else []
        text += [_align_cells(_line_cells(place, line), widths) for place, line in members]
    text += [hide_controls(preview.below)] if preview.below else []
    return "\n".join(text)


def _line_cells(place: str, line: Line) -> tuple[str, str, str, str]:
    return (
        hide_controls(truncate(place, PLACE)),
        hide_controls(truncate(collapse_space(line.left).lstrip(), WIDTH, last=True)),
        hide_controls(collapse_space(line.node)),
        hide_controls(truncate(collapse_space(line.right).rstrip(), WIDTH)),
    )


def _align_cells(cells: tuple[str, str, str, str], widths: Sequence[int]) -> str:
    place, left, node, right = cells
    before = pad(left, widths[1], right=True)
    return f"{pad(place, widths[0])}  {before} {pad(node, widths[2])} {right}".rstrip()


def write_lines_html(preview: LinesPreview) -> str:
    """Write a table that is readable in light and dark notebooks; all text is escaped.

    The table runs in the direction of most lines. The cells of a line that is written in the other
    direction have that direction and change places, so that the words beside the node are next to
    it in every line.
    """
    is_long = any(
        count_columns(max(line.left, line.right, key=len)) > UNBROKEN for line in preview.lines
    )
    breaks = f"white-space: {'normal' if is_long else 'nowrap'}"
    own = Counter(direction_of_line(line) for line in preview.lines)
    direction: Direction = "rtl" if own["rtl"] > own["ltr"] else "ltr"
    body = "\n".join(_group_html(*each, breaks, direction) for each in preview.by_group())
    above = "".join(f'<div style="{FAINT}">{escape(text)}</div>' for text in preview.above)
    below = f'\n<div style="{FAINT}">{escape(preview.below)}</div>' if preview.below else ""
    return (
        f'<div class="discourse-lines {NO_MATHS}" style="overflow-x: auto">{above}\n'
        f'<table style="{TABLE}"{RIGHT_TO_LEFT if direction == "rtl" else ""}>\n{body}\n'
        f"</table>{below}</div>"
    )


def direction_of_line(line: Line) -> Direction:
    """The direction of most letters of a line."""
    return direction_of(f"{line.left}{line.node}{line.right}")


def _group_html(
    group: str, members: Sequence[tuple[str, Line]], breaks: str, direction: Direction
) -> str:
    rows = "\n".join(_line_html(place, line, breaks, direction) for place, line in members)
    if not group:
        return f"<tbody>\n{rows}\n</tbody>"
    start, _ = SIDES[direction]
    head = f'<th colspan="4" style="{CELL}; {GROUP}; text-align: {start}">{escape(group)}</th>'
    return f"<tbody>\n<tr>{head}</tr>\n{rows}\n</tbody>"


def _line_html(place: str, line: Line, breaks: str, direction: Direction) -> str:
    own = direction_of_line(line)
    start, end = SIDES[own]
    cells = [
        (f"{breaks}; text-align: {end}", collapse_space(line.left)),
        (f"white-space: nowrap; text-align: {start}; {NODE}", collapse_space(line.node)),
        (f"{breaks}; text-align: {start}", collapse_space(line.right)),
    ]
    if own != direction:
        cells.reverse()
    turned = "" if own == direction else f' dir="{own}"'
    body = "".join(
        f'<td style="{CELL}; {style}"{turned}>{escape(text)}</td>' for style, text in cells
    )
    shown = f"{CELL}; white-space: nowrap; text-align: {SIDES[direction][0]}; {FAINT}"
    names = f'title="{escape(line.line_id)}" data-document="{escape(line.document)}"'
    return (
        f'<tr {names} style="background: transparent">'
        f'<td style="{shown}">{escape(place)}</td>{body}</tr>'
    )
