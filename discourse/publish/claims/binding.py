"""The numbers in a notebook's prose, held against its corpus: checked and counted."""

import ast
import inspect
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from discourse.corpus.corpus import Corpus, load, read
from discourse.errors import DiscourseError
from discourse.publish.claims.claims import Claims, is_share
from discourse.publish.claims.notebook import cell_sources, syntax_tree
from discourse.publish.claims.numbers import Number, is_number, numbers, shows, write_like
from discourse.publish.provenance.finding import Finding

# What a notebook may call the package, and the calls in it that make a corpus.
PACKAGE = ("dc", "discourse")
READERS: dict[str, Callable[..., Corpus]] = {"load": load, "read": read}

# What readers and verbs may answer to arguments that somebody else wrote.
FAULTS = (ArithmeticError, LookupError, OSError, TypeError, ValueError)


def check_prose(notebook: Path, corpus: Corpus | None = None) -> Iterator[Finding]:
    """What does not hold of the numbers in a notebook's prose.

    A bound number is what its claim gives, rounded to the digits shown; every other is exempt by a
    rule. Nothing of the notebook is executed.

    Parameters
    ----------
    corpus : what the claims are of; by default the corpus that the notebook reads, `notebook_corpus`.

    Raises
    ------
    DiscourseError : a file that is no notebook.

    Examples
    --------
    >>> from pathlib import Path
    >>> list(check_prose(Path("notebooks/02-frequencies.ipynb")))
    []
    """
    found = list(numbers(notebook))
    if any(number.claim for number in found):
        try:
            claims = Claims(corpus or notebook_corpus(notebook))
        except FAULTS as error:
            yield Finding(
                notebook.as_posix(), "corpus", "a corpus to hold claims to", _reason(error)
            )
            found = [number for number in found if not number.claim]
    for number in found:
        place = f"cell {number.cell}, line {number.line}, {_mark(number)}"
        if number.claim:
            for expected, shown in _difference(number, claims):
                yield Finding(notebook.as_posix(), place, expected, shown)
        elif not number.rule:
            yield Finding(notebook.as_posix(), place, "a bound number", f"{number.text}, unbound")


def tally(notebook: Path) -> Counter[str]:
    """How many numbers of the prose are ``bound``, ``unbound``, and exempt by each rule.

    Tallies of several notebooks add up.

    Examples
    --------
    >>> from pathlib import Path
    >>> tally(Path("notebooks/02-frequencies.ipynb"))["unbound"]
    0
    """
    counts = Counter({"bound": 0, "unbound": 0})
    for number in numbers(notebook):
        counts["bound" if number.claim else number.rule or "unbound"] += 1
    return counts


def tally_line(counts: Mapping[str, int]) -> str:
    """A tally in one line.

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
    """Whether a notebook reads a corpus as `notebook_corpus` finds it.

    Raises
    ------
    DiscourseError : a file that is no notebook.
    """
    return any(True for _, source in cell_sources(notebook, "code") for _ in _calls(source))


def notebook_corpus(notebook: Path) -> Corpus:
    """The corpus that a notebook reads: its first ``NAME = dc.read(…)`` with constants.

    The call is found in the syntax tree of the code cells and nothing is executed. The path is
    relative to the notebook.

    Raises
    ------
    DiscourseError : no such call, or texts that cannot be read.

    Examples
    --------
    >>> from pathlib import Path
    >>> notebook_corpus(Path("notebooks/02-frequencies.ipynb")).size
    1384
    """
    for _, source in cell_sources(notebook, "code"):
        for name, given in _calls(source):
            return READERS[name](**{**given, **_beside(notebook, given)})
    raise DiscourseError(
        f"{notebook} reads no corpus from a place that is written out; "
        "begin with a cell like paper = dc.read('../seeds/')."
    )


def _mark(number: Number) -> str:
    """A number as it stands in the Markdown."""
    return f"[{number.text}](# {number.claim})" if number.claim else number.text


def _difference(number: Number, claims: Claims) -> Iterator[tuple[str, str]]:
    """What a bound number should be and what it is; nothing if the two are the same."""
    if not is_number(number.text):
        yield "a number, and nothing beside it", number.text
        return
    if number.text.endswith("%") and not is_share(number.claim):
        yield "a share, as 'A / B'", f"{number.text} of one number"
        return
    try:
        value = claims.value(number.claim)
    except FAULTS as error:
        yield "a claim that gives one number", _reason(error)
        return
    if not shows(number.text, value):
        yield write_like(value, number.text), number.text


def _reason(error: Exception) -> str:
    """The first line of an error, or its name."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _calls(source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The calls ``NAME = dc.read(…)`` of a cell: the function, and its arguments by name."""
    for statement in syntax_tree(source).body:
        match statement:
            case ast.Assign(
                targets=[ast.Name()],
                value=ast.Call(func=ast.Attribute(value=ast.Name(id=package), attr=name)) as call,
            ) if package in PACKAGE and name in READERS:
                with suppress(TypeError, ValueError):  # no constants, or none that it takes
                    yield name, _constants(call, READERS[name])


def _constants(call: ast.Call, function: Callable[..., Corpus]) -> dict[str, Any]:
    """The arguments of a call by name, as they are written out."""
    named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}
    given = inspect.signature(function).bind(*map(ast.literal_eval, call.args), **named)
    return given.arguments


def _beside(notebook: Path, given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that are files, from the notebook's folder."""
    name, folder = given["path"], notebook.parent
    path = {"path": folder / name if isinstance(name, str) else [folder / one for one in name]}
    table = notebook.parent / str(given.get("metadata"))  # which may be a pattern of names instead
    return {**path, "metadata": table} if table.is_file() else path
