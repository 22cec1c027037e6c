"""What surrounds the marks on axes that the author made: it hides nothing, and looks like none.

Frames, ticks and grids follow the style of the author, so they are not compared with a fresh
drawing. Instead, the page is drawn with them and without them: all that the plot draws, and every
text, must stay in sight.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from discourse.publish.plots.canvas import POINTS_PER_INCH
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_additions import ink_box
from discourse.publish.plots.svg_frames import (
    EDGE,
    LEAST_CONTRAST,
    axes_of,
    contrast,
    find_frames,
)
from discourse.publish.plots.svg_parts import Box, SvgPage, SvgPart, spread_area
from discourse.publish.plots.svg_pixels import draw_page

DPI = 144  # dots per inch at which a page is drawn
LEAST_TONES = 24  # of 255: what differs less from its ground is not seen
MOST_HIDDEN = {"text": 0.05, "mark": 0.4}  # of what is seen of one
MOST_SIDES = 4
KEPT_CONTRAST = 0.75  # of the contrast that a mark has to its ground in a fresh drawing


def find_wrong_surroundings(page: SvgPage, marks: Collection[int]) -> Iterator[Difference]:
    """Find frames of more than four sides, and what something around the marks covers.

    Parameters
    ----------
    page : SvgPage
        The page.
    marks : collection of int
        The ids of its parts that are compared with a fresh drawing. All other parts surround
        them, but for texts and for the ground of the page and of each axes, which is drawn first.

    Yields
    ------
    Difference
        A frame with further sides, a text or a mark that is hidden.
    """
    grounds, ink, around = _sort_parts(page, marks)
    sides = Counter(axes_of(part) for part in around if "/patch_" in part.group)
    for name, count in sides.items():
        if count > MOST_SIDES:
            yield Difference(f"the frame of {name}", f"{MOST_SIDES} sides at most", str(count))
    if around:
        yield from _find_hidden(page, grounds, ink, around)


def _find_hidden(
    page: SvgPage, grounds: Sequence[SvgPart], ink: Sequence[SvgPart], around: Sequence[SvgPart]
) -> Iterator[Difference]:
    """Find the texts and the marks of which a part is seen less than half as well as alone."""
    pictures = [
        _draw(page, {*map(id, parts)})
        for parts in ((*grounds, *ink, *around), (*grounds, *around), (*grounds, *ink), grounds)
    ]
    whole, without, bare, empty = pictures
    should_be_seen = _distance(bare, empty)
    is_ink = should_be_seen >= LEAST_TONES
    is_hidden = is_ink & (_distance(whole, without) < should_be_seen / 2)
    is_bare = _distance(whole, empty) < should_be_seen / 2
    frames = find_frames(page.parts)
    for part in ink:
        box = ink_box(part) if part.text else ink_box(spread_area(part))
        left, top, right, bottom = (round(side / POINTS_PER_INCH * DPI) for side in box)
        here = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        seen = int(is_ink[here].sum())
        kind = "text" if part.text else "mark"
        hidden_here = is_hidden[here]
        if _is_across(part, frames):  # a line of a grid at its place is seen as it would be
            hidden_here = hidden_here & is_bare[here]
        if seen and hidden_here.sum() > MOST_HIDDEN[kind] * seen:
            named = repr(part.text) if part.text else f"a mark in {part.group}"
            hidden = "one that a frame, a tick or a line of a grid hides"
            yield Difference(named, "one that is seen", hidden)


def _is_across(part: SvgPart, frames: Mapping[str, Box]) -> bool:
    """Whether a mark is a line from one side of its axes to the other, such as that of zero."""
    frame = frames.get(axes_of(part))
    if frame is None or part.text or part.commands != "ML":
        return False
    (left, top, right, bottom), (low, high, far, deep) = part.box, frame
    is_level = bottom - top < EDGE and left < low + EDGE and right > far - EDGE
    return is_level or (right - left < EDGE and top < high + EDGE and bottom > deep - EDGE)


def _sort_parts(
    page: SvgPage, marks: Collection[int]
) -> tuple[list[SvgPart], list[SvgPart], list[SvgPart]]:
    """The grounds of a page, what must be seen on it, and what is around that."""
    grounds: dict[str, SvgPart] = {}
    for part in page.parts:
        grounds.setdefault(axes_of(part), part)
    first = {*map(id, grounds.values())}
    rest = [part for part in page.parts if id(part) not in first]
    is_ink = [bool(part.text) or id(part) in marks for part in rest]
    return (
        list(grounds.values()),
        [part for part, yes in zip(rest, is_ink, strict=True) if yes],
        [part for part, yes in zip(rest, is_ink, strict=True) if not yes],
    )


def _draw(page: SvgPage, ids: Collection[int]) -> NDArray[np.int16]:
    parts = tuple(part for part in page.parts if id(part) in ids)
    picture = draw_page(replace(page, parts=parts), DPI, is_printed=False)
    return np.asarray(picture, dtype=np.int16)


def _distance(one: NDArray[np.int16], other: NDArray[np.int16]) -> NDArray[np.int16]:
    return np.asarray(np.abs(one - other).max(axis=2))


def find_pale_marks(
    marks: Sequence[SvgPart], grounds: Mapping[str, str], grounds_here: Mapping[str, str]
) -> Iterator[Difference]:
    """Find axes on whose ground a mark or a text is seen less than in a fresh drawing.

    Parameters
    ----------
    marks : sequence of SvgPart
        What the fresh drawing draws; an image hides its ground.
    grounds, grounds_here : mapping of str
        The colour of the ground of each axes, by name, of the fresh drawing and of the page.

    Yields
    ------
    Difference
        The ground on which something is hard to see.
    """
    paints = (("fill", "#000000"), ("stroke", "none"))
    colours = {
        (axes_of(part), part.look.get(key, default)) for part in marks for key, default in paints
    }
    for name, colour in sorted(colours):
        if colour == "none" or name not in grounds_here:
            continue
        before, here = (contrast(colour, each[name]) for each in (grounds, grounds_here))
        if here < min(LEAST_CONTRAST, KEPT_CONTRAST * before):
            expected = f"one on which {colour} is seen"
            yield Difference(f"the ground of {name or 'the page'}", expected, grounds_here[name])
