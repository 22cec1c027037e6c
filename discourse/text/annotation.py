"""What a file says about its text beyond the text itself: tokens, sentences and labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from discourse.text.characters import LETTER, character_classes, code_points

Spans = NDArray[np.int64]
SPAN, TOKEN = "span", "token"


@dataclass(frozen=True, eq=False)
class Labels:
    """Labels of one kind on stretches of a text: a column of a file, or its elements of a name.

    Attributes
    ----------
    name : str
        The name of the layer that they make.
    shape : str
        "token" for at most one label per token, "span" for stretches that may overlap.
    spans : ndarray of int64, shape (labels, 2)
        The first character of each stretch, and the one after its last.
    labels : sequence of str
        The label of each stretch.
    about : mapping
        Where they come from.
    columns : mapping of str to sequence of str
        What else is said of each stretch.
    """

    name: str
    shape: str
    spans: Spans
    labels: Sequence[str]
    about: Mapping[str, str]
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Annotation:
    """The tokens, sentences and labels of a text that was tokenised before it came here.

    Attributes
    ----------
    tokens : ndarray of int64, shape (tokens, 2)
        The first character of each token, and the one after its last; punctuation included.
    sentences : ndarray of int64
        The first character of each sentence.
    labels : sequence of Labels
        What is said about the tokens and stretches of the text.
    """

    tokens: Spans
    sentences: NDArray[np.int64]
    labels: Sequence[Labels] = ()


def spans_array(spans: Sequence[tuple[int, int]] | Spans) -> Spans:
    """Pairs of characters as an array, also where there are none."""
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def keep_words(text: str, spans: Spans) -> Spans:
    """The spans with a letter or number: nothing else counts as a token."""
    letters = np.cumsum(character_classes()[code_points(text)] >= LETTER)
    letters = np.concatenate([[0], letters])
    return spans[letters[spans[:, 1]] > letters[spans[:, 0]]]


def tokens_between(text: str, tokens: Spans, start: int, end: int) -> Spans:
    """The words of a tokenised text that lie in a stretch of it, from the stretch's start."""
    first, after = np.searchsorted(tokens[:, 0], start), np.searchsorted(tokens[:, 1], end, "right")
    return keep_words(text[start:end], tokens[first : max(first, after)] - start)
