"""A table of counts by part, a few rows at a time."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy import sparse

BATCH_COUNTS = 1 << 16  # counts that are looked at at a time


def divide_rows(
    table: "sparse.csr_array", rows: NDArray[np.bool_]
) -> "Iterator[tuple[slice, sparse.csr_array]]":
    """Some rows of a table, few at a time: their places among these rows, and their counts.

    What is computed from few counts fits the cache, and needs no fresh memory.
    """
    from scipy import sparse

    numbers = np.flatnonzero(rows)
    blocks = table.indptr[numbers] // BATCH_COUNTS
    cuts = [0, *(np.flatnonzero(np.diff(blocks)) + 1).tolist(), len(numbers)]
    for start, end in pairwise(cuts):
        first = numbers[start] if end > start else 0
        last = numbers[end - 1] + 1 if end > start else 0
        borders = table.indptr[first : last + 1]
        cells = (part[borders[0] : borders[-1]] for part in (table.data, table.indices))
        shape = (last - first, table.shape[1])
        block = sparse.csr_array((*cells, borders - borders[0]), shape=shape)
        yield slice(start, end), block[rows[first:last]]
