"""Where the sentences of a corpus begin, in tokens."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import Index


def sentence_bounds(index: Index, starts: Iterable[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The first token of each sentence, followed by the number of tokens.

    No sentence crosses a section, or a region that is left out. `starts` are the first characters
    of the sentences of each document.
    """
    begins = np.zeros(index.size + 1, dtype=bool)
    begins[index.sections] = begins[index.runs] = True
    for at, characters in enumerate(starts):
        first, last = index.documents[at : at + 2]
        offsets = index.starts[first:last]
        begins[np.searchsorted(offsets, characters.astype(offsets.dtype)) + first] = True
    return np.flatnonzero(begins)
