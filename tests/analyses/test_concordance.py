import pytest

import discourse as dc

TEXTS = {"a": "Peace, peace and rights.", "b": "War."}


def test_a_concordance_has_a_line_for_every_hit_in_the_order_of_the_text():
    table = dc.concordance(dc.Corpus.from_texts(TEXTS), "peace|war", context=1).frame
    assert table["node"].tolist() == ["Peace", "peace", "War"]
    assert table["left"].tolist() == ["", "Peace, ", ""]
    assert table["right"].tolist() == [", peace", " and", "."]
    assert table["start_char"].tolist() == [0, 7, 0]


def test_a_concordance_leaves_the_corpus_as_it_was():
    corpus = dc.Corpus.from_texts(TEXTS)
    before = corpus.fingerprint
    table = dc.concordance(corpus, "peace").sort("L1").frame
    table["node"] = "x"
    assert corpus.fingerprint == before
    assert dc.concordance(corpus, "peace").frame["node"].tolist() == ["Peace", "peace"]


def test_context_that_cannot_be_is_refused():
    corpus = dc.Corpus.from_texts(TEXTS)
    with pytest.raises(dc.DiscourseError) as error:
        dc.concordance(corpus, "peace", context=-1, unit="character")
    assert str(error.value) == (
        "context expects a whole number of at least 0, got -1; give a number, such as context=1."
    )
    with pytest.raises(dc.DiscourseError, match="unit='word' is not known; choose 'token', 'chara"):
        dc.concordance(corpus, "peace", unit="word")
    with pytest.raises(dc.DiscourseError, match="within='page' is not known"):
        dc.concordance(corpus, "peace", within="page")
