import numpy as np
import pytest

import discourse as dc
from discourse.layers.syntax.contractions import split_contractions
from discourse.layers.syntax.words import NONE, read_words

# A word that is a contraction, with the values of one of its parts; what follows; the clauses that
# result: verb, subject, voice, negated, modal, tense.
CASES = {
    "don't": (
        "We we PRON PRP 3 nsubj\ndon't do AUX VBP 3 aux\nsign sign VERB VB 0 root",
        ["sign", "We", "active", True, "", "present"],
    ),
    "can't": (
        "We we PRON PRP 3 nsubj\ncan’t can AUX MD 3 aux\nsign sign VERB VB 0 root",
        ["sign", "We", "active", True, "can", ""],
    ),
    "it's, with the values of it": (
        "It's it PRON PRP 2 nsubj\nclear clear ADJ JJ 0 root",
        ["be", "It", "active", False, "", "present"],
    ),
    "it's, with the values of is": (
        "It's be AUX VBZ 2 cop\nclear clear ADJ JJ 0 root",
        ["be", "it", "active", False, "", "present"],
    ),
    "they've": (
        "They've they PRON PRP 2 nsubj\nbuilt build VERB VBN 0 root",
        ["build", "They", "active", False, "", "present"],
    ),
    "they're": (
        "They're they PRON PRP 2 nsubj:pass\nbuilt build VERB VBN 0 root",
        ["build", "They", "passive", False, "", "present"],
    ),
    "we'll": (
        "We'll we PRON PRP 2 nsubj\nwin win VERB VB 0 root",
        ["win", "We", "active", False, "will", ""],
    ),
    "he'd, which is had": (
        "He'd he PRON PRP 2 nsubj\nbuilt build VERB VBN 0 root",
        ["build", "He", "active", False, "", "past"],
    ),
    "he'd, which is would": (
        "He'd he PRON PRP 2 nsubj\nbuild build VERB VB 0 root",
        ["build", "He", "active", False, "would", ""],
    ),
    "let's": (
        "Let's let VERB VB 0 root\nwin win VERB VB 1 xcomp",
        ["win", "'s", "active", False, "", ""],
    ),
    "there's": (
        "There's be VERB VBZ 0 root\nno no DET DT 3 det\npeace peace NOUN NN 1 nsubj",
        ["be", "peace", "active", True, "", "present"],
    ),
    "what's": (
        "What's what PRON WP 0 root\nnew new ADJ JJ 1 nsubj",
        ["be", "new", "active", False, "", "present"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_contraction_has_both_of_its_words(parsed, name):
    sentence, expected = CASES[name]
    (row,) = dc.clauses(parsed(sentence)).to_dict("records")
    found = [row[key] for key in ("verb", "subject", "voice", "negated", "modal", "tense")]
    assert [str(each).lower() for each in found] == [str(each).lower() for each in expected]


def test_a_possessive_stays_one_word(parsed):
    words = read_words(parsed("China's China PROPN NNP 2 nmod\nrise rise NOUN NN 0 root").store)
    assert split_contractions(words) is words


def test_heads_point_to_the_part_that_has_the_values(parsed):
    sentence = "There's be VERB VBZ 0 root\nno no DET DT 3 det\npeace peace NOUN NN 1 nsubj"
    words = split_contractions(read_words(parsed(sentence).store))
    assert words.form.take(np.arange(len(words))).tolist() == ["there", "'s", "no", "peace"]
    assert words.head.tolist() == [1, NONE, 3, 1]
    assert words.first.tolist() == [0, 0, 1, 2]
    assert words.columns["deprel"].take(np.arange(4)).tolist() == ["expl", "root", "det", "nsubj"]


def test_by_tags_alone_contractions_are_cut_as_well(parsed):
    sentence, _ = CASES["they've"]
    (row,) = dc.clauses(parsed(sentence), by_parse=False).to_dict("records")
    assert (row["subject"], row["verb"], row["tense"]) == ("They", "build", "present")
