"""Clauses as marks along the text: who acts, and whether anyone is named."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from discourse.errors import DiscourseError
from discourse.publish.plots.canvas import GUIDE, INK, canvas, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import widest_name
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

DRAWN = ("section", "document", "voice", "actor_class", "agent", "quantity", "year")
MOST_CLAUSES = 2_000  # that one figure can show legibly
QUOTED = "quotation"  # the layer whose spans are drawn, if the table has it
# Points of print between two marks, and half the height of a tick; 1 is the height of a line.
MARK_STEP, TICK = 7.6, (0.22, 0.36)
LINE_MM, MARGIN_MM, LEGEND_LINE_MM, LABEL_SIZE = 5.0, 6.0, 4.2, 7.5
SHORTEST_LINE = 16  # marks in a line that is full
LABEL_GAP, LEGEND_COLUMN = 14, 100  # in points of print
# The shapes of classes, by their number of clauses; more classes than shapes are drawn as others.
SHAPES = ("s", "^", "D", "v", "P", "X")
LABELS = {"open": "pronoun left open"}  # of classes that the lexicon does not name
OTHER_SHAPE = "o"
OTHER_COLOUR = "#8a8a8a"
COLOURS = ("#1a1a1a", "#0b5394", "#9c3d00", "#4d6b00", "#6a3d9a", "#7a6000")
SIZES = {"o": 4.6, "s": 4.4, "^": 5.2, "D": 4.0, "v": 5.2, "P": 5.4, "X": 5.4}
SMALLER = 0.66  # the size of the mark of a subordinate clause


class _Look(NamedTuple):
    """How the mark of a clause looks."""

    shape: str
    colour: str
    fill: str  # as matplotlib names it
    main: bool


@plot
def clauses(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `clauses` as marks in the order of the text, one strip per section.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.clauses`; each becomes a mark. Filled marks are active clauses, open ones
        passives without an agent, half-filled ones passives with an agent. The shape is the
        ``actor_class``, for the six classes with the most clauses; small marks are subordinate
        clauses. A tick below a mark stands for a number or a year, and one above it for a
        quotation, if the table has the column ``quotation``.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    width : str or float, optional
        Width in print of a new figure: "column" (85 mm), "page" (178 mm), or millimetres.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on.

    Raises
    ------
    DiscourseError
        If the table has no rows or more than 2,000, or lacks a column that is drawn.

    See Also
    --------
    dc.clauses : Who does what in each clause.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> ax = dc.plot.clauses(dc.clauses(dc.read("docs/clauses/")))
    >>> [label.get_text() for label in ax.get_yticklabels()]
    ['1', '2']
    """
    check_table(table, "clauses", names=DRAWN, numbers=())
    if len(table) > MOST_CLAUSES:
        raise DiscourseError(
            f"plot.clauses draws at most {MOST_CLAUSES:,} clauses, and the table has "
            f"{len(table):,}; draw one document, or the main clauses: table[table['main']]."
        )
    labels, strips = _name_strips(table)
    room = print_width(ax, width) - widest_name(labels, LABEL_SIZE) - LABEL_GAP
    full = max(SHORTEST_LINE, int(room / MARK_STEP))
    length = min(full, max(SHORTEST_LINE, *map(len, strips)))
    strip = _Strips.of_rows(strips, length)
    classes = _rank_classes(table)
    handles = _legend_handles(table, classes)
    columns = max(1, int(print_width(ax, width) / LEGEND_COLUMN))
    legend_lines = -(-len(handles) // columns)
    height = MARGIN_MM + LINE_MM * strip.lines + LEGEND_LINE_MM * legend_lines
    with canvas(ax, height_mm=height, width=width) as axes:
        axes.hlines(*strip.guides, color=GUIDE, linewidth=0.6, zorder=0)
        _draw_marks(axes, table, strip, classes)
        _draw_ticks(axes, table, strip)
        axes.set_yticks(strip.first_lines, labels)
        axes.set_xticks([])
        axes.set_xlim(-0.8, strip.length - 0.2)
        axes.set_ylim(strip.lines - 0.5, -0.6)
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.legend(
            handles=handles, loc="upper left", bbox_to_anchor=(0, -0.02), ncols=columns,
            borderaxespad=0, handletextpad=0.4, columnspacing=1.2, handlelength=1.2,
        )  # fmt: skip
    return axes


class _Strips(NamedTuple):
    """Where the marks are: in lines of equal length, each section on lines of its own."""

    length: int  # marks in a full line
    lines: int
    first_lines: list[int]  # of each section
    columns: list[int]  # of each row of the table, like the next
    rows: list[int]
    guides: tuple[list[int], list[float], list[float]]  # a line, its left and its right end

    @staticmethod
    def of_rows(strips: "Sequence[Sequence[int]]", length: int) -> "_Strips":
        """Place the rows of each section one after another."""
        places: dict[int, tuple[int, int]] = {}
        first_lines, guides, line = list[int](), list[tuple[int, float, float]](), 0
        for strip in strips:
            first_lines.append(line)
            for at, row in enumerate(strip):
                places[row] = (at % length, line + at // length)
            for begin in range(0, len(strip), length):
                marks = min(len(strip) - begin, length)
                guides.append((line, -0.5, marks - 0.5))
                line += 1
        placed = [places[row] for row in range(len(places))]
        return _Strips(
            length,
            line,
            first_lines,
            [column for column, _ in placed],
            [row for _, row in placed],
            (
                [at for at, _, _ in guides],
                [left for _, left, _ in guides],
                [end for *_, end in guides],
            ),
        )


def _name_strips(table: "pd.DataFrame") -> tuple[list[str], list[list[int]]]:
    """The label of each section, and its rows in the order of the table."""
    strips: dict[tuple[str, str], list[int]] = {}
    for row, key in enumerate(zip(table["document"], table["section"], strict=True)):
        strips.setdefault(key, []).append(row)
    documents = {document for document, _ in strips}
    if len(documents) == 1:
        labels = [section for _, section in strips]
    elif len(documents) == len(strips):
        labels = [document for document, _ in strips]
    else:
        labels = [f"{document} · {section}" for document, section in strips]
    return labels, list(strips.values())


def _rank_classes(table: "pd.DataFrame") -> dict[str, int]:
    """The number of the shape of each class that has one: those with the most clauses."""
    sizes = table.loc[table["actor_class"] != "", "actor_class"].value_counts()
    ranked = sorted(sizes.index, key=lambda name: (-sizes[name], name))
    return {str(name): number for number, name in enumerate(ranked[: len(SHAPES)])}


def _look(row: Any, classes: dict[str, int]) -> _Look:
    """How a clause is drawn."""
    shape, colour = OTHER_SHAPE, OTHER_COLOUR
    if row.actor_class in classes:
        number = classes[row.actor_class]
        shape, colour = SHAPES[number], COLOURS[number]
    if row.voice != "passive":
        return _Look(shape, colour, "full", bool(row.main))
    return (
        _Look(shape, colour, "left", bool(row.main))
        if row.agent
        else _Look(OTHER_SHAPE, INK, "none", bool(row.main))
    )


def _draw_marks(
    axes: "Axes", table: "pd.DataFrame", strip: _Strips, classes: dict[str, int]
) -> None:
    """Draw the marks of one look together."""
    looks: dict[_Look, list[int]] = {}
    for at, row in enumerate(table.itertuples(index=False)):
        looks.setdefault(_look(row, classes), []).append(at)
    for look in sorted(looks):
        rows = looks[look]
        columns, lines = ([side[row] for row in rows] for side in (strip.columns, strip.rows))
        (marks,) = axes.plot(columns, lines, **_mark_style(look))
        note_rows(marks, rows)


def _mark_style(look: _Look) -> dict[str, Any]:
    return {
        "linestyle": "none", "marker": look.shape, "color": look.colour, "fillstyle": look.fill,
        "markersize": SIZES[look.shape] * (1 if look.main else SMALLER),
        "markerfacecoloralt": "white", "markeredgewidth": 0.7,
    }  # fmt: skip


def _draw_ticks(axes: "Axes", table: "pd.DataFrame", strip: _Strips) -> None:
    """Draw a tick below the clauses with numbers, and one above those in quotations."""
    counted = (table["quantity"] != "") | (table["year"] != "")
    kinds = [(counted, 1)] + ([(table[QUOTED] != "", -1)] if QUOTED in table.columns else [])
    for wanted, side in kinds:
        rows = [row for row, drawn in enumerate(wanted) if drawn]
        near, far = ([strip.rows[row] + side * end for row in rows] for end in TICK)
        axes.vlines([strip.columns[row] for row in rows], near, far, color=INK, linewidth=0.8)


def _legend_handles(table: "pd.DataFrame", classes: dict[str, int]) -> "list[Artist]":
    """What the looks in a table mean."""
    from matplotlib.lines import Line2D

    looks = [_look(row, classes) for row in table.itertuples(index=False)]

    def handle(label: str, **style: Any) -> "Artist":
        return Line2D([], [], label=label, **style)

    def mark(label: str, look: _Look) -> "Artist":
        return handle(label, **_mark_style(look))

    shown = [
        mark(LABELS.get(name, name), _Look(SHAPES[number], COLOURS[number], "full", True))
        for name, number in classes.items()
    ]
    if any(look.shape == OTHER_SHAPE and look.fill == "full" for look in looks):
        shown.append(mark("other actor", _Look(OTHER_SHAPE, OTHER_COLOUR, "full", True)))
    if any(look.fill == "none" for look in looks):
        shown.append(mark("passive without agent", _Look(OTHER_SHAPE, INK, "none", True)))
    if any(look.fill == "left" for look in looks):
        shown.append(mark("passive with agent", _Look(OTHER_SHAPE, INK, "left", True)))
    if any(not look.main for look in looks):
        shown.append(mark("small: subordinate", _Look(OTHER_SHAPE, OTHER_COLOUR, "full", False)))
    tick = {"linestyle": "none", "color": INK, "marker": "|", "markersize": 4}
    if ((table["quantity"] != "") | (table["year"] != "")).any():
        shown.append(handle("below: number", **tick))
    if QUOTED in table.columns and (table[QUOTED] != "").any():
        shown.append(handle("above: quotation", **tick))
    return shown
