"""A web page: all visible text is kept, and its main text is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import regex

from discourse.text.document import DROP, Value
from discourse.text.encodings import find_declared_encoding
from discourse.text.extract import HEADING, Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.markup import MarkupScheme, walk_blocks

CHARSET = rb"charset\s*=\s*[\"']?\s*([\w.:-]+)"
# A block with at least this many letters may match part of a line of the main text; shorter ones
# occur in menus too.
WHOLE_LINE = 20

HTML = MarkupScheme(
    blocks=frozenset(
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table "
        "tbody td tfoot th thead tr ul".split()
    ),
    opens=dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], HEADING),
    # Scripts and styles are neither run nor read as text.
    left_out=frozenset(
        "head script style noscript template svg math iframe object select textarea".split()
    ),
    breaks=frozenset(["br"]),
    exact=frozenset(["pre"]),
)


def read_web_page(raw: RawFile) -> Iterator[Extract]:
    """Read the visible text of a page; what trafilatura does not consider main text is dropped.

    What is dropped is a region named "boilerplate", so the audit shows it.
    """
    html = import_package("lxml.html", "lxml", raw.place)
    content = raw.decode(declared=find_declared_encoding(raw.data, CHARSET))
    root = _parse_html(html, content.text, raw)
    _separate_note_marks(root)
    found = walk_blocks(root, HTML)
    marked = _drop_boilerplate(found, content.text, raw.place)
    yield Extract(
        join_blocks(marked),
        tile_blocks(marked),
        name_with_version("trafilatura"),
        metadata=_html_metadata(root),
    )


def _parse_html(html: Any, text: str, raw: RawFile) -> Any:
    """Parse a page; one that the parser would cut short is refused."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError):
        raise raw.error("is not HTML; remove it from the folder.") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise raw.error("is nested too deeply, so that its end would be lost; save it as text.")
    return root


def _separate_note_marks(root: Any) -> None:
    """Put a space before a raised number, which is not part of the word before it."""
    for element in root.iter("sup"):
        if "".join(element.itertext()).strip(" []()").isdecimal():
            element.text = f" {element.text or ''}"


def _drop_boilerplate(found: Sequence[TextBlock], page: str, place: str) -> list[TextBlock]:
    """Mark the blocks of a page that are not part of its main text as dropped."""
    trafilatura = import_package("trafilatura", "trafilatura", place)
    main = trafilatura.extract(page, include_comments=False, favor_recall=True) or ""
    lines = {
        _letters_and_digits(cell) for line in main.splitlines() for cell in (line, *line.split("|"))
    }
    whole = _letters_and_digits(main)
    kept = [
        _letters_and_digits(block.text) in lines
        or (
            len(_letters_and_digits(block.text)) >= WHOLE_LINE
            and _letters_and_digits(block.text) in whole
        )
        for block in found
    ]
    if not any(kept):  # the page is too short to have a main text
        return list(found)
    return [
        block if keep else replace(block, treatment=DROP, name="boilerplate")
        for block, keep in zip(found, kept, strict=True)
    ]


def _letters_and_digits(text: str) -> str:
    """The letters and digits of a line: trafilatura changes white space and punctuation."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", text)


def _html_metadata(root: Any) -> dict[str, Value]:
    """The title and the language that a page declares."""
    title = " ".join((root.findtext(".//title") or "").split())
    language = (root.get("lang") or "").partition("-")[0].casefold()
    declared = {"title": title, "language": language}
    return {key: value for key, value in declared.items() if value}
