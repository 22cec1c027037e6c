"""The tokens that a subset keeps, as stretches of the corpus."""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", bound=np.generic)


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

    def take(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """The values of the kept tokens, of one value per token; a view if they adjoin."""
        if len(self.stretches) == 1:
            return values[self.stretches[0, 0] : self.stretches[0, 1]]
        return values[self._mask]

    @cached_property
    def stretches(self) -> NDArray[np.int64]:
        """The first token, and the token after the last one, of what is kept without a gap."""
        lengths = np.diff(self.bounds)
        stays = np.concatenate([[False], self.stays[lengths > 0], [False]])
        bounds = np.append(self.bounds[:-1][lengths > 0], self.bounds[-1])
        return bounds[np.flatnonzero(stays[1:] != stays[:-1])].reshape(-1, 2)

    @cached_property
    def _mask(self) -> NDArray[np.bool_]:
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
