"""The query language: text becomes a `Query`, tokens patterns in sequence and a condition."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.corpus.parts import Comparison, Condition
from discourse.corpus.vocabulary import Vocabulary
from discourse.errors import DiscourseError
from discourse.text.words import Words

# Letters of a script that no text here is in: they stand for wildcards while a phrase is tokenised.
_STAR, _ONE = "\U00016f00", "\U00016f01"
_COMPARISON = regex.compile(
    r"\s*(?P<attribute>\w+)\s*(?P<operator>!=|<=|>=|=|<|>)\s*"
    r'(?:"(?P<text>(?:[^"\\]|\\.)*)"|(?P<number>-?\d+(?:\.\d+)?))\s*'
)


@dataclass(frozen=True)
class Query:
    """Alternatives, each a sequence of token patterns; and where they may stand."""

    alternatives: tuple[tuple[str, ...], ...]
    condition: Condition


def parse(query: str, words: Words) -> Query:
    phrase, _, condition = query.partition("::")
    return Query(
        tuple(_phrase(phrase, words)),
        parse_condition(condition) if condition else (),
    )


def _phrase(phrase: str, words: Words) -> list[tuple[str, ...]]:
    marked = phrase.replace("*", _STAR).replace("?", _ONE)
    sequences: list[tuple[str, ...]] = [()]
    for chunk in marked.split():
        options = [tuple(map(words.fold, words.tokens(part))) for part in chunk.split("|")]
        sequences = [before + option for before in sequences for option in options]
    return [s for s in sequences if s]


def parse_condition(text: str) -> Condition:
    """What follows ``::``, or the condition of a subset."""
    return tuple(
        tuple(_comparison(item, text) for item in alternative.split("&"))
        for alternative in text.split("|")
    )


def _comparison(item: str, text: str) -> Comparison:
    found = _COMPARISON.fullmatch(item)
    if found is None:
        raise DiscourseError(f'{text.strip()!r} is no condition; write one as section = "2".')
    value = found["text"]
    return Comparison(
        found["attribute"],
        found["operator"],
        float(found["number"]) if value is None else regex.sub(r"\\(.)", r"\1", value),
    )


def terms_like(pattern: str, vocabulary: Vocabulary) -> NDArray[np.int64]:
    if _STAR not in pattern and _ONE not in pattern:
        number = vocabulary.term_id.get(pattern)
        return np.array([] if number is None else [number], dtype=np.int64)
    wanted = regex.compile(regex.escape(pattern).replace(_STAR, ".*").replace(_ONE, "."), regex.S)
    return np.array(
        [n for n, term in enumerate(vocabulary.terms) if wanted.fullmatch(term)], dtype=np.int64
    )


def term_query(terms: Sequence[str], words: Words) -> str:
    """The query whose hits are exactly the tokens counted as these terms, in a row."""
    phrase = " ".join(terms)
    if not set(phrase) & set('*?|["\\') and "::" not in phrase:
        if _phrase(phrase, words) == [tuple(terms)]:
            return phrase
    return " ".join(f'[lower="{_escaped(term)}"]' for term in terms)


def _escaped(term: str) -> str:
    return regex.escape(term, literal_spaces=True).replace('"', '\\"')
