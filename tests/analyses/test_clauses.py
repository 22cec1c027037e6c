import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.analyses.clauses import COLUMNS

SHOWN = ["subject", "antecedent", "verb", "voice", "actor", "actor_class", "agent", "object"]


@pytest.fixture(scope="module")
def talk(root):
    return dc.read(root / "docs" / "clauses")


@pytest.fixture(scope="module")
def table(talk):
    return dc.clauses(talk)


@pytest.fixture(scope="module")
def tagged_paper(paper):
    return paper.with_layer(*dc.layers.tag(paper))


def tag_by_hand(text, tags):
    """A text whose words have a part of speech and a tag each."""
    corpus = dc.Corpus.from_texts({"a": text})
    lines = dc.concordance(corpus, "[]").frame[["line_id"]]
    pairs = [pair.split() for pair in tags.split(", ")]
    return corpus.with_layer(
        *(
            dc.Layer(name, lines.assign(label=[pair[at] for pair in pairs]), shape="token")
            for at, name in enumerate(("pos", "xpos"))
        )
    )


def refusal(*arguments, **options):
    with pytest.raises(dc.DiscourseError) as error:
        dc.clauses(*arguments, **options)
    return str(error.value)


def test_each_finite_clause_of_the_example_has_a_row(table):
    assert table[SHOWN].values.tolist() == [
        ["China", "", "sign", "active", "China", "country", "", "agreement"],
        ["It", "China", "protect", "active", "China", "country", "", "workers"],
        ["It", "China", "build", "active", "China", "country", "", "schools"],
        ["rules", "", "adopt", "passive", "council", "organisation", "council", ""],
        ["workers", "", "forget", "passive", "", "", "", ""],
        ["We", "", "think", "active", "We", "we", "", ""],
        ["they", "workers", "help", "active", "workers", "people", "", "us"],
        ["us", "", "build", "active", "us", "we", "", "peace"],
        ["who", "minister", "speak", "active", "minister", "person", "", ""],
        ["minister", "", "thank", "active", "minister", "person", "", "them"],
    ]


def test_the_other_columns_of_the_example(table):
    assert table["negated"].tolist() == [False] * 4 + [True] + [False] * 5
    assert table["modal"].tolist() == ["", "", "", "", "will", "", "can", "", "", ""]
    assert table["tense"].tolist() == [
        "past", "present", "present", "past", "", "present", "", "", "past", "past",
    ]  # fmt: skip
    assert table["main"].tolist() == [True] * 6 + [False, True, False, True]
    assert table["quantity"].tolist() == ["", "36,000", *[""] * 8]
    assert table["year"].tolist() == ["2015", *[""] * 9]
    assert table["subject_phrase"].tolist()[3:5] == ["New rules", "The workers"]
    assert table["agent_phrase"].tolist()[3] == "the council"
    assert table["object_phrase"].tolist()[1] == "36,000 workers"


def test_the_rules_over_tags_find_the_same_in_the_example(talk, table):
    other = dc.clauses(talk, by_parse=False)
    assert other[SHOWN].equals(table[SHOWN])


def test_every_cell_resolves_to_what_it_shows(talk, table):
    pairs = {
        "subject": "subject_id", "subject_phrase": "subject_phrase_id",
        "antecedent": "antecedent_id", "actor": "actor_id", "agent": "agent_id",
        "agent_phrase": "agent_phrase_id", "object": "object_id",
        "object_phrase": "object_phrase_id", "quantity": "quantity_id", "year": "year_id",
    }  # fmt: skip
    for row in table.to_dict("records"):
        for shown, identifier in pairs.items():
            assert bool(row[shown]) == bool(row[identifier])
            if row[shown]:
                (line,) = dc.lines(talk, {"line_id": row[identifier]})
                assert line.node == row[shown]
        (line,) = dc.lines(talk, {"line_id": row["clause_id"]})
        assert dc.lines(talk, {"line_id": row["line_id"]})[0].node in line.node


def test_a_row_is_the_line_of_its_verb_group(talk, table):
    nodes = [dc.lines(talk, row)[0].node for _, row in table.iterrows()]
    assert nodes == [
        "signed", "protects", "has built", "were adopted", "will not be forgotten", "think",
        "can help", "Let us build", "spoke", "thanked",
    ]  # fmt: skip


def test_a_subset_has_the_clauses_of_its_sentences(talk, table):
    part = dc.clauses(talk.subset('section = "2"'))
    assert part["line_id"].tolist() == table["line_id"].tolist()[4:]
    assert part["section"].unique().tolist() == ["2"]


def test_another_tokeniser_finds_the_same_clauses(root, talk, table):
    other = dc.clauses(dc.read(root / "docs" / "clauses", tokenizer=dc.Tokenizer()))
    assert other[SHOWN].equals(table[SHOWN])


def test_quotations_are_shown_beside(parsed):
    corpus = parsed(
        """
        He he PRON PRP 2 nsubj
        said say VERB VBD 0 root
        “ “ PUNCT `` 5 punct
        +We we PRON PRP 5 nsubj
        won win VERB VBD 2 ccomp
        +” ” PUNCT '' 5 punct
        """
    )
    corpus = corpus.with_layer(dc.layers.make(corpus, "quotations"))
    table = dc.clauses(corpus, layers=["quotation"])
    assert table.columns.tolist() == [*COLUMNS, "quotation"]
    assert table["quotation"].tolist() == ["", "quotation"]


def test_a_layer_labels_the_clauses_that_share_a_word_with_its_spans():
    text = "He said “peace” often. We “won” and rest. They slept."
    corpus = tag_by_hand(
        text,
        "PRON PRP, VERB VBD, NOUN NN, ADV RB, PRON PRP, VERB VBD, CCONJ CC, VERB VBP, PRON PRP, "
        "VERB VBD",
    )
    spans = [("a", "said “peace", 3), ("b", "peace", 9), ("b", "won", 27), ("a", "rest. They", 36)]
    (digest,) = corpus.store.digests
    rows = {
        "line_id": [f"{digest}:{at}-{at + len(words)}" for _, words, at in spans],
        "label": [label for label, *_ in spans],
    }
    marked = corpus.with_layer(dc.Layer("mark", pd.DataFrame(rows)))
    table = dc.clauses(marked, layers="mark")
    assert table[["verb", "mark"]].values.tolist() == [
        ["said", "a; b"], ["won", "b"], ["rest", "a"], ["slept", "a"],
    ]  # fmt: skip
    assert dc.clauses(marked.subset('sentence = "1"'), layers="mark")["mark"].tolist() == ["a; b"]


def test_the_quotations_of_the_chapter_are_over_its_clauses(tagged_paper):
    corpus = tagged_paper.with_layer(dc.layers.make(tagged_paper, "quotations"))
    table = dc.clauses(corpus, layers="quotation")
    quoted = [row["clause_id"] for row in table.to_dict("records") if row["quotation"]]
    over = corpus.layer("quotation").table["line_id"]

    def places(line_id):
        return tuple(map(int, line_id.partition(":")[2].split("-")))

    wanted = [
        row["clause_id"]
        for row in table.to_dict("records")
        for start, end in [places(row["clause_id"])]
        if any(low < end and start < high for low, high in map(places, over))
    ]
    assert len(over) == 9
    assert quoted == wanted
    assert len(quoted) >= 7
    ticks = dc.plot.clauses(table).collections[-1].get_paths()
    assert len(ticks) == len(quoted)


def test_an_empty_table_has_the_columns_and_types_of_a_full_one(parsed, table):
    nothing = dc.clauses(parsed("Peace peace NOUN NN 0 root"))
    assert nothing.empty
    assert nothing.dtypes.to_dict() == table.dtypes.to_dict()
    by_tags = dc.clauses(parsed("Peace peace NOUN NN 0 root", name="other"), by_parse=False)
    assert by_tags.dtypes.to_dict() == table.dtypes.to_dict()


def test_numbers_and_years_are_told_apart_and_days_are_left_out(parsed):
    corpus = parsed(
        """
        On on ADP IN 2 case
        March March PROPN NNP 6 obl
        15 15 NUM CD 2 nummod
        1990 1990 NUM CD 2 nummod
        we we PRON PRP 6 nsubj
        sent send VERB VBD 0 root
        two two NUM CD 8 compound
        hundred hundred NUM CD 9 nummod
        men man NOUN NNS 6 obj
        and and CCONJ CC 11 cc
        3 3 NUM CD 9 conj
        """
    )
    row = dc.clauses(corpus).iloc[0]
    assert row["quantity"] == "two hundred; 3"
    lines = dc.lines(corpus, {"line_id": row["quantity_id"]})
    assert [line.node for line in lines] == ["two hundred", "3"]


def test_arguments_come_back_unchanged(talk):
    lines = ["[categories]", 'ours = ["china"]']
    dc.clauses(talk, actors=lines, layers=[])
    assert lines == ["[categories]", 'ours = ["china"]']


def test_the_recipe_holds_the_lines_of_the_lexicon(table):
    parameters = json.loads(table.attrs["provenance"])["parameters"]
    assert parameters["actors"][0].startswith("# Who acts")
    assert parameters["by_parse"] is None


def test_without_parts_of_speech_the_way_out_is_named():
    corpus = dc.Corpus.from_texts({"a": "Peace came."})
    assert refusal(corpus) == (
        "dc.clauses needs parts of speech, and the corpus has no layer of tokens 'pos' or 'xpos'; "
        "add it with corpus.with_layer(*dc.layers.tag(corpus)), or read CoNLL-U."
    )


def test_without_a_parse_dependencies_are_refused():
    corpus = dc.Corpus.from_texts({"a": "Peace came."})
    lines = dc.concordance(corpus, "*").frame[["line_id"]]
    tagged = corpus.with_layer(dc.Layer("xpos", lines.assign(label=["NN", "VBD"]), shape="token"))
    assert refusal(tagged, by_parse=True) == (
        "by_parse=True needs the layers pos, deprel and head; add them with "
        "corpus.with_layer(*dc.layers.tag(corpus)), or leave by_parse out."
    )
    assert "by_parse expects True or False" in refusal(tagged, by_parse="yes")


def test_parts_of_speech_without_forms_of_verbs_are_refused(tagged_paper):
    layers = {name: tagged_paper.layer(name) for name in ("lemma", "pos", "xpos", "feats")}
    bare = dc.Corpus(replace(tagged_paper.store, layers={}))
    found = {
        names: len(dc.clauses(bare.with_layer(*(layers[name] for name in names))))
        for names in (("pos", "xpos"), ("pos", "feats"), ("xpos",))
    }
    assert found == {("pos", "xpos"): 73, ("pos", "feats"): 73, ("xpos",): 73}
    way_out = (
        "dc.clauses tells finite verbs from participles by 'xpos' (tags of the Penn treebank, such "
        "as VBD) or 'feats' (VerbForm=Fin), and the corpus {}; add them with "
        "corpus.with_layer(*dc.layers.tag(corpus)), or read CoNLL-U."
    )
    tagged = bare.with_layer(layers["lemma"], layers["pos"])
    assert refusal(tagged) == way_out.format("has neither")
    other = tag_by_hand("Peace came.", "NOUN NN, VERB NN")
    assert refusal(other) == way_out.format("says this of no verb")


def test_the_methods_state_the_accuracy_of_the_layers_that_were_measured(tagged_paper, talk):
    measured = "with the same tagger, clauses with precision "
    assert measured in dc.methods(dc.clauses(tagged_paper)).text
    assert measured in dc.methods(dc.clauses(tagged_paper, by_parse=False)).text
    for corpus in (talk, tag_by_hand("Peace came.", "NOUN NN, VERB VBD")):
        text = dc.methods(dc.clauses(corpus)).text
        assert measured not in text
        assert "(how well was not measured with these layers)" in text


def test_a_subset_that_cuts_sentences_is_refused(talk):
    quoted = "dc.clauses reads whole sentences, and this subset has only a part of one in 'talk'; "
    corpus = talk.with_layer(dc.layers.make(talk, dc.layers.lexicon("actors")))
    assert refusal(corpus.without("actor")) == (
        f"{quoted}take the clauses of the whole, with the layer that divides it as a column: "
        "dc.clauses(corpus, layers='quotation')."
    )
    assert refusal(corpus.only("actor")).startswith(quoted)
    assert len(dc.clauses(corpus.subset('sentence = "2"'))) == 2
    twice = dc.clauses(corpus.subset('section = "2"').subset('sentence = "1"'))
    assert twice["line_id"].tolist() == dc.clauses(talk)["line_id"].tolist()[4:5]


def test_other_languages_than_english_are_refused(talk):
    german = dc.Corpus.from_frame(
        pd.DataFrame({"document": ["a"], "language": ["de"], "text": ["Frieden kam."]})
    )
    lines = dc.concordance(german, "*").frame[["line_id"]]
    tagged = german.with_layer(dc.Layer("xpos", lines.assign(label=["NN", "VBD"]), shape="token"))
    assert refusal(tagged) == (
        "dc.clauses reads English, and 'a' is in 'de'; take a subset of the English documents, "
        "such as corpus.subset('language = \"en\"')."
    )


def test_the_language_that_is_found_is_named_where_a_text_names_none():
    words = "Die Regierung hat gestern beschlossen dass die Straßen im Land gebaut werden"
    german = dc.Corpus.from_texts({"a": words})
    lines = dc.concordance(german, "*").frame[["line_id"]]
    tagged = german.with_layer(dc.Layer("xpos", lines.assign(label="NN"), shape="token"))
    message = refusal(tagged)
    assert message.startswith("'a': the language found is German, whose function words are ")
    assert "and dc.clauses reads English; take the clauses of the English documents, or" in message


def test_emoji_addresses_and_empty_parts_have_the_clauses_that_they_have():
    texts = {
        "empty": "",
        "marks": "… !!! — ??",
        "list": "Human rights\n\nA table\t3\t4\n\n- item",
        "chat": "We 😀 build roads 🚀🚀 👍🏽! See https://example.org/a?b=c#d and #peace @who.",
    }
    corpus = dc.Corpus.from_texts(texts)
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    for by_parse in (True, False):
        table = dc.clauses(corpus, by_parse=by_parse)
        assert set(table["document"]) == {"chat"}
        assert "see" in table["verb"].tolist()
        assert all(len(dc.lines(corpus, row)) == 1 for _, row in table.iterrows())
    nothing = dc.Corpus.from_texts({"a": "", "b": "… !!!"})
    nothing = nothing.with_layer(*dc.layers.tag(nothing))
    assert len(dc.clauses(nothing)) == len(dc.sketch(nothing, "road")) == 0


def test_a_sentence_of_a_hundred_thousand_words_has_its_clauses():
    corpus = dc.Corpus.from_texts({"a": "we build roads " * 33_334})
    tags = {"we": ("PRON", "PRP"), "build": ("VERB", "VBP"), "roads": ("NOUN", "NNS")}

    def tag_words(sentences):
        return [
            {name: [tags[word][at] for word in words] for at, name in enumerate(("pos", "xpos"))}
            for words in sentences
        ]

    tags["Yes"] = tags["."] = ("X", "FW")
    table = dc.clauses(corpus.with_layer(*dc.layers.tag(corpus, tag_words)))
    assert len(corpus.store.sentences) == 2
    assert len(table) == 33_334
    assert set(table["verb"]) == {"build"}


def test_a_layer_that_is_none_of_spans_is_refused(talk):
    assert refusal(talk, layers="quotation").startswith("layers='quotation' is not known; choose ")
    modals = talk.with_layer(dc.layers.make(talk, "modals"))
    assert refusal(modals, layers="modal") == (
        "the layer 'modal' has the name of a column of dc.clauses; make it under another name, "
        "such as 'modal_layer'."
    )


def test_a_lexicon_that_is_none_is_refused(talk):
    assert "'actorz' is not known" in refusal(talk, actors="actorz")


def test_lexicons_of_other_things_than_subjects_are_refused(talk):
    for given in ("hedges", dc.layers.lexicon("hedges"), dc.layers.lexicon("hedges").lines):
        assert refusal(talk, actors=given) == (
            "actors='hedges' is no lexicon of subjects; choose 'actors' or 'person', or give a "
            "lexicon of your own."
        )
    persons = dc.clauses(talk, actors="person").set_index("verb")["actor_class"]
    assert persons[["think", "sign"]].tolist() == ["first/plural", ""]


def test_joined_tokens_are_refused(talk):
    made = talk.with_layer(dc.layers.make(talk, dc.layers.lexicon("actors")))
    assert refusal(made.joined("actor")) == (
        "dc.clauses reads words, and each span of 'actor' is one token here; give it the corpus "
        "that corpus.joined was called on."
    )


def test_random_tags_never_break_the_rules(rng):
    words = " ".join(rng.choice(["he", "has", "built", "and", "to", "let", "us", "by", "no"], 300))
    corpus = dc.Corpus.from_texts({"a": ". ".join(words[at : at + 60] for at in range(0, 600, 60))})
    lines = dc.concordance(corpus, "*").frame[["line_id"]]
    tags = ["PRP", "VBZ", "VBN", "CC", "TO", "VB", "IN", "DT", "RB", "NN", "MD", "VBD", "WP", "CD"]
    for _ in range(5):
        layers = [
            dc.Layer("xpos", lines.assign(label=rng.choice(tags, len(lines))), shape="token"),
            dc.Layer(
                "deprel",
                lines.assign(
                    label=rng.choice(["nsubj", "conj", "aux", "xcomp", "root"], len(lines))
                ),
                shape="token",
            ),
            dc.Layer("head", _random_heads(lines, rng), shape="token"),
        ]
        tagged = corpus.with_layer(*layers)
        for by_parse in (True, False):
            table = dc.clauses(tagged, by_parse=by_parse)
            assert table["line_id"].is_unique
            for row in table.to_dict("records"):
                for name in COLUMNS:
                    if name.endswith("_id") and row[name]:
                        shown = dc.lines(tagged, {"line_id": row[name]})
                        assert len(shown) == row[name].count(";") + 1


def _random_heads(lines, rng):
    starts = lines["line_id"].str.extract(r":(\d+)-")[0].astype(int).to_numpy()
    goal = starts[
        np.clip(np.arange(len(starts)) + rng.integers(-4, 5, len(starts)), 0, None) % len(starts)
    ]
    labels = ["0" if each == 0 else f"{each:+d}" for each in goal - starts]
    return lines.assign(label=labels)


def test_texts_that_the_tagger_of_the_package_tagged_have_clauses():
    corpus = dc.Corpus.from_texts(
        {"a": "It's clear. We don't fear war. Laws were passed by Congress."}
    )
    table = dc.clauses(corpus.with_layer(*dc.layers.tag(corpus)))
    assert table[["subject", "verb", "voice", "actor", "negated"]].values.tolist() == [
        ["It", "be", "active", "It", False],
        ["We", "fear", "active", "We", True],
        ["Laws", "pass", "passive", "Congress", False],
    ]


def test_a_text_without_a_tagged_word_has_no_clauses(table):
    corpus = dc.Corpus.from_texts({"a": "Peace came."})
    nothing = pd.DataFrame({"line_id": pd.Series(dtype="str"), "label": pd.Series(dtype="str")})
    layers = [dc.Layer(name, nothing, shape="token") for name in ("xpos", "deprel", "head")]
    for by_parse in (True, False):
        found = dc.clauses(corpus.with_layer(*layers), by_parse=by_parse)
        assert found.empty
        assert found.dtypes.to_dict() == table.dtypes.to_dict()


def test_numbers_across_a_comma_are_two_and_a_name_is_none(parsed):
    corpus = parsed(
        """
        In in ADP IN 2 case
        2017 2017 NUM CD 7 obl
        +, , PUNCT , 7 punct
        3,453 3,453 NUM CD 5 nummod
        men man NOUN NNS 7 nsubj
        of of ADP IN 9 case
        joined join VERB VBD 0 root
        the the DET DT 9 det
        G20 G20 NUM CD 7 obj
        plan plan NOUN NN 9 flat
        2017-2018 2017-2018 NUM CD 9 nummod
        """
    )
    row = dc.clauses(corpus).iloc[0]
    assert (row["quantity"], row["year"]) == ("3,453", "2017; 2017-2018")


@pytest.mark.parametrize(
    ("text", "modal", "negated"),
    [
        ("We will never build roads.", "will", "never"),
        ("We don't build roads.", "", "don't"),
        ("They have to build roads.", "have", ""),
        ("No country can build it.", "can", "No"),
        ("They can build and sell roads.", "can", ""),
        ("We have no choice.", "", "no"),
        ("Nobody builds roads.", "", "Nobody"),
        ("They are no longer friends.", "", "no"),
        ("We will not only build roads.", "will", ""),
    ],
)
def test_modals_and_negations_resolve_to_their_words(text, modal, negated):
    corpus = dc.Corpus.from_texts({"a": text})
    corpus = corpus.with_layer(*dc.layers.tag(corpus))
    for by_parse in (True, False):
        row = dc.clauses(corpus, by_parse=by_parse).iloc[-1]
        assert (row["modal"], bool(row["negated"])) == (modal, bool(negated))
        for name, word in (("modal_id", modal), ("negated_id", negated)):
            assert (row[name] != "") == bool(word)
            if word:
                assert dc.lines(corpus, {"line_id": row[name]})[0].node == word


def test_every_filled_cell_has_a_line_that_shows_it(paper):
    paper = paper.with_layer(*dc.layers.tag(paper))
    for by_parse in (True, False):
        table = dc.clauses(paper, by_parse=by_parse)
        for name in [each.removesuffix("_id") for each in table.columns if each.endswith("_id")]:
            if name in table.columns:
                filled = table[name].astype(bool)
                assert ((table[f"{name}_id"] != "") == filled).all(), name
        assert (table[["line_id", "clause_id", "verb_id"]] != "").all(axis=None)


TAGS_OF_C5 = """
    The the DET AT0 2 det
    roads road NOUN NN2 4 nsubj:pass
    were be AUX VBD 4 aux:pass
    built build VERB VVN 0 root
    by by ADP PRP 6 case
    workers worker NOUN NN2 4 obl:agent
    +. . PUNCT PUN 4 punct
"""


@pytest.mark.parametrize("by_parse", [True, False])
def test_tags_of_another_set_than_that_of_the_penn_treebank_are_refused(parsed, by_parse):
    with pytest.raises(dc.DiscourseError) as refused:
        dc.clauses(parsed(TAGS_OF_C5), by_parse=by_parse)
    assert str(refused.value) == (
        "dc.clauses tells finite verbs from participles by 'xpos' with tags of the Penn treebank, "
        "such as VBD, and this corpus has tags of another set, such as 'AT0' and 'NN2'; replace "
        "them with corpus.with_layer(*dc.layers.tag(corpus)), or add 'feats'."
    )


@pytest.mark.parametrize("by_parse", [True, False])
def test_features_are_read_where_tags_are_of_another_set(parsed, by_parse):
    corpus = parsed(TAGS_OF_C5)
    words = dc.concordance(corpus, "[]").frame
    told = {"were": "Tense=Past|VerbForm=Fin", "built": "Tense=Past|VerbForm=Part"}
    verbs = words[words["node"].isin(told)]
    feats = dc.Layer(
        "feats", verbs[["line_id"]].assign(label=verbs["node"].map(told)), shape="token"
    )
    (row,) = dc.clauses(corpus.with_layer(feats), by_parse=by_parse).to_dict("records")
    assert [row[name] for name in ("subject", "verb", "voice", "agent", "tense")] == [
        "roads", "build", "passive", "workers", "past",
    ]  # fmt: skip
