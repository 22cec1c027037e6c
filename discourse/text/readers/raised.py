"""Raised note marks: a raised number is written so that it is no part of the word before it."""

import regex

NOTE_MARK = "note mark"

_RAISED = str.maketrans("0123456789+-\u2212()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_NUMBERS = regex.compile(r"[\p{Nd}\p{No}\s,.;:*†‡+\-–−()\[\]]*[\p{Nd}\p{No}][^\p{L}]*")
_ROMAN = r"(?:(?=[ivx]{2})x{0,3}(?:ix|iv|v?i{0,3})|(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3}))"
_LETTERS = regex.compile(rf"(?:{_ROMAN}|\p{{Ll}})(?:\s*[,;]\s*(?:{_ROMAN}|\p{{Ll}}))*")
_LETTERS_WITH_NUMBER = regex.compile(r"\p{L}[^\p{N}]*\p{N}.*|\p{N}+\p{L}")
# A title without a vowel, to which an ending is raised, as in Sra and Ste.
_ABBREVIATION = regex.compile(r"(?<!\p{L})(?![AEIOUYaeiouy])[B-Z](?![aeiouy])[a-z]\Z")
_ENDS_A_WORD = regex.compile(r"\p{L}\p{M}*\p{Ll}\p{M}*[.,;:!?)\]’”»\"']*\Z")


def raise_digits(text: str) -> str:
    """Write the digits of a text as raised digits; tokens leave these out."""
    return text.translate(_RAISED)


def is_raised_number(raised: str) -> bool:
    """Whether raised text is a number, or several: the mark of a note, or an exponent."""
    return _NUMBERS.fullmatch(raised.strip()) is not None


def is_apart(before: str) -> bool:
    r"""Whether raised text has a blank before it on its line, as the mark of a note has not.

    Examples
    --------
    >>> is_apart("It has "), is_apart("rights"), is_apart("The end.\n")
    (True, False, False)
    """
    line = before.rpartition("\n")[2]
    return line[-1:].isspace() and not line.isspace()


def is_note_mark(raised: str, before: str) -> bool:
    """Whether raised text with letters marks a note, after the text before it.

    It does if it has a number too (``note 5``), or if it is a single letter or a Roman number after
    a word (``law`` with ``a``, ``ii`` or ``a,b``). Anything else is part of an abbreviation: what
    follows a digit, a capital, a single letter or a title without a vowel (``1o``, ``XXe``, ``no``,
    ``Sra``), and several letters that are no Roman number (``Mme``, ``5th``).
    """
    inner = raised.strip().strip("[]()").strip()
    if _LETTERS_WITH_NUMBER.fullmatch(inner):
        return True
    if _LETTERS.fullmatch(inner) is None:
        return False
    end = before[-10:]
    ends_a_word = _ENDS_A_WORD.search(end) and not _ABBREVIATION.search(end)
    return inner != raised.strip() or bool(ends_a_word)
