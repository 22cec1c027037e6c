"""Rates by part as small multiples: panels beside one another, on one pair of axes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from discourse.corpus.store.partition import quote_label
from discourse.errors import DiscourseError, one_of
from discourse.publish.plots.canvas import GUIDE, INK, in_points, print_width
from discourse.publish.plots.labelled_rows import LABEL_SIZE, LINE_MM, row_canvas
from discourse.publish.plots.labels import widest_name, wrap_label
from discourse.publish.plots.register import note_rows
from discourse.publish.plots.slot_rows import slot_canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

PANEL_GAP = 0.15  # between panels, as a share of the width of one
NARROWEST_PANEL, PANELS_MARGIN = 28.0, 20.0  # in points of print
NAME_PAD = 6  # between the axis and the names of lines, in points: a dot at 0 is on the axis
JOINT = " / "  # between the values of a line


class Panels(NamedTuple):
    """What is drawn: a cell for each panel and line, with the row of the table that it is, or -1.

    The columns of ``cells`` are ``panel, line, rate, row, shown``.
    """

    names: list[str]
    terms: list[str]
    lines: list[str]
    cells: "pd.DataFrame"


def draw_facets(table: "pd.DataFrame", ax: "Axes | None", width: str | float, facet: str) -> "Axes":
    """Draw the rates of a table by part in a panel for each value of a column.

    Each term has a line, or one for every value of the other columns that divide the table. All
    panels have the same scale. A part without hits has a hollow dot at 0; a combination that is
    not in the corpus has no dot.
    """
    drawn = _divide(table, facet)
    room = _panel_room(drawn, print_width(ax, width))
    heads = [wrap_label(name, room, LABEL_SIZE) for name in drawn.names]
    head_mm = 4 + LINE_MM * max(head.count("\n") for head in heads)
    cells = drawn.cells
    largest = float(cells["rate"].max()) or 1.0
    with _panel_canvas(drawn, ax, width, head_mm) as (axes, places):
        starts = cells["panel"] * (1 + PANEL_GAP)
        ends, heights = starts + cells["rate"] / largest, cells["line"].map(dict(enumerate(places)))
        axes.hlines(heights, starts, ends, color=GUIDE, linewidth=1)
        axes.vlines(starts.unique(), -0.5, max(places) + 0.5, color=INK, linewidth=0.6)
        has_hits = cells["rate"] > 0
        for which, face in ((has_hits, INK), (~has_hits & cells["shown"], "white")):
            (dots,) = axes.plot(ends.where(which), heights, "o", color=INK, linestyle="none")
            dots.set(markerfacecolor=face, clip_on=False)
            note_rows(dots, cells["row"].where(which, -1).tolist())
        axes.tick_params(axis="y", pad=NAME_PAD)
        _name_panels(axes, heads, largest)
    return axes


def _divide(table: "pd.DataFrame", facet: str) -> Panels:
    """Place each row of a table in its panel and on its line."""
    import pandas as pd

    criteria = [name for name in table.columns if table[name].dtype == "category"]
    criteria = [name for name in criteria if name != "part"] or ["part"]
    one_of("facet", facet, criteria)
    others = [name for name in criteria if name != facet]
    names, values = _values_of(table, facet), [_values_of(table, name) for name in others]
    terms, lines = table["term"].drop_duplicates().tolist(), list(product(*values))
    columns = [table[name].astype(str) for name in (facet, "term", *others)]
    rows = dict(zip(zip(*columns, strict=True), range(len(table)), strict=True))
    labels = set(_values_of(table, "part"))
    cells = [
        (
            panel,
            at,
            rows.get((name, term, *line), -1),
            _is_part(criteria, facet, name, line, labels),
        )
        for panel, name in enumerate(names)
        for at, (term, line) in enumerate(product(terms, lines))
    ]
    frame = pd.DataFrame(cells, columns=["panel", "line", "row", "shown"])
    rates = table["per_thousand"].to_numpy(float)[frame["row"]]
    frame["rate"] = np.where(frame["row"] >= 0, rates, 0.0)
    return Panels(names, terms, [JOINT.join(line) for line in lines], frame)


def _values_of(table: "pd.DataFrame", column: str) -> list[str]:
    """The values of a column in the order of the parts, also those without a row."""
    values = table[column]
    here = values.cat.categories if values.dtype == "category" else values.drop_duplicates()
    return [str(value) for value in here]


def _is_part(
    criteria: Sequence[str], facet: str, name: str, line: Sequence[str], labels: set[str]
) -> bool:
    """Whether the corpus has a part with these values, whose label joins them."""
    rest = iter(line)
    first, *others = (name if criterion == facet else next(rest) for criterion in criteria)
    joined = {first}
    for value in others:
        joined = {f"{form}/{value}" for each in joined for form in (each, quote_label(each))}
    return bool(joined & labels)


def _panel_room(drawn: Panels, room: float) -> float:
    """The width of a panel, in points of print.

    Raises
    ------
    DiscourseError
        If there are more panels than the figure has room for.
    """
    names = widest_name(drawn.lines if drawn.lines != [""] else drawn.terms, LABEL_SIZE)
    panels = len(drawn.names)
    each = (room - names - PANELS_MARGIN) / (panels + PANEL_GAP * (panels - 1))
    if each < NARROWEST_PANEL:
        raise DiscourseError(
            f"there is no room for {panels} panels; draw a wider figure with width='page', divide "
            "the panels by the column with fewer values, or take a subset of the corpus."
        )
    return each


@contextmanager
def _panel_canvas(
    drawn: Panels, ax: "Axes | None", width: str | float, head_mm: float
) -> "Iterator[tuple[Axes, list[int]]]":
    """Yield axes with the names of terms and lines, and the place of each line on them."""
    import pandas as pd

    if drawn.lines == [""]:
        with row_canvas(ax, drawn.terms, width=width, head_mm=head_mm) as axes:
            yield axes, list(range(len(drawn.terms)))
        return
    rows = pd.DataFrame(product(drawn.terms, drawn.lines), columns=["term", "line"])
    with slot_canvas(rows, ax, width=width, head_mm=head_mm, slot="term", term="line") as (
        axes,
        places,
    ):
        yield axes, places


def _name_panels(axes: "Axes", heads: Sequence[str], largest: float) -> None:
    """Write the name of each panel above it, and its scale below it."""
    starts = [at * (1 + PANEL_GAP) for at in range(len(heads))]
    for start, head in zip(starts, heads, strict=True):
        axes.annotate(
            head,
            xy=(start, 1),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            fontsize=in_points(LABEL_SIZE),
            va="bottom",
        )
    # The highest tick of a scale is a round number that all panels have room for.
    tick = float(f"{largest:.0e}")
    tick = tick if tick <= largest else tick - 10 ** np.floor(np.log10(largest))
    tick = tick or largest
    axes.set_xticks(
        [place for start in starts for place in (start, start + tick / largest)],
        [name for _ in starts for name in ("0", f"{tick:g}")],
    )
    axes.set_xlim(0, starts[-1] + 1)
    axes.set_xlabel("Per 1,000 tokens of the part")
