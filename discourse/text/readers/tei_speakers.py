"""Who speaks in a TEI document: the names behind ``who``."""

from collections.abc import Mapping
from typing import Any

from discourse.text.readers.tei_elements import NAMESPACE

TEI = f"{{{NAMESPACE}}}"
IDENTIFIER = "{http://www.w3.org/XML/1998/namespace}id"
# The elements that ``who`` may point to, and those that contain their names.
PERSONS = [TEI + name for name in "person personGrp persona org role castItem".split()]
PERSON_NAMES = [TEI + name for name in "persName name orgName role".split()]
# Parts of a name in the order in which it is said; any other follows them.
SAID_ORDER = [TEI + name for name in "roleName forename nameLink surname genName".split()]


def find_speakers(root: Any) -> dict[str, str]:
    """The name of each person of the header and of the cast, by its identifier."""
    return {
        person.get(IDENTIFIER): name
        for person in root.iter(*PERSONS)
        if person.get(IDENTIFIER) and (name := _name_person(person))
    }


def name_speaker(turn: Any, speakers: Mapping[str, str]) -> str:
    """The speaker of a turn: the name that ``who`` points to, or as the text gives it."""
    identifiers = (pointer.rpartition("#")[2] for pointer in (turn.get("who") or "").split())
    named = ", ".join(speakers.get(each, each) for each in identifiers if each)
    if named:
        return named
    label = turn.find(f"{TEI}speaker")
    return "" if label is None else _read_words(label).rstrip(" .:,–—-")


def _name_person(person: Any) -> str:
    found = (person.find(f".//{tag}") for tag in PERSON_NAMES)
    name = next((each for each in found if each is not None), None)
    if name is None:
        return _read_words(person) if person.tag == f"{TEI}role" else ""
    parts = [part for part in name if part.tag in SAID_ORDER]
    if parts and not (name.text or "").strip():
        parts.sort(key=lambda part: SAID_ORDER.index(part.tag))
        return " ".join(filter(None, map(_read_words, parts)))
    return _read_words(name)


def _read_words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
