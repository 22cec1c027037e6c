"""SVG for a page with a strict content policy: few elements and attributes, no style, no script."""

from html import escape
from xml.etree import ElementTree

import regex

from discourse.publish.plots.svg_grammar import LINK, SVG

KEPT_ELEMENTS = ("svg", "g", "path", "use", "text", "tspan", "rect", "image", "defs", "clipPath")
# What a figure needs of SVG. Styles become attributes, which a content policy does not block.
KEPT_ATTRIBUTES = (
    "clip-path", "d", "dominant-baseline", "fill", "fill-opacity", "fill-rule", "font-family",
    "font-size", "font-style", "font-weight", "height", "id", "opacity", "stroke",
    "stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin",
    "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor", "transform", "viewBox",
    "width", "x", "y",
)  # fmt: skip

# On the page, a figure is this many times larger than in print.
ENLARGEMENT = 1.9


def write_safe_svg(source: str, name: str) -> str:
    """Write SVG again with only what a figure needs; its ids begin with the figure's name.

    Examples
    --------
    >>> write_safe_svg('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9pt" '
    ...          'height="9pt"><script>x()</script><g onclick="x()" style="fill: red"/></svg>', "f")
    '<svg viewBox="0 0 9 9" width="17.1" height="17.1"><g fill="red"></g></svg>'
    """
    return _write_svg_element(ElementTree.fromstring(source), name)


def _write_svg_element(element: ElementTree.Element, name: str) -> str:
    tag = element.tag.removeprefix(SVG)
    if tag not in KEPT_ELEMENTS:
        return ""
    attributes = _safe_attributes(element, name)
    if tag == "svg":
        for side in ("width", "height"):
            attributes[side] = f"{float(attributes[side].removesuffix('pt')) * ENLARGEMENT:.4g}"
    written_out = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    inside = escape(element.text.strip()) if element.text else ""
    inside += "".join(_write_svg_element(child, name) for child in element)
    return f"<{tag}{written_out}>{inside}</{tag}>"


def _safe_attributes(element: ElementTree.Element, name: str) -> dict[str, str]:
    """The attributes of an element that are kept; its style becomes attributes."""
    pairs = [each.split(":", 1) for each in element.get("style", "").split(";") if ":" in each]
    given = {key.strip(): value.strip() for key, value in pairs} | dict(element.items())
    kept = {key: value for key, value in given.items() if key in KEPT_ATTRIBUTES}
    if "id" in kept:
        kept["id"] = f"{name}-{kept['id']}"
    if "clip-path" in kept:
        kept["clip-path"] = regex.sub(r"url\(#(.*)\)", rf"url(#{name}-\1)", kept["clip-path"])
    if "font-family" in kept:
        kept["font-family"] += ", sans-serif"
    target = given.get(LINK, "")
    if target.startswith("#"):
        kept["href"] = f"#{name}-{target[1:]}"
    elif target.startswith("data:image/png;base64,"):
        kept["href"] = target
    return {key: " ".join(value.split()) for key, value in kept.items()}
