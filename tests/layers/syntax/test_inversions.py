"""Verbs before their subjects: questions, and sentences that begin with a negation."""

from importlib.resources import files

import pytest

import discourse as dc

# The subject, the verb, the first word of its group, and whether it is passive.
SENTENCES = {
    "What did the minister know about the agreement?": ("minister", "know", "did", False),
    "Never has a government spent so much money.": ("government", "spend", "has", False),
    "Only in 2009 did the parliament ratify the convention.": (
        "parliament", "ratify", "did", False,
    ),
    "Has the president of the republic kept his promise?": ("president", "keep", "Has", False),
    "Nor have the unions accepted the offer.": ("unions", "accept", "have", False),
    "Had the council acted sooner, peace was near.": ("council", "act", "Had", False),
    "Was the treaty signed by Germany?": ("treaty", "sign", "Was", True),
    "Why should farmers pay for the mistakes of bankers?": ("farmers", "pay", "should", False),
}  # fmt: skip
# The subject is before the first verb.
OTHERS = {
    "We do what the people want.": ("We", "do"),
    "The council has a plan approved by the workers.": ("council", "have"),
    "He did the work well.": ("He", "do"),
}


@pytest.fixture(scope="module")
def tagged():
    """Each sentence as a document, with the layers of the model of English."""
    if not (files("discourse.layers") / "data" / "english-ewt.udpipe").is_file():
        pytest.skip("needs the model of English")
    sentences = [*SENTENCES, *OTHERS]
    corpus = dc.Corpus.from_texts(dict(zip(sentences, sentences, strict=True)))
    return corpus.with_layer(*dc.layers.tag(corpus))


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_noun_after_the_first_verb_is_the_subject(tagged, by_parse):
    table = dc.clauses(tagged, by_parse=by_parse)
    found = {}
    for row in table.to_dict("records"):
        group = dc.lines(tagged, row)[0].node.split()
        passive = row["voice"] == "passive"
        found.setdefault(row["document"], (row["subject"], row["verb"], group[0], passive))
    assert {name: found[name] for name in SENTENCES} == SENTENCES
    assert {name: found[name][:2] for name in OTHERS} == OTHERS


def test_a_question_has_one_clause_and_what_it_asks_for_is_the_object(tagged):
    table = dc.clauses(tagged)
    (row,) = table[table["document"] == next(iter(SENTENCES))].to_dict("records")
    assert (row["object"], row["main"], row["tense"]) == ("What", True, "past")
