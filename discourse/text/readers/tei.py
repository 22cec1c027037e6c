"""TEI XML: the text of the source, with notes and running titles kept apart."""

from collections.abc import Iterator
from typing import Any

from discourse.text.document import DROP, SHOW, Value
from discourse.text.extract import HEADING, Extract, RawFile, join_blocks, tile_blocks
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.markup import MarkupScheme, walk_blocks

NAMESPACE = "http://www.tei-c.org/ns/1.0"

TEI = MarkupScheme(
    blocks=frozenset(
        "text front body back group div div1 div2 div3 div4 div5 div6 div7 head p ab lg l sp "
        "speaker stage list item label table row cell quote epigraph opener closer dateline salute "
        "signed byline docTitle titlePart docAuthor docImprint argument trailer u".split()
    ),
    opens={"head": HEADING},
    # Of two readings, the one of the source is read: <sic>, <orig>, <abbr>.
    left_out=frozenset(["teiHeader", "corr", "reg", "expan", "facsimile", "standOff"]),
    breaks=frozenset(["lb"]),
    apart={"note": DROP, "fw": DROP, "speaker": SHOW, "stage": SHOW},
)


def read_tei(raw: RawFile) -> Iterator[Extract]:
    """Read a TEI document; ``note`` and ``fw`` are dropped, ``speaker`` and ``stage`` are shown."""
    root = _parse_tei(raw)
    text = root.find(f"{{{NAMESPACE}}}text")
    if root.tag not in (f"{{{NAMESPACE}}}TEI", f"{{{NAMESPACE}}}TEI.2") or text is None:
        raise raw.error(
            "is XML, but not a TEI document with a <text>; export it as TEI or as text."
        )
    found = walk_blocks(text, TEI)
    yield Extract(
        join_blocks(found),
        tile_blocks(found),
        name_with_version("lxml"),
        metadata=_tei_metadata(root, text),
    )


def _parse_tei(raw: RawFile) -> Any:
    """Parse a document; nothing is fetched, and entities are refused."""
    etree = import_package("lxml.etree", "lxml", raw.place)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
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
    """Title, author, date and language, as far as the header gives them."""
    header = f"{{{NAMESPACE}}}teiHeader//{{{NAMESPACE}}}"
    elements = {
        "title": root.find(f"{header}titleStmt/{{{NAMESPACE}}}title"),
        "author": root.find(f"{header}titleStmt/{{{NAMESPACE}}}author"),
        "date": root.find(f"{header}publicationStmt/{{{NAMESPACE}}}date"),
    }
    metadata: dict[str, Value] = {
        key: " ".join("".join(element.itertext()).split())
        for key, element in elements.items()
        if element is not None
    }
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    language = text.get(xml_lang) or root.get(xml_lang) or ""
    metadata["language"] = language.partition("-")[0].casefold()
    return {key: value for key, value in metadata.items() if value}
