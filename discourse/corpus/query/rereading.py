"""Find the tokens of a corpus again in its texts, as plain lists and without the index."""

import operator
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pandas as pd

from discourse.corpus.query.parsing import parse_condition
from discourse.corpus.query.pattern import AttributeComparison, Condition, Test
from discourse.corpus.store.parts import UNITS
from discourse.corpus.store.store import Store
from discourse.text.folding import DOTLESS
from discourse.text.languages import language_code
from discourse.text.sentences import sentence_starts

SIGNS: dict[str, Any] = {
    "=": operator.eq, "!=": operator.ne, "<": operator.lt,
    "<=": operator.le, ">": operator.gt, ">=": operator.ge, "in": lambda value, of: value in of,
}  # fmt: skip

Parts = dict[str, Any]


class SentenceTokens(NamedTuple):
    """Consecutive tokens of one sentence: their words and first characters.

    Neighbouring stretches have the same ``run`` if nothing between them is left out.
    """

    words: list[str]
    starts: list[int]
    run: tuple[int, ...]
    parts: Parts


class DotlessWord(str):
    """A word with the letter I in a text whose lower case of it is ı.

    It is unequal to the same word in other texts, because it counts as another term.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DotlessWord) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash((str(self), "ı"))


def _language_of(word: str) -> str:
    return DOTLESS[0] if isinstance(word, DotlessWord) else ""


class RereadTokens:
    """The tokens of a corpus in the order of its texts.

    ``words`` and ``starts`` give each token and its first character; ``at`` is the number of its
    stretch. ``lower`` maps a word to the form in which it is counted; ``passing`` keeps the words
    that pass a test.
    """

    def __init__(self, stretches: Iterable[SentenceTokens], fold: Callable[..., str]) -> None:
        self.stretches = list(stretches)
        self.words = [word for stretch in self.stretches for word in stretch.words]
        self.starts = array("L", (start for stretch in self.stretches for start in stretch.starts))
        self.at = array("L", (n for n, stretch in enumerate(self.stretches) for _ in stretch.words))
        self.lower = {word: fold(word, _language_of(word)) for word in set(self.words)}
        self.passing: dict[Test, set[str]] = {}
        self._stops: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def parts(self, token: int) -> Parts:
        """The document, section and sentence of a token, and the metadata of its document."""
        return self.stretches[self.at[token]].parts

    def stops(self, unit: str) -> list[int]:
        """For each stretch, the first token after it that no hit from inside it may reach."""
        if unit not in self._stops:
            self._stops[unit] = self._find_stops(UNITS[: UNITS.index(unit) + 1])
        return self._stops[unit]

    def _find_stops(self, names: Sequence[str]) -> list[int]:
        keys = [(s.run, [s.parts[name] for name in names]) for s in self.stretches]
        ends = list(accumulate(len(stretch.words) for stretch in self.stretches))
        for at in reversed(range(len(ends) - 1)):
            if keys[at] == keys[at + 1]:
                ends[at] = ends[at + 1]
        return ends


def reread(store: Store) -> RereadTokens:
    """Read the counted tokens of a corpus again; in a subset, those that its conditions keep.

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
    known: dict[str, str] = {}  # Keep each word once, however often it occurs.
    columns = [store.regions[name].tolist() for name in ("document", "section", "start", "end")]
    for number, regions in groupby(zip(*columns, strict=True), key=itemgetter(0)):
        text = store.texts[number]
        source = {str(name): value for name, value in store.sources.iloc[number].items()}
        rule, given = store.tokenizer.rule, source.get("language", "en")
        sentences = sentence_starts(text, given, rule=rule).tolist()
        dotless = rule != "1" and language_code(given) in DOTLESS
        left_out = 0
        for _, section, first, last in regions:
            if not section:  # Only counted text is in a section.
                left_out += 1
                continue
            found = store.tokenizer.spans(text[first:last]).tolist()
            spans = [(first + start, first + end) for start, end in found]
            for sentence, inside in groupby(spans, key=lambda s: bisect_right(sentences, s[0])):
                tokens = list(inside)
                words = [text[start:end] for start, end in tokens]
                words = [DotlessWord(w) if dotless and "I" in w else w for w in words]
                yield SentenceTokens(
                    [known.setdefault(word, word) for word in words],
                    [start for start, _ in tokens],
                    (number, left_out),
                    {**source, "section": section, "sentence": sentence},
                )


def _keep_stretches(
    stretches: Iterable[SentenceTokens], condition: Condition
) -> Iterator[SentenceTokens]:
    """Keep the stretches that satisfy a condition; a stretch that is left out ends a run."""
    masked = 0
    for stretch in stretches:
        if holds(condition, stretch.parts):
            yield stretch._replace(run=(*stretch.run, masked))
        else:
            masked += 1


def _number_sentences(stretches: Iterable[SentenceTokens]) -> Iterator[SentenceTokens]:
    """Number the sentences of each document from 1 again."""
    number = 0
    before: tuple[Any, ...] = ("", (), "", 0)
    for stretch in stretches:
        parts = stretch.parts
        place = (parts["document"], stretch.run, parts["section"], parts["sentence"])
        number = number + (place != before) if place[0] == before[0] else 1
        yield stretch._replace(parts={**parts, "sentence": number})
        before = place


def holds(condition: Condition, parts: Parts) -> bool:
    """Whether the parts of a token satisfy a condition; an empty condition always holds."""
    return not condition or any(
        all(_holds_comparison(c, parts) for c in group) for group in condition
    )


def _holds_comparison(comparison: AttributeComparison, parts: Parts) -> bool:
    value, wanted = parts[comparison.attribute], comparison.value
    if pd.isna(value):
        if isinstance(wanted, frozenset):
            return "" in wanted
        return comparison.operator == ("=" if wanted == "" else "!=")
    example = next(iter(wanted)) if isinstance(wanted, frozenset) else wanted
    value = str(value) if isinstance(example, str) else float(value)
    return bool(SIGNS[comparison.operator](value, wanted))
