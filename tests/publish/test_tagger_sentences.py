"""What dc.methods says of the layers of taggers, and of all on which a table rests."""

import pytest

import discourse as dc

ENGLISH = (
    "by the UDPipe model english-ewt, trained on UD English EWT (sha256 20a53062ab30; lemmas "
    "mended by simplemma 2.0.0; version 2; with a parse of each sentence); the share of right "
    "values on other texts is "
)
TREE = "0.94 for pos, 0.84 for deprel and 0.82 for head. "


@pytest.fixture(scope="module")
def tagged():
    corpus = dc.Corpus.from_texts({"a": "China builds a shared future. The future was built."})
    return corpus.with_layer(*dc.layers.tag(corpus))


def describe(table):
    return dc.methods(table).text


@pytest.mark.parametrize("make", [
    lambda corpus: dc.sketch(corpus, "future"),
    lambda corpus: dc.contrast(corpus, "future", "China"),
])  # fmt: skip
def test_a_table_of_slots_names_the_layers_of_the_parser(tagged, make):
    told = f"The layers lemma, pos, deprel and head were made {ENGLISH}0.96 for lemma, {TREE}"
    text = describe(make(tagged))
    assert told in text
    assert text.count("english-ewt") == 1


def test_a_table_of_clauses_names_all_that_it_reads(tagged):
    layers = "lemma, pos, xpos, feats, deprel and head"
    assert f"The layers {layers} were made {ENGLISH}0.96 for lemma" in describe(dc.clauses(tagged))
    by_tags = describe(dc.clauses(tagged, by_parse=False))
    assert "The layers lemma, pos, xpos and feats were made" in by_tags
    assert "deprel" not in by_tags


def test_a_count_of_lemmas_names_one_layer(tagged):
    told = f"The layer lemma was made {ENGLISH}0.96 for lemma. "
    assert told in describe(dc.frequencies(tagged, of="lemma"))


def test_a_table_of_words_names_no_layer(tagged):
    assert "english-ewt" not in describe(dc.frequencies(tagged))


def tag_nothing(sentences):
    return [{"pos": ["X"] * len(words)} for words in sentences]


@pytest.mark.parametrize(
    ("tagger", "of", "told"),
    [
        (tag_nothing, "pos", "the function {module}.tag_nothing (version 2)"),
        ("simplemma", "lemma", "simplemma 2.0.0 (version 2)"),
    ],
)
def test_other_taggers_are_named_and_were_not_measured(tagger, of, told):
    corpus = dc.Corpus.from_texts({"a": "We build a road."})
    corpus = corpus.with_layer(*dc.layers.tag(corpus, tagger))
    text = describe(dc.frequencies(corpus, of=of))
    made = told.format(module=__name__)
    assert f"The layer {of} was made by {made}; its accuracy was not measured. " in text
