import pytest

import discourse as dc
from discourse.publish.export.data_files import text_cells
from discourse.publish.provenance.table_differences import (
    author_columns,
    cells_by_row,
    find_differences,
    match_rows,
    remake_rows,
)


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights.\n\nRights.", "b": "Peace and war."})


def test_rows_are_found_by_their_keys_in_any_order(corpus):
    table = dc.frequencies(corpus)
    picked = table.iloc[[2, 0]]
    assert match_rows(text_cells(picked), table) == [2, 0]
    unknown = picked.assign(term=["zebra", "peace"])
    assert match_rows(text_cells(unknown), table)[0] is None


def test_seven_and_seven_point_zero_are_the_same(corpus):
    table = dc.frequencies(corpus)
    written = text_cells(table.assign(count=table["count"].astype(float)))
    assert list(find_differences("x", written, table)) == []


def test_columns_that_the_verb_does_not_make_are_the_authors(corpus):
    table = dc.frequencies(corpus)
    assert author_columns([*table.columns, "theme"], table) == ["theme"]


def test_a_changed_cell_and_a_row_of_the_authors_own_are_named(corpus):
    table = dc.frequencies(corpus)[["term", "count"]]
    written = text_cells(table).head(2)
    written.loc[0, "count"] = "9"
    written.loc[1, "term"] = "zebra"
    (term, count) = table.iloc[0]
    assert list(find_differences("x.csv", written, table)) == [
        ("x.csv", f"row 1 ({term}), count", str(count), "9"),
        ("x.csv", "row 2 (zebra)", "a row that the recipe makes", "one that it does not make"),
    ]


def test_saved_rows_are_remade_in_their_order_with_the_authors_columns(corpus):
    table = dc.frequencies(corpus)
    written = text_cells(table.iloc[[1, 0]]).assign(theme=["x", "y"])
    rows = remake_rows(written, table, ["theme"])
    assert rows["count"].tolist() == table["count"].iloc[[1, 0]].tolist()
    assert rows["theme"].tolist() == ["x", "y"]
    assert cells_by_row(written)[0]["theme"] == "x"
