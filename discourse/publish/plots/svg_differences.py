"""How the SVG of a figure differs from that of a fresh drawing, in the words of a reader."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, combinations

from discourse.publish.plots.raster_differences import is_same_picture
from discourse.publish.plots.seen_differences import Difference
from discourse.publish.plots.svg_additions import ADDED, find_wrong_additions
from discourse.publish.plots.svg_axes import compare_number_axes
from discourse.publish.plots.svg_frames import TICK, Likeness, axes_of
from discourse.publish.plots.svg_letters import find_cut_texts
from discourse.publish.plots.svg_pair import PagePair, name_points, unlike
from discourse.publish.plots.svg_parts import SvgPage, SvgPart, new_elements, spread_area
from discourse.publish.plots.svg_surroundings import find_pale_marks, find_wrong_surroundings
from discourse.publish.plots.svg_tick_looks import find_unlike_ticks

MOST_NAMED = 10  # differences of one kind
APART_SLACK = 1.0  # points that axes beside one another may overlap


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
    pair = PagePair(expected, found, alike)
    differences = chain(
        _compare_places_of_axes(pair), compare_number_axes(pair),
        _compare_texts(pair), _compare_marks(pair),
        _compare_grounds(pair), _compare_looks_of_ticks(pair),
        () if alike.same_print else find_cut_texts(expected, found),
    )  # fmt: skip
    first = next(differences, None)
    if first:
        yield first
        yield from differences
    else:  # a page that differs may be one that cannot be drawn
        yield from _compare_surroundings(pair)


def _compare_places_of_axes(pair: PagePair) -> Iterator[Difference]:
    """Axes that are beside or below others stay there, whatever the sizes of their frames."""
    expected, found = pair.frames
    known = [name for name in expected if name in found]
    for one, other in combinations(known, 2):
        for at, word in enumerate(("beside", "below")):
            for first, second in ((one, other), (other, one)):
                is_apart = expected[first][at + 2] <= expected[second][at]
                if is_apart and found[first][at + 2] > found[second][at] + APART_SLACK:
                    sides = (found[each][at] for each in (first, second))
                    shown = "at {:.4g} and {:.4g} points".format(*sides)
                    yield Difference(f"the place of {other}", f"{word} {one}", shown)


def _compare_grounds(pair: PagePair) -> Iterator[Difference]:
    """The ground of given axes may have any colour on which the marks are seen."""
    if not pair.alike.is_own:
        yield from find_pale_marks(pair.kept[0], *pair.grounds)


def _compare_looks_of_ticks(pair: PagePair) -> Iterator[Difference]:
    """On given axes, one name in another colour or size would say something of its row."""
    if not pair.alike.is_own:
        yield from find_unlike_ticks(*pair.pages, pair.number_axes)


def _compare_surroundings(pair: PagePair) -> Iterator[Difference]:
    """What is around the marks of given axes hides none of them."""
    if pair.alike.is_own:
        return
    marks = {id(part) for part in pair.kept[1]}
    yield from find_wrong_surroundings(pair.pages[1], marks)


def _compare_texts(pair: PagePair) -> Iterator[Difference]:
    """Texts in their order, their look and their places."""
    expected, found = ([part for part in side if part.text] for side in pair.kept)
    wanted, written = (Counter(part.text for part in side) for side in (expected, found))
    lost = list((wanted - written).elements())
    more = list((written - wanted - Counter(pair.alike.added or ())).elements())
    unmade = (Counter(pair.alike.added or ()) - (written - wanted)).elements()
    for text in lost[:MOST_NAMED]:
        yield Difference("a text", repr(text), "none")
    for text in more[:MOST_NAMED]:
        yield Difference("a text", "none", repr(text))
    for text in list(unmade)[:MOST_NAMED]:
        yield Difference("a text that was added", repr(text), "none")
    if lost or more or pair.alike.added is not None:
        return
    for one, other in zip(expected, found, strict=True):
        if one.text != other.text:
            yield Difference("the order of texts", repr(one.text), repr(other.text))
            return
        yield from _compare_text(pair, one, other)


def _compare_text(pair: PagePair, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
    differs = next(pair.compare_look(f"{one.text!r}", one, other), None)
    if differs:
        yield differs
    elif not pair.are_near(one, other, pair.slack_of(one)):
        places = (name_points(each) for each in (pair.place_in_other(one, other), other.points))
        yield unlike(f"the place of {one.text!r}", places)


def _compare_marks(pair: PagePair) -> Iterator[Difference]:
    """Marks in their order; what was added comes between, and covers nothing."""
    if pair.alike.added is not None:
        yield from _compare_with_additions(pair)
        return
    expected, found = ([part for part in side if not part.text] for side in pair.kept)
    if len(found) != len(expected):
        more = f"{len(found)}{_name_more(expected, found)}"
        yield Difference("the number of marks", str(len(expected)), more)
        return
    named = 0
    for one, other in zip(expected, found, strict=True):
        for difference in _compare_mark(pair, one, other):
            named += 1
            yield difference
            if named == MOST_NAMED:
                return


def _compare_with_additions(pair: PagePair) -> Iterator[Difference]:
    added: list[SvgPart] = []
    waiting = iter(pair.kept[1])
    known: list[SvgPart] = []
    for part in pair.kept[0]:
        other = next(waiting, None)
        while other is not None and next(_compare_part(pair, part, other), None):
            added.append(other)
            other = next(waiting, None)
        if other is None:
            named = repr(part.text) if part.text else _name_part(part)
            yield Difference(f"a part in {part.group}", named, "none, or another one")
            return
        known.append(other)
    added += waiting
    most, groups = pair.alike.things, {_group_of(pair, part) for part in added}
    if not added:
        yield Difference(ADDED, "something that the plot does not draw", "nothing")
    elif most is not None and len(groups) > most:
        yield Difference(ADDED, f"what its record lists, {most} at most", f"{len(groups)}")
    yield from find_wrong_additions(pair.pages[1], added, known)


def _group_of(pair: PagePair, part: SvgPart) -> str:
    """The group of an artist that was added: one on axes of the plot, or all of new axes."""
    steps = part.group.split("/")
    return "/".join(steps[: 3 if axes_of(part) in pair.frames[0] else 2])


def _compare_part(pair: PagePair, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
    if one.text != other.text:
        yield Difference("a text", one.text, other.text)
    elif one.text:
        yield from _compare_text(pair, one, other)
    else:
        yield from _compare_mark(pair, one, other)


def _compare_mark(pair: PagePair, one: SvgPart, other: SvgPart) -> Iterator[Difference]:
    name = f"a mark in {one.group}"
    if not pair.alike.same_print:
        one, other = spread_area(one), spread_area(other)
    differs = next(pair.compare_look(name, one, other), None)
    is_image = one.tag == "image" and not pair.alike.same_print
    if one.tag != other.tag:
        yield Difference(name, one.tag, other.tag)
    elif differs:
        yield differs
    elif is_image and not is_same_picture(one.shape, other.shape):
        yield Difference(f"the colours of {name}", "those of the scores", "others")
    elif not is_image and (one.shape, one.commands) != (other.shape, other.commands):
        shapes = (each.shape[:80] or each.commands[:80] for each in (one, other))
        yield unlike(f"the shape of {name}", shapes)
    elif not pair.are_near(one, other, pair.slack_of(one)):
        places = (name_points(each) for each in (pair.place_in_other(one, other), other.points))
        yield unlike(f"the place of {name}", places)
    elif not pair.are_cut_alike(one, other):
        areas = ("; ".join(map(name_points, each.clips)) or "none" for each in (one, other))
        yield unlike(f"the area to which {name} is cut", areas)


def _name_more(expected: Sequence[SvgPart], found: Sequence[SvgPart]) -> str:
    counts = [Counter(part.group for part in side) for side in (found, expected)]
    groups = sorted(
        group for group in {*counts[0], *counts[1]} if counts[0][group] != counts[1][group]
    )
    if of_axes := [group for group in groups if TICK.match(group)]:
        return f", with ticks or lines of a grid that look like marks, in {of_axes[0]}"
    return f", in {', '.join(groups[:3])}" if groups else ""


def _name_part(part: SvgPart) -> str:
    return f"{part.tag} at {name_points(part.points[:1])}"
