"""The queries of rows: what a table counts, written as a query with exactly those hits."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from discourse.corpus.pattern import (
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
from discourse.corpus.query import SPECIAL, parse, term_query
from discourse.text.words import Words

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
    return [term if term in plain else term_query([term], words) for term in listed]


def _plain(terms: Sequence[str], words: Words) -> set[str]:
    """The terms that a phrase can name as they are written: one token each, and nothing special.

    All are tokenised at once, since a vocabulary has many: a term is one token under the built-in
    rule if one has just its borders. To ask the parser of each takes a hundred times longer.
    """
    text = " ".join(terms)
    if "segmenter" in words.recipe or SPECIAL.search(text):
        return {term for term in terms if term_query([term], words) == term}
    ends = np.cumsum([len(term) + 1 for term in terms], dtype=np.int64) - 1
    starts = np.append(0, ends[:-1] + 1)[: len(terms)]
    spans = np.append(words.spans(text), [[len(text) + 1, 0]], axis=0)
    spans = spans[np.searchsorted(spans[:, 0], starts)]
    alone = ((spans[:, 0] == starts) & (spans[:, 1] == ends)).tolist()
    return {
        term
        for term, one in zip(terms, alone, strict=True)
        if one and (term.isascii() or words.fold(term) == term)
    }


def row_queries(rows: Sequence[Sequence[str]], words: Words, *, within: str = UNNAMED) -> list[str]:
    """For each row of terms the query whose hits are these terms next to one another.

    Examples
    --------
    >>> import discourse as dc
    >>> row_queries([["human", "rights"]], dc.Words())
    ['human rights']
    >>> row_queries([["human", "rights"]], dc.Words(), within="sentence")
    ['[lower="human"] [lower="rights"] within sentence']
    """
    if within != UNNAMED:
        return [f"{_row(row)} within {within}" for row in rows]
    plain = _plain(list(dict.fromkeys(chain.from_iterable(rows))), words)
    return [" ".join(row) if plain.issuperset(row) else _row(row) for row in rows]


def meet_queries(
    terms: Sequence[str], node: str, words: Words, *, left: int, right: int, within: str
) -> list[str]:
    """For each term the query whose hits are its places from `left` before a node to `right` after.

    Examples
    --------
    >>> import discourse as dc
    >>> meet_queries(["human"], "rights", dc.Words(), left=5, right=1, within="sentence")
    ['meet([lower="human"], [lower="rights"], -1, 5, within=sentence)']
    """
    hits = parse(node, words).hits
    one = isinstance(hits, Find) and length(hits.pattern)[1] == 1
    near = written(hits) if one else f"({written(hits)} within {within})"
    # seen from the term, a node that it stands before is after it, and the other way round
    window = f"{near}, {-right}, {left}, within={within}"
    return [f"meet({_row([term])}, {window})" for term in terms]


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
