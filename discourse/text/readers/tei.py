"""TEI XML: the edited text or that of the source, with all else kept apart."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from discourse.text.document import COUNT, EDITED, Value
from discourse.text.extract import Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.line_ends import join_broken_words
from discourse.text.readers.tei_blocks import find_text_blocks
from discourse.text.readers.tei_elements import TEI
from discourse.text.readers.tei_tree import read_words

INCLUDE = "{http://www.w3.org/2001/XInclude}include"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BLOCK_END = "\0"  # no XML contains it
_HEADER = f"{TEI}teiHeader//{TEI}"
# When a text was spoken or written, and failing that when it was published.
_DATES = ("setting", "creation", "publicationStmt")


def read_tei(raw: RawFile) -> Iterator[Extract]:
    """Read a TEI document.

    Of several readings one is counted: the edited text, or with ``reading="original"`` that of the
    source. The others, notes and descriptions are dropped; who speaks and what happens is shown.
    They follow the paragraph in which they are, so that they divide no word and no phrase. Speeches
    and utterances are turns with their speaker.
    """
    root = _parse_edition(raw)
    text = root.find(f"{TEI}text")
    if root.tag not in (f"{TEI}TEI", f"{TEI}TEI.2") or text is None:
        raise raw.error(
            "is XML, but not a TEI document with a <text>; export it as TEI or as text."
        )
    missing = next(text.iter(INCLUDE), None)
    if missing is not None:
        raise raw.error(
            f"includes {missing.get('href')!r}, and nothing is fetched; put its text in its place."
        )
    found = _join_line_ends(find_text_blocks(root, text, raw.reading))
    other = "" if raw.reading == EDITED else f", {raw.reading} reading"
    yield Extract(
        join_blocks(found),
        tile_blocks(found),
        name_with_version("lxml") + other,
        metadata=_tei_metadata(root, text),
    )


def _join_line_ends(blocks: list[TextBlock]) -> list[TextBlock]:
    """Join words that a line break divides behind a hyphen, as in a PDF."""
    if not any("-\n" in block.text or "\u2010\n" in block.text for block in blocks):
        return blocks
    whole = _BLOCK_END.join(block.text if block.treatment == COUNT else "" for block in blocks)
    joined = join_broken_words([whole])[0].split(_BLOCK_END)
    return [
        replace(block, text=text) if text else block
        for block, text in zip(blocks, joined, strict=True)
    ]


def _parse_edition(raw: RawFile) -> Any:
    """Parse a document; nothing is fetched, and entities are refused."""
    etree = import_package("lxml.etree", "lxml", raw.place)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw.data, parser)
    except etree.XMLSyntaxError as error:
        raise raw.error(f"is not well-formed XML: {error.msg}; correct it there.") from None
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise raw.error(
            f"contains the entity {entity.text}, and entities are not expanded; "
            "write the character itself."
        )
    return root


def _tei_metadata(root: Any, text: Any) -> dict[str, Value]:
    """Title, author, date and language, as far as the document gives them."""
    dates = (root.find(f"{_HEADER}{place}/{TEI}date") for place in _DATES)
    title, author = (root.find(f"{_HEADER}titleStmt/{TEI}{name}") for name in ("title", "author"))
    edition = text.find(f".//{TEI}div[@type='edition'][@{LANGUAGE}]")
    languages = (element.get(LANGUAGE) for element in (edition, text, root) if element is not None)
    metadata: dict[str, Value] = {
        "title": read_words(title),
        "author": read_words(author),
        "date": next(filter(None, map(_read_date, dates)), ""),
        "language": next(filter(None, languages), "").partition("-")[0].casefold(),
    }
    return {key: value for key, value in metadata.items() if value}


def _read_date(element: Any) -> str:
    """A date in the form that computers read, if it is given, and otherwise as it is written."""
    return "" if element is None else element.get("when") or read_words(element)
