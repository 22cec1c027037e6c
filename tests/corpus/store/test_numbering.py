"""Forms of words are numbered as a dictionary would number them."""

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from discourse.corpus.store.numbering import PADDING, Keys, WordPlaces, number_forms, read_keys

WORDS = st.text(alphabet="abé\u0416\U0001f44d\0\ud800", min_size=1, max_size=12)


def place(words: list[str]) -> Keys:
    """The words with a blank between them, as bytes."""
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    lengths = np.array([len(word) for word in encoded], dtype=np.int64)
    starts = np.append(0, np.cumsum(lengths + 1))[: len(words)].astype(np.int64)
    return read_keys(WordPlaces(b" ".join(encoded) + PADDING.encode(), starts, lengths))


def test_numbers_forms_of_eight_bytes_or_more():
    numbered = number_forms(
        [place(["peaceful", "peace", "peacefully"]), place(["peacefully", "a", "peaceful"])]
    )
    assert numbered.indices.to_pylist() == [0, 1, 2, 2, 3, 0]
    assert numbered.dictionary.to_pylist() == ["peaceful", "peace", "peacefully", "a"]


def test_numbers_no_words():
    assert number_forms([]).to_pylist() == number_forms([place([])]).to_pylist() == []


@given(st.lists(st.lists(WORDS, max_size=8), max_size=3))
@example([["a"], ["a", "\0"]])
def test_numbers_forms_in_the_order_of_their_first_occurrence(groups):
    numbered = number_forms([place(words) for words in groups])
    words = [word.encode("utf-8", "surrogatepass") for group in groups for word in group]
    distinct = list(dict.fromkeys(words))
    assert numbered.dictionary.cast("binary").to_pylist() == distinct
    assert numbered.indices.to_pylist() == [distinct.index(word) for word in words]
