import pytest

import discourse as dc


def test_context_stays_in_its_document_and_bridges_nothing_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("One [1] two x three [2] four.", encoding="utf-8")
    (tmp_path / "a.toml").write_text(
        'region = [{ name = "1", begins = "One" },'
        ' { name = "note", matches = { regex = "[[]\\\\d[]]" }, treatment = "drop" }]',
        encoding="utf-8",
    )
    (tmp_path / "b.txt").write_text("x five", encoding="utf-8")
    first, second = dc.concordance(dc.read(tmp_path), "x")
    assert (first.left, first.right) == ("two ", " three")
    assert (second.left, second.right) == ("", " five")


def test_context_of_a_subset_does_not_bridge_what_is_masked():
    corpus = dc.Corpus.from_texts({"a": "One two. x three. Four.\n\nFive"})
    line = dc.concordance(corpus.subset('sentence = "2"'), "x")[0]
    assert (line.left, line.right) == ("", " three.")


def test_punctuation_is_read_with_its_word():
    corpus = dc.Corpus.from_texts({"a": '(One "two" x — "three"), four.'})
    line = dc.concordance(corpus, "x", context=1)[0]
    assert (line.left, line.right) == ('"two" ', ' — "three"),')


@pytest.mark.parametrize(
    ("context", "left", "right"), [(0, "", ""), (3, "wo ", " th"), (99, "One, two ", " three!")]
)
def test_context_in_characters_is_cut_to_the_character(context, left, right):
    corpus = dc.Corpus.from_texts({"a": "One, two x three!"})
    line = dc.concordance(corpus, "x", context=context, unit="character")[0]
    assert (line.left, line.right) == (left, right)


def test_a_narrower_unit_ends_the_context():
    corpus = dc.Corpus.from_texts({"a": "One. Two x three. Four."})
    lines = dc.concordance(corpus, "x", context=50, unit="character")
    assert lines[0].left == "One. Two "
    assert lines.within("sentence")[0].left == "Two "
    assert lines.within("sentence")[0].right == " three."


def test_a_hit_over_two_sentences_reads_from_the_first_to_the_last():
    corpus = dc.Corpus.from_texts({"a": "One two. Three four. Five."})
    line = dc.concordance(corpus, "two three").within("sentence")[0]
    assert (line.left, line.node, line.right) == ("One ", "two. Three", " four.")
