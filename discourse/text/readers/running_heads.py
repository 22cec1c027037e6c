"""What is repeated on the pages of a PDF: running heads, running feet and page numbers."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise, product
from statistics import median
from typing import TypeVar

import regex

from discourse.text.readers.page_layout import PageLine, PrintedPage, find_usual_size

RUNNING_HEAD, RUNNING_FOOT, PAGE_NUMBER = "running head", "running foot", "page number"
# Running heads and feet are looked for among this many lines at the top and the bottom of a page.
OUTER_LINES = 3
# They are no farther from the edge than this share of the page's height.
MARGIN = 0.2
# Two pages that have one are enough in a text of so many pages.
SHORT_TEXT = 4
# Baselines that differ by less, in points, are at the same height.
SAME_HEIGHT = 4.0
# Headings have letters that are larger than those of the text by this factor.
LARGE_PRINT = 1.15
# Running heads are set apart from the text by a space wider than those between its lines, and
# than nine in ten spaces between its lines or paragraphs, by these factors.
WIDER_THAN_LINES, WIDER_THAN_PARAGRAPHS = 1.4, 1.1
# The second factor is for a head of few pages: those of many cannot be paragraphs.
MANY_PAGES = 5
# A head in print smaller by this factor has only a little more space than the lines of the text.
SMALLER_PRINT, WIDER_IF_SMALL = 0.96, 1.15
# At the very edge, within this share of the page's height, it has none: browsers print so.
EDGE = 0.035
# Numbered headings have space below them, too: a head whose number grows has more.
WIDER_IF_NUMBERED = 1.5
# So has one that ends as a sentence or a salutation does: "Mr. President,".
WIDER_IF_SENTENCE = 2.0
# Pages with one line each have no such spaces; they are taken to be so many heights of a letter.
SPACE_OF_SINGLE_LINES = 2.0
# A line with more numbers than this is a row of a table and no running head.
NUMBERS_OF_A_HEAD = 6

# A height, and what is there.
_Place = TypeVar("_Place", bound=tuple[float, *tuple[int, ...]])
_LETTER = regex.compile(r"\p{L}")
_NUMBER = regex.compile(r"(?<!\d)\d{1,9}(?!\d)")
_ENDS_A_SENTENCE = regex.compile(r"[\p{L}\p{M}][.,:;!?…][\"'’”»)\]]*\s*\Z")
_NO_SIGN = regex.compile(r"[^\p{L}\p{N}]+")
_ROMAN = regex.compile(r"(?i)m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


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
                is_number = _is_page_number(pages[number].lines[index].text)
                names[number].setdefault(index, PAGE_NUMBER if is_number else name)
    return names


def _is_page_number(text: str) -> bool:
    """Whether a line is a number and nothing else."""
    return not _LETTER.search(text) or _roman_value(text) > 0


def _reach_inwards(outer: Mapping[int, float], found: Set[int]) -> Iterator[int]:
    """Yield what was found from the edge inwards, up to a height where nothing was."""
    for cluster in _clusters([(height, index) for index, height in outer.items()]):
        indices = [index for _, index in cluster if index in found]
        if not indices:
            return
        yield from indices


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
        is_small = all(line.size < SMALLER_PRINT * size for line in lines)
        is_at_edge = all(places[n][index] <= EDGE * pages[n].height for n, index in group)
        least = _find_least_space(texts, space, is_small=is_small)
        apart = sum(spaces.get(place, 0.0) >= least for place in group)
        is_number = grows and all(map(_is_page_number, texts))
        if 2 * apart >= len(group) or is_number or (is_small and is_at_edge):
            kept |= group
    return kept


def _find_least_space(texts: Sequence[str], space: tuple[float, float], *, is_small: bool) -> float:
    """Find the least space that sets a head apart from lines and paragraphs with some space."""
    if is_small:
        return WIDER_IF_SMALL * space[0]
    grows = len(set(texts)) > 1
    least = WIDER_THAN_LINES * space[0]
    if len(texts) < MANY_PAGES or grows:
        least = max(least, WIDER_THAN_PARAGRAPHS * space[1])
    if all(map(_ENDS_A_SENTENCE.search, texts)):
        least *= WIDER_IF_SENTENCE
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
