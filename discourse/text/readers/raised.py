"""Raised note marks: a raised number is written so that it is no part of the word before it."""

import regex

NOTE_MARK = "note mark"

_RAISED = str.maketrans("0123456789+-\u2212()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_NUMBERS = regex.compile(r"[\p{Nd}\p{No}\s,.;:*†‡+\-–−()\[\]]*[\p{Nd}\p{No}][^\p{L}]*")
_SINGLE_LETTER = regex.compile(r"\p{Ll}(?:\s*[,;]\s*\p{Ll})*")
_LETTERS_WITH_NUMBER = regex.compile(r"\p{L}[^\p{N}]*\p{N}.*|\p{N}+\p{L}")
_ENDS_A_WORD = regex.compile(r"\p{L}\p{M}*\p{Ll}\p{M}*[.,;:!?)\]’”»\"']*\Z")


def raise_digits(text: str) -> str:
    """Write the digits of a text as raised digits; tokens leave these out."""
    return text.translate(_RAISED)


def is_raised_number(raised: str) -> bool:
    """Whether raised text is a number, or several: the mark of a note, or an exponent."""
    return _NUMBERS.fullmatch(raised.strip()) is not None


def is_note_mark(raised: str, before: str) -> bool:
    """Whether raised text with letters marks a note, after the text before it.

    It does if it has a number too (``note 5``), or if it is a single letter after a word. A letter
    after a capital or after a single letter is part of an abbreviation (``XXe``, ``no``), and
    several letters are, too (``Mme``, ``5th``).
    """
    inner = raised.strip().strip("[]()").strip()
    if _LETTERS_WITH_NUMBER.fullmatch(inner):
        return True
    return _SINGLE_LETTER.fullmatch(inner) is not None and (
        inner != raised.strip() or _ENDS_A_WORD.search(before[-10:]) is not None
    )
