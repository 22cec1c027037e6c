"""Rows of table files, and what is not a row."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.errors import DiscourseError
from discourse.text.delimited import parse_rows, split_cells


def read(text, suffix=".csv", needed=("text", "text")):
    return list(parse_rows(text, suffix, "a", needed))


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


def test_a_cell_may_span_lines_and_a_row_is_named_by_its_first_line():
    found = read('text\n"One,\n""two""."\nThree.\n')
    assert found == [("a, line 2", {"text": 'One,\n"two".'}), ("a, line 4", {"text": "Three."})]


def test_a_cell_may_be_as_long_as_a_speech_and_the_limit_of_csv_stays_while_it_is_read():
    before = csv.field_size_limit()
    rows = parse_rows("text\n" + f"{'a' * 200_000}\n" * 2, ".csv", "a")
    assert len(next(rows)[1]["text"]) == 200_000
    assert csv.field_size_limit() == before  # also while a reader waits between two rows
    assert len(next(rows)[1]["text"]) == 200_000


def test_tables_with_long_cells_are_read_in_threads(tmp_path):
    before = csv.field_size_limit()
    paths = [tmp_path / f"{number}.csv" for number in range(15)]
    for number, path in enumerate(paths):
        rows = (f'{row},"{"word " * 60_000}"\n' for row in range(number + 1))
        path.write_text(f"document,text\n{''.join(rows)}", encoding="utf-8")
    with ThreadPoolExecutor(8) as threads:
        corpora = list(threads.map(dc.read, paths))
    assert [corpus.size for corpus in corpora] == [60_000 * (n + 1) for n in range(15)]
    assert csv.field_size_limit() == before


@given(st.text('ab",;\t\n\r '), st.sampled_from([".csv", ".tsv"]))
def test_cells_are_those_of_the_reader_in_the_standard_library(text, suffix):
    delimiters = ",;\t" if suffix == ".csv" else "\t"
    delimiter = max(delimiters, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    expected, found, line = [], [], 1
    try:
        for cells in reader:
            expected += [(line, cells)] if cells else []
            line = reader.line_num + 1
    except csv.Error:
        expected.append("refused")
    try:
        found.extend(split_cells(text, suffix, "a"))
    except DiscourseError:
        found.append("refused")
    assert found == expected


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
            "Name the right one, such as text='speech'.",
        ),
        ("text,n,n\n", ".csv", "a has two columns 'n'; rename one of them."),
        (
            'text\n"One.\n',
            ".csv",
            "a, line 2: a cell opens with a quotation mark that is never closed; "
            "save the table again as CSV in UTF-8.",
        ),
        (
            'text,n\n"One\n",1\nTwo,"2"x\n',
            ".csv",
            "a, line 4: 'x' follows the quotation mark that closes a cell; "
            "save the table again as CSV in UTF-8.",
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
            "a, line 2 has 3 cells, but the table has 2 columns; "
            "put a cell that contains the delimiter in quotation marks.",
        ),
        (
            "One.",
            ".jsonl",
            "a, line 1 is not JSON: Expecting value: line 1 column 1 (char 0); "
            "write one object on each line.",
        ),
        ("[1, 2]", ".jsonl", "a, line 1 is '[1, 2]'; write one object on each line."),
        (
            '{"speech": "One."}',
            ".jsonl",
            "a, line 1 has no column 'text'; its columns are speech. "
            "Name the right one, such as text='speech'.",
        ),
    ],
)
def test_a_broken_row_does_not_lose_the_others(text, suffix, message):
    good = {".csv": "Good.,1\n", ".jsonl": '\n{"text": "Good."}'}[suffix]
    bad, (_, row) = read(text + good, suffix)
    assert (str(bad[1]), row["text"]) == (message, "Good.")
