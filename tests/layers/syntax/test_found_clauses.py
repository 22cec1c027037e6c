"""Parsed sentences, one per construction, and what both ways of finding clauses find in them.

What is found of a clause is written ``verb: subject (object) by agent`` with flags after it: ``!``
for a negated one, ``-`` for a subordinate one, the modal and the tense.
"""

import numpy as np
import pytest

from discourse.layers.syntax.parsed_clauses import find_parsed_clauses
from discourse.layers.syntax.tagged_clauses import find_tagged_clauses
from discourse.layers.syntax.words import read_words

SENTENCES = {
    "shared auxiliary": (
        """
        China China PROPN NNP 3 nsubj
        has have AUX VBZ 3 aux
        safeguarded safeguard VERB VBN 0 root
        peace peace NOUN NN 3 obj
        and and CCONJ CC 6 cc
        contributed contribute VERB VBN 3 conj
        to to ADP IN 8 case
        growth growth NOUN NN 6 obl
        """,
        ["safeguarded: China (peace) present", "contributed: China present"],
    ),
    "shared auxiliary, tagged as a past tense": (
        """
        China China PROPN NNP 3 nsubj
        has have AUX VBZ 3 aux
        safeguarded safeguard VERB VBN 0 root
        peace peace NOUN NN 3 obj
        and and CCONJ CC 6 cc
        contributed contribute VERB VBD 3 conj
        """,
        ["safeguarded: China (peace) present", "contributed: China present"],
    ),
    "shared subject": (
        """
        They they PRON PRP 2 nsubj
        came come VERB VBD 0 root
        and and CCONJ CC 4 cc
        took take VERB VBD 2 conj
        cities city NOUN NNS 4 obj
        """,
        ["came: They past", "took: They (cities) past"],
    ),
    "shared modal and object": (
        """
        We we PRON PRP 3 nsubj
        will will AUX MD 3 aux
        build build VERB VB 0 root
        and and CCONJ CC 5 cc
        keep keep VERB VB 3 conj
        roads road NOUN NNS 3 obj
        """,
        ["build: We (roads) will", "keep: We (roads) will"],
    ),
    "passive with an agent": (
        """
        Laws law NOUN NNS 3 nsubj:pass
        were be AUX VBD 3 aux:pass
        passed pass VERB VBN 0 root
        by by ADP IN 6 case
        the the DET DT 6 det
        council council NOUN NN 3 obl:agent
        """,
        ["passed: Laws by council past"],
    ),
    "passive without an agent, negated": (
        """
        The the DET DT 2 det
        law law NOUN NN 5 nsubj:pass
        was be AUX VBD 5 aux:pass
        not not PART RB 5 advmod
        passed pass VERB VBN 0 root
        by by ADP IN 7 case
        2015 2015 NUM CD 5 obl
        """,
        ["passed: law passive ! past"],
    ),
    "shared passive": (
        """
        Laws law NOUN NNS 3 nsubj:pass
        were be AUX VBD 3 aux:pass
        passed pass VERB VBN 0 root
        and and CCONJ CC 5 cc
        signed sign VERB VBN 3 conj
        """,
        ["passed: Laws passive past", "signed: Laws passive past"],
    ),
    "a state of mind is active": (
        """
        We we PRON PRP 3 nsubj:pass
        are be AUX VBP 3 aux:pass
        determined determine VERB VBN 0 root
        to to PART TO 5 mark
        win win VERB VB 3 xcomp
        """,
        ["determined: We present"],
    ),
    "semi-modal": (
        """
        They they PRON PRP 2 nsubj
        have have VERB VBP 0 root
        to to PART TO 4 mark
        leave leave VERB VB 2 xcomp
        the the DET DT 6 det
        city city NOUN NN 4 obj
        """,
        ["leave: They (city) have present"],
    ),
    "copula": (
        """
        War war NOUN NN 5 nsubj
        is be AUX VBZ 5 cop
        never never ADV RB 5 advmod
        the the DET DT 5 det
        answer answer NOUN NN 0 root
        """,
        ["is: War ! present"],
    ),
    "there is": (
        """
        There there PRON EX 2 expl
        is be VERB VBZ 0 root
        no no DET DT 4 det
        peace peace NOUN NN 2 nsubj
        """,
        ["is: peace ! present"],
    ),
    "relative clause": (
        """
        Men man NOUN NNS 5 nsubj
        who who PRON WP 3 nsubj
        fight fight VERB VBP 1 acl:relcl
        often often ADV RB 5 advmod
        die die VERB VBP 0 root
        """,
        ["fight: who=Men - present", "die: Men present"],
    ),
    "complement": (
        """
        We we PRON PRP 2 nsubj
        know know VERB VBP 0 root
        that that SCONJ IN 5 mark
        they they PRON PRP 5 nsubj
        lied lie VERB VBD 2 ccomp
        """,
        ["know: We present", "lied: they - past"],
    ),
    "imperative": (
        """
        Do do AUX VB 3 aux
        not not PART RB 3 advmod
        forget forget VERB VB 0 root
        us we PRON PRP 3 obj
        """,
        ["forget: (us) !"],
    ),
    "let us": (
        """
        Let let VERB VB 0 root
        us we PRON PRP 1 obj
        build build VERB VB 1 xcomp
        peace peace NOUN NN 3 obj
        """,
        ["build: us (peace)"],
    ),
    "question": (
        """
        Did do AUX VBD 3 aux
        you you PRON PRP 3 nsubj
        see see VERB VB 0 root
        it it PRON PRP 3 obj
        """,
        ["see: you (it) past"],
    ),
    "name with a title": (
        """
        President President PROPN NNP 2 nmod:desc
        Xi Xi PROPN NNP 4 nsubj
        Jinping Jinping PROPN NNP 2 flat
        spoke speak VERB VBD 0 root
        """,
        ["spoke: Jinping past"],
    ),
    "not only": (
        """
        We we PRON PRP 4 nsubj
        not not PART RB 3 advmod
        only only ADV RB 4 advmod
        saw see VERB VBD 0 root
        it it PRON PRP 4 obj
        """,
        ["saw: We (it) past"],
    ),
    "no longer": (
        """
        We we PRON PRP 4 nsubj
        no no ADV RB 3 advmod
        longer longer ADV RB 4 advmod
        fear fear VERB VBP 0 root
        war war NOUN NN 4 obj
        """,
        ["fear: We (war) ! present"],
    ),
    "two objects": (
        """
        He he PRON PRP 2 nsubj
        gave give VERB VBD 0 root
        them they PRON PRP 2 iobj
        bread bread NOUN NN 2 obj
        """,
        ["gave: He (bread) past"],
    ),
    "no finite verb": (
        """
        Building build VERB VBG 0 root
        a a DET DT 3 det
        community community NOUN NN 1 obj
        """,
        [],
    ),
}  # fmt: skip


def describe(words, found):
    """What was found of each clause, as the sentences above have it."""

    def write(at):
        return "" if at < 0 else words.slice(int(at), int(at))

    lines = []
    for at in range(len(found.verb)):
        subject, item, agent = (
            write(phrase[0][at]) for phrase in (found.subject, found.object, found.agent)
        )
        parts = [
            f"{write(found.verb[at])}:",
            subject + (f"={write(found.antecedent[at])}" if found.antecedent[at] >= 0 else ""),
            f"({item})" if item else "",
            f"by {agent}" if agent else "passive" if found.passive[at] else "",
            "!" if found.negation[at] >= 0 else "",
            "" if found.main[at] else "-",
            found.modal[at],
            found.tense[at],
        ]
        lines.append(" ".join(filter(None, parts)))
    return lines


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_each_construction_is_read_by_its_dependencies(parsed, name):
    sentence, expected = SENTENCES[name]
    words = read_words(parsed(sentence).store)
    assert describe(words, find_parsed_clauses(words)) == expected


# By tags alone, an object after two verbs is that of the second.
TAGGED = {"shared modal and object": ["build: We will", "keep: We (roads) will"]}


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_each_construction_is_read_by_its_parts_of_speech(parsed, name):
    sentence, expected = SENTENCES[name]
    words = read_words(parsed(sentence).store)
    assert describe(words, find_tagged_clauses(words)) == TAGGED.get(name, expected)


def test_all_sentences_together_have_the_clauses_of_each(parsed):
    words = read_words(parsed(*(sentence for sentence, _ in SENTENCES.values())).store)
    found = find_parsed_clauses(words)
    expected = [line for _, lines in SENTENCES.values() for line in lines]
    assert describe(words, found) == expected
    assert (found.first <= found.last).all() and (found.low <= found.first).all()
    assert (np.diff(found.verb) > 0).all()


def test_the_phrase_of_a_subject_ends_before_its_relative_clause(parsed):
    words = read_words(
        parsed(
            """
            The the DET DT 2 det
            men man NOUN NNS 6 nsubj
            from from ADP IN 4 case
            Rome Rome PROPN NNP 2 nmod
            who who PRON WP 6 nsubj
            fought fight VERB VBD 2 acl:relcl
            died die VERB VBD 0 root
            """.replace("men man NOUN NNS 6", "men man NOUN NNS 7")
        ).store
    )
    found = find_parsed_clauses(words)
    low, high = (int(side[1]) for side in found.subject[1:])
    assert words.slice(low, high) == "The men from Rome"


def test_a_quotation_is_a_main_clause(parsed):
    sentence = """
        He he PRON PRP 2 nsubj
        said say VERB VBD 0 root
        “ “ PUNCT `` 5 punct
        +We we PRON PRP 5 nsubj
        won win VERB VBD 2 ccomp
        +” ” PUNCT '' 5 punct
        """
    words = read_words(parsed(sentence).store)
    assert find_parsed_clauses(words).main.tolist() == [True, True]
    words = read_words(parsed(sentence.replace("“", ",").replace("”", "."), name="plain").store)
    assert find_parsed_clauses(words).main.tolist() == [True, False]


@pytest.mark.parametrize("find", [find_parsed_clauses, find_tagged_clauses])
def test_a_verb_far_from_its_subject_has_it_by_the_rules(parsed, find):
    """*adopts* hangs on a participle, and the verb before it, *raise*, has another number."""
    words = read_words(
        parsed(
            """
            It it PRON PRP 2 nsubj
            takes take VERB VBZ 0 root
            proposals proposal NOUN NNS 2 obj
            they they PRON PRP 5 nsubj
            raise raise VERB VBP 3 acl:relcl
            concerned concerned ADJ JJ 3 advcl
            and and CCONJ CC 8 cc
            adopts adopt VERB VBZ 6 conj
            measures measure NOUN NNS 8 obj
            """
        ).store
    )
    assert describe(words, find(words)) == [
        "takes: It (proposals) present",
        "raise: they - present",
        "adopts: It (measures) present",
    ]


def test_what_another_verb_has_as_its_object_is_not_supplied_as_a_subject(parsed):
    words = read_words(
        parsed(
            """
            questions question NOUN NNS 0 root
            see see VERB VBP 1 acl
            people people NOUN NNS 2 obj
            hope hope VERB VBP 1 parataxis
            """
        ).store
    )
    found = find_parsed_clauses(words)
    assert found.subject[0][found.verb.tolist().index(3)] == -1


def test_a_part_of_what_a_relative_pronoun_stands_for_is_a_subject_of_a_subordinate_clause(parsed):
    words = read_words(
        parsed(
            """
            We we PRON PRP 2 nsubj
            met meet VERB VBD 0 root
            people people NOUN NNS 2 obj
            +, , PUNCT , 8 punct
            two two NUM CD 8 nsubj
            of of ADP IN 7 case
            whom whom PRON WP 5 nmod
            spoke speak VERB VBD 3 appos
            +, , PUNCT , 12 punct
            and and CCONJ CC 12 cc
            we we PRON PRP 12 nsubj
            listened listen VERB VBD 8 conj
            """
        ).store
    )
    expected = ["met: We (people) past", "spoke: two - past", "listened: we past"]
    assert describe(words, find_parsed_clauses(words)) == expected
    assert describe(words, find_tagged_clauses(words)) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "China's/NNP central/JJ organs/NNS made/VBD rational/JJ and/CC open/JJ plans/NNS",
            "made: organs (plans) past",
        ),
        ("In/IN Rome/NNP +,/, ten/CD men/NNS met/VBD", "met: men past"),
        ("A/DT very/RB old/JJ man/NN came/VBD", "came: man past"),
        ("His/PRP$ report/NN on/IN helping/VBG cities/NNS pleased/VBD", "pleased: report past"),
        ("They/PRP sent/VBD more/JJR than/IN 300/CD letters/NNS", "sent: They (letters) past"),
    ],
)
def test_noun_phrases_by_parts_of_speech(parsed, sentence, expected):
    upos = {
        "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "JJ": "ADJ", "JJR": "ADJ", "CC": "CCONJ",
        "IN": "ADP", "DT": "DET", "RB": "ADV", "CD": "NUM", "PRP": "PRON", "PRP$": "PRON",
        ",": "PUNCT",
    }  # fmt: skip
    rows = []
    for each in sentence.split():
        word, _, tag = each.rpartition("/")
        pos = "SCONJ" if word == "on" else upos.get(tag, "VERB")
        rows.append(f"{word} {word.removeprefix('+')} {pos} {tag} 0 root")
    words = read_words(parsed("\n".join(rows)).store)
    assert describe(words, find_tagged_clauses(words)) == [expected]
