"""Divide the texts of a store into stretches of sentences that can be tagged by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.store import Store
from discourse.layers.taggers.word_cutting import FOLLOWS, TaggedStretch, find_opening

# Tokens that are tagged at a time: some seconds of work, so that a progress bar moves.
STRETCH_TOKENS = 1 << 14


@dataclass(frozen=True)
class Task:
    """A stretch of a document, and which of the store's tokens is its first.

    Attributes
    ----------
    document, first : int
        The numbers of the document and of the token.
    language : str
        The code of the document's language.
    stretch : TaggedStretch
        The sentences.
    """

    document: int
    first: int
    language: str
    stretch: TaggedStretch


@dataclass(frozen=True)
class _Sentences:
    """The sentences of a document: its text, its tokens, and where each sentence can have marks."""

    text: str
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    firsts: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.lows)

    def border(self, at: int) -> tuple[int, int]:
        """The end of the sentence before one, and the beginning of that one, in characters."""
        if at == len(self) or self.lows[at] != FOLLOWS:
            before = int(self.highs[at - 1]) if at else 0
            return before, int(self.lows[at]) if at < len(self) else before
        first = self.firsts[at]
        opening = find_opening(self.text, int(self.ends[first - 1]), int(self.starts[first]))
        return opening, opening

    def cut(self, at: int, after: int) -> TaggedStretch:
        """Some of the sentences."""
        low, high = self.border(at)[1], self.border(after)[0]
        first, end = self.firsts[at], self.firsts[after]
        lows = np.where(self.lows[at:after] == FOLLOWS, FOLLOWS, self.lows[at:after] - low)
        highs = self.highs[at:after] - low
        lows[0], highs[-1] = 0, high - low
        return TaggedStretch(
            self.text[low:high],
            self.starts[first:end] - low,
            self.ends[first:end] - low,
            self.firsts[at : after + 1] - first,
            lows,
            highs,
        )


def divide_document(store: Store, number: int) -> Iterator[Task]:
    """Divide the sentences of a document into stretches of some thousand tokens.

    Parameters
    ----------
    store : Store
        The texts.
    number : int
        The number of the document.

    Yields
    ------
    Task
        The stretches, in order; none of a document without a token.
    """
    first = int(store.index.documents[number])
    sentences = _find_sentences(store, number)
    language = store.languages[number]
    at = 0
    while at < len(sentences):
        limit = int(sentences.firsts[at]) + STRETCH_TOKENS
        after = max(at + 1, int(np.searchsorted(sentences.firsts, limit, side="right")) - 1)
        yield Task(number, first + int(sentences.firsts[at]), language, sentences.cut(at, after))
        at = after


def _find_sentences(store: Store, number: int) -> _Sentences:
    index, text = store.index, store.texts[number]
    first, end = index.documents[number : number + 2].tolist()
    starts = index.starts[first:end].astype(np.int64)
    ends = index.ends[np.arange(first, end)].astype(np.int64)
    between = slice(*np.searchsorted(store.sentences, [first, end]))
    firsts = store.sentences[between] - first
    if not len(firsts):
        return _Sentences(text, starts, ends, np.zeros(1, dtype=np.int64), firsts, firsts)
    lasts = np.append(firsts[1:], end - first) - 1
    region_start, region_end = _bound_regions(store, firsts + first, lasts + first)
    before = np.append(0, ends[lasts[:-1]])
    following = np.append(starts[firsts[1:]], len(text))
    # Two sentences share the marks between them, unless a region ends there.
    shares = (region_end[:-1] >= following[:-1]) & (region_start[1:] <= before[1:])
    follows = np.append(False, shares)
    lows = np.where(follows, FOLLOWS, np.maximum(region_start, before))
    highs = np.minimum(region_end, following)
    return _Sentences(text, starts, ends, np.append(firsts, end - first), lows, highs)


def _bound_regions(
    store: Store, firsts: NDArray[np.int64], lasts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first character of the region of some tokens, and the end of that of others."""
    rows, first_tokens = store.token_regions
    opens, closes = (
        rows[np.searchsorted(first_tokens, tokens, side="right") - 1] for tokens in (firsts, lasts)
    )
    return (
        store.regions["start"].to_numpy()[opens].astype(np.int64),
        store.regions["end"].to_numpy()[closes].astype(np.int64),
    )
