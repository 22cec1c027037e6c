import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.store.parts import partition
from discourse.measures.dispersion import dkl, juilland_d


def test_dp_of_the_papers_formula_is_what_the_counts_say(paper):
    row = dc.dispersion(paper, "community of shared future").iloc[0]
    tokens = np.array([64, 275, 192, 380, 272, 201]) / 1384
    hits = np.array([1, 6, 0, 0, 0, 0]) / 7
    assert row["dp"] == pytest.approx(np.abs(hits - tokens).sum() / 2)
    assert round(row["dp"], 3) == 0.755
    assert (row["count"], row["range"], row["parts"]) == (7, 2, 6)
    assert row["against_band"] == "more concentrated"


def test_a_word_spread_as_the_tokens_are_has_a_dp_of_0_and_is_more_even():
    corpus = dc.Corpus.from_texts({"a": "so " * 40 + "no " * 40, "b": "so " * 40 + "no " * 40})
    row = dc.dispersion(corpus, ["so"], by="document").iloc[0]
    assert row["dp"] == row["dp_norm"] == 0
    assert row["band_low"] >= 0


def test_without_queries_every_type_has_a_row(paper):
    table = dc.dispersion(paper)
    assert set(table["term"]) == set(paper.terms)
    counts = dc.frequencies(paper).set_index("term")["count"]
    assert (table.set_index("term")["count"] == counts.reindex(table["term"])).all()
    assert table["dp"].is_monotonic_decreasing


def test_a_type_has_the_same_row_as_its_query(paper):
    every = dc.dispersion(paper).query("term == 'rights'").reset_index(drop=True)
    pd.testing.assert_frame_equal(every, dc.dispersion(paper, "rights"), check_like=True)


def test_a_query_without_hits_has_no_dp_and_no_position(paper):
    row = dc.dispersion(paper, ["zebra"]).iloc[0]
    assert row["count"] == 0
    assert pd.isna(row[["dp", "dp_norm", "band_low", "band_high", "against_band"]]).all()


def test_no_queries_give_an_empty_table_of_the_same_columns(paper):
    full, empty = dc.dispersion(paper, ["rights"]), dc.dispersion(paper, [])
    assert len(empty) == 0
    pd.testing.assert_series_equal(full.dtypes, empty.dtypes)


def test_the_band_is_the_same_for_the_same_seed_and_not_for_another(paper):
    first, again = (dc.dispersion(paper, "human rights", seed=1) for _ in range(2))
    other = dc.dispersion(paper, "human rights", seed=2)
    pd.testing.assert_frame_equal(first, again)
    assert first.loc[0, "band_low"] != other.loc[0, "band_low"]


def test_one_part_is_refused(paper):
    with pytest.raises(dc.DiscourseError) as error:
        dc.dispersion(paper, "rights", by="document")
    assert str(error.value) == (
        "by='document' gives only one part here, and dispersion compares parts; "
        "choose a finer one, such as by='section'."
    )


def test_of_a_single_hit_nothing_is_said(paper):
    table = dc.dispersion(paper)
    assert table.loc[table["count"] == 1, "against_band"].isna().all()
    assert table.loc[table["count"] > 1, "against_band"].notna().all()


def test_further_measures_follow_the_other_columns(paper):
    table = dc.dispersion(paper, ["human rights", "the"], measures=["juilland_d", "dkl"])
    assert table.columns.tolist()[-3:] == ["query", "juilland_d", "dkl"]
    sections = partition(paper.store, "section")
    for _, row in table.iterrows():
        counts = np.bincount(sections.of(paper.find(row["term"])[:, 0]), minlength=6)
        assert row["juilland_d"] == juilland_d([counts], sections.sizes)[0]
        assert row["dkl"] == dkl([counts], sections.sizes)[0]
    assert dc.dispersion(paper, "the", measures="dkl").columns[-1] == "dkl"
    with pytest.raises(dc.DiscourseError, match="measures='dp2' is not known"):
        dc.dispersion(paper, "the", measures=["dp2"])


def test_the_average_reduced_frequency_needs_no_parts():
    corpus = dc.Corpus.from_texts({"a": "x y y y y", "b": "x y y y z"})
    table = dc.dispersion(corpus, by="document", measures="arf").set_index("term")
    assert table.loc["x", "arf"] == 2  # five tokens apart, and five again
    assert table.loc["z", "arf"] == 1
    # seven in ten tokens, so v = 10/7: five follow at once, two at a distance of 2 or 3
    assert table.loc["y", "arf"] == pytest.approx((5 + 2 * 10 / 7) / (10 / 7))
    asked = dc.dispersion(corpus, ["x", "y", "none"], by="document", measures=["arf"])
    assert asked.set_index("term").loc[["x", "y"], "arf"].equals(table.loc[["x", "y"], "arf"])
    assert pd.isna(asked.set_index("term").loc["none", "arf"])


def test_the_average_reduced_frequency_of_types_is_that_of_their_queries(paper):
    every = dc.dispersion(paper, measures="arf", min_count=3)
    asked = dc.dispersion(paper, every["query"].tolist(), measures="arf").set_index("term")
    assert every["arf"].tolist() == pytest.approx(asked["arf"].loc[every["query"]].tolist())
    assert (every["arf"] <= every["count"] + 1e-9).all() and (every["arf"] >= 1).all()


def test_the_share_of_parts_is_beside_the_range(paper):
    table = dc.dispersion(paper, measures=["range_share", "carroll_d2", "rosengren_s"])
    assert (table["range_share"] == table["range"] / 6).all()
    assert table[["carroll_d2", "rosengren_s"]].max().max() <= 1
