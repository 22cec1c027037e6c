"""The numbers in a notebook's prose: checked against its corpora, and counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError, MissingTextsError
from discourse.publish.bound_text import show_text
from discourse.publish.claims.bound_numbers import check_bound, first_line, qualified_text
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.code_prose import SavedText, find_saved_texts, find_saving_calls
from discourse.publish.claims.exemptions import is_quoted_from
from discourse.publish.claims.notebook import (
    NotebookCell,
    cell_sources,
    join_source,
    notebook_cells,
)
from discourse.publish.claims.notebook_calls import (
    ReadCall,
    TextCall,
    add_metadata_of,
    corpus_of_call,
    layers_of_call,
)
from discourse.publish.claims.notebook_code import FAULTS, NotebookCode, find_layer_calls
from discourse.publish.claims.notebook_faults import fault_of_code
from discourse.publish.claims.notebook_texts import (
    CorporaOfNames,
    NotebookTexts,
    corpora_of,
    find_metadata_calls,
    find_missing_texts,
    only_corpus,
)
from discourse.publish.claims.numbers import ProseNumber, read_numbers
from discourse.publish.claims.paragraphs import read_paragraphs
from discourse.publish.claims.subjects import check_subject
from discourse.publish.provenance.finding import Finding
from discourse.publish.provenance.recipes import RemadeTables

# The words of degree that nothing is claimed of: they are counted apart from the exemptions.
DEGREE = "degree"
CORPUS_OF_CLAIMS = "a corpus to check the claims on"
# Of a number in quotation marks that may be in texts that are not on this computer.
QUOTED_UNREAD = "quoted from texts that are not here"


class NotebookCorpora:
    """The corpora of a notebook: the one that it reads, or several by their names.

    An article has them, too: the code of its head reads them.

    Parameters
    ----------
    notebook : Path
        An .ipynb file, or an article.
    given : Corpus, optional
        A corpus that stands for the only one of the notebook.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.
    code : sequence of str, optional
        The code; by default that of the cells of the notebook.

    Attributes
    ----------
    left : int
        How many bound numbers were not compared because texts are not on this computer.
    """

    def __init__(
        self,
        notebook: Path,
        given: Corpus | None = None,
        *,
        places: Sequence[Path] = (),
        code: Sequence[str] | None = None,
    ) -> None:
        self.notebook = notebook
        self.given = given
        self.places = places
        self.left = 0
        self._code = code

    @cached_property
    def names(self) -> CorporaOfNames:
        """What the names in the code stand for."""
        return corpora_of(self.code)

    @cached_property
    def code(self) -> list[str]:
        """The code cells."""
        if self._code is not None:
            return list(self._code)
        return [source for _, source in cell_sources(self.notebook, "code")]

    @cached_property
    def texts(self) -> NotebookTexts:
        """The corpora that were read so far."""
        return NotebookTexts(self.notebook.parent, self.places)

    @cached_property
    def only(self) -> Corpus:
        """The only corpus, with all metadata and layers that the notebook adds to it."""
        if self.given is not None:
            return self.given
        if self.fault:
            raise DiscourseError(f"{self.notebook}: {self.fault}")
        return self._read_only(only_corpus(self.names, self.notebook))

    @cached_property
    def fault(self) -> str:
        """Why it is not known what the code reads, "" if it is."""
        return "" if self.given is not None else fault_of_code(self.code, self.notebook.parent)

    def _read_only(self, call: ReadCall) -> Corpus:
        folder = self.notebook.parent
        corpus = corpus_of_call(call, folder, self.places)
        for layer in find_layer_calls(self.code, call):
            corpus = corpus.with_layer(*layers_of_call(layer, corpus, folder, self.places))
        self.texts.keep(call, corpus)
        for metadata in find_metadata_calls(self.code, call):
            corpus = add_metadata_of(metadata, corpus, folder, self.places)
        return corpus

    def find(self, name: str) -> Corpus:
        """Find the corpus that has a name."""
        if self.fault:
            raise DiscourseError(f"{self.notebook}: {self.fault}")
        call = self.names.named.get(name)
        if call is None:
            several = "stands for several corpora" if name in self.names.named else "names none"
            known = ", ".join(sorted(key for key, c in self.names.named.items() if c is not None))
            raise DiscourseError(f"{name!r} {several} here; the names of corpora are: {known}.")
        try:
            corpus = self.texts.make(call)
        except MissingTextsError:
            raise
        except FAULTS as error:
            reason = first_line(error)
            raise DiscourseError(f"the corpus {name!r} cannot be made: {reason}") from None
        if not isinstance(corpus, Corpus):
            raise DiscourseError(f"{name!r} is a frequency list here; name a corpus.")
        return corpus

    @cached_property
    def all(self) -> list[Corpus]:
        """Every corpus that the notebook reads by a call that is written out.

        Raises
        ------
        DiscourseError
            If the only corpus of the notebook cannot be read.
        """
        calls = [call for call in self.names.read.values() if call is not None]
        if self.given is None and self.names.ambiguous:
            return self.of_calls(calls)
        if self.given is not None or len(self.names.read) == len(calls) == 1:
            return [self.only]
        return self.of_calls(calls)

    def of_calls(self, calls: Iterable[TextCall]) -> list[Corpus]:
        """The corpora that some calls give, without those that cannot be read or made."""
        found = map(self.texts.find, calls)
        return [corpus for corpus in found if isinstance(corpus, Corpus)]

    @cached_property
    def missing(self) -> list[str]:
        """How to fetch the texts that the notebook reads with NLTK and that are not here."""
        return [] if self.given is not None else find_missing_texts(self.names.read.values())

    @cached_property
    def loads(self) -> list[ReadCall]:
        """The calls that load a saved corpus."""
        calls = self.names.read.values()
        return [call for call in calls if isinstance(call, ReadCall) and call.function == "load"]

    def load(self, call: ReadCall) -> Corpus:
        """The corpus of a call as it was saved, without what the notebook adds to it."""
        return corpus_of_call(call, self.notebook.parent, self.places)

    def claims(self, tables: RemadeTables | None = None) -> Claims:
        """The claims of the notebook; without an only corpus, each claim has to name its own."""
        corpus, reason, is_missing = None, "", False
        try:
            corpus = self.only
        except FAULTS as error:
            reason, is_missing = first_line(error), isinstance(error, MissingTextsError)
        return Claims(
            corpus,
            tables or RemadeTables(),
            self.find,
            self.notebook.parent,
            self.code,
            reason,
            self.places,
            is_missing=is_missing,
        )

    def fault_of(self, claims: Claims) -> str:
        """Why no claim can be checked; "" if some can, or if texts are not on this computer."""
        is_clear = len(self.names.read) < 2 and not self.names.ambiguous
        return claims.reason if (is_clear or self.fault) and not claims.is_missing else ""


def check_prose(
    notebook: Path,
    corpus: Corpus | None = None,
    *,
    strict: bool = False,
    places: Sequence[Path] = (),
) -> Iterator[Finding]:
    """Find the numbers in a notebook's prose that do not hold, without executing the notebook.

    A bound number holds if it is the value of its claim, rounded to the digits shown, and if
    nothing shows that the claim is about something else. Any other number must be exempt by a rule.

    Parameters
    ----------
    notebook : Path
        An .ipynb file.
    corpus : Corpus, optional
        The corpus that the claims are about; by default the one that the notebook reads.
    strict : bool, optional
        Whether numbers that a rule exempts are findings, too.
    places : sequence of Path, optional
        The folders from which the notebook may read; by default, from anywhere.

    Yields
    ------
    Finding
        A number that does not hold; or the corpus, if it cannot be read.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.

    Examples
    --------
    >>> from pathlib import Path
    >>> list(check_prose(Path("notebooks/02-frequencies.ipynb")))
    []
    """
    corpora = NotebookCorpora(notebook, corpus, places=places)
    yield from check_numbers(examine_prose(notebook, corpora), corpora, strict=strict)


def check_numbers(
    numbers: Sequence[ProseNumber], corpora: NotebookCorpora, *, strict: bool = False
) -> Iterator[Finding]:
    """Find those of a notebook's numbers that do not hold, as `check_prose` does.

    Parameters
    ----------
    numbers : sequence of ProseNumber
        The numbers that `examine_prose` reads.
    corpora : NotebookCorpora
        The corpora of the notebook.
    strict : bool, optional
        Whether numbers that a rule exempts are findings, too.

    Yields
    ------
    Finding
        A number that does not hold; or the corpus, if it cannot be read. What cannot be compared
        because texts are not on this computer is counted in ``corpora.left``.
    """
    found, file = list(numbers), corpora.notebook.as_posix()
    claims = corpora.claims() if any(number.claim for number in found) else Claims(None)
    if reason := corpora.fault_of(claims):
        yield Finding(file, "corpus", CORPUS_OF_CLAIMS, reason)
        found = [number for number in found if not number.claim]
    sections = _Sections(notebook_cells(corpora.notebook))
    for number in found:
        place = f"cell {number.cell}, line {number.line}, {write_link(number)}"
        if number.claim:
            try:
                faults = list(_check_number(number, claims, sections))
            except MissingTextsError:
                corpora.left += 1
                continue
            for expected, shown in faults:
                yield Finding(file, place, expected, shown)
        elif strict or not number.rule:
            yield unbound_finding(file, place, number)


def unbound_finding(file: str, place: str, number: ProseNumber) -> Finding:
    """Report a number without a claim, and the rule that exempts it, if there is one."""
    if number.hidden:
        return Finding(file, place, "no hidden, struck out or turned text", number.text)
    state = f"exempt by the rule '{number.rule}'" if number.rule else "unbound"
    return Finding(file, place, "a bound number", f"{number.text}, {state}")


def examine_prose(notebook: Path, corpora: NotebookCorpora | None = None) -> list[ProseNumber]:
    """Read the numbers in the prose of a notebook; quotations exempt only what they quote.

    Parameters
    ----------
    notebook : Path
        An .ipynb file.
    corpora : NotebookCorpora, optional
        The corpora of the notebook; they are read if a quotation is not found in the notebook.

    Returns
    -------
    list of ProseNumber
        Each number, in reading order.
    """
    found = list(read_numbers(notebook))
    if not any(number.quotation for number in found):
        return found
    shown = list(shown_by_cells(notebook_cells(notebook)))
    corpora = corpora or NotebookCorpora(notebook)
    return [without_false_quotation(number, shown, corpora) for number in found]


def tally(notebook: Path) -> Counter[str]:
    """Count the numbers of the prose that are ``bound``, ``unbound``, and exempt by each rule.

    Tallies of several notebooks can be added up.

    Examples
    --------
    >>> from pathlib import Path
    >>> tally(Path("notebooks/02-frequencies.ipynb"))["unbound"]
    0
    """
    return tally_of(examine_prose(notebook))


def tally_of(numbers: Sequence[ProseNumber]) -> Counter[str]:
    """Count numbers that are ``bound``, ``unbound``, and exempt by each rule."""
    counts = Counter({"bound": 0, "unbound": 0})
    for number in numbers:
        bound = number.claim and not number.read
        counts["bound" if bound else number.rule or "unbound"] += 1
    return counts


def tally_line(counts: Mapping[str, int]) -> str:
    """A tally as one line.

    Examples
    --------
    >>> tally_line({"bound": 41, "year": 4, "code": 8, "unbound": 0, "degree": 12})
    'bound 41, exempt 12 (code 8, year 4), words of degree 12, unbound 0'
    """
    own = ("bound", "unbound", DEGREE)
    rules = {rule: n for rule, n in counts.items() if rule not in own}
    each = ", ".join(f"{rule} {rules[rule]}" for rule in sorted(rules))
    exempt = f"{sum(rules.values())} ({each})" if each else "0"
    degree = f", words of degree {counts[DEGREE]}" if counts.get(DEGREE) else ""
    return f"bound {counts['bound']}, exempt {exempt}{degree}, unbound {counts['unbound']}"


def saved_texts(notebook: Path) -> list[tuple[Path, SavedText]]:
    """Find the captions and alternative texts that a notebook saves, each with its bundle's JSON.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    code = NotebookCode()
    return [
        ((notebook.parent / f"{saved.path}.json").resolve(), replace_shown(saved))
        for _, source in cell_sources(notebook, "code")
        for saved in find_saved_texts(source, code)
    ]


def count_unnamed_saves(notebook: Path) -> int:
    """Count what a notebook saves under a name that is not written out, such as one of a loop.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    code = NotebookCode()
    cells = (source for _, source in cell_sources(notebook, "code"))
    return sum(path is None for source in cells for _, path in find_saving_calls(source, code))


def replace_shown(saved: SavedText) -> SavedText:
    """The text of a bundle as it is shown, without claims."""
    return replace(saved, text=show_text(saved.text))


def notebook_corpus(notebook: Path, places: Sequence[Path] = ()) -> Corpus:
    """Read the corpus of a notebook, if it reads only one, by a call with constants.

    It has all layers that the notebook adds to it, as far as their calls are written out. The calls
    are found in the syntax tree of the code cells; nothing is executed. Paths are relative to the
    notebook's folder; if `places` are given, they must lie in one of these.

    Raises
    ------
    DiscourseError
        If there is no such call, if there are several, or if the texts cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> notebook_corpus(Path("notebooks/02-frequencies.ipynb")).size
    1384
    """
    return NotebookCorpora(notebook, places=places).only


class _Sections:
    """What each section of a notebook shows: the cells from one heading up to the next."""

    def __init__(self, cells: Sequence[NotebookCell]) -> None:
        self._shown = [_shown_text(cell) for cell in cells]
        heads = [at for at, cell in enumerate(cells) if _has_heading(cell)]
        self._starts = sorted({0, *heads})
        self._title = self._shown[heads[0]] if heads else ""

    def text_around(self, cell: int) -> str:
        """The title of the notebook, and the section of a cell, which is counted from 1."""
        start = max(at for at in self._starts if at < cell)
        end = min((at for at in self._starts if at >= cell), default=len(self._shown))
        return "\n".join([self._title, *self._shown[start:end]])


def _has_heading(cell: NotebookCell) -> bool:
    return cell.kind == "markdown" and any(
        span.kind == "heading"
        for paragraph in read_paragraphs(cell.source)
        for span in paragraph.spans
    )


def _shown_text(cell: NotebookCell) -> str:
    if cell.kind == "code":
        return show_text(cell.source)
    return "\n".join(paragraph.text for paragraph in read_paragraphs(cell.source))


def _check_number(
    number: ProseNumber, claims: Claims, sections: _Sections
) -> Iterator[tuple[str, str]]:
    """What a bound number should be, or should be about; nothing if it holds."""
    if number.hidden:
        yield "a number that is seen as it is written", "hidden, struck out or turned round"
        return
    if number.read:
        yield (
            f"a link around all that reads as the number: {' '.join(number.read.split())}",
            (f"one around {number.text} alone"),
        )
        return
    text = qualified_text(number.qualifier, number.text, number.claim)
    beside = (number.preceding, number.following)
    faults = list(check_bound(text, number.claim, claims, beside=beside))
    yield from faults or check_subject(number, sections.text_around(number.cell), claims)


def write_link(number: ProseNumber) -> str:
    """A number as it is written in the Markdown."""
    return f"[{number.text}](# {number.claim})" if number.claim else number.text


def shown_by_cells(cells: Sequence[NotebookCell]) -> Iterator[str]:
    """The code of a notebook, and what its stored outputs show."""
    for cell in cells:
        if cell.kind == "code":
            yield cell.source
            for output in cell.outputs:
                data: Mapping[str, Any] = output.get("data", {})
                yield join_source(output.get("text", ""))
                yield join_source(data.get("text/plain", ""))


def without_false_quotation(
    number: ProseNumber, shown: Sequence[str], corpora: NotebookCorpora
) -> ProseNumber:
    """Take the exemption from a number in quotation marks that no text has.

    Where texts are not on this computer, the exemption says so.
    """
    if not number.quotation or is_quoted_from(number.quotation, number.at, shown):
        return number
    try:
        texts = [text for corpus in corpora.all for text in corpus.store.texts]
    except FAULTS:  # a corpus that cannot be read is a finding of its own, if it is needed
        texts = []
    if is_quoted_from(number.quotation, number.at, texts):
        return number
    if corpora.missing:
        return replace(number, rule=QUOTED_UNREAD)
    return replace(number, rule="", quotation="")
