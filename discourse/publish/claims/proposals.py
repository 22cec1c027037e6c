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
from discourse.publish.claims.notebook import cell_sources
from discourse.publish.claims.notebook_code import syntax_tree
from discourse.publish.claims.numbers import ProseNumber, read_numbers, shows_value
from discourse.publish.provenance.recipes import CORPUS_TABLES, mandatory_parameters, verbs
from discourse.publish.provenance.row_keys import key_of

# Columns of verbs that are not measures, or that a query gives just as well.
NO_MEASURE = ("part", "term", "count", "query")
COLUMNS = {
    "cell": "int64", "line": "int64", "number": "str", "sentence": "str", "claim": "str",
    "value": "float64",
}  # fmt: skip


def propose(notebook: Path, corpus: Corpus | None = None) -> pd.DataFrame:
    """One row per claim that gives an unbound number.

    What the paragraph emphasises, quotes or sets as code is tried as a query and as a row of every
    verb that takes it; strings in the code cells are tried as queries; and so are the totals and
    parts of the corpus. A claim that gives the number is not necessarily the one that is meant: a
    reader decides. A number that no claim gives has one row, with an empty ``claim`` and a missing
    ``value``.

    Parameters
    ----------
    notebook : Path
        An .ipynb file.
    corpus : Corpus, optional
        The corpus that the claims are about; by default the one that the notebook reads.

    Returns
    -------
    DataFrame
        The columns ``cell, line, number, sentence, claim, value``.

    Raises
    ------
    DiscourseError
        If the file is not a notebook, or if it reads no corpus.

    Examples
    --------
    >>> from pathlib import Path
    >>> len(propose(Path("notebooks/02-frequencies.ipynb")))
    0
    """
    claims, strings = Claims(corpus or notebook_corpus(notebook)), list(_code_strings(notebook))
    rows = [
        (number.cell, number.line, number.text, number.sentence, claim, value)
        for number in read_numbers(notebook)
        if not number.claim and not number.rule
        for claim, value in list(_claims_giving(number, strings, claims)) or [("", float("nan"))]
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _code_strings(notebook: Path) -> Iterator[str]:
    """The strings in the code cells; some of them are queries."""
    for _, source in cell_sources(notebook, "code"):
        for node in ast.walk(syntax_tree(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _claims_giving(
    number: ProseNumber, strings: Sequence[str], claims: Claims
) -> Iterator[tuple[str, float]]:
    """The claims that give a number, each with its exact value."""
    for claim in dict.fromkeys(_candidate_claims(number, strings, claims.corpus)):
        try:
            value = claims.value(claim)
        except DiscourseError:  # no row, no number, or not a query
            continue
        if shows_value(number.text, value):
            yield claim, value


def _candidate_claims(number: ProseNumber, strings: Sequence[str], corpus: Corpus) -> Iterator[str]:
    sections = _names_in(number.sentence, partition(corpus.store, "section").labels)
    terms = list(filter(None, (_as_term(name, corpus) for name in number.named)))
    if number.text.endswith("%"):
        yield from _candidate_shares(terms, sections)
        return
    for query in [*terms, *strings]:
        yield query
        yield from (_in_section(query, section) for section in sections)
    yield from _candidate_totals(corpus, number.sentence)
    for term in terms:
        yield from _candidate_cells(term, sections)


def _as_term(name: str, corpus: Corpus) -> str:
    """A text in the form in which tables list terms."""
    return " ".join(map(corpus.tokenizer.fold, corpus.tokenizer.tokens(name)))


def _in_section(query: str, section: str) -> str:
    return f"{query} :: {equals('section', section)}"


def _names_in(sentence: str, names: Sequence[str]) -> list[str]:
    """The names that occur in a sentence as whole words."""
    return [n for n in names if regex.search(rf"(?<!\w){regex.escape(n)}(?!\w)", sentence, regex.I)]


def _candidate_shares(terms: Sequence[str], sections: Sequence[str]) -> Iterator[str]:
    for section in sections:
        yield from (f"{_in_section(term, section)} / {term}" for term in terms)
        yield f"parts; {section}; tokens / corpus; tokens"


def _candidate_totals(corpus: Corpus, sentence: str) -> Iterator[str]:
    """Cells of the corpus's own tables, in the rows that the sentence names or in the only row."""
    for name, make in CORPUS_TABLES.items():
        if mandatory_parameters(name):
            continue
        table = make(corpus)
        key = key_of(table)
        rows = [""] if key is None else _names_in(sentence, table[key].astype(str).tolist())
        for column in table.select_dtypes("number").columns:
            yield from ("; ".join(filter(None, (name, row, column))) for row in rows)


def _candidate_cells(term: str, sections: Sequence[str]) -> Iterator[str]:
    """Cells of the rows of a term, in every verb that needs nothing but the term."""
    for name, entry in verbs().items():
        if "term" not in entry.columns or set(mandatory_parameters(name)) - {"queries"}:
            continue
        places = [""]
        if "part" in entry.columns:
            places += [f"; by=section; part={section}" for section in sections]
        for column in entry.columns:
            if column not in NO_MEASURE:
                yield from (f"{name}; {term}; {column}{place}" for place in places)
