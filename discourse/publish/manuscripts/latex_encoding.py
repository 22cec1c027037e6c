"""The encoding of a manuscript in LaTeX, as its preamble says it."""

from collections.abc import Sequence

import regex

_INPUT_ENCODING = regex.compile(rb"\\usepackage\s*\[([\w\s,-]*)\]\s*\{inputenc\}")
# The names that Python does not have.
_NAMES = {
    "ansinew": "cp1252", "applemac": "mac_roman", "latin9": "iso8859-15", "latin10": "iso8859-16",
    "macce": "mac_latin2", "utf8x": "utf-8",
}  # fmt: skip
_KNOWN = regex.compile(r"utf8|latin\d|cp\d+|koi8-[ru]")


def find_input_encodings(data: bytes) -> Sequence[str]:
    r"""Return the encodings that a source names, in which it is if it is not in UTF-8.

    Examples
    --------
    >>> find_input_encodings(rb"\usepackage[latin1]{inputenc}")
    ['latin1']
    >>> find_input_encodings(rb"\usepackage[ansinew]{inputenc}"), find_input_encodings(b"")
    (['cp1252'], [])
    """
    named = [
        name.strip().lower()
        for found in _INPUT_ENCODING.finditer(data)
        for name in found[1].decode("ascii", "replace").split(",")
    ]
    return [_NAMES.get(name, name) for name in named if name in _NAMES or _KNOWN.fullmatch(name)]
