"""Heads as distances: read, written, and measured again on a text with other blanks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.text.annotation import TOKEN, Labels
from discourse.text.readers.distances import (
    HEAD,
    HeadDistance,
    move_heads,
    number_to_distance,
    read_distance,
    read_token_distance,
    split_distances,
    write_distance,
)
from discourse.text.readers.tokenised import join_values

DISTANCES = st.builds(HeadDistance, st.integers(-(10**9) + 1, 10**9 - 1), st.integers(1, 9999))


@given(st.one_of(DISTANCES, st.just(HeadDistance(0, 0))))
def test_a_distance_is_read_as_it_was_written(distance):
    assert read_distance(write_distance(distance)) == distance


@given(st.lists(st.one_of(DISTANCES.map(write_distance), st.sampled_from("0_")), min_size=2))
def test_several_distances_are_divided_as_they_were_joined(words):
    assert split_distances(join_values(words)) == words


@pytest.mark.parametrize("label", ["5", "+", "+1.0", "00", "1.2", "x", "", "+1+2"])
def test_what_is_no_distance_is_none(label):
    assert read_distance(label) is None
    with pytest.raises(ValueError, match=r"^"):
        read_token_distance(label)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("+12", (12, 1)),
        ("0", (0, 0)),
        (r"-5+\+0", (-5, 1)),  # the head of the first word
        (r"\+0.2+-5", (-5, 1)),  # the head of the first word is the second
        (r"\+0.3+-5+0", (0, 0)),  # … and the third is a root
        (r"\+0.2+\+0", None),  # each is the head of the other
        (r"\+0.3+-5", None),  # there is no third
        (r"_+-5", None),
    ],
)
def test_the_head_of_a_token_is_that_of_its_first_word_or_of_its_head_inside(label, expected):
    assert read_token_distance(label) == expected


def test_numbers_in_a_sentence_become_distances():
    places = {"1": (10, 1), "2": (14, 1), "3": (14, 2)}
    assert number_to_distance("1", 14, places, "?") == "-4"
    assert number_to_distance("3", 10, places, "?") == "+4.2"
    assert number_to_distance("2.2", 10, places, "?") == "+4.2"
    assert number_to_distance("0", 10, places, "?") == "0"
    assert number_to_distance("4", 10, places, "?") == "?"


def test_distances_are_measured_again_where_the_words_are_now():
    before = np.array([[0, 2], [3, 8], [20, 21]])
    after = np.array([[1, 3], [9, 14], [30, 31]])
    labels = ["+3", "+17", r"-10+0"]  # of the last, the head is at 10 and has no distance itself
    found = move_heads(
        Labels(HEAD, TOKEN, before, labels, {}), Labels(HEAD, TOKEN, after, labels, {}),
        lambda place: place + 100,
    )  # fmt: skip
    assert found.labels == ["+8", "+21", r"\+80+0"]
    assert found.spans is after
