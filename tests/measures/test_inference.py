import math
from itertools import combinations

import numpy as np
import pytest
from scipy import sparse, stats

from discourse.measures import inference
from discourse.measures.association import log_likelihood
from discourse.measures.inference import p_value, permutation_p_value, q_value

FOUR_AND_FOUR = np.array([True] * 4 + [False] * 4)


def test_p_is_that_of_scipys_test_of_the_table():
    cells = [[29, 13], [123, 31_612]]
    test = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
    assert p_value(log_likelihood(29, 42, 123, 31_735)) == pytest.approx(test.pvalue, rel=1e-6)
    assert p_value([3.841459, -6.634897]) == pytest.approx([0.05, 0.01], rel=1e-5)
    assert np.isnan(p_value(math.nan))


def test_q_by_hand_and_missing_rows_are_not_tested():
    # 4 tested: p * 4 / rank, then the least of this rank and all above it
    q = q_value([0.01, math.nan, 0.02, 0.30, 0.025])
    by_hand = [0.025 * 4 / 3, math.nan, 0.025 * 4 / 3, 0.30, 0.025 * 4 / 3]
    assert q == pytest.approx(by_hand, nan_ok=True)
    assert q_value([]).shape == (0,)


def test_p_of_a_complete_separation_is_the_share_of_the_permutations_that_separate():
    counts = [[9, 8, 9, 7, 2, 1, 0, 2]]
    p = permutation_p_value(counts, [100] * 8, FOUR_AND_FOUR, permutations=20_000, seed=1)
    assert p == pytest.approx(2 / math.comb(8, 4), abs=0.005)


def test_p_agrees_with_going_through_all_permutations(rng):
    counts, sizes = rng.poisson(4, (6, 8)), rng.integers(50, 150, 8)

    def z(target):
        rates, variances = [], []
        for side in (target, ~target):
            count, size = counts[:, side], sizes[side]
            rate = count.sum(axis=1) / size.sum()
            residuals = count - rate[:, None] * size
            rates.append(rate)
            variances.append((residuals**2).sum(axis=1) / size.sum() ** 2 * 4 / 3)
        return np.abs(rates[0] - rates[1]) / np.sqrt(variances[0] + variances[1])

    dealings = [np.isin(np.arange(8), side) for side in combinations(range(8), 4)]
    reached = np.mean([z(dealt) >= z(FOUR_AND_FOUR) - 1e-9 for dealt in dealings], axis=0)
    p = permutation_p_value(counts, sizes, FOUR_AND_FOUR, permutations=20_000, seed=1)
    assert p == pytest.approx(reached, abs=0.015)


def test_the_same_seed_gives_the_same_p_however_the_work_is_divided(rng, monkeypatch):
    counts, sizes = rng.poisson(3, (5, 8)), np.full(8, 60)
    whole = permutation_p_value(counts, sizes, FOUR_AND_FOUR, permutations=500, seed=1)
    monkeypatch.setattr(inference, "BATCH_CELLS", 5 * 7)
    pieces = permutation_p_value(
        sparse.csc_array(counts), sizes, FOUR_AND_FOUR, permutations=500, seed=1
    )
    np.testing.assert_array_equal(pieces, whole)


def test_p_is_never_0_an_absent_term_has_none_and_an_even_one_has_1():
    counts = [[50] * 4 + [0] * 4, [0] * 8, [3] * 8]
    p = permutation_p_value(counts, [100] * 8, FOUR_AND_FOUR, permutations=19, seed=1)
    assert p[0] >= 1 / 20
    assert np.isnan(p[1])
    assert p[2] == 1


def test_swapping_the_sides_changes_little(rng):
    counts, sizes = rng.poisson(3, (5, 8)), rng.integers(50, 150, 8)
    there = permutation_p_value(counts, sizes, FOUR_AND_FOUR, permutations=5_000, seed=1)
    back = permutation_p_value(counts, sizes, ~FOUR_AND_FOUR, permutations=5_000, seed=1)
    assert there == pytest.approx(back, abs=0.03)


def bursty(rng, sizes, terms=2_000, rate=2e-3):
    """Counts of terms whose rates are equal on both sides but vary between documents."""
    varying = rng.gamma(1, rate, (terms, len(sizes)))
    return np.minimum(rng.poisson(varying * sizes), sizes)


@pytest.mark.parametrize(
    "sizes", [np.full(40, 2_000), np.r_[np.full(20, 8_000), np.full(20, 800)]], ids=["", "long"]
)
def test_one_bursty_term_in_twenty_falls_below_a_twentieth(sizes, rng):
    # also where the target's documents are ten times as long
    target = np.arange(40) < 20
    counts = bursty(rng, sizes)
    p = permutation_p_value(counts, sizes, target, permutations=199, seed=1)
    assert np.mean(p <= 0.05) == pytest.approx(0.05, abs=0.02)
    # tokens taken as independent: most terms
    pooled = counts[:, target].sum(axis=1), counts[:, ~target].sum(axis=1)
    totals = sizes[target].sum(), sizes[~target].sum()
    assert (
        np.mean(p_value(log_likelihood(pooled[0], totals[0], pooled[1], totals[1])) <= 0.05) > 0.3
    )


@pytest.mark.parametrize(
    ("sizes", "target", "options", "message"),
    [
        (
            [9] * 4,
            [True, False, False, False],
            {},
            "target has 1 of 4 documents; give at least two per side, or leave out the test.",
        ),
        (
            [9] * 4,
            [1, 1, 0, 0],
            {},
            "target of shape (4,) and kind int64 is not a side per document; "
            "give True or False for each of 4 documents.",
        ),
        (
            [9, 9, 9, 0],
            [True, True, False, False],
            {},
            "sizes contain a document without tokens; leave it out.",
        ),
        (
            [9] * 4,
            [True, True, False, False],
            {"permutations": 0},
            "seed=1, permutations=0; give a seed of 0 or more, 1 permutation or more.",
        ),
    ],
)
def test_impossible_tests_are_refused(sizes, target, options, message):
    with pytest.raises(ValueError) as refused:
        permutation_p_value(
            [[1, 2, 3, 0]], sizes, target, **{"permutations": 9, "seed": 1} | options
        )
    assert str(refused.value) == message
