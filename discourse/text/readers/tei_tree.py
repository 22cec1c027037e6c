"""What the tree of a TEI document says about one of its elements."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import regex

from discourse.text.packages import import_package
from discourse.text.readers.markup import GAP, local_name
from discourse.text.readers.raised import is_note_mark
from discourse.text.readers.tei_elements import (
    ABOUT_AN_EDITION,
    APART,
    COMPONENTS,
    DIVISIONS,
    LINE_BREAK,
    LINES,
    MILESTONES,
    RAISED,
    TEI,
    TURNS,
    WORDS,
    name_tags,
)

ANY, LINE_BREAKS = "any", "line breaks"
IDENTIFIER = "{http://www.w3.org/XML/1998/namespace}id"
# What may precede the text of a division and date it.
_DATED_TAGS = name_tags("head opener dateline docDate docTitle byline note".split())
_DATE_TAGS = name_tags(["date", "docDate"])
_HEAD, _REFERENCE = f"{TEI}head", f"{TEI}ref"
_DIVISION_TAGS = name_tags(DIVISIONS)
# What is in them is part of a word: of an abbreviation, a name, or one that is marked as such.
_WHOLE_WORD_TAGS = name_tags("abbr expan ex am w name persName placeName orgName".split())
_RAISED = regex.compile(RAISED)
_NOTE_MARK = regex.compile(r"[\s\p{Ps}\p{Pe}]*(?:[\p{N},]+|[*†‡§¶‖#]+)[\s\p{Ps}\p{Pe}.]*")
_NOTE_LETTER = regex.compile(r"[\s\p{Ps}\p{Pe}]*\p{L}[\s\p{Ps}\p{Pe}.]*")
# Signs for the end of a paragraph and for a break inside a word; no XML contains them.
_PARAGRAPH_END, _JOINT = "\0", "\x01"
_JOINTS = regex.compile(rf"\s*{_JOINT}+\s*")
_SEPARATORS: Mapping[str, str] = {
    **dict.fromkeys(name_tags([*WORDS, *APART, *LINES, *MILESTONES, LINE_BREAK]), " "),
    **dict.fromkeys(name_tags(["rdg", "lem"]), " "),
    **dict.fromkeys(name_tags([*DIVISIONS, *TURNS, *COMPONENTS]), _PARAGRAPH_END),
}


def find_other_divisions(text: Any) -> Iterator[Any]:
    """The divisions beside an edition that are about it, and its other versions (EpiDoc)."""
    if text.find(f".//{TEI}div[@type='edition']") is None:
        return
    for body in text.iter(f"{TEI}body"):
        divisions = body.findall(f"{TEI}div")
        editions = [each for each in divisions if each.get("type") == "edition"]
        has_primary = any(each.get("subtype") == "primary" for each in editions)
        for each in divisions if editions else ():
            is_version = has_primary and each.get("subtype") not in (None, "primary")
            if each.get("type") in ABOUT_AN_EDITION or (each in editions and is_version):
                yield each


def find_division_date(division: Any) -> str:
    """The date in the head or the opening of a division, such as that of a sitting."""
    for child in division:
        if child.tag not in _DATED_TAGS:
            break
        for date in child.iter(*_DATE_TAGS):
            if date.get("when"):
                return str(date.get("when"))
    return ""


def choose_alternative(alternatives: Any, preferred: Iterable[str]) -> Any:
    """The one of several encodings that is read: a preferred one, or the first."""
    children = [child for child in alternatives if local_name(child) not in APART]
    wanted = (child for child in children if local_name(child) in preferred)
    return next(wanted, children[0] if children else None)


def has_raised_letters(text: Any) -> bool:
    """Whether raised letters mark notes in a text: if so, the first letter is one of the marks.

    In old writings the end of a word may be raised, as in "your" with a raised "r".
    """
    for element in text.iter(f"{TEI}hi"):
        if _has_raised_style(element) and read_element_text(element).strip("()[]") == "a":
            previous = element.getprevious()
            before = element.getparent().text if previous is None else previous.tail
            if previous is not None and not before:
                before = read_element_text(previous)
            if is_note_mark("a", before or ""):
                return True
    return False


def is_reference_mark(element: Any, before: str, *, letters: bool) -> bool:
    """Whether a raised sign, or a reference to a note, is the mark of the note.

    A number that refers to something else, such as a page, is not attached to the word before it.
    A single letter marks a note only if `letters` do so in this text.
    """
    mark = "".join(element.itertext())
    if _has_raised_style(element):
        if _NOTE_MARK.fullmatch(mark):
            return True
        is_possible = (letters or len(mark.strip()) > 1) and not _is_inside_a_word(element)
        if is_possible and is_note_mark(mark, before):
            return True
    if element.tag != _REFERENCE:
        return False
    is_note = "note" in str(element.get("type")).casefold()
    is_pointer = not before[-1:].isspace() and str(element.get("target")).startswith("#")
    is_sign = _NOTE_MARK.fullmatch(mark) or _NOTE_LETTER.fullmatch(mark)
    return bool(is_sign and (is_note or is_pointer))


def _has_raised_style(element: Any) -> bool:
    style = f"{element.get('rend')} {element.get('style')} {element.get('rendition')}"
    return _RAISED.search(style) is not None


def _is_inside_a_word(element: Any) -> bool:
    """Whether an element is part of an abbreviation or a word, or a letter follows it."""
    follows = (element.tail or "")[:1].isalpha()
    return follows or any(outer.tag in _WHOLE_WORD_TAGS for outer in element.iterancestors())


def find_closed_spans(root: Any, name: str) -> set[Any]:
    """The elements of a name whose ``spanTo`` points to an element that comes after them."""
    if next(root.iter(TEI + name), None) is None:
        return set()
    spans: list[tuple[int, Any]] = []
    last: dict[str, int] = {}
    for number, element in enumerate(root.iter()):
        if element.tag == TEI + name:
            spans.append((number, element))
        if element.get(IDENTIFIER):
            last[element.get(IDENTIFIER)] = number
    return {element for number, element in spans if last.get(find_span_end(element), -1) > number}


def find_span_end(element: Any) -> str:
    """The identifier of the element at which a stretch ends."""
    return (element.get("spanTo") or "").rpartition("#")[2]


def is_heading(element: Any) -> bool:
    """Whether an element is the head of a division, and not of a list, a table or a figure."""
    return bool(element.tag == _HEAD and element.getparent().tag in _DIVISION_TAGS)


def name_left_out(element: Any) -> str:
    """The name of what is left out: for a division its type."""
    if element.tag in _DIVISION_TAGS:
        return str(element.get("subtype") or element.get("type"))
    return local_name(element)


def is_layout(text: str, layout: str) -> bool:
    """Whether some text is white space that only lays out XML: any, or that with line breaks."""
    return bool(layout) and text.isspace() and (layout == ANY or "\n" in text)


def collect_text(element: Any) -> str:
    """All text of an element, in paragraphs, without a choice between readings."""
    if not len(element):
        return " ".join((element.text or "").split())
    etree = import_package("lxml.etree", "lxml", "a TEI document")
    pieces: list[str] = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if inner is not element:
            is_joint = inner.get("break") == "no"
            pieces.append(_JOINT if is_joint else _SEPARATORS.get(inner.tag, ""))
        if event == "start":
            pieces.append(inner.text or "")
        elif inner is not element:
            pieces.append(inner.tail or "")
    joined = _JOINTS.sub("", "".join(pieces))
    paragraphs = (" ".join(each.split()) for each in joined.split(_PARAGRAPH_END))
    return GAP.join(filter(None, paragraphs))


def read_element_text(element: Any) -> str:
    """The text of an element in one line; "" if there is no element."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
