"""A subset is a corpus: its counts are those of the whole in the selected parts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.second_matcher import find_without_index


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
def test_a_condition_keeps_what_satisfies_it(corpus, condition, documents, tokens):
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


SPEECHES = pd.DataFrame(
    {"document": ['a "1"', "b\\", "c\nd", "1990"], "text": ["One two.", "Two.", "Three.", "One."]}
)


@pytest.mark.slow
@given(st.lists(st.booleans(), min_size=4, max_size=4).filter(any), st.permutations(range(4)))
def test_every_mask_gives_the_documents_it_names(held, order):
    corpus = dc.Corpus.from_frame(SPEECHES)
    expected = SPEECHES["document"][held].tolist()
    mask = pd.Series(held)
    for given_mask in (mask, mask.to_numpy(), mask.iloc[order], mask.astype("boolean")):
        part = corpus.subset(given_mask)
        assert list(part) == expected
        (condition,) = part.recipe["subset"]
        assert corpus.subset(condition).fingerprint == part.fingerprint
        tokens = reread(part.store)
        assert tokens.words == part.to_nltk().tokens
        assert find_without_index(tokens, "*", part.tokenizer) == [
            (line.document, line.start_char, line.end_char) for line in dc.concordance(part, "*")
        ]


def test_a_mask_of_the_table_of_documents_is_a_condition_on_their_names(corpus):
    documents = corpus.documents
    late = corpus.subset(documents.sort_values("tokens")["year"] > 1995)
    assert late.recipe["subset"] == ['document in ("b", "c")']
    assert late.fingerprint == corpus.subset('document in ("b", "c")').fingerprint
    again = late.subset(late.documents["tokens"] == 1)
    assert again.recipe["subset"] == ['document in ("b", "c")', 'document in ("b")']
    assert corpus.subset(documents["tokens"] > 0).size == corpus.size


def test_a_mask_is_left_as_it_was(corpus):
    mask = pd.Series([True, False, True], index=[2, 0, 1])
    before = mask.copy()
    assert list(corpus.subset(mask)) == ["b", "c"]
    pd.testing.assert_series_equal(mask, before)


EXPECTED = (
    "subset expects a condition such as 'year > 2000', or one True or False per document, such as "
    "corpus.documents['tokens'] > 100; "
)


@pytest.mark.parametrize(
    ("mask", "message"),
    [
        (pd.Series([True, False]), f"{EXPECTED}got 2 values for 3 documents."),
        (np.array([True] * 4), f"{EXPECTED}got 4 values for 3 documents."),
        (pd.Series([1, 0, 1]), f"{EXPECTED}got a Series of dtype int64."),
        (pd.Series([True, None, True]), f"{EXPECTED}got a Series of dtype object."),
        (np.array([[True], [True], [True]]), f"{EXPECTED}got an array of 2 dimensions."),
        ([True, "no", True], f"{EXPECTED}got a list."),
        (None, f"{EXPECTED}got None."),
        (
            pd.Series([True, None, True], dtype="boolean"),
            f"{EXPECTED}this one has missing values, so say what they mean, such as "
            "mask.fillna(False).",
        ),
        (
            pd.Series([True, False, True], index=list("abc")),
            f"{EXPECTED}the index of this one is not that of corpus.documents, 0 to 2; give "
            "mask.to_numpy() if its values are in the same order.",
        ),
        (
            pd.Series([True, False, True], index=[0, 1, 1]),
            f"{EXPECTED}the index of this one is not that of corpus.documents, 0 to 2; give "
            "mask.to_numpy() if its values are in the same order.",
        ),
        (np.zeros(3, dtype=bool), "the mask selects none of 3 documents; widen it."),
    ],
)
def test_what_is_not_a_mask_over_the_documents_is_refused(corpus, mask, message):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.subset(mask)
    assert str(refused.value) == message


def test_a_table_of_a_mask_is_made_again_by_verify(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts").mkdir()
    for name, text in {"a": "Peace.", "b": "Rights and peace.", "c": "No peace."}.items():
        (tmp_path / "texts" / f"{name}.txt").write_text(text, "utf-8")
    corpus = dc.read("texts")
    (tmp_path / "figures").mkdir()
    long = corpus.subset(corpus.documents["tokens"] > 1)
    dc.save_table(dc.frequencies(long), "figures/terms", caption="c")
    assert dc.verify(tmp_path).to_dict("records") == []
