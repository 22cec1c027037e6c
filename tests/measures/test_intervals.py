import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from discourse.measures.intervals import poisson_interval, zero_upper_bound


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.391), (50, 37.11, 65.92)],
)
def test_poisson_interval_in_the_table_of_garwood_1936(count, low, high):
    got = poisson_interval(count)
    assert got == pytest.approx((low, high), abs=0.006)


def test_the_bound_of_a_zero_is_where_finding_none_has_a_chance_of_one_in_twenty():
    assert zero_upper_bound() == pytest.approx(-math.log(0.05))
    assert math.exp(-zero_upper_bound(confidence=0.9)) == pytest.approx(0.1)


@given(count=st.integers(0, 10**6), confidence=st.floats(0.5, 0.999))
def test_each_end_of_the_interval_leaves_half_of_the_rest(count, confidence):
    low, high = poisson_interval(count, confidence=confidence)
    tail = (1 - confidence) / 2
    assert stats.poisson.cdf(count, high) == pytest.approx(tail, rel=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(tail, rel=1e-6)
    else:
        assert low == 0


def test_the_interval_of_a_zero_and_its_one_sided_bound_differ_by_their_tails():
    _, high = poisson_interval(0, confidence=0.9)
    assert high == pytest.approx(zero_upper_bound(confidence=0.95))


def test_arrays_keep_their_shape():
    low, high = poisson_interval(np.zeros((2, 3)))
    assert low.shape == high.shape == (2, 3)


def test_impossible_counts_and_confidences_are_refused():
    with pytest.raises(ValueError, match=r"count=-1 is negative; give 0 or more\."):
        poisson_interval(-1)
    with pytest.raises(ValueError, match="confidence=1 is no share; give one above 0 and below 1"):
        zero_upper_bound(confidence=1)
