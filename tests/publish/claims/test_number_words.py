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
def test_roman_numbers_are_read_in_capitals_and_in_small_letters(text, value):
    assert word_value(text) == word_value(text.lower()) == value
    assert word_value(text.title()) is None


@pytest.mark.parametrize("text", ["I", "CI", "IIII", "VX", "MI", "LC", "IXX"])
def test_other_capitals_are_no_roman_number(text):
    assert word_value(text) is None


def test_an_amount_without_a_number_is_at_least_twice_its_unit():
    assert [least_amount(text) for text in ("dozens", "hundreds of", "tens of millions")] == [
        24, 200, 20 * 10**6,
    ]  # fmt: skip
    assert least_amount("of") is least_amount("a hundred") is least_amount("") is None


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("It has a trio of hits.", "a trio", 3),
        ("It has an octet of hits.", "an octet", 8),
        ("It has a single hit.", "a single", 1),
        ("It has a solitary hit.", "a solitary", 1),
        ("The lone occurrence is here.", "The lone", 1),
        ("It has a century of hits.", "a century", 100),
        ("A decade of mentions follows.", "A decade", 10),
        ("It has both hits here.", "both", 2),
        ("Both of its mentions are here.", "Both of its", 2),
        ("It has no hit.", "no", 0),
        ("It has not a single hit.", "not a single", 0),
        ("It has nary a hit.", "nary a", 0),
        ("It has sextuple the hits.", "sextuple", 6),
        ("It quintupled.", "quintupled", 5),
        ("A twelfth of them are here.", "A twelfth", Fraction(1, 12)),
        ("It is five ninths of them.", "five ninths", Fraction(5, 9)),
        ("It has a hundredth of them.", "a hundredth", Fraction(1, 100)),
        ("It has xxviii hits.", "xxviii", 28),
        ("It has hits: XXVIII.", "XXVIII", 28),
        ("It has IOO hits.", "IOO", 100),
    ],
)
def test_numbers_of_other_words_are_found(sentence, text, value):
    assert [found[0] for found in NUMBER_WORD.finditer(sentence)] == [text]
    assert word_value(text) == value


@pytest.mark.parametrize(
    "sentence",
    [
        "A single reading is not enough, and both sections are short.",
        "It is no hit of the query, and it is found in no hit.",
        "The mix of civic and vivid words: XV as a label.",
        "The twenty-first and the thirteenth paragraph.",
    ],
)
def test_words_that_count_nothing_are_no_numbers(sentence):
    assert not NUMBER_WORD.findall(sentence)
