"""What stands under headings of its own on the page of a verb, taken out of its docstring.

The docstring has its limits in a paragraph of the section Notes that begins with "Limits:", and its
sources in the section References, so that `help` shows both.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sphinx.application import Sphinx

import discourse as dc
from discourse.publish.bibliography import Reference, cite_work, read_references

AFTER_FORMULAS, LIMITS = 450, "Limits: "  # numpydoc has the default priority, 500
SOURCE = re.compile(r"\.\. \[\d+\] (.*?)(?=\n\.\. \[|\Z)", re.S)
CITED = re.compile(r"\[(\d+)\]_")
FIRST_AUTHOR = re.compile(r"([^\W\d_][\w'-]*)[^(]*\((\d{4})\)")
TITLE = re.compile(r"-{3,}")


def setup(app: Sphinx) -> dict[str, bool]:
    """Let autodoc show a verb without what its page has elsewhere."""
    app.connect("autodoc-process-docstring", _shorten, priority=AFTER_FORMULAS)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _shorten(app: Sphinx, what: str, name: str, value: Any, options: Any, lines: list[str]) -> None:
    if name in {f"discourse.{verb}" for verb in dc.verbs()["verb"]}:
        lines[:] = take_out(lines)


def take_out(lines: Sequence[str]) -> list[str]:
    """The lines of a docstring without limits and sources; its citations lead to the sources.

    Examples
    --------
    >>> take_out(["A rate [1]_.", "", "Notes", "-----", "Limits: one text.", "", "See it."])
    ['A rate `[1] <#sources>`__.', '', 'Notes', '-----', '', 'See it.']
    """
    kept, leaving = [], False
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if TITLE.fullmatch(following.strip()):
            leaving = line.strip() == "References"
        elif line.startswith(LIMITS):
            leaving = True
        elif not line.strip() and not _is_in_references(lines, number):
            leaving = False
        if not leaving:
            kept.append(CITED.sub(r"`[\1] <#sources>`__", line))
    return kept


def _is_in_references(lines: Sequence[str], number: int) -> bool:
    titles = [n for n in range(number) if TITLE.fullmatch(lines[n + 1].strip())]
    return bool(titles) and lines[titles[-1]].strip() == "References"


def find_limits(docstring: str) -> str:
    r"""The limits of a verb in sentences; "" if its docstring names none.

    Examples
    --------
    >>> find_limits("A rate.\n\nNotes\n-----\nLimits: it is of\none text.\n\nSee it.")
    'It is of one text.'
    """
    found = re.search(rf"^{LIMITS}(.*?)(?=\n\n|\Z)", docstring, re.M | re.S)
    text = " ".join(found[1].split()) if found else ""
    return text[:1].upper() + text[1:]


def find_sources(docstring: str, keys: Iterable[str]) -> list[str | Reference]:
    r"""The works of a docstring in their order, then the others that a verb cites.

    A work is a text if ``references.toml`` does not have it.

    Examples
    --------
    >>> docstring = "See [1]_.\n\nReferences\n----------\n.. [1] Gusfield (1997), Strings."
    >>> [work.key for work in find_sources(docstring, ["manber-myers-1993", "gusfield-1997"])]
    ['gusfield-1997', 'manber-myers-1993']
    """
    section = re.search(r"^References\n-+\n(.*?)(?=\n\n\S|\Z)", docstring, re.M | re.S)
    named = SOURCE.findall(section[1]) if section else []
    works = [_look_up(" ".join(text.split())) for text in named]
    known = {work.key for work in works if isinstance(work, Reference)}
    return [*works, *(cite_work(key) for key in keys if key not in known)]


def _look_up(text: str) -> str | Reference:
    """The work that begins with the same author and has the same year."""
    named = FIRST_AUTHOR.match(text)
    for work in read_references().values():
        if named and work.label.startswith(named[1]) and work.fields["year"] == named[2]:
            return work
    return re.sub(r"(?<=\d)-(?=\d)", "–", text)
