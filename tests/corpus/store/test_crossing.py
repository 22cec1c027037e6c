import numpy as np
import pytest

import discourse as dc
from discourse.corpus.store.crossing import read_crossings

TEXT = "We “met here” today. They, too, met in the workers’ hall (there)."


@pytest.fixture
def corpus():
    made = dc.Corpus.from_texts({"a": TEXT, "b": "— “So be it”\n\nHere"})
    spans = (
        dc.concordance(made, '("met" "here") | ("in" "the" "workers")')
        .frame[["line_id"]]
        .assign(label="x")
    )
    return made.with_layer(dc.Layer("span", spans))


def flagged(corpus, across, n):
    words = corpus.store.index.size - n + 1
    return {
        each.column: np.flatnonzero(each.flag(np.arange(words), n)).tolist()
        for each in read_crossings(corpus.store, across)
    }


def test_pairs_of_words_run_over_what_is_between_them(corpus):
    # 0 we “met here” today. 4 they, too, met in 8 the workers’ hall (there).  12 so be it / here
    assert flagged(corpus, ["sentence", "mark"], 2) == {
        "across_sentence": [3, 11, 14],
        "across_mark": [0, 2, 3, 4, 5, 9, 10, 14],
    }
    # An apostrophe at the end of a word is the same sign as a closing quotation mark.
    assert flagged(corpus, "quotation_mark", 2) == {"across_quotation_mark": [0, 2, 9, 14]}
    assert flagged(corpus, ["section", "document"], 2) == {
        "across_section": [11, 14], "across_document": [11],
    }  # fmt: skip


def test_longer_ones_run_over_more(corpus):
    assert flagged(corpus, "sentence", 3) == {"across_sentence": [2, 3, 10, 11, 13]}


def test_of_a_layer_the_edges_and_the_inside(corpus):
    assert flagged(corpus, "span", 2) == {
        "across_span": [0, 2, 6, 9],
        "inside_span": [1, 7, 8],
    }
    assert flagged(corpus, "span", 3)["inside_span"] == [7]


def test_what_is_not_known_is_refused(corpus):
    with pytest.raises(dc.DiscourseError) as error:
        read_crossings(corpus.store, "comma")
    assert str(error.value) == (
        "across='comma' is not known; choose 'document', 'section', 'sentence', 'mark', "
        "'quotation_mark', 'span'."
    )
