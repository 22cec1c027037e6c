"""Texts compared without their white space, so that spans of one can be found in the other.

Programs that cut a text into tokens keep its characters, but not its blanks and line ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError
from discourse.text.annotation import Spans
from discourse.text.characters import IGNORABLE, code_points

SHOWN = 20  # characters of each text that a message shows
_BLANK = regex.compile(rf"[\s{IGNORABLE}]+")


@dataclass(frozen=True, eq=False)
class Squeezed:
    """A text without white space and invisible characters.

    Attributes
    ----------
    text : str
        The text as it was.
    places : ndarray of int64
        Where each character that is left was.
    """

    text: str
    places: NDArray[np.int64]

    @property
    def characters(self) -> NDArray[np.uint32]:
        """The characters that are left."""
        return code_points(self.text)[self.places].astype(np.uint32)

    def count_before(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many characters are left before each place of the text."""
        return np.searchsorted(self.places, places)

    def spans_at(self, first: NDArray[np.int64], after: NDArray[np.int64]) -> Spans:
        """The spans from one number of characters that are left to another."""
        return np.stack([self.places[first], self.places[after - 1] + 1], axis=1)


@cache
def _blank_table() -> NDArray[np.bool_]:
    """Whether each code point is white space or invisible."""
    every = np.arange(0x110000, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(every), dtype=bool)
    for found in _BLANK.finditer(every):
        table[found.start() : found.end()] = True
    return table


def squeeze(text: str, start: int = 0, end: int | None = None) -> Squeezed:
    """Leave out the white space of a text, or of a stretch of it."""
    stretch = text[start:end]
    return Squeezed(text, np.flatnonzero(~_blank_table()[code_points(stretch)]) + start)


def has_visible(text: str) -> bool:
    """Whether a text has more than white space and invisible characters."""
    return text != "" and _BLANK.fullmatch(text) is None


def squeezed_lengths(forms: Sequence[str]) -> NDArray[np.int64]:
    """How many characters of each form are left without its white space."""
    joined = "\n".join(forms)
    before = np.append(0, np.cumsum(~_blank_table()[code_points(joined)]))
    ends = np.cumsum([len(form) + 1 for form in forms], dtype=np.int64) - 1
    starts = np.append(0, ends[:-1] + 1)[: len(forms)]
    return np.asarray(before[ends] - before[starts], dtype=np.int64)


def first_difference(one: Squeezed, other: Squeezed) -> int | None:
    """The number of the first character in which two texts differ; None if they do not."""
    left, right = one.characters, other.characters
    shared = min(len(left), len(right))
    differ = np.flatnonzero(left[:shared] != right[:shared])
    if len(differ):
        return int(differ[0])
    return None if len(left) == len(right) else shared


def show_difference(one: Squeezed, other: Squeezed, at: int) -> str:
    """What two texts have where they differ, for a message."""
    return f"{_show_at(one, at)} and {_show_at(other, at)}"


def _show_at(squeezed: Squeezed, at: int) -> str:
    if at >= len(squeezed.places):
        return "the end"
    start = int(squeezed.places[at])
    return repr(squeezed.text[start : start + SHOWN])


def place_plainly(forms: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    """Find consecutive forms in a text that has nothing but white space between them; quick.

    None if there is anything else, which `place_forms` looks into.
    """
    spans, at = [], 0
    for form in forms:
        start = at
        if not text.startswith(form, start):
            while start < len(text) and text[start].isspace():
                start += 1
        if not text.startswith(form, start) or not (form.isascii() or has_visible(form)):
            return None
        at = start + len(form)
        if start == at or form.isspace():
            return None
        spans.append((start, at))
    return None if text[at:].strip() else spans


def place_forms(forms: Sequence[str], text: str, place: str) -> Spans:
    """Find consecutive forms in a text that they spell, apart from white space.

    Raises
    ------
    DiscourseError
        If they do not spell it, or a form has no visible character; the message begins with
        `place`.
    """
    lengths = squeezed_lengths(forms)
    empty = np.flatnonzero(lengths == 0)
    if len(empty):
        raise DiscourseError(
            f"{place}: the form {forms[empty[0]]!r} of a token has no visible character; give the "
            "token a form, or remove its line."
        )
    spelled, written = squeeze("\n".join(forms)), squeeze(text)
    at = first_difference(spelled, written)
    if at is not None:
        raise DiscourseError(
            f"{place}: the tokens do not spell the text: they differ at "
            f"{show_difference(spelled, written, at)}; correct one of them."
        )
    ends = np.cumsum(lengths)
    return written.spans_at(ends - lengths, ends)
