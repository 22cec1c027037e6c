"""Where every token is: the arrays agree with the texts, and with one another."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.store import index as indexing
from discourse.text.document import Document, Region

PARAGRAPHS = st.lists(st.sampled_from(["A b a.", "É 中 b’s!", "", "…", "c-\nd"]), max_size=4)
CORPORA = st.lists(PARAGRAPHS.map("\n\n".join), min_size=1, max_size=4).map(
    lambda texts: {str(number): text for number, text in enumerate(texts)}
)


@given(CORPORA)
def test_the_text_between_start_and_end_is_the_form(texts):
    corpus = dc.Corpus.from_texts(texts)
    index = corpus.store.index
    document = np.searchsorted(index.documents, np.arange(index.size), side="right") - 1
    found = [
        corpus.store.texts[number][start:end]
        for number, start, end in zip(document, index.starts, index.ends[:], strict=True)
    ]
    assert found == [index.vocabulary.forms[number] for number in index.ids]
    assert found == [token for text in texts.values() for token in dc.Tokenizer().tokens(text)]


@given(CORPORA)
def test_postings_hold_every_token_once_in_its_terms_order(texts):
    index = dc.Corpus.from_texts(texts).store.index
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "BATCH_TOKENS", 3)
        bounds, positions = index.postings
    expected = np.argsort(index.term_ids, kind="stable")
    assert positions.tolist() == expected.tolist()
    assert (
        np.diff(bounds).tolist()
        == np.bincount(index.term_ids, minlength=len(index.vocabulary.terms)).tolist()
    )


@given(CORPORA, st.integers(0, 3))
@example({"0": "b", "1": "a c", "2": "a c"}, 1)
def test_the_range_of_a_term_is_the_number_of_documents_with_it(texts, first):
    corpus = dc.Corpus.from_texts(texts)
    held = {
        name: {dc.Tokenizer().fold(token) for token in dc.Tokenizer().tokens(text)}
        for name, text in texts.items()
    }
    kept = [name for name in texts if int(name) >= first and held[name]]
    # Of the terms of the corpus, some do not occur in a subset.
    for part in [corpus, *([corpus.subset(f'document >= "{first}"')] if kept else [])]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(indexing, "BATCH_NUMBERS", 3)
            ranges = part.store.index.ranges.tolist()
        wanted = [held[name] for name in part]
        assert ranges == [
            sum(term in terms for terms in wanted) for term in part.store.index.vocabulary.terms
        ]


@given(CORPORA)
def test_terms_are_the_folded_forms_in_order(texts):
    vocabulary = dc.Corpus.from_texts(texts).store.index.vocabulary
    fold = dc.Tokenizer().fold
    terms = sorted({fold(form) for form in vocabulary.forms})
    assert list(vocabulary.terms) == terms
    assert [terms[number] for number in vocabulary.term_of_form] == [
        fold(form) for form in vocabulary.forms
    ]
    assert dict(vocabulary.term_id) == {term: number for number, term in enumerate(terms)}


def test_an_absent_term_has_no_number():
    term_id = dc.Corpus.from_texts({"a": "b d"}).store.index.vocabulary.term_id
    assert [term_id.get(term) for term in ("a", "b", "c", "d", "e")] == [None, 0, None, 1, None]
    assert "c" not in term_id


def test_arrays_have_the_narrow_types_that_are_saved():
    index = dc.Corpus.from_texts({"a": "One text."}).store.index
    assert {array.dtype for array in (index.ids, index.starts, index.term_ids)} == {
        np.dtype(np.uint32)
    }


def test_borders_of_documents_sections_and_runs():
    index = dc.Corpus.from_texts({"a": "A b.\n\nC.", "b": "…", "c": "D."}).store.index
    assert index.documents.tolist() == [0, 3, 3, 4]
    assert index.sections.tolist() == [0, 2, 3, 4]
    assert index.runs.tolist() == [0, 3, 4]


def described(text, *regions):
    return Document("a", text, "0" * 64, tuple(regions))


def test_no_token_crosses_the_border_of_a_region():
    from discourse.corpus.corpus import corpus_of_documents

    corpus = corpus_of_documents(
        [described("overcut", Region(0, 4, "x", "count", "1"), Region(4, 7, "y", "count", "2"))],
        None,
    )
    assert list(corpus.terms) == ["cut", "over"]
    assert corpus.store.index.starts.tolist() == [0, 4]


def test_dropped_text_ends_a_run_and_has_no_tokens():
    from discourse.corpus.corpus import corpus_of_documents

    corpus = corpus_of_documents(
        [
            described(
                "one two three",
                Region(0, 4, "x", "count", "1"),
                Region(4, 8, "pager", "drop"),
                Region(8, 13, "x", "count", "1"),
            )
        ],
        None,
    )
    assert list(corpus.terms) == ["one", "three"]
    assert corpus.store.index.runs.tolist() == [0, 1, 2]
    assert corpus.store.index.sections.tolist() == [0, 2]
    assert corpus.audit()["tokens"].tolist() == [1, 0, 1]
