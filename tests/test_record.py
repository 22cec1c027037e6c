import gc
import json

import pandas as pd
import pytest

import discourse as dc
from discourse import record


@pytest.fixture
def corpus():
    return dc.Corpus.from_texts({"a": "Peace and rights.", "b": "Rights."})


def test_a_table_says_by_what_and_how_it_was_made(corpus):
    made = json.loads(dc.frequencies(corpus, min_count=2).attrs["provenance"])
    assert made["verb"] == "frequencies"
    assert made["parameters"]["min_count"] == 2
    assert made["parameters"]["by"] is None, "defaults are written out"
    assert made["corpus"]["fingerprint"] == corpus.fingerprint
    assert list(made["corpus"]["documents"]) == ["a", "b"]


def test_rows_that_are_picked_carry_the_recipe_along(corpus):
    table = dc.frequencies(corpus)
    assert table.query("count > 1").head(1).attrs == table.attrs


def test_a_subset_is_part_of_the_recipe(corpus):
    part = corpus.subset('document = "b"')
    made = json.loads(dc.frequencies(part).attrs["provenance"])
    assert made["corpus"]["subset"] == ['document = "b"']
    assert made["corpus"]["fingerprint"] != corpus.fingerprint


def test_the_register_knows_every_verb_with_its_columns():
    assert record.VERBS["frequencies"].columns[:3] == ("part", "term", "count")
    assert record.VERBS["frequencies"].optional == ("part",)
    assert all(entry.function.__doc__ for entry in record.VERBS.values())


def test_a_verb_that_breaks_its_promise_is_stopped():
    entry = record.Verb("broken", ("term", "count"), (), (), len)
    with pytest.raises(TypeError) as error:
        record.check_columns(entry, pd.DataFrame({"count": [1], "term": ["a"]}))
    assert str(error.value) == "broken promises ['term', 'count'] but made ['count', 'term']"


def test_a_corpus_is_found_while_it_is_in_use_and_is_not_kept_alive():
    corpus = dc.Corpus.from_texts({"a": "only here and only now"})
    dc.frequencies(corpus)
    fingerprint = corpus.fingerprint
    assert record.live(fingerprint) is corpus
    del corpus
    gc.collect()
    assert record.live(fingerprint) is None


def test_a_table_of_the_corpus_itself_can_be_saved_and_told_before_any_verb_is_asked(tmp_path):
    corpus = dc.Corpus.from_texts({"a": "Seen by no verb, and in parts."})
    dc.save_table(corpus.parts("section"), tmp_path / "parts", caption="One part.")
    assert "1 document of 7 tokens" in dc.methods(corpus.parts("section")).text


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"text": "Peace and right."}, False),
        ({"name": "b"}, False),
        ({"tokenizer": dc.Tokenizer(hyphen="split")}, False),
    ],
)
def test_a_fingerprint_changes_with_text_name_and_token_rule(change, same):
    def fingerprint(text="Peace and rights.", name="a", tokenizer=None):
        return dc.Corpus.from_texts({name: text}, tokenizer=tokenizer).fingerprint

    assert (fingerprint(**change) == fingerprint()) is same


def test_a_fingerprint_changes_with_the_metadata():
    table = pd.DataFrame({"text": ["Peace."], "year": [1]})
    first, other = (dc.Corpus.from_frame(table.assign(year=year)) for year in (1, 2))
    assert first.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    ("given", "shown"), [("seeds/", "'seeds/'"), (pd.DataFrame(), "DataFrame")]
)
def test_a_verb_asks_a_corpus(given, shown):
    with pytest.raises(dc.DiscourseError) as error:
        dc.concordance(given, "rights")
    assert str(error.value) == (
        f"dc.concordance asks a corpus, and was given {shown}; make one first, as "
        "corpus = dc.read('texts/')."
    )


def test_of_two_equal_corpora_the_one_that_stays_is_found():
    first, second = (dc.Corpus.from_texts({"a": "the one that stays"}) for _ in range(2))
    for corpus in (first, second):
        dc.frequencies(corpus)
    fingerprint = first.fingerprint
    del second, corpus
    gc.collect()
    assert record.live(fingerprint) is first
