"""Letters that were lost or misread before a text came here: U+FFFD, and UTF-8 read as cp1252."""

from collections.abc import Iterator

import regex

LOST = "\ufffd"  # what programs put where they could not read a character
_LOST = regex.compile(f"{LOST}+")
# In the bytes of UTF-8: whatever may be damage in a text of a western script. It is looked for in
# every text that is read; ftfy, which judges it, would take longer than all of the reading.
SUSPICIOUS = (
    rb"\xef\xbf\xbd|\xc2[\x80-\x9f]|\xc3[\x82\x83\x85\x90\x91]\xc2[\x80-\xbf]"
    rb"|\xc3[\x82\x83\x85](?:\xc5|\xc6|\xcb|\xe2\x80|\xe2\x82|\xe2\x84)"
    rb"|\xc3[\x90\x91](?:\xc5|\xc6|\xcb|\xe2\x80|\xe2\x82|\xe2\x84)|\xc3\xa2\xe2\x82\xac"
)


def find_damage(text: str) -> Iterator[tuple[int, int]]:
    """Find the stretches of a text that are damaged, in no order: start and end of each.

    Examples
    --------
    >>> text = "It\u00e2\u20ac\u2122s a caf\ufffd."
    >>> [text[start:end] for start, end in find_damage(text)]
    ['\ufffd', '\u00e2\u20ac']
    """
    if text.isascii():
        return
    from ftfy.badness import BADNESS_RE

    yield from (lost.span() for lost in _LOST.finditer(text))
    yield from (bad.span() for bad in BADNESS_RE.finditer(text) if LOST not in bad.group())


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
