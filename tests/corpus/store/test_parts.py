"""Parts: every partition covers the tokens, and what names a part finds it again."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import discourse as dc
from discourse.corpus.query.rereading import reread
from discourse.corpus.query.writing import part_conditions
from discourse.corpus.store.parts import partition


@pytest.fixture
def corpus():
    return dc.Corpus.from_frame(
        pd.DataFrame(
            {
                "document": ["a", "b", "c"],
                "text": ["One two. Three.\n\nFour.", "Five six.", "Seven."],
                "year": [1990, 2000, 1990],
                "speaker": ["Li", None, 'A "B" \\ C'],
            }
        )
    )


def sizes(corpus, by):
    parts = partition(corpus.store, by)
    return dict(zip(parts.labels, parts.sizes.tolist(), strict=True))


def test_documents_are_parts(corpus):
    assert sizes(corpus, "document") == {"a": 4, "b": 2, "c": 1}


def test_sections_are_named_with_their_document_where_there_are_several(corpus):
    assert sizes(corpus, "section") == {"a/1": 3, "a/2": 1, "b/1": 2, "c/1": 1}
    assert sizes(corpus.subset('document = "a"'), "section") == {"1": 3, "2": 1}


def test_sentences_are_numbered_within_their_document(corpus):
    assert sizes(corpus, "sentence") == {"a/1": 2, "a/2": 1, "a/3": 1, "b/1": 2, "c/1": 1}


def test_a_metadata_column_gathers_documents(corpus):
    assert sizes(corpus, "year") == {"1990": 5, "2000": 2}


def test_a_missing_value_is_a_part_of_its_own(corpus):
    assert sizes(corpus, "speaker") == {"": 2, 'A "B" \\ C': 1, "Li": 4}


def test_parts_by_something_that_is_not_here_are_refused(corpus):
    with pytest.raises(dc.DiscourseError) as refused:
        partition(corpus.store, "sectoin")
    assert str(refused.value) == (
        "by='sectoin' is not known; choose 'document', 'section', 'sentence', 'year', 'speaker'. "
        "Did you mean 'section'?"
    )


@pytest.mark.parametrize("by", ["document", "section", "sentence", "year", "speaker"])
def test_the_condition_of_a_part_selects_its_tokens_and_no_others(corpus, by):
    parts = partition(corpus.store, by)
    assert parts.sizes.sum() == corpus.size
    for condition, size in zip(
        part_conditions(parts, np.arange(len(parts))), parts.sizes.tolist(), strict=True
    ):
        assert corpus.subset(condition).size == size


def test_quotes_and_backslashes_in_a_value_are_escaped_in_its_condition(corpus):
    assert corpus.subset(r'speaker = "A \"B\" \\ C"').size == 1


texts = st.dictionaries(
    st.sampled_from("abc"), st.text("xy. \n", min_size=1), min_size=1, max_size=3
)


@given(texts)
def test_parts_of_any_texts_hold_every_token_once(content):
    corpus = dc.Corpus.from_texts(content)
    for by in ("document", "section", "sentence"):
        parts = partition(corpus.store, by)
        assert parts.sizes.sum() == corpus.size
        assert (parts.sizes > 0).all()
        assert len(set(parts.labels)) == len(parts)


def test_a_text_with_half_of_a_character_has_sentences():
    corpus = dc.Corpus.from_texts({"a": "Hi \ud800 there. You."})
    assert corpus.parts("sentence")["tokens"].tolist() == [2, 1]


@pytest.mark.parametrize(
    ("text", "by", "advice"),
    [
        ("Peace. War.\n\nPeace.", "document", "choose a finer one, such as by='section'"),
        ("Peace. War.", "document", "choose a finer one, such as by='sentence'"),
        ("Peace. War.", "section", "choose a finer one, such as by='sentence'"),
        ("Peace.", "sentence", "add a second sentence"),
    ],
)
def test_where_there_is_one_part_a_unit_is_named_that_gives_more(text, by, advice):
    corpus = dc.Corpus.from_texts({"a": text})
    for verb, name in ((dc.tfidf, "TF-IDF"), (dc.dispersion, "dispersion")):
        with pytest.raises(dc.DiscourseError) as error:
            verb(corpus, by=by)
        assert str(error.value) == (
            f"by={by!r} gives only one part here, and {name} compares parts; {advice}."
        )


def test_years_stay_whole_and_days_are_days_where_some_are_missing(tmp_path):
    days = pd.to_datetime(["1990-05-01", "2018-02-03", None])
    hours = pd.to_datetime(["1990-05-01 10:30", "2018-02-03 00:00", None])
    table = pd.DataFrame(
        {"text": ["peace a", "peace b", "peace c"], "year": [1990, 2018, None],
         "day": days, "hour": hours}
    )  # fmt: skip
    made = dc.Corpus.from_frame(table)
    made.save(tmp_path / "saved")
    for corpus in (made, dc.load(tmp_path / "saved", verify=True)):
        assert corpus.parts("year")["part"].tolist() == ["", "1990", "2018"]
        assert corpus.parts("day")["part"].tolist() == ["", "1990-05-01", "2018-02-03"]
        assert corpus.parts("hour")["part"].tolist() == ["", *map(str, hours[:2])]
        for condition, documents in {
            'year = "1990"': ["0"], "year = 1990": ["0"], "year != 1990": ["1", "2"],
            'year = ""': ["2"], "year > 1990": ["1"], 'day >= "2018"': ["1"], 'day = ""': ["2"],
        }.items():  # fmt: skip
            part = corpus.subset(condition)
            assert part.documents["document"].tolist() == documents
            assert len(reread(part.store)) == part.size
        with pytest.raises(dc.DiscourseError, match="compares numbers, but day holds text"):
            corpus.subset("day > 2017")
