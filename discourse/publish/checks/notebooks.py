"""Whether a notebook says and shows what is so: numbers, saved corpora, code, pictures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from discourse.errors import count_noun
from discourse.publish.checks.saved_code import check_saved_code
from discourse.publish.checks.saved_corpora import check_loaded, folders_loaded
from discourse.publish.checks.shown_pictures import check_shown
from discourse.publish.checks.study import StudyCheck
from discourse.publish.claims.binding import (
    DEGREE,
    QUOTED_UNREAD,
    NotebookCorpora,
    check_numbers,
    examine_prose,
    tally_of,
)
from discourse.publish.claims.claim_words import is_named, subjects_of
from discourse.publish.claims.code_values import CODE
from discourse.publish.claims.hiding_code import find_hiding_code
from discourse.publish.claims.notebook import language_of, notebook_cells
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.provenance.finding import Finding

UNREAD = "numbers whose texts are not on this computer, not compared"
OTHER_LANGUAGE = "code of notebooks in another language than Python ({}: {}), not compared"
SENSE = "what sentences say of bound numbers beyond words, places and units, not compared"
NAMELESS = "sentences that name no word of the claim in them, not compared"
HIDDEN = "calls that run a text, or find a name by one ({}: {}), not compared"
OUTPUTS = "outputs of cells (run=True, --run), not compared"


def check_notebook(path: Path, name: str, check: StudyCheck) -> Iterator[Finding]:
    """Bound numbers that differ from their claims, unbound numbers, and pictures of no bundle."""
    checked = check.checked
    checked["notebooks"] += 1
    cells = notebook_cells(path)
    outputs = sum(bool(cell.outputs) for cell in cells)
    corpora = NotebookCorpora(path, places=check.study.places)
    if outputs and not (check.study.run and not corpora.missing):
        checked[OUTPUTS] += outputs
    if (language := language_of(path)) != "python":
        checked[OTHER_LANGUAGE.format(name, language)] += 1
    for call, times in find_hiding_code(corpora.code).items():
        checked[HIDDEN.format(name, call)] += times
    numbers = examine_prose(path, corpora)
    count_rules(numbers, checked)
    said: list[str] = []
    for finding in check_numbers(numbers, corpora, strict=check.study.strict):
        said.append(finding.found)
        yield finding._replace(file=name)
    note_missing(name, corpora, numbers, check)
    if any(number.claim and not number.claim.startswith(f"{CODE};") for number in numbers):
        for corpus in corpora.texts.made:
            check.read.update(map(str, corpus.recipe["documents"].values()))
    check.loaded.update(folders_loaded(corpora))
    for finding in check_loaded(name, corpora, check.corpora, checked):
        if not any(finding.found in each for each in said):  # a claim on it has said why
            yield finding
    yield from check_saved_code(path, name, check)
    yield from check_shown(path, name, cells, check)


def count_rules(numbers: Sequence[ProseNumber], checked: "Counter[str]") -> None:
    """Count the numbers that are bound, and those that are exempt, by their rules."""
    for rule, count in tally_of(numbers).items():
        if rule == "bound":
            checked["numbers bound"] += count
            if count:
                checked[SENSE] += count
        elif rule == DEGREE:
            checked["words of degree, not checked"] += count
        elif rule != "unbound":
            checked[f"numbers exempt ({rule})"] += count
    if nameless := sum(map(_is_nameless, numbers)):
        checked[NAMELESS] += nameless


def _is_nameless(number: ProseNumber) -> bool:
    """Whether nothing beside a bound number says what it counts, so that it may count another."""
    text = f"{number.sentence} {number.heads}"
    return any(not is_named(subject, text) for subject in subjects_of(number.claim))


def note_missing(
    name: str, corpora: NotebookCorpora, numbers: Sequence[ProseNumber], check: StudyCheck
) -> None:
    """Note how many numbers were not compared because their texts are not on this computer."""
    if corpora.left:
        check.checked["numbers bound"] -= corpora.left
        check.checked[UNREAD] += corpora.left
    left = corpora.left + tally_of(numbers)[QUOTED_UNREAD]
    for sentence in corpora.missing:
        check.missing[f"{name}: {count_noun(left, 'number')}"] = sentence
