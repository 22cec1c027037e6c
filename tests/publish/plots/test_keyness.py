import json

import numpy as np
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
    strokes = np.array([path.vertices[:, 0].tolist() for path in ax.collections[0].get_paths()])
    ends = rows[["log_ratio_low", "log_ratio_high"]].to_numpy()
    closed = np.isfinite(ends)
    assert strokes[closed].tolist() == ends[closed].tolist()
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"
    zero, filled, hollow, *_ = ax.lines
    assert zero.get_xdata() == [0, 0]
    drawn = filled.get_xdata()[[0]].tolist() + hollow.get_xdata()[1:].tolist()
    assert drawn == rows["log_ratio"].tolist()


def test_a_dot_is_hollow_where_one_side_has_none(table):
    rows = table[table["term"].isin(["china", "everyone", "international"])]
    ax = dc.plot.keyness(rows)
    _, filled, hollow, *_ = ax.lines
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


def test_the_axis_says_whose_side_is_whose_and_by_what_rows_are_ordered(table):
    assert dc.plot.keyness(table.head(5)).get_xlabel().split("\n") == [
        "more in the reference ← → more in the target",
        "Log ratio (doublings), 95% interval",
        "Rows by log-likelihood",
    ]
    named = dc.plot.keyness(table.head(5), sides=["the chapter", "the Declaration"], width="page")
    assert named.get_xlabel().startswith("more in the Declaration ← → more in the chapter\n")


@pytest.mark.parametrize(
    ("column", "key", "said"),
    [
        ("log_ratio", None, "Rows by log ratio"),
        ("log_ratio", abs, "Rows by strength of the log ratio"),
        ("count", None, "Rows by count"),
        ("term", None, "Rows in the order of the table"),
    ],
)
def test_another_order_is_named(table, column, key, said):
    rows = table.head(8).sort_values(column, key=key, ascending=column == "term")
    assert dc.plot.keyness(rows).get_xlabel().split("\n")[-1] == said


def test_an_open_end_is_an_arrow_and_a_missing_interval_nothing(table):
    rows = table[table["term"].isin(["china", "everyone", "international", "on"])].copy()
    at = {term: row for row, term in enumerate(rows["term"])}
    rows = rows.set_index("term", drop=False)
    rows.loc["china", "log_ratio_high"] = float("inf")
    rows.loc["everyone", "log_ratio_low"] = float("-inf")
    rows.loc["on", ["log_ratio_low", "log_ratio_high"]] = float("nan")
    ax = dc.plot.keyness(rows.reset_index(drop=True))
    left, right = ax.lines[-2:]
    assert (left.get_marker(), shown(left)) == ("<", [at["everyone"]])
    assert (right.get_marker(), shown(right)) == (">", [at["china"]])
    low, high = ax.get_xlim()
    drawn = rows[["log_ratio", "log_ratio_low", "log_ratio_high"]].to_numpy()
    finite = drawn[abs(drawn) < float("inf")]
    assert low < min(left.get_xdata()[at["everyone"]], finite.min())
    assert finite.max() < right.get_xdata()[at["china"]] < high
    ends = [path.vertices[:, 0].tolist() for path in ax.collections[0].get_paths()]
    assert ends[at["china"]] == [rows.loc["china", "log_ratio_low"], right.get_xdata()[at["china"]]]
    assert [end for end in ends[at["on"]] if end == end] == []


def test_where_no_row_has_an_interval_none_is_promised(table):
    none = table.head(3).assign(log_ratio_low=float("nan"), log_ratio_high=float("nan"))
    assert dc.plot.keyness(none).get_xlabel().split("\n")[1] == "Log ratio (doublings)"


@pytest.mark.parametrize(
    ("interval", "said"),
    [("document", "95% interval over documents"), ("part", "range without any one part")],
)
def test_the_axis_says_what_the_interval_is(table, interval, said):
    rows = table.head(3).copy()
    made = json.loads(rows.attrs["provenance"])
    made["parameters"]["interval"] = interval
    rows.attrs["provenance"] = json.dumps(made)
    assert dc.plot.keyness(rows).get_xlabel().split("\n")[1] == f"Log ratio (doublings), {said}"


@pytest.mark.parametrize("sides", ["chapter", ["one"], ["one", ""], 3])
def test_sides_are_two_names(table, sides):
    with pytest.raises(dc.DiscourseError, match="sides expects the names of the target and of the"):
        dc.plot.keyness(table.head(2), sides=sides)
