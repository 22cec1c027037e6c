"""The settings of a claim as a strip: its value in each, and below it the choices of each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from discourse.errors import DiscourseError, count_noun
from discourse.publish.plots.canvas import (
    GUIDE,
    INK,
    canvas,
    in_points,
    most_rows,
    print_width,
)
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import LEADER_COLOUR, widest_name, wrap_label
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

# How the alternatives of each choice are listed.
CHOICES = {
    "tokenizer": "tokens: {}", "names": "names: {}", "reference": "reference: {}",
    "left_out": "without {}",
}  # fmt: skip
WHOLE = "nothing left out"
# Of a choice with more alternatives, those that decide are listed, and the others share a row.
MOST_ALTERNATIVES = 8
# In millimetres: the strip, the free space in it above and below the dots, what is above the strip,
# a row, each further line of its label, the space above the rows of a choice, and below all rows
# the name of the axis.
STRIP_MM, FREE_MM, HEAD_MM, ROW_MM, LINE_MM, GAP_MM, AXIS_MM = 28.0, 2.5, 8.0, 4.0, 2.9, 1.8, 9.0
LABEL_SHARE, LABEL_SIZE, AROUND_LABELS = 0.45, 7.5, 16  # of the width; and in points
# In points: the size of a dot, the smallest, and dots too close to be told apart, in place of which
# the rows have strokes of this height.
DOT, SMALLEST_DOT, CLOSE, STROKE = 4.4, 1.4, 2.8, 5.0
DOT_IN_ROW = 3.4
BAND_COLOUR = "#ebebeb"


class ChoiceRow(NamedTuple):
    """A row below the strip: its label, where it is, and the settings that it is true of."""

    label: str
    place: float
    settings: "NDArray[np.intp]"


@plot
def multiverse(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "column"
) -> "Axes":
    """Draw a table of `multiverse` as a strip of settings, with the choices of each below it.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.multiverse`. A dot marks the ``value`` of a setting, in the order of its
        difference from ``value_other``, which is a line, or a dash where it varies. Dots are
        hollow, and on grey, where the claim does not hold; a cross at the bottom is a setting in
        which it could not be computed. The marks below say which alternative a setting has of each
        choice that varies. Of more than eight parts that are left out, only those are listed that
        change whether the claim holds, at most seven, in which it holds or fails most clearly. The
        line from top to bottom is the author's setting.
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
        If the table has no rows, lacks a column that is drawn, has text where numbers are drawn,
        has more alternatives than a page holds, or has no setting in which the claim was computed.

    See Also
    --------
    dc.multiverse : A claim in all combinations of some choices.
    dc.save_figure : Save a figure with its table, its lines and its recipe.
    dc.plot.panels : Several plots as one figure.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> paper = dc.read("seeds/")
    >>> table = dc.multiverse(paper, "china > development", names="without", leave_out="section")
    >>> ax = dc.plot.multiverse(table)
    >>> ax.texts[0].get_text()
    'Holds in 7 of 14 settings'
    """
    numbers = ["value", "value_other", "count"]
    check_table(table, "multiverse", names=[*CHOICES, "note"], numbers=numbers)
    if "holds" not in table.columns or table["value"].isna().all():
        raise DiscourseError(
            "plot.multiverse draws settings in which a claim was computed, and this table has "
            "none; its column 'note' says why."
        )
    ranks, marks = _rank_settings(table), _find_marks(table)
    print_points = print_width(ax, width)
    choices = [
        {
            wrap_label(label, LABEL_SHARE * print_points, LABEL_SIZE): at
            for label, at in each.items()
        }
        for each in _list_alternatives(table)
    ]
    rows = list(_place_rows(choices))
    heights = [_height_of_row(row.label) for row in rows] or [ROW_MM]
    foot = (rows[-1].place if rows else 0.0) - heights[-1] / 2
    _check_alternatives(ax, len(rows), sum(heights) / len(heights))
    with canvas(ax, height_mm=AXIS_MM + STRIP_MM + HEAD_MM - foot, width=width) as axes:
        widest = widest_name([row.label for row in rows], LABEL_SIZE)
        beside = print_points - widest - AROUND_LABELS
        room = beside / (len(table) + 1)
        size = in_points(float(np.clip(0.75 * room, SMALLEST_DOT, DOT)))
        head = count_verdicts(table)
        # A long head reaches over the labels: at the left edge, it would leave the axes no room.
        fits = widest_name([head], LABEL_SIZE) < beside
        axes.text(
            -1 if fits else len(table), STRIP_MM + HEAD_MM, head, ha="left" if fits else "right",
            va="top",
        )  # fmt: skip
        _draw_bands(axes, table, ranks, foot)
        _draw_author(axes, table, ranks, foot)
        _draw_values(axes, table, ranks, marks, size)
        for row in rows:
            _draw_row(axes, row, ranks, size, in_points(0.9 * room))
        places = [*_in_strip(marks, marks), *(row.place for row in rows)]
        axes.set_yticks(places, [*(f"{mark:g}" for mark in marks), *(row.label for row in rows)])
        axes.set_ylim(foot, STRIP_MM + HEAD_MM)
        axes.set_xlim(-1, len(table))
        axes.set_xticks([])
        is_one = len(table["value_other"].dropna().unique()) == 1
        axes.set_xlabel(f"Settings, by {'value' if is_one else 'difference'}")
        for side in ("left", "bottom"):
            axes.spines[side].set_visible(False)
    return axes


def _check_alternatives(ax: "Axes | None", size: int, row_mm: float) -> None:
    """Refuse more alternatives than a page holds, or than can be read on the given axes."""
    around_mm = AXIS_MM + STRIP_MM + HEAD_MM + GAP_MM * len(CHOICES)
    most = most_rows(ax, row_mm=row_mm, around_mm=around_mm)
    if size > most:
        place = "a page holds" if ax is None else "these axes have room for"
        raise DiscourseError(
            f"{size:,} alternatives would be listed, and {place} {max(most, 0) or 'none'}; compare "
            "fewer of them, or give higher axes."
        )


def _rank_settings(table: "pd.DataFrame") -> "NDArray[np.intp]":
    """The place of each row from left to right: by its difference, those without one last."""
    difference = (table["value"] - table["value_other"]).to_numpy(float)
    value = table["value"].to_numpy(float)
    order = np.lexsort((np.arange(len(table)), value, difference))  # nan comes last
    ranks = np.empty(len(table), dtype=np.intp)
    ranks[order] = np.arange(len(table))
    return ranks


def _find_marks(table: "pd.DataFrame") -> "NDArray[np.float64]":
    """The values that are marked at the strip; the first is its lower end, the last its upper."""
    from matplotlib.ticker import MaxNLocator

    drawn = table[["value", "value_other"]].to_numpy(float)
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    beside = 0.0 if high > low else abs(high) / 2 or 0.5
    marks = MaxNLocator(nbins=4, steps=[1, 2, 5, 10]).tick_values(low - beside, high + beside)
    return np.asarray(marks, dtype=np.float64)


def _in_strip(values: object, marks: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Values as millimetres above the lower end of the strip."""
    share = (np.asarray(values, dtype=np.float64) - marks[0]) / (marks[-1] - marks[0])
    heights: NDArray[np.float64] = FREE_MM + share * (STRIP_MM - 2 * FREE_MM)
    return heights


def _list_alternatives(table: "pd.DataFrame") -> "Iterator[dict[str, NDArray[np.intp]]]":
    """For each choice that varies, the label of each alternative and the settings that have it."""
    for column, wording in CHOICES.items():
        values = table[column].astype(str)
        groups = {value: np.flatnonzero(values == value) for value in dict.fromkeys(values)}
        if len(groups) < 2:
            continue
        if column == "left_out":
            groups = _gather_parts(table, groups)
        yield {
            wording.format(value) if value or column != "left_out" else WHOLE: at
            for value, at in groups.items()
        }


def _gather_parts(
    table: "pd.DataFrame", groups: "Mapping[str, NDArray[np.intp]]"
) -> "dict[str, NDArray[np.intp]]":
    """List parts only if leaving them out changes whether the claim holds, if they are many.

    Of many of these, too, those are listed that change it most often, then most clearly.
    """
    parts = [part for part in groups if part]
    if len(parts) <= MOST_ALTERNATIVES:
        return dict(groups)
    whole = table["left_out"].astype(str) == ""
    verdicts = table["holds"].astype(str)
    others = pd.Series(list(zip(*(table[c] for c in CHOICES if c != "left_out"), strict=True)))
    known = dict(zip(others[whole.to_numpy()], verdicts[whole], strict=True))
    changed = np.array(
        [known.get(key, said) != said for key, said in zip(others, verdicts, strict=True)]
    )
    apart = (table["value"] - table["value_other"]).abs().fillna(0).to_numpy(float)
    deciding = sorted(
        (part for part in parts if changed[groups[part]].any()),
        key=lambda part: (-int(changed[groups[part]].sum()), -float(apart[groups[part]].max())),
    )
    listed = [part for part in groups if not part or part in deciding[: MOST_ALTERNATIVES - 1]]
    rest = [part for part in parts if part not in listed]
    others_at = np.sort(np.concatenate([groups[part] for part in rest]))
    return {**{part: groups[part] for part in listed}, f"one of {len(rest):,} others": others_at}


def _place_rows(choices: "Sequence[Mapping[str, NDArray[np.intp]]]") -> Iterator[ChoiceRow]:
    """Place the alternatives below the strip, one row each, with some space between choices."""
    above = 0.0
    for choice in choices:
        above -= GAP_MM
        for label, settings in choice.items():
            height = _height_of_row(label)
            yield ChoiceRow(label, above - height / 2, settings)
            above -= height


def _height_of_row(label: str) -> float:
    """The height of a row in millimetres: that of the lines of its label."""
    return ROW_MM + LINE_MM * label.count("\n")


def _draw_bands(
    axes: "Axes", table: "pd.DataFrame", ranks: "NDArray[np.intp]", foot: float
) -> None:
    """Shade the settings in which the claim does not hold."""
    fails = np.zeros(len(table) + 2, dtype=np.int8)
    fails[ranks + 1] = (table["holds"] == False).fillna(False).to_numpy(bool)  # noqa: E712
    edges = np.flatnonzero(np.diff(fails))
    starts, ends = edges[::2], edges[1::2]
    axes.bar(
        starts - 0.5, STRIP_MM - foot, ends - starts, foot, align="edge", color=BAND_COLOUR,
        linewidth=0, zorder=0,
    )  # fmt: skip


def _draw_author(
    axes: "Axes", table: "pd.DataFrame", ranks: "NDArray[np.intp]", foot: float
) -> None:
    """Mark the author's setting, if it is the first row."""
    first = table.iloc[0]
    if first["left_out"] != "" or first["count"] > 0:
        return
    at = int(ranks[0])
    axes.vlines(at, foot, STRIP_MM, color=LEADER_COLOUR, linewidth=0.7, zorder=1)
    side = "left" if at < len(table) / 3 else "right" if at > 2 * len(table) / 3 else "center"
    axes.text(at, STRIP_MM + 0.6, "author’s setting", ha=side, va="bottom", fontsize=in_points(7))


def _draw_values(
    axes: "Axes",
    table: "pd.DataFrame",
    ranks: "NDArray[np.intp]",
    marks: "NDArray[np.float64]",
    size: float,
) -> None:
    """Draw the value of each setting, and what it is compared with."""
    values, others = (_in_strip(table[name], marks) for name in ("value", "value_other"))
    known = np.flatnonzero(~np.isnan(values))
    if len(np.unique(others[~np.isnan(others)])) == 1:
        axes.hlines(np.nanmin(others), -1, len(table), color=INK, linewidth=0.7, linestyle="--")
    else:
        axes.vlines(ranks[known], values[known], others[known], color=GUIDE, linewidth=size / 3)
        axes.plot(
            ranks[known], others[known], "_", color=LEADER_COLOUR, markersize=size,
            markeredgewidth=max(0.8, size / 5),
        )  # fmt: skip
    holds = table["holds"].fillna(False).to_numpy(bool)
    for at, face in ((known[holds[known]], INK), (known[~holds[known]], "white")):
        (dots,) = axes.plot(
            ranks[at], values[at], "o", color=INK, markerfacecolor=face, markersize=size,
            markeredgewidth=min(0.8, size / 4), zorder=3,
        )  # fmt: skip
        note_rows(dots, at.tolist())
    missing = np.setdiff1d(np.arange(len(table)), known)
    (crosses,) = axes.plot(
        ranks[missing], np.zeros(len(missing)), "x", color=INK, markersize=size,
        markeredgewidth=0.7,
    )  # fmt: skip
    note_rows(crosses, missing.tolist())


def _draw_row(
    axes: "Axes", row: ChoiceRow, ranks: "NDArray[np.intp]", size: float, stroke: float
) -> None:
    """Mark the settings that have an alternative: by dots, or by strokes where they are close."""
    close = size < in_points(CLOSE)
    (marks,) = axes.plot(
        ranks[row.settings],
        np.full(len(row.settings), row.place),
        "|" if close else "o",
        color=INK,
        markersize=in_points(STROKE) if close else min(size, in_points(DOT_IN_ROW)),
        markeredgewidth=min(stroke, in_points(1.2)) if close else 0,
    )
    note_rows(marks, row.settings.tolist())


def count_verdicts(table: "pd.DataFrame") -> str:
    """Say in how many settings a claim holds, of those in which it was computed."""
    computed = table["holds"].notna()
    missing = int((~computed).sum())
    more = f"; {missing:,} not computed" if missing else ""
    total = count_noun(int(computed.sum()), "setting")
    return f"Holds in {int(table['holds'].sum()):,} of {total}{more}"
