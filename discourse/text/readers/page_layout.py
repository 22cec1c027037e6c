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
# Two pages that have one are enough in a text of so many pages.
SHORT_TEXT = 4
# They are no farther from the edge than this share of the page's height.
MARGIN = 0.2
# Baselines that differ by less, in points, are at the same height.
SAME_HEIGHT = 4.0
# A column has at least this many lines, and its lines this many words: those of a table have fewer.
LINES_OF_A_COLUMN = 4
WORDS_OF_A_LINE = 3
# Headings have letters that are larger than those of the text by this factor.
LARGE_PRINT = 1.15
# Running heads are set apart from the text by a space wider than those between its lines, and
# than nine in ten spaces between its lines or paragraphs, by these factors.
WIDER_THAN_LINES, WIDER_THAN_PARAGRAPHS = 1.4, 1.1
# The second factor is for a head of few pages: those of many cannot be paragraphs.
MANY_PAGES = 5
# A head in print smaller by this factor has only a little more space than the lines of the text.
SMALL_PRINT, WIDER_IF_SMALL = 0.96, 1.15
# At the very edge, within this share of the page's height, it has none: browsers print so.
EDGE = 0.035
# Numbered headings have space below them, too: a head whose number grows has more.
WIDER_IF_NUMBERED = 1.5
# Pages with one line each have no such spaces; they are taken to be so many heights of a letter.
SPACE_OF_SINGLE_LINES = 2.0
# A line with more numbers than this is a row of a table and no running head.
NUMBERS_OF_A_HEAD = 6

# A height, and what is there.
_Place = TypeVar("_Place", bound=tuple[float, *tuple[int, ...]])
_LETTER = regex.compile(r"\p{L}")
_LEFTWARDS = regex.compile(r"(?V1)[[\p{Arabic}\p{Hebrew}\p{Syriac}\p{Thaana}\p{Nko}]&&\p{L}]")
_NUMBER = regex.compile(r"(?<!\d)\d{1,9}(?!\d)")
_NO_SIGN = regex.compile(r"[^\p{L}\p{N}]+")
_ROMAN = regex.compile(r"(?i)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


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


def name_repeated_lines(pages: Sequence[PrintedPage]) -> list[dict[int, str]]:
    """Name the running heads and feet of each page, and its number, by the index of the line.

    A line among the outer lines of a page is one of these if others at the same height say the
    same, but for a number that grows with the pages, if no other text is farther out, and if it is
    set apart from the text. A number that grows with the pages is always one.
    """
    names: list[dict[int, str]] = [{} for _ in pages]
    sides = [
        (name, from_top, *_find_outer_groups(pages, from_top=from_top))
        for name, from_top in ((RUNNING_HEAD, True), (RUNNING_FOOT, False))
    ]
    every = set[tuple[int, int]]().union(*(group for *_, groups in sides for group in groups))
    space = _measure_spaces(pages, every)
    for name, from_top, places, groups in sides:
        repeated = _keep_set_apart(pages, places, groups, space, from_top=from_top)
        for number, outer in enumerate(places):
            found = {index for index in outer if (number, index) in repeated}
            for index in _reach_inwards(outer, found):
                is_number = _is_number(pages[number].lines[index].text)
                names[number].setdefault(index, PAGE_NUMBER if is_number else name)
    return names


def _is_number(text: str) -> bool:
    """Whether a line is a number and nothing else."""
    return not _LETTER.search(text) or _roman_value(text) > 0


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


def _find_outer_groups(
    pages: Sequence[PrintedPage], *, from_top: bool
) -> tuple[list[dict[int, float]], list[set[tuple[int, int]]]]:
    """Find the outer lines of each page, and which of them recur, by page and index."""
    places = [_outer_lines(page, from_top=from_top) for page in pages]
    return places, _find_repeated(pages, places)


def _find_repeated(
    pages: Sequence[PrintedPage], places: Sequence[Mapping[int, float]]
) -> list[set[tuple[int, int]]]:
    """Find the groups of lines that recur on other pages at the same height."""
    size = find_usual_size(pages)
    shown = [number for number, page in enumerate(pages) if page.lines]
    alike: dict[tuple[str | int, ...], list[tuple[float, int, int]]] = defaultdict(list)
    for number, outer in enumerate(places):
        for index, height in outer.items():
            line = pages[number].lines[index]
            for reading in _readings(line, number, is_large=line.size > LARGE_PRINT * size):
                alike[reading].append((height, number, index))
    return [
        {(number, index) for _, number, index in cluster}
        for reading, group in alike.items()
        for cluster in _clusters(sorted(group))
        if _is_regular(
            sorted({number for _, number, _ in cluster}),
            shown,
            is_page_number=not _LETTER.search(str(reading[0]))
            and any(part is True for part in reading),
        )
    ]


def _is_regular(numbers: Sequence[int], shown: Sequence[int], *, is_page_number: bool) -> bool:
    """Whether a line recurs on enough pages: three, or two of a short text.

    From the first of these to the last, it is on half of the pages, or of the left or right ones.
    A head may change with the chapters. A number that grows with the pages needs no other sign.
    """
    if len(numbers) < (2 if len(shown) <= SHORT_TEXT else 3):
        return False
    if is_page_number:
        return True
    between = [number for number in shown if numbers[0] <= number <= numbers[-1]]
    return any(
        2 * len(own) >= len(all_of_side) > 1
        for own, all_of_side in [
            (numbers, between),
            *(
                ([n for n in numbers if n % 2 == side], [n for n in between if n % 2 == side])
                for side in (0, 1)
            ),
        ]
    )


def _measure_spaces(
    pages: Sequence[PrintedPage], repeated: Set[tuple[int, int]]
) -> tuple[float, float]:
    """Measure the space between the lines of the text, and what its paragraphs have at most."""
    spaces: list[float] = []
    for number, page in enumerate(pages):
        bases = {line.base for i, line in enumerate(page.lines) if (number, i) not in repeated}
        heights = [cluster[0][0] for cluster in _clusters((base,) for base in sorted(bases))]
        spaces += [above - below for below, above in pairwise(heights)]
    if not spaces:
        return (SPACE_OF_SINGLE_LINES * find_usual_size(pages),) * 2
    return median(spaces), sorted(spaces)[9 * (len(spaces) - 1) // 10]


def _keep_set_apart(
    pages: Sequence[PrintedPage],
    places: Sequence[Mapping[int, float]],
    groups: Sequence[Set[tuple[int, int]]],
    space: tuple[float, float],
    *,
    from_top: bool,
) -> set[tuple[int, int]]:
    """Keep the groups of lines that are set apart from the text on half of their pages."""
    every = set[tuple[int, int]]().union(*groups)
    spaces: dict[tuple[int, int], float] = {}
    for number, outer in enumerate(places):
        found = {index for index in outer if (number, index) in every}
        spaces.update(
            ((number, index), wide)
            for index, wide in _spaces_within(pages[number], outer, found, from_top=from_top)
        )
    size = find_usual_size(pages)
    kept: set[tuple[int, int]] = set()
    for group in groups:
        lines = [pages[number].lines[index] for number, index in group]
        texts = [line.text for line in lines]
        grows = len(set(texts)) > 1
        is_small = all(line.size < SMALL_PRINT * size for line in lines)
        is_at_edge = all(places[n][index] <= EDGE * pages[n].height for n, index in group)
        least = _find_least_space(space, len(group), grows=grows, is_small=is_small)
        apart = sum(spaces.get(place, 0.0) >= least for place in group)
        is_number = grows and all(map(_is_number, texts))
        if 2 * apart >= len(group) or is_number or (is_small and is_at_edge):
            kept |= group
    return kept


def _find_least_space(
    space: tuple[float, float], pages: int, *, grows: bool, is_small: bool
) -> float:
    """Find the least space that sets a head apart from lines and paragraphs with some space."""
    if is_small:
        return WIDER_IF_SMALL * space[0]
    least = WIDER_THAN_LINES * space[0]
    if pages < MANY_PAGES or grows:
        least = max(least, WIDER_THAN_PARAGRAPHS * space[1])
    return least * WIDER_IF_NUMBERED if grows else least


def _spaces_within(
    page: PrintedPage, outer: Mapping[int, float], found: Set[int], *, from_top: bool
) -> Iterator[tuple[int, float]]:
    """Yield the widest space between each line that was found and the text farther in.

    Two lines of one head have the same text farther in; one line is the text of another one.
    """
    reached = list(_reach_inwards(outer, found))
    heights = {
        index: page.height - line.base if from_top else line.base
        for index, line in enumerate(page.lines)
        if line.text.strip()
    }
    ordered = sorted(heights.values())
    spaces = {}
    for index in reached:
        at = bisect_left(ordered, heights[index] + SAME_HEIGHT)
        spaces[index] = ordered[at] - heights[index] if at < len(ordered) else 0.0
    for index in reached:
        yield index, max(spaces[i] for i in reached if heights[i] >= heights[index])


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
