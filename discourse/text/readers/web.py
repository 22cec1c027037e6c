"""A web page: all of its visible text, of which the main text is counted."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import regex

from discourse.text.document import DROP, Value
from discourse.text.encodings import find_declared
from discourse.text.extract import HEADING, Extract, Raw, TextBlock, divide, text_of
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.markup import Scheme, walk_blocks

CHARSET = rb"charset\s*=\s*[\"']?\s*([\w.:-]+)"
WHOLE_LINE = 20  # letters from which a block may be a part of a line: fewer stand in menus too

HTML = Scheme(
    blocks=frozenset(
        "address article aside blockquote body caption dd details div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table "
        "tbody td tfoot th thead tr ul".split()
    ),
    opens=dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6"], HEADING),
    # Scripts and styles are never run, and are no text either.
    left_out=frozenset(
        "head script style noscript template svg math iframe object select textarea".split()
    ),
    breaks=frozenset(["br"]),
    exact=frozenset(["pre"]),
)


def read_web_page(raw: Raw) -> Iterator[Extract]:
    """The visible text of a page; what trafilatura does not hold for the main text is dropped.

    What is dropped is a region named "boilerplate", so the audit shows it.
    """
    html = import_package("lxml.html", "lxml", raw.place)
    content = raw.decoded(declared=find_declared(raw.data, CHARSET))
    root = _parsed(html, content.text, raw)
    _part_note_marks(root)
    found = walk_blocks(root, HTML)
    marked = _main(found, content.text, raw.place)
    yield Extract(
        text_of(marked), divide(marked), name_with_version("trafilatura"), metadata=_metadata(root)
    )


def _parsed(html: Any, text: str, raw: Raw) -> Any:
    """The tree of a page."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (html.etree.ParserError, html.etree.XMLSyntaxError):
        raise raw.refused("is no HTML; take it out of the folder.") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise raw.refused("is nested too deeply, so its end would be lost; save it as text.")
    return root


def _part_note_marks(root: Any) -> None:
    """Put a blank before a raised number: it is no part of the word that it stands behind."""
    for element in root.iter("sup"):
        if "".join(element.itertext()).strip(" []()").isdecimal():
            element.text = f" {element.text or ''}"


def _main(found: Sequence[TextBlock], page: str, place: str) -> list[TextBlock]:
    """The blocks of a page, those marked as dropped that are not of its main text."""
    trafilatura = import_package("trafilatura", "trafilatura", place)
    main = trafilatura.extract(page, include_comments=False, favor_recall=True) or ""
    lines = {_letters(cell) for line in main.splitlines() for cell in (line, *line.split("|"))}
    whole = _letters(main)
    kept = [
        _letters(block.text) in lines
        or (len(_letters(block.text)) >= WHOLE_LINE and _letters(block.text) in whole)
        for block in found
    ]
    if not any(kept):  # a page so short that nothing in it is more than the rest
        return list(found)
    return [
        block if keep else replace(block, treatment=DROP, name="boilerplate")
        for block, keep in zip(found, kept, strict=True)
    ]


def _letters(text: str) -> str:
    """A line without blanks and signs, which trafilatura changes."""
    return regex.sub(r"[^\p{L}\p{N}]+", "", text)


def _metadata(root: Any) -> dict[str, Value]:
    """What a page says of itself: its title and its language."""
    title = " ".join((root.findtext(".//title") or "").split())
    language = (root.get("lang") or "").partition("-")[0].casefold()
    said = {"title": title, "language": language}
    return {key: value for key, value in said.items() if value}
