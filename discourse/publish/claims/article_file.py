"""An article in LaTeX or Word whose numbers are bound: its head, and its prose as cells.

The head is Python: ``figures = "../figures"``, the folder whose captions and tables the article
has, and ``paper = dc.read("../texts")``, the corpus of its claims. It is in lines that begin with
``%:``, or in the comments among the properties of a Word file.
"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path
from typing import NamedTuple

import regex

from discourse.errors import DiscourseError
from discourse.publish.claims.latex_prose import read_latex
from discourse.publish.claims.word_prose import read_word_prose
from discourse.text.limits import LARGEST_FILE, format_bytes

LATEX, OFFICE = ".tex", ".docx"
HEAD_MARK = "%:"
IMPORT = "import discourse as dc"
_HEAD = regex.compile(rf"^{HEAD_MARK}[ \t]?(.*)$", regex.M)
_FIGURES = regex.compile(r'^figures = "([^"\n]+)"$', regex.M)
_PROPERTIES, _COMMENTS = (
    "docProps/core.xml",
    regex.compile(r"<dc:description>(.*?)</dc:description>", regex.S),
)
# Heads of what is a list of works, and not prose.
_REFERENCES = ("references", "bibliography", "works cited", "literature")
_LONGEST_PROPERTIES = 1 << 20  # bytes
_LINE_LOOKED_AT = 1 << 16  # bytes of a LaTeX file in which its head is looked for


class ArticleCell(NamedTuple):
    """A piece of an article: "code" for its head, "markdown" for its prose, and where it is."""

    kind: str
    source: str
    line: int


def read_head(path: Path) -> str:
    """The head of an article, as Python; "" for a file that has none."""
    suffix = path.suffix.casefold()
    found = ""
    if suffix == LATEX:
        with path.open("rb") as file:
            start = file.read(_LINE_LOOKED_AT).decode("utf-8", "replace")
        found = "\n".join(line.rstrip() for line in _HEAD.findall(start))
    elif suffix == OFFICE:
        found = _read_properties(path)
    return found if _FIGURES.search(found) else ""


def figures_of(path: Path) -> Path:
    """The folder of the figures of an article, by its head."""
    found = _FIGURES.search(read_head(path))
    if found is None:
        raise DiscourseError(f'{path} does not say figures = "…"; write the article anew.')
    return path.parent / found[1]


def article_cells(path: Path) -> Iterator[ArticleCell]:
    """Read an article: its head as code, then its paragraphs as Markdown.

    The line of a paragraph is that of the file or, in Word, its number.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise DiscourseError(f"{path} has more than {format_bytes(LARGEST_FILE)}.")
    yield ArticleCell("code", f"{IMPORT}\n{read_head(path)}", 1)
    if path.suffix.casefold() == LATEX:
        blocks: Iterable[tuple[int, str]] = read_latex(path.read_text(encoding="utf-8"))
    else:
        blocks = enumerate(read_word_prose(path.read_bytes()), 1)
    is_list = False
    for line, text in blocks:
        if text.startswith("# "):
            is_list = text[2:].strip().casefold() in _REFERENCES
        if not is_list:
            yield ArticleCell("markdown", text, line)


def _read_properties(path: Path) -> str:
    """The comments among the properties of a Word file; "" if it has none, or is damaged."""
    with suppress(OSError, KeyError, zipfile.BadZipFile, NotImplementedError):
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_PROPERTIES).file_size <= _LONGEST_PROPERTIES:
                text = archive.read(_PROPERTIES).decode("utf-8", "replace")
                found = _COMMENTS.search(text)
                return unescape(found[1]).strip() if found else ""
    return ""
