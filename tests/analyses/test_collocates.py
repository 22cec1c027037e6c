import json
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query import finding
from discourse.corpus.query.parsing import parse

TEXT = "Peace and human rights. Rights, rights and peace for all. War is no peace at all."


@pytest.fixture
def small():
    return dc.Corpus.from_texts({"a": TEXT})


def test_a_collocate_counts_once_however_many_nodes_are_near(small):
    table = dc.collocates(small, "rights", window=2).set_index("term")
    # [peace AND HUMAN rights] [rights rights AND PEACE for all]
    assert table["count"].to_dict() == {"and": 2, "human": 1, "peace": 1}
    assert table.loc["peace", "count_collocate"] == 3
    assert "rights" not in table.index


def test_expected_is_as_in_evert(small):
    row = dc.collocates(small, "rights", window=2).set_index("term").loc["and"]
    tokens, nodes, windows = 16, 3, 4
    assert row["expected"] == pytest.approx(2 * windows / (tokens - nodes))
    assert row["mi"] == pytest.approx(math.log2(2 / row["expected"]))
    assert row["log_dice"] == pytest.approx(14 + math.log2(2 * 2 / (nodes + 2)))
    assert row["delta_p_collocate"] == pytest.approx(2 / 4 - 0 / 9)


def test_a_window_has_two_sides_and_stops_at_its_unit(small):
    after = dc.collocates(small, "peace", window=(0, 2))
    # Peace AND HUMAN rights. Rights, rights and peace FOR ALL. War is no peace AT ALL.
    assert after.set_index("term")["count"].to_dict() == {
        "all": 2, "and": 1, "at": 1, "for": 1, "human": 1,
    }  # fmt: skip
    wide = dc.collocates(small, "peace", window=(0, 4), within="section").set_index("term")
    assert wide.loc["rights", "count"] == 2
    assert "war" in wide.index


def test_a_phrase_is_a_node_as_well(small):
    table = dc.collocates(small, "human rights", window=1, within="section").set_index("term")
    assert table["count"].to_dict() == {"and": 1, "rights": 1}
    assert (
        table.loc["rights", "count_collocate"] == 2
    )  # the occurrence in the node is not a collocate


def test_further_measures_follow_the_other_columns(paper):
    table = dc.collocates(paper, "rights", measures=["npmi", "z_score"])
    assert table.columns.tolist()[-4:] == ["query", "note", "npmi", "z_score"]


def test_small_counts_say_so(paper):
    table = dc.collocates(paper, "rights")
    few = table["count"] < 5
    assert (table.loc[few, "note"] == "fewer than 5: read the lines").all()
    assert (table.loc[~few, "note"] == "").all()


def test_no_value_is_infinite_and_a_node_that_is_everywhere_leaves_nothing_to_compare():
    corpus = dc.Corpus.from_texts({"a": "peace and peace"})
    table = dc.collocates(corpus, "peace")
    assert table["count"].tolist() == [1]
    assert table[["expected", "log_likelihood", "mi", "log_dice"]].isna().all(axis=None)


def test_a_node_without_hits_is_an_empty_table_of_the_same_columns(paper):
    full = dc.collocates(paper, "rights", measures=["bic"])
    for empty in (
        dc.collocates(paper, "zebra", measures=["bic"]),
        dc.collocates(paper, "rights", min_count=99, measures=["bic"]),
        dc.collocates(paper, "rights", window=0, measures=["bic"]),
    ):
        assert len(empty) == 0
        pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


@given(st.text("ab.", max_size=40), st.integers(0, 3), st.integers(0, 3))
def test_windows_are_those_that_a_reader_counts(letters, left, right):
    text = " ".join(f"{letter} " if letter != "." else ".\n\n" for letter in f"a{letters}")
    corpus = dc.Corpus.from_texts({"t": text})
    bounds = corpus.store.index.sections.tolist()
    tokens = [
        corpus.terms[n] for n in np.unique(corpus.store.index.term_ids, return_inverse=True)[1]
    ]
    section = np.searchsorted(bounds, range(len(tokens)), side="right")
    near = {
        at
        for at, token in enumerate(tokens)
        for node, other in enumerate(tokens)
        if other == "a" and token != "a" and section[at] == section[node]
        if -left <= at - node <= right
    }
    table = dc.collocates(corpus, "a", window=(left, right), within="section")
    assert table["count"].sum() == len(near)


@pytest.mark.slow
@given(st.lists(st.text("ab. \n", max_size=30), min_size=1, max_size=3), st.integers(0, 3))
def test_counts_of_documents_add_up(texts, window):
    whole = dc.Corpus.from_texts({str(at): f"a {text}" for at, text in enumerate(texts)})
    total = dc.collocates(whole, "a", window=window).set_index("term")["count"]
    parts = [
        dc.collocates(whole.subset(f'document = "{at}"'), "a", window=window)
        for at in range(len(texts))
    ]
    assert pd.concat(parts).groupby("term")["count"].sum().to_dict() == total.to_dict()


def test_a_window_of_numpy_is_a_number_of_tokens(paper):
    table = dc.collocates(paper, "rights", window=np.int64(2))
    pd.testing.assert_frame_equal(table, dc.collocates(paper, "rights", window=2))
    assert json.loads(table.attrs["provenance"])["parameters"]["window"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"window": -1},
            "window expects a whole number from 0 to 10,000, got -1; give a number, such as "
            "window=1.",
        ),
        (
            {"window": (2, -1)},
            "window expects a whole number from 0 to 10,000, got -1; give a number, such as "
            "window=1.",
        ),
        (
            {"measures": ["z_scor"]},
            "measures='z_scor' is not known; choose 'bic', 'chi_squared', "
            "'conservative_log_ratio', 'dice', 'mi3', 'npmi', 'odds_ratio', "
            "'relative_risk', 'z_score'. "
            "Did you mean 'z_score'?",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(paper, arguments, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.collocates(paper, "rights", **arguments)
    assert str(error.value) == message


def test_a_node_in_some_parts_is_a_subset(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.collocates(paper, 'rights :: section = "2"')
    assert str(error.value) == (
        "the node 'rights :: section = \"2\"' is restricted to parts; take a subset "
        "instead: dc.collocates(corpus.subset('section = \"2\"'), 'rights')."
    )


@pytest.mark.parametrize("node", ['"b" "c" within s', '("b" "c") minus "c"', '"b" within s', "b c"])
def test_every_row_of_a_node_of_several_words_has_its_lines(node):
    corpus = dc.Corpus.from_texts({"d": "A b c. B c d. b c a."})
    table = dc.collocates(corpus, node, within="section")
    assert len(table)
    for _, row in table.iterrows():
        assert len(dc.lines(corpus, row)) == row["count"]


def test_a_node_across_sentences_has_no_window_in_one():
    corpus = dc.Corpus.from_texts({"d": "All people. Rights here. The people rights."})
    table = dc.collocates(corpus, '"people" "rights"%c within document', within="sentence")
    assert dict(zip(table["term"], table["count"], strict=True)) == {"the": 1}
    assert len(dc.lines(corpus, table.iloc[0])) == 1


def test_the_node_is_parsed_once(paper, monkeypatch):
    parsed = []

    def count(query, *given, **named):
        parsed.append(query)
        return parse(query, *given, **named)

    monkeypatch.setattr(finding, "parse", count)
    dc.collocates(paper, "human rights")
    assert parsed == ["human rights"]
