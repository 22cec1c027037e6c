from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc


@pytest.fixture
def lines():
    return dc.concordance(dc.Corpus.from_texts({"d": "a x b. c x b. a x d, a x. X b"}), "x")


def test_lines_with_the_same_words_are_a_group_the_largest_first(lines):
    grouped = lines.group("R1")
    assert grouped.groups().to_dict("list") == {"part": ["b", "d", "x"], "count": [3, 1, 1]}
    assert grouped.hits[:, 0].tolist() == [1, 4, 11, 7, 10]
    assert grouped.frame["part"].tolist() == ["b", "b", "b", "d", "x"]


def test_a_pattern_is_written_as_it_is_read_whatever_the_order_of_the_places(lines):
    labels = lines.group("R1", "node", "L1").groups()["part"].tolist()
    assert sorted(labels) == ["a x b", "a x d", "a x x", "c x b", "x x b"]
    apart = dc.concordance(dc.Corpus.from_texts({"d": "a b x c x"}), "x").group("L2", "R1")
    assert apart.groups()["part"].tolist() == ["a … c", "x … (none)"]


def test_nodes_of_several_words_are_groups_however_long():
    text = "a b c d e f g h i j. a b c d e f g h i k. A b c d e f g h i j"
    lines = dc.concordance(dc.Corpus.from_texts({"d": text}), '[lower="a"] []{8} "j|k"')
    assert lines.group("node").groups()["count"].tolist() == [2, 1]
    assert lines.group("node").groups()["part"][0] == "a b c d e f g h i j"


def test_words_with_spaces_in_them_do_not_merge_two_groups(tmp_path):
    rows = [("1", "a b"), ("2", "x"), ("3", "c"), ("1", "a"), ("2", "x"), ("3", "b c")]
    cells = "\n".join(
        ("\n" if number == "1" else "") + "\t".join([number, form, *"_" * 8])
        for number, form in rows
    )
    (tmp_path / "a.conllu").write_text(cells.lstrip() + "\n\n", encoding="utf-8")
    lines = dc.concordance(dc.read(tmp_path), "x").within("sentence")
    assert lines.group("L1", "R1").groups()["part"].nunique() == 2


def test_groups_stay_together_whatever_follows(lines):
    for after in (
        lines.group("R1").sort("L1"),
        lines.group("R1").shuffle(seed=1),
        lines.group("R1").rank("c"),
        lines.group("R1").rank_by_rarity(),
    ):
        parts = after.frame["part"].tolist()
        assert parts == sorted(parts, key="bdx".index)


def test_the_heading_of_a_group_has_its_words_and_its_size(lines):
    assert repr(lines.group("R1")).splitlines()[1] == "— b (3)"
    assert "b (3)" in lines.group("R1")._repr_html_()


def test_a_metadata_column_named_as_a_place_is_that_column():
    rows = pd.DataFrame({"text": ["x a", "x b"], "R1": ["one", "two"]})
    lines = dc.concordance(dc.Corpus.from_frame(rows), "x")
    assert lines.group("R1").groups()["part"].tolist() == ["one", "two"]


@given(
    st.lists(st.sampled_from(["x", "a", "b", "a x"]), min_size=1, max_size=30),
    st.sampled_from([("L1",), ("R1",), ("L1", "R1"), ("L2", "node", "R2")]),
)
def test_groups_are_what_a_counter_of_the_words_gives(pieces, places):
    tokens = " ".join(pieces).split()
    lines = dc.concordance(dc.Corpus.from_texts({"d": " ".join(tokens)}), "x")
    shift = {"L1": -1, "L2": -2, "R1": 1, "R2": 2, "node": 0}

    def words(at):
        near = (at + shift[place] for place in places)
        return tuple(tokens[n] if 0 <= n < len(tokens) else "(none)" for n in near)

    by_hand = Counter(words(at) for at, token in enumerate(tokens) if token == "x")
    groups = lines.group(*places).groups()
    assert sorted(groups["count"]) == sorted(by_hand.values())
    assert groups["count"].is_monotonic_decreasing
    assert groups["count"].sum() == len(lines)
