"""A division of the tokens into parts, whatever divides them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers


@dataclass(frozen=True, eq=False)
class Partition:
    """A division of the tokens into parts, each of which holds at least one token.

    ``bounds`` cuts the tokens into stretches (their first tokens, then the number of tokens), and
    ``codes`` gives the part of each stretch. ``labels`` names the parts. ``attributes`` says what a
    part is in terms of the corpus: for each attribute, such as "document", its value in each part.
    """

    by: str
    labels: Sequence[str]
    attributes: Mapping[str, Sequence[str]]
    bounds: NDArray[np.int64]
    codes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        """(parts,) tokens in each part."""
        sizes = np.bincount(self.codes, weights=np.diff(self.bounds), minlength=len(self))
        return sizes.astype(np.int64)

    def of(self, positions: Integers) -> NDArray[np.int64]:
        """The part of each token."""
        return self.codes[np.searchsorted(self.bounds, positions, side="right") - 1]

    def stretches(self, start: int, end: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The stretches between two tokens: the part of each, and its length."""
        first = np.searchsorted(self.bounds, start, side="right") - 1
        last = np.searchsorted(self.bounds, end)
        lengths = np.diff(self.bounds[first : last + 1].clip(start, end))
        return self.codes[first:last], lengths

    def label_column(self, part: Integers) -> "pd.Series[str]":
        """The label of each part, as a categorical column in the order of the parts."""
        return pd.Series(pd.Categorical.from_codes(part, self._index, ordered=True))

    @cached_property
    def _index(self) -> "pd.Index[str]":
        return pd.Index(list(self.labels), dtype="str")
