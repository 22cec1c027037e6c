import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from discourse.layers.syntax.trees import Trees, either, holds, pick
from discourse.layers.syntax.words import NONE

#      0 <- 1 <- 2, 0 <- 3, 4 alone
HEADS = np.array([NONE, 0, 1, 0, NONE])


def mask(*places, size=5):
    return np.isin(np.arange(size), places)


def test_the_first_and_the_last_child_of_some_kind():
    trees = Trees(HEADS)
    assert trees.first_child(mask(1, 2, 3, 4)).tolist() == [1, 2, NONE, NONE, NONE]
    assert trees.last_child(mask(1, 2, 3, 4)).tolist() == [3, 2, NONE, NONE, NONE]
    assert trees.has_child(mask(3)).tolist() == [True, False, False, False, False]


def test_climbing_stops_at_a_word_that_is_not_passed_by():
    trees = Trees(HEADS)
    assert trees.climb(mask(2)).tolist() == [0, 1, 1, 3, 4]
    assert trees.climb(mask(0, 1, 2, 3, 4)).tolist() == [0, 0, 0, 0, 4]


def test_a_phrase_reaches_over_all_below_that_count():
    low, high = Trees(HEADS).reach(mask(1, 2, 3))
    assert (low.tolist(), high.tolist()) == ([0, 1, 2, 3, 4], [3, 2, 2, 3, 4])
    low, high = Trees(HEADS).reach(mask(2))
    assert high.tolist() == [0, 2, 2, 3, 4]


@given(st.lists(st.integers(-1, 5), min_size=6, max_size=6))
def test_heads_in_a_circle_end(heads):
    trees = Trees(np.array(heads, dtype=np.int64))
    assert len(trees.climb(np.ones(6, dtype=bool))) == 6
    low, high = trees.reach(np.ones(6, dtype=bool))
    assert (low <= np.arange(6)).all() and (high >= np.arange(6)).all()


def test_of_a_word_that_is_not_there_nothing_holds():
    at = np.array([1, NONE])
    assert pick(np.array([5, 6]), at).tolist() == [6, NONE]
    assert holds(np.array([False, True]), at).tolist() == [True, False]
    assert either(at, np.array([0, 3])).tolist() == [1, 3]
    assert holds(np.empty(0, dtype=bool), np.empty(0, dtype=np.int64)).tolist() == []
