import pytest

from discourse.publish.claims.number_words import word_value
from discourse.publish.claims.written_numbers import (
    agrees_with,
    is_number,
    shows_value,
    write_like,
)


@pytest.mark.parametrize(
    "text",
    [
        "7",
        "1,384",
        "-1.98",
        "\u22121.98",
        "27 %",
        "27%",
        "27\u202f%",
        "0.760",
        "Six",
        "thirteen",
        "½",
    ],
)
def test_a_number_is_digits_commas_a_point_a_sign_and_per_cent_or_a_word(text):
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["", "7 hits", "1,38", "1,384,5", "halves", "dozens", "7.", "+7", "1e5"]
)
def test_anything_else_gives_none(text):
    assert not is_number(text)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("0.76", 0.755057), ("0.755", 0.755057), ("1", 0.755057), ("1,384", 1384), ("78.0", 78.03),
        ("-0.4", -0.405), ("\u22120.4", -0.405), ("27 %", 0.2746), ("27.5%", 0.2746), ("0", 0),
        ("six", 6),
        ("0.2", 0.25), ("2", 2.5), ("4", 3.5), ("-2", -2.5),  # halfway: to the even digit
        ("half", 0.5), ("two thirds", 2 / 3), ("none", 0), ("twice", 2), ("the only", 1),
        ("½", 0.5),
        ("9,007,199,254,740,993", 9_007_199_254_740_993),
    ],
)  # fmt: skip
def test_a_number_shows_what_rounds_to_its_digits(number, value):
    assert shows_value(number, value)


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("0.75", 0.755057), ("0.760", 0.755057), ("1,385", 1384), ("78", 77.4), ("0.4", -0.405),
        ("28 %", 0.2746), ("9,007,199,254,740,992", 9_007_199_254_740_993), ("7", float("inf")),
        ("Six", 7), ("0.3", 0.25), ("3", 2.5), ("3", 3.5), ("half", 0.501), ("two thirds", 0.67),
    ],
)  # fmt: skip
def test_and_nothing_else(number, value):
    assert not shows_value(number, value)


def test_a_value_is_written_like_another_number():
    assert write_like(1384, like="1,385") == "1,384"
    assert write_like(-0.405, like="0.5") == "-0.4"
    assert write_like(0.2746, like="30 %") == "27 %"
    assert write_like(0.2746, like="30\u202f%") == "27\u202f%"
    assert write_like(7, like="six") == "7"


def test_a_table_that_is_shown_may_round_a_half_either_way():
    assert shows_value("0.3", 0.25, either_half=True)
    assert shows_value("0.2", 0.25, either_half=True)


@pytest.mark.parametrize(
    ("text", "holding", "others"),
    [
        ("more than half", [0.51, 1], [0.5, 0.2]),
        ("at least 7", [7, 8], [6]),
        ("fewer than three", [2.7, 0], [3, 4]),
        ("no more than 50 %", [0.5, 0.1], [0.51]),
        ("nearly six", [5.9, 5.4], [6, 5.3, 6.1]),  # less than six, by a tenth of it at most
        ("about 20", [18, 20, 22], [17, 23]),
        ("just over 100", [101, 110], [100, 111]),
        ("twelve", [12], [11, 13]),
    ],
)
def test_words_before_a_number_say_how_the_value_compares(text, holding, others):
    assert [agrees_with(text, value) for value in holding] == [True] * len(holding)
    assert [agrees_with(text, value) for value in others] == [False] * len(others)


@pytest.mark.parametrize("word", ["no", "none", "nil", "zero", "halved", "half", "doubled"])
def test_words_for_nothing_for_parts_and_for_doubling_are_exact(word):
    value = float(word_value(word))
    assert shows_value(word, value)
    assert not shows_value(word, value + 0.04)
    assert not shows_value(word, value + 0.4)


@pytest.mark.parametrize(
    ("number", "value", "other"),
    [
        ("20 thousand", 20_400, 20_600),
        ("1.4 million", 1_380_000, 1_460_000),
        ("-2 million", -2_000_000, 2_000_000),
        ("20 per cent", 0.204, 0.206),
        ("20 percent", 0.2, 20),
        ("twenty per cent", 0.2, 0.21),
        (".05", 0.052, 0.056),
        ("half per cent", 0.005, 0.5),
    ],
)
def test_words_after_a_number_belong_to_it(number, value, other):
    assert is_number(number)
    assert shows_value(number, value)
    assert not shows_value(number, other)


def test_a_value_is_written_with_the_words_of_another_number():
    assert write_like(0.2746, "30 per cent") == "27 per cent"
    assert write_like(1_384_000, "1.5 million") == "1.4 million"
