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


@given(st.text('ab",;\n\r '))
def test_cells_are_those_of_the_reader_in_the_standard_library(text):
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    expected, found, line = [], [], 1
    try:
        for cells in reader:
            expected += [(line, cells)] if cells else []
            line = reader.line_num + 1
    except csv.Error:
        expected.append("refused")
    try:
        found.extend(split_cells(text, ".csv", "a"))
    except DiscourseError:
        found.append("refused")
    assert found == expected


ROWS = st.lists(
    st.tuples(st.just("x"), st.text('ab",; '), st.text('ab",; ')), min_size=1, max_size=5
)


@given(ROWS, st.sampled_from([".csv", ".tsv"]))
def test_tabs_are_read_as_python_writes_them_with_quotes(rows, suffix):
    written = io.StringIO()
    csv.writer(written, delimiter="\t").writerows([("document\t", "text", "n"), *rows])
    found = [cells for _, cells in split_cells(written.getvalue(), ".tsv", "a")][1:]
    assert found == [list(row) for row in rows]


@given(st.lists(st.tuples(st.text("ab';"), st.text('ab";,\\ ')), min_size=1, max_size=6))
def test_tabs_are_read_as_python_writes_them_without_quotes(rows):
    # A cell within quotation marks reads alike in both, so none is written here.
    rows = [("x", *(cell + "." if cell[-1:] == '"' else cell for cell in row)) for row in rows]
    text = "".join("\t".join(row) + "\n" for row in [("x", "text", "n"), *rows])
    found = [cells for _, cells in split_cells(text, ".tsv", "a")][1:]
    assert found == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a\t"Peace\nb\tand war"\nc\tend\n', [['a', '"Peace'], ['b', 'and war"'], ['c', 'end']]),
        ('a\t"Peace\nand war"\nc\tend\n', [['a', 'Peace\nand war'], ['c', 'end']]),
        ('a\t"Pe""ace"\n"b\tc"\td', [['a', 'Pe"ace'], ['b\tc', 'd']]),
        ('a\t"Peace\r\nb\t"war"!\r\n', [['a', '"Peace'], ['b', '"war"!']]),
        ('a\t"5 inches\n', [['a', '"5 inches']]),
    ],
)  # fmt: skip
def test_a_quotation_mark_between_tabs_opens_a_cell_only_if_the_lines_say_so(text, rows):
    assert [cells for _, cells in split_cells(f"x\ty\n{text}", ".tsv", "a")][1:] == rows


def test_the_lone_quotation_marks_of_posts_lose_no_row(shared):
    found = dc.read(shared / "cases" / "quotes.tsv")
    assert list(found) == ["a", "b", "c"]
    assert found.store.texts[0] == '"Peace is here'


@pytest.mark.parametrize("first", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_that_excel_names_in_the_first_line_is_used(first, end):
    text = end.join([first, "document;text", "a;One, two, three.", ""])
    assert read(text) == [("a, line 3", {"document": "a", "text": "One, two, three."})]
    assert read("sep=|\ntext|n\nOne|1") == [("a, line 3", {"text": "One", "n": "1"})]


def test_a_first_column_without_a_name_is_left_out():
    assert read(",document,text\n0,a,One.\n1,b,Two.\n") == [
        ("a, line 2", {"document": "a", "text": "One."}),
        ("a, line 3", {"document": "b", "text": "Two."}),
    ]
    assert read('"","text",""\n"1","One.",""\n') == [("a, line 2", {"text": "One."})]


def test_a_cell_of_another_column_without_a_name_is_refused():
    ((_, refused),) = read("text,,\nOne.,,1\n")
    assert str(refused) == (
        "a, line 2 has a cell in column 3, which has no name; name the column in the first line."
    )


def test_two_names_that_differ_only_in_their_form_are_one():
    with pytest.raises(DiscourseError, match=r"^a has two columns 'é'; rename one of them\."):
        read("text,\u00e9,e\u0301\n")


def test_two_keys_of_one_name_are_refused():
    ((_, refused),) = read('{"text": "One.", "text": "Two."}', ".jsonl")
    assert str(refused) == "a, line 1 has two keys 'text'; rename one of them."


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
