import pandas as pd
import pytest
from matplotlib.text import Text

import discourse as dc


def test_each_row_is_a_point_of_effect_against_count(paper):
    table = dc.collocates(paper, "rights").head(6)
    ax = dc.plot.association(table)
    points = ax.lines[1].get_xydata()
    assert points[:, 0].tolist() == table["count"].tolist()
    assert points[:, 1].tolist() == table["log_ratio"].tolist()
    assert ax.get_xlabel() == "Count near the node"


def test_keyness_counts_both_sides_and_leaves_out_what_is_not_estimable(paper):
    table = dc.keyness(paper, dc.reference("udhr"))
    rows = pd.concat([table.head(2), table.tail(2)])
    ax = dc.plot.association(rows)
    assert ax.lines[1].get_xdata().tolist() == [44, 25]
    assert ax.get_xlabel() == "Count in target and reference"


def test_a_contrast_counts_both_sides():
    table = pd.DataFrame({"term": ["a"], "count": [2], "count_other": [6], "log_ratio": [-1.0]})
    ax = dc.plot.association(table)
    assert ax.lines[1].get_xydata().tolist() == [[8, -1.0]]
    assert ax.get_xlabel() == "Count on both sides"


def test_points_at_one_place_share_a_label():
    table = pd.DataFrame(
        {"term": ["a", "b", "c"], "count": [2, 2, 4], "log_ratio": [1.0, 1.0, 1.0]}
    )
    ax = dc.plot.association(table)
    assert sorted(text.get_text() for text in ax.texts) == ["a, b", "c"]


def test_labels_lie_on_no_other_label(paper):
    ax = dc.plot.association(dc.keyness(paper, dc.reference("udhr")).head(15))
    ax.figure.canvas.draw()
    boxes = [Text.get_window_extent(text) for text in ax.texts]  # without the line to the point
    crossing = [
        (one, other)
        for at, one in enumerate(boxes)
        for other in boxes[:at]
        if one.shrunk(0.9, 0.9).overlaps(other.shrunk(0.9, 0.9))
    ]
    assert crossing == []


def test_nothing_estimable_is_nothing_to_draw(paper):
    table = dc.keyness(paper, dc.reference("udhr"))
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.association(table[table["status"] == "not estimable"])
    assert str(error.value) == (
        "plot.association was given a table without rows; there is nothing to draw."
    )
