import math

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfTransformer

from discourse.measures.weighting import idf, tf


def test_tf_and_idf_by_hand():
    assert tf([3, 0], [12, 5]).tolist() == [3 / 12, 0]
    assert idf(6, [1, 3, 6]) == pytest.approx([math.log(6), math.log(2), 0])


def test_a_term_in_no_part_has_no_idf():
    assert np.isnan(idf(6, 0))


def test_idf_is_scikit_learns_without_smoothing_less_the_one_it_adds():
    counts = np.array([[1, 0, 2], [4, 0, 1], [1, 5, 0]])
    learnt = TfidfTransformer(smooth_idf=False, norm=None).fit(counts).idf_
    assert idf(3, (counts > 0).sum(axis=0)) == pytest.approx(learnt - 1)


def test_impossible_counts_are_refused():
    with pytest.raises(ValueError, match="count=4 is above size=3; give the count and the tokens"):
        tf(4, 3)
    with pytest.raises(ValueError, match="parts_with_term=7 is above parts=6"):
        idf(6, 7)
    with pytest.raises(ValueError, match="parts=0 is too small"):
        idf(0, 0)
