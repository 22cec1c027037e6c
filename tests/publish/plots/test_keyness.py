import pandas as pd
import pytest

import discourse as dc


@pytest.fixture(scope="module")
def table(paper):
    return dc.keyness(paper, dc.reference("udhr"))


def shown(line):
    return [y for x, y in line.get_xydata() if x == x]


def test_rows_are_in_the_order_of_the_table_with_effect_and_interval(table):
    rows = table.head(4)
    ax = dc.plot.keyness(rows)
    assert [label.get_text() for label in ax.get_yticklabels()] == rows["term"].tolist()
    strokes = [path.vertices[:, 0].tolist() for path in ax.collections[0].get_paths()]
    assert strokes == rows[["log_ratio_low", "log_ratio_high"]].to_numpy().tolist()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"
    zero, filled, hollow = ax.lines
    assert zero.get_xdata() == [0, 0]
    drawn = filled.get_xdata()[[0]].tolist() + hollow.get_xdata()[1:].tolist()
    assert drawn == rows["log_ratio"].tolist()


def test_a_dot_is_hollow_where_one_side_has_none(table):
    rows = table[table["term"].isin(["china", "everyone", "international"])]
    ax = dc.plot.keyness(rows)
    _, filled, hollow = ax.lines
    terms = rows["term"].tolist()
    assert [terms[int(y)] for y in shown(filled)] == ["international"]
    assert {terms[int(y)] for y in shown(hollow)} == {"china", "everyone"}
    assert hollow.get_markerfacecolor() == "white"


def test_the_counts_of_both_sides_are_at_the_right(table):
    ax = dc.plot.keyness(table[table["term"].isin(["china", "everyone"])])
    (right,) = ax.child_axes
    assert [label.get_text() for label in right.get_yticklabels()] == ["25 : 0", "0 : 30"]


def test_rows_that_are_not_estimable_have_their_counts_and_no_dot(table):
    rows = table[table["status"] == "not estimable"].head(2)
    ax = dc.plot.keyness(rows)
    assert [shown(line) for line in ax.lines[1:]] == [[], []]
    assert len(ax.child_axes[0].get_yticklabels()) == 2


def test_rates_have_no_counts_to_show(table):
    rated = table.head(1).assign(count_reference=pd.array([pd.NA], dtype="Int64"))
    ax = dc.plot.keyness(rated)
    assert [label.get_text() for label in ax.child_axes[0].get_yticklabels()] == ["41"]


def test_the_figure_is_saved_and_verified(root, tmp_path):
    import shutil

    shutil.copytree(root / "seeds", tmp_path / "seeds")
    paper = dc.read(tmp_path / "seeds")
    study = dc.keyness(paper, dc.reference("udhr")).head(6)
    dc.save_figure(
        dc.plot.keyness(study), tmp_path / "keyness", table=study, caption="Key.", alt="A forest."
    )
    assert dc.verify(tmp_path).to_dict("records") == []
