import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy import stats

from discourse.measures import association

MEASURES = [
    association.expected,
    association.log_likelihood,
    association.chi_squared,
    association.bic,
    association.mi,
    association.mi3,
    association.npmi,
    association.t_score,
    association.z_score,
    association.dice,
    association.log_dice,
    association.delta_p_collocate,
    association.delta_p_node,
    association.odds_ratio,
    association.percent_diff,
    association.relative_risk,
    association.simple_maths,
    association.log_ratio,
    association.conservative_log_ratio,
]
SIGNED = [
    association.log_likelihood,
    association.chi_squared,
    association.delta_p_collocate,
    association.delta_p_node,
    association.log_ratio,
    association.conservative_log_ratio,
]
by_name = {"ids": lambda measure: measure.__name__}

# 4 of 10 tokens in the target, 2 of 20 in the reference: 2 are to be expected
SMALL = (4, 10, 2, 20)
# bigrams, as count, f(word1), count without word1, N - f(word1)
THE_SWISS = (110, 2_552, 111, 29_225)
CAN_BE = (29, 42, 123, 31_735)
OF_COURSE = (5_610, 5_610 + 168_938, 2_257, 2_257 + 10_233_063)


@st.composite
def tables(draw):
    size, size_reference = draw(st.integers(1, 10**8)), draw(st.integers(1, 10**8))
    return draw(st.integers(0, size)), size, draw(st.integers(0, size_reference)), size_reference


def swapped(table):
    return table[2:] + table[:2]


# countable by hand


@pytest.mark.parametrize(
    ("measure", "by_hand"),
    [
        (association.expected, 6 * 10 / 30),
        (
            association.log_likelihood,
            2 * sum(o * math.log(o / e) for o, e in [(4, 2), (2, 4), (6, 8), (18, 16)]),
        ),
        (association.chi_squared, 4 / 2 + 4 / 4 + 4 / 8 + 4 / 16),
        (association.mi, math.log2(4 / 2)),
        (association.mi3, math.log2(4**3 / 2)),
        (association.npmi, math.log(4 / 2) / -math.log(4 / 30)),
        (association.t_score, (4 - 2) / math.sqrt(4)),
        (association.z_score, (4 - 2) / math.sqrt(2)),
        (association.dice, 2 * 4 / (10 + 6)),
        (association.log_dice, 14 + math.log2(2 * 4 / (10 + 6))),
        (association.delta_p_collocate, 4 / 10 - 2 / 20),
        (association.delta_p_node, 4 / 6 - 6 / 24),
        (association.odds_ratio, (4 / 6) / (2 / 18)),
        (association.percent_diff, 100 * (0.4 - 0.1) / 0.1),
        (association.relative_risk, 0.4 / 0.1),
        (association.simple_maths, (400_000 + 1) / (100_000 + 1)),
        (association.log_ratio, math.log2(0.4 / 0.1)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_small_table_by_hand(measure, by_hand):
    assert measure(*SMALL) == pytest.approx(by_hand)


def test_two_cells_leave_out_the_tokens_that_are_not_the_term():
    two = 2 * (4 * math.log(4 / 2) + 2 * math.log(2 / 4))
    assert association.log_likelihood(*SMALL, cells=2) == pytest.approx(two)


def test_bic_is_the_evidence_less_the_logarithm_of_the_size():
    for cells in (2, 4):
        evidence = association.log_likelihood(*swapped(SMALL), cells=cells)
        expected = -evidence - math.log(30)
        assert association.bic(*swapped(SMALL), cells=cells) == pytest.approx(expected)


def test_dice_takes_the_frequency_of_the_node_where_windows_have_several_tokens():
    # a node of 5, in windows of 10 tokens; two of its collocates may be near one node
    assert association.dice(*SMALL, node=5) == pytest.approx(2 * 4 / (5 + 6))
    assert association.dice(4, 10, 0, 20, node=2) == pytest.approx(2 * 4 / (2 + 4))
    assert association.log_dice(4, 10, 0, 20, node=2) > 14


def test_a_zero_counts_as_half_a_hit_in_the_log_ratio():
    assert association.log_ratio(0, 1_000, 4, 1_000) == math.log2(0.5 / 4)
    assert association.log_ratio(4, 1_000, 0, 1_000) == math.log2(4 / 0.5)


def test_what_is_undefined_is_nan():
    undefined = {
        association.mi: (0, 10, 2, 20),
        association.mi3: (0, 10, 2, 20),
        association.npmi: (0, 10, 0, 20),
        association.t_score: (0, 10, 2, 20),
        association.log_dice: (0, 10, 2, 20),
        association.odds_ratio: (4, 10, 0, 20),
        association.percent_diff: (4, 10, 0, 20),
        association.relative_risk: (4, 10, 0, 20),
        association.chi_squared: (10, 10, 20, 20),
        association.delta_p_node: (10, 10, 20, 20),
    }
    for measure, table in undefined.items():
        assert np.isnan(measure(*table)), measure.__name__


def test_npmi_reaches_its_lowest_value_where_the_two_never_meet():
    assert association.npmi([0, 0], [10, 10], [2, 0], [20, 20]) == pytest.approx(
        [-1, np.nan], nan_ok=True
    )


def test_relative_risk_in_the_physicians_health_study():
    # Steering Committee (1989), NEJM 321(3), 129-135: 104 of 11,037 with aspirin, 189 of 11,034
    risk = association.relative_risk(104, 11_037, 189, 11_034)
    assert risk == pytest.approx(0.55, abs=5e-3)
    assert risk == stats.contingency.relative_risk(104, 11_037, 189, 11_034).relative_risk


def test_a_term_on_neither_side_has_no_association():
    on_neither = (0, 10, 0, 20)
    defined = {association.expected, association.delta_p_collocate, association.simple_maths}
    for measure in set(MEASURES) - defined - {association.dice}:
        assert np.isnan(measure(*on_neither)), measure.__name__
    low, high = association.log_ratio_interval(*on_neither)
    assert np.isnan(low) and np.isnan(high)


# printed in the literature


@pytest.mark.parametrize(
    ("table", "printed"),
    [
        (THE_SWISS, 270.72),
        (CAN_BE, 263.90),
        ((31, 54, 139, 31_723), 256.84),  # previous year
        ((10, 10, 3, 31_767), 167.23),  # mineral water
    ],
)
def test_log_likelihood_in_dunning_1993_table_1(table, printed):
    assert association.log_likelihood(*table) == pytest.approx(printed, abs=0.005)


def test_log_likelihood_of_two_cells_in_the_calculator_of_lancaster():
    # its own example: 52 in 50,000 words against 57 in 75,000 gives + 2.65
    score = association.log_likelihood(52, 50_000, 57, 75_000, cells=2)
    assert score == pytest.approx(2.65, abs=0.005)


def test_t_and_chi_squared_of_new_companies_in_manning_and_schuetze_1999():
    new_companies = (8, 15_828, 4_667, 14_307_668 - 15_828)  # pages 164 and 169
    assert association.t_score(*new_companies) == pytest.approx(0.999932, abs=5e-7)
    assert association.chi_squared(*new_companies) == pytest.approx(1.55, abs=0.005)


def test_mi_of_honorary_doctor_in_church_and_hanks_1990_table_1():
    honorary_doctor = (12, 111, 621 - 12, 15_000_000 - 111)  # 11.3, N "about 15 million"
    assert association.mi(*honorary_doctor) == pytest.approx(11.3, abs=0.06)


def test_both_delta_p_of_of_course_in_gries_2013():
    assert association.delta_p_collocate(*OF_COURSE) == pytest.approx(0.032, abs=5e-4)
    assert association.delta_p_node(*OF_COURSE) == pytest.approx(0.697, abs=5e-4)


def test_simple_maths_in_the_tables_of_kilgarriff_2009():
    rare, middling, common = (10, 0), (200, 100), (12_000, 10_000)  # per million
    table = {1: (11.0, 1.99, 1.20), 100: (1.10, 1.50, 1.20), 1_000: (1.01, 1.09, 1.18)}
    for smoothing, printed in table.items():
        for (a, b), score in zip((rare, middling, common), printed, strict=True):
            got = association.simple_maths(a, 10**6, b, 10**6, smoothing=smoothing)
            assert got == pytest.approx(score, abs=0.005)


def test_odds_ratio_of_eczema_and_hay_fever_in_bland_and_altman_2000():
    # BMJ 320:1468: 141 of 561 children with eczema have hay fever, 928 of 14,453 without
    assert association.odds_ratio(141, 561, 928, 14_453) == pytest.approx(4.89, abs=0.005)


# given by an independent program


@pytest.mark.parametrize("table", [SMALL, THE_SWISS, CAN_BE, OF_COURSE])
def test_g2_and_chi_squared_agree_with_scipy(table):
    a, n, b, m = table
    cells = [[a, b], [n - a, m - b]]
    g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
    x2 = stats.chi2_contingency(cells, correction=False).statistic
    assert association.log_likelihood(*table) == pytest.approx(g2)
    assert association.chi_squared(*table) == pytest.approx(x2)


@pytest.mark.parametrize("table", [SMALL, THE_SWISS, CAN_BE])
def test_agreement_with_nltk(table):
    a, n, b, m = table
    margins = a, (n, a + b), n + m
    assert association.log_likelihood(*table) == pytest.approx(
        BigramAssocMeasures.likelihood_ratio(*margins)
    )
    assert association.chi_squared(*table) == pytest.approx(BigramAssocMeasures.chi_sq(*margins))
    assert association.mi(*table) == pytest.approx(BigramAssocMeasures.pmi(*margins))
    assert association.dice(*table) == pytest.approx(BigramAssocMeasures.dice(*margins))
    assert association.t_score(*table) == pytest.approx(
        BigramAssocMeasures.student_t(*margins), rel=1e-6
    )


def test_agreement_with_association_measures():
    path = Path(__file__).parents[1] / "reference" / "association.csv"
    reference = pd.read_csv(path)
    table = [reference[name] for name in ("count", "size", "count_reference", "size_reference")]
    for name in ("z_score", "t_score", "log_likelihood", "dice", "log_ratio"):
        assert getattr(association, name)(*table) == pytest.approx(reference[name].to_numpy())
    log10 = reference["mutual_information"].to_numpy()
    assert association.mi(*table) == pytest.approx(log10 / math.log10(2))
    alone = association.conservative_log_ratio(*table)
    of_1000 = association.conservative_log_ratio(*table, comparisons=1_000)
    assert alone == pytest.approx(reference["conservative_log_ratio"].to_numpy())
    assert of_1000 == pytest.approx(reference["bonferroni"].to_numpy())


# true for all inputs


@pytest.mark.parametrize("measure", MEASURES, **by_name)
@given(table=tables())
def test_no_value_is_infinite_and_none_warns(measure, table):
    assert not np.isinf(measure(*table))


@pytest.mark.parametrize("measure", SIGNED, **by_name)
@given(table=tables())
def test_swapping_target_and_reference_turns_the_sign(measure, table):
    there, back = measure(*table), measure(*swapped(table))
    assert there == pytest.approx(-back, nan_ok=True, rel=1e-6, abs=1e-6)


@given(table=tables())
def test_the_measures_agree_on_the_direction(table):
    a, n, b, m = table
    direction = np.sign(a * m - b * n) if a + b else np.nan
    assert np.sign(association.delta_p_collocate(*table)) in (direction, 0) or np.isnan(direction)
    for measure in (association.log_likelihood, association.conservative_log_ratio):
        assert np.isnan(direction) or np.sign(measure(*table)) in (direction, 0)


@given(table=tables())
def test_intervals_contain_the_log_ratio_and_the_conservative_one_is_nearer_to_0(table):
    ratio = association.log_ratio(*table)
    low, high = association.log_ratio_interval(*table)
    if np.isnan(ratio):
        return
    assert low <= ratio <= high
    if table[0] and table[2]:
        assert abs(association.conservative_log_ratio(*table)) <= abs(ratio) + 1e-9


@given(table=tables())
def test_npmi_dice_and_delta_p_keep_to_their_ranges(table):
    for measure, low, high in [
        (association.npmi, -1, 1),
        (association.dice, 0, 1),
        (association.delta_p_collocate, -1, 1),
        (association.delta_p_node, -1, 1),
    ]:
        value = measure(*table)
        assert np.isnan(value) or low - 1e-9 <= value <= high + 1e-9
    assert not association.log_dice(*table) > 14


@given(table=tables(), times=st.integers(2, 1_000))
def test_evidence_grows_with_the_texts_and_effects_do_not(table, times):
    larger = tuple(times * value for value in table)
    for evidence in (association.log_likelihood, association.chi_squared):
        once = evidence(*table)
        assert evidence(*larger) == pytest.approx(times * once, nan_ok=True, rel=1e-6, abs=1e-3)
    for effect in (association.mi, association.odds_ratio, association.percent_diff):
        once = effect(*table)
        assert effect(*larger) == pytest.approx(once, nan_ok=True, rel=1e-6)


@pytest.mark.parametrize("measure", MEASURES, **by_name)
def test_arrays_broadcast_and_come_back_unchanged(measure):
    count, size = np.array([4, 0, 1]), np.array([[10], [40]])
    together = measure(count, size, [2, 3, 0], 20)
    assert together.shape == (2, 3)
    for row, n in enumerate([10, 40]):
        for column, (a, b) in enumerate([(4, 2), (0, 3), (1, 0)]):
            alone = measure(a, n, b, 20)
            assert together[row, column] == pytest.approx(alone, nan_ok=True)
    assert count.tolist() == [4, 0, 1]


# refused


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ((-1, 10, 2, 20), "count=-1 is negative; give 0 or more."),
        ((1, 0, 2, 20), "size=0 is too small; give 1 or more."),
        ((1, 10, 2, -3), "size_reference=-3 is too small; give 1 or more."),
        (
            ([1, 12], 10, 2, 20),
            "count=12 is above size=10; give the count and the tokens of the same text.",
        ),
        (
            (1, 10, math.nan, 20),
            "count_reference contains NaN or infinity; give numbers, and drop missing ones first.",
        ),
    ],
)
def test_impossible_counts_are_refused(table, message):
    with pytest.raises(ValueError) as refused:
        association.log_ratio(*table)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: association.log_likelihood(*SMALL, cells=3),
            "cells=3 is not known; choose 2, 4.",
        ),
        (
            lambda: association.simple_maths(*SMALL, smoothing=0),
            "smoothing=0 adds nothing; give a number above 0, such as 1.",
        ),
        (
            lambda: association.log_ratio_interval(*SMALL, confidence=95),
            "confidence=95 is not a share; give one above 0 and below 1, e.g. 0.95.",
        ),
        (
            lambda: association.conservative_log_ratio(*SMALL, comparisons=0),
            "comparisons=0 is below 1; give the number of terms compared.",
        ),
        (
            lambda: association.dice(*SMALL, node=0),
            "node=0 is too small; give 1 or more.",
        ),
    ],
)
def test_impossible_choices_are_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message


@given(st.integers(0, 50), st.integers(50, 10**6), st.integers(0, 50), st.integers(50, 10**6))
def test_a_log_ratio_has_the_direction_of_the_frequencies(count, size, other, other_size):
    ratio = association.log_ratio(count, size, other, other_size)
    low, high = association.log_ratio_interval(count, size, other, other_size)
    difference = count * other_size - other * size
    assert np.isnan(ratio) or ratio * difference >= 0
    assert np.isnan([low, high]).all() == (count + other == 0)
    assert np.isinf(low) == (count == 0 < other)
    assert np.isinf(high) == (other == 0 < count)
    if count and other:
        assert low <= ratio <= high


# ---- the exact interval -----------------------------------------------------------------------

HITS = st.integers(0, 40)


@given(HITS, st.integers(1, 10_000), HITS, st.integers(1, 10_000))
def test_the_ends_of_the_exact_interval_leave_half_of_5_percent_on_either_side(a, n, b, m):
    n, m = max(a, n), max(b, m)
    low, high = association.log_ratio_interval(a, n, b, m)
    for end, beyond in ((low, lambda t: stats.binom.sf(a, a + b, t)),
                        (high, lambda t: stats.binom.cdf(a - 1, a + b, t))):  # fmt: skip
        if math.isfinite(end):
            share = n * 2**end / (n * 2**end + m)
            tail = beyond(share) + stats.binom.pmf(a, a + b, share) / 2
            assert tail == pytest.approx(0.025, rel=1e-6)


@pytest.mark.parametrize(
    ("hits", "trials", "printed"),
    [
        (81, 263, (0.2544, 0.3658)),
        (15, 148, (0.0601, 0.1581)),
        (0, 20, (0.0, 0.1391)),
        (1, 29, (0.0017, 0.1585)),
    ],
)
def test_the_mid_p_interval_is_that_of_newcombe_1998(hits, trials, printed):
    # Statistics in Medicine 17, 857-872, table I, method 6. In two texts of one size, the ratio is
    # the odds of the share of the target.
    ends = np.exp2(association.log_ratio_interval(hits, 1_000, trials - hits, 1_000))
    assert (ends / (1 + ends)).tolist() == pytest.approx(printed, abs=0.00005)


@given(st.integers(1, 60), st.floats(1, 1e4))
def test_against_a_known_rate_the_exact_interval_is_that_of_a_poisson_count(count, expected):
    size, size_of_rates = 10**5, 10**15
    ends = association.log_ratio_interval(
        count, size, expected / size * size_of_rates, size_of_rates
    )
    low, high = expected * np.exp2(ends)
    half = stats.poisson.pmf(count, [low, high]) / 2
    assert stats.poisson.sf(count, low) + half[0] == pytest.approx(0.025, rel=1e-6)
    assert stats.poisson.cdf(count - 1, high) + half[1] == pytest.approx(0.025, rel=1e-6)


def cover(number, ratios):
    """The exact probability that the interval has the true ratio, given the combined count."""
    count = np.arange(number + 1)
    low, high = association.log_ratio_interval(count, 10**6, number - count, 10**6)
    inside = (low[:, None] <= ratios) & (ratios <= high[:, None])
    share = 1 / (1 + np.exp2(-ratios))
    return (stats.binom.pmf(count[:, None], number, share) * inside).sum(axis=0)


@pytest.mark.slow
def test_of_the_exact_intervals_95_percent_have_the_true_ratio():
    # Coverage of a discrete count goes up and down with the ratio: it is averaged over ratios.
    ratios = np.linspace(-3, 3, 121)
    coverage = np.array([cover(number, ratios) for number in range(5, 501)])
    by_count = coverage.mean(axis=1)
    assert by_count.min() > 0.945  # the promise: 0.935 at every count
    assert by_count.max() < 0.98
    assert 0.95 < by_count.mean() < 0.952  # the promise: 0.94 to 0.97
    # ... and at the worst of the ratios:
    assert coverage.min() > 0.91
    # Two words of one rate in texts of one size are found different in 5 % of cases on average.
    assert coverage[:, 60].mean() == pytest.approx(0.95, abs=0.005)


def test_the_exact_interval_of_no_hits_against_n_is_that_of_a_power():
    # Half of the probability (1 - t)^n that all n hits are on the other side is 2.5 %.
    _, high = association.log_ratio_interval(0, 100, 4, 100)
    share = 1 - 0.05 ** (1 / 4)
    assert high == pytest.approx(math.log2(share / (1 - share)))


@given(HITS, HITS)
def test_the_exact_interval_is_inside_that_of_clopper_and_pearson(a, b):
    low, high = association.log_ratio_interval(a, 1_000, b, 1_000)
    if a + b:
        wider = stats.binomtest(a, a + b).proportion_ci(method="exact")
        if a:
            assert low > math.log2(wider.low / (1 - wider.low))
        if b:
            assert high < math.log2(wider.high / (1 - wider.high))


@given(HITS, HITS, st.integers(40, 1_000), st.integers(40, 1_000))
def test_the_exact_interval_turns_its_sign_with_the_sides(a, b, n, m):
    low, high = association.log_ratio_interval(a, n, b, m)
    low_turned, high_turned = association.log_ratio_interval(b, m, a, n)
    np.testing.assert_allclose([low, high], [-high_turned, -low_turned], rtol=1e-9, atol=1e-9)


def test_a_lockword_is_as_frequent_on_both_sides_and_frequent_enough_to_tell():
    # The ends of the Clopper-Pearson interval of the share of the target, by scipy
    interval = stats.binomtest(40, 70).proportion_ci(method="exact")
    ends = [math.log2(share / (1 - share) * 2) for share in interval]
    value = association.lockword(40, 1_000, 30, 2_000)
    assert value == pytest.approx(max(map(abs, ends)))
    often, seldom = association.lockword([1_000, 10], 10_000, [1_000, 10], 10_000)
    assert often < 0.2 < 1 < seldom, "few occurrences show no equality"
    assert association.lockword(30, 2_000, 40, 1_000) == pytest.approx(value)
    assert np.isnan(association.lockword([5, 0], 100, [0, 5], 100)).all()
