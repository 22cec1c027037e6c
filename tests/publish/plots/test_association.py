from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import discourse as dc
from discourse.publish.plots.register import rows_of_marks


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
    filled, hollow = ax.lines[1:]
    assert (filled.get_xdata().tolist(), hollow.get_xdata().tolist()) == ([44], [25])
    assert ax.get_xlabel() == "Count in target and reference"


def test_a_point_with_a_count_of_0_is_hollow_and_leads_to_its_row():
    table = pd.DataFrame(
        {
            "term": ["none", "a", "b", "c"],
            "count": [9, 8, 0, 3],
            "count_reference": [9, 0, 4, 1],
            "log_ratio": [float("nan"), 3.0, -2.0, 1.0],
        }
    )
    filled, hollow = dc.plot.association(table).lines[1:]
    assert (filled.get_markerfacecolor(), rows_of_marks(filled)) == ("#1a1a1a", [3])
    assert (hollow.get_markerfacecolor(), rows_of_marks(hollow)) == ("white", [1, 2])


def test_a_collocate_is_never_hollow(paper):
    assert len(dc.plot.association(dc.collocates(paper, "rights").head(6)).lines) == 2


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


def crossings(ax):
    """Labels that touch another label, a point, the line of 0, or what is outside of the axes."""
    ax.figure.draw_without_rendering()
    dot = 1.5 / 72 * ax.figure.dpi  # half the width of a point
    places = np.concatenate([line.get_xydata() for line in ax.lines[1:]])
    points = ax.transData.transform(places)
    zero = ax.transData.transform((1, 0))[1]
    frame = ax.get_window_extent()
    # The extent of the text, without the line to its point.
    boxes = {text.get_text(): Text.get_window_extent(text) for text in ax.texts}
    for (one, box), (other, beside) in combinations(boxes.items(), 2):
        if box.overlaps(beside):
            yield one, other
    for name, box in boxes.items():
        for x, y in points:
            if box.x0 < x + dot and x - dot < box.x1 and box.y0 < y + dot and y - dot < box.y1:
                yield name, "a point"
        if box.y0 <= zero <= box.y1:
            yield name, "the line of 0"
        if box.x0 < frame.x0 or box.x1 > frame.x1 or box.y0 < frame.y0 or box.y1 > frame.y1:
            yield name, "the frame"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"width": 84},
        {"width": "page"},
        {"font_size": 10, "width": 120},
        {"font": "DejaVu Sans Mono"},
        {"font": "DejaVu Serif", "font_size": 6},
    ],
    ids=str,
)
@pytest.mark.parametrize("rows", [8, 15, 40])
def test_labels_lie_on_no_other_label_no_point_and_no_axis(paper, rows, given):
    for table in (dc.keyness(paper, dc.reference("udhr")), dc.collocates(paper, "the")):
        assert list(crossings(dc.plot.association(table.head(rows), **given))) == []


def test_nor_do_they_in_panels(paper):
    axes = dc.plot.panels("ab;cc", height=140)
    table = dc.keyness(paper, dc.reference("udhr"))
    for letter, rows in (("a", table.head(12)), ("b", table.iloc[12:22]), ("c", table.head(25))):
        dc.plot.association(rows, ax=axes[letter])
    assert [list(crossings(ax)) for ax in axes.values()] == [[], [], []]


def test_labels_without_room_are_counted_below_the_axis(paper):
    table = dc.collocates(paper, "the").head(60)
    axes = dc.plot.panels("a", height=40, width=60)
    ax = dc.plot.association(table, ax=axes["a"])
    shown = {(place, text.xy) for text in ax.texts for place in [text.xy]}
    points = set(map(tuple, ax.lines[1].get_xydata().tolist()))
    last = ax.get_xlabel().split("\n")[-1]
    left_out = [
        term
        for term, place in zip(table["term"], ax.lines[1].get_xydata().tolist(), strict=True)
        if tuple(place) not in {xy for _, xy in shown}
    ]
    assert len(shown) < len(points)
    assert last == f"{len(left_out)} labels without room left out"


def test_a_new_figure_is_as_high_as_its_labels_need(paper):
    table = dc.keyness(paper, dc.reference("udhr"))
    few, many = (dc.plot.association(table.head(rows)).figure for rows in (5, 40))
    assert few.get_figheight() * 25.4 == pytest.approx(70)
    assert many.get_figheight() * 25.4 > 70


def test_nothing_estimable_is_nothing_to_draw(paper):
    table = dc.keyness(paper, dc.reference("udhr"))
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.association(table[table["status"] == "not estimable"])
    assert str(error.value) == (
        "plot.association was given a table without rows; there is nothing to draw."
    )
