"""What each token gets of the values of its words, counted by hand."""

import pytest

import discourse as dc

#                                  lemma, pos, deprel, head
TREE = {
    "China": ("China", "PROPN", "nmod:poss", 5),
    "'s": ("'s", "PART", "case", 1),
    "self": ("self", "NOUN", "compound", 5),
    "-": ("-", "PUNCT", "punct", 5),
    "determination": ("determination", "NOUN", "nsubj", 7),
    "is": ("be", "AUX", "cop", 7),
    "known": ("know", "VERB", "root", 0),
}


def tag_by(tree):
    """A tagger that knows one sentence."""

    def tagger(sentences):
        found = []
        for sentence in sentences:
            rows = [tree.get(word, (word, "X", "dep", 1)) for word in sentence]
            names = ("lemma", "pos", "deprel", "head")
            found.append(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
        return found

    return tagger


def values(text, tree, labels_of, **options):
    corpus = dc.Corpus.from_texts({"a": text})
    return {
        layer.name: labels_of(corpus, layer)
        for layer in dc.layers.tag(corpus, tag_by(tree), **options)
    }


def test_a_token_has_the_values_of_the_word_whose_head_is_outside(labels_of):
    found = values("China's self-determination is known", TREE, labels_of)
    assert found == {
        "lemma": ["China", "self-determination", "be", "know"],
        "pos": ["PROPN", "NOUN", "AUX", "VERB"],
        "deprel": ["nmod:poss", "nsubj", "cop", "root"],
        # 8 = from C to s; 22 = from s to k; 3 = from i to k
        "head": ["+8", "+22", "+3", "0"],
    }


def test_without_a_tree_it_is_the_last_that_is_no_clitic(labels_of):
    found = values("China's self-determination is known", TREE, labels_of, layers=["lemma", "pos"])
    assert found == {
        "lemma": ["China", "self-determination", "be", "know"],
        "pos": ["PROPN", "NOUN", "AUX", "VERB"],
    }


def test_a_verb_that_is_written_as_a_clitic_stands_for_its_token_if_it_is_above(labels_of):
    tree = {
        "There": ("there", "PRON", "expl", 2),
        "'s": ("be", "VERB", "root", 0),
        "hope": ("hope", "NOUN", "nsubj", 2),
    }
    found = values("There's hope", tree, labels_of)
    assert found["lemma"] == ["be", "hope"]
    assert found["head"] == ["0", "-8"]


def test_negation_never_stands_for_its_verb(labels_of):
    tree = {
        "We": ("we", "PRON", "nsubj", 4),
        "do": ("do", "AUX", "aux", 4),
        "n't": ("not", "PART", "advmod", 4),
        "go": ("go", "VERB", "root", 0),
    }
    found = values("We don't go", tree, labels_of)
    assert found["lemma"] == ["we", "do", "go"]
    assert found["deprel"] == ["nsubj", "aux", "root"]


def test_a_mark_with_dependents_belongs_to_the_first_of_them(labels_of):
    tree = {
        "Pay": ("pay", "VERB", "root", 0),
        "$": ("$", "SYM", "obj", 1),
        "36": ("36", "NUM", "nummod", 2),
        "now": ("now", "ADV", "advmod", 1),
    }
    found = values("Pay $36 now", tree, labels_of)
    assert found["deprel"] == ["root", "obj", "advmod"]
    assert found["head"] == ["0", "-5", "-8"]


def test_a_mark_with_a_number_belongs_to_the_number(labels_of):
    tree = {
        "Left": ("leave", "VERB", "root", 0),
        "for": ("for", "ADP", "case", 3),
        "$": ("$", "SYM", "obl", 1),
        "36": ("36", "NUM", "nummod", 3),
    }
    found = values("Left for $36", tree, labels_of)
    assert found["deprel"] == ["root", "case", "obl"]
    assert found["head"] == ["0", "+5", "-10"]


def test_a_word_of_several_tokens_gives_its_values_to_the_first(labels_of):
    tree = {
        "The": ("the", "DET", "det", 2),
        "U.S.": ("U.S.", "PROPN", "nsubj", 3),
        "leads": ("lead", "VERB", "root", 0),
    }
    found = values("The U.S. leads", tree, labels_of)
    assert found == {
        "lemma": ["the", "U.S.", "", "lead"],
        "pos": ["DET", "PROPN", "X", "VERB"],
        "deprel": ["det", "nsubj", "goeswith", "root"],
        "head": ["+4", "+5", "-2", "0"],
    }


def test_an_unknown_head_is_no_value(labels_of):
    tree = {"A": ("a", "DET", "", ""), "plan": ("plan", "NOUN", "root", 0)}
    found = values("A plan", tree, labels_of)
    assert found["head"] == ["", "0"]


def test_heads_in_a_circle_are_refused_with_the_sentence():
    corpus = dc.Corpus.from_texts({"a": "Peace and hope"})
    tree = {"Peace": ("peace", "NOUN", "dep", 2), "and": ("and", "CCONJ", "dep", 1)}
    with pytest.raises(dc.DiscourseError, match=r"form a circle, in .* 'Peace and hope'"):
        dc.layers.tag(corpus, tag_by(tree))


def test_names_in_a_compound_keep_their_capitals_and_other_words_do_not(labels_of):
    tree = {
        "UN": ("UN", "PROPN", "obl", 3),
        "led": ("lead", "VERB", "amod", 4),
        "Well": ("well", "ADV", "advmod", 3),
        "known": ("known", "ADJ", "root", 0),
    }
    assert values("UN-led", tree, labels_of, layers="lemma") == {"lemma": ["UN-lead"]}
    assert values("Well-known", tree, labels_of, layers="lemma") == {"lemma": ["well-known"]}
