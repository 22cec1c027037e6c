"""The numbers in prose: in Markdown, in captions and comments; bound, exempt, or neither."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import regex

from discourse.publish.claims.code_prose import read_code_prose, written_names
from discourse.publish.claims.exemptions import WORD_OF_DEGREE, PassedValues, find_exempt
from discourse.publish.claims.notebook import notebook_cells
from discourse.publish.claims.notebook_code import NotebookCode, syntax_tree
from discourse.publish.claims.number_words import NUMBER_SIGN, NUMBER_WORD
from discourse.publish.claims.numbers_as_read import qualifier_before, stretch_as_read
from discourse.publish.claims.paragraphs import MarkdownSpan, Paragraph, read_paragraphs
from discourse.publish.claims.written_numbers import WRITTEN_NUMBER
from discourse.text.sentences import sentence_starts

# Words in single quotation marks, as the British write them: they are named, not quoted.
_QUOTED = regex.compile(
    r"‘((?:[^‘’\n]|’(?=\p{L})){1,60})’(?!\p{L})|(?<![\w'’])'((?=\p{L})(?:[^'\n]|'(?=\p{L})){1,60})'(?!\w)"
)


@dataclass(frozen=True)
class ProseNumber:
    """A number in the prose, and where it is; ``cell`` and ``line`` count from 1.

    A word of degree, such as "most", counts as a number. ``claim`` is what it is bound to, and
    ``rule`` the exemption that covers it; both are "" for a number that needs a claim and has none.
    ``quotation`` is the quotation that exempts it, and ``at`` where it is in that. ``following``
    is the rest of its sentence, and ``preceding`` what stands before it. ``named`` is what its
    paragraph emphasises, quotes or sets as code; the first ``named_near`` of these are in its own
    sentence. ``context`` is the paragraph. ``read`` is what reads as one number where the bound
    one stands, "" if it is that alone, and ``qualifier`` the words before it that say how its
    value compares. ``hidden`` says that a reader does not see it as it is written. ``start`` is
    where it begins in ``context``. ``heads`` is the first cell of its row, and the head of its
    column, if it is in a table.
    """

    cell: int
    line: int
    text: str
    sentence: str
    claim: str
    rule: str
    named: tuple[str, ...]
    named_near: int = 0
    following: str = ""
    preceding: str = ""
    context: str = ""
    quotation: str = ""
    at: int = 0
    read: str = ""
    qualifier: str = ""
    hidden: bool = False
    start: int = 0
    heads: str = ""


def read_numbers(notebook: Path) -> Iterator[ProseNumber]:
    """Read the numbers in the prose of a notebook, in reading order.

    Prose is what Markdown and raw cells show, and in code cells the captions, alternative texts,
    notes, titles, texts that are printed, and comments.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    cells = notebook_cells(notebook)
    passed = PassedValues.of(syntax_tree(cell.source) for cell in cells if cell.kind == "code")
    code, written = NotebookCode(), written_names(c.source for c in cells if c.kind == "code")
    for number, cell in enumerate(cells, 1):
        if cell.kind == "code":
            paragraphs = read_code_prose(cell.source, code, written)
        else:
            paragraphs = read_paragraphs(cell.source)
        for paragraph in paragraphs:
            yield from find_written_numbers(number, paragraph, passed)


def find_written_numbers(
    cell: int, paragraph: Paragraph, passed: PassedValues
) -> Iterator[ProseNumber]:
    """Find the numbers of a paragraph, in their order."""
    text = paragraph.text
    bound = [span for span in paragraph.spans if span.kind == "claim"]
    spans = sorted([*bound, *_find_free_numbers(text, bound)])
    if not spans:
        return
    exempt = list(find_exempt(paragraph, passed))
    marks = [span for span in paragraph.spans if span.kind in ("emphasis", "code")]
    marks += [span for span in exempt if span.kind == "quotation"]
    marks += [
        MarkdownSpan(found.start() + 1, found.end() - 1, "quoted")
        for found in _QUOTED.finditer(text)
    ]
    hidden = [span for span in paragraph.spans if span.kind in ("hidden", "struck")]
    # The start of each sentence, from 0 on, and the end of the text.
    borders = np.array([0, *sentence_starts(text), len(text)])
    for span in spans:
        after = int(np.searchsorted(borders[:-1], span.start, side="right"))
        start, end = int(borders[after - 1]), int(borders[after])
        names, near = _names_of_marks(text, marks, range(start, end))
        is_hidden = any(_is_near(each, span, start, end) for each in hidden)
        cover = None if span.claim or is_hidden else _covering_span(span, exempt)
        quoted = cover if cover is not None and cover.kind == "quotation" else None
        yield ProseNumber(
            cell,
            paragraph.line_of(span.start),
            text[span.start : span.end],
            " ".join(text[start:end].split()),
            span.claim,
            cover.kind if cover else "",
            names,
            near,
            text[span.end : end],
            text[start : span.start],
            text,
            text[quoted.start : quoted.end] if quoted else "",
            span.start - quoted.start if quoted else 0,
            *(_read_around(text, span) if span.claim else ("", "")),
            is_hidden,
            span.start,
            paragraph.heads,
        )


def _is_near(hidden: MarkdownSpan, number: MarkdownSpan, start: int, end: int) -> bool:
    """Whether a number is in what is struck out, or in the sentence of what is hidden."""
    if hidden.kind == "struck":
        start, end = number.start, number.end
    return hidden.start < end and start < hidden.end


def _read_around(text: str, bound: MarkdownSpan) -> tuple[str, str]:
    """What else a reader takes for the bound number, and the words before it that qualify it."""
    read = stretch_as_read(text, bound.start, bound.end)
    more = read if read != text[bound.start : bound.end] else ""
    return more, qualifier_before(text, bound.start)


def _find_free_numbers(text: str, bound: Sequence[MarkdownSpan]) -> Iterator[MarkdownSpan]:
    """Find the numbers and words of degree that overlap no bound number, and no other."""
    taken = [(span.start, span.end) for span in bound]
    for pattern in (WRITTEN_NUMBER, NUMBER_SIGN, NUMBER_WORD, WORD_OF_DEGREE):
        for match in pattern.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                taken.append(match.span())
                kind = "degree" if pattern is WORD_OF_DEGREE else "number"
                yield MarkdownSpan(*match.span(), kind)


def _covering_span(number: MarkdownSpan, exempt: Sequence[MarkdownSpan]) -> MarkdownSpan | None:
    """The first exempt stretch that covers a number; words of degree exempt no number."""
    covers = (
        span
        for span in exempt
        if span.start <= number.start and number.end <= span.end
        and not (span.kind == "degree" and number.kind == "number")
    )  # fmt: skip
    return next(covers, None)


def _names_of_marks(
    text: str, marks: Sequence[MarkdownSpan], sentence: range
) -> tuple[tuple[str, ...], int]:
    """The texts of some marks, each once, those in a sentence first; and how many these are."""
    ordered = sorted(marks, key=lambda span: (span.start not in sentence, span.start))
    near = [span for span in ordered if span.start in sentence]
    names, names_near = (
        dict.fromkeys(text[span.start : span.end].strip('"“”') for span in spans)
        for spans in (ordered, near)
    )
    return tuple(names), len(names_near)
