"""Claims that would give the unbound numbers of a notebook's prose, or hold for its comparisons."""

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from pathlib import Path

import pandas as pd
import regex

from discourse.corpus.corpus import Corpus
from discourse.corpus.query.writing import equals
from discourse.corpus.store.parts import partition
from discourse.errors import DiscourseError
from discourse.publish.claims.binding import DEGREE, NotebookCorpora, examine_prose
from discourse.publish.claims.bound_numbers import is_true
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparative_words import sign_of
from discourse.publish.claims.comparisons import split_unquoted
from discourse.publish.claims.notebook import cell_sources
from discourse.publish.claims.notebook_code import FAULTS, syntax_tree
from discourse.publish.claims.number_words import least_amount
from discourse.publish.claims.numbers import ProseNumber
from discourse.publish.claims.saved_tables import is_saved_table
from discourse.publish.claims.words_of_change import change_of
from discourse.publish.claims.written_numbers import agrees_with, is_percentage, number_value
from discourse.publish.provenance.recipes import CORPUS_TABLES, all_verbs, mandatory_parameters
from discourse.publish.provenance.row_keys import key_of

_NOTHING_THERE = " == 0"
# What says that all hits are in one place.
_OF_ALL = (
    "all alone completely entirely every exclusively only purely single sole solely unique "
    "uniquely wholly"
).split()
# Columns of verbs that are not measures, or that a query gives just as well.
NO_MEASURE = ("part", "parts", "term", "count", "query")
COLUMNS = {
    "cell": "int64", "line": "int64", "number": "str", "sentence": "str", "claim": "str",
    "value": "float64",
}  # fmt: skip


def propose(notebook: Path, corpus: Corpus | None = None) -> pd.DataFrame:
    """One row per claim that gives an unbound number, or holds for an unbound comparison.

    What the paragraph emphasises, quotes or sets as code is tried as a query and as a row of every
    verb that takes it; strings in the code cells are tried as queries; and so are the totals and
    parts of the corpus. For words such as "most", "first", "only" and "more than", the terms that
    the sentence marks are compared with each other, and with the other rows of the tables that the
    notebook's claims and code name. A claim that holds is not necessarily the one that is meant: a
    reader decides. A number that no claim gives has one row, with an empty ``claim`` and a missing
    ``value``; a word of degree without a claim that holds has none.

    Parameters
    ----------
    notebook : Path
        An .ipynb file.
    corpus : Corpus, optional
        The corpus that the claims are about; by default the one that the notebook reads.

    Returns
    -------
    DataFrame
        The columns ``cell, line, number, sentence, claim, value``. ``value`` is the number that the
        claim gives, or the first side of a comparison.

    Raises
    ------
    DiscourseError
        If the file is not a notebook, or if it does not read one corpus.

    Examples
    --------
    >>> from pathlib import Path
    >>> found = propose(Path("notebooks/04-tfidf-by-section.ipynb"))
    >>> found.loc[found["cell"] == 15, ["number", "claim"]].to_dict("records")
    [{'number': 'shortest', 'claim': 'parts; lead; tokens is lowest'}]
    """
    corpora = NotebookCorpora(notebook, corpus)
    read = corpora.only
    claims, strings = corpora.claims(), list(_code_strings(notebook))
    found = examine_prose(notebook, corpora)
    tables = _tables_named(found, corpora.code)
    rows = []
    for number in found:
        if number.rule == DEGREE:
            given = list(comparisons_holding(number, tables, claims, read))
        elif number.claim or number.rule:
            continue
        else:
            given = list(_claims_giving(number, strings, claims, read)) or [("", float("nan"))]
        rows += [
            (number.cell, number.line, number.text, number.sentence, claim, value)
            for claim, value in given
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _code_strings(notebook: Path) -> Iterator[str]:
    """The strings in the code cells; some of them are queries."""
    for _, source in cell_sources(notebook, "code"):
        for node in ast.walk(syntax_tree(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _claims_giving(
    number: ProseNumber, strings: Sequence[str], claims: Claims, corpus: Corpus
) -> Iterator[tuple[str, float]]:
    """The claims that give a number, or that hold for an amount such as "hundreds of"."""
    least = least_amount(number.text)
    for claim in dict.fromkeys(_candidate_claims(number, strings, corpus)):
        try:
            value = claims.value(claim)
        except DiscourseError:  # no row, no number, or not a query
            continue
        if least is not None:
            if value >= least:
                yield f"{claim} >= {least}", value
        elif agrees_with(number.text, value):
            yield claim, value


def _candidate_claims(number: ProseNumber, strings: Sequence[str], corpus: Corpus) -> Iterator[str]:
    sections = find_names(number.sentence, partition(corpus.store, "section").labels)
    terms = list(filter(None, (as_term(name, corpus) for name in number.named)))
    if is_percentage(number.text) or is_fraction(number.text):
        yield from _candidate_shares(terms, sections)
        return
    for query in [*terms, *strings]:
        yield query
        yield from (_in_section(query, section) for section in sections)
    yield from candidate_totals(corpus, number.sentence)
    for term in terms:
        yield from candidate_cells(term, sections)


def is_fraction(text: str) -> bool:
    """Whether a number is a part of one, such as "half"."""
    try:
        return 0 < number_value(text) < 1 and not text[0].isdigit()
    except ArithmeticError:  # a word that stands for no definite number, such as "dozens"
        return False


# -------------------------------------------------------------------- superlatives, comparisons


def _tables_named(found: Sequence[ProseNumber], cells: Sequence[str]) -> list[str]:
    """The tables whose rows are terms that the claims of a notebook, or its code, name."""
    named = [split_unquoted(number.claim, ";")[0] for number in found if number.claim]
    code = "\n".join(cells)
    called = [name for name in all_verbs() if regex.search(rf"\b{name}\(", code)]
    tables = dict.fromkeys([*named, *called])
    return [name for name in tables if is_saved_table(name) or lists_terms(name)]


def lists_terms(table: str) -> bool:
    """Whether the rows of a table that needs no more parameters are terms."""
    if table not in all_verbs():
        return False
    return "term" in all_verbs()[table].columns and not mandatory_parameters(table)


def comparisons_holding(
    number: ProseNumber, tables: Sequence[str], claims: Claims, corpus: Corpus
) -> Iterator[tuple[str, float]]:
    """The comparisons that hold for a word of degree, each with the value of its first side."""
    for first, rest in dict.fromkeys(_candidate_comparisons(number, tables, corpus)):
        try:
            holds = is_true(f"{first}{rest}", claims)
            if holds and (claims.value(first) or rest == _NOTHING_THERE):
                yield f"{first}{rest}", claims.value(first)
        except FAULTS:  # no row, no number, or nothing to compare with
            continue


def _candidate_comparisons(
    number: ProseNumber, tables: Sequence[str], corpus: Corpus
) -> Iterator[tuple[str, str]]:
    """Claims that a word of degree may stand for, each as its first side and the rest."""
    marked = number.named[: number.named_near] or number.named
    terms = list(filter(None, (as_term(name, corpus) for name in marked)))
    sections = find_names(number.sentence, partition(corpus.store, "section").labels)
    word, sign = number.text.lower(), sign_of(number.text)
    if regex.match(r"differ|equal|identical|as \p{L}+ as", word):
        compared = " > " if word.startswith("differ") else " == "
        yield from ((term, f"{compared}{other}") for term, other in permutations(terms, 2))
        return
    if word in ("never", "absent", "unattested") or word.endswith("not occur"):
        yield from ((term, _NOTHING_THERE) for term in terms)
        return
    if word in _OF_ALL:
        yield from (
            (_in_section(term, section), f" == {term}") for term in terms for section in sections
        )
        return
    if direction := change_of(word):
        yield from _candidate_changes(terms, number.sentence, direction, corpus)
        return
    if word in ("first", "last"):
        sign = 1 if word == "first" else -1
    if sign == 0:
        return
    if regex.match(r"\s+(?:\p{L}+\s+)?than\b", number.following) and len(terms) > 1:
        compared = " > " if sign > 0 else " < "
        after = number.following.lower()
        yield from (
            (term, f"{compared}{other}")
            for term in terms
            for other in terms
            if term not in after and other in after
        )
        return
    if word not in ("first", "last", "most", "least", "fewest") and not word.endswith("est"):
        return
    rank = f" is {'highest' if sign > 0 else 'lowest'}"
    for table in tables:
        yield from (
            (f"{table}; {term}; {column}", rank) for term in terms for column in _columns_of(table)
        )
    yield from ((f"parts; {section}; tokens", rank) for section in sections)


def _candidate_changes(
    terms: Sequence[str], sentence: str, direction: int, corpus: Corpus
) -> Iterator[tuple[str, str]]:
    """What "rose" may stand for: more in the later of two places that the sentence names.

    Of a sentence that names no two places, these are the first and the last one.
    """
    compared = ">" if direction > 0 else "<"
    for by in ("section", "document"):
        labels = partition(corpus.store, by).labels
        named = find_names(sentence, labels)
        places = named if len(named) > 1 else [*labels[:1], *labels[1:][-1:]]
        for term in terms:
            for earlier, later in combinations(places, 2):
                first, rest = (f"{term} :: {equals(by, each)}" for each in (later, earlier))
                yield first, f" {compared} {rest}"


def _columns_of(table: str) -> list[str]:
    """The columns by which the rows of a table may be compared."""
    others = () if is_saved_table(table) else all_verbs()[table].columns
    return ["count", *(name for name in others if name not in NO_MEASURE)]


# ---------------------------------------------------------------------- numbers and their claims


def as_term(name: str, corpus: Corpus) -> str:
    """A text in the form in which tables list terms."""
    return " ".join(map(corpus.tokenizer.fold, corpus.tokenizer.tokens(name)))


def _in_section(query: str, section: str) -> str:
    return f"{query} :: {equals('section', section)}"


def find_names(sentence: str, names: Sequence[str]) -> list[str]:
    """The names that occur in a sentence as whole words."""
    return [n for n in names if regex.search(rf"(?<!\w){regex.escape(n)}(?!\w)", sentence, regex.I)]


def _candidate_shares(terms: Sequence[str], sections: Sequence[str]) -> Iterator[str]:
    for section in sections:
        yield from (f"{_in_section(term, section)} / {term}" for term in terms)
        yield f"parts; {section}; tokens / corpus; tokens"


def candidate_totals(corpus: Corpus, sentence: str) -> Iterator[str]:
    """Cells of the corpus's own tables, in the rows that the sentence names or in the only row."""
    for name, make in CORPUS_TABLES.items():
        if mandatory_parameters(name):
            continue
        table = make(corpus)
        key = key_of(table)
        rows = [""] if key is None else find_names(sentence, table[key].astype(str).tolist())
        for column in table.select_dtypes("number").columns:
            yield from ("; ".join(filter(None, (name, row, column))) for row in rows)


def candidate_cells(term: str, sections: Sequence[str]) -> Iterator[str]:
    """Cells of the rows of a term, in every verb that needs nothing but the term."""
    for name, entry in all_verbs().items():
        if "term" not in entry.columns or set(mandatory_parameters(name)) - {"queries"}:
            continue
        places = [""]
        if "part" in entry.columns:
            places += [f"; by=section; part={section}" for section in sections]
        for column in entry.columns:
            if column not in NO_MEASURE:
                yield from (f"{name}; {term}; {column}{place}" for place in places)
