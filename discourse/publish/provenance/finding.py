"""What a check found: where, what is expected there, and what is there."""

from typing import NamedTuple


class Finding(NamedTuple):
    """Something that does not hold: the file, the row or place in it, and what was expected."""

    file: str
    row: str
    expected: str
    found: str
