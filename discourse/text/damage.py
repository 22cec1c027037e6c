"""Letters that were lost or misread before a text came here: U+FFFD, and UTF-8 read as cp1252."""

from collections.abc import Iterator

import numpy as np
import regex
from numpy.typing import NDArray

LOST = "\ufffd"  # what programs put where they could not read a character
_LOST = regex.compile(f"{LOST}+")
_CONTROL = regex.compile(r"[\x80-\x9f]")
# What looks like a misread letter in capitals: the last letter of a word, and a closing sign.
_CLOSED = regex.compile(r"\P{L}*(?:\p{Lu}+[ÃÂ](?:\xa0|[”’»“…–—](?!\p{L}))|Ã[”’»](?!\p{L}))")
_SPACES = regex.compile(r"[ \t\r\n]")
# In UTF-8, the second bytes of Â Ã Å Ð Ñ, with which most misread letters begin, and the first
# bytes of what follows them there.
_MISREAD, _FOLLOWING = (0x82, 0x83, 0x85, 0x90, 0x91), (0xC2, 0xC5, 0xC6, 0xCB, 0xE2)


def find_suspicious(data: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Find the places in bytes of UTF-8 at which a letter of a western text may be damaged.

    Every text that is read is looked through for them. ftfy, which judges the few texts that have
    some, would take longer than all of the reading.
    """
    at = np.flatnonzero((data == 0xC2) | (data == 0xC3) | (data == 0xEF))
    at = at[at < len(data) - 1]
    first, second, third = data[at], data[at + 1], data[np.minimum(at + 2, len(data) - 1)]
    lost = (first == 0xEF) & (second == 0xBF) & (third == 0xBD)
    control = (first == 0xC2) & (second < 0xA0)
    misread = np.isin(second, _MISREAD) & np.isin(third, _FOLLOWING)
    quotation = (second == 0xA2) & (third == 0xE2)
    found: NDArray[np.int64] = at[lost | control | ((first == 0xC3) & (misread | quotation))]
    return found


def find_damage(text: str) -> Iterator[tuple[int, int]]:
    """Find the stretches of a text that are damaged, in no order: start and end of each.

    Examples
    --------
    >>> text = "It\u00e2\u20ac\u2122s a caf\ufffd."
    >>> [text[start:end] for start, end in find_damage(text)]
    ['\ufffd', '\u00e2\u20ac']
    """
    if not _may_be_damaged(text):
        return
    from ftfy.badness import BADNESS_RE

    yield from (lost.span() for lost in _LOST.finditer(text))
    for bad in BADNESS_RE.finditer(text):
        if LOST not in bad.group() and _is_misread(text, *bad.span()):
            yield bad.span()


def _may_be_damaged(text: str) -> bool:
    if text.isascii():
        return False
    data = np.frombuffer(text.encode("utf-8", "surrogatepass"), dtype=np.uint8)
    return len(find_suspicious(data)) > 0


def _is_misread(text: str, start: int, end: int) -> bool:
    """Whether a stretch that ftfy finds unlikely is a control character, or can be read again.

    What is unlikely in most languages is sound in some: Ewe writes ``ƒã``, and a word in capitals
    may end with ``\u00c3`` before a quotation mark in Portuguese.
    """
    if _CONTROL.search(text, start, end):
        return True
    import ftfy

    # A letter that was misread may contain a space that does not break.
    before, behind = (
        _SPACES.split(text[max(0, start - 40) : start]),
        _SPACES.split(text[end : end + 40]),
    )
    word = before[-1] + text[start:end] + behind[0]
    return not _CLOSED.match(word) and len(ftfy.fix_encoding(word)) < len(word)


def count_damage(text: str) -> int:
    """The number of stretches of a text that are damaged."""
    return sum(1 for _ in find_damage(text))


def show_word(text: str, start: int, end: int) -> str:
    """The word around a stretch, as an example of the damage."""
    first = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start), start - 20) + 1
    found = regex.match(r"\S{1,40}", text, pos=min(first, start))
    return found[0] if found else text[start:end]


def explain_damage(word: str) -> str:
    """What happened to a word, and what can be done."""
    if LOST in word:
        return "letters were lost when the file was made; get the original"
    import ftfy

    meant = ftfy.fix_encoding(word)
    reading = f", which was {meant!r}" if meant != word else ""
    return (
        f"text in one encoding was read as another{reading}; name the encoding of the file with "
        "encoding=, or mend it with ftfy.fix_text"
    )
