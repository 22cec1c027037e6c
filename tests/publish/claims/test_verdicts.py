import math

import pytest

import discourse as dc
from discourse.publish.claims.bound_numbers import is_true
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.verdicts import judge

TEXT = "peace peace peace war war rights\n\npeace rights"


@pytest.fixture(scope="module")
def claims():
    return Claims(dc.Corpus.from_texts({"a": TEXT}))


@pytest.mark.parametrize(
    ("claim", "holds", "value", "other"),
    [
        ("peace > war", True, 4, 2),
        ("war > peace", False, 2, 4),
        ("war == rights", True, 2, 2),
        ("peace / war > 1.5", True, 2, 1.5),
        ("0.5 < share; peace; count; section=1", True, 0.5, 0.75),
        ("frequencies; peace; count is highest", True, 4, 2),
        ("frequencies; rights; count is highest", False, 2, 4),
        ("frequencies; rights; count is lowest", False, 2, 2),  # a tie
        ("frequencies; peace; count is first", True, 4, 2),
        ("frequencies; war; count is last", True, 2, 2),
        ("frequencies; rights; count is last", False, 2, 2),
        ("frequencies; war; count; by=section; part=1 is only of part", True, 2, math.nan),
        ("frequencies; rights; count; by=section; part=1 is only of part", False, 1, 1),
    ],
)
def test_a_comparison_has_two_sides(claims, claim, holds, value, other):
    verdict = judge(claim, claims)
    assert (verdict.holds, verdict.value) == (holds, value)
    assert verdict.value_other == pytest.approx(other, nan_ok=True)
    assert verdict.holds == is_true(claim, claims)


def test_a_number_has_one_side(claims):
    verdict = judge("peace", claims)
    assert (verdict.holds, verdict.value, verdict.pair) == (True, 4, "")
    assert math.isnan(verdict.value_other)


@pytest.mark.parametrize(
    ("claim", "pair", "holds"),
    [
        ("peace > war > 1", "war > 1", True),
        ("5 > peace >= war", "5 > peace", True),
        ("peace > rights > war", "rights > war", False),
        ("war == rights < peace", "war == rights", True),
        ("war < rights <= peace", "war < rights", False),
    ],
)
def test_of_an_order_the_pair_that_decides_is_said(claims, claim, pair, holds):
    verdict = judge(claim, claims)
    assert (verdict.pair, verdict.holds) == (pair, holds)
    assert verdict.holds == is_true(claim, claims)


def test_the_queries_and_references_behind_a_claim(claims):
    verdict = judge("keyness; peace; log_ratio; reference=udhr > war / peace", claims)
    assert verdict.queries == ("peace", "war")
    assert verdict.references == ("udhr",)
    assert judge("corpus; tokens > 3", claims).queries == ()


def test_another_reference_takes_the_place_of_the_one_that_is_named(claims):
    other = dc.Corpus.from_texts({"b": "peace " * 7})
    claim = "keyness; peace; count_reference; reference=udhr"
    assert judge(claim, claims).value == 2
    assert judge(claim, Claims(claims.corpus, reference=other)).value == 7
