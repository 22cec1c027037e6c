import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.analyses.frames import COLUMNS

SENTENCES = st.lists(st.sampled_from(["a", "b", "c", "o'clock"]), min_size=1, max_size=9)
CORPORA = st.lists(SENTENCES.map(" ".join), min_size=1, max_size=4).map(
    lambda texts: dc.Corpus.from_texts({"x": ". ".join(texts), "y": texts[0]})
)


def test_a_slot_and_its_fillers_by_hand():
    # at the end of, twice; at the heart of; at the end off: the first slot has one filler more.
    text = "At the end of it. At the end of May. At the heart of May. By the end of it."
    table = dc.frames(dc.Corpus.from_texts({"a": text}), 4, within="sentence")
    columns = ["frame", "filler", "count", "share", "count_frame", "fillers", "ttr"]
    assert table[columns].to_numpy().tolist() == [
        ["at the * of", "end", 2, 2 / 3, 3, 2, 2 / 3],
        ["at the * of", "heart", 1, 1 / 3, 3, 2, 2 / 3],
        ["the * of may", "end", 1, 1 / 2, 2, 2, 2 / 2],
        ["the * of may", "heart", 1, 1 / 2, 2, 2, 2 / 2],
    ]
    assert table["query_frame"].iloc[0] == (
        '[lower="at"] [lower="the"] [] [lower="of"] within sentence'
    )


def test_the_shared_future_has_one_filler(paper):
    table = dc.frames(paper, 4, min_fillers=1).set_index("frame")
    row = table.loc["community of * future"]
    assert row[["filler", "count", "count_frame", "fillers", "ttr"]].tolist() == [
        "shared", 7, 7, 1, 1 / 7,
    ]  # fmt: skip
    assert "community of * future" not in dc.frames(paper, 4)["frame"].tolist()


@settings(max_examples=60)
@given(CORPORA, st.sampled_from([3, 4]), st.sampled_from([1, 2]), st.sampled_from([1, 2]))
def test_frames_are_those_of_all_ngrams(corpus, n, min_count, min_fillers):
    grams = dc.ngrams(corpus, n)
    rows = [
        (" ".join([*words[:slot], "*", *words[slot + 1 :]]), words[slot], term, count)
        for term, count in zip(grams["term"], grams["count"], strict=True)
        for words in [term.split()]
        for slot in range(1, n - 1)
    ]
    known = pd.DataFrame(rows, columns=["frame", "filler", "term", "count"])
    frame = known.groupby("frame")
    known["count_frame"], known["fillers"] = (
        frame["count"].transform("sum"), frame["count"].transform("size"),
    )  # fmt: skip
    kept = (known["count_frame"] >= min_count) & (known["fillers"] >= min_fillers)
    order = ["count_frame", "frame", "count", "term"]
    known = known[kept].sort_values(order, ascending=[False, True, False, True])
    table = dc.frames(corpus, n, min_count=min_count, min_fillers=min_fillers)
    assert table[list(known.columns)].to_numpy().tolist() == known.to_numpy().tolist()


@settings(max_examples=30)
@given(CORPORA, st.sampled_from(["section", "sentence"]))
def test_both_queries_have_the_hits(corpus, within):
    table = dc.frames(corpus, 3, within=within, min_fillers=1)
    for row in table.itertuples():
        assert len(corpus.find(row.query)) == table.loc[row.Index, "count"]
        assert len(corpus.find(row.query_frame)) == row.count_frame


def test_an_empty_table_has_the_columns_of_a_full_one(paper):
    empty, full = dc.frames(dc.Corpus.from_texts({"a": "Once."})), dc.frames(paper)
    assert (len(empty), list(empty.columns)) == (0, list(COLUMNS))
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 2}, "n expects a whole number from 3 to 50, got 2"),
        ({"n": [3, 4]}, "n expects a whole number from 3 to 50, got a list"),
        ({"min_fillers": -1}, "min_fillers expects a whole number of at least 0, got -1"),
        ({"within": "page"}, "within='page' is not known"),
    ],
)
def test_what_cannot_be_answered_is_refused(paper, options, message):
    with pytest.raises(dc.DiscourseError) as error:
        dc.frames(paper, **options)
    assert str(error.value).startswith(message)


def test_a_saved_table_verifies(paper, root, tmp_path):
    table = dc.frames(paper, min_count=6)
    dc.save_table(table, tmp_path / "frames", caption="Frames.")
    found = dc.verify(tmp_path, texts=root / "seeds")
    assert (len(found), found.attrs["checked"]["bundles"]) == (0, 1)
