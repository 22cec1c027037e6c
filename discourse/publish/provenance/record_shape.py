"""Of what kind each entry of a record is: a stranger may have written it.

Whatever is read later is named here, so that an entry of another kind is a finding with its name.
"""

from collections.abc import Iterator, Mapping
from types import NoneType
from typing import Any

from discourse.layer_notes import NOTE

ANY_NAME = ""  # stands for all names of an object whose names are free
NUMBER = (int, float)
# In a pair of a shape and a kind, what is no object may be of this kind instead.
LISTED = {ANY_NAME: str}  # such as hashes by the names of files
CORPUS = {
    "fingerprint": str, "list": str, "sha256": str, "documents": LISTED, "words": LISTED,
    "subset": [str], "joined": [str], "layers": {ANY_NAME: dict}, "read": dict,
    "order": {ANY_NAME: list},
}  # fmt: skip
RECIPE = {
    "verb": str, "corpus": CORPUS, "parameters": {ANY_NAME: (CORPUS, object)}, "versions": LISTED,
    "steps": [list],
}  # fmt: skip
PLOT = {
    "name": str, "beside": {ANY_NAME: (RECIPE, NoneType)}, "inches": [NUMBER], "canvas": str,
    "options": dict, "title": str, "versions": LISTED,
}  # fmt: skip
LINES = {"lines": int, "hits": int, "each": (int, NoneType), "context": int}
RECORD = {
    "sha256": LISTED, "derived": [str], "columns": [str], "dpi": NUMBER, "panel_of": str,
    "recipe": RECIPE, "plot": (PLOT, NoneType), "added_texts": [str],
    "evidence": (LINES, NoneType), "evidence_reference": LINES, NOTE: str,
}  # fmt: skip
PANELS = {
    "sha256": LISTED, "panels": [str], "added_texts": [str], "added_artists": {ANY_NAME: int},
    "dpi": NUMBER,
    "grid": {"canvas": str, "inches": [NUMBER], "axes": [str]},
}  # fmt: skip
PAIRS = ("inches",)  # lists of two: width and height


def find_malformed(value: Any, shape: Any = RECORD, name: str = "") -> Iterator[str]:
    """Name the entries of a record that are of another kind; those that are missing are not.

    Examples
    --------
    >>> list(find_malformed({"derived": ["x", 5], "recipe": {"verb": "tfidf", "corpus": None}}))
    ['derived, item 2', 'recipe, corpus']
    """
    if isinstance(shape, tuple) and isinstance(shape[0], dict):
        shape, other = shape
        if isinstance(value, other) and not isinstance(value, Mapping):
            return
    place = f"{name}, " if name else ""
    if isinstance(shape, dict) and isinstance(value, Mapping):
        for key, inside in value.items():
            if key in shape or ANY_NAME in shape:
                expected = shape.get(key, shape.get(ANY_NAME))
                yield from find_malformed(inside, expected, f"{place}{key}")
    elif isinstance(shape, list) and isinstance(value, list):
        if name.rpartition(", ")[2] in PAIRS and len(value) != 2:
            yield name
        for number, item in enumerate(value, 1):
            yield from find_malformed(item, shape[0], f"{place}item {number}")
    elif isinstance(shape, (dict, list)) or not _is_of_kind(value, shape):
        yield name


def _is_of_kind(value: Any, kind: Any) -> bool:
    """Whether a value is of a kind, or one of some; in Python, True is a number, too."""
    return isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool)
