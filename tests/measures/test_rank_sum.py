import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse, stats

from discourse.measures.rank_sum import rank_sum

SIDES = st.integers(1, 9).flatmap(
    lambda documents: st.tuples(
        arrays(np.int64, (3, documents), elements=st.integers(0, 4)),
        arrays(np.int64, documents, elements=st.sampled_from([10, 20, 40])),
    )
)


def test_ranks_by_hand():
    # 3 and 4 above 1 and 2: ranks 3 + 4 = 7, expected 5, variance 2 · 2 · 5 / 12
    above = rank_sum([[3, 4]], [9, 9], [[1, 2]], [9, 9])
    assert above == pytest.approx((7 - 5) / np.sqrt(20 / 12))
    # the shorter document with 2 has the higher rate
    assert rank_sum([[2]], [10], [[3]], [30]) == pytest.approx(0.5 / np.sqrt(3 / 12))


def test_where_all_documents_are_equal_there_is_no_value():
    assert np.isnan(rank_sum([[0, 0], [1, 2]], [10, 20], [[0], [3]], [30])).all()
    assert rank_sum(np.empty((0, 2)), [1, 1], np.empty((0, 2)), [1, 1]).shape == (0,)


def test_a_document_without_tokens_is_left_out_and_terms_have_to_fit():
    with_empty = rank_sum([[3, 4, 0]], [9, 9, 0], [[1, 2]], [9, 9])
    assert with_empty == rank_sum([[3, 4]], [9, 9], [[1, 2]], [9, 9])
    with pytest.raises(ValueError, match="counts of 1 terms do not fit those of 2"):
        rank_sum([[1]], [9], [[1], [2]], [9])


@given(SIDES, SIDES)
def test_agreement_with_scipy(target, reference):
    z = rank_sum(sparse.csr_array(target[0]), target[1], *reference)
    for row, value in enumerate(z):
        rates = [counts[row] / sizes for counts, sizes in (target, reference)]
        if len(set(np.concatenate(rates))) == 1:
            assert np.isnan(value)
            continue
        theirs = stats.mannwhitneyu(*rates, method="asymptotic", use_continuity=False)
        assert 2 * stats.norm.sf(abs(value)) == pytest.approx(theirs.pvalue)
        middle = len(target[1]) * len(reference[1]) / 2
        assert np.sign(value) == np.sign(theirs.statistic - middle)


@given(SIDES, SIDES)
def test_swapping_the_sides_turns_the_sign(target, reference):
    there, back = rank_sum(*target, *reference), rank_sum(*reference, *target)
    assert there == pytest.approx(-back, nan_ok=True)
