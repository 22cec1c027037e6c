r"""The head of a word as its distance, which outlives subsets and other tokenisers.

A distance is counted in characters, from the first character of a word to that of its head: ``+12``
or ``-5``; a root has ``0``. Where the head is one of several words that are written as one, such as
Spanish *de* and *el* in *del*, its number among them follows: ``+12.2``, and ``+0.2`` for a head in
the same token. The distances of several words are one value, with ``+`` between them, as other
values of such words are: ``\+12+\+5``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from discourse.text.annotation import Labels
from discourse.text.readers.tokenised import join_values, split_values

HEAD = "head"  # the layer that has them
ROOT, UNKNOWN = "0", "_"
_DISTANCE = regex.compile(r"([+-][0-9]{1,9})(?:\.([1-9][0-9]{0,3}))?")


class HeadDistance(NamedTuple):
    """The characters to a head, and its number among the words that are written as one there."""

    characters: int
    word: int

    @property
    def is_root(self) -> bool:
        """Whether there is no head."""
        return self.word == 0


def read_distance(label: str) -> HeadDistance | None:
    """Read the distance of one word; None if it is none.

    Examples
    --------
    >>> read_distance("-5"), read_distance("0").is_root, read_distance("5")
    (HeadDistance(characters=-5, word=1), True, None)
    """
    if label == ROOT:
        return HeadDistance(0, 0)
    found = _DISTANCE.fullmatch(label)
    return HeadDistance(int(found[1]), int(found[2] or 1)) if found else None


def write_distance(distance: HeadDistance) -> str:
    """Write the distance of one word.

    Examples
    --------
    >>> write_distance(HeadDistance(12, 1)), write_distance(HeadDistance(0, 2))
    ('+12', '+0.2')
    """
    if distance.is_root:
        return ROOT
    return f"{distance.characters:+d}{f'.{distance.word}' * (distance.word > 1)}"


def split_distances(label: str) -> list[str]:
    r"""The distances of the words of a token, each as it is written for one word.

    Examples
    --------
    >>> split_distances("+12"), split_distances(r"0+-5")
    (['+12'], ['0', '-5'])
    """
    return [label] if read_distance(label) else split_values(label)


def read_token_distance(label: str) -> HeadDistance | None:
    r"""Read the distance of a token: that of its first word, or of a head of this in the token.

    Parameters
    ----------
    label : str
        The distances of its words, ``_`` where none is known.

    Returns
    -------
    HeadDistance or None
        The distance; None if it is not known.

    Raises
    ------
    ValueError
        If the label is neither a distance nor several.

    Examples
    --------
    >>> read_token_distance(r"\+0.2+-5")
    HeadDistance(characters=-5, word=1)
    """
    words = split_distances(label)
    distances = [read_distance(word) for word in words]
    if any(found is None and word != UNKNOWN for word, found in zip(words, distances, strict=True)):
        raise ValueError(label)
    at = 0
    for _ in words:
        found = distances[at] if at < len(words) else None
        if found is None or found.is_root or found.characters:
            return found
        at = found.word - 1
    return None


def number_to_distance(
    number: str, start: int, places: Mapping[str, tuple[int, int]], otherwise: str
) -> str:
    """The distance to a word that is given by its number in the sentence.

    Parameters
    ----------
    number : str
        The number of the head, ``"0"`` for a root, ``"_"`` for none. What follows after a point is
        the number among the words that are written as one there.
    start : int
        The first character of the word.
    places : mapping of str to (int, int)
        The first character of each word of the sentence by its number, and its number among the
        words that are written as one there.
    otherwise : str
        What is returned for a number that no word has.

    Examples
    --------
    >>> number_to_distance("2", 3, {"1": (3, 1), "2": (9, 1)}, "_")
    '+6'
    """
    if number in (ROOT, UNKNOWN):
        return number
    whole, _, part = number.partition(".")
    if whole not in places:
        return otherwise
    head, word = places[whole]
    return write_distance(HeadDistance(head - start, int(part) if part else word))


def move_heads(labels: Labels, placed: Labels, find_place: Callable[[int], int | None]) -> Labels:
    """Measure distances again after words have got other places, as in a text with other blanks.

    Parameters
    ----------
    labels : Labels
        The distances, on the words where they were measured; whatever else is said stays.
    placed : Labels
        The same, on the words where they are now.
    find_place : callable
        Gives for a character where it is now; None for one that is nowhere.
    """
    starts, places = labels.spans[:, 0].tolist(), placed.spans[:, 0].tolist()
    known = dict(zip(starts, places, strict=True))
    moved = []
    for label, start, now in zip(labels.labels, starts, places, strict=True):
        words = split_distances(label)
        measured = [_measure_again(word, start, now, known, find_place) for word in words]
        moved.append(label if measured == words else _join_distances(measured))
    return replace(placed, labels=moved)


def _join_distances(words: Sequence[str]) -> str:
    return join_values(words) if len(words) > 1 else words[0]


def _measure_again(
    word: str,
    start: int,
    now: int,
    known: Mapping[int, int],
    find_place: Callable[[int], int | None],
) -> str:
    distance = read_distance(word)
    if distance is None or distance.is_root:
        return word
    before = start + distance.characters
    head = known[before] if before in known else find_place(before)
    return word if head is None else write_distance(HeadDistance(head - now, distance.word))
