"""The lines of printed pages, and columns in reading order."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import floor
from statistics import median

import regex

# A column has at least this many lines, and its lines this many words: those of a table have fewer.
LINES_OF_A_COLUMN = 4
WORDS_OF_A_LINE = 3

_LETTER = regex.compile(r"\p{L}")
_LEFTWARDS = regex.compile(r"(?V1)[[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}]&&\p{L}]")


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its text, and its place in points from the lower left corner.

    ``size`` is the height of its letters. ``gaps`` are the wide spaces in it: the offset in the
    text, where the text before ends, and where the text after begins. ``marks`` are raised letters
    that mark notes, which are no part of the text.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    gaps: tuple[tuple[int, float, float], ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedPage:
    """A page: its height in points, and its lines in reading order."""

    height: float
    lines: tuple[PageLine, ...]


def order_columns(lines: Sequence[PageLine]) -> list[PageLine]:
    """Put the lines of a page in reading order: one column after the other.

    Most programs write column by column, and then the order of the file stays. Only if a file
    changes from column to column at every line are the columns told apart by the gap between them.
    """
    pieces = [piece for line in lines for piece in _cut_at_gaps(line)]
    gutter = _find_gutter(pieces)
    if gutter is None:
        return list(lines)
    ordered: list[PageLine] = []
    for crosses, band in groupby(pieces, lambda piece: piece.left < gutter < piece.right):
        beside = list(band)
        ordered += beside if crosses else _order_band(beside, gutter)
    return list(_mend_lines(ordered))


def _cut_at_gaps(line: PageLine) -> Iterator[PageLine]:
    """Cut a line at its wide spaces, leftwards if it is read so."""
    start, rest = 0, line
    for at, before, after in line.gaps:
        leftwards = before > after
        piece = replace(rest, left=before) if leftwards else replace(rest, right=before)
        yield replace(piece, text=line.text[start:at], gaps=(), marks=())
        rest = replace(rest, right=after) if leftwards else replace(rest, left=after)
        start = at + 1
    yield replace(rest, text=line.text[start:], gaps=())


def _find_gutter(pieces: Sequence[PageLine]) -> float | None:
    """Find the gap between the first column and the rest, if lines alternate across it."""
    lefts, rights = sorted(p.left for p in pieces), sorted(p.right for p in pieces)
    lines_beside = {
        left - 1: min(bisect_right(rights, left - 1), len(lefts) - bisect_left(lefts, left - 1))
        for left in map(floor, lefts)
    }
    for gutter, lines in sorted(lines_beside.items(), key=lambda item: -item[1]):
        if lines < LINES_OF_A_COLUMN:
            return None
        before = [piece for piece in pieces if piece.right <= gutter]
        after = [piece for piece in pieces if piece.left >= gutter]
        if _is_prose(before) and _is_prose(after) and _is_interleaved(pieces, gutter):
            return gutter
    return None


def _is_interleaved(pieces: Sequence[PageLine], gutter: float) -> bool:
    """Whether a file goes back and forth across a gutter instead of down each column."""
    sides = [piece.left >= gutter for piece in pieces if not piece.left < gutter < piece.right]
    switches = sum(one != other for one, other in pairwise(sides))
    return 2 * switches > len(sides)


def _is_prose(column: Sequence[PageLine]) -> bool:
    return median(len(piece.text.split()) for piece in column) >= WORDS_OF_A_LINE


def _order_band(band: Sequence[PageLine], gutter: float) -> list[PageLine]:
    """Put one column after the other; the right one is first in scripts that are read leftwards."""
    before = [piece for piece in band if piece.right <= gutter]
    after = [piece for piece in band if piece.right > gutter]
    if not before or not after:
        return list(band)
    columns = [order_columns(before), order_columns(after)]
    if _are_read_leftwards(band):
        columns.reverse()
    return [line for column in columns for line in column]


def _are_read_leftwards(pieces: Sequence[PageLine]) -> bool:
    text = "".join(piece.text for piece in pieces)
    return 2 * len(_LEFTWARDS.findall(text)) > len(_LETTER.findall(text))


def _mend_lines(pieces: Sequence[PageLine]) -> Iterator[PageLine]:
    """Put the pieces of a line together again if they still follow each other."""
    line: PageLine | None = None
    for piece in pieces:
        beside = line and (piece.left >= line.right or piece.right <= line.left)
        if line and beside and piece.base == line.base:
            line = replace(
                line,
                text=f"{line.text} {piece.text}",
                left=min(line.left, piece.left),
                right=max(line.right, piece.right),
                marks=line.marks + piece.marks,
            )
            continue
        if line:
            yield line
        line = piece
    if line:
        yield line


def find_usual_size(pages: Sequence[PrintedPage]) -> float:
    """The height that most letters of a text have; 0 if there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)
