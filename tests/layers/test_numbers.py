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
