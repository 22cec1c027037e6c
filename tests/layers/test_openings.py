import pytest

import discourse as dc


def find_openings(text, **parameters):
    table = dc.layers.make(dc.Corpus.from_texts({"a": text}), "openings", **parameters).table
    spans = [tuple(map(int, each.split(":")[1].split("-"))) for each in table["line_id"]]
    return [(text[a:b], label) for (a, b), label in zip(spans, table["label"], strict=True)]


def test_the_class_is_that_of_the_longest_form():
    text = (
        "In addition, we met. In May we left. There are men. Peace came. Never again. Actively so."
    )
    assert find_openings(text) == [
        ("In addition", "connective"), ("In", "preposition"), ("There are", "existential"),
        ("Peace", "other"), ("Never", "adverb"), ("Actively", "adverb"),
    ]  # fmt: skip


def test_a_span_has_as_many_words_as_wanted_but_ends_with_its_sentence():
    assert find_openings("We met them. Peace!", words=2) == [
        ("We met", "pronoun"), ("Peace", "other"),
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["sentence"])
def test_there_is_one_opening_per_sentence(paper, by):
    layer = dc.layers.make(paper, "openings")
    assert len(layer) == len(paper.parts(by))


def test_a_sentence_that_goes_on_after_a_dropped_page_number_has_one_opening(drop_pages):
    corpus = drop_pages(
        "There were twenty\nPage 3\ntwo hours later. It was in the United\nPage 4\n"
        "Nations.\nPage 5\nThen he\n\nPage 6\n\nwent."
    )
    table = dc.layers.make(corpus, "openings", words=3).table
    assert table["first"].tolist() == ["there were", "it", "then"]
    ends = [int(each.partition("-")[2]) for each in table["line_id"]]
    assert corpus.whole.store.texts[0][: ends[-1]].endswith("Then he")
