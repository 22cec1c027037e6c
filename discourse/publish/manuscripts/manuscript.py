"""A manuscript of any kind that is known, read as passages; nothing in it is run or fetched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.manuscripts.html_manuscript import read_html_manuscript
from discourse.publish.manuscripts.latex_manuscript import read_latex_manuscript
from discourse.publish.manuscripts.markdown_manuscript import (
    find_includes,
    read_markdown_manuscript,
    read_notebook_manuscript,
)
from discourse.publish.manuscripts.opendocument_manuscript import read_opendocument_manuscript
from discourse.publish.manuscripts.passage import Passage, mark_references
from discourse.publish.manuscripts.pdf_manuscript import read_pdf_manuscript
from discourse.publish.manuscripts.word_manuscript import read_word_manuscript
from discourse.publish.manuscripts.xml_parts import XmlParts
from discourse.text.encodings import NotDecoded

_ARCHIVE = b"PK\x03\x04"
_KINDS_OF_ARCHIVES = (".docx", ".odt")


@dataclass
class Manuscript:
    """A manuscript: its passages, what was not read, and what is needed to check or change it.

    ``passed`` is what its code passes to functions, and ``parts`` are those of its archive.
    """

    path: Path
    passages: list[Passage]
    notes: list[str] = field(default_factory=list)
    passed: PassedValues = field(default_factory=PassedValues)
    parts: XmlParts | None = None

    @property
    def text(self) -> str:
        """All that the manuscript says."""
        return "\n".join(passage.text for passage in self.passages)


def read_manuscript(path: Path) -> Manuscript:
    """Read a manuscript by the ending of its name.

    Raises
    ------
    DiscourseError
        If there is no such file, if its kind is not known, or if it cannot be read.

    Examples
    --------
    >>> read_manuscript(Path("docs/manuscripts/paper.tex")).passages[0].text
    'Results'
    """
    if not path.is_file():
        raise DiscourseError(f"{path} does not exist or is no file; give a manuscript.")
    ending = path.suffix.casefold()
    if ending not in READERS_OF_MANUSCRIPTS:
        known = ", ".join(READERS_OF_MANUSCRIPTS)
        raise DiscourseError(
            f"{path.name} is of a kind that is not read; save it as one of {known}."
        )
    with path.open("rb") as file:
        is_archive = file.read(len(_ARCHIVE)) == _ARCHIVE
    if is_archive and ending not in _KINDS_OF_ARCHIVES:
        raise DiscourseError(
            f"{path.name} is an archive, such as Word writes; give it its own ending, e.g. .docx."
        )
    try:
        read = READERS_OF_MANUSCRIPTS[ending](path)
    except NotDecoded:
        named = r", or name its encoding, as in \usepackage[latin1]{inputenc}"
        raise DiscourseError(
            f"{path.name} is not in UTF-8; save it as UTF-8{named if ending == '.tex' else ''}."
        ) from None
    except (RecursionError, MemoryError):
        raise DiscourseError(
            f"{path.name} is nested too deeply to be read; save it again."
        ) from None
    read.passages = list(mark_references(read.passages))
    return read


def _read_docx(path: Path) -> Manuscript:
    passages, parts, notes = read_word_manuscript(path)
    return Manuscript(path, passages, notes, parts=parts)


def _read_odt(path: Path) -> Manuscript:
    passages, parts, notes = read_opendocument_manuscript(path)
    return Manuscript(path, passages, notes, parts=parts)


def _read_tex(path: Path) -> Manuscript:
    return Manuscript(path, *read_latex_manuscript(path))


def _read_md(path: Path) -> Manuscript:
    passages, passed = read_markdown_manuscript(path)
    return Manuscript(path, passages, find_includes(path), passed=passed)


def _read_ipynb(path: Path) -> Manuscript:
    passages, passed = read_notebook_manuscript(path)
    return Manuscript(path, passages, passed=passed)


def _read_html(path: Path) -> Manuscript:
    return Manuscript(path, read_html_manuscript(path))


def _read_pdf(path: Path) -> Manuscript:
    return Manuscript(path, read_pdf_manuscript(path))


READERS_OF_MANUSCRIPTS: Mapping[str, Callable[[Path], Manuscript]] = {
    ".docx": _read_docx,
    ".odt": _read_odt,
    ".tex": _read_tex,
    ".md": _read_md,
    ".qmd": _read_md,
    ".ipynb": _read_ipynb,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
}
