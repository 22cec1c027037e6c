"""Whether a number as it is written shows a value, and how a value is written like it."""

from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import cast

import regex

from discourse.publish.claims.number_words import (
    QUALIFIERS,
    TOLERANCE,
    is_exact,
    split_qualifier,
    split_scale,
    word_value,
)
from discourse.publish.export.data_files import round_significant

WRITTEN_NUMBER = regex.compile(
    r"(?:(?<!\d)(?<!\d\.)(?:(?<!\w)[-\u2212])?(?:\d{1,3}(?:(?P<group>[,\u00a0\u2009\u202f])\d{3})"
    r"(?:(?P=group)\d{3})*(?!\d)|\d+)(?:\.\d+)?|"
    r"(?<![\w.,])[-\u2212]?\.\d+)"
    r"(?i:[ \u00a0\u202f]?%|\s+per ?cent\b|[\s-](?:hundred|thousand|million|billion|trillion)\b)?"
)
# Digits in groups of three are divided by commas, or by spaces at which no line ends.
_GROUPED = regex.compile(r"(?<=\d)[,\u00a0\u2009\u202f](?=\d{3})")
_PERCENT = regex.compile(r"(?:[ \u00a0\u202f]?%|\s+per ?cent)\Z", regex.I)


def is_number(text: str) -> bool:
    """Whether a text is a single number, in digits or in words.

    Examples
    --------
    >>> [is_number(text) for text in ("1,384", "27 %", "Six", "two thirds", "70th", "7 hits")]
    [True, True, True, True, True, False]
    >>> is_number("1.4 million"), is_number("twenty per cent")
    (True, True)
    """
    return (
        word_value(_without_percent(text)) is not None or WRITTEN_NUMBER.fullmatch(text) is not None
    )


def is_percentage(text: str) -> bool:
    """Whether a number, with or without words like "about" before it, has a per cent sign."""
    return _PERCENT.search(text) is not None


def shows_value(number: str, value: float, *, either_half: bool = False) -> bool:
    """Whether a written number is a value rounded to the digits shown.

    A value halfway between two is rounded to the even digit, as pandas and Python round it.

    Parameters
    ----------
    number : str
        Digits or words for which `is_number` is true.
    value : float
        The exact value.
    either_half : bool, optional
        Whether a value halfway between two may be rounded either way.

    Returns
    -------
    bool
        Whether the number is the value.

    Examples
    --------
    >>> shows_value("0.76", 0.7554), shows_value("0.75", 0.7554), shows_value("27 %", 0.2746)
    (True, False, True)
    >>> shows_value("1,384", 1384), shows_value("Seven", 7), shows_value("half", 0.5)
    (True, True, True)
    >>> shows_value("2", 2.5), shows_value("3", 2.5), shows_value("3", 2.5, either_half=True)
    (True, False, True)
    """
    exact = _exact_decimal(value)
    if not exact.is_finite():
        return False
    exact *= 100 if is_percentage(number) else 1
    words = word_value(_without_percent(number))
    if words is not None and is_exact(_without_percent(number)):
        return abs(Fraction(exact) - words) < Fraction(1, 10**9)
    shown = _parse_number(number)
    distance = abs(exact - shown)
    half = Decimal(1).scaleb(_exponent(shown)) / 2
    even = not shown.as_tuple().digits[-1] % 2
    return distance < half or (distance == half and (even or either_half))


def agrees_with(text: str, value: float) -> bool:
    """Whether a value is what a number says, with or without words like "about" before it.

    Examples
    --------
    >>> agrees_with("more than half", 0.6), agrees_with("at least 7", 7)
    (True, True)
    >>> agrees_with("nearly six", 5.9), agrees_with("nearly six", 6.1), agrees_with("nearly six", 5)
    (True, False, False)
    """
    qualifier, number = split_qualifier(text)
    if not qualifier:
        return shows_value(number, value)
    exact = _exact_decimal(value)
    return exact.is_finite() and compare(
        Fraction(exact), QUALIFIERS[qualifier], number_value(number)
    )


def compare(value: Fraction, sign: str, other: Fraction) -> bool:
    """Whether a comparison holds; "~" allows a tenth of the other number.

    Examples
    --------
    >>> compare(Fraction(19), "~<", Fraction(20)), compare(Fraction(17), "~", Fraction(20))
    (True, False)
    """
    near = abs(value - other) <= abs(other) * TOLERANCE
    return {
        ">": value > other, ">=": value >= other, "<": value < other, "<=": value <= other,
        "==": value == other, "~": near, "~<": near and value < other,
        "~>": near and value > other,
    }[sign]  # fmt: skip


def number_value(number: str) -> Fraction:
    """Return what a written number says; a percentage is a hundredth of what it shows.

    Examples
    --------
    >>> number_value("1,384"), number_value("50 %"), number_value("half")
    (Fraction(1384, 1), Fraction(1, 2), Fraction(1, 2))
    """
    words = word_value(_without_percent(number))
    value = Fraction(_parse_number(number)) if words is None else words
    return value / (100 if is_percentage(number) else 1)


def exact_value(value: float) -> Fraction:
    """Return a finite value with ten significant digits, or a whole number as it is."""
    return Fraction(_exact_decimal(value))


def write_like(value: float, like: str) -> str:
    """Write a value in the form of another number: its decimals, commas, unit and per cent sign.

    Examples
    --------
    >>> write_like(0.7554, "0.83"), write_like(1384, "1,385"), write_like(0.2746, "30 %")
    ('0.76', '1,384', '27 %')
    >>> write_like(1384, "1.5 thousand"), write_like(1384, "1400"), write_like(28, "28 million")
    ('1.4 thousand', '1384', '28')
    >>> write_like(0.2746, ".30"), write_like(-0.2746, "-.3"), write_like(1.2, ".3")
    ('.27', '-.3', '1.2')
    >>> write_like(0.4, "half"), write_like(5, "more than 7")
    ('0.4', '5')
    """
    number = split_qualifier(like)[1]
    percent = number[len(_without_percent(number)) :]
    scaled = _exact_decimal(value) * (100 if percent else 1)
    if not scaled.is_finite() or is_exact(_without_percent(number)):
        return f"{scaled:,f}{percent}"
    digits, scale = split_scale(_without_percent(number))
    if scale:
        shown = _round_like(scaled.scaleb(-scale), _parse_number(digits))
        unit = _without_percent(number)[len(digits) :]
        return f"{_group_like(shown, digits)}{unit}" if shown else _group_like(scaled, "")
    return f"{_group_like(_round_like(scaled, _parse_number(number)), digits)}{percent}"


def _round_like(value: Decimal, like: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(_exponent(like))
    if value.adjusted() - unit.adjusted() >= 27:  # it has more digits than can be rounded
        return value
    return value.quantize(unit, ROUND_HALF_EVEN)


def _group_like(value: Decimal, digits: str) -> str:
    """Digits in groups, as others are; in groups by commas, if the others are too few to tell."""
    found = _GROUPED.search(digits)
    is_plain = found is None and regex.search(r"\d{4}", digits.partition(".")[0])
    sign = "" if is_plain else found[0] if found else ","
    shown = f"{value:,f}".replace(",", sign)
    # Some leave out the zero before the point.
    return shown.replace("0.", ".", 1) if _is_bare(digits) and abs(value) < 1 else shown


def _is_bare(digits: str) -> bool:
    """Whether nothing stands before the point of a number."""
    return digits.lstrip("-\u2212").startswith(".")


def _exact_decimal(value: float) -> Decimal:
    return Decimal(value) if isinstance(value, int) else Decimal(str(round_significant(value)))


def _parse_number(number: str) -> Decimal:
    bare = _without_percent(number)
    words = word_value(bare)
    if words is not None:
        return Decimal(words.numerator) / words.denominator
    digits, scale = split_scale(bare)
    return Decimal(_GROUPED.sub("", digits).replace("\u2212", "-")).scaleb(scale)


def _without_percent(number: str) -> str:
    return _PERCENT.sub("", number)


def _exponent(number: Decimal) -> int:
    return cast(int, number.as_tuple().exponent)
