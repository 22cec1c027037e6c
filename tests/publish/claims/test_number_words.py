from fractions import Fraction

import pytest

from discourse.publish.claims.number_words import (
    NUMBER_WORD,
    least_amount,
    split_qualifier,
    word_value,
)

CARDINALS = {
    "zero": 0, "none": 0, "one": 1, "the only": 1, "once": 1, "twelve": 12, "nineteen": 19,
    "twenty": 20, "ninety-nine": 99, "a hundred": 100, "one hundred and five": 105,
    "two thousand three hundred": 2300, "twelve hundred": 1200, "a million": 10**6,
    "two dozen": 24, "twice": 2, "threefold": 3, "ten-fold": 10, "third": 3, "70th": 70,
    "twentyone": 21, "sixtyfour hundred": 6400, "two-hundred": 200, "nil": 0, "a score": 20,
    "fourscore": 80, "doubled": 2, "trebles": 3, "quintupled": 5, "two trillion": 2 * 10**12,
}  # fmt: skip
FRACTIONS = {
    "half": Fraction(1, 2), "a half": Fraction(1, 2), "two thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4), "a tenth": Fraction(1, 10), "¾": Fraction(3, 4),
    "halved": Fraction(1, 2),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), [*CARDINALS.items(), *FRACTIONS.items()])
def test_words_stand_for_numbers_in_small_and_capital_letters(text, value):
    assert word_value(text) == word_value(text.upper()) == value


@pytest.mark.parametrize(
    "text",
    ["", "a", "and", "peace", "dozens", "halves", "twenty and", "more", "hundreds", "scores"],
)
def test_other_words_stand_for_none(text):
    assert word_value(text) is None


@pytest.mark.parametrize("number", range(1, 1000, 7))
def test_each_number_below_a_thousand_is_read_back(number):
    ones = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ).split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    hundreds, rest = divmod(number, 100)
    words = [f"{ones[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        words.append(tens[rest // 10 - 2] + (f"-{ones[rest % 10]}" if rest % 10 else ""))
    elif rest:
        words.append(ones[rest])
    assert word_value(" and ".join(words)) == number
    assert NUMBER_WORD.fullmatch(" and ".join(words))


def test_what_stands_before_a_number_is_split_off():
    assert split_qualifier("No more than  two thirds") == ("no more than", "two thirds")
    assert split_qualifier("two thirds") == ("", "two thirds")


@pytest.mark.parametrize(
    ("text", "value"), [("II", 2), ("IV", 4), ("IX", 9), ("XIV", 14), ("XLIV", 44), ("CXCIX", 199)]
)
def test_roman_numbers_are_read_in_capitals_only(text, value):
    assert word_value(text) == value
    assert word_value(text.lower()) is None


@pytest.mark.parametrize("text", ["I", "CI", "IIII", "VX", "MI", "LC", "IXX"])
def test_other_capitals_are_no_roman_number(text):
    assert word_value(text) is None


def test_an_amount_without_a_number_is_at_least_twice_its_unit():
    assert [least_amount(text) for text in ("dozens", "hundreds of", "tens of millions")] == [
        24, 200, 20 * 10**6,
    ]  # fmt: skip
    assert least_amount("of") is least_amount("a hundred") is least_amount("") is None
