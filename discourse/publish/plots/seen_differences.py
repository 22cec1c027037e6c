"""How a figure differs from what its plot draws, in the words of a reader."""

import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from discourse.publish.plots.seen import Seen
from discourse.publish.plots.svg_frames import number_of

SLACK = 2e-3  # of a share of the axes: what platforms may differ in
KIND_NAMES = {
    "Line2D": "line or row of dots", "PathCollection": "set of dots", "Annotation": "text",
    "Text": "text", "LineCollection": "set of strokes", "Rectangle": "rectangle",
    "AxesImage": "picture", "FancyArrowPatch": "arrow", "FancyArrow": "arrow", "Legend": "legend",
    "Polygon": "area", "PolyCollection": "area", "FillBetweenPolyCollection": "area",
    "QuadMesh": "colour scale",
}  # fmt: skip
LOOK_NAMES = {
    "visible": "whether it is shown", "zorder": "what lies above what", "clip_on": "how it is cut",
    "alpha": "transparency", "color": "colour", "markerfacecolor": "colour",
    "markeredgecolor": "colour of the edge", "facecolor": "colour", "edgecolor": "colour of edges",
    "markersize": "size of marks", "linewidth": "width of lines", "linewidths": "width of lines",
    "linestyle": "style of lines", "marker": "shape of marks", "markevery": "marks left out",
    "fontsize": "size of letters", "extent": "place",
}  # fmt: skip
Drawn = dict[str, Any]


class Difference(NamedTuple):
    """Something that is seen, and is not what the plot draws; `adds` if the rest stays as it is."""

    place: str
    expected: str
    found: str
    adds: bool = False


def find_seen_differences(
    expected: Seen, found: Seen, drawn: Drawn, *, same_print: bool = True
) -> Iterator[Difference]:
    """Compare what is seen of a figure with what its plot draws.

    Parameters
    ----------
    expected, found : dict
        What `describe_figure` says of the figure that the plot draws, and of the other one.
    drawn : dict
        What `read_back` says of the first axes that the plot draws: the marks that limits may cut.
    same_print : bool, optional
        Whether both were drawn with the same fonts and layout; if not, ticks that matplotlib
        chooses itself may differ, and so may the shares of the page that axes take.

    Yields
    ------
    Difference
        What a reader of the figure sees otherwise.
    """
    if expected["ground"] != found["ground"] and same_print:
        yield Difference("the ground", str(expected["ground"]), str(found["ground"]))
    pairs = zip_longest(expected["axes"], found["axes"])
    for number, (one, other) in enumerate(pairs, 1):
        name = "" if number == 1 else f"axes {number}, "
        yield from _compare_axes(name, one, other, drawn if number == 1 else {}, same_print)
    if len(found["axes"]) > 1 and len(expected["axes"]) == len(found["axes"]):
        yield from _compare_boxes(expected["axes"], found["axes"], same_print)
    yield from _compare_artists("the page, ", expected["beside"], found["beside"])


def list_additions(expected: Seen, found: Seen) -> "Counter[str]":
    """How many artists of each kind a figure has in addition to those that its plot draws."""
    differences = find_seen_differences(expected, found, {}, same_print=False)
    places = (each.place.split(", ")[-1] for each in differences if each.adds)
    return Counter(
        place.rstrip("0123456789 ").removeprefix("the ").removeprefix("number of ")
        for place in places
    )


def _compare_axes(
    name: str, one: Seen | None, other: Seen | None, drawn: Drawn, same_print: bool
) -> Iterator[Difference]:
    if one is None or other is None:
        kind = "no further axes" if one is None else "axes"
        what = "no axes" if other is None else _name_axes(other)
        yield Difference(f"{name}the number of axes", kind, what, adds=one is None)
        return
    for key, words in (("shown", "whether the axes are shown"), ("layer", "what lies above what")):
        if one[key] != other[key]:
            yield Difference(f"{name}{words}", str(one[key]), str(other[key]))
    if one["ground"] != other["ground"] and same_print:
        yield Difference(f"{name}the ground", str(one["ground"]), str(other["ground"]))
    for loc, (wanted, title) in enumerate(zip(one["title"], other["title"], strict=True)):
        if wanted != title:
            where = ("left title", "title", "right title")[loc]
            yield _compare_text(f"{name}the {where}", wanted, title)
    for letter in "xy":
        yield from _compare_axis(
            f"{name}the {letter} axis", one[letter], other[letter], (drawn, letter), same_print
        )
    yield from _compare_legend(name, one["legend"], other["legend"])
    yield from _compare_artists(name, one["artists"], other["artists"])
    pairs = zip_longest(one["inside"], other["inside"])
    for number, (inner, found) in enumerate(pairs, 1):
        yield from _compare_axes(f"{name}edge {number}, ", inner, found, {}, same_print)


def _name_axes(axes: Seen) -> str:
    labels = [axes[letter]["label"] for letter in "xy"]
    named = ", ".join(repr(label) for label in (*axes["title"], *labels) if label)
    return f"axes with {len(axes['artists'])} artists" + (f": {named}" if named else "")


def _compare_text(place: str, expected: str, found: str) -> Difference:
    return Difference(place, repr(expected) if expected else "none", repr(found), not expected)


def _compare_axis(
    name: str, one: Seen, other: Seen, marks: tuple[Drawn, str], same_print: bool
) -> Iterator[Difference]:
    if one["shown"] != other["shown"]:
        wanted, found = ("shown" if axis["shown"] else "hidden" for axis in (one, other))
        yield Difference(name, wanted, found)
    if one["label"] != other["label"]:
        yield _compare_text(f"{name}, label", one["label"], other["label"])
    if one["scale"] != other["scale"]:
        yield Difference(f"{name}, scale", one["scale"], other["scale"])
    if not _is_near(one["limits"], other["limits"], slack=_slack_of(one)):
        yield _compare_limits(name, one["limits"], other["limits"], *marks)
    elif one["ticks"] != other["ticks"]:
        yield from _compare_ticks(name, one, other, same_print)
    if one["minor"] != other["minor"] and (same_print or one["fixed"]):
        yield Difference(f"{name}, small ticks", _list(one["minor"]), _list(other["minor"]))
    if one["beside"] != other["beside"]:
        yield _compare_text(f"{name}, text at its end", one["beside"], other["beside"])


def _slack_of(axis: Seen) -> float:
    """What places on an axis may differ in: a share of its length."""
    low, high = axis["limits"]
    return float(abs(high - low) * SLACK / 10)


def _compare_limits(
    name: str, expected: Sequence[float], found: Sequence[float], drawn: Drawn, letter: str
) -> Difference:
    """Say how limits differ: reversed, cut, or wider; and how many marks are not seen."""
    wanted, seen = (f"{low:g} to {high:g}" for low, high in (expected, found))
    if _is_near(sorted(expected), sorted(found), slack=abs(expected[1] - expected[0]) * SLACK):
        return Difference(f"{name}, direction", wanted, f"{seen}: it is reversed")
    low, high = sorted(found)
    values = [point[letter == "y"] for line in drawn.get("points", []) for point in line]
    values += [
        corner[letter == "y"] for one in drawn.get("strokes", []) for s in one for corner in s
    ]
    lost = sum(value is not None and not low <= value <= high for value in values)
    if lost and not all(low <= value <= high for value in expected):
        marks = "1 mark is" if lost == 1 else f"{lost} marks are"
        return Difference(f"{name}, limits", wanted, f"{seen}: it is cut, and {marks} not seen")
    return Difference(f"{name}, limits", wanted, seen)


def _compare_ticks(name: str, one: Seen, other: Seen, same_print: bool) -> Iterator[Difference]:
    """Ticks that differ; those that matplotlib chooses need the same print, or must be true."""
    if same_print or one["fixed"] or other["fixed"] != one["fixed"]:
        texts = [[text for _, text in axis["ticks"]] for axis in (one, other)]
        places = [[place for place, _ in axis["ticks"]] for axis in (one, other)]
        if texts[0] != texts[1]:
            what = "order of the names" if sorted(texts[0]) == sorted(texts[1]) else "texts"
            yield Difference(f"{name}, {what} of ticks", _list(texts[0]), _list(texts[1]))
        elif not _is_near(*places, slack=_slack_of(one)):
            yield Difference(f"{name}, places of ticks", _list(places[0]), _list(places[1]))
        return
    for place, text in other["ticks"]:
        if text and not _is_true_tick(place, text):
            yield Difference(f"{name}, texts of ticks", f"{place:g} at {place:g}", text)


def _is_true_tick(place: float, text: str) -> bool:
    """Whether a number beside a tick is its place, within the digits that are shown."""
    number = number_of(text)
    if number is None:
        return False
    digits = len(text.partition(".")[2])
    return bool(abs(number - place) <= 0.5 * 10.0**-digits + 1e-9)


def _compare_legend(name: str, one: Seen | None, other: Seen | None) -> Iterator[Difference]:
    if one == other:
        return
    if one is None or other is None:
        texts = "none" if other is None else f"a legend: {_list(other['texts'])}"
        kind = "none" if one is None else f"a legend: {_list(one['texts'])}"
        yield Difference(f"{name}the legend", kind, texts, adds=one is None)
        return
    for key, words in (("shown", "shown"), ("title", "title"), ("texts", "texts")):
        if one[key] != other[key]:
            yield Difference(f"{name}the legend, {words}", _list(one[key]), _list(other[key]))
    for number, (look, found) in enumerate(zip_longest(one["looks"], other["looks"]), 1):
        yield from _compare_looks(f"{name}the legend, entry {number}", look or {}, found or {})


def _compare_artists(
    name: str, expected: Sequence[Seen], found: Sequence[Seen]
) -> Iterator[Difference]:
    """Compare the artists of each kind in their order; further ones of a kind are additions."""
    for kind in dict.fromkeys(artist["kind"] for artist in (*expected, *found)):
        pairs = zip_longest(*([a for a in side if a["kind"] == kind] for side in (expected, found)))
        for number, (one, other) in enumerate(pairs, 1):
            place = f"{name}{KIND_NAMES.get(kind, kind)} {number}"
            if one is None:
                yield Difference(place, "none", _name_artist(other), adds=True)
            elif other is None:
                yield Difference(place, _name_artist(one), "none")
            else:
                yield from _compare_artist(place, one, other)


def _name_artist(artist: Seen) -> str:
    kind = KIND_NAMES.get(artist["kind"], artist["kind"])
    if artist.get("text"):
        return f"the text {artist['text']!r}"
    marks = artist.get("marks")
    where = " at " + ", ".join(f"{end:g}" for end in artist["reach"]) if "reach" in artist else ""
    return f"a {kind}" + (f" of {marks} points{where} (shares of the axes)" if marks else "")


def _compare_artist(place: str, one: Seen, other: Seen) -> Iterator[Difference]:
    yield from _compare_looks(place, one["look"], other["look"])
    words = {
        "text": "text", "ground": "ground", "colours": "colour map and its limits",
        "norm": "scale of colours", "from": "what it is placed by",
    }  # fmt: skip
    for key, name in words.items():
        if one.get(key) != other.get(key):
            yield Difference(f"{place}, {name}", _list(one.get(key)), _list(other.get(key)))
    for key, name in (
        ("clip", "how it is cut"), ("at", "place"), ("marks", "number of points"),
        ("reach", "place of its marks"),
    ):  # fmt: skip
        if not _is_near(one.get(key), other.get(key)):
            yield Difference(f"{place}, {name}", _list(one.get(key)), _list(other.get(key)))


def _compare_looks(place: str, one: Seen, other: Seen) -> Iterator[Difference]:
    for key in sorted({*one, *other}):
        if not _is_near(one.get(key), other.get(key)):
            name = LOOK_NAMES.get(key, key)
            yield Difference(f"{place}, {name}", _list(one.get(key)), _list(other.get(key)))
            return  # one property is enough: a colour is often several


def _compare_boxes(
    expected: Sequence[Seen], found: Sequence[Seen], same_print: bool
) -> Iterator[Difference]:
    """Axes that were moved, as over others."""
    for number, (one, other) in enumerate(zip(expected, found, strict=True), 1):
        if same_print and not _is_near(one["box"], other["box"], slack=0.021):
            yield Difference(f"axes {number}, place", _list(one["box"]), _list(other["box"]))


def _is_near(one: Any, other: Any, *, slack: float = SLACK) -> bool:
    """Whether two values are the same, numbers as far as platforms agree."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(
            _is_near(a, b, slack=slack) for a, b in zip(one, other, strict=True)
        )
    numbers = [isinstance(v, (int, float)) and not isinstance(v, bool) for v in (one, other)]
    if all(numbers):
        return math.isclose(one, other, rel_tol=1e-4, abs_tol=slack)
    return bool(one == other)


def _list(value: Any) -> str:
    """A value for a reader; long lists are cut."""
    if value is None:
        return "none"
    if isinstance(value, list):
        written = ", ".join("-" if each is None else _list(each) for each in value)
        return written if len(written) <= 200 else f"{written[:200]} …"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
