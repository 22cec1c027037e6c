"""The parts of an SVG page that matplotlib wrote: what is drawn, in which group, and where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import regex

from discourse.errors import DiscourseError

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
DRAWN = ("path", "use", "image", "text", "rect", "circle", "ellipse", "line", "polygon", "polyline")
UNSEEN = ("metadata", "title", "clipPath", "defs")
HOLDERS = ("svg", "g")
PLACES = ("x", "y", "d", "transform", "width", "height", "clip-path")
_NUMBER = regex.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_DECIMAL = regex.compile(rb"-?\d+\.\d{4,}")
_ID = regex.compile(rb"(id=\"|#)([A-Za-z][0-9a-f]{10})\b")
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class SvgPart:
    """Something that is drawn: an element, its look, its corners, and the text in it."""

    group: str  # the ids of the groups around it
    tag: str
    look: Mapping[str, str]
    shape: str  # of a mark that is used several times, the corners of the mark
    points: tuple[tuple[float, float], ...]
    text: str

    @property
    def box(self) -> Box:
        """The smallest box around its corners."""
        across, down = zip(*(self.points or ((0.0, 0.0),)), strict=True)
        return min(across), min(down), max(across), max(down)


@dataclass(frozen=True)
class SvgPage:
    """A page: its width and height in points, and what is drawn on it, from the back to the top."""

    width: float
    height: float
    title: str
    parts: tuple[SvgPart, ...]
    others: tuple[str, ...]  # elements that matplotlib does not write for a figure


def without_ids(raw: bytes) -> bytes:
    """An SVG in thousandths of a point, with the ids of shapes and clips counted.

    Both follow from digits that a record does not have.
    """
    numbers: dict[bytes, bytes] = {}
    counted = _ID.sub(
        lambda match: match[1] + numbers.setdefault(match[2], b"%d" % len(numbers)), raw
    )
    return _DECIMAL.sub(lambda match: b"%.3f" % (round(float(match[0]), 3) + 0.0), counted)


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
        shapes = {f"#{each.get('id')}": each.get("d", "") for each in root.iter(f"{SVG}path")}
        parts = tuple(_find_parts(root, "", shapes))
    except (ValueError, RecursionError) as error:
        raise DiscourseError(f"a malformed SVG ({error})") from None
    return SvgPage(
        width, height, root.findtext(f"{SVG}title") or "", parts, tuple(_find_others(root))
    )


def _find_parts(
    element: ElementTree.Element, group: str, shapes: Mapping[str, str]
) -> Iterator[SvgPart]:
    tag = element.tag.removeprefix(SVG)
    if tag in UNSEEN:
        return
    if tag == "g" and element.get("id"):
        group = f"{group}/{element.get('id')}".strip("/")
    if tag in DRAWN:
        yield _read_part(element, tag, group, shapes)
    for child in element:
        yield from _find_parts(child, group, shapes)


def _read_part(
    element: ElementTree.Element, tag: str, group: str, shapes: Mapping[str, str]
) -> SvgPart:
    numbers = [float(each) for each in _NUMBER.findall(element.get("d", ""))]
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    if element.get("x") is not None:
        at = (float(element.get("x", "0")), float(element.get("y", "0")))
        points.append(at)
        if tag == "image":
            size = (float(element.get("width", "0")), float(element.get("height", "0")))
            points.append((at[0] + size[0], at[1] + size[1]))
    pairs = [each.split(":", 1) for each in element.get("style", "").split(";") if ":" in each]
    look = {key.strip(): value.strip() for key, value in pairs}
    look |= {
        key: value
        for key, value in element.items()
        if key not in (*PLACES, "style", "id", LINK) and not key.startswith("{")
    }
    link = element.get(LINK, "")
    shape = shapes.get(link, link) if tag in ("use", "image") else ""
    text = "".join(element.itertext()) if tag == "text" else ""
    return SvgPart(group, tag, look, " ".join(shape.split()), tuple(points), text.strip())


def _find_others(root: ElementTree.Element) -> Iterator[str]:
    """Elements that hide or change what is drawn, and that matplotlib does not write."""
    known = {*DRAWN[:4], *UNSEEN, *HOLDERS, "style", "tspan", "rect"}
    for element in root.iter():
        if element.tag.startswith(SVG) and element.tag.removeprefix(SVG) not in known:
            yield element.tag.removeprefix(SVG)
        elif element.tag == f"{SVG}style" and (element.text or "").count("{") != 1:
            yield "style"
        elif element.tag == f"{SVG}g":
            yield from (
                f"g {key}"
                for key in element.keys()
                if key not in ("id", "clip-path", "transform", "style", "opacity")
            )
