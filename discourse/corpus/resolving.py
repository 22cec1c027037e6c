"""The queries of rows: what a table counts, written as a query with exactly those hits."""

from collections.abc import Sequence
from itertools import chain

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
from discourse.corpus.query import parse, term_query
from discourse.text.words import Words

# The unit that hits stay within where a query names none.
UNNAMED = "section"


def term_queries(
    rows: Sequence[Sequence[str]], words: Words, *, within: str = UNNAMED
) -> list[str]:
    r"""For each row of terms the query whose hits are these terms next to one another.

    Examples
    --------
    >>> import discourse as dc
    >>> term_queries([["human", "rights"], ["u.s."]], dc.Words())
    ['human rights', '[lower="u\\.s\\."]']
    >>> term_queries([["human", "rights"]], dc.Words(), within="sentence")
    ['[lower="human"] [lower="rights"] within sentence']
    """
    if within != UNNAMED:
        return [f"{_row(row)} within {within}" for row in rows]
    queries = {term: term_query([term], words) for term in set(chain.from_iterable(rows))}
    plain = {term for term, query in queries.items() if query == term}
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
