"""The letters on an SVG page: their fonts, and how much room they take."""

import math
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from discourse.publish.plots.fonts import have_letters, installed_of
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import size_of
from discourse.publish.plots.svg_parts import Box, SvgPage, SvgPart, box_of, families_of

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

# What of a text may be beyond an edge: points, and shares of its width, by which fonts differ.
SLACK, SHARE = 1.5, 0.03
CORE = 0.6  # of the sides of a text, which no other text may reach
CUT_OFF = "an edge that cuts it off"
_SHARE_BEFORE = {"middle": 0.5, "end": 1.0}  # of a text, in front of its place


def font_of(part: SvgPart) -> dict[str, Any]:
    """The font of a text, as matplotlib takes it."""
    families = families_of(part)
    return {
        "family": installed_of(families) or families,
        "size": size_of(part),
        "weight": int(part.look.get("font-weight", "400")),
        "style": part.look.get("font-style", "normal"),
    }


def angle_of(part: SvgPart) -> float:
    """By how many degrees a text is turned to the left."""
    return -math.degrees(math.atan2(part.turn[1], part.turn[0]))


def share_before(part: SvgPart) -> float:
    """Which share of a text is in front of its place."""
    return _SHARE_BEFORE.get(part.look.get("text-anchor", "start"), 0.0)


def texts_without_font(page: SvgPage) -> list[SvgPart]:
    """The texts of a page that have letters for which it names no font that is installed here."""
    return [
        part for part in page.parts if part.text and not have_letters(families_of(part), part.text)
    ]


def measure_text(part: SvgPart) -> "tuple[FontProperties, float, float, float]":
    """The font of a text; its width, its height, and how far it is below its line, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(**font_of(part))
    return font, *text_to_path.get_text_width_height_descent(part.text, font, ismath=False)


def find_cut_texts(expected: SvgPage, found: SvgPage) -> Iterator[Difference]:
    """Find texts that an edge of the page or of an area cuts off, or that are over another text.

    Parameters
    ----------
    expected, found : SvgPage
        A fresh drawing, whose texts may be cut, too; and the page of the author's axes.

    Yields
    ------
    Difference
        A text of which a reader does not see the whole.
    """
    allowed = Counter(part.text for part in _cut_texts(expected))
    for part in _cut_texts(found):
        if allowed[part.text]:
            allowed[part.text] -= 1
            continue
        yield Difference(f"the place of {part.text!r}", "one where all of it is seen", CUT_OFF)
    if len(covered := _covered_texts(found)) > len(_covered_texts(expected)):
        one, other = covered[0]
        yield Difference(f"the place of {one!r}", "one where all of it is seen", f"over {other!r}")


def _cut_texts(page: SvgPage) -> Iterator[SvgPart]:
    whole = (0.0, 0.0, page.width, page.height)
    unread = {id(part) for part in texts_without_font(page)}
    for part in page.parts:
        if part.text and id(part) not in unread:
            box = _ink_of(part)
            slack = SLACK + SHARE * max(box[2] - box[0], box[3] - box[1])
            areas = [whole, *map(box_of, part.clips)]
            if any(_is_beyond(box, area, slack) for area in areas):
                yield part


def _covered_texts(page: SvgPage) -> list[tuple[str, str]]:
    """The pairs of texts whose middles are over one another, so that neither can be read."""
    unread = {id(part) for part in texts_without_font(page)}
    texts = [part for part in page.parts if part.text and id(part) not in unread]
    cores = [(part.text, _middle_of(_ink_of(part))) for part in texts]
    return [
        (text, other)
        for (text, box), (other, there) in combinations(cores, 2)
        if box[0] < there[2] and there[0] < box[2] and box[1] < there[3] and there[1] < box[3]
    ]


def _middle_of(box: Box) -> Box:
    across, down = ((1 - CORE) / 2 * (box[at + 2] - box[at]) for at in (0, 1))
    return box[0] + across, box[1] + down, box[2] - across, box[3] - down


def _ink_of(part: SvgPart) -> Box:
    """The box of a text on its page, as its font has it."""
    _, width, height, below = measure_text(part)
    before = share_before(part) * width
    (x, y), (a, b, c, d) = part.points[0], part.turn[:4]
    corners = [
        (across - before, down) for across in (0.0, width) for down in (below - height, below)
    ]
    return box_of(
        tuple((x + a * across + c * down, y + b * across + d * down) for across, down in corners)
    )


def _is_beyond(box: Box, area: Box, slack: float) -> bool:
    return (
        box[0] < area[0] - slack
        or box[1] < area[1] - slack
        or box[2] > area[2] + slack
        or box[3] > area[3] + slack
    )
