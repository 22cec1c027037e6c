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
    firsts = [index.sections, index.runs]
    for at, characters in enumerate(starts):
        first, last = index.documents[at : at + 2]
        firsts.append(np.searchsorted(index.starts[first:last], characters) + first)
    return np.unique(np.concatenate(firsts))
