"""HTML in a notebook: what it may hold, so that a reader sees its text as it is, and no more.

Text, tables and lists are what this package, pandas and Markdown write. An element that runs code,
draws, or shows another page, and a style that hides, moves or draws something, are none of them.
"""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

import regex

TEXTS = frozenset(
    "a abbr article aside b bdi big blockquote body br caption center cite code col colgroup "
    "dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 head "
    "header hr html i img ins kbd label li main mark nav ol p pre q rp rt ruby s samp section "
    "small span strike strong style sub summary sup svg table tbody td tfoot th thead time "
    "title tr tt u ul var wbr".split()
)
# Properties of a style that leave each text where it is, in sight.
PROPERTIES = regex.compile(
    r"text-(align|decoration|transform|indent)|vertical-align|font(-\w+)?|color|background(-color)?"
    r"|border(-[\w-]+)?|padding(-\w+)?|margin(-\w+)?|(max-|min-)?width|white-space|overflow(-[xy])?"
    r"|line-height|gap|flex-(wrap|grow|shrink)|display|caption-side|list-style(-type)?|table-layout"
    r"|word-(break|wrap)|overflow-wrap|align-items|justify-content|height|break-inside|--[\w-]+"
)
DRAWING = "url(", "gradient(", "attr(", "expression(", "image("  # what draws, or brings in a text
SHOWN = regex.compile(r"(inline-)?(block|flex|grid)|inline|table(-[a-z-]+)?|list-item")
GROUNDS = ("none", "transparent", "white", "inherit", "initial", "#fff", "#ffffff", "")
# Elements that give their spaces a colour or a line, and attributes that give an area its size.
PAINTING = frozenset(("del", "ins", "kbd", "mark", "s", "u"))
SIZES = ("height", "width")
SMALL_PADDING = tuple(map(str, range(11)))
WIDEST, THICKEST = 36.0, 8.0  # points of a padding in a colour, and of a border
LARGEST = 4.0  # of the size of letters around: larger ones draw
_SIZE = {each: regex.compile(rf"(?<![-\w]){each}\s*:") for each in SIZES}
_HIDING = regex.compile(r"hid(?:den|e)\b|invisible|sr-only|d-none|collapsed", regex.IGNORECASE)
_SPACES = regex.compile("[\u00a0\u2000-\u200a\u3000]{6,}")
SMALLEST = 0.5  # of the size of letters around
_RULE = regex.compile(r"([^{}]*)\{([^{}]*)\}")
_COMMENT = regex.compile(r"/\*.*?\*/", regex.DOTALL)
_LENGTH = regex.compile(r"(-?\d*\.?\d+)(px|em|rem|pt|%|ex|mm|cm|vw)?")
_POINTS = {"px": 12.0, "pt": 9.0, "em": 1.0, "rem": 1.0, "%": 100.0}  # of usual letters


def find_odd_html(page: str) -> Iterator[str]:
    """Find what HTML has besides text that is seen where it is written.

    Parameters
    ----------
    page : str
        The HTML, or a part of it.

    Yields
    ------
    str
        Each element, attribute and style of another kind, in the order of the page.

    Examples
    --------
    >>> list(find_odd_html("<table style='color: grey'><tr><td>28</td></tr></table>"))
    []
    >>> list(find_odd_html("<p style='position: absolute'>99</p><iframe src='x'></iframe>"))
    ['the style position: absolute', 'the element iframe']
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    yield from reader.found


class _Reader(HTMLParser):
    """Collects what is odd on a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_style = False
        self.painted: list[str] = []  # the elements that are open and have a colour or a line

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TEXTS:
            self.found.append(f"the element {tag}")
        self.in_style = tag == "style"
        named = dict(attrs)
        if tag in PAINTING or "background" in (named.get("style") or ""):
            self.painted.append(tag)
        self.found += _find_odd_sizes(tag, named)
        for name, value in attrs:
            written = " ".join((value or "").split())
            if name.startswith("on") or written.casefold().startswith(("javascript:", "vbscript:")):
                self.found.append(f"code in the attribute {name}")
            elif name == "hidden":
                self.found.append("the attribute hidden")
            elif name == "background":
                self.found.append("a picture in the attribute background")
            elif name in ("color", "bgcolor"):
                self.found += [f"the attribute {name}: {written}"] * _is_odd("color", written, {})
            elif name == "style":
                self.found += [f"the style {each}" for each in _find_odd_style(written)]

    def handle_endtag(self, tag: str) -> None:
        self.in_style = self.in_style and tag != "style"
        if tag in self.painted:
            self.painted.remove(tag)

    def handle_data(self, data: str) -> None:
        if self.painted and _SPACES.search(data):
            self.found.append("a bar of spaces")
        if not self.in_style:
            return
        sheet = _COMMENT.sub("", data)
        for _, rules in _RULE.findall(sheet):
            self.found += [f"the style {each}" for each in _find_odd_style(rules)]
        if "@" in sheet:
            self.found.append(f"the style {sheet[sheet.index('@') :].split()[0]}")


def _find_odd_sizes(tag: str, named: Mapping[str, str | None]) -> Iterator[str]:
    """Attributes that make a bar of an area, squeeze a picture, or hide what is inside."""
    style = named.get("style") or ""
    if not is_ground(named.get("bgcolor") or "white"):
        odd = [each for each in SIZES if named.get(each, "100%") != "100%"]
        yield from (f"the attribute {each} of an area in a colour" for each in odd)
    if tag == "img" and all(each in named or _SIZE[each].search(style) for each in SIZES):
        yield "a picture with a width and a height of its own"
    if (named.get("cellpadding") or "0").strip("px ") not in SMALL_PADDING:
        yield "the attribute cellpadding"
    if _HIDING.search(named.get("class") or ""):
        yield f"the class {named['class']}"


def _find_odd_style(written: str) -> Iterator[str]:
    """The declarations of a style that hide, move or draw something."""
    pairs = [each.split(":", 1) for each in _COMMENT.sub("", written).split(";") if ":" in each]
    style = {name.strip().casefold(): " ".join(value.split()) for name, value in pairs}
    for name, value in style.items():
        if not PROPERTIES.fullmatch(name) or _is_odd(name, value.casefold(), style):
            yield f"{name}: {value}"


def _is_odd(name: str, value: str, style: dict[str, str]) -> bool:
    value = value.removesuffix("!important").strip()
    if any(each in value for each in DRAWING) or "\\" in value:
        return True
    if name == "display":
        return SHOWN.fullmatch(value) is None
    if name.startswith("overflow") and name != "overflow-wrap":
        return value not in ("auto", "scroll", "visible")
    if name.startswith(("margin", "padding", "text-indent")) and ("-" in value or "calc" in value):
        return True
    if name in ("color", "font-size", "font", "line-height"):
        return _is_unseen(name, value, style)
    if name.removeprefix("max-") in ("width", "height") and _is_too_small(value):
        return True
    if name.startswith("border"):
        return name != "border-spacing" and _is_longer(value, THICKEST)
    if name.startswith("padding"):
        return _is_painted(style) and _is_longer(value, WIDEST)
    return name == "width" and value != "100%" and _is_painted(style)


def _is_painted(style: dict[str, str]) -> bool:
    """Whether an area has a colour of its own: of a share of the width, it is a bar of a chart."""
    return not is_ground(style.get("background-color", style.get("background", "none")))


def is_ground(colour: str) -> bool:
    """Whether a colour is that of the page, so that an area in it draws nothing."""
    return colour.strip().casefold() in GROUNDS


def _is_longer(value: str, most: float) -> bool:
    """Whether one of the lengths of a padding or a border is more than so many points."""
    found = (_LENGTH.fullmatch(each) for each in value.split())
    return any(
        each is not None and float(each[1]) * 12 / _POINTS.get(each[2] or "px", 1.0) > most
        for each in found
    )


def _is_unseen(name: str, value: str, style: dict[str, str]) -> bool:
    """Whether letters have hardly any size, the size of a drawing, or the colour of the ground."""
    from discourse.publish.plots.svg_frames import LEAST_CONTRAST, contrast

    if name == "color":
        from matplotlib.colors import is_color_like, to_rgba

        ground = style.get("background-color", style.get("background", "#ffffff")).split(" ")[0]
        if "layout-color" in value:  # the ground of JupyterLab
            return True
        if value == "transparent" or "rgba" in value:
            return value == "transparent" or value.rstrip(") ").endswith((",0", " 0", "0.0"))
        if not is_color_like(value):
            return False
        ground = ground if is_color_like(ground) and to_rgba(ground)[3] else "#ffffff"
        return contrast(value, ground) < LEAST_CONTRAST
    if name == "line-height" and "font-size" in style:  # raised, as the numbers of hits are
        return False
    found = _LENGTH.search(value)
    usual = "em" if name == "line-height" else "px"
    if found is None:
        return False
    size = float(found[1]) / _POINTS.get(found[2] or usual, 1.0)
    return size < SMALLEST or (size > LARGEST and name != "line-height")


def _is_too_small(value: str) -> bool:
    """Whether a width or a height is too small to show a text."""
    found = _LENGTH.fullmatch(value)
    return found is not None and float(found[1]) <= 0.5 * _POINTS.get(found[2] or "px", 1.0) / 10
