import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.analyses.correspondence import COLUMNS

# Staff groups of a firm by how much they smoke (Greenacre 2017, chapter 9).
SMOKING = pd.DataFrame(
    {
        "none": [4, 4, 25, 18, 10],
        "light": [2, 3, 10, 24, 6],
        "medium": [3, 7, 12, 33, 7],
        "heavy": [2, 4, 4, 13, 2],
    },
    index=["SM", "JM", "SE", "JE", "SC"],
)


@pytest.fixture(scope="module")
def smokers():
    texts = {
        group: " ".join(word for word, count in row.items() for _ in range(count))
        for group, row in SMOKING.iterrows()
    }
    return dc.Corpus.from_texts(texts)


def test_the_map_of_the_smokers_is_that_of_the_book(smokers):
    table = dc.correspondence(smokers).set_index("name")
    assert table["explained_x"].unique() == pytest.approx([0.8776], abs=5e-5)
    assert table["explained_y"].unique() == pytest.approx([0.1176], abs=5e-5)
    # The book has the axes the other way round; SE, which contributes most to the first, is
    # positive here, and JM, which contributes most to the second.
    places = {
        "SM": (0.066, 0.194), "JM": (-0.259, 0.243), "SE": (0.381, 0.011), "JE": (-0.233, -0.058),
        "SC": (0.201, -0.079), "none": (0.393, 0.030), "light": (-0.099, -0.141),
        "medium": (-0.196, -0.007), "heavy": (-0.294, 0.198),
    }  # fmt: skip
    for name, place in places.items():
        assert table.loc[name, ["x", "y"]].tolist() == pytest.approx(place, abs=6e-4), name
    assert table.loc["SE", "contribution_x"] == pytest.approx(0.512, abs=5e-4)
    assert table.loc["none", "contribution_x"] == pytest.approx(0.654, abs=5e-4)
    assert table.loc["SM", "quality"] == pytest.approx(0.893, abs=5e-4)


def test_parts_are_in_the_order_of_the_text_and_terms_by_what_they_contribute(smokers):
    table = dc.correspondence(smokers)
    assert table["name"].tolist()[:5] == list(SMOKING.index)
    assert table["kind"].tolist() == ["part"] * 5 + ["term"] * 4
    assert table["name"].iloc[5] == "none"
    assert table.columns.tolist() == list(COLUMNS)


def test_every_point_opens_its_lines(paper):
    table = dc.correspondence(paper, by="section", min_count=8)
    assert all(len(dc.lines(paper, row)) == row["count"] for _, row in table.iterrows())


def test_shares_add_up(paper):
    table = dc.correspondence(paper, by="section", min_count=2)
    sums = table.groupby("kind")[["mass", "contribution_x", "contribution_y"]].sum()
    assert sums.to_numpy() == pytest.approx(1)
    assert table["quality"].between(0, 1).all()
    assert (table["mass"] * table["x"]).groupby(table["kind"]).sum().tolist() == pytest.approx(
        [0, 0], abs=1e-9
    )


def test_other_axes_are_those_of_the_same_analysis(paper):
    first, third = (
        dc.correspondence(paper, by="section", min_count=2, axes=axes).set_index("name")
        for axes in ((1, 2), (2, 3))
    )
    assert first["y"].tolist() == third.loc[first.index, "x"].tolist()
    assert third["explained_x"].iloc[0] > third["explained_y"].iloc[0]


def test_two_parts_have_one_axis_and_equal_parts_none():
    two = dc.correspondence(dc.Corpus.from_texts({"a": "peace war", "b": "peace law"}))
    assert two["x"].notna().all()
    assert two["y"].isna().all()
    assert two["explained_x"].iloc[0] == pytest.approx(1)
    same = dc.correspondence(dc.Corpus.from_texts({name: "peace war" for name in "abc"}))
    assert same[["x", "y", "contribution_x", "quality"]].isna().all(axis=None)
    with pytest.raises(dc.DiscourseError, match="the table has no places on both axes"):
        dc.plot.correspondence(two)


def test_parts_without_any_of_the_terms_and_empty_documents_are_left_out():
    texts = {"a": "peace war law", "b": "peace law law", "c": "now", "d": "", "e": "war war"}
    table = dc.correspondence(dc.Corpus.from_texts(texts), min_count=2)
    assert table.loc[table["kind"] == "part", "name"].tolist() == ["a", "b", "e"]


def test_what_cannot_be_mapped_is_refused(smokers, monkeypatch):
    with pytest.raises(dc.DiscourseError, match="no term occurs 999 times"):
        dc.correspondence(smokers, min_count=999)
    for axes in ((1, 1), (1,), "12", 3):
        with pytest.raises(dc.DiscourseError, match=r"axes expects two different numbers"):
            dc.correspondence(smokers, axes=axes)
    with pytest.raises(dc.DiscourseError, match="axes expects a whole number of at least 1"):
        dc.correspondence(smokers, axes=(0, 1))
    with pytest.raises(dc.DiscourseError, match="gives only one part here, and a map compares"):
        dc.correspondence(dc.Corpus.from_texts({"a": "peace"}))
    monkeypatch.setattr("discourse.analyses.correspondence.MOST_PARTS", 2)
    with pytest.raises(dc.DiscourseError, match="gives 5 parts, and a map has at most 2"):
        dc.correspondence(smokers)


def test_the_same_corpus_gives_the_same_numbers(smokers):
    one, two = dc.correspondence(smokers), dc.correspondence(smokers)
    assert one.equals(two)
    assert np.isfinite(one["x"]).all()
