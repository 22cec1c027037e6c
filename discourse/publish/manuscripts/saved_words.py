"""What an article takes over from the folder of its figures: captions, methods, tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import regex

from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.bibliography import list_references
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.numbers import find_written_numbers
from discourse.publish.claims.paragraphs import plain_letters
from discourse.publish.export.manifest import digest_of
from discourse.publish.manuscripts.manuscript import Manuscript
from discourse.publish.manuscripts.manuscript_numbers import ManuscriptNumber
from discourse.publish.manuscripts.passage import CELL_KIND, PassageText
from discourse.publish.methods import describe_folder
from discourse.publish.provenance.allowance import read_bounded
from discourse.publish.provenance.bundle import read_record
from discourse.publish.provenance.corpora import FolderCorpora
from discourse.publish.saved_items import SavedItem, list_items, rows_of_table, say_evidence
from discourse.text.sentences import sentence_starts

# The rule that exempts a number in a sentence, or in a table, that is as it was saved.
AS_SAVED = "as saved"
_MARKS = regex.compile(r"[\s“”‘’\"'`~]+")

Cells = Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class SavedWords:
    """The sentences and the tables of a folder of figures, as they are now.

    ``sentences`` are those with numbers, and ``methods`` all sentences on the methods, as they are
    compared. ``fault`` says why the latter are not known, if they are not. ``bibtex`` has the works
    that the methods name.
    """

    items: Sequence[SavedItem] = ()
    sentences: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    fault: str = ""
    bibtex: str = ""
    _tables: dict[int, SavedItem | None] = field(default_factory=dict, init=False, repr=False)

    @staticmethod
    def of(figures: Path, corpora: FolderCorpora) -> "SavedWords":
        """Read the captions of a folder, and write its paragraph on methods anew.

        Raises
        ------
        MissingTextsError
            If texts are not on this computer.
        """
        items, fault, bibtex = list(list_items(figures)), "", ""
        texts: list[str] = []
        try:
            made = describe_folder(figures, corpora)
            texts, bibtex = [made.text], made.bibtex
        except MissingTextsError:
            raise
        except DiscourseError as error:
            fault = str(error)
        methods = frozenset(as_letters(each) for text in texts for each in sentences_of(text))
        texts += [*say_evidence(items), *(item.caption for item in items)]
        sentences = frozenset(_sentences_with_numbers(texts))
        return SavedWords(items, sentences, methods, fault, bibtex)

    @cached_property
    def references(self) -> frozenset[str]:
        """The works that the methods name, as a list of works has them, as they are compared."""
        works = list_references(self.bibtex) if self.bibtex else []
        return frozenset(map(as_letters, works))

    @cached_property
    def tables(self) -> list[tuple[SavedItem, Cells]]:
        """The saved tables, each with its cells by their rows and columns."""
        saved = [(item, rows_of_table(item)) for item in self.items if item.digits is not None]
        return [
            (
                item,
                {
                    (at, column): as_letters(text)
                    for at, row in enumerate(rows)
                    for column, text in enumerate(row)
                    if text.strip()
                },
            )
            for item, rows in saved
        ]

    @cached_property
    def files(self) -> frozenset[Path]:
        """The saved tables for LaTeX that are as their bundles say."""
        found = set()
        for item in self.items:
            path = item.path.with_name(f"{item.path.name}.tex")
            if item.digits is not None and path.is_file():
                recorded = read_record(item.path.with_name(f"{item.path.name}.json"))["sha256"]
                if recorded.get(path.name) == digest_of(read_bounded(path)):
                    found.add(path.resolve())
        return frozenset(found)

    def have(self, each: ManuscriptNumber, manuscript: Manuscript) -> bool:
        """Whether the sentence of a number, or the table that it is in, is one of these."""
        if not self.items:
            return False
        passage = each.passage
        if passage.is_included and passage.file is not None:
            if passage.file.resolve() in self.files:
                return True
        if passage.kind == CELL_KIND:
            return self.item_of_table(passage.table, manuscript) is not None
        return as_letters(each.number.sentence) in self.sentences

    def item_of_table(self, number: int, manuscript: Manuscript) -> SavedItem | None:
        """The saved table that a table of an article is; None if it is another one."""
        if number not in self._tables:
            cells: dict[tuple[int, int], str] = {}
            for passage in manuscript.passages:
                if passage.kind == CELL_KIND and passage.table == number:
                    at = passage.row - 1, passage.column - 1
                    cells[at] = cells.get(at, "") + as_letters(passage.text)
            alike = (item for item, saved in self.tables if saved == cells)
            self._tables[number] = next(alike, None)
        return self._tables[number]


def _sentences_with_numbers(texts: Iterable[str]) -> Iterator[str]:
    """The sentences with numbers of some texts, as they are compared."""
    nothing = PassedValues.of([])
    for text in texts:
        plain = PassageText()
        plain.add(text)
        for number in find_written_numbers(1, plain.finish(collapse=True)[0], nothing):
            yield as_letters(number.sentence)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, as claims read them."""
    borders = [0, *sentence_starts(text).tolist(), len(text)]
    return [text[start:end].strip() for start, end in pairwise(borders) if text[start:end].strip()]


def as_letters(text: str) -> str:
    """A text without the marks that LaTeX and Word write in their own ways."""
    return _MARKS.sub("", plain_letters(text))
