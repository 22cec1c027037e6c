"""Claims that would give the unbound numbers of a notebook's prose."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import equals
from discourse.corpus.store.parts import partition
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import notebook_corpus
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.notebook import cell_sources, syntax_tree
from discourse.publish.claims.numbers import Number, numbers, shows
from discourse.publish.provenance.recipes import CORPUS_TABLES, required_parameters, verbs
from discourse.publish.provenance.row_keys import key_of

# Columns of verbs that are no measure, or that a query gives just as well.
NO_MEASURE = ("part", "term", "count", "query")
COLUMNS = {
    "cell": "int64", "line": "int64", "number": "str", "sentence": "str", "claim": "str",
    "value": "float64",
}  # fmt: skip


def propose(notebook: Path, corpus: Corpus | None = None) -> pd.DataFrame:
    """One row a claim that gives an unbound number: ``cell, line, number, sentence, claim, value``.

    Tried are what the paragraph emphasises, quotes or sets as code, as a query and as a row of
    every verb that takes it so; what the code cells ask, as a query; and the totals and parts of
    the corpus. A claim that gives the
    number need not be the one that is meant: a reader decides. A number without a claim that gives
    it has one row, in which ``claim`` is "" and ``value`` is missing.

    Parameters
    ----------
    corpus : what the claims are of; by default the corpus that the notebook reads, `notebook_corpus`.

    Raises
    ------
    DiscourseError : a file that is no notebook, or one that reads no corpus.

    Examples
    --------
    >>> from pathlib import Path
    >>> len(propose(Path("notebooks/02-frequencies.ipynb")))
    0
    """
    claims, asked = Claims(corpus or notebook_corpus(notebook)), list(_asked(notebook))
    rows = [
        (number.cell, number.line, number.text, number.sentence, claim, value)
        for number in numbers(notebook)
        if not number.claim and not number.rule
        for claim, value in list(_giving(number, asked, claims)) or [("", float("nan"))]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _asked(notebook: Path) -> Iterator[str]:
    """The texts that stand in the code cells; some of them are queries."""
    for _, source in cell_sources(notebook, "code"):
        for node in ast.walk(syntax_tree(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _giving(number: Number, asked: Sequence[str], claims: Claims) -> Iterator[tuple[str, float]]:
    """The claims that give a number, and what each gives exactly."""
    for claim in dict.fromkeys(_candidates(number, asked, claims.corpus)):
        try:
            value = claims.value(claim)
        except DiscourseError:  # no row, no number, or no query
            continue
        if shows(number.text, value):
            yield claim, value


def _candidates(number: Number, asked: Sequence[str], corpus: Corpus) -> Iterator[str]:
    sections = _spoken(number.sentence, partition(corpus.store, "section").labels)
    terms = list(filter(None, (_folded(name, corpus) for name in number.named)))
    if number.text.endswith("%"):
        yield from _shares(terms, sections)
        return
    for term in [*terms, *asked]:
        yield term
        yield from (_within(term, section) for section in sections)
    yield from _totals(corpus, number.sentence)
    for term in terms:
        yield from _rows(term, sections)


def _folded(name: str, corpus: Corpus) -> str:
    """What is emphasised, as the terms of a table are written."""
    return " ".join(map(corpus.tokenizer.fold, corpus.tokenizer.tokens(name)))


def _within(term: str, section: str) -> str:
    return f"{term} :: {equals('section', section)}"


def _spoken(sentence: str, names: Sequence[str]) -> list[str]:
    """The names that a sentence has as words of its own."""
    return [n for n in names if regex.search(rf"(?<!\w){regex.escape(n)}(?!\w)", sentence, regex.I)]


def _shares(terms: Sequence[str], sections: Sequence[str]) -> Iterator[str]:
    for section in sections:
        yield from (f"{_within(term, section)} / {term}" for term in terms)
        yield f"parts; {section}; tokens / corpus; tokens"


def _totals(corpus: Corpus, sentence: str) -> Iterator[str]:
    """Cells of the corpus's own tables: of the rows that the sentence names, or of the only one."""
    for name, make in CORPUS_TABLES.items():
        table = make(corpus)
        key = key_of(table)
        rows = [""] if key is None else _spoken(sentence, table[key].astype(str).tolist())
        for column in table.select_dtypes("number").columns:
            yield from ("; ".join(filter(None, (name, row, column))) for row in rows)


def _rows(term: str, sections: Sequence[str]) -> Iterator[str]:
    """Cells of the rows of a term, in every verb that needs no more than it."""
    for name, entry in verbs().items():
        if "term" not in entry.columns or set(required_parameters(name)) - {"queries"}:
            continue
        places = [""]
        if "part" in entry.columns:
            places += [f"; by=section; part={section}" for section in sections]
        for column in entry.columns:
            if column not in NO_MEASURE:
                yield from (f"{name}; {term}; {column}{place}" for place in places)
