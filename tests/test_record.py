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


def test_a_table_of_a_corpus_that_nobody_keeps_can_be_saved(tmp_path):
    def table():
        corpus = dc.Corpus.from_texts({"a": "only here and only now"})
        return dc.frequencies(corpus), dc.frequencies(corpus.subset('document = "a"'))

    whole, part = table()
    gc.collect()
    dc.save_table(whole, tmp_path / "whole", caption="Words.")
    dc.save_table(part, tmp_path / "part", caption="Words.")
    saved = json.loads((tmp_path / "part.json").read_text("utf-8"))
    assert list(saved["recipe"]["corpus"]["documents"]) == ["a"]
    assert saved["recipe"]["corpus"]["subset"] == ['document = "a"']


def test_reading_twice_leaves_the_tables_of_the_first_corpus_saveable(tmp_path):
    paper = dc.read("seeds/")
    table = dc.frequencies(paper)
    paper = dc.read("seeds/")
    dc.frequencies(paper)
    gc.collect()
    dc.save_table(table.head(3), tmp_path / "terms", caption="Words.")
    assert (tmp_path / "terms.csv").is_file()


def test_a_table_of_another_session_cannot_be_saved(tmp_path):
    table = dc.frequencies(dc.Corpus.from_texts({"a": "Rights."}))
    table.attrs["provenance"] = table.attrs["provenance"].replace(
        json.loads(table.attrs["provenance"])["corpus"]["fingerprint"], "0" * 16
    )
    with pytest.raises(dc.DiscourseError, match="was made in another session; read the texts"):
        dc.save_table(table, tmp_path / "terms", caption="Words.")


def test_a_recipe_in_a_table_does_not_grow_with_the_documents():
    table, larger = (
        dc.frequencies(dc.Corpus.from_texts({str(n): "Rights." for n in range(size)}))
        for size in (1, 500)
    )
    assert len(larger.attrs["provenance"]) == len(table.attrs["provenance"])


def test_a_table_of_the_corpus_itself_can_be_saved_and_described_before_any_verb_is_called(
    tmp_path,
):
    corpus = dc.Corpus.from_texts({"a": "Seen by no verb, and in parts."})
    dc.save_table(corpus.parts("section"), tmp_path / "parts", caption="One part.")
    assert "1 document with 7 tokens" in dc.methods(corpus.parts("section")).text


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
    ("given", "shown"),
    [
        ("seeds/", "'seeds/'"),
        (pd.DataFrame(), "a DataFrame"),
        (dc.reference("udhr"), "a FrequencyList"),
        (dc.concordance(dc.Corpus.from_texts({"a": "Peace."}), "peace"), "a Concordance"),
    ],
)
def test_a_verb_expects_a_corpus(given, shown):
    for call in (lambda: dc.concordance(given, "rights"), lambda: dc.frequencies(corpus=given)):
        with pytest.raises(dc.DiscourseError) as error:
            call()
        assert str(error.value).partition(" ")[2] == (
            f"expects a Corpus, got {shown}; make one first: corpus = dc.read('texts/')."
        )
