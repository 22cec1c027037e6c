"""LaTeX divided into signs: commands, braces, formulas and letters. Nothing is expanded or run."""

from typing import NamedTuple

import regex

_SIGN = regex.compile(
    r"(?P<comment>%[^\n]*(?:\n[ \t]*(?!\s*\n))?)|"
    r"(?P<command>\\(?:[A-Za-z@]+\*?))|(?P<symbol>\\[^A-Za-z@])|"
    r"(?P<blank>\n[ \t]*\n\s*)|(?P<formula>\$\$?)|(?P<brace>[{}])|(?P<column>&)|"
    r"(?P<quotes>``|'')|(?P<dash>---?)|(?P<tie>~)|(?P<text>[^\\%\n$&{}`'~-]+|.)",
    regex.S,
)
# What TeX passes over before an argument: spaces, comments and line ends, but no blank line.
_SPACES = regex.compile(r"(?:[ \t]|%[^\n]*\n|\n(?![ \t]*\n))*+\{")
_COMMENT = regex.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*(?:\n[ \t]*)?")
_BRACES = regex.compile(r"\\.|[{}]", regex.S)
LONGEST_ARGUMENT = 20_000  # characters of an argument that is passed over
# What a formula shows otherwise than it is written; the rest stays, and is read by its commands.
_IN_FORMULA = regex.compile(r"\{,\}|\\%|\\[,;!: ]|(?s:.)")
_SHOWN = {"{,}": ",", "\\%": "%", "\\,": "\u202f"}


class LatexSign(NamedTuple):
    """A sign: its kind, what is written, and where."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next sign begins."""
        return self.start + len(self.text)


def next_sign(source: str, at: int) -> LatexSign | None:
    """The sign at a place of a source; None at its end."""
    found = _SIGN.match(source, at)
    if found is None:
        return None
    return LatexSign(str(found.lastgroup), found[0], at)


def skip_optional(source: str, at: int) -> int:
    """The place behind an argument in square brackets, if there is one."""
    if not source.startswith("[", at):
        return at
    depth = 0
    for place in range(at, min(len(source), at + 10_000)):
        sign = source[place]
        depth += (sign == "{") - (sign == "}")
        if sign == "]" and depth <= 0:
            return place + 1
        if source.startswith("\n\n", place):
            break
    return at


def find_argument(source: str, at: int) -> tuple[int, int]:
    r"""Where the next argument in braces begins and ends, without the braces; -1 if there is none.

    Examples
    --------
    >>> find_argument(r"\emph {now} then", 5)
    (7, 10)
    """
    start = find_brace(source, at)
    if start < 0:
        return -1, at
    depth = 1
    for sign in _BRACES.finditer(source, start, start + LONGEST_ARGUMENT):
        depth += {"{": 1, "}": -1}.get(sign[0], 0)
        if depth == 0:
            return start, sign.start()
    return start, min(len(source), start + LONGEST_ARGUMENT)


def without_comments(text: str) -> str:
    r"""Return an argument without its comments.

    Examples
    --------
    >>> without_comments("rights % all of them\n :: year = 5\\%")
    'rights :: year = 5\\%'
    """
    return _COMMENT.sub(r"\1", text)


def find_brace(source: str, at: int) -> int:
    """The place behind the opening brace of the next argument; -1 if there is none."""
    opened = _SPACES.match(source, at)
    return opened.end() if opened else -1


def skip_arguments(source: str, at: int, count: int) -> int:
    """The place behind some arguments, with those in square brackets before and between them."""
    for _ in range(count):
        while (after := skip_optional(source, at)) != at:
            at = after
        start, end = find_argument(source, at)
        if start < 0:
            return at
        at = min(end + 1, len(source))
    return at


def find_formula_end(source: str, at: int, mark: str) -> int:
    """Where a formula ends that began with a mark; the end of the source, or of the paragraph."""
    place = at
    while place < len(source):
        if source.startswith(mark, place):
            return place
        if source.startswith("\n\n", place) and mark in ("$", "\\)"):
            return place
        place += 2 if source[place] == "\\" else 1
    return len(source)


def formula_letters(source: str, start: int, end: int) -> list[tuple[str, int]]:
    """The letters of a formula as it is shown, each with its place: ``1{,}384`` is 1,384."""
    letters = []
    for found in _IN_FORMULA.finditer(source, start, end):
        shown = _SHOWN.get(found[0], " " if len(found[0]) > 1 else found[0])
        at = found.start() + (found[0] == "{,}")
        letters.append((shown, at))
    return letters
