"""A table of texts: one document per row."""

import pytest

import discourse as dc
from discourse.errors import DiscourseError


def test_each_row_is_a_document_with_its_metadata(extracts):
    found = extracts("a.csv", "document,year,text\nx,1990,One.\ny,,Two.\n")
    assert [(e.name, e.text, e.metadata) for e in found] == [
        ("x", "One.", {"year": "1990"}),
        ("y", "Two.", {}),
    ]


def test_rows_without_a_name_are_numbered(extracts):
    assert [e.name for e in extracts("a.tsv", "text\nOne.\nTwo.\n")] == ["a/1", "a/2"]


def test_the_columns_can_be_named(extracts):
    (found,) = extracts("a.csv", "id;speech\nx;One.\n", text="speech", document="id")
    assert (found.name, found.text, found.metadata) == ("x", "One.", {})


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("a.csv", "id,text\nx,One.\n", "a.csv"),
        ("a.jsonl", '{"id": 1, "text": "One."}', "a.jsonl, line 1"),
    ],
)
def test_a_requested_column_of_names_must_exist(extracts, name, data, place):
    message = (
        f"{place} has no column 'idd'; its columns are id, text. "
        "Name the right one, such as document='id'."
    )
    try:
        (found,) = extracts(name, data, document="idd")
    except DiscourseError as refused:
        found = refused
    assert str(found) == message


def test_a_json_object_on_each_line_is_a_document(extracts):
    found = extracts("a.jsonl", '{"text": "One.", "year": 1990, "tags": ["a"], "note": null}\n')
    assert [(e.name, e.metadata) for e in found] == [("a/1", {"year": 1990, "tags": '["a"]'})]


def test_a_row_without_a_text_is_yielded_as_an_error(extracts):
    found = extracts("a.csv", "document,text\nx,One.\ny,\n")
    assert isinstance(found[1], DiscourseError)
    assert (
        str(found[1]) == "a.csv, line 3 has no text in 'text'; remove the row, or give it a text."
    )


@pytest.mark.parametrize("ending", [".csv", ".tsv"])
def test_a_table_of_a_header_alone_is_named(tmp_path, ending):
    path = tmp_path / f"posts{ending}"
    path.write_text("text\n", "utf-8")
    with pytest.raises(DiscourseError) as refused:
        dc.read(path)
    assert str(refused.value) == (
        f"{path} has no rows below its header; remove it from the folder, or add some."
    )


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_sheet_of_a_header_alone_is_named(workbook, ending):
    with pytest.raises(DiscourseError, match="has no rows below its header; remove it from"):
        dc.read(workbook({"posts": [["text", "year"]]}, ending))
