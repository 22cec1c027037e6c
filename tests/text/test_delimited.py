"""Rows of table files, and what is no row."""

import csv

import pytest

from discourse.errors import DiscourseError
from discourse.text.delimited import rows


def read(text, suffix=".csv", needed=("text", "text")):
    return list(rows(text, suffix, "a", needed))


def refusal(*arguments):
    with pytest.raises(DiscourseError) as refused:
        read(*arguments)
    return str(refused.value)


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".csv", "text,n\nOne.,1\n"),
        (".csv", "text;n\nOne.;1\n"),
        (".csv", "text\tn\r\nOne.\t1"),
        (".tsv", "text\tn\nOne.\t1\n"),
        (".jsonl", '{"text": "One.", "n": "1"}\n'),
    ],
)
def test_every_kind_of_table_gives_rows_by_column(suffix, text):
    ((_, row),) = read(text, suffix)
    assert row == {"text": "One.", "n": "1"}


def test_a_cell_may_go_over_lines_and_rows_are_named_by_their_first():
    found = read('text\n"One,\n""two""."\nThree.\n')
    assert found == [("a, line 2", {"text": 'One,\n"two".'}), ("a, line 4", {"text": "Three."})]


def test_a_cell_may_be_as_long_as_a_speech_and_the_limit_of_csv_is_left_as_it_was():
    before = csv.field_size_limit()
    ((_, row),) = read("text\n" + "a" * 200_000)
    assert len(row["text"]) == 200_000
    assert csv.field_size_limit() == before


def test_empty_cells_and_null_are_missing():
    assert [row for _, row in read("text,n\nOne.,\n")] == [{"text": "One."}]
    assert [row for _, row in read('{"text": "One.", "n": null}', ".jsonl")] == [{"text": "One."}]


@pytest.mark.parametrize(
    ("text", "suffix", "message"),
    [
        (
            "speech,year\nOne.,1990\n",
            ".csv",
            "a has no column 'text'; its columns are speech, year. "
            "Name the one that is meant, as text='speech'.",
        ),
        ("text,n,n\n", ".csv", "a has two columns 'n'; rename one of them."),
        (
            'text\n"One.\n',
            ".csv",
            "a, line 2: unexpected end of data; save the table again as CSV in UTF-8.",
        ),
    ],
)
def test_a_table_that_cannot_be_divided_is_refused_whole(text, suffix, message):
    assert refusal(text, suffix) == message


@pytest.mark.parametrize(
    ("text", "suffix", "message"),
    [
        (
            "text,n\nOne, two,1\n",
            ".csv",
            "a, line 2: 3 cells stand under 2 columns; "
            "put a cell that holds the delimiter into quotes.",
        ),
        (
            "One.",
            ".jsonl",
            "a, line 1 is no JSON: Expecting value: line 1 column 1 (char 0); "
            "write one object on each line.",
        ),
        ("[1, 2]", ".jsonl", "a, line 1 is '[1, 2]'; write one object on each line."),
        (
            '{"speech": "One."}',
            ".jsonl",
            "a, line 1 has no column 'text'; its columns are speech. "
            "Name the one that is meant, as text='speech'.",
        ),
    ],
)
def test_a_row_that_is_none_does_not_lose_the_others(text, suffix, message):
    good = {".csv": "Good.,1\n", ".jsonl": '\n{"text": "Good."}'}[suffix]
    bad, (_, row) = read(text + good, suffix)
    assert (str(bad[1]), row["text"]) == (message, "Good.")
