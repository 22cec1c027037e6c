from itertools import pairwise

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.multiverse import BAND_COLOUR
from discourse.publish.plots.register import rows_of_marks


@pytest.fixture(scope="module")
def table(paper):
    return dc.multiverse(paper, "china > development", names="without", leave_out="section")


def made(values, **columns):
    """A table of settings that leave out one part each, compared with 5."""
    size = len(values)
    table = pd.DataFrame(
        {
            "tokenizer": "default", "names": "with", "reference": "",
            "left_out": ["", *(f"p{at}" for at in range(1, size))],
            "value": np.array(values, dtype=float), "value_other": 5.0,
            "holds": pd.array([pd.NA if v is None else v > 5 for v in values], "boolean"),
            "lost": 0, "gained": 0, "count": 0, "line_id": "", "note": "",
        }
    )  # fmt: skip
    return table.assign(**columns)


def labels_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def dots_of(ax, face):
    """The table's rows of the dots with a face, from left to right."""
    (line,) = [
        each
        for each in ax.lines
        if each.get_marker() == "o"
        and each.get_markerfacecolor() == face
        and each.get_zorder() == 3
    ]
    rows = np.array(rows_of_marks(line))
    return rows[np.argsort(line.get_xdata())].tolist()


def marks_in(ax, label):
    """The rows of the table that are marked beside a label."""
    place = ax.get_yticks()[labels_of(ax).index(label)]
    found = [
        each for each in ax.lines if len(each.get_ydata()) and (each.get_ydata() == place).all()
    ]
    return sorted(row for line in found for row in rows_of_marks(line))


def test_the_head_counts_the_settings(table):
    assert dc.plot.multiverse(table).texts[0].get_text() == "Holds in 7 of 14 settings"
    ax = dc.plot.multiverse(made([6, 4, None, None]))
    assert ax.texts[0].get_text() == "Holds in 1 of 2 settings; 2 not computed"


def test_settings_are_in_the_order_of_their_difference():
    ax = dc.plot.multiverse(made([7, 3, 9, 4, None]))
    assert dots_of(ax, "#1a1a1a") == [0, 2]
    assert dots_of(ax, "white") == [1, 3]
    (crosses,) = [line for line in ax.lines if line.get_marker() == "x"]
    assert rows_of_marks(crosses) == [4]
    assert crosses.get_xdata().tolist() == [4]
    (author,) = [each for each in ax.collections if each.get_linewidth()[0] == 0.7][:1]
    assert author.get_segments()[0][0][0] == 2  # 3, 4, then 7


def test_settings_in_which_the_claim_fails_are_on_grey():
    ax = dc.plot.multiverse(made([7, 3, 9, 4]))
    (band,) = [
        bar for bar in ax.patches if bar.get_facecolor()[0] == int(BAND_COLOUR[1:3], 16) / 255
    ]
    assert (band.get_x(), band.get_width()) == (-0.5, 2)
    assert len(dc.plot.multiverse(made([7, 9])).patches) == 0


def test_heights_are_the_values():
    ax = dc.plot.multiverse(made([7, 3, 9]))
    marks = [float(label) for label in labels_of(ax)[:-3]]
    places = ax.get_yticks()[: len(marks)]
    (line,) = [each for each in ax.lines if each.get_markerfacecolor() == "white"]
    assert np.interp(line.get_ydata()[0], places, marks) == pytest.approx(3)


def test_only_choices_that_vary_are_listed(table):
    ax = dc.plot.multiverse(table)
    assert [label for label in labels_of(ax) if label[0].isalpha()] == [
        "names: with", "names: without", "nothing left out", "without lead", "without 1",
        "without 2", "without 3", "without 4", "without 5",
    ]  # fmt: skip
    assert marks_in(ax, "names: without") == list(range(7, 14))
    assert marks_in(ax, "without lead") == [1, 8]


def test_alternatives_can_have_other_labels(table):
    ax = dc.plot.multiverse(table, labels={"without": "ohne", "lead": "Vorspann"})
    assert {"names: ohne", "without Vorspann"} < set(labels_of(ax))
    assert marks_in(ax, "without Vorspann") == [1, 8]


def test_of_many_parts_those_are_listed_that_decide():
    values = [6, *[7] * 20]
    values[4] = 2
    ax = dc.plot.multiverse(made(values))
    assert [label for label in labels_of(ax) if label[0].isalpha()] == [
        "nothing left out", "without p4", "without one of 19 others",
    ]  # fmt: skip
    assert marks_in(ax, "without p4") == [4]
    assert marks_in(ax, "without one of 19 others") == [at for at in range(1, 21) if at != 4]


def test_of_many_parts_that_decide_those_are_listed_that_decide_most_clearly():
    values = [6, *[7] * 20]
    values[1:13] = range(4, -8, -1)  # p1 fails by least, p12 by most
    ax = dc.plot.multiverse(made(values))
    assert [label for label in labels_of(ax) if label[0].isalpha()] == [
        "nothing left out", *(f"without p{number}" for number in range(6, 13)),
        "without one of 13 others",
    ]  # fmt: skip


def test_a_table_that_is_cut_or_has_one_row_is_drawn(table):
    assert dc.plot.multiverse(table.head(1)).texts[0].get_text() == "Holds in 1 of 1 setting"
    ax = dc.plot.multiverse(table.tail(7))  # without the author's setting
    assert [text.get_text() for text in ax.texts] == ["Holds in 0 of 7 settings"]


def test_labels_do_not_touch(table):
    long = made([6, 4, 7], tokenizer=["default", "possessive=split, hyphen=split", "elision=split"])
    lists = ["udhr", "inaugural; year > 1990", "a list with a very long name; party = Whig"]
    missing = made([6, None, 7], reference=lists)
    for each in (table, long, missing, made([6, *[7] * 300])):
        ax = dc.plot.multiverse(each)
        ax.figure.draw_without_rendering()
        boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
        boxes.sort(key=lambda box: box.y0)
        assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes))
        head, *author = (text.get_window_extent() for text in ax.texts)
        assert all(head.y0 >= box.y1 for box in author)
        assert all(box.x0 >= 0 for box in [*boxes, head])
        assert head.x1 <= ax.figure.bbox.x1 + 1
        plt.close(ax.figure)


def test_a_table_without_a_computed_setting_is_refused():
    with pytest.raises(dc.DiscourseError, match="in which a claim was computed, and this table"):
        dc.plot.multiverse(made([None, None]))
    with pytest.raises(dc.DiscourseError, match="draws the column 'value'"):
        dc.plot.multiverse(made([6]).drop(columns="value"))
    with pytest.raises(dc.DiscourseError, match="without rows"):
        dc.plot.multiverse(made([6]).head(0))
    assert plt.get_fignums() == []


def test_more_alternatives_than_a_page_holds_are_refused():
    table = made([6] * 90, left_out="", tokenizer=[f"t{at}" for at in range(90)])
    with pytest.raises(
        dc.DiscourseError, match="90 alternatives would be listed, and a page holds"
    ):
        dc.plot.multiverse(table)
    axes = dc.plot.panels("ab", height=50)
    with pytest.raises(dc.DiscourseError, match="20 alternatives would be listed, and these axes"):
        dc.plot.multiverse(table.head(20), ax=axes["a"])
