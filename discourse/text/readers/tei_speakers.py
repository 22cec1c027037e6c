"""Who speaks in a TEI document: the names behind ``who``."""

from collections.abc import Mapping
from typing import Any

from discourse.text.readers.tei_elements import TEI
from discourse.text.readers.tei_tree import IDENTIFIER, read_element_text

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
    return read_element_text(turn.find(f"{TEI}speaker")).rstrip(" .:,–—-")


def _name_person(person: Any) -> str:
    found = (person.find(f".//{tag}") for tag in PERSON_NAMES)
    name = next((each for each in found if each is not None), None)
    if name is None:
        return read_element_text(person) if person.tag == f"{TEI}role" else ""
    parts = [part for part in name if part.tag in SAID_ORDER]
    if parts and not (name.text or "").strip():
        parts.sort(key=lambda part: SAID_ORDER.index(part.tag))
        return " ".join(filter(None, map(read_element_text, parts)))
    return read_element_text(name)
