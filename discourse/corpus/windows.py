"""Windows: the tokens near some hits, each once however many hits it is near."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Windows:
    """Two sets of tokens, ascending: those in the windows, and those of the hits themselves."""

    inside: NDArray[np.int64]
    nodes: NDArray[np.int64]


def windows(
    hits: NDArray[np.int64], bounds: NDArray[np.int64], *, left: int, right: int
) -> Windows:
    """The tokens up to `left` before and `right` after a hit, without any hit's own.

    Parameters
    ----------
    hits : (hits, 2), the first token and the one after the last, ascending.
    bounds : the borders that no window crosses, closed by the number of tokens.
    """
    firsts, ends = _merged(hits)
    stretch = np.searchsorted(bounds, firsts, side="right")
    border_before, border_after = bounds[stretch - 1], bounds[stretch]
    across = np.flatnonzero(ends > border_after)  # hits that stay within a larger unit
    border_after[across] = bounds[np.searchsorted(bounds, ends[across])]
    opening = np.maximum(firsts - left, np.maximum(border_before, np.append(0, ends)[:-1]))
    closing = np.minimum(ends + right, np.minimum(border_after, np.append(firsts, bounds[-1])[1:]))
    inside = _union(_alternating(opening, ends), _alternating(firsts, closing))
    return Windows(inside, _union(firsts, ends))


def _merged(hits: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hits that overlap as one stretch: the first token of each, and the one after its last."""
    reached = np.maximum.accumulate(hits[:, 1])
    opens = hits[:, 0] >= np.append(0, reached)[:-1]
    closes = np.append(opens, True)[1:]
    return hits[opens, 0], reached[closes]


def _alternating(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.stack([one, other], axis=1).reshape(-1)


def _union(firsts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """The tokens in at least one of some stretches, whose firsts ascend."""
    before = np.maximum.accumulate(np.append(0, ends))[:-1]
    firsts = np.maximum(firsts, before)
    lengths = np.maximum(ends - firsts, 0)
    starts = np.cumsum(lengths) - lengths
    tokens: NDArray[np.int64] = np.arange(lengths.sum()) + np.repeat(firsts - starts, lengths)
    return tokens
