"""An OpenDocument text: its paragraphs with all tracked changes accepted, and its notes."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import regex

from discourse.text.document import Value
from discourse.text.extract import (
    HEADING,
    PARAGRAPH,
    Extract,
    RawFile,
    TextBlock,
    join_blocks,
    tile_blocks,
)
from discourse.text.packages import import_package, name_with_version
from discourse.text.readers.archives import check_archive
from discourse.text.readers.runs import Look, Run, make_notes, make_paragraph

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
VECTOR = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
MANIFEST = "META-INF/manifest.xml"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")

# Elements that represent characters. Several spaces count as one, as in the file itself.
SIGN_ELEMENTS = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
# Deleted text, comments, the names of pictures, readings above Chinese or Japanese words, and what
# a field would show elsewhere.
LEFT_OUT = frozenset(
    [
        f"{TEXT}tracked-changes",
        f"{OFFICE}annotation",
        f"{VECTOR}title",
        f"{VECTOR}desc",
        f"{TEXT}hidden-text",
        f"{TEXT}note",
        *PARAGRAPHS,
    ]
)
TITLE_STYLE = "Title"
_WHITE_SPACE = regex.compile(r"[ \t\r\n]+")


def read_odt(raw: RawFile) -> Iterator[Extract]:
    """Read an .odt file, tables included: headings by outline, notes at the end and dropped."""
    etree = import_package("lxml.etree", "lxml", raw.place)
    check_archive(raw, "is damaged, or not an .odt file; open it and save it as .odt.")
    content, styles, metadata = _parse_parts(raw, etree)
    if content is None or (body := content.find(f"{OFFICE}body/{OFFICE}text")) is None:
        raise raw.error("is not an OpenDocument text; open it and save it as .odt.")
    looks = _StyleLooks([tree for tree in (styles, content) if tree is not None])
    blocks = [*_text_blocks(body, looks), *make_notes(_note_bodies(body, looks))]
    yield Extract(
        join_blocks(blocks),
        tile_blocks(blocks),
        name_with_version("lxml"),
        metadata=_odt_metadata(metadata),
    )


def _parse_parts(raw: RawFile, etree: Any) -> list[Any]:
    """Parse the parts of a file: its content, its styles and its metadata; None for a missing one.

    Nothing is fetched, and entities are not expanded.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    parts = ("content.xml", "styles.xml", "meta.xml")
    try:
        with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
            manifest, *found = [_read_archived(archive, name) for name in (MANIFEST, *parts)]
        is_encrypted = b"encryption-data" in manifest
        trees = [
            etree.fromstring(part, parser) if part and not is_encrypted else None for part in found
        ]
    except Exception as error:  # a damaged archive raises what zipfile, zlib and lxml raise
        raise raw.error(
            f"cannot be read as an .odt file ({type(error).__name__}); open and save it again."
        ) from None
    if is_encrypted:
        raise raw.error("is protected by a password; save a copy without one.")
    return trees


def _read_archived(archive: zipfile.ZipFile, name: str) -> bytes:
    return archive.read(name) if name in archive.namelist() else b""


class _StyleLooks:
    """How text looks in each style, with what a style takes over from the one it is based on."""

    def __init__(self, trees: Iterable[Any]) -> None:
        self._styles = {
            (style.get(f"{STYLE}family"), style.get(f"{STYLE}name")): style
            for tree in trees
            for style in tree.iter(f"{STYLE}style")
        }

    def look(self, family: str, name: str | None, outer: Look) -> Look:
        """The look of text in a style, inside text of another look."""
        for style in reversed(list(self._chain(family, name))):
            for properties in style.findall(f"{STYLE}text-properties"):
                outer = _apply_style(outer, properties.attrib)
        return outer

    def is_title(self, name: str | None) -> bool:
        """Whether paragraphs of a style are titles."""
        based_on = {style.get(f"{STYLE}name") for style in self._chain("paragraph", name)}
        return TITLE_STYLE in {name, *based_on}

    def _chain(self, family: str, name: str | None) -> Iterator[Any]:
        """A style and those that it is based on."""
        seen = set()
        while (style := self._styles.get((family, name))) is not None and name not in seen:
            seen.add(name)
            yield style
            name = style.get(f"{STYLE}parent-style-name")


def _apply_style(look: Look, properties: Mapping[str, str]) -> Look:
    """A look as the properties of a style change it."""
    position = properties.get(f"{STYLE}text-position", "").partition(" ")[0]
    display = properties.get(f"{TEXT}display")
    return Look(
        _is_raised_position(position) if position else look.is_raised,
        display == "none" if display else look.is_hidden,
        look.is_ruby,
    )


def _is_raised_position(position: str) -> bool:
    """Whether a position is above the line: "super", or a share of the height such as "33%"."""
    return position == "super" or regex.fullmatch(r"0*[1-9][\d.]*%", position) is not None


def _text_blocks(body: Any, looks: _StyleLooks) -> Iterator[TextBlock]:
    """Read each paragraph that is not empty, outside of notes and comments, as blocks."""
    for paragraph in body.iter(*PARAGRAPHS):
        outer = list(paragraph.iterancestors())
        if any(element.tag in LEFT_OUT - set(PARAGRAPHS) for element in outer):
            continue
        name = paragraph.get(f"{TEXT}style-name")
        is_heading = paragraph.tag == f"{TEXT}h" or looks.is_title(name)
        hidden = any(element.get(f"{TEXT}display") == "none" for element in outer)
        runs = _find_text(paragraph, looks, looks.look("paragraph", name, Look(is_hidden=hidden)))
        yield from make_paragraph(_collapse_spaces(runs), HEADING if is_heading else PARAGRAPH)


def _find_text(element: Any, looks: _StyleLooks, look: Look) -> Iterator[Run]:
    """Find the text in an element, with its look; a text box is a paragraph of its own."""
    yield element.text or "", look
    for child in element:
        if child.tag in SIGN_ELEMENTS:
            yield SIGN_ELEMENTS[child.tag], look
        elif child.tag not in LEFT_OUT and isinstance(child.tag, str):
            is_span = child.tag == f"{TEXT}span"
            style = child.get(f"{TEXT}style-name") if is_span else None
            inner = looks.look("text", style, look)
            is_ruby = inner.is_ruby or child.tag == f"{TEXT}ruby-text"
            yield from _find_text(child, looks, replace(inner, is_ruby=is_ruby))
        yield child.tail or "", look


def _collapse_spaces(runs: Iterable[Run]) -> Iterator[Run]:
    """Collapse white space to one space, and leave it out where a line begins."""
    last = "\n"
    for text, look in runs:
        collapsed = text if text in ("\t", "\n") else _WHITE_SPACE.sub(" ", text)
        if last.endswith((" ", "\t", "\n")):
            collapsed = collapsed.lstrip(" ")
        if collapsed:
            last = collapsed
            yield collapsed, look


def _note_bodies(body: Any, looks: _StyleLooks) -> Iterator[str]:
    """Read the footnotes and endnotes of a text."""
    for note in body.iter(f"{TEXT}note"):
        for paragraph in note.iterfind(f"{TEXT}note-body//{TEXT}p"):
            yield "".join(
                text for text, _ in _collapse_spaces(_find_text(paragraph, looks, Look()))
            )


def _odt_metadata(metadata: Any) -> dict[str, Value]:
    """Title and author from the file's own metadata."""
    if metadata is None:
        return {}
    found = {
        "title": metadata.findtext(f".//{DUBLIN_CORE}title"),
        "author": metadata.findtext(f".//{META}initial-creator")
        or metadata.findtext(f".//{DUBLIN_CORE}creator"),
    }
    return {key: value.strip() for key, value in found.items() if value and value.strip()}
