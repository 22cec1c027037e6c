"""Whether the numbers beside an axis are those that the axis reads, and its ticks look alike."""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import (
    FIT,
    OUTSIDE,
    Tick,
    axes_of,
    contrast,
    from_edge,
    ground_of,
    is_true,
    reading_of,
)
from discourse.publish.plots.svg_pair import ALONG, TEXT_SLACK, PagePair, name_points
from discourse.publish.plots.svg_parts import SvgPart

LEAST_SEEN = 1.05  # the contrast of a line to its ground, from which it is seen
LEAST_UNEVEN = 0.1  # of a step between the lines of a grid, by which others may differ


def compare_number_axes(pair: PagePair) -> Iterator[Difference]:
    """Which numbers an axis has follows from the fonts; that they are true does not."""
    for axis in pair.number_axes:
        wanted, found = pair.ticks[0][axis], pair.ticks[1].get(axis, [])
        reading = reading_of(wanted)
        name = f"the {axis[-1]} axis in {axis[:-2]}"
        if not any(tick.text for tick in found) and not _is_shared(pair, axis):
            yield Difference(f"{name}, ticks", _list_texts(wanted), "none")
        for tick in found:
            if tick.text and reading and not is_true(tick, reading):
                value = f"{reading(tick.share):.4g}"
                yield Difference(f"{name}, texts of ticks", value, tick.text)
            elif abs(tick.beside) > ALONG:
                away = f"{abs(tick.beside):.3g} points away"
                yield Difference(f"{name}, the place of {tick.text!r}", "at its tick", away)
            yield from _compare_tick(pair, name, tick, wanted)
        if not pair.alike.is_own:
            yield from _find_lone_lines(pair, name, found)


def _find_lone_lines(pair: PagePair, name: str, ticks: Sequence[Tick]) -> Iterator[Difference]:
    """A line of a grid that no number explains, and that is no regular step between numbers.

    Readers take it for a border or an event.
    """

    def is_line(part: SvgPart) -> bool:
        ground = ground_of(part, pair.grounds[1], pair.frames[1])
        is_seen = contrast(part.look.get("stroke", "none"), ground) > LEAST_SEEN
        return part.tag != "use" and not part.text and is_seen

    lines = [tick for tick in ticks if not tick.text and any(map(is_line, tick.parts))]
    places: list[float] = []
    for share in sorted(tick.share for tick in ticks if tick.text or tick in lines):
        if not places or share - places[-1] > FIT:
            places.append(share)
    steps = [b - a for a, b in pairwise(places)]
    if lines and steps and max(steps) - min(steps) > LEAST_UNEVEN * max(steps):
        expected = "at the numbers, or in even steps"
        where = name_points(next(filter(is_line, lines[0].parts)).points)
        yield Difference(f"{name}, lines of the grid", expected, f"one at {where}")


def _is_shared(pair: PagePair, axis: str) -> bool:
    """Whether other axes of a figure that is not our own have the numbers of an axis."""
    others = [each for each in pair.number_axes if each[-1] == axis[-1] and each != axis]
    return not pair.alike.is_own and any(_is_same_axis(pair, axis, each) for each in others)


def _is_same_axis(pair: PagePair, axis: str, other: str) -> bool:
    """Whether an axis reads as another one above, below or beside it, which has numbers."""
    readings = [reading_of(pair.ticks[0][each]) for each in (axis, other)]
    named = [tick.parts[0] for tick in pair.ticks[1].get(other, []) if tick.text]
    mine = pair.frames[1].get(axes_of(pair.ticks[0][axis][0].parts[0]))
    if None in readings or not named or mine is None:
        return False
    there, along = pair.frames[1][axes_of(named[0])], axis[-1] == "y"
    is_beside = all(abs(mine[at] - there[at]) < 1 for at in (along, along + 2))
    ends = [[reading(at) for at in (0, 1)] for reading in readings if reading]
    return is_beside and all(math.isclose(a, b, abs_tol=1e-6) for a, b in zip(*ends, strict=True))


def _compare_tick(
    pair: PagePair, name: str, tick: Tick, wanted: Sequence[Tick]
) -> Iterator[Difference]:
    """The parts of a tick look like those of the other ticks, and are as far from the axis."""
    is_y = name.startswith("the y")
    models = [part for each in wanted for part in each.parts]
    for part in tick.parts:
        if not part.text and not pair.alike.is_own and pair.is_plain(part, 1):
            continue
        alike = [each for each in models if bool(each.text) == bool(part.text)]
        reasons = [_why_unlike(pair, each, part, is_y) for each in alike]
        if all(reasons):
            what = f"number {part.text!r}" if part.text else "mark"
            other = f"another {what} at {name_points(part.points)}"
            why = f", {reasons[0]}" if part.text and reasons else ""
            yield Difference(f"{name}, ticks", "like the others", f"{other}{why}")


def _why_unlike(pair: PagePair, one: SvgPart, other: SvgPart, is_y: bool) -> str:
    """What a part of a tick has otherwise than another one, in words; nothing if it is alike.

    On given axes, a side of the frame may be away from the data, and its ticks with it.
    """
    if one.shape != other.shape or len(one.points) != len(other.points):
        return "of another shape"
    look = next(pair.compare_look("", one, other), None)
    if look:
        return f"{look.found}, where it should be {look.expected}"
    frames = [sides[axes_of(part)] for sides, part in zip(pair.frames, (one, other), strict=True)]
    across = [
        from_edge(part.points, 1 - is_y, frame)
        for part, frame in zip((one, other), frames, strict=True)
    ]
    away = [b - a if a >= 0 else a - b for a, b in zip(*across, strict=True)]
    most = TEXT_SLACK if pair.alike.is_own else TEXT_SLACK + OUTSIDE
    is_near = all(-TEXT_SLACK <= each <= most for each in away)
    return "" if is_near else f"{max(away, key=abs):.3g} points further from the axis"


def _list_texts(ticks: Sequence[Tick]) -> str:
    return ", ".join(tick.text for tick in ticks if tick.text)
