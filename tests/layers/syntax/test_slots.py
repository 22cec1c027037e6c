"""Slots: what is counted is what the queries find, by a parse and by tags."""

import tempfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import discourse as dc
from discourse.layers.syntax.company import count_company, order_slots, read_node, slot_queries
from discourse.layers.syntax.slots import BY_PARSER, BY_TAGS, choose_slots


@pytest.fixture(scope="module")
def talks(root):
    return dc.read(root / "docs" / "parsed")


def company(corpus, node, of="lemma", slots=None):
    store = corpus.store
    wanted = read_node(store, node, of)
    (found,) = count_company(store, [wanted], choose_slots(store, slots), of)
    return found.table.assign(query=slot_queries(store, found.table, wanted, of))


def counts(corpus, node, **options):
    """The counts of each slot: {slot: {term: count}}."""
    table = company(corpus, node, **options)
    return {
        slot: dict(zip(rows["term"], rows["count"], strict=True))
        for slot, rows in table.groupby("slot", sort=False)
    }


def without(corpus, *names):
    """The corpus without some of its layers."""
    layers = {name: layer for name, layer in corpus.store.layers.items() if name not in names}
    return dc.Corpus(replace(corpus.store, layers=layers))


# ---- by a parse -------------------------------------------------------------------------------


def test_the_slots_of_a_noun_are_those_of_its_parse(talks):
    assert counts(talks, "future") == {
        "modifier": {"bright": 1, "common": 1, "shared": 2},
        "subject of": {"belong": 1},
        "object of": {"build": 4, "shape": 2},  # once "was built"
        "predicate": {"bright": 1},
        "and/or": {"past": 1},
        "for …": {"people": 1},
        "of …": {"humanity": 1, "peace": 1},
    }


def test_the_slots_of_a_verb_are_those_of_its_parse(talks):
    assert counts(talks, "BUILD") == {
        "modifier": {"still": 1},
        "subject": {"nation": 1, "they": 1, "we": 1},
        "object": {"future": 4},
        "particle": {"up": 1},
        "by …": {"nation": 1},
    }


@pytest.mark.parametrize(
    ("node", "slot", "found"),
    [
        ("shared", "modifier of", {"future": 2, "memory": 1}),
        ("city", "possessor of", {"past": 1}),
        ("past", "possessor", {"city": 1, "our": 1}),
        ("bright", "predicate of", {"future": 1}),
        ("nation", "… of", {"past": 1}),
        ("nation", "… to", {"belong": 1}),
        ("development", "and/or", {"peace": 1}),
    ],
)
def test_a_slot_is_that_of_the_other_end_turned_round(talks, node, slot, found):
    assert counts(talks, node)[slot] == found


def test_elsewhere_are_the_slots_of_all_other_words(talks):
    table = company(talks, "future", slots="object of").set_index("term")
    # Six objects are "future", and two, a memory and a past, are not.
    assert table["count_slot"].tolist() == [6, 6]
    assert table.loc["shape", ["count_elsewhere", "size_elsewhere"]].tolist() == [1, 2]
    assert table.loc["build", ["count_elsewhere", "size_elsewhere"]].tolist() == [0, 2]


def test_a_pair_of_equal_words_is_one_hit():
    rows = "1 peace peace NOUN _ _ 0 root _ _|2 and and CCONJ _ _ 3 cc _ _|"
    rows += "3 peace peace NOUN _ _ 1 conj _ _"
    corpus = read_conllu(rows)
    assert counts(corpus, "peace") == {"and/or": {"peace": 1}}


def read_conllu(rows):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.conllu")
        path.write_text(rows.replace(" ", "\t").replace("|", "\n") + "\n\n", encoding="utf-8")
        return dc.read(path)


# ---- by tags ----------------------------------------------------------------------------------


def test_without_a_parse_slots_are_patterns_of_tags(talks):
    tagged = without(talks, "head", "deprel")
    assert counts(tagged, "future") == {
        "modifier": {"bright": 1, "common": 1, "shared": 2},
        "subject of": {"belong": 1},
        "object of": {"build": 2, "shape": 2},  # not "was built", nor "build up"
        "and/or": {"past": 1},
        "for …": {"people": 1},
        "of …": {"humanity": 1, "peace": 1},
        "… up": {"build": 1},
    }
    # "The future of humanity is bright": the nearest noun is taken.
    assert counts(tagged, "humanity")["predicate"] == {"bright": 1}


def test_a_collocate_twice_before_a_node_is_one_hit():
    corpus = read_conllu(
        "1 new new ADJ _ _ _ _ _ _|2 new new ADJ _ _ _ _ _ _|3 town town NOUN _ _ _ _ _ _"
    )
    table = company(corpus, "town")
    assert table[["slot", "term", "count"]].to_numpy().tolist() == [["modifier", "new", 1]]
    assert corpus.find(table["query"][0]).tolist() == [[0, 3]]


def test_no_pattern_leaves_its_sentence():
    corpus = dc.Corpus.from_texts({"a": "It is new. Town halls open."})
    words = dc.concordance(corpus, "[]").frame[["line_id"]]
    tags = ["PRON", "AUX", "ADJ", "NOUN", "NOUN", "VERB"]
    corpus = corpus.with_layer(dc.Layer("pos", words.assign(label=tags), shape="token"))
    assert counts(corpus, "town", of="term") == {"modifier of": {"halls": 1}}


# ---- counts are those of the queries ----------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("parsed", [True, False], ids=["parse", "tags"])
def test_every_row_of_a_treebank_has_as_many_hits_as_it_counts(shared, parsed):
    path = shared / "treebanks" / "ud-english-ewt" / "dev.conllu"
    if not path.is_file():
        pytest.skip("needs a treebank")
    corpus = dc.read(path)
    corpus = corpus if parsed else without(corpus, "head", "deprel")
    common = dc.frequencies(corpus, of="lemma")["term"].head(400).iloc[::40]
    for node in [*common, "good|great", '[lemma="place" & pos="NOUN"]', '[pos="PROPN"]']:
        table = company(corpus, node)
        table = table if len(table) < 100 else table.sample(100, random_state=1)
        for _, row in table.iterrows():
            assert len(corpus.find(row["query"])) == row["count"], row.to_dict()


WORDS = st.sampled_from(["a", "b", "c"])
TAGS = st.sampled_from(["ADJ", "NOUN", "VERB", "ADV", "ADP", "CCONJ", "AUX", "DET"])
RELATIONS = st.sampled_from(
    ["amod", "nsubj", "obj", "nsubj:pass", "case", "nmod", "obl:agent", "conj", "nmod:poss", ""]
)
TOKENS = st.lists(st.tuples(WORDS, TAGS, RELATIONS, st.integers(-4, 4)), min_size=2, max_size=14)


@settings(max_examples=60)
@given(TOKENS, st.booleans(), st.sets(st.integers(1, 13)))
def test_every_row_has_as_many_hits_as_it_counts(tokens, parsed, ends):
    text = "".join(word + (". " if at in ends else " ") for at, (word, *_) in enumerate(tokens))
    corpus = dc.Corpus.from_texts({"text": text})
    lines = dc.concordance(corpus, "[]").frame
    starts = lines["start_char"].tolist()
    heads = [min(max(at + step, 0), len(tokens) - 1) for at, (*_, step) in enumerate(tokens)]
    made = {"pos": [tag for _, tag, *_ in tokens]}
    if parsed:
        made["deprel"] = [relation for *_, relation, _ in tokens]
        made["head"] = [
            f"{starts[head] - start:+}" if starts[head] != start else "0"
            for head, start in zip(heads, starts, strict=True)
        ]
    layers = (
        dc.Layer(name, lines[["line_id"]].assign(label=labels), shape="token")
        for name, labels in made.items()
    )
    corpus = corpus.with_layer(*layers)
    for node in ("a", "a|b", '[lower="c" & pos!="VERB"]'):
        table = company(corpus, node, of="term")
        for _, row in table.iterrows():
            assert len(corpus.find(row["query"])) == row["count"], row.to_dict()
        sums = table.groupby("slot")["count"].transform("sum")
        assert sums.tolist() == table["count_slot"].tolist()


# ---- nodes, names, refusals -------------------------------------------------------------------


def test_a_node_is_a_lemma_in_any_case_a_wildcard_or_one_token(talks):
    all_of_them = counts(talks, "future|past", slots="modifier")
    assert all_of_them == {"modifier": {"bright": 1, "common": 2, "long": 1, "shared": 2}}
    assert counts(talks, '[lemma="future" | lemma="past"]', slots="modifier") == all_of_them
    assert counts(talks, "Fut*", slots="modifier") == counts(talks, "future", slots="modifier")
    named = '[lemma="future" & head.lemma="shape"]'
    assert counts(talks, named, slots="object of") == {"object of": {"shape": 2}}


def test_lemmas_are_counted_with_their_parts_of_speech(talks):
    found = counts(talks, "future_NOUN", of="lemma+pos", slots=["object of", "and/or"])
    assert found == {"object of": {"build_VERB": 4, "shape_VERB": 2}, "and/or": {"past_NOUN": 1}}
    table = company(talks, "*_noun", of="lemma+pos")
    assert len(table)
    for _, row in table.iterrows():
        assert len(talks.find(row["query"])) == row["count"], row.to_dict()


@pytest.mark.parametrize(
    ("node", "message"),
    [
        ("shared future",
         "node='shared future' is more than one token, and slots belong to one; give its head, "
         "such as 'future'."),
        ('[] "future"',
         "node='[] \"future\"' is more than one token, and slots belong to one; give its head, "
         "such as '[lemma=\"future\" & pos=\"NOUN\"]'."),
        ('future :: document = "Bo"',
         "node='future :: document = \"Bo\"' is restricted to parts; take a subset of the corpus "
         "instead: corpus.subset('document = \"Bo\"')."),
    ],
)  # fmt: skip
def test_a_node_that_is_not_one_token_is_refused(talks, node, message):
    with pytest.raises(dc.DiscourseError) as error:
        read_node(talks.store, node, "lemma")
    assert str(error.value) == message


def test_slots_are_chosen_by_name(talks):
    assert list(counts(talks, "future", slots=["of ...", "modifier"])) == ["modifier", "of …"]
    assert counts(talks, "future", slots="with …") == {}


def test_the_names_of_slots_are_listed_if_one_is_not_known(talks):
    with pytest.raises(dc.DiscourseError) as error:
        choose_slots(talks.store, "modifer")
    assert str(error.value).startswith("slots='modifer' is not known; choose 'modifier', ")
    assert str(error.value).endswith("'of …', '… of'. Did you mean 'modifier'?")


def test_a_corpus_without_parts_of_speech_is_refused_with_the_way_out():
    with pytest.raises(dc.DiscourseError, match=r"'pos'.* make it with corpus\.with_layer"):
        choose_slots(dc.Corpus.from_texts({"a": "Peace."}).store, None)


def test_slots_of_prepositions_come_last_and_frequent_ones_first(talks):
    sizes = pd.Series({"in …": 2, "… of": 9, "of …": 3, "at …": 2, "modifier": 1, "object": 7})
    assert order_slots(talks.store, sizes) == [
        "modifier", "object", "of …", "at …", "in …", "… of",
    ]  # fmt: skip


def test_every_slot_by_tags_is_one_by_a_parse():
    assert {slot.name for slot in BY_TAGS} <= {slot.name for slot in BY_PARSER}


@pytest.mark.parametrize("texts", [{"a": ""}, {"a": "", "b": "Peace."}])
def test_texts_without_tokens_have_no_company(texts):
    corpus = dc.Corpus.from_texts(texts)
    words = dc.concordance(corpus, "[]").frame[["line_id"]].assign(label="NOUN")
    corpus = corpus.with_layer(dc.Layer("pos", words, shape="token", texts=None))
    assert company(corpus, "peace", of="term").empty


def test_an_empty_list_of_slots_is_refused(talks):
    for call in (lambda: dc.sketch(talks, "future", slots=[]),
                 lambda: dc.contrast(talks, "future", "past", slots=())):  # fmt: skip
        with pytest.raises(dc.DiscourseError) as error:
            call()
        assert str(error.value) == (
            "slots=[] asks for no slot; name some, or leave it out for all."
        )
    with pytest.raises(dc.DiscourseError, match="slots expects names of slots, got 5"):
        dc.sketch(talks, "future", slots=5)
