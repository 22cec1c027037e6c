import math
import shutil

import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.register import rows_of_marks

NAN = math.nan


@pytest.fixture(scope="module")
def table():
    """Four rows: two of either side, one with an open end, and one that is not estimable."""
    return pd.DataFrame(
        {
            "slot": ["modifier", "modifier", "object of", "object of"],
            "term": ["shared", "common", "build", "shape"],
            "count": [7, 0, 9, 1],
            "count_other": [2, 6, 4, 0],
            "log_ratio": [1.8, -3.6, 1.2, NAN],
            "low": [-0.3, NAN, -0.4, NAN],
            "high": [4.4, -0.7, 2.9, NAN],
        }
    )


def shown(line):
    return [(x, y) for x, y in line.get_xydata().tolist() if x == x]


def test_dots_lie_to_either_side_of_0_under_the_names_of_slots(table):
    ax = dc.plot.contrast(table)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["", "shared", "common", "", "build"]
    zero, filled, hollow, *_ = ax.lines
    assert zero.get_xdata() == [0, 0]
    assert shown(filled) == [(1.8, 1), (1.2, 4)]
    assert shown(hollow) == [(-3.6, 2)]
    assert hollow.get_markerfacecolor() == "white"
    assert ax.get_xlim()[0] == -ax.get_xlim()[1]


def test_an_open_end_is_an_arrow_inside_the_axis(table):
    ax = dc.plot.contrast(table)
    *_, to_the_left, to_the_right = ax.lines
    ((end, place),) = shown(to_the_left)
    assert (to_the_left.get_marker(), place) == ("<", 2)
    assert ax.get_xlim()[0] < end < -4.4
    assert shown(to_the_right) == []
    strokes = [path.vertices[:, 0].tolist() for path in ax.collections[0].get_paths()]
    assert strokes[:3] == [[-0.3, 4.4], [end, -0.7], [-0.4, 2.9]]


def test_the_counts_of_both_sides_are_at_the_right(table):
    (right,) = dc.plot.contrast(table).child_axes
    assert [label.get_text() for label in right.get_yticklabels()] == [
        "", "7 : 2", "0 : 6", "", "9 : 4",
    ]  # fmt: skip


def test_rows_without_a_ratio_are_left_out_and_counted(table):
    ax = dc.plot.contrast(table.iloc[[3, 0, 1]])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["", "shared", "common"]
    assert ax.get_xlabel().split("\n")[-1] == "1 row without a log ratio left out"
    assert [rows_of_marks(line) for line in ax.lines[1:3]] == [[1, 2], [1, 2]]
    with pytest.raises(dc.DiscourseError) as error:
        dc.plot.contrast(table.iloc[[3]])
    assert str(error.value) == (
        "no row of the table has a log ratio, because the counts are too low; look at them in "
        "table[['term', 'count', 'count_other']], or draw each word with dc.plot.sketch."
    )


def read_other(root, folder):
    """The talks under other names: no part of them is one of the talks."""
    folder.mkdir(exist_ok=True)
    text = (root / "docs" / "parsed" / "talks.conllu").read_text(encoding="utf-8")
    text = text.replace("# newdoc id = ", "# newdoc id = second ")
    (folder / "others.conllu").write_text(text, encoding="utf-8")
    return dc.read(folder)


def test_the_axis_says_whose_side_is_which(root, table, tmp_path):
    talks = dc.read(root / "docs" / "parsed")
    two_words = dc.contrast(talks, "build", "shape")
    assert dc.plot.contrast(two_words).get_xlabel() == (
        "more with shape ← → more with build\nLog ratio of shares (doublings), 95% interval\n"
        "9 rows without a log ratio left out"
    )
    two_corpora = dc.contrast(talks, "build", read_other(root, tmp_path))
    assert "more in the other corpus ← → more here" in dc.plot.contrast(two_corpora).get_xlabel()
    known = table.dropna(subset="log_ratio")
    assert dc.plot.contrast(known).get_xlabel() == "Log ratio of shares (doublings), 95% interval"


def test_the_figure_is_saved_and_verified(root, tmp_path):
    shutil.copytree(root / "docs" / "parsed", tmp_path / "texts")
    talks = dc.read(tmp_path / "texts")
    for name, other in (("words", "shape"), ("corpora", read_other(root, tmp_path / "more"))):
        table = dc.contrast(talks, "build", other).groupby("slot", sort=False).head(2)
        ax = dc.plot.contrast(table)
        dc.save_figure(ax, tmp_path / name, table=table, caption="Slots.", alt="Dots.")
    assert dc.verify(tmp_path).to_dict("records") == []
