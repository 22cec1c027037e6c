"""The Markdown of a notebook, read as paragraphs of plain text with what marks them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

import regex

from discourse.text.readers.raised import (
    is_apart,
    is_note_mark,
    is_raised_number,
    raise_digits,
)

if TYPE_CHECKING:
    from markdown_it.token import Token

# Attributes of HTML elements that a reader sees or hears.
_SAID_BY_ATTRIBUTE = (
    "alt", "aria-description", "aria-label", "label", "placeholder", "start", "summary", "title",
    "value",
)  # fmt: skip
_OF_TIME = regex.compile(
    r"\b(?:year|date|time|period|published|edition|from|to|until|since)s?\b", regex.I
)
# Marks and characters by which a reader sees something else than what is written.
_HIDING_TAG = regex.compile(
    r"<(?P<tag>\w+)(?=[^<>]*>)(?:(?<=<(?:bdo|del|s|strike|template|noscript))\b|"
    r"[^<>]*(?:\shidden\b|\bdir\s*=\s*[\"']?rtl|style\s*=\s*[\"'][^\"']*(?:"
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font(?:-size)?\s*:\s*0|"
    r"opacity\s*:\s*0?\.?0\b|line-through|unicode-bidi|direction\s*:\s*rtl|"
    r"color\s*:\s*(?:transparent|white|\#f{3,8}\b)|clip(?:-path)?\s*:|"
    r"(?:left|right|top|text-indent)\s*:\s*-\d{3}|(?:max-)?(?:height|width)\s*:\s*0|transform)))",
    regex.I,
)
# Tags after which a number is no part of the one before.
_DIVIDES = regex.compile(r"<br|</(?:del|s|strike)\b", regex.I)
_OPENS_RAISED = regex.compile(r"<sup\b", regex.I)
_STRIKING_TAGS = ("del", "s", "strike")
_VOID_TAGS = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr")
_TAG = regex.compile(r"<(?P<end>/?)(?P<tag>[\p{L}\d]+)[^<>]*>")
_OVERRIDE = regex.compile(r"[\u202d\u202e][^\u202c]*")
_INVISIBLE = regex.compile(
    r"(?<![\p{L}--\p{Latin}]|\p{M}|\p{So})[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+"
    r"(?![\p{L}--\p{Latin}]|\p{M}|\p{So})",
    regex.V1,
)
# Letters of other scripts that look like Latin ones, where they stand among Latin ones.
_ALIKE = str.maketrans("аеорсухіјѕԁһοανικρυᴏ", "aeopcyxijsdhoavikpuo")
_OF_TWO_SCRIPTS = regex.compile(r"\b(?=\p{L}*\p{Latin})(?=\p{L}*[\p{Cyrillic}\p{Greek}])\p{L}+\b")
_BLOCK_KINDS = {"blockquote_open": "quotation", "heading_open": "heading"}


class MarkdownSpan(NamedTuple):
    """A stretch of a text and its kind; ``claim`` is the title of a link to ``#``."""

    start: int
    end: int
    kind: str
    claim: str = ""


@dataclass
class Paragraph:
    """The text of a block as a reader sees it, its line in the cell (from 1), and its spans.

    The kinds of span are code, quotation, heading, address, emphasis, link, claim, and hidden for
    what a reader does not see as it is written: hidden, struck out, or turned round. ``is_value``
    says that it is a cell of a table that says how many: neither a head, nor in the first column,
    nor in one of years. ``heads`` are what such a cell stands beside and under.
    ``is_cell`` says that it is a cell of any kind.
    """

    line: int
    text: str = ""
    spans: list[MarkdownSpan] = field(default_factory=list)
    is_value: bool = False
    heads: str = ""
    is_cell: bool = False

    def line_of(self, at: int) -> int:
        """The line, in the cell, of a character of the text."""
        return self.line + self.text.count("\n", 0, at)


def read_paragraphs(source: str) -> Iterator[Paragraph]:
    """Read the blocks of a Markdown cell, in reading order.

    Titles of images and links, footnotes and the texts in HTML attributes are paragraphs of their
    own, after the block that contains them. So is the number that a list starts with, unless it is
    1 or goes on from the list before.
    """
    from markdown_it import MarkdownIt

    within: list[str] = []
    lists, columns, elements = _ListNumbers(), _TableColumns(), _OpenElements()
    described: dict[str, Any] = {}
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for token in reader.parse(source, described):
        line = token.map[0] + 1 if token.map else 1
        for number in lists.follow(token):
            yield Paragraph(line, number)
        columns.follow(token)
        if token.nesting == 1:
            within.append(token.type)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            paragraph = _add_inline(Paragraph(line), token.children or [])
            paragraph.spans += turned_spans(paragraph.text)
            if elements.hide:
                paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), "hidden"))
            paragraph.is_value = columns.has_value(paragraph.text, within)
            paragraph.is_cell = "td_open" in within or "th_open" in within
            paragraph.heads = columns.heads_of(paragraph.text, within)
            for block, kind in _BLOCK_KINDS.items():
                if block in within:
                    paragraph.spans.append(MarkdownSpan(0, len(paragraph.text), kind))
            yield paragraph
            hidden = filter(None, _hidden_texts(token.children or []))
            yield from (Paragraph(line, text) for text in hidden)
        elif token.type == "html_block":
            yield from _read_html_block(token.content, line)
            elements.follow(token.content)
        elif token.content:
            code = MarkdownSpan(0, len(token.content), "code")
            yield Paragraph(line, token.content, [code])
    yield from _read_footnotes(described.get("references", {}))


class _ListNumbers:
    """The numbers of the lists of a cell, of which only the first of each list can say anything."""

    def __init__(self) -> None:
        self._next = 1
        self._open: list[int] = []

    def follow(self, token: "Token") -> Iterator[str]:
        """Give the number that a list starts with, if it is not the one that is expected."""
        if token.type == "ordered_list_open":
            start = int(token.attrs.get("start", 1))
            if start not in (0, 1, self._next):
                yield str(start)
            self._open.append(start)
        elif token.type == "ordered_list_close":
            self._next = self._open.pop()
        elif token.type == "bullet_list_open":
            self._open.append(0)
        elif token.type == "bullet_list_close":
            self._open.pop()
        elif token.type == "list_item_close":
            self._open[-1] += 1


class _OpenElements:
    """The elements of HTML that are open between blocks, and whether one of them hides its text."""

    def __init__(self) -> None:
        self._open: list[tuple[str, bool]] = []

    @property
    def hide(self) -> bool:
        """Whether what follows is not seen as it is written."""
        return any(hides for _, hides in self._open)

    def follow(self, source: str) -> None:
        """Go on with a piece of HTML."""
        for found in _TAG.finditer(source):
            tag = found["tag"].lower()
            if found["end"]:
                at = max((at for at, (name, _) in enumerate(self._open) if name == tag), default=-1)
                self._open = self._open[:at] if at >= 0 else self._open
            elif tag not in _VOID_TAGS and not found[0].endswith("/>"):
                self._open.append((tag, _HIDING_TAG.match(found[0]) is not None))


class _TableColumns:
    """The columns of a table, by their heads."""

    def __init__(self) -> None:
        self._at = -1
        self._heads: list[str] = []
        self._side = ""

    def follow(self, token: "Token") -> None:
        """Go on with a token of the table."""
        if token.type == "table_open":
            self._heads = []
        elif token.type == "tr_open":
            self._at = -1
        elif token.type in ("th_open", "td_open"):
            self._at += 1

    def has_value(self, text: str, within: Sequence[str]) -> bool:
        """Whether the text of a cell is a value, and keep it if it is a head."""
        if "th_open" in within:
            self._heads.append(text)
        head = self._heads[self._at] if 0 <= self._at < len(self._heads) else ""
        return "td_open" in within and says_how_many(self._at, head)

    def heads_of(self, text: str, within: Sequence[str]) -> str:
        """The text of the first cell in the row, and the head of the column."""
        if "td_open" not in within:
            return ""
        if self._at == 0:
            self._side = text
            return ""
        return f"{self._side} | {self._heads[self._at] if self._at < len(self._heads) else ''}"


def says_how_many(column: int, head: str) -> bool:
    """Whether a column of a table, counted from 0, has values: not the first, nor one of years.

    Examples
    --------
    >>> says_how_many(1, "hits"), says_how_many(0, "word"), says_how_many(2, "year")
    (True, False, False)
    """
    return column > 0 and not _OF_TIME.search(head)


def _read_footnotes(references: Mapping[str, Any]) -> Iterator[Paragraph]:
    """The footnotes that Markdown without footnotes takes for the targets of links."""
    for label, target in references.items():
        if label.startswith("^"):
            line = target.get("map", [0])[0] + 1
            yield Paragraph(line, f"{target['href']} {target['title']}".strip())


def _hidden_texts(tokens: Sequence["Token"]) -> Iterator[str]:
    """What a reader sees only when the pointer rests on it, or hears."""
    for token in tokens:
        if token.type == "html_inline":
            found = _texts_of_html(token.content, attributes_only=True)
            yield from (text for _, text, _ in found)
        elif token.type in ("image", "link_open") and token.attrs.get("href") != "#":
            yield str(token.attrs.get("title", ""))
        yield from _hidden_texts(token.children or [])


def _add_inline(paragraph: Paragraph, tokens: Sequence["Token"]) -> Paragraph:
    """Add the text and the spans of inline tokens to a paragraph."""
    opened: list[tuple[int, Token]] = []
    hiding: list[tuple[str, int]] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        start = len(paragraph.text)
        if token.type == "html_inline":
            if hides := _HIDING_TAG.match(token.content):
                hiding.append((hides["tag"].lower(), start))
            elif hiding and regex.match(rf"</{hiding[-1][0]}\b", token.content, regex.I):
                tag, opened_at = hiding.pop()
                kind = how_hidden(f"<{tag}>") or "hidden"
                paragraph.spans.append(MarkdownSpan(opened_at, start, kind))
        if token.nesting == 1:
            opened.append((start, token))
        elif token.nesting == -1:
            paragraph.spans.append(_inline_span(*opened.pop(), end=start))
            paragraph.text += " " if token.type == "s_close" else ""
        elif token.type == "image":  # a reader of the text sees its description
            _add_inline(paragraph, token.children or [])
        else:
            said = _visible_text(token)
            is_raised = before is not None and _OPENS_RAISED.match(before.content) is not None
            paragraph.text += _raised_text(said, paragraph.text) if is_raised else said
            if token.type == "code_inline":
                paragraph.spans.append(MarkdownSpan(start, len(paragraph.text), "code"))
    paragraph.spans += [MarkdownSpan(start, len(paragraph.text), "hidden") for _, start in hiding]
    return paragraph


# At which no line ends, as word processors make it.
_HYPHEN = regex.compile(r"(?<=\p{Latin})[\u2010\u2011](?=\p{Latin})")


def turned_spans(text: str) -> Iterator[MarkdownSpan]:
    """What a control character shows from right to left, or against its own direction."""
    return (MarkdownSpan(*found.span(), "hidden") for found in _OVERRIDE.finditer(text))


def plain_letters(text: str) -> str:
    r"""Return a text without invisible characters, with Latin letters and hyphens in Latin words.

    Examples
    --------
    >>> plain_letters("t\u200cwenty"), plain_letters("tw\u0435nty")
    ('twenty', 'twenty')
    >>> plain_letters("twenty\u2011eight")
    'twenty-eight'
    """
    plain = _HYPHEN.sub("-", _INVISIBLE.sub("", text))
    return _OF_TWO_SCRIPTS.sub(lambda word: word[0].translate(_ALIKE), plain)


def places_seen(text: str) -> list[int]:
    r"""Where each letter that `plain_letters` leaves is in the text.

    Examples
    --------
    >>> places_seen("t\u200cwo")
    [0, 2, 3]
    """
    gone = {at for found in _INVISIBLE.finditer(text) for at in range(*found.span())}
    return [at for at in range(len(text)) if at not in gone]


def how_hidden(tag: str) -> str:
    """How a tag of HTML hides its text: "struck", "hidden", or "" if it does not.

    Examples
    --------
    >>> how_hidden("<del>"), how_hidden('<p style="display: none">'), how_hidden("<p>")
    ('struck', 'hidden', '')
    """
    found = _HIDING_TAG.match(tag)
    if found is None:
        return ""
    return "struck" if found["tag"].lower() in _STRIKING_TAGS else "hidden"


def _inline_span(start: int, opening: "Token", end: int) -> MarkdownSpan:
    if opening.type == "s_open":
        return MarkdownSpan(start, end, "struck")
    if opening.type != "link_open":
        return MarkdownSpan(start, end, "emphasis")
    if opening.info == "auto":
        return MarkdownSpan(start, end, "address")
    claim = str(opening.attrs.get("title", "")) if opening.attrs["href"] == "#" else ""
    return MarkdownSpan(start, end, "claim" if claim else "link", " ".join(claim.split()))


def _raised_text(text: str, before: str) -> str:
    """Raised text: an exponent has raised digits, and the mark of a note is left out."""
    if is_raised_number(text) and not is_apart(before):
        return raise_digits(text) if before[-1:].isdigit() else ""
    return text if is_apart(before) or not is_note_mark(text, before) else ""


def _visible_text(token: "Token") -> str:
    """The text that a token shows; an HTML tag keeps its line ends, so that lines are counted."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type != "html_inline":
        return plain_letters(token.content)
    gap = " " if _DIVIDES.match(token.content) else ""
    return gap + "\n" * token.content.count("\n")


class _TextOfHtml(HTMLParser):
    """The texts in a piece of HTML, in elements and in attributes, each with its line.

    Of each text, the last value says whether a reader does not see it as it is written.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[tuple[int, str, bool]] = []
        self.attributes: list[tuple[int, str, bool]] = []
        self._elements = _OpenElements()

    def handle_data(self, data: str) -> None:
        self.texts.append((self.getpos()[0], data, self._elements.hide))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = [value for name, value in attrs if name in _SAID_BY_ATTRIBUTE and value]
        self.attributes += [(self.getpos()[0], value, False) for value in said]
        self._elements.follow(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._elements.follow(f"</{tag}>")


def _texts_of_html(source: str, *, attributes_only: bool = False) -> list[tuple[int, str, bool]]:
    parser = _TextOfHtml()
    parser.feed(source)
    parser.close()
    return parser.attributes if attributes_only else sorted(parser.texts + parser.attributes)


def _read_html_block(source: str, line: int) -> Iterator[Paragraph]:
    for row, text, hidden in _texts_of_html(source):
        plain = plain_letters(text)
        spans = [MarkdownSpan(0, len(plain), "hidden")] if hidden else []
        yield Paragraph(line + row - 1, plain, [*spans, *turned_spans(plain)])
