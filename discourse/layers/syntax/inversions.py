"""Verbs that stand before their subject: *What did the minister know?*, *Never has he spoken*.

A tagger's parse often takes *did* for the verb of such a question, and the minister for its object.
Only subjects with a noun are read here; a pronoun (*did they know*) is seldom misread.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from discourse.layers.syntax.english import BE, DO, HAVE
from discourse.layers.syntax.trees import LONGEST_CLAUSE, find_top
from discourse.layers.syntax.words import (
    BASE,
    GERUND,
    MODAL,
    PARTICIPLE,
    PAST,
    PRESENT,
    Column,
    Words,
)

ADVERBS = ("RB", "RBR", "RBS")
NOUNS = ("NN", "NNS", "NNP", "NNPS")
IN_PHRASES = (*NOUNS, "DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "CD", "POS")
QUESTIONS = ("WP", "WRB", "WDT")
# What a verb may stand before its subject after, besides a question word.
OPENERS = ("never", "nor", "neither", "seldom", "rarely", "hardly", "scarcely", "only", "not", "so")
RELATIONS = ("aux", "nsubj", "obj", "advmod")


class Inversion(NamedTuple):
    """A first verb, its subject from `low` to `high`, and its lexical verb, as places of words."""

    first: int
    low: int
    subject: int
    high: int
    verb: int


def find_inversions(words: Words) -> list[Inversion]:
    """The verbs that stand before a subject with a noun, in the order of the text.

    Parameters
    ----------
    words : Words
        The words with their parts of speech.
    """
    helping = words.form.is_any((*DO, *HAVE, *BE)) & np.isin(words.verb_form, (PAST, PRESENT))
    following = words.columns["xpos"].is_any((*IN_PHRASES, *ADVERBS))
    helping = (helping | (words.verb_form == MODAL)) & np.append(following[1:], False)
    reader = _Reader(words)
    read = map(reader.read, np.flatnonzero(helping).tolist())
    return [found for found in read if found is not None]


class _Reader:
    """The words around first verbs, read one by one."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def tag(self, at: int) -> str:
        xpos = self.words.columns["xpos"]
        return str(xpos.values[xpos.codes[at]])

    def written(self, at: int) -> str:
        return str(self.words.form.values[self.words.form.codes[at]])

    def is_next(self, at: int) -> bool:
        """Whether a word follows the one before it without a mark, in the same sentence."""
        sentence = self.words.sentence
        if at >= len(self.words) or sentence[at] != sentence[at - 1]:
            return False
        return not self.words.gap_before(at).strip("-'\"“”‘’ \n\t")

    def read(self, first: int) -> Inversion | None:
        if not self._can_invert(first):
            return None
        low = self._skip_adverbs(first + 1)
        if not self.is_next(low) or (phrase := self._read_phrase(low)) is None:
            return None
        subject, high = phrase
        verb = self._skip_adverbs(high + 1)
        if not self.is_next(verb) or not self._can_follow(first, verb):
            return None
        return Inversion(first, low, subject, high, verb)

    def _can_invert(self, first: int) -> bool:
        sentence = self.words.sentence
        start = int(np.searchsorted(sentence, sentence[first], side="left"))
        if self.written(first) in BE and not self._is_asked(first):
            return False
        if first == start:
            return True
        before = first - 1
        if self.tag(before) in QUESTIONS:
            return self.written(before) != "that" and (before == start or self._is_asked(first))
        if self.tag(before) in ADVERBS or self.written(before) in OPENERS:
            return self.written(before) in OPENERS or self._is_asked(first)
        return self.written(start) in OPENERS

    def _is_asked(self, at: int) -> bool:
        """Whether the sentence of a word is a question."""
        sentence = self.words.sentence
        last = int(np.searchsorted(sentence, sentence[at], side="right")) - 1
        text = self.words.store.texts[int(self.words.document[last])]
        end = int(self.words.end[last])
        return "?" in text[end : end + 3]

    def _skip_adverbs(self, at: int) -> int:
        while at < len(self.words) and self.tag(at) in ADVERBS:
            at += 1
        return at

    def _read_phrase(self, low: int) -> tuple[int, int] | None:
        """The head and the last word of a noun phrase, with what *of* adds."""
        high = self._end_phrase(low)
        if high is None:
            return None
        subject = high
        while self.is_next(high + 1) and self.written(high + 1) in ("of", "and"):
            if not self.is_next(high + 2) or (end := self._end_phrase(high + 2)) is None:
                break
            high = end
        return subject, high

    def _end_phrase(self, low: int) -> int | None:
        """The last noun of the phrase that begins at a word."""
        at, last = low, None
        while (at == low or self.is_next(at)) and self.tag(at) in IN_PHRASES:
            if self.tag(at) in ("DT", "PRP$") and at > low and self.tag(at - 1) != "PDT":
                break
            last = at if self.tag(at) in NOUNS else last
            at += 1
            if at == len(self.words):
                break
        return last

    def _can_follow(self, first: int, verb: int) -> bool:
        """Whether a verb has the form that the first one asks for."""
        form, written = self.words.verb_form[verb], self.written(first)
        if self.words.verb_form[first] == MODAL or written in DO:
            return bool(form in (BASE, PRESENT) and not self.written(verb).endswith("s"))
        if written in HAVE:
            return bool(form in (PARTICIPLE, PAST))
        return bool(form in (PARTICIPLE, GERUND))


def lift_inversions(words: Words, inversions: Sequence[Inversion]) -> Words:
    """Make the lexical verb of each the head of its first verb and of its subject.

    Parameters
    ----------
    words : Words
        The words with their heads.
    inversions : sequence of Inversion
        The verbs.
    """
    if not inversions:
        return words
    head, deprel = words.head.copy(), words.columns["deprel"]
    codes, values = deprel.codes.copy(), [*deprel.values, *RELATIONS]
    code_of = {name: len(deprel.values) + at for at, name in enumerate(RELATIONS)}
    question = words.columns["xpos"].is_any(["WP"])
    nominal = words.relation.is_any(["nsubj"])
    bounds = np.searchsorted(words.sentence, words.sentence, side="left")
    ends = np.searchsorted(words.sentence, words.sentence, side="right")
    for first, low, subject, high, verb in inversions:
        start = max(int(bounds[verb]), first - LONGEST_CLAUSE)
        end = min(int(ends[verb]), verb + LONGEST_CLAUSE)
        top = find_top(head, range(first, verb + 1))
        above, relation = int(head[top]), int(codes[top])
        for at in range(start, end):
            if low <= at <= high:
                head[at] = head[at] if low <= head[at] <= high else subject
            elif first <= head[at] <= high:
                head[at] = verb
        before = (head[start:first] == verb) & nominal[start:first]
        for at in (np.flatnonzero(before) + start).tolist():
            codes[at] = code_of["obj" if question[at] else "advmod"]
        if first > start and question[first - 1]:
            head[first - 1], codes[first - 1] = verb, code_of["obj"]
        head[verb], codes[verb] = above, relation
        head[first], codes[first] = verb, code_of["aux"]
        head[subject], codes[subject] = verb, code_of["nsubj"]
    columns = {**words.columns, "deprel": Column(tuple(values), codes)}
    return replace(words, head=head, columns=columns)
