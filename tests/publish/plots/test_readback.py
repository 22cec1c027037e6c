import matplotlib.pyplot as plt

import discourse as dc
from discourse.publish.plots.readback import compare_drawn, read_back, redraw
from discourse.publish.plots.register import find_drawing


def test_what_was_drawn_by_hand_is_read_back():
    _, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    ax.barh([0], [7])
    ax.text(0.5, 1, "rights")
    ax.set_yticks([0], ["peace"])
    seen = read_back(ax)
    assert seen["points"] == [[[1, 3], [2, 4]]]
    assert seen["bars"] == [[0, -0.4, 7, 0.8]]
    assert seen["texts"] == [["rights", [0.5, 1]]]
    assert seen["y_labels"] == ["peace"]
    assert seen["x_labels"] == [], "matplotlib's own numbers show no data"


def test_a_figure_drawn_again_shows_the_same(paper):
    table = dc.tfidf(paper, by="section").head(9)
    ax = dc.plot.tfidf(table)
    recipe = find_drawing(ax).recipe
    assert list(compare_drawn(redraw(recipe, table, {}), read_back(ax))) == []
    assert len(plt.get_fignums()) == 1, "the figure drawn again is thrown away"


def test_more_may_be_shown_but_nothing_else():
    one, two = {"texts": [["a", 1]]}, {"texts": [["a", 1], ["note", 2]]}
    assert list(compare_drawn(one, two, more=True)) == []
    assert list(compare_drawn(one, two)) == [("texts[1]", "nothing more", ["note", 2])]
    assert list(compare_drawn({"texts": [["a", 1]]}, {"texts": [["b", 1]]})) == [
        ("texts[0][0]", "a", "b")
    ]
    assert list(compare_drawn({"bars": [[1, 2]]}, {"bars": []})) == [("bars", [[1, 2]], [])]
    assert list(compare_drawn({"bars": [1]}, {})) == [("bars", [1], None)]
