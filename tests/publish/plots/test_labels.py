from itertools import pairwise

import matplotlib.pyplot as plt
import pytest

import discourse as dc
from discourse.publish.plots.fonts import letters_width
from discourse.publish.plots.labels import arrange_edge_names, arrange_labels, wrap_label


def test_names_are_horizontal_if_they_fit_vertical_if_they_touch_and_some_are_left_out():
    names = ["1993-Clinton", "1997-Clinton", "2001-Bush"]
    assert arrange_edge_names(names, [50, 150, 250], 7) == ([0, 1, 2], 0.0)
    kept, height = arrange_edge_names(names, [10, 30, 50], 7)
    assert kept == [0, 1, 2]
    assert height == pytest.approx(letters_width("1993-Clinton", 7))
    assert arrange_edge_names(names, [10, 14, 28], 7)[0] == [0, 2]


def test_a_long_label_is_broken_between_words():
    label = "preserve protect and defend the constitution"
    assert wrap_label(label, 1_000, 7.5) == label
    lines = wrap_label(label, 100, 7.5).split("\n")
    assert " ".join(lines) == label
    assert max(letters_width(line, 7.5) for line in lines) <= 100


def test_many_names_of_one_place_are_counted():
    _, ax = plt.subplots()
    ax.plot([1, 2], [1, 2], "o")
    arrange_labels(ax, [f"w{at}" for at in range(20)], [(1, 1)] * 20).write_on(ax)
    (label,) = ax.texts
    assert label.get_text().replace("\n", " ") == "w0, w1, w2, w3, w4, w5, w6, 13 more"


@pytest.mark.parametrize("width", ["column", "page"])
def test_many_parts_are_named_apart(width):
    texts = {f"{year}-Somebody": "peace and war " * 30 for year in range(1900, 1960)}
    corpus = dc.Corpus.from_texts(texts)
    hits = dc.positions(corpus, "peace")
    for ax in (
        dc.plot.tfidf(dc.tfidf(corpus, by="document").head(3), width=width),
        dc.plot.positions(hits, corpus.parts("document"), width=width),
    ):
        ax.figure.draw_without_rendering()
        axis = ax.child_axes[0].xaxis if ax.child_axes else ax.xaxis
        boxes = [label.get_window_extent() for label in axis.get_ticklabels()]
        assert len(boxes) > 10
        assert all(one.x1 <= other.x0 for one, other in pairwise(boxes))


def test_a_figure_of_long_labels_keeps_room_for_what_it_shows(recwarn):
    words = " ".join(f"internationalisation{at}" for at in range(12))
    ax = dc.plot.ngrams(dc.ngrams(dc.Corpus.from_texts({"a": words}), 12))
    ax.figure.draw_without_rendering()
    assert ax.get_window_extent().width > 0.2 * ax.figure.bbox.width
    assert not list(recwarn)
