"""The signs that Word takes from a font of signs, as the signs of Unicode that they look like."""

# The font "Symbol", as far as numbers, comparisons and arithmetic need it.
_OF_SYMBOL = {
    0x2B: "+", 0x2D: "\u2212", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x40: "≅", 0x7E: "∼", 0xA3: "≤",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xD7: "⋅", 0x25: "%",
    0x2C: ",", 0x2E: ".", 0x2F: "/", 0x28: "(", 0x29: ")", 0x20: " ",
    **{0x30 + digit: str(digit) for digit in range(10)},
}  # fmt: skip
_UNKNOWN = "□"


def symbol_of(font: str, code: str) -> str:
    """The sign with a code, in hexadecimal digits, of a font; "□" for one that is not known.

    Examples
    --------
    >>> symbol_of("Symbol", "F0B3"), symbol_of("Symbol", "F032"), symbol_of("Wingdings", "F0FC")
    ('≥', '2', '□')
    """
    try:
        number = int(code, 16)
    except ValueError:
        return _UNKNOWN
    if font.casefold() == "symbol":
        return _OF_SYMBOL.get(number & 0xFF, _UNKNOWN)
    is_own = 0xE000 <= number <= 0xF8FF or not 0x20 <= number < 0xD800
    return _UNKNOWN if is_own else chr(number)
