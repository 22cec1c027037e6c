"""Documents in the order of their metadata."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc

YEARS = {"a": "10", "b": "9", "c": None, "d": "9"}


@pytest.fixture
def corpus():
    return dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": list(YEARS),
                "year": list(YEARS.values()),
                "text": ["One two.\n\nThree.", "Four one. Five.", "One.", "Six, 👍 one."],
            }
        )
    )


def test_documents_are_sorted_as_parts_are_and_ties_keep_their_order(corpus):
    assert list(corpus.sort("year")) == ["c", "b", "d", "a"]
    assert list(corpus.sort("year", "document")) == ["c", "b", "d", "a"]
    assert corpus.parts("year")["part"].tolist() == ["", "9", "10"]


def test_what_was_sorted_is_what_would_have_been_read_in_that_order(corpus):
    made = corpus.sort("year")
    table = corpus.documents.set_index("document").loc[["c", "b", "d", "a"]].reset_index()
    texts = dict(zip(corpus, corpus.store.texts, strict=True))
    read = dc.Corpus.from_frame(
        table[["document", "year"]].assign(text=[texts[name] for name in table["document"]])
    )
    assert made.fingerprint == read.fingerprint
    assert made.tokens("b") == ["Four", "one", "Five"]
    for by in ("document", "section", "sentence", "year"):
        pd.testing.assert_frame_equal(made.parts(by), read.parts(by))
    pd.testing.assert_frame_equal(made.audit(), read.audit())
    pd.testing.assert_frame_equal(
        dc.concordance(made, "one").frame, dc.concordance(read, "one").frame
    )


@given(st.permutations(list("abcd")))
def test_sorting_changes_no_count(order):
    texts = {"a": "One two.\n\nThree one.", "b": "", "c": "One.", "d": "two two"}
    corpus = dc.Corpus.from_texts(texts).with_metadata(
        rank={name: order.index(name) for name in texts}
    )
    made = corpus.sort("rank")
    assert list(made) == order
    assert list(made.sort("document")) == list(texts)
    assert made.sort("document").fingerprint == corpus.fingerprint
    pd.testing.assert_frame_equal(dc.frequencies(made), dc.frequencies(corpus))


def test_a_sorted_subset_is_the_subset_of_the_sorted_corpus(corpus):
    part = corpus.subset("year > 1").sort("year")
    assert list(part) == ["b", "d", "a"]
    assert part.fingerprint == corpus.sort("year").subset("year > 1").fingerprint
    assert list(part.whole) == ["c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("by", "message"),
    [
        ((), "sort needs the name of a metadata column, such as sort('year')."),
        (("yaer",), "by='yaer' is not known; choose 'document', 'year'. Did you mean 'year'?"),
        ((1,), "by expects a string, got 1; write by='year'."),
    ],
)
def test_what_cannot_be_sorted_by_is_refused(corpus, by, message):
    with pytest.raises(dc.DiscourseError) as refused:
        corpus.sort(*by)
    assert str(refused.value) == message
