import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"d": "Sea law. Sea. Law court sea court. Peace sea war, law."})


def places(lines):
    return lines.hits[:, 0].tolist()


def test_the_lines_with_most_of_the_words_come_first_each_word_once(corpus):
    lines = dc.concordance(corpus, "sea")
    assert places(lines) == [0, 2, 5, 8]
    assert places(lines.rank("law", "court", window=1)) == [0, 2, 5, 8]  # 1, 1, 1, 0
    assert places(lines.rank("court", "war", "peace", window=1)) == [8, 5, 0, 2]  # 2, 1, 0, 0
    within = lines.within("sentence")
    assert places(within.rank("law", "court")) == [5, 0, 8, 2]  # 2, 1, 1, 0
    assert places(within.rank('[lower="l.*"]')) == [0, 5, 8, 2]


def test_words_that_are_nowhere_change_nothing(corpus):
    lines = dc.concordance(corpus, "sea").shuffle(seed=3)
    assert places(lines.rank("nowhere")) == places(lines)
    assert places(lines.rank("law", window=0)) == places(lines)


def test_common_words_come_before_rare_ones_and_the_node_alone_comes_last(corpus):
    lines = dc.concordance(corpus, "sea").within("sentence")
    by_hand = {
        0: math.log2(3),  # law occurs three times
        2: -1,
        5: (math.log2(3) + 2 * math.log2(2)) / 3,  # law, and court twice
        8: (0 + 0 + math.log2(3)) / 3,  # peace and war occur once
    }
    assert places(lines.rank_by_rarity()) == sorted(by_hand, key=by_hand.get, reverse=True)


@given(st.lists(st.sampled_from(["x", "a", "b", "c"]), min_size=1, max_size=40))
def test_lines_with_equal_words_keep_their_order(pieces):
    lines = dc.concordance(dc.Corpus.from_texts({"d": " ".join(pieces)}), "x", context=2)
    ranked = [(line.left.split(), line.right.split()) for line in lines.rank_by_rarity(window=2)]
    order = places(lines.rank_by_rarity(window=2))
    for one in range(len(order) - 1):
        if ranked[one] == ranked[one + 1]:
            assert order[one] < order[one + 1]
