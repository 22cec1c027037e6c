"""Formulas and their variants, with the words of the head in one column."""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from discourse.publish.plots.canvas import GUIDE, INK, canvas, in_points, print_width
from discourse.publish.plots.drawable import check_table
from discourse.publish.plots.fonts import letters_width
from discourse.publish.plots.labelled_rows import check_rows
from discourse.publish.plots.register import note_rows, plot

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

INHERITED = "#7d7d7d"  # the words of a variant that its parent has, too
LETTERS = 7.5  # the size of words, in points
ROW_HEIGHT_MM, FRAME_MM, FAMILY_GAP = 4.0, 7.0, 0.6  # the gap between families is in rows
BAR_SHARE, NUMBER_ROOM, GAP = 0.18, 16.0, 6.0  # of the width; in points, like the next
EDGE = 4.0  # what the layout keeps free on either side, in points
WORD_SPACE = 2.4  # between two words, in points
LEFT_SHARE = 0.4  # of the room for words, if those on either side need more than there is
HEAD = "hits, dark: outside longer rows"


class _Piece(NamedTuple):
    """Some words, and whether the parent lacks them."""

    text: str
    is_new: bool


class _Words(NamedTuple):
    """The words of a row, where the head begins among them, and which of them are new."""

    words: list[str]
    head: int
    is_new: list[bool]

    @staticmethod
    def of_row(term: str, family: str, parent: str) -> "_Words":
        """Divide a term; one that does not contain its head, such as a translation, is aligned."""
        words = term.split()
        inherited = _locate(parent.split(), words)
        is_new = [not parent or at not in inherited for at in range(len(words))]
        return _Words(words, _locate(family.split(), words).start, is_new)

    def width(self, start: int, end: int) -> float:
        """How wide some of the words are, with the space after them, in points of print."""
        return letters_width("".join(f"{word} " for word in self.words[start:end]), LETTERS)

    def cut(self, left: float, right: float) -> "_Words":
        """The words that there is room for on either side of where the head begins."""
        start, end = 0, len(self.words)
        while start < self.head and self.width(start, self.head) > left:
            start += 1
        while end > self.head + 1 and self.width(self.head, end) > right:
            end -= 1
        before, after = ["…"] * (start > 0), ["…"] * (end < len(self.words))
        return _Words(
            [*before, *self.words[start:end], *after],
            self.head - start + len(before),
            [*(True for _ in before), *self.is_new[start:end], *(True for _ in after)],
        )

    def pieces(self) -> tuple[list[_Piece], list[_Piece]]:
        """The runs of words of one kind from the head on, and those before it from right to left.

        They are divided where the head begins.
        """
        size = len(self.words)
        opens = [
            at
            for at in range(size)
            if at in (0, self.head) or self.is_new[at] != self.is_new[at - 1]
        ]
        pieces = [
            (at, _Piece(" ".join(self.words[at:end]), self.is_new[at]))
            for at, end in zip(opens, [*opens[1:], size], strict=True)
        ]
        after = [piece for at, piece in pieces if at >= self.head]
        return after, [piece for at, piece in reversed(pieces) if at < self.head]


@plot
def families(
    table: "pd.DataFrame", ax: "Axes | None" = None, *, width: str | float = "page"
) -> "Axes":
    """Draw a table of `families` as rows of words, aligned where the head begins.

    Parameters
    ----------
    table : DataFrame
        Rows of `dc.families`, such as those of one family. In each row, the words that its
        ``parent`` does not have are black. The bar is as long as its ``count``, which stands beside
        it; of it, ``count_own`` is dark. Words for which there is no room are drawn as "…".
    ax : matplotlib.axes.Axes, optional
        The axes to draw on; by default those of a new figure.
    width : str or float, optional
        Width in print of a new figure: "column" (85 mm), "page" (178 mm), or millimetres.

    Returns
    -------
    matplotlib.axes.Axes
        The axes that were drawn on.

    Raises
    ------
    DiscourseError
        If the table has no rows, or more than a page holds, lacks a column that is drawn, or has
        text where numbers are drawn.

    See Also
    --------
    dc.families : Formulas that recur, and their variants.
    dc.plot.ngrams : Sequences of a length, as bars.
    dc.save_figure : Save a figure with its table, its lines and its recipe.

    Notes
    -----
    ``discourse docs figures`` explains sizes, fonts, labels, colours and panels.

    Examples
    --------
    >>> import discourse as dc
    >>> table = dc.families(dc.read("seeds/"), min_count=3)
    >>> ax = dc.plot.families(table[table["family"] == "a community of shared future for"])
    >>> [text.get_text() for text in ax.texts[:3]]
    ['a community of shared future for', 'a community of shared future for', 'humanity']
    """
    check_table(
        table, "families", names=("term", "family", "parent"), numbers=["count", "count_own"]
    )
    places = _place_rows(table)
    rows = [ceil(place) for place in places]
    check_rows(ax, rows[-1] + 1, rows, row_mm=ROW_HEIGHT_MM, around_mm=FRAME_MM)
    # Whole points: the size of a figure is recorded with ten digits only.
    room = round(print_width(ax, width) - 2 * EDGE)
    left, words_end, lines = _arrange_words(table, room)
    height = FRAME_MM + ROW_HEIGHT_MM * (places[-1] + 1)
    with canvas(ax, height_mm=height, width=width) as axes:
        for place, line in zip(places, lines, strict=True):
            _write_words(axes, line, left, place)
        _draw_bars(axes, table, places, (words_end, room - NUMBER_ROOM))
        axes.text(room, -1, HEAD, fontsize=in_points(LETTERS - 1), ha="right", va="center")
        axes.set_xlim(0, room)
        axes.set_ylim(places[-1] + 0.6, -1.5)
        axes.set_axis_off()
    return axes


def _locate(part: Sequence[str], words: Sequence[str]) -> range:
    """The places of some words in a row where they first occur among others, in any case.

    So rows with names of the author, such as *the United States*, are aligned as well.
    """
    size, wanted = len(part), [word.casefold() for word in part]
    for at in range(len(words) - size + 1 if size else 0):
        if [word.casefold() for word in words[at : at + size]] == wanted:
            return range(at, at + size)
    return range(0)


def _place_rows(table: "pd.DataFrame") -> list[float]:
    """Where each row is, with a gap between two families."""
    is_other = (table["family"] != table["family"].shift()).cumsum() - 1
    return [at + FAMILY_GAP * gaps for at, gaps in enumerate(is_other.tolist())]


def _arrange_words(table: "pd.DataFrame", room: int) -> tuple[int, int, list[_Words]]:
    """Where heads begin and words end, in points of print, and the words that have room."""
    lines = [
        _Words.of_row(*texts)
        for texts in zip(table["term"], table["family"], table["parent"], strict=True)
    ]
    left = max(line.width(0, line.head) for line in lines)
    right = max(line.width(line.head, len(line.words)) for line in lines)
    end = room * (1 - BAR_SHARE) - NUMBER_ROOM - GAP
    if left + right > end:
        left = min(left, max(end - right, end * LEFT_SHARE))
        dots = letters_width("… ", LETTERS)
        lines = [line.cut(left - dots, end - left - dots) for line in lines]
    return round(left), round(end + GAP), lines


def _write_words(axes: "Axes", line: _Words, left: float, place: float) -> None:
    """Write the words of a row from the head outwards, each piece beside the one before it."""
    after, before = line.pieces()
    style: dict[str, Any] = {"fontsize": in_points(LETTERS), "va": "center_baseline"}
    head = axes.text(left, place, after[0].text, color=_ink_of(after[0]), **style)
    for pieces, end, side in ((after[1:], 1, "left"), (before, 0, "right")):
        beside = head
        for piece in pieces:
            beside = axes.annotate(
                piece.text, (end, place), (in_points(WORD_SPACE) * (2 * end - 1), 0),
                xycoords=(beside, "data"), textcoords="offset points", ha=side,
                color=_ink_of(piece), **style,
            )  # fmt: skip


def _ink_of(piece: _Piece) -> str:
    return INK if piece.is_new else INHERITED


def _draw_bars(
    axes: "Axes", table: "pd.DataFrame", places: Sequence[float], ends: tuple[float, float]
) -> None:
    """Draw the counts as bars between two places of the axis, with numbers beside them."""
    start, end = ends
    longest = table[["count", "count_own"]].max(axis=1)  # a variant may have its head in it twice
    unit = (end - start) / longest.max()
    style: dict[str, Any] = {"linewidth": in_points(5)}
    bars = axes.hlines(places, start, start + unit * table["count"], color=GUIDE, **style)
    note_rows(bars, range(len(table)))
    axes.hlines(places, start, start + unit * table["count_own"], color=INK, **style)
    for place, reach, count in zip(places, longest, table["count"], strict=True):
        axes.text(start + unit * reach + 3, place, f"{count:,}", fontsize=in_points(LETTERS - 0.5),
                  va="center")  # fmt: skip
