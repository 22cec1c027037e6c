"""Counts as dots, one row per term; and rates, one row per term and part."""

from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import GUIDE, INK, set_whole_ticks
from discourse.publish.plots.labelled_rows import label_right_edge, row_canvas
from discourse.publish.plots.register import note_rows
from discourse.publish.plots.slot_rows import slot_canvas, spread_texts

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

RATE = "per_thousand"
DOT_PAD = 6  # between the axis and the names of parts, in points: a dot at 0 is on the axis


def draw_counts(table: "pd.DataFrame", ax: "Axes | None", width: str | float) -> "Axes":
    """Draw a dot at the ``count`` of each row; in a table by part, at the rate in each part."""
    if "part" in table.columns:
        return _draw_by_part(table, ax, width)
    places = range(len(table))
    with row_canvas(ax, table["term"].tolist(), width=width) as axes:
        axes.hlines(places, 0, table["count"], color=GUIDE, linewidth=1)
        absent = table["count"] == 0
        (dots,) = axes.plot(table["count"].mask(absent), places, "o", color=INK)
        note_rows(dots, [-1 if is_absent else at for at, is_absent in enumerate(absent)])
        if absent.any():
            (dots,) = axes.plot(table["count"].where(absent), places, "o", color=INK)
            dots.set(markerfacecolor="white", clip_on=False)
            note_rows(dots, [at if is_absent else -1 for at, is_absent in enumerate(absent)])
        axes.set_xlim(left=0)
        set_whole_ticks(axes.xaxis)
        axes.set_xlabel("Count")
    return axes


def _draw_by_part(table: "pd.DataFrame", ax: "Axes | None", width: str | float) -> "Axes":
    """Draw all parts under each term, in the order of the text; those without a row are at 0."""
    shown = RATE if RATE in table.columns else "count"
    rows = _rows_of_parts(table, shown)
    found = rows[shown] > 0
    # A row of the table needs all the lines of its term.
    of_term = 1 + rows["part"].nunique()
    ends = [of_term * (number + 1) - 1 for number in _number_names(table["term"])]
    with slot_canvas(rows, ax, width=width, head_mm=4, slot="term", term="part", rows=ends) as (
        axes,
        places,
    ):
        axes.hlines(places, 0, rows[shown], color=GUIDE, linewidth=1)
        for drawn, face in ((found, INK), (~found, "white")):
            (dots,) = axes.plot(rows[shown].where(drawn), places, "o", color=INK)
            dots.set(markerfacecolor=face, clip_on=False)
            note_rows(dots, rows["row"].where(drawn, -1).tolist())
        axes.set_xlim(left=0)
        axes.tick_params(axis="y", pad=DOT_PAD)
        axes.set_xlabel("Per 1,000 tokens of the part" if shown == RATE else "Count")
        if shown == RATE:
            counts = rows["count"].astype(int).astype(str).tolist()
            label_right_edge(axes, spread_texts(counts, places), "count")
        else:
            set_whole_ticks(axes.xaxis)
    return axes


def _number_names(names: "pd.Series[str]") -> list[int]:
    """The number of each name in the order of their first rows."""
    order = {name: number for number, name in enumerate(names.drop_duplicates())}
    return [order[name] for name in names]


def _rows_of_parts(table: "pd.DataFrame", shown: str) -> "pd.DataFrame":
    """Each term in each part, with the row of the table that it is, or -1."""
    import pandas as pd

    part = table["part"]
    parts = part.cat.categories if part.dtype == "category" else part.drop_duplicates()
    every = pd.MultiIndex.from_product([table["term"].drop_duplicates(), parts])
    keys = pd.MultiIndex.from_arrays([table["term"], part.astype(object)])
    numbers = pd.DataFrame(
        {
            "count": table["count"].to_numpy(float),
            shown: table[shown].to_numpy(float),
            "row": range(len(table)),
        },
        index=keys,
    )
    rows = numbers[~keys.duplicated()].reindex(every)
    rows = rows.fillna({"count": 0, shown: 0, "row": -1}).astype({"row": int})
    names = [[str(name) for name in every.get_level_values(level)] for level in (0, 1)]
    return rows.assign(term=names[0], part=names[1]).reset_index(drop=True)
