"""TEI XML: the edited text or that of the source, with all else kept apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from discourse.errors import DiscourseError
from discourse.text.document import COUNT, EDITED, Value
from discourse.text.extract import Extract, RawFile, TextBlock, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.line_ends import join_broken_words
from discourse.text.readers.tei_blocks import find_text_blocks
from discourse.text.readers.tei_elements import TEI
from discourse.text.readers.tei_speakers import find_speakers
from discourse.text.readers.tei_tree import IDENTIFIER, read_element_text

INCLUDE = "{http://www.w3.org/2001/XInclude}include"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
DOCUMENT_TAGS = (f"{TEI}TEI", f"{TEI}TEI.2")
CORPUS_TAGS = (f"{TEI}teiCorpus", f"{TEI}teiCorpus.2")
_BLOCK_END = "\0"  # no XML contains it
_HEADER = f"{TEI}teiHeader//{TEI}"
# When a text was spoken or written, and failing that when it was published.
_DATES = ("setting", "creation", "publicationStmt")


def read_tei(raw: RawFile) -> Iterator[Extract | DiscourseError]:
    """Read a TEI document, or each document of a ``teiCorpus``.

    Of several readings one is counted: the edited text, or with ``reading="original"`` that of the
    source. The others, notes and descriptions are dropped; who speaks and what happens is shown.
    They follow the paragraph in which they are, so that they divide no word and no phrase. Speeches
    and utterances are turns with their speaker.
    """
    root = _parse_edition(raw)
    documents = [each for each in root.iter(*DOCUMENT_TAGS, *CORPUS_TAGS) if _is_document(each)]
    _check_includes(root, documents, raw)
    if not any(document.find(f"{TEI}text") is not None for document in documents):
        raise raw.error(
            "is XML, but not a TEI document with a <text>; export it as TEI or as text."
        )
    speakers = find_speakers(root)
    for number, document in enumerate(documents, 1):
        own = document.get(IDENTIFIER) or number
        name = "" if len(documents) == 1 else f"{raw.path.stem}/{own}"
        if document.find(f"{TEI}text") is None:
            yield raw.error(f"has no <text> in its document {str(own)!r}; remove that one there.")
        else:
            yield _extract_document(document, name, raw, speakers)


def _is_document(element: Any) -> bool:
    """Whether an element has a text, or should have one: it contains no other documents."""
    if element.find(f"{TEI}text") is not None:
        return True
    return element.tag in DOCUMENT_TAGS and all(element.find(tag) is None for tag in DOCUMENT_TAGS)


def _check_includes(root: Any, documents: Sequence[Any], raw: RawFile) -> None:
    """Refuse a file whose texts, or parts of them, are in other files."""
    inside = (each for document in documents for each in document.iterfind(f"{TEI}text//{INCLUDE}"))
    missing = next(inside, None)
    if missing is not None:
        raise raw.error(
            f"includes {missing.get('href')!r}, and nothing is fetched; put its text in its place."
        )
    outer = [root] if root.tag in CORPUS_TAGS else []
    outer += [each for each in documents if each.find(f"{TEI}text") is None]
    found = (each.find(INCLUDE) for each in outer)
    included = (each for each in found if each is not None)
    whole = root if root.tag == INCLUDE else next(included, None)
    if whole is not None:
        raise raw.error(
            f"includes {whole.get('href')!r}, and nothing is fetched; read the files that it "
            "includes, and leave this one out."
        )


def _extract_document(
    document: Any, name: str, raw: RawFile, speakers: Mapping[str, str]
) -> Extract:
    found = _join_line_ends(find_text_blocks(document, raw.reading, speakers))
    other = "" if raw.reading == EDITED else f", {raw.reading} reading"
    return Extract(
        join_blocks(found),
        tile_blocks(found),
        name_with_version("lxml") + other,
        name,
        _tei_metadata(document),
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
        raise raw.error(_explain_syntax_error(error, etree)) from None
    entity = next(root.iter(etree.Entity), None)
    if entity is not None:
        raise raw.error(
            f"contains the entity {entity.text}, and entities are not expanded; "
            "write the character itself."
        )
    return root


def _explain_syntax_error(error: Any, etree: Any) -> str:
    """Say what is wrong with XML; two limits of the parser are named in its own terms."""
    if "depth" in error.msg and error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return (
            f"is nested deeper than 256 elements in line {error.lineno}, and is not read to its "
            "end; remove elements there that contain nothing but one other, or export it again."
        )
    if error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT or "XML_PARSE_HUGE" in error.msg:
        return (
            "has a value, or a text that no element divides, of more than 10 million characters; "
            "divide it into paragraphs."
        )
    return f"is not well-formed XML: {error.msg}; correct it there."


def _tei_metadata(root: Any) -> dict[str, Value]:
    """Title, author, date and language, as far as the document gives them."""
    dates = (root.find(f"{_HEADER}{place}/{TEI}date") for place in _DATES)
    title, author = (root.find(f"{_HEADER}titleStmt/{TEI}{name}") for name in ("title", "author"))
    text = root.find(f"{TEI}text")
    edition = text.find(f".//{TEI}div[@type='edition'][@{LANGUAGE}]")
    languages = (
        element.get(LANGUAGE)
        for element in (edition, text, root, *root.iterancestors())
        if element is not None
    )
    metadata: dict[str, Value] = {
        "title": read_element_text(title),
        "author": read_element_text(author),
        "date": next(filter(None, map(_read_date, dates)), ""),
        "language": next(filter(None, languages), "").partition("-")[0].casefold(),
    }
    return {key: value for key, value in metadata.items() if value}


def _read_date(element: Any) -> str:
    """A date in the form that computers read, if it is given, and otherwise as it is written."""
    return "" if element is None else element.get("when") or read_element_text(element)
