"""Classes of characters, by which words are found; looked up for a whole text at once."""

from functools import cache

import numpy as np
import regex
from numpy.typing import NDArray

APOSTROPHES = "'\u2019\u02bc"
# What people type for an apostrophe: between letters, these are read as one.
LOOKALIKES = "\u2018\u0060\u00b4\u2032\uff07"
HYPHENS = "-\u2010\u2011"
# Invisible characters that leave a word the same word: soft hyphen, zero-width (non-)joiner,
# word joiner, direction marks, and a byte order mark inside a text.
IGNORABLE = "\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
# Signs that belong to a word in their script: Hebrew geresh and gershayim, and the Armenian marks
# of emphasis, exclamation and question, which are written above a letter of the word.
ARMENIAN_MARKS = "\u055b\u055c\u055e"
INNER_SIGNS = "\u05f3\u05f4" + ARMENIAN_MARKS
MIDDLE_DOT = "\u00b7"  # inside a word in Catalan (l·l) and Occitan (n·h, s·h)
QUOTATION_MARK = '"'  # stands for gershayim before the last letter of a Hebrew word
# Raised digits, which mark notes. They belong to no word.
RAISED_DIGITS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
# Scripts without spaces between words.
UNSPACED_SCRIPTS = (
    "Han", "Hiragana", "Katakana", "Bopomofo", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Yi",
    "Tai_Tham", "Tai_Le", "New_Tai_Lue", "Tai_Viet", "Javanese", "Balinese",
)  # fmt: skip

# The order lets ">= MARK" and ">= LETTER" select several classes by one comparison.
(
    OTHER, QUOTE, DOT, POINT, APOSTROPHE, LOOKALIKE, SIGN, HYPHEN, IGNORED, MARK,
    LETTER, HEBREW, UNSPACED, DIGIT,
) = range(14)  # fmt: skip

# The planes of Unicode that have letters, marks or digits; others are empty or for private use.
WITH_CHARACTERS = ((0, 0x40000), (0xE0000, 0xF0000))

_UNSPACED = "".join(rf"\p{{{script}}}" for script in UNSPACED_SCRIPTS)
# Later lines win. U+02BC looks like an apostrophe, but is a letter in Unicode: it stays a letter.
_CLASSES = (
    (QUOTE, f"{QUOTATION_MARK}+"),
    (DOT, f"{MIDDLE_DOT}+"),
    (POINT, "[.,]+"),
    (APOSTROPHE, f"[{APOSTROPHES}]+"),
    (LOOKALIKE, f"[{LOOKALIKES}]+"),
    (SIGN, f"[{INNER_SIGNS}]+"),
    (HYPHEN, f"[{HYPHENS}]+"),
    (IGNORED, f"[{IGNORABLE}]+"),
    (MARK, r"\p{M}+"),
    (LETTER, r"[\p{L}\p{N}]+"),
    (HEBREW, r"(?V1)[\p{Hebrew}&&\p{L}]+"),
    (UNSPACED, rf"(?V1)[[{_UNSPACED}]&&\p{{L}}]+"),
    (DIGIT, r"\p{Nd}+"),
    (OTHER, f"[{RAISED_DIGITS}]+"),
)


def code_points(text: str) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """The code point of each character, in the narrowest integer type that is quick to make."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def character_classes(rule: str = "2") -> NDArray[np.uint8]:
    """The class of every code point, so that a text takes one look-up per character.

    `rule` is that of a `Tokenizer`.
    """
    return _class_table(rule)


# The rule is always given, so that one table is made of each.
@cache
def _class_table(rule: str) -> NDArray[np.uint8]:
    if rule == "1":
        return _first_classes(_class_table("2"))
    table = np.zeros(0x110000, dtype=np.uint8)
    for first, end in WITH_CHARACTERS:
        points = np.arange(first, end, dtype=np.uint32)
        characters = points.tobytes().decode("utf-32-le", "surrogatepass")
        for number, pattern in _CLASSES:
            for found in regex.finditer(pattern, characters):
                table[first + found.start() : first + found.end()] = number
    return table


def _first_classes(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The classes of version 0.1.0: no look-alikes, no inner signs, and raised digits in words."""
    first = np.where(np.isin(table, (QUOTE, DOT, LOOKALIKE, SIGN)), OTHER, table).astype(np.uint8)
    for found in regex.finditer(f"[{RAISED_DIGITS}]", "".join(map(chr, range(0x2100)))):
        first[found.start()] = LETTER
    return first
