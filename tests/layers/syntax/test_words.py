import numpy as np
import pandas as pd

import discourse as dc
from discourse.layers.syntax.words import (
    BASE,
    GERUND,
    MODAL,
    NONE,
    OTHER,
    PARTICIPLE,
    PAST,
    PRESENT,
    read_words,
)

SENTENCE = """
We we PRON PRP 4 nsubj
do do AUX VBP 4 aux
+n't not PART RB 4 advmod
sign sign VERB VB 0 root
+. . PUNCT . 4 punct
"""


def test_words_are_those_of_the_parser_without_punctuation(parsed):
    words = read_words(parsed(SENTENCE).store)
    assert words.form.take(np.arange(len(words))).tolist() == ["we", "do", "n't", "sign"]
    assert words.head.tolist() == [3, 3, 3, NONE]
    assert words.is_parsed


def test_several_words_may_lie_in_one_token(parsed):
    file = parsed(SENTENCE)
    corpus = dc.Corpus.from_texts({"talk": "We don't sign."})
    moved = {}
    for name in ("pos", "xpos", "lemma", "deprel", "head"):
        table = file.layer(name).table
        digest = corpus.documents["sha256"][0][:12]
        table["line_id"] = digest + table["line_id"].str[12:]
        moved[name] = dc.Layer(name, table[["line_id", "label"]], shape="token")
    words = read_words(corpus.with_layer(*moved.values()).store)
    assert words.form.take(np.arange(4)).tolist() == ["we", "do", "n't", "sign"]
    assert list(zip(words.first.tolist(), words.after.tolist(), strict=True)) == [
        (0, 1), (1, 2), (1, 2), (2, 3),
    ]  # fmt: skip
    assert words.head.tolist() == [3, 3, 3, NONE]


def test_the_words_of_a_subset_are_those_that_it_keeps(parsed):
    corpus = parsed(SENTENCE, SENTENCE)
    words = read_words(corpus.subset('sentence = "2"').store)
    assert len(words) == 4
    assert words.head.tolist() == [3, 3, 3, NONE]


def test_the_form_of_a_verb_follows_from_its_tag(parsed):
    words = read_words(parsed(SENTENCE).store)
    assert words.verb_form.tolist() == [OTHER, PRESENT, OTHER, BASE]


def test_without_tags_of_the_penn_treebank_forms_follow_from_features_or_letters():
    corpus = dc.Corpus.from_texts({"a": "He can build built building built says"})
    lines = dc.concordance(corpus, "*").frame["line_id"]
    pos = ["PRON", "AUX", "VERB", "VERB", "VERB", "VERB", "VERB"]
    feats = [
        "",
        "VerbForm=Fin",
        "VerbForm=Inf",
        "Tense=Past|VerbForm=Part",
        "",
        "Tense=Past|VerbForm=Fin",
        "",
    ]
    layers = [
        dc.Layer(name, pd.DataFrame({"line_id": lines, "label": values}), shape="token")
        for name, values in (("pos", pos), ("feats", feats))
    ]
    words = read_words(corpus.with_layer(*layers).store)
    assert words.verb_form.tolist() == [OTHER, MODAL, BASE, PARTICIPLE, GERUND, PAST, PRESENT]
    assert not words.is_parsed


def test_documents_with_one_text_each_have_its_words(parsed):
    corpus = parsed(SENTENCE)
    text = corpus.store.texts[0]
    twice = dc.Corpus.from_texts({"a": text, "b": text})
    digest = twice.documents["sha256"][0][:12]
    table = corpus.layer("xpos").table
    table["line_id"] = digest + table["line_id"].str[12:]
    layer = dc.Layer("xpos", table[["line_id", "label"]], shape="token")
    words = read_words(twice.with_layer(layer).store)
    assert words.document.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
