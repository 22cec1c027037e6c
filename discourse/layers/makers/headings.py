"""Headings: what stands above a stretch of text."""

from collections.abc import Iterator

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.errors import check_flag
from discourse.layers.passages import Passages, read_passages
from discourse.layers.register import check_corpus, maker, tabulate_spans
from discourse.text.document import SHOW
from discourse.text.stopwords import stopwords

COLUMNS = {"line_id": "str", "label": "str", "found_by": "str"}
MOST_WORDS, MOST_CHARACTERS = 14, 200
_FUNCTION_WORDS = stopwords()
_LINE = regex.compile(r"[^\n]+")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’-]*")
_END = regex.compile(r"[.!?,;:…\"'”’)\]-]$")
_DATE = regex.compile(r"(?:\p{L}+\.?\s+)?\d{1,2}(?:st|nd|rd|th)?(?:\s+\p{L}+)?,?\s+\d{4}")
_ONLY_NUMBER = regex.compile(
    r"(?:(?:chapter|part|section|article)\s+)?(?:(?-i:[IVXLC]+)|\d+)\.?", regex.I
)
_NUMBERED = regex.compile(
    r"^(?:chapter|part|section|article|title)?\s*(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])[.)]\s", regex.I
)


@maker("heading", version=1)
def headings(corpus: Corpus, *, lines: bool = True) -> pd.DataFrame:
    """One row per heading, labelled with what it is.

    Three kinds are found: the heads of sections, which a description, Markdown, HTML or Word
    marks ("head"); regions that are shown and not counted, under the names that the description
    gives them ("title", "chapter heading"); and, with `lines`, lines of the counted text that
    look like headings ("line"): at most 14 words, without a full stop or another mark at the end,
    and all in capitals, or with a capital in every word that is no function word; or only a number
    (``IV.``). A date is none.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    lines : bool
        Whether lines are headings if they look like it.

    Returns
    -------
    DataFrame
        The columns are ``line_id, label, found_by``; ``found_by`` is "region" or "layout".

    Notes
    -----
    A line of an address, of a signature or of a list can look like a heading; a heading in the
    form of a sentence does not. A heading that is shown has no counted token, so no count
    changes with it.
    """
    check_corpus("make", corpus)
    check_flag("lines", lines)
    rows = []
    for passages in read_passages(corpus):
        for start, end, label, found_by in _find_headings(passages, lines):
            rows.append((passages.line_id(start, end), label, found_by))
    return tabulate_spans(rows, COLUMNS)


def _find_headings(passages: Passages, lines: bool) -> Iterator[tuple[int, int, str, str]]:
    for stretch in passages.stretches:
        start, end = _trim_blanks(passages.text, stretch.start, stretch.end)
        if stretch.treatment == SHOW:
            if start < end:
                yield start, end, stretch.name or "shown", "region"
            continue
        after_head = max(stretch.start, stretch.head)
        if stretch.head > start:
            yield start, stretch.head, "head", "region"
        if lines:
            yield from _find_heading_lines(passages.text, after_head, stretch.end)


def _find_heading_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    for line in _LINE.finditer(text, start, end):
        first, last = _trim_blanks(text, line.start(), line.end())
        if looks_like_heading(text[first:last]):
            yield first, last, "line", "layout"


def looks_like_heading(line: str) -> bool:
    """Whether a line is written as headings are.

    Examples
    --------
    >>> [looks_like_heading(line) for line in ("FOREIGN POLICY", "The Way to Peace", "Peace.")]
    [True, True, False]
    """
    if len(line) > MOST_CHARACTERS:
        return False
    if _ONLY_NUMBER.fullmatch(line) and not line.isdecimal():
        return True
    if _DATE.fullmatch(line):
        return False
    words = _WORD.findall(_NUMBERED.sub("", line, count=1))
    if not words or len(words) > MOST_WORDS or _END.search(line):
        return False
    content = [word for word in words if word.casefold() not in _FUNCTION_WORDS]
    return bool(content) and words[0][0].isupper() and all(word[0].isupper() for word in content)


def _trim_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))
