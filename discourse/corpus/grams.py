"""N-grams: which terms stand in a row, and how often in each part."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.counting import gram_cells
from discourse.corpus.parts import Partition

if TYPE_CHECKING:
    from scipy import sparse

    from discourse.corpus.corpus import Corpus


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

    cells = gram_cells(corpus, n, parts=parts, within=within, min_count=min_count)
    shape = (len(cells.terms), len(parts))
    counts = sparse.csr_array((cells.counts, cells.parts, cells.bounds), shape=shape)
    return Grams(cells.terms, counts)
