"""Place the spans of a layer on the tokens of a text again, with plain lists alone."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from discourse.corpus.store.layer import Spans


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
