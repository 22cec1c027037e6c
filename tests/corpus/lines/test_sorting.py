import random

from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.lines.sorting import KEYS

TEXT = st.lists(st.sampled_from(["x", "a", "B", "é", "e", "z."]), min_size=1, max_size=25)


def words(text):
    return [word.strip(". ").lower().replace("é", "e") for word in text.split()]


@given(TEXT, st.lists(st.sampled_from(["L1", "L2", "R1", "R2"]), min_size=1, max_size=3))
def test_lines_are_in_the_order_of_the_words_that_are_shown(pieces, keys):
    corpus = dc.Corpus.from_texts({"d": " ".join(pieces)})
    lines = dc.concordance(corpus, "x", context=9)

    def key(line):
        around = {"L": words(line.left)[::-1], "R": words(line.right)}
        return [(around[key[0]][int(key[1]) - 1 :] or [""])[0] for key in keys]

    by_hand = sorted(lines, key=key)
    assert [line.line_id for line in lines.sort(*keys)] == [line.line_id for line in by_hand]


def test_the_node_is_compared_word_by_word():
    corpus = dc.Corpus.from_texts({"d": "a z. B. Á b. a"})
    lines = dc.concordance(corpus, '[lower="a|á"] "z|b"? | "B"')
    assert [line.node for line in lines.sort("node")] == ["a", "Á b", "a z", "B"]


def test_documents_are_sorted_by_name_and_lines_by_position():
    corpus = dc.Corpus.from_texts({"b": "x x", "a": "x"})
    lines = dc.concordance(corpus, "x")
    assert [line.document for line in lines.sort("document")] == ["a", "b", "b"]
    shuffled = lines.sort("document").sort("position")
    assert [line.document for line in shuffled] == ["b", "b", "a"]


def test_no_key_changes_nothing_and_every_key_can_be_given(rng):
    corpus = dc.Corpus.from_texts({"d": " ".join(random.Random(1).choices("abx", k=60))})
    lines = dc.concordance(corpus, "x")
    assert lines.sort().hits.tolist() == lines.hits.tolist()
    assert sorted(lines.sort(*KEYS).hits.tolist()) == lines.hits.tolist()
