"""Metadata given for files elsewhere: in a table, or by their names."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discourse.errors import DiscourseError
from discourse.text.folder import TextFile
from discourse.text.metadata import add_metadata

FILES = [
    TextFile(Path("c/1990-Li.txt"), "1990-Li"),
    TextFile(Path("c/un/2000-Wu.txt"), "un/2000-Wu"),
]


def said(metadata, files=FILES):
    found = add_metadata(files, metadata, document="document", encodings=["utf-8"])
    return [source.refusal or dict(source.metadata) for source in found]


def refusal(metadata):
    with pytest.raises(DiscourseError) as refused:
        said(metadata)
    return str(refused.value)


@pytest.fixture
def table(tmp_path):
    def write(content, name="speeches.csv"):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        return path

    return write


def test_a_pattern_reads_the_name_of_a_file():
    assert said("{year}-{speaker}.txt") == [
        {"year": "1990", "speaker": "Li"},
        {"year": "2000", "speaker": "Wu"},
    ]


def test_a_pattern_without_an_ending_reads_the_name_before_the_ending():
    assert said("{year}-{speaker}") == said("{year}-{speaker}.txt")


def test_a_pattern_with_a_slash_reads_its_path_too():
    assert said("{body}/{year}-{speaker}.txt") == [
        "does not fit the pattern '{body}/{year}-{speaker}.txt'; rename it, or widen the pattern.",
        {"body": "un", "year": "2000", "speaker": "Wu"},
    ]


def test_special_characters_in_a_pattern_are_literal():
    files = [TextFile(Path("a+(b).txt"), "a+(b)")]
    assert said("{x}+({y}).txt", files) == [{"x": "a", "y": "b"}]


@pytest.mark.parametrize("pattern", ["{}.txt", "{a}-{a}.txt", "{a b}.txt", "{1}.txt", "{a.txt"])
def test_a_pattern_that_cannot_be_read_is_refused(pattern):
    assert refusal(pattern) == (
        f"metadata={pattern!r} is not a pattern; write each field once, "
        "such as '{year}-{name}.txt'."
    )


def test_a_table_names_files_with_their_ending_or_without(table):
    content = "document,year\n1990-Li.txt,1990\nun/2000-Wu,\n"
    assert said(table(content)) == [{"year": "1990"}, {}]


def test_a_file_without_a_row_is_marked_as_refused(table):
    path = table("document,year\n1990-Li,1990\n")
    assert said(path)[1] == (f"has no row in {path}; add one, with its name under 'document'.")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "document\n1990-Li\nun/2000-Wu\n1999\n",
            ": there is no file '1999'; correct the name, or remove the row.",
        ),
        (
            "document\n1990-Li\n1990-Li\n",
            ", line 3: '1990-Li' already has a row; keep one of them.",
        ),
        (
            "document,year\n,1990\n",
            ", line 2: the cell under 'document' is empty; name the file there.",
        ),
        (
            "document,year\n1990-Li\n",
            ", line 2 has 1 cell, but the table has 2 columns; "
            "put a cell that contains the delimiter in quotation marks.",
        ),
        (
            "file,year\n1990-Li,1\n",
            " has no column 'document'; its columns are file, year. "
            "Name the right one, such as document='file'.",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused(table, content, message):
    path = table(content)
    assert refusal(path) == f"{path}{message}"


def test_metadata_that_is_neither_a_table_nor_a_pattern_is_refused(tmp_path):
    path = tmp_path / "none.csv"
    assert refusal(path) == (
        f"metadata={str(path)!r} is neither an existing table (.csv, .tsv, .jsonl, .ndjson, "
        ".parquet, .xlsx, .ods) nor a pattern such as '{year}-{name}.txt'."
    )


def test_a_name_that_fits_a_pattern_in_several_ways_is_refused():
    files = [TextFile(Path("Ban-Ki-moon-2010.txt"), "Ban-Ki-moon-2010")]
    assert said("{speaker}-{year}", files) == [
        "fits the pattern '{speaker}-{year}' in several ways: speaker is 'Ban' or 'Ban-Ki-moon'; "
        "limit a field to digits, such as {year:d}, or give a table."
    ]
    assert said("{speaker}-{year:d}.txt", files) == [{"speaker": "Ban-Ki-moon", "year": "2010"}]
    assert said("{speaker}-{year:d}", [TextFile(Path("a-b.txt"), "a-b")]) == [
        "does not fit the pattern '{speaker}-{year:d}'; rename it, or widen the pattern."
    ]


def test_recipes_of_version_0_1_read_such_a_name_with_the_shortest_first_field():
    files = [TextFile(Path("Ban-Ki-moon-2010.txt"), "Ban-Ki-moon-2010")]
    (file,) = add_metadata(
        files, "{speaker}-{year}", document="document", encodings=["utf-8"], all_here=False
    )
    assert file.metadata == {"speaker": "Ban", "year": "Ki-moon-2010"}


@given(st.lists(st.text("ab-", min_size=1, max_size=4), min_size=3, max_size=3))
def test_a_pattern_is_refused_exactly_if_it_can_be_filled_in_two_ways(values):
    name = "-".join(values)
    cuts = [at for at, sign in enumerate(name) if sign == "-"]
    fillings = {
        (name[:one], name[one + 1 : two], name[two + 1 :])
        for one in cuts
        for two in cuts
        if one + 1 < two and one and two + 1 < len(name)
    }
    (found,) = said("{x}-{y}-{z}", [TextFile(Path("a.txt"), name)])
    assert isinstance(found, str) == (len(fillings) > 1)


def test_names_are_compared_in_their_composed_form(table):
    composed, decomposed = "Jos\u00e9", "Jose\u0301"
    path = table(f"document,year\n{composed},1990\n{decomposed}2.txt,2000\n")
    files = [
        TextFile(Path(f"{decomposed}.txt"), decomposed),
        TextFile(Path(f"{composed}2.txt"), f"{composed}2"),
    ]
    assert said(path, files) == [{"year": "1990"}, {"year": "2000"}]
    assert said(f"{decomposed}{{n}}", files[1:]) == [{"n": "2"}]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_workbook_is_a_table_of_metadata(workbook, ending):
    rows = [["document", "year", "born"], ["1990-Li", 1990, date(1950, 1, 2)], ["2000-Wu", "?", ""]]
    path = workbook({"data": rows, "notes": [["about this"]]}, ending)
    files = [TextFile(Path("a.txt"), "1990-Li"), TextFile(Path("b.txt"), "2000-Wu")]
    assert said(path, files) == [{"year": "1990", "born": date(1950, 1, 2)}, {"year": "?"}]
