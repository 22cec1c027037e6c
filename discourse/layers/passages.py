"""What a maker reads: each text of a corpus, with its counted stretches, tokens and sentences."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import regex
from numpy.typing import NDArray

from discourse.corpus.corpus import Corpus
from discourse.corpus.store.store import Store
from discourse.text.document import COUNT, DROP
from discourse.text.sentences import sentence_starts

# It is no letter, mark or blank, so that no rule looks across what is dropped.
DROPPED = "\ufffc"
# How many characters around a dropped stretch show whether a sentence goes on after it.
_AROUND = 400
_DROPPED = regex.compile(rf"{DROPPED}+")
_UNFINISHED = regex.compile(r"[^.!?…:;\s][\"”’'»)\]]*\s*\Z")


@dataclass(frozen=True)
class Stretch:
    """A labelled stretch of a text; ``head`` is where its section's head ends, -1 without one."""

    name: str
    treatment: str
    start: int
    end: int
    head: int


@dataclass(frozen=True, eq=False)
class Passages:
    """One text, and what is known about it without any layer.

    Attributes
    ----------
    digest : str
        The first twelve hex digits of its sha256.
    text : str
        All of its characters, with `DROPPED` in place of each dropped one.
    language : str
        Its language, "en" if none is given.
    stretches : tuple of Stretch
        Its regions other than the dropped ones, in order.
    starts, ends : ndarray of int64, shape (tokens,)
        The first character of each counted token, and the one after its last.
    openings : ndarray of int64
        The numbers of the tokens that begin a sentence, among its tokens; empty unless asked for.
        A word with which a sentence goes on after a dropped stretch is not one of them.
    """

    digest: str
    text: str
    language: str
    stretches: tuple[Stretch, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    openings: NDArray[np.int64]

    @property
    def counted(self) -> list[Stretch]:
        """The stretches whose tokens are counted."""
        return [stretch for stretch in self.stretches if stretch.treatment == COUNT]

    @cached_property
    def forms(self) -> list[str]:
        """The tokens as they are written."""
        pairs = zip(self.starts.tolist(), self.ends.tolist(), strict=True)
        return [self.text[start:end] for start, end in pairs]

    @cached_property
    def opens_sentence(self) -> NDArray[np.bool_]:
        """Which tokens begin a sentence."""
        opens = np.zeros(len(self.starts), dtype=bool)
        opens[self.openings] = True
        return opens

    def line_id(self, start: int, end: int) -> str:
        """The ``line_id`` of some characters."""
        return f"{self.digest}:{start}-{end}"

    def gap(self, token: int) -> str:
        """What is written between a token and the next one."""
        return self.text[int(self.ends[token]) : int(self.starts[token + 1])]


def read_passages(corpus: Corpus, *, sentences: bool = False) -> Iterator[Passages]:
    """Read the texts of a corpus, each once; of a subset, its texts as a whole.

    What a maker says about a text therefore depends on this text alone: a layer of several
    corpora, or of a part of one, has the same spans. Sentences are found only where they are asked
    for, because finding them is as slow as reading the texts.
    """
    wanted = set(corpus.store.digests.tolist())
    store = corpus.whole.store
    index, languages = store.index, store.languages
    known = store.sentences if sentences else np.empty(0, dtype=np.int64)
    is_dropped = store.regions["treatment"] == DROP
    regions = store.regions[~is_dropped]
    dropped = dict(list(store.regions[is_dropped].groupby("document")))
    columns = ("name", "treatment", "start", "end", "head")
    by_document = dict(list(regions.groupby("document")))
    for number, digest in enumerate(store.digests.tolist()):
        if digest not in wanted:
            continue
        wanted.remove(digest)
        first, last = index.documents[number : number + 2].tolist()
        borders = np.searchsorted(known, [first, last])
        openings = known[borders[0] : borders[1]]
        text = _blank_out(store.texts[number], dropped.get(number))
        if sentences and store.given is None and number in dropped:
            openings = _leave_out_continued(openings, text, languages[number], store)
        rows = by_document.get(number, regions.iloc[:0])
        yield Passages(
            digest,
            text,
            languages[number],
            tuple(Stretch(*row) for row in zip(*(rows[c].tolist() for c in columns), strict=True)),
            index.starts[first:last].astype(np.int64),
            index.ends[np.arange(first, last)].astype(np.int64),
            openings - first,
        )


def _blank_out(text: str, dropped: pd.DataFrame | None) -> str:
    """Write `DROPPED` for each dropped character."""
    if dropped is None:
        return text
    parts, place = [], 0
    for start, end in sorted(zip(dropped["start"], dropped["end"], strict=True)):
        parts += [text[place:start], DROPPED * (end - max(start, place))]
        place = max(place, end)
    return "".join([*parts, text[place:]])


def _leave_out_continued(
    openings: NDArray[np.int64], text: str, language: str, store: Store
) -> NDArray[np.int64]:
    """Leave out the words after a dropped stretch with which no sentence begins.

    In the corpus no sentence crosses what is dropped: a page number divides one in two.
    """
    index = store.index
    after_dropped = np.setdiff1d(np.intersect1d(openings, index.runs), index.sections)
    continued = [
        token
        for token in after_dropped.tolist()
        if _is_continued(text, int(index.starts[token]), language, store.tokenizer.rule)
    ]
    return np.setdiff1d(openings, continued)


def _is_continued(text: str, start: int, language: str, rule: str) -> bool:
    """Whether the sentence before a dropped stretch goes on with the word after it."""
    before = _DROPPED.sub("", text[max(0, start - _AROUND) : start])
    if not before.strip():
        return False
    if text[start].islower() and _UNFINISHED.search(before):
        return True
    after = _DROPPED.sub("", text[start : start + _AROUND])
    begins = sentence_starts(before + after, language, rule=rule)
    word = before.rstrip()
    return not np.any((begins >= len(word)) & (begins <= len(before)))
