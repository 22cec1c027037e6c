import math
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from discourse.measures import diversity

REFERENCE = Path(__file__).parents[1] / "reference"
MEASURES = [
    diversity.ttr, diversity.mattr, diversity.mtld, diversity.hdd, diversity.root_ttr,
    diversity.herdan_c, diversity.yule_k, diversity.msttr,
]  # fmt: skip
# Those that are no share.
UNBOUNDED = (diversity.mtld, diversity.root_ttr, diversity.yule_k)

texts = st.integers(1, 300).flatmap(
    lambda tokens: arrays(np.int64, tokens, elements=st.integers(0, 60))
)


# countable by hand


def test_ttr_counts_types_over_tokens():
    assert diversity.ttr([5, 7, 5, 5, 9, 7, 5, 5]) == 3 / 8


def test_mattr_is_the_mean_over_all_stretches():
    # a b a | b a a | a a c
    assert diversity.mattr([1, 2, 1, 1, 3], window=3) == pytest.approx((2 + 2 + 2) / 9)
    # a b | b a | a a | a c
    assert diversity.mattr([1, 2, 1, 1, 3], window=2) == pytest.approx((2 + 2 + 1 + 2) / 8)


def test_mtld_closes_a_factor_below_the_threshold():
    # "a a" has 1/2, so every two tokens are a factor
    assert diversity.mtld([1] * 100) == 2
    # "a b a" has 2/3
    assert diversity.mtld([1, 2] * 60) == 3
    # 18 types in 25 tokens give exactly 0.72, which closes nothing; one more repetition does
    factor = [*range(18), *range(7), 0]
    palindrome = (factor + factor[::-1]) * 2
    assert diversity.mtld(palindrome) == 26


def test_what_remains_counts_as_a_share_of_a_factor():
    # forward: 50 factors "a a", then ten different types, whose ratio of 1 adds nothing;
    # backward: the ten and as many a as bring 11/16 below 0.72, then 47 factors
    forward = 110 / 50
    backward = 110 / (1 + 47)
    text = [0] * 100 + list(range(1, 11))
    assert diversity.mtld(text) == pytest.approx((forward + backward) / 2)
    # 120 tokens, 20 of them repetitions: a ratio of 100/120 and no factor closed
    text = [*range(100), *range(20)]
    partial = (1 - 100 / 120) / (1 - 0.72)
    assert diversity.mtld(text) == pytest.approx(120 / partial)


def test_hdd_is_the_mean_over_all_samples():
    # samples of two tokens from a a b: "a a" once, "a b" twice
    assert diversity.hdd([1, 1, 2], draws=2) == pytest.approx((1 / 2 + 1 + 1) / 3)


def test_the_closed_forms_by_hand():
    text = [5, 7, 5, 5, 9, 7, 5, 5, 9]  # 5 occurs five times, 7 and 9 twice
    assert diversity.root_ttr(text) == 3 / 3
    assert diversity.herdan_c(text) == pytest.approx(1 / 2)  # ln 3 / ln 9
    assert diversity.yule_k(text) == pytest.approx(10_000 * (25 + 4 + 4 - 9) / 81)
    # 5 7 5 5 | 9 7 5 5, and the last 9 is left out
    assert diversity.msttr(text, segment=4) == pytest.approx((2 / 4 + 3 / 4) / 2)


def test_texts_below_the_minimum_are_missing():
    assert math.isnan(diversity.ttr([]))
    assert math.isnan(diversity.root_ttr([]))
    assert math.isnan(diversity.yule_k([]))
    assert math.isnan(diversity.herdan_c([1]))
    assert math.isnan(diversity.msttr([1] * 99))
    assert math.isnan(diversity.mattr([1] * 49))
    assert math.isnan(diversity.mtld([1] * 99))
    assert math.isnan(diversity.hdd([1] * 41))


def test_texts_at_the_minimum_have_a_value():
    assert diversity.mattr([1] * 50) == 1 / 50
    assert diversity.mtld([1] * 100) == 2
    assert diversity.hdd([1] * 42) == pytest.approx(1 / 42)


def test_mtld_of_a_text_without_repetition_is_missing():
    assert math.isnan(diversity.mtld(range(100)))


# printed in the literature


def test_factors_in_mccarthy_and_jarvis_2010():
    # page 384: of (1.00) the (1.00) people (1.00) by (1.00) the (.800) people (.667) |
    # for (1.00) the (1.00) people (1.00)
    of, the, people, by, for_ = range(5)
    text = np.array([of, the, people, by, the, people, for_, the, people])
    assert diversity._count_factors(text, 0.72) == 1


# given by an independent program


@pytest.mark.parametrize(
    "name", ["ttr", "mattr", "mtld", "hdd", "root_ttr", "herdan_c", "yule_k", "msttr"]
)
def test_agreement_with_lexicalrichness(name):
    text = runpy.run_path(str(REFERENCE / "make_diversity.py"))["text"]
    reference = pd.read_csv(REFERENCE / "diversity.csv")
    measured = [
        getattr(diversity, name)(text(tokens, step))
        for tokens, step in zip(reference["tokens"], reference["step"], strict=True)
    ]
    assert measured == pytest.approx(reference[name].to_list(), rel=1e-9)


# true for all inputs


@given(text=texts)
def test_mattr_is_what_counting_every_stretch_gives(text):
    for window in (1, 5, len(text)):
        stretches = np.lib.stride_tricks.sliding_window_view(text, min(window, len(text)))
        expected = np.mean([len(set(stretch)) / len(stretch) for stretch in stretches.tolist()])
        if window <= len(text):
            assert diversity.mattr(text, window=window) == pytest.approx(expected)


@given(text=texts)
def test_shares_lie_between_0_and_1_and_renaming_types_changes_nothing(text):
    before = text.copy()
    for measure in MEASURES:
        value = measure(text)
        assert math.isnan(value) or 0 <= value
        assert math.isnan(value) or measure in UNBOUNDED or value <= 1 + 1e-12
        assert measure(1_000 - text) == pytest.approx(value, nan_ok=True)
    np.testing.assert_array_equal(text, before)


@given(text=texts)
def test_mattr_of_the_whole_and_hdd_of_all_tokens_are_the_ratio_itself(text):
    whole = diversity.ttr(text)
    assert diversity.mattr(text, window=len(text)) == pytest.approx(whole)
    assert diversity.hdd(text, draws=len(text)) == pytest.approx(whole)


@given(text=texts)
def test_mtld_reads_both_ways(text):
    backward = diversity.mtld(text[::-1])
    assert diversity.mtld(text) == pytest.approx(backward, nan_ok=True)


# refused


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: diversity.ttr([[1, 2]]),
            "types of shape (1, 2) and kind int64 are not type ids; "
            "give one whole number per token, in text order.",
        ),
        (
            lambda: diversity.hdd([1.0, math.nan]),
            "types of shape (2,) and kind float64 are not type ids; "
            "give one whole number per token, in text order.",
        ),
        (
            lambda: diversity.mattr([1], window=0),
            "window=0 has no tokens; give a number of tokens, 1 or more.",
        ),
        (
            lambda: diversity.hdd([1], draws=0),
            "draws=0 draws no tokens; give a number of tokens, 1 or more.",
        ),
        (
            lambda: diversity.mtld([1], threshold=1),
            "threshold=1 closes no factor; give a ratio, such as 0.72.",
        ),
    ],
)
def test_impossible_calls_are_refused(call, message):
    with pytest.raises(ValueError) as refused:
        call()
    assert str(refused.value) == message
