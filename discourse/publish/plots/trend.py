"""Rates over time: a strip per term, with a line through its points and their intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from discourse.corpus.query.timeline import read_times
from discourse.errors import DiscourseError, one_of
from discourse.publish.plots.canvas import (
    GUIDE,
    INK,
    canvas,
    most_rows,
    print_width,
    set_whole_ticks,
)
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.labels import wrap_label
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

# In millimetres: a strip of one of several terms, or of a single one, with its label; each further
# line of a label; and the axis with its name and the ticks of the documents.
STRIP_MM, ONLY_STRIP_MM, LABEL_LINE_MM, AXIS_MM = 21.0, 38.0, 3.2, 15.0
# In shares of the height of a strip: the space above it for the label of the next, and the label's
# distance; below the lowest strip, the ticks of the documents from one place to the other.
SPACE, LABEL_ABOVE, TICKS = 0.42, 0.06, (-0.24, -0.1)
LABEL_POINTS, MARGIN_POINTS = 7.5, 40
BESIDE = 0.03  # of the time that is drawn, at either end
DOT = 3.2


@plot
def trend(
    table: "pd.DataFrame",
    ax: "Axes | None" = None,
    *,
    documents: "pd.DataFrame | None" = None,
    time: str = "year",
    same_scale: bool = False,
    width: str | float = "column",
) -> "Axes":
    """Draw a table of `trend` as lines over time, in one strip per term with the first on top.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.trend`. A dot marks ``per_thousand`` at the mean time of the documents of a
        point; the grey band extends from ``low`` to ``high``. The number beside the term is that
        of its hits in these rows. No point is drawn where there is no document.
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    documents : DataFrame, optional
        The table ``corpus.documents``: a tick at the bottom marks the time of each document.
    time : str, optional
        The column of `documents` with the times.
    same_scale : bool, optional
        Whether all strips have one scale, by which terms can be compared. By default each has its
        own, by which also a rare term can be seen to change.
    width : str or float, optional
        Width in print of a new figure: "column" (85 mm), "page" (178 mm), or millimetres.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on.

    Raises
    ------
    DiscourseError
        If the table has no rows, or more terms than a page holds, lacks a column that is drawn or
        has text where numbers are drawn, or if `documents` has no such times.

    See Also
    --------
    dc.trend : How often words occur at each point of time.
    dc.plot.frequencies : Rates in any other parts.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> speeches = dc.read("docs/speeches", metadata="{year:d}-{speaker}")
    >>> table = dc.trend(speeches, ["the", "of"], bins=3)
    >>> ax = dc.plot.trend(table, documents=speeches.documents)
    >>> [label.get_text() for label in ax.texts]
    ['the  9', 'of  9']
    """
    numbers = ["count", "per_thousand", "low", "high", "mean_time"]
    check_table(table, "trend", names=["term", "time"], numbers=numbers)
    rows = {term: np.flatnonzero(table["term"] == term) for term in dict.fromkeys(table["term"])}
    ticks = None if documents is None else _document_times(documents, time)
    room = print_width(ax, width) - MARGIN_POINTS
    labels = [
        wrap_label(f"{term}  {table['count'].iloc[at].sum():,}", room, LABEL_POINTS)
        for term, at in rows.items()
    ]
    strip_mm = STRIP_MM if len(rows) > 1 else ONLY_STRIP_MM
    strip_mm += LABEL_LINE_MM * max(label.count("\n") for label in labels)
    if ax is None:
        _check_strips(len(rows), strip_mm)
    scales = [
        _find_scale(table, np.arange(len(table)) if same_scale else at) for at in rows.values()
    ]
    feet = (1 + SPACE) * np.arange(len(rows))[::-1]
    with canvas(ax, height_mm=AXIS_MM + strip_mm * len(rows), width=width) as axes:
        left, right = _find_extent(table, ticks)
        for at, label, scale, foot in zip(rows.values(), labels, scales, feet, strict=True):
            _draw_strip(axes, table, at, float(foot), scale[0])
            axes.hlines(foot, left, right, color=GUIDE, linewidth=0.8, zorder=1)
            axes.text(left, foot + 1 + LABEL_ABOVE, label, ha="left", va="bottom")
        if ticks is not None:
            axes.vlines(ticks, *TICKS, color=INK, linewidth=0.4)
        places = [foot + share / top for foot, (top, marks) in zip(feet, scales, strict=True)
                  for share in marks]  # fmt: skip
        axes.set_yticks(places, [f"{mark:g}" for _, marks in scales for mark in marks])
        head = SPACE if len(rows) > 1 else SPACE / 2
        axes.set_ylim(TICKS[0] if ticks is not None else -0.08, feet[0] + 1 + head)
        axes.set_ylabel("Per 1,000 tokens")
        axes.set_xlim(left, right)
        _set_time_axis(axes, table)
        axes.spines["left"].set_visible(False)
    return axes


def _draw_strip(
    axes: "Axes", table: "pd.DataFrame", at: "NDArray[np.intp]", foot: float, top: float
) -> None:
    """Draw the points of a term above a foot, where `top` is one strip high."""
    own = table.iloc[at].sort_values("mean_time", kind="stable")
    order = at[np.argsort(table["mean_time"].iloc[at].to_numpy(), kind="stable")]
    times = own["mean_time"].to_numpy(float)
    middle, low, high = (
        foot + own[name].to_numpy(float) / top for name in ("per_thousand", "low", "high")
    )
    if len(own) > 1:
        axes.fill_between(times, low, high, color=GUIDE, linewidth=0, zorder=1.5)
    else:
        axes.vlines(times, low, high, color=GUIDE, linewidth=4, zorder=1.5)
    (dots,) = axes.plot(times, middle, "o-", color=INK, markersize=DOT, linewidth=1)
    note_rows(dots, order.tolist())


def _find_scale(table: "pd.DataFrame", at: "NDArray[np.intp]") -> tuple[float, list[float]]:
    """The rate at the top of a strip, and the rates that are marked."""
    drawn = table.iloc[at][["per_thousand", "high"]].to_numpy(float)
    top = float(np.nanmax(drawn)) or 1.0
    step = 10.0 ** np.floor(np.log10(top))
    mark = max(step * factor for factor in (1, 2, 5) if step * factor <= top)
    return top, [0.0, float(mark)]


def _find_extent(table: "pd.DataFrame", ticks: "NDArray[np.float64] | None") -> tuple[float, float]:
    drawn = np.append(table["mean_time"].to_numpy(float), [] if ticks is None else ticks)
    beside = BESIDE * float(np.ptp(drawn)) or 0.5
    return float(drawn.min()) - beside, float(drawn.max()) + beside


def _set_time_axis(axes: "Axes", table: "pd.DataFrame") -> None:
    """Mark years, or other numbers; or else each point by its name."""
    named = table.drop_duplicates("time")
    if all(label[:1].isdecimal() or label[:1] == "-" for label in named["time"].astype(str)):
        set_whole_ticks(axes.xaxis)
        return
    axes.set_xticks(named["mean_time"].tolist(), named["time"].astype(str).tolist())


def _document_times(documents: object, time: str) -> "NDArray[np.float64]":
    """The time of each document as a number."""
    wanted = "corpus.documents as documents"
    check_table(documents, "trend", names=["document"], numbers=["tokens"], wanted=wanted)
    columns: Sequence[str] = list(documents.columns)  # type: ignore[attr-defined]
    one_of("time", time, columns)
    labels = documents[time].astype(str).tolist()  # type: ignore[index]
    times = read_times(labels)
    if None in times:
        raise DiscourseError(
            f"plot.trend marks the times of documents, and {labels[times.index(None)]!r} is "
            "neither a number nor a date; draw the table without documents=."
        )
    return np.array(times, dtype=np.float64)


def _check_strips(size: int, strip_mm: float) -> None:
    """Refuse more terms than a page holds."""
    most = most_rows(None, row_mm=strip_mm, around_mm=AXIS_MM)
    if size > most:
        raise DiscourseError(
            f"{size:,} terms would be drawn, and a page holds {most:,}; draw some of them: "
            "table[table['term'].isin(terms)]."
        )
