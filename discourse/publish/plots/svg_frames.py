"""What is around the marks of an SVG page: the frames of its axes, their ticks, their ground.

Two drawings of a figure with other fonts or on other axes have frames of other sizes. A place is
then compared by its share of the frame, and by its distance from the edge if it is outside.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import regex

from discourse.publish.plots.svg_parts import Box, Points, SvgPage, SvgPart, box_of, corners_of

EDGE = 0.6  # points within which a line is the frame's own
OUTSIDE = 12.0  # points that a spine may be away from its frame
THICKEST = 1.5  # points of a line of a frame or a grid
MOST_OF_GRID = 3.0  # the contrast of a line of a grid to its ground: a darker one looks like a mark
LEAST_OF_SIDE = 0.5  # of a frame: a shorter line beside some rows looks like a bracket around them
LONGEST_TICK = 6.0  # points
LEAST_CONTRAST = 2.0  # of letters to their ground: less is hard to see, as of grey on grey
FIT = 2e-3  # of the length of an axis: what ticks may be away from a line
DIGIT_MIDDLE = 0.365  # of the size of letters: how far the middle of a digit is above its line
TICK = regex.compile(r"(.*)/([xy])tick_\d+")
# With a comma that cannot be one before decimals: 1,000 is a thousand, 1,0 and 0,005 are not read.
_NUMBER = regex.compile(r"[-+]?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?(?:e[-+]?\d+)?")


@dataclass(frozen=True)
class Tick:
    """A tick of an axis: where it is, its text if it has one, and the parts that are drawn."""

    share: float
    point: float  # the share that a point has
    text: str
    beside: float  # points along the axis from the line of the tick to its text
    parts: tuple[SvgPart, ...]


class Likeness(NamedTuple):
    """How alike two drawings are when nothing was changed.

    ``same_print`` is whether they are the same page: the same tools drew both, on a figure that
    this package made, without additions. ``is_own`` is whether this package made the figure: then
    only places follow from fonts, and on given axes also the look of ticks and names does not.
    ``added`` are the texts that the author added, None if nothing was; ``things`` is how many
    groups of an SVG they and other additions can be, None if it is not known.
    """

    same_print: bool
    is_own: bool
    added: Sequence[str] | None = None
    things: int | None = None


def axes_of(part: SvgPart) -> str:
    """The name of the group of the axes in which a part is; empty for one beside all axes."""
    return next((each for each in part.group.split("/") if each.startswith("axes_")), "")


def find_frames(parts: Iterable[SvgPart]) -> dict[str, Box]:
    """The box of the ground of each axes, which is drawn first."""
    frames: dict[str, Box] = {}
    for part in parts:
        name = axes_of(part)
        if name and name not in frames:
            frames[name] = part.box
    return frames


def place_in(points: Points, frame: Box | None, other: Box | None) -> Points:
    """Where points would be if their frame was the other one."""
    if frame is None or other is None:
        return points
    return tuple(
        (_shift(x, frame[0], frame[2], other[0], other[2]),
         _shift(y, frame[1], frame[3], other[1], other[3]))
        for x, y in points
    )  # fmt: skip


def _shift(at: float, low: float, high: float, low_there: float, high_there: float) -> float:
    if at <= low or high <= low:
        return low_there + at - low
    if at >= high:
        return high_there + at - high
    return low_there + (at - low) / (high - low) * (high_there - low_there)


def unlike_sizes(one: Box | None, other: Box | None) -> float:
    """By which share the sides of two frames differ, of the side that differs more."""
    if one is None or other is None:
        return 0.0
    sides = [[box[2] - box[0], box[3] - box[1]] for box in (one, other)]
    return max(abs(1 - b / a) if a else 0.0 for a, b in zip(*sides, strict=True))


def are_close(one: Points, other: Points, slack: float) -> bool:
    """Whether two parts have as many points, and each at the same place."""
    return len(one) == len(other) and all(
        abs(a - b) <= slack
        for pair in zip(one, other, strict=True)
        for a, b in zip(*pair, strict=True)
    )


def from_edge(points: Points, along: int, frame: Sequence[float]) -> list[float]:
    """How far points are from the nearer edge of a frame, across (0) or down (1)."""
    low, high = frame[along], frame[along + 2]
    return [min((p[along] - low, p[along] - high), key=abs) for p in points]


def is_number_axis(ticks: Sequence[Tick]) -> bool:
    """Whether matplotlib chose the ticks of an axis: numbers, each at its place."""
    return reading_of(ticks) is not None


def ticks_of(page: SvgPage, frames: Mapping[str, Box]) -> dict[str, list[Tick]]:
    """The ticks of each axis, by the groups of the axes and the letter of the axis."""
    grouped: dict[str, dict[str, list[SvgPart]]] = {}
    for part in page.parts:
        found = TICK.match(part.group)
        frame = frames.get(axes_of(part))
        if found and frame is not None:
            groups = grouped.setdefault(f"{found[1]} {found[2]}", {})
            groups.setdefault(found[0], []).append(part)
    return {
        axis: [_read_tick(parts, axis[-1] == "y", frames) for parts in groups.values()]
        for axis, groups in grouped.items()
    }


def _read_tick(parts: Sequence[SvgPart], is_y: bool, frames: Mapping[str, Box]) -> Tick:
    """The place of a tick is that of its line; if it has none, the middle of its text."""
    text = next((part for part in parts if part.text), None)
    marks = [part for part in parts if not part.text and part.points]
    places = [part.points[0][is_y] for part in marks]
    if text:
        places.append(middle_of(text, is_y)[0][is_y])
    beside = places[-1] - places[0]
    frame = frames[axes_of(parts[0])]
    low, high = frame[is_y], frame[is_y + 2]
    length = (high - low) or 1.0
    share = (places[0] - low) / length
    return Tick(share, 1 / length, text.text if text else "", beside, tuple(parts))


def middle_of(text: SvgPart, is_y: bool) -> Points:
    """Where the text of a tick is along its axis: beside the axis, its letters are above a line."""
    (x, y), *_ = text.points
    return ((x, y - DIGIT_MIDDLE * size_of(text) if is_y else y),)


def size_of(part: SvgPart) -> float:
    """The size of the letters of a text, in points."""
    return float(part.look.get("font-size", "0").removesuffix("px"))


def reading_of(ticks: Sequence[Tick]) -> Callable[[float], float] | None:
    """What an axis reads at a share of its length, if its ticks are numbers; else None.

    The ticks must be on a line, or on one in logarithms.
    """
    named = [tick for tick in ticks if tick.text]
    values = [number_of(tick.text) for tick in named]
    if len(named) < 2 or any(value is None for value in values):
        return None
    shares = np.array([tick.share for tick in named])
    numbers = np.array(values, dtype=float)
    if np.ptp(shares) < FIT or np.ptp(numbers) == 0:
        return None
    line = np.polyfit(shares, numbers, 1)
    if np.abs((numbers - line[1]) / line[0] - shares).max() < FIT:
        return lambda share: float(line[0] * share + line[1])
    if (numbers > 0).all():
        powers = np.polyfit(shares, np.log2(numbers), 1)
        if np.abs((np.log2(numbers) - powers[1]) / powers[0] - shares).max() < 10 * FIT:
            return lambda share: float(2.0 ** (powers[0] * share + powers[1]))
    return None


def number_of(text: str) -> float | None:
    """The number that a tick shows; None for a name, or if readers could take it for another one.

    Examples
    --------
    >>> number_of("1,000"), number_of("\N{MINUS SIGN}2.5"), number_of("1,0"), number_of("peace")
    (1000.0, -2.5, None, None)
    """
    written = text.replace("\N{MINUS SIGN}", "-")
    number = float(written.replace(",", "")) if _NUMBER.fullmatch(written) else math.inf
    return number if math.isfinite(number) else None


def is_true(tick: Tick, reading: Callable[[float], float]) -> bool:
    """Whether the number of a tick is what the axis reads there, within its digits and a point."""
    number = number_of(tick.text)
    if number is None:
        return False
    digits = len(tick.text.partition(".")[2])
    ends = (reading(tick.share + each * tick.point) for each in (-1, 1))
    half = 0.5 * 10.0**-digits if digits else 0.0
    low, high = sorted(ends)
    return low - half <= number <= high + half


def is_surround(part: SvgPart, frame: Box | None, *, is_first: bool) -> bool:
    """Whether a part is the ground of the page or of axes, or a side of their frame."""
    if part.tag != "path" or part.text or not regex.search(r"(^|/)patch_\d+$", part.group):
        return False
    left, top, right, bottom = part.box
    if part.clips or not _is_thin(part):
        return False
    if frame is None:
        return is_first and _is_rectangle(part)
    if all(abs(a - b) < EDGE for a, b in zip(part.box, frame, strict=True)):
        return is_first and _is_rectangle(part)
    if part.look.get("fill") != "none" or part.commands != "ML":
        return False
    return (
        _is_beside(left, right, frame[0], frame[2])
        and bottom - top >= LEAST_OF_SIDE * (frame[3] - frame[1])
    ) or (
        _is_beside(top, bottom, *frame[1::2])
        and right - left >= LEAST_OF_SIDE * (frame[2] - frame[0])
    )


def _is_rectangle(part: SvgPart) -> bool:
    """Whether a part is its own box: a ground of another shape looks like data or like words."""
    left, top, right, bottom = part.box
    corners = {(x, y) for x in (left, right) for y in (top, bottom)}
    return part.commands in ("MLLLz", "MLLLLz") and {*part.points} == corners


def _is_thin(part: SvgPart) -> bool:
    """Whether the line of a part is none, or thin and without gaps, as that of a frame is."""
    if part.look.get("stroke", "none") == "none":
        return True
    return width_of(part) <= THICKEST and part.look.get("stroke-dasharray", "none") == "none"


def width_of(part: SvgPart) -> float:
    """How thick the line of a part is, or that of the mark that it uses, in points."""
    width = part.look.get("mark stroke-width", part.look.get("stroke-width", "1"))
    return float(width.removesuffix("px"))


def _is_beside(low: float, high: float, near: float, far: float) -> bool:
    """Whether a line is on an edge, or a little outside of it."""
    is_low = near - OUTSIDE <= low and high < near + EDGE
    return high - low < EDGE and (is_low or (far - EDGE < low and high <= far + OUTSIDE))


def is_plain_tick(part: SvgPart, frame: Box, ground: str) -> bool:
    """Whether a part of a tick can be taken for no mark: a stroke on the edge, or a pale line."""
    left, top, right, bottom = part.box
    gaps = [abs(a - b) for a, b in zip(part.box, frame, strict=True)]
    if part.tag == "use":
        shape = box_of(corners_of(part.shape))
        is_flat = min(shape[2] - shape[0], shape[3] - shape[1]) < EDGE
        is_stroke = is_flat and width_of(part) <= THICKEST
        is_small = is_stroke and max(map(abs, shape)) <= LONGEST_TICK
        (x, y), (low, high, far, deep) = part.points[0], frame
        outside = max(low - x, x - far, high - y, y - deep)  # with a side that is away from it
        is_on = min(abs(x - low), abs(x - far), abs(y - high), abs(y - deep)) < 1
        return is_small and (is_on or 0 < outside <= OUTSIDE)
    is_across = max(gaps[0], gaps[2]) < 1 or max(gaps[1], gaps[3]) < 1
    is_flat = min(right - left, bottom - top) < EDGE
    is_pale = contrast(part.look.get("stroke", "none"), ground) <= MOST_OF_GRID
    return is_flat and is_across and is_pale and width_of(part) <= THICKEST


def is_level(part: SvgPart) -> bool | None:
    """Whether a line runs across the page; False if it runs down, None for every other part."""
    left, top, right, bottom = part.box
    if part.tag == "use" or (bottom - top < EDGE) == (right - left < EDGE):
        return None
    return bottom - top < EDGE


def contrast(one: str, other: str) -> float:
    """How much two colours differ for the eye, from 1 to 21, as web pages measure it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    from matplotlib.colors import is_color_like, to_rgb

    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in (to_rgb(colour) if is_color_like(colour) else (1.0, 1.0, 1.0))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grounds_of(page: SvgPage) -> dict[str, str]:
    """The colour of the ground of each axes by their name, and of the page by an empty one."""
    grounds = {"": "#ffffff"}
    for part in reversed(page.parts):  # the ground is drawn first
        grounds[axes_of(part)] = part.look.get("fill", "#000000")
    return {name: grounds[""] if fill == "none" else fill for name, fill in grounds.items()}


def ground_of(part: SvgPart, grounds: Mapping[str, str], frames: Mapping[str, Box]) -> str:
    """The colour behind a part: that of its axes, if it is inside their frame, or of the page."""
    frame = frames.get(axes_of(part))
    if frame is None or not part.points:
        return grounds[""]
    x, y = part.points[0]
    is_inside = frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]
    return grounds[axes_of(part) if is_inside else ""]
