"""Scripts that set no spaces between words: recognised, and divided by a segmenter."""

from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError
from discourse.text.characters import LETTER, UNSPACED, UNSPACED_SCRIPTS, classes, codes

Segmenter = Callable[[str], Iterable[tuple[int, int]]]

# A text is written in unspaced scripts if more than half of its letters are: a quotation is less.
MOST = 0.5
FIRST_UNSPACED = 0x0E00


def segment(segmenter: Segmenter, text: str) -> NDArray[np.int64]:
    """(tokens, 2): what a segmenter gives, without the spans that hold no letter or number.

    Raises
    ------
    DiscourseError : spans that overlap, are out of order, empty, or outside the text; half of a
        character in a word.
    """
    spans = np.array(list(segmenter(text)), dtype=np.int64).reshape(-1, 2)
    steps = np.diff(spans.ravel(), prepend=0)  # gap, length, gap, length …
    bad = np.flatnonzero((steps[::2] < 0) | (steps[1::2] <= 0) | (spans[:, 1] > len(text)))
    if len(bad):
        start, end = spans[bad[0]].tolist()
        raise DiscourseError(
            f"{name_of(segmenter)} gives ({start}, {end}) for word {bad[0] + 1} of a text of "
            f"{len(text)} characters; give spans inside the text, in order, none over another."
        )
    characters = codes(text)
    halves = np.concatenate([[0], np.cumsum((characters >= 0xD800) & (characters < 0xE000))])
    broken = np.flatnonzero(halves[spans[:, 1]] > halves[spans[:, 0]])
    if len(broken):
        start, end = spans[broken[0]].tolist()
        raise DiscourseError(
            f"{name_of(segmenter)} gives ({start}, {end}), {text[start:end]!r}, which holds half "
            "of a character; leave that out of the words."
        )
    letters = np.concatenate([[0], np.cumsum(classes()[characters] >= LETTER)])
    return spans[letters[spans[:, 1]] > letters[spans[:, 0]]]


def chinese(text: str, spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut the tokens where rjieba does, beside each character of an unspaced script."""
    try:
        import rjieba
    except ImportError:
        raise DiscourseError(
            "segmenter='zh' needs rjieba; pip install 'discourse-toolkit[zh]'."
        ) from None
    if not len(spans):
        return spans
    unspaced = np.append(classes()[codes(text)] == UNSPACED, False)
    cuts = np.cumsum([len(word) for word in rjieba.cut(text)], dtype=np.int64)
    at = np.searchsorted(spans[:, 0], cuts, side="right") - 1
    within = (at >= 0) & (cuts > spans[at, 0]) & (cuts < spans[at, 1])
    within &= unspaced[cuts - 1] | unspaced[cuts]  # don't beside Chinese stays whole
    return np.sort(np.concatenate([spans.ravel(), np.repeat(cuts[within], 2)])).reshape(-1, 2)


SEGMENTERS: dict[str, Callable[[str, NDArray[np.int64]], NDArray[np.int64]]] = {"zh": chinese}


def name_of(segmenter: str | Segmenter) -> str:
    """A segmenter as provenance names it."""
    if segmenter == "zh":
        return f"zh (rjieba {version('rjieba')})"
    named = segmenter if hasattr(segmenter, "__qualname__") else type(segmenter)
    return f"{named.__module__}.{named.__qualname__}"


def refuse_unspaced(name: str, counted: Sequence[str]) -> None:
    """Refuse a document that is mostly in scripts without spaces.

    Raises
    ------
    DiscourseError : with the script, and the segmenter that is needed.
    """
    if all(text.isascii() for text in counted):
        return
    characters = codes("".join(counted))
    if (characters < FIRST_UNSPACED).all():
        return
    kinds = classes()[characters]
    letters = int(np.count_nonzero(kinds >= LETTER))
    share = int(np.count_nonzero(kinds == UNSPACED)) / max(1, letters)
    if share > MOST:
        script = _script("".join(counted))
        raise DiscourseError(
            f"{name}: {share:.0%} of its letters are of a script that sets no spaces between words "
            f"({script.replace('_', ' ')}), so a segmenter is needed; give {_way_out(script)}."
        )


def _script(text: str) -> str:
    """The unspaced script that most of a text is in."""
    return max(UNSPACED_SCRIPTS, key=lambda name: len(regex.findall(rf"\p{{{name}}}", text)))


def _way_out(script: str) -> str:
    if script == "Han":
        return "tokenizer=dc.Tokenizer(segmenter='zh') after pip install 'discourse-toolkit[zh]'"
    return "tokenizer=dc.Tokenizer(segmenter=f), where f(text) gives the (start, end) of each word"
