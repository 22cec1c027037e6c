"""The words that a claim is about: its queries, its terms, and what names its sides."""

import regex

from discourse.corpus.query.parsing import split_restriction
from discourse.publish.claims.claims import ROWS, SHARE
from discourse.publish.claims.comparisons import sides_of, split_unquoted
from discourse.publish.provenance.recipes import find_verb, verb_names

PARTS = "parts"
# Options of a claim about a number of rows that say of which words the rows are.
_ROWS_OF = ("term", "query", "node", "collocate")
ROWS_OF_TERM = regex.compile(rf"; *{ROWS} *;.*\b(?:{'|'.join(_ROWS_OF)})\s*=")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*\*?")
OPTION = regex.compile(r"(\w+)\s*(?:=|!=|[<>]=?)\s*(.*)", regex.S)
CLAIMED_SECTION = regex.compile(r"\b(?:section|part)\s*=\s*\"?([^\s\";&]+)")
_UNIT_SPAN = regex.compile(r"</?(?:s|sentence|section|document)\b")
_ATTRIBUTE = regex.compile(r"\w+(?=\s*!?=)")


def subjects_of(claim: str) -> list[str]:
    """The queries and terms that a claim is about."""
    found = (subject_of(cell) for side in sides_of(claim) for cell in split_unquoted(side, " / "))
    return list(dict.fromkeys(filter(None, found)))


def subject_of(cell: str) -> str:
    """The query or the term of a cell, "" for a cell that is named by something else."""
    table, *fields = split_unquoted(split_unquoted(cell, " @ ")[0], ";")
    if not fields:
        return split_restriction(table)[0].strip()
    names = [field for field in fields if not OPTION.fullmatch(field)]
    if names == [ROWS]:
        options = (OPTION.fullmatch(field) for field in fields)
        return next((each[2] for each in options if each and each[1] in _ROWS_OF), "")
    if len(names) < 2 or (table != SHARE and not has_terms(table)):
        return ""
    return split_restriction(names[0])[0].strip()


def has_terms(table: str) -> bool:
    """Whether the rows of a table are named by terms or queries."""
    return table in verb_names() and "term" in find_verb(table).columns


def is_named(subject: str, text: str) -> bool:
    """Whether a text has one of the longer words of a subject; if there is none, any of its words.

    An attribute, such as that of ``<stance label="for"/>``, is no longer word.
    """
    subject = _UNIT_SPAN.sub(" ", subject)
    words, there = words_of(subject), {word.rstrip("*") for word in words_of(text)}
    named = {word for word in words_of(_ATTRIBUTE.sub("", subject)) if len(word) > 3} or words
    return not named or any(is_among(word, there) for word in named)


def words_of(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return {word.lower().replace("’", "'") for word in WORD.findall(text)}


def is_among(word: str, there: set[str]) -> bool:
    """Whether a word, its plural or its singular is among others; ``*`` stands for any ending."""
    if word.endswith("*"):
        return any(each.startswith(word[:-1]) for each in there)
    forms = {word, f"{word}s", word.removesuffix("s"), word.removesuffix("'s")}
    return bool(forms & there)


def labels_of(side: str) -> set[str]:
    """The words that name a side of a comparison: its terms, its part, and its section."""
    found = {
        word for cell in split_unquoted(side, " / ") for word in words_of(_label_of_cell(cell))
    }
    return found | {section.lower() for section in CLAIMED_SECTION.findall(side)}


def _label_of_cell(cell: str) -> str:
    """The query, the term, or the part that a cell is about."""
    fields = split_unquoted(cell, ";")
    is_part = fields[0] == PARTS and len(fields) > 2
    return fields[1] if is_part else subject_of(cell)


def names_one(words: set[str], there: set[str]) -> bool:
    """Whether one of some words is among others."""
    return any(is_among(word, there) for word in words)
