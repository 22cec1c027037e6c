"""Limits on the size of files, and on the length and characters of names in messages."""

# Bytes of a file, unpacked: about 40 million words. A larger file is more likely a mistake, or
# hostile, than a text.
LARGEST_FILE = 256 * 2**20
# Invisible characters that occur inside words, and are harmless: soft hyphen, joiners.
IN_WORDS = "\u00ad\u200c\u200d\u2060"
LONGEST_NAME = 200  # characters of a file's name in a message


def format_bytes(number: int) -> str:
    """Format a number of bytes for a message, such as ``256 MB``."""
    return f"{number / 2**20:,.0f} MB"


def shorten(text: str) -> str:
    """Shorten a name for a message: one line, truncated."""
    shown = make_printable(text)
    return shown if len(shown) <= LONGEST_NAME else f"{shown[:LONGEST_NAME]}…"


def make_printable(text: str) -> str:
    """Escape line ends, and every character that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(sign if _is_harmless(sign) else repr(sign)[1:-1] for sign in text)


def _is_harmless(sign: str) -> bool:
    return sign.isprintable() or sign in IN_WORDS
