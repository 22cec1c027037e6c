"""Two SVG pages of one figure, and whether their parts look alike and are at the same place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from discourse.publish.plots.fonts import have_letters, shows_other_signs
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import (
    LEAST_CONTRAST,
    TICK,
    Likeness,
    Tick,
    are_close,
    axes_of,
    contrast,
    find_frames,
    ground_of,
    grounds_of,
    is_level,
    is_number_axis,
    is_plain_tick,
    is_surround,
    middle_of,
    place_in,
    size_of,
    ticks_of,
    unlike_sizes,
)
from discourse.publish.plots.svg_parts import Box, Points, SvgPage, SvgPart, families_of
from discourse.publish.plots.svg_tick_looks import OF_THE_AXES

# Points that places differ in: of the same page, of marks and of letters on one with other frames,
# and of what is so many points from a text, such as the line to a name.
SAME, MARK_SLACK, TEXT_SLACK, BESIDE_SLACK = 1e-3, 0.5, 4.0, 8.0
NAME_SLACK = 14.0  # of the name of an axis that the author made: it is beyond the names of ticks
FARTHEST = 40.0  # points that a name is away from its mark, whatever the size of the frame
IMAGE_SLACK = 1.5  # an image covers whole dots
LETTERS = (0.5, 2.0)  # how much smaller and larger letters on given axes may be
LEAST_APART = 1.15  # the contrast of a line of a grid to the lines of the data
ALONG = 2.0  # points that the text of a tick may be away from its place along the axis


class PagePair:
    """Two pages: a fresh drawing, and one that was saved; and which of their parts correspond.

    ``kept`` are the parts of each that are compared one by one, in their order. ``ticks`` and
    ``number_axes`` are those of axes whose numbers follow from fonts.
    """

    def __init__(self, expected: SvgPage, found: SvgPage, alike: Likeness) -> None:
        self.pages = (expected, found)
        self.alike = alike
        self.frames = (find_frames(expected.parts), find_frames(found.parts))
        self.grounds = (grounds_of(expected), grounds_of(found))
        self.ticks: tuple[dict[str, list[Tick]], ...] = ({}, {})
        if not alike.same_print:
            sides = zip(self.pages, self.frames, strict=True)
            self.ticks = tuple(ticks_of(page, frames) for page, frames in sides)
        self.number_axes = [axis for axis, ticks in self.ticks[0].items() if is_number_axis(ticks)]
        self.kept = [self._keep(side) for side in (0, 1)]

    def _keep(self, side: int) -> list[SvgPart]:
        """The parts of a page that are compared one by one, in their order."""
        parts, seen = self.pages[side].parts, set[str]()
        kept = []
        for part in parts:
            is_first = axes_of(part) not in seen
            seen.add(axes_of(part))
            if not self._is_compared_otherwise(part, side, is_first=is_first):
                kept.append(part)
        return kept

    def _is_compared_otherwise(self, part: SvgPart, side: int, *, is_first: bool) -> bool:
        if self.alike.same_print:
            return False
        tick = TICK.match(part.group)
        if tick and f"{tick[1]} {tick[2]}" in self.number_axes:
            return True
        if self.alike.is_own or axes_of(part) not in {"", *self.frames[0]}:
            return False
        frame = self.frames[side].get(axes_of(part))
        if tick and not part.text:
            return frame is not None and self.is_plain(part, side)
        return is_surround(part, frame, is_first=is_first)

    def is_plain(self, part: SvgPart, side: int) -> bool:
        """Whether a part of a tick looks like no mark, and has not the colour of one."""
        frames = self.frames[side]
        ground = ground_of(part, self.grounds[side], frames)
        return is_plain_tick(part, frames[axes_of(part)], ground) and not (
            part.tag != "use" and self._is_near_a_mark(part)
        )

    def _is_near_a_mark(self, line: SvgPart) -> bool:
        """Whether the eye hardly tells a line from one of a mark: colour and direction are near."""
        colour, direction = line.look.get("stroke", "none"), is_level(line)
        return any(
            contrast(colour, each) < LEAST_APART
            for each, other in self._colours_of_marks
            if other in (direction, None)
        )

    @cached_property
    def _colours_of_marks(self) -> set[tuple[str, bool | None]]:
        """The colours of the lines that the plot draws for rows, and whether they are level."""
        frames, parts = self.frames[0], self.pages[0].parts
        colours = {
            (part.look.get("stroke", "none"), is_level(part))
            for part in parts
            if not part.text
            and not TICK.match(part.group)
            and axes_of(part) in frames
            and not is_surround(part, frames[axes_of(part)], is_first=False)
        }
        return {each for each in colours if each[0] != "none"}

    def slack_of(self, part: SvgPart) -> float:
        """What the place of a part may differ in, in points."""
        if self.alike.same_print:
            return SAME
        if part.text:
            is_name = part.group.count("/") == 3 and "/matplotlib.axis_" in part.group
            return NAME_SLACK if is_name and not self.alike.is_own else TEXT_SLACK
        if "/legend_" in part.group or ("/patch_" in part.group and len(part.points) <= 3):
            return BESIDE_SLACK  # in a legend, or a line to a name
        return IMAGE_SLACK if part.tag == "image" else MARK_SLACK

    def compare_look(self, name: str, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
        """How a part is turned, coloured and written; the first of it that differs."""
        if one.tag == "image" and not self.alike.same_print:
            one, other = (_without_size(part) for part in (one, other))
        if one.turn != other.turn:
            turns = (" ".join(f"{each:g}" for each in part.turn) for part in (one, other))
            yield unlike(f"the look of {name}", (f"turned by {turn}" for turn in turns))
        looks = [dict(part.look) for part in (one, other)]
        if not self.alike.same_print and one.text:
            yield from self._compare_letters(name, looks, one, other)
        for key in sorted({*looks[0], *looks[1]}):
            if looks[0].get(key) != looks[1].get(key):
                said = (f"{key} {look.get(key, 'none')}" for look in looks)
                yield unlike(f"the look of {name}", said)
                return

    def _compare_letters(
        self, name: str, looks: Sequence[dict[str, str]], one: SvgPart, other: SvgPart
    ) -> Iterator[Difference]:
        """Letters of other fonts and on other axes: they can be read, and the rest is as it was."""
        if self._have_like_fonts(one, other):
            looks[1]["font-family"] = looks[0].get("font-family", "")
        if self.alike.is_own or not self._is_of_the_axes(one):
            return
        ground = ground_of(other, self.grounds[1], self.frames[1])
        fill = looks[1].get("fill", "#000000")
        if contrast(fill, ground) < LEAST_CONTRAST:
            yield Difference(f"the look of {name}", f"one that is seen on {ground}", f"fill {fill}")
        sizes = [size_of(part) for part in (one, other)]
        if not LETTERS[0] * sizes[0] <= sizes[1] <= LETTERS[1] * sizes[0]:
            yield unlike(f"the size of {name}", (f"{size:g} points" for size in sizes))
        for look in looks:
            for key in OF_THE_AXES:
                look.pop(key, None)

    def _have_like_fonts(self, one: SvgPart, other: SvgPart) -> bool:
        """Whether two texts have the same font; further ones are for letters that it lacks.

        Which they are follows from what is installed. Where the first has all letters of a page,
        there are none: a program without it would show the text in another one.
        """
        wanted, found = families_of(one), families_of(other)
        if wanted[:1] != found[:1] or any(map(shows_other_signs, found[1:])):
            return False
        return wanted == found or not have_letters(wanted[:1], self._letters)

    @cached_property
    def _letters(self) -> str:
        """All letters that the fresh drawing shows."""
        return "".join({letter for part in self.pages[0].parts for letter in part.text})

    def _is_of_the_axes(self, part: SvgPart) -> bool:
        """Whether a text is one of an axis or above the axes: their author chose its look."""
        frame = self.frames[0].get(axes_of(part))
        return "/matplotlib.axis_" in part.group or frame is None or part.points[0][1] < frame[1]

    def are_near(self, one: SvgPart, other: SvgPart, slack: float) -> bool:
        """Whether two parts are at the same place of their frames, within some points."""
        is_there = axes_of(one) == axes_of(other)
        if slack in (TEXT_SLACK, BESIDE_SLACK):
            far = other.box[2] if "/legend_" in one.group else FARTHEST
            slack += far * unlike_sizes(*self._frames_of(one, other))
            if TICK.match(one.group) and not self.alike.is_own:  # beside a side that is away
                slack = max(slack, NAME_SLACK)
        is_close = are_close(self.place_in_other(one, other), other.points, slack)
        return is_there and is_close and self._are_at_one_tick(one, other)

    def _are_at_one_tick(self, one: SvgPart, other: SvgPart) -> bool:
        """Whether two texts are at the same place along an axis, if they are at its ticks."""
        tick = TICK.match(one.group)
        if self.alike.same_print or not tick or not one.text:
            return True
        is_y = tick[2] == "y"
        moved = place_in(middle_of(one, is_y), *self._frames_of(one, other))
        slack = ALONG + (0.0 if is_y else abs(size_of(one) - size_of(other)))
        return abs(moved[0][is_y] - middle_of(other, is_y)[0][is_y]) <= slack

    def place_in_other(self, one: SvgPart, other: SvgPart) -> Points:
        """Where a part would be on the other page."""
        if self.alike.same_print:
            return one.points
        return place_in(one.points, *self._frames_of(one, other))

    def _frames_of(self, one: SvgPart, other: SvgPart) -> tuple[Box | None, Box | None]:
        return self.frames[0].get(axes_of(one)), self.frames[1].get(axes_of(other))

    def are_cut_alike(self, one: SvgPart, other: SvgPart) -> bool:
        """Whether the areas outside of which two parts are not seen are the same."""
        if self.alike.same_print:
            pairs = zip(one.clips, other.clips, strict=False)
            near = all(are_close(*pair, SAME) for pair in pairs)
        else:
            frames = self._frames_of(one, other)
            moved = [place_in(clip, *frames) for clip in one.clips]
            pairs = zip(moved, other.clips, strict=False)
            near = all(are_close(*pair, IMAGE_SLACK) for pair in pairs)
        return near and len(one.clips) == len(other.clips)


def _without_size(part: SvgPart) -> SvgPart:
    """An image without what its dots decide."""
    return replace(part, turn=tuple(float(each > 0) - float(each < 0) for each in part.turn))


def unlike(place: str, values: Iterable[str]) -> Difference:
    """A difference at a place between two values, as they are named."""
    wanted, found = values
    return Difference(place, wanted, found)


def name_points(points: Points) -> str:
    """The first points of a part, for a reader."""
    return "; ".join(f"{x:.4g}, {y:.4g}" for x, y in points[:4])
