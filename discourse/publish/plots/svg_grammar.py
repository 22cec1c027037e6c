"""What the SVG of a figure consists of, and what else a file has that could change its picture."""

from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

import regex

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
# The elements that matplotlib writes for a figure, and the attributes of each.
ATTRIBUTES = {
    "svg": ("width", "height", "viewBox", "version"),
    "title": (),
    "defs": (),
    "style": ("type",),
    "g": ("id", "clip-path", "style", "transform"),
    "path": ("id", "d", "style", "clip-path"),
    "use": (LINK, "x", "y", "style"),
    "text": ("x", "y", "style", "transform"),
    "tspan": ("x", "y", "style"),
    "image": (LINK, "id", "x", "y", "width", "height", "transform", "style", "opacity"),
    "clipPath": ("id",),
    "rect": ("x", "y", "width", "height"),
}
# The elements in which each of them may be.
PARENTS = {
    "title": ("svg",), "metadata": ("svg",), "defs": ("svg", "g"), "style": ("defs",),
    "g": ("svg", "g"), "path": ("g", "defs", "clipPath"), "use": ("g",), "text": ("g",),
    "tspan": ("text",), "image": ("g",), "clipPath": ("defs",), "rect": ("clipPath", "g"),
}  # fmt: skip
STYLES = (
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "stroke-linecap",
    "stroke-opacity", "stroke-dasharray", "stroke-dashoffset", "opacity", "image-rendering",
    "font-size", "font-family", "font-style", "font-weight", "font-stretch", "font-variant",
    "text-anchor",
)  # fmt: skip
SHEET = "*{stroke-linejoin: round; stroke-linecap: butt}"
ONCE = ("title", "metadata", "style")
_STEP = regex.compile(r"[MLQCz]|-?\d+(?:\.\d+)?(?:e-?\d+)?")  # of a path: a command, a number
_REFERENCE = regex.compile(r"url\(|href|@|expression|\\|/\*|!", regex.IGNORECASE)
SLACK = 1e-3  # points in which the sides of a page and of its view may differ


def find_odd_xml(
    raw: bytes, root: ElementTree.Element, width: float, height: float
) -> Iterator[str]:
    """Find what no figure of matplotlib has: elements, attributes, styles, notes, a cut view.

    Parameters
    ----------
    raw : bytes
        The file.
    root : Element
        Its root.
    width, height : float
        The sides of the page.

    Yields
    ------
    str
        What there is, in the words of SVG.
    """
    yield from _find_notes(raw)
    yield from _find_odd_view(root.get("viewBox", ""), width, height)
    yield from _find_odd_elements(root, "")
    for tag in ONCE:
        if len(root.findall(f".//{SVG}{tag}")) > 1:
            yield f"{tag} more than once"
    ids = Counter(each.get("id") for each in root.iter() if each.get("id"))
    yield from (f"the id {name} {times} times" for name, times in ids.items() if times > 1)
    known = {f"#{name}" for name in ids}
    for each in root.iter(f"{SVG}use"):
        if each.get(LINK) not in known:
            yield f"a use of {each.get(LINK)}, which is not there"
    areas = {f"url(#{each.get('id')})": len(each) for each in root.iter(f"{SVG}clipPath")}
    for each in root.iter():
        area = each.get("clip-path")
        if area is not None and areas.get(area) != 1:  # programs then show all of it, or nothing
            yield f"{each.tag.removeprefix(SVG)} cut to {area}, which is no area"


def _find_notes(raw: bytes) -> Iterator[str]:
    """Comments, instructions to programs, and definitions before the root."""
    found: list[str] = []
    parser = expat.ParserCreate()
    parser.CommentHandler = lambda data: found.append(f"a comment: {data.strip()[:40]}")
    parser.ProcessingInstructionHandler = lambda target, _: found.append(f"<?{target}")
    parser.StartDoctypeDeclHandler = lambda _name, _system, _public, inside: (
        found.append("definitions in its DOCTYPE") if inside else None
    )
    parser.Parse(raw, True)
    yield from found
    if raw.rstrip()[-6:] != b"</svg>":
        yield "something after </svg>"


def _find_odd_view(view: str, width: float, height: float) -> Iterator[str]:
    """A view that shows a cut of the page, or the page in another size."""
    sides = [float(side) for side in view.split()]
    wanted = (0.0, 0.0, width, height)
    if len(sides) != 4 or any(abs(a - b) > SLACK for a, b in zip(sides, wanted, strict=True)):
        yield f"the view {view}, which is not the whole page"


def _find_odd_elements(element: ElementTree.Element, parent: str) -> Iterator[str]:
    tag = element.tag.removeprefix(SVG)
    if tag == "metadata" and parent == "svg":
        return  # it is not drawn, and is compared as a whole
    if tag not in ATTRIBUTES or parent not in PARENTS.get(tag, ("",)):
        yield f"{tag} in {parent or 'the file'}"
    for key, value in element.items():
        name = key.removeprefix("{http://www.w3.org/1999/xlink}")
        if key not in ATTRIBUTES.get(tag, ()):
            yield f"{tag} {name}"
        elif key == "style":
            yield from _find_odd_styles(tag, value)
        elif key == "d" and not all(map(_STEP.fullmatch, value.split())):
            yield f"{tag} with other commands than those of a figure"
    if tag == "style" and (element.text or "") != SHEET:
        yield "style"
    if tag not in ("text", "tspan", "title", "style") and (element.text or "").strip():
        yield f"text in {tag}"
    for child in element:
        yield from _find_odd_elements(child, tag)
        if tag not in ("text", "tspan") and (child.tail or "").strip():
            yield f"text in {tag}"


def _find_odd_styles(tag: str, written: str) -> Iterator[str]:
    names = Counter(each.partition(":")[0].strip() for each in written.split(";") if each.strip())
    for name, times in names.items():
        if name not in STYLES:
            yield f"{tag} {name}"
        elif times > 1 and name != "image-rendering":
            yield f"{tag} {name} {times} times"
    if _REFERENCE.search(written):
        yield f"{tag} style {written[:60]}"
