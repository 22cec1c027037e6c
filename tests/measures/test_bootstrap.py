import math

import numpy as np
import pytest

from discourse.measures import bootstrap
from discourse.measures.bootstrap import bootstrap_interval

TEN_AND_TEN = np.arange(20) < 10


def ends(*rows, sizes=100, **options):
    low, high = bootstrap_interval(
        list(rows), np.full((1, 20), sizes), TEN_AND_TEN, group=[0] * len(rows), **options
    )
    return np.array([low, high])


def test_the_ends_are_those_of_bootstrap_t_one_sample_at_a_time(rng):
    counts, sizes = rng.poisson(6, 20), rng.integers(80, 120, 20)
    low, high = bootstrap_interval([counts], [sizes], TEN_AND_TEN, group=[0], draws=199, seed=4)

    def measure(one, other):
        logs, variances = [], []
        for documents in (one, other):
            count, size = counts[documents], sizes[documents]
            rate = count.sum() / size.sum()
            error = ((count - rate * size) ** 2).sum() / size.sum() ** 2 * 10 / 9
            logs.append(math.log2(rate))
            variances.append(error / rate**2 / math.log(2) ** 2)
        return logs[0] - logs[1], math.sqrt(sum(variances))

    observed, error = measure(np.arange(10), np.arange(10, 20))
    drawn = [
        np.random.default_rng([4, side]).multinomial(10, [0.1] * 10, size=199) for side in (0, 1)
    ]
    t = []
    for one, other in zip(*drawn, strict=True):
        sampled, its_error = measure(
            np.repeat(np.arange(10), one), np.repeat(np.arange(10, 20), other)
        )
        t.append((sampled - observed) / its_error)
    t.sort()
    assert low[0] == pytest.approx(observed - t[-5] * error)  # 2.5 % of 200
    assert high[0] == pytest.approx(observed - t[4] * error)


def test_documents_that_differ_more_give_wider_intervals():
    even, uneven = [4, 5, 6, 5, 4, 5, 6, 5, 4, 6] * 2, [0, 9, 1, 10, 12, 0, 8, 2, 7, 1] * 2
    (low, low_uneven), (high, high_uneven) = ends(even, uneven)
    assert low_uneven < low < 0 < high < high_uneven


def test_a_word_of_fewer_than_four_documents_of_a_side_has_no_interval():
    lacking, three = [3] * 10 + [0] * 10, [3] * 10 + [2, 2, 2] + [0] * 7
    four, absent = [3] * 10 + [2, 2, 2, 2] + [0] * 6, [0] * 20
    low, high = ends(lacking, three, four, absent)
    assert np.isnan(low).tolist() == np.isnan(high).tolist() == [True, True, False, True]
    assert low[2] < math.log2(3 * 10 / 8) < high[2]


def test_the_other_way_round_the_sign_turns(rng):
    rows = rng.poisson(5, (4, 20))
    there = ends(*rows)
    turned = ends(*rows[:, ::-1])
    np.testing.assert_allclose(there, -turned[::-1], atol=0.3)


def test_the_same_seed_gives_the_same_ends_however_the_work_is_divided(rng, monkeypatch):
    rows = rng.poisson(5, (7, 20))
    whole = ends(*rows, seed=2)
    monkeypatch.setattr(bootstrap, "BATCH_CELLS", 2 * bootstrap.DRAWS)
    np.testing.assert_array_equal(ends(*rows, seed=2), whole)


@pytest.mark.slow
@pytest.mark.parametrize("ratio", [1, 4])
def test_most_intervals_have_the_true_ratio_where_words_come_in_bursts(rng, ratio):
    rates = np.repeat([6.0 * ratio, 6.0], 10)
    counts = rng.poisson(rng.gamma(1, rates, (800, 20)))
    low, high = ends(*counts, sizes=1_000, draws=999)
    covered = (low <= math.log2(ratio)) & (math.log2(ratio) <= high)
    assert covered.mean() == pytest.approx(0.93, abs=0.03)


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="seed=-1, draws=9; give a seed of 0 or more, 1 draw or"):
        ends([1] * 20, seed=-1, draws=9)
    with pytest.raises(ValueError, match="target has 1 of 20 documents"):
        bootstrap_interval([[1] * 20], [[9] * 20], np.arange(20) < 1, group=[0])
    with pytest.raises(ValueError, match="confidence=95 is not a share"):
        ends([1] * 20, confidence=95)
