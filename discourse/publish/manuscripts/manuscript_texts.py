"""The texts that a manuscript is about: given, or named by it, by its head or by its claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from discourse.corpus.corpus import Corpus, load, read
from discourse.corpus.store.manifest import MANIFEST
from discourse.corpus.store.shard_folder import SHARDS
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import (
    NotebookCorpora,
    shown_by_cells,
    without_false_quotation,
)
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.exemptions import is_quoted_from
from discourse.publish.claims.notebook import notebook_cells
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.manuscripts.article_head import code_of_head
from discourse.publish.manuscripts.claims_file import ClaimsFile
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.provenance.allowance import is_inside


@dataclass
class ManuscriptTexts:
    """The texts of a manuscript; they are read when they are asked for.

    A notebook and an article say themselves which they are, and may name several. ``places`` are
    the folders from which an article may read; by default, its own and the one that you are in.
    """

    manuscript: Manuscript
    file: ClaimsFile
    given: Corpus | None = None
    places: Sequence[Path] = ()

    @property
    def folder(self) -> Path:
        """The folder of the manuscript."""
        return self.manuscript.path.parent

    @property
    def trusted(self) -> Sequence[Path]:
        """The folders from which an article may read."""
        return self.places or (self.folder, Path.cwd())

    @cached_property
    def corpora(self) -> NotebookCorpora | None:
        """The corpora that a notebook, or the head of an article, reads; None for any other."""
        path = self.manuscript.path
        if path.suffix.casefold() == ".ipynb":
            return NotebookCorpora(path, self.given)
        if code := code_of_head(path):
            return NotebookCorpora(path, self.given, places=self.trusted, code=code)
        return None

    @cached_property
    def claims(self) -> Claims:
        """The claims about the texts.

        Raises
        ------
        DiscourseError
            If the texts that the file of claims names cannot be read, or are elsewhere.
        """
        if self.corpora is not None:
            return self.corpora.claims()
        corpus = self.given
        if corpus is None and self.file.texts:
            corpus = _read_named_texts(self.file)
        reason = "" if corpus else "no texts are given; name them with --texts, or by corpus="
        return Claims(corpus, folder=self.folder, places=(self.folder,), reason=reason)

    @property
    def fault(self) -> str:
        """Why no claim can be checked; "" if some can."""
        if self.corpora is not None:
            return self.corpora.fault_of(self.claims)
        return self.claims.reason

    def notes(self) -> Iterator[str]:
        """What to say of texts that the file of claims names and that are not read."""
        if self.corpora is None and self.given is None and self.file.texts:
            if not _is_near(self.file):
                yield f"{_elsewhere(self.file)}; they are not read"

    def without_false_quotation(self, number: ProseNumber, *, read: bool) -> ProseNumber:
        """Take the exemption from a number in quotation marks that no text has.

        Texts that neither an article nor a notebook names are looked into if they are read anyway.
        """
        if not number.quotation or number.rule != "quotation":
            return number
        if self.corpora is not None:
            return without_false_quotation(number, self._shown, self.corpora)
        corpus = self.claims.corpus if read else None
        texts = [] if corpus is None else list(corpus.store.texts)
        if is_quoted_from(number.quotation, number.at, texts):
            return number
        return replace(number, rule="")

    @cached_property
    def _shown(self) -> list[str]:
        """The code of a notebook or of a head, and what the outputs of a notebook show."""
        path = self.manuscript.path
        return code_of_head(path) or list(shown_by_cells(notebook_cells(path)))


def _is_near(file: ClaimsFile) -> bool:
    return is_inside(file.path.parent / file.texts, [file.path.parent, Path.cwd()])


def _elsewhere(file: ClaimsFile) -> str:
    return (
        f"{file.path.name} names the texts {file.texts!r}, which are outside of its folder and of "
        "the one that you are in"
    )


def _read_named_texts(file: ClaimsFile) -> Corpus:
    path = file.path.parent / file.texts
    if not _is_near(file):
        way_out = "if you trust it, name them yourself (--texts, corpus=)"
        raise DiscourseError(f"{_elsewhere(file)}; {way_out}.")
    if (path / MANIFEST).is_file() or (path / SHARDS).is_file():
        return load(path)
    return read(path)
