"""Captions and other plain text with bound numbers: what is shown, and what each is bound to.

A bound number is written as in the Markdown of a notebook, ``[28](# "rights")``.
"""

from typing import NamedTuple

import regex

_BOUND = regex.compile(
    r"\[(?P<shown>[^\[\]]*)\]\(#\s+"
    r"(?:\"(?P<claim>(?:[^\"\\]|\\.)*)\"|'(?P<claim>(?:[^'\\]|\\.)*)'|\((?P<claim>[^()]*)\))\s*\)"
)
_ESCAPED = regex.compile(r"\\([\"'\\])")


class BoundPiece(NamedTuple):
    """A bound number: where it is in the text as shown, and its claim."""

    start: int
    end: int
    claim: str


def show_text(source: str) -> str:
    r"""Return a text as it is shown: its bound numbers without their claims.

    Examples
    --------
    >>> show_text("The [two](# 'corpus; sections') parts of [7](# (peace)) words.")
    'The two parts of 7 words.'
    """
    return _BOUND.sub(lambda mark: mark["shown"], source)


def find_bound(source: str) -> list[BoundPiece]:
    """Find the bound numbers of a text.

    Examples
    --------
    >>> find_bound("It has [7](# 'peace') hits.")
    [BoundPiece(start=7, end=8, claim='peace')]
    """
    found, removed = [], 0
    for mark in _BOUND.finditer(source):
        start = mark.start() - removed
        end = start + len(mark["shown"])
        claim = " ".join(_ESCAPED.sub(r"\1", mark["claim"]).split())
        found.append(BoundPiece(start, end, claim))
        removed += len(mark[0]) - len(mark["shown"])
    return found


def write_bound(shown: str, claim: str) -> str:
    r"""Write a bound number.

    Examples
    --------
    >>> print(write_bound("7", 'peace :: section = "1"'))
    [7](# "peace :: section = \"1\"")
    """
    escaped = claim.replace("\\", "\\\\").replace('"', '\\"')
    return f'[{shown}](# "{escaped}")'
