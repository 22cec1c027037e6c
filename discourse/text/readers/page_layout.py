"""The lines of printed pages: columns in reading order, and what is repeated on every page."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, product
from math import floor
from statistics import median
from typing import TypeVar

import regex

RUNNING_HEAD, RUNNING_FOOT, PAGE_NUMBER = "running head", "running foot", "page number"
# Running heads and feet are looked for among this many lines at the top and the bottom of a page.
OUTER_LINES = 3
# They are no farther from the edge than this share of the page's height.
MARGIN = 0.2
# Baselines that differ by less, in points, are at the same height.
SAME_HEIGHT = 4.0
# A column has at least this many lines, and its lines this many words: those of a table have fewer.
LINES_OF_A_COLUMN = 4
WORDS_OF_A_LINE = 3
# Headings have letters that are larger than those of the text by this factor.
LARGE_PRINT = 1.15
# A line with more numbers than this is a row of a table and no running head.
NUMBERS_OF_A_HEAD = 6

# A height, and what is there.
_Place = TypeVar("_Place", bound=tuple[float, *tuple[int, ...]])
_NUMBER = regex.compile(r"(?<!\d)\d{1,9}(?!\d)")
_NO_SIGN = regex.compile(r"[^\p{L}\p{N}]+")
_ROMAN = regex.compile(r"(?i)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True)
class PageLine:
    """A line of a page: its text, and its place in points from the lower left corner.

    ``size`` is the height of its letters. ``gaps`` are the wide spaces in it: the offset in the
    text, where the gap begins, and where it ends. ``marks`` are raised letters that mark notes,
    which are no part of the text.
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
    """Cut a line at its wide spaces."""
    start, left = 0, line.left
    for at, begins, ends in line.gaps:
        yield replace(line, text=line.text[start:at], left=left, right=begins, gaps=(), marks=())
        start, left = at + 1, ends
    yield replace(line, text=line.text[start:], left=left, gaps=())


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
    before = [piece for piece in band if piece.right <= gutter]
    after = [piece for piece in band if piece.right > gutter]
    return [*order_columns(before), *order_columns(after)]


def _mend_lines(pieces: Sequence[PageLine]) -> Iterator[PageLine]:
    """Put the pieces of a line together again if they still follow each other."""
    line: PageLine | None = None
    for piece in pieces:
        if line and piece.base == line.base and piece.left >= line.right:
            text, marks = f"{line.text} {piece.text}", line.marks + piece.marks
            line = replace(line, text=text, right=piece.right, marks=marks)
            continue
        if line:
            yield line
        line = piece
    if line:
        yield line


def name_repeated_lines(pages: Sequence[PrintedPage]) -> list[dict[int, str]]:
    """Name the running heads and feet of each page, and its number, by the index of the line.

    A line among the outer lines of a page is one of these if others at the same height say the
    same, but for a number that grows with the pages, and if no other text is farther out.
    """
    names: list[dict[int, str]] = [{} for _ in pages]
    for name, places in (
        (RUNNING_HEAD, [_outer_lines(page, from_top=True) for page in pages]),
        (RUNNING_FOOT, [_outer_lines(page, from_top=False) for page in pages]),
    ):
        repeated = _find_repeated(pages, places)
        for number, outer in enumerate(places):
            found = {index for index in outer if (number, index) in repeated}
            for index in _reach_inwards(outer, found):
                text = pages[number].lines[index].text
                is_number = not regex.search(r"\p{L}", text) or _roman_value(text) > 0
                names[number].setdefault(index, PAGE_NUMBER if is_number else name)
    return names


def _reach_inwards(outer: Mapping[int, float], found: Set[int]) -> Iterator[int]:
    """Yield what was found from the edge inwards, up to a height where nothing was."""
    for cluster in _clusters([(height, index) for index, height in outer.items()]):
        indices = [index for _, index in cluster if index in found]
        if not indices:
            return
        yield from indices


def find_usual_size(pages: Sequence[PrintedPage]) -> float:
    """The height that most letters of a text have; 0 if there are none."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _outer_lines(page: PrintedPage, *, from_top: bool) -> dict[int, float]:
    """The outer lines of a page, and how far each is from the edge."""
    distance = {
        index: page.height - line.base if from_top else line.base
        for index, line in enumerate(page.lines)
        if line.text.strip()
    }
    near = [item for item in distance.items() if item[1] <= MARGIN * page.height]
    return dict(sorted(near, key=lambda item: item[1])[:OUTER_LINES])


def _find_repeated(
    pages: Sequence[PrintedPage], places: Sequence[Mapping[int, float]]
) -> set[tuple[int, int]]:
    """Find the lines that recur on other pages at the same height, by page and index."""
    size = find_usual_size(pages)
    needed = 2 if sum(bool(page.lines) for page in pages) <= 4 else 3
    alike: dict[tuple[str | int, ...], list[tuple[float, int, int]]] = defaultdict(list)
    for number, outer in enumerate(places):
        for index, height in outer.items():
            line = pages[number].lines[index]
            for reading in _readings(line, number, is_large=line.size > LARGE_PRINT * size):
                alike[reading].append((height, number, index))
    found: set[tuple[int, int]] = set()
    for group in alike.values():
        for cluster in _clusters(sorted(group)):
            if len({number for _, number, _ in cluster}) >= needed:
                found |= {(number, index) for _, number, index in cluster}
    return found


def _readings(line: PageLine, page: int, *, is_large: bool) -> Iterator[tuple[str | int, ...]]:
    """Read a line in each way in which it may recur: each number stays, or grows with the pages.

    In a large line with letters, such as "Chapter 2", numbers are those of headings.
    """
    words = " ".join(_NO_SIGN.sub(" ", line.text.casefold()).split())
    if not words:
        return
    if (roman := _roman_value(words)) > 0:
        words = str(roman)
    numbers = [int(number) for number in _NUMBER.findall(words)]
    if len(numbers) > NUMBERS_OF_A_HEAD:
        return
    may_grow = (False,) if is_large and regex.search(r"\p{L}", words) else (False, True)
    for grows in product(may_grow, repeat=len(numbers)):
        values = [n - page if grow else n for n, grow in zip(numbers, grows, strict=True)]
        yield (_NUMBER.sub("#", words), *grows, *values)


def _roman_value(text: str) -> int:
    """The value of a line that is a Roman numeral and nothing else; 0 for any other."""
    letters = _NO_SIGN.sub("", text.casefold())
    if not letters or not _ROMAN.fullmatch(letters):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in letters]
    return sum(-v if v < after else v for v, after in pairwise([*values, 0]))


def _clusters(places: Iterable[_Place]) -> Iterator[list[_Place]]:
    """Divide places, sorted by their height, where heights differ."""
    cluster: list[_Place] = []
    for place in places:
        if cluster and place[0] - cluster[-1][0] >= SAME_HEIGHT:
            yield cluster
            cluster = []
        cluster.append(place)
    if cluster:
        yield cluster
