"""Check a manuscript: does each of its numbers hold, and which lines of text are behind it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any

import pandas as pd

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError, MissingTextsError, check_path, check_type
from discourse.publish.claims.bound_numbers import check_bound, first_line, qualified_text
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparisons import parse_comparison
from discourse.publish.claims.notebook_code import FAULTS
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.subjects import check_subject
from discourse.publish.claims.verdicts import judge
from discourse.publish.claims.written_numbers import agrees_with, is_number, write_like
from discourse.publish.manuscripts.article_head import figures_of, read_head
from discourse.publish.manuscripts.claimed_lines import ClaimedLines, find_claimed_lines
from discourse.publish.manuscripts.claims_file import (
    ClaimsFile,
    find_claims_file,
    read_claims_file,
)
from discourse.publish.manuscripts.manuscript import Manuscript, read_manuscript
from discourse.publish.manuscripts.manuscript_numbers import (
    AUTHOR,
    ManuscriptNumber,
    bind_numbers,
    find_manuscript_numbers,
    place_in_text,
)
from discourse.publish.manuscripts.manuscript_texts import ManuscriptTexts
from discourse.publish.manuscripts.matching import LostClaim, match_claims
from discourse.publish.manuscripts.saved_words import AS_SAVED, SavedWords
from discourse.publish.provenance.allowance import (
    SECONDS,
    OutOfTimeError,
    check_seconds,
    is_inside,
    limited_time,
)
from discourse.publish.provenance.corpora import FolderCorpora

HOLDS, MOVED, NO_LINES, DOUBTFUL = "holds", "moved", "no lines", "doubtful"
UNBOUND, EXEMPT, LOST = "unbound", "exempt", "lost"
STATUSES = (HOLDS, MOVED, NO_LINES, DOUBTFUL, UNBOUND, EXEMPT, LOST)
# What a manuscript in order does not have.
FAILING = (MOVED, NO_LINES, DOUBTFUL, UNBOUND, LOST)
COLUMNS = {
    "place": "str", "sentence": "str", "number": "str", "claim": "str", "status": "str",
    "expected": "str", "found": "str", "value": "float64", "lines": "int64", "line_ids": "str",
}  # fmt: skip
_NO_LINES = ClaimedLines(0, (), ())


@dataclass(frozen=True)
class CheckedNumber:
    """A number of a manuscript, and what the check found.

    ``expected`` is what should be there, and ``found`` what is, "" for a number that holds. Of an
    exempt number, ``found`` is the rule or the author's reason. A lost claim has the number that is
    nearest to its own, or none. ``is_missing`` says that its texts are not on this computer.
    """

    status: str
    claim: str = ""
    expected: str = ""
    found: str = ""
    value: float = float("nan")
    lines: ClaimedLines = _NO_LINES
    number: ManuscriptNumber | None = None
    lost: LostClaim | None = None
    is_missing: bool = False


@dataclass(frozen=True)
class CheckedManuscript:
    """A manuscript with all its numbers, in the order in which they are read.

    ``degrees`` are the words of degree that nothing is claimed of.
    """

    manuscript: Manuscript
    file: ClaimsFile
    numbers: Sequence[CheckedNumber]
    claims: Claims
    degrees: Sequence[ManuscriptNumber] = ()

    def table(self) -> pd.DataFrame:
        """One row per number, as `check_manuscript` gives it."""
        rows = [_row_of(each) for each in self.numbers]
        table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
        table.attrs["notes"] = list(self.manuscript.notes)
        return table


def check_manuscript(
    path: str | PathLike[str],
    corpus: Corpus | None = None,
    *,
    claims: str | PathLike[str] | None = None,
    seconds: float = SECONDS,
) -> pd.DataFrame:
    """One row per number of a manuscript: whether it holds, and the lines of text behind it.

    Read are .docx, .odt, .tex, .md, .qmd, .ipynb, .html and .pdf: numbers in words and digits, in
    paragraphs, tables, captions and notes. Nothing in a manuscript is run, and nothing outside of
    its folder is opened. Nothing is changed.

    Parameters
    ----------
    path : str or path-like
        The manuscript.
    corpus : Corpus, optional
        The texts that it is about; by default those that the file of claims names, or that a
        notebook reads.
    claims : str or path-like, optional
        The file of claims; by default the one beside the manuscript, as ``paper.claims.toml``
        beside ``paper.docx``. Claims in the manuscript itself need no file.
    seconds : float, optional
        How long the check may take.

    Returns
    -------
    DataFrame
        The columns ``place, sentence, number, claim, status, expected, found, value, lines,
        line_ids``. ``status`` is "holds", "moved" (the texts give another number), "no lines" (the
        claim gives no number), "doubtful" (the claim is about something else than the sentence),
        "unbound", "exempt", or "lost" (the sentence of a claim is gone). ``expected`` is what
        should be there, and ``found`` what is; of an exempt number, the rule. ``value`` is what the
        claim gives, ``lines`` how many lines are behind it, and ``line_ids`` the ids of the first
        1,000. Words of degree, such as "most", have a row only if they are bound.
        ``attrs["notes"]`` names files that a manuscript in LaTeX includes and that were not read,
        and what is passed over in the file of claims.

    Raises
    ------
    DiscourseError
        If the manuscript, its claims or the texts cannot be read, or if the check takes too long.

    See Also
    --------
    dc.verify : Check notebooks, figures and tables.
    dc.save_site : Save notebooks as a page whose numbers open their lines.

    Notes
    -----
    ``discourse docs manuscripts`` explains how a manuscript is checked.

    Examples
    --------
    >>> import discourse as dc, pathlib, tempfile
    >>> paper = pathlib.Path(tempfile.mkdtemp()) / "paper.md"
    >>> _ = paper.write_text('*Rights* has [28](# "rights") hits, *china* has [26](# "china").')
    >>> table = dc.check_manuscript(paper, dc.read("seeds/"))
    >>> table[["place", "number", "claim", "status", "expected", "lines"]]
        place number   claim status expected  lines
    0  line 1     28  rights  holds       28     28
    1  line 1     26   china  moved       25     25
    """
    return check_whole(path, corpus, claims=claims, seconds=seconds).table()


def check_whole(
    path: str | PathLike[str],
    corpus: Corpus | None = None,
    *,
    claims: str | PathLike[str] | None = None,
    seconds: float = SECONDS,
) -> CheckedManuscript:
    """Check a manuscript as `check_manuscript` does, and return all that was found."""
    place = check_path("path", path)
    check_seconds(seconds)
    if corpus is not None:
        way_out = "make one first: corpus = dc.read('texts/')"
        check_type("corpus", corpus, Corpus, "a Corpus", way_out)
    filed = find_claims_file(place) if claims is None else check_path("claims", claims)
    if claims is not None and not filed.is_file():
        raise DiscourseError(f"{filed} does not exist; `discourse bind` makes a file of claims.")
    try:
        with limited_time(seconds):
            manuscript = read_manuscript(place)
            file = read_claims_file(filed)
            texts = ManuscriptTexts(manuscript, file, corpus)
            saved = _saved_words_of(manuscript, texts)
            checked = check_read_manuscript(manuscript, file, texts, saved)
            if any(each.claim and each.status != LOST for each in checked.numbers) and texts.fault:
                raise DiscourseError(f"{place.name}: {texts.fault.rstrip('.')}.")
            return checked
    except OutOfTimeError:
        raise DiscourseError(
            f"{place.name} takes more than {seconds:g} seconds; allow more, or divide it."
        ) from None


def _saved_words_of(manuscript: Manuscript, texts: ManuscriptTexts) -> SavedWords:
    """What an article takes over; what cannot be read of it is among the notes."""
    if not read_head(manuscript.path):
        return SavedWords()
    figures = figures_of(manuscript.path)
    if not is_inside(figures, texts.trusted) or not figures.is_dir():
        manuscript.notes.append(f"{figures}: no folder here, so that no caption is compared")
        return SavedWords()
    above = figures.parent if is_inside(figures.parent, texts.trusted) else figures
    try:
        saved = SavedWords.of(figures, FolderCorpora(above))
    except Exception as error:  # what a malformed file brings about cannot be foreseen
        reason = first_line(error) if isinstance(error, DiscourseError) else "a file is malformed"
        manuscript.notes.append(f"{figures}: its captions are not compared ({reason})")
        return SavedWords()
    if saved.fault:
        manuscript.notes.append(f"{figures}: methods are not compared ({saved.fault})")
    return saved


# ------------------------------------------------------------------------------ the check


def check_read_manuscript(
    manuscript: Manuscript, file: ClaimsFile, texts: ManuscriptTexts, saved: SavedWords
) -> CheckedManuscript:
    """Check a manuscript that was read.

    Parameters
    ----------
    manuscript : Manuscript
        The manuscript.
    file : ClaimsFile
        The claims beside it.
    texts : ManuscriptTexts
        The texts that it is about.
    saved : SavedWords
        The sentences and tables that an article takes over.
    """
    sentences = find_manuscript_numbers(manuscript)
    numbers = [number for sentence in sentences for number in sentence.numbers]
    matched = match_claims(sentences, file.claims)
    notes = manuscript.notes
    notes += [each for each in [*matched.notes(), *texts.notes()] if each not in notes]
    # A claim that stands in the manuscript itself comes before one of the file.
    filed = [(number, claim) for number, claim in matched.found if not number.number.claim]
    exempt = {place_in_text(number): claim.exempt for number, claim in filed if claim.exempt}
    bound = bind_numbers(manuscript, [(n, claim.claim) for n, claim in filed if claim.claim])
    bound |= {place_in_text(each): each.number for each in numbers if each.number.claim}
    lost = {place_in_text(each.nearest): each for each in matched.lost if each.nearest is not None}
    is_read = bool(bound) or texts.given is not None
    claims = texts.claims if is_read else Claims(None)
    checked: list[CheckedNumber] = []
    degrees: list[ManuscriptNumber] = []
    for number in numbers:
        each, place = _with_true_rule(number, texts, saved, is_read=is_read), place_in_text(number)
        if place in exempt:
            checked.append(CheckedNumber(EXEMPT, found=exempt[place], number=each))
        elif place in bound:  # of several claims in the manuscript, each is judged
            own = each.number if each.number.claim else bound[place]
            checked.append(judge_number(own, manuscript, claims, each))
        elif place in lost:
            checked.append(_lost_number(lost[place]))
        elif each.is_degree:
            degrees.append(each)
        else:
            checked.append(_unclaimed(each))
    checked += [_lost_number(each) for each in matched.lost if each.nearest is None]
    return CheckedManuscript(manuscript, file, checked, claims, degrees)


def _with_true_rule(
    each: ManuscriptNumber,
    texts: ManuscriptTexts,
    saved: SavedWords,
    *,
    is_read: bool,
) -> ManuscriptNumber:
    """A number with what exempts it: a quotation has to be one, and what is saved is exempt."""
    if each.rule == "quotation":
        number = texts.without_false_quotation(each.number, read=is_read)
        each = replace(each, number=number, rule=number.rule)
    is_open = not (each.number.claim or each.number.hidden or each.is_degree)
    return replace(each, rule=AS_SAVED) if is_open and saved.have(each, texts.manuscript) else each


def _unclaimed(each: ManuscriptNumber) -> CheckedNumber:
    if each.number.hidden:
        expected = "no hidden, struck out or turned text"
        return CheckedNumber(DOUBTFUL, "", expected, each.number.text, number=each)
    if each.rule:
        found = each.reason if each.rule == AUTHOR else each.rule
        return CheckedNumber(EXEMPT, found=found, number=each)
    return CheckedNumber(UNBOUND, "", "a bound number", each.number.text, number=each)


def _lost_number(lost: LostClaim) -> CheckedNumber:
    said = lost.claim.claim or f"exempt: {lost.claim.exempt}"
    expected = f"the sentence of the claim: {lost.claim.sentence}"
    found = "no such sentence" if lost.nearest is None else lost.nearest.sentence
    return CheckedNumber(LOST, said, expected, found, number=lost.nearest, lost=lost)


def judge_number(
    number: ProseNumber, manuscript: Manuscript, claims: Claims, each: ManuscriptNumber
) -> CheckedNumber:
    """Compare a bound number with what its claim gives, and find the lines behind it."""
    text, claim = qualified_text(number.qualifier, number.text, number.claim), number.claim
    try:
        verdict = judge(claim, claims)
        found_lines = find_claimed_lines(claim, claims)
    except FAULTS as error:
        expected, is_missing = "a claim that gives one number", isinstance(error, MissingTextsError)
        found = first_line(error)
        return CheckedNumber(NO_LINES, claim, expected, found, is_missing=is_missing, number=each)
    result = CheckedNumber(
        HOLDS, claim, _expected_of(claim, verdict.value, text), "", verdict.value, found_lines, each
    )
    if number.hidden:
        expected = "a number that is seen as it is written"
        return replace(result, status=DOUBTFUL, expected=expected, found=number.text)
    if number.read:
        expected = f"a claim on all that reads as the number: {' '.join(number.read.split())}"
        return replace(result, status=DOUBTFUL, expected=expected, found=number.text)
    faults = list(check_bound(text, claim, claims, beside=(number.preceding, number.following)))
    if faults:
        expected, shown = faults[0]
        status = DOUBTFUL
        if _is_moved(text, claim, verdict.holds, verdict.value):
            status = MOVED if found_lines.total or not _counts_lines(claim) else NO_LINES
        return replace(result, status=status, expected=expected, found=shown)
    surroundings = f"{manuscript.text}\n{each.passage.heads}"
    for expected, shown in check_subject(number, surroundings, claims):
        return replace(result, status=DOUBTFUL, expected=expected, found=shown)
    return result


def judge_claim(
    each: ManuscriptNumber, claim: str, manuscript: Manuscript, claims: Claims
) -> CheckedNumber:
    """What the check says of a number of a manuscript if it is bound to a claim."""
    read_again = bind_numbers(manuscript, [(each, claim)])
    return judge_number(read_again[place_in_text(each)], manuscript, claims, each)


def _expected_of(claim: str, value: float, text: str) -> str:
    """What a number that holds is, written as it is written in the manuscript."""
    if parse_comparison(claim) or not is_number(text):
        return text
    return text if agrees_with(text, value) else write_like(value, text)


def _is_moved(text: str, claim: str, holds: bool, value: float) -> bool:
    """Whether the texts give another number, so that the words may be right and it is not."""
    if parse_comparison(claim):
        return not holds
    try:
        return not agrees_with(text, value)
    except (ArithmeticError, ValueError):  # no number
        return False


def _counts_lines(claim: str) -> bool:
    """Whether a claim is a query, whose number is that of its lines."""
    return ";" not in claim and not parse_comparison(claim)


def _row_of(each: CheckedNumber) -> tuple[Any, ...]:
    number = each.number
    shown = "" if number is None else number.number.text
    sentence = "" if number is None else number.sentence
    if each.lost is not None and number is None:
        shown, sentence = each.lost.claim.number, each.lost.claim.sentence
    return (
        "not found" if number is None else number.place,
        sentence,
        shown,
        each.claim,
        each.status,
        each.expected,
        each.found,
        each.value,
        each.lines.total,
        " ".join(each.lines.ids),
    )


def count_statuses(numbers: Sequence[CheckedNumber]) -> Iterator[tuple[str, int]]:
    """How many numbers have each status, without those that none has."""
    for status in STATUSES:
        count = sum(each.status == status for each in numbers)
        if count:
            yield status, count
