import matplotlib.pyplot as plt

import discourse as dc
from discourse.publish.plots.register import find_drawing


def test_axes_know_their_plot_and_the_tables_beside(paper):
    parts = paper.parts("section")
    made = find_drawing(dc.plot.positions(dc.positions(paper, "rights"), parts))
    assert made.plot == "positions"
    assert made.tables["parts"] is parts
    assert made.recipe["beside"]["parts"]["verb"] == "parts"
    assert made.recipe["beside"]["parts"]["parameters"] == {"by": "section"}


def test_axes_drawn_by_hand_are_unknown():
    _, ax = plt.subplots()
    assert find_drawing(ax) is None
