import pandas as pd
import pytest

import discourse as dc


def test_the_lead_is_too_short_for_mtld_and_says_so(paper):
    table = dc.diversity(paper).set_index("part")
    assert table.loc["lead", "tokens"] == 64
    assert pd.isna(table.loc["lead", "mtld"])
    assert table.loc["lead", "note"] == "mtld needs 100 tokens"
    assert table.loc["lead", ["mattr", "hdd"]].notna().all()
    assert (table["mtld"].drop("lead") > 0).all()
    assert (table["note"].drop("lead") == "").all()


def test_parts_are_in_the_order_of_the_text_with_counts_that_a_reader_can_check():
    corpus = dc.Corpus.from_texts({"a": "So it is. So be it, so.", "b": "So."})
    table = dc.diversity(corpus, by="document")
    assert table[["part", "tokens", "types", "hapaxes"]].to_numpy().tolist() == [
        ["a", 7, 4, 2],
        ["b", 1, 1, 1],
    ]
    assert table["ttr"].tolist() == [4 / 7, 1]
    assert table[["mattr", "mtld", "hdd"]].isna().all(axis=None)
    assert table.loc[0, "note"] == (
        "mattr needs 50 tokens; mtld needs 100 tokens; hdd needs 42 tokens"
    )


def test_documents_of_one_value_are_one_part_in_the_order_of_the_text():
    table = pd.DataFrame({"year": [2, 1, 2], "text": ["a b", "c c", "a d"]})
    found = dc.diversity(dc.Corpus.from_frame(table), by="year")
    assert found[["part", "tokens", "types"]].to_numpy().tolist() == [["1", 2, 1], ["2", 4, 3]]


def test_a_part_without_a_repetition_has_no_mtld():
    corpus = dc.Corpus.from_texts({"a": " ".join(f"w{number}" for number in range(120))})
    row = dc.diversity(corpus).iloc[0]
    assert (row["ttr"], row["mattr"]) == (1, 1)
    assert row["note"] == "mtld needs a word that stands twice"


def test_a_text_without_tokens_is_an_empty_table_of_the_same_columns(paper):
    full, empty = dc.diversity(paper), dc.diversity(dc.Corpus.from_texts({"a": "…"}))
    assert len(empty) == 0
    kinds = full.dtypes.drop("part")
    pd.testing.assert_series_equal(kinds, empty.dtypes.drop("part"))


def test_a_unit_that_is_not_here_is_refused(paper):
    with pytest.raises(dc.DiscourseError, match=r"^by='sectoin' is not known"):
        dc.diversity(paper, by="sectoin")


def test_further_measures_follow_the_other_columns(paper):
    table = dc.diversity(paper, measures=["yule_k", "root_ttr", "herdan_c", "msttr"])
    assert table.columns.tolist()[-5:] == ["query", "yule_k", "root_ttr", "herdan_c", "msttr"]
    pd.testing.assert_frame_equal(
        table.drop(columns="note").iloc[:, :9], dc.diversity(paper).drop(columns="note")
    )
    row = table.iloc[1]
    assert row["root_ttr"] == pytest.approx(row["types"] / row["tokens"] ** 0.5)
    counts = dc.frequencies(paper, by="section").query("part == '1'")["count"]
    share = 1e4 * (sum(counts**2) - row["tokens"]) / row["tokens"] ** 2
    assert row["yule_k"] == pytest.approx(share)
    assert table.loc[0, "note"] == "mtld needs 100 tokens; msttr needs 100 tokens"
    with pytest.raises(dc.DiscourseError, match="measures='yule' is not known"):
        dc.diversity(paper, measures="yule")
    assert (
        "as well as Yule’s K (Yule 1944)" in dc.methods(dc.diversity(paper, measures="yule_k")).text
    )
