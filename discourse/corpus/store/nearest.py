"""Find the nearest smaller value on either side of many places at once.

Above the values stands a tree of minima: of each pair, of each pair of pairs, and so on. A search
climbs until a neighbour's minimum is small enough, and descends to the value itself.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import Integers

Places = NDArray[np.int64]


class Minima:
    """The tree of minima of an array.

    Examples
    --------
    >>> tree = Minima(np.array([-1, 3, 5, 5, 2, -1]))
    >>> tree.last_at_most(np.array([3, 4]), np.array([4, 2])).tolist()
    [1, 0]
    >>> tree.next_at_most(np.array([1, 2]), np.array([4, 2])).tolist()
    [4, 4]
    """

    def __init__(self, values: Integers) -> None:
        self._levels: list[NDArray[np.integer[Any]]] = [values]
        largest = np.iinfo(values.dtype).max
        while len(self._levels[-1]) > 1:
            level = self._levels[-1]
            if len(level) % 2:
                level = self._levels[-1] = np.append(level, level.dtype.type(largest))
            self._levels.append(np.minimum(level[::2], level[1::2]))

    def last_at_most(self, places: Places, limits: Integers) -> Places:
        """The last place before each of some places whose value is at most a limit."""
        return self._find(places, limits, is_after=0)

    def next_at_most(self, places: Places, limits: Integers) -> Places:
        """The first place after each of some places whose value is at most a limit."""
        return self._find(places, limits, is_after=1)

    def _find(self, places: Places, limits: Integers, *, is_after: int) -> Places:
        """Climb level by level; a search that has found a node waits for the way down."""
        nodes, searching = places.copy(), np.arange(len(places))
        found: list[Places] = []
        for level in self._levels[:-1]:
            # Only a right child has its left sibling before it, and the other way round.
            here = nodes[searching]
            sibling = here ^ 1
            fits = ((here & 1) != is_after) & (level[sibling] <= limits[searching])
            found.append(searching[fits])
            nodes[found[-1]] = sibling[fits]
            searching = searching[~fits]
            nodes[searching] >>= 1
        return self._descend(nodes, limits, found, is_after)

    def _descend(
        self, nodes: Places, limits: Integers, found: list[Places], is_after: int
    ) -> Places:
        """Go down from where each search ended to the value that is nearest."""
        below = np.empty(0, dtype=np.int64)
        for number in range(len(found) - 1, 0, -1):
            below = np.append(below, found[number])
            nearer = 2 * nodes[below] + (1 - is_after)
            fits = self._levels[number - 1][nearer] <= limits[below]
            nodes[below] = np.where(fits, nearer, nearer ^ 1)
        return nodes
