"""The form in which a word is counted: one spelling for what differs only on the page."""

import unicodedata
from collections.abc import Iterable

import regex

from discourse.text.characters import (
    APOSTROPHES,
    ARMENIAN_MARKS,
    HYPHENS,
    IGNORABLE,
    INNER_SIGNS,
    LOOKALIKES,
    MIDDLE_DOT,
    QUOTATION_MARK,
)

# The signs of ASCII that become others, beside capitals.
FOLDED_SIGNS = frozenset(f"`{QUOTATION_MARK}")
# Languages whose capital I is that of dotless ı.
DOTLESS = ("tr", "az")

# Letters that are only another drawing of a letter: long s, printers' ligatures, and Greek letters
# as mathematicians write them. Lower case leaves them as they are.
_DRAWINGS = "ſẛŉµϐϑϕϖϰϱϵ\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06\ufb13\ufb14\ufb15\ufb16\ufb17"
_SIGNS = dict.fromkeys(APOSTROPHES + LOOKALIKES, "'") | dict.fromkeys(HYPHENS, "-")
_SIGN_TABLE = str.maketrans("".join(_SIGNS), "".join(_SIGNS.values()))
_FOLD = str.maketrans(
    {letter: letter.casefold().translate(_SIGN_TABLE) for letter in _DRAWINGS}
    | {"ŀ": "l·", QUOTATION_MARK: "״"}
    | dict.fromkeys(ARMENIAN_MARKS, "")
    | _SIGNS
)
_FIRST_FOLD = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | dict.fromkeys(HYPHENS, "-"))
_INVISIBLE = regex.compile(f"[{IGNORABLE}]+")
# Invisible characters join the parts of an emoji, such as 👨‍👩‍👧; its selectors only colour it.
_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{RI}\u20e3]")
_SELECTORS = regex.compile("[\ufe0e\ufe0f]+")


def fold_word(word: str, language: str = "", *, keep_case: bool = False) -> str:
    """Fold a word: NFC, lower case, one kind of apostrophe and of hyphen, nothing invisible.

    Examples
    --------
    >>> fold_word("CHINA’S"), fold_word("Maße"), fold_word("ΣΊΣΥΦΟΣ"), fold_word("ILIK", "tr")
    ("china's", 'maße', 'σίσυφος', 'ılık')
    """
    if _EMOJI.search(word):
        return _SELECTORS.sub("", word)
    word = unicodedata.normalize("NFC", _INVISIBLE.sub("", word))
    if not keep_case:
        # İ is a letter of languages with a dotless ı only. Its lower case by the rules of other
        # languages, i with a second dot, is no spelling of theirs.
        word = (word.replace("I", "ı") if language in DOTLESS else word).replace("İ", "i").lower()
    return unicodedata.normalize("NFC", word.translate(_FOLD))


def is_folded_as_first(characters: Iterable[str]) -> bool:
    """Whether version 0.1.0 divided and folded words of these characters as it is done now."""
    return not any(
        character in _DIVIDED or fold_word(character) != fold_as_first(character)
        for character in characters
    )


# These divided words in 0.1.0, or are folded by what is beside them: a final sigma, a keycap.
_DIVIDED = frozenset(LOOKALIKES + INNER_SIGNS + MIDDLE_DOT + QUOTATION_MARK + "Σ\u20e3")


def fold_as_first(word: str) -> str:
    """Fold a word as version 0.1.0 did, by Unicode's case folding: ``Maße`` becomes ``masse``."""
    folded = unicodedata.normalize("NFC", word).casefold().translate(_FIRST_FOLD)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", folded))
