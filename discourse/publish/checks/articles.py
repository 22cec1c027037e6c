"""Whether an article says what is so: its numbers, its captions and methods, its tables."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from discourse.errors import DiscourseError
from discourse.publish.checks.article_commands import check_commands, read_latex
from discourse.publish.checks.article_methods import count_changed_methods
from discourse.publish.checks.article_numbering import (
    check_latex_numbering,
    check_word_numbering,
)
from discourse.publish.checks.article_words import check_latex_captions, check_word_file
from discourse.publish.checks.article_works import check_works
from discourse.publish.checks.bars import find_bars
from discourse.publish.checks.notebooks import count_rules, note_missing
from discourse.publish.checks.study import StudyCheck
from discourse.publish.claims.binding import (
    CORPUS_OF_CLAIMS,
    NotebookCorpora,
    unbound_finding,
    write_link,
)
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.export.manifest import digest_of
from discourse.publish.manuscripts.article_head import LATEX, figures_of
from discourse.publish.manuscripts.checking import (
    EXEMPT,
    FAILING,
    UNBOUND,
    CheckedNumber,
    check_read_manuscript,
)
from discourse.publish.manuscripts.claims_file import find_claims_file, read_claims_file
from discourse.publish.manuscripts.manuscript import Manuscript, read_manuscript
from discourse.publish.manuscripts.manuscript_numbers import AUTHOR, ManuscriptNumber
from discourse.publish.manuscripts.manuscript_texts import ManuscriptTexts
from discourse.publish.manuscripts.passage import CELL_KIND
from discourse.publish.manuscripts.saved_words import AS_SAVED, SavedWords
from discourse.publish.provenance.allowance import is_inside
from discourse.publish.provenance.finding import Finding

LAYOUT = "articles as LaTeX and Word lay them out, not compared"
COPIED = "numbers of articles in captions, methods and evidence as saved"
BOUND_OR_COPIED = "a bound number, or a sentence of a caption or of the methods as they are now"
TABLE_AS_SAVED = "a saved table as it is now"


def check_article(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Numbers that do not hold, that are neither bound nor copied, and old tables and pictures.

    The numbers are read and judged as `check_manuscript` does.
    """
    check.checked["articles"] += 1
    figures = figures_of(path)
    if not is_inside(figures, check.study.places) or not figures.is_dir():
        raise DiscourseError(f"there is no folder {figures} here; check the folder that holds it.")
    manuscript, file = read_manuscript(path), read_claims_file(find_claims_file(path))
    texts = ManuscriptTexts(manuscript, file, places=check.study.places)
    saved = SavedWords.of(figures, check.corpora)
    checked = check_read_manuscript(manuscript, file, texts, saved)
    found: Sequence[CheckedNumber] = checked.numbers
    if saved.fault:  # then nothing is known of numbers that may be in the methods
        yield Finding(name, "methods", "methods of figures that can be made again", saved.fault)
        found = [each for each in found if each.claim or each.status == EXEMPT]
    if any(each.claim for each in found) and texts.fault:
        yield Finding(name, "corpus", CORPUS_OF_CLAIMS, texts.fault)
        found = [each for each in found if not each.claim]
    own = [each for each in found if each.status != EXEMPT or _rule_of(each) != AS_SAVED]
    check.checked[COPIED] += len(found) - len(own)
    degrees = [each for each in checked.degrees if not saved.have(each, manuscript)]
    _count_numbers(name, own, [each.number for each in degrees], texts.corpora, check)
    yield from _find_faults_of_numbers(name, own, strict=check.study.strict)
    if check.study.strict:
        for degree in degrees:
            place = f"{degree.place}, {degree.number.text}"
            yield unbound_finding(name, place, degree.number)
    check.checked[LAYOUT] += 1
    count_changed_methods(manuscript, name, saved, check.checked)
    yield from _check_pictures(manuscript, name, check)
    yield from _find_bars_of_signs(manuscript, name)
    if path.suffix.casefold() == LATEX:
        yield from check_commands(path, name, check.study.bundled, check.checked)
        source = read_latex(path)
        yield from check_latex_captions(path, name, source, saved, check.checked)
        yield from check_works(path, name, source, saved, check.checked)
        yield from check_latex_numbering(path, name, source, saved)
    else:
        yield from check_word_file(manuscript, name, saved, check.checked)
        yield from check_word_numbering(manuscript, name, saved)


def _count_numbers(
    name: str,
    own: Sequence[CheckedNumber],
    degrees: Sequence[ProseNumber],
    corpora: NotebookCorpora | None,
    check: StudyCheck,
) -> None:
    """Count the numbers by what exempts them, and those whose texts are not on this computer."""
    prose = [_as_prose(each, each.number) for each in own if each.number is not None]
    prose += degrees
    count_rules(prose, check.checked)
    if corpora is not None:
        corpora.left = sum(each.is_missing for each in own)
        note_missing(name, corpora, prose, check)


def _rule_of(each: CheckedNumber) -> str:
    return "" if each.number is None else each.number.rule


def _as_prose(each: CheckedNumber, number: ManuscriptNumber) -> ProseNumber:
    """A number with its claim, or with what exempts it, wherever either is written."""
    rule = number.rule or (AUTHOR if each.status == EXEMPT else "")
    return replace(number.number, claim=each.claim, rule=rule)


def _find_faults_of_numbers(
    name: str, own: Sequence[CheckedNumber], *, strict: bool
) -> Iterator[Finding]:
    """What is wrong with each number; a table with numbers that nothing backs is one finding."""
    tables: set[int] = set()
    for each in own:
        if each.number is None:
            yield Finding(name, "claims", each.expected, each.found)
            continue
        prose = _as_prose(each, each.number)
        place = f"{each.number.place}, {write_link(prose)}"
        table = each.number.passage.table if each.number.passage.kind == CELL_KIND else 0
        if each.status == UNBOUND and table:
            if table not in tables:
                yield Finding(name, f"table {table}", TABLE_AS_SAVED, "another table")
            tables.add(table)
        elif each.status == UNBOUND:
            yield unbound_finding(name, place, prose)._replace(expected=BOUND_OR_COPIED)
        elif each.status == EXEMPT and strict:
            yield unbound_finding(name, place, prose)
        elif each.status in FAILING and not each.is_missing:
            yield Finding(name, place, each.expected, each.found)


def _check_pictures(manuscript: Manuscript, name: str, check: StudyCheck) -> Iterator[Finding]:
    """The pictures in a Word file, which are copies of those of the folder."""
    for picture, data in manuscript.parts.pictures() if manuscript.parts is not None else ():
        if digest_of(data) not in check.study.bundled:
            yield Finding(name, picture, "a picture of a saved figure", "another picture")


def _find_bars_of_signs(manuscript: Manuscript, name: str) -> Iterator[Finding]:
    """Rows of signs that read as the bars of a chart, which nothing compares."""
    for passage in manuscript.passages:
        if bars := find_bars(passage.text):
            yield Finding(name, passage.place, "a picture of a saved figure", f"bars of {bars}")
