"""The numbers in a notebook's prose: checked against its corpus, and counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from discourse.corpus.corpus import Corpus
from discourse.errors import DiscourseError
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.notebook import cell_sources
from discourse.publish.claims.notebook_code import (
    FAULTS,
    ReadCall,
    find_layer_calls,
    find_read_call,
    make_layers,
    read_corpus,
)
from discourse.publish.claims.numbers import (
    ProseNumber,
    is_number,
    read_numbers,
    shows_value,
    write_like,
)
from discourse.publish.provenance.finding import Finding


def check_prose(notebook: Path, corpus: Corpus | None = None) -> Iterator[Finding]:
    """Find the numbers in a notebook's prose that do not hold, without executing the notebook.

    A bound number holds if it is the value of its claim, rounded to the digits shown. Any other
    number must be exempt by a rule.

    Parameters
    ----------
    notebook : Path
        An .ipynb file.
    corpus : Corpus, optional
        The corpus that the claims are about; by default the one that the notebook reads.

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
    found = list(read_numbers(notebook))
    if any(number.claim for number in found):
        try:
            claims = Claims(corpus or notebook_corpus(notebook))
        except FAULTS as error:
            yield Finding(
                notebook.as_posix(), "corpus", "a corpus to check the claims on", _first_line(error)
            )
            found = [number for number in found if not number.claim]
    for number in found:
        place = f"cell {number.cell}, line {number.line}, {_as_markdown(number)}"
        if number.claim:
            for expected, shown in _check_bound_number(number, claims):
                yield Finding(notebook.as_posix(), place, expected, shown)
        elif not number.rule:
            yield Finding(notebook.as_posix(), place, "a bound number", f"{number.text}, unbound")


def tally(notebook: Path) -> Counter[str]:
    """Count the numbers of the prose that are ``bound``, ``unbound``, and exempt by each rule.

    Tallies of several notebooks can be added up.

    Examples
    --------
    >>> from pathlib import Path
    >>> tally(Path("notebooks/02-frequencies.ipynb"))["unbound"]
    0
    """
    counts = Counter({"bound": 0, "unbound": 0})
    for number in read_numbers(notebook):
        counts["bound" if number.claim else number.rule or "unbound"] += 1
    return counts


def tally_line(counts: Mapping[str, int]) -> str:
    """A tally as one line.

    Examples
    --------
    >>> tally_line({"bound": 41, "year": 4, "code": 8, "unbound": 0})
    'bound 41, exempt 12 (code 8, year 4), unbound 0'
    """
    rules = {rule: n for rule, n in counts.items() if rule not in ("bound", "unbound")}
    each = ", ".join(f"{rule} {rules[rule]}" for rule in sorted(rules))
    exempt = f"{sum(rules.values())} ({each})" if each else "0"
    return f"bound {counts['bound']}, exempt {exempt}, unbound {counts['unbound']}"


def reads_corpus(notebook: Path) -> bool:
    """Whether a notebook reads a corpus that `notebook_corpus` finds.

    Raises
    ------
    DiscourseError
        If the file is not a notebook.
    """
    return _find_first_read_call(notebook) is not None


def notebook_corpus(notebook: Path) -> Corpus:
    """Read the corpus of a notebook: that of its first ``NAME = dc.read(…)`` with constants.

    It has all layers that the notebook adds to it, as far as their calls are written out. The calls
    are found in the syntax tree of the code cells; nothing is executed. Paths are relative to the
    notebook's folder.

    Raises
    ------
    DiscourseError
        If there is no such call, or if the texts cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> notebook_corpus(Path("notebooks/02-frequencies.ipynb")).size
    1384
    """
    call = _find_first_read_call(notebook)
    if call is None:
        raise DiscourseError(
            f"{notebook} reads no corpus from a place that is written out; "
            "begin with a cell like paper = dc.read('../seeds/')."
        )
    corpus = read_corpus(call, notebook.parent)
    for layer in find_layer_calls((text for _, text in cell_sources(notebook, "code")), call):
        corpus = corpus.with_layer(*make_layers(layer, corpus, notebook.parent))
    return corpus


def _find_first_read_call(notebook: Path) -> ReadCall | None:
    return find_read_call(source for _, source in cell_sources(notebook, "code"))


def _as_markdown(number: ProseNumber) -> str:
    """A number as it is written in the Markdown."""
    return f"[{number.text}](# {number.claim})" if number.claim else number.text


def _check_bound_number(number: ProseNumber, claims: Claims) -> Iterator[tuple[str, str]]:
    """What a bound number should be, and what it is; nothing if the two agree."""
    if not is_number(number.text):
        yield "a number and nothing else", number.text
        return
    if number.text.endswith("%") and not is_share(number.claim):
        yield "a share, such as 'A / B'", f"{number.text} of one number"
        return
    try:
        value = claims.value(number.claim)
    except FAULTS as error:
        yield "a claim that gives one number", _first_line(error)
        return
    if not shows_value(number.text, value):
        yield write_like(value, number.text), number.text


def _first_line(error: Exception) -> str:
    """The first line of an error's message, or the error's name."""
    return next(iter(str(error).splitlines()), type(error).__name__)
