import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse, stats

from discourse.measures import dispersion

MEASURES = [
    dispersion.part_range,
    dispersion.dp,
    dispersion.dp_norm,
    dispersion.juilland_d,
    dispersion.carroll_d2,
    dispersion.rosengren_s,
    dispersion.kl_divergence,
    dispersion.dkl,
]
by_name = {"ids": lambda measure: measure.__name__}

# "a" in the five lines of letters of Gries (2008: 406; 2020: 101)
LETTERS, LINES = [[1, 2, 3, 4, 5]], [9, 10, 10, 10, 11]
# the lemma ALLEMAND in ten parts of Lyne (1985), as in the README of the R package tlda
ALLEMAND = [[2, 0, 1, 1, 3, 0, 3, 0, 0, 0]]
TENTHS = [8143, 8058, 8271, 8125, 7959, 7941, 8146, 8001, 8003, 7930]


@st.composite
def tables(draw, most=8):
    parts = draw(st.integers(2, most))
    counts = draw(arrays(np.int64, (3, parts), elements=st.integers(0, 20)))
    sizes = draw(arrays(np.int64, parts, elements=st.integers(20, 10**6)))
    return counts, sizes


# countable by hand


def test_a_term_by_hand_in_a_part_of_a_quarter_and_a_part_of_three():
    counts, sizes = [[3, 1], [0, 4], [4, 0], [1, 3], [0, 0]], [25, 75]
    nan = math.nan
    assert dispersion.part_range(counts, sizes).tolist() == [2, 1, 1, 2, 0]
    shares = [3 / 4 - 1 / 4, 1 - 3 / 4, 1 - 1 / 4, 0, nan]
    assert dispersion.dp(counts, sizes) == pytest.approx(shares, nan_ok=True)
    highest = 1 - 1 / 4
    normalised = [share / highest for share in shares]
    assert dispersion.dp_norm(counts, sizes) == pytest.approx(normalised, nan_ok=True)
    # with two parts, sd / mean = |p - q| / (p + q) for the relative frequencies p and q
    evenness = [1 - (3 / 25 - 1 / 75) / (3 / 25 + 1 / 75), 0, 0, 1, nan]
    assert dispersion.juilland_d(counts, sizes) == pytest.approx(evenness, nan_ok=True)
    bits = 3 / 4 * math.log2(3) + 1 / 4 * math.log2(1 / 3)
    divergence = [bits, math.log2(4 / 3), 2, 0, nan]
    assert dispersion.kl_divergence(counts, sizes) == pytest.approx(divergence, nan_ok=True)
    scaled = [bit / (1 + bit) for bit in divergence]
    assert dispersion.dkl(counts, sizes) == pytest.approx(scaled, nan_ok=True)


def test_entropy_and_roots_by_hand():
    counts, sizes = [[3, 1], [0, 4], [1, 3], [0, 0]], [25, 75]
    nan = math.nan
    # relative frequencies 9 : 1, so shares of 0.9 and 0.1
    entropy = -0.9 * math.log2(0.9) - 0.1 * math.log2(0.1)
    assert dispersion.carroll_d2(counts, sizes) == pytest.approx([entropy, 0, 1, nan], nan_ok=True)
    adjusted = (math.sqrt(3 / 4) + math.sqrt(3 / 4)) ** 2
    kept = [adjusted / 4, 3 / 4, 1, nan]
    assert dispersion.rosengren_s(counts, sizes) == pytest.approx(kept, nan_ok=True)
    assert dispersion.range_share(counts, sizes).tolist() == [1, 1 / 2, 1, 0]


def test_carrolls_d2_is_missing_for_one_part_and_for_a_part_without_tokens():
    assert np.isnan(dispersion.carroll_d2([[1]], [10]))
    assert np.isnan(dispersion.carroll_d2([[1, 2, 0]], [10, 10, 0]))


def test_average_reduced_frequency_by_hand():
    # Ten tokens, two occurrences: v = 5. Opposite ones are 5 and 5 apart, neighbours 1 and 9.
    assert dispersion.arf([0, 0], [2, 7], 10, 1) == (5 + 5) / 5
    assert dispersion.arf([0, 0], [2, 3], 10, 1) == (1 + 5) / 5
    # terms are mixed and in no order; the second does not occur, the third once
    mixed = dispersion.arf([2, 0, 0], [4, 3, 2], 10, 3)
    assert mixed == pytest.approx([(1 + 5) / 5, math.nan, 1], nan_ok=True)
    with pytest.raises(ValueError, match="a position is outside of the 10 tokens"):
        dispersion.arf([0], [10], 10, 1)


@given(st.integers(1, 6), st.integers(1, 6), st.data())
def test_average_reduced_frequency_is_the_mean_over_all_divisions(count, width, data):
    # Savický & Hlaváčová (2002: 219): the segments of length v that have the term, over all shifts
    size = count * width
    places = data.draw(st.sets(st.integers(0, size - 1), min_size=count, max_size=count))
    segments = [len({(place + shift) % size // width for place in places}) for shift in range(size)]
    value = dispersion.arf([0] * count, sorted(places), size, 1)
    assert value == pytest.approx(np.mean(segments))


def test_dp_norm_is_missing_where_the_smallest_part_has_none_or_all_of_the_tokens():
    assert np.isnan(dispersion.dp_norm([[1, 2, 0]], [10, 10, 0]))
    assert np.isnan(dispersion.dp_norm([[1]], [10]))
    assert dispersion.dp([[1, 1, 0]], [10, 10, 0]) == dispersion.dp([[1]], [10]) == 0


def test_juillands_d_is_missing_for_one_part_and_for_a_part_without_tokens():
    assert np.isnan(dispersion.juilland_d([[1]], [10]))
    assert np.isnan(dispersion.juilland_d([[1, 2, 0]], [10, 10, 0]))


@pytest.mark.parametrize("measure", MEASURES, **by_name)
def test_a_table_without_terms_has_no_rows(measure):
    assert measure(np.empty((0, 2)), [10, 10]).shape == (0,)


# printed in the literature, or given by an independent program


def test_the_letters_in_gries_2020():
    assert dispersion.dp(LETTERS, LINES) == pytest.approx(0.18, abs=5e-4)
    assert dispersion.dp_norm(LETTERS, LINES) == pytest.approx(0.2195, abs=5e-5)
    assert dispersion.juilland_d(LETTERS, LINES) == pytest.approx(0.785, abs=5e-4)
    assert dispersion.carroll_d2(LETTERS, LINES) == pytest.approx(0.938, abs=5e-4)
    assert dispersion.rosengren_s(LETTERS, LINES) == pytest.approx(0.95, abs=5e-3)
    assert dispersion.kl_divergence(LETTERS, LINES) == pytest.approx(0.137, abs=5e-4)


def test_agreement_with_tlda():
    assert dispersion.part_range(ALLEMAND, TENTHS) / 10 == 0.5
    assert dispersion.juilland_d(ALLEMAND, TENTHS) == pytest.approx(0.6038797, abs=5e-8)
    assert dispersion.carroll_d2(ALLEMAND, TENTHS) == pytest.approx(0.6521444, abs=5e-8)
    assert dispersion.rosengren_s(ALLEMAND, TENTHS) == pytest.approx(0.4763652, abs=5e-8)
    assert dispersion.range_share(ALLEMAND, TENTHS) == 0.5
    assert dispersion.dkl(ALLEMAND, TENTHS) == pytest.approx(1 - 0.4665078, abs=5e-8)


def test_kl_divergence_is_scipys_relative_entropy():
    expected = stats.entropy(ALLEMAND[0], TENTHS, base=2)
    assert dispersion.kl_divergence(ALLEMAND, TENTHS) == pytest.approx(expected)


# true for all inputs


@given(table=tables())
def test_the_ranges_of_the_measures(table):
    counts, sizes = table
    present = counts.sum(axis=1) > 0
    for measure in MEASURES[1:]:
        values = measure(counts, sizes)
        assert (np.isnan(values) == ~present).all()
        highest = np.log2(sizes.sum() / sizes.min()) if measure is dispersion.kl_divergence else 1
        assert (values[present] >= 0).all() and (values[present] <= highest + 1e-9).all()


@given(table=tables())
def test_dp_is_half_the_sum_of_all_differences(table):
    counts, sizes = table
    for row, value in zip(counts, dispersion.dp(counts, sizes), strict=True):
        if row.sum():
            differences = np.abs(row / row.sum() - sizes / sizes.sum())
            assert value == pytest.approx(differences.sum() / 2)


@pytest.mark.parametrize("measure", MEASURES, **by_name)
@given(table=tables())
def test_the_order_of_the_parts_does_not_matter(measure, table):
    counts, sizes = table
    there, back = measure(counts, sizes), measure(counts[:, ::-1], sizes[::-1])
    assert there == pytest.approx(back, nan_ok=True)


@pytest.mark.parametrize("measure", MEASURES, **by_name)
@given(table=tables())
def test_dense_and_sparse_tables_give_the_same(measure, table):
    counts, sizes = table
    dense = measure(counts, sizes)
    for kind in (sparse.csr_array, sparse.csc_array, sparse.coo_array, sparse.csr_matrix):
        np.testing.assert_array_equal(measure(kind(counts), sizes), dense)


def test_a_sparse_table_with_zeros_and_duplicate_entries_comes_back_unchanged():
    data, indices, indptr = [1, 2, 0, 3], [0, 0, 1, 2], [0, 4]
    counts = sparse.csr_array((data, indices, indptr), shape=(1, 3))
    assert dispersion.part_range(counts, [10, 10, 10]) == 2
    assert dispersion.dp(counts, [10, 10, 10]) == pytest.approx(1 / 3)
    assert (counts.data.tolist(), counts.indices.tolist()) == (data, indices)


# the band


def simulated(count, sizes, rng, draws=20_000):
    thrown = rng.multinomial(count, sizes / sizes.sum(), size=draws)
    return dispersion.dp(thrown, count * sizes)  # so large that no part overflows


def test_the_band_by_hand_for_two_equal_parts():
    # one token: always half too much in one part; two: together or apart, equally likely;
    # none: missing
    low, high = dispersion.dp_band([1, 2, 0], [50, 50], seed=1)
    assert low == pytest.approx([0.5, 0, math.nan], nan_ok=True)
    assert high == pytest.approx([0.5, 0.5, math.nan], nan_ok=True)


def test_the_band_of_one_part_is_0():
    assert dispersion.dp_band(7, [50], seed=1) == (0, 0)


def test_the_band_of_a_count_depends_on_the_seed_and_not_on_the_other_counts():
    sizes = [9, 10, 10, 10, 11]
    low, high = dispersion.dp_band([15, 3, 15, 1], sizes, seed=1)
    assert (low[0], high[0]) == (low[2], high[2]) == dispersion.dp_band(15, sizes, seed=1)
    other = dispersion.dp_band(5, [30, 41, 53, 67], seed=2)
    assert other != dispersion.dp_band(5, [30, 41, 53, 67], seed=1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("count", "sizes", "normal"),
    [
        (40, np.array([64, 275, 192, 380, 272, 201]), False),  # few parts
        (300, np.r_[200, np.ones(200, int)], False),  # one part is most of the variance
        (50, np.full(2_000, 100), False),  # the number of parts hit varies by one or two
        (1_000, np.arange(1, 201), True),
        (400, np.geomspace(1, 1_000, 300).astype(int), True),
        (1_000, np.full(100, 30), True),
        (100_000, np.geomspace(100, 100_000, 150).astype(int), True),
    ],
)
def test_the_band_contains_nine_tenths_of_random_distributions(count, sizes, normal, rng):
    values = simulated(count, sizes, rng)
    low, high = dispersion.dp_band(count, sizes, seed=1, draws=20_000)
    expected = np.quantile(values, [0.05, 0.95])
    assert (low, high) == pytest.approx(expected, abs=0.15 * values.std())
    assert (dispersion._normal_band(count, sizes / sizes.sum()) is not None) == normal


# refused


@pytest.mark.parametrize(
    ("counts", "sizes", "message"),
    [
        ([[1, -2]], [10, 10], "counts=-2 is negative; give 0 or more."),
        ([[1, 2]], [10, -10], "sizes=-10 is negative; give 0 or more."),
        (
            [[0, 0]],
            [0, 0],
            "sizes=[0, 0] has no tokens; give a sequence with the tokens of each part.",
        ),
        (
            [[1, math.nan]],
            [10, 10],
            "counts contains NaN or infinity; give numbers, and drop missing ones first.",
        ),
        (
            [[1, 20]],
            [10, 10],
            "a count of 20 is above its part's size; give counts and tokens of the same parts.",
        ),
        (
            [[1, 2, 3]],
            [10, 10],
            "counts of shape (1, 3) do not fit sizes of shape (2,); "
            "give one row per term, one column per part, and one size per part.",
        ),
        (
            [1, 2],
            [10, 10],
            "counts of shape (2,) do not fit sizes of shape (2,); "
            "give one row per term, one column per part, and one size per part.",
        ),
    ],
)
def test_impossible_tables_are_refused(counts, sizes, message):
    with pytest.raises(ValueError) as refused:
        dispersion.dp(counts, sizes)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("count", "options", "message"),
    [
        (
            1.5,
            {"seed": 1},
            "count contains fractions; give whole numbers, as tokens cannot be split.",
        ),
        (
            21,
            {"seed": 1},
            "count=21 is above the 20 tokens of all parts; "
            "give count and sizes of the same corpus.",
        ),
        (1, {"seed": -1}, "seed=-1, draws=1000; give a seed of 0 or more, 1 draw or more."),
        (1, {"seed": 1, "draws": 0}, "seed=1, draws=0; give a seed of 0 or more, 1 draw or more."),
    ],
)
def test_impossible_bands_are_refused(count, options, message):
    with pytest.raises(ValueError) as refused:
        dispersion.dp_band(count, [10, 10], **options)
    assert str(refused.value) == message


@given(st.lists(st.integers(1, 1000), min_size=2, max_size=40), st.integers(0, 2**32))
def test_random_numbers_fall_into_the_parts_that_a_search_finds(sizes, seed):
    shares = np.array([*sizes, 1e-7, 1e-7]) / (sum(sizes) + 2e-7)  # the last lie in one bin
    chances = np.random.default_rng(seed).random((3, 50))
    found = dispersion._choose_parts(chances, shares)
    edges = np.cumsum(shares)[:-1]
    assert np.array_equal(found, np.searchsorted(edges, chances, side="right"))
    chances = np.append(edges, 0)  # a number at the border of two parts
    found = dispersion._choose_parts(chances, shares)
    assert np.array_equal(found, np.searchsorted(edges, chances, side="right"))
