import pytest

import discourse as dc
from discourse.layers.taggers.english_lemmas import mend_lemma


@pytest.mark.parametrize(
    ("form", "pos", "xpos", "guess", "lemma"),
    [
        ("Bridges", "NOUN", "NNS", "bridg", "bridge"),
        ("relatives", "NOUN", "NNS", "relatif", "relative"),
        ("hottest", "ADJ", "JJS", "hott", "hot"),
        ("declared", "VERB", "VBD", "declar", "declare"),
        ("cost", "VERB", "VBN", "cose", "cost"),
        ("foreseen", "AUX", "VBN", "forese", "foresee"),
        # gerunds that are nouns in the list: -ing off, with -e, or without the doubled letter
        ("building", "VERB", "VBG", "buil", "build"),
        ("ruling", "VERB", "VBG", "rul", "rule"),
        ("running", "VERB", "VBG", "runn", "run"),
        # a word, and of a verb no lemma: "clos" is an old form of "close"
        ("closed", "VERB", "VBD", "clos", "close"),
        # another spelling than the form has
        ("fulfills", "VERB", "VBZ", "fulfil", "fulfill"),
    ],
)
def test_a_guess_that_is_no_word_becomes_one(form, pos, xpos, guess, lemma):
    assert mend_lemma(form, pos, xpos, guess) == lemma


@pytest.mark.parametrize(
    ("form", "pos", "xpos", "lemma"),
    [
        ("meeting", "NOUN", "NN", "meeting"),
        ("founded", "VERB", "VBD", "found"),
        ("found", "VERB", "VBD", "find"),
        ("lost", "VERB", "VBN", "lost"),
        ("modelling", "VERB", "VBG", "model"),  # a letter is doubled before -ing
        ("Bridges", "PROPN", "NNPS", "Bridg"),  # names are left alone
        ("glorked", "VERB", "VBD", "glork"),  # the list does not know the form
        ("b/c", "NOUN", "NN", "b/c"),
        ("'ll", "AUX", "MD", "will"),
        ("", "NOUN", "NN", ""),
    ],
)
def test_other_lemmas_are_left_alone(form, pos, xpos, lemma):
    assert mend_lemma(form, pos, xpos, lemma) == lemma


def test_queries_find_the_lemmas_of_words_that_the_treebank_lacks():
    text = "It has cost 3 million dollars. We declared it, acceded to it and concluded it."
    corpus = dc.Corpus.from_texts({"a": text})
    corpus = corpus.with_layer(*dc.layers.tag(corpus, layers="lemma"))
    for lemma, node in {
        "cost": "cost", "declare": "declared", "accede": "acceded", "conclude": "concluded"
    }.items():  # fmt: skip
        (line,) = dc.concordance(corpus, f'[lemma="{lemma}"]')
        assert line.node == node


def test_the_layer_names_the_word_list():
    (layer,) = dc.layers.tag(dc.Corpus.from_texts({"a": "We build."}), layers="lemma")
    assert layer.about["lemmas"].startswith("simplemma 2.")
