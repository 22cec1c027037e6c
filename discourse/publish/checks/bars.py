"""Charts made of signs: rows of blocks, squares, dots or emoji, and rules of a width."""

import regex

_BLOCKS = "\u2581-\u2593\u25ac\u25ae\u25b0\u25b1\U0001f7e0-\U0001f7eb\u2b1b\u2b1c"
_CELLS = "\u28c0-\u28ff"  # of Braille with the lowest dots, which no letter has
_SHAPES = r"\u25a0-\u25ff\u2600-\u27bf\u2b00-\u2bff\p{Emoji_Presentation}"
_GAP = "[\ufe0e\ufe0f\u200d]*+[ \u00a0\u2000-\u200a]?"  # between signs, and what chooses their look
_BARS = regex.compile(
    rf"[{_BLOCKS}{_CELLS}](?:{_GAP}[{_BLOCKS}{_CELLS}])+"
    rf"|(?P<sign>[{_SHAPES}])(?:{_GAP}(?P=sign)){{2,}}"
    # Behind a name or a number: a line of them alone is a rule.
    r"|(?<=[\p{L}\p{N}][^\S\n]*[:|]?[^\S\n]*)(?P<sign>[#|*=+•·○●])(?:[ ]?(?P=sign)){5,}"
    r"|(?<=[\p{L}\p{N}][^\S\n]+)(?P<sign>[-–—_.~])(?P=sign){11,}"
    r"|(?P<sign>\p{L})(?P=sign){7,}"
    r"|<hr\b[^>]*\b(?:width|size|style|class)\s*=[^>]*>?",
    regex.IGNORECASE,
)


def find_bars(text: str) -> str:
    """Return the first row of signs that reads as a bar of a chart, "" if there is none.

    Examples
    --------
    >>> find_bars("peace 🟥🟥🟥 war 🟥"), find_bars("rights: ######## and more")
    ('🟥🟥🟥', '########')
    >>> find_bars("| xxxxxxxx")
    'xxxxxxxx'
    >>> find_bars("● one, ● two"), find_bars("A line ---"), find_bars("a → b → c")
    ('', '', '')
    """
    found = _BARS.search(text)
    return found[0] if found else ""
