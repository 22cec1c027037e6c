"""Where sentences begin."""

import numpy as np
import regex
from numpy.typing import NDArray

_HALVES = regex.compile(r"\p{Cs}")  # half of a surrogate pair, which UTF-8 cannot encode


def sentence_starts(text: str, language: str = "en") -> NDArray[np.int64]:
    """The offsets at which the sentences of a text begin, ascending, according to sentencex."""
    from sentencex import get_sentence_boundaries

    found = get_sentence_boundaries(language, _HALVES.sub("\ufffd", text))
    starts = [item["start_index"] for item in found if not item["is_paragraph_break"]]
    return np.array(starts, dtype=np.int64)
