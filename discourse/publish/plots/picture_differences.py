"""Two pictures of one page, drawn by two programs: where they differ by more than programs do.

Each does what the others cannot. At a hundred dots to an inch, each point of a picture is no
lighter and no darker than what the other picture has around it: a mark that is missing, moved or
added leaves this. In full, each letter lies on the same letter of the other picture, moved by less
than a millimetre, or along its line by a twenty-fifth of the text. And where one picture has
nothing, the other has nothing at all.

The limits follow from figures that matplotlib 3.10.7 with FreeType 2.6.1 and matplotlib 3.11.2 with
FreeType 2.14.3 drew: a piece of the same text left at most 6 dots, and one with another letter or
digit at least 13; of a PDF, which is drawn with twice as many dots, at most 10 and at least 17. An
``S`` for a ``5`` left 4, and cannot be told in a PNG.
"""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.publish.plots.canvas import MM_PER_INCH, POINTS_PER_INCH
from discourse.publish.plots.rendering import SHOWN_DPI
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_additions import ink_box
from discourse.publish.plots.svg_frames import (
    axes_of,
    find_frames,
    is_number_axis,
    size_of,
    ticks_of,
)
from discourse.publish.plots.svg_parts import Box, SvgPage, SvgPart

if TYPE_CHECKING:
    from PIL.Image import Image

COARSE = 100  # dots per inch at which all of two pictures is compared
BLUR = 3  # dots
BESIDE = 5  # dots: what is so near to letters is compared as they are
# How many dots around a point are looked at, and how much lighter or darker than all of them, of
# 255, it may be. The figures of this repository hold with the oldest and the newest packages:
# letters are fitted to dots otherwise on each platform, and readers of PDF draw thin lines darker.
LETTERS, MARKS, PRINTED_MARKS = (5, 60), (5, 12), (5, 40)
FEWEST = 3  # points that differ: fewer are chance

FINE, LEAST_FINE = 300, 150  # dots per inch at which letters are compared, and the fewest for it
LETTER = (3, 80)  # as above, in dots of a fine picture
FEW_DOTS = 3  # times as many dots may differ in a picture that has fewer, and is made larger
PIECE = 0.7  # of the size of letters: how long a piece of a text is
# Dots of a fine picture, across and down, that a piece of a text may be moved: the layout of texts
# of several lines in a PDF changed with matplotlib 3.11.
FARTHEST = (6, 8)
DRIFT = 0.04  # of the length of a text: fitted to dots, each letter moves those after it
# Of a picture that a notebook shows, at its dots per inch: the side of a piece, how far it may be
# moved, and how many of its dots may differ. IPython lays out a figure once more, at fewer dots.
TILE, MOVED, MOST_MOVED = 24, 10, 12
AROUND = 6  # dots of a fine picture within which things may be moved
GROUND = 2  # tones of 255 in which the ground may differ
Tones = NDArray[np.int16]


class Slack(NamedTuple):
    """What two programs may differ in: the tones of marks, dots beside texts, dots of letters."""

    marks: tuple[int, int]
    beside: int
    letters: int  # of a piece of a text
    turned: int  # of a piece of a text that is turned


DRAWN = Slack(MARKS, AROUND, 8, 40)
PRINTED = Slack(PRINTED_MARKS, AROUND + FARTHEST[1], 12, 4)  # letters have the outlines of the font


def compare_pictures(
    expected: "Image", found: "Image", page: SvgPage, slack: Slack, *, unread: Sequence[SvgPart]
) -> Iterator[Difference]:
    """Find the first place where a picture of a page shows something else than another one.

    Parameters
    ----------
    expected, found : PIL.Image.Image
        Two pictures of the page, without transparency.
    page : SvgPage
        The page.
    slack : Slack
        What their programs may differ in.
    unread : sequence of SvgPart
        Texts whose fonts are not installed here: they are compared coarsely.

    Yields
    ------
    Difference
        The first one; none if both show the same.
    """
    differs = _compare_coarsely(expected, found, page, slack.marks)
    if differs.sum() >= FEWEST:
        yield _name_place("another picture", differs, COARSE)
        return
    dpi = round(found.width / page.width * POINTS_PER_INCH)
    if dpi < LEAST_FINE:
        return
    size = _size_in(page, FINE)
    one, other = (_pad(_resize(image, size).astype(np.int16)) for image in (expected, found))
    most = 1 if dpi >= FINE else FEW_DOTS
    slack = slack._replace(letters=most * slack.letters, turned=most * slack.turned)
    left_out = {id(part) for part in unread}
    texts = [part for part in page.parts if part.text and id(part) not in left_out]
    yield from _compare_letters(one, other, texts, slack)
    yield from _compare_ground(one, other, page, slack.beside)


def compare_moved(expected: "Image", found: "Image", page: SvgPage) -> Iterator[Difference]:
    """Find what a picture shows otherwise, if its pieces may be moved by a millimetre or two.

    The numbers and the name of an axis of numbers are left out: matplotlib may choose others.

    Parameters
    ----------
    expected, found : PIL.Image.Image
        Two pictures of the same size.
    page : SvgPage
        The page.

    Yields
    ------
    Difference
        The first piece that is not in the second picture near its place; none if all are.
    """
    around, tones = LETTER
    one, other = (_pad(np.asarray(image, dtype=np.int16)) for image in (expected, found))
    sides = [(each, *_range_around(each, around)) for each in (one, other)]
    is_empty = np.logical_and.reduce(
        [(each == each[MARGIN, MARGIN]).all(axis=2) for each in (one, other)]
    )
    left_out = np.zeros(is_empty.shape, dtype=bool)
    for box in _boxes_of_axes(page):
        left, top, right, bottom = (side + MARGIN for side in _dots_of(box, SHOWN_DPI, MOVED))
        left_out[max(0, top) : bottom, max(0, left) : right] = True
    differs = np.zeros(one.shape[:2], dtype=bool)
    height, width = one.shape[:2]
    steps = range(MARGIN, height - MARGIN, TILE // 2), range(MARGIN, width - MARGIN, TILE // 2)
    for top, left in product(*steps):
        box = (left, top, left + TILE, top + TILE)
        here = slice(top, top + TILE), slice(left, left + TILE)
        if is_empty[here].all() or left_out[here].any():
            continue
        if _least_unlike(sides, box, tones, MOST_MOVED, (MOVED, MOVED)) > MOST_MOVED:
            differs[here] = True
            break
    low, high = _range_around(one, 2 * MOVED + 1)
    pale = (low == high).all(axis=2) & (np.abs(other - one) > GROUND).any(axis=2) & ~left_out
    for place in (differs, pale):
        inside = place[MARGIN:-MARGIN, MARGIN:-MARGIN]
        if inside.sum() >= FEWEST:
            yield _name_place("another picture", inside, SHOWN_DPI)
            return


def _boxes_of_axes(page: SvgPage) -> Iterator[Box]:
    """Where the numbers of an axis and its name are: along all of the frame."""
    frames = find_frames(page.parts)
    for axis, ticks in ticks_of(page, frames).items():
        if not is_number_axis(ticks):
            continue
        group = axis.rpartition(" ")[0]
        parts = [part for part in page.parts if part.text and part.group.startswith(f"{group}/")]
        boxes = [ink_box(part) for part in parts]
        frame = frames[axes_of(parts[0])]
        left, top, right, bottom = (
            pick(sides) for pick, sides in zip((min, min, max, max), zip(*boxes, strict=True),
                                               strict=True)
        )  # fmt: skip
        if axis.endswith("x"):
            left, right = min(left, frame[0]), max(right, frame[2])
        yield left, top, right, bottom


def _name_place(what: str, differs: NDArray[np.bool_], dpi: int) -> Difference:
    down, across = (int(axis.min()) / dpi * MM_PER_INCH for axis in np.nonzero(differs))
    return Difference(
        "the picture", "what the SVG of the figure shows",
        f"{what}, the first difference {across:.0f} mm from the left and {down:.0f} mm from the "
        "top",
    )  # fmt: skip


def _size_in(page: SvgPage, dpi: int) -> tuple[int, int]:
    width, height = (
        max(1, round(side / POINTS_PER_INCH * dpi)) for side in (page.width, page.height)
    )
    return width, height


def _resize(image: "Image", size: tuple[int, int]) -> NDArray[np.float64]:
    from PIL import Image

    is_other = max(abs(a - b) for a, b in zip(image.size, size, strict=True)) > 1
    if is_other:
        how = Image.Resampling.BOX if image.width > size[0] else Image.Resampling.BICUBIC
        return np.asarray(image.resize(size, how), dtype=np.float64)
    return np.asarray(image.crop((0, 0, *size)), dtype=np.float64)  # a PDF may have a dot more


def _compare_coarsely(
    expected: "Image", found: "Image", page: SvgPage, marks: tuple[int, int]
) -> NDArray[np.bool_]:
    size = _size_in(page, COARSE)
    one, other = (_reduce(image, size) for image in (expected, found))
    letters, others = (
        _leaves(one, other, *slack) | _leaves(other, one, *slack) for slack in (LETTERS, marks)
    )
    return np.where(_letters_of(page, one.shape), letters, others)


def _reduce(image: "Image", size: tuple[int, int]) -> Tones:
    """A picture with fewer dots, blurred: a thin line is as dark between two dots as on one."""
    from scipy.ndimage import uniform_filter

    return uniform_filter(_resize(image, size), size=(BLUR, BLUR, 1)).astype(np.int16)


def _letters_of(page: SvgPage, shape: Sequence[int]) -> NDArray[np.bool_]:
    """Where a page has letters, or something next to them."""
    found = np.zeros(shape[:2], dtype=bool)
    for part in page.parts:
        if part.text:
            left, top, right, bottom = _dots_of(ink_box(part), COARSE, BESIDE)
            found[max(0, top) : bottom, max(0, left) : right] = True
    return found


def _dots_of(box: Box, dpi: int, more: int) -> tuple[int, int, int, int]:
    """A box in dots, with some more at each side."""
    left, top, right, bottom = (round(side / POINTS_PER_INCH * dpi) for side in box)
    return left - more, top - more, right + more, bottom + more


def _leaves(one: Tones, other: Tones, around: int, tones: int) -> NDArray[np.bool_]:
    """Where a picture is lighter or darker than another one is around there."""
    low, high = _range_around(other, around)
    return np.asarray(((one < low - tones) | (one > high + tones)).any(axis=2))


def _range_around(tones: Tones, around: int) -> tuple[Tones, Tones]:
    from scipy.ndimage import maximum_filter, minimum_filter

    size = (around, around, 1)
    return minimum_filter(tones, size=size), maximum_filter(tones, size=size)


MARGIN = 32  # dots around a fine picture, so that a piece at its edge can be moved


def _pad(tones: Tones) -> Tones:
    around = MARGIN + 1, MARGIN + 1  # a page may end within a dot, so the last one does not count
    return np.pad(tones[1:-1, 1:-1], (around, around, (0, 0)), mode="edge")


def _compare_letters(
    one: Tones, other: Tones, texts: Sequence[SvgPart], slack: Slack
) -> Iterator[Difference]:
    """The first text whose letters are others in the second picture."""
    around, tones = LETTER
    sides = [(each, *_range_around(each, around)) for each in (one, other)]
    for part in texts:
        most = slack.letters if _is_level(part) else slack.turned
        left, _, right, _ = _dots_of(ink_box(part), FINE, 0)
        far = min(MARGIN, FARTHEST[0] + round(DRIFT * (right - left))), FARTHEST[1]
        if any(_least_unlike(sides, box, tones, most, far) > most for box in _pieces_of(part)):
            wanted = f"the letters of {part.text!r}, as the SVG of the figure has them"
            yield Difference("the picture", wanted, "other letters")
            return


def _is_level(part: SvgPart) -> bool:
    return abs(part.turn[1]) < 1e-9


def _pieces_of(part: SvgPart) -> Iterator[tuple[int, int, int, int]]:
    """Boxes over a text, in dots of a padded picture; each begins in the middle of another one."""
    left, top, right, bottom = (side + MARGIN for side in _dots_of(ink_box(part), FINE, 3))
    long = max(6, round(size_of(part) / POINTS_PER_INCH * FINE * PIECE))
    high = bottom - top if right - left > bottom - top else long
    wide = right - left if high == long else long
    if not _is_level(part):
        wide = high = 2 * long
    for x, y in product(
        range(left, max(right - wide // 2, left + 1), max(1, wide // 2)),
        range(top, max(bottom - high // 2, top + 1), max(1, high // 2)),
    ):
        yield x, y, x + wide, y + high


def _least_unlike(
    sides: Sequence[tuple[Tones, Tones, Tones]],
    box: tuple[int, int, int, int],
    tones: int,
    enough: int,
    farthest: tuple[int, int] = FARTHEST,
) -> int:
    """How many dots of a piece differ where it fits best."""
    (one, low, high), (other, low_there, high_there) = sides
    height, width = one.shape[:2]
    far, deep = farthest
    left, top, right, bottom = box
    edge = MARGIN + deep  # letters that the edge of the page cuts can be moved no further
    left, top = max(left, edge), max(top, edge)
    right, bottom = min(right, width - edge), min(bottom, height - edge)
    here = slice(top, bottom), slice(left, right)
    least = (bottom - top) * (right - left) if bottom > top and right > left else 0
    moves = product(range(-deep, deep + 1), range(-far, far + 1))
    for down, across in sorted(moves, key=lambda move: move[0] ** 2 + move[1] ** 2):
        if least <= enough:
            break
        there = slice(top + down, bottom + down), slice(left + across, right + across)
        unlike = (one[here] < low_there[there] - tones) | (one[here] > high_there[there] + tones)
        unlike |= (other[there] < low[here] - tones) | (other[there] > high[here] + tones)
        least = min(least, int(unlike.any(axis=2).sum()))
    return least


def _compare_ground(one: Tones, other: Tones, page: SvgPage, beside: int) -> Iterator[Difference]:
    """Where the first picture has one colour around a point, and the second another one there."""
    low, high = _range_around(one, 2 * AROUND + 1)
    is_ground = (low == high).all(axis=2)
    for part in page.parts:
        if part.text:
            left, top, right, bottom = (
                side + MARGIN for side in _dots_of(ink_box(part), FINE, beside)
            )
            is_ground[max(0, top) : bottom, max(0, left) : right] = False
    differs = is_ground & (np.abs(other - one) > GROUND).any(axis=2)
    inside = differs[MARGIN:-MARGIN, MARGIN:-MARGIN]
    if inside.sum() >= FEWEST:
        yield _name_place("something beside what is drawn", inside, FINE)
