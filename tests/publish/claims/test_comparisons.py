import pytest

import discourse as dc
from discourse.publish.claims.bound_numbers import check_bound, is_true
from discourse.publish.claims.claims import Claims
from discourse.publish.claims.comparisons import Inequality, RankClaim, parse_comparison


@pytest.fixture
def claims():
    """Claims about ten tokens in two sections: peace 3 (2, 1), and 2 (2, 0), rights 2 (0, 2)."""
    text = "peace and war and peace\n\nrights of peace or rights"
    return Claims(dc.Corpus.from_texts({"a": text}))


@pytest.mark.parametrize(
    ("claim", "sides", "signs"),
    [
        ("a > b", ("a", "b"), (">",)),
        ("a >= b == c < 1,384", ("a", "b", "c", "1,384"), (">=", "==", "<")),
        ("a :: year > 1990 & x <= 2 > b", ("a :: year > 1990 & x <= 2", "b"), (">",)),
        ('a :: section = "1" == a', ('a :: section = "1"', "a"), ("==",)),
        ("share; a; count; section = 3 > 0.5", ("share; a; count; section = 3", "0.5"), (">",)),
        ("[word=\"a > b\"] > 'c'", ('[word="a > b"]', "'c'"), (">",)),
    ],
)
def test_a_comparison_is_divided_at_its_signs_and_not_within_a_query(claim, sides, signs):
    assert parse_comparison(claim) == Inequality(sides, signs)


@pytest.mark.parametrize(
    "claim", ["peace", "a / b", 'a :: year > "1990"', "what is highest", '"a" within s', "t; a; b"]
)
def test_a_query_or_a_cell_is_no_comparison(claim):
    assert parse_comparison(claim) is None


def test_a_rank_names_its_cell_and_the_column_of_the_rows():
    assert parse_comparison("t; a; n; by=section; part=3 is lowest of part") == RankClaim(
        "t; a; n; by=section; part=3", "lowest", "part"
    )


@pytest.mark.parametrize(
    ("claim", "true"),
    [
        ("peace > rights", True), ("rights > peace", False), ("peace > rights == war", False),
        ("peace > rights == of / of / 1", None), ("peace >= 3", True), ("peace > 3", False),
        ("peace > war <= 1", True), ("peace / corpus; tokens == 30 %", True),
        ("share; peace; count; section = 1 > 0.5", True),
        ("share; peace; count; section = 2 > 0.5", False),
        ("frequencies; peace; count is highest", True),
        ("frequencies; and; count is highest", False),
        ("frequencies; war; count is lowest", False),  # or and of occur once, too
        ("frequencies; peace; count; by=section; part=1 is highest of part", True),
        ("frequencies; and; count; by=section; part=1 is only of part", True),
        ("frequencies; peace; count; by=section; part=1 is only of part", False),
        ("frequencies; peace; count is first", True), ("frequencies; and; count is last", False),
        ("parts; 1; tokens is highest", False),  # both have five
        ("dispersion; peace; dp; queries=peace, and is lowest", True),
    ],
)  # fmt: skip
def test_a_comparison_holds_or_not_as_can_be_counted_by_hand(claims, claim, true):
    if true is None:
        with pytest.raises(dc.DiscourseError, match="divides twice"):
            is_true(claim, claims)
    else:
        assert is_true(claim, claims) is true


@pytest.mark.parametrize(
    ("claim", "message"),
    [
        ("peace > ", "peace"),
        ("2 > 1", "'2 > 1' compares numbers without a claim; write 'A > 5'."),
        ("peace > and is highest", "is both a rank and a comparison; write one of them."),
        (" > peace", "compares nothing on one side; write 'A > B'."),
        ("peace >", "compares nothing on one side; write 'A > B'."),
        ("peace", "'peace' compares nothing; write 'A > B'."),
        ("peace; x; y is highest", "verb='peace' is not known"),
        ("corpus; tokens is highest", "has no other rows; compare it: 'A > B'."),
        ("dispersion; and peace; dp is highest", "has no other row to compare with."),
        ("share; peace; tokens > 1", "is not a share; write 'share; query; count; section = 3'"),
    ],
)
def test_a_comparison_that_cannot_be_made_says_why(claims, claim, message):
    with pytest.raises(dc.DiscourseError) as error:
        is_true(claim, claims)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("more than half", "share; peace; count; section = 1 > 0.5"),
        ("more than half", "share; peace; count; section = 1"),
        ("at least three", "peace >= 3"),
        ("ahead of", "peace > rights"),
        ("first", "frequencies; peace; count is highest"),
        ("the only", 'rights :: section = "2" == rights'),
        ("Most of them", "share; peace; count; section = 1 > 0.5"),
        ("as often as", "and == rights"),
        ("the longest names", "frequencies; peace; count is highest"),
        ("far more often", "peace / war >= 2.5"),
        ("far less often", "war / peace < 0.5"),
        ("slightly more", "1 <= and / rights <= 1.1"),
        ("slightly less", "1.0 >= and / rights >= 0.9"),
        ("the vast majority", "share; rights; count; section = 2 > 0.67"),
        ("so far more", "peace > rights"),
        ("just as often", "and == rights"),
        ("outnumbers", "peace > rights"),
        ("never", "peace shall == 0"),
        ("does not occur", "treaty == 0"),
        ("most frequent", "peace > rights > war"),
        ("rises", "peace > rights"),  # the direction of this word is left to the author
    ],
)
def test_words_may_be_bound_to_a_comparison(claims, text, claim):
    assert list(check_bound(text, claim, claims)) == []


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("more than half", "share; peace; count; section = 1 > 0.6", "compared with half"),
        ("more than half", "share; peace; count; section = 1 >= 0.5", "the sign that 'more than'"),
        ("more than half", "0.5 < share; peace; count; section = 1", "compared with half"),
        ("more than half", "peace > rights > 0.5", "one claim compared with one number"),
        ("most", "share; peace; count; section = 1 > 0.3", "more than half, or a rank"),
        ("most", "peace > 2", "more than half, or a rank"),
        ("rose to 28", "peace > rights", "words without a number"),
        ("more than half of them", "peace > rights", "words without a number"),
        ("as a third of all", "peace > rights", "words without a number"),
        ("fewer", "peace > rights", "the same direction"),
        ("three", "peace > 2", "a claim that gives one number"),
        ("more", "rights > peace", "a comparison that holds: rights > peace"),
        ("more", "peace", "a number and nothing else"),
        ("far more", "peace > rights", "'far' says twice as much or more"),
        ("far more", "peace / rights > 1.2", "'far' says twice as much or more"),
        ("many times more", "peace > rights", "'many times' says twice as much or more"),
        ("incomparably more", "peace > rights", "'incomparably' says twice as much or more"),
        ("far less", "peace / war > 2", "'far' says twice as much or more"),
        ("by far the most frequent", "frequencies; peace; count is highest", "twice as much"),
        ("slightly more", "peace > rights", "'slightly' says a tenth or less"),
        ("slightly more", "peace / rights > 1", "'slightly' says a tenth or less"),
        ("slightly less", "1 <= and / rights <= 1.1", "'slightly' says a tenth or less"),
        ("the vast majority", "share; peace; count; section = 1 > 0.5", "two thirds or more"),
        ("a bare majority", "share; peace; count; section = 1 > 0.5", "a tenth or less"),
        ("significantly more", "peace > rights", "a p_value or q_value"),
        ("twice as often", "peace > rights", "words without a number"),
        ("hundreds of", "peace > 2", "a comparison with 200 or more, such as 'A >= 200'"),
        ("dozens", "peace", "a comparison with 24 or more, such as 'A >= 24'"),
        ("never", "peace > 2", "a comparison with 0, such as 'A == 0'"),
        ("does not occur", "peace > war", "a comparison with 0, such as 'A == 0'"),
        ("outnumbers", "war < peace", "the same direction"),
        ("the most frequent", "peace > rights", "a rank, such as 'CELL is highest'"),
    ],
)
def test_words_have_to_agree_with_their_comparison(claims, text, claim, expected):
    ((wanted, _),) = check_bound(text, claim, claims)
    assert expected in wanted
