"""The text as it is read: shown and counted regions in order, with hits marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.index import Index
from discourse.text.document import COUNT, DROP


@dataclass(frozen=True, eq=False, repr=False)
class Reading:
    """The texts of a corpus with the hits of a query marked; a notebook shows it as a page.

    As text, hits stand in square brackets: ``Peace and [rights].``
    """

    names: Sequence[str]
    texts: Sequence[str]
    regions: pd.DataFrame
    index: Index
    hits: NDArray[np.int64]

    def __repr__(self) -> str:
        blocks = []
        for document, name in enumerate(self.names):
            blocks.append(name)
            for row, opens in self._rows(document):
                head = f"§ {row.section}\n" if opens else ""
                blocks.append(head + "".join(self._marked(row, "[", "]", str)).strip())
        return "\n\n".join(blocks)

    def _repr_html_(self) -> str:
        blocks = ['<div class="discourse-reading" style="max-width: 42em; line-height: 1.5">']
        for document, name in enumerate(self.names):
            blocks.append(f"<h4>{escape(name)}</h4>")
            for row, opens in self._rows(document):
                body = "".join(self._marked(row, "<mark>", "</mark>", escape)).strip()
                number = f'<small style="opacity: 0.7">§ {escape(row.section)}</small> '
                style = "white-space: pre-line" + (
                    "" if row.treatment == COUNT else "; opacity: 0.7"
                )
                blocks.append(f'<p style="{style}">{number if opens else ""}{body}</p>')
        return "\n".join([*blocks, "</div>"])

    def _rows(self, document: int) -> Iterator[tuple[Any, bool]]:
        """The regions of a document that are read, and whether each opens a section."""
        here = (self.regions["document"] == document) & (self.regions["treatment"] != DROP)
        section = ""
        for row in self.regions[here].itertuples():
            yield row, row.section not in ("", section)
            section = row.section or section

    def _marked(
        self, row: Any, before: str, after: str, written: Callable[[str], str]
    ) -> Iterator[str]:
        text, at = self.texts[row.document], row.start
        for start, end in self._spans[row.document]:
            if row.start <= start < row.end:
                yield f"{written(text[at:start])}{before}{written(text[start:end])}{after}"
                at = end
        yield written(text[at : row.end])

    @cached_property
    def _spans(self) -> list[list[tuple[int, int]]]:
        """For each document the characters to mark, ascending; hits that overlap are one mark."""
        spans: list[list[tuple[int, int]]] = [[] for _ in self.names]
        index = self.index
        documents = np.searchsorted(index.documents, self.hits[:, 0], side="right") - 1
        starts, ends = index.starts[self.hits[:, 0]], index.ends[self.hits[:, 1] - 1]
        for document, start, end in zip(
            documents.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            marks = spans[document]
            if marks and start < marks[-1][1]:
                marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
            else:
                marks.append((start, end))
        return spans
