import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse

from discourse.measures import stability
from discourse.measures.association import log_ratio
from discourse.measures.stability import (
    kept_without_part,
    range_without_part,
    robust_differences,
)


def side(count, size, count_reference, size_reference):
    """1 where the term is more frequent in the target, -1 where it is less frequent."""
    return int(np.sign(count * size_reference - count_reference * size))


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
    # 20 : 2 in one part of four; 20 : 2 in all of them; 0 : 60; and as frequent on both sides
    counts = [[20, 0, 0, 0], [5, 5, 5, 5], [0, 0, 0, 0], [1, 1, 0, 0]]
    kept = kept_without_part(counts, [100] * 4, [2, 2, 60, 2], 400)
    assert kept.tolist() == [3, 4, 4, 0]


def test_a_word_below_the_reference_may_depend_on_the_size_of_parts_without_it():
    # 2 in 400 against 3 in 500 is below; without the part of 200, 2 in 200 is above.
    assert kept_without_part([[2, 0, 0]], [100, 200, 100], [3], 500).tolist() == [1]


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


# ---- the range of the log ratio -----------------------------------------------------------------


def test_the_range_is_that_of_the_ratios_without_each_part():
    # Without the first part 4 : 2, without the second 8 : 2 in parts of 100.
    low, high = range_without_part([[8, 4]], [100, 100], [2], 100)
    assert (low.tolist(), high.tolist()) == ([1.0], [2.0])
    low, high = range_without_part([[8, 0]], [100, 100], [2], 100)
    assert (low.tolist(), high.tolist()) == ([-np.inf], [2.0])


@given(
    arrays.arrays(np.int64, (3, 4), elements=st.integers(0, 3)),
    arrays.arrays(np.int64, 4, elements=st.integers(4, 60)),
    arrays.arrays(np.int64, 3, elements=st.integers(0, 60)),
)
def test_the_range_agrees_with_leaving_out_each_part(counts, sizes, reference):
    low, high = range_without_part(counts, sizes, reference, 100)
    for at, row in enumerate(counts):
        rest = row.sum() - row
        if row.sum():
            ratios = np.log2(np.maximum(rest, 1e-300) / (sizes.sum() - sizes))
            ratios[rest == 0] = -np.inf
        else:
            ratios = np.log2(0.5 / (sizes.sum() - sizes))
        ratios = ratios - np.log2(max(reference[at], 0.5) / 100)
        assert low[at] == pytest.approx(ratios.min())
        assert high[at] == pytest.approx(ratios.max())
        if row.all() and reference[at]:
            whole = log_ratio(row.sum(), sizes.sum(), reference[at], 100)
            assert low[at] <= whole <= high[at]


def test_one_part_has_no_range():
    assert np.isnan(range_without_part([[5]], [100], [1], 100)).all()


# ---- robust ------------------------------------------------------------------------------------


def differ(*rows, sizes=100, documents=10):
    target = np.arange(2 * documents) < documents
    sizes = np.full((1, 2 * documents), sizes)
    return robust_differences(list(rows), sizes, target, group=[0] * len(rows), permutations=999)


def test_a_difference_in_every_document_is_robust_and_one_of_a_single_document_is_not():
    everywhere, once = [6, 7, 8, 6, 7, 8, 6, 7, 8, 6] + [1] * 10, [40] + [0] * 19
    p, robust = differ(everywhere, once)
    assert robust.tolist() == [True, False]
    assert p[1] > 0.05


def test_a_difference_that_one_document_turns_is_not_robust(monkeypatch):
    monkeypatch.setattr(stability, "LEVEL", 1.0)
    kept, turned = [3, 0, 3, 1, 1, 1], [5, 1, 0, 1, 1, 1]
    _, robust = differ(kept, turned, documents=3)
    assert robust.tolist() == [True, False]


@given(
    arrays.arrays(np.int64, (2, 8), elements=st.integers(0, 4)),
    arrays.arrays(np.int64, (1, 8), elements=st.integers(4, 60)),
)
def test_robust_differences_keep_their_direction_on_both_sides(counts, sizes):
    target = np.arange(8) < 4
    _, robust = robust_differences(counts, sizes, target, group=[0, 0], permutations=99)
    for one, other in ((target, ~target), (~target, target)):
        arguments = (
            counts[:, one],
            sizes[0, one],
            counts[:, other].sum(axis=1),
            sizes[0, other].sum(),
        )
        assert (kept_without_part(*arguments)[robust] == 4).all()
