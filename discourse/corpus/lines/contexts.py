"""The context of a hit: how far it reaches, and where that is in the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.parts import borders, document_of, region_of
from discourse.corpus.store.store import Store
from discourse.text.document import COUNT

UNITS_OF_CONTEXT = ("token", "character")

# Punctuation that belongs to the word after it, and to the word before it.
OPENING = "\"'“‘‚„«‹([{¿¡「『（《〈【"
CLOSING = ".,;:!?…%\"'”’»›)]}。，、；：！？」』）》〉】"

Columns = tuple[NDArray[np.int64], ...]


@dataclass(frozen=True, eq=False)
class Contexts:
    """How far the context of a hit reaches.

    ``size`` is a number of tokens or characters on either side, as ``unit`` says. A context ends
    with the document, section or sentence (``within``) of its hit, and where text is dropped, shown
    or masked.
    """

    store: Store
    size: int
    unit: str
    within: str

    @cached_property
    def borders(self) -> NDArray[np.int64]:
        """Sorted token positions that no context crosses, ending with the number of tokens."""
        return borders(self.store, self.within)

    def first(self, hits: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first token that the context of each hit may include."""
        return self.borders[np.searchsorted(self.borders, hits[:, 0], side="right") - 1]

    def last(self, hits: NDArray[np.int64]) -> NDArray[np.int64]:
        """The token after the last one that the context of each hit may include."""
        return self.borders[np.searchsorted(self.borders, hits[:, 1] - 1, side="right")]

    def slices(self, hits: NDArray[np.int64]) -> Iterator[tuple[str, str, str]]:
        """The text before each hit, of the hit, and after it, exactly as in the source."""
        documents = document_of(self.store, hits[:, 0])
        texts = {number: self.store.texts[number] for number in np.unique(documents).tolist()}
        starts, ends = hit_characters(self.store, hits)
        bounds = self._by_token(hits) if self.unit == "token" else self._by_character(hits)
        columns = [column.tolist() for column in (documents, starts, ends, *bounds)]
        for document, start, end, floor, left, right, ceiling in zip(*columns, strict=True):
            text = texts[document]
            before = text[_extend_left(text, floor, left) : start]
            yield before, text[start:end], text[end : _extend_right(text, right, ceiling)]

    def _by_token(self, hits: NDArray[np.int64]) -> Columns:
        """Floor, left, right and ceiling of a context that is counted in tokens."""
        return self._reach(
            np.maximum(hits[:, 0] - self.size, self.first(hits)),
            np.minimum(hits[:, 1] + self.size, self.last(hits)),
        )

    def _by_character(self, hits: NDArray[np.int64]) -> Columns:
        """Floor, left, right and ceiling of a context that is counted in characters."""
        floor, left, right, ceiling = self._reach(self.first(hits), self.last(hits))
        starts, ends = hit_characters(self.store, hits)
        earliest, latest = starts - self.size, ends + self.size
        return (
            np.maximum(floor, earliest),
            np.maximum(left, earliest),
            np.minimum(right, latest),
            np.minimum(ceiling, latest),
        )

    def _reach(self, first: NDArray[np.int64], last: NDArray[np.int64]) -> Columns:
        """The characters of tokens `first` to `last`, between a floor and a ceiling.

        Punctuation beside these tokens may be included down to the floor and up to the ceiling: to
        the next token, or to the edge of the counted text.
        """
        index = self.store.index
        opens, closes = self._counted_stretches
        floor = opens[region_of(self.store, first)]
        ceiling = closes[region_of(self.store, last - 1)]
        inside = ~_occurs_in(index.runs, first)
        floor[inside] = np.maximum(floor[inside], index.ends[first[inside] - 1])
        inside = ~_occurs_in(index.runs, last)
        ceiling[inside] = np.minimum(ceiling[inside], index.starts[last[inside]])
        return (
            floor,
            index.starts[first].astype(np.int64),
            index.ends[last - 1].astype(np.int64),
            ceiling,
        )

    @cached_property
    def _counted_stretches(self) -> Columns:
        """The first and last character of the stretch of counted text that each region is in."""
        regions = self.store.regions
        counted = (regions["treatment"] == COUNT).to_numpy()
        document = regions["document"].to_numpy()
        joined = counted[1:] & counted[:-1] & (document[1:] == document[:-1])
        firsts = np.flatnonzero(np.concatenate([[True], ~joined]))
        stretch = np.cumsum(np.concatenate([[True], ~joined])) - 1
        lasts = np.append(firsts[1:], len(regions)) - 1
        opens = regions["start"].to_numpy()[firsts][stretch]
        closes = regions["end"].to_numpy()[lasts][stretch]
        return opens, closes


def hit_characters(store: Store, hits: NDArray[np.int64]) -> Columns:
    """The first character of each hit in its document, and the one after its last."""
    index = store.index
    return index.starts[hits[:, 0]].astype(np.int64), index.ends[hits[:, 1] - 1].astype(np.int64)


def _occurs_in(ascending: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = ascending[np.searchsorted(ascending, values)] == values
    return found


def _extend_left(text: str, floor: int, at: int) -> int:
    while at > floor and text[at - 1] in OPENING:
        at -= 1
    return at


def _extend_right(text: str, at: int, ceiling: int) -> int:
    while at < ceiling and text[at] in CLOSING:
        at += 1
    return at
