"""Past tenses that the package's own tagger takes for participles, and participles that are none.

Sentences are made of subjects, verbs and objects, so that each verb is met in several places.
"""

from importlib.resources import files
from itertools import product

import pytest

import discourse as dc

SUBJECTS = ("The council", "China", "The workers", "Mary", "The two countries")
VERBS = {
    "adopted": "adopt", "proposed": "propose", "built": "build", "protected": "protect",
    "strengthened": "strengthen", "announced": "announce", "drafted": "draft",
    "established": "establish", "repaired": "repair", "revised": "revise",
}  # fmt: skip
OBJECTS = ("new rules", "a road", "the treaty", "several reforms")
# Heads, captions and reduced relatives.
NO_CLAUSES = (
    "Rights protected by law", "Rights protected by law.", "Measures taken", "Measures taken.",
    "New rules adopted", "Roads built last year", "A city called Rome", "A city called Rome.",
    "The man elected president", "Peace achieved through dialogue.", "State owned enterprises",
    "Community based health services", "Children given a chance", "Houses damaged this summer.",
    "Rules, adopted by the council", "The rules adopted last year protect people.",
    "Measures called for by the council.", "Trade expanded by the treaty.", "Taxes increased",
    "The plan proposed by workers and adopted by the council", "Newly adopted laws",
)  # fmt: skip


@pytest.fixture(scope="module")
def tagged():
    """Sentences, each a document, with the layers of the model of English."""
    if not (files("discourse.layers") / "data" / "english-ewt.udpipe").is_file():
        pytest.skip("needs the model of English")

    def tag(sentences):
        corpus = dc.Corpus.from_texts(dict(zip(sentences, sentences, strict=True)))
        return corpus.with_layer(*dc.layers.tag(corpus))

    return tag


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_subject_a_past_tense_and_an_object_are_a_clause(tagged, by_parse):
    expected = {
        f"{subject} {verb} {item}.": (
            subject.split()[-1], VERBS[verb], item.split()[-1], "active", "past", True,
        )
        for subject, verb, item in product(SUBJECTS, VERBS, OBJECTS)
    }  # fmt: skip
    table = dc.clauses(tagged(list(expected)), by_parse=by_parse)
    assert not table["document"].duplicated().any()
    columns = ["subject", "verb", "object", "voice", "tense", "main"]
    found = dict(
        zip(table["document"], table[columns].itertuples(index=False, name=None), strict=True)
    )
    wrong = [sentence for sentence, row in expected.items() if found.get(sentence) != row]
    assert len(wrong) <= 0.02 * len(expected), wrong


@pytest.mark.parametrize("by_parse", [True, False])
def test_heads_captions_and_participles_are_no_clauses(tagged, by_parse):
    assert dc.clauses(tagged(NO_CLAUSES), by_parse=by_parse)["document"].tolist() == []


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "We hope that the council adopted new rules.",
            [("We", "hope", True), ("council", "adopt", False)],
        ),
        (
            "The council adopted new rules, and China built a road.",
            [("council", "adopt", True), ("China", "build", True)],
        ),
        (
            "The council adopted new rules because the workers proposed the plan.",
            [("council", "adopt", True), ("workers", "propose", False)],
        ),
        ("In 2012 the workers drafted it in 2015.", [("workers", "draft", True)]),
        ("The government of China built a road.", [("government", "build", True)]),
        ("The council proposed that the rules change.", [("council", "propose", True)]),
        ("10,000 people marched.", [("people", "march", True)]),
        (
            "Prices increased sharply, and wages fell.",
            [("Prices", "increase", True), ("wages", "fall", True)],
        ),
        ("The minister called for restraint.", [("minister", "call", True)]),
        (
            "The committee met in Geneva and adopted three resolutions.",
            [("committee", "meet", True), ("committee", "adopt", True)],
        ),
        (
            "The court ruled on Tuesday that the law violates the constitution.",
            [("court", "rule", True), ("law", "violate", False)],
        ),
        (
            "The minister, who had opposed the plan, resigned.",
            [("who", "oppose", False), ("minister", "resign", True)],
        ),
        (
            "The refugees who crossed the border were denied asylum.",
            [("who", "cross", False), ("refugees", "deny", True)],
        ),
    ],
)
def test_clauses_are_divided_where_another_begins(tagged, sentence, expected, by_parse):
    table = dc.clauses(tagged([sentence]), by_parse=by_parse)
    found = table[["subject", "verb", "main"]].itertuples(index=False, name=None)
    assert list(found) == expected


def test_each_cell_of_a_lifted_clause_shows_its_words(tagged):
    corpus = tagged(["On Monday, the council adopted new rules last year."])
    row = dc.clauses(corpus).iloc[0]
    assert row[["subject_phrase", "object_phrase"]].tolist() == ["the council", "new rules"]
    shown = [
        dc.lines(corpus, {"line_id": row[name]})[0].node
        for name in ("line_id", "subject_phrase_id", "object_phrase_id")
    ]
    assert shown == ["adopted", "the council", "new rules"]


ADOPTED = """
    The the DET DT 2 det
    council council NOUN NN 4 nsubj
    adopted adopt VERB VBN 4 amod
    rules rule NOUN NNS 0 root
    +. . PUNCT . 4 punct
"""


@pytest.mark.parametrize("by_parse", [True, False])
def test_an_adjective_of_the_object_is_the_verb(parsed, by_parse):
    table = dc.clauses(parsed(ADOPTED), by_parse=by_parse)
    assert table[["subject", "verb", "object"]].to_numpy().tolist() == [
        ["council", "adopt", "rules"]
    ]


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rules rule NOUN NNS", "Monday Monday PROPN NNP"),
        ("adopted adopt VERB VBN 4 amod", "+, , PUNCT , 4 punct\n adopted adopt VERB VBN 5 amod"),
        ("The the DET DT 2 det", "By by ADP IN 2 case"),
    ],
)
def test_times_marks_and_prepositions_are_no_subject_and_object(parsed, old, new, by_parse):
    assert dc.clauses(parsed(ADOPTED.replace(old, new)), by_parse=by_parse).empty
