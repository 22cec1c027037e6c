import numpy as np
import pandas as pd
import pytest

import discourse as dc
from discourse.publish.plots.register import rows_of_marks


@pytest.fixture
def table():
    return pd.DataFrame(
        {
            "part": ["X", "X", "Y"],
            "term": ["peace", "war", "now"],
            "count": [9, 0, 4],
            "count_reference": [3, 1_200, 0],
            "log_ratio": [1.5, -3.0, np.nan],
            "log_ratio_low": [0.5, -np.inf, np.nan],
            "log_ratio_high": [2.5, -1.0, np.nan],
        }
    )


def test_terms_are_under_their_group_at_their_log_ratio(table):
    ax = dc.plot.compare(table)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["", "peace", "war", "", "now"]
    assert [text.get_text() for text in ax.texts[-2:]] == ["X", "Y"]
    filled, hollow = ax.lines[:2]
    assert filled.get_xdata()[0] == 1.5
    assert hollow.get_xdata()[1] == -3.0
    assert filled.get_ydata().tolist() == [1, 2, 4]
    assert rows_of_marks(filled) == [0, 1, 2]


def test_counts_are_at_the_right_and_the_axis_says_which_side_is_whose(table):
    ax = dc.plot.compare(table)
    counts = [label.get_text() for label in ax.child_axes[0].get_yticklabels()]
    assert counts == ["", "9 : 3", "0 : 1,200", "", "4 : 0"]
    assert ax.get_xlabel().split("\n") == [
        "more in the others ← → more in the group",
        "Log ratio (doublings), 95% interval",
    ]


def test_a_figure_of_groups_is_saved_and_verified(paper, root, tmp_path):
    table = dc.compare(paper, by="section", min_count=8).groupby("part", observed=True).head(2)
    ax = dc.plot.compare(table)
    dc.save_figure(ax, tmp_path / "groups", table=table, caption="Words.", alt="Dots by section.")
    assert dc.verify(tmp_path, texts=root / "seeds").empty


def test_a_figure_of_facets_is_saved_and_verified(paper, root, tmp_path):
    counts = dc.frequencies(paper, by="section")
    table = counts[counts["term"].isin(["rights", "peace"])]
    ax = dc.plot.frequencies(table, facet="part", width="page")
    dc.save_figure(ax, tmp_path / "facets", table=table, caption="Rates.", alt="Dots by section.")
    assert dc.verify(tmp_path, texts=root / "seeds").empty
