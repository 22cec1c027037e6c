"""The tokens of a corpus found anew in its texts, as plain lists; the index is not asked."""

import operator
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.pattern import Comparison, Condition, Test
from discourse.corpus.store.parts import UNITS
from discourse.corpus.store.store import Store
from discourse.text.sentences import sentence_starts

SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip

Parts = dict[str, Any]


class SentenceTokens(NamedTuple):
    """Tokens in a row that are part of the same sentence: their words and first characters.

    Two that follow one another are of one ``run`` if nothing between them is left out.
    """

    words: list[str]
    starts: list[int]
    run: tuple[int, ...]
    parts: Parts


class RereadTokens:
    """The tokens of a corpus as its texts have them, one after the other.

    ``words`` and ``starts`` are what each token is, and its first character; ``at`` is the number
    of its stretch. ``lower`` gives the form in which a word is counted; ``passing`` keeps the words
    that passed a test.
    """

    def __init__(self, stretches: Iterable[SentenceTokens], fold: Callable[[str], str]) -> None:
        self.stretches = list(stretches)
        self.words = [word for stretch in self.stretches for word in stretch.words]
        self.starts = array("L", (start for stretch in self.stretches for start in stretch.starts))
        self.at = array("L", (n for n, stretch in enumerate(self.stretches) for _ in stretch.words))
        self.lower = {word: fold(word) for word in set(self.words)}
        self.passing: dict[Test, set[str]] = {}
        self._stops: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def parts(self, token: int) -> Parts:
        """What a token is part of."""
        return self.stretches[self.at[token]].parts

    def stops(self, unit: str) -> list[int]:
        """For each stretch the first token after it that no hit with its own may reach."""
        if unit not in self._stops:
            self._stops[unit] = self._found_stops(UNITS[: UNITS.index(unit) + 1])
        return self._stops[unit]

    def _found_stops(self, names: Sequence[str]) -> list[int]:
        keys = [(s.run, [s.parts[name] for name in names]) for s in self.stretches]
        ends = list(accumulate(len(stretch.words) for stretch in self.stretches))
        for at in reversed(range(len(ends) - 1)):
            if keys[at] == keys[at + 1]:
                ends[at] = ends[at + 1]
        return ends


def reread(store: Store) -> RereadTokens:
    """The counted tokens of a corpus; in a subset those that its conditions leave.

    Examples
    --------
    >>> import discourse as dc
    >>> tokens = reread(dc.read("seeds/").subset('section = "1"').store)
    >>> len(tokens), tokens.words[0], tokens.parts(0)["sentence"]
    (275, 'Building', 1)
    """
    stretches = list(_number_sentences(_read_stretches(store)))
    for text in store.conditions:
        stretches = list(_number_sentences(_keep_stretches(stretches, parse_condition(text))))
    return RereadTokens(stretches, store.tokenizer.fold)


def _read_stretches(store: Store) -> Iterator[SentenceTokens]:
    known: dict[str, str] = {}  # each word once, however often it is there
    columns = [store.regions[name].tolist() for name in ("document", "section", "start", "end")]
    for number, regions in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        text = store.texts[number]
        source = {str(name): value for name, value in store.sources.iloc[number].items()}
        sentences = sentence_starts(text, str(source.get("language", "en"))).tolist()
        left_out = 0
        for _, section, first, last in regions:
            if not section:  # only what the source has counted is in a section
                left_out += 1
                continue
            found = store.tokenizer.spans(text[first:last]).tolist()
            spans = [(first + start, first + end) for start, end in found]
            for sentence, inside in groupby(spans, key=lambda s: bisect_right(sentences, s[0])):
                tokens = list(inside)
                words = [text[start:end] for start, end in tokens]
                yield SentenceTokens(
                    [known.setdefault(word, word) for word in words],
                    [start for start, _ in tokens],
                    (number, left_out),
                    {**source, "section": section, "sentence": sentence},
                )


def _keep_stretches(
    stretches: Iterable[SentenceTokens], condition: Condition
) -> Iterator[SentenceTokens]:
    """What a condition leaves; what it takes away ends a run."""
    masked = 0
    for stretch in stretches:
        if holds(condition, stretch.parts):
            yield stretch._replace(run=(*stretch.run, masked))
        else:
            masked += 1


def _number_sentences(stretches: Iterable[SentenceTokens]) -> Iterator[SentenceTokens]:
    """The stretches, with their sentences numbered anew in each document."""
    number = 0
    before: tuple[Any, ...] = ("", (), "", 0)
    for stretch in stretches:
        parts = stretch.parts
        place = (parts["document"], stretch.run, parts["section"], parts["sentence"])
        number = number + (place != before) if place[0] == before[0] else 1
        yield stretch._replace(parts={**parts, "sentence": number})
        before = place


def holds(condition: Condition, parts: Parts) -> bool:
    """Whether what a token is part of is what a condition asks for; without one it is."""
    return not condition or any(
        all(_holds_comparison(c, parts) for c in group) for group in condition
    )


def _holds_comparison(comparison: Comparison, parts: Parts) -> bool:
    value = parts[comparison.attribute]
    if pd.isna(value):
        return comparison.operator == ("=" if comparison.value == "" else "!=")
    value = str(value) if isinstance(comparison.value, str) else float(value)
    return bool(SIGNS[comparison.operator](value, comparison.value))
