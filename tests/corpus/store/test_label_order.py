"""The order of the labels of parts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.store.label_order import order_labels


def ordered(labels, given=()):
    return [labels[at] for at in order_labels(labels, given)]


@pytest.mark.parametrize(
    "labels",
    [
        ["", "1", "2", "10"],
        ["-10", "-2", "0.5", "1e3"],
        ["1", "2", "10", "appendix"],
        ["Chapter 2", "Chapter 10"],
        ["2a", "2b", "10a"],
        ["A/9/1", "A/9/12", "A/10/1"],
        ["1999-12", "2020-02", "2020-11"],
        ["below 1990", "from 2000"],
        ["Li", "Wu", "\u00c9mile"],
        ["9" * 5000, "1" + "0" * 5000],
        ["007", "7", "08"],
    ],
)
def test_labels_are_ordered_as_numbers_or_as_text_with_numbers(labels):
    shuffled = random.Random(1).sample(labels, len(labels))
    assert ordered(shuffled) == labels


def test_given_labels_come_first_in_their_order_and_missing_before_them():
    assert ordered(["b", "", "low", "high", "a"], ["low", "high"]) == ["", "low", "high", "a", "b"]


@given(st.lists(st.text("12ab .-", max_size=5), unique=True), st.randoms())
def test_the_order_is_one_of_all_labels_whatever_order_they_come_in(labels, rng):
    first = ordered(labels)
    assert sorted(first) == sorted(labels)
    shuffled = rng.sample(labels, len(labels))
    assert ordered(shuffled) == first
