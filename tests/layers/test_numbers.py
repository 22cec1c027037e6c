import math

import pandas as pd
import pytest

import discourse as dc
from discourse.layers.makers.numbers import COLUMNS


def read_numbers(text, language="en"):
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": [text], "language": [language]}))
    table = dc.layers.make(corpus, "numbers").table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    return table.assign(text=[text[start:end] for start, end in spans])


@pytest.mark.parametrize(
    ("text", "number", "value"),
    [
        ("36,000 men", "36,000", 36_000),
        ("thirty-six thousand men", "thirty-six thousand", 36_000),
        ("two hundred and six ships", "two hundred and six", 206),
        ("one million two hundred thousand", "one million two hundred thousand", 1_200_000),
        ("half a million men", "half a million", 500_000),
        ("a third of them", "a third", 1 / 3),
        ("two-thirds of them", "two-thirds", 2 / 3),
        ("two and a half years", "two and a half", 2.5),
        ("9.5 billion", "9.5 billion", 9.5e9),
        ("two dozen ships", "two dozen", 24),
        ("zero tolerance", "zero", 0),
        ("a 5-year plan", "5", 5),
        ("worth $3.5bn today", "$3.5bn", 3.5e9),
        ("worth €20m", "€20m", 20e6),
        ("5k was raised", "5k", 5_000),
        ("9 1/2 billion dollars", "9 1/2 billion", 9.5e9),
        ("3 1/2 million men", "3 1/2 million", 3.5e6),
        ("nine and one-half billion", "nine and one-half billion", 9.5e9),
        ("three and a half million", "three and a half million", 3.5e6),
        ("two million and a half", "two million and a half", 2.5e6),
        ("two hundred and one-half", "two hundred and one-half", 200.5),
        ("three hundred thousand million", "three hundred thousand million", 3e11),
        ("million million", "million million", 1e12),
        ("the hundred thousand men", "hundred thousand", 100_000),
        ("one twentieth of it", "one twentieth", 1 / 20),
        ("thirty-five hundredths", "thirty-five hundredths", 35 / 100),
        ("3 and a third times", "3 and a third", 10 / 3),
        ("one and a third; then", "one and a third", 4 / 3),
        ("1/2 of it", "1/2", 0.5),
        ("½ of it", "½", 0.5),
        ("3½ years", "3½", 3.5),
        ("-5 degrees", "-5", -5),
        ("it was −5 °C", "−5", -5),
        ("minus five degrees", "minus five", -5),
        ("3 000 km", "3 000", 3_000),
        ("3 000 000 men", "3 000 000", 3_000_000),
        ("12\u202f345 men", "12\u202f345", 12_345),
    ],
)
def test_a_quantity_has_its_value(text, number, value):
    (row,) = read_numbers(text).to_dict("records")
    assert (row["text"], row["label"]) == (number, "quantity")
    assert math.isclose(row["value"], value)


@pytest.mark.parametrize(
    ("text", "number", "unit", "noun"),
    [
        ("worth RMB9.5 billion were found", "RMB9.5 billion", "RMB", ""),
        ("$4 of aid", "$4", "$", ""),
        ("12.7 tons of rice", "12.7", "tons", ""),
        ("30 dollars", "30", "dollars", ""),
        ("36,000 Chinese military personnel were sent", "36,000", "", "Chinese military personnel"),
        ("24 UN operations.", "24", "", "UN operations"),
        ("ten percent of them", "ten percent", "%", ""),
        ("half a percent of them", "half a percent", "%", ""),
        ("20€ a day", "20€", "€", ""),
        ("A$5 of aid", "A$5", "A$", ""),
        ("one second later", "one", "second", "later"),
    ],
)
def test_a_number_has_its_unit_and_what_is_counted(text, number, unit, noun):
    (row,) = read_numbers(text).to_dict("records")
    assert (row["text"], row["unit"], row["noun"]) == (number, unit, noun)


@pytest.mark.parametrize(
    ("text", "label", "date"),
    [
        ("In 1945 we met", "year", "1945"),
        ("the 1960s", "year", ""),
        ("nineteen forty-five", "year", "1945"),
        ("on December 15, 2017", "date", "2017-12-15"),
        ("on the 4th of July", "date", "--07-04"),
        ("in March 2013", "date", "2013-03"),
        ("2017-12-15", "date", "2017-12-15"),
        ("the 70th anniversary", "ordinal", ""),
        ("the seventy-fifth anniversary", "ordinal", ""),
        ("for the first time", "ordinal", ""),
        ("9.5% of it", "percentage", ""),
        ("fifty per cent", "percentage", ""),
        ("1945 tons", "quantity", ""),
        ("May 28,1945", "date", "1945-05-28"),
        ("March 13-14, 1990", "date", "1990-03-13/1990-03-14"),
        ("13–14 March 1990", "date", "1990-03-13/1990-03-14"),
        ("February 29, 2000", "date", "2000-02-29"),
        ("February 29", "date", "--02-29"),
        ("the one hundredth anniversary", "ordinal", ""),
        ("the two hundred and first day", "ordinal", ""),
        ("one twentieth-century poet", "ordinal", ""),
        ("1,945 men", "quantity", ""),
    ],
)
def test_a_number_has_its_kind(text, label, date):
    (row,) = read_numbers(text).to_dict("records")
    assert (row["label"], row["date"]) == (label, date)


@pytest.mark.parametrize(
    "text",
    [
        "no one and one another", "this one, one's own", "G20, COVID-19, 3.1.4, 10:30, #5",
        "he may go", "in a second, per second", "http://a.org/24", "v2.0",
        "9/11", "24/7", "$3.5xyz",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_no_number(text):
    assert read_numbers(text).empty


def test_hundreds_and_dates_have_no_value():
    table = read_numbers("Hundreds came in March 2013.")
    assert table["value"].isna().tolist() == [True, True]


def test_a_number_with_a_comma_has_no_value_in_a_language_that_writes_it_differently():
    table = read_numbers("36.000 Soldaten und 24 Schiffe", "de")
    assert table["value"].isna().tolist() == [True, False]


def test_a_text_without_numbers_has_the_same_columns():
    assert list(read_numbers("peace").columns) == [*COLUMNS, "text"]


def test_a_decimal_number_is_the_nearest_float():
    assert read_numbers("8.2 million, 1.1 billion")["value"].tolist() == [8_200_000, 1.1e9]


def test_an_impossible_date_is_read_as_its_numbers():
    table = read_numbers("31 February 2001; February 29, 1900, and March 13, 1990")
    assert list(zip(table["text"], table["label"], table["date"], strict=True)) == [
        ("31", "quantity", ""), ("2001", "year", "2001"), ("29", "quantity", ""),
        ("1900", "year", "1900"), ("March 13, 1990", "date", "1990-03-13"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["9" * 400, "9" * 5_000, "12 345 men", "several hundred men"])
def test_a_number_that_is_too_large_or_not_clear_has_no_value(text):
    (row,) = read_numbers(text).to_dict("records")
    assert math.isnan(row["value"])


def test_a_hyphen_between_two_numbers_is_no_sign():
    assert read_numbers("1939-1945, 5 -3, five minus three")["value"].min() == 3


def test_a_number_is_not_read_across_what_is_dropped(drop_pages):
    corpus = drop_pages("There were twenty\nPage 3\ntwo hours long, and ten\nPage 4\nhours")
    table = dc.layers.make(corpus, "numbers").table
    assert table[["value", "unit", "noun"]].to_numpy().tolist() == [
        [20, "", ""], [2, "hours", "long"], [10, "", ""],
    ]  # fmt: skip
