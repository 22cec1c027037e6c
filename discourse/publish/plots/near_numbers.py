"""Whether two pages are written alike, but for the last digits of their numbers.

A page is laid out again each time that it is drawn, and a place may then differ by a thousandth of
a point: it would be rounded up in one drawing and down in the other one.
"""

import regex

NEAR = 2e-3  # points
# A text in an SVG or a PDF, whose digits are no places, unlike those of rotate(90 1.5 2); a number.
_TOKEN = regex.compile(rb">[^<>]*+</|(?<![a-z])\((?:\\.|[^()\\])*+\)|-?\d+(?:\.\d+)?(?:e-?\d+)?")


def are_near(one: bytes, other: bytes) -> bool:
    """Whether two pages have the same words, and numbers that differ by at most `NEAR`.

    Whole numbers are the same: they count something.

    Examples
    --------
    >>> are_near(b"M 10.9995 3 L 7", b"M 11 3 L 7"), are_near(b"M 10 3", b"M 11 3")
    (True, False)
    >>> are_near(b"(0.001) Tj", b"(0.002) Tj")
    False
    """
    if one == other:
        return True
    words = (_TOKEN.sub(b"#", each).split() for each in (one, other))
    if next(words) != next(words):
        return False
    numbers = [_TOKEN.findall(each) for each in (one, other)]
    return len(numbers[0]) == len(numbers[1]) and all(
        a == b or _is_near(a, b) for a, b in zip(*numbers, strict=True)
    )


def _is_near(one: bytes, other: bytes) -> bool:
    if one[:1] in b"(>" or other[:1] in b"(>" or b"." not in one + other:
        return False
    return abs(float(one) - float(other)) <= NEAR
