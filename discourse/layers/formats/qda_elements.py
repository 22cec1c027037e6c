"""Elements that codebooks and projects of REFI-QDA have in common: codes and identifiers."""

import uuid
from collections.abc import Iterator
from xml.etree import ElementTree

import regex

from discourse.corpus.store.store import Store
from discourse.errors import DiscourseError
from discourse.layers.coding.codebook import Code, Codebook
from discourse.text.limits import shorten

ORIGIN = "discourse-toolkit"
# What a description says of a code after its definition; each begins a paragraph of its own.
PARTS = {"example": "Example: ", "exclusion": "Exclusion: "}
_SIGN = "|".join(PARTS.values())
# Where a paragraph begins, a sign that is text of a part has a backslash before it.
_BEGIN = r"(?:\A|(?<=\n\n))"
_TEXT_SIGN = regex.compile(rf"{_BEGIN}(\\*(?:{_SIGN}))")
_KEPT_SIGN = regex.compile(rf"{_BEGIN}\\(\\*(?:{_SIGN}))")
_BETWEEN = regex.compile(rf"\n\n(?={_SIGN})")
_NAMES = uuid.UUID("8f0c5a0e-6c0c-5a43-9d0b-1f0a8c5d7e21")  # of everything that is written here
_NOT_XML = regex.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def add_codes(codes: ElementTree.Element, book: Codebook) -> None:
    """Add the codes of a codebook, nested in their parents, with what it says of them."""
    elements = {"": codes}
    for each in _parents_first(book):
        elements[each.code] = ElementTree.SubElement(
            elements[each.parent],
            "Code",
            {
                "guid": make_guid("code", f"{book.name}\0{each.code}"),
                "name": check_xml(each.code, "a code"),
                "isCodable": "true",
                "color": each.colour,
            },
        )
        described = _write_description(each)
        if described:
            inner = ElementTree.SubElement(elements[each.code], "Description")
            inner.text = check_xml(described, f"what is said of the code {each.code!r}")


def _parents_first(book: Codebook) -> Iterator[Code]:
    """The codes in the order of the codebook, but each after its parent."""
    done = {""}
    waiting = list(book.codes)
    while waiting:
        ready = next(each for each in waiting if each.parent in done)
        waiting.remove(ready)
        done.add(ready.code)
        yield ready


def _write_description(code: Code) -> str:
    signs = {"definition": "", **PARTS}
    parts = {part: _TEXT_SIGN.sub(r"\\\1", getattr(code, part)) for part in signs}
    return "\n\n".join(f"{signs[part]}{text}" for part, text in parts.items() if text)


def read_description(text: str) -> dict[str, str]:
    r"""Definition, example and exclusion; a part lasts until the next one begins.

    Examples
    --------
    >>> read_description("Ends.\n\nExample: peace\n\nand rights\n\nExclusion: means")
    {'definition': 'Ends.', 'example': 'peace\n\nand rights', 'exclusion': 'means'}
    """
    read: dict[str, list[str]] = {"definition": [], **{part: [] for part in PARTS}}
    for paragraphs in _BETWEEN.split(text):
        part = next((p for p, sign in PARTS.items() if paragraphs.startswith(sign)), "definition")
        own = paragraphs.removeprefix(PARTS.get(part, ""))
        read[part].append(_KEPT_SIGN.sub(r"\1", own))
    return {part: "\n\n".join(texts) for part, texts in read.items()}


def make_guid(kind: str, number: object, store: Store | None = None) -> str:
    """An identifier that is the same whenever the same is written."""
    if store is not None and isinstance(number, int):
        number = f"{store.sources['document'].iloc[number]}\0{store.digests[number]}"
    return str(uuid.uuid5(_NAMES, f"{kind}\0{number}"))


def check_xml(text: str, what: str) -> str:
    """Return a text, unless it has a character that XML cannot hold."""
    found = _NOT_XML.search(text)
    if found:
        raise DiscourseError(
            f"{what} contains the character U+{ord(found[0]):04X}, which XML cannot hold: "
            f"{shorten(text)!r}; remove it, or write the layer with dc.layers.write."
        )
    return text
