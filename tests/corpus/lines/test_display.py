import discourse as dc
from discourse.text.width import collapse_space, count_columns


def test_white_space_is_folded_and_kept_at_the_ends():
    assert collapse_space("  a\n\n b\t") == " a b "
    assert collapse_space("") == ""


def test_chinese_takes_two_columns_and_a_combining_accent_none():
    assert [count_columns(text) for text in ("ab", "和平", "e\u0301", "🕊")] == [2, 4, 1, 2 - 1]


def test_nodes_are_aligned():
    corpus = dc.Corpus.from_texts({"d": "Long before this x after.\n\n和平 x 也。 A x"})
    shown = repr(dc.concordance(corpus, "x", context=2)).splitlines()
    assert (
        len({count_columns(line[: line.index(" x ")]) for line in (f"{row} " for row in shown[1:])})
        == 1
    )


def test_a_long_context_is_cut_on_the_far_side():
    corpus = dc.Corpus.from_texts({"d": f"{'a' * 50} x {'b' * 50}"})
    line = repr(dc.concordance(corpus, "x")).splitlines()[1]
    assert line == f"1  {'a' * 39}  x  {'b' * 39}"
