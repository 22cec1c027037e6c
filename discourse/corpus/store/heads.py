"""The head of each token, from the distances of a layer that a parser made.

The layer `head` gives each piece of text that the parser knew its distance to its head, in
characters. The head of a token is that of the piece that gives the token its values in all layers;
while it lies in the same token, its own head takes its place: the head of *can't* is that of *ca*,
or, where this is *n't*, that of *n't*.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from discourse.corpus.store.index import freeze
from discourse.corpus.store.placing import (
    KEY_BITS,
    TokenLayer,
    TokenPlaces,
    choose_pieces,
    count_up,
)
from discourse.corpus.store.store import Store
from discourse.errors import ADD_TAGS, DiscourseError
from discourse.text.limits import shorten
from discourse.text.readers.distances import HEAD, UNKNOWN, read_token_distance

Integers = NDArray[np.int64]
NOWHERE = -1  # in place of the head of a token whose head is not known, or is left out


class Pieces(NamedTuple):
    """What a parser knew: the first character of each piece, the one after its last, its distance.

    ``word`` is the number of the head among the words that are written as one there, 0 for a root,
    and -1 where no head is known.
    """

    starts: Integers
    ends: Integers
    characters: Integers
    word: Integers


class Heads(NamedTuple):
    """The number of the head of each token, itself for a root, -1 where it is not known.

    ``word`` is the number of the head among the words that are written as one there, 0 for a root.
    """

    token: Integers
    word: Integers


def head_tokens(store: Store) -> Integers:
    """The number of the head token of each token.

    Parameters
    ----------
    store : Store
        The tokens, with a layer of tokens ``head``.

    Returns
    -------
    ndarray of int64, shape (tokens,)
        The number of the head, that of the token itself for a root, and -1 where the head is not
        known, is no token, as punctuation is, or is left out.

    Raises
    ------
    DiscourseError
        If the store has no layer of tokens ``head``, or one whose values are no distances.

    Examples
    --------
    >>> import discourse as dc, pandas as pd
    >>> corpus = dc.Corpus.from_texts({"a": "We build peace."})
    >>> lines = dc.concordance(corpus, "we|build|peace").frame
    >>> heads = lines[["line_id"]].assign(label=["+3", "0", "-6"])
    >>> head_tokens(corpus.with_layer(dc.Layer("head", heads, shape="token")).store)
    array([1, 1, 1])
    """
    return _find_chain(store, 0)


def head_chain(store: Store, steps: int) -> Integers:
    """The head of the head of each token, and so on, of which a root has none: -1.

    Parameters
    ----------
    store : Store
        The tokens, with a layer of tokens ``head``.
    steps : int
        How many heads up, 1 or more.

    Returns
    -------
    ndarray of int64, shape (tokens,)
        The number of the token that is reached; -1 where a root, or an unknown head, is on the way.
    """
    return _find_chain(store, steps)


def _find_chain(store: Store, steps: int) -> Integers:
    """The heads of a store, which keeps them; a root is its own head only with 0 steps."""
    if steps not in store.heads:
        if steps == 0:
            made = _find_head_tokens(store)
        elif steps == 1:
            made = _find_chain(store, 0).copy()
            made[made == np.arange(store.size)] = NOWHERE
        else:
            made = np.append(_find_chain(store, 1), NOWHERE)[_find_chain(store, steps - 1)]
        store.heads[steps] = freeze(made)
    return store.heads[steps]


def _find_head_tokens(store: Store) -> Integers:
    layer = store.layers.get(HEAD)
    if not isinstance(layer, TokenLayer):
        raise DiscourseError(
            "the corpus has no layer of tokens 'head'; make it with "
            f"{ADD_TAGS}, or read it from CoNLL-U."
        )
    places = TokenPlaces.of_index(store.index, store.digests)
    if layer.pieces is None:
        starts, ends, label = places.starts, places.ends, layer.ids.astype(np.int64)
        values: Sequence[str] = layer.values
    else:
        pieces = layer.pieces
        document, row = places.locate(layer.name, pieces)
        shift = document << KEY_BITS
        starts, ends = shift + pieces.start[row], shift + pieces.end[row]
        label, values = pieces.label[row], pieces.values
    characters, word = read_distances(values)
    known = Pieces(starts, ends, characters[label], word[label])
    return find_heads(places.starts, places.ends, known).token


def read_distances(values: Sequence[str]) -> tuple[Integers, Integers]:
    """The characters to the head of each value of the layer, and the word, as `Pieces` has them.

    Raises
    ------
    DiscourseError
        For a value that is no distance.
    """
    characters = np.zeros(len(values), dtype=np.int64)
    word = np.full(len(values), NOWHERE)
    for at, value in enumerate(values):
        try:
            found = read_token_distance(value or UNKNOWN)
        except ValueError:
            raise DiscourseError(
                f"the layer 'head' has the value {shorten(repr(value))}, which is no distance; "
                'give the characters to the first one of the head, such as "+12" or "-5", and "0" '
                "for a root."
            ) from None
        if found is not None:
            characters[at], word[at] = found
    return characters, word


def find_heads(starts: Integers, ends: Integers, pieces: Pieces) -> Heads:
    """Find the heads of tokens whose characters, like those of the pieces, ascend.

    Parameters
    ----------
    starts, ends : ndarray of int64, shape (tokens,)
        The first character of each token, and the one after its last.
    pieces : Pieces
        What the parser knew.
    """
    first = np.searchsorted(ends, pieces.starts, side="right")
    after = np.maximum(np.searchsorted(starts, pieces.ends), first)
    best = choose_pieces((first, after), (pieces.starts, pieces.ends), (starts, ends))
    goal = pieces.starts + pieces.characters
    head = _containing(goal, starts, ends)  # the token with the head of each piece
    inner = _containing(goal, pieces.starts, pieces.ends)  # the piece with it
    found = Heads(np.full(len(starts), NOWHERE), np.full(len(starts), NOWHERE))
    token = np.flatnonzero(best >= 0)
    piece = best[token]
    most = np.bincount(np.repeat(first, after - first) + count_up(after - first)).max(initial=0)
    for _ in range(int(most)):  # no token has more pieces, so a longer way is a circle
        word, to = pieces.word[piece], head[piece]
        inside = (word > 0) & (to == token)
        done = (word >= 0) & ~inside
        found.token[token[done]] = np.where(word == 0, token, to)[done]
        found.word[token[done]] = word[done]
        token, piece = token[inside], inner[piece[inside]]
        token, piece = token[piece >= 0], piece[piece >= 0]
    return found


def _containing(places: Integers, starts: Integers, ends: Integers) -> Integers:
    """Which of some stretches has each of some characters; -1 for none."""
    number = np.searchsorted(ends, places, side="right")
    known = np.append(starts, np.iinfo(np.int64).max)[number] <= places
    return np.where(known, number, NOWHERE)
