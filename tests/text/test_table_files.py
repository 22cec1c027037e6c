"""Workbooks as tables of texts, and what is refused."""

from datetime import date

import pytest

import discourse as dc
from discourse.errors import DiscourseError
from discourse.text.table_files import read_table_rows, read_texts_of_cells

ENDINGS = [".xlsx", ".ods"]
ROWS = [
    ["document", "text", "year", "day", "fee", "ok"],
    ["a", "Peace and rights.", 1990, date(2001, 2, 3), 1.5, True],
    ["b", 2020, "", date(2004, 5, 6), 2, False],
]


def rows_of(path, *needed):
    _, rows = read_table_rows(path.read_bytes(), path.suffix, ["utf-8"], "a", *needed)
    return list(rows)


def refusal(path, *needed):
    with pytest.raises(DiscourseError) as refused:
        rows_of(path, *needed)
    return str(refused.value)


@pytest.mark.parametrize("ending", ENDINGS)
def test_each_row_of_a_workbook_is_a_text(workbook, ending):
    corpus = dc.read(workbook({"posts": ROWS, "empty": []}, ending))
    assert list(corpus) == ["a", "b"]
    assert list(corpus.store.texts) == ["Peace and rights.", "2020"]
    assert corpus.documents["year"].tolist()[0] == 1990
    assert corpus.documents["day"].tolist() == [date(2001, 2, 3), date(2004, 5, 6)]
    assert corpus.documents["fee"].tolist() == [1.5, 2]
    assert corpus.documents["ok"].tolist() == [True, False]
    assert corpus.recipe["encoding"] == dict.fromkeys("ab", ending[1:])


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_column_of_several_kinds_of_values_is_text(workbook, ending):
    path = workbook({"posts": [["text", "year"], ["One.", 1990], ["Two.", "about 1990"]]}, ending)
    assert [row["year"] for _, row in rows_of(path, ("text", "text"))] == ["1990", "about 1990"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_sheet_with_the_column_is_read(workbook, ending):
    sheets = {"about": [["This is a key."]], "posts": ROWS}
    assert len(rows_of(workbook(sheets, ending), ("text", "text"))) == 2
    assert refusal(workbook({**sheets, "more": ROWS}, ending), ("text", "text")) == (
        "a has several sheets with such columns ('posts', 'more'); save each as a file of its own."
    )
    assert refusal(workbook(sheets, ending), ("speech", "text")) == (
        "a, sheet 'about', has no column 'speech'; its columns are This is a key.. "
        "Name the right one, such as text='This is a key.'."
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_empty_rows_and_columns_without_a_name_are_as_in_other_tables(workbook, ending):
    rows = [["", "text", ""], [0, "One.", ""], ["", "", ""], [1, "Two.", "x"]]
    (_, one), (place, two) = rows_of(workbook({"posts": rows}, ending), ("text", "text"))
    assert one == {"text": "One."}
    assert place == "a, sheet 'posts', row 4"
    assert str(two).startswith("a, sheet 'posts', row 4 has a cell in column 3, which has no name")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("data", [b"", b"One.", b"PK\3\4 broken"])
def test_what_is_no_workbook_is_refused(tmp_path, ending, data):
    path = tmp_path / f"a{ending}"
    path.write_bytes(data)
    assert refusal(path, ("text", "text")).startswith("a cannot be read as a workbook (")


@pytest.mark.parametrize("ending", ENDINGS)
def test_empty_rows_above_the_names_of_the_columns_are_passed_over(workbook, ending):
    rows = [["", ""], ["", ""], ["text", "n"], ["One.", 1]]
    ((place, row),) = rows_of(workbook({"posts": rows}, ending), ("text", "text"))
    assert (place, row) == ("a, sheet 'posts', row 4", {"text": "One.", "n": 1})


def test_a_workbook_without_cells_is_empty(workbook):
    assert refusal(workbook({"posts": []}), ("text", "text")) == (
        "a is empty, without a column 'text'; remove it, or fill it."
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused(workbook, monkeypatch):
    monkeypatch.setattr("discourse.text.table_files.LARGEST_FILE", 1000)
    assert refusal(workbook({"posts": ROWS}), ("text", "text")).endswith("divide it.")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_cells_of_a_workbook_are_found_by_their_text(workbook, ending):
    path = workbook({"posts": ROWS}, ending)
    cells = list(read_texts_of_cells(path.read_bytes(), ending, ["utf-8"]))
    assert "Peace and rights." in cells
    assert "2020" in cells
