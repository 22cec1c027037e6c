"""Scripts without spaces between words: recognised, and divided by a segmenter."""

from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version

import numpy as np
import regex
from numpy.typing import NDArray

from discourse.errors import DiscourseError
from discourse.text.annotation import keep_words, spans_array
from discourse.text.characters import (
    LETTER,
    UNSPACED,
    UNSPACED_SCRIPTS,
    character_classes,
    code_points,
)
from discourse.text.overlays import cut_spans

Segmenter = Callable[[str], Iterable[tuple[int, int]]]

# The segmenter of texts that are tokenised already: their own tokens; a phrase is cut at blanks.
FILE = "file"
# A text needs a segmenter if more than this share of its letters is in unspaced scripts; a
# quotation in such a script stays below it.
MOST_LETTERS = 0.5
FIRST_UNSPACED = 0x0E00
_BETWEEN_BLANKS = regex.compile(r"\S+")


def segment(segmenter: Segmenter, text: str) -> NDArray[np.int64]:
    """Segment a text; spans without a letter or number are left out.

    Returns
    -------
    ndarray of int, shape (tokens, 2)
        The first character of each token, and the one after its last.

    Raises
    ------
    DiscourseError
        If what is found is no span, overlaps another, is out of order, empty or outside the text,
        or a word contains half of a surrogate pair.
    """
    found = list(segmenter(text))
    try:
        spans = np.array(found, dtype=np.int64).reshape(len(found), 2)
    except (TypeError, ValueError):
        raise DiscourseError(
            f"{segmenter_name(segmenter)} returns no spans: the first is {found[0]!r}; give the "
            "first character of each word and the one after its last, e.g. (0, 5)."
        ) from None
    steps = np.diff(spans.ravel(), prepend=0)  # gap, length, gap, length …
    bad = np.flatnonzero((steps[::2] < 0) | (steps[1::2] <= 0) | (spans[:, 1] > len(text)))
    if len(bad):
        start, end = spans[bad[0]].tolist()
        raise DiscourseError(
            f"{segmenter_name(segmenter)} returns ({start}, {end}) for word {bad[0] + 1} of a text "
            f"of {len(text)} characters; give spans inside the text, in order, without overlaps."
        )
    characters = code_points(text)
    halves = np.concatenate([[0], np.cumsum((characters >= 0xD800) & (characters < 0xE000))])
    broken = np.flatnonzero(halves[spans[:, 1]] > halves[spans[:, 0]])
    if len(broken):
        start, end = spans[broken[0]].tolist()
        raise DiscourseError(
            f"{segmenter_name(segmenter)} returns ({start}, {end}), {text[start:end]!r}, which "
            "contains half of a character; leave that out of the words."
        )
    return keep_words(text, spans)


def split_chinese(text: str, spans: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cut tokens where rjieba does, if a character of an unspaced script is next to the cut."""
    try:
        import rjieba
    except ImportError:
        raise DiscourseError(
            "segmenter='zh' needs rjieba; install it with: pip install 'discourse-toolkit[zh]'."
        ) from None
    unspaced = np.append(character_classes()[code_points(text)] == UNSPACED, False)
    cuts = np.cumsum([len(word) for word in rjieba.cut(text)], dtype=np.int64)
    # "don't" next to Chinese stays whole.
    return cut_spans(spans, cuts[unspaced[cuts - 1] | unspaced[cuts]])


def split_at_blanks(text: str, _: NDArray[np.int64]) -> NDArray[np.int64]:
    """The runs between blanks that have a letter or number, whatever the built-in rule finds."""
    return keep_words(text, spans_array([found.span() for found in _BETWEEN_BLANKS.finditer(text)]))


SEGMENTERS: dict[str, Callable[[str, NDArray[np.int64]], NDArray[np.int64]]] = {
    "zh": split_chinese,
    FILE: split_at_blanks,
}


def segmenter_name(segmenter: str | Segmenter) -> str:
    """The name of a segmenter, as provenance records it."""
    if segmenter == FILE:
        return FILE
    if segmenter == "zh":
        return f"zh (rjieba {version('rjieba')})"
    named = segmenter if hasattr(segmenter, "__qualname__") else type(segmenter)
    module = getattr(named, "__module__", None) or "builtins"  # methods of built-in types have none
    return f"{module}.{named.__qualname__}"


def refuse_unspaced(name: str, counted: Sequence[str]) -> None:
    """Refuse a document that is mostly in scripts without spaces.

    Raises
    ------
    DiscourseError
        If it is; the message names the script, and the segmenter that is needed.
    """
    if all(text.isascii() for text in counted):
        return
    characters = code_points("".join(counted))
    if (characters < FIRST_UNSPACED).all():
        return
    kinds = character_classes()[characters]
    letters = int(np.count_nonzero(kinds >= LETTER))
    share = int(np.count_nonzero(kinds == UNSPACED)) / max(1, letters)
    if share > MOST_LETTERS:
        script = _main_script("".join(counted))
        raise DiscourseError(
            f"{name}: {share:.0%} of its letters belong to a script without spaces between words "
            f"({script.replace('_', ' ')}), so a segmenter is needed; "
            f"give {_suggest_segmenter(script)}."
        )


def _main_script(text: str) -> str:
    """The unspaced script that has the most letters in a text."""
    return max(UNSPACED_SCRIPTS, key=lambda name: len(regex.findall(rf"\p{{{name}}}", text)))


def _suggest_segmenter(script: str) -> str:
    if script == "Han":
        return "tokenizer=dc.Tokenizer(segmenter='zh') after pip install 'discourse-toolkit[zh]'"
    return "tokenizer=dc.Tokenizer(segmenter=f), where f(text) gives the (start, end) of each word"
