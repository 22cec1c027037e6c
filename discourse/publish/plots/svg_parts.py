"""The parts of an SVG page that matplotlib wrote: what is drawn, in which group, and where."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from xml.etree import ElementTree

import regex

from discourse.errors import DiscourseError
from discourse.publish.plots.svg_grammar import LINK, SVG, find_odd_xml
from discourse.publish.plots.svg_places import Matrix, combine, move, read_transform, turn_of

DRAWN = ("path", "use", "image", "text", "rect", "circle", "ellipse", "line", "polygon", "polyline")
UNSEEN = ("metadata", "title", "clipPath", "defs")
# Attributes that say where something is: they are in the places of a part, not in its look.
PLACES = ("x", "y", "d", "transform", "width", "height", "clip-path")
UNTURNED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_NUMBER = regex.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_ID = regex.compile(rb"(id=\"|#)([A-Za-z][0-9a-f]{10})\b")
_CLIP = regex.compile(r"url\((#[^)]*)\)")
Box = tuple[float, float, float, float]  # left, top, right, bottom
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class SvgPart:
    """Something that is drawn: an element, its look, its corners, and the text in it."""

    group: str  # the ids of the groups around it
    tag: str
    look: Mapping[str, str]  # with that of the groups around it, and of the mark that it uses
    shape: str  # of a mark that is used several times, the corners of the mark
    points: Points  # where it is on the page
    text: str
    clips: tuple[Points, ...]  # the corners of the areas outside of which it is not seen
    turn: tuple[float, ...]  # how it is turned and scaled
    outline: str = ""  # the commands of a path, or of the mark that is used

    @property
    def commands(self) -> str:
        """The letters of its outline: whether its corners are joined by lines or by curves."""
        return "".join(letter for letter in self.outline if letter in "MLQCz")

    @property
    def box(self) -> Box:
        """The smallest box around its corners."""
        return box_of(self.points)


@dataclass(frozen=True)
class SvgPage:
    """A page: its width and height in points, and what is drawn on it, from the back to the top."""

    width: float
    height: float
    title: str
    parts: tuple[SvgPart, ...]
    others: tuple[str, ...]  # what matplotlib does not write for a figure
    words: str  # what the page has before and beside the picture: its head and its metadata


def box_of(points: Points) -> Box:
    """The smallest box around some points."""
    across, down = zip(*(points or ((0.0, 0.0),)), strict=True)
    return min(across), min(down), max(across), max(down)


def without_ids(raw: bytes) -> bytes:
    """An SVG with the ids of shapes and clips counted: they follow from digits of its numbers."""
    numbers: dict[bytes, bytes] = {}
    return _ID.sub(
        lambda match: match[1] + numbers.setdefault(match[2], b"n%d" % len(numbers)), raw
    )


def read_svg(raw: bytes) -> SvgPage:
    """Read what is drawn on an SVG page.

    Raises
    ------
    DiscourseError
        If it is no SVG, or if it defines entities.
    """
    if b"<!ENTITY" in raw:
        raise DiscourseError("an SVG that defines entities")
    try:
        root = ElementTree.fromstring(raw)
    except (ElementTree.ParseError, ValueError) as error:
        raise DiscourseError(f"no SVG ({error})") from None
    if root.tag != f"{SVG}svg":
        raise DiscourseError(f"no SVG, but {root.tag}")
    try:
        width, height = (
            float(root.get(side, "0").removesuffix("pt")) for side in ("width", "height")
        )
        parts = tuple(_Reader(root).find_parts(root, _Around()))
        others = tuple(find_odd_xml(raw, root, width, height))
    except (ValueError, RecursionError) as error:
        raise DiscourseError(f"a malformed SVG ({error})") from None
    title = root.findtext(f"{SVG}title") or ""
    return SvgPage(width, height, title, parts, others, _read_words(raw))


def _read_words(raw: bytes) -> str:
    """What is before the picture: the head of the file, and its metadata."""
    head = raw.partition(b"<svg ")[0]
    metadata = regex.search(rb"<metadata.*</metadata>", raw, regex.DOTALL)
    return b" ".join((head + (metadata[0] if metadata else b"")).split()).decode("utf-8", "replace")


@dataclass(frozen=True)
class _Around:
    """What the groups around an element say of it."""

    group: str = ""
    look: tuple[tuple[str, str], ...] = ()
    matrix: Matrix = UNTURNED
    clips: tuple[Points, ...] = ()


class _Reader:
    """Reads the parts of a page; the marks and the clips that they refer to are known by id."""

    def __init__(self, root: ElementTree.Element) -> None:
        self.marks = {f"#{each.get('id')}": each for each in reversed([*root.iter(f"{SVG}path")])}
        self.clips = {
            f"#{each.get('id')}": tuple(_corners(child) for child in each)
            for each in reversed([*root.iter(f"{SVG}clipPath")])
        }

    def find_parts(self, element: ElementTree.Element, around: _Around) -> Iterator[SvgPart]:
        """The parts of an element, from the back to the top."""
        tag = element.tag.removeprefix(SVG)
        if tag in UNSEEN:
            return
        if tag in DRAWN:
            yield self._read_drawn(element, tag, around)
            return
        if tag == "g":
            around = self._enter(element, around)
        for child in element:
            yield from self.find_parts(child, around)

    def _enter(self, element: ElementTree.Element, around: _Around) -> _Around:
        name = element.get("id", "")
        return _Around(
            f"{around.group}/{name}".strip("/") if name else around.group,
            (*around.look, *((f"group {key}", value) for key, value in _look_of(element).items())),
            combine(around.matrix, read_transform(element.get("transform", ""))),
            (*around.clips, *self._clips_of(element, around.matrix)),
        )

    def _clips_of(self, element: ElementTree.Element, matrix: Matrix) -> Sequence[Points]:
        link = _CLIP.search(element.get("clip-path", ""))
        return [move(matrix, corners) for corners in self.clips.get(link[1], ())] if link else []

    def _read_drawn(self, element: ElementTree.Element, tag: str, around: _Around) -> SvgPart:
        matrix = combine(around.matrix, read_transform(element.get("transform", "")))
        link, shape = element.get(LINK, ""), ""
        look = dict(around.look) | _look_of(element)
        if tag in ("use", "image"):
            mark = self.marks.get(link) if tag == "use" else None
            shape = link if mark is None else mark.get("d", "")
            look |= {} if mark is None else {f"mark {k}": v for k, v in _look_of(mark).items()}
        text = "".join(element.itertext()) if tag == "text" else ""
        for number, span in enumerate(element):
            look |= {f"part {number} {key}": value for key, value in span.items()}
        return SvgPart(
            around.group, tag, look, " ".join(shape.split()), move(matrix, _corners(element)),
            text.strip(), (*around.clips, *self._clips_of(element, around.matrix)),
            turn_of(matrix), element.get("d", "") if tag == "path" else shape,
        )  # fmt: skip


def families_of(part: SvgPart) -> list[str]:
    """The families of fonts that a text names, the preferred one first."""
    families = part.look.get("font-family", "").split(",")
    return [each.strip().strip("'\"") for each in families if each.strip()]


def spread_area(part: SvgPart) -> SvgPart:
    """An area of a collection, such as a band, with its corners where they are on the page.

    matplotlib writes it as a mark whose corners are those on the page, used once at the left edge.
    """
    if part.tag != "use" or not part.shape or [x for x, _ in part.points] != [0.0]:
        return part
    ((_, down),) = part.points
    corners = tuple((x, down + y) for x, y in corners_of(part.shape))
    return replace(part, shape="", points=corners)


def corners_of(shape: str) -> Points:
    """The points that the commands of a path name."""
    numbers = [float(each) for each in _NUMBER.findall(shape)]
    return tuple(zip(numbers[::2], numbers[1::2], strict=False))


def _corners(element: ElementTree.Element) -> Points:
    """The points that an element names; a text without a place begins where it is moved to."""
    points = list(corners_of(element.get("d", "")))
    tag = element.tag.removeprefix(SVG)
    if element.get("x") is not None or tag in ("text", "use", "image", "rect"):
        at = (float(element.get("x", "0")), float(element.get("y", "0")))
        points.append(at)
        if tag in ("image", "rect"):
            size = (float(element.get("width", "0")), float(element.get("height", "0")))
            points.append((at[0] + size[0], at[1] + size[1]))
    return tuple(points)


def _look_of(element: ElementTree.Element) -> dict[str, str]:
    pairs = [each.split(":", 1) for each in element.get("style", "").split(";") if ":" in each]
    look = {key.strip(): value.strip() for key, value in pairs}
    return look | {
        key: value
        for key, value in element.items()
        if key not in (*PLACES, "style", "id", LINK) and not key.startswith("{")
    }


def new_elements(expected: SvgPage, found: SvgPage) -> list[str]:
    """What a page has that matplotlib does not write, or writes only for the other page."""
    return sorted((Counter(found.others) - Counter(expected.others)).elements())
