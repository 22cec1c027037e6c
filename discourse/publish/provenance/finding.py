"""What a check found: where, what should stand there, and what does."""

from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that does not hold: the file, the row or place in it, expected, and found."""

    file: str
    row: str
    expected: str
    found: str
