"""The tokens of a corpus found anew in its texts, as a list; the index is not asked."""

import operator
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from discourse.corpus.parts import Comparison, Condition
from discourse.corpus.query import parse_condition
from discourse.text.sentences import sentence_starts

if TYPE_CHECKING:
    from discourse.corpus.corpus import Corpus

SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """A token as the text has it, and what it is part of.

    Two neighbours are of one ``run`` if nothing between them is left out.
    """

    word: str
    lower: str
    start: int
    end: int
    run: tuple[int, ...]
    parts: dict[str, Any]

    @property
    def document(self) -> str:
        """The name of its document."""
        return str(self.parts["document"])


def read_again(corpus: "Corpus") -> list[Seen]:
    """The counted tokens of a corpus; in a subset those that its conditions leave.

    Examples
    --------
    >>> import discourse as dc
    >>> tokens = read_again(dc.read("seeds/").subset('section = "1"'))
    >>> len(tokens), tokens[0].word, tokens[0].parts["sentence"]
    (275, 'Building', 1)
    """
    tokens = _numbered([t for n in range(len(corpus.texts)) for t in _tokens(corpus, n)])
    for text in corpus.conditions:
        condition = parse_condition(text)
        kept: list[Seen] = []
        masked = 0
        for token in tokens:
            if holds(condition, token):
                kept.append(replace(token, run=(*token.run, masked)))
            else:
                masked += 1
        tokens = _numbered(kept)
    return tokens


def _tokens(corpus: "Corpus", number: int) -> Iterator[Seen]:
    text = corpus.texts[number]
    source = {str(name): value for name, value in corpus.sources.iloc[number].items()}
    sentences = sentence_starts(text, str(source.get("language", "en"))).tolist()
    left_out = 0
    for region in corpus.regions[corpus.regions["document"] == number].to_dict("records"):
        if not region["section"]:  # only what the source has counted is in a section
            left_out += 1
            continue
        piece = text[region["start"] : region["end"]]
        for start, end in corpus.words.spans(piece).tolist():
            at = start + region["start"]
            sentence = bisect_right(sentences, at)
            parts = {**source, "section": region["section"], "sentence": sentence}
            word = piece[start:end]
            yield Seen(
                word, corpus.words.fold(word), at, at + end - start, (number, left_out), parts
            )


def _numbered(tokens: list[Seen]) -> list[Seen]:
    """The tokens, with their sentences numbered anew in each document."""
    numbered = []
    number = 0
    before: tuple[Any, ...] = ("", (), "", 0)
    for token in tokens:
        place = (token.document, token.run, token.parts["section"], token.parts["sentence"])
        number = number + (place != before) if place[0] == before[0] else 1
        numbered.append(replace(token, parts={**token.parts, "sentence": number}))
        before = place
    return numbered


def holds(condition: Condition, token: Seen) -> bool:
    """Whether a token is in the parts that a condition asks for; without one it is."""
    return not condition or any(all(_compared(c, token) for c in group) for group in condition)


def _compared(comparison: Comparison, token: Seen) -> bool:
    value = token.parts[comparison.attribute]
    if value != value or value is None:
        return comparison.operator == "!="
    value = str(value) if isinstance(comparison.value, str) else float(value)
    return bool(SIGNS[comparison.operator](value, comparison.value))
