"""The tokens that a subset keeps, as stretches of the corpus."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class KeptTokens:
    """Stretches of a corpus, and which of them are kept.

    Nothing of the length of the corpus is made to count them.

    Attributes
    ----------
    bounds : ndarray of int64, shape (stretches + 1,)
        The first token of each stretch, and the end of the corpus.
    stays : ndarray of bool, shape (stretches,)
        Whether the tokens of a stretch are kept.
    """

    bounds: NDArray[np.int64]
    stays: NDArray[np.bool_]

    @cached_property
    def mask(self) -> NDArray[np.bool_]:
        """Whether each token is kept."""
        return np.repeat(self.stays, np.diff(self.bounds))

    @cached_property
    def _before(self) -> NDArray[np.int64]:
        """How many tokens are kept before each bound."""
        return np.concatenate([[0], np.cumsum(np.diff(self.bounds) * self.stays)])

    @property
    def count(self) -> int:
        """How many tokens are kept."""
        return int(self._before[-1])

    @property
    def edges(self) -> NDArray[np.int64]:
        """The tokens at which what is kept begins or ends inside the corpus."""
        lengths = np.diff(self.bounds)
        stays, first = self.stays[lengths > 0], self.bounds[:-1][lengths > 0]
        return first[1:][np.diff(stays)]

    def count_before(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many tokens are kept before each of some tokens; the end of the corpus is one."""
        stretch = np.searchsorted(self.bounds, tokens, side="right") - 1
        stretch = np.minimum(stretch, len(self.stays) - 1)
        inside = (tokens - self.bounds[stretch]) * self.stays[stretch]
        return self._before[stretch] + inside
