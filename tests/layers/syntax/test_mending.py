"""Slips of a tagger or a parser, one per construction, and the clauses that are found without them.

The sentences have the slips that the package's own model made.
"""

import numpy as np
import pytest

import discourse as dc
from discourse.layers.syntax.mending import mend_words
from discourse.layers.syntax.words import Words, read_words


def clauses(corpus, by_parse=True):
    table = dc.clauses(corpus, by_parse=by_parse)
    return list(zip(table["subject"], table["verb"], table["object"], strict=True))


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_particle_between_names_is_no_verb(parsed, by_parse):
    corpus = parsed(
        """
        He he PRON PRP 2 nsubj
        saw see VERB VBD 0 root
        Palais palais PROPN NNP 2 obj
        des de VERB VBZ 2 advcl
        Nations nation PROPN NNPS 4 obj
        """
    )
    assert [subject for subject, _, _ in clauses(corpus, by_parse)] == ["He"]


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_word_that_can_only_be_a_past_tense_is_a_verb(parsed, by_parse):
    corpus = parsed(
        """
        They they PRON PRP 0 root
        underwent underwent ADJ JJ 4 amod
        the the DET DT 4 det
        Review Review PROPN NNP 1 appos
        """
    )
    assert clauses(corpus, by_parse) == [("They", "undergo", "Review")]


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_word_in_ifies_is_a_verb(parsed, by_parse):
    corpus = parsed(
        """
        China China PROPN NNP 2 nsubj
        joins join VERB VBZ 0 root
        treaties treaty NOUN NNS 2 obj
        and and CCONJ CC 5 cc
        ratifies ratify NOUN NNS 3 conj
        them they PRON PRP 5 obj
        """
    )
    assert [each[:2] for each in clauses(corpus, by_parse)] == [
        ("China", "join"), ("China", "ratify"),
    ]  # fmt: skip


def test_has_and_a_participle_are_a_perfect(parsed):
    corpus = parsed(
        """
        It it PRON PRP 5 nsubj
        has have AUX VBZ 5 cop
        also also ADV RB 5 advmod
        created create VERB VBN 5 amod
        conditions condition NOUN NNS 0 root
        """
    )
    table = dc.clauses(corpus)
    assert clauses(corpus) == [("It", "create", "conditions")]
    assert dc.lines(corpus, table.iloc[0])[0].node == "has also created"


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_participle_after_a_past_tense_is_one(parsed, by_parse):
    corpus = parsed(
        """
        He he PRON PRP 2 nsubj
        spoke speak VERB VBD 0 root
        and and CCONJ CC 4 cc
        called call VERB VBN 2 conj
        on on ADP IN 6 case
        them they PRON PRP 4 obl
        """
    )
    assert [each[:2] for each in clauses(corpus, by_parse)] == [("He", "speak"), ("He", "call")]
    assert dc.clauses(corpus, by_parse=by_parse)["tense"].tolist() == ["past", "past"]


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_participle_is_not_coordinated_with_a_noun(parsed, by_parse):
    corpus = parsed(
        """
        He he PRON PRP 2 nsubj
        spoke speak VERB VBD 0 root
        in in ADP IN 4 case
        public public NOUN NN 2 obl
        and and CCONJ CC 6 cc
        called call VERB VBN 4 conj
        on on ADP IN 8 case
        them they PRON PRP 6 obl
        """
    )
    assert [each[:2] for each in clauses(corpus, by_parse)] == [("He", "speak"), ("He", "call")]


THE_FIRM = """
    The the DET DT 3 det
    firm firm NOUN NN 3 compound
    advocates advocate NOUN NNS 0 root
    building build VERB VBG 3 acl
    roads road NOUN NNS 4 obj
"""


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_plural_is_the_verb_of_a_sentence_without_one(parsed, by_parse):
    table = dc.clauses(parsed(THE_FIRM), by_parse=by_parse)
    assert table[["subject_phrase", "verb"]].to_numpy().tolist() == [["The firm", "advocate"]]


@pytest.mark.parametrize("by_parse", [True, False])
@pytest.mark.parametrize(
    "sentence",
    [
        THE_FIRM.replace("The the DET DT", "Our we PRON PRP$"),
        THE_FIRM.replace("firm firm NOUN NN", "firms firm NOUN NNS"),
        THE_FIRM.replace("building build VERB VBG", "of of ADP IN"),
        THE_FIRM.replace("roads road NOUN NNS 4 obj", "won win VERB VBD 3 acl"),
    ],
)
def test_other_plurals_stay_nouns(parsed, sentence, by_parse):
    table = dc.clauses(parsed(sentence), by_parse=by_parse)
    assert "advocate" not in table["verb"].tolist()


def test_a_verb_with_a_subject_is_no_preposition(parsed):
    corpus = parsed(
        """
        China China PROPN NNP 2 nsubj:pass
        built build VERB VBN 4 case
        a a DET DT 4 det
        force force NOUN NN 0 root
        """
    )
    assert clauses(corpus) == [("China", "build", "force")]


@pytest.mark.parametrize("by_parse", [True, False])
def test_a_subject_is_no_part_of_the_date_before_it(parsed, by_parse):
    corpus = parsed(
        """
        In in ADP IN 3 case
        2015 2015 NUM CD 3 nummod
        China China PROPN NNP 4 obl
        signed sign VERB VBD 0 root
        it it PRON PRP 4 obj
        """
    )
    table = dc.clauses(corpus, by_parse=by_parse)
    assert table[["subject_phrase", "year"]].to_numpy().tolist() == [["China", "2015"]]


def test_a_common_noun_stays_with_its_year(parsed):
    corpus = parsed(
        """
        In in ADP IN 3 case
        2015 2015 NUM CD 3 nummod
        elections election NOUN NNS 5 obl
        parties party NOUN NNS 5 nsubj
        won win VERB VBD 0 root
        """
    )
    assert clauses(corpus) == [("parties", "win", "")]


JOINED = """
    They they PRON PRP 2 nsubj
    left leave VERB VBD 0 root
    {article}
    Fish fish NOUN NN 2 obj
    and and CCONJ CC 7 cc
    Wildlife Wildlife PROPN NNP 7 compound
    Service Service PROPN NNP 4 conj
"""


def test_a_name_with_and_has_its_last_word_as_its_head(parsed):
    corpus = parsed(JOINED.format(article="the the DET DT 4 det"))
    assert clauses(corpus) == [("They", "leave", "Service")]
    assert dc.clauses(corpus)["object_phrase"].tolist() == ["the Fish and Wildlife Service"]


def test_names_without_an_article_are_two(parsed):
    corpus = parsed(JOINED.format(article="all all ADV RB 4 advmod"))
    assert clauses(corpus) == [("They", "leave", "Fish")]


def test_words_without_tags_of_the_penn_treebank_stay_as_they_are(parsed):
    corpus = parsed("It it PRON _ 2 nsubj\nunderwent undergo ADJ _ 0 root")
    words = read_words(corpus.store)
    assert mend_words(words) is words


def test_the_words_given_are_not_changed(parsed):
    corpus = parsed("It it PRON PRP 0 root\nunderwent underwent ADJ JJ 1 amod")
    words = read_words(corpus.store)
    before = {name: column.codes.copy() for name, column in words.columns.items()}
    assert isinstance(mend_words(words), Words)
    assert all(np.array_equal(words.columns[name].codes, codes) for name, codes in before.items())
