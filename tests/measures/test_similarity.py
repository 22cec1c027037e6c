import math

import numpy as np
import pytest
from scipy import sparse
from sklearn.metrics.pairwise import cosine_similarity

from discourse.measures.similarity import cosines, unit_length


def test_two_parts_by_hand():
    # (3, 4) and (4, 3), each of length 5.
    assert cosines([[3, 4], [4, 3]])[0, 1] == pytest.approx((3 * 4 + 4 * 3) / 25)
    assert cosines([[1, 0], [1, 1]])[0, 1] == pytest.approx(1 / math.sqrt(2))


def test_scikit_learn_gives_the_same(rng):
    weights = rng.random((6, 20)) * (rng.random((6, 20)) > 0.5)
    assert cosines(sparse.csr_array(weights)) == pytest.approx(cosine_similarity(weights))


def test_length_does_not_matter_and_the_order_of_two_parts_neither(rng):
    weights = rng.random((4, 9))
    found = cosines(weights)
    assert cosines(weights * [[1], [2], [30], [0.4]]) == pytest.approx(found)
    assert found == pytest.approx(found.T)
    assert (np.diag(found) == 1).all()


def test_a_part_without_a_weight_has_no_cosine():
    found = cosines([[1, 2], [0, 0]])
    assert np.isnan(found[1]).all()
    assert np.isnan(found[:, 1]).all()
    assert found[0, 0] == 1


def test_the_weights_are_unchanged():
    weights = sparse.csr_array([[3.0, 4.0]])
    assert unit_length(weights).toarray().tolist() == [[3 / 5, 4 / 5]]
    assert weights.toarray().tolist() == [[3, 4]]
