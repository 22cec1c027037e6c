"""Text in a fixed-width font: its width in columns, and as much of it as fits."""

import unicodedata


def collapse_space(text: str) -> str:
    """Collapse each run of white space in a text to one space."""
    before, after = (" " if side.isspace() else "" for side in (text[:1], text[-1:]))
    return f"{before}{' '.join(text.split())}{after}"


def count_columns(text: str) -> int:
    """Count the columns that a text takes in a fixed-width font; Chinese characters take two."""
    return sum(_character_width(character) for character in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Pad a text with spaces after it, or before it, to a width in columns."""
    spaces = " " * (width - count_columns(text))
    return f"{spaces}{text}" if right else f"{text}{spaces}"


def truncate(text: str, width: int, *, last: bool = False) -> str:
    """Truncate a text to a width in columns, keeping its first characters or its last."""
    text = text[max(0, len(text) - width) :] if last else text[:width]
    while count_columns(text) > width:
        text = text[1:] if last else text[:-1]
    return text
