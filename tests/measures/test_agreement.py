"""Agreement: printed values, independent programs, and what is true of all codings."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance as nltk_masi
from sklearn.metrics import cohen_kappa_score

from discourse.measures.agreement import (
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    masi_distance,
    nominal_distance,
    ordinal_distance,
    resample_alpha,
)

# Krippendorff (2011), example C: four coders (A to D), twelve units, with values missing.
FOUR_CODERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
        [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
    ]
).T - 1  # fmt: skip

# Gwet (2014), in the documentation of his R package irrCAC: abstractors who classify pregnancies.
ABSTRACTORS = [(0, 0, 13), (1, 1, 20), (1, 2, 7), (2, 1, 4), (2, 2, 56)]

# Fleiss (1971): 15 of the patients, as irrCAC has them; how many of six psychiatrists gave each of
# five diagnoses.
SIX_RATERS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
]  # fmt: skip

CODINGS = arrays.arrays(
    np.int64,
    st.tuples(st.integers(0, 12), st.integers(2, 4)),
    elements=st.integers(-1, 2),
)


def of_table(cells):
    """Units of two coders from a table: the value of each, and how many units have them."""
    return np.array([(one, other) for one, other, units in cells for _ in range(units)])


# ------------------------------------------------------------------------- printed values


@pytest.mark.parametrize(
    ("distance", "printed"), [(nominal_distance, 0.743), (ordinal_distance, 0.815)]
)
def test_alpha_of_krippendorffs_four_coders(distance, printed):
    assert round(krippendorff_alpha(FOUR_CODERS, 5, distance), 3) == printed


def test_gwets_values_for_the_same_four_coders():
    assert round(gwet_ac1(FOUR_CODERS, 5), 5) == 0.77544
    assert round(krippendorff_alpha(FOUR_CODERS, 5), 5) == 0.74342


def test_gwets_values_for_two_abstractors():
    codings = of_table(ABSTRACTORS)
    assert round(cohen_kappa(codings, 3), 7) == 0.7964094
    assert round(gwet_ac1(codings, 3), 7) == 0.8493305
    assert round(krippendorff_alpha(codings, 3), 7) == 0.7972585


def test_gwets_values_for_six_raters():
    codings = np.array([np.repeat(np.arange(5), row) for row in SIX_RATERS])
    assert round(gwet_ac1(codings, 5), 7) == 0.4448007
    assert round(krippendorff_alpha(codings, 5), 7) == 0.4204384


def test_kappa_by_hand_as_cohen_defines_it():
    # Shares .44 + .20 + .06 agree; .60 · .50 + .30 · .30 + .10 · .20 are expected.
    cells = [(0, 0, 44), (0, 1, 7), (0, 2, 9), (1, 0, 5), (1, 1, 20), (1, 2, 5), (2, 0, 1),
             (2, 1, 3), (2, 2, 6)]  # fmt: skip
    assert cohen_kappa(of_table(cells), 3) == pytest.approx((0.70 - 0.41) / (1 - 0.41))


def test_ac1_stays_high_where_one_value_is_rare_and_kappa_does_not():
    cells = [(0, 0, 118), (0, 1, 5), (1, 0, 2)]
    share = (123 / 125 + 120 / 125) / 2
    expected = 2 * share * (1 - share)
    assert gwet_ac1(of_table(cells), 2) == pytest.approx((118 / 125 - expected) / (1 - expected))
    assert cohen_kappa(of_table(cells), 2) < 0


# ------------------------------------------------------------------------- other programs


@given(CODINGS)
def test_alpha_is_that_of_the_package_krippendorff(codings):
    several = (codings >= 0).sum(axis=1) > 1
    compared = codings[several]
    if len(np.unique(compared[compared >= 0])) < 2:
        assert math.isnan(krippendorff_alpha(codings, 3))
        return
    data = np.where(codings < 0, np.nan, codings).T
    for level, distance in (("nominal", nominal_distance), ("ordinal", ordinal_distance)):
        theirs = krippendorff.alpha(
            reliability_data=data, value_domain=[0, 1, 2], level_of_measurement=level
        )
        assert krippendorff_alpha(codings, 3, distance) == pytest.approx(theirs)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=30))
def test_kappa_is_that_of_scikit_learn(pairs):
    if len({value for pair in pairs for value in pair}) > 1:
        theirs = cohen_kappa_score(*zip(*pairs, strict=True))
        assert cohen_kappa(pairs, 3) == pytest.approx(theirs)
    else:
        assert math.isnan(cohen_kappa(pairs, 3))


SETS = st.frozensets(st.sampled_from("abcd"), min_size=1)


@given(SETS, SETS)
def test_the_distance_of_sets_is_that_of_nltk(one, other):
    assert masi_distance([one, other])[0, 1] == pytest.approx(nltk_masi(one, other), abs=0.01)


@given(st.lists(st.tuples(SETS, SETS), min_size=2, max_size=9))
def test_alpha_of_sets_is_that_of_nltk(pairs):
    sets = sorted({each for pair in pairs for each in pair}, key=sorted)
    if len(sets) < 2:
        return
    number = {each: at for at, each in enumerate(sets)}
    codings = [[number[one], number[other]] for one, other in pairs]
    apart = masi_distance(sets)
    triples = [
        (coder, unit, value) for unit, pair in enumerate(pairs) for coder, value in enumerate(pair)
    ]
    theirs = AnnotationTask(triples, lambda one, other: apart[number[one], number[other]]).alpha()
    ours = krippendorff_alpha(codings, len(sets), lambda totals: apart)
    assert ours == pytest.approx(theirs, abs=1e-6)


# ------------------------------------------------------------------------- true of all


@given(CODINGS)
def test_the_order_of_units_and_coders_does_not_matter(codings):
    turned = codings[::-1, ::-1]
    for measure in (krippendorff_alpha, gwet_ac1):
        assert measure(turned, 3) == pytest.approx(measure(codings, 3), nan_ok=True)


@given(CODINGS)
def test_nothing_is_above_1_and_agreement_throughout_is_1(codings):
    for measure in (krippendorff_alpha, gwet_ac1):
        found = measure(codings, 3)
        assert math.isnan(found) or found <= 1 + 1e-9
    same = np.repeat(codings[:, :1], 2, axis=1)
    expected = 1 if len(set(same[same >= 0].tolist())) > 1 else math.nan
    assert krippendorff_alpha(same, 3) == pytest.approx(expected, nan_ok=True)
    assert cohen_kappa(same, 3) == pytest.approx(expected, nan_ok=True)


@given(CODINGS)
def test_units_with_one_value_do_not_matter_to_alpha(codings):
    alone = np.full((3, codings.shape[1]), -1)
    alone[:, 0] = 2
    more = np.concatenate([codings, alone])
    assert krippendorff_alpha(more, 3) == pytest.approx(krippendorff_alpha(codings, 3), nan_ok=True)


# ------------------------------------------------------------------------- samples


def test_samples_are_the_same_for_the_same_seed_and_lie_around_alpha():
    codings = np.array([[0, 0], [1, 1], [0, 1], [1, 1]] * 20)
    one, again, other = (resample_alpha(codings, 2, draws=400, seed=seed) for seed in (1, 1, 2))
    assert (one == again).all()
    assert (one != other).any()
    low, high = np.quantile(one, [0.025, 0.975])
    assert low < krippendorff_alpha(codings, 2) < high


def test_a_sample_is_alpha_of_the_units_drawn():
    codings = np.array([[0, 0], [1, 0], [1, 2], [2, 2]])
    random = np.random.default_rng(7)
    by_hand = [krippendorff_alpha(codings[random.integers(4, size=4)], 3) for _ in range(20)]
    assert resample_alpha(codings, 3, draws=20, seed=7) == pytest.approx(by_hand, nan_ok=True)


def test_groups_are_drawn_as_a_whole():
    codings = np.array([[0, 0], [1, 1], [0, 1]])
    alike = resample_alpha(codings, 2, groups=[0, 0, 0], draws=5)
    assert alike == pytest.approx([krippendorff_alpha(codings, 2)] * 5)


def test_of_no_unit_nothing_is_said():
    empty = np.empty((0, 2), dtype=np.int64)
    assert math.isnan(krippendorff_alpha(empty, 3))
    assert math.isnan(gwet_ac1(empty, 3))
    assert math.isnan(cohen_kappa(empty, 3))
    assert np.isnan(resample_alpha(empty, 3, draws=3)).all()


@pytest.mark.parametrize("codings", [[0, 1], [[0.5, 1]], [[0, 3]], [[-2, 1]]])
def test_what_is_no_coding_is_refused(codings):
    for measure in (krippendorff_alpha, gwet_ac1, cohen_kappa):
        with pytest.raises(ValueError, match="codings"):
            measure(codings, 3)


def test_kappa_of_three_coders_is_refused():
    with pytest.raises(ValueError, match="kappa is of 2 coders, got 3"):
        cohen_kappa([[0, 1, 1]], 2)
