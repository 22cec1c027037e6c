"""Whether the names and the numbers beside an axis of the author look like one another.

Their author chooses how they look, but a name that alone is red, bold or pale says something of its
row that the table does not say.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_frames import TICK
from discourse.publish.plots.svg_parts import SvgPage, SvgPart

# What axes that the author made decide: the colours and the weight of names and ticks.
OF_THE_AXES = ("fill", "font-size", "font-weight", "font-style")
Looks = dict[str, list[tuple[str, dict[str, str]]]]


def find_unlike_ticks(
    expected: SvgPage, found: SvgPage, number_axes: Collection[str]
) -> Iterator[Difference]:
    """Find the names and numbers of an axis that look otherwise than most of them.

    Parameters
    ----------
    expected, found : SvgPage
        A fresh drawing, and the page that was saved. An axis whose texts differ in the fresh
        drawing is left out.
    number_axes : collection of str
        The axes of numbers: one between others may be smaller.

    Yields
    ------
    Difference
        The first text of each axis that looks otherwise.
    """
    wanted = _looks_of_texts(expected.parts, number_axes)
    for axis, texts in _looks_of_texts(found.parts, number_axes).items():
        if len({tuple(look.items()) for _, look in wanted.get(axis, [])}) != 1:
            continue
        usual = dict(Counter(tuple(look.items()) for _, look in texts).most_common(1)[0][0])
        for text, look in texts:
            if look != usual:
                key = next(key for key in look if look[key] != usual[key])
                like, unlike = (f"{key} {each[key] or 'none'}" for each in (usual, look))
                yield Difference(f"the look of {text!r}", f"{like}, like the others", unlike)
                break


def _looks_of_texts(parts: Iterable[SvgPart], number_axes: Collection[str]) -> Looks:
    """For each axis its texts, and what the author decides of their look."""
    looks: Looks = {}
    for part in parts:
        tick = TICK.match(part.group)
        if tick and part.text:
            axis = f"{tick[1]} {tick[2]}"
            keys = [key for key in OF_THE_AXES if key != "font-size" or axis not in number_axes]
            look = {key: part.look.get(key, "") for key in keys}
            looks.setdefault(axis, []).append((part.text, look))
    return looks
