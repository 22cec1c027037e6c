"""A subset is a corpus: what it counts is what the whole counts there."""

import numpy as np
import pandas as pd
import pytest

import discourse as dc


@pytest.fixture
def corpus():
    return dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": ["a", "b", "c"],
                "text": ["One two.\n\nThree one.", "One.", "Two two."],
                "year": [1990, 2000, 2010],
            }
        )
    )


@pytest.mark.parametrize(
    ("condition", "documents", "tokens"),
    [
        ("year > 1995", ["b", "c"], 3),
        ("year >= 2000 & year < 2010", ["b"], 1),
        ("year = 1990 | year = 2010", ["a", "c"], 6),
        ("year != 2000", ["a", "c"], 6),
        ('document = "a"', ["a"], 4),
        ('section = "2"', ["a"], 2),
        ('section = "1" & document = "a"', ["a"], 2),
    ],
)
def test_a_condition_keeps_what_answers_it(corpus, condition, documents, tokens):
    part = corpus.subset(condition)
    assert (part.documents["document"].tolist(), part.size) == (documents, tokens)


def test_a_subset_of_a_subset_is_both_conditions_at_once(corpus):
    twice = corpus.subset("year < 2005").subset('section = "1"')
    assert twice.terms == corpus.subset('year < 2005 & section = "1"').terms == ("one", "two")


def test_halves_add_up_to_the_whole(corpus):
    halves = [corpus.subset("year < 1995"), corpus.subset("year > 1995")]
    assert (
        halves[0].store.counts + halves[1].store.counts
    ).tolist() == corpus.store.counts.tolist()


def test_a_phrase_does_not_bridge_what_a_subset_leaves_out():
    corpus = dc.Corpus.from_texts({"a": "One.\n\nTwo.\n\nThree."})
    part = corpus.subset('section = "1" | section = "3"')
    assert len(part.find("one three", within="document")) == 0
    assert len(corpus.find("one two", within="document")) == 1


def test_texts_are_not_copied_where_all_documents_stay(corpus):
    assert corpus.subset('section = "1"').store.texts is corpus.store.texts
    assert list(corpus.subset("year < 2005").store.texts) == ["One two.\n\nThree one.", "One."]


def test_the_whole_is_left_as_it_was(corpus):
    before = corpus.store.index.ids.copy(), corpus.store.regions.copy(), corpus.store.sources.copy()
    corpus.subset('section = "2"')
    assert np.array_equal(corpus.store.index.ids, before[0])
    pd.testing.assert_frame_equal(corpus.store.regions, before[1])
    pd.testing.assert_frame_equal(corpus.store.sources, before[2])


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            "year > 2020",
            'no document answers "year > 2020"; the columns here are document, year.',
        ),
        (
            'yaer = "1990"',
            "condition='yaer' is not known; choose 'document', 'section', 'sentence', 'year'. "
            "Did you mean 'year'?",
        ),
        (
            "document > 3",
            "document > 3 compares numbers, but document holds text; put the value into quotes.",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(corpus, condition, message):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.subset(condition)
    assert str(refused.value) == message
