"""Numbers replaced in a Word file as tracked changes, which its author accepts or rejects."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from discourse.publish.manuscripts.word_manuscript import LetterSource
from discourse.text.readers.word import WORD

AUTHOR_OF_CHANGES = "discourse"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def highest_id(roots: Iterable[Any]) -> int:
    """The highest number that a change, a comment or a bookmark has in some parts."""
    ids = (
        element.get(f"{WORD}id", "0")
        for root in roots
        for element in root.iter()
        if isinstance(element.tag, str)
    )
    return max((int(text) for text in ids if text.isdecimal() and len(text) < 10), default=0)


def track_change(letters: Sequence[LetterSource], new: str, first_id: int) -> int:
    """Replace some letters by a text, as a deletion and an insertion; return the next free id.

    The letters may be in several runs. Other letters of these that are replaced, too, have to be
    replaced first if they follow.
    """
    pieces: list[tuple[Any, int, int]] = []
    for letter in letters:
        if pieces and pieces[-1][0] is letter.element:
            pieces[-1] = (letter.element, pieces[-1][1], letter.at + 1)
        else:
            pieces.append((letter.element, letter.at, letter.at + 1))
    number, inserted = first_id, None
    for at, (element, start, end) in enumerate(pieces):
        deleted = _cut_run(element, start, end)
        inserted = deepcopy(deleted) if inserted is None else inserted  # it looks like the first
        for text in deleted.iter(f"{WORD}t"):
            text.tag = f"{WORD}delText"
        place = deleted.getparent()
        change = _make_change(place, "del", number)
        place.replace(deleted, change)
        change.append(deleted)
        number += 1
        if at == len(pieces) - 1:
            next(inserted.iter(f"{WORD}t")).text = new
            insertion = _make_change(place, "ins", number)
            insertion.append(inserted)
            if place.tag == f"{WORD}ins":  # another author's, which ends before this one
                _divide_after(change)
                place.addnext(insertion)
            else:
                change.addnext(insertion)
            number += 1
    return number


def _divide_after(child: Any) -> None:
    """Let what follows a child be in an element of its own, of the same kind."""
    place = child.getparent()
    following = list(child.itersiblings())
    if following:
        rest = place.makeelement(place.tag, dict(place.attrib))
        rest.extend(following)
        place.addnext(rest)


def _make_change(place: Any, kind: str, number: int) -> Any:
    change = place.makeelement(f"{WORD}{kind}", {})
    change.set(f"{WORD}id", str(number))
    change.set(f"{WORD}author", AUTHOR_OF_CHANGES)
    return change


def _cut_run(element: Any, start: int, end: int) -> Any:
    """Cut a stretch of a text out of its run, as a run of its own with the same look."""
    run, text = element.getparent(), element.text or ""
    properties = run.find(f"{WORD}rPr")
    own = _run_like(run, properties)
    after = _run_like(run, properties)
    own.append(_text_like(element, text[start:end]))
    if text[end:]:
        after.append(_text_like(element, text[end:]))
    for following in list(element.itersiblings()):
        after.append(following)
    element.text = text[:start]
    element.set(_SPACE, "preserve")
    run.addnext(own)
    if not start:  # nothing is left of it
        run.remove(element)
    if any(child.tag != f"{WORD}rPr" for child in after):
        own.addnext(after)
    if all(child.tag == f"{WORD}rPr" for child in run):
        run.getparent().remove(run)
    return own


def _run_like(run: Any, properties: Any) -> Any:
    made = run.makeelement(run.tag, dict(run.attrib))
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _text_like(element: Any, text: str) -> Any:
    made = element.makeelement(element.tag, {_SPACE: "preserve"})
    made.text = text
    return made
