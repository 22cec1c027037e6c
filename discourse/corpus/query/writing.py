"""Write queries and conditions: for each row of a table, the query with exactly its hits."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import regex
from numpy.typing import NDArray

from discourse.corpus.query.parsing import (
    SPECIAL,
    is_cql,
    parse_condition,
    split_restriction,
    term_query,
)
from discourse.corpus.query.pattern import (
    ANY,
    Both,
    Choice,
    Containing,
    Edge,
    Find,
    Hits,
    Meet,
    Minus,
    Not,
    Pattern,
    SpanHits,
    Structure,
    Test,
    Token,
    TokenSequence,
    Union,
    Within,
    Word,
    escape_value,
    pattern_length,
)
from discourse.corpus.store.index import Integers
from discourse.corpus.store.layer_values import (
    JOINT,
    NO_VALUES,
    TERM,
    counted_names,
    split_value,
)
from discourse.corpus.store.partition import Partition, quote_label
from discourse.corpus.store.strings import LETTERS_AND_DIGITS, Strings
from discourse.corpus.store.vocabulary import TermNumbers, Vocabulary
from discourse.errors import DiscourseError
from discourse.text.segmenters import FILE
from discourse.text.tokenizer import Tokenizer

BATCH_ROWS = 1 << 17  # for which queries are written at a time
# Terms that are looked at as Python strings at a time, which take ten times the room of Arrow's.
BATCH_TERMS = 1 << 16
# The unit that hits stay within if a query names none.
DEFAULT_UNIT = "section"
# Attributes with these names are quoted in conditions, where the bare words join comparisons.
CONDITION_WORDS = ("and", "or", "in")


def term_queries(
    terms: Sequence[str] | pa.StringArray, tokenizer: Tokenizer, of: str = TERM
) -> pa.StringArray:
    r"""Write for each term, or value of a layer, the query whose hits are its tokens.

    Examples
    --------
    >>> import discourse as dc
    >>> term_queries(["rights", "u.s."], dc.Tokenizer()).to_pylist()
    ['rights', '[lower="u\\.s\\."]']
    >>> term_queries(["build_VERB"], dc.Tokenizer(), "lemma+pos").to_pylist()
    ['[lemma="build" & pos="VERB"]']
    """
    known = terms if isinstance(terms, pa.StringArray) else pa.array(terms, pa.string())
    if of != TERM:
        return pc.binary_join_element_wise("[", write_tests(known, of), "]", "")
    other = pa.array(~_is_plain(known, tokenizer))
    written = [term_query([term], tokenizer) for term in known.filter(other).to_pylist()]
    return pc.replace_with_mask(known, other, pa.array(written, pa.string()))


def _is_plain(terms: pa.StringArray, tokenizer: Tokenizer) -> NDArray[np.bool_]:
    """Which terms are phrases just as they are: one token each, without special characters.

    Many are tokenised at a time: under the built-in rule, a term is one token if some token has
    exactly its borders. Parsing each term would take a hundred times longer.
    """
    plain = np.zeros(len(terms), dtype=bool)
    if tokenizer.segmenter in (None, FILE):  # which divide no letters and digits
        plain = Strings(terms).consist_of(LETTERS_AND_DIGITS)
    others = np.flatnonzero(~plain)
    for start in range(0, len(others), BATCH_TERMS):
        some = others[start : start + BATCH_TERMS]
        plain[some] = _are_plain(terms.take(pa.array(some)), tokenizer)
    return plain


def _are_plain(terms: pa.StringArray, tokenizer: Tokenizer) -> NDArray[np.bool_]:
    listed = terms.to_pylist()
    text = " ".join(listed)
    if tokenizer.segmenter not in (None, FILE) or SPECIAL.search(text):
        return np.array([term_query([term], tokenizer) == term for term in listed], dtype=bool)
    ends = np.cumsum(pc.utf8_length(terms).to_numpy() + 1, dtype=np.int64) - 1
    starts = np.append(0, ends[:-1] + 1)[: len(terms)]
    spans = np.append(tokenizer.spans(text), [[len(text) + 1, 0]], axis=0)
    spans = spans[np.searchsorted(spans[:, 0], starts)]
    plain = np.asarray((spans[:, 0] == starts) & (spans[:, 1] == ends), dtype=bool)
    for number in np.flatnonzero(~pc.string_is_ascii(terms).to_numpy(zero_copy_only=False)):
        plain[number] &= tokenizer.fold(listed[number]) == listed[number]
    return plain


def is_plain_in(vocabulary: Vocabulary, tokenizer: Tokenizer) -> NDArray[np.bool_]:
    """Which terms of a vocabulary are phrases just as they are, each a token."""
    if tokenizer not in vocabulary.plain_terms:
        vocabulary.plain_terms[tokenizer] = _is_plain(vocabulary.terms.array, tokenizer)
    return vocabulary.plain_terms[tokenizer]


def restrict(
    queries: pa.StringArray, row: Integers, parts: Partition, part: Integers
) -> pa.ChunkedArray:
    """Restrict each query of a row to a part of the corpus: ``rights :: section = "2"``."""
    used = np.flatnonzero(np.bincount(part, minlength=len(parts)))
    place = np.empty(len(parts), dtype=np.int32)
    place[used] = np.arange(len(used))
    conditions = pa.array(part_conditions(parts, used), pa.large_string())
    written = queries.cast(pa.large_string())
    separator = pa.scalar(" :: ", pa.large_string())
    # Some rows at a time, so that what they are joined from has its place in the same memory.
    joined = [
        pc.binary_join_element_wise(
            written.take(pa.array(row[start : start + BATCH_ROWS])),
            conditions.take(pa.array(place[part[start : start + BATCH_ROWS]])),
            separator,
        )
        for start in range(0, len(row), BATCH_ROWS)
    ]
    return pa.chunked_array(joined, pa.large_string())


def restrict_query(query: str, condition: str) -> str:
    """Restrict a query to parts, in addition to a condition that it has itself.

    Examples
    --------
    >>> restrict_query("rights", 'year = "2017"')
    'rights :: year = "2017"'
    >>> restrict_query('rights :: section = "1" | section = "2"', 'year = "2017"')
    'rights :: (section = "1" | section = "2") & year = "2017"'
    """
    hits, own = split_restriction(query)
    both = condition if own is None else f"({own.strip()}) & {condition}"
    return f"{hits.rstrip()} :: {both}"


def part_conditions(parts: Partition, part: Integers) -> list[str]:
    """Write for each part the condition that restricts a query to it."""
    if parts.factors:
        written = [part_conditions(each.parts, each.codes[part]) for each in parts.factors]
        return [" & ".join(conditions) for conditions in zip(*written, strict=True)]
    if parts.conditions is not None:
        return [parts.conditions[number] for number in part.tolist()]
    return [
        " & ".join(equals(name, values[number]) for name, values in parts.attributes.items())
        for number in part.tolist()
    ]


def write_either(conditions: Sequence[str]) -> str:
    """Write the condition that holds where one of several does.

    Examples
    --------
    >>> write_either(['year = "1990"', 'year = "2000" & party = "X"'])
    '(year = "1990") | (year = "2000" & party = "X")'
    """
    return " | ".join(f"({condition})" for condition in conditions)


def equals(attribute: str, label: str) -> str:
    """Write a comparison with a text, such as ``section = "2"``.

    Examples
    --------
    >>> equals("Speaker Name", "Li")
    '"Speaker Name" = "Li"'
    """
    return f"{_name_attribute(attribute)} = {quote_label(label)}"


def write_complement(condition: str) -> str:
    """Write the condition that holds outside a part: where not all of its comparisons hold.

    Examples
    --------
    >>> write_complement('document = "a" & section != "2"')
    'document != "a" | section = "2"'
    """
    (comparisons,) = parse_condition(condition)
    flipped = {"=": "!=", "!=": "="}
    pieces = [
        (_name_attribute(each.attribute), flipped[each.operator], quote_label(str(each.value)))
        for each in comparisons
    ]
    return " | ".join(map(" ".join, pieces))


def _name_attribute(attribute: str) -> str:
    """An attribute as a condition names it: in quotes if it is not a single word."""
    is_word = attribute.isidentifier() and attribute.replace("_", "").isalnum()
    return attribute if is_word and attribute not in CONDITION_WORDS else quote_label(attribute)


def write_membership(attribute: str, labels: Iterable[str]) -> str:
    """Write a comparison with several texts, such as ``document in ("a", "b")``."""
    return f"{attribute} in ({', '.join(map(quote_label, labels))})"


def row_queries(
    rows: NDArray[np.int64],
    vocabulary: Vocabulary,
    tokenizer: Tokenizer,
    *,
    within: str = DEFAULT_UNIT,
    of: str = TERM,
) -> pa.StringArray:
    """Write for each row of term numbers the query whose hits are these terms in a row.

    If values of a layer are counted, the vocabulary lists them instead of terms.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "human rights"}).store.index.vocabulary
    >>> row_queries(np.array([[0, 1], [1, 0]]), known, dc.Tokenizer()).to_pylist()
    ['human rights', 'rights human']
    >>> row_queries(np.array([[0, 1]]), known, dc.Tokenizer(), within="sentence").to_pylist()
    ['[lower="human"] [lower="rights"] within sentence']
    """
    suffix = "" if within == DEFAULT_UNIT else f" within {within}"
    if of != TERM:
        used, numbers = np.unique(rows, return_inverse=True)
        tests = write_tests(vocabulary.terms.take(used).array, of)
        columns = [tests.take(pa.array(column)) for column in numbers.reshape(rows.shape).T]
        values = pc.binary_join_element_wise(*columns, "] [")
        return pc.binary_join_element_wise("[", values, f"]{suffix}", "")
    queries = row_terms(rows, vocabulary)
    known = is_plain_in(vocabulary, tokenizer)
    plain = np.logical_and.reduce([known[column] for column in rows.T]) & (within == DEFAULT_UNIT)
    written = [
        _write_terms([vocabulary.terms[number] for number in row]) + suffix
        for row in rows[~plain].tolist()
    ]
    return pc.replace_with_mask(queries, pa.array(~plain), pa.array(written, pa.string()))


def write_value_query(
    query: str, of: str, values: Strings = NO_VALUES, *, ignore_case: bool = False
) -> str:
    """Write a phrase of a layer's values in CQL; terms, and what is CQL already, stay as they are.

    A phrase that is a value as a whole, among the ascending `values`, is one token. With
    `ignore_case`, values are looked for in any case, as terms are.

    Raises
    ------
    DiscourseError
        If values of several layers are counted together, and a word has not one of each.

    Examples
    --------
    >>> write_value_query('build communit* :: section = "2"', "lemma")
    '[lemma="build"] [lemma="communit.*"] :: section = "2"'
    >>> write_value_query("build_VERB *_NOUN", "lemma+pos")
    '[lemma="build" & pos="VERB"] [lemma=".+" & pos="NOUN"]'
    """
    phrase, condition = split_restriction(query)
    if of == TERM or not phrase.strip() or is_cql(phrase):
        return query
    if phrase.strip() in TermNumbers(values):
        words = [[escape_value(v) for v in _split_word(phrase.strip(), of)]]
    else:
        words = [[_write_wildcards(v) for v in _split_word(word, of)] for word in phrase.split()]
    tokens = (_write_patterns(word, of, ignore_case=ignore_case) for word in words)
    written = " ".join(f"[{token}]" for token in tokens)
    return written if condition is None else f"{written} ::{condition}"


def _write_wildcards(value: str) -> str:
    """Write a value with wildcards as a regular expression; an asterisk alone is any value."""
    if value and not value.strip("*"):
        return ".+"
    return _SIGN.sub(_write_sign, escape_value(value))


def _split_word(word: str, of: str) -> list[str]:
    names = counted_names(of)
    values = split_value(word, len(names))
    if len(values) < len(names):
        shown = JOINT.join("*" for _ in names[1:])
        raise DiscourseError(
            f"of={of!r} counts values of {len(names)} layers together, and {word!r} is not one of "
            f"each; join them with {JOINT}, such as {word}{JOINT}{shown}, where * is any value."
        )
    return values


def valued_query(of: str) -> str:
    """Write the query whose hits are the tokens that count: those with all of the values.

    Examples
    --------
    >>> valued_query("term"), valued_query("lemma+pos")
    ('[]', '[lemma!="" & pos!=""]')
    """
    tests = (f'{name}!=""' for name in counted_names(of) if name != TERM)
    return f"[{' & '.join(tests)}]"


def _write_values(values: Sequence[str], of: str) -> str:
    """Write a test of a token for its value in each of the layers that are counted together."""
    return _write_patterns(list(map(escape_value, values)), of)


def _write_patterns(patterns: Sequence[str], of: str, *, ignore_case: bool = False) -> str:
    return _test_template(of, " %c" if ignore_case else "").format(*patterns)


@cache
def _test_template(of: str, flag: str) -> str:
    tests = ('lower="{}"' if name == TERM else f'{name}="{{}}"{flag}' for name in counted_names(of))
    return " & ".join(tests)


def write_tests(values: pa.StringArray, of: str) -> pa.StringArray:
    """Write a test of a token for each term, or value."""
    names = counted_names(of)
    if len(names) == 1:
        name = "lower" if of == TERM else of
        return pc.binary_join_element_wise(f'{name}="', _escape_terms(values), '"', "")
    split = (split_value(value, len(names)) for value in values.to_pylist())
    return pa.array([_write_values(each, of) for each in split], pa.string())


def value_tests(values: Sequence[str], of: str) -> list[str]:
    """Write for each term, or value of a layer, a test of a token; ``|`` may join several.

    Examples
    --------
    >>> value_tests(["rights", "peace"], "term")
    ['lower="rights"', 'lower="peace"']
    >>> value_tests(["build_VERB"], "lemma+pos")
    ['(lemma="build" & pos="VERB")']
    """
    tests: list[str] = write_tests(pa.array(values, pa.string()), of).to_pylist()
    return [f"({test})" for test in tests] if len(counted_names(of)) > 1 else tests


def span_query(layer: str, label: str) -> str:
    r"""Write the query whose hits are the spans of a layer that have a label.

    Examples
    --------
    >>> span_query("name", "U.N.")
    '<name label="U\\.N\\."/>'
    """
    return f'<{layer} label="{escape_value(label)}"/>'


def both_query(one: str, other: str) -> str:
    """Write the query whose hits are those of two queries that give hits of their own.

    Examples
    --------
    >>> both_query('<code_A label="x"/>', "<code_B/>")
    '<code_A label="x"/> minus (<code_A label="x"/> minus <code_B/>)'
    """
    return f"{one} minus ({one} minus {other})"


def union_query(queries: Iterable[str]) -> str:
    """Write the query whose hits are those of any of several queries that give hits of their own.

    Examples
    --------
    >>> union_query(["<code_A/>", "<code_B/> minus <code_C/>"])
    '(<code_A/>) union (<code_B/> minus <code_C/>)'
    """
    return " union ".join(f"({query})" for query in queries)


_SIGN = regex.compile(r"\\([*?|])")


def _write_sign(found: regex.Match[str]) -> str:
    return {"*": ".*", "?": ".", "|": "|"}[found[1]]


def row_terms(rows: NDArray[np.int64], vocabulary: Vocabulary) -> pa.StringArray:
    """Join the terms of each row with spaces.

    Examples
    --------
    >>> import discourse as dc
    >>> known = dc.Corpus.from_texts({"a": "human rights"}).store.index.vocabulary
    >>> row_terms(np.array([[0, 1]]), known).to_pylist()
    ['human rights']
    """
    columns = [vocabulary.terms.array.take(pa.array(column)) for column in rows.T]
    return pc.binary_join_element_wise(*columns, " ")


def meet_queries(
    terms: pa.StringArray, node: Hits, *, left: int, right: int, within: str, of: str = TERM
) -> pa.StringArray:
    """Write for each term the query whose hits are its occurrences near a node.

    They are those from `left` tokens before a hit of the node to `right` tokens after it.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.query.parsing import parse
    >>> terms = pa.array(["human"])
    >>> node = parse("rights", dc.Tokenizer()).hits
    >>> found = meet_queries(terms, node, left=5, right=1, within="sentence")
    >>> found.to_pylist()
    ['meet([lower="human"], [lower="rights"], -1, 5, within=sentence)']
    """
    near = write_query(node)
    if not isinstance(node, Find) or pattern_length(node.pattern)[1] > 1:
        near = f"({near})" if _names_unit(node) else f"({near} within {within})"
    # The query measures from the term: a node to the right of it is at a positive distance.
    window = f"], {near}, {-right}, {left}, within={within})"
    return pc.binary_join_element_wise("meet([", write_tests(terms, of), window, "")


def _names_unit(hits: Hits) -> bool:
    return isinstance(hits, Within) and (isinstance(hits.limit, str) or _names_unit(hits.hits))


def _escape_terms(terms: pa.StringArray) -> pa.StringArray:
    """Write each term as a regular expression; nearly all stay as they are."""
    special = pc.match_substring_regex(terms, r"[^\pL\pM\pN'-]")
    return pc.replace_with_mask(
        terms, special, pa.array(map(escape_value, terms.filter(special).to_pylist()), pa.string())
    )


def _write_terms(terms: Sequence[str]) -> str:
    return " ".join(f'[lower="{escape_value(term)}"]' for term in terms)


def write_query(hits: Hits) -> str:
    """Write hits as a query in CQL.

    Examples
    --------
    >>> import discourse as dc
    >>> from discourse.corpus.query.parsing import parse
    >>> write_query(parse("communit* of shared|common future", dc.Tokenizer()).hits)
    '[lower="communit.*"] [lower="of"] ([lower="shared"] | [lower="common"]) [lower="future"]'
    """
    match hits:
        case Find(pattern):
            return _write_pattern_cql(pattern)
        case SpanHits(structure):
            return f"<{_write_structure(structure)}/>"
        case Minus(left, right):
            return f"{_write_group(left)} minus {_write_group(right)}"
        case Union(left, right):
            return f"{_write_group(left)} union {_write_group(right)}"
        case Within(inner, limit, negated):
            where = limit if isinstance(limit, str) else _write_limit(limit)
            return f"{_write_group(inner)} {'!' * negated}within {where}"
        case Containing(outer, inner, negated):
            return f"{_write_group(outer)} {'!' * negated}containing {_write_group(inner)}"
    return f"meet({write_query(hits.node)}, {write_query(hits.near)}, {hits.low}, {hits.high})"


def _write_group(hits: Hits) -> str:
    """Write hits as a part of others: in parentheses, unless it is plain where they end."""
    written = write_query(hits)
    is_plain = isinstance(hits, (SpanHits, Meet)) or (
        isinstance(hits, Find) and isinstance(hits.pattern, (Token, Choice))
    )
    return written if is_plain else f"({written})"


def _write_limit(limit: Hits) -> str:
    """Write what hits lie in: a layer by its name, any other hits in parentheses."""
    if isinstance(limit, SpanHits):
        is_whole = limit.structure.test == ANY
        return limit.structure.name if is_whole else write_query(limit)
    return f"({write_query(limit)})"


def _write_structure(structure: Structure) -> str:
    test = _write_test(structure.test)
    return f"{structure.name} {test}" if test else structure.name


def _write_pattern_cql(pattern: Pattern) -> str:
    match pattern:
        case Token(test):
            return f"[{_write_test(test)}]"
        case Edge(structure, is_end):
            return f"<{'/' * is_end}{_write_structure(structure)}>"
        case TokenSequence(items):
            return " ".join(map(_write_item, items))
        case Choice(options):
            return f"({' | '.join(map(_write_pattern_cql, options))})"
    return f"({_write_pattern_cql(pattern.item)}){{{pattern.least},{pattern.most}}}"


def _write_item(pattern: Pattern) -> str:
    written = _write_pattern_cql(pattern)
    is_row = isinstance(pattern, TokenSequence) and len(pattern.items) > 1
    return f"({written})" if is_row else written


def write_test(test: Test) -> str:
    """Write one of several tests of a token that are joined by ``&``.

    Examples
    --------
    >>> write_test(Not(Word("pos", "VERB|AUX")))
    'pos!="VERB|AUX"'
    >>> write_test(Both((Word("lower", "may"), Word("pos", "AUX"))))
    'lower="may" & pos="AUX"'
    """
    if isinstance(test, Not) and isinstance(test.test, Word):
        return write_test(test.test).replace("=", "!=", 1)
    if isinstance(test, Both) and test.tests:
        return " & ".join(map(write_test, test.tests))
    return _write_test(test) if isinstance(test, (Word, Not)) else f"({_write_test(test)})"


def _write_test(test: Test) -> str:
    if isinstance(test, Word):
        return f'{test.attribute}="{test.value}"{" %c" if test.ignore_case else ""}'
    if isinstance(test, Not):
        return f"!({_write_test(test.test)})"
    parts = [_write_test(part) for part in test.tests]
    return (" & " if isinstance(test, Both) else " | ").join(f"({part})" for part in parts)
