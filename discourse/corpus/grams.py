"""N-grams: which terms stand in a row, and how often in each part."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from discourse.corpus.index import Integers
from discourse.corpus.parts import Partition, borders

if TYPE_CHECKING:
    from scipy import sparse

    from discourse.corpus.corpus import Corpus

# A code above this would not fit 64 bits once multiplied by a vocabulary of 2 million.
LARGEST_CODE = 2**63 // 2**21


@dataclass(frozen=True, eq=False)
class Grams:
    """The n-grams of a corpus, each once: their terms, and how often they stand in each part.

    ``terms`` is (n-grams, n) term numbers, ``counts`` a sparse (n-grams × parts) matrix.
    """

    terms: NDArray[np.int64]
    counts: "sparse.csr_array"


def grams(corpus: "Corpus", n: int, *, parts: Partition, within: str, min_count: int) -> Grams:
    """The n-grams that stand `min_count` times or more; each belongs to the part it starts in."""
    from scipy import sparse

    starts = gram_starts(borders(corpus, within), corpus.size, n)
    number, first = _numbered(corpus.index.term_ids, starts, n)
    kept = np.bincount(number, minlength=len(first)) >= min_count
    counted = kept[number]
    row = (np.cumsum(kept) - 1)[number[counted]]
    part = parts.of(starts[counted])
    shape = (int(kept.sum()), len(parts))
    counts = sparse.coo_array((np.ones(len(row), dtype=np.int64), (row, part)), shape=shape).tocsr()
    places = first[kept][:, None] + np.arange(n)
    return Grams(corpus.index.term_ids[places].astype(np.int64), counts)


def gram_starts(bounds: NDArray[np.int64], size: int, n: int) -> NDArray[np.int64]:
    """The tokens from which `n` tokens, this one included, stand in a row without a border."""
    free = np.ones(max(size - n + 1, 0), dtype=bool)
    for before in range(1, n):
        crossing = bounds - before
        free[crossing[(crossing >= 0) & (crossing < len(free))]] = False
    return np.flatnonzero(free)


def _numbered(
    term_ids: Integers, starts: NDArray[np.int64], n: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The number of the n-gram at each start, and the first start of each n-gram."""
    terms = int(term_ids.max(initial=0)) + 1
    number = term_ids[starts].astype(np.int64)
    largest = terms
    for offset in range(1, n):
        if largest > LARGEST_CODE:
            number = pd.factorize(number)[0].astype(np.int64)
            largest = len(number)
        number = number * terms + term_ids[starts + offset]
        largest *= terms
    number = pd.factorize(number)[0].astype(np.int64)
    first = np.full(int(number.max(initial=-1)) + 1, -1)
    first[number[::-1]] = starts[::-1]
    return number, first
