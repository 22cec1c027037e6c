"""What an author may add to a figure: nothing that covers it, and nothing that looks like its data.

Areas are boxes; of a line that is not filled, each of its pieces counts.
"""

from collections.abc import Iterator, Sequence

import regex

from discourse.publish.plots.fonts import letters_width, shows_other_signs
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import (
    THICKEST,
    TICK,
    axes_of,
    find_frames,
    is_surround,
    width_of,
)
from discourse.publish.plots.svg_parts import (
    Box,
    Points,
    SvgPage,
    SvgPart,
    box_of,
    corners_of,
    families_of,
)

ABOVE, BELOW = 0.72, 0.05  # of the size of letters: what they have above and below their line
CORE = 0.5  # of the sides of a mark: what of it must stay in sight
NEAR_COLOUR = 48 / 255  # of each of red, green and blue
NEAR_SIZE = 2.0  # how much larger or smaller a thing of the same size is
LEAST_SIDE = 1.0  # points: all that is flatter is a line
ADDED = "what was added"
SHAPES = regex.compile(r"[\s.·•∙⋅\p{Block=Geometric_Shapes}\p{So}]+")  # signs that look like marks


def find_wrong_additions(
    page: SvgPage, added: Sequence[SvgPart], compared: Sequence[SvgPart]
) -> Iterator[Difference]:
    """Find additions that cover labels, ticks, titles or data, or look like data.

    Parameters
    ----------
    page : SvgPage
        The page.
    added : sequence of SvgPart
        Its parts that the plot did not draw.
    compared : sequence of SvgPart
        Those that it drew, and that are no part of an axis.

    Yields
    ------
    Difference
        What an addition does that it may not.
    """
    ours = {id(part) for part in added}
    order = {id(part): at for at, part in enumerate(page.parts)}
    texts = [part for part in page.parts if part.text and id(part) not in ours]
    data = [part for part in compared if _is_data(part, page)]
    for part in added:
        name = f"{ADDED} ({part.text!r})" if part.text else f"{ADDED} in {part.group}"
        beside = "beside the labels and the marks, or behind them"
        if part.text and (odd := [*filter(shows_other_signs, families_of(part))]):
            yield Difference(name, "in a font of letters", f"in {odd[0]}, which has other signs")
        for text in texts:
            is_above = order[id(part)] > order[id(text)] or _is_line(part)
            if is_above and _covers(part, _shrink(ink_box(text), 1.0)):
                yield Difference(name, beside, f"over the label {text.text!r}")
                break
        hidden = [
            mark
            for mark in data
            if order[id(part)] > order[id(mark)] and not _is_thin(part) and _hides(part, mark)
        ]
        if hidden:
            yield Difference(name, beside, f"an area that covers {len(hidden)} of the marks")
        elif any(_looks_alike(part, mark) for mark in data):
            found = "a mark in the colour and the size of those of the data"
            yield Difference(name, "in a colour or a size that the data do not have", found)


def _is_data(part: SvgPart, page: SvgPage) -> bool:
    """Whether a part shows rows of the table: a mark on axes that is no tick and no frame."""
    name = axes_of(part)
    if part.text or not name or TICK.match(part.group) or not part.points:
        return False
    frame = find_frames(page.parts).get(name)
    first = next(each for each in page.parts if axes_of(each) == name)
    return not is_surround(part, frame, is_first=part is first)


def ink_box(part: SvgPart) -> Box:
    """The box of the letters of a text, or of a mark."""
    if not part.text:
        return _mark_box(part)
    size = float(part.look.get("font-size", "10").removesuffix("px"))
    width = letters_width(part.text, size)
    anchor = {"middle": width / 2, "end": width}.get(part.look.get("text-anchor", ""), 0.0)
    (x, y), (a, b, c, d) = part.points[0], part.turn
    corners = [
        (across - anchor, down) for across in (0.0, width) for down in (-ABOVE * size, BELOW * size)
    ]
    return box_of(
        tuple((x + a * across + c * down, y + b * across + d * down) for across, down in corners)
    )


def _mark_box(part: SvgPart) -> Box:
    """The box of a mark; one that is used has its corners around each of its places."""
    left, top, right, bottom = part.box
    if part.tag != "use":
        return part.box
    inner = box_of(corners_of(part.shape))
    return left + inner[0], top + inner[1], right + inner[2], bottom + inner[3]


def _shrink(box: Box, share: float) -> Box:
    across, down = ((1 - share) / 2 * (box[at + 2] - box[at]) for at in (0, 1))
    return box[0] + across, box[1] + down, box[2] - across, box[3] - down


def _is_filled(part: SvgPart) -> bool:
    return part.tag == "image" or bool(part.text) or part.look.get("fill", "#000000") != "none"


def _is_line(part: SvgPart) -> bool:
    return not _is_filled(part)


def _is_thin(part: SvgPart) -> bool:
    return _is_line(part) and width_of(part) <= THICKEST


def _covers(part: SvgPart, box: Box) -> bool:
    """Whether a part has ink in a box."""
    if _is_filled(part):
        return _overlap(ink_box(part), box)
    half = width_of(part) / 2
    wide = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
    if part.tag == "use":
        return _overlap(ink_box(part), wide)
    return any(_crosses(part.points[at : at + 2], wide) for at in range(len(part.points) - 1))


def _hides(part: SvgPart, mark: SvgPart) -> bool:
    """Whether a part covers what of a mark must stay in sight: its middle, all of an image."""
    share = 1.0 if mark.tag == "image" else CORE if mark.tag == "use" else 0.02
    return _covers(part, _shrink(ink_box(mark), share))


def _overlap(one: Box, other: Box) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ) or _is_inside(other, one)


def _is_inside(one: Box, other: Box) -> bool:
    return other[0] < one[0] <= one[2] < other[2] and other[1] < one[1] <= one[3] < other[3]


def _crosses(line: Points, box: Box) -> bool:
    """Whether a piece of a line has a point in a box: what is left of it, cut at each side."""
    (x, y), (to_x, to_y) = line
    first, last = 0.0, 1.0
    for at, to, low, high in ((x, to_x, box[0], box[2]), (y, to_y, box[1], box[3])):
        step = to - at
        if step == 0:
            if not low < at < high:
                return False
            continue
        near, far = sorted(((low - at) / step, (high - at) / step))
        first, last = max(first, near), min(last, far)
    return first < last


def _looks_alike(part: SvgPart, mark: SvgPart) -> bool:
    """Whether something that was added could be taken for a mark of the data."""
    if "image" in (part.tag, mark.tag) or not part.points:
        return False
    if part.text and not SHAPES.fullmatch(part.text):
        return False
    return _is_near_size(ink_box(part), ink_box(mark)) and _is_near_paint(part, mark)


def _is_near_size(one: Box, other: Box) -> bool:
    for at in (0, 1):
        sides = [max(box[at + 2] - box[at], LEAST_SIDE) for box in (one, other)]
        if not 1 / NEAR_SIZE <= sides[0] / sides[1] <= NEAR_SIZE:
            return False
    return True


def _is_near_paint(one: SvgPart, other: SvgPart) -> bool:
    """Whether two parts have the same fill, and the same edge where the fill is not seen."""
    fills = [part.look.get("fill", "#000000") for part in (one, other)]
    if not _is_near_colour(*fills):
        return False
    if not _is_near_colour(fills[0], "none") and not _is_near_colour(fills[0], "#ffffff"):
        return True
    return _is_near_colour(*(part.look.get("stroke", "none") for part in (one, other)))


def _is_near_colour(one: str, other: str) -> bool:
    from matplotlib.colors import is_color_like, to_rgb

    if not (is_color_like(one) and is_color_like(other)) or "none" in (one, other):
        return one == other
    return all(abs(a - b) <= NEAR_COLOUR for a, b in zip(to_rgb(one), to_rgb(other), strict=True))
