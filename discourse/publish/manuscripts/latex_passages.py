"""The passages of a manuscript in LaTeX, as they are put together, and where their letters are."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import regex

from discourse.publish.manuscripts.latex_tokens import find_argument, formula_letters
from discourse.publish.manuscripts.passage import (
    PARAGRAPH_KIND,
    Passage,
    PassageText,
    TableCells,
)

_SET_NUMBER = regex.compile(r"\s*[-\d.,\s]*\d[.,\d\s]*")

UNREAD_KIND = "names"  # of a passage whose text is not read, but for the notes in it


class LatexSource(NamedTuple):
    """Where a letter of a manuscript in LaTeX is: in which file, and at which place there."""

    file: Path
    at: int


@dataclass
class OpenLatexFile:
    """A file that is being read, and how far."""

    path: Path
    source: str
    at: int = 0


@dataclass
class OpenLatexText:
    """A passage that is being put together."""

    kind: str
    text: PassageText = field(default_factory=PassageText)
    table: TableCells | None = None
    row: int = 0
    column: int = 0
    span: int = 1
    has_cells: bool = False


class LatexGroup(NamedTuple):
    """What a closing brace ends: a mark, a passage of its own, or nothing."""

    text: PassageText
    start: int
    kind: str = ""
    claim: str = ""
    ends_passage: bool = False
    resume: int = -1
    closes: str = ""
    is_bound: bool = False


class LatexPassages:
    """The passages that are open and those that are done, and the files that are read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: list[OpenLatexFile] = []
        self.line_starts: dict[Path, list[int]] = {}
        self.texts = [OpenLatexText(PARAGRAPH_KIND)]
        self.groups: list[LatexGroup] = []
        self.quotes: list[PassageText] = []
        self.tables = self.in_references = 0
        self.done: list[Passage] = []

    def add(self, text: str, start: int) -> None:
        """Add letters; a sign that is shown as another is at the place of the first."""
        file = self.files[-1]
        same = file.source.startswith(text, start)
        sources = [LatexSource(file.path, start + at if same else start) for at in range(len(text))]
        self.texts[-1].text.add(text, sources)

    def add_set_number(self) -> None:
        r"""Add what a command such as ``\num`` sets: it shows a comma as a point, and no space."""
        file = self.files[-1]
        start, end = find_argument(file.source, file.at)
        body = file.source[start:end] if start >= 0 else ""
        if _SET_NUMBER.fullmatch(body):
            letters = [(sign, start + at) for at, sign in enumerate(body) if not sign.isspace()]
            shown = "".join(sign for sign, _ in letters).replace(",", ".")
            sources = [LatexSource(file.path, at) for _, at in letters]
            self.texts[-1].text.add(shown, sources)
            file.at = min(end + 1, len(file.source))

    def add_formula(self, start: int, end: int) -> None:
        """Add a formula, as the rules for formulas read it."""
        file = self.files[-1]
        letters = formula_letters(file.source, start, end)
        shown = "".join(letter for letter, _ in letters).replace("\n", " ")
        sources = [LatexSource(file.path, at) for _, at in letters]
        self.texts[-1].text.add(f"${shown}$", [None, *sources, None])

    def end_block(self) -> None:
        """End the passage that is being put together, and begin another of its kind."""
        open_text = self.texts[-1]
        if open_text.table is not None:  # a cell goes on behind a blank line
            return
        if self.quotes:
            open_text.text.mark(0, "quotation")
        self._finish(open_text)

    def _finish(self, open_text: OpenLatexText) -> None:
        paragraph, sources = open_text.text.finish(collapse=True)
        open_text.text.pieces.clear()
        open_text.text.sources.clear()
        open_text.text.spans.clear()
        if not paragraph.text or open_text.kind == UNREAD_KIND:
            return
        passage = Passage("", open_text.kind, paragraph, "", sources, self._own_file(sources))
        found = [passage]
        if open_text.table is not None:
            read: list[Any] = [(paragraph, sources)]
            place = (open_text.row, open_text.column)
            found = list(open_text.table.passages(*place, read, self._own_file(sources)))
        open_text.has_cells = True
        for each in found:
            each.lines = list(self._lines_of(sources))
            each.is_reference = self.in_references > 0
            each.is_included = each.file != self.folder / self._main
            self.done.append(each)

    def _own_file(self, sources: list[Any]) -> Path:
        files = (source.file for source in sources if source is not None)
        return next(files, self.files[-1].path if self.files else self.folder / self._main)

    @property
    def _main(self) -> str:
        return next(iter(self.line_starts)).name

    def _lines_of(self, sources: list[Any]) -> Iterator[int]:
        line = 1
        for source in sources:
            if source is not None:
                line = bisect_right(self.line_starts[source.file], source.at)
            yield line

    def end_cell(self) -> None:
        """End a cell of a table."""
        open_text = self.texts[-1]
        self._finish(open_text)
        open_text.column += open_text.span
        open_text.span = 1

    def end_row(self) -> None:
        """End a row of a table; elsewhere, a line."""
        open_text = self.texts[-1]
        if open_text.table is None:
            open_text.text.add(" ")
            return
        self.end_cell()
        # The caption of a long table ends as a row does, and is none.
        open_text.row += open_text.has_cells
        open_text.column, open_text.has_cells = 0, False
