"""The text as it is read: shown and counted regions in order, with hits marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.display import FAINT
from discourse.corpus.store.index import Index
from discourse.text.document import COUNT, DROP

NUMBER = f"{FAINT}; line-height: 0; font-size: 0.7em"
PAGE = "max-width: 42em; line-height: 1.5; color: inherit"


class PageMark(NamedTuple):
    """A stretch of a document to mark: a hit, or several that overlap, by their numbers."""

    start: int
    end: int
    numbers: list[int]


class PageRegion(NamedTuple):
    """A region that is read, and the label of the section that it opens, "" if it opens none."""

    document: int
    start: int
    end: int
    counted: bool
    opens: str


@dataclass(frozen=True, eq=False, repr=False)
class Page:
    """The texts of a corpus with the hits of a query marked; a notebook shows it as a page.

    As text, hits stand in square brackets: ``Peace and [rights].`` In a notebook each has its
    number, and below the text stands the line id of each number.
    """

    names: Sequence[str]
    texts: Sequence[str]
    regions: pd.DataFrame
    index: Index
    hits: NDArray[np.int64]
    line_ids: Sequence[str]

    def __repr__(self) -> str:
        blocks = []
        for document, name in enumerate(self.names):
            blocks.append(name)
            for row in self._rows(document):
                head = f"§ {row.opens}\n" if row.opens else ""
                blocks.append(head + "".join(self._pieces(row, str, _bracketed)).strip())
        return "\n\n".join(blocks)

    def _repr_html_(self) -> str:
        blocks = [f'<div class="discourse-reading" style="{PAGE}">']
        for document, name in enumerate(self.names):
            blocks.append(f"<h4>{escape(name)}</h4>")
            blocks += [self._paragraph(row) for row in self._rows(document)]
        ids = ", ".join(f"{number} = {name}" for number, name in enumerate(self.line_ids, 1))
        blocks += [f'<p style="{FAINT}">line ids: {escape(ids)}</p>'] if ids else []
        return "\n".join([*blocks, "</div>"])

    def _paragraph(self, row: PageRegion) -> str:
        body = "".join(self._pieces(row, escape, self._highlighted)).strip()
        number = f'<small style="{FAINT}">§ {escape(row.opens)}</small> ' if row.opens else ""
        style = "white-space: pre-line" + ("" if row.counted else f"; {FAINT}")
        return f'<p style="{style}">{number}{body}</p>'

    def _highlighted(self, text: str, mark: PageMark) -> str:
        ids = escape(" ".join(self.line_ids[number - 1] for number in mark.numbers))
        numbers = " ".join(map(str, mark.numbers))
        return f'<mark title="{ids}">{escape(text)}</mark><sup style="{NUMBER}">{numbers}</sup>'

    def _rows(self, document: int) -> Iterator[PageRegion]:
        """The regions of a document that are read."""
        here = (self.regions["document"] == document) & (self.regions["treatment"] != DROP)
        before = ""
        for region in self.regions[here].to_dict("records"):
            section = str(region["section"])
            counted = region["treatment"] == COUNT
            opens = section if section != before else ""
            yield PageRegion(document, region["start"], region["end"], counted, opens)
            before = section or before

    def _pieces(
        self, row: PageRegion, written: Callable[[str], str], marked: Callable[[str, PageMark], str]
    ) -> Iterator[str]:
        text, at = self.texts[row.document], row.start
        for mark in self._marks[row.document]:
            start, end = max(mark.start, row.start), min(mark.end, row.end)
            if start < end:
                yield written(text[at:start])
                yield marked(text[start:end], mark)
                at = end
        yield written(text[at : row.end])

    @cached_property
    def _marks(self) -> list[list[PageMark]]:
        """For each document what is marked, ascending."""
        marks: list[list[PageMark]] = [[] for _ in self.names]
        index = self.index
        documents = np.searchsorted(index.documents, self.hits[:, 0], side="right") - 1
        starts, ends = index.starts[self.hits[:, 0]], index.ends[self.hits[:, 1] - 1]
        spans = zip(documents.tolist(), starts.tolist(), ends.tolist(), strict=True)
        for number, (document, start, end) in enumerate(spans, 1):
            here = marks[document]
            if here and start < here[-1].end:
                joined = here.pop()
                here.append(PageMark(joined.start, max(end, joined.end), [*joined.numbers, number]))
            else:
                here.append(PageMark(start, end, [number]))
        return marks


def _bracketed(text: str, mark: PageMark) -> str:
    return f"[{text}]"
