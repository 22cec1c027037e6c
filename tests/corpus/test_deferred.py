"""A column whose strings are written when they are read is like one that is written."""

import pickle

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import discourse as dc
from discourse.corpus.deferred import defer_strings

LETTERS = ["b", "a", "c", "a"]


def defer(asked):
    """A table of letters; the numbers of the rows that are written are appended to a list."""

    def write(rows):
        asked.append(rows.tolist())
        return pa.chunked_array([pa.array(LETTERS, pa.large_string()).take(pa.array(rows))])

    return pd.DataFrame({"number": range(4), "letter": defer_strings(write, 4)})


@pytest.fixture
def written():
    return pd.DataFrame({"number": range(4), "letter": pd.Series(LETTERS, dtype="str")})


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.head(2),
        lambda table: table.iloc[[3, -3]],
        lambda table: table.iloc[::-2],
        lambda table: table[table["number"] > 1],
        lambda table: table.sort_values("number", ascending=False),
        lambda table: table.sort_values("letter"),
        lambda table: table.reindex([1, 9]),
        lambda table: table.shift(1),
        lambda table: table.dropna(),
        lambda table: pd.concat([table, table]),
        lambda table: table.assign(letter=table["letter"].str.upper()),
        lambda table: table.merge(table, on="letter"),
        lambda table: table.replace("a", "b"),
        lambda table: pickle.loads(pickle.dumps(table)),
        lambda table: pa.Table.from_pandas(table).to_pandas(),
    ],
)
def test_a_deferred_column_is_like_a_written_one(change, written):
    pd.testing.assert_frame_equal(change(defer([])), change(written))


def test_only_the_rows_that_are_read_are_written():
    asked = []
    table = defer(asked).sort_values("number", ascending=False)
    assert table["letter"].iloc[:2].tolist() == ["a", "c"]
    assert table.loc[0, "letter"] == table["letter"].iloc[-1] == "b"
    assert asked == [[3, 2], [0], [0]]


def test_a_column_is_written_once():
    asked = []
    table = defer(asked)
    assert table["letter"].tolist() == table["letter"].tolist() == LETTERS
    assert asked == [[0, 1, 2, 3]]


def test_deferred_and_written_tables_are_equal_both_ways(written):
    assert defer([]).equals(written)
    assert written.equals(defer([]))
    assert not written.equals(defer([]).iloc[::-1].reset_index(drop=True))


def test_a_changed_cell_leaves_the_other_table_as_it_was():
    table = defer([])
    changed = table.copy()
    changed.loc[1, "letter"] = "z"
    assert table["letter"].tolist() == LETTERS
    assert changed["letter"].tolist() == ["b", "z", "c", "a"]


def test_a_table_without_rows_has_no_strings():
    empty = defer_strings(lambda rows: pa.chunked_array([], pa.large_string()), 0)
    assert empty.tolist() == []
    assert empty.dtype == pd.Series(LETTERS, dtype="str").dtype


def test_rows_of_a_table_by_part_are_written_alone():
    corpus = dc.Corpus.from_texts({"a": "We met.", "b": "We, we."})
    table = dc.frequencies(corpus, by="document")
    row = table.iloc[-1]
    assert (row["term"], row["query"]) == ("we", 'we :: document = "a"')
    assert np.array_equal(table["count"], [2, 1, 1])
