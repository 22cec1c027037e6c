"""Text in a fixed-width font: how many columns it takes, and as much of it as fits."""

import unicodedata


def collapse_space(text: str) -> str:
    """A text on one line, each stretch of white space a blank."""
    before, after = (" " if side.isspace() else "" for side in (text[:1], text[-1:]))
    return f"{before}{' '.join(text.split())}{after}"


def count_columns(text: str) -> int:
    """How many columns of a fixed-width font a text takes; Chinese characters take two."""
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """A text with blanks after it, or before it, so that it takes so many columns."""
    blanks = " " * (width - count_columns(text))
    return f"{blanks}{text}" if right else f"{text}{blanks}"


def truncate(text: str, width: int, *, last: bool = False) -> str:
    """As much of a text as fits, its first characters or its last."""
    text = text[max(0, len(text) - width) :] if last else text[:width]
    while count_columns(text) > width:
        text = text[1:] if last else text[:-1]
    return text
