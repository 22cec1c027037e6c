"""Where the sentences of a corpus begin, in tokens."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import Index
from discourse.text.sentences import sentence_starts


def sentence_bounds(
    index: Index, texts: Iterable[str], languages: Sequence[object], rule: str
) -> NDArray[np.int64]:
    """The first token of each sentence, followed by the number of tokens.

    No sentence crosses a section, or a region that is left out.
    """
    firsts = [index.sections, index.runs]
    for at, (text, language) in enumerate(zip(texts, languages, strict=True)):
        first, last = index.documents[at : at + 2]
        starts = sentence_starts(text, language, rule=rule)
        firsts.append(np.searchsorted(index.starts[first:last], starts) + first)
    return np.unique(np.concatenate(firsts))
