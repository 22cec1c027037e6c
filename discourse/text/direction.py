"""The direction in which a text is written, by the letters that it has."""

from typing import Literal

import regex

Direction = Literal["ltr", "rtl"]

LOOKED_AT = 2_000  # characters; more of a long text would not change the answer
_RIGHT_TO_LEFT = regex.compile(r"[\p{bc=R}\p{bc=AL}]")
_LEFT_TO_RIGHT = regex.compile(r"\p{bc=L}")


def direction_of(text: str) -> Direction:
    """Return "rtl" if most letters of a text are written from right to left, otherwise "ltr".

    The first letter, by which browsers decide, may be that of a name in another script.

    Examples
    --------
    >>> direction_of("UNESCO: زكاة الفطر"), direction_of("Zakat (زكاة)"), direction_of("1948")
    ('rtl', 'ltr', 'ltr')
    """
    start = text[:LOOKED_AT]
    if start.isascii():
        return "ltr"
    right, left = (len(p.findall(start)) for p in (_RIGHT_TO_LEFT, _LEFT_TO_RIGHT))
    return "rtl" if right > left else "ltr"


def direction_attribute(text: str) -> str:
    """The attribute of an HTML element for a text from right to left; "" for any other text."""
    return ' dir="rtl"' if direction_of(text) == "rtl" else ""
