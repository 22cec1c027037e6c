"""Plots with one row per collocate, under a heading for each slot."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from discourse.publish.plots.canvas import in_points
from discourse.publish.plots.labelled_rows import LABEL_SIZE, row_canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


@contextmanager
def slot_canvas(
    table: "pd.DataFrame",
    ax: "Axes | None",
    *,
    width: str | float,
    head_mm: float,
    slot: str = "slot",
    term: str = "term",
    rows: Sequence[int] | None = None,
) -> "Iterator[tuple[Axes, list[int]]]":
    """Yield axes with the terms of a table as labels, and the place of each row on them.

    Wherever the slot changes from one row to the next, a row is left free for its name. `slot` and
    `term` are the columns with the names of both. `rows` is for `row_canvas`; by default these are
    the places.
    """
    labels, places, headings = _arrange_rows(table[slot].tolist(), table[term].tolist())
    with row_canvas(ax, labels, width=width, head_mm=head_mm, rows=rows or places) as axes:
        yield axes, places
        for place, heading in headings:
            axes.annotate(
                heading,
                xy=(0, place),
                xycoords=("axes fraction", "data"),
                xytext=(3, 0),
                textcoords="offset points",
                fontsize=in_points(LABEL_SIZE),
                fontweight="bold",
                va="center",
            )


def _arrange_rows(
    slots: Sequence[str], terms: Sequence[str]
) -> tuple[list[str], list[int], list[tuple[int, str]]]:
    """The labels from the top, the place of each row, and the names of slots with their places."""
    labels: list[str] = []
    places: list[int] = []
    headings: list[tuple[int, str]] = []
    for slot, term in zip(slots, terms, strict=True):
        if not headings or headings[-1][1] != slot:
            headings.append((len(labels), slot))
            labels.append("")
        places.append(len(labels))
        labels.append(term)
    return labels, places, headings


def spread_texts(texts: Sequence[str], places: Sequence[int]) -> list[str]:
    """The texts of rows at their places, with "" at those of headings."""
    spread = [""] * (max(places, default=-1) + 1)
    for place, text in zip(places, texts, strict=True):
        spread[place] = text
    return spread
