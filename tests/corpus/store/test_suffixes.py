from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.corpus.store.suffixes import sort_suffixes

CODES = st.lists(st.integers(0, 3), max_size=40) | st.lists(st.integers(0, 2**31 - 2), max_size=12)


def tell_breaks_apart(codes):
    return [(code, place if code == 0 else 0) for place, code in enumerate(codes)]


def count_shared(one, other):
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@pytest.mark.parametrize("times", [1, 3])
@given(CODES)
def test_suffixes_are_sorted_as_python_sorts_them(times, codes):
    codes = [*codes * times, 0]
    told = tell_breaks_apart(codes)
    order = sorted(range(len(codes)), key=lambda place: told[place:])
    found = sort_suffixes(np.array(codes, dtype=np.int32))
    assert found.order.tolist() == order
    assert found.ranks[found.order].tolist() == list(range(len(codes)))
    shared = [count_shared(told[a:], told[b:]) for a, b in pairwise(order)]
    assert found.shared.tolist() == [-1, *shared, -1]


def test_banana():
    # The example of every textbook: a, ana, anana, banana, na, nana.
    found = sort_suffixes(np.array([2, 1, 3, 1, 3, 1, 0]))
    assert found.order.tolist() == [6, 5, 3, 1, 0, 4, 2]
    assert found.shared.tolist() == [-1, 0, 1, 3, 0, 0, 2, -1]


def test_codes_are_left_as_they_were():
    codes = np.array([1, 1, 2, 0, 1, 0])
    sort_suffixes(codes)
    assert codes.tolist() == [1, 1, 2, 0, 1, 0]
