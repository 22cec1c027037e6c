"""Whether an article says what is so: its numbers, its captions and methods, its tables."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import regex

from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.checks.notebooks import count_rules, note_missing
from discourse.publish.checks.study import StudyCheck
from discourse.publish.claims.article_file import OFFICE, article_cells, figures_of
from discourse.publish.claims.binding import NotebookCorpora, check_numbers, examine_prose
from discourse.publish.claims.exemptions import PassedValues
from discourse.publish.claims.latex_prose import escape_markdown
from discourse.publish.claims.numbers import find_written_numbers
from discourse.publish.claims.paragraphs import read_paragraphs
from discourse.publish.claims.word_prose import read_pictures, read_word_tables
from discourse.publish.export.manifest import digest_of
from discourse.publish.methods import describe_folder
from discourse.publish.provenance.allowance import is_inside, read_bounded
from discourse.publish.provenance.finding import Finding
from discourse.publish.saved_items import SavedItem, list_items, rows_of_table, say_evidence

COPIED = "numbers of articles in captions, methods and evidence as saved"
BOUND_OR_COPIED = "a bound number, or a sentence of a caption or of the methods as they are now"
_PLACE = regex.compile(r"^cell (\d+), line (\d+)")
_MARKS = regex.compile(r"[\s“”‘’\"'`~]+")
_DIGIT = regex.compile(r"\d")


def check_article(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Numbers that do not hold, that are neither bound nor copied, and old tables and pictures."""
    check.checked["articles"] += 1
    figures = figures_of(path)
    if not is_inside(figures, check.study.places) or not figures.is_dir():
        raise DiscourseError(f"there is no folder {figures} here; check the folder that holds it.")
    items = list(list_items(figures))
    corpora = NotebookCorpora(path, places=check.study.places)
    numbers = examine_prose(path, corpora)
    own = [number for number in numbers if number.claim]
    try:
        texts = [describe_folder(figures, check.corpora).text, *say_evidence(items)]
    except MissingTextsError:
        raise
    except DiscourseError as error:  # then nothing is known of the other numbers
        yield Finding(name, "methods", "methods of figures that can be made again", str(error))
    else:
        known = set(_sentences_of([*texts, *(item.caption for item in items)]))
        own = [each for each in numbers if each.claim or _as_letters(each.sentence) not in known]
        check.checked[COPIED] += len(numbers) - len(own)
    count_rules(own, check.checked)
    lines = [cell.line for cell in article_cells(path)]
    for finding in check_numbers(own, corpora, strict=check.study.strict):
        yield _in_article(finding, lines, path)._replace(file=name)
    note_missing(name, corpora, own, check)
    if path.suffix.casefold() == OFFICE:
        yield from _check_copies(path, name, items, check)


def _sentences_of(texts: Iterable[str]) -> Iterator[str]:
    """The sentences with numbers of some texts, as they are compared."""
    nothing = PassedValues.of([])
    for text in texts:
        for paragraph in read_paragraphs(escape_markdown(text)):
            for number in find_written_numbers(1, paragraph, nothing):
                yield _as_letters(number.sentence)


def _as_letters(sentence: str) -> str:
    """A sentence without the marks that LaTeX and Word write in their own ways."""
    return _MARKS.sub("", sentence)


def _in_article(finding: Finding, lines: Sequence[int], path: Path) -> Finding:
    """A finding with its place in the file, and with what an article may have instead."""
    what = "paragraph" if path.suffix.casefold() == OFFICE else "line"

    def place(found: "regex.Match[str]") -> str:
        more = int(found[2]) - 1 if what == "line" else 0
        return f"{what} {lines[int(found[1]) - 1] + more}"

    expected = finding.expected
    if expected == "a bound number":
        expected = BOUND_OR_COPIED
    return finding._replace(row=_PLACE.sub(place, finding.row), expected=expected)


def _check_copies(
    path: Path, name: str, items: Sequence[SavedItem], check: StudyCheck
) -> Iterator[Finding]:
    """The pictures and tables of a Word file, which are copies of those of the folder."""
    data = read_bounded(path)
    for picture, raw in read_pictures(data):
        if digest_of(raw) not in check.study.bundled:
            yield Finding(name, picture, "a picture of a saved figure", "another picture")
    saved = [rows_of_table(item) for item in items if item.digits is not None]
    for number, rows in enumerate(read_word_tables(data), 1):
        has_numbers = any(_DIGIT.search(cell) for row in rows for cell in row)
        if has_numbers and rows not in saved:
            yield Finding(name, f"table {number}", "a saved table as it is now", "another table")
