"""How the SVG of a figure differs from that of a fresh drawing, in the words of a reader."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from discourse.publish.plots.raster_differences import is_same_picture
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_additions import ADDED, find_wrong_additions
from discourse.publish.plots.svg_frames import (
    LEAST_CONTRAST,
    OUTSIDE,
    TICK,
    Likeness,
    Tick,
    are_close,
    axes_of,
    contrast,
    find_frames,
    from_edge,
    ground_of,
    grounds_of,
    is_level,
    is_number_axis,
    is_plain_tick,
    is_surround,
    is_true,
    middle_of,
    place_in,
    reading_of,
    size_of,
    ticks_of,
    unlike_sizes,
)
from discourse.publish.plots.svg_letters import find_cut_texts
from discourse.publish.plots.svg_parts import (
    Box,
    Points,
    SvgPage,
    SvgPart,
    new_elements,
    spread_area,
)
from discourse.publish.plots.svg_surroundings import (
    find_pale_marks,
    find_wrong_surroundings,
)
from discourse.publish.plots.svg_tick_looks import OF_THE_AXES, find_unlike_ticks

MOST_NAMED = 10  # differences of one kind
# Points that places differ in: of the same page, of marks and of letters on one with other frames,
# and of what is so many points from a text, such as the line to a name.
SAME, MARK_SLACK, TEXT_SLACK, BESIDE_SLACK = 1e-3, 0.5, 4.0, 8.0
NAME_SLACK = 14.0  # of the name of an axis that the author made: it is beyond the names of ticks
FARTHEST = 40.0  # points that a name is away from its mark, whatever the size of the frame
IMAGE_SLACK = 1.5  # an image covers whole dots
LETTERS = (0.5, 2.0)  # how much smaller and larger letters on given axes may be
LEAST_APART = 1.15  # the contrast of a line of a grid to the lines of the data
ALONG = 2.0  # points that the text of a tick may be away from its place along the axis


def find_svg_differences(
    expected: SvgPage, found: SvgPage, alike: Likeness
) -> Iterator[Difference]:
    """Compare everything that is drawn on two pages.

    Parameters
    ----------
    expected, found : SvgPage
        A fresh drawing, and the page that was saved.
    alike : Likeness
        How alike they should be. On another platform, on given axes and with additions, places are
        compared by their shares of the frames, and numbers beside an axis are those of its scale.

    Yields
    ------
    Difference
        What is drawn otherwise.
    """
    for side in ("width", "height"):
        wanted, measured = getattr(expected, side), getattr(found, side)
        if abs(wanted - measured) > 0.1:
            yield Difference(side, f"{wanted:g} points", f"{measured:g} points")
    for element in new_elements(expected, found):
        yield Difference("elements", "those of a figure", element)
    pages = _Pages(expected, found, alike)
    differences = chain(
        pages.compare_number_axes(), pages.compare_texts(), pages.compare_marks(),
        pages.compare_grounds(), pages.compare_looks_of_ticks(),
        () if alike.same_print else find_cut_texts(expected, found),
    )  # fmt: skip
    first = next(differences, None)
    if first:
        yield first
        yield from differences
    else:  # a page that differs may be one that cannot be drawn
        yield from pages.compare_surroundings()


class _Pages:
    """Two pages, and what is compared of them part by part."""

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
            return frame is not None and self._is_plain(part, side)
        return is_surround(part, frame, is_first=is_first)

    def _is_plain(self, part: SvgPart, side: int) -> bool:
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

    def compare_grounds(self) -> Iterator[Difference]:
        """The ground of given axes may have any colour on which the marks are seen."""
        if not self.alike.is_own:
            yield from find_pale_marks(self.kept[0], *self.grounds)

    def compare_looks_of_ticks(self) -> Iterator[Difference]:
        """On given axes, one name in another colour or size would say something of its row."""
        if not self.alike.is_own:
            yield from find_unlike_ticks(*self.pages, self.number_axes)

    def compare_surroundings(self) -> Iterator[Difference]:
        """What is around the marks of given axes hides none of them."""
        if self.alike.is_own:
            return
        marks = {id(part) for part in self.kept[1]}
        yield from find_wrong_surroundings(self.pages[1], marks)

    def compare_number_axes(self) -> Iterator[Difference]:
        """Which numbers an axis has follows from the fonts; that they are true does not."""
        for axis in self.number_axes:
            wanted, found = self.ticks[0][axis], self.ticks[1].get(axis, [])
            reading = reading_of(wanted)
            name = f"the {axis[-1]} axis in {axis[:-2]}"
            if not any(tick.text for tick in found) and not self._is_shared(axis):
                yield Difference(f"{name}, ticks", _list_texts(wanted), "none")
            for tick in found:
                if tick.text and reading and not is_true(tick, reading):
                    value = f"{reading(tick.share):.4g}"
                    yield Difference(f"{name}, texts of ticks", value, tick.text)
                elif abs(tick.beside) > ALONG:
                    away = f"{abs(tick.beside):.3g} points away"
                    yield Difference(f"{name}, the place of {tick.text!r}", "at its tick", away)
                yield from self._compare_tick(name, tick, wanted)

    def _is_shared(self, axis: str) -> bool:
        """Whether other axes of a figure that is not our own have the numbers of an axis."""
        others = [each for each in self.number_axes if each[-1] == axis[-1] and each != axis]
        return not self.alike.is_own and any(self._is_same_axis(axis, each) for each in others)

    def _is_same_axis(self, axis: str, other: str) -> bool:
        """Whether an axis reads as another one above, below or beside it, which has numbers."""
        readings = [reading_of(self.ticks[0][each]) for each in (axis, other)]
        named = [tick.parts[0] for tick in self.ticks[1].get(other, []) if tick.text]
        mine = self.frames[1].get(axes_of(self.ticks[0][axis][0].parts[0]))
        if None in readings or not named or mine is None:
            return False
        there, along = self.frames[1][axes_of(named[0])], axis[-1] == "y"
        is_beside = all(abs(mine[at] - there[at]) < 1 for at in (along, along + 2))
        ends = [[reading(at) for at in (0, 1)] for reading in readings if reading]
        return is_beside and all(
            math.isclose(a, b, abs_tol=1e-6) for a, b in zip(*ends, strict=True)
        )

    def _compare_tick(self, name: str, tick: Tick, wanted: Sequence[Tick]) -> Iterator[Difference]:
        """The parts of a tick look like those of the other ticks, and are as far from the axis."""
        is_y = name.startswith("the y")
        models = [part for each in wanted for part in each.parts]
        for part in tick.parts:
            if not part.text and not self.alike.is_own and self._is_plain(part, 1):
                continue
            alike = [each for each in models if bool(each.text) == bool(part.text)]
            reasons = [self._why_unlike(each, part, is_y) for each in alike]
            if all(reasons):
                what = f"number {part.text!r}" if part.text else "mark"
                other = f"another {what} at {_name_points(part.points)}"
                why = f", {reasons[0]}" if part.text and reasons else ""
                yield Difference(f"{name}, ticks", "like the others", f"{other}{why}")

    def _why_unlike(self, one: SvgPart, other: SvgPart, is_y: bool) -> str:
        """What a part of a tick has otherwise than another one, in words; nothing if it is alike.

        On given axes, a side of the frame may be away from the data, and its ticks with it.
        """
        if one.shape != other.shape or len(one.points) != len(other.points):
            return "of another shape"
        look = next(self._compare_look("", one, other), None)
        if look:
            return f"{look.found}, where it should be {look.expected}"
        frames = [
            sides[axes_of(part)] for sides, part in zip(self.frames, (one, other), strict=True)
        ]
        across = [
            from_edge(part.points, 1 - is_y, frame)
            for part, frame in zip((one, other), frames, strict=True)
        ]
        away = [b - a if a >= 0 else a - b for a, b in zip(*across, strict=True)]
        most = TEXT_SLACK if self.alike.is_own else TEXT_SLACK + OUTSIDE
        is_near = all(-TEXT_SLACK <= each <= most for each in away)
        return "" if is_near else f"{max(away, key=abs):.3g} points further from the axis"

    def compare_texts(self) -> Iterator[Difference]:
        """Texts in their order, their look and their places."""
        expected, found = ([part for part in side if part.text] for side in self.kept)
        wanted, written = (Counter(part.text for part in side) for side in (expected, found))
        lost = list((wanted - written).elements())
        more = list((written - wanted - Counter(self.alike.added or ())).elements())
        unmade = (Counter(self.alike.added or ()) - (written - wanted)).elements()
        for text in lost[:MOST_NAMED]:
            yield Difference("a text", repr(text), "none")
        for text in more[:MOST_NAMED]:
            yield Difference("a text", "none", repr(text))
        for text in list(unmade)[:MOST_NAMED]:
            yield Difference("a text that was added", repr(text), "none")
        if lost or more or self.alike.added is not None:
            return
        for one, other in zip(expected, found, strict=True):
            if one.text != other.text:
                yield Difference("the order of texts", repr(one.text), repr(other.text))
                return
            yield from self._compare_text(one, other)

    def _compare_text(self, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
        differs = next(self._compare_look(f"{one.text!r}", one, other), None)
        if differs:
            yield differs
        elif not self._are_near(one, other, self._slack_of(one)):
            places = (_name_points(each) for each in (self._place_in(one, other), other.points))
            yield _unlike(f"the place of {one.text!r}", places)

    def compare_marks(self) -> Iterator[Difference]:
        """Marks in their order; what was added comes between, and covers nothing."""
        if self.alike.added is not None:
            yield from self._compare_with_additions()
            return
        expected, found = ([part for part in side if not part.text] for side in self.kept)
        if len(found) != len(expected):
            more = f"{len(found)}{_name_more(expected, found)}"
            yield Difference("the number of marks", str(len(expected)), more)
            return
        named = 0
        for one, other in zip(expected, found, strict=True):
            for difference in self._compare_mark(one, other):
                named += 1
                yield difference
                if named == MOST_NAMED:
                    return

    def _compare_with_additions(self) -> Iterator[Difference]:
        added: list[SvgPart] = []
        waiting = iter(self.kept[1])
        known: list[SvgPart] = []
        for part in self.kept[0]:
            other = next(waiting, None)
            while other is not None and next(self._compare_part(part, other), None):
                added.append(other)
                other = next(waiting, None)
            if other is None:
                named = repr(part.text) if part.text else _name_part(part)
                yield Difference(f"a part in {part.group}", named, "none, or another one")
                return
            known.append(other)
        added += waiting
        most, groups = self.alike.things, {self._group_of(part) for part in added}
        if not added:
            yield Difference(ADDED, "something that the plot does not draw", "nothing")
        elif most is not None and len(groups) > most:
            yield Difference(ADDED, f"what its record lists, {most} at most", f"{len(groups)}")
        yield from find_wrong_additions(self.pages[1], added, known)

    def _group_of(self, part: SvgPart) -> str:
        """The group of an artist that was added: one on axes of the plot, or all of new axes."""
        steps = part.group.split("/")
        return "/".join(steps[: 3 if axes_of(part) in self.frames[0] else 2])

    def _compare_part(self, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
        if one.text != other.text:
            yield Difference("a text", one.text, other.text)
        elif one.text:
            yield from self._compare_text(one, other)
        else:
            yield from self._compare_mark(one, other)

    def _compare_mark(self, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
        name = f"a mark in {one.group}"
        if not self.alike.same_print:
            one, other = spread_area(one), spread_area(other)
        differs = next(self._compare_look(name, one, other), None)
        is_image = one.tag == "image" and not self.alike.same_print
        if one.tag != other.tag:
            yield Difference(name, one.tag, other.tag)
        elif differs:
            yield differs
        elif is_image and not is_same_picture(one.shape, other.shape):
            yield Difference(f"the colours of {name}", "those of the scores", "others")
        elif not is_image and (one.shape, one.commands) != (other.shape, other.commands):
            shapes = (each.shape[:80] or each.commands[:80] for each in (one, other))
            yield _unlike(f"the shape of {name}", shapes)
        elif not self._are_near(one, other, self._slack_of(one)):
            places = (_name_points(each) for each in (self._place_in(one, other), other.points))
            yield _unlike(f"the place of {name}", places)
        elif not self._are_cut_alike(one, other):
            areas = ("; ".join(map(_name_points, each.clips)) or "none" for each in (one, other))
            yield _unlike(f"the area to which {name} is cut", areas)

    def _slack_of(self, part: SvgPart) -> float:
        """What the place of a part may differ in, in points."""
        if self.alike.same_print:
            return SAME
        if part.text:
            is_name = part.group.count("/") == 3 and "/matplotlib.axis_" in part.group
            return NAME_SLACK if is_name and not self.alike.is_own else TEXT_SLACK
        if "/legend_" in part.group or ("/patch_" in part.group and len(part.points) <= 3):
            return BESIDE_SLACK  # in a legend, or a line to a name
        return IMAGE_SLACK if part.tag == "image" else MARK_SLACK

    def _compare_look(self, name: str, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
        if one.tag == "image" and not self.alike.same_print:
            one, other = (_without_size(part) for part in (one, other))
        if one.turn != other.turn:
            turns = (" ".join(f"{each:g}" for each in part.turn) for part in (one, other))
            yield _unlike(f"the look of {name}", (f"turned by {turn}" for turn in turns))
        looks = [dict(part.look) for part in (one, other)]
        if not self.alike.same_print and one.text:
            yield from self._compare_letters(name, looks, one, other)
        for key in sorted({*looks[0], *looks[1]}):
            if looks[0].get(key) != looks[1].get(key):
                said = (f"{key} {look.get(key, 'none')}" for look in looks)
                yield _unlike(f"the look of {name}", said)
                return

    def _compare_letters(
        self, name: str, looks: Sequence[dict[str, str]], one: SvgPart, other: SvgPart
    ) -> Iterator[Difference]:
        """Letters of other fonts and on other axes: they can be read, and the rest is as it was."""
        families = [look.get("font-family", "").split(",")[0] for look in looks]
        if families[0] == families[1]:  # the others are for letters that it lacks
            looks[1]["font-family"] = looks[0].get("font-family", "")
        if self.alike.is_own or not self._is_of_the_axes(one):
            return
        ground = ground_of(other, self.grounds[1], self.frames[1])
        fill = looks[1].get("fill", "#000000")
        if contrast(fill, ground) < LEAST_CONTRAST:
            yield Difference(f"the look of {name}", f"one that is seen on {ground}", f"fill {fill}")
        sizes = [size_of(part) for part in (one, other)]
        if not LETTERS[0] * sizes[0] <= sizes[1] <= LETTERS[1] * sizes[0]:
            yield _unlike(f"the size of {name}", (f"{size:g} points" for size in sizes))
        for look in looks:
            for key in OF_THE_AXES:
                look.pop(key, None)

    def _is_of_the_axes(self, part: SvgPart) -> bool:
        """Whether a text is one of an axis or above the axes: their author chose its look."""
        frame = self.frames[0].get(axes_of(part))
        return "/matplotlib.axis_" in part.group or frame is None or part.points[0][1] < frame[1]

    def _are_near(self, one: SvgPart, other: SvgPart, slack: float) -> bool:
        is_there = axes_of(one) == axes_of(other)
        if slack in (TEXT_SLACK, BESIDE_SLACK):
            far = other.box[2] if "/legend_" in one.group else FARTHEST
            slack += far * unlike_sizes(*self._frames_of(one, other))
            if TICK.match(one.group) and not self.alike.is_own:  # beside a side that is away
                slack = max(slack, NAME_SLACK)
        is_close = are_close(self._place_in(one, other), other.points, slack)
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

    def _place_in(self, one: SvgPart, other: SvgPart) -> Points:
        """Where a part would be on the other page."""
        if self.alike.same_print:
            return one.points
        return place_in(one.points, *self._frames_of(one, other))

    def _frames_of(self, one: SvgPart, other: SvgPart) -> tuple[Box | None, Box | None]:
        return self.frames[0].get(axes_of(one)), self.frames[1].get(axes_of(other))

    def _are_cut_alike(self, one: SvgPart, other: SvgPart) -> bool:
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


def _unlike(place: str, values: Iterable[str]) -> Difference:
    wanted, found = values
    return Difference(place, wanted, found)


def _list_texts(ticks: Sequence[Tick]) -> str:
    return ", ".join(tick.text for tick in ticks if tick.text)


def _name_more(expected: Sequence[SvgPart], found: Sequence[SvgPart]) -> str:
    counts = [Counter(part.group for part in side) for side in (found, expected)]
    groups = sorted(
        group for group in {*counts[0], *counts[1]} if counts[0][group] != counts[1][group]
    )
    if of_axes := [group for group in groups if TICK.match(group)]:
        return f", with ticks or lines of a grid that look like marks, in {of_axes[0]}"
    return f", in {', '.join(groups[:3])}" if groups else ""


def _name_part(part: SvgPart) -> str:
    return f"{part.tag} at {_name_points(part.points[:1])}"


def _name_points(points: Points) -> str:
    return "; ".join(f"{x:.4g}, {y:.4g}" for x, y in points[:4])
