"""The queries of rows: what a table counts, written as a query with exactly those hits."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from discourse.corpus.query.parsing import SPECIAL, parse, term_query
from discourse.corpus.query.pattern import (
    Both,
    Choice,
    Find,
    Hits,
    Minus,
    Not,
    Pattern,
    Row,
    Test,
    Token,
    Word,
    escaped,
    length,
)
from discourse.corpus.store.vocabulary import Vocabulary
from discourse.text.tokenizer import Words

# The unit that hits stay within where a query names none.
UNNAMED = "section"


def term_queries(terms: Iterable[str], words: Words) -> list[str]:
    r"""For each term the query whose hits are the tokens counted as it.

    Examples
    --------
    >>> import discourse as dc
    >>> term_queries(["rights", "u.s."], dc.Words())
    ['rights', '[lower="u\\.s\\."]']
    """
    listed = list(terms)
    plain = _plain(listed, words)
    return [
        term if one else term_query([term], words) for term, one in zip(listed, plain, strict=True)
    ]


def _plain(terms: Sequence[str], words: Words) -> NDArray[np.bool_]:
    """Which terms a phrase can name as they are written: one token each, and nothing special.

    All are tokenised at once, since a vocabulary has many: a term is one token under the built-in
    rule if one has just its borders. To ask the parser of each takes a hundred times longer.
    """
    text = " ".join(terms)
    if "segmenter" in words.recipe or SPECIAL.search(text):
        return np.array([term_query([term], words) == term for term in terms], dtype=bool)
    ends = np.cumsum([len(term) + 1 for term in terms], dtype=np.int64) - 1
    starts = np.append(0, ends[:-1] + 1)[: len(terms)]
    spans = np.append(words.spans(text), [[len(text) + 1, 0]], axis=0)
    spans = spans[np.searchsorted(spans[:, 0], starts)]
    alone = (spans[:, 0] == starts) & (spans[:, 1] == ends)
    folded = [term.isascii() or words.fold(term) == term for term in terms]
    return np.asarray(alone & np.array(folded, dtype=bool), dtype=bool)


@lru_cache(maxsize=4)
def _plain_of(vocabulary: Vocabulary, words: Words) -> NDArray[np.bool_]:
    return _plain(list(vocabulary.terms), words)


def row_queries(
    rows: NDArray[np.int64], vocabulary: Vocabulary, words: Words, *, within: str = UNNAMED
) -> pa.StringArray:
    """For each row of term numbers the query whose hits are these terms next to one another.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "human rights"}).index.vocabulary
    >>> row_queries(np.array([[0, 1], [1, 0]]), known, dc.Words()).to_pylist()
    ['human rights', 'rights human']
    >>> row_queries(np.array([[0, 1]]), known, dc.Words(), within="sentence").to_pylist()
    ['[lower="human"] [lower="rights"] within sentence']
    """
    queries = row_terms(rows, vocabulary)
    known = _plain_of(vocabulary, words)
    plain = np.logical_and.reduce([known[column] for column in rows.T]) & (within == UNNAMED)
    suffix = "" if within == UNNAMED else f" within {within}"
    written = [
        _row([vocabulary.terms[number] for number in row]) + suffix for row in rows[~plain].tolist()
    ]
    return pc.replace_with_mask(queries, pa.array(~plain), pa.array(written, pa.string()))


def row_terms(rows: NDArray[np.int64], vocabulary: Vocabulary) -> pa.StringArray:
    """The terms of each row with blanks between.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "human rights"}).index.vocabulary
    >>> row_terms(np.array([[0, 1]]), known).to_pylist()
    ['human rights']
    """
    columns = [vocabulary.terms.array.take(pa.array(column)) for column in rows.T]
    return pc.binary_join_element_wise(*columns, " ")


def meet_queries(
    terms: pa.StringArray, node: str, words: Words, *, left: int, right: int, within: str
) -> pa.StringArray:
    """For each term the query whose hits are its places from `left` before a node to `right` after.

    Examples
    --------
    >>> import discourse as dc
    >>> terms = pa.array(["human"])
    >>> found = meet_queries(terms, "rights", dc.Words(), left=5, right=1, within="sentence")
    >>> found.to_pylist()
    ['meet([lower="human"], [lower="rights"], -1, 5, within=sentence)']
    """
    hits = parse(node, words).hits
    near = written(hits)
    if not isinstance(hits, Find) or length(hits.pattern)[1] > 1:
        bounded = isinstance(hits, Find) and hits.within
        near = f"({near})" if bounded else f"({near} within {within})"
    # seen from the term, a node that it stands before is after it, and the other way round
    window = f'"], {near}, {-right}, {left}, within={within})'
    return pc.binary_join_element_wise('meet([lower="', _escaped(terms), window, "")


def _escaped(terms: pa.StringArray) -> pa.StringArray:
    """Each term as a regular expression; nearly all stay as they are."""
    special = pc.match_substring_regex(terms, r"[^\pL\pM\pN'-]")
    return pc.replace_with_mask(
        terms, special, pa.array(map(escaped, terms.filter(special).to_pylist()), pa.string())
    )


def _row(terms: Sequence[str]) -> str:
    return " ".join(f'[lower="{escaped(term)}"]' for term in terms)


def written(hits: Hits) -> str:
    """A query in CQL that means these hits.

    Examples
    --------
    >>> import discourse as dc
    >>> written(parse("communit* of shared|common future", dc.Words()).hits)
    '[lower="communit.*"] [lower="of"] ([lower="shared"] | [lower="common"]) [lower="future"]'
    """
    if isinstance(hits, Minus):
        return f"({written(hits.left)}) minus ({written(hits.right)})"
    unit = hits.within
    if isinstance(hits, Find):
        return _pattern(hits.pattern) + (f" within {unit}" if unit else "")
    near = f"{written(hits.node)}, {written(hits.near)}, {hits.low}, {hits.high}"
    return f"meet({near}, within={unit})" if unit else f"meet({near})"


def _pattern(pattern: Pattern) -> str:
    if isinstance(pattern, Token):
        return f"[{_test(pattern.test)}]"
    if isinstance(pattern, Row):
        return " ".join(map(_pattern, pattern.items))
    if isinstance(pattern, Choice):
        return f"({' | '.join(map(_pattern, pattern.options))})"
    return f"({_pattern(pattern.item)}){{{pattern.least},{pattern.most}}}"


def _test(test: Test) -> str:
    if isinstance(test, Word):
        return f'{test.attribute}="{test.value}"{" %c" if test.ignore_case else ""}'
    if isinstance(test, Not):
        return f"!({_test(test.test)})"
    parts = [_test(part) for part in test.tests]
    if len(parts) == 1:
        return parts[0]
    return (" & " if isinstance(test, Both) else " | ").join(f"({part})" for part in parts)
