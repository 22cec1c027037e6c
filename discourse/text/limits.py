"""How large a file may be: beyond these it is more likely a mistake, or hostile, than a text."""

LARGEST = 256 * 2**20  # bytes of a file, unpacked; about 40 million words
# Characters that cannot be seen and belong to words: hyphens where a line may end, joiners.
IN_WORDS = "\u00ad\u200c\u200d\u2060"
LONGEST_NAME = 200  # characters of a file's name in a message


def format_bytes(number: int) -> str:
    """A number of bytes as it is read: ``256 MB``."""
    return f"{number / 2**20:,.0f} MB"


def shorten(text: str) -> str:
    """A name as it stands in a message: on one line, and not without end."""
    shown = make_printable(text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"


def make_printable(text: str) -> str:
    """A text on one line, with nothing in it that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(sign if _is_harmless(sign) else repr(sign)[1:-1] for sign in text)


def _is_harmless(sign: str) -> bool:
    return sign.isprintable() or sign in IN_WORDS
