"""Words are found by the classes of characters, for a whole text at once."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from discourse.text import characters as of
from discourse.text.characters import code_points

# Characters scanned at a time. The arrays of a longer scan do not fit the processor's cache: one
# pass over 60 MB took ten times as long per token.
PIECE = 1 << 18
BYTES = 256


def find_words(
    text: str, classes: NDArray[np.uint8], *, cut_possessive: bool = False
) -> NDArray[np.int64]:
    """Find the words of a text: the first character of each, and the one after its last.

    `classes` is that of each code point. `cut_possessive` makes a final ``'s`` a word of its own.
    """
    found = [
        _scan(piece, classes, cut_possessive) + start for start, piece in _split_into_pieces(text)
    ]
    return np.concatenate([np.empty((0, 2), dtype=np.int64), *found])


def _split_into_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Cut a text into pieces that end with a space; yield where each starts, and the piece."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + PIECE) + 1 or len(text)
        yield start, text[start:end]
        start = end


def _scan(text: str, classes: NDArray[np.uint8], cut_possessive: bool) -> NDArray[np.int64]:
    characters = code_points(text)
    if characters.dtype == np.uint8:  # ASCII: nothing is ignored
        table = classes[:BYTES].tobytes()  # Python looks bytes up faster than NumPy
        kinds = np.frombuffer(characters.tobytes().translate(table), np.uint8)
        return _bound_words(characters, kinds, cut_possessive)
    kinds = classes[characters]
    if not (kinds == of.IGNORED).any():
        return _bound_words(characters, kinds, cut_possessive)
    seen = np.flatnonzero(kinds != of.IGNORED)
    spans = _bound_words(characters[seen], kinds[seen], cut_possessive)
    return np.stack([seen[spans[:, 0]], seen[spans[:, 1] - 1] + 1], axis=1)


def _bound_words(
    characters: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8], cut_possessive: bool
) -> NDArray[np.int64]:
    """Find where tokens start and end: where inside a token changes to outside, and back."""
    padded = np.zeros(len(kinds) + 2, dtype=bool)
    inside = padded[1:-1]
    np.greater_equal(kinds, of.LETTER, out=inside)
    if (kinds == of.MARK).any():
        inside |= _find_attached_marks(kinds)
    joints = np.flatnonzero((kinds >= of.POINT) & (kinds <= of.HYPHEN))
    joints = joints[(joints > 0) & (joints < len(kinds) - 1)]
    finals = (
        _find_final_apostrophes(characters, kinds, inside, joints) if cut_possessive else joints[:0]
    )
    inside[_find_joining(inside, kinds, joints, finals)] = True
    if characters.dtype != np.uint8:  # ASCII has no such signs
        inside[_find_inner_signs(characters, kinds)] = True
    cuts = finals[inside[finals - 1]]
    inside[finals] = True
    changes = np.flatnonzero(padded[1:] != padded[:-1])
    if len(cuts):
        changes = np.sort(np.concatenate([changes, cuts, cuts]))
    return changes.reshape(-1, 2)


def _find_attached_marks(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Find the marks that follow a letter or number with nothing but marks between."""
    places = np.arange(len(kinds))
    base = np.maximum.accumulate(np.where(kinds == of.MARK, 0, places))
    attached: NDArray[np.bool_] = (kinds == of.MARK) & (kinds[base] >= of.LETTER)
    return attached


def _find_joining(
    inside: NDArray[np.bool_],
    kinds: NDArray[np.uint8],
    joints: NDArray[np.int64],
    finals: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Find the apostrophes, hyphens and points that join two halves of a token."""
    before, after, joint = kinds[joints - 1], kinds[joints + 1], kinds[joints]
    digits = (before == of.DIGIT) & (after == of.DIGIT)
    words = inside[joints - 1] & (after >= of.LETTER)
    letters = words & (before != of.DIGIT) & (after != of.DIGIT)
    joined = np.where(joint == of.POINT, digits, words)
    joined = np.where((joint == of.LOOKALIKE) | (joint == of.SIGN), letters, joined)
    if len(finals):
        joined &= ~np.isin(joints, finals) & ~np.isin(joints, finals + 2)
    return joints[joined]


def _find_final_apostrophes(
    characters: NDArray[np.unsignedinteger],
    kinds: NDArray[np.uint8],
    inside: NDArray[np.bool_],
    joints: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Find the apostrophes of a final ``'s``; any other one still joins (o'clock)."""
    of_s = (characters[joints + 1] | 32) == ord("s")
    follows = kinds[np.minimum(joints + 2, len(kinds) - 1)]
    ends = (joints + 2 == len(kinds)) | (follows < of.MARK)
    after_word = inside[joints - 1]
    joint = kinds[joints]
    apostrophe = (joint == of.APOSTROPHE) | (
        (joint == of.LOOKALIKE) & (kinds[joints - 1] != of.DIGIT)
    )
    finals: NDArray[np.int64] = joints[apostrophe & of_s & ends & after_word]
    return finals


def _find_inner_signs(
    characters: NDArray[np.unsignedinteger], kinds: NDArray[np.uint8]
) -> NDArray[np.int64]:
    """Find the signs that belong to a word by the letters beside them.

    They are the middle dot of Catalan (``l·l``) and Occitan (``n·h``), and the quotation
    mark that stands for gershayim before the last letter of a Hebrew word.
    """
    dots = _find_inner(kinds, of.DOT)
    before, after = characters[dots - 1] | 32, characters[dots + 1] | 32
    same = (before == ord("l")) & (after == ord("l"))
    aspirated = ((before == ord("n")) | (before == ord("s"))) & (after == ord("h"))
    quotes = _find_inner(kinds, of.QUOTE) if (kinds == of.HEBREW).any() else dots[:0]
    hebrew = (kinds[quotes - 1] == of.HEBREW) & (kinds[quotes + 1] == of.HEBREW)
    beyond = quotes + 2
    last = (beyond >= len(kinds)) | (kinds[np.minimum(beyond, len(kinds) - 1)] < of.MARK)
    return np.concatenate([dots[same | aspirated], quotes[hebrew & last]])


def _find_inner(kinds: NDArray[np.uint8], kind: int) -> NDArray[np.int64]:
    """Find the characters of a kind that are neither the first nor the last."""
    places = np.flatnonzero(kinds == kind)
    return places[(places > 0) & (places < len(kinds) - 1)]
