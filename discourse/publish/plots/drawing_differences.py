"""A figure compared with a fresh drawing of the same plot, table, size and options."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from discourse.publish.plots.near_numbers import are_near
from discourse.publish.plots.readback import compare_drawn, read_back, redrawn_axes
from discourse.publish.plots.rendering import render, settled_layout
from discourse.publish.plots.seen import Seen, describe_figure
from discourse.publish.plots.seen_differences import Difference, find_seen_differences
from discourse.publish.plots.svg_differences import find_svg_differences
from discourse.publish.plots.svg_frames import Likeness
from discourse.publish.plots.svg_parts import read_svg, without_ids

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FreshDrawing:
    """A figure that was drawn again, while it is open, and what is seen of it."""

    axes: "Axes"
    canvas: str
    seen: Seen
    drawn: dict[str, Any]

    @property
    def figure(self) -> "Figure":
        """The figure that was drawn."""
        return cast("Figure", self.axes.figure)


@contextmanager
def fresh_drawing(
    recipe: Mapping[str, Any], table: pd.DataFrame, beside: Mapping[str, pd.DataFrame]
) -> Iterator[FreshDrawing]:
    """Draw a figure again, as `redrawn_axes` does, and close it afterwards."""
    with redrawn_axes(recipe, table, beside) as axes:
        figure = cast("Figure", axes.figure)
        canvas = str(recipe.get("canvas", "given"))
        with settled_layout(figure):  # of which pages are rendered, too
            yield FreshDrawing(axes, canvas, describe_figure(figure), read_back(axes))


def check_drawing(
    fresh: FreshDrawing, ax: "Axes", *, panel: "Sequence[Axes] | None" = None, added: bool = False
) -> Iterator[Difference]:
    """What the figure of some axes shows otherwise than a fresh drawing.

    Parameters
    ----------
    fresh : FreshDrawing
        The fresh drawing.
    ax : matplotlib.axes.Axes
        The axes that the plot drew, as they are now.
    panel : sequence of Axes, optional
        All axes of the plot, if the figure has further panels.
    added : bool, optional
        Whether the author says that something was added: then additions are no differences, if
        they cover nothing.

    Yields
    ------
    Difference
        What is seen otherwise.
    """
    figure = cast("Figure", ax.figure)
    seen = describe_figure(figure, panel)
    any_yet = False
    for difference in compare_descriptions(
        fresh, read_back(ax), seen, same_print=fresh.canvas == "own", added=added
    ):
        any_yet = True
        yield difference
    if any_yet or panel is not None:
        return
    texts = added_texts(fresh.seen, seen) if added else None
    yield from compare_figures(fresh.figure, figure, is_own=fresh.canvas == "own", added=texts)


def compare_figures(
    fresh: "Figure", figure: "Figure", *, is_own: bool, added: Sequence[str] | None
) -> Iterator[Difference]:
    """What the page of a figure shows otherwise than that of a fresh drawing.

    Parameters
    ----------
    fresh, figure : matplotlib.figure.Figure
        The fresh drawing, and the figure.
    is_own : bool
        Whether this package made the figure: then both are the same page.
    added : sequence of str, optional
        The texts that the author added; None if nothing was added.

    Yields
    ------
    Difference
        What is drawn otherwise.
    """
    one, other = (render(each, "svg", title="", subject="", alt="") for each in (fresh, figure))
    if added is None and are_near(without_ids(one), without_ids(other)):
        return
    is_exact = is_own and added is None
    alike = Likeness(is_exact, is_own, added)
    found = list(find_svg_differences(read_svg(one), read_svg(other), alike))
    yield from found
    if is_exact and not found:
        yield Difference("something that no comparison names", "another page", "a page")


def compare_descriptions(
    fresh: FreshDrawing, drawn: Mapping[str, Any], seen: Seen, *, same_print: bool, added: bool
) -> Iterator[Difference]:
    """What `read_back` and `describe_figure` say of a figure, compared with a fresh drawing."""
    here = fresh.drawn
    found = find_seen_differences(fresh.seen, seen, here, same_print=same_print)
    others = [each for each in found if not (each.adds and added) or is_of_axes(each)]
    values = list(compare_drawn(here, drawn, more=added or any(each.adds for each in others)))
    for place, wanted, shown in values:
        yield Difference(f"drawn {place}", repr(wanted), repr(shown))
    yield from others


def is_of_axes(difference: Difference) -> bool:
    """Whether a figure has further axes: they are no note, whatever the author says of them."""
    return difference.adds and difference.place.endswith("number of axes")


def count_groups(additions: "Counter[str]") -> int:
    """How many groups of an SVG additions can be: a text may have an area and an arrow, too."""
    return sum(times * (3 if kind == "text" else 1) for kind, times in additions.items())


def added_texts(expected: Seen, found: Seen) -> list[str]:
    """The texts that are seen in a figure in addition to those of another."""
    here, there = (list(_all_texts(seen)) for seen in (expected, found))
    for text in here:
        if text in there:
            there.remove(text)
    return [line for text in there for line in text.split("\n") if line.strip()]


def _all_texts(seen: Any) -> Iterator[str]:
    """Every text in a description: of artists, titles, labels, ticks and legends."""
    if isinstance(seen, Mapping):
        for key, value in seen.items():
            if key in ("text", "label", "beside") and isinstance(value, str):
                yield value.strip()
            elif key in ("title", "texts"):
                texts = [value] if isinstance(value, str) else value
                yield from (text.strip() for text in texts)
            elif key in ("ticks", "minor"):
                yield from (text for _, text in value)
            else:
                yield from _all_texts(value)
    elif isinstance(seen, list):
        for each in seen:
            yield from _all_texts(each)
