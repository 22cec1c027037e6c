"""The stored HTML of a notebook's outputs: parsed to a tree, and written again as safe HTML.

Nothing is passed through as it is: a few elements are kept, with few attributes, with their text
escaped.
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
KEPT_ATTRIBUTES = {
    "colspan": regex.compile(r"\d+"),
    "rowspan": regex.compile(r"\d+"),
    "dir": regex.compile("ltr|rtl"),
}
AS_PARAGRAPHS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = ("br", "hr", "img", "input", "col", "meta", "link", "area", "base", "embed", "source", "wbr")
UNREAD = ("script", "style", "title", "template", "iframe", "object", "svg", "math", "noscript")

# An image that the output itself contains. Browsers draw an SVG image without scripts and links.
IMAGE = regex.compile(r"data:image/(?:png|jpeg|svg\+xml);base64,[A-Za-z0-9+/]+={0,2}")
DEEPEST = 100  # pandas nests 5 deep; at about 300, Python's recursion limit is reached
LINE_ID = regex.compile(r"[0-9a-f]{12}:\d+-\d+")


@dataclass
class HtmlElement:
    """An element of stored HTML: its tag, its attributes, and its content."""

    tag: str
    attributes: dict[str, str]
    inside: "list[HtmlElement | str]" = field(default_factory=list)

    def text(self) -> str:
        """The text in the element."""
        return "".join(each if isinstance(each, str) else each.text() for each in self.inside)

    def all(self, *tags: str) -> "Iterator[HtmlElement]":
        """The elements inside this one that have one of the tags, in document order."""
        for each in self.inside:
            if isinstance(each, HtmlElement):
                if each.tag in tags:
                    yield each
                yield from each.all(*tags)

    @property
    def line_id(self) -> str:
        """The id of the line that the element shows; "" if it shows none."""
        title = self.attributes.get("title", "")
        return title if LINE_ID.fullmatch(title) else ""


def parse_html(html: str) -> HtmlElement:
    """Parse stored HTML into one element that contains all of it.

    Raises
    ------
    DiscourseError
        If elements are nested more deeply than `DEEPEST`.

    Examples
    --------
    >>> parse_html("<p>7 <b>hits</b><script>alert(1)</script>").text()
    '7 hits'
    """
    parser = _TreeParser()
    parser.feed(html)
    parser.close()
    return parser.open[0]


def write_safe_html(
    element: HtmlElement, special: Callable[[HtmlElement], str | None] = lambda _: None
) -> str:
    """Write the content of an element as HTML: kept tags with few attributes, all text escaped.

    Parameters
    ----------
    element : HtmlElement
        The element; its own tag is not written.
    special : callable, optional
        Gives the HTML of an element that is written in another way, and None for all others.

    Examples
    --------
    >>> write_safe_html(parse_html('<p onclick="x()">5 &lt; 7 <img src=x onerror=x()><b>hits</b>'))
    '<p>5 &lt; 7 <b>hits</b></p>'
    """
    return "".join(
        escape(each)
        if isinstance(each, str)
        else special(each) or _write_safe_element(each, special)
        for each in element.inside
    )


def _write_safe_element(element: HtmlElement, special: Callable[[HtmlElement], str | None]) -> str:
    if element.tag == "img" and IMAGE.fullmatch(element.attributes.get("src", "")):
        alt = escape(element.attributes.get("alt", ""))
        return f'<img alt="{alt}" src="{element.attributes["src"]}">'
    if element.tag in VOID:
        return "<br>" if element.tag == "br" else ""
    inside = write_safe_html(element, special)
    if element.tag in AS_PARAGRAPHS:
        return f'<p class="head">{inside}</p>'
    if element.tag not in KEPT:
        return inside
    return f"<{element.tag}{_kept_attributes(element)}>{inside}</{element.tag}>"


def _kept_attributes(element: HtmlElement) -> str:
    """How many rows and columns a cell spans, and the direction of a text."""
    spans = ((name, element.attributes.get(name, "")) for name in KEPT_ATTRIBUTES)
    return "".join(
        f' {name}="{value}"' for name, value in spans if KEPT_ATTRIBUTES[name].fullmatch(value)
    )


class _TreeParser(HTMLParser):
    """Builds the tree; an element that is never closed ends with the one that contains it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [HtmlElement("", {})]
        self.unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread.append(tag)
        if self.unread:
            return
        element = HtmlElement(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)
        if len(self.open) > DEEPEST:
            raise DiscourseError(
                f"an output nests more than {DEEPEST} elements inside one another; show it "
                "in another way, or clear it."
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
