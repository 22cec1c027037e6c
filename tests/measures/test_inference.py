import math
from itertools import combinations

import numpy as np
import pytest
from scipy import sparse, stats

from discourse.measures import inference
from discourse.measures.association import log_likelihood
from discourse.measures.document_counts import DocumentCounts
from discourse.measures.inference import (
    Differences,
    max_permutation_p_value,
    p_value,
    q_value,
)

FOUR_AND_FOUR = np.array([True] * 4 + [False] * 4)
DIVISIONS = [np.isin(np.arange(8), side) for side in combinations(range(8), 4)]


def p_of_each(counts, sizes, target, **options):
    """The p of each term as the only one that is tested."""
    options = {"group": [0], "seed": 1} | options
    rows = sparse.csr_array(np.asarray(counts))
    return np.hstack(
        [
            max_permutation_p_value(rows[[at]], np.array([sizes]), target, **options)
            for at in range(rows.shape[0])
        ]
    )


def studentised(counts, sizes, target):
    """|z| by its definition, for one division of the documents."""
    rates, variances = [], []
    for side in (target, ~target):
        count, size = counts[:, side], sizes[side]
        rate = count.sum(axis=1) / size.sum()
        residuals = count - rate[:, None] * size
        rates.append(rate)
        between = (residuals**2).sum(axis=1) / size.sum() ** 2 * side.sum() / (side.sum() - 1)
        chance = counts.sum(axis=1) / sizes.sum() / size.sum()
        variances.append(between + chance)
    return np.abs(rates[0] - rates[1]) / np.sqrt(variances[0] + variances[1])


@pytest.mark.parametrize("groups", [1, 2])
def test_differences_are_those_of_the_definition_in_any_number_at_once(groups):
    rng = np.random.default_rng(3)
    counts, sizes = rng.integers(0, 9, (6, 8)), rng.integers(90, 200, (groups, 8))
    group = np.arange(6) % groups
    terms = DocumentCounts(sparse.csr_array(counts), sizes.astype(float), group)
    division, sides = Differences(terms, 8), np.array(DIVISIONS).T
    expected = np.array(
        [
            [studentised(counts[[at]], sizes[group[at]], side)[0] for side in DIVISIONS]
            for at in range(6)
        ]
    )
    np.testing.assert_allclose(division.differences(sides), expected, rtol=1e-9)
    np.testing.assert_allclose(division.largest(sides), expected.max(axis=0), rtol=1e-9)
    few = np.arange(8)[:, None] < 1  # one document has no variance
    assert not division.differences(few).any()


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
    p = p_of_each(counts, [100] * 8, FOUR_AND_FOUR, permutations=20_000)
    assert p == pytest.approx(2 / math.comb(8, 4), abs=0.005)


def test_p_agrees_with_going_through_all_permutations(rng):
    counts, sizes = rng.poisson(4, (6, 8)), rng.integers(50, 150, 8)
    observed = studentised(counts, sizes, FOUR_AND_FOUR) - 1e-9
    reached = np.mean([studentised(counts, sizes, each) >= observed for each in DIVISIONS], axis=0)
    p = p_of_each(counts, sizes, FOUR_AND_FOUR, permutations=20_000)
    assert p == pytest.approx(reached, abs=0.015)


def test_the_same_seed_gives_the_same_p_however_the_work_is_divided(rng, monkeypatch):
    counts, sizes = rng.poisson(3, (5, 8)), np.full((1, 8), 60)
    options = {"group": [0] * 5, "permutations": 500, "seed": 1}
    whole = max_permutation_p_value(counts, sizes, FOUR_AND_FOUR, **options)
    monkeypatch.setattr(inference, "BATCH_CELLS", 5 * 7)
    pieces = max_permutation_p_value(sparse.csc_array(counts), sizes, FOUR_AND_FOUR, **options)
    np.testing.assert_array_equal(pieces, whole)


def test_p_is_never_0_an_absent_term_has_none_and_an_even_one_has_1():
    counts = [[50] * 4 + [0] * 4, [0] * 8, [3] * 8]
    p = p_of_each(counts, [100] * 8, FOUR_AND_FOUR, permutations=19)
    assert p[0] >= 1 / 20
    assert np.isnan(p[1])
    assert p[2] == 1


def test_swapping_the_sides_changes_little(rng):
    counts, sizes = rng.poisson(3, (5, 8)), rng.integers(50, 150, 8)
    there = p_of_each(counts, sizes, FOUR_AND_FOUR, permutations=5_000)
    back = p_of_each(counts, sizes, ~FOUR_AND_FOUR, permutations=5_000)
    assert there == pytest.approx(back, abs=0.03)


def bursty(rng, sizes, terms=1_000, rate=2e-3):
    """Counts of terms whose rates are equal on both sides but vary between documents."""
    varying = rng.gamma(1, rate, (terms, len(sizes)))
    return np.minimum(rng.poisson(varying * sizes), sizes)


@pytest.mark.parametrize(
    "sizes", [np.full(40, 2_000), np.r_[np.full(20, 8_000), np.full(20, 800)]], ids=["", "long"]
)
def test_at_most_one_bursty_term_in_twenty_falls_below_a_twentieth(sizes, rng):
    # also where the target's documents are ten times as long; there it is one in forty
    target = np.arange(40) < 20
    counts = bursty(rng, sizes)
    p = p_of_each(counts, sizes, target, permutations=199)
    assert 0.01 < np.mean(p <= 0.05) < 0.07
    # tokens taken as independent: most terms
    pooled = counts[:, target].sum(axis=1), counts[:, ~target].sum(axis=1)
    totals = sizes[target].sum(), sizes[~target].sum()
    assert (
        np.mean(p_value(log_likelihood(pooled[0], totals[0], pooled[1], totals[1])) <= 0.05) > 0.25
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
            [9] * 4,
            [True, True, False, False],
            {"permutations": 0},
            "seed=1, permutations=0; give a seed of 0 or more, 1 permutation or more.",
        ),
    ],
)
def test_impossible_tests_are_refused(sizes, target, options, message):
    with pytest.raises(ValueError) as refused:
        p_of_each([[1, 2, 3, 0]], sizes, target, **{"permutations": 9} | options)
    assert str(refused.value) == message


# ---- adjusted for all terms -------------------------------------------------------------------

OPTIONS = {"permutations": 199, "seed": 1}


def test_two_terms_with_the_same_counts_in_other_halves_have_twice_the_p_of_one():
    # Either is as far apart as the first in 2 of the 70 divisions: its own, and that turned round.
    counts = [[9, 9, 9, 9, 1, 1, 1, 1], [9, 9, 1, 1, 9, 9, 1, 1]]
    options = {"permutations": 20_000, "seed": 1}
    one = max_permutation_p_value(counts[:1], [[50] * 8], FOUR_AND_FOUR, group=[0], **options)
    two = max_permutation_p_value(counts, [[50] * 8], FOUR_AND_FOUR, group=[0, 0], **options)
    assert one[0] == pytest.approx(2 / 70, abs=0.004)
    assert two == pytest.approx([4 / 70, 1], abs=0.005)


def test_the_maximum_agrees_with_going_through_all_permutations(rng):
    counts, sizes = rng.poisson(4, (6, 8)), rng.integers(50, 150, 8)
    largest = np.array([studentised(counts, sizes, each).max() for each in DIVISIONS])
    observed = studentised(counts, sizes, FOUR_AND_FOUR) - 1e-9
    p = max_permutation_p_value(
        counts, [sizes], FOUR_AND_FOUR, group=[0] * 6, permutations=20_000, seed=1
    )
    assert p == pytest.approx([np.mean(largest >= z) for z in observed], abs=0.015)


def test_among_others_a_term_has_no_lower_p(rng):
    counts = rng.poisson(4, (20, 24))
    target = np.arange(24) < 12
    alone = p_of_each(counts, [100] * 24, target, **OPTIONS)
    together = max_permutation_p_value(counts, [[100] * 24], target, group=[0] * 20, **OPTIONS)
    assert (together >= alone).all()


def test_each_term_is_a_share_of_its_own_group():
    # The second group is ten times as large on the target side, and so are its terms.
    counts = [[2, 3, 2, 3, 2, 3, 2, 3], [20, 30, 20, 30, 2, 3, 2, 3]]
    sizes = [[50] * 8, [500] * 4 + [50] * 4]
    target = [True] * 4 + [False] * 4
    p = max_permutation_p_value(counts, sizes, target, group=[0, 1], **OPTIONS)
    assert p.tolist() == [1.0, 1.0]


def test_a_group_in_one_document_of_a_side_cannot_differ():
    counts = [[5, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
    sizes = [[9, 0, 0, 0, 0, 0], [9, 9, 9, 9, 9, 9]]
    target = [True] * 3 + [False] * 3
    p = max_permutation_p_value(counts, sizes, target, group=[0, 1], **OPTIONS)
    assert p[0] == 1.0
    assert np.isnan(p[1])


def simulate_company(rng, paired, documents=30, terms=40, slots=4):
    """Two words of the same company in bursts: counts, sizes, groups and sides."""
    counts, sizes = [], []
    for _ in range(slots):
        company = rng.dirichlet(np.full(terms, 0.3)) * 8 + 1e-9
        of_document = rng.dirichlet(company, 2 * documents)
        if paired:
            of_document[documents:] = of_document[:documents]
        hits = rng.poisson(rng.gamma(1, 6, 2 * documents))
        counts.append(
            np.array([rng.multinomial(*cells) for cells in zip(hits, of_document, strict=True)]).T
        )
        sizes.append(hits)
    return (
        np.vstack(counts),
        np.array(sizes),
        np.repeat(np.arange(slots), terms),
        np.arange(2 * documents) < documents,
    )


@pytest.mark.slow
@pytest.mark.parametrize("paired", [True, False])
def test_where_nothing_differs_no_more_than_5_percent_of_tables_have_a_finding(rng, paired):
    tables = 100
    found = 0
    for _ in range(tables):
        counts, sizes, group, target = simulate_company(rng, paired)
        often = counts.sum(axis=1) >= 5
        p = max_permutation_p_value(counts[often], sizes, target, group=group[often], **OPTIONS)
        found += bool((p <= 0.05).any())
    assert found <= stats.binom.ppf(0.99, tables, 0.05)


def test_sizes_and_groups_that_do_not_fit_are_refused():
    target = [True, True, False, False]
    with pytest.raises(ValueError, match="give a size per group and document"):
        max_permutation_p_value([[1, 2, 3, 0]], [[9] * 3], target, group=[0], **OPTIONS)
    with pytest.raises(ValueError, match="a group per term"):
        max_permutation_p_value([[1, 2, 3, 0]], [[9] * 4], target, group=[0, 0], **OPTIONS)
