"""Groups of documents against all others, as one family of tests."""

import numpy as np
import pytest
from scipy import sparse

from discourse.measures.groups import judge_groups, robust_groups
from discourse.measures.inference import max_permutation_p_value
from discourse.measures.stability import robust_differences

SIZES = np.full(24, 100)


def test_two_groups_are_the_two_sides_of_one_comparison(rng):
    counts, part = rng.poisson(4, (30, 24)), np.repeat([0, 1], 12)
    counts[0, :12] += 6
    options = {"permutations": 199, "seed": 3}
    p, robust = robust_groups(counts, SIZES, part, np.ones((2, 30), dtype=bool), **options)
    group = np.zeros(30, dtype=int)
    one, also = robust_differences(counts, SIZES[None], part == 0, group=group, **options)
    assert p[0] == pytest.approx(one, nan_ok=True)
    assert p[1] == pytest.approx(one, nan_ok=True)
    assert robust.tolist() == [also.tolist()] * 2
    assert robust[0, 0]


def test_more_groups_in_the_family_make_p_larger_and_never_smaller(rng):
    counts, part = rng.poisson(4, (10, 24)), np.repeat([0, 1, 2], 8)
    some = np.array([[True] * 10, [False] * 10, [False] * 10])
    options = {"permutations": 199, "seed": 3}
    alone, _ = robust_groups(counts, SIZES, part, some, **options)
    family, _ = robust_groups(counts, SIZES, part, np.ones((3, 10), dtype=bool), **options)
    assert (family[0] >= alone[0]).all()
    assert np.isnan(alone[1:]).all()
    group = np.zeros(10, dtype=int)
    one = max_permutation_p_value(counts, SIZES[None], part == 0, group=group, **options)
    assert alone[0] == pytest.approx(one)


def test_sparse_counts_and_relabelled_groups_give_the_same(rng):
    counts, part = rng.poisson(2, (12, 24)), np.repeat([0, 1, 2], 8)
    tested = np.ones((3, 12), dtype=bool)
    options = {"permutations": 99, "seed": 1}
    p, _ = robust_groups(counts, SIZES, part, tested, **options)
    again, _ = robust_groups(sparse.csc_array(counts), SIZES, part, tested, **options)
    assert p.tolist() == again.tolist()
    turned, _ = robust_groups(counts, SIZES, 2 - part, tested, **options)
    assert turned[::-1].tolist() == p.tolist()


def test_of_groups_that_mean_nothing_one_in_twenty_has_a_robust_row(rng):
    part, found = np.repeat([0, 1, 2], 12), 0
    for trial in range(100):
        counts = rng.negative_binomial(1, 0.2, (40, 36))
        sizes = np.full(36, 200)
        tested = np.ones((3, 40), dtype=bool)
        _, robust = robust_groups(counts, sizes, part, tested, permutations=99, seed=trial)
        found += robust.any()
    assert found <= 11  # of 100 with a chance of 0.05 each, more are had in one case of a hundred


def test_what_is_not_tested_has_no_p():
    counts = np.ones((2, 4), dtype=int)
    nothing = np.zeros((2, 2), dtype=bool)
    p, robust = robust_groups(counts, [10] * 4, [0, 0, 1, 1], nothing)
    assert np.isnan(p).all()
    assert not robust.any()


def test_groups_of_one_document_are_descriptive_and_small_ones_are_not_tested():
    part = np.array([0] * 12 + [1] * 11 + [2] * 2 + [3])
    counts = np.vstack([np.where(part == 0, 9, 1), np.full(26, 3)])
    found = judge_groups(counts, np.full(26, 50), part, np.ones((4, 2), dtype=bool), 0)
    assert found["status"].tolist() == [
        ["robust", "not shown"],
        ["robust", "not shown"],  # which has fewer of the first term than all others
        ["not shown", "not shown"],
        ["descriptive", "descriptive"],
    ]
    assert np.isnan(found["p_value_document"][2:]).all()


@pytest.mark.parametrize(
    ("part", "tested", "message"),
    [
        ([0, 0, 1], [[True]] * 2, "do not fit counts of shape"),
        ([0, 0, 1, 2], [[True]] * 2, "give each document a group from 0"),
        ([0, 0, 0, 1], [[True]] * 2, "fewer than two documents; leave it out"),
    ],
)
def test_groups_that_do_not_fit_are_refused(part, tested, message):
    with pytest.raises(ValueError, match=message):
        robust_groups([[1, 2, 3, 4]], [9] * 4, part, tested)
