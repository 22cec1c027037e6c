import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse

from discourse.measures.association import log_ratio_interval
from discourse.measures.stability import kept_without_part


def side(count, size, count_reference, size_reference):
    """1 where the interval is above zero, -1 below, else 0."""
    low, high = log_ratio_interval(count, size, count_reference, size_reference)
    return int(low > 0) - int(high < 0)


def one_by_one(counts, sizes, count_reference, size_reference):
    """The definition, one part at a time."""
    whole = side(counts.sum(), sizes.sum(), count_reference, size_reference)
    rest = [
        side(counts.sum() - c, sizes.sum() - s, count_reference, size_reference)
        for c, s in zip(counts, sizes, strict=True)
        if sizes.sum() > s
    ]
    return sum(each == whole for each in rest) if whole else 0


def test_a_word_of_one_part_only_is_lost_without_it():
    counts = [[20, 0, 0, 0], [5, 5, 5, 5], [0, 0, 0, 0], [1, 0, 0, 0]]
    kept = kept_without_part(counts, [100] * 4, [2, 2, 60, 2], 400)
    assert kept.tolist() == [3, 4, 4, 0]


@given(
    arrays.arrays(np.int64, (3, 4), elements=st.integers(0, 30)),
    arrays.arrays(np.int64, 4, elements=st.integers(1, 3_000)),
    arrays.arrays(np.int64, 3, elements=st.integers(0, 60)),
    st.integers(60, 5_000),
)
def test_it_agrees_with_leaving_out_each_part(counts, others, reference, size_reference):
    sizes = counts.max(axis=0) + others
    expected = [
        one_by_one(row, sizes, other, size_reference)
        for row, other in zip(counts, reference, strict=True)
    ]
    assert kept_without_part(counts, sizes, reference, size_reference).tolist() == expected
    thin = sparse.csr_array(counts)
    assert kept_without_part(thin, sizes, reference, size_reference).tolist() == expected


def test_with_one_part_nothing_is_left_to_compare():
    assert kept_without_part([[50]], [100], [1], 100).tolist() == [0]


def test_no_terms_give_no_numbers():
    assert kept_without_part(np.empty((0, 2)), [10, 10], [], 20).tolist() == []


def test_counts_that_do_not_fit_the_parts_are_refused():
    with pytest.raises(ValueError, match="give one row per term, one column per part"):
        kept_without_part([[1, 2]], [10], [1], 10)
