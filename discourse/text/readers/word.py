"""A Word file: its paragraphs with all tracked changes accepted, and its notes."""

import io
from collections.abc import Iterator, Mapping, Set
from typing import Any, NamedTuple

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

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COPIES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NOTES = ("footnotes", "endnotes")

# Elements that represent a character: a tab, line ends, a non-breaking hyphen, a soft hyphen.
SIGN_ELEMENTS = {
    "tab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
# Deleted text, text moved elsewhere, and the copy of a text box for older programs.
GONE = frozenset([f"{WORD}del", f"{WORD}moveFrom", COPIES])
# Rows and cells of a table that were deleted.
DELETED_CELLS = (f"{WORD}trPr/{WORD}del", f"{WORD}tcPr/{WORD}cellDel")
NO_TEXT = frozenset([f"{WORD}p", f"{WORD}pPr", f"{WORD}rPr"])
SWITCHED_OFF = ("0", "false", "off")

# The size of letters in half-points, if a document gives none; a number with or without its unit.
USUAL_SIZE = 20
_SIZE = regex.compile(r"([-+]?\d+(?:\.\d+)?)(pt)?")


class _Format(NamedTuple):
    """What is said of the look of a run or a style; None is nothing. Sizes are half-points."""

    is_raised: bool | None = None
    is_hidden: bool | None = None
    position: float | None = None
    size: float | None = None
    is_ruby: bool | None = None

    @property
    def is_above_line(self) -> bool:
        return (self.position or 0) > 0

    def over(self, other: "_Format") -> "_Format":
        """Put this format over another one, which holds where this one says nothing."""
        said = {name: value for name, value in self._asdict().items() if value is not None}
        return other._replace(**said)


def read_word(raw: RawFile) -> Iterator[Extract]:
    """Read a .docx file, tables included: headings by style, notes at the end and dropped."""
    docx = import_package("docx", "python-docx", raw.place)
    check_archive(raw, "is damaged, or not a .docx file; open it in Word and save it as .docx.")
    try:
        body, metadata = _read_body(docx.Document(io.BytesIO(raw.data)))
    except Exception as error:  # python-docx raises what zipfile, lxml and its own code raise
        raise raw.error(
            f"cannot be read as a Word file ({type(error).__name__}); open and save it again."
        ) from None
    yield Extract(
        join_blocks(body), tile_blocks(body), name_with_version("python-docx"), metadata=metadata
    )


def _read_body(document: Any) -> tuple[list[TextBlock], dict[str, Value]]:
    """Read the blocks of a document, and its own metadata."""
    body = list(_body_blocks(document))
    body += make_notes(_note_texts(document))
    return body, _word_metadata(document)


def _heading_styles(document: Any) -> frozenset[str]:
    """The ids of heading styles, recognised by the English names that Word stores."""
    styles = [style for style in document.styles if style.name]
    return frozenset(
        style.style_id for style in styles if style.name.casefold().startswith(("heading", "title"))
    )


def _body_blocks(document: Any) -> Iterator[TextBlock]:
    """Read each paragraph of a document that is not empty as one block, or as several."""
    headings, formats = _heading_styles(document), _find_style_formats(document)
    for paragraphs in _merge_paragraphs(document.element.body):
        runs = [run for element in paragraphs for run in _find_looks(element, formats)]
        # A paragraph whose mark was deleted takes the style of the next one.
        style = paragraphs[-1].find(f"{WORD}pPr/{WORD}pStyle")
        is_heading = style is not None and style.get(f"{WORD}val") in headings
        yield from make_paragraph(runs, HEADING if is_heading else PARAGRAPH)


def _merge_paragraphs(body: Any) -> Iterator[list[Any]]:
    """Merge each paragraph that is left with the one after it, if the mark between was deleted."""
    paragraphs: list[Any] = []
    for paragraph in body.iter(f"{WORD}p"):
        if _is_gone(paragraph):
            continue
        if paragraphs and paragraph.getprevious() is not paragraphs[-1]:
            yield paragraphs
            paragraphs = []
        paragraphs.append(paragraph)
        marks = paragraph.find(f"{WORD}pPr/{WORD}rPr")
        if marks is None or not any(mark.tag in GONE for mark in marks):
            yield paragraphs
            paragraphs = []
    if paragraphs:
        yield paragraphs


def _is_gone(paragraph: Any) -> bool:
    """Whether a paragraph is in what was deleted, or in a row or cell of a table that was."""
    return any(
        outer.tag in GONE or any(outer.find(path) is not None for path in DELETED_CELLS)
        for outer in paragraph.iterancestors()
    )


def _find_style_formats(document: Any) -> dict[str, _Format]:
    """The format of each style, with what it takes over from the style that it is based on.

    That named "" is the format of a run without any style.
    """
    elements = {style.style_id: style.element for style in document.styles}
    defaults = document.styles.element.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr")
    formats = {"": _apply_properties(_Format(size=USUAL_SIZE), defaults)}

    def find_format(name: str, seen: Set[str]) -> _Format:
        if name not in formats and name in elements and name not in seen:
            based_on = elements[name].find(f"{WORD}basedOn")
            base = "" if based_on is None else based_on.get(f"{WORD}val", "")
            properties = elements[name].find(f"{WORD}rPr")
            inherited = find_format(base, seen | {name}) if base else _Format()
            formats[name] = _apply_properties(inherited, properties)
        return formats.get(name, _Format())

    for name in elements:
        find_format(name, set())
    return formats


def _apply_properties(before: _Format, properties: Any) -> _Format:
    """A format as the properties of a run or a style change it."""
    if properties is None:
        return before
    raised, hidden = properties.find(f"{WORD}vertAlign"), properties.find(f"{WORD}vanish")
    return _Format(
        before.is_raised if raised is None else raised.get(f"{WORD}val") == "superscript",
        before.is_hidden if hidden is None else hidden.get(f"{WORD}val") not in SWITCHED_OFF,
        _read_half_points(properties.find(f"{WORD}position"), before.position),
        _read_half_points(properties.find(f"{WORD}sz"), before.size),
        before.is_ruby,
    )


def _read_half_points(element: Any, missing: float | None) -> float | None:
    """A number of half-points, such as 12 or "6pt"."""
    found = None if element is None else _SIZE.fullmatch(element.get(f"{WORD}val", ""))
    return missing if found is None else float(found[1]) * (2 if found[2] else 1)


def _find_looks(element: Any, formats: Mapping[str, _Format]) -> Iterator[Run]:
    """Find the text in a paragraph, with its look.

    Text is raised if its format says so, or if it is above the line and smaller than what is not.
    """
    style = element.find(f"{WORD}pPr/{WORD}pStyle")
    name = "" if style is None else style.get(f"{WORD}val")
    base = formats.get(name, _Format()).over(formats.get("", _Format()))
    runs = list(_find_runs(element, formats, base))
    sizes = [
        form.size or 0
        for text, form in runs
        if text.strip() and not (form.is_above_line or form.is_ruby)
    ]
    for text, form in runs:
        is_smaller = form.is_above_line and (form.size or 0) < max(sizes, default=0)
        is_raised = bool(form.is_raised or is_smaller)
        yield text, Look(is_raised, bool(form.is_hidden), bool(form.is_ruby))


def _find_runs(
    element: Any, formats: Mapping[str, _Format], form: _Format
) -> Iterator[tuple[str, _Format]]:
    """Find the text in an element; a text box is a paragraph of its own, and not part of it."""
    if element.tag == f"{WORD}r":
        properties = element.find(f"{WORD}rPr")
        style = None if properties is None else properties.find(f"{WORD}rStyle")
        if style is not None:
            form = formats.get(style.get(f"{WORD}val"), _Format()).over(form)
        form = _apply_properties(form, properties)
    if element.tag == f"{WORD}rt":
        form = form._replace(is_ruby=True)
    for child in element:
        if child.tag == f"{WORD}t":
            yield child.text or "", form
        elif isinstance(child.tag, str) and child.tag.removeprefix(WORD) in SIGN_ELEMENTS:
            yield SIGN_ELEMENTS[child.tag.removeprefix(WORD)], form
        elif child.tag not in GONE and child.tag not in NO_TEXT:
            yield from _find_runs(child, formats, form)


def _note_texts(document: Any) -> Iterator[str]:
    """Read the footnotes and endnotes of a document."""
    etree = import_package("lxml.etree", "lxml", "a .docx file")
    for relation in document.part.rels.values():
        if relation.reltype.rpartition("/")[2] in NOTES and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            yield from map(_note_text, root)


def _note_text(note: Any) -> str:
    paragraphs = [element for merged in _merge_paragraphs(note) for element in merged]
    return "".join(text for element in paragraphs for text, _ in _find_looks(element, {}))


def _word_metadata(document: Any) -> dict[str, Value]:
    """Title and author from the file's properties; nothing if it has no properties."""
    kinds = {relation.reltype for relation in document.part.package.rels.values()}
    if not any(kind.endswith("/core-properties") for kind in kinds):
        return {}  # python-docx would invent a title and an author
    properties = document.core_properties
    named = {"title": properties.title, "author": properties.author}
    return {key: value for key, value in named.items() if value}
