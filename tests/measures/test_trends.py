import itertools
import math

import numpy as np
import pytest
from scipy import optimize, stats

from discourse.measures import trends
from discourse.measures.inference import absence_bound
from discourse.measures.trends import TimeOrder, log_linear_slope, rate_interval

# Page's data as Pettitt (1979, table 1) has them: a change after 17 of 40, with K = 232.
PAGE = [
    -1.05, 0.96, 1.22, 0.58, -0.98, -0.03, -1.54, -0.71, -0.35, 0.66, 0.44, 0.91, -0.02, -1.42,
    1.26, -1.02, -0.81, 1.66, 1.05, 0.97, 2.14, 1.22, -0.24, 1.60, 0.72, -0.12, 0.44, 0.03, 0.66,
    0.56, 1.37, 1.66, 0.10, 0.80, 1.29, 0.49, -0.07, 1.18, 3.29, 1.84,
]  # fmt: skip


# ---- intervals of rates -------------------------------------------------------------------------


def test_the_ends_of_a_rate_are_those_at_which_the_count_is_just_plausible():
    low, high = rate_interval(5, 1_000)
    half = [stats.binom.pmf(5, 1_000, share) / 2 for share in (low, high)]
    assert stats.binom.sf(5, 1_000, low) + half[0] == pytest.approx(0.025)
    assert stats.binom.cdf(4, 1_000, high) + half[1] == pytest.approx(0.025)


def test_without_a_hit_the_upper_end_is_the_bound_of_an_absence():
    low, high = rate_interval([0, 0], [100, 1_000])
    assert low.tolist() == [0, 0]
    assert high == pytest.approx(absence_bound([100, 1_000]))


def test_the_interval_of_hits_everywhere_ends_at_1():
    low, high = rate_interval(10, 10)
    assert (float(high), 0.7 < low < 1) == (1, True)


def test_no_tokens_have_no_rate():
    assert np.isnan(rate_interval(0, 0)).all()


def test_a_count_above_its_size_is_refused():
    with pytest.raises(ValueError, match="count=2 is above size=1"):
        rate_interval(2, 1)


def test_intervals_contain_the_rate_nineteen_times_in_twenty():
    count = np.arange(401)
    low, high = rate_interval(count, 400)
    shares = np.linspace(0.01, 0.2, 39)
    inside = (low[:, None] <= shares) & (shares <= high[:, None])
    covered = (stats.binom.pmf(count[:, None], 400, shares) * inside).sum(axis=0)
    assert 0.945 < covered.mean() < 0.96
    assert covered.min() > 0.92


# ---- slopes -------------------------------------------------------------------------------------


def test_a_word_that_doubles_each_year_has_a_slope_of_1_and_an_even_one_of_0():
    counts, times = [[10, 20, 40], [7, 7, 7], [40, 20, 10]], [1990, 1991, 1992]
    assert log_linear_slope(counts, [500] * 3, times) == pytest.approx([1, 0, -1])


def test_what_counts_is_the_rate_and_the_distance_in_time():
    # 1 %, and four years later 4 %
    assert log_linear_slope([[5, 40]], [500, 1_000], [1990, 1994])[0] == pytest.approx(2 / 4)


def test_the_slope_is_that_of_a_poisson_regression(rng):
    sizes, times = rng.integers(500, 2_000, 12), np.sort(rng.uniform(1900, 2000, 12))
    counts = rng.poisson(sizes * 0.01 * np.exp2((times - 1950) * 0.01))

    def misfit(parameters):
        rate = np.exp(parameters[0] + parameters[1] * (times - 1950))
        return (sizes * rate - counts * np.log(sizes * rate)).sum()

    fitted = optimize.minimize(misfit, [-4, 0], method="Nelder-Mead", options={"xatol": 1e-9})
    slope = log_linear_slope([counts], sizes, times)[0]
    assert slope == pytest.approx(fitted.x[1] / math.log(2), abs=1e-6)


def test_a_word_of_the_last_year_alone_has_a_finite_slope_that_rises_with_its_count():
    counts = [[0, 0, 1], [0, 0, 4], [0, 0, 400], [3, 0, 0], [0, 0, 0]]
    slope = log_linear_slope(counts, [1_000] * 3, [1, 2, 3])
    # 1 hit, and a half that is spread: the mean time of the hits is 2 + 1 / 1.5
    at = np.exp2(slope[0] * np.array([1, 2, 3]))
    assert (at / at.sum()) @ [1, 2, 3] == pytest.approx(2 + 1 / 1.5)
    assert 0 < slope[0] < slope[1] < slope[2] < np.inf
    assert slope[3] < 0
    assert np.isnan(slope[4])


def test_time_backwards_turns_the_slope(rng):
    counts, sizes = rng.poisson(5, (4, 9)), rng.integers(500, 900, 9)
    forwards = log_linear_slope(counts, sizes, np.arange(9))
    assert log_linear_slope(counts, sizes, -np.arange(9)) == pytest.approx(-forwards)


def test_slopes_of_many_terms_in_batches_are_the_same(rng, monkeypatch):
    counts, sizes = rng.poisson(2, (60, 9)), rng.integers(500, 900, 9)
    whole = log_linear_slope(counts, sizes, np.arange(9))
    monkeypatch.setattr(trends, "BATCH_CELLS", 50)
    assert log_linear_slope(counts, sizes, np.arange(9)) == pytest.approx(whole, nan_ok=True)


def test_times_that_do_not_differ_are_refused():
    with pytest.raises(ValueError, match="two differ; give one number per point"):
        log_linear_slope([[1, 2]], [10, 10], [1990, 1990])


# ---- trends -------------------------------------------------------------------------------------


def naive_z(counts, sizes, ranks):
    rate = counts.sum() / sizes.sum()
    centred = ranks - (sizes * ranks).sum() / sizes.sum()
    residual = counts - rate * sizes
    variance = (residual**2 * centred**2).sum() + rate * (sizes * centred**2).sum()
    return (residual * centred).sum() / math.sqrt(variance)


def test_z_is_what_its_formula_says(rng):
    counts, sizes = rng.poisson(6, (3, 12)), rng.integers(300, 900, 12)
    times = rng.integers(1990, 1998, 12)
    z = TimeOrder(counts, sizes, times).trend()
    ranks = stats.rankdata(times)
    assert z == pytest.approx([naive_z(row, sizes, ranks) for row in counts])


def test_of_documents_of_one_size_z_moves_with_spearmans_correlation(rng):
    rows = np.array([rng.permutation(20) for _ in range(8)]) + 1
    order = TimeOrder(rows, np.full(20, 1_000), np.arange(20))
    by_spearman = [stats.spearmanr(row, np.arange(20)).statistic for row in rows]
    assert np.argsort(order.trend()).tolist() == np.argsort(by_spearman).tolist()


def test_the_p_value_is_the_share_of_all_orders_with_such_a_trend():
    counts, sizes = np.array([[0, 1, 3, 4, 6, 9]]), np.full(6, 100)
    order = TimeOrder(counts, sizes, np.arange(6))
    ranks = np.arange(6) + 1.0
    every = [naive_z(counts[0], sizes, np.array(p)) for p in itertools.permutations(ranks)]
    exact = np.mean(np.abs(every) >= abs(order.trend()[0]) - 1e-9)
    assert 2 / 720 <= exact < 0.02  # at least the order itself, and backwards
    p = order.trend_p_value(permutations=4_999, seed=3)[0]
    assert p == pytest.approx(exact, abs=0.003)


def test_a_family_of_more_terms_gives_larger_p_values(rng):
    counts = np.vstack([[2, 3, 2, 4, 3, 4, 3, 5, 4, 4, 5, 4], rng.poisson(4, (200, 12))])
    alone, together = (
        TimeOrder(rows, np.full(12, 500), np.arange(12)).trend_p_value(permutations=499, seed=1)[0]
        for rows in (counts[:1], counts)
    )
    assert alone < together


def test_p_values_are_seldom_small_where_nothing_changes(rng):
    found = []
    for _ in range(100):
        order = TimeOrder(rng.poisson(3, (20, 12)), np.full(12, 500), np.arange(12))
        found.append(
            [
                order.trend_p_value(permutations=99, seed=1).min(),
                order.change_p_value(permutations=99, seed=1).min(),
            ]
        )
    assert (np.array(found) <= 0.05).mean(axis=0).max() <= 0.1


def test_a_trend_that_one_document_makes_is_not_kept():
    one, steady = [5] * 11 + [60], list(range(1, 13))
    falling, turned = steady[::-1], [5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 90]
    counts = [one, steady, falling, turned, [3] * 12]
    kept = TimeOrder(counts, np.full(12, 1_000), np.arange(12)).keeps_direction()
    assert kept.tolist() == [False, True, True, False, False]


def test_a_term_in_no_document_has_no_p_value():
    order = TimeOrder([[0, 0, 0], [1, 2, 3]], [10] * 3, [1, 2, 3])
    assert np.isnan(order.trend_p_value(permutations=9, seed=0)).tolist() == [True, False]
    assert order.trend()[0] == 0


# ---- changes ------------------------------------------------------------------------------------


def test_on_ranks_the_change_is_that_of_pettitts_example():
    ranks = stats.rankdata(PAGE)
    order = TimeOrder([ranks], np.full(40, 1_000), np.arange(40))
    place, cusum = order.change()
    assert place.tolist() == [17]
    # Pettitt's K is twice the sum of ranks less their mean; ours is in standard deviations.
    deviation = math.sqrt(((ranks - 20.5) ** 2).sum() + ranks.sum())
    assert 2 * cusum[0] * deviation == pytest.approx(232)
    assert order.change_p_value(permutations=999, seed=0)[0] <= 0.014  # his bound is 0.014


def test_documents_of_one_time_are_on_one_side_of_the_change():
    counts, times = [[1, 1, 1, 9, 9, 9]], [1, 1, 2, 2, 3, 3]
    place, cusum = TimeOrder(counts, [100] * 6, times).change()
    assert place.tolist() == [2]  # after three of them would be best
    assert cusum[0] > 0
    place, cusum = TimeOrder([[9, 9, 9, 1, 1, 1]], [100] * 6, range(6)).change()
    assert (place.tolist(), cusum[0] < 0) == ([3], True)


def test_the_order_in_which_documents_are_given_does_not_matter(rng):
    counts, sizes, times = rng.poisson(6, (3, 12)), rng.integers(300, 900, 12), np.arange(12)
    mixed = rng.permutation(12)
    one = TimeOrder(counts, sizes, times)
    other = TimeOrder(counts[:, mixed], sizes[mixed], times[mixed])
    for name in ("trend", "keeps_direction"):
        assert getattr(one, name)() == pytest.approx(getattr(other, name)())
    assert one.change()[0].tolist() == other.change()[0].tolist()


def test_of_more_steps_than_are_tried_the_change_is_still_close(monkeypatch):
    monkeypatch.setattr(trends, "MOST_STEPS", 10)
    counts = [[1] * 50 + [4] * 50]
    place, _ = TimeOrder(counts, [100] * 100, np.arange(100)).change()
    assert abs(place[0] - 50) <= 5


def test_orders_that_are_tried_together_give_what_each_gives_alone(rng, monkeypatch):
    order = TimeOrder(rng.poisson(3, (5, 20)), rng.integers(300, 900, 20), np.arange(20) // 2)
    together = order.change_p_value(permutations=49, seed=1)
    trend = order.trend_p_value(permutations=49, seed=1)
    monkeypatch.setattr(trends, "BATCH_CELLS", 1)
    assert order.change_p_value(permutations=49, seed=1).tolist() == together.tolist()
    assert order.trend_p_value(permutations=49, seed=1) == pytest.approx(trend)


def test_a_lasting_change_is_found_and_p_is_the_same_for_the_same_seed(rng):
    counts = np.append(rng.poisson(2, 15), rng.poisson(9, 15))
    order = TimeOrder([counts], np.full(30, 800), np.arange(30))
    first, again = (order.change_p_value(permutations=499, seed=5) for _ in range(2))
    assert first == again <= 0.01
    assert abs(order.change()[0][0] - 15) <= 2


@pytest.mark.parametrize(
    ("options", "message"),
    [({"permutations": 0, "seed": 0}, "permutations=0"), ({"permutations": 9, "seed": -1}, "seed")],
)
def test_no_permutations_and_negative_seeds_are_refused(options, message):
    order = TimeOrder([[1, 2, 3]], [10] * 3, [1, 2, 3])
    with pytest.raises(ValueError, match=message):
        order.trend_p_value(**options)
