"""Which words are numbers: *36,000*, *1.2bn* and *forty*, but not *gr8*, *5:30* or an address."""

import numpy as np
import regex

from discourse.layers.syntax.words import Mask, Words

_SCALE = "(?:k|m|mn|b|bn|t|tn)"
# In digits; with *m* or *b* behind it only after the sign of a currency, else it may be metres.
_DIGITS = r"[-−–]?(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)?(?:\.\d+)?[¼½¾⅓⅔]?"
_PLAIN = regex.compile(rf"(?=.*[\d¼½¾⅓⅔]){_DIGITS}(?:k|mn|bn|tn)?")
_SHORT = regex.compile(rf"(?=\d|\.\d){_DIGITS}{_SCALE}")
_TAGGED = regex.compile(
    r"(?=.*[\d¼½¾⅓⅔])[-−–]?[\d.,¼½¾⅓⅔]+(?:[-–/][\d.,]+)?(?:k|mn|bn|tn)?|\p{Lu}\d+"
)
_CURRENCY = regex.compile(r"(?:\p{Sc}|RMB|USD|EUR|GBP|CNY)\s?$")
# Written with digits, but no number: a day and a month, a time without its colon, *24/7*.
_NO_NUMBERS = frozenset(("24/7", "9/11", "7/7"))
_WORD = regex.compile(r"[\p{L}'-]+")


def find_numerals(words: Words) -> Mask:
    """Which words are numbers, by what the tagger says and by how they are written.

    Parameters
    ----------
    words : Words
        The words with their parts of speech.
    """
    tagged = words.columns["pos"].is_any(["NUM"]) | words.columns["xpos"].is_any(["CD"])
    possible = np.array([_can_be_number(form) for form in words.form.values], dtype=bool)
    found: Mask = tagged & possible[words.form.codes]
    return found | find_untagged_amounts(words)


def find_untagged_amounts(words: Words) -> Mask:
    """Which words are amounts that a tagger took for something else: *1.2bn*, *3m* after a sign."""
    tagged = words.columns["pos"].is_any(["NUM"]) | words.columns["xpos"].is_any(["CD"])
    short = np.array([bool(_SHORT.fullmatch(form)) for form in words.form.values], dtype=bool)
    found: Mask = short[words.form.codes]
    certain = np.array([bool(_PLAIN.fullmatch(form)) for form in words.form.values], dtype=bool)
    for at in np.flatnonzero(found & ~(certain[words.form.codes] & tagged)).tolist():
        found[at] = certain[words.form.codes[at]] or bool(
            _CURRENCY.search(words.gap_before(at))
        )
    return found


def _can_be_number(form: str) -> bool:
    if form in _NO_NUMBERS:
        return False
    return bool(_WORD.fullmatch(form) or _TAGGED.fullmatch(form.upper()) or _TAGGED.fullmatch(form))
