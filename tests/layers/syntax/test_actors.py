import pandas as pd
import pytest

import discourse as dc
from discourse.layers.syntax.actors import OPEN


def clause(subject, tag="NN", verb="acts"):
    upos = {"PRP": "PRON", "DT": "PRON", "NNP": "PROPN"}.get(tag, "NOUN")
    return f"{subject} x {upos} {tag} 2 nsubj\n{verb} act VERB VBZ 0 root\n+. . PUNCT . 2 punct"


def classes(corpus, **options):
    table = dc.clauses(corpus, **options)
    return list(zip(table["antecedent"], table["subject_class"], strict=True))


def test_a_pronoun_stands_for_the_last_subject_that_it_agrees_with(parsed):
    corpus = parsed(
        clause("China", "NNP"), clause("workers", "NNS"), clause("It", "PRP"),
        clause("They", "PRP"),
    )  # fmt: skip
    assert classes(corpus) == [
        ("", "country"), ("", "people"), ("China", "country"), ("workers", "people"),
    ]  # fmt: skip


def test_he_stands_for_a_person_and_it_does_not(parsed):
    corpus = parsed(
        clause("president"), clause("He", "PRP"), clause("It", "PRP"), clause("Wu", "NNP"),
        clause("She", "PRP"),
    )  # fmt: skip
    assert classes(corpus) == [
        ("", "person"), ("president", "person"), ("", OPEN), ("", ""), ("Wu", "person"),
    ]  # fmt: skip


def test_what_a_pronoun_stands_for_is_at_most_three_sentences_away(parsed):
    near = [clause("China", "NNP"), *[clause("We", "PRP")] * 2, clause("It", "PRP")]
    assert classes(parsed(*near))[-1] == ("China", "country")
    far = [clause("China", "NNP"), *[clause("We", "PRP")] * 3, clause("It", "PRP")]
    assert classes(parsed(*far, name="far"))[-1] == ("", OPEN)


def test_a_demonstrative_is_left_open(parsed):
    assert classes(parsed(clause("China", "NNP"), clause("This", "DT"))) == [
        ("", "country"), ("", OPEN),
    ]  # fmt: skip


def test_an_expletive_stands_for_no_one(parsed):
    corpus = parsed(
        clause("China", "NNP"),
        """
        It it PRON PRP 3 expl
        is be AUX VBZ 3 cop
        clear clear ADJ JJ 0 root
        that that SCONJ IN 6 mark
        they they PRON PRP 6 nsubj
        won win VERB VBD 3 csubj
        """,
    )
    table = dc.clauses(corpus)
    assert table["subject"].tolist() == ["China", "It", "they"]
    assert table["subject_class"].tolist() == ["country", "", OPEN]
    assert table["actor"].tolist() == ["China", "", "they"]


def test_own_classes_replace_those_of_the_package(parsed):
    corpus = parsed(clause("China", "NNP"), clause("workers", "NNS"))
    lines = ['name = "side"', "[categories]", 'ours = ["china"]']
    assert classes(corpus, actors=lines) == [("", "ours"), ("", "")]


def test_an_actor_has_the_whole_of_its_name(parsed):
    corpus = parsed(
        """
        President President PROPN NNP 2 nmod:desc
        Xi Xi PROPN NNP 4 nsubj
        Jinping Jinping PROPN NNP 2 flat
        spoke speak VERB VBD 0 root
        """
    )
    row = dc.clauses(corpus).iloc[0]
    assert (row["subject"], row["actor"]) == ("Jinping", "President Xi Jinping")
    (line,) = dc.lines(corpus, {"line_id": row["actor_id"]})
    assert line.node == "President Xi Jinping"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("we", "we"), ("I", "speaker"), ("You", "addressee"), ("US", "country"),
        ("Congress", "government"), ("company", "organisation"), ("Turkey", "country"),
        ("turkey", ""), ("women", "people"), ("minister", "person"), ("stone", ""),
    ],
)  # fmt: skip
def test_the_lexicon_of_actors_knows_the_usual_ones(subject, expected):
    corpus = dc.Corpus.from_texts({"a": f"And {subject} acts."})
    table = dc.layers.make(corpus, "actors").table
    assert table["label"].tolist() == ([expected] if expected else [])


def test_the_lexicon_of_actors_labels_spans_as_others_do():
    corpus = dc.Corpus.from_texts({"a": "The prime minister of New Zealand met the council."})
    table = dc.layers.make(corpus, "actors").table
    assert isinstance(table, pd.DataFrame)
    assert table[["label", "form"]].values.tolist() == [
        ["person", "prime minister"], ["country", "New Zealand"], ["organisation", "council*"],
    ]  # fmt: skip


def test_a_pronoun_stands_for_no_numeral_and_for_no_subject_of_a_subordinate_clause(parsed):
    corpus = parsed(
        clause("China", "NNP"),
        """
        China China PROPN NNP 2 nsubj
        says say VERB VBZ 0 root
        that that SCONJ IN 5 mark
        Laos Laos PROPN NNP 5 nsubj
        acts act VERB VBZ 2 ccomp
        """,
        "32 32 NUM CD 2 nsubj\nact act VERB VBP 0 root",
        clause("It", "PRP"),
    )
    assert dc.clauses(corpus)["antecedent"].tolist() == ["", "", "", "", "China"]


def test_a_name_with_an_article_is_no_person(parsed):
    corpus = parsed(
        """
        The the DET DT 3 det
        Paris Paris PROPN NNP 3 compound
        Agreement agreement NOUN NN 4 nsubj
        acts act VERB VBZ 0 root
        """,
        clause("It", "PRP"), clause("He", "PRP"),
        """
        Xi Xi PROPN NNP 2 compound
        Jinping jinping NOUN NN 3 nsubj
        acts act VERB VBZ 0 root
        """,
        clause("He", "PRP"),
    )  # fmt: skip
    table = dc.clauses(corpus)
    assert table["antecedent"].tolist() == ["", "Agreement", "", "", "Jinping"]
    assert table["actor"].tolist()[-1] == "Xi Jinping"
