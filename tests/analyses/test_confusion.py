"""Which codes coders gave to the same lines, counted by hand."""

import pandas as pd
import pytest

import discourse as dc


@pytest.fixture
def corpus():
    text = dc.Corpus.from_texts({"a": "one two three four five"})
    lines = dc.concordance(text, "one|two|three|four|five").frame["line_id"]
    layers = [
        dc.Layer(name, pd.DataFrame({"line_id": lines[: len(labels)], "label": list(labels)}))
        for name, labels in (("A", "xxyzx"), ("B", "xyyy"))
    ]
    return text.with_layer(*layers)


def test_pairs_of_codes_are_counted_the_most_frequent_first(corpus):
    table = dc.confusion(corpus, ["A", "B"])
    rows = table[["label", "label_other", "count"]].values.tolist()
    assert rows[:4] == [["x", "x", 1], ["x", "y", 1], ["y", "y", 1], ["z", "y", 1]]
    assert [count for *_, count in rows[4:]] == [0] * 5


def test_each_row_has_its_lines(corpus):
    for _, row in dc.confusion(corpus, ["A", "B"]).iterrows():
        assert len(dc.lines(corpus, row)) == row["count"]


def test_layers_without_a_line_give_no_row(corpus):
    empty = pd.DataFrame({"line_id": [], "label": []}, dtype="str")
    without = corpus.with_layer(dc.Layer("A", empty), dc.Layer("B", empty))
    table = dc.confusion(without, ["A", "B"])
    assert table.empty
    assert table.dtypes.equals(dc.confusion(corpus, ["A", "B"]).dtypes)


def test_arguments_come_back_unchanged(corpus):
    before = corpus.fingerprint
    dc.confusion(corpus, ["A", "B"])
    assert corpus.fingerprint == before
