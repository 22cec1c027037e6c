"""Classes of characters, by which words are found; looked up for a whole text at once."""

from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

APOSTROPHES = "'\u2019\u02bc"
HYPHENS = "-\u2010\u2011"
# Invisible characters that leave a word the same word: soft hyphen, zero-width (non-)joiner,
# word joiner, direction marks, and a byte order mark inside a text.
IGNORABLE = "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Scripts without spaces between words.
UNSPACED_SCRIPTS = (
    "Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Yi",
    "Tai_Tham", "Tai_Le", "New_Tai_Lue", "Tai_Viet", "Javanese", "Balinese",
)  # fmt: skip

# The order lets ">= MARK" and ">= LETTER" select several classes by one comparison.
OTHER, POINT, APOSTROPHE, HYPHEN, IGNORED, MARK, LETTER, UNSPACED, DIGIT = range(9)

_UNSPACED = "".join(rf"\p{{{script}}}" for script in UNSPACED_SCRIPTS)
# Later lines win. U+02BC looks like an apostrophe, but is a letter in Unicode: it stays a letter.
_CLASSES = (
    (POINT, "[.,]+"),
    (APOSTROPHE, f"[{APOSTROPHES}]+"),
    (HYPHEN, f"[{HYPHENS}]+"),
    (IGNORED, f"[{IGNORABLE}]+"),
    (MARK, r"\p{M}+"),
    (LETTER, r"[\p{L}\p{N}]+"),
    (UNSPACED, rf"(?V1)[[{_UNSPACED}]&&\p{{L}}]+"),
    (DIGIT, r"\p{Nd}+"),
)


def code_points(text: str) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """The code point of each character, in the narrowest integer type that is quick to make."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def character_classes() -> NDArray[np.uint8]:
    """The class of every code point, so that a text takes one look-up per character.

    Cached, because making the table takes a tenth of a second.
    """
    every = np.arange(0x110000, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(len(every), dtype=np.uint8)
    for number, pattern in _CLASSES:
        for found in regex.finditer(pattern, every):
            table[found.start() : found.end()] = number
    return table
