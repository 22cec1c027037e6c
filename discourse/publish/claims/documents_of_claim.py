"""Which documents a claim names, and the same claim about another document."""

import regex

from discourse.corpus.query.writing import equals, restrict_query
from discourse.publish.claims.claim_words import has_terms
from discourse.publish.claims.comparisons import (
    Inequality,
    is_literal,
    parse_comparison,
    split_unquoted,
)

_LABEL = r'(?:"(?P<label>[^"]*)"|(?P<label>[^\s";&|)]+))'
_CONDITION = regex.compile(rf"\bdocument\s*=\s*{_LABEL}")
_ROW = regex.compile(rf"\bdocuments\s*;\s*(?!rows\b){_LABEL}(?=\s*;)")
_PART = regex.compile(rf"\bpart\s*=\s*{_LABEL}")
_BY_DOCUMENT = regex.compile(r"\bby\s*=\s*document\b")


def claimed_documents(claim: str) -> set[str]:
    """The documents that a claim names.

    Examples
    --------
    >>> sorted(claimed_documents('peace :: document = "b" > documents; a; tokens'))
    ['a', 'b']
    """
    return {found["label"] for pattern in _patterns_of(claim) for found in pattern.finditer(claim)}


def with_document(claim: str, document: str) -> str:
    """A claim about another document than the one that it names.

    Examples
    --------
    >>> with_document('peace :: document = "a"', "b"), with_document("documents; a; tokens", "b")
    ('peace :: document = "b"', 'documents; b; tokens')
    >>> with_document('peace :: document = "doc"', "b")
    'peace :: document = "b"'
    """
    for pattern in _patterns_of(claim):
        for found in reversed(list(pattern.finditer(claim))):
            start, end = found.span("label")
            claim = claim[:start] + document + claim[end:]
    return claim


def _patterns_of(claim: str) -> "list[regex.Pattern[str]]":
    return [_CONDITION, _ROW, *([_PART] if _BY_DOCUMENT.search(claim) else [])]


def of_document(claim: str, document: str) -> str:
    """A claim about one document in place of the whole corpus; "" if it cannot be written.

    Examples
    --------
    >>> of_document("peace", "a"), of_document("peace / corpus; tokens", "a")
    ('peace :: document = "a"', 'peace :: document = "a" / documents; a; tokens')
    >>> of_document("peace > war", "a")
    'peace :: document = "a" > war :: document = "a"'
    """
    comparison = parse_comparison(claim)
    if isinstance(comparison, Inequality):
        sides = [
            side if is_literal(side) else of_document(side, document) for side in comparison.sides
        ]
        if not all(sides):
            return ""
        rest = (f" {sign} {side}" for sign, side in zip(comparison.signs, sides[1:], strict=True))
        return sides[0] + "".join(rest)
    if comparison is not None:
        return ""
    cells = [_of_document(cell, document) for cell in split_unquoted(claim, " / ")]
    return " / ".join(cells) if all(cells) else ""


def _of_document(cell: str, document: str) -> str:
    fields = split_unquoted(cell, ";")
    if len(fields) == 1:
        return restrict_query(cell, equals("document", document))
    if fields[0] == "corpus" and len(fields) == 2:
        return f"documents; {document}; {fields[1]}"
    if has_terms(fields[0]) and len(fields) == 3 and fields[2] == "count":
        return restrict_query(fields[1], equals("document", document))
    return ""
