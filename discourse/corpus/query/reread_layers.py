"""Place the spans of a layer on the tokens of a text again, with plain lists alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import regex

from discourse.corpus.store.layer import Spans


class LabelledPiece(NamedTuple):
    """The first character of a piece of a token layer, the one after its last, and its value."""

    start: int
    end: int
    label: str


class PlacedSpan(NamedTuple):
    """The tokens of a span, and its row in the layer."""

    first: int
    end: int
    row: int


def list_rows(spans: Spans) -> dict[str, list[int]]:
    """The rows of the spans of each text."""
    rows: dict[str, list[int]] = {}
    for row, text in enumerate(spans.text.tolist()):
        rows.setdefault(spans.texts[text], []).append(row)
    return rows


def place_rows(
    starts: Sequence[int], words: Sequence[str], spans: Spans, rows: Iterable[int]
) -> Iterator[PlacedSpan]:
    """The tokens of one text that have a character in common with each of some spans."""
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    for row in rows:
        first = bisect_right(ends, int(spans.start[row]))
        end = bisect_left(starts, int(spans.end[row]))
        if first < end:
            yield PlacedSpan(first, end, row)


def choose_values(
    starts: Sequence[int], words: Sequence[str], spans: Spans, rows: Iterable[int]
) -> list[str]:
    """The value of each token of one text: that of the piece that covers most of it."""
    best = [(0, "")] * len(starts)
    for first, end, row in place_rows(starts, words, spans, rows):
        for token in range(first, end):
            after = min(starts[token] + len(words[token]), int(spans.end[row]))
            common = after - max(starts[token], int(spans.start[row]))
            if common > best[token][0]:
                best[token] = (common, spans.values[int(spans.label[row])])
    return [value for _, value in best]


def reread_heads(
    starts: Sequence[int], words: Sequence[str], pieces: Sequence[LabelledPiece]
) -> list[int | None]:
    """The head of each token of one text, by the distances of pieces; None if it has none.

    It is that of the piece that covers most of the token, unless this lies in the same token: then
    it is the head of that piece, and so on.
    """
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    best = [(0, -1)] * len(starts)
    for number, (start, end, _) in enumerate(pieces):
        for token in range(bisect_right(ends, start), bisect_left(starts, end)):
            common = min(end, ends[token]) - max(start, starts[token])
            if common > best[token][0]:
                best[token] = (common, number)
    firsts, afters = [start for start, _, _ in pieces], [end for _, end, _ in pieces]
    heads: list[int | None] = []
    for token, (_, piece) in enumerate(best):
        seen: set[int | None] = {-1, None}
        head: int | None = token
        at: int | None = piece
        while head == token:
            goal = None if at is None or at in seen else _place_of_head(pieces[at])
            seen.add(at)
            head = _find_place(goal, starts, ends)
            at = _find_place(goal, firsts, afters)
        heads.append(head)
    return heads


def _place_of_head(piece: LabelledPiece) -> int | None:
    """The first character of the head of a piece: of its first word, or of a head of that in it."""
    distances = [found.partition(".") for found in _DISTANCE.findall(piece.label)]
    word = 1
    for _ in distances:
        if word > len(distances) or distances[word - 1][0] in ("0", "_"):
            return None
        characters, _, number = distances[word - 1]
        if int(characters) or len(distances) == 1:
            return piece.start + int(characters)
        word = int(number or 1)
    return None


def _find_place(goal: int | None, starts: Sequence[int], ends: Sequence[int]) -> int | None:
    """Which stretch a character is in."""
    number = len(ends) if goal is None else bisect_right(ends, goal)
    inside = number < len(ends) and goal is not None and starts[number] <= goal
    return number if inside else None


# The distances of the words of a token are divided by +, and a + of their own follows a backslash.
_DISTANCE = regex.compile(r"(?:^|(?<!\\)\+)\\?([+-]\d+(?:\.\d+)?|0|_)")
