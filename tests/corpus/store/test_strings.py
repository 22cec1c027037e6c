"""Strings kept as UTF-8 come back as they were, one by one, in slices and all."""

import pickle
from bisect import bisect_left

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.store.strings import LETTERS_AND_DIGITS, Strings

LISTS = st.lists(st.text(max_size=5), max_size=5)  # with halves of surrogate pairs


@given(LISTS)
def test_strings_come_back_as_they_were(texts):
    strings = Strings.of_texts(texts)
    assert list(strings) == texts
    assert [strings[at] for at in range(-len(texts), len(texts))] == texts + texts
    assert list(strings[1:3]) == texts[1:3]


@given(LISTS, st.data())
def test_some_are_taken_by_number(texts, data):
    numbers = data.draw(st.lists(st.integers(0, len(texts) - 1))) if texts else []
    assert list(Strings.of_texts(texts).take(numbers)) == [texts[number] for number in numbers]


@given(st.lists(st.text("ab0-é", max_size=3), max_size=5), st.data())
def test_strings_of_some_characters_are_told_from_others(texts, data):
    first = data.draw(st.integers(0, len(texts)))
    strings = Strings.of_names(texts)[first:]
    expected = [bool(text) and set(text) <= set("ab0") for text in texts[first:]]
    assert strings.consist_of(LETTERS_AND_DIGITS).tolist() == expected


@given(st.lists(st.text("ab0é😀\u3000", max_size=3), max_size=5))
def test_the_characters_are_those_of_all_strings(texts):
    assert Strings.of_names(texts).characters() == set("".join(texts))


@given(LISTS, st.text(max_size=5), st.integers(0, 5))
def test_a_string_has_the_place_that_it_would_be_sorted_at(texts, wanted, cut):
    strings = Strings.of_texts(sorted(texts)).array
    chunks = pa.chunked_array([strings[:cut], strings[cut:]])
    for string in [wanted, *texts]:
        place = bisect_left(sorted(texts), string)
        assert Strings(strings).place(string) == Strings(chunks).place(string) == place


def test_strings_travel_to_other_processes():
    assert list(pickle.loads(pickle.dumps(Strings.of_texts(["a", "é"])))) == ["a", "é"]
