import pandas as pd
import pytest

import discourse as dc
from discourse.corpus.query.timeline import read_timeline


def corpus_of(times, texts=None, name="year"):
    texts = texts or ["peace and rights"] * len(times)
    return dc.Corpus.from_frame(pd.DataFrame({name: times, "text": texts}))


def timeline(times, *, name="year", texts=None, **options):
    return read_timeline(corpus_of(times, texts, name).store, name, **options)


def refusal(times, **options):
    with pytest.raises(dc.DiscourseError) as error:
        timeline(times, **options)
    return str(error.value)


@pytest.mark.parametrize(
    ("times", "labels", "numbers"),
    [
        ([2000, 1990, 1990], ["1990", "2000"], [2000, 1990, 1990]),
        (["2000", "1990"], ["1990", "2000"], [2000, 1990]),
        ([-44, 9, 10], ["-44", "9", "10"], [-44, 9, 10]),
        ([1.5, 1.25], ["1.25", "1.5"], [1.5, 1.25]),
        (["1990-07-02", "1990-01-01"], ["1990-01-01", "1990-07-02"], [1990 + 182 / 365, 1990]),
        (["1990-07", "1990"], ["1990", "1990-07"], [1990 + 181 / 365, 1990]),
        (["20000101", "19900101"], ["19900101", "20000101"], [2000, 1990]),
        (["2000-01-01T12:00", "2000-01-01"], None, [2000 + 0.5 / 366, 2000]),
    ],
)
def test_years_numbers_and_dates_are_times(times, labels, numbers):
    found = timeline(times)
    assert found.times == pytest.approx(numbers)
    assert labels in (None, found.labels)


def test_the_dates_of_pandas_are_times():
    dates = pd.to_datetime(["1990-07-02", "1990-01-01"])
    found = timeline(dates, name="date")
    assert found.times == pytest.approx([1990 + 182 / 365, 1990])
    assert [label[:10] for label in found.labels] == ["1990-01-01", "1990-07-02"]


def test_ordered_categories_are_times_in_their_order():
    stages = pd.Categorical(["late", "early", "late"], ["early", "mid", "late"], ordered=True)
    found = timeline(stages, name="stage")
    assert found.labels == ["early", "late"]
    assert found.times.tolist() == [2, 0, 2]
    assert found.documents.tolist() == [1, 2]


def test_bins_have_about_equal_numbers_of_documents_and_divide_no_point():
    found = timeline([1990, 1990, 1990, 1991, 1992, 1993], bins=2)
    assert found.labels == ["1990", "1991-1993"]
    assert found.documents.tolist() == [3, 3]
    assert found.points.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.mean_times.tolist() == [1990, 1992]
    assert timeline([1990] * 9 + [1991], bins=5).labels == ["1990", "1991"]


def test_bins_may_have_about_equal_numbers_of_tokens():
    texts = ["so " * 60, "so " * 20, "so " * 20, "so " * 20]
    found = timeline([1, 2, 3, 4], texts=texts, bins=2, bin_by="token")
    assert found.labels == ["1", "2-4"]
    assert found.sizes.tolist() == [60, 20, 20, 20]
    assert timeline([1, 2, 3, 4], texts=texts, bins=2).labels == ["1-2", "3-4"]


@pytest.mark.parametrize(
    ("times", "condition"),
    [
        ([1990, 1991], "year >= 1990 & year <= 1991"),
        (["1990-01", "1990-02"], 'year >= "1990-01" & year <= "1990-02"'),
        ([-5, 3], 'year in ("-5", "3")'),
    ],
)
def test_the_condition_of_a_bin_selects_its_documents(times, condition):
    corpus = corpus_of([*times, 2000])
    corpus = corpus.subset("document in ('0', '1')")
    found = read_timeline(corpus.store, "year", bins=1)
    assert found.conditions == [condition]
    assert len(corpus.subset(condition).documents) == 2


def test_a_column_that_is_not_a_single_word_is_quoted():
    found = timeline([1990, 1991], name="Year of Speech", bins=1)
    assert found.conditions == ['"Year of Speech" >= 1990 & "Year of Speech" <= 1991']


def test_the_bins_of_categories_are_selected_in_their_order():
    stages = pd.Categorical(["z", "a", "m"], ["z", "m", "a"], ordered=True)
    corpus = corpus_of(stages, name="stage")
    found = read_timeline(corpus.store, "stage", bins=2)
    assert found.labels == ["z", "m to a"]
    assert [len(corpus.subset(each).documents) for each in found.conditions] == [1, 2]


def test_values_of_documents_are_added_up_by_point():
    found = timeline([1990, 1991, 1990])
    assert found.sum_up(pd.array([1, 2, 4]).to_numpy(int)).tolist() == [5, 2]


def test_documents_without_a_time_are_named():
    assert refusal([1990, None, None, 1991]) == (
        "'1' and 1 more have no year; add it, or leave the documents without one out: "
        "corpus.subset('year != \"\"')."
    )


def test_where_no_document_has_a_time_none_is_left_out():
    assert refusal([None, None]) == (
        "no document has a year; add it: corpus.with_metadata(year={'a': '1990', …})."
    )


def test_what_is_no_time_is_named_with_its_document():
    assert refusal(["1990", "May 1991"]) == (
        "the year of '1' is 'May 1991', which is neither a number nor a date such as 1990-05-17; "
        "correct it, or make a column of numbers or of ordered categories with "
        "corpus.with_metadata."
    )


def test_a_single_point_is_no_trend():
    assert refusal([1990, 1990]) == (
        "all documents have the year '1990'; a trend needs two points of time or more."
    )


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(dc.DiscourseError, match=r"time='yeer' is not known; choose 'year'\. Did"):
        read_timeline(corpus_of([1990, 1991]).store, "yeer")


def test_a_corpus_without_metadata_says_how_to_give_some():
    corpus = dc.Corpus.from_texts({"a": "peace"})
    with pytest.raises(dc.DiscourseError, match="the documents have no metadata; read them with"):
        read_timeline(corpus.store, "year")


def test_the_times_of_sections_are_refused():
    rows = pd.DataFrame(
        {"document": ["a", "a"], "speaker": ["Li", "Wu"], "day": ["1", "2"], "text": ["so", "so"]}
    )
    corpus = dc.Corpus.from_frame(rows, transcript=True)
    with pytest.raises(dc.DiscourseError, match="time='day' is that of sections, and a trend"):
        read_timeline(corpus.store, "day")
