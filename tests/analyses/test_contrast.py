import math

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.measures.association import log_ratio_interval


@pytest.fixture(scope="module")
def talks(root):
    return dc.read(root / "docs" / "parsed")


def tag_pairs(texts):
    """Texts of pairs of an adjective and a noun, tagged so."""
    corpus = dc.Corpus.from_texts(texts)
    words = dc.concordance(corpus, "[]").frame[["line_id"]].drop_duplicates()
    starts = words["line_id"].str.extract(r":(\d+)-")[0].astype(int)
    number = starts.groupby(words["line_id"].str[:12]).cumcount()
    labels = np.where(number % 2 == 0, "ADJ", "NOUN")
    return corpus.with_layer(dc.Layer("pos", words.assign(label=labels), shape="token"))


def write_pairs(**counts):
    """A text such as ``old town. old town. new town.``"""
    return " ".join(f"{name.replace('_', ' ')}." for name, n in counts.items() for _ in range(n))


@pytest.fixture(scope="module")
def towns():
    return tag_pairs({"a": write_pairs(old_town=8, new_town=2, old_city=3, new_city=9)})


def contrast(*arguments, **options):
    table = dc.contrast(*arguments, of="term", slots="modifier", **options)
    return table.set_index("term")


def test_both_counts_are_shares_of_their_slots(towns):
    table = contrast(towns, "town", "city")
    assert table.loc["old", ["count", "count_slot"]].tolist() == [8, 10]
    assert table.loc["old", ["count_other", "count_slot_other"]].tolist() == [3, 12]
    assert table.loc["old", "log_ratio"] == pytest.approx(math.log2((8 / 10) / (3 / 12)))
    low, high = log_ratio_interval(8, 10, 3, 12)
    assert table.loc["old", ["low", "high"]].tolist() == [low, high]
    assert table["status"].tolist() == ["descriptive", "descriptive"]


def test_the_other_way_round_every_sign_turns(towns):
    one, two = contrast(towns, "town", "city"), contrast(towns, "city", "town")
    assert one.index.tolist() == two.index.tolist()
    assert one["log_ratio"].tolist() == pytest.approx((-two["log_ratio"]).tolist())
    assert one["low"].tolist() == pytest.approx((-two["high"]).tolist())
    assert one["query"].tolist() == two["query_other"].tolist()


def test_an_interval_is_open_where_a_count_is_0():
    towns = tag_pairs({"a": write_pairs(old_town=6, new_town=2, new_city=8)})
    row = contrast(towns, "town", "city").loc["old"]
    assert row["log_ratio"] == pytest.approx(math.log2((6 / 8) / (0.5 / 8)))
    assert row["low"] > 0
    assert row["high"] == math.inf


def test_few_hits_and_slots_of_one_side_have_no_ratio(talks):
    table = dc.contrast(talks, "future", "past")
    assert set(table["status"]) == {"not estimable"}
    assert table[["log_ratio", "low", "high"]].isna().all(axis=None)
    possessor = table[table["slot"] == "possessor"]
    assert possessor["count_slot"].tolist() == [0, 0]
    assert possessor["count_slot_other"].tolist() == [2, 2]


def test_every_row_has_its_lines_on_both_sides(talks):
    table = dc.contrast(talks, "future", "past|nation")
    for _, row in table.iterrows():
        assert len(dc.lines(talks, row)) == row["count"]
        assert len(dc.concordance(talks, row["query_other"])) == row["count_other"]


def test_one_word_in_two_corpora_has_its_lines_in_each(talks):
    ada, bo = (talks.subset(f'document = "{name}"') for name in ("Ada", "Bo"))
    table = dc.contrast(ada, "future", bo)
    found = table.set_index(["slot", "term"])[["count", "count_other"]]
    assert found.loc[("object of", "build")].tolist() == [3, 1]
    assert found.loc[("of …", "peace")].tolist() == [1, 0]
    assert table["query"].tolist() == table["query_other"].tolist()
    for _, row in table.iterrows():
        assert len(dc.lines(ada, row)) == row["count"]
        assert len(dc.lines(bo, row)) == row["count_other"]


def test_rare_rows_can_be_left_out(talks):
    table = dc.contrast(talks, "future", "past", min_count=2)
    assert (table["count"] + table["count_other"]).min() == 2
    assert table["count_slot"].tolist() == [4, 4, 1, 6, 6]


# ---- inference --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def planted():
    """Twelve documents: towns are old, and cities are new; both are big as often."""
    rng = np.random.default_rng(1)
    texts = {}
    for number in range(12):
        counts = {name: int(rng.poisson(3)) for name in ("big_town", "big_city", "old_town")}
        texts[f"{number}"] = write_pairs(
            **counts, new_city=int(rng.poisson(3)), old_city=number % 2
        )
    return tag_pairs(texts)


def test_a_difference_in_all_documents_is_robust_and_none_is_not(planted):
    table = contrast(planted, "town", "city", inference=True)
    assert table["status"].to_dict() == {"new": "robust", "old": "robust", "big": "not shown"}
    assert table.loc["big", "p_value_document"] > 0.05
    assert (table.loc[["new", "old"], "p_value_document"] <= 0.01).all()


def test_an_interval_over_documents_shows_how_much_they_differ(planted):
    table = contrast(planted, "town", "city", interval="document")
    exact = contrast(planted, "town", "city")
    assert table.loc["big", "low"] < 0 < table.loc["big", "high"]
    assert table.loc["old", "low"] > 0
    assert table.loc["old", ["low", "high"]].tolist() != exact.loc["old", ["low", "high"]].tolist()
    # No document has a new town.
    assert table.loc["new", ["low", "high"]].isna().all()
    assert exact.loc["new", "low"] == -math.inf


def test_an_interval_over_few_documents_is_refused(towns):
    with pytest.raises(dc.DiscourseError) as error:
        contrast(towns, "town", "city", interval="document")
    assert str(error.value) == (
        "interval='document' needs 10 documents with the node on each side, and one has 1; choose "
        "interval='exact', which takes hits as independent."
    )


def test_the_same_seed_gives_the_same_table(planted):
    one, two = (contrast(planted, "town", "city", inference=True, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_with_fewer_than_ten_documents_nothing_is_shown(planted):
    few = planted.subset('document in ("0", "1", "2", "3", "4")')
    table = contrast(few, "town", "city", inference=True)
    assert set(table["status"]) <= {"not shown", "not estimable"}
    assert table["p_value_document"].isna().all()


def test_one_document_is_described_whatever_it_has(towns):
    table = contrast(towns, "town", "city", inference=True)
    assert table["status"].tolist() == ["descriptive", "descriptive"]
    assert table["p_value_document"].isna().all()


# ---- what is refused --------------------------------------------------------------------------


def test_a_contrast_without_hits_has_the_same_columns_and_types(towns):
    for inference in (False, True):
        full = dc.contrast(towns, "town", "city", of="term", inference=inference)
        empty = dc.contrast(towns, "x", "y", of="term", inference=inference)
        assert empty.empty
        assert list(empty.dtypes.items()) == list(full.dtypes.items())


def test_corpora_with_other_layers_or_tokens_are_refused(talks, towns):
    with pytest.raises(dc.DiscourseError, match="tokenised differently"):
        dc.contrast(talks, "future", towns)
    plain = dc.Corpus.from_texts({"a": "Old town."})
    with pytest.raises(dc.DiscourseError, match="the layer of tokens 'pos'"):
        dc.contrast(towns, "town", plain, of="term")
    with pytest.raises(dc.DiscourseError, match="the other corpus has no layer 'pos'"):
        dc.contrast(towns, "town", plain, of="pos")


def test_a_wrong_node_on_the_other_side_is_named(talks):
    with pytest.raises(dc.DiscourseError, match="other='a past' is more than one token"):
        dc.contrast(talks, "future", "a past")
    with pytest.raises(dc.DiscourseError, match="other"):
        dc.contrast(talks, "future", 3)


def test_a_part_of_the_other_corpus_is_refused(talks):
    with pytest.raises(dc.DiscourseError, match="the target is a part of the reference"):
        dc.contrast(talks.subset('document = "Ada"'), "future", talks)
    with pytest.raises(dc.DiscourseError, match="the reference is a part of the target"):
        dc.contrast(talks, "future", talks.subset('document = "Ada"'))
