import pytest

from discourse.publish.claims.binding import tally

RESULTS = [
    "99 = f", "f_{war} = 90 + 9", r"f = 9 \cdot 11", r"f = \underline{99}", r"f = \boxed{99}",
    "f = 99_{war}", "f = 99~", r"f \to 99", r"f\colon 99", r"f = 99 \pm 1", r"n_{war}\,(99)",
    r"f = {\bf 99}", r"f = 99 \in N", "f &= 99", "f = (99)", "f = 99",
]  # fmt: skip
FORMULAS = [
    r"\frac{2 O_{11}}{E_{11}}", r"\sum_{i=1}^{n} p_i", r"0 \le D \le 1", r"i = 1, \dots, n",
    r"G^2 = 2 \sum O \ln(O/E)", r"0 \le x", "p_i = f_i / 100", "1 - p",
]  # fmt: skip


@pytest.mark.parametrize("formula", RESULTS)
def test_a_formula_that_says_a_result_needs_a_claim(prose, formula):
    assert tally(prose(f"*War*: ${formula}$"))["unbound"] >= 1


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_that_defines_something_needs_none(prose, formula):
    assert tally(prose(f"It is ${formula}$"))["unbound"] == 0


@pytest.mark.parametrize("number", ["O hits", "💯 hits", "⠼⠊⠊ hits"])
def test_other_signs_for_numbers_need_a_claim(prose, number):
    assert tally(prose(f"*War* has {number}."))["unbound"] == 1
