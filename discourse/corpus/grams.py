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
    terms, part = cells.rows[:, :n], cells.rows[:, n]
    opens = np.append(True, (terms[1:] != terms[:-1]).any(axis=1))[: len(terms)]
    firsts = np.flatnonzero(opens)
    bounds = np.append(firsts, len(terms))
    counts = sparse.csr_array((cells.counts, part, bounds), shape=(len(firsts), len(parts)))
    return Grams(terms[firsts], counts)
