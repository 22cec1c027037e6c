import shutil

import pytest

import discourse as dc


@pytest.fixture(scope="module")
def table(root):
    return dc.sketch(dc.read(root / "docs" / "parsed"), "future", slots=["object of", "modifier"])


def test_dots_are_under_the_names_of_slots_in_the_order_of_the_table(table):
    ax = dc.plot.sketch(table)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["", "shared", "bright", "common", "", "build", "shape"]
    (dots,) = ax.lines
    assert dots.get_xdata().tolist() == table["log_dice"].tolist()
    assert list(dots.get_ydata()) == [1, 2, 3, 5, 6]
    assert ax.get_ylim()[0] > ax.get_ylim()[1], "the first row stands on top"
    headings = {text.get_text(): text.xy[1] for text in ax.texts}
    assert headings.items() >= {"modifier": 0, "object of": 4}.items()


def test_the_counts_are_at_the_right(table):
    (right,) = dc.plot.sketch(table).child_axes
    assert [label.get_text() for label in right.get_yticklabels()] == [
        "", "2", "1", "1", "", "4", "2",
    ]  # fmt: skip


def test_the_figure_is_saved_and_verified(root, tmp_path):
    shutil.copytree(root / "docs" / "parsed", tmp_path / "texts")
    table = dc.sketch(dc.read(tmp_path / "texts"), "future").groupby("slot", sort=False).head(2)
    ax = dc.plot.sketch(table)
    dc.save_figure(ax, tmp_path / "sketch", table=table, caption="Slots.", alt="Dots.")
    assert dc.verify(tmp_path).to_dict("records") == []
