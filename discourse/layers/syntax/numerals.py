"""Which words are numbers: *36,000*, *$1.2bn* and *forty*, but not *gr8*, *5:30* or an address."""

import numpy as np
import regex

from discourse.layers.makers.numbers import NUMBER_WORDS
from discourse.layers.syntax.words import Mask, Words

_DIGITS = r"(?=[\d.¼½¾⅓⅔]*[\d¼½¾⅓⅔])[-−–]?(?:\d[\d,\u00a0\u202f]*)?(?:\.\d+)?[¼½¾⅓⅔]?"
_NUMBER = regex.compile(rf"{_DIGITS}(?:[-–/]\d[\d,.]*)?")
_SCALED = regex.compile(rf"{_DIGITS}(?:k|mn|bn|tn)")
_IN_MONEY = regex.compile(rf"{_DIGITS}[mbt]")  # without a currency, an *m* may be metres
_CURRENCY = regex.compile(r"(?:\p{Sc}|RMB|USD|EUR|GBP|CNY)\s?$")
_NO_NUMBERS = ("24/7", "9/11", "7/7")
_NUMERALS = ("NUM", "CD")


def find_numerals(words: Words) -> Mask:
    """Which words are numbers, by what the tagger says and by how they are written.

    Parameters
    ----------
    words : Words
        The words with their parts of speech.
    """
    found = words.columns["pos"].is_any(_NUMERALS) | words.columns["xpos"].is_any(_NUMERALS)
    written = [_is_number(form) for form in words.form.values]
    found &= np.array(written, dtype=bool)[words.form.codes]
    return found | find_amounts(words)


def find_amounts(words: Words) -> Mask:
    """Which words are amounts with a short scale, whatever a tagger takes them for: *1.2bn*.

    Parameters
    ----------
    words : Words
        The words.
    """
    scaled = [bool(_SCALED.fullmatch(form)) for form in words.form.values]
    money = [bool(_IN_MONEY.fullmatch(form)) for form in words.form.values]
    found: Mask = np.array(scaled, dtype=bool)[words.form.codes]
    for at in np.flatnonzero(np.array(money, dtype=bool)[words.form.codes]).tolist():
        found[at] = bool(_CURRENCY.search(words.gap_before(at)))
    return found


def _is_number(form: str) -> bool:
    if form in _NO_NUMBERS:
        return False
    named = not NUMBER_WORDS.isdisjoint(regex.split("[-–]", form))
    return named or bool(_NUMBER.fullmatch(form))
