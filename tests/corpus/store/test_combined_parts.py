"""Parts by several criteria: the combinations that occur, each with its own condition."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.writing import part_conditions
from discourse.corpus.store.parts import partition

PAIR = ["party", "decade"]


@pytest.fixture
def speeches():
    return dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": ["a", "b", "c", "d"],
                "text": ["peace peace war", "peace now", "war war", "now"],
                "party": ["X", "X", "Y", "Y"],
                "decade": ["1990", "2000", "1990", "1990"],
            }
        )
    )


def test_the_parts_are_the_pairs_that_occur_ordered_by_the_first_column(speeches):
    table = speeches.parts(PAIR)
    assert table["part"].tolist() == ["X/1990", "X/2000", "Y/1990"]
    assert table["tokens"].tolist() == [3, 2, 2 + 1]
    assert table[PAIR].astype(str).to_numpy().tolist() == [
        ["X", "1990"],
        ["X", "2000"],
        ["Y", "1990"],
    ]


@pytest.mark.parametrize("verb", [dc.frequencies, dc.tfidf, lambda c, by: dc.ngrams(c, 1, by=by)])
def test_rows_carry_both_columns_and_a_query_with_both_conditions(speeches, verb):
    table = verb(speeches, by=PAIR)
    row = table[(table["part"] == "X/1990") & (table["term"] == "peace")].iloc[0]
    assert row["query"] == 'peace :: party = "X" & decade = "1990"'
    assert (row["party"], row["decade"], row["count"]) == ("X", "1990", 2)
    assert all(len(dc.lines(speeches, each)) == each["count"] for _, each in table.iterrows())


def test_diversity_and_dispersion_take_pairs(speeches):
    assert dc.diversity(speeches, by=PAIR)["tokens"].tolist() == [3, 2, 3]
    row = dc.dispersion(speeches, ["peace"], by=PAIR).iloc[0]
    assert (row["range"], row["parts"]) == (2, 3)
    # Shares of the hits: 2/3, 1/3, 0; of the tokens: 3/8, 2/8, 3/8.
    assert row["dp"] == pytest.approx((abs(2 / 3 - 3 / 8) + abs(1 / 3 - 2 / 8) + 3 / 8) / 2)


def test_keyness_takes_pairs_as_the_parts_of_the_target(speeches):
    table = dc.keyness(speeches, speeches, by=PAIR)
    assert table["kept_without_part"].max() <= 3
    assert table["dp"].equals(table["dp_reference"])


def test_methods_name_both_columns(speeches):
    assert "by party and decade" in dc.methods(dc.frequencies(speeches, by=PAIR)).text


def test_a_layer_is_crossed_with_metadata(speeches):
    lines = dc.concordance(speeches, "peace").frame
    layered = speeches.with_layer(dc.Layer("said", lines[["line_id"]].assign(label="p")))
    table = dc.frequencies(layered, by=["party", "said"])
    assert table["part"].tolist() == ["X/p", "Y/", "X/", "Y/", "X/"]
    assert all(len(dc.lines(layered, each)) == each["count"] for _, each in table.iterrows())


def test_labels_that_would_be_equal_are_quoted():
    texts = pd.DataFrame({"text": ["a", "b"], "one": ["x/y", "x"], "two": ["z", "y/z"]})
    table = dc.Corpus.from_frame(texts).parts(["one", "two"])
    assert table["part"].tolist() == ['"x"/y/z', '"x/y"/z']


def test_a_column_alone_in_a_list_divides_as_its_name_does(speeches):
    assert partition(speeches.store, ["party"]) is partition(speeches.store, "party")
    assert partition(speeches.store, PAIR) is partition(speeches.store, tuple(PAIR))


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ([], "by=[] names nothing to divide by; write by='document'."),
        (["party", "party"], "by=['party', 'party'] names 'party' twice; give it once."),
        (
            "party, decade",
            "by='party, decade' names 2 columns in one string; write by=['party', 'decade'], or in "
            "a terminal --by party --by decade.",
        ),
        (
            ["section", "sentence"],
            "by=['section', 'sentence'] names 'section' and 'sentence', but a sentence is in one "
            "section only; 'sentence' alone divides by both.",
        ),
        (
            ["party", "decaed"],
            "by='decaed' is not known; choose 'document', 'section', 'sentence', 'party', "
            "'decade'. Did you mean 'decade'?",
        ),
    ],
)
def test_columns_that_cannot_be_combined_are_refused(speeches, by, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.frequencies(speeches, by=by)
    assert str(error.value) == message


def test_a_column_with_the_name_of_a_column_of_the_table_is_refused():
    corpus = dc.Corpus.from_frame(pd.DataFrame({"text": ["a"], "count": ["1"], "party": ["X"]}))
    with pytest.raises(dc.DiscourseError, match="a second column 'count'"):
        dc.frequencies(corpus, by=["count", "party"])
    assert dc.frequencies(corpus, by="count")["part"].tolist() == ["1"]


VALUES = st.sampled_from(["x", "y", "x/y", '"x"', ""])


@given(rows=st.lists(st.tuples(VALUES, VALUES, st.integers(1, 3)), min_size=1, max_size=6))
def test_sums_over_pairs_are_the_counts_by_one_column(rows):
    frame = pd.DataFrame(rows, columns=["one", "two", "size"])
    frame["text"] = ["a b " * size for size in frame.pop("size")]
    corpus = dc.Corpus.from_frame(frame)
    table = dc.frequencies(corpus, by=["one", "two"])
    for name in ("one", "two"):
        sums = table.groupby([name, "term"], observed=True)["count"].sum()
        alone = dc.frequencies(corpus, by=name).set_index(["part", "term"])["count"]
        assert {k: int(v) for k, v in sums.items()} == {k: int(v) for k, v in alone.items()}
    parts = partition(corpus.store, ["one", "two"])
    assert len(set(parts.labels)) == len(parts)
    conditions = part_conditions(parts, np.arange(len(parts)))
    assert [corpus.subset(each).size for each in conditions] == parts.sizes.tolist()
