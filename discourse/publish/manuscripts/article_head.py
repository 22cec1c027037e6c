"""The head of an article: which folder its figures are in, and which texts its claims are about.

The head is Python: ``figures = "../figures"``, the folder whose captions and tables the article
has, and ``paper = dc.read("../texts")``, the corpus of its claims. It is in lines that begin with
``%:``, or in the comments among the properties of a Word file. Nothing of it is executed.
"""

import zipfile
from contextlib import suppress
from html import unescape
from pathlib import Path

import regex

from discourse.errors import DiscourseError

LATEX, OFFICE = ".tex", ".docx"
HEAD_MARK = "%:"
IMPORT_OF_HEAD = "import discourse as dc"
_HEAD = regex.compile(rf"^{HEAD_MARK}[ \t]?(.*)$", regex.M)
_FIGURES = regex.compile(r'^figures = "([^"\n]+)"$', regex.M)
_PROPERTIES, _COMMENTS = (
    "docProps/core.xml",
    regex.compile(r"<dc:description>(.*?)</dc:description>", regex.S),
)
_LONGEST_PROPERTIES = 1 << 20  # bytes
_LINE_LOOKED_AT = 1 << 16  # bytes of a LaTeX file in which its head is looked for


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


def code_of_head(path: Path) -> list[str]:
    """The head of an article as the code of a notebook; nothing for a file that has none."""
    head = read_head(path)
    return [f"{IMPORT_OF_HEAD}\n{head}"] if head else []


def figures_of(path: Path) -> Path:
    """The folder of the figures of an article, by its head.

    Raises
    ------
    DiscourseError
        If the file has no head.
    """
    found = _FIGURES.search(read_head(path))
    if found is None:
        raise DiscourseError(f'{path} does not say figures = "…"; write the article anew.')
    return path.parent / found[1]


def _read_properties(path: Path) -> str:
    """The comments among the properties of a Word file; "" if it has none, or is damaged."""
    with suppress(OSError, KeyError, zipfile.BadZipFile, NotImplementedError):
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_PROPERTIES).file_size <= _LONGEST_PROPERTIES:
                text = archive.read(_PROPERTIES).decode("utf-8", "replace")
                found = _COMMENTS.search(text)
                return unescape(found[1]).strip() if found else ""
    return ""
