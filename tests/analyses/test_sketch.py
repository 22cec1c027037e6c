import math

import pytest

import discourse as dc


@pytest.fixture(scope="module")
def talks(root):
    return dc.read(root / "docs" / "parsed")


def test_rows_are_slot_by_slot_with_the_strongest_collocate_first(talks):
    table = dc.sketch(talks, "future")
    assert table.groupby("slot", sort=False)["term"].agg(list).to_dict() == {
        "modifier": ["shared", "bright", "common"],
        "subject of": ["belong"],
        "object of": ["build", "shape"],
        "predicate": ["bright"],
        "and/or": ["past"],
        "of …": ["humanity", "peace"],
        "for …": ["people"],
    }
    assert all(
        rows["log_dice"].is_monotonic_decreasing for _, rows in table.groupby("slot", sort=False)
    )


def test_the_measures_follow_from_the_counts(talks):
    row = dc.sketch(talks, "future").set_index(["slot", "term"]).loc[("object of", "shape")]
    # Of eight objects six are "future"; "shape" governs two of these, and one of the others.
    assert row[["count", "count_slot", "count_elsewhere"]].tolist() == [2, 6, 1]
    assert row["log_dice"] == 14 + math.log2(2 * 2 / (6 + 2 + 1))
    assert row["expected"] == (2 + 1) * 6 / (6 + 2)
    cells = [(2, 18 / 8), (1, 6 / 8), (4, 30 / 8), (1, 10 / 8)]
    evidence = 2 * sum(observed * math.log(observed / expected) for observed, expected in cells)
    assert row["log_likelihood"] == pytest.approx(-evidence)  # less often than expected


def test_a_slot_that_no_other_word_has_leaves_nothing_to_expect(talks):
    row = dc.sketch(talks, "future", slots="for …").iloc[0]
    assert row[["count", "count_slot", "count_elsewhere", "log_dice"]].tolist() == [1, 1, 0, 14.0]
    assert math.isnan(row["expected"])
    assert math.isnan(row["log_likelihood"])


@pytest.mark.parametrize("node", ["future", "nation", "BUILD", "*"])
def test_every_row_has_its_lines(talks, node):
    table = dc.sketch(talks, node)
    assert len(table)
    for _, row in table.iterrows():
        assert len(dc.lines(talks, row)) == row["count"]


def test_rows_of_a_subset_have_their_lines_there(talks):
    part = talks.subset('document = "Bo"')
    table = dc.sketch(part, "future", slots="object of")
    assert dict(zip(table["term"], table["count"], strict=True)) == {"build": 1, "shape": 1}
    assert [len(dc.lines(part, row)) for _, row in table.iterrows()] == [1, 1]


def test_rare_collocates_can_be_left_out_and_the_slot_stays_as_it_is(talks):
    table = dc.sketch(talks, "future", min_count=2)
    assert table["term"].tolist() == ["shared", "build", "shape"]
    assert table["count_slot"].tolist() == [4, 6, 6]


def test_words_are_counted_instead_of_lemmas(talks):
    table = dc.sketch(talks, "future", of="term", slots="object of")
    assert dict(zip(table["term"], table["count"], strict=True)) == {
        "build": 3, "built": 1, "shape": 1, "shapes": 1,
    }  # fmt: skip


def test_a_node_without_hits_has_the_same_columns_and_types(talks):
    full, empty = dc.sketch(talks, "future"), dc.sketch(talks, "nowhere")
    assert empty.empty
    assert list(empty.dtypes.items()) == list(full.dtypes.items())


def test_arguments_come_back_unchanged(talks):
    slots = ["modifier", "of ..."]
    dc.sketch(talks, "future", slots=slots)
    assert slots == ["modifier", "of ..."]


def test_a_corpus_without_tags_or_lemmas_is_refused_with_the_way_out(talks):
    plain = dc.Corpus.from_texts({"a": "Peace."})
    with pytest.raises(dc.DiscourseError, match=r"the layer of tokens 'pos'.*which this corpus"):
        dc.sketch(plain, "peace")
    words = dc.concordance(plain, "peace").frame[["line_id"]].assign(label="NOUN")
    tagged = plain.with_layer(dc.Layer("pos", words, shape="token"))
    with pytest.raises(
        dc.DiscourseError, match="of='lemma' is a layer that this corpus does not have"
    ):
        dc.sketch(tagged, "peace")
    assert dc.sketch(tagged, "peace", of="term").empty
