"""The stored HTML of a notebook's outputs: read as a tree, written again as safe HTML, or a grid.

Nothing is passed through. Kept are a few elements without their attributes, and their text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import regex

from discourse.errors import DiscourseError

KEPT = (
    "b", "br", "code", "div", "em", "figcaption", "figure", "i", "li", "mark", "ol", "p", "pre",
    "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
)  # fmt: skip
AS_PARAGRAPHS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = ("br", "hr", "img", "input", "col", "meta", "link", "area", "base", "embed", "source", "wbr")
UNREAD = ("script", "style", "title", "template", "iframe", "object", "svg", "math", "noscript")

# An image that is in the output itself. One that is SVG is drawn without its scripts and links.
IMAGE = regex.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
DEEPEST = 100  # pandas goes 5 deep; from some 300 on Python's own limit is met
LINE_ID = regex.compile(r"[0-9a-f]{12}:\d+-\d+")


@dataclass
class Element:
    """An element of stored HTML: its tag, attributes, and what is in it."""

    tag: str
    attributes: dict[str, str]
    inside: "list[Element | str]" = field(default_factory=list)

    def text(self) -> str:
        """What is read of it."""
        return "".join(each if isinstance(each, str) else each.text() for each in self.inside)

    def all(self, *tags: str) -> "Iterator[Element]":
        """The elements in it that have one of some tags, in the order of reading."""
        for each in self.inside:
            if isinstance(each, Element):
                if each.tag in tags:
                    yield each
                yield from each.all(*tags)

    @property
    def line_id(self) -> str:
        """The line that it shows, "" if it is none."""
        title = self.attributes.get("title", "")
        return title if LINE_ID.fullmatch(title) else ""


def parse_html(html: str) -> Element:
    """Stored HTML as one element with all of it inside.

    Raises
    ------
    DiscourseError : more elements inside one another than can be walked through.

    Examples
    --------
    >>> parse_html("<p>7 <b>hits</b><script>alert(1)</script>").text()
    '7 hits'
    """
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.open[0]


def safe_html(element: Element, special: Callable[[Element], str | None] = lambda _: None) -> str:
    """What is in an element as HTML: kept tags without attributes, all text escaped.

    Parameters
    ----------
    special : gives the HTML of an element that is written in another way; else None.

    Examples
    --------
    >>> safe_html(parse_html('<p onclick="x()">5 &lt; 7 <img src=x onerror=x()><b>hits</b>'))
    '<p>5 &lt; 7 <b>hits</b></p>'
    """
    return "".join(
        escape(each) if isinstance(each, str) else special(each) or _written(each, special)
        for each in element.inside
    )


def _written(element: Element, special: Callable[[Element], str | None]) -> str:
    if element.tag == "img" and IMAGE.fullmatch(element.attributes.get("src", "")):
        alt = escape(element.attributes.get("alt", ""))
        return f'<img alt="{alt}" src="{element.attributes["src"]}">'
    if element.tag in VOID:
        return "<br>" if element.tag == "br" else ""
    inside = safe_html(element, special)
    if element.tag in AS_PARAGRAPHS:
        return f'<p class="head">{inside}</p>'
    if element.tag not in KEPT:
        return inside
    return f"<{element.tag}{_spanned(element)}>{inside}</{element.tag}>"


def _spanned(element: Element) -> str:
    """The rows and columns that a cell of a table takes."""
    spans = ((name, element.attributes.get(name, "")) for name in ("colspan", "rowspan"))
    return "".join(f' {name}="{value}"' for name, value in spans if regex.fullmatch(r"\d+", value))


class _Parser(HTMLParser):
    """Builds the tree; what is never closed ends with what it stands in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread.append(tag)
        if self.unread:
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)
        if len(self.open) > DEEPEST:
            raise DiscourseError(
                f"an output holds more than {DEEPEST} elements inside one another; show it "
                "otherwise, or clear it."
            )

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.unread:
            del self.unread[self.unread.index(tag) :]
        elif not self.unread and tag in [element.tag for element in self.open[1:]]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.open[-1].inside.append(data)
