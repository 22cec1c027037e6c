"""How the SVG of a figure differs from that of a fresh drawing, in the words of a reader."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from discourse.publish.plots.raster_differences import is_same_picture
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_parts import Box, SvgPage, SvgPart

SHARE_SLACK = 0.012  # of the frame: what layouts with other fonts differ in
MOST_NAMED = 10  # differences of one kind
HIDING = ("opacity", "fill-opacity", "display", "visibility", "clip-path", "class")
EDGE = 0.6  # points within which a line is the frame's own


def find_svg_differences(
    expected: SvgPage, found: SvgPage, *, same_print: bool, added: Sequence[str] | None = None
) -> Iterator[Difference]:
    """Compare labels, ticks and marks of two pages.

    Parameters
    ----------
    expected, found : SvgPage
        A fresh drawing, and the page that was saved.
    same_print : bool
        Whether both were drawn with the same tools on the same canvas; if not, places are compared
        as shares of the frame, and the ticks that matplotlib chooses are left out.
    added : sequence of str, optional
        The texts that the author added; None if nothing was added.

    Yields
    ------
    Difference
        What is drawn otherwise.
    """
    for side in ("width", "height"):
        wanted, measured = getattr(expected, side), getattr(found, side)
        if abs(wanted - measured) > 0.1:
            yield Difference(side, f"{wanted:g} points", f"{measured:g} points")
    for element in sorted(set(found.others) - set(expected.others)):
        yield Difference("elements", "those of a figure", element)
    sides = [_Side(page, same_print) for page in (expected, found)]
    grounds = [
        page.parts[0].look.get("fill", "") if page.parts else "" for page in (expected, found)
    ]
    yield from _compare_texts(sides[0].texts, sides[1].texts, added, grounds, same_print=same_print)
    yield from _compare_marks(*sides, has_added=added is not None)


class _Side:
    """The texts and the marks of a page, with their places in a unit that two pages share."""

    def __init__(self, page: SvgPage, same_print: bool) -> None:
        frames = _find_frames(page.parts)
        kept = [part for part in page.parts if same_print or not _is_furniture(part, frames)]
        self.same_print = same_print
        self.frames = frames
        self.texts = [part for part in kept if part.text]
        self.marks = [part for part in kept if not part.text]

    def place(self, part: SvgPart) -> list[tuple[float, float]]:
        """The corners of a part: in points, or in shares of the frame around it."""
        frame = self.frames.get(_axes_of(part))
        if self.same_print or frame is None:
            return list(part.points)
        left, top, right, bottom = frame
        wide, high = right - left or 1.0, bottom - top or 1.0
        return [((x - left) / wide, (y - top) / high) for x, y in part.points]


def _axes_of(part: SvgPart) -> str:
    return next((each for each in part.group.split("/") if each.startswith("axes_")), "")


def _find_frames(parts: Iterable[SvgPart]) -> dict[str, Box]:
    """The box of the ground of each axes, which is drawn first."""
    frames: dict[str, Box] = {}
    for part in parts:
        name = _axes_of(part)
        if name and name not in frames:
            frames[name] = part.box
    return frames


def _is_furniture(part: SvgPart, frames: dict[str, Box]) -> bool:
    """Whether a part follows from fonts and layout: ticks of numbers, the frame, the grounds."""
    if regex.search(r"[xy]tick_\d+", part.group):
        number = part.text.replace("\N{MINUS SIGN}", "").replace(".", "")
        return not part.text or number.isdigit()
    if part.text or "/line2d" in part.group or "Collection" in part.group:
        return False
    frame = frames.get(_axes_of(part))
    if frame is None:
        return part.group in ("figure_1/patch_1",)
    box = part.box
    is_frame = all(abs(a - b) < EDGE for a, b in zip(box, frame, strict=True))
    flat = min(box[2] - box[0], box[3] - box[1]) < EDGE and part.tag == "path"
    return is_frame or flat


def _compare_texts(
    expected: Sequence[SvgPart],
    found: Sequence[SvgPart],
    added: Sequence[str] | None,
    grounds: Sequence[str],
    *,
    same_print: bool,
) -> Iterator[Difference]:
    wanted, written = (Counter(part.text for part in side) for side in (expected, found))
    lost = list((wanted - written).elements())
    more = written - wanted - Counter(added or ())
    for text in lost[:MOST_NAMED]:
        yield Difference("a text", repr(text), "none")
    for text in list(more.elements())[:MOST_NAMED]:
        yield Difference("a text", "none", repr(text))
    if lost or more or added is not None:
        return
    for one, other in zip(expected, found, strict=True):
        if one.text != other.text:
            yield Difference("the order of texts", repr(one.text), repr(other.text))
            return
        if not same_print:
            one, other = (
                _hiding_look(part, ground)
                for part, ground in ((one, grounds[0]), (other, grounds[1]))
            )
        if one.look != other.look:
            yield Difference(f"the look of {one.text!r}", *_unlike_looks(one, other))


def _hiding_look(part: SvgPart, ground: str) -> SvgPart:
    """A text with only that of its look which can hide it; the rest follows from the canvas."""
    kept = {key: value for key, value in part.look.items() if key in HIDING}
    if part.look.get("fill", "").casefold() in ("none", ground):
        kept["fill"] = part.look["fill"]
    return replace(part, look=kept)


def _unlike_looks(one: SvgPart, other: SvgPart) -> tuple[str, str]:
    keys = [key for key in (*one.look, *other.look) if one.look.get(key) != other.look.get(key)]
    return tuple(f"{keys[0]} {side.look.get(keys[0], 'none')}" for side in (one, other))  # type: ignore[return-value]


def _compare_marks(expected: _Side, found: _Side, *, has_added: bool) -> Iterator[Difference]:
    """Compare what is drawn in its order; what was added comes between, and covers nothing."""
    more = len(found.marks) - len(expected.marks)
    if more and not has_added:
        yield Difference(
            "the number of marks", str(len(expected.marks)), f"{len(found.marks)}"
            + _name_more(expected.marks, found.marks),
        )  # fmt: skip
        return
    added: list[SvgPart] = []
    named = 0
    waiting = iter(found.marks)
    covered: list[SvgPart] = []
    for part in expected.marks:
        other = next(waiting, None)
        while has_added and other is not None and not _is_like(expected, part, found, other):
            added.append(other)
            other = next(waiting, None)
        if other is None:
            yield Difference(f"a mark in {part.group}", _name_part(part), "none")
            return
        covered.append(other)
        for difference in _compare_mark(expected, part, found, other):
            named += 1
            yield difference
            if named == MOST_NAMED:
                return
    if has_added:
        yield from _find_covered(found, [*added, *waiting], covered)


def _name_more(expected: Sequence[SvgPart], found: Sequence[SvgPart]) -> str:
    counts = [Counter(part.group for part in side) for side in (found, expected)]
    groups = sorted(
        group for group in {*counts[0], *counts[1]} if counts[0][group] != counts[1][group]
    )
    return f", in {', '.join(groups[:3])}" if groups else ""


def _name_part(part: SvgPart) -> str:
    across, down = part.points[0] if part.points else (0.0, 0.0)
    return f"{part.tag} at {across:g}, {down:g}"


def _is_like(one_side: _Side, one: SvgPart, other_side: _Side, other: SvgPart) -> bool:
    return not any(True for _ in _compare_mark(one_side, one, other_side, other))


def _compare_mark(
    one_side: _Side, one: SvgPart, other_side: _Side, other: SvgPart
) -> Iterator[Difference]:
    name = f"a mark in {one.group}"
    if one.tag != other.tag:
        yield Difference(name, one.tag, other.tag)
    elif one.look != other.look:
        yield Difference(f"the look of {name}", *_unlike_looks(one, other))
    elif one_side.same_print and one.shape != other.shape:
        yield Difference(f"the shape of {name}", one.shape[:80], other.shape[:80])
    else:
        if not one_side.same_print and one.tag == "image":
            if not is_same_picture(one.shape, other.shape):
                yield Difference(f"the colours of {name}", "those of the scores", "others")
            return
        if not one_side.same_print and _is_placed_in_print(one):
            return
        places = one_side.place(one), other_side.place(other)
        slack = 1e-3 if one_side.same_print else SHARE_SLACK
        if not _are_near(*places, slack=slack):
            wanted, drawn = (_name_places(each) for each in places)
            yield Difference(f"the place of {name}", wanted, drawn)


def _is_placed_in_print(part: SvgPart) -> bool:
    """Whether a mark is so many points from something: in a legend, or a line to a name."""
    return "/legend_" in part.group or ("/patch_" in part.group and len(part.points) <= 3)


def _are_near(
    one: Sequence[tuple[float, float]], other: Sequence[tuple[float, float]], *, slack: float
) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) <= slack
        for pair in zip(one, other, strict=True)
        for a, b in zip(*pair, strict=True)
    )


def _name_places(places: Sequence[tuple[float, float]]) -> str:
    return "; ".join(f"{x:.4g}, {y:.4g}" for x, y in places[:4])


def _find_covered(
    side: _Side, added: Sequence[SvgPart], marks: Sequence[SvgPart]
) -> Iterator[Difference]:
    """Marks of the plot that lie under an area that was added."""
    order = {id(part): at for at, part in enumerate(side.marks)}
    shown = [part for part in marks if part.group.count("/") and part.tag in ("use", "path")]
    for area in added:
        if area.look.get("fill", "#000000") == "none" or area.tag not in ("path", "image", "rect"):
            continue
        left, top, right, bottom = area.box
        hidden = 0
        for part in shown:
            x, y = (sum(axis) / len(axis) for axis in zip(*(part.points or ((0, 0),)), strict=True))
            is_under = order[id(part)] < order[id(area)]
            hidden += is_under and left < x < right and top < y < bottom
        if hidden:
            yield Difference(
                f"what was added in {area.group}", "an addition beside the marks",
                f"an area that covers {hidden} of them",
            )  # fmt: skip
