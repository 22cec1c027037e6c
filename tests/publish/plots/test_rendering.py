"""A figure as files: how often it is drawn, and that it stays as it was."""

import matplotlib.pyplot as plt
import pytest

from discourse.publish.plots.canvas import figure_style
from discourse.publish.plots.rendering import render, settled_layout

WORDS = {"title": "", "subject": "", "alt": ""}


@pytest.fixture
def figure():
    with figure_style():
        drawn, ax = plt.subplots(figsize=(2, 1))
    ax.plot([1, 2])
    yield drawn
    plt.close(drawn)


def test_a_page_of_a_settled_figure_is_drawn_once(figure, monkeypatch):
    draws, draw = [], figure.draw
    with settled_layout(figure):
        monkeypatch.setattr(figure, "draw", lambda renderer: [draws.append(1), draw(renderer)])
        for ending in ("svg", "png", "pdf"):
            render(figure, ending, **WORDS)
    assert len(draws) == 3


@pytest.mark.parametrize("layout", ["constrained", "none"])
def test_a_figure_keeps_its_layout_when_it_is_saved(figure, layout):
    figure.set_layout_engine(layout)
    engine = figure.get_layout_engine()
    first = render(figure, "png", **WORDS)
    assert figure.get_layout_engine() is engine
    assert render(figure, "png", **WORDS) == first
