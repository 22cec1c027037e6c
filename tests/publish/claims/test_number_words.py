from fractions import Fraction

import pytest

from discourse.publish.claims.number_words import NUMBER_WORD, split_qualifier, word_value

CARDINALS = {
    "zero": 0, "none": 0, "one": 1, "the only": 1, "once": 1, "twelve": 12, "nineteen": 19,
    "twenty": 20, "ninety-nine": 99, "a hundred": 100, "one hundred and five": 105,
    "two thousand three hundred": 2300, "twelve hundred": 1200, "a million": 10**6,
    "two dozen": 24, "twice": 2, "threefold": 3, "ten-fold": 10, "third": 3, "70th": 70,
}  # fmt: skip
FRACTIONS = {
    "half": Fraction(1, 2), "a half": Fraction(1, 2), "two thirds": Fraction(2, 3),
    "three-quarters": Fraction(3, 4), "a tenth": Fraction(1, 10), "¾": Fraction(3, 4),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), [*CARDINALS.items(), *FRACTIONS.items()])
def test_words_stand_for_numbers_in_small_and_capital_letters(text, value):
    assert word_value(text) == word_value(text.upper()) == value


@pytest.mark.parametrize(
    "text", ["", "a", "and", "peace", "dozens", "halves", "twenty and", "more"]
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
