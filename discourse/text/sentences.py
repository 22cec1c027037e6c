"""Where sentences begin."""

import numpy as np
from numpy.typing import NDArray


def sentence_starts(text: str, language: str = "en") -> NDArray[np.int64]:
    """The characters at which the sentences of a text begin, ascending; sentencex finds them."""
    from sentencex import get_sentence_boundaries

    found = get_sentence_boundaries(language, text)
    starts = [item["start_index"] for item in found if not item["is_paragraph_break"]]
    return np.array(starts, dtype=np.int64)
