import numpy as np
import pytest
from matplotlib.text import Text

import discourse as dc
from discourse.publish.plots.register import rows_of_marks


@pytest.fixture
def table(paper):
    return dc.correspondence(paper, by="section", min_count=8).head(14)


def test_parts_are_dots_and_terms_crosses_at_their_places(table):
    ax = dc.plot.correspondence(table)
    terms, parts = ax.lines[2:4]
    assert parts.get_marker() == "o"
    assert parts.get_xdata()[:6].tolist() == table["x"].head(6).tolist()
    assert terms.get_ydata()[6:].tolist() == table["y"].tail(8).tolist()
    assert rows_of_marks(parts) == [*range(6), *[-1] * 8]
    assert rows_of_marks(terms) == [*[-1] * 6, *range(6, 14)]


def test_axes_have_one_scale_and_say_what_they_explain(table):
    ax = dc.plot.correspondence(table)
    ax.figure.canvas.draw()
    units = [np.ptp(limits) for limits in (ax.get_xlim(), ax.get_ylim())]
    scale = np.divide(ax.bbox.size, units)
    assert scale[0] == pytest.approx(scale[1], rel=0.05)
    assert ax.get_xlabel().startswith(f"Axis 1 ({table['explained_x'].iloc[0]:.0%} of inertia)")
    assert ax.get_ylabel() == f"Axis 2 ({table['explained_y'].iloc[0]:.0%} of inertia)"


def test_labels_cover_neither_one_another_nor_a_point(paper):
    table = dc.correspondence(paper, by="section", min_count=5).head(60)
    ax = dc.plot.correspondence(table, width="column")
    ax.figure.canvas.draw()
    boxes = [Text.get_window_extent(text).shrunk(0.95, 0.8) for text in ax.texts]
    overlapping = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[at + 1 :]
        if one.overlaps(other)
    ]
    assert overlapping == []
    named = {name for text in ax.texts for name in text.get_text().replace(",", "").split()}
    assert named <= set(table["name"])
    assert "without room left out" in ax.get_xlabel()


def test_a_map_is_saved_and_verified(table, root, tmp_path):
    ax = dc.plot.correspondence(table)
    dc.save_figure(ax, tmp_path / "map", table=table, caption="A map.", alt="Parts and words.")
    assert dc.verify(tmp_path, texts=root / "seeds").empty
