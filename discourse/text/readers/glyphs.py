"""The glyphs of a page of a PDF become lines of text."""

import ctypes
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import regex

from discourse.text.readers.legibility import UNKNOWN_GLYPH
from discourse.text.readers.page_layout import PageLine
from discourse.text.readers.raised import is_note_mark, is_raised_number, raise_digits

# PDFium puts this where a line ends with a hyphen, and nothing where the line ends.
LINE_END_HYPHEN = 2
SPACE, SOFT_HYPHEN = ord(" "), 0xAD
LINE_END = "\n"
# A space of this many heights of a letter may lie between two columns.
WIDE_SPACE = 0.8
# A digit is raised if its height is at most this share of the height of its line, and its base is
# at least this share above the base of the line.
RAISED_HEIGHT, RAISED_BASE = 0.85, 0.15
# It goes on in a line if its base is no higher than this, and there is less than this between.
MOST_RAISED, NARROW_SPACE = 0.6, 0.15
# Signs that have no place in a line.
_CHARACTERS = {0x0D: "", 0x00: "", 0x09: " ", 0x0B: " ", 0x0C: " "}

# A number, or a single letter at the end of a word.
_MAY_BE_RAISED = regex.compile(r"\p{Nd}|(?<=\S)\p{Ll}(?!\p{L})")
_SMALL_LETTER = regex.compile(r"\p{Ll}")
# A note is numbered by a small Roman numeral only after a word of several letters.
_ROMAN_MARK = regex.compile(r"(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3})")
_ENDS_A_LONG_WORD = regex.compile(r"\p{L}\p{M}*\p{L}\p{M}*\p{Ll}\p{M}*[.,;:!?)\]’”»\"']*\Z")
# A word of a script that is written from right to left.
_LEFTWARDS = regex.compile(r"[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}\p{M}]{2,}")
# How a point of the file moves when the page is turned clockwise to be read.
_TURNS: Mapping[int, Callable[[float, float], tuple[float, float]]] = {
    0: lambda x, y: (x, y),
    90: lambda x, y: (y, -x),
    180: lambda x, y: (-x, -y),
    270: lambda x, y: (-y, x),
}


def read_page_lines(page: Any, api: Any) -> tuple[float, list[PageLine]]:
    """Read the height of a page and its lines, in the order of the file.

    `page` is a page of pypdfium2, and `api` its ``raw`` interface.
    """
    text = page.get_textpage()
    try:
        glyphs = _PageGlyphs(page, text, api)
        lines = (glyphs.make_line(line) for line in glyphs.divide_lines())
        return glyphs.height, list(_merge_lines(lines))
    finally:
        text.close()
        page.close()


def _merge_lines(lines: Iterable[PageLine]) -> Iterator[PageLine]:
    """Merge lines that PDFium divides where a raised number begins or ends."""
    line: PageLine | None = None
    for following in lines:
        if line is not None and _goes_on(line, following):
            line = _merge_two(line, following)
            continue
        if line is not None:
            yield line
        line = following
    if line is not None:
        yield line


def _goes_on(line: PageLine, following: PageLine) -> bool:
    """Whether a line goes on, at about the same height, where another one ends."""
    size = max(line.size, following.size)
    return (
        abs(following.base - line.base) < MOST_RAISED * size
        and abs(following.left - line.right) < NARROW_SPACE * size
    )


def _merge_two(line: PageLine, following: PageLine) -> PageLine:
    text, marks = following.text, following.marks
    if _is_raised(following.size, following.base, line):
        if is_raised_number(text):
            text = raise_digits(text)
        elif _marks_note(text, line.text):
            text, marks = "", (*marks, text)
    larger = max(line, following, key=lambda one: one.size)
    shift = len(line.text)
    return PageLine(
        text=line.text + text,
        left=min(line.left, following.left),
        right=max(line.right, following.right),
        base=larger.base,
        size=larger.size,
        gaps=(*line.gaps, *((at + shift, begins, ends) for at, begins, ends in following.gaps)),
        marks=(*line.marks, *marks),
    )


def _marks_note(raised: str, before: str) -> bool:
    """Whether raised letters mark a note: one letter or a Roman numeral, after a word."""
    return is_note_mark(raised, before) or (
        _ROMAN_MARK.fullmatch(raised.strip()) is not None
        and _ENDS_A_LONG_WORD.search(before[-10:]) is not None
    )


def _is_raised(height: float, base: float, line: PageLine) -> bool:
    """Whether text of a height on a base is raised in a line."""
    return height <= RAISED_HEIGHT * line.size and base - line.base >= RAISED_BASE * line.size


class _PageGlyphs:
    """The glyphs of one page: the character of each, and where it is when the page is upright.

    Each is looked up by its number in the order of the file.
    """

    def __init__(self, page: Any, text: Any, api: Any) -> None:
        self._text, self._api = text.raw, api
        self._numbers = [ctypes.c_double() for _ in range(4)]
        self._references = [ctypes.byref(number) for number in self._numbers]
        self._turn = _TURNS[page.get_rotation()]
        left, bottom, right, top = page.get_bbox()
        corners = self._turn(left, bottom), self._turn(right, top)
        self._corner = min(x for x, _ in corners), min(y for _, y in corners)
        self.height = abs(corners[0][1] - corners[1][1])
        self._characters = self._find_characters(text.count_chars())

    def _find_characters(self, count: int) -> list[str]:
        """The character of each glyph; the hyphen at the end of a line comes with that end."""
        look_up, is_unknown = self._api.FPDFText_GetUnicode, self._api.FPDFText_HasUnicodeMapError
        text = self._text
        codes = [look_up(text, index) for index in range(count)]
        unknown = [is_unknown(text, index) == 1 for index in range(count)]
        characters = [_CHARACTERS[code] if code in _CHARACTERS else chr(code) for code in codes]
        for index in [
            index for index, code in enumerate(codes) if unknown[index] and code != SPACE
        ]:
            characters[index] = UNKNOWN_GLYPH
        for index in [index for index, code in enumerate(codes) if code == LINE_END_HYPHEN]:
            if self._api.FPDFText_IsHyphen(text, index) == 1:
                characters[index] = f"-{LINE_END}"
        for index in [index for index, code in enumerate(codes) if code == SOFT_HYPHEN]:
            # Readers see it as any other hyphen, unless it is inside a ligature.
            if index == 0 or self._origin(index) != self._origin(index - 1):
                characters[index] = "\u2010"
        return characters

    def divide_lines(self) -> Iterator[list[int]]:
        """Divide the glyphs into lines, without the white space around them."""
        line: list[int] = []
        for index, character in enumerate(self._characters):
            if character and character != LINE_END:
                line.append(index)
            if character.endswith(LINE_END):
                yield from self._trim_line(line)
                line = []
        yield from self._trim_line(line)

    def _trim_line(self, line: Sequence[int]) -> Iterator[list[int]]:
        shown = [at for at, index in enumerate(line) if self._characters[index].strip()]
        if shown:
            yield list(line[shown[0] : shown[-1] + 1])

    def make_line(self, line: Sequence[int]) -> PageLine:
        """Make a line of some glyphs; raised digits stay in it, and raised letters do not."""
        line = self._read_leftwards(line)
        characters = [self._characters[index].rstrip(LINE_END) for index in line]
        height, base = max(map(self._measure, {line[0], line[len(line) // 2], line[-1]}))
        first, last = self._sides(line[0]), self._sides(line[-1])
        made = PageLine("", min(first + last), max(first + last), base, height)
        marks: list[str] = []
        for start, end in self._find_raised(line, characters, made):
            raised = "".join(characters[start:end])
            is_mark = _marks_note(raised, "".join(characters[:start])[-10:])
            characters[start:end] = [""] * (end - start)
            if is_mark:
                marks.append(raised)
            else:
                characters[start] = raise_digits(raised)
        return replace(
            made,
            text=_join_surrogates("".join(characters)),
            gaps=tuple(self._find_gaps(line, characters, WIDE_SPACE * height)),
            marks=tuple(marks),
        )

    def _read_leftwards(self, line: Sequence[int]) -> list[int]:
        """Put the letters of words that are read from right to left in that order."""
        read = list(line)
        for word in _LEFTWARDS.finditer("".join(self._characters[index][0] for index in line)):
            start, end = word.span()
            places = {index: self._origin(index)[0] for index in line[start:end]}
            letters = line[start:end]
            if places[letters[0]] <= places[letters[-1]]:  # the letters of a ligature, too
                letters = letters[::-1]
            read[start:end] = sorted(letters, key=lambda index: -places[index])
        return read

    def _find_raised(
        self, line: Sequence[int], characters: Sequence[str], made: PageLine
    ) -> Iterator[tuple[int, int]]:
        """Find where raised numbers and letters of a line begin and end, if it is level.

        The raised letters before the last one of a word belong to it: they are one mark, or one
        end of a word.
        """
        rise = abs(self._origin(line[0])[1] - self._origin(line[-1])[1])
        if rise > MOST_RAISED * made.size:
            return

        def is_raised(at: int) -> bool:
            index = line[at]
            return self._origin(index)[1] > made.base and _is_raised(*self._measure(index), made)

        for match in _MAY_BE_RAISED.finditer("".join(characters)):
            start, end = match.span()
            if is_raised(start):
                while (
                    not match[0].isdigit()
                    and start
                    and _SMALL_LETTER.fullmatch(characters[start - 1])
                    and is_raised(start - 1)
                ):
                    start -= 1
                yield start, end

    def _find_gaps(
        self, line: Sequence[int], characters: Sequence[str], wide: float
    ) -> Iterator[tuple[int, float, float]]:
        """Find the wide spaces in a line: where in its text, and from where to where on the page.

        In scripts that are read from right to left, the text goes on farther to the left.
        """
        for at in range(1, len(line) - 1):
            if characters[at] == " " and characters[at - 1] != " " != characters[at + 1]:
                before, after = self._sides(line[at - 1]), self._sides(line[at + 1])
                ends, begins = (
                    (before[1], after[0]) if before[0] < after[0] else (before[0], after[1])
                )
                if abs(begins - ends) > wide:
                    yield len(_join_surrogates("".join(characters[:at]))), ends, begins

    def _measure(self, index: int) -> tuple[float, float]:
        """The height of a glyph's font, and where its base is."""
        box = ctypes.byref(rectangle := self._api.FS_RECTF())
        self._api.FPDFText_GetLooseCharBox(self._text, index, box)
        _, bottom = self._place(rectangle.left, rectangle.bottom)
        _, top = self._place(rectangle.right, rectangle.top)
        return abs(top - bottom), self._origin(index)[1]

    def _origin(self, index: int) -> tuple[float, float]:
        """The point on the base of its line where a glyph begins."""
        x, y = self._numbers[:2]
        self._api.FPDFText_GetCharOrigin(self._text, index, *self._references[:2])
        return self._place(x.value, y.value)

    def _sides(self, index: int) -> tuple[float, float]:
        """The left and the right side of a glyph."""
        self._api.FPDFText_GetCharBox(self._text, index, *self._references)
        left, right, bottom, top = self._numbers
        one, other = self._turn(left.value, bottom.value)[0], self._turn(right.value, top.value)[0]
        corner = self._corner[0]
        return (one - corner, other - corner) if one <= other else (other - corner, one - corner)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """A point, from the lower left corner of the upright page."""
        x, y = self._turn(x, y)
        return x - self._corner[0], y - self._corner[1]


def _join_surrogates(text: str) -> str:
    """Join the halves of characters that PDFium gives in two, as it does on Windows."""
    return (
        text
        if text.isascii()
        else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    )
