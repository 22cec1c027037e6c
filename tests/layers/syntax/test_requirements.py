"""What clauses are found in; tests/analyses/test_clauses.py has the messages."""

import numpy as np
import pytest

import discourse as dc
from discourse.layers.lexicons import SHIPPED_LEXICONS, lexicon
from discourse.layers.syntax.requirements import NO_ACTORS, check_actors, check_words_and_sentences


@pytest.fixture
def corpus():
    texts = {"a": "We build. They sleep.", "b": "Peace came. It stays.", "c": ""}
    whole = dc.Corpus.from_texts(texts)
    lines = dc.concordance(whole, "sleep|peace|came").to_frame()[["line_id"]]
    return whole.with_layer(dc.Layer("mark", lines.assign(label="x")))


def cuts(corpus):
    try:
        check_words_and_sentences(corpus.store)
    except dc.DiscourseError as error:
        return str(error).partition("'")[2].partition("'")[0]
    return ""


def test_whole_documents_and_sentences_are_not_cut(corpus):
    assert cuts(corpus) == cuts(corpus.subset('document = "b"')) == ""
    assert cuts(corpus.subset('sentence = "1"')) == ""
    assert cuts(corpus.subset('sentence = "1"').subset('document = "a"')) == ""


def test_the_first_document_with_a_cut_sentence_is_named(corpus):
    assert cuts(corpus.only("mark")) == "a"
    assert cuts(corpus.only("mark").subset('document = "b"')) == ""
    assert cuts(corpus.without("mark")) == "a"
    assert cuts(corpus.without("mark").subset('document = "b"')) == ""


def test_any_token_that_is_left_out_cuts_its_sentence(corpus, rng):
    words = dc.concordance(corpus, "*").to_frame()
    for at in rng.permutation(len(words)):
        layer = dc.Layer("one", words.iloc[[at]][["line_id"]].assign(label="x"))
        part = corpus.with_layer(layer).without("one")
        assert cuts(part) == words["document"].iloc[at]
    assert len(np.unique(words["document"])) == 2


def test_every_lexicon_of_the_package_is_known_to_be_one_of_subjects_or_not():
    assert {*NO_ACTORS, "actors", "person"} == {*SHIPPED_LEXICONS}
    own = lexicon(["[categories]", 'hedges = ["perhaps"]'])
    assert check_actors(own) is own
