"""The text as it is read: shown and counted regions in order, with hits marked."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.lines.contexts import hit_characters
from discourse.corpus.lines.display import FAINT
from discourse.corpus.store.block import ATTRIBUTE
from discourse.corpus.store.parts import document_of
from discourse.corpus.store.store import Store
from discourse.errors import ElsewhereError, hide_controls
from discourse.shown_tables import NO_MATHS
from discourse.text.direction import direction_attribute
from discourse.text.document import COUNT, DROP
from discourse.text.turns import SPEAKER

SPEAKER_COLUMN = ATTRIBUTE + SPEAKER
HIT_NUMBER = f"{FAINT}; line-height: 0; font-size: 0.7em"
PAGE = "max-width: 42em; line-height: 1.5; color: inherit"
MOST_CHARACTERS = 10_000_000  # of texts in shards that are brought here to be read


class PageMark(NamedTuple):
    """A marked stretch of a document: one hit, or several that overlap, by their numbers."""

    start: int
    end: int
    numbers: list[int]


class PageRegion(NamedTuple):
    """A region that is shown; ``opens`` is the label of the section that it opens, else "".

    The speaker of a turn follows its label.
    """

    start: int
    end: int
    counted: bool
    opens: str


@dataclass(frozen=True, eq=False, repr=False)
class Page:
    """The texts of a corpus with the hits of a query marked; a notebook shows it as a page.

    In plain text, hits are in square brackets: ``Peace and [rights].`` In a notebook each hit has a
    number, and the line ids of these numbers follow the text.
    """

    names: Sequence[str]
    _texts: Sequence[str]
    _regions: pd.DataFrame
    _spans: tuple[NDArray[np.int64], ...]
    hits: NDArray[np.int64]
    line_ids: Sequence[str]

    def __repr__(self) -> str:
        blocks = []
        for document, name in enumerate(self.names):
            blocks.append(name)
            for region in self._shown_regions[document]:
                head = f"§ {region.opens}\n" if region.opens else ""
                body = "".join(self._mark_region(document, region, str, _put_in_brackets))
                blocks.append(head + body.strip())
        return hide_controls("\n\n".join(blocks))

    def _repr_html_(self) -> str:
        blocks = [f'<div class="discourse-reading {NO_MATHS}" style="{PAGE}">']
        for document, name in enumerate(self.names):
            blocks.append(f"<h4>{escape(name)}</h4>")
            blocks += [
                self._paragraph(document, region) for region in self._shown_regions[document]
            ]
        ids = ", ".join(f"{number} = {name}" for number, name in enumerate(self.line_ids, 1))
        blocks += [f'<p style="{FAINT}">line ids: {escape(ids)}</p>'] if ids else []
        return "\n".join([*blocks, "</div>"])

    def _paragraph(self, document: int, region: PageRegion) -> str:
        body = "".join(self._mark_region(document, region, escape, self._highlight)).strip()
        number = f'<small style="{FAINT}">§ {escape(region.opens)}</small> ' if region.opens else ""
        style = "white-space: pre-line" + ("" if region.counted else f"; {FAINT}")
        direction = direction_attribute(self._texts[document][region.start : region.end])
        style += "; text-align: right" if direction else ""  # JupyterLab aligns all left
        return f'<p style="{style}"{direction}>{number}{body}</p>'

    def _highlight(self, text: str, mark: PageMark) -> str:
        ids = escape(" ".join(self.line_ids[number - 1] for number in mark.numbers))
        numbers = " ".join(map(str, mark.numbers))
        return f'<mark title="{ids}">{escape(text)}</mark><sup style="{HIT_NUMBER}">{numbers}</sup>'

    def _mark_region(
        self,
        document: int,
        region: PageRegion,
        write: Callable[[str], str],
        write_mark: Callable[[str, PageMark], str],
    ) -> Iterator[str]:
        """The pieces of a region: the marks that reach into it, and the text between them."""
        text, at = self._texts[document], region.start
        marks = self._marks[document]
        first = bisect_right(marks, region.start, key=attrgetter("end"))
        last = bisect_left(marks, region.end, key=attrgetter("start"))
        for mark in marks[first:last]:
            start, end = max(mark.start, region.start), min(mark.end, region.end)
            yield write(text[at:start])
            yield write_mark(text[start:end], mark)
            at = end
        yield write(text[at : region.end])

    @cached_property
    def _shown_regions(self) -> list[list[PageRegion]]:
        """The shown regions of each document."""
        shown: list[list[PageRegion]] = [[] for _ in self.names]
        section_before = [""] * len(self.names)
        columns = self._regions[["document", "start", "end", "treatment", "section"]]
        rows = zip(columns.itertuples(index=False, name=None), self._speakers, strict=True)
        for (document, start, end, treatment, label), speaker in rows:
            if treatment == DROP:
                continue
            section = str(label)
            opens = section + speaker if section != section_before[document] else ""
            shown[document].append(PageRegion(start, end, treatment == COUNT, opens))
            section_before[document] = section or section_before[document]
        return shown

    @property
    def _speakers(self) -> list[str]:
        """What follows the label of each region's section: its speaker, if no region shows it."""
        if SPEAKER_COLUMN not in self._regions:
            return [""] * len(self._regions)
        is_shown = (self._regions["name"] == SPEAKER).shift(fill_value=False)
        speakers = " · " + self._regions[SPEAKER_COLUMN].astype("str")
        return speakers.where(~is_shown).fillna("").tolist()

    @cached_property
    def _marks(self) -> list[list[PageMark]]:
        """The marks of each document, in the order of the text; no two overlap."""
        marks: list[list[PageMark]] = [[] for _ in self.names]
        spans = zip(*(column.tolist() for column in self._spans), strict=True)
        for number, (document, start, end) in enumerate(spans, 1):
            here = marks[document]
            if here and start < here[-1].end:
                here[-1].numbers.append(number)
                here[-1] = here[-1]._replace(end=max(end, here[-1].end))
            else:
                here.append(PageMark(start, end, [number]))
        return marks


def read_page(store: Store, hits: NDArray[np.int64]) -> Page:
    """The texts of a store with some hits marked."""
    characters = 0 if store.is_here else sum(store.ask(_count_characters))
    if characters > MOST_CHARACTERS:
        raise ElsewhereError(
            f"this shows {characters:,} characters, and {MOST_CHARACTERS:,} of shards at most; "
            "show a document, as in corpus['name'].show('peace'), or lines with dc.concordance."
        )
    documents = document_of(store, hits[:, 0])
    starts, ends = np.zeros((2, len(hits)), dtype=np.int64)
    for places, (first, last) in store.ask_of_hits(hit_characters, hits):
        starts[places], ends[places] = first, last
    digests = store.digests[documents].tolist()
    columns = zip(digests, starts.tolist(), ends.tolist(), strict=True)
    ids = [f"{digest}:{start}-{end}" for digest, start, end in columns]
    texts, regions = _bring_texts(store)
    names = store.sources["document"].tolist()
    return Page(names, texts, regions, (documents, starts, ends), hits, ids)


def _bring_texts(store: Store) -> tuple[Sequence[str], pd.DataFrame]:
    """The texts and their regions, brought together where they are in shards."""
    if store.is_here:
        return store.texts, store.regions.copy()
    texts: list[str] = []
    regions = []
    for own, divided in store.ask(_send_texts):
        regions.append(divided.assign(document=divided["document"] + len(texts)))
        texts += own
    return texts, pd.concat(regions, ignore_index=True)


def _count_characters(store: Store) -> int:
    return int(store.lengths.sum())


def _send_texts(store: Store) -> tuple[list[str], pd.DataFrame]:
    return list(store.texts), store.regions


def _put_in_brackets(text: str, mark: PageMark) -> str:
    return f"[{text}]"
